//! Dates as people plan with them: a day, a month, a quarter or a year.

mod start;
mod step;

use std::fmt;

use jiff::civil::Date;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use super::record::meaning;
use crate::decode::value::{LONGEST_GUESS, Scalar, ValueError};
pub use start::Start;
pub use step::Step;

const HELP: &str = "write a day `2027-01-15`, a month `2027-01`, a quarter `2027-Q1` or a year `2027`";

/// How finely a date is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Grain {
    /// `2027-01-15`
    Day,
    /// `2027-01`
    Month,
    /// `2027-Q1`
    Quarter,
    /// `2027`
    Year,
}

/// A date, exact or coarse: the days from its first to its last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CoarseDate {
    /// The first day it can mean.
    pub first: Date,
    /// The last day it can mean.
    pub last: Date,
    grain: Grain,
}

impl CoarseDate {
    /// One exact day.
    pub fn day(day: Date) -> Self {
        Self { first: day, last: day, grain: Grain::Day }
    }

    /// True for one exact day.
    pub fn is_exact(self) -> bool {
        self.grain == Grain::Day
    }

    /// True where this lies before `other` whatever days the two mean.
    pub fn surely_before(self, other: Self) -> bool {
        self.last < other.first
    }

    /// The day that a reading, a baseline or an `as_of` of this date stands for: its last, or today
    /// where the interval holds today.
    pub fn as_reading(self, today: Date) -> Date {
        if self.first <= today && today <= self.last { today } else { self.last }
    }

    /// Reads a date as the format has it.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let bytes = text.as_bytes();
        let number = |from: usize, to: usize| -> Option<i16> {
            let digits = text.get(from..to)?;
            digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
        };
        let whole =
            |first: Option<Date>, last: Option<Date>, grain| Some(Self { first: first?, last: last?, grain });
        let read = match (bytes.len(), bytes.get(4), bytes.get(7)) {
            (10, Some(b'-'), Some(b'-')) => {
                let (year, month, day) = (number(0, 4), number(5, 7), number(8, 10));
                let (Some(year), Some(month), Some(day)) = (year, month, day) else {
                    return Err(fault(text));
                };
                let day =
                    Date::new(year, small(month), small(day)).map_err(|_| no_such_day(year, month, day))?;
                Some(Self::day(day))
            }
            (7, Some(b'-'), None) if bytes.get(5).is_some_and(|q| matches!(q, b'Q' | b'q')) => {
                number(0, 4).zip(number(6, 7)).and_then(|(year, quarter)| {
                    let month = (1..=4).contains(&quarter).then(|| small(quarter * 3 - 2))?;
                    let first = Date::new(year, month, 1).ok();
                    whole(first, last_of_month(year, month + 2), Grain::Quarter)
                })
            }
            (7, Some(b'-'), None) => number(0, 4).zip(number(5, 7)).and_then(|(year, month)| {
                let first = Date::new(year, small(month), 1).ok();
                whole(first, last_of_month(year, small(month)), Grain::Month)
            }),
            (4, None, None) => number(0, 4).and_then(|year| {
                whole(Date::new(year, 1, 1).ok(), Date::new(year, 12, 31).ok(), Grain::Year)
            }),
            _ => None,
        };
        read.ok_or_else(|| fault(text))
    }
}

fn small(number: i16) -> i8 {
    i8::try_from(number).unwrap_or(i8::MAX)
}

fn last_of_month(year: i16, month: i8) -> Option<Date> {
    Date::new(year, month, 1).ok().map(Date::last_of_month)
}

fn no_such_day(year: i16, month: i16, day: i16) -> ValueError {
    match Date::new(year, small(month), 1) {
        Ok(first) => ValueError::new(
            "a day that exists",
            format!(
                "{} has {} days; day {day} is not one of them",
                first.strftime("%B %Y"),
                first.days_in_month()
            ),
        ),
        Err(_) => {
            ValueError::new("a date", format!("a year has 12 months, and there is no month {month:02}"))
        }
    }
}

