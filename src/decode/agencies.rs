//! Agencies, which are people of the strategy: `agency: Torcida` at an activity.

use super::cursor::Cursor;
use super::format::Record;
use super::ids::slug;
use super::moved::on_one_line;
use crate::finding::{Edit, Fix};
use crate::syntax::tree::{NodeId, Value};
use crate::words::is_in;

const AGENCY: &str = "agency agencies agentur agenturen agence agences agencia agencias agência agências agenzia agenzie \
                      bureau";

/// True for a word for an agency.
pub(crate) fn is_agency(word: &str) -> bool {
    is_in(AGENCY, &word.to_lowercase())
}

/// The fix that lists the agencies of a key under `people:`, and names them here with `with:`.
pub(super) fn taking_part(
    cursor: Cursor<'_>,
    record: &Record,
    (key, value): (NodeId, NodeId),
) -> Option<(String, Fix)> {
    if !is_agency(cursor.text(key)) || !record.has("with") || cursor.has_key("with") {
        return None;
    }
    let items = if let Value::Sequence(items) = cursor.value_of(value) {
        items
    } else {
        std::slice::from_ref(&value)
    };
    let mut edits = vec![Edit { span: cursor.span_of(key), text: "with".to_owned() }];
    let mut ids = Vec::new();
    for item in items {
        let name =
            cursor.scalar_text(*item).filter(|name| !matches!(*name, "true" | "false" | "yes" | "no"))?;
        let id = declared(cursor, name, &mut edits)?;
        edits.push(Edit { span: cursor.span_of(*item), text: id.clone() });
        ids.push(id);
    }
    let fix = Fix::to_check("write `with`, and list it under `people:` as an agency", edits)?;
    let ids = if let [id] = ids.as_slice() { id.clone() } else { format!("[{}]", ids.join(", ")) };
    let help = format!("write `with: {ids}`, and list it under `people:` with `agency: true`");
    Some((help, fix))
}

/// The fix that moves a section of agencies to `people:`.
pub(super) fn section(cursor: Cursor<'_>, (key, value): (NodeId, NodeId)) -> Option<Fix> {
    let is_top = cursor.decoder.tree.root() == Some(cursor.node);
    if !is_top || !is_agency(cursor.text(key)) {
        return None;
    }
    let mut edits = Vec::new();
    match cursor.value_of(value) {
        Value::Scalar(name, _) => drop(declared(cursor, name, &mut edits)?),
        Value::Sequence(items) => {
            for item in items {
                declared(cursor, cursor.scalar_text(*item)?, &mut edits)?;
            }
        }
        // `{ name: Brightside, contact: Jo }` is one of them, and not several.
        Value::Mapping(entries) if entries.iter().any(|(key, _)| is_of_person(cursor, cursor.text(key))) => {
            let (_, name) = entries.iter().find(|(key, _)| cursor.text(*key) == "name")?;
            let id = slug(cursor.text(name));
            if id.is_empty() || cursor.find(&["people", &id]).is_some() {
                return None;
            }
            let keys = entries
                .iter()
                .map(|(key, value)| Some(format!("{}: {}", cursor.text(key), on_one_line(cursor, value)?)));
            add(cursor, &id, &keys.collect::<Option<Vec<_>>>()?.join(", "), &mut edits)?;
        }
        Value::Mapping(entries) => {
            for (id, entry) in entries.iter() {
                let keys = match cursor.value_of(entry) {
                    Value::Scalar(_, _) => vec![format!("name: {}", on_one_line(cursor, entry)?)],
                    Value::Mapping(keys) => keys
                        .iter()
                        .map(|(key, value)| {
                            Some(format!("{}: {}", cursor.text(key), on_one_line(cursor, value)?))
                        })
                        .collect::<Option<_>>()?,
                    Value::Sequence(_) | Value::Damaged => return None,
                };
                let id = slug(cursor.text(id));
                // What is said here about one that is listed already would be lost.
                if cursor.find(&["people", &id]).is_some() {
                    return None;
                }
                add(cursor, &id, &keys.join(", "), &mut edits)?;
            }
        }
        Value::Damaged => return None,
    }
    // What is wrong with their keys is said there.
    let reveals = edits.first().map(|edit| edit.span);
    edits.push(cursor.removing(key)?);
    let fix = Fix::to_check("move them to `people:`, with `agency: true`", edits)?;
    Some(Fix { reveals, ..fix })
}

/// True for a key of a person.
fn is_of_person(cursor: Cursor<'_>, key: &str) -> bool {
    cursor.decoder.root.records().iter().any(|record| record.name == "Person" && record.has(key))
}

/// Lists an agency under `people:`, if there is such a section and it is not there yet. Its id.
fn declared(cursor: Cursor<'_>, name: &str, edits: &mut Vec<Edit>) -> Option<String> {
    let id = Some(slug(name)).filter(|id| !id.is_empty())?;
    let name = crate::syntax::edit::quote_if_needed(name);
    add(cursor, &id, &format!("name: {name}"), edits).map(|()| id)
}

fn add(cursor: Cursor<'_>, id: &str, keys: &str, edits: &mut Vec<Edit>) -> Option<()> {
    let people = cursor.find(&["people"])?;
    let Value::Mapping(known) = cursor.value_of(people) else { return None };
    if known.iter().any(|(key, _)| cursor.text(key) == id) {
        return Some(());
    }
    let added = cursor.setting(&["people", id], &format!("{{ {keys}, agency: true }}"))?;
    for edit in added {
        // Two at the same place are one edit.
        match edits.iter_mut().find(|other| other.span == edit.span) {
            Some(other) if !other.text.contains(&edit.text) => other.text.push_str(&edit.text),
            Some(_) => {}
            None => edits.push(edit),
        }
    }
    Some(())
}
