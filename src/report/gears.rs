//! The gears of each purpose, the same in every report: order, start, state, gate, slack, money.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::Analysis;
use crate::analysis::gears::{Condition, Gate, GearSequence, SequenceGear, State};
use crate::analysis::sequence::{Opening, Slot};
use crate::linter::Terms;
use crate::strategy::gear::{GearKind, PurposeKind};
use crate::strategy::number::Number;

/// The gears of a purpose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct GearTable {
    /// Marketing or support.
    pub purpose: PurposeKind,
    /// The reason for an order that differs from the built-in one.
    pub rationale: Option<String>,
    /// True if `order:` differs from the built-in order.
    pub is_custom: bool,
    /// True if no gear starts out of order; null if fewer than two have a start.
    pub in_order: Option<bool>,
    /// Slowest pace / fastest pace of the gears that have run for at least 28 days, a ratio from 0 to 1.
    pub balance: Option<Number>,
    /// The gears in their order.
    pub gears: Vec<GearRow>,
}

/// One gear.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct GearRow {
    /// The gear.
    pub gear: GearKind,
    /// What it means for this organization.
    pub means: Option<String>,
    /// The owner, inheritance applied.
    pub owner: Option<String>,
    /// The start, as exact as in the file.
    pub start: Option<String>,
    /// The first day that the start can mean.
    pub start_day: Option<Date>,
    /// The state.
    pub state: State,
    /// The conditions for it to count as spinning.
    pub gate: Vec<Condition>,
    /// The gear before it; null for the first one.
    pub ahead: Option<GearKind>,
    /// When the gate of the gear before it is reached.
    pub opening: Opening,
    /// Days from the opening to the start; negative if it starts too soon.
    pub slack_days: Option<i64>,
    /// The first day when it makes sense to start; null if the gate before it does not tell.
    pub earliest: Option<Date>,
    /// The activities that drive it.
    pub turned_by: Vec<String>,
    /// The KPIs that measure it.
    pub kpis: Vec<String>,
    /// The mean pace of its KPIs, each limited to 0..1.
    pub pace: Option<Number>,
    /// The mean progress of its KPIs, each limited to 0..1.
    pub progress: Option<Number>,
    /// Its share of the purpose's budgets, a ratio from 0 to 1.
    pub budget_share: Option<Number>,
    /// The assessment.
    pub verdict: Verdict,
}

/// The assessment of a gear.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// No problem.
    Fine,
    /// It starts before or after the wrong gear.
    OutOfOrder,
    /// It has started, and the gate before it has not been reached.
    TooSoon,
    /// It has started, and all its KPIs are far behind their plan.
    Stalled,
    /// It was spinning and has dropped below its gate.
    FallenBack,
    /// It has no start.
    NoStart,
    /// Left out on purpose, with the reason.
    LeftOut(String),
}

pub(super) fn tables(analysis: &Analysis<'_>, terms: Terms) -> Vec<GearTable> {
    analysis.sequences.iter().map(|sequence| table(analysis, sequence, terms)).collect()
}

fn table(analysis: &Analysis<'_>, sequence: &GearSequence<'_>, terms: Terms) -> GearTable {
    let moved = sequence.out_of_order();
    let dated = sequence.active().filter(|gear| gear.start.is_some()).count();
    let slots = sequence.slots(analysis.today, terms.min_lead_days);
    let gears = sequence.gears.iter().map(|gear| {
        let slot = slots.iter().find(|slot| slot.gear == gear.kind);
        row(analysis, sequence, gear, slot, moved.contains(&gear.kind))
    });
    GearTable {
        purpose: sequence.kind,
        rationale: sequence.purpose.rationale.get().cloned(),
        is_custom: sequence.is_custom,
        in_order: (dated > 1).then_some(moved.is_empty()),
        balance: sequence.balance(analysis.today).map(Number),
        gears: gears.collect(),
    }
}

fn row(
    analysis: &Analysis<'_>,
    sequence: &GearSequence<'_>,
    gear: &SequenceGear<'_>,
    slot: Option<&Slot>,
    is_moved: bool,
) -> GearRow {
    let turned_by = analysis.activities_at(&gear.turned_by);
    let owner = gear.declared.and_then(|(says, _)| analysis.owners.of(&says.owner).id());
    GearRow {
        gear: gear.kind,
        means: gear.declared.and_then(|(says, _)| says.means.get().cloned()),
        owner: owner.map(str::to_owned),
        start: gear.start.map(|start| start.date.to_string()),
        start_day: gear.start.map(|start| start.date.first),
        state: gear.state,
        gate: gear.gate.iter().flat_map(|gate| gate.conditions.iter().cloned()).collect(),
        ahead: slot.and_then(|slot| slot.ahead),
        opening: slot.map_or(Opening::Unknown, |slot| slot.opening),
        slack_days: slot.and_then(|slot| slot.slack),
        earliest: slot.and_then(|slot| slot.earliest),
        turned_by: turned_by.map(|activity| activity.id().to_owned()).collect(),
        kpis: gear.kpis.iter().map(|kpi| (*kpi).to_owned()).collect(),
        pace: gear.pace.map(Number),
        progress: analysis.mean_progress(gear.kpis.iter().copied()).map(Number),
        budget_share: analysis.money.share(sequence.kind, gear.kind).map(Number),
        verdict: verdict(sequence, gear, is_moved, analysis.today),
    }
}

fn verdict(sequence: &GearSequence<'_>, gear: &SequenceGear<'_>, is_moved: bool, today: Date) -> Verdict {
    let ahead = sequence.ahead_of(gear.kind).and_then(|ahead| ahead.gate.as_ref());
    let is_unready = ahead.and_then(Gate::was_reached) == Some(false);
    match gear.state {
        _ if is_moved => Verdict::OutOfOrder,
        State::LeftOut => Verdict::LeftOut(gear.left_out().unwrap_or_default().to_owned()),
        State::NotPlaced => Verdict::NoStart,
        _ if is_unready && gear.has_surely_started(today) => Verdict::TooSoon,
        State::Stalled => Verdict::Stalled,
        State::Spinning { fallen_back: true } => Verdict::FallenBack,
        State::Planned | State::Turning | State::Spinning { .. } => Verdict::Fine,
    }
}
