//! Exact decimals, and durations.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use schemars::json_schema;
use serde::{Serialize, Serializer};

use super::record::{meaning, serialize_as_text};
use crate::decode::format::{Shape, inline_schema};
use crate::decode::value::{MAX_GUESS, Scalar, ValueError};

/// An exact decimal number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Number(pub Decimal);

const PLAIN: &str = "write digits, with a point for decimals and nothing else: `11500` or `11.50`";

impl Number {
    /// Reads a number in the notation of the format: digits, perhaps a sign and a point.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let plain = text.strip_prefix('+').unwrap_or(text);
        if let Some((thousands, decimal)) = two_numbers(plain) {
            let help = format!("this can mean two numbers: write `{thousands}` or `{decimal}`");
            return Err(ValueError::new("a number with one meaning", help));
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
        if let Some(number) = without_separators(plain) {
            return Err(ValueError::new("a number", PLAIN).instead(number));
        }
        let hint = if plain.len() <= MAX_GUESS { hint(plain) } else { None };
        Err(ValueError::new("a number", hint.unwrap_or_else(|| PLAIN.to_owned())))
    }

    /// The nearest binary number, for drawing and for output formats.
    pub fn to_f64(self) -> f64 {
        self.0.to_f64().unwrap_or(0.0)
    }
}

/// `25.000` → 25000 and 25: a point before exactly three digits separates thousands in half of
/// Europe. After a zero it can only be a decimal point.
fn two_numbers(text: &str) -> Option<(String, Decimal)> {
    let (whole, rest) = text.split_once('.')?;
    let digits = whole.strip_prefix('-').unwrap_or(whole);
    let is_either = matches!(digits.len(), 1..=3)
        && rest.len() == 3
        && !digits.starts_with('0')
        && digits.bytes().chain(rest.bytes()).all(|byte| byte.is_ascii_digit());
    if !is_either {
        return None;
    }
    Some((format!("{whole}{rest}"), Decimal::from_str(text).ok()?.normalize()))
}

/// The two ends of a text that have this length, if they are as wanted: each with the rest of the text.
fn ends(text: &str, length: usize, is_wanted: impl Fn(&str) -> bool) -> [Option<(&str, &str)>; 2] {
    let head = text.split_at_checked(length);
    let tail = text.len().checked_sub(length).and_then(|at| text.split_at_checked(at));
    let tail = tail.map(|(rest, tail)| (tail, rest));
    [head, tail].map(|end| end.filter(|(end, _)| is_wanted(end)).map(|(end, rest)| (end, rest.trim())))
}

/// The code of a currency and the figure next to it: `€25000`, `25000 EUR`.
fn money(text: &str) -> Option<(&str, &str)> {
    const SIGNS: [(&str, &str); 5] =
        [("€", "EUR"), ("£", "GBP"), ("$", "USD"), ("euros", "EUR"), ("euro", "EUR")];
    for (sign, code) in SIGNS {
        let found = ends(text, sign.len(), |end| end.eq_ignore_ascii_case(sign));
        if let Some((_, figure)) = found.into_iter().flatten().next() {
            return Some((code, figure));
        }
    }
    match ends(text, 3, |end| end.bytes().all(|byte| byte.is_ascii_uppercase())) {
        [Some(one), None] | [None, Some(one)] => Some(one),
        _ => None,
    }
}

/// What to write for a figure with its currency: the figure alone.
fn without_currency(text: &str) -> Option<String> {
    let (code, figure) = money(text)?;
    let alone = match (Number::parse(figure), two_numbers(figure)) {
        (Ok(number), _) => format!("`{number}`"),
        (Err(_), Some((thousands, decimal))) => format!("`{thousands}` or `{decimal}`"),
        (Err(error), None) => format!("`{}`", error.instead?),
    };
    Some(format!(
        "write the figure alone, {alone}; the currency is set once for all amounts: `budget: {{ currency: {code}, total: … }}`"
    ))
}

