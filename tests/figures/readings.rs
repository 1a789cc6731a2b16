//! Where a KPI started, and which of its readings count.

use jiff::civil::Date;
use num_traits::Zero;

use super::case::{Baseline, Case, Counts, Form, Number};
use super::dates::{When, plus};
use super::target::{Aim, Kind};

/// A figure on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    pub date: Date,
    pub value: Number,
}

pub fn point(date: Date, value: Number) -> Point {
    Point { date, value }
}

/// Where the path begins. Either part may be unknown.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Start {
    pub date: Option<Date>,
    pub value: Option<Number>,
}

impl Start {
    pub fn of(case: &Case) -> Self {
        let kpi = &case.kpi;
        // "Dated the day before the period begins."
        let eve = case.period.first.map(|first| plus(first, -1));
        if kpi.counts != Counts::Level {
            // "Sum, total: (since − 1 day, 0); `since` defaults to the period's first day. The baseline is
            // not the start." `since` is "the first day that counts", so the first day of a longer stretch.
            // What comes in before the first stretch with a target is not about any.
            let first = kpi.targets.iter().map(|(date, _)| date.first()).min();
            let eve = first.filter(|_| kpi.target.is_none()).map_or(eve, |first| Some(plus(first, -1)));
            let date = kpi.since.map_or(eve, |since| Some(plus(since.first(), -1)));
            return Self { date, value: Some(Number::zero()) };
        }
        let is_bound = kpi.target.as_ref().is_some_and(|target| matches!(target.form, Form::Bound(_)));
        match &kpi.baseline {
            // "Level: (baseline's day, baseline's value)." "No period start known: no day."
            Some(Baseline::Known { value, date }) => {
                let date = date.map_or(eve, |date| Some(date.as_read(case.today)));
                Self { date, value: Some(value.clone()) }
            }
            // "A level bound without a baseline: the start has no value; its day is the day before the
            // period's first day, if known."
            Some(Baseline::Due(_)) | None if is_bound => Self { date: eve, value: None },
            Some(Baseline::Due(_)) | None => Self::default(),
        }
    }

    /// "'First day' is the start day for a level, `since` for sum/total."
    pub fn first_day(&self, counts: Counts) -> Option<Date> {
        self.date.map(|date| if counts == Counts::Level { date } else { plus(date, 1) })
    }
}

/// A reading on its day.
#[derive(Debug, Clone)]
pub struct Read {
    pub date: Date,
    /// What the file says.
    pub given: Number,
    /// What is judged: for a sum, all that came in up to this reading.
    pub value: Number,
    pub note: Option<&'static str>,
}

/// All readings up to today by day, each with the value given.
pub fn all(case: &Case) -> Vec<Read> {
    let mut found: Vec<Read> = Vec::new();
    let mut ends: Vec<Date> = Vec::new();
    // "Of two readings of one day, that of the shorter interval counts, otherwise the first in the list."
    let mut readings: Vec<_> = case.kpi.readings.iter().collect();
    readings.sort_by_key(|reading| reading.date.last());
    for reading in readings {
        // Of what came in over the first day, nobody knows how much came in from it on.
        let is_counted = !ends.contains(&reading.date.last()) && !is_cut(case, reading.date);
        ends.push(reading.date.last());
        let date = reading.date.as_read(case.today);
        // "Readings after today are ignored."
        if is_counted && date <= case.today && found.iter().all(|read| read.date != date) {
            let (given, value) = (reading.value.clone(), reading.value.clone());
            found.push(Read { date, given, value, note: reading.note });
        }
    }
    found.sort_by_key(|read| read.date);
    found
}

/// Of a sum: the reading is for a stretch that begins before the first day, and ends on or after it.
pub fn is_cut(case: &Case, date: When) -> bool {
    let start = Start::of(case).date.filter(|_| case.kpi.counts == Counts::Sum);
    start.is_some_and(|eve| date.first() <= eve && eve < date.last())
}

/// The readings that count. The last one is the figure.
pub fn counting(case: &Case, start: &Start) -> Vec<Read> {
    let aim = Aim::of(case, start);
    let mut found = all(case);
    // "Only readings dated after the start's day (sum/total: on or after `since`) and up to today count. If
    // the start has no day, all up to today."
    found.retain(|read| start.date.is_none_or(|date| read.date > date));
    // Between two stretches with a target, nothing counts.
    if case.kpi.counts == Counts::Sum && case.kpi.target.is_none() && !case.kpi.targets.is_empty() {
        let stretches = || case.kpi.targets.iter().map(|(date, _)| *date);
        found.retain(|read| {
            stretches().any(|date| date.first() <= read.date && read.date <= date.last())
                || stretches().all(|date| date.last() < read.date)
        });
    }
    // "Level: the latest such reading. Sum: the running sum of those readings, dated by the latest. Total:
    // the latest such reading."
    let mut found = if case.kpi.counts == Counts::Sum { running(found) } else { found };
    // What comes in after its day is no longer about the limit of a sum.
    if let (Kind::InForce(_), Some(date), true) = (&aim.kind, aim.date, case.kpi.counts != Counts::Level) {
        let opens = plus(date, -case.kpi.window());
        let is_read = found.iter().any(|read| opens < read.date && read.date <= date);
        let closes = plus(date, case.kpi.grace());
        let after = found.iter().map(|read| read.date).find(|day| date < *day && *day <= closes);
        let end = if is_read { date } else { after.unwrap_or(date) };
        found.retain(|read| read.date <= end);
    }
    found
}

/// "Accumulated from 0."
pub fn running(mut readings: Vec<Read>) -> Vec<Read> {
    let mut sum = Number::zero();
    for read in &mut readings {
        sum += &read.given;
        read.value = sum.clone();
    }
    readings
}
