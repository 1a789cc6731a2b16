use crate::rules::prelude::*;
use crate::strategy::target::Change;

pub static RULE: Rule = Rule::new("change-from-nothing", Group::Kpis, Level::Error, Kind::Wrong)
    .summary("a target is a percentage or a multiple of a baseline that is 0 or negative")
    .checks("A target with `change:` in percent or as a multiple, such as `x2`, has a baseline above 0.")
    .why("\
Ten percent more than nothing is nothing, and ten percent more than −20 can be −18 or −22. **Source**: smart.")
    .example("\
kpis:
-  referrals: { unit: referrals/month, baseline: 0, target: { change: +10% } }
+  referrals: { unit: referrals/month, baseline: 0, target: 40 }")
    .fix("Write the value to reach, or the change in the KPI's unit: `change: +40`.");

pub fn check(cx: &Context<'_>) -> impl Iterator<Item = Finding> {
    cx.strategy.kpis().filter_map(|(id, kpi)| {
        let (change, place) = kpi.target.get()?.change.placed()?;
        let (baseline, from) = kpi.baseline.get()?.value.placed()?;
        let is_unclear = matches!(change, Change::Percent(_) | Change::Times(_)) && change.of(baseline.0).is_none();
        is_unclear.then(|| {
            RULE.at(place.value, format!("`{id}` should change by {change}, but its baseline is {baseline}"))
                .label("how much is that?")
                .also(from.value, "the baseline")
                .note("a percentage or a multiple has a clear meaning only for a baseline above 0")
                .help("write the value to reach, `target: { value: … }`, or the change in the unit of the KPI, such as `+40`")
        })
    })
}
