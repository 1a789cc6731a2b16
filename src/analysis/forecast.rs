//! Where a KPI is heading: a line through its latest point, and the day when it reaches a figure.
//!
//! The slope is that of Theil (“A rank-invariant method of linear and polynomial regression
//! analysis”, 1950) and Sen (“Estimates of the regression coefficient based on Kendall's tau”,
//! 1968): the median of the slopes between every two points. Unlike a least-squares line, it is not
//! changed by one odd month. The slope stays a fraction until the last step, so that an exact line
//! reaches a figure on the exact day.

use std::cmp::Ordering;

use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use schemars::JsonSchema;
use serde::Serialize;

use super::days_after;
use crate::strategy::date::days_between;
use crate::strategy::kpi::Counts;

pub type Point = (Date, Decimal);

/// How many of the latest points a slope takes into account: five years of months.
pub const MAX_POINTS: usize = 60;

/// Which values are better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// Higher ones.
    Rising,
    /// Lower ones.
    Falling,
}

impl Direction {
    /// The direction from one value to another; `None` if they are equal.
    pub fn between(from: Decimal, to: Decimal) -> Option<Self> {
        match from.cmp(&to) {
            Ordering::Less => Some(Self::Rising),
            Ordering::Greater => Some(Self::Falling),
            Ordering::Equal => None,
        }
    }

    /// True if `value` is at `figure`, or beyond it in this direction.
    pub fn has_reached(self, value: Decimal, figure: Decimal) -> bool {
        match self {
            Self::Rising => value >= figure,
            Self::Falling => value <= figure,
        }
    }

    /// True if `value` is strictly further in this direction than `figure`.
    pub fn is_beyond(self, value: Decimal, figure: Decimal) -> bool {
        Self::between(figure, value) == Some(self)
    }

    /// How far `value` is short of `figure` in this direction; negative beyond it.
    pub fn missing(self, value: Decimal, figure: Decimal) -> Option<Decimal> {
        match self {
            Self::Rising => figure.checked_sub(value),
            Self::Falling => value.checked_sub(figure),
        }
    }
}

/// When a figure is reached at the current rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "is", content = "day")]
pub enum Reach {
    /// It is reached now.
    #[serde(rename = "met")]
    Reached,
    /// Rounded up to a whole day, always after the latest point. A day that the calendar does not have is
    /// its last one.
    On(Date),
    /// More than two years after it is due: at the earliest on this day.
    NotBefore(Date),
    /// The line is level or moves away.
    Never,
    /// There are fewer than two dated points, or figures too large for a decimal.
    Unknown,
}

impl Reach {
    pub fn date(self) -> Option<Date> {
        match self {
            Self::On(date) => Some(date),
            _ => None,
        }
    }

    /// When both this and `other` are reached: the later of the two. `Never` wins over everything, then
    /// `Unknown`.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Never, _) | (_, Self::Never) => Self::Never,
            (Self::Unknown, _) | (_, Self::Unknown) => Self::Unknown,
            (Self::Reached, later) | (later, Self::Reached) => later,
            (Self::NotBefore(one), Self::NotBefore(two)) => Self::NotBefore(one.max(two)),
            (Self::NotBefore(day), Self::On(_)) | (Self::On(_), Self::NotBefore(day)) => Self::NotBefore(day),
            (Self::On(one), Self::On(two)) => Self::On(one.max(two)),
        }
    }
}

/// Points in the order of their days, one for each day: of several, the last in the list.
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

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    latest: Point,
    slope: Slope,
}

impl Line {
    /// The line through the latest [`MAX_POINTS`] points, which are in order, one for each day. `None` for
    /// fewer than two points, or if a difference is too large for a decimal.
    pub fn through(points: &[Point]) -> Option<Self> {
        let recent = points.get(points.len().saturating_sub(MAX_POINTS)..)?;
        Some(Self { latest: *recent.last()?, slope: median_slope(recent)? })
    }

    /// The line through the figures of a KPI from its start on. For a sum or a running total it rises by
    /// the median of what came in per day between one reading and the next; `None` if that is nothing although
    /// something came in.
    pub fn of(counts: Counts, start: Option<Point>, figures: &[Point]) -> Option<Self> {
        let points = by_day(start.into_iter().chain(figures.iter().copied()).collect());
        if counts == Counts::Level {
            return Self::through(&points);
        }
        let pieces = points.windows(2).filter_map(|pair| match pair {
            [one, next] => Slope::between(*one, *next),
            _ => None,
        });
        let (first, latest, slope) = (points.first()?, *points.last()?, median(pieces.collect())?);
        // Mostly nothing and now and then a lot: no rate says when the next comes.
        let is_uneven = slope.rise.is_zero() && first.1 != latest.1;
        (!is_uneven).then_some(Self { latest, slope })
    }

    /// Its value on a day; `None` before the latest point, or if it is too large for a decimal.
    pub fn value_at(&self, date: Date) -> Option<Decimal> {
        let (from, value) = self.latest;
        if date < from {
            return None;
        }
        let days = Decimal::from(days_between(from, date));
        value.checked_add(self.slope.rise.checked_mul(days)?.checked_div(self.slope.days)?)
    }

