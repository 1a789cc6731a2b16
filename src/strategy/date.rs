//! Dates as people plan with them: a day, a week, a month, a quarter, half a year or a year.

use std::fmt;

use jiff::ToSpan;
use jiff::civil::{Date, ISOWeekDate, Weekday};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::record::{meaning, serialize_as_text};
use crate::decode::format::inline_schema;
use crate::decode::value::{MAX_GUESS, Scalar, ValueError};

const HELP: &str = "\
write a day `2027-01-15`, a week `2027-W03`, a month `2027-01`, a quarter `2027-Q1`, a half `2027-H1` or a year `2027`";

/// A date: the days from its first to its last, which are one day, a week from Monday, a month, a quarter, half a year or a
/// year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CoarseDate {
    /// The first day it can mean.
    pub first: Date,
    /// The last day it can mean.
    pub last: Date,
}

impl CoarseDate {
    /// One exact day.
    pub fn day(day: Date) -> Self {
        Self { first: day, last: day }
    }

    fn from_months(year: i16, from: i16, to: i16) -> Option<Self> {
        let first = Date::new(year, small(from), 1).ok()?;
        let last = Date::new(year, small(to), 1).ok()?.last_of_month();
        Some(Self { first, last })
    }

    /// The week of ISO 8601 with this number.
    fn from_week(year: i16, week: i16) -> Option<Self> {
        let first = ISOWeekDate::new(year, small(week), Weekday::Monday).ok()?.date();
        Some(Self { first, last: first.checked_add(6.days()).ok()? })
    }

    pub(super) fn is_week(self) -> bool {
        days_between(self.first, self.last) == 6
    }

    /// How many months it has: 1, 3, 6 or 12; 0 for a day or a week.
    pub(super) fn months(self) -> i8 {
        if self.is_exact() || self.is_week() { 0 } else { self.last.month() - self.first.month() + 1 }
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

    /// Reads a date in the notation of the format.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
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
                (Some(month), Some(day)) => {
                    let date = Date::new(year, small(month), small(day));
                    return date.map(Self::day).map_err(|_| no_such_day(year, month, day));
                }
                _ => None,
            },
            _ => None,
        };
        read.ok_or_else(|| in_another_notation(text))
    }
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

/// Offers the date that a text means in another notation, if it can mean only one.
fn in_another_notation(text: &str) -> ValueError {
    let error = ValueError::new("a date", HELP);
    if text.len() > MAX_GUESS {
        return error;
    }
    if let Some(date) = in_words(text) {
        return error.instead(date);
    }
    if let Some(half) = half_year(text) {
        return error.instead(half);
    }
    if let Some((start, end)) = from_one_to_another(text) {
        let help = format!("write one date, or for a period `{{ start: {start}, end: {end} }}`");
        return ValueError::new("a date", help);
    }
    let parts: Result<Vec<i16>, _> = text.split(['.', '/', '-']).map(|part| part.trim().parse()).collect();
    let date = |year, month, day| Date::new(year, small(month), small(day)).ok();
    let meant = match *parts.unwrap_or_default().as_slice() {
        [year, month, day] if year > 31 => date(year, month, day),
        // 15.01.2027 can mean one day, 04/05/2027 can mean two, and 04.05.2027 only one because of its dots.
        [day, month, year] if year > 31 && (text.contains('.') || day > 12) => date(year, month, day),
        [month, day, year] if year > 31 && day > 12 => date(year, month, day),
        [one, other, year] if year > 31 => match (date(year, other, one), date(year, one, other)) {
            (Some(first), Some(second)) if first != second => {
                let both = format!("this can mean two days: write `{first}` or `{second}`");
                return ValueError::new("a date", both);
            }
            _ => None,
        },
        _ => None,
    };
    match meant {
        Some(date) => error.instead(date.to_string()),
        None => error,
    }
}

/// `H2 2027`, `2027 h1`.
fn half_year(text: &str) -> Option<String> {
    let mut parts: Vec<&str> = text.split(['-', ' ', '/']).collect();
    parts.sort_unstable();
    let [year, half] = parts.as_slice() else { return None };
    let half = half.to_ascii_uppercase();
    let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    (is_year && matches!(&*half, "H1" | "H2")).then(|| format!("{year}-{half}"))
}

/// `2027-01-01 to 2027-06-30`: the two dates.
fn from_one_to_another(text: &str) -> Option<(String, String)> {
    let parted =
        [" to ", " until ", " - ", "–", "—", "..", "/"].into_iter().find_map(|by| text.split_once(by));
    let (start, end) = parted?;
    let date = |text: &str| match CoarseDate::parse(text.trim()) {
        Ok(date) => Some(date.to_string()),
        Err(error) => error.instead,
    };
    Some((date(start)?, date(end)?))
}

const MONTHS: &str = "january february march april may june july august september october november december";

