//! Where a KPI starts, and which of its readings count.

use jiff::civil::Date;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

use super::aim::Aim;
use crate::analysis::forecast::{Point, by_day};
use crate::decode::field::Field;
use crate::decode::maps::Series;
use crate::strategy::date::CoarseDate;
use crate::strategy::kpi::{Counts, Kpi};
use crate::strategy::number::Number;

/// Where the path begins. A sum or a running total begins with 0 at the end of the day before `since`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Start {
    /// The day, if it is known.
    pub date: Option<Date>,
    /// The value, in the KPI's unit, if it is known.
    pub value: Option<Number>,
}

impl Start {
    pub(super) fn point(self) -> Option<Point> {
        Some((self.date?, self.value?.0))
    }

    /// True for a reading of a sum whose stretch of time begins before the first day that counts, and ends after it.
    pub(crate) fn cuts(self, kpi: &Kpi, reading: CoarseDate) -> bool {
        let within = |eve: Date| reading.first <= eve && eve < reading.last;
        kpi.counts() == Counts::Sum && self.date.is_some_and(within)
    }

    /// `from` is the first day of the strategy's period.
    pub(super) fn of(kpi: &Kpi, from: Option<Date>, today: Date) -> Self {
        let eve = |first: Date| first.yesterday().ok();
        if kpi.counts() != Counts::Level {
            let date = match &kpi.since {
                Field::Set(since, _) => eve(since.first),
                // What comes in before the first stretch with a target is not about any.
                Field::Absent => stretches(kpi).map(|date| date.first).min().or(from).and_then(eve),
                Field::Invalid(_) => None,
            };
            return Self { date, value: Some(Number(Decimal::ZERO)) };
        }
        let Some(baseline) = kpi.baseline.get().filter(|baseline| !baseline.value.is_absent()) else {
            // A bound is in force from the first day; anything else has no start without a baseline.
            let is_bound = kpi.target.get().is_some_and(|target| target.bound().is_some());
            let date = from.and_then(eve).filter(|_| is_bound && !kpi.baseline.is_invalid());
            return Self { date, value: None };
        };
        let date = match &baseline.date {
            Field::Set(date, _) => Some(date.as_reading(today)),
            Field::Absent => from.and_then(eve),
            Field::Invalid(_) => None,
        };
        Self { date, value: baseline.value.get().copied() }
    }
}

/// The stretches of time whose targets are the target of a sum.
fn stretches(kpi: &Kpi) -> impl Iterator<Item = CoarseDate> {
    let targets = kpi.targets.get().filter(|_| kpi.target.is_absent() && kpi.counts() != Counts::Level);
    targets.into_iter().flat_map(Series::iter).map(|(date, ..)| *date)
}

/// True for a reading of a sum between two stretches with a target.
fn is_between_stretches(kpi: &Kpi, day: Date) -> bool {
    kpi.counts() == Counts::Sum
        && stretches(kpi).next().is_some()
        && !stretches(kpi).any(|date| date.first <= day && day <= date.last)
        && stretches(kpi).any(|date| day < date.first)
}

/// The figure on the day of each reading that counts: after the start, up to today. For a sum, what has
/// come in so far.
pub(super) fn counted(kpi: &Kpi, readings: &[Point], start: Option<Date>) -> Vec<Point> {
    let counting = readings.iter().copied().filter(|(date, _)| start.is_none_or(|start| *date > start));
    let counting = counting.filter(|(date, _)| !is_between_stretches(kpi, *date));
    if kpi.counts() != Counts::Sum {
        return counting.collect();
    }
    running_sum(counting)
}

/// Each point with the sum of all values up to it. It ends before a sum too large for a decimal.
pub(super) fn running_sum(points: impl Iterator<Item = Point>) -> Vec<Point> {
    let sums = points.scan(Decimal::ZERO, |sum, (date, value)| {
        *sum = sum.checked_add(value)?;
        Some((date, *sum))
    });
    by_day(sums.collect())
}

/// Where the path begins, and the figures after that.
pub(super) struct Counting<'f> {
    pub(super) start: Start,
    pub(super) figures: &'f [Point],
}

impl<'f> Counting<'f> {
    /// If nothing is expected before a later day, the path begins there, at the figure of that day.
    pub(super) fn of(start: Start, figures: &'f [Point], expected_from: Option<Date>) -> Self {
        let Some(from) = expected_from else { return Self { start, figures } };
        let (before, after) = figures.split_at(figures.partition_point(|(date, _)| *date <= from));
        let value = before.last().map(|(_, value)| Number(*value)).or(start.value);
        Self { start: Start { date: Some(from), value }, figures: after }
    }
}

/// The start of the gear that a KPI measures, if its path begins there: between its own start and the target's
/// day, and unless the KPI itself says what is planned by then.
pub(super) fn expected_from(kpi: &Kpi, start: Start, aim: &Aim, gear_starts: Option<Date>) -> Option<Date> {
    let is_within = |day: &Date| {
        start.date.is_none_or(|start| begins(kpi.counts(), *day).is_some_and(|day| start < day))
            && aim.day().is_none_or(|due| *day < due)
    };
    gear_starts.filter(is_within).filter(|_| !has_own_plan(kpi))
}

/// Where a path begins whose gear starts on a day: for a sum or a total at the end of the day before, since what comes
/// in on the day counts.
pub(super) fn begins(counts: Counts, day: Date) -> Option<Date> {
    if counts == Counts::Level { Some(day) } else { day.yesterday().ok() }
}

/// True if the KPI itself says what is planned on the way.
pub(super) fn has_own_plan(kpi: &Kpi) -> bool {
    kpi.has_planned_figures() || kpi.follows_last_year()
}
