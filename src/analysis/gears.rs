//! The gears of each purpose in their order: when each starts, its gate, its state, the balance.

mod alone;
mod balance;
mod early;
mod gate;
mod motion;
mod start;
mod unread;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::Known;
use super::fraction::Fraction;
use super::schedule::Scheduled;
use crate::decode::field::{Field, Id, Place};
use crate::strategy::Strategy;
use crate::strategy::activity::ActivityStatus;
use crate::strategy::date::Days;
use crate::strategy::gear::{Gear, GearKind, Purpose, PurposeKind};

pub use alone::Alone;
pub use balance::{Limits, Pair};
pub use early::Spent;
pub use gate::{Condition, Gate};
pub use motion::State;
pub(super) use start::expected_from;
pub use start::{Start, StartedBy};

/// From this pace on, a gear that has stalled goes backward: half as fast as it was to go forward.
pub const BACKWARD: Decimal = Decimal::from_parts(5, 0, 0, true, 1);

/// A gear has had time to show what it does once it has run for this many days.
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
    /// Its own start, or else the effective one.
    pub start: Option<Start>,
    /// When the first activity drives it.
    pub effective: Option<Start>,
    /// Indices of the activities that drive it.
    pub driven_by: Vec<usize>,
    /// An activity that drives it has the status running.
    pub is_driven_now: bool,
    /// No activity drives it, except such that are only planned and have no start; all could be read.
    pub is_undriven: bool,
    /// The last day on which one of them does; `None` if one has no end that is known.
    pub driven_until: Option<Date>,
    /// Its `kpis:`, and those of its gate.
    pub kpis: Vec<&'a str>,
    pub gate: Option<Gate>,
    pub state: State,
    /// Whether it spins, if it has started: its gate is reached, and has not been lost since; without a gate, it
    /// has at least the pace of a KPI that is on track. `None` if nothing tells.
    pub spins: Option<bool>,
    /// The recent pace of its slowest KPI: a ratio to the plan, not limited. `None` if one has missed its target, or
    /// fallen back.
    pub recent_pace: Option<Fraction>,
    /// The KPI that decides: one that has missed its target or fallen back, or else the slowest.
    pub slowest: Option<&'a str>,
    /// Whether its recent pace is that of a KPI on track.
    pub keeps_up: Option<bool>,
}

impl SequenceGear<'_> {
    pub fn left_out(&self) -> Option<&str> {
        self.declared.and_then(|(gear, _)| gear.not_now.get()).map(String::as_str)
    }

    /// True if it is left out, even if the reason could not be read.
    pub fn is_left_out(&self) -> bool {
        self.declared.is_some_and(|(gear, _)| !gear.not_now.is_absent())
    }

    /// When the first activity drives it, unless something unreadable might say otherwise.
    pub fn driven_from(&self) -> Option<Start> {
        self.effective.filter(|start| start.is_certain)
    }

    /// The same, unless an undated practice is all that says so: it does not prove that a gear with a planned start
    /// runs earlier.
    pub fn surely_driven_from(&self) -> Option<Start> {
        let is_planned = self.start.is_some_and(|start| start.by == StartedBy::Itself);
        self.driven_from().filter(|driven| !(is_planned && driven.is_practice()))
    }

    /// Its start, unless something unreadable might say otherwise.
    pub fn placed(&self) -> Option<Start> {
        self.start.filter(|start| start.is_certain)
    }

    /// The day on which it has surely begun: the later of its start and the day from which something drives it. What
    /// drives it tells more than a coarse start.
    pub fn begins(&self) -> Option<Date> {
        let start = self.start?;
        Some(self.driven_from().map_or(start.date.last, |driven| start.date.first.max(driven.date.last)))
    }

    /// True once it has begun on every day that its dates can mean, or runs, and something is said to drive it.
    pub fn has_surely_started(&self, today: Date) -> bool {
        let is_driven = self.is_driven_now && self.state.is_running();
        is_driven || self.begins().is_some_and(|day| day <= today)
    }
}

