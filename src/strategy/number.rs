//! Exact decimals, and durations.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use schemars::json_schema;
use serde::{Serialize, Serializer};

use super::record::{meaning, serialize_as_text};
use crate::decode::Cursor;
use crate::decode::figures::Place;
use crate::decode::format::{Shape, inline_schema};
use crate::decode::offers::{in_another_notation, negative_amount};
use crate::decode::value::{Offer, Scalar, ValueError};
use crate::syntax::edit::quote_if_needed;
use crate::words::is_in;
use crate::words::spelling::{Spelled, spelled};
use crate::words::units::{is_working_day, unit_of_time};

/// An exact decimal number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Number(pub Decimal);

impl Number {
    /// Reads a number in the notation of the format: digits, perhaps a sign and a point.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let plain = text.strip_prefix('+').unwrap_or(text);
        // Nobody writes three zeros after a decimal point: they are thousands in half of Europe.
        if plain.ends_with(".000") && matches!(spelled(plain), Some(Spelled::Either(..))) {
            return Err(in_another_notation(plain));
        }
        if plain.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'))
            && let Ok(number) = Decimal::from_str(plain)
        {
            return Ok(Self(number));
        }
        if plain.bytes().any(|byte| matches!(byte, b'e' | b'E'))
            && let Ok(number) = Decimal::from_scientific(plain)
        {
            return Ok(Self(number));
        }
        Err(in_another_notation(text))
    }

    /// The nearest binary number, for drawing and for output formats.
    pub fn to_f64(self) -> f64 {
        self.0.to_f64().unwrap_or(0.0)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.normalize())
    }
}
impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.normalize().to_i64() {
            Some(whole) if self.0.fract().is_zero() => serializer.serialize_i64(whole),
            _ => serializer.serialize_f64(self.to_f64()),
        }
    }
}
impl Scalar for Number {
    const SHAPE: &'static Shape = &Shape::Number;
    fn from_text(text: &str) -> Result<Self, ValueError> {
        Self::parse(text.trim())
    }
    fn read_at(text: &str, cursor: Cursor<'_>) -> Option<Self> {
        let text = text.trim();
        let read = Self::from_text(text)
            .ok()
            .filter(|_| !text.starts_with('+') || Place::of(cursor).can_have_plus())
            .filter(|number| number.0.scale() != 3 || !Place::of(cursor).can_be_thousands(text));
        read.map_or_else(|| cursor.invalid(&Place::of(cursor).answer(text)), Some)
    }
}
inline_schema!([] Number, |_| json_schema!({ "type": "number" }));

/// An amount of money, in the currency of the budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Money(pub Decimal);

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Number(self.0).serialize(serializer)
    }
}
impl Scalar for Money {
    const SHAPE: &'static Shape = &Shape::Number;
    fn from_text(text: &str) -> Result<Self, ValueError> {
        let text = text.trim();
        // Money has no three decimals: in `25.000` the point can separate thousands.
        match spelled(text) {
            Some(Spelled::Either(..)) => Err(in_another_notation(text)),
            _ => match Number::parse(text)? {
                Number(amount) if amount < Decimal::ZERO => Err(negative_amount(false)),
                Number(amount) => Ok(Self(amount)),
            },
        }
    }
    fn read_at(text: &str, cursor: Cursor<'_>) -> Option<Self> {
        let text = text.trim();
        Self::from_text(text).ok().or_else(|| Self::credit(text, cursor)).or_else(|| {
            let error = Place::of(cursor).answer(text);
            cursor.invalid(&error)
        })
    }
}
impl Money {
    /// What has been refunded, as one of the kinds of what has been spent.
    fn credit(text: &str, cursor: Cursor<'_>) -> Option<Self> {
        let Number(amount) = Number::parse(text).ok().filter(|amount| amount.0 < Decimal::ZERO)?;
        let is_certain = !matches!(spelled(text), Some(Spelled::Either(..)));
        (is_certain && Place::of(cursor).is_cost_of_kind()).then_some(Self(amount))
    }
}
inline_schema!([] Money, |_| json_schema!({ "type": "number" }));

/// Hours, such as those that someone has each week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Hours(pub Decimal);

impl Serialize for Hours {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Number(self.0).serialize(serializer)
    }
}
impl Scalar for Hours {
    const SHAPE: &'static Shape = &Shape::Number;
    fn from_text(text: &str) -> Result<Self, ValueError> {
        let hours = Number::parse(text.trim())?.0;
        let error = || ValueError::new("a number of hours", "write how many hours a week, 0 or more");
        if hours < Decimal::ZERO { Err(error()) } else { Ok(Self(hours)) }
    }
    fn read_at(text: &str, cursor: Cursor<'_>) -> Option<Self> {
        let answer = |error: ValueError| match hours_a_week(text) {
            Some(hours) => ValueError::new("a number of hours", "write how many hours a week").instead(hours),
            None => ValueError {
                help: "write how many hours a week, in digits".to_owned(),
                ..ValueError { expected: "a number of hours", ..error }
            },
        };
        Self::from_text(text).map_or_else(|error| cursor.invalid(&answer(error)), Some)
    }
}

