use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("kpi-without-target", Group::Kpis, Level::Warning, Kind::Missing)
    .summary("a KPI of a goal has no target, so its gap is unknown")
    .checks("Each KPI of a goal has a `target:`, except for goals with `not_now:`.")
    .why("\
A goal is measurable once it says how much by when. Without a target there is no gap, no pace and no forecast, and any
figure can be called a success. **Source**: smart.")
    .example("\
goals:
  parts-leads: { statement: Generate 400 qualified parts leads a quarter, kpis: qualified-leads }
kpis:
-  qualified-leads: { unit: leads/quarter, baseline: { value: 120, date: 2026-12-31 } }
+  qualified-leads:
+    unit: leads/quarter
+    baseline: { value: 120, date: 2026-12-31 }
+    target: { value: 400, date: 2027-09-30 }")
    .fix("\
Write how much by when: `target: { value: 400, date: 2027-09-30 }`. For a figure that should stay where it is, write the
bound that it should keep: `target: { at_least: 85 }`. If you first need to find out what is normal, say so: `target: {
not_now: we measure for a quarter first }`.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let of_goals = cx.analysis.kpis_of_goals();
    let end = cx.analysis.period.map(|period| period.end).filter(|end| *end > cx.today);
    let by = end.map_or_else(|| "…".to_owned(), |end| end.to_string());
    let kpis = cx.strategy.kpis().filter(|(id, _)| of_goals.contains(id.as_str()));
    among(kpis, "KPIs of goals", "have no target", |(id, kpi)| {
        let unit = kpi.unit.get().map(|unit| format!(" (in {unit})")).unwrap_or_default();
        (kpi.target.is_absent() && kpi.targets.is_absent()).then(|| {
            let goals = cx.analysis.goals_measured_by(id.as_str());
            RULE.at(id.span, format!("`{id}` measures a goal but has no target"))
                .label("how much should it be, and by when?")
                .also_each(goals.map(|(goal, named)| (named.span, format!("measures the goal `{}`", goal.id))))
                .note("without a target nobody can tell how far away the goal is, or when it is met")
                .help(format!("add `target: {{ value: …, date: {by} }}`{unit}; to keep the figure where it is, write its bound: `target: {{ at_least: … }}`"))
                .absent("target")
        })
    })
}
