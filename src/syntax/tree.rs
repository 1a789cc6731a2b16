//! The tree of one YAML document: nodes in an arena, each with the bytes it came from.
//!
//! The tree holds offsets, not borrowed text, so it lives beside its [`Source`] without lifetimes.
//! Nothing here recurses, however deep a file nests.

use std::borrow::Cow;

use crate::source::{Source, Span};

/// The index of a node in its [`Tree`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub(super) u32);

/// How a scalar was written; only plain ones can be numbers, booleans or nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// In quotes of either kind.
    Quoted,
    /// A `|` or `>` block.
    Block,
}

/// The text of a scalar: usually bytes of the file, its own where escapes or folding changed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Text {
    Slice(Span),
    Owned(Box<str>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Scalar(Text, Style),
    /// Children are `links[first..first + len]`.
    Sequence {
        first: u32,
        len: u32,
    },
    /// Children alternate: key, value.
    Mapping {
        first: u32,
        len: u32,
    },
    Alias(NodeId),
    /// Something stood here that could not be read, and a finding already says so.
    Damaged,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) span: Span,
    pub(super) flow: bool,
    /// Some of a collection's entries could not be read, so nothing may be concluded from absence.
    pub(super) incomplete: bool,
}

/// A word that YAML took for a sign of its own, before the value it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Swallowed {
    /// The value that was left.
    pub(super) node: NodeId,
    /// The word, with its `!` or `&`.
    pub word: Span,
    /// For an anchor: true until an alias refers to it.
    pub(super) idle: bool,
}

/// What a node is, with everything needed to walk on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value<'t> {
    /// A scalar: its text after escapes, and how it was written.
    Scalar(&'t str, Style),
    /// A sequence's items.
    Sequence(&'t [NodeId]),
    /// A mapping's entries, as key and value in turn.
    Mapping(Entries<'t>),
    /// Something that could not be read, and a finding already says so.
    Damaged,
}

/// The entries of a mapping, in the order of the file, duplicates included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entries<'t>(&'t [NodeId]);

impl<'t> Entries<'t> {
    /// Key and value of each entry.
    pub fn iter(self) -> impl Iterator<Item = (NodeId, NodeId)> + use<'t> {
        self.0.chunks_exact(2).filter_map(|pair| Some((*pair.first()?, *pair.get(1)?)))
    }

    /// Key and value of one entry.
    pub fn get(self, index: usize) -> Option<(NodeId, NodeId)> {
        Some((*self.0.get(index * 2)?, *self.0.get(index * 2 + 1)?))
    }

    /// Number of entries.
    pub fn len(self) -> usize {
        self.0.len() / 2
    }

    /// True where there is none.
    pub fn is_empty(self) -> bool {
        self.0.is_empty()
    }
}

/// A comment: the bytes from its `#` to the end of its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comment {
    /// The bytes, `#` included, the line break not.
    pub span: Span,
    /// True where nothing but blanks stands before it on its line.
    pub own_line: bool,
}

/// A document: its nodes, and its comments in the order of the file.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    pub(super) nodes: Vec<Node>,
    pub(super) links: Vec<NodeId>,
    pub(super) root: Option<NodeId>,
    pub(super) comments: Vec<Comment>,
    /// Bytes set aside because they could not be read.
    pub(super) holes: Vec<Span>,
    /// Tags, and anchors that nothing refers to, before scalars; in the order of their nodes.
    pub(super) swallowed: Vec<Swallowed>,
}

impl Tree {
    /// A node that stands for something unreadable: what a misread mapping hands out for the
    /// entries it lost.
    pub const DAMAGED: NodeId = NodeId(u32::MAX);

    /// The outermost node; none where the file holds nothing but comments.
    pub fn root(&self) -> Option<NodeId> {
        self.root
    }

    /// True where the document holds nothing: no node, or one that is not there, after a lone `---`.
    pub(super) fn says_nothing(&self) -> bool {
        let root = self.root.and_then(|root| self.get(root));
        root.is_none_or(|root| root.span.is_empty() && matches!(root.kind, Kind::Scalar(..)))
    }

    /// The comments, in the order of the file.
    pub fn comments(&self) -> &[Comment] {
        &self.comments
    }

    /// True where a byte belongs to a comment.
    pub(super) fn comment_at(&self, offset: u32) -> bool {
        let after = self.comments.partition_point(|comment| comment.span.start <= offset);
        let before = after.checked_sub(1).and_then(|at| self.comments.get(at));
        before.is_some_and(|comment| offset < comment.span.end)
    }

    /// True where a part of the file could not be read and was set aside.
    pub fn is_damaged(&self) -> bool {
        !self.holes.is_empty()
    }

    /// The bytes that were set aside because they could not be read.
    pub fn holes(&self) -> &[Span] {
        &self.holes
    }

    /// The bytes of a node. A collection reaches from its first byte to the end of its last child.
    pub fn span(&self, id: NodeId) -> Span {
        self.get(id).map_or(Span::START, |node| node.span)
    }

    /// True where some entries of this collection could not be read.
    pub fn is_incomplete(&self, id: NodeId) -> bool {
        self.get(self.resolve(id)).is_some_and(|node| node.incomplete)
    }

