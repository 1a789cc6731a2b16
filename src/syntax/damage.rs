//! What the holes of a recovery mean for the tree: the value that is damaged, the collection that is
//! incomplete. Rules stay silent about both.

use super::lines::Line;
use super::parse::offset_of;
use super::tree::{Kind, NodeId, Tree};
use crate::source::Span;

/// Bytes that a recovery took out of its copy of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hole {
    pub(super) span: Span,
    pub(super) part: Part,
}

/// What a hole took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// One item of a flow collection; a `~` stands in for it.
    Item,
    /// What follows a colon or a dash.
    Value,
    /// Whole lines, indented so far; of a list or of a mapping.
    Entry { column: u32, dash: bool },
}

/// Marks in the tree what a hole hides: the value it took, or the collection that lost an entry.
pub(super) fn mark(tree: &mut Tree, text: &str, hole: Hole) {
    find_owner(tree, text, hole);
    spoil(tree, hole.span);
}

/// Walks down to what a hole lies in.
fn find_owner(tree: &mut Tree, text: &str, hole: Hole) {
    let column = |offset: u32| offset - offset_of(Line::at(text, offset as usize).start);
    let mut outer = None;
    let mut next = tree.root;
    while let Some(id) = next.take() {
        let Some(node) = tree.nodes.get(id.0 as usize) else { return };
        let (first, len, step) = match node.kind {
            Kind::Mapping { first, len } => (first, len, 2),
            Kind::Sequence { first, len } => (first, len, 1),
            Kind::Scalar(..) | Kind::Alias(_) | Kind::Damaged => return set_damaged(tree, id, hole.span),
        };
        let children = tree.links.get(first as usize..first as usize + len as usize).unwrap_or_default();
        let before = |child: &NodeId| tree.span(*child).start <= hole.span.start;
        let owner = children.chunks_exact(step).take_while(|child| child.first().is_some_and(before)).last();
        let owner = owner.and_then(|child| Some((*child.first()?, *child.last()?)));
        let own = match owner {
            Some((key, _)) if step == 2 => column(tree.span(key).start),
            _ => column(node.span.start),
        };
        let inside = match (hole.part, owner) {
            (_, None) => false,
            (_, Some(_)) if node.flow => hole.span.start < node.span.end,
            (Part::Entry { column, dash: true }, Some((_, value))) if step == 2 && column == own => {
                // A list need not be indented below its key.
                let value = tree.nodes.get(value.0 as usize);
                value
                    .is_some_and(|value| value.span.is_empty() || matches!(value.kind, Kind::Sequence { .. }))
            }
            (Part::Entry { column, .. }, Some(_)) => column > own,
            (Part::Value | Part::Item, Some(_)) => true,
        };
        let flow = node.flow;
        if let Some(node) = tree.nodes.get_mut(id.0 as usize).filter(|_| inside || !flow) {
            // What was set aside still lies in what it stood in.
            node.span.end = node.span.end.max(hole.span.end);
        }
        if inside {
            outer = Some(id);
            next = owner.map(|(_, value)| value);
            continue;
        }
        // Lines between two indentations may have belonged to either collection.
        let unsure = match hole.part {
            Part::Entry { column, .. } => column != own && !flow && !tabbed(text, hole.span),
            _ => false,
        };
        set_incomplete(tree, id);
        if let Some(outer) = outer.filter(|_| unsure) {
            set_incomplete(tree, outer);
        }
        if tabbed(text, hole.span) {
            // How far a tab indents is anybody's guess: all that ends above the line may have gone on.
            let mut last = owner.map(|(_, value)| value);
            while let Some(id) = last.take() {
                set_incomplete(tree, id);
                last = last_value(tree, id, hole.span);
            }
        }
    }
}

/// The value of the last entry before a hole.
fn last_value(tree: &Tree, id: NodeId, hole: Span) -> Option<NodeId> {
    let (first, len) = match tree.nodes.get(id.0 as usize)?.kind {
        Kind::Mapping { first, len } | Kind::Sequence { first, len } => (first as usize, len as usize),
        Kind::Scalar(..) | Kind::Alias(_) | Kind::Damaged => return None,
    };
    let children = tree.links.get(first..first + len)?;
    children.iter().copied().take_while(|child| tree.span(*child).start <= hole.start).last()
}

/// True where the first line is indented with a tab: it is meant to stand below the line above.
fn tabbed(text: &str, span: Span) -> bool {
    let taken = text.get(span.range()).unwrap_or_default();
    taken.trim_start_matches(' ').starts_with('\t')
}

fn set_incomplete(tree: &mut Tree, id: NodeId) {
    if let Some(node) = tree.nodes.get_mut(id.0 as usize) {
        node.incomplete = true;
    }
}

fn set_damaged(tree: &mut Tree, id: NodeId, hole: Span) {
    if let Some(node) = tree.nodes.get_mut(id.0 as usize) {
        node.kind = Kind::Damaged;
        let before = if node.span.is_empty() { hole.start } else { node.span.start.min(hole.start) };
        node.span = Span::new(before, node.span.end.max(hole.end));
    }
}

/// Nothing is read out of bytes that were set aside: a stand-in is not a value.
pub(super) fn spoil(tree: &mut Tree, hole: Span) {
    for node in &mut tree.nodes {
        // What the copy says inside a hole has no bytes of its own in the file.
        let within = |offset: u32| hole.start < offset && offset < hole.end;
        if within(node.span.start) {
            node.span.start = hole.start;
        }
        if within(node.span.end) {
            node.span.end = hole.end;
        }
        let touches = node.span.start < hole.end && hole.start < node.span.end;
        if touches && matches!(node.kind, Kind::Scalar(..) | Kind::Alias(_)) {
            node.kind = Kind::Damaged;
        }
    }
}

/// Takes out the entries whose key could not be read; their mappings are incomplete.
pub(super) fn drop_unreadable_keys(tree: &mut Tree) {
    for index in 0..tree.nodes.len() {
        let Some(Kind::Mapping { first, len }) = tree.nodes.get(index).map(|node| &node.kind) else {
            continue;
        };
        let (first, len) = (*first as usize, *len as usize);
        let entries = tree.links.get(first..first + len).unwrap_or_default();
        let damaged =
            |id: &NodeId| tree.nodes.get(id.0 as usize).is_none_or(|node| node.kind == Kind::Damaged);
        let kept: Vec<NodeId> = entries
            .chunks_exact(2)
            .filter(|entry| !entry.first().is_none_or(damaged))
            .flatten()
            .copied()
            .collect();
        if kept.len() == len {
            continue;
        }
        for (slot, id) in tree.links.iter_mut().skip(first).zip(&kept) {
            *slot = *id;
        }
        if let Some(node) = tree.nodes.get_mut(index) {
            node.kind = Kind::Mapping { first: offset_of(first), len: offset_of(kept.len()) };
            node.incomplete = true;
        }
    }
}
