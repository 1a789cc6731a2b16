//! The gears of each purpose in their order: when each starts, its gate, its state, the balance.

mod gate;

use indexmap::IndexMap;
use jiff::civil::Date;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

use super::kpi::{Judgment, Standing};
use super::schedule::Scheduled;
use super::{Known, mean};
use crate::decode::field::{Field, Id, Place};
use crate::source::Span;
use crate::strategy::Strategy;
use crate::strategy::activity::ActivityStatus;
use crate::strategy::date::{CoarseDate, Days, days_between};
use crate::strategy::gear::{Gear, GearKind, Purpose, PurposeKind};

pub use gate::{Condition, Gate};

/// A gear counts in the balance once it has run for this many days.
pub const SETTLED_AFTER_DAYS: i64 = 28;

/// The gears of one purpose, in the order in which they should start.
#[derive(Debug, Clone)]
pub struct GearSequence<'a> {
    pub kind: PurposeKind,
    pub purpose: &'a Purpose,
    pub place: Place,
    /// True if `order:` differs from the built-in order.
    pub is_custom: bool,
    /// False if part of `order:` could not be read.
    pub is_order_known: bool,
    /// All four, including those left out.
    pub gears: Vec<SequenceGear<'a>>,
}

#[derive(Debug, Clone)]
pub struct SequenceGear<'a> {
    pub kind: GearKind,
    /// `None` if the purpose does not list it.
    pub declared: Option<(&'a Gear, Place)>,
    /// It is listed but could not be read.
    pub is_unreadable: bool,
    pub start: Option<Start>,
    /// Indices of the activities that drive it.
    pub turned_by: Vec<usize>,
    pub gate: Option<Gate>,
    /// Its `kpis:`, or else those of its gate.
    pub kpis: Vec<&'a str>,
    pub state: State,
    /// The mean pace of its KPIs, each limited to 0..1.
    pub pace: Option<Decimal>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Start {
    pub date: CoarseDate,
    pub span: Span,
    pub by: StartedBy,
    /// False if other activities, which might start it earlier, could not be read.
    pub is_certain: bool,
}

impl Start {
    /// True if it is only known from an ongoing activity, and so has no first day.
    pub fn is_practice(self) -> bool {
        matches!(self.by, StartedBy::Practice(_))
    }

    /// True if this comes before `other` for all days the two can mean. Nothing surely comes before an
    /// ongoing activity without a start: it can be older than the period.
    pub fn surely_before(self, other: Self) -> bool {
        !other.is_practice() && self.date.surely_before(other.date)
    }
}

/// What says when a gear starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StartedBy {
    /// Its own `start`.
    Itself,
    /// The earliest activity that drives it, by index.
    Activity(usize),
    /// An ongoing activity without a start, by index: the gear starts with the period.
    Practice(usize),
}

/// The state of a gear.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Left out on purpose.
    LeftOut,
    /// Nothing says when it starts.
    NotPlaced,
    /// Its start is in the future.
    Planned,
    /// Its gate has been reached.
    Spinning {
        /// It has dropped below its gate since.
        fallen_back: bool,
    },
    /// Started, but every KPI of it is off track, regressed or missed.
    Stalled,
    /// Started.
    Turning,
}

impl State {
    pub const fn name(self) -> &'static str {
        match self {
            Self::LeftOut => "left out",
            Self::NotPlaced => "not placed",
            Self::Planned => "planned",
            Self::Spinning { .. } => "spinning",
            Self::Stalled => "stalled",
            Self::Turning => "turning",
        }
    }
}

impl SequenceGear<'_> {
    pub fn left_out(&self) -> Option<&str> {
        self.declared.and_then(|(gear, _)| gear.not_now.get()).map(String::as_str)
    }

    /// True if it is left out, even if the reason could not be read.
    pub fn is_left_out(&self) -> bool {
        self.declared.is_some_and(|(gear, _)| !gear.not_now.is_absent())
    }

    /// Its start, unless something unreadable might say otherwise.
    pub fn placed(&self) -> Option<Start> {
        self.start.filter(|start| start.is_certain)
    }

    /// True once every day that its start can mean has come.
    pub fn has_surely_started(&self, today: Date) -> bool {
        self.start.is_some_and(|start| start.date.last <= today)
    }

    /// Days since the last day its start can mean; `None` before that.
    pub fn running_days(&self, today: Date) -> Option<i64> {
        self.start.map(|start| days_between(start.date.last, today)).filter(|days| *days >= 0)
    }
}

