//! Targets as people write them: `at most 10`, `40-60`, `+10%`, `400000 by October 2027`.

use std::rc::Rc;

use rust_decimal::Decimal;

use super::Change;
use crate::decode::figures::Place;
use crate::decode::in_words::in_words;
use crate::decode::value::{MAX_GUESS, Scalar, ValueError};
use crate::decode::{Cursor, FiscalYear};
use crate::strategy::date::{CoarseDate, Days};
use crate::strategy::number::Number;
use crate::words::bounds::{End, WITHIN, bound, bound_at_end};
use crate::words::currency::Mark;
use crate::words::neighbors::Neighbors;
use crate::words::spelling::{Figure, Spelled, spelled_next_to};
use crate::words::units::counts_time;
use crate::words::{is_in, or, quoted};

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

/// What its KPI and its file say about a text.
#[derive(Debug, Clone, Default)]
pub(super) struct Around<'a> {
    /// The other figures of its KPI.
    neighbors: Rc<Neighbors>,
    /// The unit of its KPI.
    unit: Option<&'a str>,
    is_in_percent: bool,
    fiscal_year: FiscalYear,
    /// The strategy's period.
    period: Option<Days>,
}

impl<'a> Around<'a> {
    pub(super) fn of(cursor: Cursor<'a>, text: &str) -> Self {
        let place = Place::of(cursor);
        Self {
            // Only a separator makes them worth a look.
            neighbors: if text.contains([',', '.']) { place.neighbors() } else { Rc::default() },
            unit: place.unit(),
            is_in_percent: place.is_in_percent(),
            fiscal_year: cursor.fiscal_year(),
            period: with_day(text).and_then(|_| CoarseDate::period(cursor)),
        }
    }

    /// The date that a text means, and whether it is certain.
    fn date(&self, text: &str) -> Option<(String, bool)> {
        match CoarseDate::parse_in(text, self.fiscal_year) {
            Ok(date) => Some((date.to_string(), true)),
            Err(ValueError { instead: Some(date), .. }) => Some((date, true)),
            Err(_) => {
                let error = CoarseDate::without_year(text, self.period, self.fiscal_year)?;
                Some((error.perhaps?, false))
            }
        }
    }
}

/// What is before the day of a target.
const BY: [&str; 9] =
    [" by ", " bis ", " until ", " till ", " d'ici ", " hasta ", " entro ", " até ", " tegen "];

/// A target and its day: `400000 by October 2027`.
pub(super) fn with_day(text: &str) -> Option<(&str, &str)> {
    BY.into_iter().find_map(|by| text.split_once(by))
}

/// Words for a multiple of the baseline.
const TIMES: [(&str, &str); 2] = [
    ("double doubled twice verdoppeln verdoppelt doppelt doubler duplicar dobrar", "x2"),
    ("triple tripled verdreifachen", "x3"),
];

/// What a text means: `at most 10`, `40-60`, `+10%`, `400000 by October 2027`. Two if it can be two.
pub(super) fn meant(text: &str, around: &Around<'_>) -> Vec<Meant> {
    if text.len() > MAX_GUESS {
        return Vec::new();
    }
    let text = text.trim();
    let is_range = || range(text, around).is_some();
    let (text, date) = match with_day(text) {
        None => (text, None),
        Some((figure, date)) => match around.date(date.trim()) {
            // In `1500 bis 2000`, the second can be a year or the higher figure.
            Some(_) if Number::parse(date.trim()).is_ok() && is_range() => return Vec::new(),
            Some(date) => (figure.trim_end(), Some(date)),
            // `40 bis 60` is a range.
            None if is_range() => (text, None),
            None => return Vec::new(),
        },
    };
    let text =
        TIMES.iter().find(|(words, _)| is_in(words, &text.to_lowercase())).map_or(text, |(_, times)| times);
    // The format itself reads `-20` as a value below zero.
    if date.is_none() && !text.starts_with('+') && Number::parse(text).is_ok() {
        return Vec::new();
    }
    let is_certain = date.as_ref().is_none_or(|(_, is_certain)| *is_certain);
    let date = date.map(|(date, _)| date);
    let one = |key, value, figure: Figure| {
        let is_certain = figure.is_certain && is_certain;
        Meant { key, value, date: date.clone(), figure: Figure { is_certain, ..figure } }
    };
    let each = |key, figures: Vec<Figure>| -> Vec<Meant> {
        figures.into_iter().map(|figure| one(key, figure.value.to_string(), figure)).collect()
    };
    // `→ 85`; `=> 85` can also be a slip for `>=`.
    for (arrow, keys) in [("=>", &["at_least", "value"][..]), ("→", &["value"]), ("->", &["value"])] {
        if let Some(rest) = text.strip_prefix(arrow) {
            return keys.iter().flat_map(|key| each(key, figures(rest, around))).collect();
        }
    }
    let changes = changes(text, around);
    if let [(change, _), ..] = changes.as_slice() {
        // `-20%` cannot be a value below zero, and `-20 EUR` can.
        let is_value = text.starts_with(MINUS) && !matches!(change, Change::Percent(_));
        let values = each("value", figures(text, around).into_iter().filter(|_| is_value).collect());
        let changes = changes.into_iter().map(|(change, figure)| one("change", change.to_string(), figure));
        return changes.chain(values).collect();
    }
    if let Some((end, word, rest)) = bound(text) {
        let key = if end == End::Low { "at_least" } else { "at_most" };
        let figures = figures(rest, around);
        let is_time = |figure: &Figure| match &figure.mark {
            Some(Mark::Unit(unit)) => counts_time(unit),
            _ => around.unit.is_some_and(counts_time),
        };
        let is_bound = word != WITHIN || figures.iter().all(is_time);
        return each(key, if is_bound { figures } else { Vec::new() });
    }
    if let Some((end, before)) = bound_at_end(text) {
        return each(if end == End::Low { "at_least" } else { "at_most" }, figures(before, around));
    }
    if let Some((low, high)) = range(text, around) {
        let value = format!("[{}, {}]", low.value, high.value);
        return vec![one("between", value, if low.mark.is_some() { low } else { high })];
    }
    if date.is_none() { Vec::new() } else { each("value", figures(text, around)) }
}

