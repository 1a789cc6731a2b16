//! SARIF 2.1.0, as GitHub's code scanning and editors read it.
//!
//! Paths are relative, as code scanning takes no other ones. Only rules that speak are listed: it
//! shows a rule beside its findings and nowhere else, and all of them would be most of a small file.
//! A rule has no `name`, so that it goes by its `id`, which `stratplan explain` takes.
//!
//! The fingerprint has a key of its own. GitHub adds its `primaryLocationLineHash` when a file is
//! uploaded, and complains of one that is there and not the same.

mod log;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::io;
use std::path::Path;

use self::log::{
    ArtifactChange, ArtifactLocation, Configuration, Driver, Help, Invocation, Location, Log,
    LogicalLocation, Notification, PhysicalLocation, Region, Replacement, RuleProperties, Text, Tool,
};
use super::identity::{Identity, identities};
use super::place::Place;
use super::{Judged, Layout, Run};
use crate::document::Document;
use crate::finding::{Finding, Fix, Level, Rule};
use crate::render::json;
use crate::rules;
use crate::source::{self, Columns};

/// The format `sarif`.
#[derive(Debug, Clone, Copy)]
pub struct Sarif;

/// The key of our fingerprint. A new way to make it would need a new one.
const FINGERPRINT: &str = "stratplan/v1";
/// How many of the other places a message names; the others are listed beside it.
const LINKED: usize = 8;
/// Where to read of stratplan. Readers ask for an address; as long as the package names none, it is
/// one that holds the answer itself, as there is no page that it could lead to.
const INFORMATION: &str = if HOMEPAGE.is_empty() {
    "data:text/plain,stratplan%20explain%20NAME%20explains%20a%20rule"
} else {
    HOMEPAGE
};
const HOMEPAGE: &str = env!("CARGO_PKG_HOMEPAGE");

impl Layout for Sarif {
    type Sheet = Vec<log::Finding>;

    fn sheet(&self, Judged { document, outcome, .. }: Judged<'_>) -> io::Result<Self::Sheet> {
        let findings = &outcome.findings;
        let named = findings.iter().zip(identities(document, findings));
        Ok(named.map(|(finding, identity)| result(document, finding, identity)).collect())
    }

    fn join(&self, sheets: Vec<Self::Sheet>, run: &Run<'_>) -> io::Result<Vec<u8>> {
        let mut results: Vec<log::Finding> = sheets.into_iter().flatten().collect();
        let spoke = |rule: &&Rule| results.iter().any(|result| result.rule_id == rule.name);
        let rules: Vec<&Rule> = rules::all().filter(spoke).collect();
        for result in &mut results {
            let own = rules.iter().position(|rule| rule.name == result.rule_id);
            result.rule_index = own.unwrap_or_default();
        }
        let version = env!("CARGO_PKG_VERSION");
        let driver = Driver {
            name: "stratplan",
            version,
            semantic_version: version,
            information_uri: INFORMATION,
            rules: rules.into_iter().map(descriptor).collect(),
        };
        let notifications = run
            .troubles
            .iter()
            .map(|trouble| Notification { level: "error", message: Text { text: sentence(trouble) } });
        let invocation = Invocation {
            execution_successful: run.troubles.is_empty(),
            exit_code: run.exit_code,
            tool_execution_notifications: notifications.collect(),
        };
        json::pretty(&Log {
            schema: "https://json.schemastore.org/sarif-2.1.0.json",
            version: "2.1.0",
            runs: [log::Run {
                tool: Tool { driver },
                invocations: [invocation],
                column_kind: "unicodeCodePoints",
                results,
            }],
        })
    }
}

fn result(document: &Document, finding: &Finding, identity: Identity) -> log::Finding {
    let label = |text: &str| (!text.is_empty()).then(|| Text { text: plain(text) });
    let physical = |at| {
        let place = Place::new(document, at, Columns::Characters);
        PhysicalLocation {
            artifact_location: ArtifactLocation { uri: uri(place.path) },
            region: region(place.start, place.end),
        }
    };
    let others = finding.others.iter().zip(1..).map(|(other, id)| Location {
        id: Some(id),
        physical: physical(other.place),
        logical: None,
        message: label(&other.text),
    });
    let address = identity.address;
    let main = Location {
        id: None,
        physical: physical(finding.place),
        logical: (!address.is_empty()).then_some([LogicalLocation { fully_qualified_name: address }]),
        message: label(&finding.label),
    };
    log::Finding {
        rule_id: finding.rule.name,
        rule_index: 0,
        level: level(finding.level),
        message: Text { text: message(document, finding) },
        locations: [main],
        related_locations: others.collect(),
        partial_fingerprints: BTreeMap::from([(FINGERPRINT, identity.fingerprint)]),
        fixes: finding.fix.as_ref().map(|one| [fix(document, one)]),
    }
}

