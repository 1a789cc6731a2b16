use crate::rules::prelude::*;
use crate::strategy::kpi::Baseline;

pub static RULE: Rule = Rule::new("kpi-without-baseline", Group::Kpis, Level::Info, Kind::Missing)
    .summary("a KPI with a target has no baseline, so its progress is unknown")
    .checks("\
Each KPI with a value to reach also has a `baseline:`. A bound, a sum and a running total need none, and `baseline: {
due: 2027-03-31 }` says by when it will be known.")
    .why("\
Progress is the share of the distance from baseline to target. Without a baseline there is no progress and no pace,
and not even a direction: should the figure rise or fall? **Source**: smart.")
    .example("\
kpis:
-  visits: { unit: visits/month, target: { value: 20000, date: 2027-12-31 } }
+  visits: { unit: visits/month, baseline: { value: 9000, date: 2026-12-31 }, target: { value: 20000, date: 2027-12-31 } }")
    .fix("\
Look up what the figure was when the strategy began: `baseline: { value: 9000, date: 2026-12-31 }`. What did not exist
before starts at 0. If it was never counted, use the first reading.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let kpis = cx.strategy.kpis().filter_map(|(id, kpi)| Some((id, kpi, kpi.target.placed()?)));
    among(kpis, "KPIs with a target", "have no baseline", |(id, kpi, (target, place))| {
        let needs_one = target.change.is_set() || target.value.is_set() && kpi.counts() == Counts::Level;
        let is_due = |baseline: &Baseline| baseline.due.may_be(|due| due.last >= cx.today);
        let has_one = kpi.baseline.may_be(|baseline| !baseline.value.is_absent() || is_due(baseline));
        let first = cx.readings.of(id.as_str()).first().filter(|reading| reading.date.first <= cx.today);
        let baseline = match first {
            Some(first) => format!(
                "; if nobody knows, use the first reading: `baseline: {{ value: {}, date: {} }}`",
                first.value, first.date
            ),
            None => ": `baseline: { value: …, date: … }`, or 0 if there was nothing".to_owned(),
        };
        (needs_one && !has_one).then(|| {
            RULE.at(id.span, format!("`{id}` has a target but no baseline"))
                .label("where did it start?")
                .also(place.key, "where it should get to")
                .note("progress is the share of the distance from baseline to target, so it is unknown")
                .help(format!("add what it was when the strategy began{baseline}"))
                .absent("baseline")
        })
    })
}
