use crate::analysis::forecast::Direction;
use crate::analysis::gears::{Condition, Start};
use crate::analysis::kpi::Judgment;
use crate::rules::prelude::*;
use crate::strategy::number::Number;

pub static RULE: Rule = Rule::new("gate-at-baseline", Group::Gears, Level::Warning, Kind::Wrong)
    .summary("a gate is open before its gear has done anything")
    .checks("\
The figures of a gate (`spinning_at:`) are not all reached where their KPIs start: at the baseline, or at 0 for a sum
or a running total. Gates with a figure that is still to be reached are not reported, and neither is a gear that
started before the baseline was measured or that is driven by an ongoing activity without a start.")
    .why("\
A gate says when a gear turns well enough for the next one. At the figure you have already, or on its wrong side, it
lets the next gear start at once, with nothing to drive it. **Source**: four-gears.")
    .example("\
purposes:
  marketing:
    gears:
-      acquisition: { start: 2027-01-15, spinning_at: { visits: 9000 } }
+      acquisition: { start: 2027-01-15, spinning_at: { visits: 11000 } }
      engagement: 2027-03-01
kpis:
  visits: { baseline: { value: 9000, date: 2026-12-31 }, target: 20000 }")
    .fix("\
Write the figure at which the next gear can start, between the baseline and the target. If the gear was running before
the baseline was measured, write the day it began as its `start:`.");

pub fn check(cx: &Context<'_>) -> impl Iterator<Item = Finding> {
    cx.analysis.gears().filter_map(|(sequence, gear, says, _)| {
        let start = gear.placed().filter(|start| !start.is_practice())?;
        let gate = gear.gate.as_ref().filter(|gate| gate.is_whole)?;
        let open: Vec<Open<'_>> =
            gate.conditions.iter().map(|one| Open::new(cx, one, start)).collect::<Option<_>>()?;
        let first = open.first()?;
        let id = says.spinning_at.get()?.declaration(&first.condition.kpi)?;
        let name = cx.analysis.gear_name(sequence.kind, gear.kind);
        let figures = open.iter().map(|one| format!("`{}` starts at {}", one.condition.kpi, one.value));
        let baselines = open.iter().filter_map(|one| {
            let place = one.kpi.baseline.span().filter(|_| one.kpi.counts() == Counts::Level)?;
            Some((place, format!("`{}` starts here", one.condition.kpi)))
        });
        Some(
            RULE.at(
                id.span,
                format!("the gate of {name} is open from the start: {}", and(&figures.collect::<Vec<_>>())),
            )
            .label(format!("{} is reached already", first.condition.figure()))
            .also_each(baselines)
            .note("a gate that is open at once lets the next gear start with nothing to drive it")
            .help(first.way_out(cx, &name)),
        )
    })
}

/// A figure of a gate that is reached where its KPI starts.
struct Open<'t> {
    condition: &'t Condition,
    kpi: &'t Kpi,
    /// Where the KPI starts.
    value: Number,
}

impl<'t> Open<'t> {
    fn new(cx: &'t Context<'_>, condition: &'t Condition, gear: Start) -> Option<Self> {
        let start = cx.analysis.kpis.get(&*condition.kpi)?.start?;
        let (day, value) = (start.date?, start.value?);
        let is_open =
            day <= gear.date.first && condition.direction().has_reached(value.0, condition.figure().0);
        is_open.then_some(Self { condition, kpi: cx.strategy.kpi(&condition.kpi)?, value })
    }

    fn way_out(&self, cx: &Context<'_>, gear: &str) -> String {
        let Self { condition, kpi, value } = self;
        let rises = condition.direction() == Direction::Rising;
        if !rises && kpi.counts() != Counts::Level {
            return "write the gate for a figure per month or week, because a total starts at 0 and grows"
                .to_owned();
        }
        let judged = cx.analysis.kpis.get(&*condition.kpi);
        let is_backward = judged.and_then(Judgment::is_rising).is_some_and(|is_rising| is_rising != rises);
        let target = judged.and_then(|kpi| kpi.target?.value);
        let next = match (target, rises) {
            (_, true) if is_backward => format!("write `at_most:` with a figure below {value}"),
            (_, false) if is_backward => format!("write `at_least:` with a figure above {value}"),
            (Some(target), _) => format!("write a figure between {value} and its target, {target}"),
            (None, true) => format!("write a figure above {value}"),
            (None, false) => format!("write a figure below {value}"),
        };
        format!("{next}; or, if {gear} was running already, write the day it began as its `start:`")
    }
}