/// All that is to be said, in sentences: readers show the first by itself where there is little room,
/// and another place only where the message links to it.
fn message(document: &Document, finding: &Finding) -> String {
    let said = std::iter::once(&finding.message).chain(&finding.notes);
    let mut sentences: Vec<String> = said.map(|text| sentence(&capitalized(text))).collect();
    if !finding.help.is_empty() {
        sentences.push(sentence(&format!("Help: {}", finding.help)));
    }
    let links = finding.others.iter().zip(1..).take(LINKED).map(|(other, id)| {
        let line = document.file(other.place).line(other.place.span.start);
        format!("{} ([line {line}]({id}))", plain(&other.text)).trim_start().to_owned()
    });
    let links: Vec<String> = links.collect();
    if !links.is_empty() {
        sentences.push(format!("See: {}.", links.join(", ")));
    }
    sentences.join(" ")
}

fn sentence(text: &str) -> String {
    let text = plain(text);
    if text.ends_with(['.', '?', '!']) { text } else { text + "." }
}

/// A text in which a reader sees neither a link, `[text](1)`, nor a gap to be filled, `{0}`: a space
/// takes their meaning from them.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = None;
    for c in text.chars() {
        if matches!((before, c), (Some(']'), '(') | (Some('{'), '0'..='9')) {
            out.push(' ');
        }
        out.push(c);
        before = Some(c);
    }
    out
}

fn fix(document: &Document, fix: &Fix) -> log::Fix {
    let file = &document.source;
    let position = |offset| file.position(offset, Columns::Characters);
    let replacements = fix.edits.iter().map(|edit| Replacement {
        deleted_region: region(position(edit.span.start), position(edit.span.end)),
        inserted_content: Text { text: edit.text.clone() },
    });
    log::Fix {
        description: Text { text: sentence(&fix.title) },
        artifact_changes: [ArtifactChange {
            artifact_location: ArtifactLocation { uri: uri(file.name()) },
            replacements: replacements.collect(),
        }],
        properties: log::FixProperties { safety: fix.safety },
    }
}

const fn region(start: source::Position, end: source::Position) -> Region {
    Region { start_line: start.line, start_column: start.column, end_line: end.line, end_column: end.column }
}

const fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "note",
    }
}

/// A path as an address: bytes that may not stand in one as `%` and their number, colons, too, which
/// would make the first part of a path the name of a scheme.
fn uri(path: &str) -> String {
    let mut uri = if Path::new(path).is_absolute() { "file://".to_owned() } else { String::new() };
    if !uri.is_empty() && !path.starts_with('/') {
        uri.push('/');
    }
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=@".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            write!(uri, "%{byte:02X}").ok();
        }
    }
    uri
}

fn descriptor(rule: &Rule) -> log::Rule {
    let mut tags = vec![rule.group.name()];
    if rule.timed {
        tags.push("timed");
    }
    log::Rule {
        id: rule.name,
        short_description: Text { text: capitalized(rule.summary) + "." },
        full_description: Text { text: what_it_checks(rule.checks) },
        help: Help { text: without_marks(&rule.docs()), markdown: rule.docs() },
        default_configuration: Configuration { level: level(rule.level) },
        properties: RuleProperties { tags },
    }
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// The first paragraph of what the rule checks; if a list follows, without the sentence that the list
/// completes.
fn what_it_checks(checks: &str) -> String {
    let paragraph = checks.lines().take_while(|line| !line.is_empty() && !line.starts_with("- "));
    let text = paragraph.collect::<Vec<_>>().join(" ");
    match text.rsplit_once(". ") {
        _ if text.ends_with('.') => text,
        Some((whole, _)) => format!("{whole}."),
        None => format!("{}.", text.trim_end_matches(':')),
    }
}

/// Markdown without the marks that plain text needs not.
fn without_marks(docs: &str) -> String {
    let lines = docs.lines().filter(|line| !line.starts_with("```"));
    let lines = lines.map(|line| line.strip_prefix("## ").unwrap_or(line).replace("**", ""));
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_an_address() {
        assert_eq!(uri("plans/café #1?.yaml"), "plans/caf%C3%A9%20%231%3F.yaml");
        assert_eq!(uri("a:b%41.yaml"), "a%3Ab%2541.yaml");
        assert_eq!(uri("../<x>\n\u{1b}.yaml"), "../%3Cx%3E%0A%1B.yaml");
        #[cfg(unix)]
        assert_eq!(uri("/srv/a b.yaml"), "file:///srv/a%20b.yaml");
    }

    #[test]
    fn a_text_brings_no_link_and_no_gap() {
        assert_eq!(
            plain("see [here](https://x) or {0} or { a: 1 } or [a](b"),
            "see [here] (https://x) or { 0} or { a: 1 } or [a] (b"
        );
    }

    #[test]
    fn every_rule_is_described() {
        for rule in rules::all() {
            let shown = descriptor(rule);
            let full = shown.full_description.text;
            assert!(full.len() > 20 && full.len() < 1000 && !full.contains('#'), "{}: {full}", rule.name);
            assert!(full.ends_with('.'), "{}: {full}", rule.name);
            assert!(!shown.help.text.contains("```") && !shown.help.text.contains("## "), "{}", rule.name);
        }
    }
}
