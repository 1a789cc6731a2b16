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

/// A ratio in whole percent: `34 %`; not limited to 0..100. Only what is complete is 100 %.
pub fn percent(ratio: Decimal) -> String {
    let whole = ratio.checked_mul(Decimal::ONE_HUNDRED).and_then(|share| rounded(share, 0).to_i64());
    let whole = whole.map(|whole| if ratio < Decimal::ONE { whole.min(99) } else { whole });
    whole.map_or_else(|| NONE.to_owned(), |whole| format!("{} %", with_minus(&whole.to_string())))
}

/// A pace to two decimals: `1.02`. It is rounded down, so that it never looks as good as a threshold that it does not
/// reach.
pub fn ratio(ratio: Decimal) -> String {
    with_minus(&format!("{:.2}", down(ratio, 2)))
}

/// A recent pace, rounded down as well: `0.9×`, and `>3×` above that, as few readings can give any number.
pub fn times(pace: Decimal) -> String {
    if pace > Decimal::from(3) {
        return ">3×".to_owned();
    }
    let decimals = if down(pace, 1).is_zero() { 2 } else { 1 };
    format!("{}×", plain(down(pace, decimals)))
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

fn down(figure: Decimal, decimals: u32) -> Decimal {
    figure.round_dp_with_strategy(decimals, RoundingStrategy::ToNegativeInfinity)
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
    let shown = rounded(amount, 2).abs();
    let text = format!("{shown:.*}", if shown.fract().is_zero() { 0 } else { 2 });
    let (whole, cents) = text.split_at(text.find('.').unwrap_or(text.len()));
    let text = grouped(whole, "\u{202f}") + cents;
    let sign = if amount.is_sign_negative() && !amount.is_zero() { "−" } else { "" };
    let currency = currency.map(|code| format!(" {code}")).unwrap_or_default();
    format!("{sign}{text}{currency}")
}

/// A text of ours with its figures as English readers write them: `48,000 EUR`.
pub fn in_english(text: &str) -> String {
    const LEAST: usize = 5;
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, figure) = rest.split_at(at);
        out.push_str(before);
        let is_grouped = |c: char| c.is_ascii_digit() || c == '\u{202f}';
        let end = figure.find(|c| !is_grouped(c)).unwrap_or(figure.len());
        let (figure, after) = figure.split_at(end);
        let (digits, gap) = figure.split_at(figure.trim_end_matches('\u{202f}').len());
        // Not in a date, a version, the decimals of a figure, a path, or a word.
        let is_inside =
            |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ',' | '/' | '#' | ':' | '=');
        let is_apart =
            !out.ends_with(is_inside) && !after.starts_with(|c: char| c.is_alphabetic() || c == '_');
        if digits.contains('\u{202f}') {
            out.push_str(&digits.replace('\u{202f}', ","));
        } else if digits.len() >= LEAST && is_apart {
            out.push_str(&grouped(digits, ","));
        } else {
            out.push_str(digits);
        }
        out.push_str(gap);
        rest = after;
    }
    out + rest
}

/// Digits in groups of three.
fn grouped(digits: &str, separator: &str) -> String {
    let mut out = digits.to_owned();
    for at in (1..digits.len()).rev().filter(|at| (digits.len() - at).is_multiple_of(3)) {
        out.insert_str(at, separator);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_in_english_has_commas_between_thousands() {
        for (text, shown) in [
            ("48\u{202f}000 EUR", "48,000 EUR"),
            ("−1\u{202f}234\u{202f}567.50", "−1,234,567.50"),
            ("612400 on 2027-06-30", "612,400 on 2027-06-30"),
            ("9800, 14200 and 0.12345", "9800, 14,200 and 0.12345"),
            ("12345.678 USD", "12,345.678 USD"),
            ("commit 12345ab, a-12345, x12345, 2027-12345", "commit 12345ab, a-12345, x12345, 2027-12345"),
            ("999 €", "999 €"),
            ("1234567", "1,234,567"),
            ("5\u{202f}%", "5\u{202f}%"),
        ] {
            assert_eq!(in_english(text), shown, "{text}");
        }
    }

    #[test]
    fn figures_are_written_for_people() {
        type Write = fn(Decimal) -> String;
        let euros: Write = |amount| money(amount, Some("EUR"));
        let amount: Write = |amount| money(amount, None);
        for (write, figure, shown) in [
            (euros, "60000", "60\u{202f}000 EUR"),
            (euros, "0", "0 EUR"),
            (amount, "-1234567.5", "−1\u{202f}234\u{202f}567.50"),
            (amount, "999", "999"),
            (percent, "0.344", "34 %"),
            (percent, "0.998", "99 %"),
            (percent, "1", "100 %"),
            (percent, "1.004", "100 %"),
            (percent, "-1.999", "−200 %"),
            (plain, "11.50", "11.5"),
            (plain, "123456.789", "123456.789"),
            (percent, "0.3357", "34 %"),
            (percent, "-0.2", "−20 %"),
            (percent, "0.125", "13 %"),
            (percent, "-0.125", "−13 %"),
            (ratio, "0.996", "0.99"),
            (ratio, "0.8999", "0.89"),
            (ratio, "-0.001", "−0.01"),
            (ratio, "2", "2.00"),
            (ratio, "0.385", "0.38"),
            (times, "1.04", "1×"),
            (times, "2.96", "2.9×"),
            (times, "0.85", "0.8×"),
            (times, "3.01", ">3×"),
            (times, "0.04", "0.04×"),
            (times, "-0.26", "−0.3×"),
            (computed, "7", "7"),
            (computed, "2.345", "2.35"),
            (computed, "100.5", "101"),
            (computed, "402.18342", "402"),
            (computed, "-12345.678", "−12346"),
            (computed, "0.012345", "0.0123"),
        ] {
            assert_eq!(write(figure.parse().unwrap()), shown, "{figure}");
        }
    }
}
