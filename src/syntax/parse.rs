//! One pass over a text: the events of the parser become nodes in the arena.
//!
//! The pass stops at the first syntax error and reports where it was and what was open, so that
//! [`recover`](super::recover) can blank the damage and start again. Problems that the parser accepts,
//! such as an unknown alias or a second document, are noted on the way.
//!
//! Four things that the parser reports are corrected here: a block collection ends where its last child
//! ends, a block scalar begins at its `|` or `>`, a missing value is an empty scalar right after its
//! colon, and no span leaves the text or splits a character.

use std::borrow::Cow;
use std::collections::HashMap;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, Span as EventSpan, StructureStyle};

use super::hash;
use super::lines::Line;
use super::pasted::{is_odd_space, key_colon};
use super::tree::{Comment, Kind, Node, NodeId, Style, Text, Tree};
use crate::source::Span;

/// How deep collections may nest. Strategies need about eight levels.
pub(super) const MAX_DEPTH: usize = 64;

/// A syntax error, and what the pass knew when it occurred.
#[derive(Debug, Clone)]
pub(super) struct SyntaxError {
    pub(super) kind: ErrorKind,
    /// Where the parser was.
    pub(super) at: usize,
    /// Where the last thing ended that was read completely.
    pub(super) read: usize,
    /// The bracket that began the outermost `{ … }` or `[ … ]` still open.
    pub(super) bracket: Option<usize>,
}

/// A problem that does not stop the pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Problem {
    /// `*name` without `&name` before it.
    UnknownAlias(Span),
    /// `*name` inside the value of `&name`.
    AliasOfItself(Span),
    /// Where a second document begins.
    SecondDocument(Span),
}

/// The result of one pass: the entire document, or what is before the error.
#[derive(Debug, Default)]
pub(super) struct Pass {
    pub(super) tree: Tree,
    pub(super) problems: Vec<Problem>,
    pub(super) error: Option<SyntaxError>,
}

