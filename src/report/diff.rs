//! What changed between two versions of a strategy, in its own terms: a gear moved, a KPI was
//! re-targeted, a goal has another owner, a finding is resolved.
//!
//! [`Diff::between`] is a pure function of two documents that were judged by the same rules on the
//! same day, so that only edits show and not the days between them. Comments, the order of keys and
//! the layout are no change. What differs in the model is always told, at the least as
//! [`Changed`](change::How::Changed).

pub mod change;
mod comparison;
mod entries;
mod facts;
mod matching;
pub mod news;
mod owners;
mod readings;
mod standing;
mod unread;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::linter::Outcome;
use crate::strategy::document::Document;
use change::Change;
use news::FindingNews;

/// What changed between two versions of a strategy.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Diff {
    /// The strategy's name, in the newer version.
    pub name: String,
    /// The currency of its money, in the newer version.
    pub currency: Option<String>,
    /// The older version.
    pub old: Version,
    /// The newer version.
    pub new: Version,
    /// How alike the two are.
    pub likeness: Likeness,
    /// What changed, in the order of a strategy.
    pub changes: Vec<Change>,
    /// What became of the findings.
    pub findings: FindingNews,
}

/// One of the two versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Version {
    /// What it is called: a path, or a revision and a path.
    pub path: String,
    /// The day it was judged on: the same for both, but for a closed strategy.
    pub as_of: Date,
    /// False where a part of it could not be read, so that what it says may be missing here.
    pub is_whole: bool,
    /// False where it follows another format, or is no strategy at all: then nothing is compared.
    pub is_judged: bool,
}

/// How alike two versions are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Likeness {
    /// The same bytes.
    Identical,
    /// Nothing but comments, order or layout differs.
    Alike,
    /// They differ.
    Different,
}

/// A version with its findings.
#[derive(Debug, Clone, Copy)]
pub struct Judged<'a> {
    /// The file as it was read.
    pub document: &'a Document,
    /// What came out of judging it.
    pub outcome: &'a Outcome<'a>,
}

impl Diff {
    /// Compares two versions. Fails only where a model cannot be serialised, which none is known for.
    pub fn between(old: Judged<'_>, new: Judged<'_>) -> Result<Self, serde_json::Error> {
        let is_judged = old.document.judgeable && new.document.judgeable;
        let (changes, findings) = if is_judged { comparison::compare(old, new)? } else { Default::default() };
        let likeness = match () {
            () if is_same(old.document, new.document) => Likeness::Identical,
            () if is_judged && changes.is_empty() && findings.is_empty() => Likeness::Alike,
            () => Likeness::Different,
        };
        let currency = new.document.strategy.budget.get().and_then(|budget| budget.currency.get());
        Ok(Self {
            name: new.document.strategy.name().to_owned(),
            currency: currency.map(|currency| currency.0.clone()),
            old: Version::of(old),
            new: Version::of(new),
            likeness,
            changes,
            findings,
        })
    }
}

/// True where the bytes of both files, the strategy's and that of its readings, are the same.
fn is_same(old: &Document, new: &Document) -> bool {
    let csv = match (&old.csv, &new.csv) {
        (Some(old), Some(new)) => old.text() == new.text(),
        (old, new) => old.is_none() && new.is_none(),
    };
    csv && old.source.text() == new.source.text()
}

impl Version {
    fn of(of: Judged<'_>) -> Self {
        Self {
            path: of.document.source.name().to_owned(),
            as_of: of.outcome.analysis.today,
            is_whole: of.document.is_whole(),
            is_judged: of.document.judgeable,
        }
    }
}

#[cfg(test)]
mod tests;
