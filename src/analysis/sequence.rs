//! When each gear can start: once the gate of the gear before it is reached, and not before that gear has had its
//! time.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::forecast::Reach;
use super::gears::{GearSequence, SequenceGear, Start};
use super::{Analysis, days_after};
use crate::strategy::date::days_between;
use crate::strategy::gear::{GearKind, PurposeKind};

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
}

impl Advice {
    pub fn day(self) -> Option<Date> {
        if let Self::StartOn(day) = self { Some(day) } else { None }
    }

    /// True if no day is right for it.
    pub fn is_stuck(self) -> bool {
        matches!(self, Self::NeverReady | Self::AfterPeriod(_) | Self::NoRoomBefore(_))
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

/// How many days a gear can be planned before a gate that is planned to open: the plan is a straight line that nobody
/// drew, so a week or two more or less say nothing.
const ROUGHLY: i64 = 28;

/// The days that a start can mean. A coarse date is too soon only if its last day is; a day that is advised has to
/// be late enough even after the last day of the gear before.
#[derive(Clone, Copy)]
struct Span {
    first: Date,
    last: Date,
}

impl Span {
    fn day(day: Date) -> Self {
        Self { first: day, last: day }
    }

    fn after(self, days: i64) -> Option<Self> {
        Some(Self { first: days_after(self.first, days)?, last: days_after(self.last, days)? })
    }

    fn max(self, other: Self) -> Self {
        Self { first: self.first.max(other.first), last: self.last.max(other.last) }
    }
}

impl Analysis<'_> {
    /// The gears that are not left out, in their order.
    pub fn slots(&self, sequence: &GearSequence<'_>, leads: Leads) -> Vec<Slot> {
        let misplaced = sequence.out_of_order();
        let mut cascade =
            Cascade { analysis: self, sequence, leads, misplaced: &misplaced, starts: Vec::new() };
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
        }
        slots
    }
}

struct Cascade<'c, 'a> {
    analysis: &'c Analysis<'a>,
    sequence: &'c GearSequence<'a>,
    leads: Leads,
    misplaced: &'c [GearKind],
    /// Of the gears so far, as advised.
    starts: Vec<(GearKind, Span)>,
}

impl Cascade<'_, '_> {
    fn slot(&mut self, gear: &SequenceGear<'_>) -> Slot {
        let today = self.analysis.today;
        let ahead = self.sequence.ahead_of(gear.kind);
        let opening = Opening::of(ahead, today);
        let start = gear.placed();
        // A plan that opens it a little too late is no reason to move.
        let counts = match opening {
            Opening::Planned(day) if !start.is_some_and(|start| is_too_soon(gear, start, day)) => {
                Opening::Unknown
            }
            opening => opening,
        };
        let floor = self.floor(gear, counts);
        let advice = match start {
            Some(start)
                if start.date.last > today && !gear.has_surely_started(today) && !start.is_practice() =>
            {
                self.advice(gear, start, counts, floor)
            }
            _ => Advice::Keep,
        };
        let placed = start.filter(|start| !start.is_practice());
        if let Some(span) = advice.day().map(Span::day).or(placed.map(Span::of)) {
            self.starts.push((gear.kind, span));
        }
        let is_known = counts == Opening::NoGate || counts.day().is_some();
        Slot {
            gear: gear.kind,
            ahead: ahead.map(|ahead| ahead.kind),
            opening,
            slack: opening.day().zip(start).map(|(opens, start)| days_between(opens, start.date.first)),
            earliest: floor.map(|floor| floor.last).filter(|_| is_known),
            advice,
            problem: self.problem(gear, opening),
        }
    }

