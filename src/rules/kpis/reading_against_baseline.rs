use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("reading-against-baseline", Group::Kpis, Level::Warning, Kind::Wrong)
    .summary("a KPI has a reading on the day of its baseline, with another figure")
    .checks("\
If a KPI is a level and its baseline has a `date:`, a reading of exactly this date has the same value as the baseline.
Sums and running totals are skipped: their baseline is what came in before.")
    .why("\
Progress is measured from the baseline. If the figure of that day is another one, all progress is off by the difference,
and in the meeting somebody has the other figure. **Source**: stratplan.")
    .example("\
kpis:
  visits:
-    baseline: { value: 9000, date: 2026-12-31 }
+    baseline: { value: 9400, date: 2026-12-31 }
    target: 20000
    readings: { 2026-12-31: 9400, 2027-03-31: 12100 }")
    .fix("Correct the one that is wrong. If the baseline is an average, date it by its stretch of time: `date: 2026-Q4`.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let levels =
        cx.strategy.kpis().filter(|(_, kpi)| kpi.counts() == Counts::Level && !kpi.counts.is_invalid());
    among(levels, "KPIs", "have two figures for the day of their baseline", |(id, kpi)| {
        let baseline = kpi.baseline.get()?;
        let (value, place) = baseline.value.placed()?;
        let (date, _) = baseline.date.placed()?;
        let reading = cx.readings.of(id.as_str()).iter().find(|reading| reading.date == *date)?;
        (reading.value != *value).then(|| {
            let read = reading.value;
            RULE.at(place.value, format!("the baseline of `{id}` on {date} is {value}, but the reading of that day is {read}"))
                .label("the baseline")
                .also(reading.value_at, "the reading")
                .note("progress is measured from the baseline, so all of it is off by the difference")
                .help(format!("correct the one that is wrong: write {read} as the baseline of `{id}`, or {value} as its reading of {date}"))
        })
    })
}
