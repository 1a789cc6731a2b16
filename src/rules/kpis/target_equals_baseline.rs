use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("target-equals-baseline", Group::Kpis, Level::Error, Kind::Wrong)
    .summary("a target equals its baseline, and there is no tolerance")
    .checks("\
The target of a KPI differs from its baseline, or a `tolerance:` says how far the figure can move.")
    .why("\
Between two equal figures there is no distance, so progress would be a division by zero and the KPI could never be met
or missed. Usually one of the two was copied from the other. **Source**: smart.")
    .example("\
kpis:
-  satisfaction: { unit: percent, baseline: { value: 86, date: 2026-12-31 }, target: { value: 86, date: 2027-12-31 } }
+  satisfaction:
+    unit: percent
+    baseline: { value: 86, date: 2026-12-31 }
+    target: { value: 86, date: 2027-12-31 }
+    tolerance: 2")
    .fix("Correct the one that is wrong, or say that it should stay: `tolerance: 2`, in the KPI's unit.");

pub fn check(cx: &Context<'_>) -> impl Iterator<Item = Finding> {
    let kpis = cx.strategy.kpis().filter(|(_, kpi)| kpi.tolerance.is_absent());
    kpis.filter_map(|(id, kpi)| {
        let (from, from_place) = kpi.baseline.get()?.value.placed()?;
        let (to, to_place) = kpi.target.get()?.value.placed()?;
        let unit = kpi.unit.get().map(|unit| format!(", in {unit}")).unwrap_or_default();
        (from.0 == to.0).then(|| {
            RULE.at(to_place.value, format!("the target of `{id}` is the same as its baseline: {to}"))
                .label("the target")
                .also(from_place.value, "the baseline")
                .note("between two equal figures there is no progress, so the KPI could never be met or missed")
                .help(format!("correct the one that is wrong; if the figure should stay where it is, add `tolerance:` with how far it can move{unit}"))
        })
    })
}
