use crate::analysis::gears::GearSequence;
use crate::finding::{Finding, Group, Kind, Level, Rule};
use crate::rules::Context;
use crate::strategy::gear::GearKind;
use crate::words::{and, or};

pub static RULE: Rule = Rule {
    name: "gear-missing",
    group: Group::Gears,
    level: Level::Warning,
    kind: Kind::Missing,
    timed: false,
    since: "0.1.0",
    summary: "a purpose lacks some of the four gears, without a `not_now:`",
    options: &[],
    docs: "\
## What it checks
Each purpose lists acquisition, engagement, enlistment and monetization under its `gears:`, even if only with
`not_now:` and a reason. There is one finding for each purpose. An activity that drives the gear is not enough: the
gear needs its own owner and KPI.

## Why it matters
The four gears drive each other. Without engagement, the people who came leave again; without enlistment, every new
member has to be bought; and without monetization, nobody can say what it was worth. In support, monetization means a
lower cost of service. **Source**: four-gears (the article on Lyle Fong's talk at Lithium's Network Conference; the
model is Geoffrey Moore's).

## Example
This fails:
```yaml
purposes:
  marketing:
    gears: { acquisition: 2027-01-15, engagement: 2027-03-01 }
```
This passes:
```yaml
purposes:
  marketing:
    gears:
      acquisition: 2027-01-15
      engagement: 2027-03-01
      enlistment: { not_now: Nobody can sequence volunteers before 2028 }
      monetization: 2027-07-01
```

## How to fix or allow it
Add the gear with the date it starts, or leave it out on purpose with `not_now: the reason`.
",
};

pub fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    for sequence in &cx.analysis.sequences {
        out.extend(judge(cx, sequence));
    }
}

fn judge(cx: &Context<'_>, sequence: &GearSequence<'_>) -> Option<Finding> {
    let is_missing = |kind: &GearKind| {
        sequence.gears.iter().any(|gear| gear.kind == *kind && gear.declared.is_none() && !gear.is_unreadable)
    };
    let missing: Vec<GearKind> = sequence.kind.order().into_iter().filter(is_missing).collect();
    let first = missing.first()?;
    let names: Vec<&str> = missing.iter().map(|gear| gear.key()).collect();
    let (message, label) = if missing.len() == GearKind::ALL.len() {
        (format!("{} names none of its four gears", sequence.kind), "no gear, no order in which to start")
    } else {
        (
            format!("{} does not name {}", sequence.kind, or(&names)),
            "a sequence of four gears turns as a whole",
        )
    };
    let gears = sequence.purpose.gears.key();
    let mut finding = RULE.at(gears.unwrap_or(sequence.place.key), message).label(label);
    for gear in sequence.gears.iter().filter(|gear| missing.contains(&gear.kind)) {
        let turning = gear.turned_by.first().and_then(|index| cx.analysis.activities.get(*index));
        let says_so = turning.and_then(|activity| {
            let reference =
                activity.gears.iter().find(|(of, kind, _)| (*of, *kind) == (sequence.kind, gear.kind));
            reference.map(|(.., place)| place.value)
        });
        if let Some(span) = says_so {
            finding = finding.also(span, format!("{} is turned here, and nobody answers for it", gear.kind));
        }
    }
    let all: Vec<&str> = sequence.kind.order().iter().map(|gear| gear.key()).collect();
    let help = if gears.is_some() {
        format!(
            "add `{first}:` with the day it starts, or leave it out on purpose: `{first}: {{ not_now: the reason }}`"
        )
    } else {
        "add `gears:` below it with each of the four and the day it starts, or `{ not_now: the reason }` for one that is left out".to_owned()
    };
    let section = ["purposes", sequence.kind.key(), "gears"];
    // Nobody leaves all of them out.
    let some_are_there = gears.is_some() && missing.len() < GearKind::ALL.len();
    let leaving_out = if some_are_there { cx.leaving_out(&section, &names) } else { None };
    Some(
        finding
            .fix_if(leaving_out)
            .note(format!("for {} the gears are {}, in this order", sequence.kind, and(&all)))
            .help(help)
            .absent(if gears.is_some() { first.key() } else { "gears" }),
    )
}
