use crate::import::wants::{Mistake, mistakes};
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("source-not-importable", Group::Kpis, Level::Error, Kind::Wrong)
    .summary("a KPI names an export, but its figures cannot be taken from it")
    .checks("\
For each KPI with `source: { from: … }`:

- `take:` names a column, or the metric, of that export, by its English name.
- `by:` says how the figures of a stretch become one, and that means something: unique visitors of days, shares, levels
  and lifetime totals do not add up, and the last day alone is not what came in during a month.
- `where:` names columns of the export, and none with names of people or their texts.
- The unit of a share is `percent`, a unit in the name of the column, such as `Watch time (hours)`, is that of the KPI, and
  `counts:` fits `by:`.
- `cadence:` has stretches that begin on a certain day: daily, weekly, monthly, quarterly, every 6 months, yearly.")
    .why("\
`stratplan import` takes a figure only if it is certain what it means, and refuses all of them otherwise. Adding up what
does not add up gives a figure that looks right. **Source**: stratplan.")
    .example("\
kpis:
  visitors:
    unit: visitors/day
-    source: { from: linkedin-visitors, take: Total unique visitors (total), by: sum }
+    source: { from: linkedin-visitors, take: Total unique visitors (total), by: mean }")
    .fix("\
Follow the help. `stratplan import --describe FILE` lists what can be taken from a file. If no export has the figure,
say in words where it comes from: `source: web analytics`.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let kpis = cx.strategy.kpis();
    kpis.flat_map(|(id, kpi)| {
        mistakes(id.as_str(), kpi).into_iter().filter_map(move |mistake| finding(kpi, mistake))
    })
    .collect()
}

fn finding(kpi: &Kpi, mistake: Mistake) -> Option<Finding> {
    let (origin, place) = kpi.source.placed()?;
    let place = match mistake.key {
        "take" => origin.take.place(),
        "by" => origin.by.place(),
        "where" => origin.conditions.place(),
        "date" => origin.date.place(),
        "cadence" => kpi.cadence.place(),
        "unit" => kpi.unit.place(),
        _ => None,
    }
    .unwrap_or(place);
    Some(RULE.at(place.value, mistake.message).note(mistake.note).help(mistake.help))
}