/// Dates in other notations, where only one reading is possible.
fn fault(text: &str) -> ValueError {
    let fault = ValueError::new("a date", HELP);
    if text.len() > LONGEST_GUESS {
        return fault;
    }
    if let Some(date) = in_words(text) {
        return fault.instead(date);
    }
    if let Some((start, end)) = half_year(text).or_else(|| from_one_to_another(text)) {
        let help = format!("write one date, or for a period `{{ start: {start}, end: {end} }}`");
        return ValueError::new("a date", help);
    }
    let parts: Vec<&str> = text.split(['.', '/', '-']).map(str::trim).collect();
    let [first, second, third] = parts.as_slice() else { return fault };
    let (Ok(first), Ok(second), Ok(third)) =
        (first.parse::<i16>(), second.parse::<i16>(), third.parse::<i16>())
    else {
        return fault;
    };
    let meant = match (first, second, third) {
        (year, month, day) if year > 31 => Date::new(year, small(month), small(day)),
        // 15.01.2027 has one reading; 04/05/2027 has two, and 04.05.2027 only where dots are used.
        (day, month, year) if year > 31 && (text.contains('.') || day > 12) => {
            Date::new(year, small(month), small(day))
        }
        (month, day, year) if year > 31 && day > 12 => Date::new(year, small(month), small(day)),
        (one, other, year) if year > 31 => {
            let day = |month, day| Date::new(year, small(month), small(day)).ok();
            return match (day(other, one), day(one, other)) {
                (Some(first), Some(second)) if first != second => {
                    let both = format!("this can mean two days: write `{first}` or `{second}`");
                    ValueError::new("a date", both)
                }
                _ => fault,
            };
        }
        _ => return fault,
    };
    match meant {
        Ok(date) => fault.instead(date.to_string()),
        Err(_) => fault,
    }
}

/// `2027-H1`, `H2 2027`: its first month and its last.
fn half_year(text: &str) -> Option<(String, String)> {
    let mut parts: Vec<&str> = text.split(['-', ' ', '/']).collect();
    parts.sort_unstable();
    let [year, half] = parts.as_slice() else { return None };
    let year = Some(year).filter(|year| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()))?;
    match *half {
        "H1" | "h1" => Some((format!("{year}-01"), format!("{year}-06"))),
        "H2" | "h2" => Some((format!("{year}-07"), format!("{year}-12"))),
        _ => None,
    }
}

/// `2027-01-01 to 2027-06-30`: the two dates.
fn from_one_to_another(text: &str) -> Option<(String, String)> {
    let parted =
        [" to ", " until ", " - ", "–", "—", "..", "/"].into_iter().find_map(|by| text.split_once(by));
    let (start, end) = parted?;
    let date = |text: &str| match CoarseDate::parse(text.trim()) {
        Ok(date) => Some(date.to_string()),
        Err(fault) => fault.instead,
    };
    Some((date(start)?, date(end)?))
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// `15 January 2027`, `Jan 15, 2027`, `March 2027`, `Q2 2027` in the notation of the format.
fn in_words(text: &str) -> Option<String> {
    let text = text.to_lowercase();
    let words: Vec<&str> = text.split([' ', ',', '.', '-', '/']).filter(|word| !word.is_empty()).collect();
    let month = |word: &str| {
        let found = MONTHS.iter().position(|month| word.len() >= 3 && month.starts_with(word))?;
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
        match self.grain {
            Grain::Day => write!(f, "{}", self.first),
            Grain::Month => write!(f, "{year:04}-{month:02}"),
            Grain::Quarter => write!(f, "{year:04}-Q{}", (month + 2) / 3),
            Grain::Year => write!(f, "{year:04}"),
        }
    }
}

impl Serialize for CoarseDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
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
            "description": "A day `2027-01-15`, a month `2027-01`, a quarter `2027-Q1` or a year `2027`.",
            "type": ["string", "integer"],
            "pattern": "^[0-9]{4}(-([0-9]{2}(-[0-9]{2})?|Q[1-4]))?$",
            "minimum": 1000,
            "maximum": 9999,
        })
    }
}

meaning!(Day: CoarseDate);

/// The time a strategy covers: a start and an end, or a year, quarter or month in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// The first day.
    pub start: Date,
    /// The last day.
    pub end: Date,
}

impl Days {
    /// True where the two share a day.
    pub fn overlaps(self, other: Self) -> bool {
        self.start <= other.end && other.start <= self.end
    }