impl<'a> GearSequence<'a> {
    pub fn active(&self) -> impl Iterator<Item = &SequenceGear<'a>> {
        self.gears.iter().filter(|gear| !gear.is_left_out())
    }

    pub fn find(&self, kind: GearKind) -> Option<&SequenceGear<'a>> {
        self.gears.iter().find(|gear| gear.kind == kind)
    }

    /// True if a gear could start then without overtaking another, or being overtaken.
    pub fn keeps_order(&self, kind: GearKind, start: Start) -> bool {
        let placed = |gear: &SequenceGear<'a>| Some((gear.kind, gear.placed()?));
        let others = self.active().filter(|gear| gear.kind != kind).filter_map(placed);
        others.into_iter().all(|(other, theirs)| {
            if self.is_before(other, kind) {
                !start.surely_before(theirs)
            } else {
                !theirs.surely_before(start)
            }
        })
    }

    /// The gears before another, except those left out.
    pub(super) fn before(&self, kind: GearKind) -> impl Iterator<Item = &SequenceGear<'a>> {
        self.gears.iter().take_while(move |gear| gear.kind != kind).filter(|gear| !gear.is_left_out())
    }

    /// The gear before another, skipping those left out.
    pub fn ahead_of(&self, kind: GearKind) -> Option<&SequenceGear<'a>> {
        self.before(kind).last()
    }

    /// The gears to move so that all start in order: as few as possible, and in a tie the later ones in
    /// the order. Gears with an unknown start are skipped. Empty if the order is right or unknown.
    pub fn out_of_order(&self) -> Vec<GearKind> {
        self.out_of_order_by(SequenceGear::placed)
    }

    /// The same for starts other than those that the purpose says.
    pub fn out_of_order_by(&self, start: impl Fn(&SequenceGear<'a>) -> Option<Start>) -> Vec<GearKind> {
        if !self.is_order_known {
            return Vec::new();
        }
        let dated: Vec<(GearKind, Start)> =
            self.active().filter_map(|gear| Some((gear.kind, start(gear)?))).collect();
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
}

/// The gears with their starts. What depends on figures is added by [`SequenceGear::measure`].
pub(super) fn sequences<'a>(
    strategy: &'a Strategy,
    activities: &[Scheduled<'a>],
    period: Option<Days>,
    known: Known,
) -> Vec<GearSequence<'a>> {
    let sequences = strategy.purposes().map(|(kind, purpose, place)| {
        let (order, is_custom) = order(kind, purpose);
        let gears = order.into_iter().map(|gear| {
            let field = purpose.gears.get().map(|gears| gears.get(gear));
            let declared = strategy.gear(kind, gear);
            let is_unreadable = purpose.gears.is_invalid() || field.is_some_and(Field::is_invalid);
            let own = start::declared(declared.map(|(gear, _)| gear));
            let effective =
                start::effective(own.unwrap_or_default(), (kind, gear), activities, period, known);
            let start = match own {
                _ if is_unreadable && declared.is_none() => None,
                Ok(own) => own.or(effective),
                Err(()) => None,
            };
            let driven_by: Vec<usize> =
                start::driving(kind, gear, activities).map(|(index, _)| index).collect();
            // One that is only planned, without a start, is not known to begin at all.
            let is_open = |one: &Scheduled<'_>| {
                one.activity().start().is_absent() && one.state == ActivityStatus::Planned
            };
            let runs = |one: &Scheduled<'_>| one.activity().status.get() == Some(&ActivityStatus::Running);
            SequenceGear {
                kind: gear,
                declared,
                is_unreadable,
                start,
                effective,
                is_driven_now: start::driving(kind, gear, activities).any(|(_, one)| runs(one)),
                is_undriven: start::driving(kind, gear, activities).all(|(_, one)| is_open(one))
                    && known.activities,
                driven_until: start::driven_until(&driven_by, activities),
                driven_by,
                kpis: measured_by(declared.map(|(gear, _)| gear)),
                gate: None,
                state: State::NotPlaced,
                spins: None,
                recent_pace: None,
                slowest: None,
                keeps_up: None,
            }
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

fn measured_by(gear: Option<&Gear>) -> Vec<&str> {
    let Some(gear) = gear else { return Vec::new() };
    let gate = gear.spinning_at.get().into_iter().flat_map(|gate| gate.iter()).map(|(id, _)| id);
    let mut named: Vec<&str> = Vec::new();
    for kpi in gear.kpis.ids().chain(gate).map(Id::as_str) {
        if !named.contains(&kpi) {
            named.push(kpi);
        }
    }
    named
}

#[cfg(test)]
mod tests;
