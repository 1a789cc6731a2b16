//! Going on after a syntax error.
//!
//! What cannot be read is overwritten with blanks in a copy of the text, byte for byte, and the
//! copy is read again. Every offset stays true, and what is left keeps its place in the tree. The
//! smallest part goes first: one item of a `{ … }`, then the value of an entry, then the entry,
//! then the entry it stands in. A try is kept when the next fault lies behind the bytes it took.
//!
//! The work is bounded: so many faults, so many tries for each, and so many bytes read in all.

use super::explain::{self, Told};
use super::faults;
use super::lines::{Line, closing_quote};
use super::parse::{self, Fault, Pass, Remark, offset_of};
use super::tree::{Kind, NodeId, Tree};
use crate::finding::Finding;
use crate::source::Span;

/// More syntax errors than this are not told in one run.
const MAX_FAULTS: usize = 32;
/// How often one fault is tried to be set aside.
const MAX_TRIES: usize = 24;
/// How many bytes are read again in all, before the rest of the file is given up.
const MAX_BYTES: usize = 16 << 20;

/// Bytes taken out of the copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Hole {
    span: Span,
    part: Part,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// One item of a flow collection; a `~` stands in for it.
    Item,
    /// What follows a colon or a dash.
    Value,
    /// Whole lines, indented so far; of a list or of a mapping.
    Entry { column: u32, dash: bool },
}

/// Goes on from a pass that met a fault, until all is read or the bounds are reached.
pub(super) fn recover(text: &str, mut pass: Pass) -> (Pass, Vec<Finding>) {
    let mut copy = text.to_owned();
    let mut holes: Vec<Hole> = Vec::new();
    let mut findings: Vec<Finding> = Vec::new();
    let mut bytes_left = MAX_BYTES;
    let mut rest = None;
    while let Some(fault) = pass.fault.take() {
        let told = explain::tell(&copy, &fault);
        let origin = told.origin;
        if !repeats(&copy, &told, findings.last(), holes.last()) {
            findings.push(told.finding);
        }
        let mended = (findings.len() <= MAX_FAULTS)
            .then(|| mend(&mut copy, &fault, origin, &mut bytes_left))
            .flatten();
        let Some((hole, next)) = mended else {
            findings.truncate(MAX_FAULTS);
            findings.push(faults::stopped(origin));
            rest = Some(Span::new(origin, offset_of(text.len())));
            break;
        };
        holes.push(hole);
        pass = next;
    }
    for hole in &mut holes {
        let taken = text.get(hole.span.range()).unwrap_or_default();
        hole.span.end = hole.span.start + offset_of(taken.trim_end().len());
        mark(&mut pass.tree, text, *hole);
        damage(&mut pass.tree, hole.span);
    }
    if let Some(rest) = rest {
        damage(&mut pass.tree, rest);
    }
    forget_aliases(text, &mut pass, &holes);
    holes.sort_by_key(|hole| hole.span);
    pass.tree.holes = holes.iter().map(|hole| hole.span).chain(rest).collect();
    (pass, findings)
}

/// True where a fault is the one before, met again on the next line: a list in a wrong place or a
/// block indented with tabs is one fault, not one a line.
fn repeats(text: &str, told: &Told, last: Option<&Finding>, hole: Option<&Hole>) -> bool {
    let (Some(last), Some(Hole { span, part: Part::Entry { column, .. } })) = (last, hole) else {
        return false;
    };
    let line = Line::at(text, told.origin as usize);
    let between = text.get(span.end as usize..line.start).unwrap_or("x");
    told.kin
        && last.message == told.finding.message
        && between.trim().is_empty()
        && line.indent == *column as usize
}

/// Takes the smallest part out of `copy` that lets the reader get past the fault.
fn mend(copy: &mut String, fault: &Fault, origin: u32, bytes_left: &mut usize) -> Option<(Hole, Pass)> {
    let mut weak: Option<(Hole, Pass)> = None;
    let tries = tries(copy, fault, origin);
    for hole in tries.into_iter().take(MAX_TRIES) {
        if weak.is_some() && matches!(hole, Try::Wider(_)) {
            break;
        }
        let (Try::Near(hole) | Try::Wider(hole)) = hole;
        let Some(taken) = copy.get(hole.span.range()).map(str::to_owned) else { continue };
        if taken.trim().is_empty() {
            continue;
        }
        copy.replace_range(hole.span.range(), &blank(&taken, hole.part));
        let next = parse::pass(copy);
        let cost = next.fault.as_ref().map_or(copy.len(), |fault| fault.at as usize);
        let past = next.fault.as_ref().is_none_or(|next| {
            let next = explain::tell(copy, next).origin;
            next >= hole.span.end && next > origin
        });
        if past {
            return Some((hole, next));
        }
        let further = next.fault.as_ref().is_some_and(|next| next.at > fault.at && next.at >= hole.span.end);
        copy.replace_range(hole.span.range(), &taken);
        if further && weak.is_none() {
            weak = Some((hole, next));
        }
        *bytes_left = bytes_left.checked_sub(cost.max(1))?;
    }
    let (hole, next) = weak?;
    let taken = copy.get(hole.span.range()).map(str::to_owned)?;
    copy.replace_range(hole.span.range(), &blank(&taken, hole.part));
    Some((hole, next))
}

