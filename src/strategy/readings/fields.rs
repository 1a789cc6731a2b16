//! Where the rows of a readings file and their fields stand: what a reader of CSV does not tell.

use crate::source::Span;

/// A field of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Field {
    /// Its bytes, without the quotes and the blanks around.
    pub(crate) span: Span,
    /// True where it stands in quotes.
    pub(crate) is_quoted: bool,
}

/// A row, which may go over several lines where a field in quotes does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Row {
    /// Its fields, in order.
    pub(crate) fields: Vec<Field>,
    /// Its bytes, without the line break.
    pub(crate) span: Span,
}

/// What separates the columns: the header decides.
pub(crate) fn delimiter(text: &str) -> u8 {
    if text.lines().next().unwrap_or_default().contains(';') { b';' } else { b',' }
}

/// The first row at or after `start`. Empty lines are passed over.
pub(crate) fn row(text: &str, start: usize, delimiter: u8) -> Option<Row> {
    let bytes = text.as_bytes();
    let begin = start + bytes.get(start..)?.iter().position(|byte| !is_break(*byte))?;
    let mut fields = Vec::new();
    let mut at = begin;
    loop {
        let (field, end) = field(text, at, delimiter);
        fields.push(field);
        at = end;
        if bytes.get(at) != Some(&delimiter) {
            break;
        }
        at += 1;
    }
    Some(Row { fields, span: span(begin, at) })
}

/// All rows, the header among them.
pub(crate) fn rows(text: &str, delimiter: u8) -> impl Iterator<Item = Row> + '_ {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    std::iter::successors(row(text, start, delimiter), move |last| {
        row(text, last.span.end as usize, delimiter)
    })
}

/// The field that begins here, and where what follows it begins.
fn field(text: &str, start: usize, delimiter: u8) -> (Field, usize) {
    let bytes = text.as_bytes();
    let is_end = |byte: &u8| *byte == delimiter || is_break(*byte);
    let until_end = |from: usize| {
        let rest = bytes.get(from..).unwrap_or_default();
        from + rest.iter().position(is_end).unwrap_or(rest.len())
    };
    if bytes.get(start) == Some(&b'"') {
        let close = closing_quote(bytes, start + 1);
        let end = until_end((close + 1).min(bytes.len()));
        // What follows the quote on its way to the separator belongs to the field, too.
        if text.get(close + 1..end).unwrap_or_default().trim().is_empty() {
            return (Field { span: trimmed(text, start + 1, close), is_quoted: true }, end);
        }
        return (Field { span: trimmed(text, start, end), is_quoted: true }, end);
    }
    let end = until_end(start);
    (Field { span: trimmed(text, start, end), is_quoted: false }, end)
}

/// The quote that closes, or the end of the text. A quote written twice is one that is meant.
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

fn trimmed(text: &str, start: usize, end: usize) -> Span {
    let part = text.get(start..end).unwrap_or_default();
    let start = start + (part.len() - part.trim_start().len());
    span(start, start + part.trim().len())
}

fn span(start: usize, end: usize) -> Span {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span::new(offset(start), offset(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Vec<&str>> {
        let of = |row: Row| row.fields.into_iter().map(|field| &text[field.span.range()]).collect();
        rows(text, delimiter(text)).map(of).collect()
    }

    #[test]
    fn a_field_is_what_stands_between_the_separators() {
        assert_eq!(
            read("kpi,date,value\na, b ,\n\n\nc\n"),
            [vec!["kpi", "date", "value"], vec!["a", "b", ""], vec!["c"]]
        );
        assert_eq!(read("\u{feff}kpi;date\r\n\r\na;1,5"), [["kpi", "date"], ["a", "1,5"]]);
        assert_eq!(read(""), Vec::<Vec<&str>>::new());
        assert_eq!(read("\n\r\n"), Vec::<Vec<&str>>::new());
    }

    #[test]
    fn quotes_hold_separators_and_line_breaks() {
        assert_eq!(read("a,\"b, \"\"c\"\"\",\" d \"\n"), [["a", "b, \"\"c\"\"", "d"]]);
        assert_eq!(read("\"a\nb\",c\nd,e"), [["a\nb", "c"], ["d", "e"]]);
        assert_eq!(read("\"a\"b,c"), [["\"a\"b", "c"]]);
        assert_eq!(read("a,\"never closed\nb,c\n"), [["a", "never closed\nb,c"]]);
        let row = row("\"a\",b", 0, b',').unwrap();
        assert_eq!(row.fields.iter().map(|field| field.is_quoted).collect::<Vec<_>>(), [true, false]);
    }

    #[test]
    fn rows_are_those_of_the_reader() {
        for text in ["a,b\r\nc,d\r\n\r\n\"e\r\nf\",g", "a;\"b;c\"\n;;\n \nx", "\"\",\"\"\"\",\n", "a\rb\r\rc"]
        {
            let separator = delimiter(text);
            let mut reader = csv::ReaderBuilder::new()
                .delimiter(separator)
                .has_headers(false)
                .flexible(true)
                .trim(csv::Trim::All)
                .from_reader(text.as_bytes());
            let theirs: Vec<Vec<String>> =
                reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
            let ours: Vec<Vec<String>> = read(text)
                .into_iter()
                .map(|row| row.into_iter().map(|field| field.replace("\"\"", "\"")).collect())
                .collect();
            assert_eq!(ours, theirs, "{text:?}");
        }
    }
}
