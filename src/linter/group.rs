//! Similar findings shown as one, for people: four activities without an owner are one finding with
//! four places.

use std::collections::HashMap;
use std::hash::Hash;

use crate::finding::{Finding, Level};
use crate::strategy::address::Address;
use crate::words::with_article;

/// A finding, or several similar ones.
#[derive(Debug)]
pub struct GroupedFinding<'a> {
    /// The first of them in the file, whose notes and help are shown.
    pub first: &'a Finding,
    /// The others.
    pub rest: Vec<&'a Finding>,
    /// The message for all of them.
    pub message: String,
    /// Their level.
    pub level: Level,
}

/// Puts those with the same key together, the first of them and the others. One without a key is alone.
pub(crate) fn alike<'a, T, K: Eq + Hash>(
    all: impl IntoIterator<Item = &'a T>,
    key: impl Fn(&'a T) -> Option<K>,
) -> Vec<(&'a T, Vec<&'a T>)> {
    let mut groups: Vec<(&T, Vec<&T>)> = Vec::new();
    // The position of each group by its key, since a file can have thousands of findings.
    let mut positions = HashMap::new();
    for one in all {
        let position = key(one).map(|key| *positions.entry(key).or_insert(groups.len()));
        match position.and_then(|position| groups.get_mut(position)) {
            Some((_, rest)) => rest.push(one),
            None => groups.push((one, Vec::new())),
        }
    }
    groups
}

/// The ids of the entries that several findings are about; none for a single finding.
pub(crate) fn ids(of: impl ExactSizeIterator<Item = Address>) -> Vec<String> {
    if of.len() < 2 {
        return Vec::new();
    }
    let mut ids: Vec<String> = of.map(|address| address.subject().id()).collect();
    ids.retain(|id| !id.is_empty());
    ids.dedup();
    ids
}

/// Groups the findings of one rule on siblings, from two on.
pub fn group(findings: &[Finding]) -> Vec<GroupedFinding<'_>> {
    let groups = alike(findings, |finding| {
        finding.siblings.as_ref().map(|siblings| (siblings, finding.rule.name, finding.level))
    });
    let grouped = groups.into_iter().map(|(first, rest)| {
        let message = match &first.siblings {
            Some(siblings) if !rest.is_empty() => {
                let count = rest.len() + 1;
                let (noun, problem) = (siblings.noun, siblings.problem);
                match siblings.total {
                    2 if count == 2 => format!("both {noun} {problem}"),
                    total if total == count => match problem.strip_prefix("have no ") {
                        Some(lack) => format!("none of the {count} {noun} has {}", with_article(lack)),
                        None => format!("all {count} {noun} {problem}"),
                    },
                    total => format!("{count} of {total} {noun} {problem}"),
                }
            }
            _ => first.message.clone(),
        };
        GroupedFinding { first, rest, message, level: first.level }
    });
    grouped.collect()
}
