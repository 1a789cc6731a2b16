//! The day on which each gear can start, given those before it.

use jiff::civil::Date;

use super::{Advice, Leads, Opening, Problem, Slot};
use crate::analysis::gears::{GearSequence, SequenceGear, Start};
use crate::analysis::{Analysis, days_after};
use crate::strategy::date::days_between;
use crate::strategy::gear::GearKind;

/// How many days a gear can be planned before a gate that is planned to open: the plan is a straight line that nobody
/// drew, so a week or two more or less say nothing.
pub const ROUGHLY: i64 = 28;

/// The part of the days between two readings by which a forecast can be late: on which of these days the gate opened,
/// no reading would say.
const PART_OF_SPACING: i64 = 4;

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

/// The gears of a purpose, one after the other.
pub(super) struct Cascade<'c, 'a> {
    analysis: &'c Analysis<'a>,
    sequence: &'c GearSequence<'a>,
    leads: Leads,
    misplaced: &'c [GearKind],
    /// One of the gears has a problem, and is to move.
    is_to_move: bool,
    /// The first gear that moves. It and those behind it start on days that are advised, which have to satisfy each
    /// other exactly.
    exact_from: Option<GearKind>,
    /// Of the gears so far, as advised, and the day from which something drives each.
    starts: Vec<(GearKind, Span, Date)>,
}

impl<'c, 'a> Cascade<'c, 'a> {
    pub(super) fn new(
        analysis: &'c Analysis<'a>,
        sequence: &'c GearSequence<'a>,
        leads: Leads,
        misplaced: &'c [GearKind],
        (may_move, exact_from): (bool, Option<GearKind>),
    ) -> Self {
        let is_to_move = false;
        let mut cascade =
            Self { analysis, sequence, leads, misplaced, is_to_move, exact_from, starts: Vec::new() };
        // If every start is right, none is to move.
        cascade.is_to_move = may_move && sequence.active().any(|gear| cascade.problem(gear).is_some());
        cascade
    }

    pub(super) fn slot(&mut self, gear: &SequenceGear<'_>) -> Slot {
        let today = self.analysis.today;
        let ahead = self.sequence.ahead_of(gear.kind);
        let opening = Opening::of(ahead, today);
        let start = gear.placed();
        let is_settled = |ahead: &&SequenceGear<'_>| !self.misplaced.contains(&ahead.kind);
        let settled = ahead.filter(is_settled).zip(start);
        let gate = settled.and_then(|(ahead, start)| self.gate_problem(gear, start, ahead));
        // A plan that opens it a little too late is no reason to move.
        let counts = match opening {
            Opening::Planned(_) if !matches!(gate, Some(Problem::PlannedTooSoon(_))) => Opening::Unknown,
            opening => opening,
        };
        let floor = self.floor(gear, counts);
        let advice = match start {
            Some(start)
                if self.is_to_move
                    && start.date.last > today
                    && !gear.has_surely_started(today)
                    && !start.is_practice() =>
            {
                self.advice(gear, start, gate, floor)
            }
            _ => Advice::Keep,
        };
        let placed = start.filter(|start| !start.is_practice());
        if let Some(span) = advice.day().map(Span::day).or(placed.map(Span::of)) {
            let driven = gear.driven_from().map_or(span.last, |driven| driven.date.last.max(span.last));
            self.starts.push((gear.kind, span, driven));
        }
        let is_known = counts == Opening::NoGate || counts.day().is_some();
        Slot {
            gear: gear.kind,
            ahead: ahead.map(|ahead| ahead.kind),
            opening,
            slack: opening.day().zip(start).map(|(opens, start)| days_between(opens, start.date.first)),
            earliest: floor.map(|floor| floor.last).filter(|_| is_known),
            advice,
            problem: self.problem(gear),
        }
    }

