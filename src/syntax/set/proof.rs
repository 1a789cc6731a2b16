//! Proof that edits set one value and change nothing else: the trees before and after are compared, with
//! the value put into the first one.

use super::{Setting, edit, is_null};
use crate::finding::Edit;
use crate::source::Source;
use crate::syntax::parse;
use crate::syntax::tree::{NodeId, Style, Tree, Value};

/// Whether the text with the edits applied has the value at its path, has the same comments, and is
/// otherwise read as before.
pub(super) fn changes_only(source: &Source, tree: &Tree, setting: Setting<'_>, edits: &[Edit]) -> bool {
    let Some(text) = edit::apply(source.text(), edits) else { return false };
    let value = Source::new("", setting.value);
    let (value_tree, value_findings) = parse(&value);
    let is_one_line = value_tree.comments().is_empty() && !setting.value.contains(['\n', '\r']);
    let new_source = Source::new(source.name(), text);
    let (new_tree, _) = parse(&new_source);
    let (old, new) = (Reader { source, tree }, Reader { source: &new_source, tree: &new_tree });
    let Some(value) = (Reader { source: &value, tree: &value_tree }).content(None) else { return false };
    let values: Vec<&str> = setting.more.iter().map(|(_, value)| *value).collect();
    let values = Source::new("", format!("[{}]", values.join(", ")));
    let (more_tree, more_findings) = parse(&values);
    let Some(Content::Sequence(values)) = (Reader { source: &values, tree: &more_tree }).content(None) else {
        return false;
    };
    if !more_findings.is_empty() || values.len() != setting.more.len() {
        return false;
    }
    let more: Vec<(&str, Content<'_>)> = setting.more.iter().map(|(key, _)| *key).zip(values).collect();
    let put = Put { path: setting.path, value: &value, more: &more };
    is_one_line
        && value_findings.is_empty()
        && !new_tree.is_damaged()
        && old.comments().eq(new.comments())
        && old.content(Some(put)) == new.content(None)
}

/// The content of a tree, without its layout. An alias is known by its name.
#[derive(Clone, PartialEq)]
enum Content<'a> {
    Scalar(&'a str, Style),
    Alias(&'a str),
    Sequence(Vec<Self>),
    Mapping(Vec<(Self, Self)>),
    Damaged,
}

/// A value, and the keys that lead to it from here.
#[derive(Clone, Copy)]
struct Put<'a, 'v> {
    path: &'a [&'a str],
    value: &'v Content<'a>,
    /// More keys next to the last one.
    more: &'v [(&'a str, Content<'a>)],
}

impl<'a> Put<'a, '_> {
    /// The value in new mappings for the keys that lead to it.
    fn nested(self) -> Content<'a> {
        let Some((name, path)) = self.path.split_first() else { return self.value.clone() };
        let key = |key| Content::Scalar(key, Style::Plain);
        let more = self.more.iter().filter(|_| path.is_empty());
        let more = more.map(|(name, value)| (key(name), value.clone()));
        let first = (key(name), Put { path, ..self }.nested());
        Content::Mapping(std::iter::once(first).chain(more).collect())
    }
}

/// A text and its tree.
#[derive(Clone, Copy)]
struct Reader<'a> {
    source: &'a Source,
    tree: &'a Tree,
}

impl<'a> Reader<'a> {
    fn comments(self) -> impl Iterator<Item = &'a str> {
        self.tree.comments().iter().map(move |comment| self.source.slice(comment.span))
    }

    fn content(self, put: Option<Put<'a, '_>>) -> Option<Content<'a>> {
        self.tree.root().map(|root| self.node(root, put))
    }

    /// The parser limits how deeply nodes are nested, so recursion is safe here.
    fn node(self, node: NodeId, put: Option<Put<'a, '_>>) -> Content<'a> {
        let Self { source, tree } = self;
        if tree.is_alias(node) {
            return Content::Alias(source.slice(tree.span(node)));
        }
        match (tree.value(source, node), put) {
            (Value::Mapping(entries), put) => {
                // The key that leads on to the value, until it is found.
                let mut next = put.filter(|put| !put.path.is_empty());
                let mut all = Vec::new();
                for (key, value) in entries.iter() {
                    let text = tree.text(source, key);
                    let inside = next.take_if(|put| put.path.first() == Some(&text));
                    let inside = inside.map(|put| Put { path: put.path.get(1..).unwrap_or_default(), ..put });
                    // The quotes of a key do not matter.
                    let key = match self.node(key, None) {
                        Content::Scalar(text, _) => Content::Scalar(text, Style::Plain),
                        key => key,
                    };
                    all.push((key, self.node(value, inside)));
                }
                if let Some(Content::Mapping(added)) = next.map(Put::nested) {
                    all.extend(added);
                }
                Content::Mapping(all)
            }
            // A key without a value gets one, and the end of the path or a shorthand for it gets another.
            (Value::Scalar(text, style), Some(put)) if is_null(text, style) => put.nested(),
            (Value::Scalar(..), Some(put)) => put.value.clone(),
            (Value::Scalar(text, style), None) => Content::Scalar(text, style),
            (Value::Sequence(items), _) => {
                Content::Sequence(items.iter().map(|item| self.node(*item, None)).collect())
            }
            (Value::Damaged, _) => Content::Damaged,
        }
    }
}