/// What to write instead of a notation that is common, and that does not say for certain what it means.
fn hint(text: &str) -> Option<String> {
    if let Some(help) = without_currency(text) {
        return Some(help);
    }
    let number = |digits: &str| Decimal::from_str(digits.trim()).ok().filter(|number| !number.is_zero());
    if let Some(percent) = text.strip_suffix('%') {
        let percent = number(percent)?;
        return Some(format!("write the figure alone, `{percent}`, and `unit: percent` next to it"));
    }
    for (letters, factor) in [("k", 1_000), ("K", 1_000), ("m", 1_000_000), ("M", 1_000_000)] {
        let product = text.strip_suffix(letters).and_then(number);
        if let Some(product) = product.and_then(|number| number.checked_mul(factor.into())) {
            return Some(format!("write the figure out: `{}`", product.normalize()));
        }
    }
    let comma = text.replacen(',', ".", 1);
    if let Some(number) = number(&comma).filter(|_| comma != text) {
        return Some(format!("write a point for decimals: `{number}`"));
    }
    // `12O` → `120`
    if let Some(number) = number(&text.replace(['O', 'o'], "0").replace(['l', 'I'], "1")) {
        return Some(format!("there is a letter among the digits: write `{number}`"));
    }
    Some(format!("write the figure alone: {}", only_figure(text)?))
}

/// The only figure of a text with words or signs around it: `~400`, `400 visits`, `over 400`; two if its
/// point can mean two.
fn only_figure(text: &str) -> Option<String> {
    let is_figure = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '\'' | '-');
    let mut figures =
        text.split(|c| !is_figure(c)).filter(|part| part.contains(|c: char| c.is_ascii_digit()));
    let figure = figures.next().filter(|_| figures.next().is_none())?;
    let figure = figure.trim_matches(['.', ',', '\'']);
    if let Some((thousands, decimal)) = two_numbers(figure) {
        return Some(format!("`{thousands}` or `{decimal}`"));
    }
    let figure = without_separators(figure).unwrap_or_else(|| figure.to_owned());
    Decimal::from_str(&figure).ok().map(|number| format!("`{number}`"))
}

/// `12,500` → `12500`: certain only if each group after the first has three digits. Points can separate
/// thousands, too: `12.500,25`, `1.250.000`.
fn without_separators(text: &str) -> Option<String> {
    let swap = |c| match c {
        '.' => ',',
        ',' => '.',
        other => other,
    };
    without_commas(text).or_else(|| without_commas(&text.chars().map(swap).collect::<String>()))
}

fn without_commas(text: &str) -> Option<String> {
    let (whole, decimals) = text.split_once('.').map_or((text, None), |(whole, rest)| (whole, Some(rest)));
    let mut groups = whole.split([',', '\'', ' ', '_']);
    let first = groups.next()?;
    let digits = |group: &str| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_digit());
    let rest: Vec<&str> = groups.collect();
    let certain = digits(first)
        && first.len() <= 3
        && !first.starts_with('0')
        && !rest.is_empty()
        && rest.iter().all(|group| digits(group) && group.len() == 3)
        && decimals.is_none_or(digits);
    certain.then(|| {
        let decimals = decimals.map(|digits| format!(".{digits}")).unwrap_or_default();
        format!("{first}{}{decimals}", rest.concat())
    })
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
        Number::from_text(text).map(|amount| Self(amount.0))
    }
}
inline_schema!([] Money, |_| json_schema!({ "type": "number" }));

