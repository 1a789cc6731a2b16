//! Proof that edits set a value and change nothing else: they are made in a copy, and both trees are
//! walked side by side.

use super::{Setting, edit, is_nothing};
use crate::finding::Edit;
use crate::source::Source;
use crate::syntax::parse;
use crate::syntax::tree::{NodeId, Tree, Value};

/// A text and its tree.
#[derive(Clone, Copy)]
struct Read<'a> {
    source: &'a Source,
    tree: &'a Tree,
}

/// True where the text, with the edits made, has the value at its path, the same comments, and is
/// otherwise read as before.
pub(super) fn holds(source: &Source, tree: &Tree, setting: Setting<'_>, edits: &[Edit]) -> bool {
    let Ok(text) = edit::apply(source.text(), edits) else { return false };
    let value = Source::new("", setting.value);
    let (of_value, faults) = parse(&value);
    if !faults.is_empty() || !of_value.comments().is_empty() || setting.value.contains(['\n', '\r']) {
        return false;
    }
    let changed = Source::new(source.name(), text);
    let (of_changed, _) = parse(&changed);
    let (old, new) = (Read { source, tree }, Read { source: &changed, tree: &of_changed });
    let value = Read { source: &value, tree: &of_value };
    !of_changed.is_damaged()
        && old.comments().eq(new.comments())
        && differ_only_there(old, new, setting, value)
}

impl<'a> Read<'a> {
    fn comments(self) -> impl Iterator<Item = &'a str> {
        self.tree.comments().iter().map(move |comment| self.source.slice(comment.span))
    }

    fn value(self, node: NodeId) -> Value<'a> {
        self.tree.value(self.source, node)
    }

    fn text(self, node: NodeId) -> &'a str {
        self.tree.text(self.source, node)
    }

    /// The name of an alias; none for anything else.
    fn alias(self, node: NodeId) -> Option<&'a str> {
        self.tree.is_alias(node).then(|| self.source.slice(self.tree.span(node)))
    }
}

/// Walks down the path in both. Beside it, all must be the same; at its end stands the value.
fn differ_only_there(old: Read<'_>, new: Read<'_>, setting: Setting<'_>, value: Read<'_>) -> bool {
    let (Some(mut before), Some(mut after)) = (old.tree.root(), new.tree.root()) else { return false };
    for (depth, name) in setting.path.iter().enumerate() {
        let rest = setting.path.get(depth..).unwrap_or_default();
        let (entries, changed) = match (old.value(before), new.value(after)) {
            (Value::Mapping(entries), Value::Mapping(changed)) => (entries, changed),
            (Value::Scalar(text, style), _) if is_nothing(text, style) => {
                return leads_to(new, after, rest, value);
            }
            // The shorthand.
            (Value::Scalar(..), _) => return leads_to(new, after, &[], value),
            _ => return false,
        };
        let mut next = None;
        for ((key, kept), (new_key, now)) in entries.iter().zip(changed.iter()) {
            if !same(old, key, new, new_key) {
                return false;
            }
            if old.text(key) == *name && next.is_none() {
                next = Some((kept, now));
            } else if !same(old, kept, new, now) {
                return false;
            }
        }
        match (next, changed.len().checked_sub(entries.len()), changed.get(entries.len())) {
            (Some(next), Some(0), _) => (before, after) = next,
            (None, Some(1), Some((key, added))) => {
                let below = rest.get(1..).unwrap_or_default();
                return new.text(key) == *name && leads_to(new, added, below, value);
            }
            _ => return false,
        }
    }
    leads_to(new, after, &[], value)
}

/// True where a node holds these keys, one in the other and nothing beside them, and then the value.
fn leads_to(new: Read<'_>, mut node: NodeId, keys: &[&str], value: Read<'_>) -> bool {
    for name in keys {
        let Value::Mapping(entries) = new.value(node) else { return false };
        match entries.get(0) {
            Some((key, below)) if entries.len() == 1 && new.text(key) == *name => node = below,
            _ => return false,
        }
    }
    value.tree.root().is_some_and(|root| same(value, root, new, node))
}

/// True where two nodes say the same. An alias is compared by its name.
fn same(one: Read<'_>, node: NodeId, other: Read<'_>, its: NodeId) -> bool {
    let mut pairs = vec![(node, its)];
    while let Some((left, right)) = pairs.pop() {
        if one.alias(left) != other.alias(right) {
            return false;
        }
        if one.alias(left).is_some() {
            continue;
        }
        match (one.value(left), other.value(right)) {
            (Value::Scalar(text, style), Value::Scalar(its, its_style)) => {
                if text != its || style != its_style {
                    return false;
                }
            }
            (Value::Sequence(items), Value::Sequence(its)) if items.len() == its.len() => {
                pairs.extend(items.iter().copied().zip(its.iter().copied()));
            }
            (Value::Mapping(entries), Value::Mapping(its)) if entries.len() == its.len() => {
                for ((key, value), (its_key, its_value)) in entries.iter().zip(its.iter()) {
                    pairs.extend([(key, its_key), (value, its_value)]);
                }
            }
            (Value::Damaged, Value::Damaged) => {}
            _ => return false,
        }
    }
    true
}
