use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("since-unused", Group::Kpis, Level::Warning, Kind::Wrong)
    .summary("a KPI says since when it counts, but its readings are not added up")
    .checks("`since:` is used only with `counts: sum` or `counts: total`.")
    .why("\
`since:` is the first day that counts in a sum or a running total. A level has no such day: it starts at its baseline.
Somebody who writes `since:` probably expects the readings to be added up, and they are not. **Source**: stratplan.")
    .example("\
kpis:
  gifts:
    unit: EUR
-    since: 2027-04-01
+    counts: sum
+    since: 2027-04-01
    target: 40000
    readings: { 2027-04-30: 3100, 2027-05-31: 2800 }")
    .fix("\
Write `counts: sum` if each reading is what came in since the one before, or `counts: total` if it is the running total.
Otherwise remove `since:`, and write the day of the first value in the baseline: `baseline: { value: 9000, date:
2027-04-01 }`.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let kpis = cx.strategy.kpis().filter_map(|(id, kpi)| Some((id, kpi, kpi.since.key()?)));
    among(kpis, "KPIs with a `since:`", "count levels, which have no first day", |(id, kpi, since)| {
        let is_level = !kpi.counts.is_invalid() && kpi.counts() == Counts::Level;
        is_level.then(|| {
            RULE.at(since, format!("`{id}` counts since a day, but its readings are not added up"))
                .label("this has no effect on a level")
                .also_each(kpi.counts.place().map(|counts| (counts.value, "each reading is a level")))
                .note("a level starts at its baseline; only a sum or a running total has a first day that counts")
                .help("add `counts: sum` if each reading is what came in since the one before; otherwise remove `since:`")
        })
    })
}
