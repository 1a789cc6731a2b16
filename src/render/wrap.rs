//! Breaking lines for people: code to type stays in one piece. Escape sequences of styles take no
//! room.

use anstyle::Style;
use textwrap::core::display_width;
use textwrap::{Options, WordSplitter, fill};

use super::{BOLD, DIM, safe};
use crate::words::text::{Emphasis, Kind, Run, Text};

/// Code longer than this may break.
const MAX_CODE: usize = 48;
/// Takes the place of a blank that must not break; it becomes a blank again in the end.
const FIRM: &str = "\u{a0}";

/// Wraps a text with its styles. The first line begins with `first`, the others with `rest`.
pub(super) fn wrap(text: &Text, width: usize, first: &str, rest: &str) -> String {
    let options = options(width).initial_indent(first).subsequent_indent(rest);
    fill(&styled(text), options.break_words(false)).replace(FIRM, " ")
}

/// Joins parts so that lines break between them, and inside one only if it is longer than a line.
pub(super) fn wrap_parts(parts: &[String], width: usize) -> String {
    let firm =
        |part: &String| if display_width(part) <= width { part.replace(' ', FIRM) } else { part.clone() };
    let joined = parts.iter().map(firm).collect::<Vec<_>>().join("\u{a0}· ");
    fill(&joined, options(width)).replace(FIRM, " ")
}

fn options(width: usize) -> Options<'static> {
    Options::new(width).word_splitter(WordSplitter::NoHyphenation)
}

/// A text on one line with its styles, and with firm blanks in short code. A blank between two styles
/// belongs to the first.
pub(super) fn styled(text: &Text) -> String {
    let (mut out, mut before) = (String::new(), Style::new());
    for (emphasis, runs) in text.spans() {
        let style = match emphasis {
            Emphasis::Plain => Style::new(),
            Emphasis::Bold => BOLD,
            Emphasis::Dim => DIM,
        };
        let words: String = runs.iter().map(firm).collect();
        let own = words.trim_start_matches(' ');
        let blanks = " ".repeat(words.len() - own.len());
        out = format!("{out}{blanks}{before:#}{style}{own}");
        before = style;
    }
    out + &format!("{before:#}")
}

fn firm(run: &Run) -> String {
    let words = safe::line(&run.words);
    match run.kind {
        Kind::Code if words.len() <= MAX_CODE => format!("`{}`", words.replace(' ', FIRM)),
        Kind::Code => format!("`{words}`"),
        // A percent sign stays with its figure.
        Kind::Prose | Kind::Name | Kind::Day | Kind::Link => words.replace(" %", "\u{a0}%"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_code_is_kept_whole_and_long_code_is_not() {
        assert_eq!(
            wrap(&"name it here: `kpis: its-id` and go on".into(), 24, "", "  "),
            "name it here:\n  `kpis: its-id` and go\n  on"
        );
        assert_eq!(wrap(&"no more than 70 % of it".into(), 15, "", ""), "no more than\n70 % of it");
        let long = format!("`{}`", "a b ".repeat(20)).into();
        assert!(wrap(&long, 30, "", "").lines().count() > 1);
    }
}
