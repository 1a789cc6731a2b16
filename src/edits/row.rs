//! Adds a row to a readings file, in the style of the rows above it.

use crate::finding::Edit;
use crate::source::{Source, Span};
use crate::strategy::readings::fields::{Row, delimiter, rows};

/// True if the file has a column for notes.
pub(super) fn takes_notes(csv: &Source) -> bool {
    rows(csv.text(), delimiter(csv.text())).next().is_some_and(|header| header.fields.len() > 3)
}

/// The edit that gives a row another note.
pub(super) fn renote(csv: &Source, value: Span, note: &str) -> Option<Edit> {
    let delimiter = delimiter(csv.text());
    let row = rows(csv.text(), delimiter).find(|row| row.span.contains(value))?;
    let Some(old) = row.fields.get(3) else {
        let text = format!("{}{}", char::from(delimiter), quoted(note, delimiter, false));
        return Some(Edit { span: Span::new(row.span.end, row.span.end), text });
    };
    let text = if old.is_quoted { note.replace('"', "\"\"") } else { quoted(note, delimiter, false) };
    Some(Edit { span: old.span, text })
}

/// True for a field with a quote that is never closed.
pub(super) fn is_open(csv: &Source, field: Span) -> bool {
    let mut rows = rows(csv.text(), delimiter(csv.text()));
    rows.any(|row| row.fields.iter().any(|one| one.is_open && one.span == field))
}

/// A row with the delimiter of this file.
pub(super) fn written(csv: &Source, fields: &[&str]) -> String {
    fields.join(&char::from(delimiter(csv.text())).to_string())
}

/// The edit that adds rows after the last one and before empty lines at the end. The last row ends
/// with a line break only if the last one before did. None if the file does not even have a header.
pub(super) fn append(csv: &Source, new: &[Vec<&str>]) -> Option<Edit> {
    let text = csv.text();
    let delimiter = delimiter(text);
    let last = rows(text, delimiter).last()?;
    let is_quoted = |index: usize| last.fields.get(index).is_some_and(|field| field.is_quoted);
    let rows = new.iter().map(|fields| {
        let columns = fields.len().max(last.fields.len().min(4));
        let fields = fields.iter().copied().chain(std::iter::repeat("")).take(columns);
        let parts = fields.enumerate().map(|(index, field)| quoted(field, delimiter, is_quoted(index)));
        let row = parts.collect::<Vec<_>>().join(&char::from(delimiter).to_string());
        format!("{}{row}", line_break(text, &last))
    });
    Some(Edit { span: Span::new(last.span.end, last.span.end), text: rows.collect() })
}

fn quoted(field: &str, delimiter: u8, as_above: bool) -> String {
    let must = field.contains(['"', '\n', '\r', char::from(delimiter)]) || field.trim() != field;
    if must || as_above { format!("\"{}\"", field.replace('"', "\"\"")) } else { field.to_owned() }
}

/// The line break after the last row, or else after the header.
fn line_break<'t>(text: &'t str, last: &Row) -> &'t str {
    let own = text.get(last.span.end as usize..).unwrap_or_default();
    let own = if own.is_empty() { text } else { own };
    let rest = own.get(own.find(['\r', '\n']).unwrap_or(own.len())..).unwrap_or_default();
    ["\r\n", "\n", "\r"].into_iter().find(|one| rest.starts_with(one)).unwrap_or("\n")
}
