//! Groups findings: four activities without an owner are shown as one finding with four locations.
//! Machine formats have every finding; this is for people, and it comes last.

use std::collections::HashMap;

use crate::finding::{Finding, Level};

/// One finding, or several of a kind that are shown together.
#[derive(Debug)]
pub struct Told<'a> {
    /// The first one in the file.
    pub first: &'a Finding,
    /// The others.
    pub rest: Vec<&'a Finding>,
    /// The message for all of them.
    pub message: String,
    /// Their level.
    pub level: Level,
}

/// Groups the findings of one rule and level about siblings.
pub fn group(findings: &[Finding]) -> Vec<Told<'_>> {
    let mut told: Vec<Told<'_>> = Vec::new();
    // Where each kind of finding is in the list: a file can have thousands of findings.
    let mut kinds = HashMap::new();
    for finding in findings {
        let kind = finding.siblings.as_ref().map(|siblings| (siblings, finding.rule.name, finding.level));
        let place = kind.map(|kind| *kinds.entry(kind).or_insert(told.len()));
        match place.and_then(|place| told.get_mut(place)) {
            Some(one) => one.rest.push(finding),
            None => told.push(Told {
                first: finding,
                rest: Vec::new(),
                message: finding.message.clone(),
                level: finding.level,
            }),
        }
    }
    for one in told.iter_mut().filter(|one| !one.rest.is_empty()) {
        if let Some(siblings) = &one.first.siblings {
            let count = one.rest.len() + 1;
            let (noun, fault) = (siblings.noun, siblings.fault);
            one.message = match siblings.total {
                2 if count == 2 => format!("both {noun} {fault}"),
                total if total == count => match fault.strip_prefix("have no ") {
                    Some(lack) => format!("none of the {count} {noun} has {}", with_article(lack)),
                    None => format!("all {count} {noun} {fault}"),
                },
                total => format!("{count} of {total} {noun} {fault}"),
            };
        }
    }
    told
}

/// `KPI` → `a KPI`; `activity that serves them` → `an activity that serves them`.
fn with_article(lack: &str) -> String {
    let article = if lack.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {lack}")
}
