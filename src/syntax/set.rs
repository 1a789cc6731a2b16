//! Setting one value in a text, every other byte kept.
//!
//! [`set`] walks down a path of keys. Where they are all there it replaces the scalar at their end;
//! else it writes the missing ones into the deepest mapping there is (`insert.rs`), in the way that
//! mapping is written: on lines of their own, or between its braces. Before it hands out its edits
//! they are made in a copy, which is read again (`proof.rs`): an edit that would change anything
//! else is refused, whatever the reason.

mod insert;
mod proof;

use self::insert::New;
use super::edit;
use super::tree::{Entries, NodeId, Style, Tree, Value};
use crate::finding::Edit;
use crate::source::{Source, Span};

/// A value and the place it is to have.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// The keys that lead to it, from the outermost mapping on.
    pub path: &'a [&'a str],
    /// The value as YAML, on one line. [`edit::quote_if_needed`] makes one of a text.
    pub value: &'a str,
    /// True where a scalar that stands instead of the innermost record is the value of the last key:
    /// `acquisition: 2027-01-15` for `acquisition.start`.
    pub shorthand: bool,
}

/// Why a value cannot be set without risk to what stands around it. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SetError {
    /// Bytes that are no text.
    #[error("the file is not saved as UTF-8")]
    NotUtf8 {
        /// The first of them.
        at: Span,
    },
    /// A syntax error, or a mapping that lost entries to one.
    #[error("a part of the file cannot be read")]
    Damaged {
        /// What was set aside, or what lost some of its entries.
        at: Span,
    },
    /// No mapping to begin with.
    #[error("there is nothing in the file yet")]
    Empty,
    /// One key with two values.
    #[error("{what} stands there twice")]
    Twice {
        /// The key, in backticks, or "the file".
        what: String,
        /// Where it stands again.
        at: Span,
    },
    /// `*name`: what stands there is written elsewhere, and may be meant for other places, too.
    #[error("{what} is a reference to another place in the file")]
    Alias {
        /// The key, in backticks, or "the file".
        what: String,
        /// The reference.
        at: Span,
    },
    /// `&name` or `!tag`.
    #[error("{what} is marked with `{word}`")]
    Marked {
        /// The key, in backticks, or "the file".
        what: String,
        /// The sign with its word.
        word: String,
        /// Where that is.
        at: Span,
    },
    /// A block scalar, or one that is folded over several lines.
    #[error("{what} is a text over several lines")]
    SeveralLines {
        /// The key, in backticks, or "the file".
        what: String,
        /// Its value.
        at: Span,
    },
    /// A list where keys are needed.
    #[error("{what} is a list, and it should have keys of its own")]
    List {
        /// The key, in backticks, or "the file".
        what: String,
        /// Where it is.
        at: Span,
    },
    /// One value where keys are needed.
    #[error("{what} is one value, and it should have keys of its own")]
    OneValue {
        /// The key, in backticks, or "the file".
        what: String,
        /// The value.
        at: Span,
    },
    /// Keys or a list where one value is meant to stand.
    #[error("{what} holds several values, and it should be one")]
    Several {
        /// The key, in backticks, or "the file".
        what: String,
        /// Where it is.
        at: Span,
    },
    /// Whatever else: the text, changed and read again, does not say what it should.
    #[error("this place is written in a way that does not allow a safe edit")]
    Unsure {
        /// The place.
        at: Span,
    },
}

impl SetError {
    /// The place that is in the way.
    pub fn span(&self) -> Option<Span> {
        match self {
            Self::Empty => None,
            Self::NotUtf8 { at }
            | Self::Damaged { at }
            | Self::Twice { at, .. }
            | Self::Alias { at, .. }
            | Self::Marked { at, .. }
            | Self::SeveralLines { at, .. }
            | Self::List { at, .. }
            | Self::OneValue { at, .. }
            | Self::Several { at, .. }
            | Self::Unsure { at } => Some(*at),
        }
    }
}

