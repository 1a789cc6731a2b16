//! Figures as people write them: `€30k`, `1.2 Mio. €`, `48,000`, `29,75`, `~400`.
//!
//! Nothing here changes the size of a figure: what can mean two figures is returned as two.

use rust_decimal::Decimal;

use super::currency::{Mark, mark};
use super::digits::{digits, letters_for_digits};
use super::factor::factor;
use super::neighbors::Neighbors;

/// What a text says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spelled {
    /// One figure.
    Figure(Figure),
    /// A separator that can mean thousands or decimals, an `m` that can mean millions, or parentheses that can mean
    /// a minus sign: both figures.
    Either(Figure, Figure),
}

/// A figure with what is written next to it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Figure {
    pub value: Decimal,
    pub mark: Option<Mark>,
    /// True if a word multiplies it: `30k`.
    pub is_scaled: bool,
    /// False if the text has more than the figure: `~400`, `12O`.
    pub is_certain: bool,
}

const APPROXIMATE: [&str; 8] = ["~", "≈", "ca.", "ca ", "circa ", "approx. ", "about ", "around "];

/// German and Swedish for a thousand or a million of a currency.
const THOUSANDS: [(&str, &str); 8] = [
    ("TEUR", "k EUR"),
    ("T€", "k €"),
    ("TCHF", "k CHF"),
    ("TSEK", "k SEK"),
    ("tkr", "k kr"),
    ("Tkr", "k kr"),
    ("mkr", "M kr"),
    ("Mkr", "M kr"),
];

/// What is after a price without cents.
const PRICES: [(&str, &str); 4] = [(",-", ",00"), (",\u{2013}", ",00"), (".-", ".00"), (".\u{2013}", ".00")];

/// Reads a text that the format itself does not accept as a number. A plus makes a figure a change, which is none.
pub fn spelled(text: &str) -> Option<Spelled> {
    spelled_next_to(text, &Neighbors::default())
}

/// The same next to other figures: next to decimal commas, or to figures of that size, `30,000` can be 30.
pub fn spelled_next_to(text: &str, neighbors: &Neighbors) -> Option<Spelled> {
    let mut text = text.trim().replace(['\u{a0}', '\u{2009}', '\u{202f}'], " ").replace('\u{2212}', "-");
    if text.starts_with('\u{2013}') {
        text = text.replacen('\u{2013}', "-", 1);
    }
    // A price without cents: `30.000,-`.
    for (dash, meant) in PRICES {
        let at =
            text.find(dash).filter(|at| text.get(..*at).is_some_and(|digits| digits.ends_with(is_digit)));
        if let Some(at) =
            at.filter(|at| !text.get(at + dash.len()..).is_some_and(|rest| rest.starts_with(is_digit)))
        {
            text.replace_range(at..at + dash.len(), meant);
        }
    }
    for (written, meant) in THOUSANDS {
        if let Some(figure) = text.strip_suffix(written) {
            text = format!("{figure}{meant}");
        }
    }
    let (rest, is_exact) = approximate(&text);
    let (outer, rest) = minus(rest);
    let (rest, mark) = mark(rest);
    // The sign can also be next to the digits: `€-500`.
    let (inner, rest) = if outer == Minus::None { minus(rest) } else { (Minus::None, rest) };
    let is_money = matches!(mark, Some(Mark::Currency(_) | Mark::Shared(_)));
    let negative = [outer, inner] != [Minus::None; 2];
    let is_perhaps_negative = !is_money && [outer, inner].contains(&Minus::OfAccounts);
    let ends_with_m = rest.ends_with('m');
    let (rest, power) = factor(rest);
    let digits = digits(rest.trim(), is_money).or_else(|| letters_for_digits(rest.trim()))?;
    let figure = |value: Decimal, power: u32| {
        let value = value.checked_mul(Decimal::from(10_u64.pow(power)))?.normalize();
        let value = if negative { -value } else { value };
        let is_certain = is_exact && digits.is_certain;
        Some(Figure { value, mark: mark.clone(), is_scaled: power > 0, is_certain })
    };
    // `M` is a million, `m` can be something else.
    let is_perhaps_scaled = power == 6 && !is_money && ends_with_m;
    let one = figure(digits.value, power)?;
    let other = match digits.other {
        Some(other) => Some(figure(other, power)?),
        None => None,
    };
    // Nobody writes three zeros after a comma for decimals, unless the other figures show that.
    let is_asked = |other: &Figure| {
        let is_likely = || neighbors.near(one.value, other.value) == Some(other.value);
        neighbors.decimal_commas || (power == 0 && is_likely())
    };
    Some(match other.filter(|other| !digits.is_round || is_asked(other)) {
        Some(_) if is_perhaps_scaled => return None,
        Some(other) => Spelled::Either(one, other),
        None if is_perhaps_scaled => Spelled::Either(one, figure(digits.value, 0)?),
        None if is_perhaps_negative => Spelled::Either(one.clone(), Figure { value: -one.value, ..one }),
        None => Spelled::Figure(one),
    })
}

