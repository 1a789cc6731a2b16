//! Where a KPI starts, and which of its readings count.

use jiff::civil::Date;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::forecast::{Point, by_day};
use crate::decode::field::Field;
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

    /// `from` is the first day of the strategy's period.
    pub(super) fn of(kpi: &Kpi, from: Option<Date>, today: Date) -> Self {
        let eve = |first: Date| first.yesterday().ok();
        if kpi.counts() != Counts::Level {
            let date = match &kpi.since {
                Field::Set(since, _) => eve(since.first),
                Field::Absent => from.and_then(eve),
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

/// The figure on the day of each reading that counts: after the start, up to today. For a sum, what has
/// come in so far.
pub(super) fn counted(counts: Counts, readings: &[Point], start: Option<Date>) -> Vec<Point> {
    let counting = readings.iter().copied().filter(|(date, _)| start.is_none_or(|start| *date > start));
    if counts != Counts::Sum {
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
