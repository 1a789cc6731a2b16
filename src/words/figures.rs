//! How figures are written for people: once, so that every report says the same.
//!
//! A figure that a person wrote is shown as written. One that was computed is rounded to what a
//! meeting can use, halves away from zero as a spreadsheet does; the exact one stands in the JSON and in
//! the CSV.

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

/// As people and spreadsheets round: a half goes away from zero.
const HALF_UP: RoundingStrategy = RoundingStrategy::MidpointAwayFromZero;

/// Digits that count in a computed figure.
const DIGITS: u32 = 3;

/// What stands where there is no figure.
pub const NONE: &str = "–";

/// A ratio as whole percents: `34 %`. Below none and above all are kept.
///
/// ```
/// use stratplan::words::figures::percent;
///
/// assert_eq!(percent("0.3357".parse().unwrap()), "34 %");
/// assert_eq!(percent("-0.2".parse().unwrap()), "−20 %");
/// ```
pub fn percent(ratio: Decimal) -> String {
    let whole = ratio.checked_mul(Decimal::ONE_HUNDRED).and_then(|share| rounded(share, 0).to_i64());
    whole.map_or_else(|| NONE.to_owned(), |whole| format!("{} %", with_minus(&whole.to_string())))
}

/// A pace or a balance, to two decimals: `1.02`.
pub fn ratio(ratio: Decimal) -> String {
    with_minus(&format!("{:.2}", rounded(ratio, 2)))
}

/// A computed figure in its unit, to three digits that count; whole digits are never rounded away.
///
/// ```
/// use stratplan::words::figures::computed;
///
/// assert_eq!(computed("402.18342".parse().unwrap()), "402");
/// assert_eq!(computed("-12345.678".parse().unwrap()), "−12346");
/// assert_eq!(computed("0.012345".parse().unwrap()), "0.0123");
/// ```
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

/// A figure as it was written, less zeros at its end.
pub fn plain(figure: Decimal) -> String {
    with_minus(&figure.normalize().to_string())
}

/// A minus that is as wide as a plus and never breaks from its figure.
fn with_minus(text: &str) -> String {
    text.replacen('-', "−", 1)
}

/// An amount of money: thousands apart, cents only where there are any: `24 000 USD`.
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
    fn money_keeps_thousands_apart_and_cents_whole() {
        assert_eq!(money(number("60000"), Some("USD")), "60\u{202f}000 USD");
        assert_eq!(money(number("-1234567.5"), None), "−1\u{202f}234\u{202f}567.50");
        assert_eq!(money(number("999"), None), "999");
        assert_eq!(money(number("0"), Some("EUR")), "0 EUR");
    }

    #[test]
    fn what_was_written_is_shown_as_written() {
        assert_eq!(plain(number("11.50")), "11.5");
        assert_eq!(plain(number("123456.789")), "123456.789");
        assert_eq!(computed(number("7")), "7");
        assert_eq!(ratio(number("0.996")), "1.00");
        assert_eq!(ratio(number("2")), "2.00");
    }

    #[test]
    fn halves_go_away_from_zero() {
        assert_eq!(percent(number("0.125")), "13 %");
        assert_eq!(percent(number("-0.125")), "−13 %");
        assert_eq!(ratio(number("0.385")), "0.39");
        assert_eq!(computed(number("2.345")), "2.35");
        assert_eq!(computed(number("100.5")), "101");
    }
}
