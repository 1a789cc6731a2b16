//! The gears of each purpose, as every report has them: order, start, state, gate, slack, money.

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
pub struct TrainTable {
    /// Marketing or support.
    pub purpose: PurposeKind,
    /// Why the order departs from the built-in one, where it does and says so.
    pub rationale: Option<String>,
    /// True where `order:` replaces the built-in order.
    pub is_custom: bool,
    /// True where no gear starts out of order; none where fewer than two are dated.
    pub in_order: Option<bool>,
    /// Slowest pace / fastest pace of the gears that have run for 28 days or more, from 0 to 1.
    pub balance: Option<Number>,
    /// The gears in their order.
    pub gears: Vec<GearRow>,
}

/// One gear.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct GearRow {
    /// Which of the four.
    pub gear: GearKind,
    /// What it means for this organisation.
    pub means: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// When it starts, as exact as the file says.
    pub start: Option<String>,
    /// The first day it can start on.
    pub start_day: Option<Date>,
    /// Where it stands.
    pub state: State,
    /// When it counts as spinning.
    pub gate: Vec<Condition>,
    /// The gear that must spin first; none for the first of the order.
    pub ahead: Option<GearKind>,
    /// When the gate of the gear ahead lets it through.
    pub opening: Opening,
    /// Days from that opening to the start: negative where it starts too soon.
    pub slack_days: Option<i64>,
    /// The first day on which it makes sense to start; none where the gate ahead leaves it open.
    pub earliest: Option<Date>,
    /// The activities that turn it.
    pub turned_by: Vec<String>,
    /// The KPIs that measure it.
    pub kpis: Vec<String>,
    /// The mean pace of its KPIs, each counted between 0 and 1.
    pub pace: Option<Number>,
    /// The mean progress of its KPIs, each counted between 0 and 1.
    pub progress: Option<Number>,
    /// Its share of the purpose's money, between 0 and 1.
    pub budget_share: Option<Number>,
    /// What to think of it.
    pub verdict: Verdict,
}

/// What to think of a gear.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Nothing against it.
    Fine,
    /// It starts on the wrong side of another.
    OutOfOrder,
    /// It has started, and the gate of the one ahead has not been reached.
    TooSoon,
    /// It has started, and none of its KPIs is near its plan.
    Stalled,
    /// It was spinning and has fallen below its gate.
    FallenBack,
    /// Nothing says when it starts.
    NoStart,
    /// Left out on purpose, for this reason.
    LeftOut(String),
}

pub(super) fn tables(analysis: &Analysis<'_>, terms: Terms) -> Vec<TrainTable> {
    analysis.sequences.iter().map(|train| table(analysis, train, terms)).collect()
}

fn table(analysis: &Analysis<'_>, train: &GearSequence<'_>, terms: Terms) -> TrainTable {
    let moved = train.out_of_order();
    let dated = train.active().filter(|gear| gear.start.is_some()).count();
    let slots = train.slots(analysis.today, terms.least_lead);
    let gears = train.gears.iter().map(|gear| {
        let slot = slots.iter().find(|slot| slot.gear == gear.kind);
        row(analysis, train, gear, slot, moved.contains(&gear.kind))
    });
    TrainTable {
        purpose: train.kind,
        rationale: train.purpose.rationale.get().cloned(),
        is_custom: train.is_custom,
        in_order: (dated > 1).then_some(moved.is_empty()),
        balance: train.balance(analysis.today).map(Number),
        gears: gears.collect(),
    }
}

fn row(
    analysis: &Analysis<'_>,
    train: &GearSequence<'_>,
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
        budget_share: analysis.money.share(train.kind, gear.kind).map(Number),
        verdict: verdict(analysis, train, gear, is_moved),
    }
}

fn verdict(
    analysis: &Analysis<'_>,
    train: &GearSequence<'_>,
    gear: &SequenceGear<'_>,
    is_moved: bool,
) -> Verdict {
    let ahead = train.ahead_of(gear.kind).and_then(|ahead| ahead.gate.as_ref());
    let is_unready = ahead.and_then(Gate::was_reached) == Some(false);
    match gear.state {
        _ if is_moved => Verdict::OutOfOrder,
        State::LeftOut => Verdict::LeftOut(gear.left_out().unwrap_or_default().to_owned()),
        State::NotPlaced => Verdict::NoStart,
        _ if is_unready && gear.has_surely_started(analysis.today) => Verdict::TooSoon,
        State::Stalled => Verdict::Stalled,
        State::Spinning { fallen_back: true } => Verdict::FallenBack,
        State::Planned | State::Turning | State::Spinning { .. } => Verdict::Fine,
    }
}
