//! Findings that are accepted as they are today, so that only new ones count.
//!
//! A baseline is a file of entries: a rule, the path of a strategy, and the address in it, never a
//! line, so that it holds while lines move. Where several findings share all three, the entry says
//! how many. Findings about the file itself are never in it, as they are never lowered.
//!
//! The text is the same for the same entries, one a line and in order, so that what changes can be
//! read in a review.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::finding::{Finding, Group};
use crate::source::Source;
use crate::strategy::document::Document;

/// The version of the file's shape.
const VERSION: u32 = 1;

/// Accepted findings of any number of strategies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    files: BTreeMap<String, Accepted>,
}

/// Accepted findings of one strategy: how many of each rule at each address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Accepted(BTreeMap<(String, String), usize>);

/// Accepted findings that are there no more.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stale {
    /// The rule's name.
    pub rule: String,
    /// Where they were.
    pub address: String,
    /// How many are gone.
    pub count: usize,
}

/// A baseline that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{path}:{line}:{column}: {message}")]
pub struct BaselineError {
    /// The file, as messages show it.
    pub path: String,
    /// Where, counted from 1.
    pub line: usize,
    /// Where in the line, counted from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    version: u32,
    findings: Vec<Entry>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    rule: String,
    path: String,
    address: String,
    #[serde(default = "one", skip_serializing_if = "is_one")]
    count: NonZeroU32,
}

