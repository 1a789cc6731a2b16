//! Places in a file: spans of bytes, and the lines and columns that are shown for them.

/// A range of bytes in one file, end exclusive.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize, schemars::JsonSchema,
)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
}

impl Span {
    /// The bytes from `start` up to, not including, `end`.
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// An empty span at the beginning of the file: the place of what is missing from it.
    pub const START: Self = Self::new(0, 0);

    /// Number of bytes.
    pub const fn len(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// Whether the span has no bytes.
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Whether `other` is completely inside this span.
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The span as a range of `usize`, for slicing.
    pub const fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// Which of the files that make up a strategy a place is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum File {
    /// The YAML file itself.
    #[default]
    Strategy,
    /// The CSV file that its `readings:` names.
    Readings,
}

/// A place: a span and the file it is in. A bare [`Span`] means the strategy file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Location {
    pub file: File,
    pub span: Span,
}

impl From<Span> for Location {
    fn from(span: Span) -> Self {
        Self { file: File::Strategy, span }
    }
}

/// A line and a column, both counted from 1. What a column counts depends on [`Columns`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

/// What a column counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Columns {
    Bytes,
    /// Unicode scalar values: what people and most formats mean by a character.
    Characters,
}
