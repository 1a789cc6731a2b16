use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("target-equals-baseline", Group::Kpis, Level::Error, Kind::Wrong)
    .summary("a target equals its baseline")
    .checks("\
The target of a KPI differs from its baseline. A figure to keep has a bound instead: `at_least:`, `at_most:` or
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
        // The baseline of a sum is not its start.
        let kpi = (kpi.counts() == Counts::Level).then_some(kpi)?;
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
