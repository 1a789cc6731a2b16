//! What a KPI is meant to do: reach a value by a day, or keep a bound.

use std::fmt;

use jiff::civil::Date;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

use super::figure::Start;
use super::path::stretches;
use crate::analysis::forecast::{Direction, Point};
use crate::decode::field::Field;
use crate::strategy::date::days_between;
use crate::strategy::kpi::{Counts, Kpi};
use crate::strategy::number::Number;
use crate::strategy::target::{Bound, Change, Range, Target};
use crate::words::figures::plain;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aim {
    /// There is no target, or it equals the start.
    None,
    /// There is no target on purpose.
    NotNow,
    Unreadable,
    /// It depends on a baseline that is missing.
    NoBaseline,
    Reach(Reaching),
    /// A bound that is in force from the first day, and its own day.
    Keep(Bound, Option<Date>),
}

/// A value to reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reaching {
    pub(super) value: Decimal,
    pub(super) day: Option<Date>,
    pub(super) direction: Direction,
    /// In force from the day on; the value is its nearest end.
    pub(super) bound: Option<Bound>,
}

impl Reaching {
    pub(super) fn point(&self) -> Option<Point> {
        Some((self.day?, self.value))
    }

    pub(super) fn is_reached_by(&self, value: Decimal) -> bool {
        self.direction.has_reached(value, self.value)
    }

    /// True for a figure on the far side of a range: above 90 on the way from 60 to a value between 80 and 90.
    pub(super) fn is_overshot_by(&self, value: Decimal) -> bool {
        self.is_reached_by(value) && self.bound.is_some_and(|bound| !bound.includes(value))
    }
}

impl Aim {
    /// `to` is the last day of the strategy's period.
    pub(super) fn of(kpi: &Kpi, start: Start, to: Option<Date>) -> Self {
        if !kpi.has_readable_aim() {
            return Self::Unreadable;
        }
        let Some(target) = kpi.target.get() else {
            let whole = stretches(kpi).map(|points| points.last().copied());
            return match whole {
                None => Self::Unreadable,
                Some(None) => Self::None,
                Some(Some((day, value))) => Self::toward(value, Some(day), start, None),
            };
        };
        if !target.not_now.is_absent() {
            return Self::NotNow;
        }
        let day = day(kpi, target, to);
        if let Some(bound) = target.bound() {
            // A level has to be inside by a day only if the target names one; a sum has the whole period.
            let is_by_a_day = kpi.counts() != Counts::Level || target.date.is_set();
            return match start.value {
                // Nobody knows yet on which side of it the KPI starts.
                None if kpi.baseline_due().is_some() && is_by_a_day && day.is_some() => Self::NoBaseline,
                Some(value) if !bound.includes(value.0) && is_by_a_day && day.is_some() => {
                    Self::toward(bound.nearest(value.0), day, start, Some(bound))
                }
                _ => Self::Keep(bound, day.filter(|_| is_by_a_day)),
            };
        }
        match value(kpi, target, (start, day)) {
            Value::Is(value) => match fewer(kpi, value) {
                Some(limit) => Self::Keep(limit, day),
                None => Self::toward(value, day, start, None),
            },
            Value::NoBaseline => Self::NoBaseline,
            Value::Unreadable => Self::Unreadable,
        }
    }

    fn toward(value: Decimal, day: Option<Date>, start: Start, bound: Option<Bound>) -> Self {
        let Some(from) = start.value else { return Self::NoBaseline };
        match Direction::between(from.0, value) {
            Some(direction) => Self::Reach(Reaching { value, day, direction, bound }),
            None => Self::None,
        }
    }

    pub(super) fn reaching(&self) -> Option<&Reaching> {
        if let Self::Reach(reaching) = self { Some(reaching) } else { None }
    }

    /// The way to a target, or that of a sum from 0 to the limit that it may use up by its day.
    pub(super) fn way(&self, counts: Counts) -> Option<Reaching> {
        match *self {
            Self::Reach(reaching) => Some(reaching),
            Self::Keep(bound, day) if counts != Counts::Level => {
                let value = bound.high().filter(|high| *high > Decimal::ZERO)?;
                Some(Reaching { value, day, direction: Direction::Rising, bound: Some(bound) })
            }
            _ => None,
        }
    }

