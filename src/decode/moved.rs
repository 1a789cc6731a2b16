//! The fixes that move a key with its value to where it belongs.

use super::cursor::Cursor;
use super::format::Record;
use super::ids::{is_id, short_id};
use crate::finding::{Edit, Fix, Safety};
use crate::source::Span;
use crate::syntax::edit::quote;
use crate::syntax::set;
use crate::syntax::tree::{NodeId, Style, Value};
use crate::words::shown;

/// Moves a key of the record here to a path from the start of the file that does not exist yet.
pub(super) fn to(cursor: Cursor<'_>, (key, value): (NodeId, NodeId), path: &[&str]) -> Option<Fix> {
    let (source, tree) = (cursor.decoder.source, cursor.decoder.tree);
    if cursor.decoder.trial.get().is_some() || cursor.find(path).is_some() {
        return None;
    }
    // Each reads the file again.
    cursor.decoder.moves_left.set(cursor.decoder.moves_left.get().checked_sub(1)?);
    let own = tree.path(source, cursor.span_of(key));
    let removal = set::remove(source, tree, &own.iter().map(AsRef::as_ref).collect::<Vec<_>>())?;
    let mut reveals;
    let mut edits = match (cursor.value_of(value), path) {
        (Value::Scalar(..), _) => {
            let text = on_one_line(cursor, value)?;
            let edits = cursor.setting(path, &text);
            let edits = edits.or_else(|| next_to_main(cursor, path, &text).map(|edit| vec![edit]))?;
            // What is wrong with the value is said where it belongs.
            reveals = edits.first().map(|edit| edit.span);
            edits
        }
        (Value::Mapping(_), [section, name]) if !cursor.is_flow() && *name == cursor.text(key) => {
            let Value::Mapping(entries) = cursor.value_of(cursor.find(&[section])?) else { return None };
            let first = cursor.span_of(entries.get(0)?.0).start;
            let at = source.line_span(source.line(first)).start;
            let indentation = source.slice(Span::new(at, first));
            if !indentation.bytes().all(|byte| byte == b' ') {
                return None;
            }
            let text = block(cursor, (key, value), removal.span)?;
            let indented = |line: &str| {
                if line.trim().is_empty() { line.to_owned() } else { format!("{indentation}{line}") }
            };
            let span = Span::new(at, at);
            reveals = Some(span);
            vec![Edit { span, text: text.split_inclusive('\n').map(indented).collect() }]
        }
        (Value::Mapping(_) | Value::Sequence(_), [_]) if !cursor.is_flow() => {
            let at = after_the_section(cursor, key)?;
            let text = block(cursor, (key, value), removal.span)?;
            reveals = Some(at);
            vec![Edit { span: at, text }]
        }
        _ => return None,
    };
    // What comes after the last key of an entry takes its place.
    let is_inside = |edit: &Edit| {
        edit.span.is_empty() && removal.span.start < edit.span.start && edit.span.end < removal.span.end
    };
    match edits.iter_mut().find(|edit| is_inside(edit)) {
        Some(edit) => {
            let line_break = if source.slice(removal.span).ends_with("\r\n") { "\r\n" } else { "\n" };
            let text = format!("{}{line_break}", edit.text.trim_start_matches(['\r', '\n']));
            *edit = Edit { span: removal.span, text };
            reveals = Some(removal.span);
        }
        None => edits.push(removal),
    }
    let fix = Fix::to_check(format!("move it to `{}`", shown(&path.join("."))), edits)?;
    Some(Fix { reveals, ..fix })
}

/// Writes a record out that is one value so far, with another key: `budget: 90000` as `{ currency: EUR, total: 90000 }`.
fn next_to_main(cursor: Cursor<'_>, path: &[&str], text: &str) -> Option<Edit> {
    let (key, above) = path.split_last()?;
    let record = above.iter().try_fold(cursor.decoder.root, |shape, step| shape.at(step))?.record()?;
    let value = cursor.find(above)?;
    let own = on_one_line(cursor, value)?;
    let written = format!("{{ {key}: {text}, {}: {own} }}", record.main?);
    Some(Edit { span: cursor.span_of(value), text: written })
}

/// Writes the keys below a key of the record here in its place, if all of them are keys of the record:
/// `period: { start: …, end: … }`.
pub(super) fn up(cursor: Cursor<'_>, record: &Record, (key, value): (NodeId, NodeId)) -> Option<Fix> {
    let Value::Mapping(entries) = cursor.value_of(value) else { return None };
    let source = cursor.decoder.source;
    let own = cursor.span_of(key);
    let separator = cursor.separator(key)?;
    let below = entries.iter().map(|(key, value)| {
        let name = cursor.text(key);
        let is_free = record.has(name) && !cursor.has_key(name);
        is_free.then(|| Some(format!("{name}: {}", on_one_line(cursor, value)?)))?
    });
    let below: Vec<String> = below.collect::<Option<_>>()?;
    let span = Span::new(own.start, cursor.span_of(value).end);
    // A comment between the lines would be lost.
    let is_all = !below.is_empty() && !source.slice(span).contains('#');
    let title = format!("write its keys in place of `{}`", shown(cursor.text(key)));
    let edits = vec![Edit { span, text: below.join(&separator) }];
    is_all.then_some(Fix { title, safety: Safety::Unsafe, edits, reveals: Some(span) })
}

