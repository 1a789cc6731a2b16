//! Figures in a sentence: `Raise $850,000 by June`, `forty-five leads a quarter`.

use rust_decimal::Decimal;

use super::currency::{Mark, currency};
use super::factor::is_factor;
use super::months::{is_month, is_year};
use super::spelling::{Spelled, spelled};
use super::{is_in, words};

/// A figure in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InText<'t> {
    /// As it is written.
    pub text: &'t str,
    /// What it can mean: one figure, or two.
    pub values: Vec<Decimal>,
    pub mark: Option<Mark>,
    /// The words after it, up to the next punctuation mark.
    pub after: Vec<String>,
    /// True if it can be a part of a date, an ordinal, a name.
    pub is_doubtful: bool,
}

const ONES: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] =
    ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
/// A number next to one of these, or to a month, is a date.
const DATED: &str = "kw fy";
/// How many words after a figure can say what it counts.
const WORDS_AFTER: usize = 4;

/// Every figure of a text: digits, and English words up to a hundred.
pub fn figures(text: &str) -> Vec<InText<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(token) = next_token(text, at) {
        found.extend(figure(text, token));
        at = token.1;
    }
    found
}

/// The next word, or the next run of digits with their separators: where it begins and ends.
fn next_token(text: &str, from: usize) -> Option<(usize, usize)> {
    let rest = text.get(from..)?;
    let start = from + rest.find(char::is_alphanumeric)?;
    let token = text.get(start..)?;
    let is_number = token.starts_with(|c: char| c.is_ascii_digit());
    let mut end = start;
    let mut chars = token.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let is_digit = |next: Option<&(usize, char)>| next.is_some_and(|(_, c)| c.is_ascii_digit());
        let goes_on = if is_number {
            let is_joined =
                matches!(c, '.' | ',' | '\'' | '’' | ':' | '/' | '-' | '–') && is_digit(chars.peek());
            let is_space =
                matches!(c, ' ' | '\u{a0}' | '\u{202f}') && begins_a_group(token.get(at + c.len_utf8()..));
            c.is_ascii_digit() || is_joined || is_space
        } else {
            c.is_alphanumeric() || c == '-' && chars.peek().is_some_and(|(_, c)| c.is_alphabetic())
        };
        if !goes_on {
            break;
        }
        end = start + at + c.len_utf8();
    }
    Some((start, end))
}

/// True if three digits follow, and no fourth.
fn begins_a_group(rest: Option<&str>) -> bool {
    let digits = rest.unwrap_or_default().bytes().take_while(u8::is_ascii_digit).count();
    digits == 3
}

fn figure(text: &str, (start, end): (usize, usize)) -> Option<InText<'_>> {
    let (before, token, rest) = (text.get(..start)?, text.get(start..end)?, text.get(end..)?);
    if !token.starts_with(|c: char| c.is_ascii_digit()) {
        let values = vec![in_words(token)?];
        return Some(InText {
            text: token,
            values,
            mark: None,
            after: words_after(rest),
            is_doubtful: false,
        });
    }
    // A currency before it, and a factor, a currency or a percent sign after it.
    let head = before.trim_end_matches([' ', '\u{a0}', '\u{202f}']);
    let cut = head.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let sign = head.get(cut..).filter(|word| currency(word).is_some());
    let begins = sign.map_or(start, |_| cut);
    let mut ends = end;
    for suffix in [is_factor as fn(&str) -> bool, |word| word == "%" || currency(word).is_some()] {
        let tail = text.get(ends..)?;
        let gap = tail.len() - tail.trim_start_matches([' ', '\u{a0}', '\u{202f}']).len();
        let word = tail.get(gap..)?;
        let is_sign = word.starts_with(['%', '€', '$', '£']);
        let length = if is_sign {
            word.chars().next().map_or(0, char::len_utf8)
        } else {
            word.find(|c: char| !c.is_alphabetic() && c != '.').unwrap_or(word.len())
        };
        let word = word.get(..length)?.trim_end_matches('.');
        if !word.is_empty() && suffix(word) {
            ends += gap + word.len();
        }
    }
    let written = text.get(begins..ends)?;
    let rest = text.get(ends..)?;
    let is_glued = rest.starts_with(char::is_alphabetic)
        || before.ends_with(|c: char| c.is_alphabetic() || matches!(c, '-' | '/' | '#'));
    let next_to_month = [words(before).pop(), words_after(rest).into_iter().next()]
        .into_iter()
        .flatten()
        .any(|word| is_in(DATED, &word) || is_month(&word));
    let is_year = is_year(token) && written == token;
    let (values, mark) = match spelled(written) {
        Some(Spelled::Figure(one)) => (vec![one.value], one.mark),
        Some(Spelled::Either(one, other)) => (vec![one.value, other.value], one.mark),
        // A range, a date, a score: each part can be a figure.
        None => (token.split(['-', '–', '/', ':', '.']).filter_map(|part| part.parse().ok()).collect(), None),
    };
    let is_percent = words_after(rest).first().is_some_and(|word| super::units::is_percent(word));
    let mark = if is_percent { Some(Mark::Percent) } else { mark };
    let is_doubtful = is_glued || next_to_month || is_year || spelled(written).is_none();
    Some(InText { text: written, values, mark, after: words_after(rest), is_doubtful })
}

fn words_after(rest: &str) -> Vec<String> {
    let clause = rest.split(['.', ',', ';', ':', '(', ')', '\n', '–']).next().unwrap_or_default();
    words(clause).into_iter().take(WORDS_AFTER).collect()
}

/// `forty-five` is 45.
fn in_words(word: &str) -> Option<Decimal> {
    number_in_words(&word.to_lowercase()).map(Decimal::from)
}

/// The same for a word in small letters.
pub fn number_in_words(word: &str) -> Option<usize> {
    let ones = |word: &str| ONES.iter().position(|one| *one == word);
    let tens = |word: &str| TENS.iter().position(|ten| *ten == word && !ten.is_empty());
    let value = match word.split_once('-') {
        _ if word == "hundred" => 100,
        Some((ten, one)) => tens(ten)? * 10 + ones(one)?,
        None => ones(word).or_else(|| tens(word).map(|ten| ten * 10))?,
    };
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figures_of_a_sentence_are_found() {
        for (text, found) in [
            ("Generate 400 qualified leads a quarter by September 2027", "400, 2027?"),
            ("Raise $850,000 on Giving Tuesday and the 48 hours after", "850000, 48"),
            ("We sell 14.200 hl until 30.9.2027", "14200|14.2, 30|9|2027?"),
            ("Revenue of € 1.2m instead of 900k EUR", "1200000, 900000"),
            ("Retain 52% of them, 60 percent in 2028", "52, 60, 2028?"),
            ("Forty cake orders, forty-five in June", "40, 45"),
            ("2,400 donors by June 30, 2028, up from 1,510", "2400|2.4, 30?, 2028?, 1510|1.51"),
            ("People of 25-35 in FY28, 1st choice, open 24/7", "25|35?, 1?, 24|7?"),
            ("30 000 visits and 1 234 567 views", "30000, 1234567"),
            ("An enquiry costs 4 minutes", "4"),
            ("Someone answers everyone at once", ""),
        ] {
            let figures = figures(text);
            let shown = figures.iter().map(|one| {
                let values: Vec<String> = one.values.iter().map(ToString::to_string).collect();
                format!("{}{}", values.join("|"), if one.is_doubtful { "?" } else { "" })
            });
            assert_eq!(shown.collect::<Vec<_>>().join(", "), found, "{text}");
        }
    }
}
