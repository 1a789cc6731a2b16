//! Adds a row to a readings file, in the style of the rows above it.

use crate::finding::Edit;
use crate::source::{Source, Span};
use crate::strategy::readings::fields::{Row, delimiter, rows};

/// A row with the delimiter and the columns of this file.
pub(super) fn written(csv: &Source, fields: [&str; 3]) -> String {
    padded(csv, fields).join(&char::from(delimiter(csv.text())).to_string())
}

/// The fields, and an empty one for each further column of the header.
fn padded<'f>(csv: &Source, fields: [&'f str; 3]) -> Vec<&'f str> {
    let header = rows(csv.text(), delimiter(csv.text())).next().unwrap_or_default();
    let more = header.fields.len().saturating_sub(fields.len());
    fields.into_iter().chain(std::iter::repeat_n("", more)).collect()
}

/// The edit that adds a row after the last one and before empty lines at the end. The new row ends
/// with a line break only if the last one does. None if the file does not even have a header.
pub(super) fn append(csv: &Source, fields: [&str; 3]) -> Option<Edit> {
    let text = csv.text();
    let delimiter = delimiter(text);
    let last = rows(text, delimiter).last()?;
    let is_quoted = |index: usize| last.fields.get(index).is_some_and(|field| field.is_quoted);
    let fields = padded(csv, fields);
    let parts = fields.iter().enumerate().map(|(index, field)| quoted(field, delimiter, is_quoted(index)));
    let row = parts.collect::<Vec<_>>().join(&char::from(delimiter).to_string());
    let row = format!("{}{row}", line_break(text, &last));
    Some(Edit { span: Span::new(last.span.end, last.span.end), text: row })
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
