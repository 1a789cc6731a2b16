//! How findings look: one file a format.
//!
//! A format is a [`Layout`]: a sheet for each strategy, joined at the end.
//!
//! People read [`full`], findings with their lines, [`concise`], one line a finding, for editors,
//! too, and below either [`closing`], the line that counts. [`markdown`] has findings and report for
//! places that show it. Machines read [`json`] with everything, [`jsonl`] with one finding a line,
//! and what services and tools call [`sarif`], [`github`], [`gitlab`], [`junit`], [`checkstyle`] and
//! [`rdjson`].
//!
//! They share [`identity`], by which services know a finding again, places in each reader's unit, and
//! the wording of a finding as one text.

pub mod checkstyle;
pub mod closing;
pub mod concise;
pub mod full;
pub mod github;
pub mod gitlab;
pub mod identity;
pub mod json;
pub mod jsonl;
pub mod junit;
pub mod markdown;
mod place;
pub mod rdjson;
pub mod sarif;
mod wording;
mod xml;

use std::io;

use jiff::civil::Date;

use crate::config::FailOn;
use crate::linter::Outcome;
use crate::report::summary::{Mends, Summary, Unjudged};
use crate::source::Source;
use crate::strategy::document::Document;

/// A strategy that was judged, for as long as it is in memory.
#[derive(Debug, Clone, Copy)]
pub struct Judged<'a> {
    /// The strategy.
    pub document: &'a Document,
    /// What came of it.
    pub outcome: &'a Outcome<'a>,
    /// The level at which it fails the check.
    pub fail_on: FailOn,
    /// What was mended before.
    pub mends: Mends,
    /// The file before it was changed, where it was.
    pub before: Option<&'a Source>,
}

impl Judged<'_> {
    /// Counts of its findings.
    pub fn summary(self) -> Summary {
        let summary = Summary::of(&self.outcome.findings, self.outcome.allowed);
        summary.accepted(self.outcome.baselined).after(self.mends)
    }

    /// Counts of its findings as people see them.
    pub fn told(self) -> Summary {
        let summary = Summary::told(&self.outcome.findings, self.outcome.allowed);
        summary.accepted(self.outcome.baselined).after(self.mends)
    }
}

/// What is known once every strategy was judged.
#[derive(Debug, Clone, Copy)]
pub struct Run<'a> {
    /// The day that strategies were judged on.
    pub today: Date,
    /// What could not be done, as it is told on standard error.
    pub troubles: &'a [String],
    /// How many files were met that are not judged.
    pub unjudged: Unjudged,
    /// How the command is going to end.
    pub exit_code: u8,
}

/// A format: how the findings of any number of strategies become one text.
///
/// A sheet is made on the thread that judged the strategy, which is then dropped, so that memory
/// does not grow with the size of the files. Sheets are joined in the order of paths, so the text is
/// the same at any number of threads.
///
/// Machine formats carry every finding by itself; only people are told several as one.
pub trait Layout: Sync {
    /// What is kept of one strategy.
    type Sheet: Send;

    /// Takes down what is to be said of one strategy.
    fn sheet(&self, judged: Judged<'_>) -> io::Result<Self::Sheet>;

    /// Makes one text of all sheets. With none it is a valid text that says so.
    fn join(&self, sheets: Vec<Self::Sheet>, run: &Run<'_>) -> io::Result<Vec<u8>>;
}
