//! Removes a key and its value.

use super::insert::column;
use super::{Edit, Source, Span, Tree, find};
use crate::syntax::lines::Line;
use crate::syntax::parse::offset_of;
use crate::syntax::tree::Value;

/// The edit that removes the key at the end of a path. None if it is the only one of its mapping, or if a
/// comment would be lost.
pub(crate) fn remove(source: &Source, tree: &Tree, path: &[&str]) -> Option<Edit> {
    let (key, value) = find(source, tree, path)?;
    let mapping = match path.split_last()? {
        (_, []) => tree.root()?,
        (_, above) => find(source, tree, above)?.1,
    };
    let Value::Mapping(entries) = tree.value(source, mapping) else { return None };
    let span_of =
        |(key, value)| Span::new(tree.span(key).start, tree.span(key).end.max(tree.span(value).end));
    let all: Vec<Span> = entries.iter().map(span_of).collect();
    let at = entries.iter().position(|(one, _)| one == key).filter(|_| all.len() > 1)?;
    let own = *all.get(at)?;
    let span = if tree.is_flow(mapping) {
        match (all.get(at + 1), at.checked_sub(1).and_then(|before| all.get(before))) {
            (Some(next), _) => Span::new(own.start, next.start),
            (None, Some(before)) => Span::new(before.end, own.end),
            (None, None) => return None,
        }
    } else {
        let text = source.text();
        column(text, tree.span(key))?;
        let (first, last) = (Line::at(text, own.start as usize), Line::at(text, own.end as usize));
        Span::new(offset_of(first.start), offset_of(last.next))
    };
    let is_alias = tree.is_alias(mapping) || tree.is_alias(value);
    let comments = tree.comments().iter().any(|comment| span.contains(comment.span));
    (!is_alias && !comments).then(|| Edit { span, text: String::new() })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::syntax::edit::{apply, unmark};
    use crate::syntax::parse;

    fn removed(text: &str, path: &[&str]) -> Option<String> {
        let source = Source::new("x", text);
        let (tree, _) = parse(&source);
        remove(&source, &tree, path).map(|edit| apply(text, &[edit]).unwrap())
    }

    #[test]
    fn a_key_is_removed_with_its_value_and_its_comma_or_line() {
        for marked in [
            "a: { b: 1«, c: 2→» }",
            "a: { «c: 2, →»b: 1 }",
            "a: { b: 1, «c: { d: 1 },\n  →»d: 2 }",
            "a:\n  b: 1\n«  c: 2\n→»  d: 3\n",
            "a:\n  b: 1\n«  c:\n    d: 3\n→»e: 1\n",
            "a:\r\n  b: 1\r\n«  c: 2→»",
        ] {
            let (before, after) = unmark(marked);
            assert_eq!(removed(&before, &["a", "c"]), Some(after), "{marked}");
        }
    }

    #[test]
    fn nothing_is_lost_with_it() {
        for text in [
            "a: { c: 2 }",
            "a:\n  b: 1\n  c: 2 # why\n",
            "a: { b: 1, # why\n c: 2 }",
            "a: &x { c: 1, b: 1 }\nb: *x",
        ] {
            let path = if text.contains('*') { ["b", "c"] } else { ["a", "c"] };
            assert_eq!(removed(text, &path), None, "{text}");
        }
    }
}