    /// Number of days, both ends included.
    pub fn len(self) -> i64 {
        days_between(self.start, self.end) + 1
    }

    /// True where it ends before it starts.
    pub fn is_empty(self) -> bool {
        self.end < self.start
    }
}

/// Days from one date to another; negative where the second lies before the first.
pub fn days_between(from: Date, to: Date) -> i64 {
    i64::from((to - from).get_days())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> (String, String) {
        let date = CoarseDate::parse(text).unwrap();
        assert_eq!(date.to_string(), text);
        (date.first.to_string(), date.last.to_string())
    }

    #[test]
    fn a_coarse_date_is_the_interval_it_names() {
        assert_eq!(parsed("2027-01-15"), ("2027-01-15".into(), "2027-01-15".into()));
        assert_eq!(parsed("2028-02"), ("2028-02-01".into(), "2028-02-29".into()));
        assert_eq!(parsed("2027-Q3"), ("2027-07-01".into(), "2027-09-30".into()));
        assert_eq!(parsed("2027"), ("2027-01-01".into(), "2027-12-31".into()));
    }

    #[test]
    fn what_is_certain_is_offered_and_what_is_not_is_left() {
        let instead = |text| CoarseDate::parse(text).unwrap_err().instead;
        assert_eq!(instead("15.1.2027").as_deref(), Some("2027-01-15"));
        assert_eq!(instead("1/15/2027").as_deref(), Some("2027-01-15"));
        assert_eq!(instead("2027/1/5").as_deref(), Some("2027-01-05"));
        assert_eq!(instead("04/05/2027"), None);
        assert_eq!(instead("2027-Q5"), None);
        assert_eq!(instead("soon"), None);
        assert!(CoarseDate::parse("04/05/2027").unwrap_err().help.contains("`2027-05-04` or `2027-04-05`"));
    }

    #[test]
    fn months_in_words_are_understood() {
        let instead = |text| CoarseDate::parse(text).unwrap_err().instead;
        assert_eq!(instead("15 January 2027").as_deref(), Some("2027-01-15"));
        assert_eq!(instead("Jan. 15th, 2027").as_deref(), Some("2027-01-15"));
        assert_eq!(instead("March 2027").as_deref(), Some("2027-03"));
        assert_eq!(instead("Q2 2027").as_deref(), Some("2027-Q2"));
        assert_eq!(instead("2027 q2").as_deref(), Some("2027-Q2"));
        assert_eq!(instead("31 June 2027"), None);
        assert_eq!(instead("end of June"), None);
        assert_eq!(instead("ma 2027"), None);
    }

    #[test]
    fn a_time_from_one_date_to_another_is_answered_with_both() {
        let help = |text| CoarseDate::parse(text).unwrap_err().help;
        let period =
            |start, end| format!("write one date, or for a period `{{ start: {start}, end: {end} }}`");
        for text in
            ["2027-H1", "H1 2027", "2027 h1", "2027-01 to 2027-06", "2027-01–2027-06", "Jan 2027 - June 2027"]
        {
            assert_eq!(help(text), period("2027-01", "2027-06"), "{text}");
        }
        assert_eq!(help("2027-H2"), period("2027-07", "2027-12"));
        assert_eq!(help("2027-01-01/2027-06-30"), period("2027-01-01", "2027-06-30"));
        for text in ["2027-H3", "H1", "2027 to", " to ", "soon to 2027", "1/2", "2027-H1-H2", "–"] {
            assert_eq!(help(text), HELP, "{text}");
        }
    }

    #[test]
    fn impossible_days_say_how_long_the_month_is() {
        let fault = CoarseDate::parse("2027-02-30").unwrap_err();
        assert_eq!(fault.help, "February 2027 has 28 days; day 30 is not one of them");
        assert!(CoarseDate::parse("2027-13-01").unwrap_err().help.contains("12 months"));
    }

    #[test]
    fn order_is_sure_only_when_no_choice_of_days_undoes_it() {
        let date = |text| CoarseDate::parse(text).unwrap();
        assert!(date("2027-Q1").surely_before(date("2027-04-01")));
        assert!(!date("2027-Q1").surely_before(date("2027-03-31")));
    }
}
