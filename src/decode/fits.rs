//! Whether a value can be read under a key that its author may have meant. It is read there on trial: what is
//! reported is thrown away.

use super::cursor::Cursor;
use super::figures::is_held;
use super::format::{Key, MAX_NAME, Shape};
use super::ids::slug;
use super::in_words::names_a_size;
use super::value::ValueError;
use crate::finding::{Finding, Safety};
use crate::syntax::tree::{NodeId, Value};
use crate::words::is_in;
use crate::words::months::is_year;
use crate::words::placeholder::is_no_figure;

/// Words that can name a date or a figure.
const TIMES: &str = "start from end to until";

/// The longest text under another key that can be a name, in words.
const MAX_TITLE: usize = 6;

/// A value that is being read on trial.
#[derive(Clone, Copy)]
pub(super) struct Trial {
    node: NodeId,
    fits: bool,
}

/// True if the value of a key could be read under another one, perhaps after a fix.
pub(super) fn fits(cursor: Cursor<'_>, (key, value): (NodeId, NodeId), meant: &Key) -> bool {
    let decoder = cursor.decoder;
    // Within a trial, only its own value counts.
    if decoder.trial.get().is_some() {
        return true;
    }
    let at = cursor.at(value, Some(key), meant.shape);
    let is_name = meant.name == "name"
        && cursor.scalar_text(value).is_some_and(|text| text.split_whitespace().count() > MAX_TITLE);
    if is_name {
        return false;
    }
    // `crisis: { owner: …, contact: … }` is one entry with its keys, not a list of risks.
    if let (Shape::ById(entry), Value::Mapping(keys)) = (meant.shape.full(), at.value())
        && let Some(record) = entry.record()
        && keys.iter().any(|(key, value)| record.has(cursor.text(key)) && cursor.scalar_text(value).is_some())
    {
        return false;
    }
    let items = if let Value::Sequence(items) = at.value() { items } else { std::slice::from_ref(&value) };
    // `from: 2027` is a date.
    if meant.shape.is_figure()
        && is_in(TIMES, cursor.text(key))
        && cursor.scalar_text(value).is_some_and(is_year)
    {
        return false;
    }
    if !items.iter().all(|item| cursor.scalar_text(*item).is_none_or(|text| can_be(meant.shape, text))) {
        return false;
    }
    on_trial(at, meant).0
}

/// Reads a value under another key: whether it can be that, and what is reported.
fn on_trial(at: Cursor<'_>, meant: &Key) -> (bool, Vec<Finding>) {
    let decoder = at.decoder;
    let findings = decoder.findings.take();
    let records = decoder.records.take();
    let (aliases, year) = (decoder.aliases_left.get(), decoder.fiscal_year.get());
    decoder.trial.set(Some(Trial { node: at.node, fits: true }));
    (meant.read)(at);
    let trial = decoder.trial.take();
    let reported = decoder.findings.replace(findings);
    decoder.records.replace(records);
    decoder.aliases_left.set(aliases);
    decoder.fiscal_year.set(year);
    (trial.is_some_and(|trial| trial.fits), reported)
}

/// True if the value here says how often something happens, and nothing more: `weekly`, `3x a week`.
pub(super) fn is_how_often(cursor: Cursor<'_>) -> bool {
    let records = cursor.decoder.root.records();
    let Some(cadence) = records.iter().find_map(|record| record.key("cadence")) else { return false };
    let is_certain = |finding: &Finding| finding.fix.as_ref().is_some_and(|fix| fix.safety == Safety::Safe);
    cursor.decoder.trial.get().is_none()
        && on_trial(Cursor { shape: cadence.shape, ..cursor }, cadence).1.iter().all(is_certain)
}

/// False for a figure in place of a text, and for a sentence in place of an id.
fn can_be(shape: &Shape, text: &str) -> bool {
    match shape.full() {
        Shape::Text => text.is_empty() || text.contains(char::is_alphabetic),
        Shape::Id => {
            !matches!(text, "true" | "false" | "yes" | "no") && slug(text).split('-').count() <= MAX_NAME
        }
        // `goal: more awareness` of a KPI is not a figure.
        _ if shape.is_figure() => can_be_figure(text),
        _ => true,
    }
}

/// False for a text that cannot be a figure, nor what people write if they have none.
pub(super) fn can_be_figure(text: &str) -> bool {
    text.contains(char::is_numeric) || names_a_size(text) || is_held(text) || is_no_figure(text)
}

/// Notes that the value on trial, if it is this one, cannot be read here.
pub(super) fn does_not_fit(cursor: Cursor<'_>) {
    let trial = &cursor.decoder.trial;
    let is_own = |trial: &Trial| {
        let is_item = cursor.key.is_none() && cursor.parent == Some(trial.node);
        cursor.node == trial.node || is_item
    };
    if let Some(own) = trial.get().filter(is_own) {
        trial.set(Some(Trial { fits: false, ..own }));
    }
}

/// Notes that the value on trial is nothing like what is expected, unless there is a fix or two readings.
pub(super) fn is_wrong(cursor: Cursor<'_>, error: &ValueError) {
    let is_offered = error.perhaps.is_some() && !error.is_kept();
    if error.is_unlike && error.instead.is_none() && !is_offered {
        does_not_fit(cursor);
    }
}
