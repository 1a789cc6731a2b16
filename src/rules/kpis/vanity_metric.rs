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

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let goals = cx.analysis.goals.iter();
    let goals = goals.filter(|goal| goal.goal.kpis.get().is_some_and(|kpis| !kpis.is_empty()));
    among(goals, "goals with a KPI", "have none that measures a result", |goal| {
        let id = goal.id;
        let kpis = cx.without_result(goal.goal.kpis.ids().map(Id::as_str))?;
        let message = match kpis.as_slice() {
            [(only, ..)] => format!("the only KPI of the goal `{id}`, `{only}`, does not measure a result"),
            _ => format!("no KPI of the goal `{id}` measures a result"),
        };
        let counts = |(kpi, measures, place): (&str, Measures, Place)| {
            let what = match measures {
                Measures::Input => "what you put in",
                Measures::Activity => "what you do",
                _ => "what reaches people",
            };
            (place.value, format!("`{kpi}` counts {what}"))
        };
        Some(
            RULE.at(id.span, message)
                .label("what do people do in the end?")
                .also_each(kpis.into_iter().map(counts))
                .note("such figures can improve while nothing changes for the business")
                .help(format!("add to its `kpis:` one{} for what people did afterwards, such as orders, appointments or solved questions; it needs `measures: outcome` and a `target:`", cx.unless_inherited(" (with an `owner:`)"))),
        )
    })
}
