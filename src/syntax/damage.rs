//! Marks in the tree what recovery removed from the text: values are damaged, collections incomplete.
//! Rules report nothing about either.

use super::lines::Line;
use super::parse::offset_of;
use super::pasted::is_odd_space;
use super::tree::{Kind, Node, NodeId, Tree};
use crate::source::Span;

/// Bytes that recovery blanked in its copy of the text.
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
    Entry { column: u32, is_item: bool },
}

/// Marks the value that a hole removed, or the collection that lost an entry.
pub(super) fn mark(tree: &mut Tree, text: &str, hole: Hole) {
    find_owner(tree, text, hole);
    damage_scalars(tree, hole.span);
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
    // A tab or an odd space says that the line is meant to be below the line above.
    let removed = text.get(hole.span.range()).unwrap_or_default().trim_start_matches(' ');
    let is_odd = removed.starts_with(is_odd_space) && matches!(hole.part, Part::Entry { .. });
    let is_tabbed = is_odd || removed.starts_with('\t');
    // The last collection that contains the hole, and the next node to look at.
    let mut outer = None;
    let mut next = tree.root;
    while let Some(id) = next.take() {
        let Some(node) = tree.get(id) else { return };
        if !matches!(node.kind, Kind::Mapping(_) | Kind::Sequence(_)) {
            return set_damaged(tree, id, hole.span);
        }
        let (flow, is_mapping) = (node.flow, matches!(node.kind, Kind::Mapping(_)));
        let child = last_before(tree, node, hole.span.start);
        let own_column = match child {
            Some((key, _)) if is_mapping => column(tree.span(key).start),
            _ => column(node.span.start),
        };
        let is_inside = match (hole.part, child) {
            (_, None) => false,
            (_, Some(_)) if flow => hole.span.start < node.span.end,
            (Part::Entry { column, is_item: true }, Some((_, value)))
                if is_mapping && column == own_column =>
            {
                // A list can be at the same column as its key, so the dash may belong to the key above.
                let is_list = |value: &Node| matches!(value.kind, Kind::Sequence(_) | Kind::Damaged);
                tree.get(value).is_some_and(|value| value.span.is_empty() || is_list(value))
            }
            (Part::Entry { column, .. }, Some(_)) => column > own_column,
            (Part::Value | Part::Item, Some(_)) => true,
        };
        if let Some(node) = tree.get_mut(id).filter(|_| is_inside || !flow) {
            // The span of a collection ends at its last child in the copy: include the hole.
            node.span.end = node.span.end.max(hole.span.end);
        }
        let value = child.map(|(_, value)| value);
        if is_inside {
            // Odd spaces take more bytes than columns, so the line may be less deep than it seems.
            if is_odd {
                set_incomplete(tree, id);
            }
            outer = Some(id);
            next = value;
            continue;
        }
        set_incomplete(tree, id);
        // Indented less than the child and not like its siblings: the lines may have belonged to this
        // collection or to the one around it, so both are incomplete.
        let is_uneven = matches!(hole.part, Part::Entry { column, .. } if column != own_column);
        if let Some(outer) = outer.filter(|_| is_uneven && !flow && !is_tabbed) {
            set_incomplete(tree, outer);
        }
        // A tab has no certain width: the line may belong to any of the collections that end above it.
        let mut last = value.filter(|_| is_tabbed);
        while let Some(id) = last.take() {
            // The lines can be what a key without a value lacks.
            if tree.get(id).is_some_and(|node| node.span.is_empty()) {
                set_damaged(tree, id, hole.span);
            }
            set_incomplete(tree, id);
            let child = tree.get(id).and_then(|node| last_before(tree, node, hole.span.start));
            last = child.map(|(_, value)| value).filter(|value| tree.span(*value).start <= hole.span.start);
        }
    }
}

/// The last child of a collection that begins before a hole: its key and value; for an item of a list,
/// both are the item.
fn last_before(tree: &Tree, collection: &Node, hole: u32) -> Option<(NodeId, NodeId)> {
    let is_before = |child: NodeId| tree.span(child).start <= hole;
    match &collection.kind {
        Kind::Mapping(entries) => entries.iter().copied().take_while(|(key, _)| is_before(*key)).last(),
        Kind::Sequence(items) => {
            items.iter().copied().take_while(|item| is_before(*item)).last().map(|item| (item, item))
        }
        Kind::Scalar(..) | Kind::Alias(_) | Kind::Damaged => None,
    }
}

fn set_incomplete(tree: &mut Tree, id: NodeId) {
    if let Some(node) = tree.get_mut(id) {
        node.incomplete = true;
    }
}

fn set_damaged(tree: &mut Tree, id: NodeId, hole: Span) {
    if let Some(node) = tree.get_mut(id) {
        node.kind = Kind::Damaged;
        let start = if node.span.is_empty() { hole.start } else { node.span.start.min(hole.start) };
        node.span = Span::new(start, node.span.end.max(hole.end));
    }
}

/// Marks scalars in a hole as damaged: they are placeholders of the copy, not values of the file.
pub(super) fn damage_scalars(tree: &mut Tree, hole: Span) {
    for node in &mut tree.nodes {
        // A node that begins or ends inside a hole has no bytes of the file there.
        let is_within = |offset: u32| hole.start < offset && offset < hole.end;
        if is_within(node.span.start) {
            node.span.start = hole.start;
        }
        if is_within(node.span.end) {
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
    let is_damaged: Vec<bool> = tree.nodes.iter().map(|node| node.kind == Kind::Damaged).collect();
    for node in &mut tree.nodes {
        if let Kind::Mapping(entries) = &mut node.kind {
            let before = entries.len();
            entries.retain(|(key, _)| is_damaged.get(key.0 as usize) == Some(&false));
            node.incomplete |= entries.len() < before;
        }
    }
}
