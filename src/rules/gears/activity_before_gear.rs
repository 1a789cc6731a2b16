use jiff::civil::Date;

use crate::analysis::gears::{Gate, GearSequence, StartedBy};
use crate::rules::gears::gears_too_close::leads;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("activity-before-gear", Group::Gears, Level::Info, Kind::Wrong)
    .summary("an activity drives a gear before the gear's own start")
    .checks("\
No activity that drives a gear with its own `start` starts before it, on any day a coarse date can mean. One finding
for each gear names the earliest. Dropped activities, ongoing ones without a start, and those that drive gears of both
purposes are skipped; monetization of marketing is left to `selling-too-soon`.")
    .why("\
A gear starts on the day someone starts to drive it. If that is earlier than the plan says, the order of the gears
looks better on paper than it is. **Source**: four-gears.")
    .example("\
pillars:
  support:
    activities:
-      expert-program: { gears: enlistment, start: 2027-04-01 }
+      expert-program: { gears: enlistment, start: 2027-06-01 }
purposes:
  marketing:
    gears: { enlistment: 2027-06-01 }")
    .fix("\
If the gear is running already, write the day it began as its `start`. Otherwise start it together with the activity, move the activity, or remove the gear from its `gears:` if it is only
preparation. To allow a trial run: `# stratplan: allow(activity-before-gear) why it begins before`.");

pub fn check(cx: &Context<'_>) -> impl Iterator<Item = Finding> {
    cx.analysis.gears().filter_map(|(sequence, gear, ..)| judge(cx, sequence, gear))
}

fn judge(cx: &Context<'_>, sequence: &GearSequence<'_>, gear: &SequenceGear<'_>) -> Option<Finding> {
    let start = gear.start.filter(|start| start.by == StartedBy::Itself && !sequence.sells(gear.kind))?;
    // An activity for both purposes drives each gear from that gear's own start.
    let is_shared = |one: &&Scheduled<'_>| one.gears.iter().any(|(purpose, ..)| *purpose != sequence.kind);
    let driving = cx.analysis.activities_at(&gear.driven_by).filter(|one| !is_shared(one));
    let dated = driving.filter_map(|one| Some((one.id(), one.activity().start().placed()?)));
    let mut early: Vec<_> = dated.filter(|(_, (date, _))| date.surely_before(start.date)).collect();
    early.sort_by_key(|(_, (date, _))| (date.first, date.last));
    let ((id, (since, place)), others) = early.split_first()?;
    let more = if others.is_empty() { String::new() } else { format!(" and {} more", others.len()) };
    let name = cx.analysis.gear_name(sequence.kind, gear.kind);
    let (is, from) = if since.first <= cx.today { ("has been", "since") } else { ("is", "from") };
    let since_passed = since.first <= cx.today;
    // Before it is driven, nothing says that it runs.
    let began = if since_passed {
        format!("if {name} is running already, write the day it began: `{}: DATE`; otherwise ", gear.kind)
    } else {
        String::new()
    };
    let since = since.0;
    let or_start = if since_passed {
        String::new()
    } else if can_start(cx, sequence, gear.kind, since.first) {
        format!("; or start {} with it, on {since}", gear.kind)
    } else {
        String::new()
    };
    Some(
        RULE.at(start.span, format!("{name} {is} driven by `{id}`{more} {from} {since}, before its own start"))
            .label(format!("{} does not start until here", gear.kind))
            .also(place.value, format!("`{id}` starts driving it here"))
            .also_each(others.iter().map(|(id, (_, place))| (place.value, format!("`{id}` starts driving it here"))))
            .note("a gear starts on the day someone starts to drive it, whatever the plan says")
            .help(format!(
                "{began}move `{id}` to {} or later, or remove `{name}` from its `gears:` if it is only preparation{or_start}",
                start.date.first
            )),
    )
}

/// True if a gear could start on a day without overtaking the gear before it, or its gate. Advice to
/// start it must not cause the next finding.
fn can_start(cx: &Context<'_>, sequence: &GearSequence<'_>, gear: GearKind, day: Date) -> bool {
    let Some(ahead) = sequence.ahead_of(gear) else { return true };
    let lead = leads(cx.options).before(sequence.kind, gear);
    let follows = ahead.start.is_some_and(|start| days_between(start.date.last, day) >= lead);
    follows && ahead.gate.as_ref().and_then(Gate::was_reached) != Some(false)
}
