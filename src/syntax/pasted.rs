//! Signs that come with text from other programs and look like signs of YAML.

use super::lines::Line;

/// Whether a character looks like a space, or like nothing, but is part of the text to YAML.
pub(super) fn is_odd_space(c: char) -> bool {
    matches!(
        c,
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200b}' | '\u{202f}' | '\u{205f}' | '\u{2060}' | '\u{3000}'
    )
}

/// The ordinary spaces that take the place of such a character.
pub(super) fn plain_space(c: char) -> &'static str {
    match c {
        '\u{200b}' | '\u{2060}' => "",
        '\u{3000}' => "  ",
        _ => " ",
    }
}

/// Where a line has odd spaces that are meant as YAML: before its text, after a dash, and after the colon
/// of a key.
pub(super) fn odd_spaces(line: Line<'_>) -> Vec<usize> {
    let body = line.text().trim_start_matches(|c| matches!(c, '-' | ' ') || is_odd_space(c));
    let start = line.end - body.len();
    let colon = key_colon(body).map_or("", |colon| spaces(body.get(colon + 1..).unwrap_or_default()));
    let after_key = start + key_colon(body).map_or(0, |colon| colon + 1);
    let parts = [(line.start, line.until(start)), (after_key, colon)];
    let odd = parts.into_iter().flat_map(|(from, part)| {
        part.char_indices().filter(|(_, c)| is_odd_space(*c)).map(move |(at, _)| from + at)
    });
    odd.collect()
}

/// The spaces at the start of a text, odd or not.
fn spaces(text: &str) -> &str {
    let rest = text.trim_start_matches(|c| c == ' ' || is_odd_space(c));
    text.get(..text.len() - rest.len()).unwrap_or_default()
}

/// The colon of the key that a text begins with, if an odd space follows.
pub(super) fn key_colon(text: &str) -> Option<usize> {
    let is_key = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-');
    let colon = text.find(|c| !is_key(c)).filter(|colon| *colon > 0)?;
    text.get(colon..)?.strip_prefix(':').filter(|rest| rest.starts_with(is_odd_space)).map(|_| colon)
}

/// The sign that a text begins with, if other programs write it before an item of a list.
pub(crate) fn bullet(text: &str) -> Option<char> {
    let mut signs = text.chars();
    let sign = signs.next().filter(|sign| "•●▪◦‣·–—−*".contains(*sign))?;
    signs.next().is_some_and(|c| matches!(c, ' ' | '\t') || is_odd_space(c)).then_some(sign)
}

/// Whether a line is meant as an item of a list.
pub(super) fn is_item(line: Line<'_>) -> bool {
    let dash = line.text().strip_prefix('-');
    line.is_item() || bullet(line.text()).is_some() || dash.is_some_and(|rest| rest.starts_with(is_odd_space))
}

/// The quotes that other programs write, by language.
const QUOTES: [(char, &str); 8] =
    [('“', "”"), ('„', "“”"), ('”', "”"), ('‘', "’"), ('‚', "‘’"), ('«', "»"), ('»', "«"), ('‹', "›")];

/// How long the part in typographic quotes is that a text begins with.
pub(super) fn quoted_length(text: &str) -> Option<usize> {
    let (opening, closing) = QUOTES.iter().find(|(opening, _)| text.starts_with(*opening))?;
    let ends = |(at, c): &(usize, char)| *at >= opening.len_utf8() && closing.contains(*c);
    text.char_indices().find(ends).map(|(at, c)| at + c.len_utf8())
}

/// A text without the typographic quotes around all of it.
pub(crate) fn unquoted(text: &str) -> Option<&str> {
    let (_, closing) = QUOTES.iter().find(|(opening, _)| text.starts_with(*opening))?;
    let mut inner = text.chars();
    inner.next()?;
    let end = inner.next_back().filter(|end| closing.contains(*end))?;
    let is_quote = |c: char| c == end || text.starts_with(c);
    Some(inner.as_str().trim()).filter(|inner| !inner.is_empty() && !inner.contains(is_quote))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_around_all_of_a_text_are_taken_off() {
        for (text, inner) in [
            ("“Sell forty”", Some("Sell forty")),
            ("„Verkaufen“", Some("Verkaufen")),
            ("„Verkaufen”", Some("Verkaufen")),
            ("”Sälj”", Some("Sälj")),
            ("‘Sell’", Some("Sell")),
            ("«\u{a0}Vendre\u{a0}»", Some("Vendre")),
            ("»Verkaufen«", Some("Verkaufen")),
            ("“It’s here”", Some("It’s here")),
            ("“Sell” and “buy”", None),
            ("Say “sell”", None),
            ("“Sell", None),
            ("“”", None),
            ("“", None),
            ("’90s bread’", None),
            ("\"Sell\"", None),
            ("", None),
        ] {
            assert_eq!(unquoted(text), inner, "{text}");
        }
    }
}
