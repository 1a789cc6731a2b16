//! A figure of a target or a gate, and the answer to one that says more: a bound, a change or a date, which belong
//! under keys of their own. No bound, sign or date is dropped.

use std::fmt;

use rust_decimal::Decimal;
use schemars::json_schema;
use serde::{Serialize, Serializer};

use super::written::{Around, MINUS, Meant, levels, meant, with_day};
use crate::decode::Cursor;
use crate::decode::both_in;
use crate::decode::figures::Place;
use crate::decode::format::{Shape, inline_schema};
use crate::decode::value::{Scalar, ValueError};
use crate::strategy::date::CoarseDate;
use crate::strategy::number::Number;
use crate::strategy::record::meaning;
use crate::words::{or, quoted, shown, spelled_out};

/// A figure of a target or a gate. A plus sign makes it a change, which is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TargetFigure(pub Decimal);

impl From<TargetFigure> for Number {
    fn from(figure: TargetFigure) -> Self {
        Self(figure.0)
    }
}
impl fmt::Display for TargetFigure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Number(self.0).fmt(f)
    }
}
impl Serialize for TargetFigure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Number(self.0).serialize(serializer)
    }
}
impl Scalar for TargetFigure {
    const SHAPE: &'static Shape = &Shape::InWords(&Shape::Number, answer);
    fn from_text(text: &str) -> Result<Self, ValueError> {
        Number::from_text(text).map(|number| Self(number.0))
    }
    fn read_at(text: &str, cursor: Cursor<'_>) -> Option<Self> {
        match answer(cursor, text) {
            Some(error) => cursor.invalid(&ValueError { expected: "a number", ..error }),
            None => Number::read_at(text, cursor).map(|number| Self(number.0)),
        }
    }
}
inline_schema!([] TargetFigure, |_| json_schema!({ "type": "number" }));
meaning!(Figure: TargetFigure);

const SIGNED: &str = "a figure with a sign is a change, and a change is one figure: write it after `change:`, \
                      or write a value or a bound without the sign";

/// The answer to a text in a target or a gate that means a bound, a change or a figure with its date.
pub(super) fn answer(cursor: Cursor<'_>, text: &str) -> Option<ValueError> {
    let around = Around::of(cursor, text);
    let all = meant(text, &around);
    if all.is_empty()
        && let Some(error) = below_zero(cursor, text, &around)
    {
        return Some(error);
    }
    let place = Place::of(cursor);
    let is_target = cursor.is_for_record() && !place.is_of_gate();
    if let Some((baseline, target)) = both_in(text).filter(|_| is_target) {
        return Some(from_one_to_another(cursor, text, (baseline, target), &place));
    }
    if all.is_empty() && !has_sign(text) {
        let (figure, date) = with_day(text)?;
        let has_figure = cursor.is_for_record() && figure.bytes().any(|byte| byte.is_ascii_digit());
        let help = match CoarseDate::parse_in(date.trim(), cursor.fiscal_year()) {
            Ok(day) => format!("write the figure in digits, with the day: `{{ value: …, date: {day} }}`"),
            Err(ValueError { instead: Some(day), .. }) => {
                format!("write the figure in digits, with the day: `{{ value: …, date: {day} }}`")
            }
            Err(error) => format!("`{}` is not a date: {}", shown(date.trim()), error.help),
        };
        return has_figure.then(|| ValueError::new("", help));
    }
    // A record that is written as its main value has no key of its own.
    if !cursor.is_for_record() {
        return under(cursor, cursor.own_key()?, &all, &place);
    }
    let forms: Vec<(String, &Meant)> = all.iter().map(|one| (one.record(), one)).collect();
    if place.is_of_gate() {
        let bounds: Vec<_> =
            forms.into_iter().filter(|(_, one)| one.is_bound() && one.date.is_none()).collect();
        return (!bounds.is_empty()).then(|| one_of(&bounds, &place));
    }
    Some(if forms.is_empty() { ValueError::new("", SIGNED) } else { one_of(&forms, &place) })
}

/// True for a figure with a sign that is not one of the format.
fn has_sign(text: &str) -> bool {
    let text = text.trim();
    let has_sign = text.starts_with(MINUS) || text.trim_end_matches('+').contains('+');
    has_sign && text.bytes().any(|byte| byte.is_ascii_digit()) && Number::parse(text).is_err()
}

/// The answer to a target that says the baseline, too: `from 14.5 % to 9 % by December 2027`.
fn from_one_to_another(
    cursor: Cursor<'_>,
    text: &str,
    (baseline, target): (&str, &str),
    place: &Place<'_>,
) -> ValueError {
    let all = meant(target, &Around::of(cursor, target));
    let error = match all.as_slice() {
        [] => match Number::parse(target) {
            // As it is written: a point that can mean thousands is asked about as long as it is there.
            Ok(_) => ValueError::new("", format!("write `{target}`")).perhaps(target.to_owned()),
            Err(error) => ValueError::new("", error.help),
        },
        [one] => place.written(&one.record(), &one.figure),
        several => {
            let forms: Vec<(String, &Meant)> = several.iter().map(|one| (one.record(), one)).collect();
            one_of(&forms, place)
        }
    };
    let and = if cursor.has_sibling("baseline") {
        String::new()
    } else {
        format!(", and `{}` under `baseline:`", shown(baseline))
    };
    let answer = ValueError::new("", format!("{}{and}", error.help));
    // The text says the baseline, which a note keeps.
    match error.instead.or(error.perhaps) {
        Some(form) if error.with.is_empty() => cursor.with_note(answer, &form, text),
        _ => answer,
    }
}