    /// The day by which a value is to be reached, or a bound to be kept.
    pub(super) fn day(&self) -> Option<Date> {
        if let Self::Keep(_, day) = self { *day } else { self.reaching()?.day }
    }

    /// The value to reach and its day.
    pub(super) fn point(&self) -> Option<Point> {
        self.reaching()?.point()
    }

    /// Whether more or less is better, as far as the KPI says.
    pub(super) fn direction(&self, kpi: &Kpi) -> Option<Direction> {
        let change = kpi.target.get().and_then(|target| target.change.get());
        match self {
            Self::Reach(reaching) => Some(reaching.direction),
            Self::Keep(Bound::AtLeast(_), _) => Some(Direction::Rising),
            Self::Keep(Bound::AtMost(_), _) => Some(Direction::Falling),
            _ => change
                .and_then(|change| change.is_rise())
                .map(|rises| if rises { Direction::Rising } else { Direction::Falling }),
        }
    }
}

/// The day of its target: its own, or that of the last stretch if they come to the target or go on to the end of the
/// period, or that end.
fn day(kpi: &Kpi, target: &Target, to: Option<Date>) -> Option<Date> {
    match &target.date {
        Field::Set(date, _) => Some(date.last),
        Field::Invalid(_) => None,
        Field::Absent => {
            let stretches = stretches(kpi).unwrap_or_default();
            let last = stretches.last().copied();
            let is_all =
                |(day, whole): &Point| asks_for(kpi, target, *whole) || to.is_none_or(|to| *day >= to);
            last.filter(is_all).map(|(day, _)| day).or(to)
        }
    }
}

/// True if what the stretches come to is what the target asks for.
fn asks_for(kpi: &Kpi, target: &Target, whole: Decimal) -> bool {
    let change = || target.change.get()?.of(kpi.baseline.get()?.value.get()?.0);
    match target.bound() {
        Some(bound) => bound.includes(whole),
        None => target
            .value
            .get()
            .map(|value| value.0)
            .or_else(change)
            .is_none_or(|value| fewer(kpi, value).map_or(value == whole, |limit| limit.includes(whole))),
    }
}

/// A sum that is to be smaller than the one before: what comes in begins with 0, so it has a limit and no way to go.
fn fewer(kpi: &Kpi, value: Decimal) -> Option<Bound> {
    let change = kpi.target.get()?.change.get()?;
    let is_fewer = kpi.counts() != Counts::Level && change.is_rise() == Some(false);
    is_fewer.then_some(Bound::AtMost(value))
}

/// The day by which a sum or a total is to have come in.
pub(super) fn end(kpi: &Kpi, to: Option<Date>) -> Option<Date> {
    match kpi.target.get() {
        Some(target) => day(kpi, target, to),
        None => stretches(kpi)?.last().map(|(day, _)| *day),
    }
}

enum Value {
    Is(Decimal),
    NoBaseline,
    Unreadable,
}

fn value(kpi: &Kpi, target: &Target, stretch: (Start, Option<Date>)) -> Value {
    if let Some(value) = target.value.get() {
        return Value::Is(value.0);
    }
    let Some(change) = target.change.get() else { return Value::Unreadable };
    match kpi.baseline.get().and_then(|baseline| baseline.value.get()) {
        None => Value::NoBaseline,
        Some(_) if !is_as_long(kpi, stretch) => Value::NoBaseline,
        Some(baseline) => change.of(baseline.0).map_or(Value::Unreadable, Value::Is),
    }
}

/// False if the baseline of a sum or a running total is what came in over another length of time than from its start to
/// its target's day: the longer of the two by more than an eighth, which is more than two months can differ.
pub(super) fn is_as_long(kpi: &Kpi, (start, end): (Start, Option<Date>)) -> bool {
    let date = kpi.baseline.get().and_then(|baseline| baseline.date.get());
    let date = date.filter(|date| kpi.counts() != Counts::Level && !date.is_exact());
    let (Some(date), Some(from), Some(to)) = (date, start.date, end) else { return true };
    // The start is the day before the first one.
    let (one, other) = (days_between(date.first, date.last) + 1, days_between(from, to));
    (one - other).abs() * 8 <= one.max(other)
}

