//! Structural gaps: the findings of the rules, by owner.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;

use super::scope::Inside;
use crate::finding::file::UNKNOWN_REFERENCE;
use crate::finding::{Finding, Group, Kind, Level};
use crate::linter::Outcome;
use crate::linter::group::{GroupedFinding, group, ids};
use crate::strategy::address::Address;
use crate::strategy::document::Document;

/// The gaps of one owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Belongings {
    /// The owner; null for gaps without one.
    pub owner: Option<String>,
    /// The gaps, the most severe first.
    pub gaps: Vec<Gap>,
}

/// A finding, or several similar ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Gap {
    /// The rule's name.
    pub rule: String,
    /// The part of a strategy that the rule looks at.
    pub group: Group,
    /// The severity.
    pub level: Level,
    /// Whether something is missing or wrong.
    pub kind: Kind,
    /// What is wrong.
    pub message: String,
    /// What to do next.
    pub help: String,
    /// The dotted path of keys and ids of the first finding.
    pub address: Address,
    /// The line of the first finding, from 1.
    pub line: usize,
    /// For several findings: the ids of the entries.
    pub about: Vec<String>,
}

pub(in crate::report) fn is_for_meeting(finding: &Finding) -> bool {
    finding.rule.group != Group::File || *finding.rule == UNKNOWN_REFERENCE
}

/// The findings in a scope. Errors of the file itself are not for a meeting, except references to entries
/// that do not exist.
pub(super) fn findings(document: &Document, outcome: &Outcome<'_>, inside: &Inside<'_>) -> Vec<Finding> {
    let own = outcome.findings.iter().filter(|finding| {
        let address = document.address(finding);
        is_for_meeting(finding) && inside.has(address.subject(), inside.responsible.of(address.subject()))
    });
    own.cloned().collect()
}

/// The findings by owner; the owner of the most severe ones first.
pub(super) fn belongings(document: &Document, inside: &Inside<'_>, findings: &[Finding]) -> Vec<Belongings> {
    let mut by_owner: IndexMap<Option<&str>, Vec<Finding>> = IndexMap::new();
    for finding in findings {
        let owner = inside.responsible.of(document.address(finding).subject());
        by_owner.entry(owner).or_default().push(finding.clone());
    }
    let mut belongings: Vec<Belongings> = by_owner
        .into_iter()
        .map(|(owner, findings)| {
            let mut gaps: Vec<Gap> = group(&findings).iter().map(|one| Gap::new(document, one)).collect();
            gaps.sort_by_key(|gap| std::cmp::Reverse(gap.level));
            Belongings { owner: owner.map(str::to_owned), gaps }
        })
        .collect();
    let count = |one: &Belongings, level| one.gaps.iter().filter(|gap| gap.level == level).count();
    belongings.sort_by_key(|one| {
        std::cmp::Reverse((count(one, Level::Error), count(one, Level::Warning), one.gaps.len()))
    });
    belongings
}

/// All findings, grouped, each with its owner. A group with several owners has none.
pub(super) fn together(
    document: &Document,
    inside: &Inside<'_>,
    findings: &[Finding],
) -> Vec<(Option<String>, Gap)> {
    let owner = |grouped: &GroupedFinding<'_>| {
        let of = |finding: &Finding| inside.responsible.of(document.address(finding).subject());
        let first = of(grouped.first)?;
        grouped.rest.iter().all(|finding| of(finding) == Some(first)).then(|| first.to_owned())
    };
    group(findings).iter().map(|grouped| (owner(grouped), Gap::new(document, grouped))).collect()
}

impl Gap {
    fn new(document: &Document, grouped: &GroupedFinding<'_>) -> Self {
        let all: Vec<&Finding> = std::iter::once(grouped.first).chain(grouped.rest.iter().copied()).collect();
        let about = ids(all.iter().map(|finding| document.address(finding)));
        Self {
            rule: grouped.first.rule.name.to_owned(),
            group: grouped.first.rule.group,
            level: grouped.level,
            kind: grouped.first.rule.kind,
            message: grouped.message.clone(),
            help: grouped.helps(document).join("; "),
            address: document.address(grouped.first),
            line: document.file(grouped.first.place).line(grouped.first.place.span.start),
            about,
        }
    }
}
