//! The rows of a text with separated columns. Empty lines are rows, since they separate tables.

use std::borrow::Cow;
use std::ops::ControlFlow;

use super::Problem;
use super::cells::Cell;

const AGAIN: &str = "download it again; if it was edited, save it from a spreadsheet as “CSV UTF-8”";
/// The largest number of columns; the widest export has 41.
pub(super) const MAX_COLUMNS: usize = 1000;
/// The largest text of a cell: the longest post has 63,206 characters.
pub(super) const MAX_CELL: usize = 1 << 20;
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// What separates the columns: what a line `sep=;` says, otherwise what gives the most lines the same number of columns.
pub(super) fn delimiter(text: &str) -> u8 {
    if let Some((said, _)) = said(text) {
        return said;
    }
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()).take(60);
    let lines: Vec<&str> = lines.collect();
    let has = |line: &str, delimiter: u8| outside_quotes(line, delimiter) > 0;
    // In `a;1,5` both are on each line: the header has only one of them.
    let header = lines.iter().find(|line| DELIMITERS.iter().any(|one| has(line, *one)));
    let score = |delimiter: &u8| {
        let counts = lines.iter().map(|line| outside_quotes(line, *delimiter)).filter(|count| *count > 0);
        let mut counts: Vec<usize> = counts.collect();
        counts.sort_unstable();
        let same = counts.chunk_by(|one, other| one == other).map(|same| (same.len(), same.first().copied()));
        let (lines, columns) = same.max().unwrap_or_default();
        (lines, header.is_some_and(|header| has(header, *delimiter)), columns)
    };
    // Of equals, the first one.
    DELIMITERS.into_iter().rev().max_by_key(score).unwrap_or(b',')
}

/// What the first line says that separates the columns, if it is `sep=;`, and where the next line begins.
fn said(text: &str) -> Option<(u8, usize)> {
    let end = end_of_line(text.as_bytes(), 0);
    let (key, said) = text.get(..end)?.trim().trim_matches('"').split_at_checked(4)?;
    // A tab is not seen, since it is at the end of the line.
    let said = said.bytes().next().filter(u8::is_ascii).unwrap_or(b'\t');
    key.eq_ignore_ascii_case("sep=").then(|| (said, after_break(text.as_bytes(), end)))
}

fn outside_quotes(line: &str, delimiter: u8) -> usize {
    let mut inside = false;
    let mut is_outside = |byte: &u8| {
        inside ^= *byte == b'"';
        !inside && *byte == delimiter
    };
    line.as_bytes().iter().filter(|byte| is_outside(byte)).count()
}

/// Calls `each` with the number of the line and the cells of every row. A line that begins with `#` is one cell.
pub(super) fn rows<'t>(
    text: &'t str,
    delimiter: u8,
    each: &mut dyn FnMut(usize, &[Cell<'t>]) -> ControlFlow<Problem>,
) -> Result<(), Problem> {
    let bytes = text.as_bytes();
    let (mut at, mut line) = said(text).map_or((0, 1), |(_, next)| (next, 2));
    let mut cells: Vec<Cell<'t>> = Vec::new();
    while at < bytes.len() {
        cells.clear();
        let started = line;
        if bytes.get(at) == Some(&b'#') {
            let end = end_of_line(bytes, at);
            cells.push(Cell::Text(Cow::Borrowed(text.get(at..end).unwrap_or_default())));
            at = end;
        } else {
            loop {
                let (cell, end, breaks) = field(text, at, delimiter)
                    .map_err(|message| Problem::new(format!("line {started}: {message}"), AGAIN))?;
                if end - at > MAX_CELL {
                    let message = format!("line {started} has a cell of more than 1 MB, which no export has");
                    return Err(Problem::new(message, AGAIN));
                }
                cells.push(cell);
                line += breaks;
                at = end;
                if cells.len() > MAX_COLUMNS {
                    return Err(Problem::new(
                        format!("line {started} has more than {MAX_COLUMNS} columns, which no export has"),
                        AGAIN,
                    ));
                }
                if bytes.get(at) != Some(&delimiter) {
                    break;
                }
                at += 1;
            }
        }
        at = after_break(bytes, at);
        line += 1;
        if let ControlFlow::Break(problem) = each(started, &cells) {
            return Err(problem);
        }
    }
    Ok(())
}

fn end_of_line(bytes: &[u8], start: usize) -> usize {
    let rest = bytes.get(start..).unwrap_or_default();
    start + rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len())
}

