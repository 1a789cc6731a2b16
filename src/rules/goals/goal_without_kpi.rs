//! A goal that nothing measures.

use crate::analysis::alignment::Missing;
use crate::finding::{Finding, Group, Kind, Level, Rule};
use crate::rules::Context;

pub static RULE: Rule = Rule {
    name: "goal-without-kpi",
    group: Group::Goals,
    level: Level::Warning,
    kind: Kind::Missing,
    timed: false,
    since: "0.1.0",
    summary: "nothing measures the goal",
    options: &[],
    docs: "\
## What it checks
Each goal names at least one KPI in its `kpis:`. A goal with `not_now:` and its reason is left alone.

## Why it matters
Goals are set so that they can be measured. Without a figure nobody can say at the meeting whether the goal is near,
far or lost, and the loudest opinion decides. **Source**: barcelona (the first of the Barcelona Principles).

## Example
This fails:
```yaml
goals:
  saturday-orders: Forty cake orders each Saturday by the end of June
```
This passes:
```yaml
goals:
  saturday-orders: { statement: Forty cake orders each Saturday by the end of June, kpis: saturday-cakes }
kpis:
  saturday-cakes: { unit: cakes/week, measures: outcome, source: the order book }
```

## How to fix or allow it
Declare a KPI under `kpis:` and name it in the goal's `kpis:`. A goal that is put off says so with
`not_now: the reason`.
",
};

pub fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    let goals = &cx.analysis.goals;
    for goal in goals.iter().filter(|goal| goal.missing.contains(&Missing::Kpi)) {
        out.push(
            RULE.at(goal.id.span, format!("nothing measures the goal `{}`", goal.id))
                .label("nobody will be able to say how near this is")
                .note("a goal is set so that it can be measured; without a figure the loudest opinion decides whether it was met")
                .help("declare the figure that tells under `kpis:`, with where it stands and where it is to be, and name it here: `kpis: its-id`")
                .absent("kpis")
                .among(goals.len(), "goals", "are measured by nothing"),
        );
    }
}