impl<'a> GearSequence<'a> {
    pub fn active(&self) -> impl Iterator<Item = &SequenceGear<'a>> {
        self.gears.iter().filter(|gear| !gear.is_left_out())
    }

    fn before(&self, kind: GearKind) -> impl Iterator<Item = &SequenceGear<'a>> {
        self.gears.iter().take_while(move |gear| gear.kind != kind).filter(|gear| !gear.is_left_out())
    }

    /// The gear before another, skipping those left out.
    pub fn ahead_of(&self, kind: GearKind) -> Option<&SequenceGear<'a>> {
        self.before(kind).last()
    }

    /// The closest gear before another whose start is known.
    pub fn placed_ahead_of(&self, kind: GearKind) -> Option<(&SequenceGear<'a>, Start)> {
        self.before(kind).filter_map(|gear| Some((gear, gear.placed()?))).last()
    }

    /// The gears to move so that all start in order: as few as possible, and in a tie the later ones in
    /// the order. Gears with an unknown start are skipped. Empty if the order is right or unknown.
    pub fn out_of_order(&self) -> Vec<GearKind> {
        if !self.is_order_known {
            return Vec::new();
        }
        let dated: Vec<(GearKind, Start)> =
            self.active().filter_map(|gear| Some((gear.kind, gear.placed()?))).collect();
        // Four gears have sixteen subsets: find the largest one that can stay.
        let in_order = |kept: &[(GearKind, Start)]| {
            kept.iter().enumerate().all(|(at, (_, earlier))| {
                kept.iter().skip(at + 1).all(|(_, later)| !later.surely_before(*earlier))
            })
        };
        let best = (0..1u32 << dated.len())
            .map(|mask| {
                let picked = dated.iter().enumerate().filter(|(bit, _)| mask & (1 << bit) != 0);
                (mask, picked.map(|(_, one)| *one).collect::<Vec<_>>())
            })
            .filter(|(_, kept)| in_order(kept))
            // An earlier gear has a lower bit, so of equal sizes the lowest mask keeps the earlier ones.
            .max_by_key(|(mask, kept)| (kept.len(), std::cmp::Reverse(*mask)));
        let kept = best.map(|(_, kept)| kept).unwrap_or_default();
        let moved = dated.iter().filter(|gear| !kept.contains(gear));
        moved.map(|(kind, _)| *kind).collect()
    }

    /// Slowest pace / fastest pace of the gears that have run for at least four weeks, from 0 to 1;
    /// `None` for fewer than two gears, or if the fastest pace is 0.
    pub fn balance(&self, today: Date) -> Option<Decimal> {
        let settled = self.active().filter(|gear| gear.running_days(today) >= Some(SETTLED_AFTER_DAYS));
        let paces: Vec<Decimal> = settled.filter_map(|gear| gear.pace).collect();
        if paces.len() < 2 {
            return None;
        }
        let fastest = paces.iter().max().filter(|pace| **pace > Decimal::ZERO)?;
        paces.iter().min()?.checked_div(*fastest)
    }
}

pub(super) fn sequences<'a>(
    strategy: &'a Strategy,
    activities: &[Scheduled<'a>],
    kpis: &IndexMap<&'a str, Judgment>,
    period: Option<Days>,
    known: Known,
    today: Date,
) -> Vec<GearSequence<'a>> {
    let sequences = strategy.purposes().map(|(kind, purpose, place)| {
        let (order, is_custom) = order(kind, purpose);
        let gears = order.into_iter().map(|gear| {
            let field = purpose.gears.get().map(|gears| gears.get(gear));
            let declared = strategy.gear(kind, gear);
            let turned_by = turned_by(kind, gear, activities);
            let is_unreadable = purpose.gears.is_invalid() || field.is_some_and(Field::is_invalid);
            let start = match declared {
                None if is_unreadable => None,
                _ => start(declared.map(|(gear, _)| gear), &turned_by, activities, period, known),
            };
            let gate = declared.and_then(|(gear, _)| gate::gate(gear, kpis));
            let kpis_of = measured_by(declared.map(|(gear, _)| gear));
            let mut gear = SequenceGear {
                kind: gear,
                declared,
                is_unreadable,
                start,
                turned_by,
                gate,
                pace: mean(kpis_of.iter().filter_map(|id| Some(kpis.get(*id)?.pace?.0))),
                kpis: kpis_of,
                state: State::NotPlaced,
            };
            gear.state = state(&gear, kpis, today);
            gear
        });
        let is_order_known = !purpose.order.is_invalid() && purpose.order.items().all(Field::is_set);
        GearSequence { kind, purpose, place, is_custom, is_order_known, gears: gears.collect() }
    });
    sequences.collect()
}

