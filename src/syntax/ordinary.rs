//! Reads ordinary YAML straight into the tree: keys, lists, brackets, quotes, blocks and comments, indented
//! with spaces.
//!
//! This is a subset of YAML, and it never decides what is wrong. Whatever it is not certain of (a tab, an
//! anchor, a tag, an error of any kind) it leaves to the parser, which then reads the text from the
//! beginning. What it does read becomes the same tree, node for node: a test compares the two.

mod brackets;
mod scalars;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests;

use super::hash;
use super::parse::{MAX_DEPTH, offset_of, span};
use super::tree::{Comment, Kind, Node, NodeId, Style, Text, Tree};

/// The parser accepts no longer keys.
const LONGEST_KEY: usize = 1000;

/// The tree of an ordinary text; none if the parser has to look at it.
pub(super) fn tree(text: &str) -> Option<Tree> {
    if !has_only_ordinary_characters(text.as_bytes()) {
        return None;
    }
    let mut reader = Reader::new(text);
    reader.document()?;
    Some(reader.tree)
}

/// True if no character could mean more than itself, as tabs, carriage returns and odd spaces do.
fn has_only_ordinary_characters(bytes: &[u8]) -> bool {
    let is_plain = |byte: &u8| (0x20..0x7f).contains(byte) || *byte == b'\n';
    bytes.chunks(64).enumerate().all(|(number, chunk)| {
        // The first step compares many bytes at once.
        chunk.iter().fold(true, |all, byte| all & is_plain(byte))
            || chunk.iter().enumerate().all(|(index, byte)| {
                let next = |ahead: usize| bytes.get(number * 64 + index + ahead).copied().unwrap_or(0);
                match (byte, next(1), next(2)) {
                    (0xc2, second, _) => second > 0xa0,
                    (0xe2, 0x80, third) => !matches!(third, 0x80..=0x8b | 0xa8 | 0xa9 | 0xaf),
                    (0xe2, 0x81, third) => !matches!(third, 0x9f | 0xa0),
                    (0xe1, 0x9a, 0x80)
                    | (0xe3, 0x80, 0x80)
                    | (0xef, 0xbb, 0xbf)
                    | (0xef, 0xbf, 0xbe | 0xbf) => false,
                    _ => is_plain(byte) || *byte >= 0x80,
                }
            })
    })
}

/// A collection in block style that has not ended yet.
#[derive(Debug, Clone, Copy)]
struct Block {
    indent: usize,
    kind: BlockKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum BlockKind {
    Mapping,
    List,
    /// A list that is not indented below its key.
    ListAtKey,
}

/// A collection whose children are the last ones of [`Reader::children`].
struct Open {
    id: NodeId,
    first: usize,
    mapping: bool,
    flow: bool,
}

/// What a key or a dash with nothing after it on its line waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Waiting {
    /// Nothing: the last value is complete.
    No,
    /// The value of a key, which is empty and begins here if it does not come.
    ValueAt(usize),
    Item,
}

