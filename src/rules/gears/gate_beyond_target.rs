use crate::analysis::forecast::Direction;
use crate::analysis::gears::{Condition, Start};
use crate::analysis::kpi::Judgment;
use crate::rules::prelude::*;
use crate::strategy::number::Number;

pub static RULE: Rule = Rule::new("gate-beyond-target", Group::Gears, Level::Warning, Kind::Wrong)
    .summary("a gate asks for more than the target of its KPI")
    .checks("\
Each figure of a gate (`spinning_at:`) is reached by a KPI that goes as planned: at the latest at its target, or at a
milestone beyond it. A bound that is kept from the first day is only a limit, so a gate can ask for more, but not for
a figure on its other side. A gate that a reading has reached is not reported.")
    .why("\
The target is what you are trying for. If the gate is beyond it, everything can go to plan and the next gear still
never starts. **Source**: four-gears.")
    .example("\
purposes:
  marketing:
    gears:
-      acquisition: { start: 2027-01-15, spinning_at: { visits: 25000 } }
+      acquisition: { start: 2027-01-15, spinning_at: { visits: 11000 } }
      engagement: 2027-03-01
kpis:
  visits: { baseline: { value: 9000, date: 2026-12-31 }, target: 20000 }")
    .fix("\
Lower the gate, or raise the target if you do try for more. A gate is usually well before the target, because the next
gear starts before the year ends.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let gears = cx.analysis.gears().filter_map(|(sequence, gear, says, _)| {
        let gate = gear.gate.as_ref()?;
        let opens = sequence.active().last().is_some_and(|last| last.kind != gear.kind);
        let so = if opens {
            "the next gear still never starts"
        } else {
            "the gear still does not count as spinning"
        };
        let name = cx.analysis.gear_name(sequence.kind, gear.kind);
        let closed = gate.conditions.iter().filter(|one| !one.reached);
        let next = sequence.active().skip_while(|one| one.kind != gear.kind).nth(1);
        let next =
            next.and_then(|next| Some((next.kind, next.placed().filter(|start| !start.is_practice())?)));
        Some(closed.filter_map(move |one| {
            let id = says.spinning_at.get()?.declaration(&one.kpi)?;
            let finding = judge(cx, &name, one, id, next)?;
            Some(finding.note(format!("everything can go to plan, and {so}")))
        }))
    });
    gears.flatten().collect()
}

/// `opens` is the gear that waits for the gate, and its start.
fn judge(
    cx: &Context<'_>,
    gear: &str,
    gate: &Condition,
    id: &Id,
    opens: Option<(GearKind, Start)>,
) -> Option<Finding> {
    let (kpi, judged) = (cx.strategy.kpi(&gate.kpi)?, cx.analysis.kpis.get(&*gate.kpi)?);
    let target = judged.target?;
    let (direction, figure) = (gate.direction(), gate.figure());
    let best = furthest(judged, direction).filter(|best| !direction.has_reached(best.0, figure.0))?;
    let rises = direction == Direction::Rising;
    let is_backward = judged.is_rising().is_some_and(|is_rising| is_rising != rises);
    let is_farther = judged.planned.last().is_some_and(|last| last.value != best) && !is_backward;
    let (aim, label, place) = if is_farther {
        (format!("its plan goes only to {best}"), "the plan", kpi.milestones.span())
    } else {
        (format!("its target is {target}"), "the target", kpi.target.span().or(kpi.targets.span()))
    };
    // A gate that opens later would only make the next gear wait for it.
    let by = opens.and_then(|(next, start)| {
        let day = start.date.last;
        Some((judged.planned_by(day)?, format!("by {day}, when {next} starts")))
    });
    let (lower, less, raise, more) =
        if rises { ("lower", "less", "raise", "more") } else { ("raise", "more", "lower", "less") };
    // A gate at a figure that has been passed would be open at once.
    let way = if rises == is_backward { Direction::Falling } else { Direction::Rising };
    let passed = judged.furthest_read(way);
    let is_open = |figure: Number| passed.is_some_and(|passed| way.has_reached(passed.0, figure.0));
    let by = by.filter(|(planned, _)| !is_open(*planned));
    let next = match (is_backward, &by) {
        (true, by) => {
            let bound = if rises { "at_most" } else { "at_least" };
            let by =
                by.as_ref().map(|(planned, by)| format!(", such as {planned}, which its plan gets to {by}"));
            format!(
                "write the gate as `{bound}:`, with a figure on the way to the target{}",
                by.unwrap_or_default()
            )
        }
        (false, Some((planned, by))) => format!(
            "{lower} the gate to {planned} or {less}, which its plan gets to {by}; or {raise} the target, so that its plan \
             gets to {figure} by then"
        ),
        (false, None) => match passed {
            Some(passed) if is_open(best) => format!(
                "{raise} the target to {figure} or {more}, since `{}` has been at {passed} already; or write a gate that \
                 it has not reached",
                gate.kpi
            ),
            Some(passed) => format!(
                "{lower} the gate to a figure between {passed}, which it has reached, and {best}, or {raise} the target \
                 to {figure} or {more}"
            ),
            None => {
                format!("{lower} the gate to {best} or {less}, or {raise} the target to {figure} or {more}")
            }
        },
    };
    Some(
        RULE.at(
            id.span,
            format!("`{}` has to reach {figure} to open the gate of {gear}, but {aim}", gate.kpi),
        )
        .label(format!("opens at {figure} or {}", if rises { "more" } else { "less" }))
        .also_each(place.map(|place| (place, label)))
        .help(next),
    )
}

/// The value closest to a gate in some direction that the KPI has if all goes to plan. `None` if its plan has
/// no limit in that direction.
fn furthest(kpi: &Judgment, direction: Direction) -> Option<Number> {
    let target = kpi.target?;
    let limit = match direction {
        Direction::Rising => target.at_most.or(target.between.map(|range| range.1)),
        Direction::Falling => target.at_least.or(target.between.map(|range| range.0)),
    };
    let planned = kpi.planned.iter().map(|mark| mark.value);
    let values = planned.chain(target.value).chain(limit);
    match direction {
        Direction::Rising => values.max(),
        Direction::Falling => values.min(),
    }
}
