//! One pass over a text: the events of the parser become nodes in the arena.
//!
//! The pass stops at the first syntax error and says where it was and what was open, so that
//! [`recover`](super::recover) can set the damage aside and begin again. What is no error to the
//! parser and still a fault of the file — an alias that names nothing, a second document — is
//! noted on the way.
//!
//! Four things that the parser reports are put right here: a block collection ends where its last
//! child ends, a block scalar begins at its `|` or `>`, a value that is not there is an empty
//! scalar right after its colon, and no span leaves the text or splits a character.

use std::borrow::Cow;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, Span as EventSpan, StructureStyle};

use super::tree::{Comment, Kind, Node, NodeId, Style, Swallowed, Text, Tree};
use crate::source::Span;

/// How deep collections may nest. Strategies need about eight levels.
pub(super) const MAX_DEPTH: usize = 64;

/// A syntax error, and what the pass knew when it met it.
#[derive(Debug, Clone)]
pub(super) struct Fault {
    /// What the parser calls it.
    pub(super) kind: ErrorKind,
    /// Where the parser stood.
    pub(super) at: u32,
    /// Where the last thing that was read in full ended.
    pub(super) read: u32,
    /// The bracket that began the outermost `{ … }` or `[ … ]` still open.
    pub(super) bracket: Option<u32>,
}

/// Something wrong that does not stop the pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Remark {
    /// `*name`, and no `&name` before it.
    UnknownAlias(Span),
    /// `*name` inside the very thing that `&name` names.
    OwnAlias(Span),
    /// Where a second document begins.
    SecondDocument(Span),
}

/// What one pass gave: all of the document, or what stood before the fault.
#[derive(Debug, Default)]
pub(super) struct Pass {
    pub(super) tree: Tree,
    pub(super) remarks: Vec<Remark>,
    pub(super) fault: Option<Fault>,
}

/// Reads the first document of `text`.
pub(super) fn pass(text: &str) -> Pass {
    let options = granit_parser::options! {
        emit_unresolved_aliases: true,
        max_buffered_comment_events: usize::MAX,
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
    };
    let mut events = Parser::new_from_str_with_options(text, options);
    let mut builder = Builder::new(text);
    while let Some(event) = events.next_event() {
        match event {
            Ok((event, span)) => {
                if !builder.take(event, &span) {
                    break;
                }
            }
            Err(error) => {
                builder.fail(&error);
                break;
            }
        }
    }
    builder.finish()
}

/// A collection whose end has not come yet.
struct Open {
    id: NodeId,
    /// Where its children begin in `pending`.
    first: usize,
    mapping: bool,
}

struct Builder<'t> {
    text: &'t str,
    tree: Tree,
    remarks: Vec<Remark>,
    fault: Option<Fault>,
    open: Vec<Open>,
    /// Children of all open collections; those of the innermost stand last.
    pending: Vec<NodeId>,
    /// The node of each anchor, by the parser's number for it.
    anchors: Vec<Option<NodeId>>,
    /// End of the last node, bracket or document marker.
    read: u32,
    documents: usize,
}

impl<'t> Builder<'t> {
    fn new(text: &'t str) -> Self {
        let nodes = text.len() / 24;
        let tree =
            Tree { nodes: Vec::with_capacity(nodes), links: Vec::with_capacity(nodes), ..Tree::default() };
        Self {
            text,
            tree,
            remarks: Vec::new(),
            fault: None,
            open: Vec::new(),
            pending: Vec::new(),
            anchors: Vec::new(),
            read: 0,
            documents: 0,
        }
    }

