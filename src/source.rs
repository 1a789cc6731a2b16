//! A file as text: what it is called, what it says, and where each line begins.
//!
//! This crate uses byte offsets ([`Span`]) for places. Lines and columns are computed here, at the very
//! end and in the unit that the reader of the output expects.

mod foreign;
mod place;

use std::sync::OnceLock;

pub(crate) use foreign::Foreign;
pub use place::{Columns, File, Location, Position, Span};

/// A text file: a name for messages, the text, and an index of its lines made on first use.
#[derive(Debug, Clone, Default)]
pub struct Source {
    name: String,
    text: String,
    first_invalid_byte: Option<u32>,
    is_utf16: bool,
    foreign: Option<&'static Foreign>,
    line_starts: OnceLock<Vec<u32>>,
}

impl Source {
    /// The longest file that is read, in bytes. Spans are 32 bits wide, and no strategy comes near.
    pub const MAX_BYTES: usize = 256 << 20;

    /// A source from text. `name` is what messages call it, usually a relative path.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into(), ..Self::default() }
    }

    /// A source from bytes that should be UTF-8. Each byte that is not is replaced by `?`, so that every
    /// offset stays true; [`first_invalid_byte`](Self::first_invalid_byte) is the first of them. UTF-16
    /// is read as such, for better messages, and has no valid byte at all; neither has what another
    /// program wrote, which is not read.
    pub fn from_bytes(name: impl Into<String>, bytes: Vec<u8>) -> Self {
        if let Some(foreign) = Foreign::of(&bytes) {
            return Self { first_invalid_byte: Some(0), foreign: Some(foreign), ..Self::new(name, "") };
        }
        if let Some(text) = utf16(&bytes) {
            return Self { first_invalid_byte: Some(0), is_utf16: true, ..Self::new(name, text) };
        }
        match String::from_utf8(bytes) {
            Ok(text) => Self::new(name, text),
            Err(error) => {
                let at = u32::try_from(error.utf8_error().valid_up_to()).unwrap_or(u32::MAX);
                let mut text = String::with_capacity(error.as_bytes().len());
                for chunk in error.as_bytes().utf8_chunks() {
                    text.push_str(chunk.valid());
                    text.extend(chunk.invalid().iter().map(|_| '?'));
                }
                Self { first_invalid_byte: Some(at), ..Self::new(name, text) }
            }
        }
    }

    /// What messages call this file.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The entire text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of a span; empty if the span is not on character boundaries of this file.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Offset of the first byte that was not UTF-8, if any.
    pub fn first_invalid_byte(&self) -> Option<u32> {
        self.first_invalid_byte
    }

    /// Whether the file is saved as UTF-16: its offsets are those of the text, and not of its bytes.
    pub fn is_utf16(&self) -> bool {
        self.is_utf16
    }

    /// What kind of file it is if another program wrote it; it has no text then.
    pub(crate) fn foreign(&self) -> Option<&'static Foreign> {
        self.foreign
    }

    /// Length in bytes.
    pub fn len(&self) -> u32 {
        u32::try_from(self.text.len()).unwrap_or(u32::MAX)
    }

    /// Whether the file is empty.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let breaks = self.text.match_indices('\n');
            let starts = breaks.map(|(at, _)| u32::try_from(at + 1).unwrap_or(u32::MAX));
            std::iter::once(0).chain(starts).collect()
        })
    }

    /// The line, counted from 1, that holds a byte.
    pub fn line(&self, offset: u32) -> usize {
        self.line_starts().partition_point(|start| *start <= offset)
    }

    /// The bytes of a line, counted from 1, without its line break.
    pub fn line_span(&self, line: usize) -> Span {
        let starts = self.line_starts();
        let start = starts.get(line.saturating_sub(1)).copied().unwrap_or(self.len());
        let end = starts.get(line).copied().unwrap_or(self.len());
        let text = self.slice(Span::new(start, end)).trim_end_matches(['\n', '\r']);
        Span::new(start, start + u32::try_from(text.len()).unwrap_or(0))
    }

    /// Number of lines; a file that ends in a line break does not count an empty one after it.
    pub fn line_count(&self) -> usize {
        let starts = self.line_starts();
        starts.len() - usize::from(starts.len() > 1 && starts.last() == Some(&self.len()))
    }

    /// Line and column of a byte offset. A byte-order mark takes no column.
    pub fn position(&self, offset: u32, columns: Columns) -> Position {
        let line = self.line(offset);
        let start = self.line_starts().get(line.saturating_sub(1)).copied().unwrap_or(0);
        let before = self.slice(Span::new(start, offset)).trim_start_matches('\u{feff}');
        let width = match columns {
            Columns::Bytes => before.len(),
            Columns::Characters => before.chars().count(),
        };
        Position { line, column: width + 1 }
    }
}

