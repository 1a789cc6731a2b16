use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("baseline-of-another-length", Group::Kpis, Level::Error, Kind::Wrong)
    .summary("the target of a sum is a change of what came in over a longer or shorter time")
    .checks("\
If the target of a sum or a running total is a `change:`, the stretch of time in the `date:` of its baseline is as long as
the one from `since:`, or the start of the period, to the target's day. It may be longer or shorter by an eighth, so that
February can be compared with March. A baseline without a `date:`, or with an exact day, is taken to be as long.")
    .why("\
Ten percent more than a quarter is not a target for a year. Four times a quarter is only a guess, since few quarters
are alike. Until the two are of the same length, the KPI has no baseline. **Source**: stratplan.")
    .example("\
kpis:
  leads:
    unit: leads
    counts: sum
-    baseline: { value: 300, date: 2026-Q4 }
+    baseline: { value: 1100, date: 2026 }
    target: { change: +10% }")
    .fix("Write what came in over an earlier stretch of the same length, or the value to reach: `target: 1200`.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    among(
        cx.strategy.kpis(),
        "KPIs",
        "have a baseline and a target for different lengths of time",
        |(id, kpi)| {
            let (change, place) = kpi.target.get()?.change.placed()?;
            let baseline = kpi.baseline.get()?;
            let (date, _) = baseline.date.placed()?;
            let judged = cx.analysis.kpis.get(id.as_str())?;
            judged.before.as_ref().filter(|before| !before.is_as_long)?;
            let first = judged.start?.date?.tomorrow().ok()?;
            let last = judged.target?.date?;
            let (had, has) =
                (days(days_between(date.first, date.last) + 1), days(days_between(first, last) + 1));
            Some(
            RULE.at(place.value, format!("`{id}` should be {change} from {first} to {last}, compared with {date}, which is not as long"))
                .label(format!("a change for {has}"))
                .also(baseline.value.span()?, format!("what came in over {had}"))
                .note("what comes in over a longer time is more, so the two cannot be compared")
                .help(format!("write what came in over an earlier stretch of {has}, or the value to reach: `target: {{ value: … }}`")),
        )
        },
    )
}