    fn problem(&self, gear: &SequenceGear<'_>, opening: Opening) -> Option<Problem> {
        let (sequence, today) = (self.sequence, self.analysis.today);
        if self.misplaced.contains(&gear.kind) {
            return Some(Problem::OutOfOrder);
        }
        let start = gear.placed().filter(|start| !start.is_practice() && sequence.is_order_known)?;
        let is_settled = |kind: &GearKind| !self.misplaced.contains(kind);
        // The nearest that counts is the one that the lead is measured from, and whose gate can do without it.
        let counts = |one: &SequenceGear<'_>| {
            one.placed().filter(|start| is_settled(&one.kind) && !start.is_practice())
        };
        let nearest = sequence.before(gear.kind).filter_map(|one| Some((one, counts(one)?))).last();
        if let Some((ahead, from)) = nearest
            && let Some(least) = self.lead(gear.kind, ahead)
        {
            let days = days_between(from.date.first, start.date.last);
            if days < least {
                return Some(Problem::TooClose { ahead: ahead.kind, days, least });
            }
        }
        let ahead = sequence.ahead_of(gear.kind).filter(|ahead| is_settled(&ahead.kind))?;
        let gate = ahead.gate.as_ref()?;
        // A reading that could not be read could be the one that reached it.
        let is_short = self.analysis.known.readings && gate.was_reached() == Some(false);
        // On paper, it starts when something drives it.
        let is_before = |day: Date| day > start.date.last && gear.begins().is_none_or(|begins| day > begins);
        match opening {
            Opening::Planned(day) if self.analysis.known.readings && !gear.has_surely_started(today) => {
                is_too_soon(gear, start, day).then_some(Problem::PlannedTooSoon(day))
            }
            _ if !is_short => None,
            // Its gate was forecast to be open by then, and no reading says otherwise.
            Opening::Overdue(day) if !is_before(day) => None,
            _ if gear.has_surely_started(today) => Some(Problem::StartedBeforeGate),
            Opening::Forecast(day) if is_before(day) => Some(Problem::PlannedBeforeGate(day)),
            Opening::Never => Some(Problem::GateNeverReached),
            _ => None,
        }
    }

    /// The least days from the start of one gear to that of another behind it; `None` if a gate says when.
    fn lead(&self, gear: GearKind, ahead: &SequenceGear<'_>) -> Option<i64> {
        let opening = Opening::of(Some(ahead), self.analysis.today);
        let is_judged = opening == Opening::NoGate
            || self.sequence.sells(gear) && !matches!(opening, Opening::OpenSince(_) | Opening::Lost(_));
        is_judged.then(|| self.leads.before(self.sequence.kind, gear))
    }

    /// The first day that is late enough.
    fn floor(&self, gear: &SequenceGear<'_>, opening: Opening) -> Option<Span> {
        let find = |kind| self.starts.iter().find(|(of, _)| *of == kind).map(|(_, span)| *span);
        let before = || self.sequence.before(gear.kind).filter_map(|one| Some((one, find(one.kind)?)));
        let nearest = before().last().map(|(ahead, _)| ahead);
        let lead = nearest.and_then(|ahead| self.lead(gear.kind, ahead)).unwrap_or(1);
        let after_ahead = before().map(|(_, span)| span).reduce(Span::max).and_then(|span| span.after(lead));
        let opens = opening.day().map(Span::day);
        after_ahead.into_iter().chain(opens).reduce(Span::max)
    }

    fn advice(&self, gear: &SequenceGear<'_>, start: Start, opening: Opening, floor: Option<Span>) -> Advice {
        let is_after = |kind| self.sequence.is_before(gear.kind, kind);
        let next = self.starts.iter().filter(|(kind, _)| is_after(*kind)).min_by_key(|(_, span)| span.first);
        let is_early = floor.is_some_and(|floor| start.date.last < floor.first);
        if opening == Opening::Never {
            return Advice::NeverReady;
        }
        let Some((next, behind)) = next else {
            return match floor.filter(|_| is_early).map(|floor| floor.last) {
                None => Advice::Keep,
                Some(day) if self.analysis.period.is_some_and(|period| day > period.end) => {
                    Advice::AfterPeriod(day)
                }
                Some(day) => Advice::StartOn(day),
            };
        };
        // It is out of order, and has to fit in before the next one.
        let lead = self.leads.before(self.sequence.kind, *next);
        let Some(latest) = days_after(behind.first, -lead) else { return Advice::Keep };
        let day = if is_early { floor.map_or(latest, |floor| floor.last) } else { latest };
        let is_possible =
            day <= latest && day > self.analysis.today && floor.is_none_or(|floor| day >= floor.last);
        if is_possible { Advice::StartOn(day) } else { Advice::NoRoomBefore(behind.first) }
    }
}

/// True if even on plan, the gate before a gear opens so long after its start that one of the two is wrong.
fn is_too_soon(gear: &SequenceGear<'_>, start: Start, opens: Date) -> bool {
    let starts = gear.begins().map_or(start.date.last, |begins| begins.max(start.date.last));
    days_between(starts, opens) > ROUGHLY
}

impl Span {
    fn of(start: Start) -> Self {
        Self { first: start.date.first, last: start.date.last }
    }
}

impl GearSequence<'_> {
    pub(super) fn is_before(&self, one: GearKind, other: GearKind) -> bool {
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
