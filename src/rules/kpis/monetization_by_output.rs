use crate::rules::kpis::vanity_metric::what_it_counts;
use crate::rules::prelude::*;
use crate::words::units::counts_time;

pub static RULE: Rule = Rule::new("monetization-by-output", Group::Kpis, Level::Warning, Kind::Wrong)
    .summary("every KPI of a monetization gear measures input, activity or output")
    .checks("\
At least one KPI of each monetization gear measures what people think, do or change: `measures: outtake`, `outcome` or
`impact`. Nothing is reported unless every KPI of the gear says what it `measures:`. Gears with `not_now:` are skipped, and for
the purpose support also gears with a KPI in a unit of time, because quicker answers are what support is for.")
    .why("\
Monetization is the gear in which the organization gets its value: orders, leads, or in support a lower cost of service.
Posts, visits and impressions are what it puts in. **Source**: four-gears, barcelona.")
    .example("\
purposes:
  marketing:
    gears:
-      monetization: { start: 2027-07-01, kpis: offer-posts }
+      monetization: { start: 2027-07-01, kpis: [offer-posts, cake-orders] }
kpis:
  offer-posts: { unit: posts/month, measures: output }
+  cake-orders: { unit: orders/week, measures: outcome }")
    .fix("\
Add a KPI for the value that the organization gets, such as orders, qualified leads or the cost of a contact. If a KPI
counts that already, correct its `measures:`.");

pub fn check(cx: &Context<'_>) -> impl Iterator<Item = Finding> {
    let gears = cx.analysis.gears().filter(|(_, gear, ..)| gear.kind == GearKind::Monetization);
    gears.filter_map(|(sequence, gear, says, at)| {
        let is_time = |kpi: &str| {
            let unit = cx.strategy.kpi(kpi).map(|kpi| &kpi.unit);
            unit.is_some_and(|unit| unit.may_be(|unit| counts_time(unit)))
        };
        if sequence.kind == PurposeKind::Support && gear.kpis.iter().any(|kpi| is_time(kpi)) {
            return None;
        }
        let kpis = cx.without_result(gear.kpis.iter().copied())?;
        let name = cx.analysis.gear_name(sequence.kind, gear.kind);
        let message = match kpis.as_slice() {
            [(only, ..)] => format!("the only KPI of {name}, `{only}`, does not measure what it brings in"),
            _ => format!("no KPI of {name} measures what it brings in"),
        };
        let counts = kpis.into_iter().map(|(kpi, measures, place)| (place.value, format!("`{kpi}` counts {}", what_it_counts(measures))));
        let value = match sequence.kind {
            PurposeKind::Marketing => "such as orders, sales or qualified leads",
            PurposeKind::Support => "such as the cost of a contact or calls that need not be made",
        };
        Some(
            RULE.at(says.kpis.key().unwrap_or(at.key), message)
                .label("what does the organization get in the end?")
                .also_each(counts)
                .note("such figures can improve while the organization gets nothing")
                .help(format!("add a KPI for the value that the organization gets, {value}, with `measures: outcome` or `impact`")),
        )
    })
}