fn after_break(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at..) {
        Some([b'\r', b'\n', ..]) => at + 2,
        Some([b'\r' | b'\n', ..]) => at + 1,
        _ => at,
    }
}

/// The field that begins here, its end, and how many line breaks are in it.
fn field(text: &str, start: usize, delimiter: u8) -> Result<(Cell<'_>, usize, usize), &'static str> {
    let bytes = text.as_bytes();
    let slice = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    if bytes.get(start) != Some(&b'"') {
        let rest = bytes.get(start..).unwrap_or_default();
        let is_end = |byte: &u8| *byte == delimiter || matches!(*byte, b'\n' | b'\r');
        let end = start + rest.iter().position(is_end).unwrap_or(rest.len());
        let cell = if end == start { Cell::Empty } else { Cell::Text(Cow::Borrowed(slice(start, end))) };
        return Ok((cell, end, 0));
    }
    let (mut at, mut breaks, mut doubled) = (start + 1, 0, false);
    loop {
        match (bytes.get(at), bytes.get(at + 1)) {
            (Some(b'"'), Some(b'"')) => (at, doubled) = (at + 2, true),
            (Some(b'"'), _) => break,
            (Some(b'\n'), _) => (at, breaks) = (at + 1, breaks + 1),
            (Some(_), _) => at += 1,
            (None, _) => return Err("a quotation mark opens and never closes, so the file is cut off"),
        }
    }
    let inside = slice(start + 1, at);
    let inside = if doubled { Cow::Owned(inside.replace("\"\"", "\"")) } else { Cow::Borrowed(inside) };
    let end = at + 1;
    match bytes.get(end) {
        None | Some(b'\n' | b'\r') => {}
        Some(byte) if *byte == delimiter => {}
        Some(_) => return Err("there is text after a closing quotation mark"),
    }
    Ok((Cell::Text(inside), end, breaks))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<(usize, Vec<String>)>, Problem> {
        let mut all = Vec::new();
        rows(text, delimiter(text), &mut |line, cells| {
            all.push((line, cells.iter().map(|cell| cell.text().to_owned()).collect()));
            ControlFlow::Continue(())
        })?;
        Ok(all)
    }

    #[test]
    fn rows_have_their_line_and_empty_lines_are_rows() {
        let rows = read("sep=;\na;b\n\n\"x\ny\";\"1;\"\"2\"\"\"\r\n# a;b\nlast;1").unwrap();
        let texts = |cells: &[&str]| cells.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(
            rows,
            [
                (2, texts(&["a", "b"])),
                (3, texts(&[""])),
                (4, texts(&["x\ny", "1;\"2\""])),
                (6, texts(&["# a;b"])),
                (7, texts(&["last", "1"])),
            ]
        );
    }

    #[test]
    fn broken_quotes_are_refused() {
        assert!(read("a,b\n\"c,d\n").unwrap_err().message.contains("never closes"));
        assert!(read("a,b\n\"c\"d,e\n").unwrap_err().message.starts_with("line 2: there is text after"));
    }

    #[test]
    fn the_delimiter_is_the_one_that_makes_columns() {
        for (text, expected) in [
            ("a,b\n1,2\n", b','),
            ("a;b\n1,5;2\n1,6;3\n", b';'),
            ("a;b\n1,5\n", b';'),
            ("a\tb\n1,5\t2\n", b'\t'),
            ("\"Mon, May 3\",1\n\"Tue, May 4\",2\n", b','),
            ("A sentence, with a comma\nDate;Value\n2027-05-01;3\n2027-05-02;4\n", b';'),
            ("sep=;\na,b\n", b';'),
            ("\"Sep=|\"\r\na,b\r\n", b'|'),
            ("sep=\t\na,b\n", b'\t'),
            ("# a;b;c\nDate,Sessions\n20270501,3\n", b','),
            ("nothing", b','),
        ] {
            assert_eq!(char::from(delimiter(text)), char::from(expected), "{text:?}");
        }
    }
}
