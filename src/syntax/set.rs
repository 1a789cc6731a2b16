//! Sets one value in a YAML text and keeps every other byte.
//!
//! [`set`] follows a path of keys. If all of them exist, it replaces the scalar at the end;
//! otherwise it adds the missing keys to the deepest mapping that exists (`insert.rs`), in the style
//! of that mapping: as lines of a block or between braces. Before the edits are returned,
//! `proof.rs` applies them to a copy, reads it again, and compares the two trees. An edit that would
//! change anything else is refused.

mod insert;
mod proof;
mod remove;

use super::edit;
use super::parse::offset_of;
use super::tree::{Entries, NodeId, Style, Tree, Value};
use crate::finding::Edit;
use crate::source::{Source, Span};
pub(crate) use remove::remove;

/// A value and where it goes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Setting<'a> {
    /// The keys that lead to it, outermost first.
    pub(crate) path: &'a [&'a str],
    /// The value as YAML, on one line. [`edit::quote_if_needed`] turns a text into one.
    pub(crate) value: &'a str,
    /// More keys next to the last one, with their values. They and the last one must be new.
    pub(crate) more: &'a [(&'a str, &'a str)],
    /// Whether a scalar in place of the innermost record is the value of the last key:
    /// `acquisition: 2027-01-15` for `acquisition.start`.
    pub(crate) shorthand: bool,
}

/// Why a value cannot be set without risk to the text around it. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub(crate) struct SetError {
    pub(crate) message: String,
    /// The bytes that are in the way.
    pub(crate) at: Span,
}

impl SetError {
    fn new(at: Span, message: impl Into<String>) -> Self {
        Self { message: message.into(), at }
    }

    fn empty() -> Self {
        Self::new(Span::START, "the file is empty")
    }

    fn damaged(at: Span) -> Self {
        Self::new(at, "part of the file cannot be read")
    }

    fn unsafe_edit(at: Span) -> Self {
        Self::new(at, "the way this is written does not allow a safe edit")
    }
}

/// The edits that give a key its value. None if it already has that value, byte for byte.
pub(crate) fn set(source: &Source, tree: &Tree, setting: Setting<'_>) -> Result<Vec<Edit>, SetError> {
    if let Some(at) = source.first_invalid_byte() {
        return Err(SetError::new(Span::new(at, at + 1), "the file is not saved as UTF-8"));
    }
    if let Some(hole) = tree.holes().first() {
        return Err(SetError::damaged(*hole));
    }
    let mut walk = Walk { source, tree, above: Vec::new(), under: None };
    let target = walk.find(setting)?;
    let (at, edits) = match target {
        Target::Scalar(at) if !setting.more.is_empty() => return Err(SetError::unsafe_edit(at)),
        Target::Scalar(at) => (at, vec![Edit { span: at, text: setting.value.to_owned() }]),
        Target::Null { key, rest, .. } if !rest.more.is_empty() && rest.path.is_empty() => {
            return Err(SetError::unsafe_edit(tree.span(key)));
        }
        Target::Null { key, value, rest } => (tree.span(key), insert::below(&walk, key, value, rest)),
        Target::Mapping { node, entries, rest } => {
            let is_more = |key: NodeId| setting.more.iter().any(|(more, _)| tree.text(source, key) == *more);
            let again = entries.iter().map(|(key, _)| key).find(|key| rest.path.len() == 1 && is_more(*key));
            if let Some(key) = again {
                return Err(SetError::new(tree.span(key), format!("{} is there already", walk.name(key))));
            }
            (tree.span(node), insert::into(&walk, node, entries, rest))
        }
    };
    let edits: Vec<Edit> = edits.into_iter().filter(|edit| source.slice(edit.span) != edit.text).collect();
    let is_unchanged = edits.is_empty() && matches!(target, Target::Scalar(_));
    if is_unchanged || proof::changes_only(source, tree, setting, &edits) {
        return Ok(edits);
    }
    Err(SetError::unsafe_edit(at))
}

/// The key and value at the end of a path that leads through mappings only and in which each key
/// occurs once.
pub(crate) fn find(source: &Source, tree: &Tree, path: &[&str]) -> Option<(NodeId, NodeId)> {
    let mut found = None;
    let mut node = tree.root()?;
    for name in path {
        let Value::Mapping(entries) = tree.value(source, node) else { return None };
        let entry = only(entries.iter().filter(|(key, _)| tree.text(source, *key) == *name)).ok()?;
        node = entry.1;
        found = Some(entry);
    }
    found
}

/// The only entry. Fails with none if there is none, and with the second if there are several.
fn only(mut entries: impl Iterator<Item = (NodeId, NodeId)>) -> Result<(NodeId, NodeId), Option<NodeId>> {
    let first = entries.next().ok_or(None)?;
    entries.next().map_or(Ok(first), |(again, _)| Err(Some(again)))
}

/// What exists of a path, and what is left to add.
#[derive(Clone, Copy)]
enum Target<'a> {
    Scalar(Span),
    /// A key without a value.
    Null {
        key: NodeId,
        value: NodeId,
        rest: Setting<'a>,
    },
    Mapping {
        node: NodeId,
        entries: Entries<'a>,
        rest: Setting<'a>,
    },
}

