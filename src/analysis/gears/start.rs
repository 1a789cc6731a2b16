//! When a gear starts: as its purpose says, and as the activities that drive it say.

use std::collections::HashMap;

use jiff::civil::Date;

use super::{GearSequence, SequenceGear};
use crate::analysis::Known;
use crate::analysis::schedule::Scheduled;
use crate::decode::field::{Field, Id};
use crate::source::Span;
use crate::strategy::activity::ActivityStatus;
use crate::strategy::date::{CoarseDate, Days};
use crate::strategy::gear::{Gear, GearKind, PurposeKind};

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

/// The gear's own `start`. `Err` if it has one that could not be read.
pub(super) fn declared(gear: Option<&Gear>) -> Result<Option<Start>, ()> {
    match gear.map(|gear| &gear.start) {
        Some(Field::Set(date, place)) => {
            Ok(Some(Start { date: date.0, span: place.value, by: StartedBy::Itself, is_certain: true }))
        }
        Some(Field::Invalid(_)) => Err(()),
        Some(Field::Absent) | None => Ok(None),
    }
}

/// The first day on which an activity drives the gear: an ongoing activity without a start does so from the
/// first day of the period. An activity that drives gears of both purposes counts for each not before
/// that gear's own start: the two orders are opposite, so it could never satisfy both. Without a start it
/// counts from there.
pub(super) fn effective(
    declared: Option<Start>,
    (purpose, gear): (PurposeKind, GearKind),
    activities: &[Scheduled<'_>],
    period: Option<Days>,
    known: Known,
) -> Option<Start> {
    let driving = || driving(purpose, gear, activities);
    if driving().any(|(_, one)| one.activity().start().is_invalid()) {
        return None;
    }
    let is_certain = known.activities;
    let is_shared = |one: &Scheduled<'_>| one.gears.iter().any(|(of, ..)| *of != purpose);
    // One day for each activity; `None` for a practice whose first day nothing tells.
    let starts = driving().filter_map(|(index, one)| {
        let start = match one.activity().start().placed() {
            Some((date, place)) => {
                Start { date: date.0, span: place.value, by: StartedBy::Activity(index), is_certain }
            }
            // A merely planned activity has no known start.
            None if one.state == ActivityStatus::Planned => return None,
            None => {
                let own = declared.filter(|_| is_shared(one)).map(|own| own.date);
                let Some(date) = own.or(period.map(|period| CoarseDate::day(period.start))) else {
                    return Some(None);
                };
                Start { date, span: one.used.id.span, by: StartedBy::Practice(index), is_certain }
            }
        };
        let later = declared.filter(|own| is_shared(one) && start.date.first < own.date.first);
        Some(Some(later.map_or(start, |own| Start { date: own.date, ..start })))
    });
    let starts: Vec<Start> = starts.collect::<Option<_>>()?;
    starts.into_iter().min_by_key(|start| (start.date.first, start.date.last))
}

/// The activities that drive a gear, by index; none that were dropped.
pub(super) fn driving<'s, 'a>(
    purpose: PurposeKind,
    gear: GearKind,
    activities: &'s [Scheduled<'a>],
) -> impl Iterator<Item = (usize, &'s Scheduled<'a>)> {
    let all = activities.iter().enumerate();
    all.filter(move |(_, activity)| !activity.is_dropped() && activity.turns(purpose, gear))
}

/// The last day on which an activity drives the gear. `None` if an activity has no end that is known.
pub(super) fn driven_until(driving: &[usize], activities: &[Scheduled<'_>]) -> Option<Date> {
    let ends = driving.iter().map(|index| activities.get(*index)?.activity().end().get().map(|end| end.last));
    ends.collect::<Option<Vec<Date>>>()?.into_iter().max()
}

/// The first day on which something is expected of each KPI that a gear names: the effective start of the
/// earliest such gear, or its own start if nothing drives it. A KPI is missing if one of its gears has a
/// start that cannot be read.
pub(crate) fn expected_from<'a>(sequences: &[GearSequence<'a>]) -> HashMap<&'a str, Date> {
    let mut starts: HashMap<&str, Vec<Option<Date>>> = HashMap::new();
    for gear in sequences.iter().flat_map(GearSequence::active) {
        let start = gear.effective.or(gear.start).map(|start| start.date.first);
        if start.is_none() && !has_unreadable_start(gear) {
            // Nothing starts it, so it says nothing.
            continue;
        }
        let Some((says, _)) = gear.declared else { continue };
        let gate = says.spinning_at.get().into_iter().flat_map(|gate| gate.iter()).map(|(id, _)| id);
        for kpi in says.kpis.ids().chain(gate).map(Id::as_str) {
            starts.entry(kpi).or_default().push(start);
        }
    }
    let earliest =
        |days: Vec<Option<Date>>| days.into_iter().collect::<Option<Vec<Date>>>()?.into_iter().min();
    starts.into_iter().filter_map(|(kpi, days)| Some((kpi, earliest(days)?))).collect()
}

fn has_unreadable_start(gear: &SequenceGear<'_>) -> bool {
    gear.is_unreadable || gear.declared.is_some_and(|(says, _)| says.start.is_invalid())
}