struct Reader<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    /// The beginning of the current line.
    line: usize,
    tree: Tree,
    open: Vec<Open>,
    children: Vec<NodeId>,
    blocks: Vec<Block>,
    waiting: Waiting,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str) -> Self {
        let mut tree = Tree::default();
        tree.nodes.reserve(text.len() / 24);
        Self {
            text,
            bytes: text.as_bytes(),
            at: 0,
            line: 0,
            tree,
            open: Vec::new(),
            children: Vec::new(),
            blocks: Vec::new(),
            waiting: Waiting::No,
        }
    }

    /// The byte so many bytes ahead; a line break after the end of the text.
    #[inline]
    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(b'\n')
    }

    #[inline]
    fn is_blank(&self, ahead: usize) -> bool {
        matches!(self.peek(ahead), b' ' | b'\n')
    }

    fn skip_spaces(&mut self) {
        while self.bytes.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
    }

    fn line_end(&self, from: usize) -> usize {
        let rest = self.bytes.get(from..).unwrap_or_default();
        rest.iter().position(|byte| *byte == b'\n').map_or(self.bytes.len(), |found| from + found)
    }

    fn comment(&mut self, own_line: bool) {
        let (start, end) = (self.at, self.line_end(self.at));
        let text = self.text.get(start..end).unwrap_or_default();
        self.tree.has_loose_comments |= own_line && hash::is_loose(text);
        self.tree.comments.push(Comment { span: span(start, end), own_line });
        self.at = end;
    }

    fn add(&mut self, kind: Kind, start: usize, end: usize, flow: bool) -> NodeId {
        let id = NodeId(offset_of(self.tree.nodes.len()));
        self.tree.nodes.push(Node { kind, span: span(start, end), flow, incomplete: false, swallowed: None });
        if self.open.is_empty() {
            self.tree.root.get_or_insert(id);
        } else {
            self.children.push(id);
        }
        id
    }

    fn add_scalar(&mut self, text: Text, style: Style, start: usize, end: usize) {
        self.add(Kind::Scalar(text, style), start, end, false);
    }

    fn add_plain(&mut self, start: usize, end: usize) {
        self.add_scalar(Text::Slice(span(start, end)), Style::Plain, start, end);
    }

    fn add_empty(&mut self, at: usize) {
        self.add_scalar(Text::Owned(Box::default()), Style::Plain, at, at);
    }

    fn begin(&mut self, mapping: bool, flow: bool) -> Option<()> {
        if self.open.len() + 2 >= MAX_DEPTH {
            return None;
        }
        let id = self.add(Kind::Damaged, self.at, self.at, flow);
        self.open.push(Open { id, first: self.children.len(), mapping, flow });
        Some(())
    }

    fn end(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let children = self.children.get(open.first..).unwrap_or_default();
        let last = children.last().and_then(|last| self.tree.get(*last)).map(|last| last.span.end);
        let kind = if open.mapping {
            let (entries, _) = children.as_chunks();
            Kind::Mapping(entries.iter().map(|[key, value]| (*key, *value)).collect())
        } else {
            Kind::Sequence(children.to_vec())
        };
        self.children.truncate(open.first);
        if let Some(node) = self.tree.get_mut(open.id) {
            node.kind = kind;
            node.span.end = if open.flow { offset_of(self.at) } else { last.unwrap_or(node.span.end) };
        }
    }

    /// Goes to the next line with more than a comment, and returns its indentation.
    fn next_line(&mut self) -> Option<usize> {
        while self.at < self.bytes.len() {
            self.line = self.at;
            self.skip_spaces();
            match self.bytes.get(self.at)? {
                b'\n' => self.at += 1,
                b'#' => {
                    self.comment(true);
                    self.at += 1;
                }
                _ => return Some(self.at - self.line),
            }
        }
        None
    }

    /// Goes past the end of a line that may have a comment and nothing else.
    fn finish_line(&mut self) -> Option<()> {
        let before = self.at;
        self.skip_spaces();
        match self.peek(0) {
            b'#' if self.at > before => self.comment(false),
            b'\n' => {}
            _ => return None,
        }
        self.at += 1;
        Some(())
    }

    fn document(&mut self) -> Option<()> {
        while let Some(indent) = self.next_line() {
            if indent == 0 && self.is_marker() {
                return None;
            }
            let dash = self.is_dash();
            if self.tree.root.is_none() {
                if indent > 0 {
                    return None;
                }
                self.open_block(indent, if dash { BlockKind::List } else { BlockKind::Mapping })?;
            } else if !self.is_entry(indent, dash)? {
                continue;
            }
            self.entry()?;
        }
        self.stop_waiting()?;
        while !self.blocks.is_empty() {
            self.close_block();
        }
        self.tree.root.map(|_| ())
    }

    /// True for a document marker and for a directive.
    fn is_marker(&self) -> bool {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        rest.starts_with(b"---") || rest.starts_with(b"...") || rest.starts_with(b"%")
    }

    #[inline]
    fn is_dash(&self) -> bool {
        self.peek(0) == b'-' && self.is_blank(1)
    }

    fn open_block(&mut self, indent: usize, kind: BlockKind) -> Option<()> {
        self.begin(kind == BlockKind::Mapping, false)?;
        self.blocks.push(Block { indent, kind });
        Some(())
    }

    fn close_block(&mut self) {
        self.blocks.pop();
        self.end();
    }

    /// Notes that the value of the last key is missing. An item that is missing is left to the parser.
    fn stop_waiting(&mut self) -> Option<()> {
        match std::mem::replace(&mut self.waiting, Waiting::No) {
            Waiting::No => Some(()),
            Waiting::ValueAt(at) => {
                self.add_empty(at);
                Some(())
            }
            Waiting::Item => None,
        }
    }

    /// Finds the collection that the current line belongs to, or opens the one that it begins. False if the line
    /// was the value that the line before it waits for.
    fn is_entry(&mut self, indent: usize, dash: bool) -> Option<bool> {
        let top = *self.blocks.last()?;
        if self.waiting != Waiting::No {
            if indent > top.indent {
                self.waiting = Waiting::No;
                if dash {
                    self.open_block(indent, BlockKind::List)?;
                } else if self.is_key()? {
                    self.open_block(indent, BlockKind::Mapping)?;
                } else {
                    self.value(top.indent)?;
                    return Some(false);
                }
                return Some(true);
            }
            if indent == top.indent && dash && top.kind == BlockKind::Mapping {
                self.waiting = Waiting::No;
                self.open_block(indent, BlockKind::ListAtKey)?;
                return Some(true);
            }
            self.stop_waiting()?;
        }
        while let Some(top) = self.blocks.last().copied() {
            let ends =
                top.indent > indent || (top.indent == indent && top.kind == BlockKind::ListAtKey && !dash);
            if !ends {
                return (top.indent == indent && (top.kind != BlockKind::Mapping) == dash).then_some(true);
            }
            self.close_block();
        }
        None
    }

    /// Reads a key or a dash, and what comes after it.
    fn entry(&mut self) -> Option<()> {
        loop {
            let Block { indent, kind } = *self.blocks.last()?;
            if kind == BlockKind::Mapping {
                self.at = self.key()? + 1;
                return self.rest_of_entry(indent, Waiting::ValueAt(self.at));
            }
            self.at += 1;
            self.skip_spaces();
            let column = self.at - self.line;
            if self.is_dash() {
                self.open_block(column, BlockKind::List)?;
            } else if !matches!(self.peek(0), b'\n' | b'#') && self.is_key()? {
                self.open_block(column, BlockKind::Mapping)?;
            } else {
                return self.rest_of_entry(indent, Waiting::Item);
            }
        }
    }

    fn rest_of_entry(&mut self, indent: usize, waiting: Waiting) -> Option<()> {
        self.skip_spaces();
        if !matches!(self.peek(0), b'\n' | b'#') {
            return self.value(indent);
        }
        self.waiting = waiting;
        // A comment needs the space before it, which was skipped.
        self.at -= usize::from(self.peek(0) == b'#');
        self.finish_line()
    }

    /// Reads a value and the rest of its line. `indent` is that of the collection it belongs to.
    fn value(&mut self, indent: usize) -> Option<()> {
        match self.peek(0) {
            quote @ (b'"' | b'\'') => self.quoted(quote)?,
            b'{' | b'[' => self.flow(indent)?,
            b'|' | b'>' => return self.block(indent),
            _ => return self.plain(indent),
        }
        self.finish_line()
    }
}
