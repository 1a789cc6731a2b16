use rust_decimal::Decimal;

use crate::rules::prelude::*;
use crate::words::figures::plain;
use crate::words::units::{counts_time, is_percent, is_rate};

pub static RULE: Rule = Rule::new("readings-look-like-amounts", Group::Kpis, Level::Info, Kind::Wrong)
    .summary("readings that start at 0 and do not rise look like what came in each time")
    .checks("\
The KPI does not say what it `counts:`, it starts at 0, its target is at least three times as large as the largest of its
three or more readings, and the latest reading is not above the first. Rates, percentages and times are skipped.")
    .why("\
A KPI is a level unless it says otherwise. If each reading is what came in since the one before, a plan that is kept
exactly is reported as far behind. **Source**: stratplan.")
    .example("\
kpis:
  parts-orders:
    unit: orders
+    counts: sum
    baseline: { value: 0, date: 2026-12-31 }
    target: { value: 1200, date: 2027-12-31 }
    readings: { 2027-01-31: 104, 2027-02-28: 96, 2027-03-31: 101 }")
    .fix("\
Write `counts: sum` if each reading is what came in since the one before. Write `counts: level` if it is a level.");

const LEAST_READINGS: usize = 3;
/// How far the target is above the readings.
const FAR: Decimal = Decimal::from_parts(3, 0, 0, false, 0);

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    among(cx.strategy.kpis(), "KPIs", "have readings that look like amounts", |(id, kpi)| {
        let judged = cx.analysis.kpis.get(id.as_str()).filter(|_| kpi.counts.is_absent())?;
        let skips = |unit: &String| is_rate(unit) || is_percent(unit) || counts_time(unit);
        if kpi.unit.may_be(skips) || !judged.start?.value?.0.is_zero() {
            return None;
        }
        let target = judged.target.as_ref()?.value?.0;
        let readings: Vec<_> =
            cx.readings.of(id.as_str()).iter().filter(|one| one.date.last <= cx.today).collect();
        let [first, .., last] = readings.as_slice() else { return None };
        let largest = readings.iter().map(|one| one.value.0).max()?;
        let looks_so = readings.len() >= LEAST_READINGS
            && readings.iter().all(|one| one.value.0 > Decimal::ZERO)
            && last.value.0 <= first.value.0
            && largest.checked_mul(FAR)? <= target;
        let values: Vec<String> =
            readings.iter().rev().take(LEAST_READINGS).rev().map(|one| plain(one.value.0)).collect();
        looks_so.then(|| {
            RULE.at(
                last.value_at,
                format!("the readings of `{id}` do not rise toward {}: {}", plain(target), and(&values)),
            )
            .label("a level, or what came in since the reading before?")
            .note("a KPI that does not say what it counts is a level: amounts that come in look like a standstill")
            .help(format!("if each reading is what came in since the one before, add `counts: sum` to `{id}`; if it is a level, add `counts: level`"))
        })
    })
}
