//! How tables look: a rule under the header, figures to the right, words whole.

use std::io::{self, Write};

use comfy_table::{
    Cell, ColumnConstraint, ContentArrangement, ContentLineStyle, LineStyle, Table, TableStyle, Width,
};
use unicode_width::UnicodeWidthStr;

use super::{GOOD, level_style};
use crate::finding::Level;

/// A rule under the header and nothing else: the figures are to be seen, not the lines.
const STYLE: TableStyle = TableStyle::new()
    .header_lines(ContentLineStyle::new(' ', ' ', ' '))
    .header_separator(LineStyle::new(' ', '─', '─', ' '))
    .content_lines(ContentLineStyle::new(' ', ' ', ' '));

/// Where a cell may break: it takes no room, and is taken out in the end.
const BREAK: char = '\u{200b}';

/// A cell of text, which may break after blanks and hyphens, but not inside a date.
pub(super) fn text(content: impl AsRef<str>) -> Cell {
    let mut breakable = String::new();
    let mut before = None::<char>;
    let mut rest = content.as_ref().chars().peekable();
    while let Some(c) = rest.next() {
        breakable.push(c);
        let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let is_in_date = c == '-' && is_digit(before) && is_digit(rest.peek().copied());
        if matches!(c, ' ' | '-') && !is_in_date {
            breakable.push(BREAK);
        }
        before = Some(c);
    }
    Cell::new(breakable)
}

/// A table with a header, laid out for a width.
pub(super) fn table(width: usize, header: &[&str]) -> Table {
    let mut table = Table::new();
    table
        .load_style(STYLE)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(width).unwrap_or(u16::MAX))
        .set_header(header.iter().map(text));
    table.set_delimiter(BREAK);
    for column in table.column_iter_mut() {
        column.set_padding((0, 1));
    }
    table
}

/// Ids and dates stay in one piece: no column becomes narrower than its longest word. Where that
/// is too much for the line, the widest columns break at hyphens.
fn keep_words_whole(table: &mut Table) {
    let header = table.header().cloned();
    let rows: Vec<_> = header.into_iter().chain(table.row_iter().cloned()).collect();
    let longest = |column: usize, breaks: &[char]| {
        let cells = rows.iter().filter_map(|row| row.cell_iter().nth(column));
        let lengths = cells.filter_map(|cell| {
            let content = cell.content();
            content.split(breaks).map(UnicodeWidthStr::width).max()
        });
        lengths.max().unwrap_or(0)
    };
    let mut widths: Vec<usize> = (0..table.column_count()).map(|column| longest(column, &[' '])).collect();
    let room = table.width().map_or(usize::MAX, usize::from).saturating_sub(widths.len() * 2 + 1);
    let mut broken = vec![false; widths.len()];
    while widths.iter().sum::<usize>() > room {
        let whole =
            widths.iter().enumerate().filter(|(column, _)| !broken.get(*column).is_some_and(|is| *is));
        let Some((widest, _)) = whole.max_by_key(|(_, width)| **width) else { return };
        if let Some((width, is_broken)) = widths.get_mut(widest).zip(broken.get_mut(widest)) {
            *width = longest(widest, &[' ', '-']) + 1;
            *is_broken = true;
        }
    }
    for (column, width) in table.column_iter_mut().zip(widths) {
        let width = u16::try_from(width + 1).unwrap_or(u16::MAX);
        column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(width)));
    }
}

/// Writes a table, its marks coloured.
pub(super) fn write(out: &mut dyn Write, mut table: Table) -> io::Result<()> {
    keep_words_whole(&mut table);
    let error = level_style(Level::Error);
    let warning = level_style(Level::Warning);
    for line in table.lines() {
        let line = line.replace(BREAK, "");
        let line = line.trim_end();
        let line = line.replace('✓', &format!("{GOOD}✓{GOOD:#}"));
        let line =
            line.replace('✗', &format!("{error}✗{error:#}")).replace('▲', &format!("{warning}▲{warning:#}"));
        writeln!(out, "{line}")?;
    }
    writeln!(out)
}