/// Makes a text that belongs into an entry of `section` the first of its entries, under this key or in place of all.
pub(super) fn into_entry(
    cursor: Cursor<'_>,
    (key, value): (NodeId, NodeId),
    section: &str,
    name: Option<&str>,
) -> Option<Fix> {
    let text = on_one_line(cursor, value)?;
    let written = match name {
        None => format!("{section}: {{ {}: {text} }}", short_id(cursor.text(value))?),
        Some(name) => {
            let path = cursor.path();
            format!("{section}: {{ {}: {{ {name}: {text} }} }}", path.last().filter(|id| is_id(id))?)
        }
    };
    let span = Span::new(cursor.span_of(key).start, cursor.span_of(value).end);
    let title = format!("write `{}`", shown(&written));
    Some(Fix { title, safety: Safety::Unsafe, edits: vec![Edit { span, text: written }], reveals: None })
}

/// A scalar as it can be written anywhere, if it is on one line.
pub(super) fn on_one_line(cursor: Cursor<'_>, value: NodeId) -> Option<String> {
    let Value::Scalar(text, style) = cursor.value_of(value) else { return None };
    let written = cursor.decoder.source.slice(cursor.span_of(value));
    let is_plain =
        |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '/' | '€' | '£' | '$');
    match style {
        _ if written.contains('\n') || text.trim().is_empty() || cursor.decoder.tree.is_alias(value) => None,
        Style::Plain if !text.chars().all(is_plain) => Some(quote(text)),
        Style::Block => None,
        _ => Some(written.to_owned()),
    }
}

/// What says in each of the entries that move out of another one where they were, and where that is written:
/// `x-pillar: promotion`. Above the items of a list that have no names, a comment says it: a key could be taken for
/// their id.
fn origin(cursor: Cursor<'_>, value: NodeId) -> Vec<(u32, String)> {
    let path = cursor.path_of(cursor.node);
    let [section, id] = path.as_slice() else { return Vec::new() };
    let line = format!("x-{}: {id}", section.strip_suffix('s').unwrap_or(section));
    let source = cursor.decoder.source;
    let is_named = |item: &NodeId| match cursor.value_of(*item) {
        Value::Mapping(keys) => {
            keys.iter().any(|(key, _)| matches!(cursor.text(key), "id" | "name" | "title"))
        }
        _ => false,
    };
    let entries: Vec<NodeId> = match cursor.value_of(value) {
        Value::Mapping(entries) => entries.iter().map(|(_, entry)| entry).collect(),
        Value::Sequence(items) if items.iter().all(is_named) => items.to_vec(),
        Value::Sequence([first, ..]) => {
            let at = source.line_span(source.line(cursor.span_of(*first).start)).start;
            let item = source.slice(Span::new(at, cursor.span_of(*first).start));
            let indentation = " ".repeat(item.len() - item.trim_start_matches(' ').len());
            return vec![(at, format!("{indentation}# {line}\n"))];
        }
        Value::Sequence(_) | Value::Scalar(..) | Value::Damaged => return Vec::new(),
    };
    let edits = entries.into_iter().filter_map(|entry| cursor.before_the_first(entry, &line));
    edits.map(|edit| (edit.span.start, edit.text)).collect()
}

/// The lines of a key and its nested value at the start of the line.
fn block(cursor: Cursor<'_>, (key, value): (NodeId, NodeId), lines: Span) -> Option<String> {
    let source = cursor.decoder.source;
    let column = (cursor.span_of(key).start - lines.start) as usize;
    let mut written = source.slice(lines).to_owned();
    for (at, origin) in origin(cursor, value).into_iter().rev() {
        written.insert_str((at - lines.start) as usize, &origin);
    }
    let mut text = String::new();
    for line in written.split_inclusive('\n') {
        let is_blank = line.trim().is_empty();
        let (indent, rest) = line.split_at_checked(column).unwrap_or(("", line));
        if !is_blank && ((rest == line && column > 0) || !indent.bytes().all(|byte| byte == b' ')) {
            return None;
        }
        text.push_str(if is_blank { "\n" } else { rest });
    }
    text.ends_with('\n').then_some(text)
}

/// Where the section of the file ends that a key is in.
fn after_the_section(cursor: Cursor<'_>, key: NodeId) -> Option<Span> {
    let (source, tree) = (cursor.decoder.source, cursor.decoder.tree);
    let Value::Mapping(sections) = cursor.value_of(tree.root()?) else { return None };
    let inside = |value: NodeId| cursor.span_of(value).contains(cursor.span_of(key));
    let (_, section) = sections.iter().find(|(_, value)| inside(*value))?;
    let last = source.line(cursor.span_of(section).end.checked_sub(1)?);
    let end = source.line_span(last + 1).start.max(source.line_span(last).end);
    source.slice(Span::new(0, end)).ends_with('\n').then(|| Span::new(end, end))
}
