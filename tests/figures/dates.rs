//! Days, and dates that name a longer stretch of time.

use std::fmt;

use jiff::ToSpan;
use jiff::civil::{Date, ISOWeekDate, Weekday};

/// A date as it is written: a day, or a stretch of days such as `2027-03` or `2027-Q1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    Day(Date),
    Week(i16, i8),
    Month(i16, i8),
    Quarter(i16, i8),
    Half(i16, i8),
    Year(i16),
}

impl When {
    pub fn first(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Week(year, week) => monday(year, week),
            Self::Month(year, month) => day(year, month, 1),
            Self::Quarter(year, quarter) => day(year, quarter * 3 - 2, 1),
            Self::Half(year, half) => day(year, half * 6 - 5, 1),
            Self::Year(year) => day(year, 1, 1),
        }
    }

    /// "A coarse date (2027-03, 2027-Q1) means its last day."
    pub fn last(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Week(year, week) => plus(monday(year, week), 6),
            Self::Month(year, month) => day(year, month, 1).last_of_month(),
            Self::Quarter(year, quarter) => day(year, quarter * 3, 1).last_of_month(),
            Self::Half(year, half) => day(year, half * 6, 1).last_of_month(),
            Self::Year(year) => day(year, 12, 31),
        }
    }

    /// "For readings and baselines an interval that contains today means today."
    pub fn as_read(self, today: Date) -> Date {
        if self.first() <= today && today <= self.last() { today } else { self.last() }
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Week(year, week) => write!(f, "{year}-W{week:02}"),
            Self::Month(year, month) => write!(f, "{year}-{month:02}"),
            Self::Quarter(year, quarter) => write!(f, "{year}-Q{quarter}"),
            Self::Half(year, half) => write!(f, "{year}-H{half}"),
            Self::Year(year) => write!(f, "{year}"),
        }
    }
}

pub fn day(year: i16, month: i8, day: i8) -> Date {
    Date::new(year, month, day).unwrap()
}

fn monday(year: i16, week: i8) -> Date {
    ISOWeekDate::new(year, week, Weekday::Monday).unwrap().date()
}

pub fn plus(day: Date, days: i64) -> Date {
    day + days.days()
}

/// How many days `to` is after `from`.
pub fn days(from: Date, to: Date) -> i64 {
    i64::from((to - from).get_days())
}

/// The same day in the year before or after; the last day of February stays the last.
pub fn same_day(day: Date, years: i64) -> Date {
    let other = plus_years(day, years);
    if day == day.last_of_month() { other.last_of_month() } else { other }
}

/// The same calendar day in another year; February 29 becomes February 28 where there is none.
pub fn plus_years(day: Date, years: i64) -> Date {
    day + years.years()
}
