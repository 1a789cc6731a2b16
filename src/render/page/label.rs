//! Text in a picture: SVG breaks no lines, so what a text needs is reckoned here.

use std::borrow::Cow;

use unicode_width::UnicodeWidthChar;

/// How wide a character is about to be, in parts of its size: on the safe side of the usual faces.
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

/// How wide a text is about to be at a size.
pub fn width(text: &str, size: f64) -> f64 {
    text.chars().map(advance).sum::<f64>() * size
}

/// A text that fits in a room, cut with `…` where it does not.
pub fn fit(text: &str, size: f64, room: f64) -> Cow<'_, str> {
    if width(text, size) <= room {
        return Cow::Borrowed(text);
    }
    let mut used = advance('…') * size;
    let kept: String = text
        .chars()
        .take_while(|c| {
            used += advance(*c) * size;
            used <= room
        })
        .collect();
    Cow::Owned(format!("{}…", kept.trim_end()))
}

/// A text in at most so many lines that fit in a room; the last says where there is more.
pub fn wrap(text: &str, size: f64, room: f64, lines: usize) -> Vec<String> {
    let mut wrapped: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let is_last = wrapped.len() == lines;
        match wrapped.last_mut() {
            // What does not fit any more is cut below.
            Some(line) if is_last || width(&format!("{line} {word}"), size) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => wrapped.push(word.to_owned()),
        }
    }
    wrapped.iter().map(|line| fit(line, size, room).into_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_text_is_never_wider_than_its_room() {
        let accents = "e\u{301}".repeat(20);
        for text in [
            "short",
            "a text that is far too long for it",
            "漢字漢字漢字漢字漢字漢字漢字",
            "MWMWMWMWMWMW",
            "",
            &accents,
        ] {
            for room in 10..200 {
                let room = f64::from(room);
                let shown = fit(text, 10.0, room);
                assert!(width(&shown, 10.0) <= room + 1e-9, "{shown} in {room}");
                assert!(width(text, 10.0) > room || shown == text);
            }
        }
    }

    #[test]
    fn lines_are_few_and_the_last_says_that_there_is_more() {
        let lines = wrap("one two three four five six seven", 10.0, 70.0, 2);
        assert_eq!(lines, ["one two", "three four f…"]);
        assert_eq!(wrap("one", 10.0, 70.0, 2), ["one"]);
        assert_eq!(wrap("", 10.0, 70.0, 2), Vec::<String>::new());
        let long = wrap(&"x".repeat(200), 10.0, 70.0, 2);
        assert!(long.len() == 1 && width(&long[0], 10.0) <= 70.0, "{long:?}");
    }
}
