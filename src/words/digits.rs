//! Digits with their separators: `1,000.50`, `30 000`, `12O`.

use rust_decimal::Decimal;

/// Digits with their separators.
pub(super) struct Digits {
    /// If there are two readings, with the separator as one of thousands.
    pub(super) value: Decimal,
    pub(super) other: Option<Decimal>,
    /// True if three zeros are after a comma.
    pub(super) is_round: bool,
    pub(super) is_certain: bool,
}

pub(super) fn digits(text: &str, is_money: bool) -> Option<Digits> {
    let one = |plain: &str| {
        Some(Digits { value: plain.parse().ok()?, other: None, is_round: false, is_certain: true })
    };
    let is_plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let separators: Vec<char> = text.chars().filter(|c| !c.is_ascii_digit()).collect();
    let without = |separator: char| text.replace(separator, "");
    match separators.as_slice() {
        [] => one(text).filter(|_| is_plain(text)),
        [separator @ (',' | '.')] => {
            let (whole, part) = text.split_once(*separator)?;
            let decimal = format!("{}.{part}", if whole.is_empty() { "0" } else { whole });
            let looks_like_thousands = is_group(whole, part);
            // In `2,0000` the comma is at the wrong place.
            let is_slip = part.len() > 3 && part.bytes().all(|byte| byte == b'0');
            match separator {
                // Money has no three decimals.
                ',' if looks_like_thousands && is_money => one(&without(',')),
                _ if looks_like_thousands => Some(Digits {
                    value: without(*separator).parse().ok()?,
                    other: Some(decimal.parse().ok()?),
                    is_round: *separator == ',' && part == "000",
                    is_certain: true,
                }),
                _ => one(&decimal).filter(|_| is_plain(part) && !is_slip),
            }
        }
        // `1,000.50` and `1.000,50`, also with several groups.
        [first, .., last] => {
            let (groups, decimals) = if first == last {
                (text, None)
            } else {
                text.rsplit_once(*last).map(|(a, b)| (a, Some(b)))?
            };
            let decimals = match (last, decimals) {
                (_, None) => "",
                (',' | '.', Some(part)) if is_plain(part) => part,
                _ => return None,
            };
            let is_separator = matches!(first, ',' | '.' | '\'' | '’' | ' ' | '_');
            let mut parts = groups.split(*first);
            let head = parts.next()?;
            let is_grouped = matches!(head.len(), 1..=3)
                && is_plain(head)
                && !head.starts_with('0')
                && parts.all(|group| group.len() == 3 && is_plain(group));
            let whole = groups.replace(*first, "");
            let plain = if decimals.is_empty() { whole } else { format!("{whole}.{decimals}") };
            one(&plain).filter(|_| is_separator && is_grouped)
        }
        [separator @ ('\'' | '’' | ' ' | '_')] => {
            let (whole, part) = text.split_once(*separator)?;
            let is_group =
                matches!(whole.len(), 1..=3) && is_plain(whole) && part.len() == 3 && is_plain(part);
            one(&without(*separator)).filter(|_| is_group)
        }
        _ => None,
    }
}

/// True for `25` and `000`: one to three digits, not beginning with 0, before exactly three.
fn is_group(whole: &str, part: &str) -> bool {
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    matches!(whole.len(), 1..=3)
        && part.len() == 3
        && !whole.starts_with('0')
        && is_digits(whole)
        && is_digits(part)
}

/// `12O` is taken for 120.
pub(super) fn letters_for_digits(text: &str) -> Option<Digits> {
    let digit = |c| match c {
        'O' | 'o' => '0',
        'l' | 'I' => '1',
        other => other,
    };
    let corrected: String = text.chars().map(digit).collect();
    // `0o17` is 15 in some languages.
    let is_prefix = corrected.len() > 1 && corrected.starts_with('0') && !corrected.starts_with("0.");
    let has_digit = text.bytes().any(|byte| byte.is_ascii_digit()) && !is_prefix;
    let is_number = corrected.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let value = corrected.parse().ok().filter(|_| has_digit && is_number && corrected != text)?;
    Some(Digits { value, other: None, is_round: false, is_certain: false })
}
