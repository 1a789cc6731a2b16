use crate::finding::{Finding, Group, Kind, Level, Rule};
use crate::rules::Context;

pub static RULE: Rule = Rule {
    name: "goal-unclaimed",
    group: Group::Goals,
    level: Level::Warning,
    kind: Kind::Missing,
    timed: false,
    since: "0.1.0",
    summary: "the strategy has two purposes, and neither lists the goal",
    options: &[],
    docs: "\
## What it checks
If both purposes, marketing and support, are declared, each goal is in the `goals:` of at least one of them. A single
purpose covers every goal, so nothing is reported then. A goal with `not_now:` is skipped.

## Why it matters
The purpose decides the order in which the gears start: marketing begins by drawing people in, support by answering
the people who are already there. A goal without a purpose has no such order. **Source**: four-gears.

## Example
This fails:
```yaml
goals:
  parts-leads: Generate 400 qualified parts leads a quarter by September
  service-cost: Cut the cost of a support contact from 11.50 to 8.00 USD by December
purposes:
  marketing: { goals: parts-leads }
  support: { gears: { monetization: 2027-01-15 } }
```
This passes:
```yaml
goals:
  parts-leads: Generate 400 qualified parts leads a quarter by September
  service-cost: Cut the cost of a support contact from 11.50 to 8.00 USD by December
purposes:
  marketing: { goals: parts-leads }
  support: { goals: service-cost, gears: { monetization: 2027-01-15 } }
```

## How to fix or allow it
Add the goal to the `goals:` of the purpose that should reach it, or of both. Postpone a goal with `not_now: the
reason`.
",
};

pub fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    let purposes: Vec<_> = cx.strategy.purposes().collect();
    let known =
        cx.analysis.known.purposes && purposes.iter().all(|(_, purpose, _)| !purpose.goals.is_invalid());
    if !known || purposes.len() < 2 {
        return;
    }
    let goals = &cx.analysis.goals;
    for goal in goals.iter().filter(|goal| goal.purposes.is_empty()) {
        let mut finding = RULE
            .at(goal.id.span, format!("neither marketing nor support claims the goal `{}`", goal.id))
            .label("it belongs to no purpose, so no order of gears leads to it")
            .note("marketing begins by drawing people in, support by answering those who are there: the purpose decides what comes first")
            .help("name it in the `goals:` of the purpose that is to reach it; it may stand in both")
            .among(goals.len(), "goals", "are claimed by neither marketing nor support");
        for (kind, purpose, place) in &purposes {
            let (at, says) = match purpose.goals.key() {
                Some(key) => (key, "claims other goals"),
                None => (place.key, "claims no goal"),
            };
            finding = finding.also(at, format!("{kind} {says}"));
        }
        out.push(finding);
    }
}