    /// Its change, and the days that it takes.
    pub fn slope(&self) -> (Decimal, Decimal) {
        (self.slope.rise, self.slope.days)
    }

    pub fn reach(&self, figure: Decimal, direction: Direction) -> Reach {
        let (from, value) = self.latest;
        if direction.has_reached(value, figure) {
            return Reach::Reached;
        }
        let gain = direction.missing(Decimal::ZERO, self.slope.rise);
        let Some(gain) = gain.filter(|gain| *gain > Decimal::ZERO) else { return Reach::Never };
        let missing = direction.missing(value, figure).and_then(|gap| gap.checked_mul(self.slope.days));
        let Some(missing) = missing else { return Reach::Unknown };
        // If the quotient is too large for a decimal, the calendar has no such day.
        let days = missing.checked_div(gain).and_then(|days| days.ceil().to_i64());
        Reach::On(days.and_then(|days| days_after(from, days.max(1))).unwrap_or(Date::MAX))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Slope {
    rise: Decimal,
    /// Above 0.
    days: Decimal,
}

impl Slope {
    fn between((earlier, from): Point, (later, to): Point) -> Option<Self> {
        Some(Self { rise: to.checked_sub(from)?, days: Decimal::from(days_between(earlier, later)) })
    }
}

/// The median of the slopes between every two points. The points are in order, one for each day.
fn median_slope(points: &[Point]) -> Option<Slope> {
    let pairs = points.iter().enumerate().flat_map(|(index, later)| {
        points.iter().take(index).map(move |earlier| Slope::between(*earlier, *later))
    });
    median(pairs.collect::<Option<Vec<_>>>()?)
}

/// The median; for an even number of slopes, the mean of the two in the middle.
fn median(slopes: Vec<Slope>) -> Option<Slope> {
    let quotient = |slope: Slope| Some((slope.rise.checked_div(slope.days)?, slope));
    let mut slopes = slopes.into_iter().map(quotient).collect::<Option<Vec<_>>>()?;
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
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::Direction::{Falling, Rising};
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn number(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn after(days: i64) -> Date {
        days_after(date("2027-01-01"), days).unwrap()
    }

    /// Points by days after 1 January 2027.
    fn points(list: &[(i64, i64)]) -> Vec<Point> {
        list.iter().map(|(days, value)| (after(*days), Decimal::from(*value))).collect()
    }

    fn line(list: &[(i64, i64)]) -> Line {
        Line::through(&points(list)).unwrap()
    }

    fn slope(line: &Line) -> Option<Decimal> {
        line.slope.rise.checked_div(line.slope.days)
    }

    #[test]
    fn the_slope_is_the_median_of_all_pairs() {
        // 10, 1, −8 per day: the one in the middle.
        assert_eq!(slope(&line(&[(0, 0), (1, 10), (2, 2)])), Some(Decimal::ONE));
        // 1, 1.5, 2, 4, 5.5 and 9: between 2 and 4.
        assert_eq!(slope(&line(&[(0, 0), (1, 1), (2, 3), (3, 12)])), Some(Decimal::from(3)));
        // One odd month does not change it.
        let odd = line(&[(0, 0), (10, 10), (20, 500), (30, 30), (40, 40), (50, 50)]);
        assert_eq!(slope(&odd), Some(Decimal::ONE));
    }

    #[test]
    fn the_line_goes_through_the_latest_point() {
        let line = line(&[(0, 0), (10, 10), (20, 20), (30, 90)]);
        assert_eq!(line.latest, (after(30), Decimal::from(90)));
        // Slopes 1, 1, 1, 3, 4 and 7: 2 a day.
        assert_eq!(line.value_at(after(35)), Some(Decimal::from(100)));
        assert_eq!(line.value_at(after(30)), Some(Decimal::from(90)));
        assert_eq!(line.value_at(after(29)), None);
    }

    #[test]
    fn a_figure_is_reached_on_a_whole_day_or_never() {
        let (thirds, falling, level) =
            (&[(0, 0), (3, 1)][..], &[(0, 20), (10, 10)][..], &[(0, 20), (10, 20)][..]);
        for (points, figure, way, expected) in [
            // Rounded up to a whole day.
            (thirds, "2", Rising, Reach::On(after(6))),
            (thirds, "2.0001", Rising, Reach::On(after(7))),
            (thirds, "1.0001", Rising, Reach::On(after(4))),
            (&[(0, 9), (3, 8)], "7", Falling, Reach::On(after(6))),
            // Behind the latest point, or where the line does not go.
            (falling, "10", Rising, Reach::Reached),
            (falling, "11", Falling, Reach::Reached),
            (falling, "11", Rising, Reach::Never),
            (level, "21", Rising, Reach::Never),
            (level, "19", Falling, Reach::Never),
            // After the year 9999.
            (thirds, "10000000", Rising, Reach::On(Date::MAX)),
        ] {
            assert_eq!(line(points).reach(number(figure), way), expected, "{points:?} {figure}");
        }
        let slowest = Line::through(&[(after(0), Decimal::ZERO), (after(1), Decimal::new(1, 28))]).unwrap();
        assert_eq!(slowest.reach(Decimal::MAX, Rising), Reach::On(Date::MAX));
    }

    #[test]
    fn a_line_needs_two_days() {
        assert_eq!(Line::through(&[]), None);
        assert_eq!(Line::through(&points(&[(0, 1)])), None);
        // Of several points on a day, the last in the list counts.
        assert_eq!(by_day(points(&[(10, 1), (0, 0), (10, 5)])), points(&[(0, 0), (10, 5)]));
    }

    #[test]
    fn only_the_latest_sixty_points_count() {
        let falling = (0..100).map(|day| (day, 1_000 - 5 * day));
        let rising = (100..160).map(|day| (day, day));
        let all: Vec<_> = falling.chain(rising).collect();
        assert_eq!(slope(&line(&all)), Some(Decimal::ONE));
    }

    #[test]
    fn figures_too_large_for_a_decimal_give_no_line() {
        assert_eq!(Line::through(&[(after(0), Decimal::MIN), (after(1), Decimal::MAX)]), None);
        let high = Line::through(&[(after(0), Decimal::ZERO), (after(1), Decimal::MAX)]).unwrap();
        assert_eq!(high.value_at(after(2)), None);
        let deep =
            Line::through(&[(after(0), Decimal::MIN), (after(1), Decimal::MIN + Decimal::ONE)]).unwrap();
        assert_eq!(deep.reach(Decimal::MAX, Rising), Reach::Unknown);
    }

    #[test]
    fn of_several_days_the_latest_counts() {
        let (early, late) = (Reach::On(after(1)), Reach::On(after(2)));
        assert_eq!(early.and(late), late);
        assert_eq!(late.and(Reach::Reached), late);
        assert_eq!(Reach::Unknown.and(late), Reach::Unknown);
        assert_eq!(Reach::Unknown.and(Reach::Never), Reach::Never);
        assert_eq!((late.date(), Reach::Reached.date()), (Some(after(2)), None));
    }

    fn some_points() -> impl Strategy<Value = Vec<Point>> {
        prop::collection::btree_map(0..4_000_i64, -1_000_000..1_000_000_i64, 2..20).prop_map(|map| {
            map.into_iter().map(|(days, value)| (after(days), Decimal::new(value, 2))).collect()
        })
    }

    proptest! {
        #[test]
        fn points_on_a_line_give_that_line(
            days in prop::collection::btree_set(0..4_000_i64, 2..20),
            start in -1_000_000..1_000_000_i64,
            rise in -10_000..10_000_i64,
            ahead in 0..4_000_i64,
        ) {
            let on = |day: i64| Decimal::new(start + rise * day, 2);
            let exact: Vec<Point> = days.iter().map(|day| (after(*day), on(*day))).collect();
            let line = Line::through(&exact).unwrap();
            prop_assert_eq!(slope(&line), Some(Decimal::new(rise, 2)));
            let last = *days.last().unwrap();
            let day = last + ahead;
            prop_assert_eq!(line.value_at(after(day)), Some(on(day)));
            let way = if rise < 0 { Falling } else { Rising };
            let expected = if rise == 0 || ahead == 0 { Reach::Reached } else { Reach::On(after(day)) };
            prop_assert_eq!(line.reach(on(day), way), expected);
        }

        #[test]
        fn a_forecast_is_after_the_latest_point_and_the_line_gets_there(
            list in some_points(),
            figure in -1_000_000..1_000_000_i64,
        ) {
            let (figure, line) = (Decimal::new(figure, 2), Line::through(&list).unwrap());
            if let Reach::On(day) = line.reach(figure, Rising) {
                prop_assert!(day > line.latest.0);
                let near = Decimal::new(1, 15);
                // A day after the calendar is its last one, on which the line is not there yet.
                prop_assert!(day == Date::MAX || line.value_at(day).unwrap() + near >= figure);
                let before = day.yesterday().unwrap();
                prop_assert!(line.value_at(before).unwrap() - near < figure);
            }
        }

        #[test]
        fn nothing_panics(
            list in prop::collection::vec((-3_000_000..2_900_000_i64, any::<[i32; 4]>()), 0..8),
            figure in any::<[i32; 4]>(),
        ) {
            let decimal = |[low, mid, high, more]: [i32; 4]| Decimal::from_parts(
                low.cast_unsigned(), mid.cast_unsigned(), high.cast_unsigned(), more < 0, more.unsigned_abs() % 29,
            );
            let list: Vec<Point> = list.iter().map(|(days, parts)| (after(*days), decimal(*parts))).collect();
            if let Some(line) = Line::through(&by_day(list)) {
                slope(&line);
                line.value_at(Date::MAX);
                for way in [Rising, Falling] {
                    if let Reach::On(day) = line.reach(decimal(figure), way) {
                        prop_assert!(day > line.latest.0);
                    }
                }
            }
        }
    }
}
