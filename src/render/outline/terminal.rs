//! An outline on a terminal: tables if they fit, otherwise a card for each row.

use std::io::{self, Write};

use comfy_table::{
    CellAlignment, ColumnConstraint, ContentArrangement, ContentLineStyle, LineStyle, TableStyle, Width,
};
use unicode_width::UnicodeWidthStr;

use super::{Block, Cell, List, Mark, Outline, Table};
use crate::finding::Level;
use crate::render::wrap::{styled, wrap, wrap_parts};
use crate::render::{ADDED, CHANGED, DIM, GOOD, REMOVED, level_style};
use crate::words::safe;
use crate::words::text::{Kind, Run, Text, bold, dim};

/// No column of text needs more than this to be read at ease.
const READABLE: usize = 26;
/// Less than this is not enough for a column of text.
const SQUEEZED: usize = 16;
/// How far the contents of a card or an entry are indented.
const INDENT: &str = "    ";

/// Writes an outline, `width` columns wide.
pub fn render(out: &mut dyn Write, outline: &Outline, width: usize) -> io::Result<()> {
    let mut before: Option<&Block> = None;
    for block in &outline.blocks {
        // Sentences that follow each other stay together, as do a heading and what is below it.
        let is_sentence = |block: &Block| matches!(block, Block::Text(_) | Block::Facts(_));
        let is_together = match before {
            None | Some(Block::Section { .. } | Block::Subsection(_) | Block::Table(_)) => true,
            Some(before) => is_sentence(before) && is_sentence(block),
        };
        if !is_together {
            writeln!(out)?;
        }
        match block {
            Block::Title(title, note) | Block::Section { title, note, .. } => {
                let heading = bold(title.clone()) + dim(note.clone());
                writeln!(out, "{}", wrap(&heading, width, "", ""))?;
            }
            Block::Subsection(title) => writeln!(out, "{}", wrap(&bold(title.clone()), width, "", ""))?,
            Block::Text(text) => writeln!(out, "{}", wrap(text, width, "", ""))?,
            Block::Facts(facts) => {
                let facts: Vec<String> = facts.iter().map(styled).collect();
                writeln!(out, "{}", wrap_parts(&facts, width))?;
            }
            Block::Table(table) => write_table(out, table, width)?,
            Block::List(list) => write_list(out, list, width)?,
        }
        before = Some(block);
    }
    Ok(())
}

fn sign(mark: Mark) -> String {
    let style = match mark {
        Mark::Good => GOOD,
        Mark::Care => level_style(Level::Warning),
        Mark::Bad => level_style(Level::Error),
        Mark::Added => ADDED,
        Mark::Removed => REMOVED,
        Mark::Changed => CHANGED,
    };
    format!("{style}{}{style:#}", mark.sign())
}

/// A cell with its mark and words as these write them.
fn content(cell: &Cell, mark: impl Fn(Mark) -> String, words: impl Fn(&Run) -> String) -> String {
    let mark = cell.mark.map(mark).unwrap_or_default();
    let text: String = cell.text.runs().iter().map(words).collect();
    mark + if text.is_empty() { "–" } else { &text }
}

fn shown(run: &Run) -> String {
    match run.kind {
        Kind::Code => format!("`{}`", safe::line(&run.words)),
        Kind::Prose | Kind::Name | Kind::Day | Kind::Link => safe::line(&run.words).into_owned(),
    }
}

/// As wide as it is read at ease; if that is too wide, shorter and squeezed; if that is still too wide,
/// as cards.
fn write_table(out: &mut dyn Write, table: &Table, width: usize) -> io::Result<()> {
    if needed(table, READABLE) <= width {
        return write_grid(out, table, width);
    }
    let short = table.shortened();
    if needed(&short, SQUEEZED) > width {
        return write_cards(out, table, width);
    }
    if let Some(legend) = table.legend {
        writeln!(out, "{DIM}{legend}{DIM:#}")?;
    }
    write_grid(out, &short, width)
}

