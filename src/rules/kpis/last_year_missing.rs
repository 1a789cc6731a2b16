use jiff::civil::Date;

use crate::rules::prelude::*;
use crate::strategy::date::year_before;

pub static RULE: Rule = Rule::new("last-year-missing", Group::Kpis, Level::Warning, Kind::Missing)
    .summary("a plan has the shape of last year, whose readings are missing")
    .checks("\
A KPI with `path: last_year` has readings from a year before its start to a year before the day of its target. They can be
less frequent than this year's, such as one in each quarter; between two of them, the year went evenly.")
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
        let judged = cx.analysis.kpis.get(id.as_str())?;
        let is_missing = cx.analysis.known.readings && judged.lacks_last_year;
        let year = judged.start.and_then(|start| start.date).zip(judged.target?.date);
        let year = year.and_then(|(from, to)| Some((year_before(from)?, year_before(to)?)));
        let within = |(from, to): (Date, Date)| {
            let mut readings = cx.readings.of(id.as_str()).iter();
            readings.any(|one| from < one.date.last && one.date.last <= to)
        };
        let lack = match year.filter(|year| within(*year)) {
            Some((from, to)) => format!("do not reach from {from} to {to}"),
            None => "are missing".to_owned(),
        };
        is_missing.then(|| {
            RULE.at(place.value, format!("the plan of `{id}` follows last year, whose readings {lack}"))
                .label("there is no shape to follow")
                .note("the plan is a straight line instead")
                .help(
                    "add last year's readings, or describe the season with `milestones:` instead of `path:`",
                )
        })
    })
}