impl Pass {
    /// A pass that met nothing worth a note.
    pub(super) fn of(tree: Tree) -> Self {
        Self { tree, ..Self::default() }
    }
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
    let mut builder = Builder { text, ..Builder::default() };
    builder.tree.nodes.reserve(text.len() / 24);
    while let Some(event) = events.next_event() {
        match event {
            Ok((event, span)) => {
                if !builder.add_event(event, &span) {
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

/// A collection that has not ended yet.
struct Open {
    id: NodeId,
    /// Those of a mapping alternate: key, value.
    children: Vec<NodeId>,
    mapping: bool,
}

#[derive(Default)]
struct Builder<'t> {
    text: &'t str,
    tree: Tree,
    problems: Vec<Problem>,
    error: Option<SyntaxError>,
    open: Vec<Open>,
    /// The node of each anchor, by the parser's number for it.
    anchors: HashMap<usize, NodeId>,
    /// End of the last node, bracket or document marker.
    read: u32,
    documents: usize,
}

impl<'t> Builder<'t> {
    /// Adds what one event says; false if nothing after it should be read.
    fn add_event(&mut self, event: Event<'t>, at: &EventSpan) -> bool {
        let span = self.span(at);
        match event {
            Event::Scalar(value, style, anchor, tag) => {
                if let Some(at) = self.odd_space(style, span) {
                    self.stop(ErrorKind::ExpectedWhitespace, at);
                    return false;
                }
                let text_tag = tag.as_ref().is_some_and(|tag| tag.is_yaml_core_schema_tag("str"));
                let own_tag = tag.is_some_and(|tag| !tag.is_yaml_core_schema());
                let id = self.scalar(value, style, text_tag, span);
                self.name(anchor, id);
                if own_tag || anchor != 0 {
                    self.note_swallowed(id, span);
                }
            }
            Event::MappingStart(style, anchor, _) => self.begin(true, style, anchor, span),
            Event::SequenceStart(style, anchor, _) => self.begin(false, style, anchor, span),
            Event::MappingEnd | Event::SequenceEnd => self.end(span.end, false),
            Event::Alias(anchor) => self.alias(anchor, span),
            Event::UnresolvedAlias(_) => {
                self.problems.push(Problem::UnknownAlias(span));
                self.add(Kind::Damaged, span, false);
                self.read = span.end;
            }
            Event::Comment(..) => self.comment(span),
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents > 1 {
                    self.problems.push(Problem::SecondDocument(span));
                    return false;
                }
                self.read = span.end;
            }
            _ => {}
        }
        true
    }

    /// The parser's span, limited to the text and on character boundaries.
    #[inline]
    fn span(&self, at: &EventSpan) -> Span {
        let range = at.byte_range().unwrap_or_default();
        let start = self.text.floor_char_boundary(range.start);
        self::span(start, self.text.floor_char_boundary(range.end))
    }

    fn add(&mut self, kind: Kind, span: Span, flow: bool) -> NodeId {
        let id = NodeId(offset_of(self.tree.nodes.len()));
        self.tree.nodes.push(Node { kind, span, flow, incomplete: false, swallowed: None });
        match self.open.last_mut() {
            Some(open) => open.children.push(id),
            None => _ = self.tree.root.get_or_insert(id),
        }
        id
    }

    /// Where a plain scalar has an odd space that makes it something else than what people see: in the
    /// indentation of a key, or after the dash or colon of an entry.
    fn odd_space(&self, style: ScalarStyle, scalar: Span) -> Option<usize> {
        let start = scalar.start as usize;
        let text = self.text.get(scalar.range()).filter(|_| style == ScalarStyle::Plain)?;
        let body = text.trim_start_matches(is_odd_space);
        let is_dash = body.strip_prefix('-').is_some_and(|rest| rest.starts_with(is_odd_space));
        let sign = if is_dash { Some(0) } else { key_colon(body) };
        if body.len() == text.len() && sign.is_none() {
            return None;
        }
        let before = Line::at(self.text, start).until(start).trim_end_matches(' ');
        if self.open.iter().any(|open| self.tree.get(open.id).is_some_and(|node| node.flow)) {
            let begins_item = before.is_empty() || before.ends_with(['{', '[', ',']);
            let colon = sign.filter(|_| begins_item && !is_dash)?;
            return Some(start + text.len() - body.len() + colon + 1);
        }
        let is_key = self.open.last().is_none_or(|open| open.mapping && open.children.len() % 2 == 0);
        if is_key && before.is_empty() && body.len() < text.len() {
            return Some(start);
        }
        let is_first = before.trim_start_matches([' ', '-', '\u{feff}']).is_empty();
        sign.filter(|_| is_first).map(|sign| start + text.len() - body.len() + sign + 1)
    }

    fn name(&mut self, anchor: usize, id: NodeId) {
        if anchor != 0 {
            self.anchors.insert(anchor, id);
        }
    }

    fn scalar(&mut self, value: Cow<'t, str>, style: ScalarStyle, text_tag: bool, span: Span) -> NodeId {
        let (value, span) =
            if style == ScalarStyle::Plain { trimmed(value, span, self.text) } else { (value, span) };
        let (style, span) = match style {
            ScalarStyle::Plain if span.is_empty() => (Style::Plain, self.location_of_missing(span)),
            ScalarStyle::Plain if !text_tag => (Style::Plain, span),
            ScalarStyle::Plain | ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
                (Style::Quoted, span)
            }
            ScalarStyle::Literal | ScalarStyle::Folded => (Style::Block, self.entire_block(span)),
        };
        let text = if span.is_empty() { Text::Owned(Box::default()) } else { self.text_of(value) };
        self.read = self.read.max(span.end);
        self.add(Kind::Scalar(text, style), span, false)
    }

    /// Notes the `!word` or `&word` right before a scalar; the parser does not report where it is.
    fn note_swallowed(&mut self, node: NodeId, scalar: Span) {
        let before = self.text.get(..scalar.start as usize).unwrap_or_default().trim_end();
        let start = before.rfind([' ', '\t', '\n', '[', '{', ',']).map_or(0, |blank| blank + 1);
        let word = before.get(start..).unwrap_or_default();
        if word.starts_with(['!', '&'])
            && let Some(node) = self.tree.get_mut(node)
        {
            node.swallowed = Some(self::span(start, before.len()));
        }
    }

    /// Bytes of the file if the value is borrowed from it, or an owned text.
    #[inline]
    fn text_of(&self, value: Cow<'t, str>) -> Text {
        let start = (value.as_ptr() as usize).checked_sub(self.text.as_ptr() as usize);
        let bytes =
            start.map(|start| (start, start + value.len())).filter(|(_, end)| *end <= self.text.len());
        bytes.map_or_else(|| Text::Owned(value.into()), |(start, end)| Text::Slice(self::span(start, end)))
    }

    /// Where a missing value would begin: after the colon of its key, or after its dash.
    ///
    /// The parser notices that a value is missing only at the next token, which can be many lines below.
    /// A finding must point to the key, and a fix must insert there, so the text after the key (an odd
    /// number of children means that a key waits for its value) is searched for the colon.
    fn location_of_missing(&self, span: Span) -> Span {
        let open = self.open.last().filter(|open| open.mapping && open.children.len() % 2 == 1);
        let key = open.and_then(|open| open.children.last());
        let from = key.and_then(|key| self.tree.get(*key)).map_or(self.read, |key| key.span.end);
        let rest = self.text.get(from as usize..).unwrap_or_default();
        let spaces = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let after = match rest.as_bytes().get(spaces) {
            Some(b':') if key.is_some() => from + offset_of(spaces) + 1,
            _ if key.is_some() => from,
            // The parser is at the next token; the dash or comma before it is what counts.
            _ => {
                let before = self.text.get(from as usize..span.start as usize).unwrap_or_default();
                before.rfind(['-', '?', ',']).map_or(span.start, |dash| from + offset_of(dash) + 1)
            }
        };
        Span::new(after, after)
    }

    /// A block scalar from its `|` or `>` to the last byte of its last line.
    fn entire_block(&self, content: Span) -> Span {
        let before = self.text.get(self.read as usize..content.start as usize).unwrap_or_default();
        let start = block_header(before).map_or(content.start, |header| self.read + offset_of(header));
        let body = self.text.get(start as usize..content.end.max(start) as usize).unwrap_or_default();
        Span::new(start, start + offset_of(body.trim_end().len()))
    }

    fn begin(&mut self, mapping: bool, style: StructureStyle, anchor: usize, span: Span) {
        // A collection is `Damaged` until its end: an alias inside it cannot refer to it.
        let id = self.add(Kind::Damaged, span, style == StructureStyle::Flow);
        self.name(anchor, id);
        self.open.push(Open { id, children: Vec::new(), mapping });
        self.read = self.read.max(span.end);
    }

    /// Closes the innermost collection. The parser's end is right only for brackets: a block collection
    /// seems to last until the next token, far below its text, so its span is taken from its children.
    fn end(&mut self, end: u32, incomplete: bool) {
        self.read = self.read.max(end);
        let Some(mut open) = self.open.pop() else { return };
        // After a syntax error, the last key may have no value.
        if open.mapping && open.children.len() % 2 == 1 {
            open.children.pop();
        }
        let bytes = |id: Option<&NodeId>| Some(self.tree.get(*id?)?.span);
        let (head, tail) = (bytes(open.children.first()), bytes(open.children.last()));
        let in_mapping = self.open.last().is_some_and(|parent| parent.mapping);
        let Some(node) = self.tree.get_mut(open.id) else { return };
        node.incomplete = incomplete;
        node.kind = if open.mapping {
            let (entries, _) = open.children.as_chunks();
            Kind::Mapping(entries.iter().map(|[key, value]| (*key, *value)).collect())
        } else {
            Kind::Sequence(open.children)
        };
        let bracketed = matches!(self.text.as_bytes().get(node.span.start as usize), Some(b'{' | b'['));
        if node.flow && bracketed {
            node.span.end = end.max(node.span.start);
            return;
        }
        node.span.start = head.map_or(node.span.start, |head| node.span.start.min(head.start));
        node.span.end = tail.map_or(node.span.end, |tail| tail.end).max(node.span.start);
        if in_mapping && !open.mapping {
            // The parser leaves out the first dash of a list that is not indented below its key.
            let before = self.text.get(..node.span.start as usize).unwrap_or_default().trim_end();
            if before.ends_with('-') {
                node.span.start = offset_of(before.len() - 1);
            }
        }
    }

    fn alias(&mut self, anchor: usize, span: Span) {
        let target = self.anchors.get(&anchor).copied();
        let kind = match target.and_then(|id| Some((id, &self.tree.get(id)?.kind))) {
            None => {
                self.problems.push(Problem::UnknownAlias(span));
                Kind::Damaged
            }
            Some((_, Kind::Damaged)) => {
                self.problems.push(Problem::AliasOfItself(span));
                Kind::Damaged
            }
            Some((id, _)) => Kind::Alias(id),
        };
        if let Kind::Alias(id) = kind
            && let Some(target) = self.tree.get_mut(id)
        {
            target.swallowed = None;
        }
        self.add(kind, span, false);
        self.read = self.read.max(span.end);
    }

    fn comment(&mut self, span: Span) {
        let before = self.text.get(..span.start as usize).unwrap_or_default();
        let line = before.trim_end_matches([' ', '\t']);
        let own_line = line.is_empty() || line.ends_with(['\n', '\r', '\u{feff}']);
        let text = self.text.get(span.range()).unwrap_or_default();
        self.tree.has_loose_comments |= own_line && hash::is_loose(text);
        self.tree.comments.push(Comment { span, own_line });
    }

    fn fail(&mut self, error: &ScanError) {
        let at = self.text.floor_char_boundary(error.marker().byte_offset().unwrap_or(self.text.len()));
        self.stop(error.kind().clone(), at);
    }

    fn stop(&mut self, kind: ErrorKind, at: usize) {
        let mut open = self.open.iter().filter_map(|open| self.tree.get(open.id));
        let bracket = open.find(|node| node.flow).map(|node| node.span.start as usize);
        self.error = Some(SyntaxError { kind, at, read: self.read as usize, bracket });
    }

    /// Closes what an error or a second document left open, so that what was read can be walked.
    fn finish(mut self) -> Pass {
        let is_broken = self.error.is_some();
        while !self.open.is_empty() {
            self.end(self.read, is_broken);
        }
        self.tree.comments.sort_by_key(|comment| comment.span.start);
        Pass { tree: self.tree, problems: self.problems, error: self.error }
    }
}

/// A plain scalar without the odd spaces around it.
fn trimmed<'t>(value: Cow<'t, str>, at: Span, text: &str) -> (Cow<'t, str>, Span) {
    let raw = text.get(at.range()).unwrap_or_default();
    if !raw.starts_with(is_odd_space) && !raw.ends_with(is_odd_space) {
        return (value, at);
    }
    let value = match value {
        Cow::Borrowed(value) => value.trim_matches(is_odd_space).into(),
        Cow::Owned(value) => value.trim_matches(is_odd_space).to_owned().into(),
    };
    let end = at.start as usize + raw.trim_end_matches(is_odd_space).len();
    (value, span(end - raw.trim_matches(is_odd_space).len(), end))
}

/// The `|` or `>` of a block scalar in what is before its content: the first one that begins a word
/// outside comments.
fn block_header(before: &str) -> Option<usize> {
    let is_header = |at: &usize| {
        let line = before.get(..*at).unwrap_or_default().rsplit(['\n', '\r']).next().unwrap_or_default();
        let is_comment = line.starts_with('#') || line.contains(" #") || line.contains("\t#");
        !is_comment && (line.is_empty() || line.ends_with([' ', '\t', ':', '-', '?']))
    };
    before.match_indices(['|', '>']).map(|(at, _)| at).find(is_header)
}

/// An offset or a count as the 32 bits of a span. A source is never longer.
pub(super) fn offset_of(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

/// From one offset to another; empty if the second is smaller.
pub(super) fn span(start: usize, end: usize) -> Span {
    Span::new(offset_of(start), offset_of(end.max(start)))
}