/// `15 January 2027`, `Jan 15, 2027`, `March 2027`, `Q2 2027` in the notation of the format.
fn in_words(text: &str) -> Option<String> {
    let text = text.to_lowercase();
    let words: Vec<&str> = text.split([' ', ',', '.', '-', '/']).filter(|word| !word.is_empty()).collect();
    let month = |word: &str| {
        let found = MONTHS.split(' ').position(|month| word.len() >= 3 && month.starts_with(word))?;
        i8::try_from(found + 1).ok()
    };
    let year = |word: &str| word.parse().ok().filter(|year| word.len() == 4 && *year >= 1000);
    let day = |word: &str| word.trim_end_matches(char::is_alphabetic).parse::<i8>().ok();
    let coarse = |first: &str, second: &str| {
        let year: i16 = year(second)?;
        match first.strip_prefix('q') {
            Some(quarter) => {
                let quarter: u8 = quarter.parse().ok().filter(|quarter| (1..=4).contains(quarter))?;
                Some(format!("{year}-Q{quarter}"))
            }
            None => month(first).map(|month| format!("{year}-{month:02}")),
        }
    };
    match words.as_slice() {
        [first, second] => coarse(first, second).or_else(|| coarse(second, first)),
        [first, second, third] => {
            let (month, day) = match (month(first), month(second)) {
                (Some(month), None) => (month, day(second)?),
                (None, Some(month)) => (month, day(first)?),
                _ => return None,
            };
            Date::new(year(third)?, month, day).ok().map(|date| date.to_string())
        }
        _ => None,
    }
}

impl fmt::Display for CoarseDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
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
}
impl JsonSchema for CoarseDate {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Date".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        // A year alone is a number to YAML.
        json_schema!({
            "description": "A day `2027-01-15`, a week `2027-W03`, a month `2027-01`, a quarter `2027-Q1`, half a year `2027-H1` or a year `2027`.",
            "type": ["string", "integer"],
            "pattern": "^[0-9]{4}(-([0-9]{2}(-[0-9]{2})?|Q[1-4]|H[12]|W[0-5][0-9]))?$",
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

/// Days from one date to another; negative if the second is before the first.
pub fn days_between(from: Date, to: Date) -> i64 {
    i64::from((to - from).get_days())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> ValueError {
        CoarseDate::parse(text).unwrap_err()
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
    fn a_date_is_offered_only_if_it_is_certain() {
        for (text, instead) in [
            ("15.1.2027", Some("2027-01-15")),
            ("1/15/2027", Some("2027-01-15")),
            ("2027/1/5", Some("2027-01-05")),
            ("04/05/2027", None),
            ("2027-Q5", None),
            ("soon", None),
            ("15 January 2027", Some("2027-01-15")),
            ("Jan. 15th, 2027", Some("2027-01-15")),
            ("March 2027", Some("2027-03")),
            ("Q2 2027", Some("2027-Q2")),
            ("2027 q2", Some("2027-Q2")),
            ("H1 2027", Some("2027-H1")),
            ("2027 h2", Some("2027-H2")),
            ("2027-W54", None),
            ("31 June 2027", None),
            ("end of June", None),
            ("ma 2027", None),
        ] {
            assert_eq!(error(text).instead.as_deref(), instead, "{text}");
        }
    }

    #[test]
    fn a_text_with_two_dates_is_answered_with_both() {
        let period =
            |start, end| format!("write one date, or for a period `{{ start: {start}, end: {end} }}`");
        for text in ["2027-01 to 2027-06", "2027-01–2027-06", "Jan 2027 - June 2027"] {
            assert_eq!(error(text).help, period("2027-01", "2027-06"), "{text}");
        }
        assert_eq!(error("2027-01-01/2027-06-30").help, period("2027-01-01", "2027-06-30"));
        for text in ["2027-H3", "H1", "2027 to", " to ", "soon to 2027", "1/2", "2027-H1-H2", "–"] {
            assert_eq!(error(text).help, HELP, "{text}");
        }
    }

    #[test]
    fn the_help_says_why_a_date_cannot_be_read() {
        for (text, help) in [
            ("2027-02-30", "February 2027 has 28 days; day 30 is not one of them"),
            ("2027-13-01", "a year has 12 months, and there is no month 13"),
            ("04/05/2027", "this can mean two days: write `2027-05-04` or `2027-04-05`"),
        ] {
            assert_eq!(error(text).help, help, "{text}");
        }
    }

    #[test]
    fn a_date_is_surely_before_another_if_it_is_for_every_choice_of_days() {
        let date = |text| CoarseDate::parse(text).unwrap();
        assert!(date("2027-Q1").surely_before(date("2027-04-01")));
        assert!(!date("2027-Q1").surely_before(date("2027-03-31")));
    }
}
