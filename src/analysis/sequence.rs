//! When each gear can start: once the gate of the gear before it is reached, and not before that gear has had its
//! time. This is the first try: what drives the gears moves with them, so that a
//! [`Timetable`](super::timetable::Timetable) tries the days out.

mod cascade;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::Analysis;
use super::forecast::Reach;
use super::gears::{GearSequence, SequenceGear};
use crate::strategy::gear::{GearKind, PurposeKind};
use cascade::Cascade;
pub use cascade::ROUGHLY;

/// The least days from the start of one gear to the start of the next, if no gate says when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leads {
    pub usual: i64,
    /// Before monetization of marketing.
    pub before_selling: i64,
}

impl Leads {
    pub const fn before(self, purpose: PurposeKind, gear: GearKind) -> i64 {
        if matches!((purpose, gear), (PurposeKind::Marketing, GearKind::Monetization)) {
            self.before_selling
        } else {
            self.usual
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    pub gear: GearKind,
    /// The gear before it.
    pub ahead: Option<GearKind>,
    pub opening: Opening,
    /// Days from the opening to its start, negative if it starts too soon.
    pub slack: Option<i64>,
    /// The first day that is late enough, with the gears before it as advised. `None` if that is unknown, or never
    /// at the current rate.
    pub earliest: Option<Date>,
    pub advice: Advice,
    /// The first of these that applies.
    pub problem: Option<Problem>,
}

/// What is wrong with the start of a gear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// It has to move for the gears to start in order.
    OutOfOrder,
    /// It starts fewer than `least` days after the gear `ahead`, and no gate says that it can.
    TooClose { ahead: GearKind, days: i64, least: i64 },
    /// It has started, and the gate before it has never been reached.
    StartedBeforeGate,
    /// It has started, and the latest reading of the gate before it is from this day, long before that.
    GateUnread(Date),
    /// It is planned for a day before the gate before it is forecast to be reached.
    PlannedBeforeGate(Date),
    /// It is planned for a day before the gate before it is reached even if everything goes as planned.
    PlannedTooSoon(Date),
    /// It is planned, and the gate before it is never reached at the current rate.
    GateNeverReached,
}

/// When the gate of the gear before lets the next one start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "is", content = "day")]
pub enum Opening {
    /// There is no gear before.
    Free,
    /// The gear before has no gate.
    NoGate,
    /// It was reached on this day.
    OpenSince(Date),
    /// It was reached on this day, and the latest reading has lost it again.
    Lost(Date),
    /// It is forecast to be reached on this day, which is in the future.
    Forecast(Date),
    /// There is no reading yet; if everything goes as planned, it is reached on this day, which is in the future.
    Planned(Date),
    /// It was forecast to be reached by this day, and no reading shows whether it was.
    Overdue(Date),
    /// It is never reached at the current rate.
    Never,
    /// There are too few readings, or something could not be read.
    Unknown,
}

/// What to do about the start of a gear that has not started yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "is", content = "day")]
pub enum Advice {
    /// Nothing: it has started, its start is late enough, or nothing tells.
    Keep,
    /// Start it on this day. With every gear that is to move on its day, no rule about order or speed reports one.
    StartOn(Date),
    /// The gate before it is never reached at the current rate, so no day is late enough.
    NeverReady,
    /// The first day that is late enough is this one, after the period.
    AfterPeriod(Date),
    /// It has to start before this day, on which a gear after it starts that cannot move, and no day before that is
    /// late enough.
    NoRoomBefore(Date),
    /// The first day that is late enough is this one, and it would bring another problem.
    BringsAnother(Date),
}

impl Advice {
    pub fn day(self) -> Option<Date> {
        if let Self::StartOn(day) = self { Some(day) } else { None }
    }

    /// True if no day is right for it.
    pub fn is_stuck(self) -> bool {
        matches!(
            self,
            Self::NeverReady | Self::AfterPeriod(_) | Self::NoRoomBefore(_) | Self::BringsAnother(_)
        )
    }
}

impl Opening {
    pub fn day(self) -> Option<Date> {
        match self {
            Self::OpenSince(day) | Self::Forecast(day) | Self::Planned(day) => Some(day),
            _ => None,
        }
    }