struct Walk<'a> {
    source: &'a Source,
    tree: &'a Tree,
    /// The mappings passed so far, outermost first.
    above: Vec<NodeId>,
    /// The key whose value was reached; none at the root.
    under: Option<NodeId>,
}

impl<'a> Walk<'a> {
    fn find(&mut self, setting: Setting<'a>) -> Result<Target<'a>, SetError> {
        let (source, tree) = (self.source, self.tree);
        let mut node = tree.root().ok_or_else(SetError::empty)?;
        for (depth, name) in setting.path.iter().enumerate() {
            let rest = Setting { path: setting.path.get(depth..).unwrap_or_default(), ..setting };
            let what = self.under.map_or_else(|| "the file".to_owned(), |key| self.name(key));
            let at = tree.span(node);
            let needs_keys = |is| Err(SetError::new(at, format!("{what} is {is}, but it needs keys")));
            let entries = match (tree.value(source, node), self.under) {
                (Value::Mapping(entries), _) => entries,
                (Value::Scalar(text, style), under) if is_null(text, style) => {
                    let key = under.ok_or_else(SetError::empty)?;
                    return Ok(Target::Null { key, value: node, rest });
                }
                (Value::Scalar(..), Some(_)) if setting.shorthand && rest.path.len() == 1 => {
                    return self.scalar(&what, at, node);
                }
                (Value::Scalar(..), _) => return needs_keys("a single value"),
                (Value::Sequence(_), _) => return needs_keys("a list"),
                (Value::Damaged, _) => return Err(SetError::damaged(at)),
            };
            if tree.is_incomplete(node) {
                return Err(SetError::damaged(at));
            }
            self.above.push(node);
            let named = entries.iter().filter(|(key, _)| tree.text(source, *key) == *name);
            match only(named) {
                Ok((key, value)) => {
                    self.check_not_shared(key, value)?;
                    (self.under, node) = (Some(key), value);
                }
                Err(None) => return Ok(Target::Mapping { node, entries, rest }),
                Err(Some(again)) => {
                    let message = format!("{} appears twice", self.name(again));
                    return Err(SetError::new(tree.span(again), message));
                }
            }
        }
        let at = tree.span(node);
        let Some(key) = self.under else { return Err(SetError::unsafe_edit(at)) };
        match tree.value(source, node) {
            Value::Scalar(text, style) if is_null(text, style) => {
                Ok(Target::Null { key, value: node, rest: Setting { path: &[], ..setting } })
            }
            Value::Scalar(..) => self.scalar(&self.name(key), at, node),
            Value::Mapping(_) | Value::Sequence(_) => {
                let message = format!("{} holds several values, but it should be one", self.name(key));
                Err(SetError::new(at, message))
            }
            Value::Damaged => Err(SetError::damaged(at)),
        }
    }

    fn name(&self, key: NodeId) -> String {
        format!("`{}`", self.tree.text(self.source, key))
    }

    /// Refuses a text of several lines.
    fn scalar(&self, what: &str, at: Span, node: NodeId) -> Result<Target<'a>, SetError> {
        let is_block = matches!(self.tree.value(self.source, node), Value::Scalar(_, Style::Block));
        if is_block || self.source.slice(at).contains(['\n', '\r']) {
            return Err(SetError::new(at, format!("{what} is a text of several lines")));
        }
        Ok(Target::Scalar(at))
    }

    /// Refuses an alias, an anchor or a tag: the value is also used elsewhere, or is written
    /// elsewhere. The tree does not show where an anchor or tag is, so the bytes between the key and
    /// the value are searched for `&` and `!`, except in comments.
    fn check_not_shared(&self, key: NodeId, value: NodeId) -> Result<(), SetError> {
        let (tree, at) = (self.tree, self.tree.span(value));
        if tree.is_alias(value) {
            let message = format!("{} is a reference to another place in the file", self.name(key));
            return Err(SetError::new(at, message));
        }
        let line = self.source.line_span(self.source.line(at.end));
        let end = if at.is_empty() { line.end } else { at.start + 1 };
        let from = tree.span(key).end;
        let mut between = self.source.slice(Span::new(from, end));
        if at.is_empty() {
            between = between.split([',', '}', ']']).next().unwrap_or_default();
        }
        let mut signs = between.match_indices(['&', '!']).map(|(sign, _)| sign);
        let Some(start) = signs.find(|sign| !tree.comment_at(from + offset_of(*sign))) else { return Ok(()) };
        let word = between.get(start..).and_then(|rest| rest.split([' ', '\t', '\n', '\r', ',', '}']).next());
        let start = from + offset_of(start);
        let at = Span::new(start, start + offset_of(word.map_or(1, str::len)));
        let message = format!("{} is marked with `{}`", self.name(key), self.source.slice(at));
        Err(SetError::new(at, message))
    }
}

/// Whether this is null in YAML, written out or not.
fn is_null(text: &str, style: Style) -> bool {
    style == Style::Plain && matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod properties;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests;
