//! What names an entry of a list: its id, its name, what its kind is called, or its main text.

use super::cursor::Cursor;
use super::format::{Record, Shape};
use super::ids::slug;
use super::synonyms;
use super::unknown_key::in_words;
use crate::syntax::tree::{Entries, NodeId};
use crate::words::is_in;

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

/// True for what a person does, which is not a name: `Nele: content, 25 h/week`.
pub(super) fn is_role(id: &str, text: &str) -> bool {
    const LONGEST: usize = 4;
    const ROLES: &str = "account agency analyst art assistant brand ceo chief cmo communications community content \
                         coordinator copy copywriter creative customer design designer digital director editor executive \
                         freelance freelancer head intern lead manager management marketing media officer owner paid \
                         photo photographer planner pr press product sales service social specialist strategist strategy \
                         support team video writer";
    let parts = |text: &str| slug(text).split('-').map(str::to_owned).collect::<Vec<_>>();
    let (own, said) = (parts(id.split('(').next().unwrap_or(id)), parts(text));
    let names_a_role = |parts: &[String]| parts.iter().any(|part| is_in(ROLES, part));
    let initials: String = said.iter().filter_map(|part| part.chars().next()).collect();
    if own.iter().any(|part| said.contains(part)) || own.concat() == initials || names_a_role(&own) {
        return false;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_capital =
        |word: &&str| word.starts_with(char::is_uppercase) && !word.contains(|c: char| c.is_ascii_digit());
    let can_be_name = (2..=LONGEST).contains(&words.len()) && words.iter().all(is_capital);
    !can_be_name || text.contains([',', ';', '/', '&', '+']) || names_a_role(&said)
}

/// True if the first key of an entry is its id: a word that is neither a key nor a name.
pub(super) fn is_own_id(cursor: Cursor<'_>, entry: &Shape, key: &str) -> bool {
    let is_text = |record: &Record| record.main.is_some_and(|main| means(record, key, main));
    let is_key = entry.record().is_some_and(|record| record.has(key) || is_text(record));
    !is_key && !matches!(key, "id" | "name" | "title") && !is_kind(cursor, entry, key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_person_does_is_not_a_name() {
        for (id, text) in [
            ("Nele", "content, 25 h/week (2.650 € per month)"),
            ("mehmet", "community"),
            ("anna", "Marketing"),
            ("anna", "Head of Social"),
            ("Bob Müller (agency)", "ads"),
        ] {
            assert!(is_role(id, text), "{id}: {text}");
        }
        for (id, text) in [
            ("nele", "Nele"),
            ("nele", "Nele Brøgger, content"),
            ("jd", "Jane Doe"),
            ("lead", "Petra"),
            ("boss", "Petra Dyck"),
        ] {
            assert!(!is_role(id, text), "{id}: {text}");
        }
    }
}
