//! Structural gaps: the rules' findings, by whom they belong to.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;

use super::scope::Inside;
use crate::analysis::owners::Responsible;
use crate::finding::file::UNKNOWN_REFERENCE;
use crate::finding::{Finding, Group, Kind, Level};
use crate::linter::Outcome;
use crate::linter::group::{GroupedFinding, group};
use crate::strategy::address::Address;
use crate::strategy::document::Document;

/// What belongs to one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Belongings {
    /// Who; none for what belongs to nobody.
    pub owner: Option<String>,
    /// What, the most severe first.
    pub gaps: Vec<Gap>,
}

/// A finding, or several of a kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Gap {
    /// The rule's name.
    pub rule: String,
    /// The part of a strategy that the rule looks at.
    pub group: Group,
    /// Its severity.
    pub level: Level,
    /// Missing or wrong.
    pub kind: Kind,
    /// What is wrong.
    pub message: String,
    /// What to do next.
    pub help: String,
    /// The dotted path of keys and ids of the first place.
    pub address: Address,
    /// The line of the first place, from 1.
    pub line: usize,
    /// Where there are several: the ids of what it is about.
    pub about: Vec<String>,
}

/// Everything that the rules found inside a scope, with whom it belongs to. What is wrong
/// with the file as a file does not concern a meeting; a reference to something that does not exist does.
pub(super) fn owned<'a>(
    document: &Document,
    outcome: &'a Outcome<'_>,
    inside: &Inside<'_>,
) -> Vec<(Option<&'a str>, Finding)> {
    let responsible = Responsible::new(&outcome.analysis);
    let is_for_meeting =
        |finding: &&Finding| finding.rule.group != Group::File || *finding.rule == UNKNOWN_REFERENCE;
    let judged = outcome.findings.iter().filter(is_for_meeting);
    let owned = judged.filter_map(|finding| {
        let address = document.address(finding);
        let owner = responsible.of(address.subject());
        inside.has_subject(address.subject(), owner).then(|| (owner, finding.clone()))
    });
    owned.collect()
}

/// The findings by whom they belong to, whoever has the most severe first.
pub(super) fn belongings(document: &Document, owned: &[(Option<&str>, Finding)]) -> Vec<Belongings> {
    let mut by_owner: IndexMap<Option<&str>, Vec<Finding>> = IndexMap::new();
    for (owner, finding) in owned {
        by_owner.entry(*owner).or_default().push(finding.clone());
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

/// All findings as a meeting reads them. What belongs to several people belongs to nobody alone.
pub(super) fn together(document: &Document, owned: &[(Option<&str>, Finding)]) -> Vec<(Option<String>, Gap)> {
    let findings: Vec<Finding> = owned.iter().map(|(_, finding)| finding.clone()).collect();
    let whose = |told: &GroupedFinding<'_>| {
        let mut places = std::iter::once(told.first).chain(told.rest.iter().copied());
        let of = |finding: &Finding| {
            let is_it = |one: &&(Option<&str>, Finding)| {
                one.1.place == finding.place && one.1.rule == finding.rule && one.1.message == finding.message
            };
            owned.iter().find(is_it).and_then(|(owner, _)| *owner)
        };
        let first = of(told.first)?;
        places.all(|finding| of(finding) == Some(first)).then(|| first.to_owned())
    };
    group(&findings).iter().map(|told| (whose(told), Gap::new(document, told))).collect()
}

impl Gap {
    fn new(document: &Document, told: &GroupedFinding<'_>) -> Self {
        let id = |finding: &Finding| document.address(finding).subject().id();
        let all = std::iter::once(told.first).chain(told.rest.iter().copied());
        let mut about: Vec<String> =
            if told.rest.is_empty() { Vec::new() } else { all.map(id).filter(|id| !id.is_empty()).collect() };
        about.dedup();
        Self {
            rule: told.first.rule.name.to_owned(),
            group: told.first.rule.group,
            level: told.level,
            kind: told.first.rule.kind,
            message: told.message.clone(),
            help: told.first.help.clone(),
            address: document.address(told.first),
            line: document.file(told.first.place).line(told.first.place.span.start),
            about,
        }
    }
}
