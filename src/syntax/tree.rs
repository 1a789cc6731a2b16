//! The tree of one YAML document: nodes in an arena, each with the bytes it came from.
//!
//! The tree holds offsets, not borrowed text, so it does not borrow from its [`Source`].
//! Nothing here recurses, however deeply a file is nested.

use std::borrow::Cow;

use crate::source::{Source, Span};

/// The index of a node in its [`Tree`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub(super) u32);

/// How a scalar was written; only plain ones can be numbers, booleans or null.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// In quotes of either kind.
    Quoted,
    /// A `|` or `>` block.
    Block,
}

/// The text of a scalar: usually bytes of the file, or owned if escapes or folding changed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Text {
    Slice(Span),
    Owned(Box<str>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Scalar(Text, Style),
    Sequence(Vec<NodeId>),
    /// Key and value of each entry.
    Mapping(Vec<(NodeId, NodeId)>),
    Alias(NodeId),
    /// Could not be read; a finding already says so.
    Damaged,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) span: Span,
    pub(super) flow: bool,
    /// Some entries of the collection could not be read, so a missing one proves nothing.
    pub(super) incomplete: bool,
    /// The `!word` or `&word` before a scalar, which YAML took for a tag or an anchor. None for an anchor
    /// that an alias refers to, which is no part of the text.
    pub(super) swallowed: Option<Span>,
}

/// What a node is, with everything needed to walk further.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value<'t> {
    /// A scalar: its text after escapes, and how it was written.
    Scalar(&'t str, Style),
    /// A sequence's items.
    Sequence(&'t [NodeId]),
    /// A mapping's entries.
    Mapping(Entries<'t>),
    /// Something that could not be read; a finding already says so.
    Damaged,
}

/// The entries of a mapping, in the order of the file, duplicates included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entries<'t>(&'t [(NodeId, NodeId)]);

impl<'t> Entries<'t> {
    /// Key and value of each entry.
    pub fn iter(self) -> impl Iterator<Item = (NodeId, NodeId)> + use<'t> {
        self.0.iter().copied()
    }

    /// Key and value of one entry.
    pub fn get(self, index: usize) -> Option<(NodeId, NodeId)> {
        self.0.get(index).copied()
    }

    /// Number of entries.
    pub fn len(self) -> usize {
        self.0.len()
    }
}

/// A comment: the bytes from its `#` to the end of its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comment {
    /// The bytes, `#` included, the line break not.
    pub span: Span,
    /// Whether nothing but spaces is before it on its line.
    pub own_line: bool,
}

/// A document: its nodes, and its comments in the order of the file.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    pub(super) nodes: Vec<Node>,
    pub(super) root: Option<NodeId>,
    pub(super) comments: Vec<Comment>,
    pub(super) has_loose_comments: bool,
    /// Bytes that could not be read.
    pub(super) holes: Vec<Span>,
}

impl Tree {
    /// A placeholder for something unreadable: the lost entries of a mapping that could not be read.
    pub const DAMAGED: NodeId = NodeId(u32::MAX);

    /// The outermost node; none if the file has nothing but comments.
    pub fn root(&self) -> Option<NodeId> {
        self.root
    }

    /// Whether the document has no value; after a `---` alone there is a node, but an empty one.
    pub(super) fn is_empty(&self) -> bool {
        let root = self.root.and_then(|root| self.get(root));
        root.is_none_or(|root| root.span.is_empty() && matches!(root.kind, Kind::Scalar(..)))
    }

    /// The comments of the file, in order.
    pub fn comments(&self) -> &[Comment] {
        &self.comments
    }

    /// The first comment that begins at an offset or after it.
    pub(crate) fn comment_after(&self, offset: u32) -> Option<Span> {
        let after = self.comments.partition_point(|comment| comment.span.start < offset);
        self.comments.get(after).map(|comment| comment.span)
    }

