//! Dates as people plan with them: a day, a week, a month, a quarter, half a year or a year.

mod fiscal;
pub(crate) mod part;
pub(crate) mod range;
mod written;

use std::fmt;

use jiff::ToSpan;
use jiff::civil::{Date, ISOWeekDate, Weekday};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::record::{meaning, serialize_as_text};
use crate::decode::format::inline_schema;
use crate::decode::value::{Scalar, ValueError};
use crate::decode::{Cursor, FiscalYear};
pub use fiscal::FiscalStart;
pub(crate) use written::HELP;

/// A date: the days from its first to its last, which are one day, a week from Monday, a month, a quarter, half a year or a
/// year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CoarseDate {
    /// The first day it can mean.
    pub first: Date,
    /// The last day it can mean.
    pub last: Date,
    /// The month in which its year starts: 1 unless it is a fiscal year or a part of one.
    pub(super) year_start: i8,
}

impl CoarseDate {
    /// One exact day.
    pub fn day(day: Date) -> Self {
        Self { first: day, last: day, year_start: 1 }
    }

    fn from_months(year: i16, from: i16, to: i16) -> Option<Self> {
        let first = Date::new(year, small(from), 1).ok()?;
        let last = Date::new(year, small(to), 1).ok()?.last_of_month();
        Some(Self { first, last, year_start: 1 })
    }

    /// The week of ISO 8601 with this number.
    fn from_week(year: i16, week: i16) -> Option<Self> {
        let first = ISOWeekDate::new(year, small(week), Weekday::Monday).ok()?.date();
        Some(Self { first, last: first.checked_add(6.days()).ok()?, year_start: 1 })
    }

    pub(super) fn is_week(self) -> bool {
        days_between(self.first, self.last) == 6
    }

    /// How many months it has: 1, 3, 6 or 12; 0 for a day or a week.
    pub(super) fn months(self) -> i8 {
        let months = (self.last.month() - self.first.month()).rem_euclid(12) + 1;
        if self.is_exact() || self.is_week() { 0 } else { months }
    }

    /// True for one exact day.
    pub fn is_exact(self) -> bool {
        self.first == self.last
    }

    /// True if this is before `other` for every choice of days that the two can mean.
    pub fn surely_before(self, other: Self) -> bool {
        self.last < other.first
    }

    /// The day that a reading, a baseline or an `as_of` of this date counts for: its last, or today
    /// if the interval includes today.
    pub fn as_reading(self, today: Date) -> Date {
        if self.first <= today && today <= self.last { today } else { self.last }
    }

    /// Reads a date in the notation of the format, but not a part of a fiscal year.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        Self::parse_in(text, FiscalYear::Unsaid)
    }

    /// True for a fiscal year or a part of one, in any notation.
    pub fn is_fiscal(text: &str) -> bool {
        fiscal::is_fiscal(text)
    }

    /// The strategy's period, if it is readable.
    pub(super) fn period(cursor: Cursor<'_>) -> Option<Days> {
        written::period(cursor)
    }

    /// The answer to a date without its year, if there is only one in the strategy's period.
    pub(super) fn without_year(
        text: &str,
        period: Option<Days>,
        fiscal_year: FiscalYear,
    ) -> Option<ValueError> {
        written::without_year(text, period, fiscal_year)
    }

    /// Reads a date in the notation of the format.
    pub fn parse_in(text: &str, fiscal_year: FiscalYear) -> Result<Self, ValueError> {
        let number = |digits: &str, length: usize| -> Option<i16> {
            let is_number = digits.len() == length && digits.bytes().all(|byte| byte.is_ascii_digit());
            is_number.then(|| digits.parse().ok())?
        };
        let parts: Vec<&str> = text.split('-').collect();
        let year = parts.first().and_then(|year| number(year, 4));
        let read = match (year, parts.as_slice()) {
            (Some(year), [_]) => Self::from_months(year, 1, 12),
            (Some(year), [_, part]) => {
                let nth = |letter: char, most: i16, length: usize| {
                    let digits = part.strip_prefix([letter, letter.to_ascii_lowercase()])?;
                    number(digits, length).filter(|nth| (1..=most).contains(nth))
                };
                let quarter = || nth('Q', 4, 1).and_then(|one| Self::from_months(year, one * 3 - 2, one * 3));
                let half = || nth('H', 2, 1).and_then(|one| Self::from_months(year, one * 6 - 5, one * 6));
                let week = || nth('W', 53, 2).and_then(|week| Self::from_week(year, week));
                let month = || number(part, 2).and_then(|month| Self::from_months(year, month, month));
                month().or_else(quarter).or_else(half).or_else(week)
            }
            (Some(year), [_, month, day]) => match (number(month, 2), number(day, 2)) {
                (Some(_), Some(_)) if year < FIRST_YEAR => return Err(no_such_year(year)),
                (Some(month), Some(day)) => {
                    let date = Date::new(year, small(month), small(day));
                    return date.map(Self::day).map_err(|_| no_such_day(year, month, day));
                }
                _ => None,
            },
            _ => None,
        };
        match read {
            Some(_) if year.is_some_and(|year| year < FIRST_YEAR) => {
                Err(no_such_year(year.unwrap_or_default()))
            }
            Some(date) => Ok(date),
            None => fiscal::read(text, fiscal_year)
                .unwrap_or_else(|| Err(written::in_another_notation(text, fiscal_year))),
        }
    }
}

