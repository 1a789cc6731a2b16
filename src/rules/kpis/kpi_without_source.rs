use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("kpi-without-source", Group::Kpis, Level::Info, Kind::Missing)
    .summary("a KPI does not say where its figure comes from")
    .checks("Each KPI has a `source:`: the report, export or survey that its figure comes from.")
    .why("\
If only one person knows how to get the figure, it is gone when they are on vacation, and two tools seldom count
alike. Measurement should be transparent, consistent and valid. **Source**: barcelona.")
    .example("\
kpis:
-  visits: { unit: visits/month, readings: { 2027-03-31: 12100 } }
+  visits: { unit: visits/month, source: web analytics, readings: { 2027-03-31: 12100 } }")
    .fix("Add `source:` with the report or export, precise enough for a colleague to find it.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    among(cx.strategy.kpis(), "KPIs", ("have no source", "says where its figure comes from"), |(id, kpi)| {
        kpi.source.is_absent().then(|| {
            RULE.at(id.span, format!("`{id}` does not say where its figure comes from"))
                .label("where do you look it up?")
                .note("if only one person knows how to get the figure, it is gone when they are on vacation")
                .help("add `source:` with the report, export or survey it comes from, so that a colleague can find it")
                .absent("source")
        })
    })
}