/// The signs of a figure below zero, or of a change to less.
pub(super) const MINUS: [char; 3] = ['-', '\u{2212}', '\u{2013}'];

/// The changes that a text can mean, each with its figure: none, one or two.
pub(super) fn changes(text: &str, around: &Around<'_>) -> Vec<(Change, Figure)> {
    // Percent of the baseline have another size than its figures.
    let alone = Rc::new(Neighbors::new(around.neighbors.decimal_commas, []));
    let alone = Around { neighbors: alone, ..around.clone() };
    let around = if text.contains('%') { &alone } else { around };
    let text = text.trim();
    let (sign, rest) = if let Some(rest) = text.strip_prefix(['x', 'X', '×']) {
        (None, rest)
    } else if let Some(rest) = text.strip_prefix('+') {
        (Some(Decimal::ONE), rest)
    } else if let Some(rest) = text.strip_prefix(MINUS) {
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
    figures(rest, around).into_iter().filter_map(change).collect()
}

/// The figures that a text can certainly mean: none, one or two.
fn figures(text: &str, around: &Around<'_>) -> Vec<Figure> {
    let text = text.trim();
    match spelled_next_to(text, &around.neighbors) {
        Some(Spelled::Figure(figure)) if figure.is_certain => vec![figure],
        // `14.875` is a number of the format, and can mean thousands if nothing has its size.
        Some(Spelled::Either(one, other)) => match around.neighbors.likely(one.value, other.value) {
            Some(likely) if Number::parse(text) == Ok(Number(likely)) => {
                vec![Figure { value: likely, is_certain: false, ..one }]
            }
            _ => vec![one, other],
        },
        None => in_unit(text, around),
        _ => Vec::new(),
    }
}

/// The figures that a text means as a level: `-10`, and both of `(500)`.
pub(super) fn levels(text: &str, around: &Around<'_>) -> Vec<Figure> {
    match Number::parse(text.trim()) {
        Ok(Number(value)) => vec![Figure { value, is_certain: true, ..Figure::default() }],
        Err(_) => figures(text, around),
    }
}

/// The figures of `40 orders/month` and of `4pp`, with the words that can be its unit.
fn in_unit(text: &str, around: &Around<'_>) -> Vec<Figure> {
    let text = &text.strip_suffix("pp").map_or(text.to_owned(), |own| format!("{} pp", own.trim_end()));
    let found = in_words(text).filter(|found| !found.unit.is_empty() && text.starts_with(found.figure));
    let Some(found) = found else { return Vec::new() };
    // A point in percent is one of the hundred.
    let is_point =
        is_in("point points pp pts", found.unit.trim_start_matches("percentage ").trim_end_matches('.'));
    let mark = Some(Mark::Unit(found.unit.clone())).filter(|_| !(is_point && around.is_in_percent));
    if found.unit.starts_with('/') || (is_point && around.unit.is_none()) {
        return Vec::new();
    }
    let marked = |figure: Figure| figure.mark.is_none().then(|| Figure { mark: mark.clone(), ..figure });
    figures(found.figure, around).into_iter().filter_map(marked).collect()
}

/// The lower and the higher figure of `40-60` or `between 40 and 60`. In `40-60k`, both are
/// thousands; in `500-2k`, only one can be.
pub(super) fn range(text: &str, around: &Around<'_>) -> Option<(Figure, Figure)> {
    let lower = text.trim().to_lowercase();
    let range = lower.strip_prefix("between ").and_then(|rest| text.trim().get(lower.len() - rest.len()..));
    let range = range.unwrap_or(text.trim());
    let only = |text: &str| Some(figures(text, around)).filter(|all| all.len() == 1)?.pop();
    [" to ", " and ", " bis ", "–", "-"].into_iter().find_map(|by| {
        let (low, high) = range.split_once(by)?;
        let (mut lower, high_figure) = (only(low)?, only(high)?);
        // In `10-20k`, both are thousands.
        if !lower.is_scaled && high_figure.is_scaled {
            let factor = high.trim_start_matches(|c: char| !c.is_alphabetic());
            lower = only(&format!("{low}{factor}"))
                .filter(|scaled| scaled.value < high_figure.value)
                .unwrap_or(lower);
        }
        let (low, high) = (lower, high_figure);
        let is_alike = low.mark == high.mark || low.mark.is_none() || high.mark.is_none();
        (is_alike && low.value < high.value).then_some((low, high))
    })
}

/// The answer to a list that has not two entries, perhaps because of its commas: `[1,000, 2,000]` has four.
pub(super) fn cut_range(count: usize, cursor: Cursor<'_>) -> ValueError {
    let error = |help: String| ValueError::new("two numbers", help);
    let entries = cursor.own_texts();
    let text = entries.join(",");
    let around = Around::of(cursor, &text);
    let mut found: Vec<String> = Vec::new();
    for at in 1..entries.len().min(MAX_GUESS) {
        let (low, high) = entries.split_at(at);
        // Groups of three digits, or decimals of both.
        let is_group = |part: &[&str]| part.iter().skip(1).all(|digits| digits.len() == 3);
        if !(is_group(low) && is_group(high)) && [low.len(), high.len()] != [2, 2] {
            continue;
        }
        let [low, high] = [low, high].map(|part| figures(&part.join(","), &around));
        // The two are written alike: both with thousands, or both with decimals.
        let is_alike = low.len() == high.len() || low.len() == 1 || high.len() == 1;
        for index in 0..low.len().max(high.len()) {
            let pair = low.get(index).or(low.first()).zip(high.get(index).or(high.first()));
            let pair = pair.filter(|(low, high)| is_alike && low.value < high.value);
            found.extend(pair.map(|(low, high)| format!("[{}, {}]", low.value, high.value)));
        }
    }
    let split = format!("a comma separates two entries, so this list has {}", entries.len());
    match found.as_slice() {
        [] => error(format!("a range has its lowest and its highest value, and this list has {count}")),
        [one] => error(format!("{split}: write `{one}`")).perhaps(one),
        several => error(format!("{split}: write {}", or(&quoted(several)))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(text: &str) -> Vec<String> {
        let around = Around { fiscal_year: FiscalYear::StartsIn(4), ..Around::default() };
        meant(text, &around).iter().map(Meant::record).collect()
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
            ("=> 85", "{ at_least: 85 } { value: 85 }"),
            ("→ 85", "{ value: 85 }"),
            ("within 4h", "{ at_most: 4 }"),
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
            ("40-60k", "{ between: [40000, 60000] }"),
            ("1.5 to 2 Mio. €", "{ between: [1500000, 2000000] }"),
            ("500-2k", "{ between: [500, 2000] }"),
            ("+1.200", "{ change: +1200 } { change: +1.2 }"),
            ("not more than 1,5", "{ at_most: 1.5 }"),
            ("above 90 percent", "{ at_least: 90 }"),
            ("within 40 s", "{ at_most: 40 }"),
            ("40 orders/month by June 2027", "{ value: 40, date: 2027-06 }"),
            ("at least 40 orders by 2027-6", "{ at_least: 40, date: 2027-06 }"),
            ("+10 percent", "{ change: +10% }"),
            ("+5 orders", "{ change: +5 }"),
            ("–10 by 2027", "{ change: -10, date: 2027 } { value: -10, date: 2027 }"),
            ("over 14.875", "{ at_least: 14875 } { at_least: 14.875 }"),
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
            ">= +5%",
            "min +5",
            "+5-10%",
            "+-5%",
            "x-2",
            "x5%",
            "+5 points",
            "within 40",
            "within 40 orders",
            "minor 5",
            "40 by end of June",
            "up to",
            "-3 points",
            "14,875-15,000",
            "€40-60%",
        ] {
            assert_eq!(records(text), Vec::<String>::new(), "{text}");
        }
    }
}