/// True for the readings of `(500)`: in accounts it is below zero, and elsewhere it can be a note.
pub fn are_opposite(one: &Figure, other: &Figure) -> bool {
    one.value == -other.value
}

/// How a figure says that it is below zero.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Minus {
    None,
    Before,
    /// `(500)`, and `500-` from some programs.
    OfAccounts,
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// Takes a sign off.
fn minus(text: &str) -> (Minus, &str) {
    if let Some(rest) = text.strip_prefix('-') {
        return (Minus::Before, rest.trim_start());
    }
    let inner = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    // `(-500)` has the same sign twice.
    if let Some(rest) = inner.and_then(|inner| inner.trim().strip_prefix(['-', '\u{2013}'])) {
        return (Minus::Before, rest.trim());
    }
    match inner.or_else(|| text.strip_suffix('-')) {
        Some(rest) => (Minus::OfAccounts, rest.trim()),
        None => (Minus::None, text),
    }
}

/// True if a figure separates decimals with a comma, false if it separates thousands with one. None if
/// neither is certain, or nothing is separated.
pub fn has_decimal_comma(text: &str) -> Option<bool> {
    let text = text.trim_start_matches('+');
    if !text.contains([',', '.']) || !matches!(spelled(text), Some(Spelled::Figure(_))) {
        return None;
    }
    let digits = text.trim_matches(|c: char| !c.is_ascii_digit());
    let separators: Vec<char> = digits.chars().filter(|c| matches!(c, ',' | '.')).collect();
    let after = digits.rsplit(',').next().unwrap_or_default();
    match separators.as_slice() {
        [','] => (after.len() != 3).then_some(true),
        [_] | [] => None,
        [first, .., last] => Some(if first == last { *first == '.' } else { *last == ',' }),
    }
}

/// True for `~400` and `ca. 400`.
pub fn is_approximate(text: &str) -> bool {
    !approximate(text.trim()).1
}

