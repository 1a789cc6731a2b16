//! Structural gaps: the rules' findings, by whom they belong to.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;

use super::scope::Inside;
use crate::analysis::Analysis;
use crate::document::Document;
use crate::finding::{Finding, Group, Kind, Level};
use crate::linter::Outcome;
use crate::linter::group::{GroupedFinding, group};

/// What belongs to one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Belongings {
    /// Who; none for what belongs to nobody.
    pub owner: Option<String>,
    /// What, the gravest first.
    pub gaps: Vec<Gap>,
}

/// A finding, or several of a kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Gap {
    /// The rule's name.
    pub rule: String,
    /// The part of a strategy that the rule looks at.
    pub group: Group,
    /// How grave it is.
    pub level: Level,
    /// Missing or wrong.
    pub kind: Kind,
    /// What is wrong.
    pub message: String,
    /// What to do next.
    pub help: String,
    /// The dotted path of keys and ids of the first place.
    pub address: String,
    /// The line of the first place, from 1.
    pub line: usize,
    /// Where there are several: the ids of what it is about.
    pub about: Vec<String>,
}

/// Everything that the rules found inside a scope, with whom it belongs to. What is wrong with the
/// file as a file is no matter for a meeting.
pub(super) fn owned<'a>(
    document: &Document,
    outcome: &'a Outcome<'_>,
    inside: &Inside<'_>,
) -> Vec<(Option<&'a str>, Finding)> {
    let judged = outcome.findings.iter().filter(|finding| finding.rule.group != Group::File);
    let owned = judged.filter_map(|finding| {
        let address = document.address(finding);
        let owner = owner_of(&outcome.analysis, &address);
        inside.has_address(&address, owner).then(|| (owner, finding.clone()))
    });
    owned.collect()
}

/// The findings by whom they belong to, whoever has the gravest first.
pub(super) fn belongings(document: &Document, owned: &[(Option<&str>, Finding)]) -> Vec<Belongings> {
    let mut by_owner: IndexMap<Option<&str>, Vec<Finding>> = IndexMap::new();
    for (owner, finding) in owned {
        by_owner.entry(*owner).or_default().push(finding.clone());
    }
    let mut belongings: Vec<Belongings> = by_owner
        .into_iter()
        .map(|(owner, findings)| Belongings {
            owner: owner.map(str::to_owned),
            gaps: gaps(document, &findings),
        })
        .collect();
    let count = |one: &Belongings, level| one.gaps.iter().filter(|gap| gap.level == level).count();
    belongings.sort_by_key(|one| {
        std::cmp::Reverse((count(one, Level::Error), count(one, Level::Warning), one.gaps.len()))
    });
    belongings
}

/// Findings as a meeting reads them, those of a kind together, the gravest first.
fn gaps(document: &Document, findings: &[Finding]) -> Vec<Gap> {
    let mut gaps: Vec<Gap> = group(findings).iter().map(|told| Gap::new(document, told)).collect();
    gaps.sort_by_key(|gap| std::cmp::Reverse(gap.level));
    gaps
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
        let id = |finding: &Finding| {
            let address = document.address(finding);
            let steps: Vec<&str> = address.split('.').collect();
            match steps.as_slice() {
                ["purposes", purpose, "gears", gear, ..] => format!("{purpose}.{gear}"),
                ["pillars", _, "activities", id, ..]
                | [
                    "goals" | "kpis" | "platforms" | "decisions" | "risks" | "lessons" | "audiences",
                    id,
                    ..,
                ] => (*id).to_owned(),
                _ => String::new(),
            }
        };
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

/// Who answers for a place in the file: the owner of the entry it is in, else of the strategy.
pub(super) fn owner_of<'a>(analysis: &Analysis<'a>, address: &str) -> Option<&'a str> {
    let strategy = analysis.strategy;
    let owners = &analysis.owners;
    let steps: Vec<&str> = address.split('.').collect();
    let of_entry = match steps.as_slice() {
        ["goals", id, ..] => {
            analysis.goals.iter().find(|goal| goal.id.as_str() == *id).and_then(|goal| goal.owner.id())
        }
        ["kpis", id, ..] => strategy.kpi(id).and_then(|kpi| owners.of(&kpi.owner).id()),
        ["pillars", pillar, "activities", id, ..] => {
            let mut all = analysis.activities.iter();
            all.find(|one| one.pillar().key() == *pillar && one.id() == *id).and_then(|one| one.owner.id())
        }
        ["pillars", pillar, ..] => {
            let mut pillars = strategy.pillars();
            pillars.find(|one| one.kind.key() == *pillar).and_then(|one| owners.of(one.owner).id())
        }
        ["purposes", purpose, "gears", gear, ..] => analysis
            .gears()
            .find(|(train, one, ..)| train.kind.key() == *purpose && one.kind.key() == *gear)
            .and_then(|(_, _, says, _)| owners.of(&says.owner).id()),
        ["platforms", id, ..] => {
            let mut platforms = strategy.platforms();
            let found = platforms.find(|(of, _)| of.as_str() == *id);
            found.and_then(|(_, platform)| owners.of(&platform.answered_by.get()?.owner).id())
        }
        ["decisions", id, ..] => {
            let found = strategy.decisions().find(|(of, _)| of.as_str() == *id);
            found.and_then(|(_, decision)| owners.of(&decision.owner).id())
        }
        ["risks", id, ..] => {
            let found = strategy.risks().find(|(of, _)| of.as_str() == *id);
            found.and_then(|(_, risk)| owners.of(&risk.owner).id())
        }
        ["marketing_strategy", ..] => {
            strategy.marketing_strategy.get().and_then(|marketing| owners.of(&marketing.owner).id())
        }
        _ => None,
    };
    of_entry.or_else(|| owners.strategy.map(crate::decode::field::Id::as_str))
}
