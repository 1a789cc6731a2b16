use crate::analysis::alignment::Missing;
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("goal-without-kpi", Group::Goals, Level::Warning, Kind::Missing)
    .summary("the goal has no KPI")
    .checks("Each goal names at least one KPI in its `kpis:`. A goal with `not_now:` is skipped.")
    .why("\
Goals are set so that they can be measured. Without a KPI, nobody can say in the meeting whether the goal has been
reached, and the loudest opinion wins. **Source**: barcelona (the first of the Barcelona Principles).")
    .example("\
goals:
-  saturday-orders: Forty cake orders each Saturday by the end of June
+  saturday-orders: { statement: Forty cake orders each Saturday by the end of June, kpis: saturday-cakes }
+kpis:
+  saturday-cakes: { unit: cakes/week, measures: outcome, source: the order book }")
    .fix("Declare a KPI and name it in the goal's `kpis:`, or postpone it with `not_now: the reason`.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    among(&cx.analysis.goals, "goals", "have no KPI", |goal| {
        goal.missing.contains(&Missing::Kpi).then(|| {
            RULE.at(goal.id.span, format!("the goal `{}` has no KPI", goal.id))
                .label("nobody will be able to say how close this is")
                .note("goals are set so that they can be measured; without a KPI, the loudest opinion decides whether the goal was met")
                .help(format!("declare a KPI{} under `kpis:`, add its baseline and its target, and name it here: `kpis: its-id`", cx.unless_inherited(" (with an `owner:`)")))
                .absent("kpis")
        })
    })
}
