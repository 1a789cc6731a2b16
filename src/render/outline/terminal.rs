//! An outline on a terminal: tables where they fit, otherwise a card a row.

use std::io::{self, Write};

use comfy_table::CellAlignment;
use unicode_width::UnicodeWidthStr;

use super::{Block, Cell, List, Mark, Outline, Run, Table, Tone};
use crate::finding::Level;
use crate::render::table::{self, text, write};
use crate::render::wrap::{wrap, wrap_parts};
use crate::render::{ADDED, BOLD, CHANGED, DIM, GOOD, REMOVED, level_style};
use crate::words::safe;

/// No column of text needs more than this to be read at ease.
const READABLE: usize = 26;
/// Less than this is no column of text any more.
const SQUEEZED: usize = 16;
/// How far what belongs to a card or an entry stands in.
const INDENT: &str = "    ";

/// Writes an outline, `width` columns wide.
pub fn render(out: &mut dyn Write, outline: &Outline, width: usize) -> io::Result<()> {
    let mut before: Option<&Block> = None;
    for block in &outline.blocks {
        // Sentences that follow each other stay together, as do a heading and what it is over.
        let is_together = matches!(
            (before, block),
            (None | Some(Block::Section { .. } | Block::Part(_) | Block::Table(_)), _)
                | (Some(Block::Text(_)), Block::Text(_))
        );
        if !is_together {
            writeln!(out)?;
        }
        match block {
            Block::Title(runs)
            | Block::Section { title: runs, .. }
            | Block::Part(runs)
            | Block::Text(runs) => {
                writeln!(out, "{}", styled(runs, width))?;
            }
            Block::Table(rows) => table(out, rows, width)?,
            Block::List(entries) => list(out, entries, width)?,
        }
        before = Some(block);
    }
    Ok(())
}

