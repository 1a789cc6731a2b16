//! What changed since the last meeting, as a part of the gap report.

use schemars::JsonSchema;
use serde::Serialize;

use super::scope::{Inside, Scope};
use crate::analysis::Analysis;
use crate::report::diff::Diff;
use crate::report::diff::change::{Change, How};
use crate::strategy::subject::Subject;

/// What changed since an older version.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Since {
    /// What the older version is called: a revision with its day, or a file.
    pub label: String,
    /// The older version as it was asked for, to ask for it again.
    pub asked: String,
    /// What changed.
    pub diff: Diff,
}

impl Since {
    pub(crate) fn new(
        (label, asked): (String, String),
        mut diff: Diff,
        analysis: &Analysis<'_>,
        scope: &Scope,
    ) -> Self {
        if !scope.is_whole() {
            let inside = Inside::new(analysis, scope);
            diff.changes.retain(|change| owners(change).any(|owner| inside.has(&change.subject, owner)));
            for list in diff.findings.lists_mut() {
                list.retain(|one| {
                    let subject = one.address.subject();
                    inside.has(subject, inside.responsible.of(subject))
                });
            }
        }
        Self { label, asked, diff }
    }

    /// The targets and gates that ask for less than before.
    pub(crate) fn softened(&self) -> impl Iterator<Item = &Change> {
        self.diff.changes.iter().filter(|change| change.how.is_softer())
    }

    /// True if the state of an entry may be better only because it asks for less or is measured differently.
    pub(super) fn flatters(&self, subject: &Subject) -> bool {
        self.diff.changes.iter().filter(|change| change.subject == *subject).any(|change| match &change.how {
            How::Became { remeasured, .. } => *remeasured,
            How::Reworded { key, .. } => key == "unit",
            how => how.is_softer(),
        })
    }

    pub(crate) fn is_silent(&self) -> bool {
        self.diff.changes.is_empty() && self.diff.findings.is_empty()
    }
}

/// The owners of a change: the current one, and the one before if that changed.
fn owners(change: &Change) -> impl Iterator<Item = Option<&str>> {
    let former = match &change.how {
        How::ReOwned { from, .. } => from.as_deref(),
        _ => None,
    };
    std::iter::once(change.owner.as_deref()).chain(former.map(Some))
}