    fn of(ahead: Option<&SequenceGear<'_>>, today: Date) -> Self {
        let Some(ahead) = ahead else { return Self::Free };
        let Some(gate) = &ahead.gate else { return Self::NoGate };
        match (gate.reached_on(), gate.forecast()) {
            (Some(day), _) if gate.is_lost() => Self::Lost(day),
            (Some(day), _) => Self::OpenSince(day),
            (None, Reach::On(day)) if day > today => Self::Forecast(day),
            (None, Reach::On(day)) => Self::Overdue(day),
            // A gear that has not started yet has no rate to judge by.
            (None, Reach::NotBefore(_) | Reach::Never) if ahead.state.is_running() => Self::Never,
            (None, _) => gate.planned_on().filter(|day| *day > today).map_or(Self::Unknown, Self::Planned),
        }
    }
}

impl Analysis<'_> {
    /// The gears that are not left out, in their order.
    pub fn slots(&self, sequence: &GearSequence<'_>, leads: Leads) -> Vec<Slot> {
        self.cascade(sequence, leads, (true, None))
    }

    /// The same once some gears have moved: the days of these and of all behind the first of them satisfy each other
    /// without any tolerance.
    pub(super) fn slots_after_move(
        &self,
        sequence: &GearSequence<'_>,
        leads: Leads,
        moved: &[GearKind],
    ) -> Vec<Slot> {
        let first = sequence.active().map(|gear| gear.kind).find(|gear| moved.contains(gear));
        self.cascade(sequence, leads, (true, first))
    }

    /// The same, with every gear where it is.
    pub(super) fn slots_as_planned(&self, sequence: &GearSequence<'_>, leads: Leads) -> Vec<Slot> {
        self.cascade(sequence, leads, (false, None))
    }

    fn cascade(
        &self,
        sequence: &GearSequence<'_>,
        leads: Leads,
        allowed: (bool, Option<GearKind>),
    ) -> Vec<Slot> {
        let misplaced = sequence.out_of_order();
        let mut cascade = Cascade::new(self, sequence, leads, &misplaced, allowed);
        // The gears that can stay where they are come first, as the others have to fit in between.
        let (moved, kept): (Vec<_>, Vec<_>) =
            sequence.active().partition(|gear| misplaced.contains(&gear.kind));
        let slots: Vec<Slot> = kept.into_iter().chain(moved).map(|gear| cascade.slot(gear)).collect();
        let find = |kind| slots.iter().find(|slot| slot.gear == kind).copied();
        let mut slots: Vec<Slot> = sequence.active().filter_map(|gear| find(gear.kind)).collect();
        // A gear that cannot move is in the way of those before it.
        let mut stuck: Option<Date> = None;
        for slot in slots.iter_mut().rev() {
            let start = sequence.find(slot.gear).and_then(SequenceGear::placed);
            if let (Some(day), Some(in_the_way)) = (slot.advice.day(), stuck)
                && day > in_the_way
            {
                slot.advice = Advice::NoRoomBefore(in_the_way);
            }
            if slot.advice.is_stuck() && slot.problem != Some(Problem::OutOfOrder) {
                let day = start.map(|start| start.date.last);
                stuck = stuck.into_iter().chain(day).min();
            }
            // It is right where it is: only what comes before it would have to move it.
            if slot.advice.is_stuck() && slot.problem.is_none() {
                slot.advice = Advice::Keep;
            }
        }
        slots
    }
}

impl GearSequence<'_> {
    pub fn is_before(&self, one: GearKind, other: GearKind) -> bool {
        let place = |kind| self.gears.iter().position(|gear| gear.kind == kind);
        place(one) < place(other)
    }

    /// True for monetization of marketing.
    pub fn sells(&self, gear: GearKind) -> bool {
        (self.kind, gear) == (PurposeKind::Marketing, GearKind::Monetization)
    }
}

#[cfg(test)]
mod tests;