    /// True for `{ … }` and `[ … ]`.
    pub fn is_flow(&self, id: NodeId) -> bool {
        self.get(self.resolve(id)).is_some_and(|node| node.flow)
    }

    /// The word that YAML took for a tag or an anchor where a text begins with `!` or `&`: in
    /// `!New offer` only `offer` is left. None for an anchor that an alias refers to, and for YAML's
    /// own tags.
    pub fn swallowed(&self, id: NodeId) -> Option<Span> {
        let at = self.swallowed.binary_search_by_key(&id, |swallowed| swallowed.node).ok()?;
        self.swallowed.get(at).filter(|swallowed| swallowed.idle).map(|swallowed| swallowed.word)
    }

    /// True where the node is written as `*alias`.
    pub fn is_alias(&self, id: NodeId) -> bool {
        matches!(self.get(id), Some(Node { kind: Kind::Alias(_), .. }))
    }

    /// The bytes that aliases refer to, in order and without overlap: what is written there stands in
    /// more places than one.
    pub fn shared(&self) -> Vec<Span> {
        let aliases = self.nodes.iter().filter(|node| matches!(node.kind, Kind::Alias(_)));
        let targets = aliases.filter_map(|node| match node.kind {
            Kind::Alias(target) => Some(self.span(self.resolve(target))),
            _ => None,
        });
        let mut all: Vec<Span> = targets.collect();
        // Nodes lie in each other or apart; the outermost stands for all in it.
        all.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
        all.dedup_by(|later, kept| kept.contains(*later));
        all
    }

    /// The bytes of every scalar, in the order of the file.
    pub fn scalars(&self) -> impl Iterator<Item = Span> {
        self.nodes.iter().filter(|node| matches!(node.kind, Kind::Scalar(..))).map(|node| node.span)
    }

    /// What a node is, aliases followed.
    pub fn value<'t>(&'t self, source: &'t Source, id: NodeId) -> Value<'t> {
        let Some(node) = self.get(self.resolve(id)) else { return Value::Damaged };
        match &node.kind {
            Kind::Scalar(Text::Slice(span), style) => Value::Scalar(source.slice(*span), *style),
            Kind::Scalar(Text::Owned(text), style) => Value::Scalar(text, *style),
            Kind::Sequence { first, len } => Value::Sequence(self.children(*first, *len)),
            Kind::Mapping { first, len } => Value::Mapping(Entries(self.children(*first, *len))),
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

    fn get(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.0 as usize)
    }

    fn children(&self, first: u32, len: u32) -> &[NodeId] {
        self.links.get(first as usize..first as usize + len as usize).unwrap_or_default()
    }

    /// Follows an alias. An anchor always stands before its alias, so this ends.
    fn resolve(&self, mut id: NodeId) -> NodeId {
        while let Some(Node { kind: Kind::Alias(target), .. }) = self.get(id) {
            if target.0 >= id.0 {
                break;
            }
            id = *target;
        }
        id
    }

    /// How many nodes a node stands for, itself included; aliases inside it count once.
    pub fn weight(&self, id: NodeId) -> u32 {
        let id = self.resolve(id);
        let end = self.span(id).end;
        let after = self.nodes.get(id.0 as usize + 1..).unwrap_or_default();
        u32::try_from(after.partition_point(|node| node.span.start < end))
            .unwrap_or(u32::MAX)
            .saturating_add(1)
    }

    /// The one entry that can hold `span`: entries stand in the order of the file. Where parts of it
    /// were set aside that is not certain, and any entry may.
    pub fn near<'t>(&self, entries: Entries<'t>, span: Span) -> Entries<'t> {
        if self.is_damaged() {
            return entries;
        }
        let (pairs, _) = entries.0.as_chunks::<2>();
        let after = pairs.partition_point(|[key, _]| self.span(*key).start <= span.start);
        Entries(entries.0.get(after.saturating_sub(1) * 2..after * 2).unwrap_or_default())
    }

    /// The keys and ids down to the smallest node that holds `span`, such as `goals`, `parts-leads`,
    /// `owner`; an item of a list that is not a word is a step such as `[2]`. None for the whole file.
    pub fn path<'t>(&'t self, source: &'t Source, span: Span) -> Vec<Cow<'t, str>> {
        let mut path = Vec::new();
        let mut here = self.root;
        while let Some(id) = here.take() {
            match self.value(source, id) {
                Value::Mapping(entries) => {
                    for (key, value) in self.near(entries, span).iter() {
                        let in_key = self.span(key).contains(span);
                        if in_key || self.span(value).contains(span) {
                            path.push(Cow::Borrowed(self.text(source, key)));
                            here = (!in_key && !self.is_alias(value)).then_some(value);
                            break;
                        }
                    }
                }
                Value::Sequence(items) => {
                    let Some(index) = items.iter().position(|item| self.span(*item).contains(span)) else {
                        break;
                    };
                    let Some(item) = items.get(index).copied() else { break };
                    // An id in a list is its own step, so that the path survives a new order.
                    path.push(match self.value(source, item) {
                        Value::Scalar(id, _) => Cow::Borrowed(id),
                        _ => Cow::Owned(format!("[{index}]")),
                    });
                    here = (!self.is_alias(item)).then_some(item);
                }
                Value::Scalar(..) | Value::Damaged => {}
            }
        }
        path
    }
}