fn approximate(text: &str) -> (&str, bool) {
    let lower = text.to_lowercase();
    let found = APPROXIMATE.iter().find(|word| lower.starts_with(**word));
    match found.and_then(|word| text.get(word.len()..)) {
        Some(rest) => (rest.trim_start(), false),
        None => (text, true),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let figure = |figure: &Figure| {
            let mark = match &figure.mark {
                None => String::new(),
                Some(Mark::Percent) => " %".to_owned(),
                Some(Mark::Shared(sign)) => format!(" {sign}"),
                Some(Mark::Unit(unit)) => format!(" {unit}"),
                Some(Mark::Currency(code)) => format!(" {code}"),
            };
            format!("{}{mark}{}", figure.value, if figure.is_certain { "" } else { " ?" })
        };
        match spelled(text) {
            None => "none".to_owned(),
            Some(Spelled::Figure(one)) => figure(&one),
            Some(Spelled::Either(one, other)) => format!("{} or {}", figure(&one), figure(&other)),
        }
    }

    #[test]
    fn figures_keep_their_size() {
        for (text, expected) in [
            ("€30k", "30000 EUR"),
            ("30k EUR", "30000 EUR"),
            ("$25K", "25000 $"),
            ("€1.2m", "1200000 EUR"),
            ("1.2 Mio. €", "1200000 EUR"),
            ("30 Tsd. €", "30000 EUR"),
            ("2.5bn", "2500000000"),
            ("€48,000", "48000 EUR"),
            ("1,234,567", "1234567"),
            ("1.234.567", "1234567"),
            ("30'000", "30000"),
            ("30 000", "30000"),
            ("30\u{202f}000 €", "30000 EUR"),
            ("1 234 567", "1234567"),
            ("1,000.50", "1000.5"),
            ("1.000,50", "1000.5"),
            ("29,75", "29.75"),
            ("0,875", "0.875"),
            ("1234,567", "1234.567"),
            ("14,875", "14875 or 14.875"),
            ("€25.000", "25000 EUR or 25 EUR"),
            ("-14,875", "-14875 or -14.875"),
            ("€1.250k", "1250000 EUR or 1250 EUR"),
            ("87%", "87 %"),
            ("-20 %", "-20 %"),
            ("€-500", "-500 EUR"),
            ("-€500", "-500 EUR"),
            ("(€500)", "-500 EUR"),
            ("€(1,500.50)", "-1500.5 EUR"),
            ("(500)", "-500 or 500"),
            ("500-", "-500 or 500"),
            ("(5 %)", "-5 % or 5 %"),
            ("(1,250)", "-1250 or -1.25"),
            ("-(500)", "none"),
            ("(-500)", "-500"),
            ("(–500 €)", "-500 EUR"),
            ("–500", "-500"),
            ("30.000,-", "30000"),
            ("30,– €", "30 EUR"),
            ("1'250.-", "1250"),
            ("CHF 30.-", "30 CHF"),
            ("10,-20", "none"),
            ("0.875,-", "none"),
            ("87 percent", "87 %"),
            ("12,5 Prozent", "12.5 %"),
            ("percent", "none"),
            ("((500))", "none"),
            ("(500", "none"),
            ("()", "none"),
            ("(5m)", "-5000000 or -5"),
            ("~400", "400 ?"),
            ("ca. 1,5k", "1500 ?"),
            ("12O", "120 ?"),
            ("1.2M", "1200000"),
            ("CHF 1'200", "1200 CHF"),
            ("30 TEUR", "30000 EUR"),
            ("30 T€", "30000 EUR"),
            ("3 mlrd", "3000000000"),
            ("3 bln", "3000000000"),
            ("30 grand", "30000"),
            ("0o17", "none"),
            ("3 trillion", "none"),
            ("+5%", "none"),
            ("+1,000", "none"),
            ("~+5", "none"),
            ("400 MQL", "none"),
            // Meters, minutes or millions.
            ("4m", "4000000 or 4"),
            ("14,875m", "none"),
            ("1,23,456", "none"),
            ("2,0000", "none"),
            ("1,234,56", "none"),
            ("1.000.50", "none"),
            ("12,34.56", "none"),
            ("4 00", "none"),
            ("Ol", "none"),
            ("400 visits", "none"),
            ("", "none"),
            ("€", "none"),
            ("k", "none"),
            (",", "none"),
            ("1e3k", "none"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn three_zeros_after_a_comma_are_asked_about_next_to_small_figures() {
        let read = |text: &str, known: &[i64]| {
            let known = known.iter().map(|figure| Decimal::from(*figure));
            match spelled_next_to(text, &Neighbors::new(false, known)) {
                Some(Spelled::Either(one, other)) => vec![one.value.to_string(), other.value.to_string()],
                Some(Spelled::Figure(one)) => vec![one.value.to_string()],
                None => Vec::new(),
            }
        };
        assert_eq!(read("4,000", &[4, 5]), ["4000", "4"]);
        assert_eq!(read("-4,000%", &[4, 5]), ["-4000", "-4"]);
        for known in [&[][..], &[3900], &[4, 3900], &[0]] {
            assert_eq!(read("4,000", known), ["4000"], "{known:?}");
        }
        assert_eq!(read("4,000k", &[4]), ["4000000"]);
        assert_eq!(read("€4,000", &[4]), ["4000"]);
        assert_eq!(read("4,100", &[4]), ["4100", "4.1"]);
    }

    #[test]
    fn a_comma_is_for_decimals_or_thousands_if_nothing_else_is_possible() {
        for (text, expected) in [
            ("29,75", Some(true)),
            ("29,75 €", Some(true)),
            ("1,2 Mio. €", Some(true)),
            ("1.000,50", Some(true)),
            ("1.234.567", Some(true)),
            ("1,234,567", Some(false)),
            ("1,000.50", Some(false)),
            ("14,875", None),
            // Thousands, unless the others show that it can be 25.
            ("25,000", None),
            ("+1,5%", Some(true)),
            ("29.75", None),
            ("1,2,3", None),
            ("30", None),
        ] {
            assert_eq!(has_decimal_comma(text), expected, "{text}");
        }
    }
}
