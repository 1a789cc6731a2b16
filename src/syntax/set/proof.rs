//! Proof that edits set one value and change nothing else: both texts are read, and both trees are
//! written out as tokens. The tokens of the old tree, with the value put in, must be those of the
//! new tree.

use super::{Setting, edit, is_nothing};
use crate::finding::Edit;
use crate::source::Source;
use crate::syntax::parse;
use crate::syntax::tree::{NodeId, Style, Tree, Value};

/// Whether the text with the edits applied has the value at its path, has the same comments, and is
/// otherwise read as before.
pub(super) fn changes_only(source: &Source, tree: &Tree, setting: Setting<'_>, edits: &[Edit]) -> bool {
    let Ok(text) = edit::apply(source.text(), edits) else { return false };
    let value = Source::new("", setting.value);
    let (value_tree, value_findings) = parse(&value);
    if !value_findings.is_empty() || !value_tree.comments().is_empty() || setting.value.contains(['\n', '\r'])
    {
        return false;
    }
    let new_source = Source::new(source.name(), text);
    let (new_tree, _) = parse(&new_source);
    let (old, new) = (Read { source, tree }, Read { source: &new_source, tree: &new_tree });
    let value = Read { source: &value, tree: &value_tree }.tokens(None, &[]);
    !new_tree.is_damaged()
        && old.comments().eq(new.comments())
        && !value.is_empty()
        && old.tokens(Some(setting.path), &value) == new.tokens(None, &[])
}

/// What a tree says, without its layout. An alias is known by its name, and a key by its text alone.
#[derive(Clone, Copy, PartialEq)]
enum Token<'a> {
    Key(&'a str),
    Scalar(&'a str, Style),
    Alias(&'a str),
    OpenSequence,
    OpenMapping,
    Close,
    Damaged,
}

/// What remains to be written out: a list of steps, as a tree may be nested too deeply for recursion.
enum Step<'a> {
    Write(Token<'a>),
    Key(NodeId),
    /// A node, and for one on the way to the value the keys that lead on from it.
    Node(NodeId, Option<&'a [&'a str]>),
}

/// A text and its tree.
#[derive(Clone, Copy)]
struct Read<'a> {
    source: &'a Source,
    tree: &'a Tree,
}

impl<'a> Read<'a> {
    fn comments(self) -> impl Iterator<Item = &'a str> {
        self.tree.comments().iter().map(move |comment| self.source.slice(comment.span))
    }

    /// The tokens of the tree, with `value` put in at the end of `path`.
    fn tokens(self, path: Option<&'a [&'a str]>, value: &[Token<'a>]) -> Vec<Token<'a>> {
        let Self { source, tree } = self;
        let mut tokens = Vec::new();
        let mut todo: Vec<Step<'a>> = tree.root().map(|root| Step::Node(root, path)).into_iter().collect();
        while let Some(step) = todo.pop() {
            let (node, path) = match step {
                Step::Write(token) => {
                    tokens.push(token);
                    continue;
                }
                Step::Key(key) => match tree.value(source, key) {
                    Value::Scalar(text, _) if !tree.is_alias(key) => {
                        tokens.push(Token::Key(text));
                        continue;
                    }
                    _ => (key, None),
                },
                Step::Node(node, path) => (node, path),
            };
            if tree.is_alias(node) {
                tokens.push(Token::Alias(source.slice(tree.span(node))));
                continue;
            }
            let before = todo.len();
            match (tree.value(source, node), path) {
                (Value::Mapping(entries), path) => {
                    let (name, rest) = path.and_then(<[_]>::split_first).unzip();
                    let is_next = |key: NodeId| name.is_some_and(|name| tree.text(source, key) == *name);
                    let next = entries.iter().map(|(key, _)| key).find(|key| is_next(*key));
                    todo.push(Step::Write(Token::OpenMapping));
                    for (key, value) in entries.iter() {
                        let path = if next == Some(key) { rest } else { None };
                        todo.extend([Step::Key(key), Step::Node(value, path)]);
                    }
                    if let Some(keys) = path.filter(|keys| next.is_none() && !keys.is_empty()) {
                        todo.extend(added(keys, value).into_iter().map(Step::Write));
                    }
                    todo.push(Step::Write(Token::Close));
                }
                (Value::Scalar(text, style), Some(keys)) if is_nothing(text, style) && !keys.is_empty() => {
                    tokens.push(Token::OpenMapping);
                    tokens.extend(added(keys, value));
                    tokens.push(Token::Close);
                }
                // The end of the path, or a shorthand for it.
                (Value::Scalar(..), Some(_)) => tokens.extend(value),
                (Value::Scalar(text, style), None) => tokens.push(Token::Scalar(text, style)),
                (Value::Sequence(items), _) => {
                    todo.push(Step::Write(Token::OpenSequence));
                    todo.extend(items.iter().map(|item| Step::Node(*item, None)));
                    todo.push(Step::Write(Token::Close));
                }
                (Value::Damaged, _) => tokens.push(Token::Damaged),
            }
            // Steps are taken from the end.
            if let Some(added) = todo.get_mut(before..) {
                added.reverse();
            }
        }
        tokens
    }
}

/// The tokens of keys that are added, one inside the other, and of the value below them.
fn added<'a>(keys: &[&'a str], value: &[Token<'a>]) -> Vec<Token<'a>> {
    let mut tokens = Vec::new();
    for (depth, key) in keys.iter().enumerate() {
        tokens.extend((depth > 0).then_some(Token::OpenMapping));
        tokens.push(Token::Key(key));
    }
    tokens.extend(value);
    tokens.extend(keys.iter().skip(1).map(|_| Token::Close));
    tokens
}
