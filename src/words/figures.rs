//! How figures are written for people, the same in every report.
//!
//! A figure that a person wrote is shown as written. A computed one is rounded to what is useful in a
//! meeting, halves away from zero as in a spreadsheet; JSON and CSV have the exact one.

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

/// As people and spreadsheets round.
const HALF_UP: RoundingStrategy = RoundingStrategy::MidpointAwayFromZero;

/// Significant digits of a computed figure.
const DIGITS: u32 = 3;

/// Shown if there is no figure.
pub const NONE: &str = "–";

/// A ratio in whole percent: `34 %`; not limited to 0..100.
pub fn percent(ratio: Decimal) -> String {
    let whole = ratio.checked_mul(Decimal::ONE_HUNDRED).and_then(|share| rounded(share, 0).to_i64());
    whole.map_or_else(|| NONE.to_owned(), |whole| format!("{} %", with_minus(&whole.to_string())))
}

/// A pace or a balance, to two decimals: `1.02`.
pub fn ratio(ratio: Decimal) -> String {
    with_minus(&format!("{:.2}", rounded(ratio, 2)))
}

/// A computed figure with three significant digits; digits before the point are never rounded away.
pub fn computed(figure: Decimal) -> String {
    let whole = rounded(figure, 0);
    let shown = if whole.abs() >= Decimal::ONE_HUNDRED {
        whole
    } else {
        figure.round_sf_with_strategy(DIGITS, HALF_UP).unwrap_or(figure)
    };
    plain(shown)
}

fn rounded(figure: Decimal, decimals: u32) -> Decimal {
    figure.round_dp_with_strategy(decimals, HALF_UP)
}

/// A figure as it was written, without trailing zeros.
pub fn plain(figure: Decimal) -> String {
    with_minus(&figure.normalize().to_string())
}

/// A minus sign that is as wide as a plus and is never separated from its figure.
fn with_minus(text: &str) -> String {
    text.replacen('-', "−", 1)
}

/// An amount of money, with thousands separated and cents only if there are any: `24 000 USD`.
pub fn money(amount: Decimal, currency: Option<&str>) -> String {
    let text = rounded(amount, 2).normalize().abs().to_string();
    let (whole, cents) = text.split_once('.').unwrap_or((&text, ""));
    let mut spaced = String::with_capacity(text.len() + 8);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            spaced.push('\u{202f}');
        }
        spaced.push(digit);
    }
    if !cents.is_empty() {
        spaced.push('.');
        spaced.push_str(cents);
        spaced.extend((cents.len() == 1).then_some('0'));
    }
    let sign = if amount.is_sign_negative() && !amount.is_zero() { "−" } else { "" };
    let currency = currency.map(|code| format!(" {code}")).unwrap_or_default();
    format!("{sign}{spaced}{currency}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Decimal {
        text.parse().unwrap_or_default()
    }

    #[test]
    fn money_has_separated_thousands_and_two_digits_of_cents() {
        assert_eq!(money(number("60000"), Some("USD")), "60\u{202f}000 USD");
        assert_eq!(money(number("-1234567.5"), None), "−1\u{202f}234\u{202f}567.50");
        assert_eq!(money(number("999"), None), "999");
        assert_eq!(money(number("0"), Some("EUR")), "0 EUR");
    }

    #[test]
    fn written_figures_are_shown_as_written() {
        assert_eq!(plain(number("11.50")), "11.5");
        assert_eq!(plain(number("123456.789")), "123456.789");
        assert_eq!(computed(number("7")), "7");
        assert_eq!(ratio(number("0.996")), "1.00");
        assert_eq!(ratio(number("2")), "2.00");
    }

    #[test]
    fn halves_are_rounded_away_from_zero() {
        assert_eq!(percent(number("0.125")), "13 %");
        assert_eq!(percent(number("-0.125")), "−13 %");
        assert_eq!(ratio(number("0.385")), "0.39");
        assert_eq!(computed(number("2.345")), "2.35");
        assert_eq!(computed(number("100.5")), "101");
    }

    #[test]
    fn examples_of_percent() {
        use crate::words::figures::percent;
        assert_eq!(percent("0.3357".parse().unwrap()), "34 %");
        assert_eq!(percent("-0.2".parse().unwrap()), "−20 %");
    }

    #[test]
    fn examples_of_computed() {
        use crate::words::figures::computed;
        assert_eq!(computed("402.18342".parse().unwrap()), "402");
        assert_eq!(computed("-12345.678".parse().unwrap()), "−12346");
        assert_eq!(computed("0.012345".parse().unwrap()), "0.0123");
    }
}
