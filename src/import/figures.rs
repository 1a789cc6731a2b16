//! Figures as exports and spreadsheets write them. A separator that can be for thousands or for decimals is kept as two
//! readings until the column decides.

use rust_decimal::Decimal;

use super::cells::Cell;
use crate::words::currency::{Mark, mark};

/// What is for decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Separator {
    Point,
    Comma,
}

impl std::str::FromStr for Separator {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "." => Ok(Self::Point),
            "," => Ok(Self::Comma),
            _ => Err("write `.` or `,`".to_owned()),
        }
    }
}

/// What a cell says, read with a decimal point and with a decimal comma.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Read {
    pub(super) point: Option<Decimal>,
    pub(super) comma: Option<Decimal>,
    /// A percent sign or a currency.
    pub(super) mark: Option<Mark>,
}

impl Read {
    fn same(value: Decimal) -> Self {
        Self { point: Some(value), comma: Some(value), mark: None }
    }

    const NONE: Self = Self { point: None, comma: None, mark: None };
}

/// Reads a cell that is not empty. `whole` says that the column has no decimals.
pub(super) fn read(cell: &Cell<'_>, whole: bool) -> Read {
    match cell {
        Cell::Number(value) if whole && !value.fract().is_zero() => Read::NONE,
        Cell::Number(value) => Read::same(*value),
        Cell::Percent(value) if whole && !value.fract().is_zero() => Read::NONE,
        Cell::Percent(value) => Read { mark: Some(Mark::Percent), ..Read::same(*value) },
        Cell::Text(text) => read_text(text.trim(), whole),
        Cell::Empty | Cell::Day(_) | Cell::Formula => Read::NONE,
    }
}

fn read_text(text: &str, whole: bool) -> Read {
    if let Some(value) = plain(text) {
        return Read::same(value);
    }
    if text.len() > 60 {
        return Read::NONE;
    }
    let spaced = text.replace(['\u{a0}', '\u{2009}', '\u{202f}'], " ").replace('\u{2212}', "-");
    let (rest, mark) = mark(&spaced);
    let rest = rest.trim();
    let (negative, digits) = match rest.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, rest.strip_prefix('+').unwrap_or(rest)),
    };
    let signed = |value: Decimal| if negative { -value } else { value };
    let point = separated(digits, '.', ',', whole).map(signed);
    let comma = separated(digits, ',', '.', whole).map(signed);
    Read { point, comma, mark }
}

/// Digits and nothing else, by far the most frequent.
fn plain(text: &str) -> Option<Decimal> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_plain = matches!(digits.len(), 1..=18) && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_plain { text.parse::<i64>().ok().map(Decimal::from) } else { None }
}

/// Reads digits with these separators. Thousands can also be separated by spaces and apostrophes.
fn separated(digits: &str, decimals: char, thousands: char, whole: bool) -> Option<Decimal> {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (groups, part) = match digits.split_once(decimals) {
        Some((groups, part)) => (groups, Some(part)),
        None => (digits, None),
    };
    if let Some(part) = part {
        let is_zero = part.bytes().all(|byte| byte == b'0') && part.len() < 3;
        if !is_digits(part) || whole && !is_zero {
            return None;
        }
    }
    let separators: Vec<char> = groups.chars().filter(|c| !c.is_ascii_digit()).collect();
    let groups = match separators.as_slice() {
        [] => groups.to_owned(),
        [first, rest @ ..] if rest.iter().all(|c| c == first) => {
            let is_separator = *first == thousands || matches!(first, ' ' | '\'' | '’');
            let mut parts = groups.split(*first);
            let head = parts.next().unwrap_or_default();
            let is_head = is_digits(head) && head.len() <= 3 && !head.starts_with('0');
            if !is_separator || !is_head || !parts.all(|group| group.len() == 3 && is_digits(group)) {
                return None;
            }
            groups.replace(*first, "")
        }
        _ => return None,
    };
    let groups = if groups.is_empty() && part.is_some() { "0".to_owned() } else { groups };
    if !is_digits(&groups) {
        return None;
    }
    match part {
        Some(part) => format!("{groups}.{part}").parse().ok(),
        None => groups.parse().ok(),
    }
}

/// What a text surely has for decimals: one separator, and not three digits after it.
pub(super) fn decimals(text: &str) -> Option<Separator> {
    let at = text.find(['.', ','])?;
    let (whole, rest) = text.split_at_checked(at)?;
    let (separator, decimals) = rest.split_at_checked(1)?;
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_sure = are_digits(whole.trim_start_matches('-')) && are_digits(decimals) && decimals.len() != 3;
    is_sure.then(|| separator.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(text: &str, whole: bool) -> [String; 2] {
        let read = read_text(text, whole);
        [read.point, read.comma].map(|value| value.map_or("-".to_owned(), |value| value.to_string()))
    }

    #[test]
    fn a_figure_has_the_readings_that_its_separators_allow() {
        for (text, point, comma) in [
            ("12400", "12400", "12400"),
            ("-2", "-2", "-2"),
            ("\u{2212}2", "-2", "-2"),
            ("12,400", "12400", "12.400"),
            ("12.400", "12.400", "12400"),
            ("0.125", "0.125", "-"),
            ("0,125", "-", "0.125"),
            ("512.25", "512.25", "-"),
            ("512,25", "-", "512.25"),
            ("1,234.5", "1234.5", "-"),
            ("1.234,5", "-", "1234.5"),
            ("1 234,56 €", "-", "1234.56"),
            ("62,5 %", "-", "62.5"),
            ("62.5%", "62.5", "-"),
            ("1\u{202f}234", "1234", "1234"),
            ("1,234,567", "1234567", "-"),
            ("1.234.567", "-", "1234567"),
            ("-0.0.66962", "-", "-"),
            ("1,23,456", "-", "-"),
            ("1.2K", "-", "-"),
            ("1e3", "-", "-"),
            ("(500)", "-", "-"),
            ("=1+1", "-", "-"),
            ("0:03:13", "-", "-"),
            ("12 apples", "-", "-"),
        ] {
            assert_eq!(both(text, false), [point, comma], "{text}");
        }
    }

    #[test]
    fn a_count_has_no_decimals() {
        for (text, point, comma) in [
            ("12,400", "12400", "-"),
            ("12.400", "-", "12400"),
            ("4.0", "4.0", "-"),
            ("4.5", "-", "-"),
            ("12.000", "-", "12000"),
        ] {
            assert_eq!(both(text, true), [point, comma], "{text}");
        }
    }
}
