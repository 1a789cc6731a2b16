//! Similar findings shown as one, for people: four activities without an owner are one finding with
//! four places.

use std::collections::HashMap;

use crate::finding::{Finding, Level};
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

/// Groups the findings of one rule on siblings, from two on.
pub fn group(findings: &[Finding]) -> Vec<GroupedFinding<'_>> {
    let mut grouped: Vec<GroupedFinding<'_>> = Vec::new();
    // The position of each group by its key, since a file can have thousands of findings.
    let mut positions = HashMap::new();
    for finding in findings {
        let key = finding.siblings.as_ref().map(|siblings| (siblings, finding.rule.name, finding.level));
        let position = key.map(|key| *positions.entry(key).or_insert(grouped.len()));
        match position.and_then(|position| grouped.get_mut(position)) {
            Some(one) => one.rest.push(finding),
            None => grouped.push(GroupedFinding {
                first: finding,
                rest: Vec::new(),
                message: finding.message.clone(),
                level: finding.level,
            }),
        }
    }
    for one in grouped.iter_mut().filter(|one| !one.rest.is_empty()) {
        if let Some(siblings) = &one.first.siblings {
            let count = one.rest.len() + 1;
            let (noun, problem) = (&siblings.noun, &siblings.problem);
            one.message = match siblings.total {
                2 if count == 2 => format!("both {noun} {problem}"),
                total if total == count => match problem.strip_prefix("have no ") {
                    Some(lack) => format!("none of the {count} {noun} has {}", with_article(lack)),
                    None => format!("all {count} {noun} {problem}"),
                },
                total => format!("{count} of {total} {noun} {problem}"),
            };
        }
    }
    grouped
}
