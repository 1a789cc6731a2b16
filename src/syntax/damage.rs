//! Marks in the tree what a recovery removed from the text: a value is damaged, a collection is
//! incomplete. Rules say nothing about either.

use super::lines::Line;
use super::parse::offset_of;
use super::tree::{Kind, NodeId, Tree};
use crate::source::Span;

/// Bytes that a recovery blanked in its copy of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hole {
    pub(super) span: Span,
    pub(super) part: Part,
}

/// What was in a hole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// One item of a flow collection; the copy has a `~` in its place.
    Item,
    /// What follows a colon or a dash.
    Value,
    /// Entire lines of a list or a mapping, with their indentation.
    Entry { column: u32, dash: bool },
}

/// Marks the value that a hole removed, or the collection that lost an entry.
pub(super) fn mark(tree: &mut Tree, text: &str, hole: Hole) {
    find_owner(tree, text, hole);
    spoil(tree, hole.span);
}

/// Finds the node that a hole belongs to and marks it.
///
/// The tree was read from the copy, in which the hole is blank, so no node points to it. The walk
/// goes down from the root: in each collection, the last child that begins before the hole is the only
/// one that can contain it. Whether it does depends on the syntax around it. Between braces, spans
/// decide. In a block, only the indentation of the removed lines shows whether they belonged to the
/// child (indented further than its key) or were the next entry of the collection itself. A
/// collection in which the walk ends lost an entry; a scalar lost its value.
fn find_owner(tree: &mut Tree, text: &str, hole: Hole) {
    let column = |offset: u32| offset - offset_of(Line::at(text, offset as usize).start);
    // The last collection that contains the hole, and the next node to look at.
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
        let own_column = match owner {
            Some((key, _)) if step == 2 => column(tree.span(key).start),
            _ => column(node.span.start),
        };
        let inside = match (hole.part, owner) {
            (_, None) => false,
            (_, Some(_)) if node.flow => hole.span.start < node.span.end,
            (Part::Entry { column, dash: true }, Some((_, value))) if step == 2 && column == own_column => {
                // A list can be at the same column as its key, so the dash may belong to the key above.
                let value = tree.nodes.get(value.0 as usize);
                value
                    .is_some_and(|value| value.span.is_empty() || matches!(value.kind, Kind::Sequence { .. }))
            }
            (Part::Entry { column, .. }, Some(_)) => column > own_column,
            (Part::Value | Part::Item, Some(_)) => true,
        };
        let flow = node.flow;
        if let Some(node) = tree.nodes.get_mut(id.0 as usize).filter(|_| inside || !flow) {
            // The span of a collection ends at its last child in the copy: include the hole.
            node.span.end = node.span.end.max(hole.span.end);
        }
        if inside {
            outer = Some(id);
            next = owner.map(|(_, value)| value);
            continue;
        }
        // Indented less than the child and not like its siblings: the lines may have belonged to this
        // collection or to the one around it, so both are incomplete.
        let is_uncertain = match hole.part {
            Part::Entry { column, .. } => column != own_column && !flow && !tabbed(text, hole.span),
            _ => false,
        };
        set_incomplete(tree, id);
        if let Some(outer) = outer.filter(|_| is_uncertain) {
            set_incomplete(tree, outer);
        }
        if tabbed(text, hole.span) {
            // A tab has no certain width: the line may belong to any of the collections that end above it.
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

/// Whether the first line is indented with a tab, and so is meant to be below the line above.
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

/// Marks scalars in a hole as damaged: they are placeholders of the copy, not values of the file.
pub(super) fn spoil(tree: &mut Tree, hole: Span) {
    for node in &mut tree.nodes {
        // A node that begins or ends inside a hole has no bytes of the file there.
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

/// Removes entries whose key could not be read; their mappings are incomplete.
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
