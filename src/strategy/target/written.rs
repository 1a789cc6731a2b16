//! Targets as people write them: `at most 10`, `40-60`, `+10%`, `400000 by October 2027`.

use std::rc::Rc;

use rust_decimal::Decimal;

use super::Change;
use crate::decode::figures::Place;
use crate::decode::value::{MAX_GUESS, Scalar, ValueError};
use crate::decode::{Cursor, FiscalYear};
use crate::strategy::date::CoarseDate;
use crate::strategy::number::Number;
use crate::words::currency::Mark;
use crate::words::neighbors::Neighbors;
use crate::words::spelling::{Figure, Spelled, spelled_next_to};

/// What a text means as a target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Meant {
    pub(super) key: &'static str,
    pub(super) value: String,
    pub(super) date: Option<String>,
    /// The figure in it.
    pub(super) figure: Figure,
}

impl Meant {
    pub(super) fn is_bound(&self) -> bool {
        matches!(self.key, "at_least" | "at_most")
    }

    /// As an entry of a target: `at_most: 10`.
    pub(super) fn entry(&self) -> String {
        format!("{}: {}", self.key, self.value)
    }

    /// As a target: `{ at_most: 10, date: 2027-06 }`.
    pub(super) fn record(&self) -> String {
        let date = self.date.as_ref().map(|date| format!(", date: {date}")).unwrap_or_default();
        format!("{{ {}{date} }}", self.entry())
    }
}

/// The other figures of its KPI, which only a comma makes worth a look.
pub(super) fn neighbors(cursor: Cursor<'_>, text: &str) -> Rc<Neighbors> {
    if text.contains(',') { Place::of(cursor).neighbors() } else { Rc::default() }
}

/// What a text means: `at most 10`, `40-60`, `+10%`, `400000 by October 2027`. Two if it can be two.
pub(super) fn meant(text: &str, fiscal_year: FiscalYear, neighbors: &Neighbors) -> Vec<Meant> {
    const AT_MOST: [&str; 10] =
        ["<=", "≤", "<", "at most", "no more than", "less than", "max.", "maximum", "max", "under"];
    const AT_LEAST: [&str; 10] =
        [">=", "≥", ">", "at least", "no less than", "more than", "min.", "minimum", "min", "over"];
    if text.len() > MAX_GUESS {
        return Vec::new();
    }
    let (text, date) = match text.trim().split_once(" by ") {
        None => (text.trim(), None),
        Some((text, date)) => match CoarseDate::parse_in(date.trim(), fiscal_year) {
            Ok(date) => (text.trim_end(), Some(date.to_string())),
            Err(ValueError { instead: Some(date), .. }) => (text.trim_end(), Some(date)),
            Err(_) => return Vec::new(),
        },
    };
    // The format itself reads `-20` as a value below zero.
    if date.is_none() && !text.starts_with('+') && Number::parse(text).is_ok() {
        return Vec::new();
    }
    let one = |key, value, figure| Meant { key, value, date: date.clone(), figure };
    let each = |key, figures: Vec<Figure>| -> Vec<Meant> {
        figures.into_iter().map(|figure| one(key, figure.value.to_string(), figure)).collect()
    };
    let changes = changes(text, neighbors);
    if let [(change, _), ..] = changes.as_slice() {
        // `-20%` cannot be a value below zero, and `-20 EUR` can.
        let is_value = text.starts_with(['-', '\u{2212}']) && !matches!(change, Change::Percent(_));
        let values = each("value", figures(text, neighbors).into_iter().filter(|_| is_value).collect());
        let changes = changes.into_iter().map(|(change, figure)| one("change", change.to_string(), figure));
        return changes.chain(values).collect();
    }
    let lower = text.to_lowercase();
    for (key, words) in [("at_most", AT_MOST), ("at_least", AT_LEAST)] {
        let rest =
            words.into_iter().find_map(|word| lower.starts_with(word).then(|| text.get(word.len()..))?);
        if let Some(rest) = rest {
            return each(key, figures(rest, neighbors));
        }
    }
    if let Some((low, high)) = range(text, neighbors) {
        let value = format!("[{}, {}]", low.value, high.value);
        return vec![one("between", value, if low.mark.is_some() { low } else { high })];
    }
    if date.is_none() { Vec::new() } else { each("value", figures(text, neighbors)) }
}

/// True for a figure with a sign that is not one of the format.
pub(super) fn has_sign(text: &str) -> bool {
    let text = text.trim();
    let has_sign = text.starts_with(['-', '\u{2212}']) || text.trim_end_matches('+').contains('+');
    has_sign && text.bytes().any(|byte| byte.is_ascii_digit()) && Number::parse(text).is_err()
}

/// The changes that a text can mean, each with its figure: none, one or two.
pub(super) fn changes(text: &str, neighbors: &Neighbors) -> Vec<(Change, Figure)> {
    // Percent of the baseline have another size than its figures.
    let alone = Neighbors::new(neighbors.decimal_commas, []);
    let neighbors = if text.contains('%') { &alone } else { neighbors };
    let text = text.trim();
    let (sign, rest) = if let Some(rest) = text.strip_prefix(['x', 'X', '×']) {
        (None, rest)
    } else if let Some(rest) = text.strip_prefix('+') {
        (Some(Decimal::ONE), rest)
    } else if let Some(rest) = text.strip_prefix(['-', '\u{2212}']) {
        (Some(Decimal::NEGATIVE_ONE), rest)
    } else {
        return Vec::new();
    };
    let change = |figure: Figure| {
        // A second sign contradicts the first.
        let size = figure
            .value
            .checked_mul(sign.unwrap_or(Decimal::ONE))
            .filter(|_| !figure.value.is_sign_negative())?;
        let change = match (sign, &figure.mark) {
            (None, None) => Change::Times(size),
            (None, Some(_)) => return None,
            (Some(_), Some(Mark::Percent)) => Change::Percent(size),
            (Some(_), _) => Change::By(size),
        };
        let mark = figure.mark.filter(|mark| *mark != Mark::Percent);
        // What the format does not accept is not offered: `x0`.
        Change::from_text(&change.to_string()).ok()?;
        Some((change, Figure { mark, ..figure }))
    };
    figures(rest, neighbors).into_iter().filter_map(change).collect()
}

