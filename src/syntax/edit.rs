//! Applies a list of [`Edit`]s to a text; every other byte stays. Also quotes texts for YAML.

use crate::finding::Edit;

/// Why edits cannot be applied.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// Two edits change the same bytes.
    #[error("two edits overlap at byte {at}")]
    Overlap {
        /// Where the second one begins.
        at: u32,
    },
    /// An edit reaches past the end, ends before it begins, or splits a character.
    #[error("an edit of bytes {start} to {end} does not fit the text")]
    Misplaced {
        /// Where it begins.
        start: u32,
        /// Where it ends.
        end: u32,
    },
    /// Bytes that are not text would be lost.
    #[error("the file is not saved as UTF-8: byte {at} cannot be kept")]
    NotUtf8 {
        /// The first of them.
        at: u32,
    },
}

/// Applies edits, in any order. Those that insert at the same place keep their order.
pub fn apply(text: &str, edits: &[Edit]) -> Result<String, EditError> {
    let mut ordered: Vec<&Edit> = edits.iter().collect();
    ordered.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let added: usize = edits.iter().map(|edit| edit.text.len()).sum();
    let mut out = String::with_capacity(text.len() + added);
    let mut done = 0;
    for edit in ordered {
        let misplaced = EditError::Misplaced { start: edit.span.start, end: edit.span.end };
        if text.get(edit.span.range()).is_none() {
            return Err(misplaced);
        }
        let kept = text.get(done..edit.span.start as usize);
        out.push_str(kept.ok_or(EditError::Overlap { at: edit.span.start })?);
        out.push_str(&edit.text);
        done = edit.span.end as usize;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    Ok(out)
}

/// A text as a YAML scalar in single quotes, where nothing but the quote itself is special.
pub fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A text as a plain scalar if that is certain to be read as the same text, else in single quotes.
pub fn quote_if_needed(text: &str) -> String {
    let plain_start = text.chars().next().is_some_and(|c| c.is_alphabetic() || c == '<');
    let plain_rest =
        text.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '<' | '>'));
    let is_word = matches!(text.to_ascii_lowercase().as_str(), "null" | "true" | "false");
    if plain_start && plain_rest && !is_word && text.trim() == text { text.to_owned() } else { quote(text) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    fn edit(start: u32, end: u32, text: &str) -> Edit {
        Edit { span: Span::new(start, end), text: text.into() }
    }

    #[test]
    fn edits_keep_every_other_byte() {
        let edits = [edit(7, 8, "drei"), edit(0, 1, ""), edit(4, 4, "x"), edit(4, 4, "y")];
        assert_eq!(apply("a b\r\ncé d", &[edit(6, 8, "e")]).as_deref(), Ok("a b\r\nce d"));
        assert_eq!(apply("1 2 3 4 5", &edits).as_deref(), Ok(" 2 xy3 4drei5"));
        assert_eq!(apply("same", &[]).as_deref(), Ok("same"));
    }

    #[test]
    fn edits_that_overlap_or_do_not_fit_are_refused() {
        assert_eq!(apply("abcd", &[edit(0, 2, ""), edit(1, 3, "")]), Err(EditError::Overlap { at: 1 }));
        let misplaced = |start, end| Err(EditError::Misplaced { start, end });
        assert_eq!(apply("abcd", &[edit(2, 9, "")]), misplaced(2, 9));
        assert_eq!(apply("abcd", &[edit(3, 2, "")]), misplaced(3, 2));
        assert_eq!(apply("é", &[edit(1, 2, "")]), misplaced(1, 2));
    }

    #[test]
    fn neighbours_do_not_overlap() {
        assert_eq!(apply("abcd", &[edit(2, 4, "D"), edit(0, 2, "A")]).as_deref(), Ok("AD"));
    }

    #[test]
    fn a_quote_inside_is_doubled() {
        assert_eq!(quote("it's @home: \\n"), "'it''s @home: \\n'");
    }
}