    /// Whether a comment on its own line begins with a word right after its `#`.
    pub(crate) fn has_loose_comments(&self) -> bool {
        self.has_loose_comments
    }

    /// Whether a byte is in a comment.
    pub(super) fn comment_at(&self, offset: u32) -> bool {
        let after = self.comments.partition_point(|comment| comment.span.start <= offset);
        let before = after.checked_sub(1).and_then(|at| self.comments.get(at));
        before.is_some_and(|comment| offset < comment.span.end)
    }

    /// Whether a part of the file could not be read.
    pub fn is_damaged(&self) -> bool {
        !self.holes.is_empty()
    }

    /// The parts that were blanked because of errors.
    pub fn holes(&self) -> &[Span] {
        &self.holes
    }

    /// The bytes of a node. A collection extends from its first byte to the end of its last child.
    pub fn span(&self, id: NodeId) -> Span {
        self.get(id).map_or(Span::START, |node| node.span)
    }

    pub(crate) fn is_incomplete(&self, id: NodeId) -> bool {
        self.get(self.resolve(id)).is_some_and(|node| node.incomplete)
    }

    /// Whether it is `{ … }` or `[ … ]`.
    pub(crate) fn is_flow(&self, id: NodeId) -> bool {
        self.get(self.resolve(id)).is_some_and(|node| node.flow)
    }

    /// The word that YAML took for a tag or an anchor if a text begins with `!` or `&`: only `offer` is
    /// left of `!New offer`. None for an anchor that an alias refers to, and for the tags of YAML itself.
    pub(crate) fn swallowed(&self, id: NodeId) -> Option<Span> {
        self.get(id)?.swallowed
    }

    /// Whether the node is written as `*alias`.
    pub fn is_alias(&self, id: NodeId) -> bool {
        matches!(self.get(id), Some(Node { kind: Kind::Alias(_), .. }))
    }

    /// The bytes that aliases refer to, in order and without overlap.
    pub(crate) fn shared(&self) -> Vec<Span> {
        let targets = self.nodes.iter().filter_map(|node| match node.kind {
            Kind::Alias(target) => Some(self.span(self.resolve(target))),
            _ => None,
        });
        let mut all: Vec<Span> = targets.collect();
        // Nodes contain each other or do not overlap: the outermost one is enough.
        all.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
        all.dedup_by(|later, kept| kept.contains(*later));
        all
    }

    /// The bytes of every scalar, in the order of the file.
    pub(crate) fn scalars(&self) -> impl Iterator<Item = Span> {
        self.nodes.iter().filter(|node| matches!(node.kind, Kind::Scalar(..))).map(|node| node.span)
    }

    /// What a node is; aliases are followed.
    pub fn value<'t>(&'t self, source: &'t Source, id: NodeId) -> Value<'t> {
        let Some(node) = self.get(self.resolve(id)) else { return Value::Damaged };
        match &node.kind {
            Kind::Scalar(Text::Slice(span), style) => Value::Scalar(source.slice(*span), *style),
            Kind::Scalar(Text::Owned(text), style) => Value::Scalar(text, *style),
            Kind::Sequence(items) => Value::Sequence(items),
            Kind::Mapping(entries) => Value::Mapping(Entries(entries)),
            Kind::Alias(_) | Kind::Damaged => Value::Damaged,
        }
    }

    /// The text of a scalar; empty for anything else.
    pub fn text<'t>(&'t self, source: &'t Source, id: NodeId) -> &'t str {
        match self.value(source, id) {
            Value::Scalar(text, _) => text,
            _ => "",
        }
    }

