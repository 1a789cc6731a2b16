//! Gears that do not start in the order of their purpose.

use crate::analysis::gears::{StartedBy, Train, TrainGear};
use crate::finding::{Finding, Group, Kind, Level, Rule};
use crate::rules::Context;
use crate::strategy::date::days_between;
use crate::words::{and, counted};

pub static RULE: Rule = Rule {
    name: "gear-out-of-order",
    group: Group::Gears,
    level: Level::Error,
    kind: Kind::Wrong,
    timed: false,
    since: "0.1.0",
    summary: "the gears of a purpose do not start in its order",
    options: &[],
    docs: "\
## What it checks
The gears of each purpose start in its order. For marketing: acquisition, engagement, enlistment, monetization. For
support the reverse, where monetization means a lower cost of service. A gear without a `start` starts with the
earliest activity that turns it. Of all ways to mend the order, the one that moves the fewest gears is shown.

A coarse date such as `2027-Q1` counts as out of order only if it is so whatever day is meant, and gears left out
with `not_now:` are skipped. A purpose with its own `order:` is held against that.

## Why it matters
People must come before their passion can be harnessed, and asking them to buy before there is any wastes the effort.
In support they come with a question of their own: the value of an answer is there from the first day, experts among
the customers are what scales, and drawing more people in comes last. **Source**: four-gears (the article on Lyle
Fong's talk at Lithium's Network Conference; the model is Geoffrey Moore's).

## Example
This fails:
```yaml
purposes:
  marketing:
    gears: { acquisition: 2027-03-01, engagement: 2027-01-15, enlistment: 2027-05-01, monetization: 2027-07-01 }
```
This passes:
```yaml
purposes:
  marketing:
    gears: { acquisition: 2027-01-15, engagement: 2027-03-01, enlistment: 2027-05-01, monetization: 2027-07-01 }
```

## How to fix or allow it
Move the gear that the message names. A deliberate departure says so in the file: `order:` with the gears in yours,
and a `rationale:`.
",
};

pub fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    for train in &cx.analysis.trains {
        out.extend(judge(cx, train));
    }
}

fn judge(cx: &Context<'_>, train: &Train<'_>) -> Option<Finding> {
    let moved = train.out_of_order();
    let (first, rest) = moved.split_first()?;
    let gear = train.gears.get(*first)?;
    let start = gear.start?;
    let overtaken = overtaken(train, *first, &moved);
    let latest = overtaken.iter().filter_map(|other| other.start).max_by_key(|start| start.date.last);
    let earliest = overtaken.iter().filter_map(|other| other.start).min_by_key(|start| start.date.first);
    let is_early = overtaken.iter().any(|other| position(train, other) < *first);
    let (relation, target) = if is_early { ("before", latest?) } else { ("after", earliest?) };
    let names: Vec<String> = overtaken.iter().map(|other| other.kind.to_string()).collect();
    let days = days_between(start.date.first, target.date.first).abs();
    let by = match start.by {
        StartedBy::Itself => String::new(),
        StartedBy::Activity(index) | StartedBy::Practice(index) => cx
            .analysis
            .activities
            .get(index)
            .map(|activity| format!(", with the activity `{}`", activity.id()))
            .unwrap_or_default(),
    };
    let sooner = if is_early { "earlier" } else { "later" };
    let mut finding = RULE
        .at(start.span, format!("{}: {} starts {relation} {}", train.kind, gear.kind, and(&names)))
        .label(format!("{} starts {} {sooner}{by}", gear.kind, counted(days, "day", "days")));
    for other in &overtaken {
        if let Some(start) = other.start {
            finding = finding.also(start.span, format!("{} starts here", other.kind));
        }
    }
    for other in rest.iter().filter_map(|index| train.gears.get(*index)) {
        if let Some(start) = other.start {
            finding = finding.also(start.span, format!("{} is out of order, too", other.kind));
        }
    }
    let why = if train.is_custom {
        let order: Vec<&str> = train.gears.iter().map(|gear| gear.kind.key()).collect();
        format!("the `order:` of this purpose is {}", order.join(", "))
    } else {
        train.kind.why_this_order().to_owned()
    };
    let edge = if is_early { target.date.last } else { target.date.first };
    let way_out =
        if train.is_custom { "change `order:`" } else { "say why not: `order: […]` with a `rationale:`" };
    Some(finding.note(why).help(format!("start {} {} {edge}, or {way_out}", gear.kind, opposite(relation))))
}

fn opposite(relation: &str) -> &'static str {
    if relation == "before" { "after" } else { "before" }
}

fn position(train: &Train<'_>, gear: &TrainGear<'_>) -> usize {
    train.gears.iter().position(|other| other.kind == gear.kind).unwrap_or(0)
}

/// The gears that stay, and that this one starts on the wrong side of.
fn overtaken<'t, 'a>(train: &'t Train<'a>, index: usize, moved: &[usize]) -> Vec<&'t TrainGear<'a>> {
    let Some(start) = train.gears.get(index).and_then(|gear| gear.start) else { return Vec::new() };
    let wrong_side = |(other, gear): &(usize, &TrainGear<'_>)| {
        gear.left_out().is_none()
            && !moved.contains(other)
            && gear.start.is_some_and(|theirs| {
                (*other < index && start.date.surely_before(theirs.date))
                    || (*other > index && theirs.date.surely_before(start.date))
            })
    };
    let gears = train.gears.iter().enumerate();
    gears.filter(wrong_side).map(|(_, gear)| gear).collect()
}