/// The edits that give a key its value. None where that value stands there already, byte for byte.
///
/// ```
/// use stratplan::source::Source;
/// use stratplan::syntax::set::{Setting, set};
/// use stratplan::syntax::{edit, parse};
///
/// let source = Source::new("plan.yaml", "gears: # in order\n  acquisition: { kpis: visits } # first\n");
/// let (tree, _) = parse(&source);
/// let path = ["gears", "acquisition", "start"];
/// let edits = set(&source, &tree, Setting { path: &path, value: "2027-01-15", shorthand: true }).unwrap();
/// assert_eq!(
///     edit::apply(source.text(), &edits).unwrap(),
///     "gears: # in order\n  acquisition: { kpis: visits, start: 2027-01-15 } # first\n"
/// );
/// ```
pub fn set(source: &Source, tree: &Tree, setting: Setting<'_>) -> Result<Vec<Edit>, SetError> {
    if let Some(at) = source.first_invalid_byte() {
        return Err(SetError::NotUtf8 { at: Span::new(at, at + 1) });
    }
    if let Some(hole) = tree.holes().first() {
        return Err(SetError::Damaged { at: *hole });
    }
    let mut walk = Walk { source, tree, above: Vec::new(), under: None };
    let place = walk.find(setting)?;
    let (at, edits) = match place {
        Place::Scalar(at) => (at, vec![Edit { span: at, text: setting.value.to_owned() }]),
        Place::Nothing { key, value, rest } => {
            (tree.span(key), insert::below(&walk, key, value, New { keys: rest, value: setting.value }))
        }
        Place::Mapping { node, entries, rest } => {
            (tree.span(node), insert::into(&walk, node, entries, New { keys: rest, value: setting.value }))
        }
    };
    let edits: Vec<Edit> = edits.into_iter().filter(|edit| source.slice(edit.span) != edit.text).collect();
    if edits.is_empty() && matches!(place, Place::Scalar(_)) || proof::holds(source, tree, setting, &edits) {
        return Ok(edits);
    }
    Err(SetError::Unsure { at })
}

/// Key and value at the end of a path, where it leads through mappings only and every key of it
/// stands there once.
pub fn find(source: &Source, tree: &Tree, path: &[&str]) -> Option<(NodeId, NodeId)> {
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

/// The one entry there is; none, or the second, where there is another number of them.
fn only(mut entries: impl Iterator<Item = (NodeId, NodeId)>) -> Result<(NodeId, NodeId), Option<NodeId>> {
    let first = entries.next().ok_or(None)?;
    entries.next().map_or(Ok(first), |(again, _)| Err(Some(again)))
}

/// What a path leads to.
#[derive(Clone, Copy)]
enum Place<'a> {
    /// A scalar, to be replaced.
    Scalar(Span),
    /// A key without a value, and the keys that belong below it.
    Nothing { key: NodeId, value: NodeId, rest: &'a [&'a str] },
    /// A mapping that lacks the first of these keys.
    Mapping { node: NodeId, entries: Entries<'a>, rest: &'a [&'a str] },
}

/// The way down a path.
struct Walk<'a> {
    source: &'a Source,
    tree: &'a Tree,
    /// The mappings gone through, the outermost first.
    above: Vec<NodeId>,
    /// The key that leads to where the walk stands; none at the beginning.
    under: Option<NodeId>,
}

