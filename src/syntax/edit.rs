//! Applies a list of [`Edit`]s to a text; every other byte stays. Also quotes texts for YAML.

use super::pasted::unquoted;
use crate::finding::Edit;

/// Applies edits, in any order. Those that insert at the same offset keep their order. None if two
/// overlap, or one does not fit the text: it reaches past the end or splits a character.
pub fn apply(text: &str, edits: &[Edit]) -> Option<String> {
    let mut ordered: Vec<&Edit> = edits.iter().collect();
    ordered.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let added: usize = edits.iter().map(|edit| edit.text.len()).sum();
    let mut out = String::with_capacity(text.len() + added);
    let mut done = 0;
    for edit in ordered {
        text.get(edit.span.range())?;
        out.push_str(text.get(done..edit.span.start as usize)?);
        out.push_str(&edit.text);
        done = edit.span.end as usize;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    Some(out)
}

/// A text as a YAML scalar in single quotes, in which only the quote itself is special.
pub(crate) fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// A text of the user in single quotes, in place of typographic ones around it.
pub(crate) fn requote(text: &str) -> String {
    quote(unquoted(text).unwrap_or(text))
}

/// A text as a plain scalar if that is certainly read as the same text, or else in single quotes.
pub(crate) fn quote_if_needed(text: &str) -> String {
    let plain_start = text.chars().next().is_some_and(|c| c.is_alphabetic() || c == '<');
    let plain_rest =
        text.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '<' | '>'));
    let is_word = matches!(text.to_ascii_lowercase().as_str(), "null" | "true" | "false");
    if plain_start && plain_rest && !is_word && text.trim() == text { text.to_owned() } else { quote(text) }
}

/// The texts before and after a change that is marked in one text: `a: «1→2»`, or `a: 1«, b: 2»`.
#[cfg(test)]
pub(crate) fn unmark(marked: &str) -> (String, String) {
    let (mut before, mut after) = (String::new(), String::new());
    for (index, part) in marked.split(['«', '»']).enumerate() {
        let (old, new) =
            if index % 2 == 0 { (part, part) } else { part.split_once('→').unwrap_or(("", part)) };
        before.push_str(old);
        after.push_str(new);
    }
    (before, after)
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
        assert_eq!(apply("a b\r\ncé d", &[edit(6, 8, "e")]).as_deref(), Some("a b\r\nce d"));
        assert_eq!(apply("1 2 3 4 5", &edits).as_deref(), Some(" 2 xy3 4drei5"));
        assert_eq!(apply("same", &[]).as_deref(), Some("same"));
        assert_eq!(apply("abcd", &[edit(2, 4, "D"), edit(0, 2, "A")]).as_deref(), Some("AD"));
    }

    #[test]
    fn edits_that_overlap_or_do_not_fit_are_refused() {
        assert_eq!(apply("abcd", &[edit(0, 2, ""), edit(1, 3, "")]), None);
        for (text, start, end) in [("abcd", 2, 9), ("abcd", 3, 2), ("é", 1, 2)] {
            assert_eq!(apply(text, &[edit(start, end, "")]), None, "{text} {start} {end}");
        }
    }
}