/// As many bytes, blank; line breaks stay.
fn blank(taken: &str, part: Part) -> String {
    let mut blank: String = taken
        .bytes()
        .map(|byte| if matches!(byte, b'\n' | b'\r') { char::from(byte) } else { ' ' })
        .collect();
    if part == Part::Item && blank.starts_with(' ') {
        blank.replace_range(..1, "~");
    }
    blank
}

/// A part to try: beside the fault, or what the fault stands in.
#[derive(Debug, Clone, Copy)]
enum Try {
    Near(Hole),
    Wider(Hole),
}

fn tries(text: &str, fault: &Fault, origin: u32) -> Vec<Try> {
    let mut tries = Vec::new();
    let bracket = fault.bracket.filter(|bracket| *bracket != origin);
    if let Some(bracket) = bracket {
        tries.extend(item(text, bracket as usize, origin as usize, fault.at as usize).map(Try::Near));
    }
    let mut places = vec![origin];
    places.extend(fault.bracket);
    places.push(fault.at);
    let mut lines: Vec<Line> = Vec::new();
    for place in places {
        let mut line = Line::at(text, place as usize);
        while line.idle && line.start > 0 {
            line = Line::at(text, line.start - 1);
        }
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    for line in &lines {
        tries.extend(values(text, *line).into_iter().flatten().map(Try::Near));
    }
    tries.extend(lines.iter().map(|line| Try::Near(entry(text, *line))));
    let mut outer = lines.first().and_then(|line| line.parent(text));
    while let Some(line) = outer {
        tries.extend(values(text, line).into_iter().flatten().map(Try::Wider));
        tries.push(Try::Wider(entry(text, line)));
        outer = line.parent(text);
    }
    let all = Part::Entry { column: 0, dash: false };
    let from = lines.first().map_or(0, |line| line.start);
    tries.push(Try::Wider(Hole { span: Span::new(offset_of(from), offset_of(text.len())), part: all }));
    tries.push(Try::Wider(Hole { span: Span::new(0, offset_of(text.len())), part: all }));
    tries
}

/// The value on a line, and the value with all lines below it. The value of the last key is meant.
fn values(text: &str, line: Line) -> [Option<Hole>; 2] {
    let Some(start) = line.value(text) else { return [None, None] };
    let hole = |end: usize| {
        let span = Span::new(offset_of(start.min(end)), offset_of(end));
        (start < end).then_some(Hole { span, part: Part::Value })
    };
    [hole(line.end), hole(line.below(text))]
}

/// The line and all lines below it.
fn entry(text: &str, line: Line) -> Hole {
    let span = Span::new(offset_of(line.start), offset_of(line.below(text)));
    Hole { span, part: Part::Entry { column: offset_of(line.indent), dash: line.is_item(text) } }
}

/// The item of a flow collection that holds `origin`, without its key.
fn item(text: &str, bracket: usize, origin: usize, at: usize) -> Option<Hole> {
    let bytes = text.as_bytes();
    let mut starts = Vec::new();
    let mut here = bracket;
    let mut fresh = true;
    while here < origin {
        match bytes.get(here)? {
            b'[' | b'{' => starts.push(here + 1),
            b']' | b'}' => drop(starts.pop()),
            b',' => *starts.last_mut()? = here + 1,
            b':' if matches!(bytes.get(here + 1), Some(b' ' | b'\n' | b'\r')) => {
                // Only the first colon ends a key; a second one belongs to the text.
                let start = starts.last_mut()?;
                let item = text.get(*start..here).unwrap_or_default();
                if bytes.get(start.wrapping_sub(1)) != Some(&b':') && !item.is_empty() {
                    *start = here + 1;
                }
            }
            b'"' | b'\'' if fresh => here = closing_quote(text, here).filter(|close| *close < origin)?,
            _ => {}
        }
        fresh = matches!(bytes.get(here), Some(b' ' | b'\n' | b'\r' | b',' | b'[' | b'{' | b':'));
        here += 1;
    }
    let start = *starts.last()?;
    let line = Line::at(text, origin);
    let from = if (origin..line.end).contains(&at) { at } else { origin };
    let mut depth = 0usize;
    let mut end = line.end;
    for (offset, byte) in text.get(from..line.end)?.bytes().enumerate() {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' if depth > 0 => depth -= 1,
            b',' | b']' | b'}' if depth == 0 => {
                end = from + offset;
                break;
            }
            _ => {}
        }
    }
    let taken = text.get(start..end)?;
    let start = start + (taken.len() - taken.trim_start().len());
    let end = end - (taken.len() - taken.trim_end().len());
    (start < end).then(|| Hole { span: Span::new(offset_of(start), offset_of(end)), part: Part::Item })
}

/// Marks in the tree what a hole hides: the value it took, or the collection that lost an entry.
fn mark(tree: &mut Tree, text: &str, hole: Hole) {
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
    }
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
fn damage(tree: &mut Tree, hole: Span) {
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

/// An alias whose anchor was set aside is no fault of its own.
fn forget_aliases(text: &str, pass: &mut Pass, holes: &[Hole]) {
    pass.remarks.retain(|remark| {
        let Remark::UnknownAlias(span) = remark else { return true };
        let anchor = text.get(span.range()).unwrap_or_default().replacen('*', "&", 1);
        !holes.iter().any(|hole| text.get(hole.span.range()).is_some_and(|taken| taken.contains(&anchor)))
    });
}
