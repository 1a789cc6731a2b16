//! Adds a row to a readings file, in the style of the rows above it.

use crate::finding::Edit;
use crate::source::{Source, Span};
use crate::strategy::readings::fields::{Row, delimiter, rows};

/// A row with the delimiter of this file.
pub(super) fn written(csv: &Source, fields: [&str; 3]) -> String {
    fields.join(&char::from(delimiter(csv.text())).to_string())
}

/// The edit that adds a row after the last one and before empty lines at the end. The new row ends
/// with a line break only if the last one does. None if the file does not even have a header.
pub(super) fn append(csv: &Source, fields: [&str; 3]) -> Option<Edit> {
    let text = csv.text();
    let delimiter = delimiter(text);
    let last = rows(text, delimiter).last()?;
    let parts: Vec<String> = fields
        .iter()
        .enumerate()
        .map(|(index, field)| quoted(field, delimiter, is_quoted(&last, index)))
        .collect();
    let row = format!("{}{}", line_break(text, &last), parts.join(&char::from(delimiter).to_string()));
    Some(Edit { span: Span::new(last.span.end, last.span.end), text: row })
}

fn is_quoted(row: &Row, index: usize) -> bool {
    row.fields.get(index).is_some_and(|field| field.is_quoted)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::edit::{apply, unmark};

    #[track_caller]
    fn becomes(marked: &str) {
        let (text, expected) = unmark(marked);
        let edit = append(&Source::new("x", text.as_str()), ["a", "2027-02", "-2.50"]).unwrap();
        assert_eq!(apply(&text, &[edit]).unwrap(), expected, "{text:?}");
    }

    #[test]
    fn a_row_is_written_like_those_above_it() {
        becomes("kpi,date,value«\na,2027-02,-2.50»\n");
        becomes("kpi,date,value«\na,2027-02,-2.50»");
        becomes("kpi;date;value\r\nb;2027-01;1«\r\na;2027-02;-2.50»");
        becomes("\u{feff}kpi,date,value\r\nb,2027-01,1«\r\na,2027-02,-2.50»\r\n");
        becomes("kpi,date,value\nb,2027-01,1«\na,2027-02,-2.50»\n\n\n");
        becomes("\"kpi\",\"date\",\"value\"\n\"b\",2027-01,\"1\"«\n\"a\",2027-02,\"-2.50\"»\n");
        becomes("kpi,date,value\n\"b\n\",2027,1«\n\"a\",2027-02,-2.50»\n");
    }

    #[test]
    fn an_empty_file_gets_no_row() {
        assert_eq!(append(&Source::new("x", ""), ["a", "b", "c"]), None);
        assert_eq!(append(&Source::new("x", "\r\n\n"), ["a", "b", "c"]), None);
    }

    #[test]
    fn a_field_is_quoted_if_necessary() {
        assert_eq!(quoted("a;b", b';', false), "\"a;b\"");
        assert_eq!(quoted("a;b", b',', false), "a;b");
        assert_eq!(quoted("say \"a\"", b',', false), "\"say \"\"a\"\"\"");
        assert_eq!(quoted("", b',', false), "");
    }
}
