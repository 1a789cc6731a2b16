//! What someone typed on the command line: figures, dates and notes. Everything is read that has one meaning.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::Refusal;
use super::known::check_kpi;
use crate::decode::value::ValueError;
use crate::strategy::Strategy;
use crate::strategy::date::CoarseDate;
use crate::strategy::document::Document;
use crate::strategy::number::Number;
use crate::strategy::readings::rows::has_decimal_comma;
use crate::strategy::readings::written::{self, Figure};
use crate::words::neighbors::Neighbors;
use crate::words::shown;
use crate::words::spelling::{Spelled, spelled};

/// A figure of a KPI, in its unit.
pub(crate) fn figure(document: &Document, kpi: &str, text: &str) -> Result<Figure, Refusal> {
    check_kpi(document, kpi)?;
    let decimal_comma = document.csv.as_ref().is_some_and(has_decimal_comma);
    let read = match document.strategy.kpi(kpi) {
        Some(known) => {
            let readings: Vec<Decimal> = document.readings.of(kpi).iter().map(|one| one.value.0).collect();
            let planned: Vec<Decimal> =
                known.planned_figures().into_iter().map(|(figure, _)| figure).collect();
            let is_asked = decimal_comma || can_be_thousands(text.trim(), &readings, &planned);
            let neighbors = Neighbors::new(is_asked, planned.into_iter().chain(readings));
            written::figure(text.trim(), &document.strategy, known, &neighbors).map_err(|error| {
                let why = written::likely(text.trim(), &neighbors).map(|why| format!("; {why}"));
                ValueError { help: error.help + &why.unwrap_or_default(), ..error }
            })
        }
        None => Number::parse(text.trim()).map(|value| Figure { value, unsaid: None }),
    };
    read.map_err(|error| refuse(text, error))
}

/// True for `1.250` next to readings that are all whole and at least a hundred times as large, or as long as there are
/// none, next to such a baseline and target.
fn can_be_thousands(text: &str, readings: &[Decimal], planned: &[Decimal]) -> bool {
    let known = if readings.is_empty() { planned } else { readings };
    let is_far = |value: Decimal| {
        let is_larger = |times: Decimal| known.iter().all(|one| one.scale() == 0 && one.abs() >= times);
        value.abs().checked_mul(Decimal::ONE_HUNDRED).is_some_and(is_larger)
    };
    matches!(spelled(text), Some(Spelled::Either(_, other)) if is_far(other.value)) && !known.is_empty()
}

pub(crate) fn date(text: &str, strategy: &Strategy) -> Result<CoarseDate, Refusal> {
    let date = written::date(text.trim(), strategy).map_err(|error| refuse(text, error))?;
    check_year(date.first)
        .map_err(|why| Refusal::of_request(format!("`{}` is not a date", shown(text)), why))?;
    Ok(date)
}

/// Why a day cannot be meant: nobody plans in such a year.
pub(crate) fn check_year(day: Date) -> Result<(), String> {
    let year = day.year();
    if (1900..2200).contains(&year) {
        return Ok(());
    }
    Err(format!("the year {year:04} is not between 1900 and 2199: is one of its digits wrong?"))
}

fn refuse(text: &str, error: ValueError) -> Refusal {
    let ValueError { expected, help, instead, .. } = error;
    let help = instead.map_or(help, |instead| format!("write `{instead}`"));
    Refusal::of_request(format!("`{}` is not {expected}", shown(text)), help)
}

/// A figure as it is typed; one below zero begins like an option.
pub(crate) fn value(text: &str) -> Result<String, String> {
    if text.starts_with('-') && !text.contains(|c: char| c.is_ascii_digit()) {
        return Err("this is neither a figure nor an option; `--help` lists the options".to_owned());
    }
    Ok(text.to_owned())
}

/// A note of one line.
pub(crate) fn note(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("write what a reader of the figure needs to know".to_owned());
    }
    if text.contains(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')) {
        return Err("write the note on one line".to_owned());
    }
    Ok(text.to_owned())
}