    /// Takes one event; false where nothing after it is to be read.
    fn take(&mut self, event: Event<'t>, at: &EventSpan) -> bool {
        let span = self.span(at);
        match event {
            Event::Scalar(value, style, anchor, tag) => {
                let text_tag = tag.as_ref().is_some_and(|tag| tag.is_yaml_core_schema_tag("str"));
                let own_tag = tag.is_some_and(|tag| !tag.is_yaml_core_schema());
                let id = self.scalar(value, style, text_tag, anchor, span);
                if own_tag || anchor != 0 {
                    self.note_swallowed(id, span);
                }
            }
            Event::MappingStart(style, anchor, _) => self.begin(true, style, anchor, span),
            Event::SequenceStart(style, anchor, _) => self.begin(false, style, anchor, span),
            Event::MappingEnd | Event::SequenceEnd => self.end(span),
            Event::Alias(anchor) => self.alias(anchor, span),
            Event::UnresolvedAlias(_) => {
                self.remarks.push(Remark::UnknownAlias(span));
                self.add(Kind::Damaged, span, false);
                self.read = span.end;
            }
            Event::Comment(..) => self.comment(span),
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents > 1 {
                    self.remarks.push(Remark::SecondDocument(span));
                    return false;
                }
                self.read = span.end;
            }
            _ => {}
        }
        true
    }

    /// The parser's span, held inside the text and on character boundaries.
    #[inline]
    fn span(&self, at: &EventSpan) -> Span {
        let range = at.byte_range().unwrap_or_default();
        let start = self.boundary(range.start);
        Span::new(start, self.boundary(range.end).max(start))
    }

    #[inline]
    fn boundary(&self, offset: usize) -> u32 {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset_of(offset)
    }

    fn add(&mut self, kind: Kind, span: Span, flow: bool) -> NodeId {
        let id = NodeId(offset_of(self.tree.nodes.len()));
        self.tree.nodes.push(Node { kind, span, flow, incomplete: false });
        if self.open.is_empty() {
            self.tree.root.get_or_insert(id);
        } else {
            self.pending.push(id);
        }
        id
    }

    fn name(&mut self, anchor: usize, id: NodeId) {
        if anchor != 0 {
            if self.anchors.len() <= anchor {
                self.anchors.resize(anchor + 1, None);
            }
            if let Some(slot) = self.anchors.get_mut(anchor) {
                *slot = Some(id);
            }
        }
    }

    fn scalar(
        &mut self,
        value: Cow<'t, str>,
        style: ScalarStyle,
        text_tag: bool,
        anchor: usize,
        span: Span,
    ) -> NodeId {
        let (text, style, span) = match style {
            ScalarStyle::Plain if span.is_empty() => {
                (Text::Owned(Box::default()), Style::Plain, self.place_of_nothing(span))
            }
            ScalarStyle::Plain if text_tag => (self.keep(value), Style::Quoted, span),
            ScalarStyle::Plain => (self.keep(value), Style::Plain, span),
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => (self.keep(value), Style::Quoted, span),
            ScalarStyle::Literal | ScalarStyle::Folded => {
                (self.keep(value), Style::Block, self.whole_block(span))
            }
        };
        let id = self.add(Kind::Scalar(text, style), span, false);
        self.name(anchor, id);
        self.read = self.read.max(span.end);
        id
    }

    /// Notes the `!word` or `&word` right before a scalar; the parser reports it without its place.
    fn note_swallowed(&mut self, node: NodeId, scalar: Span) {
        let before = self.text.get(..scalar.start as usize).unwrap_or_default().trim_end();
        let start = before.rfind([' ', '\t', '\n', '[', '{', ',']).map_or(0, |blank| blank + 1);
        let word = before.get(start..).unwrap_or_default();
        if word.starts_with(['!', '&']) {
            let word = Span::new(offset_of(start), offset_of(before.len()));
            self.tree.swallowed.push(Swallowed { node, word, idle: true });
        }
    }

    /// Bytes of the file where the value is just that; its own text otherwise.
    #[inline]
    fn keep(&self, value: Cow<'t, str>) -> Text {
        match value {
            Cow::Borrowed(value) => {
                let start = (value.as_ptr() as usize).checked_sub(self.text.as_ptr() as usize);
                match start.map(|start| (start, start + value.len())) {
                    Some((start, end)) if end <= self.text.len() => {
                        Text::Slice(Span::new(offset_of(start), offset_of(end)))
                    }
                    _ => Text::Owned(value.into()),
                }
            }
            Cow::Owned(value) => Text::Owned(value.into_boxed_str()),
        }
    }

    /// Where a value that is not there would begin: after the colon of its key, or after its dash.
    fn place_of_nothing(&self, span: Span) -> Span {
        let key = match self.open.last() {
            Some(open) if open.mapping && (self.pending.len() - open.first) % 2 == 1 => self.pending.last(),
            _ => None,
        };
        let from =
            key.and_then(|key| self.tree.nodes.get(key.0 as usize)).map_or(self.read, |key| key.span.end);
        let rest = self.text.get(from as usize..).unwrap_or_default();
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let after = match rest.as_bytes().get(blanks) {
            Some(b':') if key.is_some() => from + offset_of(blanks) + 1,
            _ if key.is_some() => from,
            // The parser stands at the next token; the dash or comma before it is what counts.
            _ => {
                let before = self.text.get(from as usize..span.start as usize).unwrap_or_default();
                before.rfind(['-', '?', ',']).map_or(span.start, |dash| from + offset_of(dash) + 1)
            }
        };
        Span::new(after, after)
    }

    /// A block scalar from its `|` or `>` to the last byte of its last line.
    fn whole_block(&self, content: Span) -> Span {
        let before = self.text.get(self.read as usize..content.start as usize).unwrap_or_default();
        let start = block_header(before).map_or(content.start, |header| self.read + offset_of(header));
        let body = self.text.get(start as usize..content.end.max(start) as usize).unwrap_or_default();
        Span::new(start, start + offset_of(body.trim_end().len()))
    }

    fn begin(&mut self, mapping: bool, style: StructureStyle, anchor: usize, span: Span) {
        // A collection is `Damaged` until its end has come: an alias inside it cannot mean it.
        let id = self.add(Kind::Damaged, span, style == StructureStyle::Flow);
        self.name(anchor, id);
        self.open.push(Open { id, first: self.pending.len(), mapping });
        self.read = self.read.max(span.end);
    }

    fn end(&mut self, span: Span) {
        if let Some(open) = self.open.pop() {
            self.close(&open, span.end, false);
        }
        self.read = self.read.max(span.end);
    }

    fn close(&mut self, open: &Open, end: u32, incomplete: bool) {
        let first = offset_of(self.tree.links.len());
        if open.mapping && (self.pending.len() - open.first) % 2 == 1 {
            self.pending.pop();
        }
        let bytes =
            |id: Option<&NodeId>| id.and_then(|id| self.tree.nodes.get(id.0 as usize)).map(|n| n.span);
        let children = self.pending.get(open.first..).unwrap_or_default();
        let (head, tail) = (bytes(children.first()), bytes(children.last()));
        self.tree.links.extend(self.pending.drain(open.first..));
        let len = offset_of(self.tree.links.len()) - first;
        let in_mapping = self.open.last().is_some_and(|parent| parent.mapping);
        let Some(node) = self.tree.nodes.get_mut(open.id.0 as usize) else { return };
        node.incomplete = incomplete;
        node.kind = if open.mapping { Kind::Mapping { first, len } } else { Kind::Sequence { first, len } };
        let bracketed = matches!(self.text.as_bytes().get(node.span.start as usize), Some(b'{' | b'['));
        if node.flow && bracketed {
            node.span.end = end.max(node.span.start);
            return;
        }
        node.span.start = head.map_or(node.span.start, |head| node.span.start.min(head.start));
        node.span.end = tail.map_or(node.span.end, |tail| tail.end).max(node.span.start);
        if in_mapping && !open.mapping {
            // A list that is not indented below its key: the parser leaves out the first dash.
            let before = self.text.get(..node.span.start as usize).unwrap_or_default().trim_end();
            if before.ends_with('-') {
                node.span.start = offset_of(before.len() - 1);
            }
        }
    }

    fn alias(&mut self, anchor: usize, span: Span) {
        let target = self.anchors.get(anchor).copied().flatten();
        let kind = match target.and_then(|id| self.tree.nodes.get(id.0 as usize).map(|node| (id, &node.kind)))
        {
            None => {
                self.remarks.push(Remark::UnknownAlias(span));
                Kind::Damaged
            }
            Some((_, Kind::Damaged)) => {
                self.remarks.push(Remark::OwnAlias(span));
                Kind::Damaged
            }
            Some((id, _)) => Kind::Alias(id),
        };
        if let Kind::Alias(id) = kind
            && let Ok(at) = self.tree.swallowed.binary_search_by_key(&id, |swallowed| swallowed.node)
            && let Some(swallowed) = self.tree.swallowed.get_mut(at)
        {
            swallowed.idle = false;
        }
        self.add(kind, span, false);
        self.read = self.read.max(span.end);
    }

    fn comment(&mut self, span: Span) {
        let before = self.text.get(..span.start as usize).unwrap_or_default();
        let line = before.trim_end_matches([' ', '\t']);
        let own_line = line.is_empty() || line.ends_with(['\n', '\r', '\u{feff}']);
        self.tree.comments.push(Comment { span, own_line });
    }

    fn fail(&mut self, error: &ScanError) {
        let at = error.marker().byte_offset().map_or(offset_of(self.text.len()), |at| self.boundary(at));
        let flow = self.open.iter().filter_map(|open| self.tree.nodes.get(open.id.0 as usize));
        let bracket = flow.filter(|node| node.flow).map(|node| node.span.start).next();
        self.fault = Some(Fault { kind: error.kind().clone(), at, read: self.read, bracket });
    }

    /// Closes what a fault or a second document left open, so that what was read can be walked.
    fn finish(mut self) -> Pass {
        let broken = self.fault.is_some();
        while let Some(open) = self.open.pop() {
            self.close(&open, self.read, broken);
        }
        if !self.tree.comments.is_sorted_by_key(|comment| comment.span.start) {
            self.tree.comments.sort_by_key(|comment| comment.span.start);
        }
        Pass { tree: self.tree, remarks: self.remarks, fault: self.fault }
    }
}

/// Where a block scalar's `|` or `>` stands in what comes before its content: the first one that
/// begins a word outside comments.
fn block_header(before: &str) -> Option<usize> {
    let bytes = before.as_bytes();
    let mut blank = true;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'|' | b'>' if blank => return Some(at),
            b'#' if blank => {
                at += bytes.get(at..)?.iter().position(|byte| matches!(byte, b'\n' | b'\r'))?;
                continue;
            }
            _ => blank = matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b':' | b'-' | b'?'),
        }
        at += 1;
    }
    None
}

/// An offset or a count as the 32 bits of a span. A source is never longer.
pub(super) fn offset_of(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}
