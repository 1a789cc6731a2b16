//! Makes text fit in a picture: SVG does not break lines, so the width of a text is estimated here.

use std::borrow::Cow;

use unicode_width::UnicodeWidthChar;

/// The estimated width of a character relative to the font size, on the safe side for common fonts.
fn advance(c: char) -> f64 {
    match c.width().unwrap_or(0) {
        0 => 0.0,
        1 => match c {
            'i' | 'j' | 'l' | 'I' | '|' | '.' | ',' | ':' | ';' | '\'' | '!' => 0.31,
            ' ' | 'f' | 'r' | 't' | '-' | '/' | '(' | ')' | '[' | ']' | '"' => 0.4,
            'm' | 'w' | 'M' | 'W' | '@' | '%' | '…' | '—' => 0.95,
            'A'..='Z' => 0.7,
            _ => 0.59,
        },
        _ => 1.05,
    }
}

pub(super) fn width(text: &str, font_size: f64) -> f64 {
    text.chars().map(advance).sum::<f64>() * font_size
}

/// The text, cut with `…` if it is wider than `limit`.
pub(super) fn fit(text: &str, font_size: f64, limit: f64) -> Cow<'_, str> {
    if width(text, font_size) <= limit {
        return Cow::Borrowed(text);
    }
    let mut used = advance('…') * font_size;
    let fits = |c: &char| {
        used += advance(*c) * font_size;
        used <= limit
    };
    let kept: String = text.chars().take_while(fits).collect();
    Cow::Owned(format!("{}…", kept.trim_end()))
}

/// The text in at most `lines` lines, the last of them cut if there is more.
pub(super) fn wrap(text: &str, font_size: f64, limit: f64, lines: usize) -> Vec<String> {
    let mut wrapped: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let is_last = wrapped.len() == lines;
        match wrapped.last_mut() {
            // The last line takes all the rest and is cut below.
            Some(line) if is_last || width(&format!("{line} {word}"), font_size) <= limit => {
                line.extend([" ", word]);
            }
            _ => wrapped.push(word.to_owned()),
        }
    }
    wrapped.iter().map(|line| fit(line, font_size, limit).into_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_was_cut_is_not_wider_than_the_limit() {
        let accents = "e\u{301}".repeat(20);
        let long = "a text that is far too long for it";
        for text in ["short", long, "漢字漢字漢字漢字漢字漢字漢字", "MWMWMWMWMWMW", "", &accents]
        {
            for limit in 10..200 {
                let limit = f64::from(limit);
                let shown = fit(text, 10.0, limit);
                assert!(width(&shown, 10.0) <= limit + 1e-9, "{shown} in {limit}");
                assert!(width(text, 10.0) > limit || shown == text);
            }
        }
    }

    #[test]
    fn the_last_line_shows_that_there_is_more() {
        let lines = wrap("one two three four five six seven", 10.0, 70.0, 2);
        assert_eq!(lines, ["one two", "three four f…"]);
        assert_eq!(wrap("one", 10.0, 70.0, 2), ["one"]);
        assert_eq!(wrap("", 10.0, 70.0, 2), Vec::<String>::new());
        let long = wrap(&"x".repeat(200), 10.0, 70.0, 2);
        assert!(long.len() == 1 && width(&long[0], 10.0) <= 70.0, "{long:?}");
    }
}
