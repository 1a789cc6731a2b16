//! An outline as Markdown that a wiki, a pull request or a mail program shows as it was meant.

use std::io::{self, Write};

use super::{Block, Cell, Column, List, Outline, Table};
use crate::words::safe;
use crate::words::text::{Emphasis, Kind, Run, Text, join};

/// Writes an outline in the GitHub flavor: tables, lists, no HTML. In a longer text, its headings are so
/// many levels lower.
pub fn render(out: &mut dyn Write, outline: &Outline, levels_lower: usize) -> io::Result<()> {
    let lead = |level: usize| "#".repeat((level + levels_lower).min(6));
    let is_empty = |block: &&Block| matches!(block, Block::List(list) if list.entries.is_empty());
    for (index, block) in outline.blocks.iter().filter(|block| !is_empty(block)).enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        match block {
            Block::Title(title, note) => writeln!(out, "{} {}{}", lead(1), plain(title), plain(note))?,
            Block::Section { title, note, .. } => {
                writeln!(out, "{} {}{}", lead(2), plain(title), plain(note))?;
            }
            Block::Subsection(title) => writeln!(out, "{} {}", lead(3), plain(title))?,
            Block::Text(text) => writeln!(out, "{}", line(text))?,
            Block::Facts(facts) => writeln!(out, "{}", line(&join(facts.iter().cloned(), " · ")))?,
            Block::Table(table) => write_table(out, table)?,
            Block::List(list) => write_list(out, list)?,
        }
    }
    Ok(())
}

/// A text without emphasis.
fn plain(text: &Text) -> String {
    text.runs().iter().map(of_run).collect()
}

/// A text that begins a line.
fn line(text: &Text) -> String {
    let spans = text.spans().map(|(emphasis, runs)| {
        let span: String = runs.iter().map(of_run).collect();
        if emphasis == Emphasis::Bold { format!("**{span}**") } else { span }
    });
    begin(&spans.collect::<String>())
}

fn content(cell: &Cell) -> String {
    let mark = cell.mark.map(|mark| format!("{} ", mark.sign())).unwrap_or_default();
    if cell.text.is_empty() { mark + "–" } else { mark + &plain(&cell.text) }
}

fn write_table(out: &mut dyn Write, table: &Table) -> io::Result<()> {
    let title = |column: &Column| escape(column.title);
    let rule = |column: &Column| if column.is_figures { "---:" } else { "---" }.to_owned();
    let header = [table.columns.iter().map(title).collect(), table.columns.iter().map(rule).collect()];
    let rows = table.rows().map(|row| row.map(|(_, cell)| content(cell)).collect::<Vec<_>>());
    for row in header.into_iter().chain(rows) {
        writeln!(out, "| {} |", row.join(" | "))?;
    }
    Ok(())
}

fn write_list(out: &mut dyn Write, list: &List) -> io::Result<()> {
    for (index, entry) in list.entries.iter().enumerate() {
        let lead = if list.is_numbered { format!("{}. ", index + 1) } else { "- ".to_owned() };
        // Escaped, since a plus sign would begin a list in the list.
        let mark = entry.mark.map(|mark| format!("{} ", begin(&escape(mark.sign())))).unwrap_or_default();
        writeln!(out, "{lead}{mark}{}", line(&entry.text))?;
        if !entry.detail.is_empty() {
            writeln!(out, "{}{}", " ".repeat(lead.len()), line(&entry.detail))?;
        }
    }
    Ok(())
}

/// Our own words, in which nothing is taken for Markdown, HTML, a link or a mention. Code between
/// backticks stays code.
pub fn escape(words: &str) -> String {
    plain(&words.into())
}

fn of_run(run: &Run) -> String {
    let words = safe::line(&run.words);
    if run.kind == Kind::Code {
        return format!("`{}`", words.replace('|', "\\|"));
    }
    let mut out = String::with_capacity(words.len() + 8);
    for c in words.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '!' | '$' | '`' => out.extend(['\\', c]),
            // A strategy that holds somebody's handle does not notify them.
            '@' => out.push_str("@\u{200b}"),
            c => out.push(c),
        }
    }
    out
}

/// An escaped text that begins a line: no list, no rule, no code block.
fn begin(text: &str) -> String {
    let text = text.trim_start();
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, rest) = text.split_at_checked(digits).unwrap_or(("", text));
    let (sign, after) = (rest.chars().next(), rest.chars().nth(1));
    let begins_list = match sign {
        Some('.' | ')') => digits > 0 && after.is_none_or(char::is_whitespace),
        Some('-' | '+') => digits == 0 && (after.is_none_or(char::is_whitespace) || after == sign),
        Some('=') => digits == 0,
        _ => false,
    };
    if begins_list { format!("{number}\\{rest}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_does_not_begin_a_list_or_underline_a_heading() {
        assert_eq!(begin("1. May"), "1\\. May");
        assert_eq!(begin("- so"), "\\- so");
        assert_eq!(begin("---"), "\\---");
        assert_eq!(begin("==="), "\\===");
        assert_eq!(begin("    code"), "code");
        for plain in ["0.59", "1.5 of 2", "-3 %", "2027-04-05", "a - b"] {
            assert_eq!(begin(plain), plain);
        }
    }

    #[test]
    fn only_code_keeps_its_markup() {
        assert_eq!(escape("a | b <script>"), r"a \| b &lt;script&gt;");
        assert_eq!(escape("write `not_now: why`"), "write `not_now: why`");
        assert_eq!(escape("*so* #1 @all `"), "\\*so\\* \\#1 @\u{200b}all \\`");
    }
}