fn one() -> NonZeroU32 {
    NonZeroU32::MIN
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde asks like this
fn is_one(count: &NonZeroU32) -> bool {
    *count == NonZeroU32::MIN
}

impl Baseline {
    /// Reads a baseline. An entry that stands there twice, as after a merge, counts once.
    pub fn parse(source: &Source) -> Result<Self, BaselineError> {
        let fail = |line: usize, column: usize, message: String| BaselineError {
            path: source.name().to_owned(),
            line: line.max(1),
            column: column.max(1),
            message,
        };
        if let Some(at) = source.first_invalid_byte() {
            return Err(fail(source.line(at), 1, "this is not text in UTF-8".to_owned()));
        }
        // A newer shape may have other keys, so the version is looked at alone and first.
        let version = serde_json::from_str::<serde_json::Value>(source.text());
        let version = version.ok().and_then(|all| all.get("version")?.as_u64());
        if let Some(version) = version.filter(|version| *version != u64::from(VERSION)) {
            let message =
                format!("this stratplan does not read version {version} of a baseline, only {VERSION}");
            return Err(fail(1, 1, message));
        }
        let written: Written = serde_json::from_str(source.text()).map_err(|error| {
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or_default();
            fail(error.line(), error.column(), format!("this is no baseline: {message}"))
        })?;
        debug_assert_eq!(written.version, VERSION);
        let mut baseline = Self::default();
        for entry in written.findings {
            let accepted = baseline.files.entry(entry.path).or_default();
            let count = accepted.0.entry((entry.rule, entry.address)).or_default();
            *count = (entry.count.get() as usize).max(*count);
        }
        Ok(baseline)
    }

    /// What is accepted of a strategy, by its path as seen from the baseline.
    pub fn of(&self, path: &str) -> Option<&Accepted> {
        self.files.get(path)
    }

    /// The paths of strategies of which something is accepted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Accepts findings of a strategy, in place of those that were.
    pub fn accept(&mut self, path: String, accepted: Accepted) {
        if accepted.0.is_empty() {
            self.files.remove(&path);
        } else {
            self.files.insert(path, accepted);
        }
    }

    /// Forgets what is there no more.
    pub fn prune(&mut self, path: &str, stale: &[Stale]) {
        let Some(accepted) = self.files.get_mut(path) else { return };
        for gone in stale {
            let key = (gone.rule.clone(), gone.address.clone());
            match accepted.0.get_mut(&key) {
                Some(count) if *count > gone.count => *count -= gone.count,
                _ => drop(accepted.0.remove(&key)),
            }
        }
        if accepted.0.is_empty() {
            self.files.remove(path);
        }
    }

    /// Number of findings accepted.
    pub fn len(&self) -> usize {
        self.files.values().map(Accepted::len).fold(0, usize::saturating_add)
    }

    /// True where nothing is accepted.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The text of the file.
    pub fn to_json(&self) -> String {
        let entries = self.files.iter().flat_map(|(path, accepted)| {
            accepted.0.iter().filter_map(|((rule, address), count)| {
                let count = NonZeroU32::new(u32::try_from(*count).unwrap_or(u32::MAX))?;
                Some(Entry { rule: rule.clone(), path: path.clone(), address: address.clone(), count })
            })
        });
        let mut text = format!("{{\n  \"version\": {VERSION},\n  \"findings\": [");
        for (index, entry) in entries.enumerate() {
            let comma = if index == 0 { "" } else { "," };
            // Strings and a number are always JSON, and writing to a string does not fail.
            let line = serde_json::to_string(&entry).unwrap_or_default();
            write!(text, "{comma}\n    {line}").ok();
        }
        let end = if self.is_empty() { "" } else { "\n  " };
        text + end + "]\n}\n"
    }
}

/// What is left of a strategy's findings, less those that are accepted.
#[derive(Debug, Default)]
pub(crate) struct Matched {
    /// How many are accepted.
    pub(crate) hidden: usize,
    /// What is accepted and not there.
    pub(crate) stale: Vec<Stale>,
}

impl Accepted {
    /// Accepts findings of a document, but for those about the file itself.
    pub fn of(document: &Document, findings: &[Finding]) -> Self {
        let mut accepted = Self::default();
        for finding in findings.iter().filter(|finding| finding.rule.group != Group::File) {
            let key = (finding.rule.name.to_owned(), document.address(finding).to_string());
            *accepted.0.entry(key).or_default() += 1;
        }
        accepted
    }

    /// Number of findings accepted.
    pub fn len(&self) -> usize {
        self.0.values().copied().fold(0, usize::saturating_add)
    }

    /// True where nothing is accepted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of it as gone, for a strategy that is not there any more.
    pub fn all_stale(&self) -> Vec<Stale> {
        let entries = self.0.iter();
        entries
            .map(|((rule, address), count)| Stale {
                rule: rule.clone(),
                address: address.clone(),
                count: *count,
            })
            .collect()
    }

    /// Takes accepted findings out. Where there are more than are accepted, the last of them stay:
    /// nobody can tell which are new.
    pub(crate) fn take_out(&self, document: &Document, findings: &mut Vec<Finding>) -> Matched {
        if self.0.is_empty() {
            return Matched::default();
        }
        let before = findings.len();
        let mut left: BTreeMap<&(String, String), usize> =
            self.0.iter().map(|(key, count)| (key, *count)).collect();
        findings.retain(|finding| {
            let is_of_file = finding.rule.group == Group::File;
            let key = (finding.rule.name.to_owned(), document.address(finding).to_string());
            match left.get_mut(&key).filter(|left| **left > 0 && !is_of_file) {
                Some(left) => {
                    *left -= 1;
                    false
                }
                None => true,
            }
        });
        let stale = left.into_iter().filter(|(_, count)| *count > 0).map(|((rule, address), count)| Stale {
            rule: rule.clone(),
            address: address.clone(),
            count,
        });
        Matched { hidden: before - findings.len(), stale: stale.collect() }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;

    const TEXT: &str = r#"{
  "version": 1,
  "findings": [
    {"rule":"no-goals","path":"a.yaml","address":"goals"},
    {"rule":"unowned","path":"a.yaml","address":"strategy.owner","count":2},
    {"rule":"no-goals","path":"b/ü.yaml","address":"goals"}
  ]
}
"#;

    fn parsed(text: &str) -> Result<Baseline, String> {
        Baseline::parse(&Source::new("b.json", text)).map_err(|error| error.to_string())
    }

    #[test]
    fn what_is_written_is_read_and_written_again_the_same() {
        let baseline = parsed(TEXT).unwrap();
        assert_eq!(baseline.to_json(), TEXT);
        assert_eq!(baseline.len(), 4);
        let none = Baseline::default().to_json();
        assert_eq!(none, "{\n  \"version\": 1,\n  \"findings\": []\n}\n");
        assert_eq!(parsed(&none).unwrap(), Baseline::default());
    }

    #[test]
    fn the_order_of_a_file_does_not_matter_and_twice_is_once() {
        let (head, rest) = TEXT.split_once("[\n").unwrap();
        let (entries, end) = rest.split_once("\n  ]").unwrap();
        let mut lines: Vec<&str> = entries.lines().map(|line| line.trim_end_matches(',')).collect();
        lines.reverse();
        lines.push(lines[0]);
        let shuffled = format!("{head}[{}\n]{end}", lines.join(",\n"));
        assert_eq!(parsed(&shuffled).unwrap().to_json(), TEXT);
    }

    #[test]
    fn a_file_that_is_no_baseline_says_where() {
        for (text, said) in [
            ("", "b.json:1:1: this is no baseline: EOF"),
            ("{\n  \"version\": 1,\n  \"findings\": [\n}", "b.json:4:1: this is no baseline: "),
            ("{ \"version\": 2, \"entries\": [] }", "does not read version 2 of a baseline, only 1"),
            ("{ \"version\": 1 }", "missing field `findings`"),
            (
                "{ \"version\": 1, \"findings\": [{ \"rule\": \"a\", \"path\": \"b\", \"line\": 3 }] }",
                "unknown field `line`",
            ),
            (
                "{ \"version\": 1, \"findings\": [{ \"rule\": \"a\", \"path\": \"b\", \"address\": \"c\", \"count\": -1 }] }",
                "invalid value",
            ),
            (
                "{ \"version\": 1, \"findings\": [{ \"rule\": \"a\", \"path\": \"b\", \"address\": \"c\", \"count\": 0 }] }",
                "invalid value",
            ),
            ("[]", "this is no baseline"),
        ] {
            let error = parsed(text).unwrap_err();
            assert!(error.starts_with("b.json:") && error.contains(said), "{text}: {error}");
            assert!(!error.contains(" at line "), "{error}");
        }
        let bytes = Source::from_bytes("b.json", b"{\n\xff".to_vec());
        assert_eq!(Baseline::parse(&bytes).unwrap_err().line, 2);
    }

    #[test]
    fn what_is_gone_is_pruned_by_its_number() {
        let mut baseline = parsed(TEXT).unwrap();
        let stale =
            |rule: &str, address: &str, count| Stale { rule: rule.into(), address: address.into(), count };
        baseline.prune("a.yaml", &[stale("unowned", "strategy.owner", 1), stale("no-goals", "goals", 1)]);
        baseline.prune("b/ü.yaml", &baseline.of("b/ü.yaml").unwrap().all_stale());
        let kept = r#"{
  "version": 1,
  "findings": [
    {"rule":"unowned","path":"a.yaml","address":"strategy.owner"}
  ]
}
"#;
        assert_eq!(baseline.to_json(), kept);
        baseline.prune("a.yaml", &[stale("unowned", "strategy.owner", 1)]);
        assert!(baseline.is_empty());
    }
}