fn order(kind: PurposeKind, purpose: &Purpose) -> (Vec<GearKind>, bool) {
    let named = purpose.order.items().filter_map(|gear| gear.get().copied());
    let mut order: Vec<GearKind> = Vec::with_capacity(4);
    for gear in named.chain(kind.order()) {
        if !order.contains(&gear) {
            order.push(gear);
        }
    }
    let is_custom = order != kind.order();
    (order, is_custom)
}

fn turned_by(purpose: PurposeKind, gear: GearKind, activities: &[Scheduled<'_>]) -> Vec<usize> {
    let turning = activities.iter().enumerate();
    let turning = turning.filter(|(_, activity)| !activity.is_dropped() && activity.turns(purpose, gear));
    turning.map(|(index, _)| index).collect()
}

fn start(
    gear: Option<&Gear>,
    turned_by: &[usize],
    activities: &[Scheduled<'_>],
    period: Option<Days>,
    known: Known,
) -> Option<Start> {
    match gear.map(|gear| &gear.start) {
        Some(Field::Set(date, place)) => {
            return Some(Start { date: date.0, span: place.value, by: StartedBy::Itself, is_certain: true });
        }
        Some(Field::Invalid(_)) => return None,
        _ => {}
    }
    let turning = || turned_by.iter().filter_map(|index| Some((*index, activities.get(*index)?)));
    if turning().any(|(_, one)| one.activity().start.is_invalid()) {
        return None;
    }
    let is_certain = known.activities;
    let dated = turning().filter_map(|(index, one)| {
        let (date, place) = one.activity().start.placed()?;
        Some(Start { date: date.0, span: place.value, by: StartedBy::Activity(index), is_certain })
    });
    let earliest = dated.min_by_key(|start| (start.date.first, start.date.last));
    let practice = || {
        // A merely planned activity has no known start.
        let is_practice =
            |one: &Scheduled<'_>| one.activity().start.is_absent() && one.state != ActivityStatus::Planned;
        let (index, one) = turning().find(|(_, one)| is_practice(one))?;
        let (date, by) = (CoarseDate::day(period?.start), StartedBy::Practice(index));
        Some(Start { date, span: one.used.id.span, by, is_certain })
    };
    earliest.or_else(practice)
}

fn measured_by(gear: Option<&Gear>) -> Vec<&str> {
    let Some(gear) = gear else { return Vec::new() };
    let named: Vec<&str> = gear.kpis.ids().map(Id::as_str).collect();
    if !named.is_empty() {
        return named;
    }
    gear.spinning_at.get().into_iter().flat_map(|gate| gate.iter()).map(|(id, _)| id.as_str()).collect()
}

fn state(gear: &SequenceGear<'_>, kpis: &IndexMap<&str, Judgment>, today: Date) -> State {
    if gear.is_left_out() {
        return State::LeftOut;
    }
    let Some(start) = gear.start else { return State::NotPlaced };
    if start.date.first > today {
        return State::Planned;
    }
    if let Some(gate) = &gear.gate
        && gate.was_reached() == Some(true)
    {
        return State::Spinning { fallen_back: !gate.conditions.iter().all(|one| one.is_reached) };
    }
    let stalls =
        |id: &&str| kpis.get(*id).is_some_and(|progress| progress.status.standing() == Standing::Bad);
    if !gear.kpis.is_empty() && gear.kpis.iter().all(stalls) { State::Stalled } else { State::Turning }
}

#[cfg(test)]
mod tests;