/// The figures that a text can certainly mean: none, one or two.
fn figures(text: &str, neighbors: &Neighbors) -> Vec<Figure> {
    let text = text.trim();
    match spelled_next_to(text, neighbors) {
        Some(Spelled::Figure(figure)) if figure.is_certain => vec![figure],
        // `14.875` is a number of the format.
        Some(Spelled::Either(one, other)) => match Number::parse(text) {
            Ok(number) => [one, other].into_iter().filter(|figure| figure.value == number.0).collect(),
            Err(_) => vec![one, other],
        },
        _ => Vec::new(),
    }
}

/// The lower and the higher figure of `40-60` or `between 40 and 60`. In `40-60k`, the first can be
/// thousands, too, or not.
pub(super) fn range(text: &str, neighbors: &Neighbors) -> Option<(Figure, Figure)> {
    let lower = text.trim().to_lowercase();
    let range = lower.strip_prefix("between ").and_then(|rest| text.trim().get(lower.len() - rest.len()..));
    let range = range.unwrap_or(text.trim());
    let only = |text: &str| Some(figures(text, neighbors)).filter(|all| all.len() == 1)?.pop();
    [" to ", " and ", "–", "-"].into_iter().find_map(|by| {
        let (low, high) = range.split_once(by)?;
        let (low, high) = (only(low)?, only(high)?);
        let is_alike = low.is_scaled == high.is_scaled
            && (low.mark == high.mark || low.mark.is_none() || high.mark.is_none());
        (is_alike && low.value < high.value).then_some((low, high))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(text: &str) -> Vec<String> {
        meant(text, FiscalYear::StartsIn(4), &Neighbors::default()).iter().map(Meant::record).collect()
    }

    #[test]
    fn a_bound_or_a_change_is_answered_with_the_record_that_it_means() {
        for (text, expected) in [
            ("+10%", "{ change: +10% }"),
            ("−20 %", "{ change: -20% }"),
            ("+5", "{ change: +5 }"),
            ("+1,000", "{ change: +1000 }"),
            ("+1,250", "{ change: +1250 } { change: +1.25 }"),
            ("+5,5", "{ change: +5.5 }"),
            ("+€1.5k", "{ change: +1500 }"),
            ("+2 Mio", "{ change: +2000000 }"),
            ("-10k", "{ change: -10000 } { value: -10000 }"),
            ("-5 EUR", "{ change: -5 } { value: -5 }"),
            ("x1,5", "{ change: x1.5 }"),
            ("+10% by June 2027", "{ change: +10%, date: 2027-06 }"),
            ("-10% by 2027", "{ change: -10%, date: 2027 }"),
            ("-10 by 2027", "{ change: -10, date: 2027 } { value: -10, date: 2027 }"),
            ("<= 10 by June 2027", "{ at_most: 10, date: 2027-06 }"),
            ("x2", "{ change: x2 }"),
            ("<= 10", "{ at_most: 10 }"),
            ("under 40", "{ at_most: 40 }"),
            ("At most 10", "{ at_most: 10 }"),
            ("max. 1,5", "{ at_most: 1.5 }"),
            ("min 85", "{ at_least: 85 }"),
            (">90", "{ at_least: 90 }"),
            ("over 2.5k", "{ at_least: 2500 }"),
            ("40-60", "{ between: [40, 60] }"),
            ("between 84 and 86", "{ between: [84, 86] }"),
            ("400000 by October 2027", "{ value: 400000, date: 2027-10 }"),
            ("40 by 2027-06-30", "{ value: 40, date: 2027-06-30 }"),
            ("40 by FY2027/28-Q1", "{ value: 40, date: FY2027/28-Q1 }"),
            ("at least 90%", "{ at_least: 90 }"),
            ("under €40k", "{ at_most: 40000 }"),
            ("40-60%", "{ between: [40, 60] }"),
            ("over 14.875", "{ at_least: 14.875 }"),
            ("min 14,875", "{ at_least: 14875 } { at_least: 14.875 }"),
            ("25.000 by 2027", "{ value: 25000, date: 2027 } { value: 25, date: 2027 }"),
        ] {
            assert_eq!(records(text).join(" "), expected, "{text}");
        }
        for text in [
            "40",
            "-20",
            "1.5",
            "",
            "x",
            "+",
            "60-40",
            "under",
            "under pressure",
            "2027-06",
            "by",
            "40-60k",
            ">= +5%",
            "min +5",
            "+5-10%",
            "+-5%",
            "x-2",
            "x5%",
            "+5 points",
            "-3 points",
            "14,875-15,000",
            "€40-60%",
        ] {
            assert_eq!(records(text), Vec::<String>::new(), "{text}");
        }
    }
}
