//! Figures from the exports of platforms: bytes → tables → a known source → figures by day → readings.
//!
//! A file is recognized by the headers of its tables, never by its name. What was read is right, or the file is
//! refused with the reason: a date or a figure that can mean two things, a row that is cut off, and rows that do not
//! add up to the file's own total stop everything. Nothing here touches the disk or knows what a strategy already has;
//! `edits::import` compares and writes.
//!
//! A source is one file in `import/sources/`, one line in [`sources`], and a sample in `tests/exports/`.

pub(crate) mod sources;
mod cells;
mod csv;
mod text;
mod unpack;
mod sheets;
mod json;
mod dates;
mod date_words;
mod figures;
mod tables;
pub(crate) mod recognize;
pub(crate) mod wants;
mod series;
mod layout;
mod marks;
mod read;
pub(crate) mod stretches;
mod pool;
pub(crate) mod outcome;

pub(crate) use dates::Order;
pub(crate) use figures::Separator;
pub(crate) use outcome::{Import, describe, import};
pub(crate) use read::Choices;
pub(crate) use unpack::MAX_BYTES;

/// Why a file, or a figure of it, is not taken, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) message: String,
    pub(crate) help: String,
}

impl Problem {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into() }
    }
}
