//! A goal that neither of two purposes claims.

use crate::finding::{Finding, Group, Kind, Level, Rule};
use crate::rules::Context;

pub static RULE: Rule = Rule {
    name: "goal-unclaimed",
    group: Group::Goals,
    level: Level::Warning,
    kind: Kind::Missing,
    timed: false,
    since: "0.1.0",
    summary: "two purposes are declared and neither claims the goal",
    options: &[],
    docs: "\
## What it checks
Where both purposes, marketing and support, are declared, each goal stands in the `goals:` of at least one of them. A
single purpose claims every goal, so nothing is said there. A goal with `not_now:` and its reason is left alone.

## Why it matters
The purpose decides in which order the gears are started: marketing begins by drawing people in, support by answering
those who are there. A goal that belongs to neither has no order to be reached in. **Source**: four-gears.

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
Add the goal to the `goals:` of the purpose that is to reach it; it may stand in both. A goal that is put off says so
with `not_now: the reason`.
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
