//! Findings that are accepted as they are today, so that only new ones count.
//!
//! A baseline is a file of entries: a rule, the path of a strategy and the address in it, never a
//! line, so that it stays valid when lines move. If several findings share all three, the entry has
//! their number. Findings about the file itself are never accepted.
//!
//! Equal baselines have equal text, one entry per line and in order, so that a review shows what
//! changed.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::finding::{Finding, Group};
use crate::linter::finding_key::FindingKey;
use crate::source::Source;
use crate::strategy::document::Document;

const VERSION: u32 = 1;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline(pub(crate) BTreeMap<String, FindingCounts>);

/// How many findings there are of each key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FindingCounts(BTreeMap<FindingKey, usize>);

#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0}")]
pub struct BaselineError(String);

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Contents {
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

#[allow(clippy::trivially_copy_pass_by_ref)] // serde requires it
fn is_one(count: &NonZeroU32) -> bool {
    *count == NonZeroU32::MIN
}

impl Baseline {
    /// Reads a baseline. An entry that occurs twice, as after a merge, counts once.
    pub fn parse(source: &Source) -> Result<Self, BaselineError> {
        let fail = |line: usize, column: usize, message: String| {
            let (line, column) = (line.max(1), column.max(1));
            BaselineError(format!("{}:{line}:{column}: {message}", source.name()))
        };
        if let Some(at) = source.first_invalid_byte() {
            return Err(fail(source.line(at), 1, "this is not text in UTF-8".to_owned()));
        }
        // A newer shape can have other keys, so its version is checked first.
        let version = serde_json::from_str::<serde_json::Value>(source.text());
        let version = version.ok().and_then(|all| all.get("version")?.as_u64());
        if let Some(version) = version.filter(|version| *version != u64::from(VERSION)) {
            let message = format!("cannot read version {version} of a baseline, only version {VERSION}");
            return Err(fail(1, 1, message));
        }
        let contents: Contents = serde_json::from_str(source.text()).map_err(|error| {
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or_default();
            fail(error.line(), error.column(), format!("not a baseline: {message}"))
        })?;
        debug_assert_eq!(contents.version, VERSION);
        let mut baseline = Self::default();
        for entry in contents.findings {
            let accepted = baseline.0.entry(entry.path).or_default();
            let key = FindingKey { rule: entry.rule, address: entry.address };
            let count = accepted.0.entry(key).or_default();
            *count = (entry.count.get() as usize).max(*count);
        }
        Ok(baseline)
    }

    pub fn prune(&mut self, path: &str, stale: &FindingCounts) {
        if let Some(accepted) = self.0.get_mut(path) {
            for (key, gone) in &stale.0 {
                if let Some(count) = accepted.0.get_mut(key) {
                    *count = count.saturating_sub(*gone);
                }
            }
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.0.values().map(FindingCounts::len).fold(0, usize::saturating_add)
    }

    pub fn to_json(&self) -> String {
        let entries = self.0.iter().flat_map(|(path, accepted)| {
            accepted.0.iter().filter_map(|(FindingKey { rule, address }, count)| {
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
        let end = if self.len() == 0 { "" } else { "\n  " };
        text + end + "]\n}\n"
    }
}

impl FindingCounts {
    /// Counts the findings of a document, without those about the file itself.
    pub fn of(document: &Document, findings: &[Finding]) -> Self {
        let mut counts = Self::default();
        for finding in findings.iter().filter(|finding| finding.rule.group != Group::File) {
            *counts.0.entry(FindingKey::of(document, finding)).or_default() += 1;
        }
        counts
    }

    pub(crate) fn len(&self) -> usize {
        self.0.values().copied().fold(0, usize::saturating_add)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&FindingKey, usize)> + Clone {
        self.0.iter().map(|(key, count)| (key, *count))
    }

    pub(crate) fn retain_rules(&mut self, is_kept: impl Fn(&str) -> bool) {
        self.0.retain(|key, _| is_kept(&key.rule));
    }

    /// Removes accepted findings from a list and returns what is accepted but not in it. If there are
    /// more findings than accepted ones, the last ones stay: nobody can tell which are new.
    pub(crate) fn take_out(&self, document: &Document, findings: &mut Vec<Finding>) -> Self {
        let mut left = self.clone();
        findings.retain(|finding| {
            if left.0.is_empty() || finding.rule.group == Group::File {
                return true;
            }
            match left.0.get_mut(&FindingKey::of(document, finding)).filter(|count| **count > 0) {
                Some(count) => {
                    *count -= 1;
                    false
                }
                None => true,
            }
        });
        left.0.retain(|_, count| *count > 0);
        left
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
    fn a_baseline_survives_writing_and_reading() {
        let baseline = parsed(TEXT).unwrap();
        assert_eq!(baseline.to_json(), TEXT);
        assert_eq!(baseline.len(), 4);
        let none = Baseline::default().to_json();
        assert_eq!(none, "{\n  \"version\": 1,\n  \"findings\": []\n}\n");
        assert_eq!(parsed(&none).unwrap(), Baseline::default());
    }

    #[test]
    fn order_does_not_matter_and_duplicates_count_once() {
        let (head, rest) = TEXT.split_once("[\n").unwrap();
        let (entries, end) = rest.split_once("\n  ]").unwrap();
        let mut lines: Vec<&str> = entries.lines().map(|line| line.trim_end_matches(',')).collect();
        lines.reverse();
        lines.push(lines[0]);
        let shuffled = format!("{head}[{}\n]{end}", lines.join(",\n"));
        assert_eq!(parsed(&shuffled).unwrap().to_json(), TEXT);
    }

    #[test]
    fn errors_say_where_they_are() {
        for (text, said) in [
            ("", "b.json:1:1: not a baseline: EOF"),
            ("{\n  \"version\": 1,\n  \"findings\": [\n}", "b.json:4:1: not a baseline: "),
            ("{ \"version\": 2, \"entries\": [] }", "version 2 of a baseline"),
            ("{ \"version\": 1 }", "missing field `findings`"),
            (&TEXT.replace("address", "line"), "unknown field `line`"),
            (&TEXT.replace("2}", "-1}"), "invalid value"),
            (&TEXT.replace("2}", "0}"), "invalid value"),
            ("[]", "not a baseline"),
        ] {
            let error = parsed(text).unwrap_err();
            assert!(error.starts_with("b.json:") && error.contains(said), "{text}: {error}");
            assert!(!error.contains(" at line "), "{error}");
        }
        let bytes = Source::from_bytes("b.json", b"{\n\xff".to_vec());
        assert_eq!(Baseline::parse(&bytes).unwrap_err().to_string(), "b.json:2:1: this is not text in UTF-8");
    }
}
