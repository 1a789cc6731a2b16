use crate::analysis::gears::{Gate, GearSequence};
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("gear-not-ready", Group::Gears, Level::Warning, Kind::Wrong)
    .timed()
    .summary("a gear has started, but the gear before it has never reached its gate")
    .checks("\
A gear does not start before the one before it has reached its gate (`spinning_at:`), if each KPI of the gate has a
reading. Reaching a gate once is enough. Monetization of marketing is left to `monetizing-too-fast`, and gears out of
order to `gear-out-of-order`. Ongoing activities without a start are skipped.")
    .why("\
A gate is a promise to yourself: we go on when this works. A gear that starts anyway has nothing to drive it, and its
figures will say that it does not work when it was only too early. **Source**: four-gears.")
    .example("\
purposes:
  marketing:
    gears:
      acquisition: { start: 2027-01-15, spinning_at: { visits: 11000 } }
      engagement: 2027-03-01
kpis:
-  visits: { baseline: { value: 9000 }, target: 20000, readings: { 2027-01-31: 9100, 2027-02-28: 9300 } }
+  visits: { baseline: { value: 9000 }, target: 20000, readings: { 2027-01-31: 9900, 2027-02-28: 11200 } }")
    .fix("\
Move the start to the day when the gate is forecast to be reached, or lower the gate and record what you learned under
`lessons:`. If the start could not wait, allow it: `# stratplan: allow(gear-not-ready) why it could not wait`.");

pub fn check(cx: &Context<'_>) -> impl Iterator<Item = Finding> {
    let known = cx.analysis.sequences.iter().filter(|sequence| sequence.is_order_known);
    known.flat_map(|sequence| sequence.active().filter_map(|gear| judge(cx, sequence, gear)))
}

fn judge(cx: &Context<'_>, sequence: &GearSequence<'_>, gear: &SequenceGear<'_>) -> Option<Finding> {
    let ahead = sequence.ahead_of(gear.kind)?;
    let start = gear.placed().filter(|start| !start.is_practice())?;
    let misplaced = sequence.out_of_order();
    let is_left_to_another_rule = (sequence.kind, gear.kind)
        == (PurposeKind::Marketing, GearKind::Monetization)
        || misplaced.contains(&gear.kind)
        || misplaced.contains(&ahead.kind);
    if is_left_to_another_rule || !gear.has_surely_started(cx.today) || !is_short_of_gate(cx, ahead) {
        return None;
    }
    let name = cx.analysis.gear_name(sequence.kind, gear.kind);
    let until = match ahead.gate.as_ref().and_then(|gate| gate.forecast().date()) {
        Some(day) => format!("{day}, when {} is forecast to reach its gate", ahead.kind),
        None => format!("{} reaches its gate", ahead.kind),
    };
    let finding = RULE
        .at(start.span, format!("{name} has started, but {} has not reached its gate yet", ahead.kind))
        .label(format!("{} started here", gear.kind))
        .help(format!(
            "pause {} until {until}, or lower the gate and record what you learned under `lessons:`",
            gear.kind
        ));
    Some(with_gate(finding, ahead))
}

/// True if a gear has a gate and readings for it, and they have never reached it.
pub(super) fn is_short_of_gate(cx: &Context<'_>, gear: &SequenceGear<'_>) -> bool {
    let was_reached = gear.gate.as_ref().and_then(Gate::was_reached);
    // A reading that could not be read could be the one that reached it.
    cx.analysis.known.readings && was_reached == Some(false)
}

/// Shows the gate of a gear and how far it is from being reached.
pub(super) fn with_gate(finding: Finding, gear: &SequenceGear<'_>) -> Finding {
    let Some(gate) = &gear.gate else { return finding };
    let open = gate.conditions.iter().filter(|one| !one.reached).filter_map(|one| {
        let (now, figure) = (one.now?.0.normalize(), one.figure.0.normalize());
        Some(format!("`{}` is at {now}, the gate is {figure}", one.kpi))
    });
    finding.also(gate.place.value, open.collect::<Vec<_>>().join("; ")).note(format!(
        "each gear is driven by the one before it, and {} is not running well enough yet",
        gear.kind
    ))
}
