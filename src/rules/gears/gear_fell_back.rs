use crate::analysis::forecast::Direction;
use crate::analysis::gears::{GearSequence, State};
use crate::rules::prelude::*;

pub static RULE: Rule = Rule::new("gear-fell-back", Group::Gears, Level::Warning, Kind::Wrong)
    .timed()
    .summary("a gear had reached its gate, and has dropped below it")
    .checks("\
The latest reading of each KPI of a gate (`spinning_at:`) is still at the gate once the gate has been reached since the
gear started. A dip of up to 2 % of the gate is no news, and neither is one that is no larger than what the KPI usually
loses between two readings (the median, if it has lost something at least twice), or one that the plan has. Gears that
have not started are skipped.")
    .why("\
The next gear was started because this one was spinning. If it no longer is, the next one runs out of what drives it,
even if its own figures still look fine. **Source**: four-gears; the limit of 2 % is stratplan's own judgment.")
    .example("\
purposes:
  marketing:
    gears:
      acquisition: { start: 2027-01-15, spinning_at: { visits: 11000 } }
      engagement: 2027-03-01
kpis:
-  visits: { baseline: { value: 9000 }, target: 20000, readings: { 2027-02-28: 11200, 2027-03-31: 10100 } }
+  visits: { baseline: { value: 9000 }, target: 20000, readings: { 2027-02-28: 11200, 2027-03-31: 11900 } }")
    .fix("\
Find out what caused the drop before you put more into the gears after it. If the figure swings with the season, set
the gate lower, or measure it by another KPI.");

pub fn check(cx: &Context<'_>) -> impl Iterator<Item = Finding> {
    let gears = cx.analysis.gears().filter(|_| cx.analysis.known.readings);
    gears
        .filter(|(_, gear, ..)| gear.state == State::FellBack)
        .filter_map(|(sequence, gear, ..)| judge(cx, sequence, gear))
}

fn judge(cx: &Context<'_>, sequence: &GearSequence<'_>, gear: &SequenceGear<'_>) -> Option<Finding> {
    let gate = gear.gate.as_ref()?;
    let lost = gate.conditions.iter().find(|one| !one.is_reached)?;
    let (now, figure) = (lost.now?.0.normalize(), lost.figure().0.normalize());
    let name = cx.analysis.gear_name(sequence.kind, gear.kind);
    let since = lost.reached_on.map(|day| format!(" on {day}")).unwrap_or_default();
    let next = sequence.active().skip_while(|one| one.kind != gear.kind).nth(1);
    let next = next.filter(|next| next.state.is_running()).map(|next| next.kind);
    let (side, moved) = match lost.direction() {
        Direction::Rising => ("below", "dropped"),
        Direction::Falling => ("above", "rose"),
    };
    // In support, a later gear helps the one before it.
    let before = next.filter(|_| sequence.kind == PurposeKind::Marketing);
    let before = before.map(|next| format!(" before you put more into {next}")).unwrap_or_default();
    let help = format!("find out why `{}` {moved}, and bring it back to {figure}{before}", lost.kpi);
    let note = match next {
        Some(next) => format!("{next} was started because {} was spinning", gear.kind),
        None => "the next gear needs this one to spin".to_owned(),
    };
    let message = format!("{name} has fallen back: `{}` is at {now}, {side} its gate of {figure}", lost.kpi);
    Some(
        RULE.at(gate.place.value, message)
            .label(format!("reached{since}, and lost again"))
            .also_each(
                next.and_then(|next| sequence.find(next)?.start)
                    .map(|start| (start.span, "the next gear runs since here")),
            )
            .note(note)
            .help(help),
    )
}