/// The hours of `14/wk`, `14 h per week`, `14h`.
fn hours_a_week(text: &str) -> Option<String> {
    let lower = text.trim().to_lowercase().replace('/', " per ");
    let digits = lower.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    let figure = Number::parse(&lower.get(..lower.len() - digits.len())?.replace(',', ".")).ok()?;
    let words: Vec<&str> = digits.split([' ', '.']).filter(|word| !word.is_empty()).collect();
    // `2 weeks` are no hours, and `1,000 h` can be one hour.
    let is_length = words.first().is_some_and(|word| unit_of_time(word) == Some("w"));
    let is_clear = !lower.split(|c: char| !c.is_ascii_digit()).any(|part| part.len() == 3)
        || !lower.contains([',', '.']);
    let is_known = |word: &str| {
        matches!(unit_of_time(word), Some("h" | "w"))
            || is_in("per a each pro je par por al alla à", word)
            || word == "weekly"
    };
    (!is_length && is_clear && words.iter().all(|word| is_known(word))).then(|| figure.to_string())
}
inline_schema!([] Hours, |_| json_schema!({ "type": "number", "minimum": 0 }));

meaning!(Figure: Number);
meaning!(Money: Money);
meaning!(Other: Duration, Hours);

/// A length of time, such as the time within which questions are answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duration {
    pub seconds: u64,
    written: Box<str>,
}

impl Scalar for Duration {
    fn from_text(text: &str) -> Result<Self, ValueError> {
        let text = text.trim();
        let help = "write a whole number and s, m, h or d: 40s, 30m, 4h or 2d";
        let error = || ValueError::unlike("a length of time", help);
        let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
        let unit = text.get(digits.len()..).unwrap_or_default();
        let count: u64 = digits.parse().map_err(|_| error())?;
        let word = unit.trim().trim_end_matches('.').to_lowercase();
        let (seconds, letter) = match unit_of_time(&word).ok_or_else(error)? {
            "s" => (1, "s"),
            "m" => (60, "m"),
            "h" => (3_600, "h"),
            "d" => (86_400, "d"),
            _ => {
                let days = count.checked_mul(7).ok_or_else(error)?;
                return Err(error().instead(format!("{days}d")));
            }
        };
        if unit != letter {
            return Err(error().instead(format!("{count}{letter}")));
        }
        let seconds = count.checked_mul(seconds).ok_or_else(error)?;
        Ok(Self { seconds, written: text.into() })
    }
    fn read_at(text: &str, cursor: Cursor<'_>) -> Option<Self> {
        let error = match Self::from_text(text) {
            Ok(duration) => return Some(duration),
            Err(error) => error,
        };
        if let Some(meant) = Self::in_other_words(text) {
            return cursor.invalid(&error.instead(meant));
        }
        let in_hours = || {
            let (length, hours) = in_working_time(text).or_else(|| with_a_remark(text))?;
            let with = cursor.next_to("hours", &hours)?;
            let help = format!("write `{length}`, and keep the rest next to it: `hours: {hours}`");
            Some(ValueError::new(error.expected, help).perhaps(format!("{length}{with}")))
        };
        // `live`, `same day`, `24/7` say when, and not how soon.
        let as_hours = || {
            let has_figure = text != "24/7" && text.contains(|c: char| c.is_ascii_digit());
            if has_figure || error.instead.is_some() || text.split_whitespace().count() > 4 {
                return None;
            }
            let rename = cursor.renaming("hours").filter(|_| cursor.next_to("hours", "").is_some())?;
            let help = format!("{}; if it says when somebody answers, write it under `hours:`", error.help);
            let error = ValueError { help, ..error.clone() };
            Some(error.perhaps(quote_if_needed(text)).with(vec![rename]).offering(Offer::Hours))
        };
        cursor.invalid(&in_hours().or_else(as_hours).unwrap_or_else(|| error.clone()))
    }
}

impl Duration {
    /// Reads a length of time that someone typed: everything that has one meaning.
    pub(crate) fn typed(text: &str) -> Result<Self, ValueError> {
        Self::from_text(text).or_else(|error| {
            let meant = error.instead.clone().or_else(|| Self::in_other_words(text.trim()));
            meant.map_or(Err(error), |meant| Self::from_text(&meant))
        })
    }

