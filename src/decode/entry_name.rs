//! What names an entry of a list: its id, its name, what its kind is called, or its main text.

use super::cursor::Cursor;
use super::format::{Record, Shape};
use super::synonyms;
use super::unknown_key::in_words;
use crate::syntax::tree::{Entries, NodeId};

/// What names an entry of a list.
pub(super) struct Name<'a> {
    pub(super) key: NodeId,
    pub(super) value: NodeId,
    pub(super) text: &'a str,
}

/// What names a record in a list: its id, its name, what its kind is called (`risk: It rains`), or else its main text.
pub(super) fn name<'a>(cursor: Cursor<'a>, entry: &Shape, entries: Entries<'a>) -> Option<Name<'a>> {
    let main = |key: &str| {
        let record = entry.record()?;
        let main = record.main?;
        Some(key == main || (!record.has(key) && means(record, key, main)))
    };
    let is_agency = |key: &str| key == "agency" && entry.record().is_some_and(|record| record.has(key));
    let tiers: [&dyn Fn(&str) -> bool; 5] = [
        &|key| key == "id",
        &|key| matches!(key, "name" | "title"),
        &|key| is_kind(cursor, entry, key),
        &|key| main(key) == Some(true),
        // `agency: Brightside` in a list of people is one of them.
        &is_agency,
    ];
    tiers.into_iter().find_map(|is_name| {
        let (key, value) = entries.iter().find(|(key, _)| is_name(cursor.text(*key)))?;
        let text = cursor.scalar_text(value)?;
        if is_agency(cursor.text(key)) && matches!(text, "true" | "false" | "yes" | "no") {
            return None;
        }
        let is_line = !cursor.decoder.source.slice(cursor.span_of(value)).contains('\n');
        (is_line && !text.is_empty()).then_some(Name { key, value, text })
    })
}

/// True if a word means this key of a record.
pub(super) fn means(record: &Record, written: &str, key: &'static str) -> bool {
    synonyms::key(written, record, std::iter::once(key), |_| true).is_some()
}

/// True for a word for the entries of the list here: `risk`, `metric`.
fn is_kind(cursor: Cursor<'_>, entry: &Shape, key: &str) -> bool {
    let section = cursor.key.map_or("", |key| cursor.text(key));
    let singular = section.strip_suffix("ies").map(|stem| format!("{stem}y"));
    let singular = singular.unwrap_or_else(|| section.trim_end_matches('s').to_owned());
    let is_own = |record: &Record| record.has(key);
    let is_called = |record: &Record| in_words(record) == key;
    !entry.record().is_some_and(is_own)
        && (key == singular || entry.record().is_some_and(is_called) || synonyms::means_key(key, section))
}

/// True if the first key of an entry is its id: a word that is neither a key nor a name.
pub(super) fn is_own_id(cursor: Cursor<'_>, entry: &Shape, key: &str) -> bool {
    let is_text = |record: &Record| record.main.is_some_and(|main| means(record, key, main));
    let is_key = entry.record().is_some_and(|record| record.has(key) || is_text(record));
    !is_key && !matches!(key, "id" | "name" | "title") && !is_kind(cursor, entry, key)
}