/// The answer to a target of `-10` for a KPI that is above 0, as far as is known: ten less, or ten below 0.
fn below_zero(cursor: Cursor<'_>, text: &str, around: &Around<'_>) -> Option<ValueError> {
    let place = Place::of(cursor);
    let is_bare = cursor.is_for_record() && !place.is_of_gate();
    let figures = if is_bare { levels(text, around) } else { Vec::new() };
    let is_negative = figures.iter().any(|figure| figure.value < Decimal::ZERO);
    if !is_negative || place.neighbors().lowest.is_some_and(|lowest| lowest <= Decimal::ZERO) {
        return None;
    }
    let forms = figures.into_iter().flat_map(|figure| {
        let form = |key| Meant { key, value: figure.value.to_string(), date: None, figure: figure.clone() };
        let is_change = figure.value < Decimal::ZERO;
        [is_change.then(|| form("change")), Some(form("value"))]
    });
    let forms: Vec<Meant> = forms.flatten().collect();
    let forms: Vec<(String, &Meant)> = forms.iter().map(|one| (one.record(), one)).collect();
    Some(one_of(&forms, &place))
}

/// The answer to a text under a key of a target or a gate.
fn under(cursor: Cursor<'_>, key: &str, all: &[Meant], place: &Place<'_>) -> Option<ValueError> {
    let fits = |one: &&Meant| match (key, one.key) {
        ("value", "change") => {
            (!one.value.starts_with('-') || one.value.ends_with('%')) && !place.is_of_gate()
        }
        ("value", "between") => !place.is_of_gate(),
        ("value" | "at_least" | "at_most" | "between", _) => one.key == key || one.is_bound(),
        _ => false,
    };
    // A stretch is shown and not judged, so that its bound says nothing.
    let stretches = all.iter().filter(|one| key == "stretch" && one.is_bound());
    let stretches: Vec<Meant> = stretches.map(|one| Meant { key: "stretch", ..one.clone() }).collect();
    let fitting: Vec<&Meant> = all.iter().filter(fits).chain(&stretches).collect();
    if fitting.iter().any(|one| one.date.is_some()) && (place.is_of_gate() || cursor.has_sibling("date")) {
        return None;
    }
    let mut forms: Vec<(String, &Meant)> = fitting.iter().map(|one| (one.entry(), *one)).collect();
    // `value: +5` can be five more, or five; `at_most: '>= 40'` contradicts itself.
    for one in &fitting {
        let is_of_unit = !one.value.contains('%') || place.is_in_percent();
        let is_level = one.key == "change" && !one.value.starts_with('x') && is_of_unit;
        let is_other_bound = matches!(key, "at_least" | "at_most") && one.is_bound() && one.key != key;
        if is_level || is_other_bound {
            forms.push((format!("{key}: {}", one.value.trim_start_matches('+').trim_end_matches('%')), one));
        }
    }
    let error = match forms.as_slice() {
        [] => return None,
        [(entry, only)] if !is_in_two_ways(only, place) => {
            in_place_of(cursor, key, only, place.written(entry, &only.figure))
        }
        several => one_of(several, place),
    };
    let date = fitting.iter().find_map(|one| one.date.as_ref());
    Some(match date {
        Some(date) => ValueError::new("", format!("{}, with `date: {date}` next to it", error.help)),
        None => error,
    })
}

/// Offers an entry in place of the one here, which has another key.
fn in_place_of(cursor: Cursor<'_>, key: &str, one: &Meant, error: ValueError) -> ValueError {
    let ValueError { instead, perhaps, mut with, mut help, .. } = error;
    if instead.is_some() && with.is_empty() {
        help = format!("write `{}`", one.entry());
    }
    if one.key != key && (instead.is_some() || perhaps.is_some()) {
        with.extend(cursor.renaming(one.key));
    }
    let value = |_| one.value.clone();
    ValueError { instead: instead.map(value), perhaps: perhaps.map(value), with, help, ..error }
}

/// The answer that names all of these forms.
fn one_of(forms: &[(String, &Meant)], place: &Place<'_>) -> ValueError {
    let error = |help: String| ValueError::new("", help);
    if let Some(error) = forms.first().and_then(|(_, one)| place.in_another_unit(&one.figure)) {
        return error;
    }
    match forms {
        [(form, one), others @ ..] if is_in_two_ways(one, place) => {
            let points = form.replacen('%', "", 1);
            let level = others.first().map(|(level, _)| format!(", or `{level}`")).unwrap_or_default();
            let number = if others.is_empty() { "two" } else { "three" };
            error(format!(
                "this can mean {number} targets: write `{points}` for percentage points, or `{form}` for percent of \
                 the baseline{level}"
            ))
        }
        [(form, one)] => place.written(form, &one.figure),
        // Next to a unit of millions, an `m` can be that unit again.
        [(_, one), (_, other)] if one.figure.is_scaled != other.figure.is_scaled && place.is_scaled() => {
            place.written("", if one.figure.is_scaled { &one.figure } else { &other.figure })
        }
        // Next to a unit of time, an `m` is a minute.
        [(_, one), (_, other)] if one.figure.is_scaled != other.figure.is_scaled && place.is_in_time() => error(
            "the unit of this KPI is one of time, next to which `m` is minutes: write the figure in that unit"
                .to_owned(),
        ),
        several => {
            let forms: Vec<String> = quoted(several.iter().map(|(form, _)| form));
            error(format!("this can mean {} targets: write {}", spelled_out(forms.len()), or(&forms)))
        }
    }
}

/// True for a change in percent of a KPI in percent: it can be one in percentage points.
fn is_in_two_ways(one: &Meant, place: &Place<'_>) -> bool {
    one.key == "change" && one.value.contains('%') && place.is_in_percent()
}
