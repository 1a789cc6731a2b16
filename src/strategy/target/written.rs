//! Targets as people write them: `at most 10`, `40-60`, `+10%`, `400000 by October 2027`.

use rust_decimal::Decimal;

use super::Change;
use crate::decode::FiscalYear;
use crate::decode::value::{MAX_GUESS, Scalar, ValueError};
use crate::strategy::date::CoarseDate;
use crate::strategy::number::Number;
use crate::words::spelling::{Figure, Spelled, spelled};

/// The record that a text means, with the figure in it: `at most 10`, `40-60`, `+10%`, `400000 by October 2027`.
/// There are two if the figure can be two.
pub(super) fn meant(text: &str, fiscal_year: FiscalYear) -> Vec<(String, Figure)> {
    const AT_MOST: [&str; 10] =
        ["<=", "≤", "<", "at most", "no more than", "less than", "max.", "maximum", "max", "under"];
    const AT_LEAST: [&str; 10] =
        [">=", "≥", ">", "at least", "no less than", "more than", "min.", "minimum", "min", "over"];
    if text.len() > MAX_GUESS {
        return Vec::new();
    }
    let text = text.trim();
    // `-20` is a value below zero; `-20%` cannot be one.
    let is_change =
        text.starts_with(['+', 'x', '×']) || (text.starts_with(['-', '−']) && text.ends_with('%'));
    if is_change && let Ok(change) = Change::from_text(&text.replace(' ', "")) {
        return vec![(format!("{{ change: {change} }}"), Figure { is_certain: true, ..Figure::default() })];
    }
    let lower = text.to_lowercase();
    let with = |figure: &str, record: &dyn Fn(Decimal) -> String| -> Vec<(String, Figure)> {
        figures(figure).into_iter().map(|figure| (record(figure.value), figure)).collect()
    };
    for (key, words) in [("at_most", AT_MOST), ("at_least", AT_LEAST)] {
        let rest =
            words.into_iter().find_map(|word| lower.starts_with(word).then(|| text.get(word.len()..))?);
        if let Some(rest) = rest {
            return with(rest, &|value| format!("{{ {key}: {value} }}"));
        }
    }
    if let Some((low, high)) = range(text) {
        let figure = if low.mark.is_some() { &low } else { &high };
        return vec![(format!("{{ between: [{}, {}] }}", low.value, high.value), figure.clone())];
    }
    let Some((value, date)) = text.split_once(" by ") else { return Vec::new() };
    let date = match CoarseDate::parse_in(date.trim(), fiscal_year) {
        Ok(date) => date.to_string(),
        Err(ValueError { instead: Some(date), .. }) => date,
        Err(_) => return Vec::new(),
    };
    with(value, &|value| format!("{{ value: {value}, date: {date} }}"))
}

/// The figures that a text can certainly mean: none, one or two.
fn figures(text: &str) -> Vec<Figure> {
    match spelled(text.trim()) {
        Some(Spelled::Figure(figure)) if figure.is_certain => vec![figure],
        // `14.875` is a number of the format.
        Some(Spelled::Either(one, other)) => match Number::parse(text.trim()) {
            Ok(number) => [one, other].into_iter().filter(|figure| figure.value == number.0).collect(),
            Err(_) => vec![one, other],
        },
        _ => Vec::new(),
    }
}

/// The lower and the higher figure of `40-60` or `between 40 and 60`. In `40-60k`, the first can be
/// thousands, too, or not.
pub(super) fn range(text: &str) -> Option<(Figure, Figure)> {
    let lower = text.trim().to_lowercase();
    let range = lower.strip_prefix("between ").and_then(|rest| text.trim().get(lower.len() - rest.len()..));
    let range = range.unwrap_or(text.trim());
    let only = |text: &str| figures(text).pop().filter(|_| figures(text).len() == 1);
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
        meant(text, FiscalYear::StartsIn(4)).into_iter().map(|(record, _)| record).collect()
    }

    #[test]
    fn a_bound_or_a_change_is_answered_with_the_record_that_it_means() {
        for (text, expected) in [
            ("+10%", "{ change: +10% }"),
            ("−20 %", "{ change: -20% }"),
            ("+5", "{ change: +5 }"),
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
            "14,875-15,000",
            "€40-60%",
        ] {
            assert_eq!(records(text), Vec::<String>::new(), "{text}");
        }
    }
}
