use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("vanity-metric", Group::Kpis, Level::Warning, Kind::Wrong)
    .summary("every KPI of a goal measures input, activity or output")
    .checks("\
At least one KPI of each goal measures what people think, do or change afterwards: `measures: outtake`, `outcome` or
`impact`. Nothing is reported unless every KPI of the goal says what it `measures:`.")
    .why("\
Followers, impressions and posts can all go up while nothing changes for the business. Outcomes are to be measured,
not only outputs. **Source**: barcelona.")
    .example("\
goals:
-  eye-tests: { statement: Fill 900 eye tests a month by the end of 2027, kpis: [followers, posts] }
+  eye-tests: { statement: Fill 900 eye tests a month by the end of 2027, kpis: [followers, booked-tests] }
kpis:
  followers: { unit: followers, measures: output }
-  posts: { unit: posts/month, measures: activity }
+  booked-tests: { unit: tests/month, measures: impact }")
    .fix("\
Add a KPI for what people did afterwards: an appointment, an order, a solved question, a changed mind. If reach itself
is the goal, say so: `# stratplan: allow(vanity-metric) the grant pays for reach`.");

pub fn check(cx: &Context<'_>, out: &mut Vec<Finding>) {
    let goals = cx.analysis.goals.iter();
    let goals = goals.filter(|goal| goal.goal.kpis.get().is_some_and(|kpis| !kpis.is_empty()));
    out.extend(among(goals, "goals with a KPI", "have none that measures a result", |goal| {
        let id = goal.id;
        let kpis = without_results(cx, goal.goal)?;
        let message = match kpis.as_slice() {
            [(only, ..)] => format!("the only KPI of the goal `{id}`, `{only}`, does not measure a result"),
            _ => format!("no KPI of the goal `{id}` measures a result"),
        };
        let mut finding = RULE
            .at(id.span, message)
            .label("what do people do in the end?")
            .note("such figures can improve while nothing changes for the business")
            .help("add a KPI for what people did afterwards, such as orders, appointments or solved questions, with `measures: outcome`");
        for (kpi, measures, place) in kpis {
            finding = finding.also(place.value, format!("`{kpi}` counts {}", what(measures)));
        }
        Some(finding)
    }));
}

/// The KPIs of a goal, if there are any and none of them measures what people think, do or change.
fn without_results<'a>(cx: &Context<'a>, goal: &'a Goal) -> Option<Vec<(&'a str, Measures, Place)>> {
    let measured = goal.kpis.get()?.iter().map(|id| {
        let (measures, place) = cx.strategy.kpi(id.as_str())?.measures.placed()?;
        (*measures <= Measures::Output).then_some((id.as_str(), *measures, place))
    });
    measured.collect()
}

const fn what(measures: Measures) -> &'static str {
    match measures {
        Measures::Input => "what you put in",
        Measures::Activity => "what you do",
        _ => "what reaches people",
    }
}
