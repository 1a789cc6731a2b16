//! An outline as Markdown that a wiki, a pull request or a mail program shows as it was meant.

use std::io::{self, Write};

use super::{Block, Cell, List, Outline, Run, Table, Tone};
use crate::words::safe;

/// Writes an outline in the GitHub flavour: tables, lists, no HTML.
pub fn render(out: &mut dyn Write, outline: &Outline) -> io::Result<()> {
    render_below(out, outline, 0)
}

/// Writes an outline as a part of a longer text, its headings so many levels lower.
pub fn render_below(out: &mut dyn Write, outline: &Outline, levels: usize) -> io::Result<()> {
    let lead = |level: usize| "#".repeat((level + levels).min(6));
    let is_said = |block: &&Block| !matches!(block, Block::List(list) if list.entries.is_empty());
    for (index, block) in outline.blocks.iter().filter(is_said).enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        match block {
            Block::Title(runs) => writeln!(out, "{} {}", lead(1), heading(runs))?,
            Block::Section { title, .. } => writeln!(out, "{} {}", lead(2), heading(title))?,
            Block::Part(runs) => writeln!(out, "{} {}", lead(3), heading(runs))?,
            Block::Text(runs) => writeln!(out, "{}", line(runs))?,
            Block::Table(rows) => table(out, rows)?,
            Block::List(entries) => list(out, entries)?,
        }
    }
    Ok(())
}

/// A heading is loud already.
fn heading(runs: &[Run]) -> String {
    runs.iter().map(|run| escape(&run.text)).collect()
}

fn line(runs: &[Run]) -> String {
    let runs = runs.iter().map(|run| match run.tone {
        Tone::Strong => format!("**{}**", escape(&run.text)),
        Tone::Plain | Tone::Quiet => escape(&run.text),
    });
    begin(&runs.collect::<String>())
}

fn content(cell: &Cell) -> String {
    let text = if cell.text.is_empty() { "–".to_owned() } else { escape(&cell.text) };
    cell.mark.map_or(text.clone(), |mark| format!("{} {text}", mark.sign()))
}

fn table(out: &mut dyn Write, rows: &Table) -> io::Result<()> {
    let titles: Vec<String> = rows.columns.iter().map(|column| escape(&column.title)).collect();
    let rules: Vec<&str> =
        rows.columns.iter().map(|column| if column.is_figures { "---:" } else { "---" }).collect();
    writeln!(out, "| {} |", titles.join(" | "))?;
    writeln!(out, "| {} |", rules.join(" | "))?;
    for row in &rows.rows {
        let cells: Vec<String> = row.iter().map(content).collect();
        writeln!(out, "| {} |", cells.join(" | "))?;
    }
    Ok(())
}

fn list(out: &mut dyn Write, list: &List) -> io::Result<()> {
    for (index, entry) in list.entries.iter().enumerate() {
        let lead = if list.is_numbered { format!("{}. ", index + 1) } else { "- ".to_owned() };
        // Escaped, for a plus would begin a list in the list.
        let mark = entry.mark.map(|mark| format!("{} ", begin(&escape(mark.sign())))).unwrap_or_default();
        writeln!(out, "{lead}{mark}{}", line(&entry.text))?;
        if let Some(detail) = &entry.detail {
            writeln!(out, "{}{}", " ".repeat(lead.len()), begin(&escape(detail)))?;
        }
    }
    Ok(())
}

/// A text in which nothing is taken for Markdown, HTML, a link or a mention. Code between backticks
/// stays code where the backticks pair up.
///
/// ```
/// use stratplan::render::outline::markdown::escape;
///
/// assert_eq!(escape("a | b <script>"), r"a \| b &lt;script&gt;");
/// assert_eq!(escape("write `not_now: why`"), "write `not_now: why`");
/// assert_eq!(escape("*so* #1 @all `"), r"\*so\* \#1 @\u{200b}all \`".replace(r"\u{200b}", "\u{200b}"));
/// ```
pub fn escape(text: &str) -> String {
    let text = safe::line(text);
    let ticks = text.matches('`').count();
    let mut out = String::with_capacity(text.len() + 8);
    for (index, part) in text.split('`').enumerate() {
        let is_code = index % 2 == 1 && index < ticks;
        if index > 0 {
            // The last of an odd number of backticks opens nothing.
            out.push_str(if ticks % 2 == 1 && index == ticks { "\\`" } else { "`" });
        }
        if is_code && !part.is_empty() {
            out.push_str(&part.replace('|', "\\|"));
        } else {
            part.chars().for_each(|c| escaped(c, &mut out));
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

fn escaped(c: char, out: &mut String) {
    match c {
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '&' => out.push_str("&amp;"),
        '\\' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '!' | '$' => {
            out.push('\\');
            out.push(c);
        }
        // Nobody is called by a strategy that holds their handle.
        '@' => out.push_str("@\u{200b}"),
        c => out.push(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_begins_no_list_and_underlines_no_heading() {
        assert_eq!(begin("1. May"), "1\\. May");
        assert_eq!(begin("- so"), "\\- so");
        assert_eq!(begin("---"), "\\---");
        assert_eq!(begin("==="), "\\===");
        assert_eq!(begin("    code"), "code");
        for plain in ["0.59", "1.5 of 2", "-3 %", "2027-04-05", "a - b"] {
            assert_eq!(begin(plain), plain);
        }
    }
}
