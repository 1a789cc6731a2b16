use crate::analysis::Analysis;
use crate::analysis::gears::SequenceGear;
use crate::analysis::schedule::State;
use crate::finding::{Finding, Group, Kind, Level, Rule};
use crate::rules::Context;
use crate::strategy::gear::Gear;

pub static RULE: Rule = Rule {
    name: "gear-undated",
    group: Group::Gears,
    level: Level::Warning,
    kind: Kind::Missing,
    timed: false,
    since: "0.1.0",
    summary: "a gear has no start and no activity that drives it, so it has no place in the order",
    options: &[],
    docs: "\
## What it checks
Each gear has a `start` or an activity that drives it. Without a `start`, the gear starts with the earliest of those
activities, or with the period if the activity has no start itself. An activity that is only `planned` and has no
start does not count.

## Why it matters
The model is about the order in which the gears start. A gear without a date has no place in that order, and nobody
can say whether the next one starts too soon. **Source**: four-gears.

## Example
This fails:
```yaml
purposes:
  marketing:
    gears:
      acquisition: 2027-01-15
      engagement: { owner: mia }
```
This passes:
```yaml
pillars:
  thought_leadership:
    activities:
      baking-tips: { gears: engagement, start: 2027-03-01 }
purposes:
  marketing:
    gears:
      acquisition: 2027-01-15
      engagement: { owner: mia }
```

## How to fix or allow it
Give the gear a `start`; a quarter such as `2027-Q3` or a year will do. Or name it in the `gears:` of an activity with
a start, or leave it out with `not_now: the reason`.
",
};

pub fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    let total = cx.analysis.gears().count();
    for (sequence, gear, says, at) in cx.analysis.gears() {
        if !is_undated(cx.analysis, gear, says) {
            continue;
        }
        let name = cx.analysis.gear_name(sequence.kind, gear.kind);
        let mut finding = RULE
            .at(at.key, format!("nothing says when {name} starts"))
            .label("has neither a start nor an activity that turns it");
        for activity in gear.turned_by.iter().filter_map(|index| cx.analysis.activities.get(*index)) {
            finding = finding
                .label("has no start")
                .also(activity.used.id.span, "turns it, and is only planned, without a start");
        }
        out.push(
            finding
                .note("a gear without a day has no place in the order, and the one after it cannot be judged")
                .help(format!(
                    "give {name} a `start` (a quarter such as `2027-Q3` will do), plan an activity with `gears: {name}`, or say `not_now: the reason`"
                ))
                .absent("start")
                .among(total, "gears", "have no place in the order"),
        );
    }
}

/// True where nothing says when a gear starts, neither itself nor an activity that turns it.
pub(super) fn is_undated(analysis: &Analysis<'_>, gear: &SequenceGear<'_>, says: &Gear) -> bool {
    let is_only_planned = |index: &usize| {
        let activity = analysis.activities.get(*index);
        activity.is_some_and(|one| one.activity().start.is_absent() && one.state == State::Planned)
    };
    analysis.known.activities && says.start.is_absent() && gear.turned_by.iter().all(is_only_planned)
}