    /// What `a day`, `within 2 hours` and `within a day` mean.
    fn in_other_words(text: &str) -> Option<String> {
        let meant = |text: &str| match Self::from_text(text) {
            Ok(length) => Some(length.to_string()),
            Err(error) => error.instead,
        };
        let rest = BEFORE.into_iter().find_map(|word| text.trim().strip_prefix(word)).map(str::trim);
        let bare = rest.unwrap_or(text);
        let one = bare.split_once(' ').filter(|(count, _)| is_in(ONE, &count.to_lowercase()));
        one.and_then(|(_, unit)| meant(&format!("1 {unit}"))).or_else(|| meant(rest?))
    }
}

/// Words for one.
const ONE: &str = "one a an ein eine einem einer un une una uma een";

/// What can be before a length of time.
const BEFORE: [&str; 12] = [
    "within ",
    "innerhalb von ",
    "innerhalb ",
    "binnen ",
    "in ",
    "under ",
    "max. ",
    "max ",
    "up to ",
    "< ",
    "<",
    "≤ ",
];

/// `1 Arbeitstag`, `4 hours on weekdays`: the length of time, and which hours count.
fn with_a_remark(text: &str) -> Option<(String, String)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let (count, unit) = words.first().zip(words.get(1))?;
    let rest = words.get(2..).unwrap_or_default().join(" ");
    let is_number = count.bytes().all(|byte| byte.is_ascii_digit());
    if rest.is_empty() && is_number && is_working_day(&unit.to_lowercase()) {
        return Some((format!("{count}d"), (*unit).to_owned()));
    }
    let length = match Duration::from_text(&format!("{count} {unit}")) {
        Ok(length) => Some(length.to_string()),
        Err(error) => error.instead,
    };
    // What can go on with another length of time says something else.
    let has_figure = rest.contains(|c: char| c.is_ascii_digit());
    // `jours ouvrés` are one word.
    let rest = if words.len() == 3 { format!("{unit} {rest}") } else { rest };
    length.filter(|_| words.len() > 2 && !has_figure).map(|length| (length, quote_if_needed(&rest)))
}

/// `4 business hours`: the length of time, and which hours count.
fn in_working_time(text: &str) -> Option<(String, String)> {
    let [count, which, unit] = *text.split_whitespace().collect::<Vec<_>>().as_slice() else { return None };
    let is_working = matches!(which.to_lowercase().as_str(), "business" | "working" | "office" | "work");
    let length = Duration::from_text(&format!("{count} {unit}"));
    let length = length.map_or_else(|error| error.instead, |duration| Some(duration.to_string()))?;
    is_working.then(|| {
        let plural = if unit.ends_with('s') { unit.to_owned() } else { format!("{unit}s") };
        (length, format!("{which} {plural}"))
    })
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}
serialize_as_text!(Duration);
inline_schema!([] Duration, |_| json_schema!({ "type": "string", "pattern": "^[0-9]+[smhd]$" }));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_exact() {
        for (text, number) in [
            ("11.50", "11.5"),
            ("-3", "-3"),
            ("1e3", "1000"),
            ("0.125", "0.125"),
            ("-0.125", "-0.125"),
            ("1.25", "1.25"),
            ("1.2500", "1.25"),
            ("1250.125", "1250.125"),
        ] {
            assert_eq!(Number::parse(text).unwrap().to_string(), number, "{text}");
        }
    }

    #[test]
    fn a_number_is_offered_only_if_it_is_certain() {
        for (text, instead) in [
            ("1,000", Some("1000")),
            ("12'500.25", Some("12500.25")),
            ("1.250.000", Some("1250000")),
            ("25.000,50", Some("25000.5")),
            ("25.000", None),
            ("14,875", None),
            ("11,50", Some("11.5")),
            ("0,125", Some("0.125")),
            ("12k", Some("12000")),
            ("1.5M", Some("1500000")),
            ("4m", None),
            ("50%", None),
            ("", None),
        ] {
            assert_eq!(Number::parse(text).unwrap_err().instead.as_deref(), instead, "{text}");
        }
    }

    #[test]
    fn durations_know_their_seconds() {
        assert_eq!(Duration::from_text("4h").unwrap().seconds, 14_400);
        for (text, instead) in [
            ("30 minutes", Some("30m")),
            ("24 hrs", Some("24h")),
            ("2 weeks", Some("14d")),
            ("1 Tag", Some("1d")),
            ("4 Std.", Some("4h")),
            ("2 horas", Some("2h")),
            ("3 jours", Some("3d")),
            ("1 semana", Some("7d")),
            ("9999999999999999999w", None),
            ("99999999999999999999d", None),
            ("2 months", None),
            ("soon", None),
        ] {
            assert_eq!(Duration::from_text(text).unwrap_err().instead.as_deref(), instead, "{text}");
        }
    }
}
