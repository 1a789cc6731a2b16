use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("target-equals-baseline", Group::Kpis, Level::Error, Kind::Wrong)
    .summary("a target equals its baseline")
    .checks("\
The target of a KPI differs from its baseline; that of a sum or a running total, which begin with 0, is not 0. A figure to keep has a bound instead: `at_least:`, `at_most:` or
`between:`.")
    .why("\
Between two equal figures there is no distance, so progress would be a division by zero and the KPI could never be met
or missed. Usually one of the two was copied from the other. **Source**: smart.")
    .example("\
kpis:
-  satisfaction: { unit: percent, baseline: { value: 86, date: 2026-12-31 }, target: { value: 86, date: 2027-12-31 } }
+  satisfaction: { unit: percent, baseline: { value: 86, date: 2026-12-31 }, target: { at_least: 86 } }")
    .fix("\
Correct the one that is wrong. If the figure should stay where it is, write the bound that it should keep: `{ at_least:
86 }`, `{ at_most: 90 }` or `{ between: [84, 88] }`.");

pub fn check(cx: &Context<'_>) -> impl Iterator<Item = Finding> {
    cx.strategy.kpis().filter_map(|(id, kpi)| {
        // The baseline of a sum is not its start, which is 0.
        if kpi.counts() != Counts::Level {
            return starts_there(id, kpi);
        }
        let (from, from_place) = kpi.baseline.get()?.value.placed()?;
        let (to, to_place) = kpi.target.get()?.value.placed()?;
        (from.0 == to.0).then(|| {
            RULE.at(to_place.value, format!("the target of `{id}` is the same as its baseline: {to}"))
                .label("the target")
                .also(from_place.value, "the baseline")
                .note("between two equal figures there is no progress, so the KPI could never be met or missed")
                .help(format!("correct the one that is wrong; if the figure should stay where it is, write a bound: `target: {{ at_least: {to} }}` or `target: {{ at_most: {to} }}`"))
        })
    })
}

/// A sum that is to stay at 0.
fn starts_there(id: &Id, kpi: &Kpi) -> Option<Finding> {
    let (to, place) = kpi.target.get()?.value.placed()?;
    to.0.is_zero().then(|| {
        RULE.at(place.value, format!("the target of `{id}` is 0, where it begins"))
            .label("the target")
            .also_each(kpi.counts.place().map(|counts| (counts.value, "it begins with 0")))
            .note("what comes in can only add to 0, so the KPI could never be met or missed")
            .help("if nothing is meant to come in, write a bound: `target: { at_most: 0 }`; otherwise correct the target")
    })
}