/// A target. One of `value`, `at_least`, `at_most` and `between` is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TargetRow {
    /// The value to reach, in the KPI's unit.
    pub value: Option<Number>,
    /// The lowest value that is good enough.
    pub at_least: Option<Number>,
    /// The highest value that is good enough.
    pub at_most: Option<Number>,
    /// The lowest and the highest value that are good enough.
    pub between: Option<Range>,
    /// The change of the baseline that gives the value.
    pub change: Option<Change>,
    /// The day by which the value should be reached.
    pub date: Option<Date>,
    /// A more ambitious value, never judged.
    pub stretch: Option<Number>,
}

impl TargetRow {
    pub(super) fn of(kpi: &Kpi, aim: &Aim, start: Start, to: Option<Date>) -> Option<Self> {
        let reached = aim.reaching().filter(|reaching| reaching.bound.is_none());
        let row = Self {
            value: reached.map(|reaching| Number(reaching.value)),
            at_least: None,
            at_most: None,
            between: None,
            change: None,
            date: aim.reaching().and_then(|reaching| reaching.day),
            stretch: None,
        };
        let Some(target) = kpi.target.get() else {
            let (date, value) = stretches(kpi)?.last().copied()?;
            return Some(Self { value: Some(Number(value)), date: Some(date), ..row });
        };
        let row = Self {
            // A target that equals its start, or that waits for a baseline, is shown all the same.
            value: row.value.or_else(|| match value(kpi, target, (start, day(kpi, target, to))) {
                Value::Is(value) => Some(Number(value)),
                Value::NoBaseline | Value::Unreadable => None,
            }),
            at_least: target.at_least.get().copied().map(Number::from),
            at_most: target.at_most.get().copied().map(Number::from),
            between: target.between.get().copied(),
            change: target.change.get().copied(),
            date: day(kpi, target, to).filter(|_| {
                kpi.counts() != Counts::Level
                    || target.date.is_set()
                    || target.bound().is_none()
                    || row.date.is_some()
            }),
            stretch: target.stretch.get().copied().map(Number::from),
        };
        let row = match row.value.filter(|value| fewer(kpi, value.0).is_some()) {
            Some(limit) => Self { value: None, at_most: Some(limit), ..row },
            None => row,
        };
        target.not_now.is_absent().then_some(row)
    }
}

impl TargetRow {
    /// True for the value to reach, or a value inside the bound; for every value if nothing says which.
    pub fn includes(&self, value: Number) -> bool {
        self.value.is_none_or(|wanted| wanted == value)
            && self.at_least.is_none_or(|least| value >= least)
            && self.at_most.is_none_or(|most| value <= most)
            && self.between.is_none_or(|range| range.0 <= value && value <= range.1)
    }

    /// A bound as something to stay within: `limit of 24`, `minimum of 24`, `range of 120 to 190`.
    pub fn limit(&self) -> Option<String> {
        let least = self.at_least.map(|limit| format!("minimum of {}", plain(limit.0)));
        let most = || self.at_most.map(|limit| format!("limit of {}", plain(limit.0)));
        least.or_else(most).or(self
            .between
            .map(|Range(low, high)| format!("range of {} to {}", plain(low.0), plain(high.0))))
    }

    /// Where a figure is that breaks the bound: `above its limit of 24`.
    pub fn broken(&self) -> Option<String> {
        let side = match (self.at_least, self.at_most) {
            (Some(_), _) => "below",
            (_, Some(_)) => "above",
            _ => "outside",
        };
        Some(format!("{side} its {}", self.limit()?))
    }
}

/// A change as the reports write figures.
fn shown(change: Change) -> String {
    change.to_string().replace('-', "−").replace('%', " %")
}

/// In words: `450`, `at least 90`, `between 84 and 86`, `+10 % = 550`.
impl fmt::Display for TargetRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let figure = |number: Number| plain(number.0);
        match (self.value, self.at_least, self.at_most, self.between) {
            (_, Some(low), ..) => write!(f, "at least {}", figure(low)),
            (_, _, Some(high), _) => {
                let change = self.change.map(|change| format!("{} = ", shown(change)));
                write!(f, "{}at most {}", change.unwrap_or_default(), figure(high))
            }
            (.., Some(Range(low, high))) => write!(f, "between {} and {}", figure(low), figure(high)),
            (value, ..) => {
                let change = self.change.map(shown);
                let parts = change.into_iter().chain(value.map(figure));
                f.write_str(&parts.collect::<Vec<_>>().join(" = "))
            }
        }
    }
}