/// The width that a table needs if a column of text gets no more than `readable`. If that is little, ids
/// can break at their hyphens.
fn needed(table: &Table, readable: usize) -> usize {
    let breaks: &[char] = if readable < READABLE { &[' ', '-'] } else { &[' '] };
    let columns = table.columns.iter().map(|column| {
        let cells = column.cells.iter().map(|cell| {
            let cell = content(cell, |mark| format!("{} ", mark.sign()), shown);
            cell.width().min(readable).max(longest_word(&cell, breaks))
        });
        cells.max().unwrap_or(0).max(column.title.width()) + 2
    });
    columns.sum()
}

fn longest_word(text: &str, breaks: &[char]) -> usize {
    text.split(breaks).map(UnicodeWidthStr::width).max().unwrap_or(0)
}

/// A rule under the header and nothing else: the figures are to be seen, not the lines.
const STYLE: TableStyle = TableStyle::new()
    .header_lines(ContentLineStyle::new(' ', ' ', ' '))
    .header_separator(LineStyle::new(' ', '─', '─', ' '))
    .content_lines(ContentLineStyle::new(' ', ' ', ' '));

/// Where a cell can break: it takes no room, and is removed in the end.
const BREAK: char = '\u{200b}';

/// Words that can break after blanks and hyphens, but not inside a day.
fn breakable(run: &Run) -> String {
    let words = shown(run).replace(' ', &format!(" {BREAK}"));
    if run.kind == Kind::Day { words } else { words.replace('-', &format!("-{BREAK}")) }
}

/// Takes the place of a mark until the lines are laid out: no text that is shown has a control character.
fn placeholder(mark: Mark) -> char {
    char::from(1 + mark as u8)
}

fn write_grid(out: &mut dyn Write, table: &Table, width: usize) -> io::Result<()> {
    let columns = table.columns.iter().map(|column| {
        let title: String = Text::from(column.title).runs().iter().map(breakable).collect();
        let mark = |mark| format!("{} {BREAK}", placeholder(mark));
        let cells = column.cells.iter().map(|cell| content(cell, mark, breakable));
        std::iter::once(title).chain(cells).collect()
    });
    let columns: Vec<Vec<String>> = columns.collect();
    let mut grid = comfy_table::Table::new();
    grid.load_style(STYLE)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(width).unwrap_or(u16::MAX))
        .set_header(columns.iter().filter_map(|column| column.first()));
    grid.set_delimiter(BREAK);
    for row in 1..columns.first().map_or(1, Vec::len) {
        let cells = columns.iter().zip(&table.columns).filter_map(|(cells, column)| {
            let cell = comfy_table::Cell::new(cells.get(row)?);
            Some(if column.is_figures { cell.set_alignment(CellAlignment::Right) } else { cell })
        });
        grid.add_row(cells);
    }
    let widths = least_widths(&columns, width);
    for (index, column) in grid.column_iter_mut().enumerate() {
        column.set_padding((0, 1));
        if let Some(width) = widths.get(index) {
            let width = u16::try_from(width + 1).unwrap_or(u16::MAX);
            column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(width)));
        }
    }
    for line in grid.lines() {
        let line = line.replace(BREAK, "");
        let line = Mark::ALL
            .iter()
            .fold(line.trim_end().to_owned(), |line, mark| line.replace(placeholder(*mark), &sign(*mark)));
        writeln!(out, "{line}")?;
    }
    writeln!(out)
}

/// Ids and dates stay in one piece: no column becomes narrower than its longest word. If that is too
/// much for the line, the widest columns break at hyphens; if even that is too much, nothing is kept.
fn least_widths(columns: &[Vec<String>], width: usize) -> Vec<usize> {
    let longest = |column: &Vec<String>, breaks: &[char]| {
        column.iter().map(|cell| longest_word(cell, breaks)).max().unwrap_or(0)
    };
    let mut widths: Vec<(usize, bool)> =
        columns.iter().map(|column| (longest(column, &[' ']), false)).collect();
    let room = width.saturating_sub(columns.len() * 2 + 1);
    while widths.iter().map(|(width, _)| width).sum::<usize>() > room {
        let unbroken = widths.iter_mut().zip(columns).filter(|((_, is_broken), _)| !is_broken);
        let Some((widest, column)) = unbroken.max_by_key(|((width, _), _)| *width) else { return Vec::new() };
        *widest = (longest(column, &[' ', '-']) + 1, true);
    }
    widths.into_iter().map(|(width, _)| width).collect()
}

