//! A place as a format gives it: a path, and lines and columns in the unit that its readers expect.

use crate::source::{Columns, Location, Position};
use crate::strategy::document::Document;

/// From where to where in which file. The end is exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place<'a> {
    /// The file, as messages call it.
    pub path: &'a str,
    /// The first character.
    pub start: Position,
    /// After the last one.
    pub end: Position,
}

impl<'a> Place<'a> {
    /// A place in one of the files of a document.
    pub fn new(document: &'a Document, at: Location, columns: Columns) -> Self {
        let source = document.file(at);
        Self {
            path: source.name(),
            start: source.position(at.span.start, columns),
            end: source.position(at.span.end, columns),
        }
    }

    /// True where it ends on the line that it begins on.
    pub fn is_on_one_line(&self) -> bool {
        self.start.line == self.end.line
    }

    /// The last line that it covers something of.
    pub fn last_line(&self) -> usize {
        if self.end.column == 1 { (self.end.line - 1).max(self.start.line) } else { self.end.line }
    }
}
