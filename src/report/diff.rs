//! What changed between two versions of a strategy, in its own terms: a gear moved, a target was made
//! easier, a goal has a new owner, a finding is resolved.
//!
//! [`Diff::between`] is a pure function of two documents that were checked by the same rules on the same day,
//! so that only edits count and not the passing of time. Comments, key order and layout do not count as
//! changes. Every difference in the model is reported, at least as [`Changed`](change::How::Changed).

pub mod change;
mod comparison;
mod facts;
pub mod gate_change;
mod lost;
mod matching;
pub(crate) mod measure;
pub mod news;
mod readings;
mod states;
pub mod target_change;
pub(crate) mod way;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::linter::Outcome;
use crate::source::Source;
use crate::strategy::document::Document;
use change::Change;
use news::FindingNews;

/// What changed between two versions of a strategy.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Diff {
    /// The strategy's name, in the newer version.
    pub name: String,
    /// The older version.
    pub old: Version,
    /// The newer version.
    pub new: Version,
    /// Whether they differ.
    pub likeness: Likeness,
    /// What changed, in the order of a strategy.
    pub changes: Vec<Change>,
    /// What changed in the findings.
    pub findings: FindingNews,
}

/// One of the two versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Version {
    /// A path, or a revision and a path.
    pub path: String,
    /// The currency of its money.
    pub currency: Option<String>,
    /// The day it was checked as of: the same for both unless a strategy is closed.
    pub as_of: Date,
    /// False if part of it could not be read, so that changes can be missing here.
    pub is_whole: bool,
    /// False if it has another format version or is not a strategy: then nothing is compared.
    pub is_judged: bool,
}

/// Whether two versions differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Likeness {
    /// The same bytes.
    Identical,
    /// Only comments, order or layout differ.
    Alike,
    /// They differ.
    Different,
}

/// A version with its findings.
#[derive(Debug, Clone, Copy)]
pub struct Judged<'a> {
    /// The file as it was read.
    pub document: &'a Document,
    /// The result of checking it.
    pub outcome: &'a Outcome<'a>,
}

impl Diff {
    /// Compares two versions. Fails only if a model cannot be serialized.
    pub fn between(old: Judged<'_>, new: Judged<'_>) -> Result<Self, serde_json::Error> {
        let is_judged = old.document.judgeable && new.document.judgeable;
        let (changes, findings) = if is_judged { comparison::compare(old, new)? } else { Default::default() };
        let likeness = match () {
            () if is_same(old.document, new.document) => Likeness::Identical,
            () if is_judged && changes.is_empty() && findings.is_empty() => Likeness::Alike,
            () => Likeness::Different,
        };
        Ok(Self {
            name: new.document.strategy.name().to_owned(),
            old: Version::of(old),
            new: Version::of(new),
            likeness,
            changes,
            findings,
        })
    }
}

/// True if the bytes of both files, the strategy's and that of its readings, are the same.
fn is_same(old: &Document, new: &Document) -> bool {
    old.source.text() == new.source.text()
        && old.csv.as_ref().map(Source::text) == new.csv.as_ref().map(Source::text)
}

impl Version {
    fn of(of: Judged<'_>) -> Self {
        let currency = of.document.strategy.budget.get().and_then(|budget| budget.currency.get());
        Self {
            currency: currency.map(|currency| currency.0.clone()),
            path: of.document.source.name().to_owned(),
            as_of: of.outcome.analysis.today,
            is_whole: of.document.is_whole(),
            is_judged: of.document.judgeable,
        }
    }
}

#[cfg(test)]
mod cases;
#[cfg(test)]
mod target_cases;
#[cfg(test)]
mod tests;