meaning!(Figure: Number);
meaning!(Money: Money);
meaning!(Other: Duration);

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
        let error = || ValueError::new("a length of time", help);
        let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
        let unit = text.get(digits.len()..).unwrap_or_default();
        let count: u64 = digits.parse().map_err(|_| error())?;
        let (seconds, letter) = match unit.trim().to_ascii_lowercase().as_str() {
            "s" | "sec" | "secs" | "second" | "seconds" => (1, "s"),
            "m" | "min" | "mins" | "minute" | "minutes" => (60, "m"),
            "h" | "hr" | "hrs" | "hour" | "hours" => (3_600, "h"),
            "d" | "day" | "days" => (86_400, "d"),
            "w" | "wk" | "week" | "weeks" => {
                let days = count.checked_mul(7).ok_or_else(error)?;
                return Err(error().instead(format!("{days}d")));
            }
            _ => return Err(error()),
        };
        if unit != letter {
            return Err(error().instead(format!("{count}{letter}")));
        }
        let seconds = count.checked_mul(seconds).ok_or_else(error)?;
        Ok(Self { seconds, written: text.into() })
    }
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
            ("25.000,50", Some("25000.50")),
            ("25.000", None),
            ("11,50", None),
            ("12k", None),
            ("", None),
        ] {
            assert_eq!(Number::parse(text).unwrap_err().instead.as_deref(), instead, "{text}");
        }
    }

    #[test]
    fn the_help_has_the_figure_that_was_written() {
        let money = |figure: &str, code: &str| {
            format!(
                "write the figure alone, {figure}; the currency is set once for all amounts: `budget: {{ currency: {code}, total: … }}`"
            )
        };
        let alone = |figure: &str| format!("write the figure alone: {figure}");
        let digits = |figure: &str| format!("there is a letter among the digits: write `{figure}`");
        let percent = "write the figure alone, `50`, and `unit: percent` next to it".to_owned();
        let two = |one: &str, other: &str| format!("this can mean two numbers: write `{one}` or `{other}`");
        for (texts, help) in [
            (&["25.000"][..], two("25000", "25")),
            (&["-1.250"], two("-1250", "-1.25")),
            (&["25000 EUR", "€25000", "25,000 €", "EUR 25000", "25000 euros"], money("`25000`", "EUR")),
            (&["25.000 EUR"], money("`25000` or `25`", "EUR")),
            (&["$40"], money("`40`", "USD")),
            (&["50%", "50 %"], percent),
            (&["12k"], "write the figure out: `12000`".to_owned()),
            (&["1.5M"], "write the figure out: `1500000`".to_owned()),
            (&["11,50"], "write a point for decimals: `11.50`".to_owned()),
            (&["0,125"], "write a point for decimals: `0.125`".to_owned()),
            (&["400 visits", "~400", "over 400", "400+", ">= 400", "400/month"], alone("`400`")),
            (&["about 400.", "400 €/month"], alone("`400`")),
            (&["1,200 visits"], alone("`1200`")),
            (&["-3 points"], alone("`-3`")),
            (&["25.000 visits"], alone("`25000` or `25`")),
            (&["12O"], digits("120")),
            (&["1o.5"], digits("10.5")),
            (&["l2"], digits("12")),
            // A tool cannot tell which of two figures is meant.
            (&["5 to 10", "5-10", "3 of 4.", "2027-01-31"], PLAIN.to_owned()),
            (&["many", "a lot", "EUR", "€", "İeuro", "Oo", "no. one", "-"], PLAIN.to_owned()),
        ] {
            for text in texts {
                assert_eq!(Number::parse(text).unwrap_err().help, help, "{text}");
            }
        }
    }

    #[test]
    fn durations_know_their_seconds() {
        assert_eq!(Duration::from_text("4h").unwrap().seconds, 14_400);
        for (text, instead) in [
            ("30 minutes", Some("30m")),
            ("24 hrs", Some("24h")),
            ("2 weeks", Some("14d")),
            ("9999999999999999999w", None),
            ("99999999999999999999d", None),
            ("2 months", None),
            ("soon", None),
        ] {
            assert_eq!(Duration::from_text(text).unwrap_err().instead.as_deref(), instead, "{text}");
        }
    }
}
