use crate::finding::{Finding, Group, Kind, Level, Rule};
use crate::rules::Context;

pub static RULE: Rule = Rule {
    name: "objective-without-goal",
    group: Group::Goals,
    level: Level::Warning,
    kind: Kind::Wrong,
    timed: false,
    since: "0.1.0",
    summary: "the marketing objective serves no business goal",
    options: &[],
    docs: "\
## What it checks
Each objective of the marketing strategy names at least one business goal in its `goals:`. If the strategy has no
goals at all, `no-goals` reports that instead.

## Why it matters
Objectives connect social media to what the business wants. If an objective has no goal, the activities that serve it
look aligned but are not. **Source**: four-pillars.

## Example
This fails:
```yaml
goals:
  parts-leads: Generate 400 qualified parts leads a quarter by September
marketing_strategy:
  objectives:
    parts-demand: { statement: Grow parts demand in North American fleets }
```
This passes:
```yaml
goals:
  parts-leads: Generate 400 qualified parts leads a quarter by September
marketing_strategy:
  objectives:
    parts-demand: { statement: Grow parts demand in North American fleets, goals: parts-leads }
```

## How to fix or allow it
Add `goals:` with the business goal that the objective serves, or remove the objective from this file if it does not
concern social media.
",
};

pub fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    let marketing = cx.strategy.marketing_strategy.get();
    let Some(objectives) = marketing.and_then(|marketing| marketing.objectives.get()) else { return };
    if cx.strategy.goals().next().is_none() {
        return;
    }
    for (id, objective) in objectives.iter() {
        let goals = &objective.goals;
        if goals.get().map_or(!goals.is_absent(), |goals| !goals.is_empty()) {
            continue;
        }
        let serving = cx.analysis.live_activities().filter(|activity| {
            let mut named = activity.activity().objectives.get().into_iter().flat_map(|named| named.iter());
            named.any(|objective| objective == id)
        });
        let mut finding = RULE
            .at(id.span, format!("the objective `{id}` leads to no business goal"))
            .label("marketing wants this; nothing says what the business gets from it")
            .note("objectives are the step between what the business wants and what social does; here the chain breaks")
            .help("add `goals:` with the business goal that it leads to, or take it out if it does not concern social")
            .absent("goals")
            .among(objectives.len(), "objectives", "lead to no business goal");
        if let Some(activity) = serving.take(1).next() {
            finding = finding.also(activity.used.id.span, "serves this objective");
        }
        out.push(finding);
    }
}
