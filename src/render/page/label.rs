//! Text in a picture: SVG breaks no lines, so what a text needs is reckoned here.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How wide a column of text is, in parts of its size: a mean over the usual faces, on the safe side.
const ADVANCE: f64 = 0.57;

/// How wide a text is about to be at a size.
#[allow(clippy::cast_precision_loss)] // no label has 2^52 columns
pub fn width(text: &str, size: f64) -> f64 {
    text.width() as f64 * size * ADVANCE
}

/// The columns that fit in a room.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a room is small and not negative
fn columns(size: f64, room: f64) -> usize {
    (room.max(0.0) / (size * ADVANCE)) as usize
}

/// A text that fits in a room, cut with `…` where it does not.
pub fn fit(text: &str, size: f64, room: f64) -> Cow<'_, str> {
    cut(text, columns(size, room))
}

fn cut(text: &str, columns: usize) -> Cow<'_, str> {
    if text.width() <= columns {
        return Cow::Borrowed(text);
    }
    let mut used = 0;
    let kept: String = text
        .chars()
        .take_while(|c| {
            used += c.width().unwrap_or(0);
            used < columns
        })
        .collect();
    Cow::Owned(format!("{}…", kept.trim_end()))
}

/// A text in at most so many lines that fit in a room.
pub fn wrap(text: &str, size: f64, room: f64, lines: usize) -> Vec<String> {
    let columns = columns(size, room).max(1);
    let all = textwrap::wrap(text, columns);
    if all.len() <= lines {
        return all.into_iter().map(Cow::into_owned).collect();
    }
    let mut kept: Vec<String> = all.iter().take(lines).map(|line| line.clone().into_owned()).collect();
    if let Some(last) = kept.last_mut() {
        *last = cut(&format!("{last} {}", all.get(lines).map_or("", |line| line)), columns).into_owned();
        if !last.ends_with('…') {
            last.push('…');
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_text_is_never_wider_than_its_room() {
        for text in [
            "short",
            "a text that is far too long for it",
            "漢字漢字漢字漢字漢字漢字漢字",
            "",
            "e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}",
        ] {
            for columns in 1..20 {
                let shown = cut(text, columns);
                assert!(shown.width() <= columns, "{shown} in {columns}");
                assert!(text.width() > columns || shown == text);
            }
        }
    }

    #[test]
    fn lines_are_few_and_the_last_says_that_there_is_more() {
        let lines = wrap("one two three four five six seven", 10.0, 70.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().all(|line| width(line, 10.0) <= 70.0), "{lines:?}");
        assert!(lines[1].ends_with('…'));
        assert_eq!(wrap("one", 10.0, 70.0, 2), ["one"]);
    }
}
