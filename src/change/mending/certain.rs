//! Places at which an edit does what it is meant to, because there is one way to read them.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use crate::document::Document;
use crate::finding::file::INVALID_SYNTAX;
use crate::finding::{Edit, Rule};
use crate::source::Span;
use crate::syntax::tree::{Entries, NodeId, Value};

/// A document whose places are asked about.
pub(super) struct Certain<'a> {
    document: &'a Document,
    /// What aliases refer to.
    shared: Vec<Span>,
    /// The keys that a mapping has more than once, for those that were looked at.
    twice: RefCell<HashMap<NodeId, HashSet<&'a str>>>,
}

impl<'a> Certain<'a> {
    /// None for a file whose bytes could not all be kept, as they are no text.
    pub(super) fn of(document: &'a Document) -> Option<Self> {
        let is_text = document.source.first_invalid_byte().is_none();
        is_text.then(|| Self { document, shared: document.tree.shared(), twice: RefCell::default() })
    }

    /// True where edits for a finding of this rule may be made.
    pub(super) fn allows(&self, rule: &Rule, edits: &[Edit]) -> bool {
        // The bytes of a syntax error are damaged by their nature; whoever offers the fix has looked
        // at what was set aside.
        let is_syntax = *rule == INVALID_SYNTAX;
        edits.iter().all(|edit| !self.is_shared(edit.span) && (is_syntax || self.is_plain(edit.span)))
    }

    /// True for bytes that an alias repeats elsewhere.
    fn is_shared(&self, span: Span) -> bool {
        let after = self.shared.partition_point(|shared| shared.end <= span.start);
        self.shared.get(after).is_some_and(|shared| shared.start < span.end.max(span.start + 1))
    }

    /// Walks down to a place: no key on the way stands in its mapping twice, nothing is an alias, and
    /// what holds the place in the end is whole and has each of its keys once.
    fn is_plain(&self, span: Span) -> bool {
        let (source, tree) = (&self.document.source, &self.document.tree);
        let holds = |node: &NodeId| !tree.span(*node).is_empty() && tree.span(*node).contains(span);
        let mut here = tree.root();
        let mut is_plain = true;
        while let Some(node) = here.take() {
            match tree.value(source, node) {
                _ if tree.is_alias(node) => return false,
                Value::Damaged => return false,
                Value::Scalar(..) => {}
                Value::Sequence(items) => {
                    is_plain = !tree.is_incomplete(node);
                    here = items.iter().copied().find(holds);
                }
                Value::Mapping(entries) => {
                    let next = tree.near(entries, span).iter().find(|(_, value)| holds(value));
                    match next {
                        Some((key, _)) if self.is_twice(node, entries, Some(key)) => return false,
                        _ => {}
                    }
                    is_plain = !tree.is_incomplete(node) && !self.is_twice(node, entries, None);
                    here = next.map(|(_, value)| value);
                }
            }
        }
        is_plain
    }

    /// True where a mapping has this key more than once, or any.
    fn is_twice(&self, mapping: NodeId, entries: Entries<'a>, key: Option<NodeId>) -> bool {
        let (source, tree) = (&self.document.source, &self.document.tree);
        let mut all = self.twice.borrow_mut();
        let twice = all.entry(mapping).or_insert_with(|| {
            let mut met = HashSet::with_capacity(entries.len());
            entries.iter().map(|(key, _)| tree.text(source, key)).filter(|text| !met.insert(*text)).collect()
        });
        key.map_or(!twice.is_empty(), |key| twice.contains(tree.text(source, key)))
    }
}
