use rust_decimal::prelude::ToPrimitive;

use crate::analysis::days_after;
use crate::analysis::gears::{GearSequence, Limits, Start, StartedBy};
use crate::rules::gears::gears_too_close::leads;
use crate::rules::gears::{gear_left_alone, gears_unbalanced};
use crate::rules::prelude::*;

const MAX_WAIT: &str = "max-wait-days";

pub static RULE: Rule = Rule::new("gear-on-paper", Group::Gears, Level::Warning, Kind::Wrong)
    .summary("a gear is to start weeks before anything drives it")
    .options(&[RuleOption {
        name: MAX_WAIT,
        default: 14.0,
        measure: Measure::Days,
        summary: "days from a gear's own start until an activity has to drive it",
    }])
    .checks("\
The first activity that drives a gear starts less than `max-wait-days` (14) after the gear's own start, for every day
that coarse dates can mean. Gears that no activity drives are left to `gear-without-activity`.")
    .why("\
A date in the plan does not move a gear: it starts on the day someone starts to drive it. Until then the order and the
pace of the gears look better on paper than they are. **Source**: four-gears; the number of days is stratplan's own
judgment.")
    .example("\
pillars:
  promotion:
    activities:
-      cake-of-the-week: { gears: acquisition, start: 2027-06-01 }
+      cake-of-the-week: { gears: acquisition, start: 2027-01-15 }
purposes:
  marketing:
    gears: { acquisition: 2027-01-15 }")
    .fix("\
If the gear is running already, name in the `gears:` of an activity what has driven it since. Otherwise start an
activity earlier, or write the day on which one starts as the gear's `start`. Set the days with `max-wait-days`.");

/// The numbers by which the gears are judged, from the options of three rules.
pub(crate) fn limits(options: &Options) -> Limits {
    Limits {
        max_wait_days: options.number(&RULE, MAX_WAIT).ceil().to_i64().unwrap_or(i64::MAX),
        max_rest_days: gear_left_alone::max_rest_days(options),
        min_balance: gears_unbalanced::min_balance(options),
    }
}

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    among(
        cx.analysis.gears(),
        "gears",
        "are to start weeks before anything drives them",
        |(sequence, gear, ..)| judge(cx, sequence, gear),
    )
}

const ALLOW: &str = "say why the gears after it start first: `# stratplan: allow(gear-on-paper) the reason`";

/// What has to move along if a gear starts on the day on which something drives it; `None` if a gear behind it starts
/// too soon for that, and cannot move anymore.
fn on_its_day(
    cx: &Context<'_>,
    sequence: &GearSequence<'_>,
    gear: &SequenceGear<'_>,
    first: Start,
) -> Option<String> {
    if !sequence.keeps_order(gear.kind, first) {
        return None;
    }
    let mut behind = sequence.active().skip_while(|one| one.kind != gear.kind).skip(1);
    let Some((next, start)) = behind.find_map(|one| Some((one, one.placed()?))) else {
        return Some(String::new());
    };
    let is_open = gear.gate.as_ref().map(|gate| gate.was_reached() == Some(true));
    let is_judged = is_open.is_none_or(|is_open| sequence.sells(next.kind) && !is_open);
    let least = days_after(first.date.first, leads(cx.options).before(sequence.kind, next.kind))?;
    if !is_judged || start.is_practice() || start.date.last >= least {
        return Some(String::new());
    }
    (start.date.first > cx.today).then(|| format!(", and move {} to {least} or later", next.kind))
}

fn judge(cx: &Context<'_>, sequence: &GearSequence<'_>, gear: &SequenceGear<'_>) -> Option<Finding> {
    let own = gear.start.filter(|start| start.by == StartedBy::Itself)?;
    let first = gear.effective.filter(|start| start.is_certain)?;
    let StartedBy::Activity(index) = first.by else { return None };
    let wait = gear.waits(limits(cx.options))?;
    let id = cx.analysis.activities.get(index)?.id();
    let name = cx.analysis.gear_name(sequence.kind, gear.kind);
    let exactly = if own.date.is_exact() && first.date.is_exact() { "" } else { "at least " };
    let date = own.date;
    let tense = if date.last <= cx.today { "was to start" } else { "is to start" };
    let has_passed = date.last <= cx.today;
    let running =
        format!("if {name} is running already, add `gears: {name}` to what has driven it since {date}");
    let write = on_its_day(cx, sequence, gear, first);
    let write = write
        .map(|along| format!("write `{}: {}`, the day on which `{id}` starts{along}", gear.kind, first.date));
    // By the day on paper, the gate ahead of it is not open yet.
    let slot = cx.timetable.slots(sequence.kind).iter().find(|slot| slot.gear == gear.kind);
    let is_too_soon = slot.and_then(|slot| slot.opening.day()).is_some_and(|opens| opens > date.last);
    let help = match (has_passed, write) {
        (true, Some(write)) => format!("{running}; otherwise {write}"),
        (true, None) => format!("{running}; otherwise start `{id}` as soon as you can, and {ALLOW}"),
        (false, Some(write)) if is_too_soon => write,
        (false, _) => {
            format!("start `{id}` on {date}, or plan something else that drives {name} from then on")
        }
    };
    Some(
        RULE.at(own.span, format!("{name} {tense} on {date}, but nothing drives it until {}", first.date))
            .label(format!("{exactly}{} before anything drives it", days(wait)))
            .also(first.span, format!("`{id}` is the first to drive it"))
            .note("a gear starts on the day someone starts to drive it, whatever the plan says")
            .help(help),
    )
}
