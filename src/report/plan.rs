//! The plan: when each gear can start, and what to do next.
//!
//! [`PlanReport`] is one strategy on one day. [`WhatIf`] is two of them, before and after dates were moved,
//! with the findings that the move would cause or resolve.

use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::moving::MovedDate;
use crate::edits::reschedule::Rescheduled;
use crate::finding::{Finding, Level};
use crate::linter::Outcome;
use crate::linter::finding_key::{FindingKey, new_and_gone};
use crate::report::gaps::{Definitions, Head};
use crate::report::gears::{self, GearTable};
use crate::report::summary::Summary;
use crate::strategy::document::Document;
use crate::strategy::subject::Subject;

pub use super::moves::{Kind, NextMove};

/// When each gear can start, and what to do next.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PlanReport {
    /// The strategy and its dates.
    pub head: Head,
    /// The gears of each purpose, with the slack before each start.
    pub gear_sequences: Vec<GearTable>,
    /// What to do within the horizon, by day.
    pub next_moves: Vec<NextMove>,
    /// Findings by level.
    pub findings: Summary,
    /// True if some of the advised days, without the others, would bring another problem.
    pub is_only_together: bool,
    /// The names of the people, by id.
    pub people: indexmap::IndexMap<String, String>,
    /// The definitions of the figures, with the thresholds in force.
    pub definitions: Definitions,
}

impl PlanReport {
    /// What can start when, and the next moves within these days.
    pub fn new(document: &Document, outcome: &Outcome<'_>, horizon_days: i64) -> Self {
        let analysis = &outcome.analysis;
        Self {
            head: Head::new(document, analysis),
            gear_sequences: gears::tables(document, outcome),
            next_moves: super::moves::next(analysis, outcome.terms, horizon_days),
            findings: Summary::of(&outcome.findings, outcome.allowed),
            is_only_together: outcome.timetable.is_only_together,
            people: super::gaps::people(analysis),
            definitions: Definitions::new(outcome.terms, horizon_days),
        }
    }
}

/// A plan before and after dates were moved.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WhatIf {
    /// The dates that were moved.
    pub moved: Vec<MovedDate>,
    /// The plan as it is.
    pub before: PlanReport,
    /// The plan as it would be.
    pub after: PlanReport,
    /// Findings that the move would cause, the most severe first.
    pub caused: Vec<BriefFinding>,
    /// Findings that the move would resolve, the most severe first.
    pub cured: Vec<BriefFinding>,
    /// Findings that would be gone while one that is as severe is new or says more, about the same entry and from the
    /// same group: it may only hide them.
    pub replaced: Vec<BriefFinding>,
}

/// A finding without its place in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct BriefFinding {
    /// The rule's name.
    pub rule: String,
    /// The severity.
    pub level: Level,
    /// What is wrong.
    pub message: String,
    /// What to do next.
    pub help: String,
    /// The dotted path of what it is about.
    pub address: String,
}

impl WhatIf {
    /// Compares a strategy before and after a move; both were judged on the same day.
    pub(crate) fn new(
        moved: &Rescheduled,
        before: (&Document, &Outcome<'_>),
        after: &Outcome<'_>,
        horizon_days: i64,
    ) -> Self {
        let old = (before.0, before.1.findings.as_slice());
        let (caused, cured) = new_and_gone(old, (&moved.document, &after.findings));
        // What makes room for something as bad about the same entries may only be hidden by it. Of a finding that was
        // there before, that is what it did not name yet; another day or number in it says nothing.
        let known: Vec<(FindingKey, Vec<Subject>)> =
            old.1.iter().map(|one| (FindingKey::of(old.0, one), old.0.subjects(one))).collect();
        let adds = |one: &Finding| {
            let is_new = caused.iter().any(|new| std::ptr::eq(*new, one));
            let key = FindingKey::of(&moved.document, one);
            let was_named = |subject: &Subject| {
                known.iter().any(|(known, subjects)| *known == key && subjects.contains(subject))
            };
            let subjects = moved.document.subjects(one).into_iter();
            subjects.filter(|subject| is_new || !was_named(subject)).collect()
        };
        let louder: Vec<(&Finding, Vec<Subject>)> =
            after.findings.iter().map(|one| (one, adds(one))).collect();
        let is_replaced = |one: &&Finding| {
            let about = before.0.subjects(one);
            louder.iter().any(|(new, subjects)| {
                new.rule.group == one.rule.group
                    && new.level >= one.level
                    && subjects.iter().any(|subject| about.contains(subject))
            })
        };
        let (replaced, cured): (Vec<&Finding>, Vec<&Finding>) = cured.into_iter().partition(is_replaced);
        Self {
            moved: moved.dates.clone(),
            cured: briefly(before.0, cured.into_iter()),
            replaced: briefly(before.0, replaced.into_iter()),
            caused: briefly(&moved.document, caused.into_iter()),
            before: PlanReport::new(before.0, before.1, horizon_days),
            after: PlanReport::new(&moved.document, after, horizon_days),
        }
    }
}

/// The findings in short form, the most severe first.
fn briefly<'a>(document: &Document, findings: impl Iterator<Item = &'a Finding>) -> Vec<BriefFinding> {
    let brief = |finding: &Finding| BriefFinding {
        rule: finding.rule.name.to_owned(),
        level: finding.level,
        message: finding.message.clone(),
        help: finding.help.clone(),
        address: document.address(finding).to_string(),
    };
    let mut findings: Vec<BriefFinding> = findings.map(brief).collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.level));
    findings
}
