//! What `check` prints, one file per format.
//!
//! A format is a function from the [`Report`] of each strategy and the [`Run`] to bytes. A report
//! owns what it needs and the document is dropped as soon as it is made, so memory does not grow
//! with the size of the files.
//!
//! People read [`full`] (findings with their lines) or [`concise`] (one line per finding), each
//! followed by the [`closing`] line, and [`markdown`]. Programs read [`json`], [`sarif`],
//! [`github`], [`gitlab`], [`junit`], [`checkstyle`] and [`rdjson`], all made from
//! [`FindingRow`]s. Only people see similar findings grouped into one.

pub mod checkstyle;
pub mod closing;
pub mod concise;
pub mod digest;
pub mod full;
pub mod github;
pub mod gitlab;
pub mod json;
pub mod junit;
pub mod markdown;
pub mod rdjson;
pub mod row;
pub mod sarif;
mod xml;

use jiff::civil::Date;

use self::row::FindingRow;
use crate::config::FailOn;
use crate::linter::Outcome;
use crate::report::alignment::AlignmentReport;
use crate::report::summary::{FixCounts, Summary, Unjudged};
use crate::strategy::document::Document;

/// What is kept of a strategy once it was checked.
#[derive(Debug)]
pub struct Report {
    /// The strategy file.
    pub path: String,
    /// The level at which the strategy fails the check.
    pub fail_on: FailOn,
    /// How many findings it has.
    pub counts: Summary,
    /// How many of them the text shows together with a similar one.
    pub together: usize,
    /// The findings, for the formats that programs read.
    pub findings: Vec<FindingRow>,
    /// How the strategy aligns, for the formats that show it.
    pub alignment: Option<AlignmentReport>,
    /// The findings as people read them, for the formats `full` and `concise`, or the diff of the fixes.
    pub text: Vec<u8>,
    /// True if the text is a digest: the strategy has too many errors to show each one.
    pub is_digest: bool,
    /// Findings and alignment in Markdown, if they are wanted.
    pub markdown: Vec<u8>,
}

impl Report {
    /// True if its findings fill more than a screen and parts of it cannot be read: its tables would say little that
    /// is true.
    pub fn hides_the_tables(&self) -> bool {
        const SCREEN: usize = 60;
        let is_partial = self.alignment.as_ref().is_some_and(|alignment| alignment.is_partial);
        is_partial && self.text.split(|byte| *byte == b'\n').count() > SCREEN
    }

    /// The counts of a strategy, without any of the contents that only some formats need.
    pub fn new(document: &Document, outcome: &Outcome<'_>, fail_on: FailOn, fixes: FixCounts) -> Self {
        let complete = |counts: Summary| counts.accepted(outcome.baselined).after(fixes);
        Self {
            path: document.source.name().to_owned(),
            fail_on,
            counts: complete(Summary::of(&outcome.findings, outcome.allowed)),
            together: 0,
            findings: Vec::new(),
            alignment: None,
            text: Vec::new(),
            is_digest: false,
            markdown: Vec::new(),
        }
    }
}

/// What is known once every strategy was checked.
#[derive(Debug, Clone, Copy)]
pub struct Run<'a> {
    /// The day that strategies were judged on.
    pub today: Date,
    /// What went wrong, as printed on standard error.
    pub errors: &'a [String],
    /// How many files were found and not checked.
    pub unjudged: Unjudged,
    /// How the command is going to end.
    pub exit_code: u8,
}
