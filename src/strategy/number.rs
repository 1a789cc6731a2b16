//! Exact decimals, and durations.

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use schemars::json_schema;
use serde::{Serialize, Serializer};

use super::record::meaning;
use crate::decode::format::{Shape, inline_schema};
use crate::decode::value::{LONGEST_GUESS, Scalar, ValueError};

/// An exact decimal number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Number(pub Decimal);

const PLAIN: &str = "write digits, with a point for decimals and nothing else: `11500` or `11.50`";

impl Number {
    /// Reads a number as the format has it: digits, perhaps a sign and a point.
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
        let hint = if plain.len() <= LONGEST_GUESS { hint(plain) } else { None };
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

/// The letters of a currency and the figure beside it: `€25.000`, `25000 EUR`.
fn money(text: &str) -> Option<(&str, &str)> {
    const SIGNS: [(&str, &str); 5] =
        [("€", "EUR"), ("£", "GBP"), ("$", "USD"), ("euros", "EUR"), ("euro", "EUR")];
    let lower = text.to_lowercase();
    for (sign, code) in SIGNS {
        if lower.starts_with(sign) {
            return Some((code, text.get(sign.len()..)?.trim()));
        }
        if lower.ends_with(sign) {
            return Some((code, text.get(..text.len().checked_sub(sign.len())?)?.trim()));
        }
    }
    let is_code = |word: &str| word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    let (head, tail) = (text.get(..3), text.len().checked_sub(3).and_then(|at| text.get(at..)));
    match (head.filter(|head| is_code(head)), tail.filter(|tail| is_code(tail))) {
        (Some(code), None) => Some((code, text.get(3..)?.trim())),
        (None, Some(code)) => Some((code, text.get(..text.len() - 3)?.trim())),
        _ => None,
    }
}

/// What to write for a figure with its currency: the figure alone.
fn without_currency(text: &str) -> Option<String> {
    let (code, figure) = money(text)?;
    let alone = match (Number::parse(figure), two_numbers(figure)) {
        (Ok(number), _) => format!("`{number}`"),
        (Err(_), Some((thousands, decimal))) => format!("`{thousands}` or `{decimal}`"),
        (Err(fault), None) => format!("`{}`", fault.instead?),
    };
    Some(format!(
        "write the figure alone, {alone}; the currency stands once for all: `budget: {{ currency: {code}, total: … }}`"
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
        return Some(format!("write the figure alone, `{percent}`, and `unit: percent` beside it"));
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
    if let Some(number) = number(&with_digits(text)) {
        return Some(format!("a letter stands among the digits: write `{number}`"));
    }
    Some(format!("write the figure alone: {}", only_figure(text)?))
}

/// `12O` → `120`: letters that look like digits are taken for those.
fn with_digits(text: &str) -> String {
    let digit = |c| match c {
        'O' | 'o' => '0',
        'l' | 'I' => '1',
        other => other,
    };
    text.chars().map(digit).collect()
}

/// The figure of a text that holds one, and words or signs around it: `~400`, `400 visits`, `over 400`;
/// both where a point leaves two.
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

/// `12,500` → `12500`: certain only where each group after the first has three digits. Points may
/// separate thousands, too: `12.500,25`, `1.250.000`.
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
    /// Its length in seconds.
    pub seconds: u64,
    written: Box<str>,
}

impl Duration {
    /// Reads `40s`, `30m`, `4h` or `2d`.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let fault = || {
            ValueError::new("a length of time", "write a whole number and s, m, h or d: 40s, 30m, 4h or 2d")
        };
        let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
        let unit = text.get(digits.len()..).unwrap_or_default();
        let count: u64 = digits.parse().map_err(|_| fault())?;
        let (seconds, letter) = match unit.trim().to_ascii_lowercase().as_str() {
            "s" | "sec" | "secs" | "second" | "seconds" => (1, "s"),
            "m" | "min" | "mins" | "minute" | "minutes" => (60, "m"),
            "h" | "hr" | "hrs" | "hour" | "hours" => (3_600, "h"),
            "d" | "day" | "days" => (86_400, "d"),
            "w" | "wk" | "week" | "weeks" => {
                let days = count.checked_mul(7).ok_or_else(fault)?;
                return Err(fault().instead(format!("{days}d")));
            }
            _ => return Err(fault()),
        };
        if unit != letter {
            return Err(fault().instead(format!("{count}{letter}")));
        }
        let seconds = count.checked_mul(seconds).ok_or_else(fault)?;
        Ok(Self { seconds, written: text.into() })
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}
impl Serialize for Duration {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl Scalar for Duration {
    fn from_text(text: &str) -> Result<Self, ValueError> {
        Self::parse(text.trim())
    }
}
inline_schema!([] Duration, |_| json_schema!({ "type": "string", "pattern": "^[0-9]+[smhd]$" }));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_exact() {
        assert_eq!(Number::parse("11.50").unwrap().to_string(), "11.5");
        assert_eq!(Number::parse("-3").unwrap().to_string(), "-3");
        assert_eq!(Number::parse("1e3").unwrap().to_string(), "1000");
    }

