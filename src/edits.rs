//! Changes to a strategy's files on the author's behalf. Nothing here writes to disk: a change is
//! applied in memory, read again and checked; then `workspace` writes it.
//!
//! [`fix`] applies the fixes that findings offer, and [`allow`] adds allow comments: both keep only
//! edits after which no other error appears. [`record`] adds a reading of a KPI, `import` those of exports, and [`reschedule`]
//! moves dates: both prove that nothing else changed ([`Change::proved`]). `interview` reads the answers that a
//! first draft is made of, and `draft` writes it.

pub mod allow;
pub(crate) mod draft;
pub mod fix;
pub(crate) mod import;
pub(crate) mod interview;
mod known;
mod movable;
mod new_errors;
pub mod record;
pub(crate) mod reschedule;
mod row;
pub(crate) mod typed;
mod unambiguous;

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use crate::finding::Edit;
use crate::source::{File, Source};
use crate::strategy::date::CoarseDate;
use crate::strategy::document::Document;
use crate::strategy::number::Number;
use crate::syntax::edit;

/// Edits to the files of a strategy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    /// Those to the YAML file.
    pub strategy: Vec<Edit>,
    /// Those to the CSV file that its `readings:` names.
    pub readings: Vec<Edit>,
}

/// A reading without its place: its date, its figure and its note.
type Measured = (CoarseDate, Number, Option<String>);

/// What a change is meant to do, in terms of the model.
#[derive(Default)]
struct Expected<'a> {
    /// New values of the strategy, by the keys that lead to them.
    values: Vec<(Vec<String>, Json)>,
    /// New readings of KPIs.
    readings: Vec<(&'a str, Measured)>,
}

impl Change {
    /// The strategy after the change, without any check. None if bytes that are not UTF-8 would be lost.
    fn apply(&self, document: &Document) -> Option<Document> {
        let edited = |source: &Source, edits: &[Edit]| match source.first_invalid_byte() {
            _ if edits.is_empty() => Some(source.clone()),
            Some(_) => None,
            None => Some(Source::new(source.name(), edit::apply(source.text(), edits)?)),
        };
        let strategy = edited(&document.source, &self.strategy)?;
        let readings = match &document.csv {
            Some(csv) => Some(edited(csv, &self.readings)?),
            None => None,
        };
        Some(Document::read(strategy, |_| readings.ok_or_else(|| "it could not be read before".to_owned())))
    }

    /// The strategy after the change, if exactly the expected values and readings differ and nothing
    /// else is wrong. `syntax::set` has proved the same of the YAML tree; but two keys of the tree can
    /// mean the same value of the model, and a broken row can swallow the rows after it.
    fn proved(&self, before: &Document, expected: &Expected<'_>) -> Option<Document> {
        let after = self.apply(before)?;
        is_proved(before, &after, expected).then_some(after)
    }
}

fn is_proved(before: &Document, after: &Document, expected: &Expected<'_>) -> bool {
    let mut strategy = model(before);
    let has_values = expected.values.iter().all(|(keys, value)| put(&mut strategy, keys, value.clone()));
    let mut readings = readings(before);
    let key = |(date, ..): &Measured| (date.last, date.first);
    let mut new: BTreeMap<&str, BTreeMap<_, Measured>> = BTreeMap::new();
    for (kpi, reading) in &expected.readings {
        new.entry(kpi).or_default().insert(key(reading), reading.clone());
    }
    for (kpi, new) in new {
        let of_kpi = readings.entry(kpi).or_default();
        of_kpi.retain(|other| !new.contains_key(&key(other)));
        of_kpi.extend(new.into_values());
        of_kpi.sort_by_key(key);
    }
    has_values
        && strategy == model(after)
        && readings == self::readings(after)
        && after.findings.len() <= before.findings.len()
}

/// The values of a strategy. Absent keys are left out, so that adding a record adds only what is in it.
fn model(document: &Document) -> Json {
    fn without_nulls(mut value: Json) -> Json {
        if let Some(map) = value.as_object_mut() {
            let entries = std::mem::take(map).into_iter().filter(|(_, value)| !value.is_null());
            map.extend(entries.map(|(key, value)| (key, without_nulls(value))));
        }
        value
    }
    serde_json::to_value(&document.strategy).map(without_nulls).unwrap_or_default()
}

fn readings(document: &Document) -> BTreeMap<&str, Vec<Measured>> {
    let of =
        |id| document.readings.of(id).iter().map(|one| (one.date, one.value, one.note.clone())).collect();
    document.strategy.kpis().map(|(id, _)| (id.as_str(), of(id.as_str()))).collect()
}

/// Sets a value; false if something other than a record is in the way.
fn put(strategy: &mut Json, keys: &[String], value: Json) -> bool {
    let mut at = strategy;
    for key in keys {
        let Some(map) = at.as_object_mut() else { return false };
        at = map.entry(key).or_insert_with(|| Json::Object(Map::new()));
    }
    *at = value;
    true
}

/// The files that differ between two versions of a strategy, each before and after.
pub(crate) fn differing<'a>(
    before: &'a Document,
    after: &'a Document,
) -> impl Iterator<Item = (File, &'a Source, &'a Source)> {
    let strategy = (File::Strategy, &before.source, &after.source);
    let readings = before.csv.as_ref().zip(after.csv.as_ref());
    let readings = readings.map(|(before, after)| (File::Readings, before, after));
    std::iter::once(strategy).chain(readings).filter(|(_, before, after)| before.text() != after.text())
}

/// Why a change is not made, and what to do instead. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{at}{message}\n  {help}")]
pub struct Refusal {
    /// `plan.yaml: ` or `plan.yaml:4: `; empty if the request itself is wrong.
    at: String,
    message: String,
    help: String,
}

impl Refusal {
    fn of_request(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { at: String::new(), message: message.into(), help: help.into() }
    }

    fn of_file(source: &Source, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { at: format!("{}: ", source.name()), ..Self::of_request(message, help) }
    }

    fn at(source: &Source, offset: u32, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { at: format!("{}:{}: ", source.name(), source.line(offset)), ..Self::of_request(message, help) }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests;