/// No plan is older: a year before it is a slip, such as 0207.
const FIRST_YEAR: i16 = 1000;

fn no_such_year(year: i16) -> ValueError {
    ValueError::new("a date", format!("the year {year:04} is long past: is one of its digits wrong?"))
}

/// The number of a month or a day; one that does not fit is none that exists.
fn small(number: i16) -> i8 {
    i8::try_from(number).unwrap_or(i8::MAX)
}

fn no_such_day(year: i16, month: i16, day: i16) -> ValueError {
    let Ok(first) = Date::new(year, small(month), 1) else {
        let help = format!("a year has 12 months, and there is no month {month:02}");
        return ValueError::new("a date", help);
    };
    let (name, length) = (first.strftime("%B %Y"), first.days_in_month());
    let help = format!("{name} has {length} days; day {day} is not one of them");
    ValueError::new("a day that exists", help)
}

impl fmt::Display for CoarseDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.year_start != 1 {
            return fiscal::write(*self, f);
        }
        let (year, month) = (self.first.year(), self.first.month());
        match self.months() {
            0 if self.is_week() => {
                let week = self.first.iso_week_date();
                write!(f, "{:04}-W{:02}", week.year(), week.week())
            }
            0 => write!(f, "{}", self.first),
            1 => write!(f, "{year:04}-{month:02}"),
            3 => write!(f, "{year:04}-Q{}", (month + 2) / 3),
            6 => write!(f, "{year:04}-H{}", (month + 5) / 6),
            _ => write!(f, "{year:04}"),
        }
    }
}

serialize_as_text!(CoarseDate);
impl Scalar for CoarseDate {
    fn from_text(text: &str) -> Result<Self, ValueError> {
        Self::parse(text.trim())
    }
    fn read_at(text: &str, cursor: Cursor<'_>) -> Option<Self> {
        let (text, fiscal_year) = (text.trim(), cursor.fiscal_year());
        Self::parse_in(text, fiscal_year).map_or_else(
            |error| {
                // Whatever made the key unreadable has been reported.
                let is_known = fiscal_year != FiscalYear::Unreadable || !Self::is_fiscal(text);
                if let Some((start, end)) =
                    cursor.takes("start", "end").and_then(|()| range::from_one_to_another(text))
                {
                    return cursor.invalid(&error.instead(format!("{{ start: {start}, end: {end} }}")));
                }
                if let Some(error) = range::answer(text, cursor) {
                    return cursor.invalid(&error);
                }
                if cursor.is_under(&["end", "until"]) && written::is_open(text) {
                    return cursor.better_without("leave it out: without it, there is no end");
                }
                let better = || {
                    Self::without_year(text, written::period(cursor), fiscal_year)
                        .or_else(|| written::as_elsewhere(text, cursor))
                        .or_else(|| range::begun(text, cursor))
                        .or_else(|| written::with_time(text, &error, cursor))
                };
                let error = better().unwrap_or(error);
                is_known.then(|| cursor.invalid(&error))?
            },
            Some,
        )
    }
}
impl JsonSchema for CoarseDate {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Date".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        // A year alone is a number to YAML.
        json_schema!({
            "description": "A day `2027-01-15`, a week `2027-W03`, a month `2027-01`, a quarter `2027-Q1`, half a year `2027-H1` or a year `2027`; with `fiscal_year_starts` also `FY2027/28`, `FY2027/28-H1` and `FY2027/28-Q1`.",
            "type": ["string", "integer"],
            "pattern": "^([1-9][0-9]{3}(-([0-9]{2}(-[0-9]{2})?|Q[1-4]|H[12]|W[0-5][0-9]))?|FY[1-9][0-9]{3}/[0-9]{2}(-(Q[1-4]|H[12]))?)$",
            "minimum": 1000,
            "maximum": 9999,
        })
    }
}

