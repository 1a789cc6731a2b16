use rust_decimal::prelude::ToPrimitive;

use crate::analysis::gears::{GearSequence, Limits, StartedBy};
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
    let keeps_order = sequence.keeps_order(gear.kind, first);
    let running =
        format!("if {name} is running already, add `gears: {name}` to what has driven it since {date}");
    let help = match (has_passed, keeps_order) {
        (true, true) => format!(
            "{running}; otherwise write `{}: {}`, the day on which `{id}` starts",
            gear.kind, first.date
        ),
        (true, false) => format!(
            "{running}; otherwise start `{id}` as soon as you can, and write that day as the start of {}",
            gear.kind
        ),
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
