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
}

/// A `!word` or `&word` before a value, which YAML took for a tag or an anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Swallowed {
    pub(super) node: NodeId,
    pub(super) word: Span,
    /// Whether it may be part of the text: no alias refers to it.
    pub(super) is_unused: bool,
}

/// What a node is, with everything needed to walk further.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value<'t> {
    /// A scalar: its text after escapes, and how it was written.
    Scalar(&'t str, Style),
    /// A sequence's items.
    Sequence(&'t [NodeId]),
    /// A mapping's entries, as key and value in turn.
    Mapping(Entries<'t>),
    /// Something that could not be read; a finding already says so.
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

    /// Whether there are no entries.
    pub fn is_empty(self) -> bool {
        self.0.is_empty()
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
    pub(super) links: Vec<NodeId>,
    pub(super) root: Option<NodeId>,
    pub(super) comments: Vec<Comment>,
    /// Bytes that could not be read.
    pub(super) holes: Vec<Span>,
    /// Tags, and anchors that nothing refers to, before scalars; in the order of their nodes.
    pub(super) swallowed: Vec<Swallowed>,
}

impl Tree {
    /// Stands for something unreadable: the lost entries of a mapping that could not be read.
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
        let at = self.swallowed.binary_search_by_key(&id, |swallowed| swallowed.node).ok()?;
        self.swallowed.get(at).filter(|swallowed| swallowed.is_unused).map(|swallowed| swallowed.word)
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

    pub(super) fn get(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.0 as usize)
    }

    pub(super) fn get_mut(&mut self, id: NodeId) -> Option<&mut Node> {
        self.nodes.get_mut(id.0 as usize)
    }

    /// The children of a collection; none for anything else.
    pub(super) fn children_of(&self, node: &Node) -> Option<&[NodeId]> {
        match node.kind {
            Kind::Mapping { first, len } | Kind::Sequence { first, len } => Some(self.children(first, len)),
            Kind::Scalar(..) | Kind::Alias(_) | Kind::Damaged => None,
        }
    }

    pub(super) fn children(&self, first: u32, len: u32) -> &[NodeId] {
        self.links.get(first as usize..first as usize + len as usize).unwrap_or_default()
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
        let (pairs, _) = entries.0.as_chunks::<2>();
        let after = pairs.partition_point(|[key, _]| self.span(*key).start <= span.start);
        Entries(entries.0.get(after.saturating_sub(1) * 2..after * 2).unwrap_or_default())
    }

    /// The keys and ids down to the smallest node that contains `span`, such as `goals`, `parts-leads`,
    /// `owner`; an item of a list that is not a word is a step such as `[2]`. Empty for the entire file.
    pub(crate) fn path<'t>(&'t self, source: &'t Source, span: Span) -> Vec<Cow<'t, str>> {
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
                    // An id in a list is a step, so that the path survives a new order.
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
