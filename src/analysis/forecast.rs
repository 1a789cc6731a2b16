//! Where a measure is heading: a line through its latest point, and the day it meets a figure.
//!
//! The slope is that of Theil (“A rank-invariant method of linear and polynomial regression
//! analysis”, 1950) and Sen (“Estimates of the regression coefficient based on Kendall's tau”,
//! 1968): the median of the slopes between every two points. One odd month does not turn it, as it
//! would turn a least-squares line. The slope stays a fraction until the last step, so that an
//! exact line meets a figure on the exact day.

use jiff::Span;
use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::strategy::date::days_between;

/// A figure and its day.
pub type Point = (Date, Decimal);

/// How many points a slope looks back on, the latest first: five years of months.
pub const MOST_POINTS: usize = 60;

/// Which way a measure is meant to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// More is better.
    Rising,
    /// Less is better.
    Falling,
}

impl Direction {
    /// True where `value` is at `figure`, or beyond it in this direction.
    pub fn has_reached(self, value: Decimal, figure: Decimal) -> bool {
        match self {
            Self::Rising => value >= figure,
            Self::Falling => value <= figure,
        }
    }

    /// How far `value` is short of `figure` in this direction: positive while something is missing,
    /// negative beyond it. `None` where the difference is too large for a decimal.
    pub fn missing(self, value: Decimal, figure: Decimal) -> Option<Decimal> {
        match self {
            Self::Rising => figure.checked_sub(value),
            Self::Falling => value.checked_sub(figure),
        }
    }
}

/// When a figure is met if things go on as they do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reach {
    /// The latest point is at the figure or beyond it.
    Reached,
    /// On this day, rounded up to a whole one; always after the latest point.
    On(Date),
    /// Never at this rate: the line is level or moves away, or gets there after the year 9999.
    Never,
    /// Nothing can be said: fewer than two dated points, or figures too large to reckon with.
    Unknown,
}

impl Reach {
    /// The day it is met on, where that is to come.
    pub fn date(self) -> Option<Date> {
        match self {
            Self::On(date) => Some(date),
            _ => None,
        }
    }

    /// When both this and `other` are met: the later of the two. What is never met stays so whatever
    /// the other says; otherwise what is unknown stays unknown.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Never, _) | (_, Self::Never) => Self::Never,
            (Self::Unknown, _) | (_, Self::Unknown) => Self::Unknown,
            (Self::Reached, later) | (later, Self::Reached) => later,
            (Self::On(one), Self::On(two)) => Self::On(one.max(two)),
        }
    }
}

/// Points in the order of their days and one a day: of several the last in the list.
pub fn by_day(mut points: Vec<Point>) -> Vec<Point> {
    points.sort_by_key(|(date, _)| *date);
    points.dedup_by(|next, kept| {
        let same_day = next.0 == kept.0;
        if same_day {
            kept.1 = next.1;
        }
        same_day
    });
    points
}

/// The line through the latest point with the median slope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    latest: Point,
    slope: Slope,
}

impl Line {
    /// The line of these points, in any order; of several points of a day the last in the list
    /// counts, and of many days the latest [`MOST_POINTS`]. `None` with fewer than two days, or where
    /// a difference is too large for a decimal.
    pub fn through(points: &[Point]) -> Option<Self> {
        let points = by_day(points.to_vec());
        let recent = points.get(points.len().saturating_sub(MOST_POINTS)..)?;
        Some(Self { latest: *recent.last()?, slope: median_slope(recent)? })
    }

    /// The point it goes through.
    pub fn latest(&self) -> Point {
        self.latest
    }

    /// How much it rises in a day, in the unit of its values; below 0 where it falls.
    pub fn slope(&self) -> Option<Decimal> {
        self.slope.rise.checked_div(self.slope.days)
    }

    /// The figure it has on a day. `None` before the latest point, where readings stand for
    /// themselves, and where the figure is too large for a decimal.
    pub fn value_at(&self, date: Date) -> Option<Decimal> {
        let (from, value) = self.latest;
        if date < from {
            return None;
        }
        let days = Decimal::from(days_between(from, date));
        value.checked_add(self.slope.rise.checked_mul(days)?.checked_div(self.slope.days)?)
    }

    /// When it meets a figure that is to be reached in this direction.
    pub fn reach(&self, figure: Decimal, direction: Direction) -> Reach {
        let (from, value) = self.latest;
        if direction.has_reached(value, figure) {
            return Reach::Reached;
        }
        let gain = match direction {
            Direction::Rising => self.slope.rise,
            Direction::Falling => Decimal::ZERO - self.slope.rise,
        };
        if gain <= Decimal::ZERO {
            return Reach::Never;
        }
        let missing = direction.missing(value, figure).and_then(|gap| gap.checked_mul(self.slope.days));
        let Some(missing) = missing else { return Reach::Unknown };
        // A quotient too large for a decimal is a day that no calendar holds.
        let days = missing.checked_div(gain).and_then(|days| days.ceil().to_i64());
        let span = days.and_then(|days| Span::new().try_days(days.max(1)).ok());
        span.and_then(|span| from.checked_add(span).ok()).map_or(Reach::Never, Reach::On)
    }
}

/// A slope as a fraction: so much in so many days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Slope {
    rise: Decimal,
    /// Above 0.
    days: Decimal,
}

/// The median of the slopes between every two points; of an even number of slopes the mean of the
/// two in the middle. The points are in order, one a day.
fn median_slope(points: &[Point]) -> Option<Slope> {
    let mut slopes = Vec::with_capacity(points.len() * points.len() / 2);
    for (index, (later, to)) in points.iter().enumerate() {
        for (earlier, from) in points.iter().take(index) {
            let slope =
                Slope { rise: to.checked_sub(*from)?, days: Decimal::from(days_between(*earlier, *later)) };
            slopes.push((slope.rise.checked_div(slope.days)?, slope));
        }
    }
    slopes.sort_by_key(|(quotient, _)| *quotient);
    let upper = slopes.get(slopes.len() / 2)?.1;
    if slopes.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = slopes.get((slopes.len() / 2).checked_sub(1)?)?.1;
    let rise = lower.rise.checked_mul(upper.days)?.checked_add(upper.rise.checked_mul(lower.days)?)?;
    let days = lower.days.checked_mul(upper.days)?.checked_mul(Decimal::TWO)?;
    Some(Slope { rise, days })
}

#[cfg(test)]
mod tests;
