//! The rows of a readings file, with the place of each field, which the `csv` crate does not give.

use crate::source::Span;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) text: String,
    /// Its bytes, without the quotes and the spaces around it.
    pub(crate) span: Span,
    pub(crate) is_quoted: bool,
    /// It begins with a quote that is not closed, so that it ends with its line.
    pub(crate) is_open: bool,
}

/// A row. It can have several lines if a field in quotes does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) fields: Vec<Field>,
    /// Its bytes, without the line break.
    pub(crate) span: Span,
}

/// What separates the columns: the header decides.
pub(crate) fn delimiter(text: &str) -> u8 {
    if text.lines().next().unwrap_or_default().contains(';') { b';' } else { b',' }
}

/// All rows, including the header. Empty lines are skipped.
pub(crate) fn rows(text: &str, delimiter: u8) -> impl Iterator<Item = Row> + '_ {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    std::iter::successors(row(text, start, delimiter), move |last| {
        row(text, last.span.end as usize, delimiter)
    })
}

/// The first row at or after `start`.
fn row(text: &str, start: usize, delimiter: u8) -> Option<Row> {
    let bytes = text.as_bytes();
    let begin = start + bytes.get(start..)?.iter().position(|byte| !is_break(*byte))?;
    let (first, mut end) = field(text, begin, delimiter);
    let mut fields = vec![first];
    while bytes.get(end) == Some(&delimiter) {
        let (next, its_end) = field(text, end + 1, delimiter);
        fields.push(next);
        end = its_end;
    }
    Some(Row { fields, span: span(begin, end) })
}

/// The field that begins here, and its end.
fn field(text: &str, start: usize, delimiter: u8) -> (Field, usize) {
    let bytes = text.as_bytes();
    let is_end = |byte: &u8| *byte == delimiter || is_break(*byte);
    let until_end = |from: usize| {
        let rest = bytes.get(from..).unwrap_or_default();
        from + rest.iter().position(is_end).unwrap_or(rest.len())
    };
    let slice = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    let trimmed = |from: usize, to: usize| {
        let part = slice(from, to);
        let from = from + (part.len() - part.trim_start().len());
        span(from, from + part.trim().len())
    };
    if bytes.get(start) != Some(&b'"') {
        let end = until_end(start);
        let text = slice(start, end).trim().to_owned();
        return (Field { text, span: trimmed(start, end), is_quoted: false, is_open: false }, end);
    }
    let close = closing_quote(bytes, start + 1);
    let end = until_end((close + 1).min(bytes.len()));
    // Text between the closing quote and the delimiter belongs to the field, too.
    let after = slice(close + 1, end);
    // The next quote of another line closes nothing: it begins a field there.
    let has_lines = slice(start, close).contains(['\n', '\r']);
    if close >= bytes.len() || (has_lines && !after.trim().is_empty()) {
        let end = until_end(start + 1);
        let text = slice(start + 1, end).trim().to_owned();
        return (Field { text, span: trimmed(start, end), is_quoted: false, is_open: true }, end);
    }
    let span = if after.trim().is_empty() { trimmed(start + 1, close) } else { trimmed(start, end) };
    let inside = slice(start + 1, close).replace("\"\"", "\"");
    let text = format!("{inside}{after}").trim().to_owned();
    (Field { text, span, is_quoted: true, is_open: false }, end)
}

/// The closing quote, or the end of the text. Two quotes are one that is part of the field.
fn closing_quote(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    while let Some(byte) = bytes.get(at) {
        match (byte, bytes.get(at + 1)) {
            (b'"', Some(b'"')) => at += 2,
            (b'"', _) => return at,
            _ => at += 1,
        }
    }
    at
}

fn is_break(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r')
}

fn span(start: usize, end: usize) -> Span {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span::new(offset(start), offset(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_of_a_field_is_inside_its_quotes() {
        for (text, expected) in [
            ("kpi,date,value\na, b ,\n\n\nc\n", &["kpi", "date", "value", "a", "b", "", "c"][..]),
            ("\u{feff}kpi;date\r\n\r\na;1,5", &["kpi", "date", "a", "1,5"]),
            ("a,\"b, \"\"c\"\"\",\" d \"\n", &["a", "b, \"\"c\"\"", "d"]),
            ("\"a\nb\",c\nd,e", &["a\nb", "c", "d", "e"]),
            ("\"a\"b,c", &["\"a\"b", "c"]),
            ("a,\"never closed\nb,c\n", &["a", "\"never closed", "b", "c"]),
            ("a,\"never closed\nb,\"c\"\n", &["a", "\"never closed", "b", "c"]),
            ("a,\"two\nlines\"\nb,c\n", &["a", "two\nlines", "b", "c"]),
        ] {
            let fields = rows(text, delimiter(text)).flat_map(|row| row.fields);
            let read: Vec<&str> = fields.map(|field| &text[field.span.range()]).collect();
            assert_eq!(read, expected, "{text:?}");
        }
        let row = rows("\"a\",b", b',').next().unwrap();
        assert_eq!(row.fields.iter().map(|field| field.is_quoted).collect::<Vec<_>>(), [true, false]);
    }

    #[test]
    fn rows_are_read_like_the_csv_crate_does() {
        for text in [
            "",
            "\n\r\n",
            "a,b\r\nc,d\r\n\r\n\"e\r\nf\",g",
            "a;\"b;c\"\n;;\n \nx",
            "\"\",\"\"\"\",\n",
            "a\rb\r\rc",
            "\"a\"b\"c,\"d\" ,e\"f\n\" g \"\"\"h\"",
        ] {
            let mut reader = csv::ReaderBuilder::new()
                .delimiter(delimiter(text))
                .has_headers(false)
                .flexible(true)
                .trim(csv::Trim::All)
                .from_reader(text.as_bytes());
            let theirs: Vec<Vec<String>> =
                reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
            let texts = |row: Row| row.fields.into_iter().map(|field| field.text).collect();
            let ours: Vec<Vec<String>> = rows(text, delimiter(text)).map(texts).collect();
            assert_eq!(ours, theirs, "{text:?}");
        }
    }
}