    fn problem(&self, gear: &SequenceGear<'_>) -> Option<Problem> {
        if self.misplaced.contains(&gear.kind) {
            return Some(Problem::OutOfOrder);
        }
        let sequence = self.sequence;
        let start = gear.placed().filter(|start| !start.is_practice() && sequence.is_order_known)?;
        let is_settled = |kind: &GearKind| !self.misplaced.contains(kind);
        // The nearest that counts is the one that the lead is measured from, and whose gate can do without it.
        let counts = |one: &SequenceGear<'_>| {
            one.placed().filter(|start| is_settled(&one.kind) && !start.is_practice())
        };
        let nearest = sequence.before(gear.kind).filter_map(|one| Some((one, counts(one)?))).last();
        // Of a gear that runs, only the gate says what can still be done.
        let gate = || {
            let ahead = sequence.ahead_of(gear.kind).filter(|ahead| is_settled(&ahead.kind))?;
            self.gate_problem(gear, start, ahead)
        };
        if let Some(problem @ Problem::StartedBeforeGate) = gate() {
            return Some(problem);
        }
        if let Some((ahead, from)) = nearest
            && let Some(least) = self.lead(gear.kind, ahead)
        {
            let days = days_between(from.date.first, start.date.last);
            if days < least {
                return Some(Problem::TooClose { ahead: ahead.kind, days, least });
            }
        }
        gate()
    }

    /// What is wrong with its start by the gate ahead of it.
    fn gate_problem(
        &self,
        gear: &SequenceGear<'_>,
        start: Start,
        ahead: &SequenceGear<'_>,
    ) -> Option<Problem> {
        let today = self.analysis.today;
        if start.is_practice() || !self.sequence.is_order_known {
            return None;
        }
        let gate = ahead.gate.as_ref()?;
        // A reading that could not be read could be the one that reached it.
        let is_short = self.analysis.known.readings && gate.was_reached() == Some(false);
        // On paper, it starts when something drives it.
        let begins = gear.begins().map_or(start.date.last, |begins| begins.max(start.date.last));
        let is_exact = self.exact_from.is_some_and(|first| !self.sequence.is_before(gear.kind, first));
        let is_before =
            |day: Date, allowed: i64| days_between(begins, day) > if is_exact { 0 } else { allowed };
        match Opening::of(Some(ahead), today) {
            Opening::Planned(day) if self.analysis.known.readings && !gear.has_surely_started(today) => {
                is_before(day, ROUGHLY).then_some(Problem::PlannedTooSoon(day))
            }
            _ if !is_short || self.analysis.is_paused(self.sequence, gear) => None,
            // Its gate was forecast to be open by then, and no reading says otherwise.
            Opening::Overdue(_) | Opening::Unknown
                if self.analysis.unread_gate(self.sequence, gear).is_some() =>
            {
                self.gate_unread(gear)
            }
            Opening::Overdue(day) if !is_before(day, 0) => None,
            _ if gear.has_surely_started(today) => Some(Problem::StartedBeforeGate),
            Opening::Forecast(day) if is_before(day, gate.read_every().unwrap_or(0) / PART_OF_SPACING) => {
                Some(Problem::PlannedBeforeGate(day))
            }
            Opening::Never => Some(Problem::GateNeverReached),
            _ => None,
        }
    }

    /// A KPI with a cadence is overdue itself: `kpi-stale` says so.
    fn gate_unread(&self, gear: &SequenceGear<'_>) -> Option<Problem> {
        let unread = self.analysis.unread_gate(self.sequence, gear)?;
        let has_cadence = self.analysis.kpis.get(&*unread.kpi)?.cadence.is_some();
        unread.read_on.filter(|_| !has_cadence).map(Problem::GateUnread)
    }

    /// The least days from the start of one gear to that of another behind it; `None` if a gate says when.
    fn lead(&self, gear: GearKind, ahead: &SequenceGear<'_>) -> Option<i64> {
        let opening = Opening::of(Some(ahead), self.analysis.today);
        let is_judged = opening == Opening::NoGate
            || self.sequence.sells(gear) && !matches!(opening, Opening::OpenSince(_) | Opening::Lost(_));
        is_judged.then(|| self.leads.before(self.sequence.kind, gear))
    }

    /// The gears before it, each with its start as advised and the day from which something drives it.
    fn before(&self, gear: GearKind) -> impl Iterator<Item = (&SequenceGear<'_>, Span, Date)> {
        self.sequence.before(gear).filter_map(|one| {
            let (_, span, driven) = self.starts.iter().find(|(of, ..)| *of == one.kind)?;
            Some((one, *span, *driven))
        })
    }

    /// The first day that is late enough after the gears before it.
    fn after_ahead(&self, gear: &SequenceGear<'_>) -> Option<Span> {
        // The lead is that from the nearest of them.
        let (ahead, nearest, _) = self.before(gear.kind).last()?;
        let nearest = nearest.after(self.lead(gear.kind, ahead).unwrap_or(0))?;
        Some(self.before(gear.kind).map(|(_, span, _)| span).fold(nearest, Span::max))
    }

    /// The first day that is late enough.
    fn floor(&self, gear: &SequenceGear<'_>, opening: Opening) -> Option<Span> {
        let opens = opening.day().map(Span::day);
        self.after_ahead(gear).into_iter().chain(opens).reduce(Span::max)
    }

    fn advice(
        &self,
        gear: &SequenceGear<'_>,
        start: Start,
        gate: Option<Problem>,
        floor: Option<Span>,
    ) -> Advice {
        if gate == Some(Problem::GateNeverReached) {
            return Advice::NeverReady;
        }
        let is_after = |kind| self.sequence.is_before(gear.kind, kind);
        let next = self.starts.iter().filter(|(kind, ..)| is_after(*kind));
        let next = next.min_by_key(|(_, span, _)| span.first);
        let is_early =
            gate.is_some() || self.after_ahead(gear).is_some_and(|after| start.date.last < after.first);
        // What moves has to be driven after what comes before it is driven, too.
        let driven = self.before(gear.kind).map(|(.., driven)| driven).max();
        let first = floor.map(|floor| driven.map_or(floor.last, |driven| driven.max(floor.last)));
        let Some((next, behind, _)) = next else {
            return match first.filter(|_| is_early) {
                None => Advice::Keep,
                Some(day) if self.analysis.period.is_some_and(|period| day > period.end) => {
                    Advice::AfterPeriod(day)
                }
                Some(day) => Advice::StartOn(day),
            };
        };
        // It is out of order, and has to fit in before the next one.
        let lead = self.lead(*next, gear).unwrap_or(0);
        let Some(latest) = days_after(behind.first, -lead) else { return Advice::Keep };
        let day = if is_early { first.unwrap_or(latest) } else { latest };
        let is_possible =
            day <= latest && day > self.analysis.today && first.is_none_or(|first| day >= first);
        if is_possible { Advice::StartOn(day) } else { Advice::NoRoomBefore(behind.first) }
    }
}

impl Span {
    fn of(start: Start) -> Self {
        Self { first: start.date.first, last: start.date.last }
    }
}
