//! Finds out whether a location of a file can be read unambiguously, so that an edit there does what
//! it is meant to.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use crate::finding::file::{DUPLICATE_KEY, INVALID_SYNTAX};
use crate::finding::{Edit, Rule};
use crate::source::Span;
use crate::strategy::document::Document;
use crate::syntax::tree::{Entries, NodeId, Value};

pub(super) struct Unambiguous<'a> {
    document: &'a Document,
    /// The bytes that aliases refer to.
    shared: Vec<Span>,
    /// The keys that a mapping has more than once, computed on first use.
    repeated: RefCell<HashMap<NodeId, HashSet<&'a str>>>,
}

impl<'a> Unambiguous<'a> {
    /// None for a file with bytes that are not UTF-8, which would be lost.
    pub(super) fn of(document: &'a Document) -> Option<Self> {
        let is_text = document.source.first_invalid_byte().is_none();
        is_text.then(|| Self { document, shared: document.tree.shared(), repeated: RefCell::default() })
    }

    /// Whether the edits of a finding of this rule can be applied.
    pub(super) fn allows(&self, rule: &Rule, edits: &[Edit]) -> bool {
        // The bytes of a syntax error are always damaged, and those of a repeated key are repeated; the code that
        // offers the fix has looked at them.
        let is_known = [&INVALID_SYNTAX, &DUPLICATE_KEY].contains(&rule);
        edits.iter().all(|edit| !self.is_shared(edit.span) && (is_known || self.is_intact(edit.span)))
    }

    /// Whether an alias repeats these bytes elsewhere.
    fn is_shared(&self, span: Span) -> bool {
        let after = self.shared.partition_point(|shared| shared.end <= span.start);
        self.shared.get(after).is_some_and(|shared| shared.start < span.end.max(span.start + 1))
    }

    /// Walks down to a location: no key on the way may be repeated in its mapping, nothing may be an
    /// alias, and the collection around it must be complete. Between keys, none of them may be repeated.
    fn is_intact(&self, span: Span) -> bool {
        let (source, tree) = (&self.document.source, &self.document.tree);
        let holds = |_, value: Span| !value.is_empty() && value.contains(span);
        let mut is_intact = true;
        for (node, next) in tree.way(source, span, holds) {
            match tree.value(source, node) {
                _ if tree.is_alias(node) => return false,
                Value::Damaged => return false,
                Value::Scalar(..) => {}
                Value::Sequence(_) => is_intact = !tree.is_incomplete(node),
                Value::Mapping(entries) => {
                    if next.is_some_and(|(key, _)| self.is_repeated(node, entries, Some(key))) {
                        return false;
                    }
                    let own = entries.iter().map(|(key, _)| key).find(|key| tree.span(*key).contains(span));
                    let key = next.map(|(key, _)| key).or(own);
                    is_intact = !tree.is_incomplete(node) && !self.is_repeated(node, entries, key);
                }
            }
        }
        is_intact
    }

    /// Whether a mapping has this key more than once, or any key.
    fn is_repeated(&self, mapping: NodeId, entries: Entries<'a>, key: Option<NodeId>) -> bool {
        let (source, tree) = (&self.document.source, &self.document.tree);
        let mut all = self.repeated.borrow_mut();
        let repeated = all.entry(mapping).or_insert_with(|| {
            let mut seen = HashSet::with_capacity(entries.len());
            entries.iter().map(|(key, _)| tree.text(source, key)).filter(|text| !seen.insert(*text)).collect()
        });
        key.map_or(!repeated.is_empty(), |key| repeated.contains(tree.text(source, key)))
    }
}
