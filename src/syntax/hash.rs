//! A `#` after a space begins a comment in YAML, but people write hashtags and `#1` in their texts.

use crate::words::placeholder::MARKERS;

pub(crate) const WHY: &str = "a `#` after a space begins a comment, which ends with the line and is not read";

/// Words that begin a comment, even right after its `#`, next to the [`MARKERS`] of what is still to be written.
const NOTES: [&str; 2] = ["NOTE", "NB"];

/// Whether a comment at the end of a line is meant as text: a hashtag or a number, as in `#slowbread` and
/// `#1 in town`. A comment begins with a space, a marker, a date, or a key that was commented out. If
/// comments of this file begin with a word, too, a word is no sign.
pub(crate) fn is_text(comment: &str, file_has_loose_comments: bool) -> bool {
    let body = comment.trim_start_matches('#');
    let end = body.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-'));
    let (word, after) = body.split_at(end.unwrap_or(body.len()));
    let is_date = word.contains('-') && word.chars().all(|c| c.is_ascii_digit() || c == '-');
    match word.chars().next() {
        _ if comment.starts_with("##") || is_date => false,
        Some(first) if first.is_numeric() => true,
        Some(first) if first.is_alphabetic() => {
            let is_marked = word.starts_with("stratplan") || MARKERS.contains(&word) || NOTES.contains(&word);
            !file_has_loose_comments && !after.starts_with(':') && !is_marked
        }
        _ => false,
    }
}

/// Whether a comment on its own line begins with a word right after the `#`. Lines with a colon are often
/// keys that were commented out.
pub(super) fn is_loose(comment: &str) -> bool {
    comment.chars().nth(1).is_some_and(char::is_alphabetic) && !comment.contains(':')
}
