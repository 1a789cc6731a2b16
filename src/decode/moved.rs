//! The fixes that move a key with its value to where it belongs.

use super::cursor::Cursor;
use super::format::Record;
use super::ids::short_id;
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
    let mut reveals = None;
    let mut edits = match (cursor.value_of(value), path) {
        (Value::Scalar(..), _) => {
            let text = on_one_line(cursor, value)?;
            let edits = cursor.setting(path, &text).or_else(|| {
                let edit = next_to_main(cursor, path, &text)?;
                reveals = Some(edit.span);
                Some(vec![edit])
            });
            edits?
        }
        (Value::Mapping(_) | Value::Sequence(_), [_]) if !cursor.is_flow() => {
            let (at, text) = block(cursor, key, removal.span)?;
            reveals = Some(at);
            vec![Edit { span: at, text }]
        }
        _ => return None,
    };
    edits.push(removal);
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let overlap = edits.iter().zip(edits.iter().skip(1)).any(|(one, next)| one.span.end > next.span.start);
    if overlap {
        return None;
    }
    let title = format!("move it to `{}`", shown(&path.join(".")));
    Some(Fix { title, safety: Safety::Unsafe, edits, reveals })
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
    let line = source.line_span(source.line(own.start));
    let before = source.slice(Span::new(line.start, own.start));
    let separator = if cursor.is_flow() { ", ".to_owned() } else { format!("\n{before}") };
    if !cursor.is_flow() && !before.bytes().all(|byte| byte == b' ') {
        return None;
    }
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

/// Makes a text that belongs into an entry of `section` the first of its entries.
pub(super) fn into_entry(cursor: Cursor<'_>, (key, value): (NodeId, NodeId), section: &str) -> Option<Fix> {
    let text = on_one_line(cursor, value)?;
    let id = short_id(cursor.text(value))?;
    let written = format!("{section}: {{ {id}: {text} }}");
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

/// The lines of a key and its nested value at the start of the line, and where the section ends that they are in.
fn block(cursor: Cursor<'_>, key: NodeId, lines: Span) -> Option<(Span, String)> {
    let (source, tree) = (cursor.decoder.source, cursor.decoder.tree);
    let Value::Mapping(sections) = cursor.value_of(tree.root()?) else { return None };
    let inside = |value: NodeId| cursor.span_of(value).contains(cursor.span_of(key));
    let (_, section) = sections.iter().find(|(_, value)| inside(*value))?;
    let column = (cursor.span_of(key).start - lines.start) as usize;
    let mut text = String::new();
    for line in source.slice(lines).split_inclusive('\n') {
        let is_blank = line.trim().is_empty();
        let (indent, rest) = line.split_at_checked(column).unwrap_or(("", line));
        if !is_blank && (rest == line || !indent.bytes().all(|byte| byte == b' ')) {
            return None;
        }
        text.push_str(if is_blank { "\n" } else { rest });
    }
    let last = source.line(cursor.span_of(section).end.checked_sub(1)?);
    let end = source.line_span(last + 1).start.max(source.line_span(last).end);
    (text.ends_with('\n') && source.slice(Span::new(0, end)).ends_with('\n'))
        .then(|| (Span::new(end, end), text))
}