/// The date on which something starts: it counts from the first day it can mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(transparent)]
pub struct Start(pub CoarseDate);

impl std::ops::Deref for Start {
    type Target = CoarseDate;
    fn deref(&self) -> &CoarseDate {
        &self.0
    }
}
impl From<Start> for CoarseDate {
    fn from(start: Start) -> Self {
        start.0
    }
}
impl Scalar for Start {
    fn from_text(text: &str) -> Result<Self, ValueError> {
        CoarseDate::from_text(text).map(Self)
    }
    fn read_at(text: &str, cursor: Cursor<'_>) -> Option<Self> {
        CoarseDate::read_at(text, cursor).map(Self)
    }
}
inline_schema!([] Start, |generator| generator.subschema_for::<CoarseDate>());

meaning!(Day: CoarseDate);
meaning!(Start: Start);

/// An inclusive date range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    pub start: Date,
    pub end: Date,
}

impl Days {
    /// True if the two have a day in common.
    pub fn overlaps(self, other: Self) -> bool {
        self.start <= other.end && other.start <= self.end
    }

    /// Number of days, both ends included.
    pub fn len(self) -> i64 {
        days_between(self.start, self.end) + 1
    }

    pub fn is_empty(self) -> bool {
        self.end < self.start
    }
}

/// The same day a year earlier; for the last day of February the last one.
pub fn year_before(day: Date) -> Option<Date> {
    Some(as_in_month(day, day.checked_sub(1.year()).ok()?))
}

/// The same day a year later; for the last day of February the last one.
pub fn year_after(day: Date) -> Option<Date> {
    Some(as_in_month(day, day.checked_add(1.year()).ok()?))
}

fn as_in_month(day: Date, other: Date) -> Date {
    if day == day.last_of_month() { other.last_of_month() } else { other }
}

/// Days from one date to another; negative if the second is before the first.
pub fn days_between(from: Date, to: Date) -> i64 {
    i64::from((to - from).get_days())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_day_of_february_is_a_year_after_the_last_one() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        for (one, next) in
            [("2023-02-28", "2024-02-29"), ("2024-02-29", "2025-02-28"), ("2024-02-27", "2025-02-27")]
        {
            assert_eq!((year_after(day(one)), year_before(day(next))), (Some(day(next)), Some(day(one))));
        }
        assert_eq!(year_before(day("2024-02-28")), Some(day("2023-02-28")));
    }

    #[test]
    fn a_coarse_date_is_the_interval_that_it_names() {
        for (text, first, last) in [
            ("2027-01-15", "2027-01-15", "2027-01-15"),
            ("2028-02", "2028-02-01", "2028-02-29"),
            ("2027-Q3", "2027-07-01", "2027-09-30"),
            ("2027-H2", "2027-07-01", "2027-12-31"),
            ("2026-W01", "2025-12-29", "2026-01-04"),
            ("2027", "2027-01-01", "2027-12-31"),
        ] {
            let date = CoarseDate::parse(text).unwrap();
            let read = [date.to_string(), date.first.to_string(), date.last.to_string()];
            assert_eq!(read, [text, first, last]);
        }
    }

    #[test]
    fn a_date_is_surely_before_another_if_it_is_for_every_choice_of_days() {
        let date = |text| CoarseDate::parse(text).unwrap();
        assert!(date("2027-Q1").surely_before(date("2027-04-01")));
        assert!(!date("2027-Q1").surely_before(date("2027-03-31")));
    }
}
