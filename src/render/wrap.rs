//! Breaking lines for people: what is to be typed stays in one piece.

use unicode_width::UnicodeWidthStr;

/// Code longer than this may break.
const LONGEST_CODE: usize = 48;
/// Takes the place of a blank that must not break; it is a blank again in the end.
const FIRM: char = '\u{a0}';

/// Wraps a text. Lines after the first begin with `rest`; short code in backticks is kept whole.
pub(super) fn wrap(text: &str, width: usize, first: &str, rest: &str) -> String {
    let options = textwrap::Options::new(width).initial_indent(first).subsequent_indent(rest);
    textwrap::fill(
        &firm(text),
        options.break_words(false).word_splitter(textwrap::WordSplitter::NoHyphenation),
    )
    .replace(FIRM, " ")
}

/// Joins parts so that lines break between them, and inside one only where it is longer than a line
/// of its own would be.
pub(super) fn wrap_parts(parts: &[String], width: usize) -> String {
    let glued = parts
        .iter()
        .map(|part| if part.width() <= width { part.replace(' ', "\u{a0}") } else { part.clone() });
    let joined = glued.collect::<Vec<_>>().join("\u{a0}· ");
    let options = textwrap::Options::new(width).word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::fill(&joined, options).replace(FIRM, " ")
}

fn firm(text: &str) -> String {
    let mut firm = String::with_capacity(text.len());
    for (index, part) in text.split('`').enumerate() {
        if index > 0 {
            firm.push('`');
        }
        if index % 2 == 1 && part.len() <= LONGEST_CODE {
            firm.extend(part.chars().map(|c| if c == ' ' { FIRM } else { c }));
        } else {
            firm.push_str(part);
        }
    }
    firm
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_code_stays_whole() {
        assert_eq!(
            wrap("name it here: `kpis: its-id` and go on", 24, "", "  "),
            "name it here:\n  `kpis: its-id` and go\n  on"
        );
    }

    #[test]
    fn long_code_breaks() {
        let long = format!("`{}`", "a b ".repeat(20));
        assert!(wrap(&long, 30, "", "").lines().count() > 1);
    }
}
