use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("gate-without-direction", Group::Gears, Level::Error, Kind::Missing)
    .summary("nothing says whether the KPI of a gate should rise or fall to it")
    .checks("\
Each KPI of a gate has a direction: from its bound, from its start to its target, from its `change:`, or from its
baseline to the gate. Otherwise the gate says `at_least:` or `at_most:`.")
    .why("\
28 is good for minutes until an answer and bad for visits. Without a direction the gate is neither open nor closed, so
nothing says when the next gear can start. **Source**: four-gears.")
    .example("\
purposes:
  support:
    gears:
-      monetization: { start: 2027-01-04, spinning_at: { first-answer: 30 } }
+      monetization: { start: 2027-01-04, spinning_at: { first-answer: { at_most: 30 } } }
kpis:
  first-answer: { unit: minutes, readings: { 2027-01-31: 45 } }")
    .fix("Write the direction at the gate, `{ at_most: 30 }`, or give the KPI a baseline or a target.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let gates = cx.analysis.gears().filter_map(|(.., says, _)| says.spinning_at.get());
    let figures = gates.flat_map(|gate| gate.iter());
    let open = figures.filter_map(|(id, gate)| {
        let kpi = cx.analysis.kpis.get(id.as_str()).filter(|kpi| kpi.is_readable())?;
        let figure = gate.figure().filter(|_| gate.direction(kpi).is_none())?;
        let unit = kpi.unit.as_ref().map(|unit| format!(" {unit}")).unwrap_or_default();
        // At the baseline, a gate that opens in either direction would be open at once.
        let is_at_start = kpi.start.is_some_and(|start| start.value == Some(figure));
        let next = if is_at_start {
            format!("write the figure that `{id}` should rise or fall to from {figure}")
        } else {
            format!("write `{id}: {{ at_least: {figure} }}` or `{id}: {{ at_most: {figure} }}`")
        };
        Some(
            RULE.at(id.span, format!("nothing says whether `{id}` should rise or fall to {figure}{unit}"))
                .label("is more better, or less?")
                .also_each(cx.strategy.kpis.get().and_then(|kpis| kpis.declaration(id.as_str())).map(|kpi| {
                    (kpi.span, "it has no target, and no baseline on one side of the gate".to_owned())
                }))
                .note("without a direction the gate is neither open nor closed")
                .help(next)
                .absent("at_least"),
        )
    });
    open.collect()
}
