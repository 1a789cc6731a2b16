//! What is between `[ … ]` and `{ … }`, for a text that the parser cannot read.

use super::hash;
use super::lines::{Line, closing_quote};
use super::parse::span;
use crate::source::Span;

/// The item of a flow collection that contains `origin`, without its key.
///
/// The parser has failed here, so there is no tree to ask. A scan from the outermost open bracket keeps
/// the start of the current item for each nesting level, and skips quoted texts, whose brackets and
/// commas do not count. The item ends at the next comma or closing bracket at its own level, but never
/// after its line: a bracket that is missing must not blank the rest of the file.
pub(super) fn item(text: &str, bracket: usize, origin: usize, at: usize) -> Option<Span> {
    let bytes = text.as_bytes();
    // Where the current item begins in each of the open collections.
    let mut starts = Vec::new();
    let mut here = bracket;
    let mut begins_value = true;
    while here < origin {
        match bytes.get(here)? {
            b'[' | b'{' => starts.push(here + 1),
            b']' | b'}' => drop(starts.pop()),
            b',' => *starts.last_mut()? = here + 1,
            b':' if matches!(bytes.get(here + 1), Some(b' ' | b'\n' | b'\r')) => {
                // Only the first colon ends a key; a second one belongs to the text.
                let start = starts.last_mut()?;
                if bytes.get(start.wrapping_sub(1)) != Some(&b':') && *start < here {
                    *start = here + 1;
                }
            }
            b'"' | b'\'' if begins_value => {
                here = closing_quote(text, here).filter(|close| *close < origin)?;
            }
            _ => {}
        }
        begins_value = matches!(bytes.get(here), Some(b' ' | b'\n' | b'\r' | b',' | b'[' | b'{' | b':'));
        here += 1;
    }
    let start = *starts.last()?;
    let line = Line::at(text, origin);
    let from = if (origin..line.end).contains(&at) { at } else { origin };
    let mut depth = 0usize;
    let is_end = |byte: u8| {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' if depth > 0 => depth -= 1,
            _ => return depth == 0 && matches!(byte, b',' | b']' | b'}'),
        }
        false
    };
    let end = text.get(from..line.end)?.bytes().position(is_end).map_or(line.end, |at| from + at);
    let removed = text.get(start..end)?;
    let start = start + (removed.len() - removed.trim_start().len());
    let end = end - (removed.len() - removed.trim_end().len());
    (start < end).then(|| span(start, end))
}

/// A comment that hides something of the collection around it.
pub(super) struct Hiding {
    /// Where it begins, and where its text ends.
    pub(super) start: usize,
    pub(super) end: usize,
    /// The innermost bracket that is open there.
    pub(super) bracket: usize,
    /// The bracket that would close it, or a comma.
    pub(super) hidden: char,
}

/// The first comment between a bracket and `to` that hides the end of the innermost open collection, or
/// the comma at the end of its line.
pub(super) fn hiding_comment(text: &str, bracket: usize, to: usize) -> Option<Hiding> {
    let bytes = text.as_bytes();
    let mut open = Vec::new();
    let mut here = bracket;
    let mut begins_value = true;
    while here < to {
        match bytes.get(here)? {
            sign @ (b'[' | b'{') => open.push((here, if *sign == b'[' { ']' } else { '}' })),
            b']' | b'}' => {
                open.pop();
                open.last()?;
            }
            b'"' | b'\'' if begins_value => {
                here = closing_quote(text, here).filter(|close| *close < to)?;
            }
            b'#' if matches!(bytes.get(here - 1), Some(b' ' | b'\t' | b'\n')) => {
                let line = Line::at(text, here);
                let comment = text.get(here..line.end)?.trim_end();
                let &(bracket, closing) = open.last()?;
                if let Some(hidden) = hidden_sign(comment, closing).filter(|_| !line.is_blank) {
                    return Some(Hiding { start: here, end: here + comment.len(), bracket, hidden });
                }
                here = line.end;
            }
            _ => {}
        }
        begins_value = matches!(bytes.get(here), Some(b' ' | b'\n' | b'\r' | b',' | b'[' | b'{' | b':'));
        here += 1;
    }
    None
}

/// What a comment hides of the collection that it is in.
fn hidden_sign(comment: &str, closing: char) -> Option<char> {
    let mut depth = 0usize;
    for sign in comment.chars() {
        match sign {
            '[' | '{' => depth += 1,
            ']' | '}' if depth > 0 => depth -= 1,
            ']' | '}' => return (sign == closing).then_some(closing),
            _ => {}
        }
    }
    (comment.ends_with(',') && hash::is_text(comment, false)).then_some(',')
}
