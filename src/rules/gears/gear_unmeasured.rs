use crate::decode::field::Field;
use crate::finding::{Finding, Group, Kind, Level, Rule};
use crate::rules::Context;
use crate::strategy::gear::{Gear, GearKind, PurposeKind};

pub static RULE: Rule = Rule {
    name: "gear-unmeasured",
    group: Group::Gears,
    level: Level::Info,
    kind: Kind::Missing,
    timed: false,
    since: "0.1.0",
    summary: "a gear has no KPI",
    options: &[],
    docs: "\
## What it checks
Each gear names a KPI, in its `kpis:` or in its gate (`spinning_at:`). Gears with `not_now:` are skipped.

## Why it matters
Without a KPI nobody can tell whether a gear is working, so the next one is started by the calendar. Moore gives each
gear its own kind of measure: how many people come, how long they stay, what they do for others, what it earns or
saves. **Source**: four-gears (the model and its measures are Geoffrey Moore's).

## Example
This fails:
```yaml
purposes:
  marketing:
    gears: { acquisition: { start: 2027-01-15 } }
```
This passes:
```yaml
purposes:
  marketing:
    gears: { acquisition: { start: 2027-01-15, kpis: visits } }
kpis:
  visits: { baseline: { value: 9000 }, target: 20000 }
```

## How to fix or allow it
Name a KPI in the gear's `kpis:`. Better still, set a gate: `spinning_at: { visits: 11000 }` says when the next gear
can start.
",
};

pub fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    let total = cx.analysis.gears().count();
    for (sequence, gear, _, at) in cx.analysis.gears().filter(|(_, _, says, _)| is_unmeasured(says)) {
        let name = cx.analysis.gear_name(sequence.kind, gear.kind);
        out.push(
            RULE.at(at.key, format!("nothing measures {name}"))
                .label("has no KPI")
                .note("without a figure nobody can tell whether it turns, and the next gear is started by the calendar")
                .help(format!("give {name} `kpis:` that show whether it turns, such as {}", what_shows_it(sequence.kind, gear.kind)))
                .absent("kpis")
                .among(total, "gears", "have no KPI"),
        );
    }
}

fn is_unmeasured(gear: &Gear) -> bool {
    let has_none = match &gear.kpis {
        Field::Absent => true,
        Field::Invalid(_) => false,
        Field::Set(kpis, _) => kpis.is_empty(),
    };
    let has_no_gate = match &gear.spinning_at {
        Field::Absent => true,
        Field::Invalid(_) => false,
        Field::Set(gate, _) => gate.is_empty(),
    };
    has_none && has_no_gate
}

fn what_shows_it(purpose: PurposeKind, gear: GearKind) -> &'static str {
    match (purpose, gear) {
        (_, GearKind::Acquisition) => "visits or new members",
        (_, GearKind::Engagement) => "posts per member or time spent",
        (PurposeKind::Marketing, GearKind::Enlistment) => "referrals or contributions",
        (PurposeKind::Support, GearKind::Enlistment) => {
            "the share of accepted answers that came from customers"
        }
        (PurposeKind::Marketing, GearKind::Monetization) => "orders or qualified leads",
        (PurposeKind::Support, GearKind::Monetization) => {
            "the cost of a contact or calls that were not needed"
        }
    }
}