    pub(super) fn get(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.0 as usize)
    }

    pub(super) fn get_mut(&mut self, id: NodeId) -> Option<&mut Node> {
        self.nodes.get_mut(id.0 as usize)
    }

    /// Follows an alias. An anchor always comes before its alias, so this ends.
    fn resolve(&self, mut id: NodeId) -> NodeId {
        while let Some(Node { kind: Kind::Alias(target), .. }) = self.get(id) {
            if target.0 >= id.0 {
                break;
            }
            id = *target;
        }
        id
    }

    /// How many nodes are in a node, including itself; aliases inside it count once.
    pub(crate) fn weight(&self, id: NodeId) -> u32 {
        let id = self.resolve(id);
        let end = self.span(id).end;
        let after = self.nodes.get(id.0 as usize + 1..).unwrap_or_default();
        u32::try_from(after.partition_point(|node| node.span.start < end))
            .unwrap_or(u32::MAX)
            .saturating_add(1)
    }

    /// The entry that can contain `span`, as entries are in the order of the file. If parts of the file
    /// could not be read, that is not certain, and it can be any entry.
    pub(crate) fn near<'t>(&self, entries: Entries<'t>, span: Span) -> Entries<'t> {
        if self.is_damaged() {
            return entries;
        }
        let after = entries.0.partition_point(|(key, _)| self.span(*key).start <= span.start);
        Entries(entries.0.get(after.saturating_sub(1)..after).unwrap_or_default())
    }

    /// The entry that begins last before a position, and the first one after it; all entries of a damaged file, which
    /// may be in any order.
    pub(crate) fn around<'t>(&self, entries: Entries<'t>, at: u32) -> Entries<'t> {
        Entries(self.near_start(entries.0, |(key, _)| *key, at))
    }

    /// The same of the items of a list.
    pub(crate) fn items_around<'t>(&self, items: &'t [NodeId], at: u32) -> &'t [NodeId] {
        self.near_start(items, |item| *item, at)
    }

    fn near_start<'t, T>(&self, all: &'t [T], node: impl Fn(&T) -> NodeId, at: u32) -> &'t [T] {
        if self.is_damaged() {
            return all;
        }
        let before = all.partition_point(|one| self.span(node(one)).start < at);
        all.get(before.saturating_sub(1)..all.len().min(before + 1)).unwrap_or_default()
    }

    /// The keys and ids down to the smallest node that contains `span`, such as `goals`, `parts-leads`,
    /// `owner`; an item of a list that is not a word is a step such as `[2]`. Empty for the entire file.
    pub(crate) fn path<'t>(&'t self, source: &'t Source, span: Span) -> Vec<Cow<'t, str>> {
        let holds = |key: Span, value: Span| key.contains(span) || value.contains(span);
        let step = |(node, next): (NodeId, Option<(NodeId, NodeId)>)| {
            let (key, value) = next?;
            let Value::Sequence(items) = self.value(source, node) else {
                return Some(Cow::Borrowed(self.text(source, key)));
            };
            // An id in a list is a step, so that the path survives a new order.
            Some(match self.value(source, value) {
                Value::Scalar(id, _) => Cow::Borrowed(id),
                _ => Cow::Owned(format!("[{}]", items.iter().position(|item| *item == value)?)),
            })
        };
        self.way(source, span, holds).into_iter().filter_map(step).collect()
    }

    /// The nodes from the root down to `span`, each with the entry that leads on: the first whose key
    /// and value hold it. An item of a list is its own key. The way ends at an alias.
    pub(crate) fn way(
        &self,
        source: &Source,
        span: Span,
        holds: impl Fn(Span, Span) -> bool,
    ) -> Vec<(NodeId, Option<(NodeId, NodeId)>)> {
        let leads_on = |(key, value): &(NodeId, NodeId)| holds(self.span(*key), self.span(*value));
        let mut way = Vec::new();
        let mut here = self.root;
        while let Some(node) = here {
            let next = match self.value(source, node) {
                _ if self.is_alias(node) => None,
                Value::Mapping(entries) => self.near(entries, span).iter().find(leads_on),
                Value::Sequence(items) => items.iter().map(|item| (*item, *item)).find(leads_on),
                Value::Scalar(..) | Value::Damaged => None,
            };
            way.push((node, next));
            here = next.map(|(_, value)| value);
        }
        way
    }
}