    #[test]
    fn separators_are_mended_only_where_they_can_mean_one_thing() {
        let instead = |text| Number::parse(text).unwrap_err().instead;
        assert_eq!(instead("1,000").as_deref(), Some("1000"));
        assert_eq!(instead("12'500.25").as_deref(), Some("12500.25"));
        assert_eq!(instead("11,50"), None);
        assert_eq!(instead("12k"), None);
        assert_eq!(instead(""), None);
    }

    #[test]
    fn a_point_before_three_digits_can_mean_two_numbers() {
        let help = |text| Number::parse(text).unwrap_err().help;
        assert_eq!(help("25.000"), "this can mean two numbers: write `25000` or `25`");
        assert_eq!(help("-1.250"), "this can mean two numbers: write `-1250` or `-1.25`");
        assert_eq!(Number::parse("25.000").unwrap_err().instead, None);
        for decimal in ["0.125", "-0.125", "1.25", "1.2500", "1250.125", "1e3"] {
            assert!(Number::parse(decimal).is_ok(), "{decimal}");
        }
        let instead = |text| Number::parse(text).unwrap_err().instead;
        assert_eq!(instead("1.250.000").as_deref(), Some("1250000"));
        assert_eq!(instead("25.000,50").as_deref(), Some("25000.50"));
        assert!(help("0,125").contains("`0.125`"));
    }

    #[test]
    fn a_figure_with_its_currency_is_answered_in_the_figure() {
        let help = |text| Number::parse(text).unwrap_err().help;
        for text in ["25000 EUR", "€25000", "25,000 €", "EUR 25000", "25000 euros"] {
            assert!(help(text).contains("alone, `25000`;"), "{text}: {}", help(text));
            assert!(help(text).contains("currency: EUR"), "{text}: {}", help(text));
        }
        assert!(help("25.000 EUR").contains("`25000` or `25`;"));
        assert!(help("$40").contains("currency: USD"));
        for text in ["EUR", "€", "a lot", "İeuro"] {
            assert!(!help(text).contains("currency"), "{text}: {}", help(text));
        }
    }

    #[test]
    fn common_notations_are_answered_in_their_own_figures() {
        let help = |text| Number::parse(text).unwrap_err().help;
        assert!(help("12k").contains("`12000`"));
        assert!(help("1.5M").contains("`1500000`"));
        assert!(help("50%").contains("`50`") && help("50 %").contains("`50`"));
        assert!(help("11,50").contains("`11.50`"));
        assert_eq!(help("many"), PLAIN);
    }

    #[test]
    fn what_stands_around_a_figure_is_left_out() {
        let help = |text| Number::parse(text).unwrap_err().help;
        for text in
            ["400 visits", "~400", "over 400", "400+", ">= 400", "400/month", "about 400.", "400 €/month"]
        {
            assert_eq!(help(text), "write the figure alone: `400`", "{text}");
        }
        assert_eq!(help("1,200 visits"), "write the figure alone: `1200`");
        assert_eq!(help("-3 points"), "write the figure alone: `-3`");
        for (text, number) in [("12O", "120"), ("1o.5", "10.5"), ("l2", "12")] {
            assert_eq!(help(text), format!("a letter stands among the digits: write `{number}`"));
        }
        assert_eq!(help("25.000 visits"), "write the figure alone: `25000` or `25`");
        // Which of two figures is meant is not for a tool to say.
        for text in ["5 to 10", "5-10", "Oo", "no. one", "-", "3 of 4.", "2027-01-31"] {
            assert_eq!(help(text), PLAIN, "{text}");
        }
    }

    #[test]
    fn durations_know_their_seconds() {
        assert_eq!(Duration::parse("4h").unwrap().seconds, 14_400);
        let instead = |text| Duration::parse(text).unwrap_err().instead;
        assert_eq!(instead("30 minutes").as_deref(), Some("30m"));
        assert_eq!(instead("24 hrs").as_deref(), Some("24h"));
        assert_eq!(instead("2 weeks").as_deref(), Some("14d"));
        assert_eq!(instead("9999999999999999999w"), None);
        assert_eq!(instead("2 months"), None);
        assert!(Duration::parse("99999999999999999999d").is_err());
        assert!(Duration::parse("soon").is_err());
    }
}
