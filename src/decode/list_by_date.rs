//! The fix that rewrites a list of dates and figures as a value for each date.
//!
//! ```text
//! readings:                        readings:
//!   - date: 2027-01-31      →        2027-01-31: 9800
//!     value: 9800
//! ```

use super::cursor::Cursor;
use super::moved::on_one_line;
use crate::finding::Edit;
use crate::source::Span;
use crate::syntax::tree::{NodeId, Value};
use crate::words::is_in;
use crate::words::months::is_year;

const DATES: &str = "date day on when by month week quarter year period as_of until at";
const NOTES: &str = "note notes comment remark because";

/// The first entry as it should be written, and the edit that rewrites the list if every entry is clear.
pub(super) fn rewritten(cursor: Cursor<'_>) -> Option<(String, Option<Edit>)> {
    let Value::Sequence(items) = cursor.value() else { return None };
    let entries: Vec<Option<String>> = items.iter().map(|item| entry(cursor, *item)).collect();
    let first = entries.first().cloned().flatten()?;
    let source = cursor.decoder.source;
    let span = cursor.span();
    let text = |entries: Vec<String>| {
        if cursor.is_flow() {
            return Some((span, format!("{{ {} }}", entries.join(", "))));
        }
        // From the line of the first dash, so that a list at the level of its key gets further in.
        let key = cursor.span_of(cursor.key?);
        let column = key.start - source.line_span(source.line(key.start)).start;
        let indent = " ".repeat(column as usize + 2);
        let start = source.line_span(source.line(span.start)).start;
        let is_own_line =
            source.slice(Span::new(start, span.start)).bytes().all(|byte| matches!(byte, b' ' | b'-'));
        let lines: Vec<String> = entries.into_iter().map(|entry| format!("{indent}{entry}")).collect();
        is_own_line.then(|| (Span::new(start, span.end), lines.join("\n")))
    };
    let is_plain = !source.slice(span).contains('#');
    let all: Option<Vec<String>> = entries.into_iter().collect();
    let edit = all.filter(|_| is_plain).and_then(text).map(|(span, text)| Edit { span, text });
    Some((first, edit))
}

/// `2027-01-31: 9800`, `2027-01-31: { value: 9800, note: the fair }`.
fn entry(cursor: Cursor<'_>, item: NodeId) -> Option<String> {
    let Value::Mapping(entries) = cursor.value_of(item) else { return None };
    let text = |node: NodeId| on_one_line(cursor, node);
    let entries: Vec<(&str, NodeId, NodeId)> =
        entries.iter().map(|(key, value)| (cursor.text(key), key, value)).collect();
    if let [(_, key, value)] = entries.as_slice() {
        // `2026-Q1`, `Q1 2026`
        let written = cursor.text(*key);
        let is_date = written.starts_with(|c: char| c.is_ascii_digit()) || written.split(' ').any(is_year);
        return is_date.then(|| Some(format!("{}: {}", text(*key)?, text(*value)?)))?;
    }
    let is_of =
        |list: &'static str| move |(key, ..): &&(&str, NodeId, NodeId)| is_in(list, &key.to_lowercase());
    let (_, date_key, date) = entries.iter().find(is_of(DATES))?;
    let is_readings = cursor.key.is_some_and(|key| cursor.text(key) == "readings");
    let note = entries.iter().find(is_of(NOTES)).filter(|_| is_readings);
    let is_rest = |key: NodeId| key != *date_key && note.is_none_or(|(_, note, _)| *note != key);
    let mut rest = entries.iter().filter(|(_, key, _)| is_rest(*key));
    let (own, _, value) = rest.next().filter(|_| rest.next().is_none())?;
    // A bound or a change is more than a value.
    let is_value = !is_in("at_least at_most min max change between stretch", own);
    let is_figure = cursor.text(*value).contains(|c: char| c.is_ascii_digit());
    let (date, value) = (text(*date)?, text(*value).filter(|_| is_figure && is_value)?);
    Some(match note {
        Some((.., note)) => format!("{date}: {{ value: {value}, note: {} }}", text(*note)?),
        None => format!("{date}: {value}"),
    })
}