/// Runs as one paragraph. Styles take no room, so the text is wrapped first and styled after.
fn styled(runs: &[Run], width: usize) -> String {
    let texts: Vec<String> = runs.iter().map(|run| safe::line(&run.text).into_owned()).collect();
    let whole = texts.concat();
    let lines = if runs.len() == 1 && whole.contains(" · ") {
        let parts: Vec<String> = whole.split(" · ").map(str::to_owned).collect();
        wrap_parts(&parts, width)
    } else {
        wrap(&whole, width, "", "")
    };
    let mut out = String::new();
    let mut rest = lines.as_str();
    for (run, text) in runs.iter().zip(&texts) {
        let end = end_of(rest, text);
        let (own, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        out.push_str(&tone(run.tone, own));
        rest = after;
    }
    out + rest
}

/// Where a text ends in its wrapped form: wrapping turns blanks into line breaks and drops others.
fn end_of(wrapped: &str, text: &str) -> usize {
    let mut wanted = text.chars().filter(|c| !c.is_whitespace()).count();
    for (at, c) in wrapped.char_indices() {
        if wanted == 0 && !c.is_whitespace() {
            return at;
        }
        wanted -= usize::from(!c.is_whitespace() && wanted > 0);
    }
    wrapped.len()
}

fn tone(tone: Tone, text: &str) -> String {
    match tone {
        Tone::Plain => text.to_owned(),
        Tone::Strong => format!("{BOLD}{text}{BOLD:#}"),
        Tone::Quiet => format!("{DIM}{text}{DIM:#}"),
    }
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

fn content(cell: &Cell) -> String {
    let text = safe::line(if cell.text.is_empty() { "–" } else { &cell.text });
    match cell.mark {
        Some(mark) => format!("{} {text}", mark.sign()),
        None => text.into_owned(),
    }
}

/// As wide as it is read at ease; if that is too wide, shorter and squeezed; if that is too wide as
/// well, as cards.
fn table(out: &mut dyn Write, rows: &Table, width: usize) -> io::Result<()> {
    if needs(rows, READABLE) <= width {
        return lines(out, rows, width);
    }
    let short = rows.shortened();
    if needs(&short, SQUEEZED) > width {
        return cards(out, rows, width);
    }
    if let Some(legend) = rows.legend.as_ref().filter(|_| short.columns != rows.columns) {
        writeln!(out, "{DIM}{legend}{DIM:#}")?;
    }
    lines(out, &short, width)
}

fn lines(out: &mut dyn Write, rows: &Table, width: usize) -> io::Result<()> {
    let header: Vec<&str> = rows.columns.iter().map(|column| column.title.as_str()).collect();
    let mut laid = table::table(width, &header);
    for row in &rows.rows {
        let cells = row.iter().zip(&rows.columns).map(|(cell, column)| {
            let shown = text(content(cell));
            if column.is_figures { shown.set_alignment(CellAlignment::Right) } else { shown }
        });
        laid.add_row(cells.collect::<Vec<_>>());
    }
    write(out, laid)
}

/// The columns that a table needs, where a column of text gets no more than `readable`. Squeezed, ids
/// may break at their hyphens.
fn needs(rows: &Table, readable: usize) -> usize {
    let column = |index: usize, title: &str| {
        let cells = rows.rows.iter().filter_map(|row| row.get(index)).map(content);
        let of_cells = cells.map(|cell| {
            let breaks: &[char] = if readable < READABLE { &[' ', '-'] } else { &[' '] };
            let longest_word = cell.split(breaks).map(UnicodeWidthStr::width).max().unwrap_or(0);
            cell.width().min(readable).max(longest_word)
        });
        of_cells.max().unwrap_or(0).max(title.width()) + 2
    };
    rows.columns.iter().enumerate().map(|(index, one)| column(index, &one.title)).sum()
}

/// A row that is too wide for a line becomes a few lines: its name and what to think of it, then
/// what else there is to say.
fn cards(out: &mut dyn Write, rows: &Table, width: usize) -> io::Result<()> {
    for row in &rows.rows {
        let mut cells = row.iter().zip(&rows.columns).peekable();
        if let Some((name, _)) = cells.next() {
            let verdict = cells.next_if(|(cell, _)| cell.mark.is_some());
            let mark = name.mark.or(verdict.and_then(|(cell, _)| cell.mark));
            let mark = mark.map_or_else(|| "  ".to_owned(), |mark| sign(mark) + " ");
            let name = wrap(&safe::line(&name.text), width.saturating_sub(2), "", "  ");
            let verdict = verdict.map(|(cell, _)| format!(" {DIM}{}{DIM:#}", safe::line(&cell.text)));
            writeln!(out, "{mark}{BOLD}{name}{BOLD:#}{}", verdict.unwrap_or_default())?;
        }
        let said = cells.filter(|(cell, _)| !cell.text.is_empty() && cell.text != "–");
        let facts =
            said.map(|(cell, column)| format!("{} {}", column.title, content(cell)).trim().to_owned());
        let facts: Vec<String> = facts.collect();
        for line in wrap_parts(&facts, width.saturating_sub(INDENT.len()).max(20)).lines() {
            writeln!(out, "{INDENT}{}", marks_coloured(line))?;
        }
    }
    writeln!(out)
}

fn marks_coloured(line: &str) -> String {
    [Mark::Good, Mark::Care, Mark::Bad]
        .into_iter()
        .fold(line.to_owned(), |line, mark| line.replace(mark.sign(), &sign(mark)))
}

fn list(out: &mut dyn Write, list: &List, width: usize) -> io::Result<()> {
    let digits = list.entries.len().to_string().len();
    for (index, entry) in list.entries.iter().enumerate() {
        let (first, rest) = if list.is_numbered {
            (format!("  {:>digits$}. ", index + 1), " ".repeat(digits + 4))
        } else {
            match entry.mark {
                Some(mark) => (format!("  {} ", sign(mark)), INDENT.to_owned()),
                None => ("  – ".to_owned(), INDENT.to_owned()),
            }
        };
        let room = width.saturating_sub(rest.len()).max(20);
        let text = styled(&entry.text, room);
        for (number, line) in text.lines().enumerate() {
            writeln!(out, "{}{line}", if number == 0 { &first } else { &rest })?;
        }
        if let Some(detail) = &entry.detail {
            for line in wrap(&safe::line(detail), room, "", "").lines() {
                writeln!(out, "{rest}{DIM}{line}{DIM:#}")?;
            }
        }
    }
    Ok(())
}
