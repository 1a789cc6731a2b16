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
    summary: "the goal has no KPI",
    options: &[],
    docs: "\
## What it checks
Each goal names at least one KPI in its `kpis:`. A goal with `not_now:` is skipped.

## Why it matters
Goals are set so that they can be measured. Without a KPI, nobody can say in the meeting whether the goal has been
reached, and the loudest opinion wins. **Source**: barcelona (the first of the Barcelona Principles).

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
Declare a KPI under `kpis:` and name it in the goal's `kpis:`. Postpone a goal with `not_now: the reason`.
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