/// A row that is too wide for a line becomes a few lines: its name and verdict, then what else there is
/// to say.
fn write_cards(out: &mut dyn Write, table: &Table, width: usize) -> io::Result<()> {
    for row in table.rows() {
        let mut cells = row.peekable();
        if let Some((_, name)) = cells.next() {
            let verdict = cells.next_if(|(_, cell)| cell.mark.is_some()).map(|(_, cell)| cell);
            let mark = name.mark.or(verdict.and_then(|verdict| verdict.mark));
            let mark = mark.map_or_else(|| "  ".to_owned(), |mark| sign(mark) + " ");
            let name = wrap(&bold(name.text.clone()), width.saturating_sub(2), "", "").replace('\n', "\n  ");
            let verdict = verdict.map(|cell| {
                let words: String = cell.text.runs().iter().map(shown).collect();
                format!(" {DIM}{words}{DIM:#}")
            });
            writeln!(out, "{mark}{name}{}", verdict.unwrap_or_default())?;
        }
        let facts = cells.filter(|(_, cell)| !cell.text.is_empty());
        let facts = facts.map(|(column, cell)| {
            let cell = content(cell, |mark| sign(mark) + " ", shown);
            format!("{} {cell}", column.title).trim().to_owned()
        });
        let facts: Vec<String> = facts.collect();
        for line in wrap_parts(&facts, width.saturating_sub(INDENT.len()).max(20)).lines() {
            writeln!(out, "{INDENT}{line}")?;
        }
    }
    writeln!(out)
}

fn write_list(out: &mut dyn Write, list: &List, width: usize) -> io::Result<()> {
    let digits = list.entries.len().to_string().len();
    for (index, entry) in list.entries.iter().enumerate() {
        let (first, rest) = match entry.mark {
            _ if list.is_numbered => (format!("  {:>digits$}. ", index + 1), " ".repeat(digits + 4)),
            Some(mark) => (format!("  {} ", sign(mark)), INDENT.to_owned()),
            None => ("  – ".to_owned(), INDENT.to_owned()),
        };
        let width = width.max(rest.len() + 20);
        writeln!(out, "{}", wrap(&entry.text, width, &first, &rest))?;
        if !entry.detail.is_empty() {
            for line in wrap(&entry.detail, width - rest.len(), "", "").lines() {
                writeln!(out, "{rest}{DIM}{line}{DIM:#}")?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::outline::{column, marked};
    use crate::words::text::name;

    #[test]
    fn only_our_own_marks_are_colored() {
        let goals = [("Forty leads ✓ ✗", Mark::Good), ("Ten ▲ \u{1}", Mark::Bad)];
        let table = Table::new([
            column("goal", &goals, |(goal, _)| name(*goal)),
            column("", &goals, |(_, mark)| marked(Some(*mark), name("is ✗"))),
            column("because it is the same as the goal", &goals, |(goal, mark)| {
                marked(Some(*mark), name(*goal))
            }),
        ]);
        let mut outline = Outline::default();
        outline.table_or(table, "");
        for width in [100, 10] {
            let mut out = Vec::new();
            render(&mut out, &outline, width).unwrap();
            let shown = String::from_utf8(out).unwrap();
            for (mark, colored) in [("✓", 2), ("✗", 2), ("▲", 0)] {
                let (signs, plain) =
                    (shown.matches(&format!("m{mark}")).count(), shown.matches(mark).count());
                assert!(signs < plain && signs <= colored, "{mark} at {width}: {shown}");
            }
        }
    }
}
