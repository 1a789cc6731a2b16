//! What is known while a file is read: the tree, what was found so far, and answers that are needed again.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;

use super::figures::Known;
use super::fits::Trial;
use super::format::{Record, Shape};
use crate::finding::Finding;
use crate::source::Source;
use crate::syntax::tree::{NodeId, Tree, Value};
use crate::words::neighbors::Elsewhere;

/// What all cursors of one file share.
pub(super) struct Decoder<'a> {
    pub(super) tree: &'a Tree,
    pub(super) source: &'a Source,
    pub(super) root: &'static Shape,
    pub(super) elsewhere: &'a Elsewhere,
    pub(super) findings: RefCell<Vec<Finding>>,
    /// How many records of each kind there are.
    pub(super) records: RefCell<HashMap<&'static str, (&'static Record, usize)>>,
    /// How many more values can be read through aliases.
    pub(super) aliases_left: Cell<u32>,
    /// Known as soon as the head is read, which is before any date.
    pub(super) fiscal_year: Cell<FiscalYear>,
    pub(super) figures: Known,
    /// The value that is being read on trial.
    pub(super) trial: Cell<Option<Trial>>,
    /// What the dates of the file say about each other.
    pub(super) agreed: OnceCell<Option<bool>>,
    /// How many more keys are moved to where they belong.
    pub(super) moves_left: Cell<u8>,
    /// The entries of large mappings, sorted by their keys.
    pub(super) sorted: RefCell<HashMap<NodeId, Vec<(NodeId, NodeId)>>>,
}

impl Decoder<'_> {
    /// The value of a key that a mapping has once.
    pub(super) fn only_entry(&self, node: NodeId, key: &str) -> Option<NodeId> {
        match self.values(node, key) {
            (Some(only), None) => Some(only),
            _ => None,
        }
    }

    pub(super) fn has_entry(&self, node: NodeId, key: &str) -> bool {
        self.values(node, key).0.is_some()
    }

    /// The first two values of a key in a mapping.
    fn values(&self, node: NodeId, key: &str) -> (Option<NodeId>, Option<NodeId>) {
        /// Up to this many entries are looked through.
        const FEW: usize = 16;
        let Value::Mapping(entries) = self.tree.value(self.source, node) else { return (None, None) };
        let text = |(name, _): &(NodeId, NodeId)| self.tree.text(self.source, *name);
        if entries.len() <= FEW {
            let mut named = entries.iter().filter(|entry| text(entry) == key).map(|(_, value)| value);
            return (named.next(), named.next());
        }
        let mut sorted = self.sorted.borrow_mut();
        let sorted = sorted.entry(node).or_insert_with(|| {
            let mut all: Vec<(NodeId, NodeId)> = entries.iter().collect();
            all.sort_by_key(text);
            all
        });
        let at = sorted.partition_point(|entry| text(entry) < key);
        let named = sorted.iter().skip(at).take_while(|entry| text(entry) == key);
        let mut named = named.map(|(_, value)| *value);
        (named.next(), named.next())
    }
}

/// What the file says about its fiscal year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FiscalYear {
    /// The part that would say it could not be read.
    #[default]
    Unreadable,
    Unsaid,
    /// The month in which it starts, from 1 to 12.
    StartsIn(i8),
}
