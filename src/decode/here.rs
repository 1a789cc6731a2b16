//! Where a decoding stands: a node, the key it stands under, and what all steps share.

use std::cell::{Cell, LazyCell, RefCell};

use schemars::Schema;

use super::field::Place;
use crate::finding::Finding;
use crate::source::{Source, Span};
use crate::syntax::tree::{NodeId, Tree, Value};

/// What every step of one decoding shares.
pub(super) struct Reading<'a> {
    pub(super) tree: &'a Tree,
    pub(super) source: &'a Source,
    pub(super) findings: RefCell<Vec<Finding>>,
    /// How many more values may be read through aliases: a few lines of nested aliases can stand
    /// for billions of values.
    pub(super) aliases_left: Cell<u32>,
    /// The schema of the whole, to find the place where a stray key belongs.
    pub(super) schema: LazyCell<Schema>,
}

impl Reading<'_> {
    pub(super) fn report(&self, finding: Finding) {
        self.findings.borrow_mut().push(finding);
    }
}

/// The value at one node, and the key it stands under.
#[derive(Clone, Copy)]
pub(super) struct Here<'a> {
    pub(super) reading: &'a Reading<'a>,
    pub(super) node: NodeId,
    pub(super) key: Option<NodeId>,
    /// For an item of a list, or a key of a map: the key that the whole stands under.
    pub(super) within: Option<NodeId>,
    /// What this stands in.
    pub(super) parent: Option<NodeId>,
    /// True between braces or brackets, where nothing can be indented.
    pub(super) in_flow: bool,
}

impl<'a> Here<'a> {
    pub(super) fn at(self, node: NodeId, key: Option<NodeId>) -> Self {
        let in_flow = self.in_flow || self.reading.tree.is_flow(self.node);
        Self { node, key, within: None, parent: Some(self.node), in_flow, ..self }
    }

    /// An item of this list, or a key of this map.
    pub(super) fn inside(self, node: NodeId) -> Self {
        Self { within: self.key, ..self.at(node, None) }
    }

    pub(super) fn value(self) -> Value<'a> {
        self.reading.tree.value(self.reading.source, self.node)
    }

    pub(super) fn text(self, node: NodeId) -> &'a str {
        self.reading.tree.text(self.reading.source, node)
    }

    pub(super) fn span(self) -> Span {
        self.reading.tree.span(self.node)
    }

    pub(super) fn place(self) -> Place {
        let value = self.span();
        Place { key: self.key.map_or(value, |key| self.reading.tree.span(key)), value }
    }
}

/// What a key expects, where something of another shape may stand.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    /// A text, a number, a date.
    One,
    /// An id.
    Id,
    /// One of the words of a closed list.
    Word(&'static [&'static str]),
    /// Keys of the format.
    Record(&'static [&'static str]),
    /// Entries by ids of the author's own.
    ById,
    /// Values by date.
    ByDate,
}
