//! A figure with words around it: `400 visits`, `about 400`, `2 hours`. A word can be another unit than the one that
//! is said, so no figure is named unless the word is that unit.

use super::value::MAX_GUESS;
use crate::words::factor::is_factor;
use crate::words::unit::is_scaled;
use crate::words::units::{is_percent, is_time, unit_of_time};
use crate::words::{is_in, words};

/// Words that can change the size of a figure.
const SIZES: &str = "dozen dozens hundred hundreds lakh lakhs lac lacs crore crores trillion trillions billions bio tn mm mil mille half halve halves halved nil quarter third double twice times per percent minus of";

/// Words that say nothing about what is counted.
const AROUND: &str = "about around approx approximately roughly nearly almost circa ca some only just over under above \
                      below at least most more less fewer than up to a an the or so total exactly no";

/// A figure and the words around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct InWords<'a> {
    pub(crate) figure: &'a str,
    /// The words that can be its unit, as they are written: `visits`, `visits/month`; empty if there are none.
    pub(crate) unit: String,
}

/// The only figure of a text with words or signs around it. None if a word can change its size.
pub(crate) fn in_words(text: &str) -> Option<InWords<'_>> {
    let has_digit = |word: &str| word.contains(|c: char| c.is_ascii_digit());
    let is_harmless = |word: &str| {
        let lower = word.to_lowercase();
        word.chars().all(|c| c.is_alphabetic() || "€$£.".contains(c))
            && !is_in(SIZES, &lower)
            && !is_factor(word)
    };
    let mut parts = text.split_inclusive([' ', '/']).map(|part| {
        let word = part.trim_end_matches([' ', '/']);
        (word.trim_matches(['+', '<', '>', '=', '≤', '≥', '.', ',', ';']), part.ends_with('/'))
    });
    let (mut figure, mut unit) = (None, String::new());
    let is_alone = text.len() <= MAX_GUESS
        && parts.all(|(word, is_rate)| match (has_digit(word), is_harmless(word)) {
            (true, _) => {
                let (digits, own) = glued(word).unwrap_or((word, ""));
                unit.push_str(own);
                unit.push_str(if is_rate { "/" } else { "" });
                figure.replace(digits).is_none()
            }
            (false, true) => {
                let is_unit = !word.is_empty() && !is_in(AROUND, &word.to_lowercase());
                if is_unit {
                    let space = if unit.is_empty() || unit.ends_with('/') { "" } else { " " };
                    unit = format!("{unit}{space}{word}{}", if is_rate { "/" } else { "" });
                }
                true
            }
            (false, false) => false,
        });
    Some(InWords { figure: figure?, unit }).filter(|_| is_alone && !is_how_often(text))
}

/// A figure and a unit of time or cents without a space between them: `40s`, `1h`, `50ct`.
fn glued(word: &str) -> Option<(&str, &str)> {
    let (digits, unit) = word.split_at(word.find(char::is_alphabetic)?);
    let is_unit = unit != "m" && (unit_of_time(unit).is_some() || is_in("c ct", unit));
    (digits.ends_with(|c: char| c.is_ascii_digit()) && is_unit).then_some((digits, unit))
}

/// The figure and the period of `20 per month` and `20/month`.
pub(super) fn per_period(text: &str) -> Option<(&str, &str)> {
    const PER: [&str; 8] = ["/", " per ", " a ", " an ", " each ", " every ", " pro ", " im "];
    let parts = PER.into_iter().find_map(|per| text.trim().split_once(per));
    let is_figure = |text: &str| text.starts_with(|c: char| c.is_ascii_digit()) && !text.contains(' ');
    parts
        .map(|(figure, period)| (figure.trim(), period.trim()))
        .filter(|(figure, period)| is_figure(figure) && is_time(&period.to_lowercase()))
}

/// True if a word of a text changes the size of a figure, or is one: `half`.
pub(crate) fn names_a_size(text: &str) -> bool {
    words(text).iter().any(|word| is_in(SIZES, word))
}

/// True for `20 a week`: how often is not a unit.
fn is_how_often(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut words = lower.split_whitespace().rev();
    let is_time =
        words.next().is_some_and(|word| is_in("second minute hour day week month quarter year", word));
    is_time && words.next().is_some_and(|word| is_in("a an each every", word))
}

/// The usual word for a unit of time.
fn time(word: &str) -> Option<&'static str> {
    Some(match word {
        "s" | "sec" | "secs" => "second",
        "min" | "mins" => "minute",
        "h" | "hr" | "hrs" => "hour",
        "d" => "day",
        "wk" | "wks" => "week",
        _ => return None,
    })
}

impl InWords<'_> {
    /// True if the words are those of a unit, or of a part of it: `visits` of `visits/month`.
    pub(crate) fn is_in_unit(&self, unit: &str) -> bool {
        is_in_unit(&self.unit, unit)
    }
}

/// True if words are those of a unit, or of a part of it.
pub(crate) fn is_in_unit(own: &str, unit: &str) -> bool {
    let plain = |text: &str| -> Vec<String> {
        let singular = |word: &String| {
            let word = time(word).unwrap_or(word);
            word.strip_suffix('s').unwrap_or(word).to_owned()
        };
        words(text).iter().map(singular).collect()
    };
    let all = plain(unit);
    let counted =
        plain(unit.split('/').next().and_then(|unit| unit.split(" per ").next()).unwrap_or_default());
    let among = if own.contains('/') { &all } else { &counted };
    let own = plain(own);
    // `visits` alone are not `thousand visits` or `percent of visits`.
    own.is_empty()
        || own == *among
        || (!is_scaled(unit) && !is_percent(unit) && own.iter().all(|word| among.contains(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_around_a_figure_are_its_unit_or_say_nothing() {
        for (text, figure, unit) in [
            ("400 visits", "400", "visits"),
            ("about 400 visits", "400", "visits"),
            ("400 visits/month", "400", "visits/month"),
            ("400/month", "400", "/month"),
            ("at least 400", "400", ""),
            ("400+", "400", ""),
            ("2 h", "2", "h"),
            ("40s", "40", "s"),
            ("1.5h", "1.5", "h"),
            ("1,200 new visits", "1,200", "new visits"),
        ] {
            let read = in_words(text).unwrap();
            assert_eq!((read.figure, read.unit.as_str()), (figure, unit), "{text}");
        }
        for text in [
            "20 a week",
            "40 posts each month",
            "3 dozen",
            "5 to 10",
            "3 of 4",
            "400 per month",
            "many",
            "2h30",
        ] {
            assert!(in_words(text).is_none_or(|read| read.figure == "2h30"), "{text}");
        }
        for (text, unit, is_in) in [
            ("400 visits", "visits/month", true),
            ("400 visit", "visits", true),
            ("400/month", "visits/month", true),
            ("400/month", "visits/week", false),
            ("2 h", "minutes", false),
            ("2 h", "hours", true),
            ("40 seconds", "s", true),
            ("40 s", "median seconds", true),
            ("2 weeks", "visits/week", false),
            ("400", "visits", true),
        ] {
            assert_eq!(in_words(text).unwrap().is_in_unit(unit), is_in, "{text} {unit}");
        }
    }
}
