//! Why a change is not made, and what to do instead.

use std::fmt;

use crate::finding::Finding;
use crate::source::Source;

/// Why a change is not made. Nothing was touched.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}{message}\n  {help}")]
pub struct Refusal {
    /// Where the reason is to be seen.
    pub place: Place,
    /// What is in the way.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// A file, and a line in it where there is one to point at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// The file; empty where the fault is in what was asked.
    pub file: String,
    /// The line, from 1.
    pub line: Option<usize>,
}

impl Place {
    pub(super) fn of(source: &Source) -> Self {
        Self { file: source.name().to_owned(), line: None }
    }

    pub(super) fn at(source: &Source, offset: u32) -> Self {
        Self { line: Some(source.line(offset)), ..Self::of(source) }
    }

    /// Refuses, pointing here.
    pub(super) fn refuse(self, message: impl Into<String>, help: impl Into<String>) -> Refusal {
        Refusal { place: self, message: message.into(), help: help.into() }
    }

    /// Refuses for what the reader found here.
    pub(super) fn refuse_for(self, finding: &Finding) -> Refusal {
        self.refuse(finding.message.as_str(), finding.help.as_str())
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            _ if self.file.is_empty() => Ok(()),
            Some(line) => write!(f, "{}:{line}: ", self.file),
            None => write!(f, "{}: ", self.file),
        }
    }
}
