use crate::decode::field::Place;
use crate::finding::{Finding, Group, Kind, Level, Rule};
use crate::rules::Context;
use crate::strategy::goal::Goal;
use crate::strategy::kpi::Measures;

pub static RULE: Rule = Rule {
    name: "vanity-metric",
    group: Group::Kpis,
    level: Level::Warning,
    kind: Kind::Wrong,
    timed: false,
    since: "0.1.0",
    summary: "every KPI of a goal measures input, activity or output",
    options: &[],
    docs: "\
## What it checks
At least one KPI of each goal measures what people think, do or change afterwards: `measures: outtake`, `outcome` or
`impact`. KPIs that measure `input`, `activity` or `output` are fine in addition. Nothing is reported unless every KPI
of the goal says what it `measures:`.

## Why it matters
Followers, impressions and posts can all go up while nothing changes for the business. Outcomes are to be measured,
not only outputs. **Source**: barcelona.

## Example
This fails:
```yaml
goals:
  eye-tests: { statement: Fill 900 eye tests a month by the end of 2027, kpis: [followers, posts] }
kpis:
  followers: { unit: followers, measures: output }
  posts: { unit: posts/month, measures: activity }
```
This passes:
```yaml
goals:
  eye-tests: { statement: Fill 900 eye tests a month by the end of 2027, kpis: [followers, booked-tests] }
kpis:
  followers: { unit: followers, measures: output }
  booked-tests: { unit: tests/month, measures: impact }
```

## How to fix or allow it
Add a KPI for what people did afterwards: an appointment, an order, a solved question, a changed mind. If reach itself
is the goal, say so: `# stratplan: allow(vanity-metric) the grant pays for reach`.
",
};

pub fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    let goals = &cx.analysis.goals;
    let measured =
        goals.iter().filter(|goal| goal.goal.kpis.get().is_some_and(|kpis| !kpis.is_empty())).count();
    for goal in goals {
        let Some(kpis) = short_of_people(cx, goal.goal) else { continue };
        let id = goal.id;
        let message = match kpis.as_slice() {
            [(only, ..)] => {
                format!("`{only}` alone measures the goal `{id}`, and says nothing of what comes of it")
            }
            _ => format!("no KPI of the goal `{id}` measures what comes of it"),
        };
        let mut finding = RULE.at(id.span, message).label("what do people do in the end?");
        for (kpi, measures, place) in kpis {
            finding = finding.also(place.value, format!("`{kpi}` counts {}", what(measures)));
        }
        out.push(
            finding
                .note("such figures can improve while nothing changes for the business")
                .help("add a KPI of what people did afterwards, such as orders, appointments or solved questions, with `measures: outcome`")
                .among(measured, "goals with a KPI", "have none that measures what comes of it"),
        );
    }
}

/// The KPIs of a goal, if there are some and each is known to stop short of people.
fn short_of_people<'a>(cx: &Context<'a>, goal: &'a Goal) -> Option<Vec<(&'a str, Measures, Place)>> {
    let ids = goal.kpis.get().filter(|ids| !ids.is_empty())?;
    let measured = ids.iter().map(|id| {
        let (measures, place) = cx.strategy.kpi(id.as_str())?.measures.placed()?;
        (*measures <= Measures::Output).then_some((id.as_str(), *measures, place))
    });
    measured.collect()
}

const fn what(measures: Measures) -> &'static str {
    match measures {
        Measures::Input => "what is put in",
        Measures::Activity => "what is done",
        _ => "what reaches people",
    }
}