impl<'a> Walk<'a> {
    fn find(&mut self, setting: Setting<'a>) -> Result<Place<'a>, SetError> {
        let (source, tree) = (self.source, self.tree);
        let mut node = tree.root().ok_or(SetError::Empty)?;
        for (depth, name) in setting.path.iter().enumerate() {
            let rest = setting.path.get(depth..).unwrap_or_default();
            let what = self.under.map_or_else(|| "the file".to_owned(), |key| self.called(key));
            let at = tree.span(node);
            let entries = match (tree.value(source, node), self.under) {
                (Value::Mapping(entries), _) => entries,
                (Value::Scalar(text, style), Some(key)) if is_nothing(text, style) => {
                    return Ok(Place::Nothing { key, value: node, rest });
                }
                (Value::Scalar(text, style), None) if is_nothing(text, style) => {
                    return Err(SetError::Empty);
                }
                (Value::Scalar(..), Some(_)) if setting.shorthand && rest.len() == 1 => {
                    return self.scalar(what, at, node);
                }
                (Value::Scalar(..), _) => return Err(SetError::OneValue { what, at }),
                (Value::Sequence(_), _) => return Err(SetError::List { what, at }),
                (Value::Damaged, _) => return Err(SetError::Damaged { at }),
            };
            if tree.is_incomplete(node) {
                return Err(SetError::Damaged { at });
            }
            self.above.push(node);
            let named = entries.iter().filter(|(key, _)| tree.text(source, *key) == *name);
            match only(named) {
                Ok((key, value)) => {
                    self.check_signs(key, value)?;
                    (self.under, node) = (Some(key), value);
                }
                Err(None) => return Ok(Place::Mapping { node, entries, rest }),
                Err(Some(again)) => {
                    return Err(SetError::Twice { what: self.called(again), at: tree.span(again) });
                }
            }
        }
        let (at, Some(key)) = (tree.span(node), self.under) else {
            return Err(SetError::Unsure { at: tree.span(node) });
        };
        let what = self.called(key);
        match tree.value(source, node) {
            Value::Scalar(text, style) if is_nothing(text, style) => {
                Ok(Place::Nothing { key, value: node, rest: &[] })
            }
            Value::Scalar(..) => self.scalar(what, at, node),
            Value::Mapping(_) | Value::Sequence(_) => Err(SetError::Several { what, at }),
            Value::Damaged => Err(SetError::Damaged { at }),
        }
    }

    /// A key as messages have it.
    fn called(&self, key: NodeId) -> String {
        format!("`{}`", self.tree.text(self.source, key))
    }

    /// A scalar on one line.
    fn scalar(&self, what: String, at: Span, node: NodeId) -> Result<Place<'a>, SetError> {
        let is_block = matches!(self.tree.value(self.source, node), Value::Scalar(_, Style::Block));
        if is_block || self.source.slice(at).contains(['\n', '\r']) {
            return Err(SetError::SeveralLines { what, at });
        }
        Ok(Place::Scalar(at))
    }

    /// Refuses a value that is written elsewhere, or that may be meant for other places, too.
    fn check_signs(&self, key: NodeId, value: NodeId) -> Result<(), SetError> {
        let (tree, at) = (self.tree, self.tree.span(value));
        if tree.is_alias(value) {
            return Err(SetError::Alias { what: self.called(key), at });
        }
        let end = if at.is_empty() { self.line_end(at.end) } else { at.start + 1 };
        let from = tree.span(key).end;
        let between = self.source.slice(Span::new(from, end));
        let mut word: Option<Span> = None;
        for (offset, c) in between.char_indices() {
            let here = from + u32::try_from(offset).unwrap_or(u32::MAX);
            if tree.comment_at(here) {
                continue;
            }
            match (&mut word, c) {
                (None, '&' | '!') => word = Some(Span::new(here, here + 1)),
                (None, ',' | '}' | ']') if at.is_empty() => break,
                (None, _) => {}
                (Some(_), ' ' | '\t' | '\n' | '\r' | ',' | '}') => break,
                (Some(word), c) => word.end = here + u32::try_from(c.len_utf8()).unwrap_or(1),
            }
        }
        let Some(at) = word else { return Ok(()) };
        Err(SetError::Marked { what: self.called(key), word: self.source.slice(at).to_owned(), at })
    }

    fn line_end(&self, offset: u32) -> u32 {
        self.source.line_span(self.source.line(offset)).end
    }
}

/// True for what YAML calls null, written out or not.
fn is_nothing(text: &str, style: Style) -> bool {
    style == Style::Plain && matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod properties;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests;