/// The text of a file in UTF-16: it begins with a byte-order mark, or its first two letters are ASCII with
/// a zero byte each. Half a letter is read as `?`.
pub(crate) fn utf16(bytes: &[u8]) -> Option<String> {
    let is_big = match bytes {
        [0xff, 0xfe, 0, 0, ..] => return None,
        [0xfe, 0xff, ..] => true,
        [0xff, 0xfe, ..] => false,
        [0, one, 0, two, ..] if *one != 0 && *two != 0 => true,
        [one, 0, two, 0, ..] if *one != 0 && *two != 0 => false,
        _ => return None,
    };
    let units = bytes.chunks(2).map(|unit| match unit {
        [one, two] if is_big => u16::from_be_bytes([*one, *two]),
        [one, two] => u16::from_le_bytes([*one, *two]),
        _ => u16::from(b'?'),
    });
    Some(char::decode_utf16(units).map(|letter| letter.unwrap_or('?')).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_differ_by_unit() {
        let source = Source::new("x", "a: b\r\né😀: x\n");
        let offset = u32::try_from(source.text().find(": x").unwrap_or(0)).unwrap_or(0);
        assert_eq!(source.position(offset, Columns::Bytes), Position { line: 2, column: 7 });
        assert_eq!(source.position(offset, Columns::Characters), Position { line: 2, column: 3 });
        // A byte-order mark takes no column.
        assert_eq!(Source::new("x", "\u{feff}stratplan: 1").position(3, Columns::Characters).column, 1);
    }

    #[test]
    fn lines_end_before_their_break() {
        let source = Source::new("x", "one\r\ntwo\n");
        assert_eq!(source.slice(source.line_span(1)), "one");
        assert_eq!(source.slice(source.line_span(2)), "two");
        assert_eq!(source.line_count(), 2);
        assert_eq!(Source::new("x", "").line_count(), 1);
    }

    #[test]
    fn bytes_that_are_not_text_keep_every_offset() {
        let source = Source::from_bytes("x", b"a: \xe9\xff\nb: 1".to_vec());
        assert_eq!(source.text(), "a: ??\nb: 1");
        assert_eq!(source.first_invalid_byte(), Some(3));
    }

    #[test]
    fn what_is_utf16_is_read_as_such() {
        let text = "stratplan: 1 # \u{e9}\u{1f600}\n";
        let marked = format!("\u{feff}{text}");
        for text in [text, &marked] {
            let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            for bytes in [little, big] {
                let source = Source::from_bytes("x", bytes);
                assert_eq!((source.text(), source.is_utf16()), (text, true));
                assert_eq!(source.first_invalid_byte(), Some(0));
            }
        }
        // Half a letter at the end, and half a pair.
        assert_eq!(Source::from_bytes("x", b"a\0b\0c".to_vec()).text(), "ab?");
        assert_eq!(Source::from_bytes("x", b"\xff\xfe\x3d\xd8a\0".to_vec()).text(), "\u{feff}?a");
        for other in [&b"a\0bc"[..], b"ab", b"", b"\xff\xfe\0\0a\0\0\0", b"\xff", b"a\0"] {
            assert!(!Source::from_bytes("x", other.to_vec()).is_utf16(), "{other:?}");
        }
    }
}
