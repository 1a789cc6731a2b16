use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("last-year-missing", Group::Kpis, Level::Warning, Kind::Missing)
    .summary("a plan has the shape of last year, whose readings are missing")
    .checks("\
A KPI with `path: last_year` has readings from a year before its start to a year before the day of its target.")
    .why("\
Without last year's readings there is no shape, so the plan is a straight line, and a season looks like a failure.
**Source**: stratplan.")
    .example("\
kpis:
  orders:
    counts: sum
    target: 1200
    cadence: quarterly
-    path: last_year
-    readings: { 2027-03-31: 130 }
+    path: last_year
+    readings: { 2026-03-31: 100, 2026-06-30: 500, 2026-09-30: 200, 2026-12-31: 200, 2027-03-31: 130 }")
    .fix("Add last year's readings, or describe the season with `milestones:` instead of `path:`.");

pub fn check(cx: &Context<'_>) -> impl Iterator<Item = Finding> {
    cx.strategy.kpis().filter_map(|(id, kpi)| {
        let (_, place) = kpi.path.placed()?;
        let is_missing = cx.analysis.known.readings && cx.analysis.kpis.get(id.as_str())?.lacks_last_year;
        is_missing.then(|| {
            RULE.at(place.value, format!("the plan of `{id}` follows last year, whose readings are missing"))
                .label("there is no shape to follow")
                .note("the plan is a straight line instead")
                .help(
                    "add last year's readings, or describe the season with `milestones:` instead of `path:`",
                )
        })
    })
}
