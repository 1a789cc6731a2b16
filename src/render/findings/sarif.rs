//! SARIF 2.1.0, as GitHub's code scanning and editors read it.
//!
//! Paths are relative, since code scanning accepts no others. Only rules with findings are listed:
//! code scanning shows a rule next to its findings and nowhere else, and all rules would be most of a
//! small file. A rule has no `name`, so that it is shown by its `id`, which `stratplan explain` takes.
//!
//! The fingerprint is stored under its own key. GitHub adds its `primaryLocationLineHash` on upload, and
//! complains about one that differs.

use std::fmt::Write;
use std::io;
use std::path::Path;

use serde_json::{Value, json};

use super::row::{EditRow, FindingRow, FixRow, Place, Region};
use super::{Report, Run};
use crate::finding::{Level, Rule};
use crate::render::json::{self, without_nulls};
use crate::rules;
use crate::words::{capitalized, counted};

/// The key of our fingerprint. Another way to compute it would need another key.
const FINGERPRINT: &str = "stratplan/v1";
/// Code scanning rejects a file with more results.
const LIMIT: usize = 25_000;
/// How many of the other places a message links to; the rest are only listed.
const LINKED: usize = 8;
/// Where to read about stratplan. Readers ask for an address; while the package has no homepage, it is
/// one that contains the answer.
const INFORMATION: &str = if HOMEPAGE.is_empty() {
    "data:text/plain,stratplan%20explain%20NAME%20explains%20a%20rule"
} else {
    HOMEPAGE
};
const HOMEPAGE: &str = env!("CARGO_PKG_HOMEPAGE");

/// The format `sarif`.
pub fn sarif(reports: &[Report], run: &Run<'_>) -> io::Result<Vec<u8>> {
    let (rows, left_out) = shown(reports);
    let has_findings = |rule: &&Rule| rows.iter().any(|row| row.rule == rule.name);
    let rules: Vec<&Rule> = rules::all().filter(has_findings).collect();
    let version = env!("CARGO_PKG_VERSION");
    let notification = |error: &String| json!({ "level": "error", "message": { "text": sentence(error) } });
    let mut notifications: Vec<Value> = run.errors.iter().map(notification).collect();
    if left_out > 0 {
        let left_out = counted(left_out, "result is", "results are");
        let text =
            format!("{left_out} left out here, the least severe ones: a run can have at most {LIMIT}.");
        notifications.push(json!({ "level": "warning", "message": { "text": text } }));
    }
    json::pretty(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "stratplan",
                "version": version,
                "semanticVersion": version,
                "informationUri": INFORMATION,
                "rules": rules.iter().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
            } },
            "invocations": [without_nulls(json!({
                "executionSuccessful": run.errors.is_empty(),
                "exitCode": run.exit_code,
                "toolExecutionNotifications": (!notifications.is_empty()).then_some(notifications),
            }))],
            "columnKind": "unicodeCodePoints",
            "results": rows.iter().map(|row| result(row, &rules)).collect::<Vec<_>>(),
        }],
    }))
}

/// The findings for which there is room, in their order, and the number of the others. The most severe come first.
fn shown(reports: &[Report]) -> (Vec<&FindingRow>, usize) {
    let mut rows: Vec<(usize, &FindingRow)> =
        reports.iter().flat_map(|one| &one.findings).enumerate().collect();
    let left_out = rows.len().saturating_sub(LIMIT);
    if left_out > 0 {
        rows.sort_by_key(|(_, row)| std::cmp::Reverse(row.level));
        rows.truncate(LIMIT);
        rows.sort_by_key(|(index, _)| *index);
    }
    (rows.into_iter().map(|(_, row)| row).collect(), left_out)
}

fn result(row: &FindingRow, rules: &[&Rule]) -> Value {
    let related: Vec<Value> =
        row.related.iter().zip(1..).map(|(place, id)| location(place, Some(id), "")).collect();
    without_nulls(json!({
        "ruleId": row.rule,
        "ruleIndex": rules.iter().position(|rule| rule.name == row.rule),
        "level": level(row.level),
        "message": { "text": message(row) },
        "locations": [location(&row.place, None, &row.address)],
        "relatedLocations": (!related.is_empty()).then_some(related),
        "partialFingerprints": { FINGERPRINT: row.fingerprint },
        "fixes": row.fix.as_ref().map(|one| [fix(one)]),
    }))
}

fn location(place: &Place, id: Option<usize>, address: &str) -> Value {
    without_nulls(json!({
        "id": id,
        "physicalLocation": {
            "artifactLocation": { "uri": uri(&place.path) },
            "region": region(place.region),
        },
        "logicalLocations": (!address.is_empty()).then(|| [json!({ "fullyQualifiedName": address })]),
        "message": (!place.label.is_empty()).then(|| json!({ "text": plain(&place.label) })),
    }))
}

/// Everything, in sentences: readers show the first by itself if there is little room, and another
/// place only if the message links to it.
fn message(row: &FindingRow) -> String {
    let texts = std::iter::once(&row.message).chain(&row.notes);
    let mut sentences: Vec<String> = texts.map(|text| sentence(&capitalized(text))).collect();
    if !row.help.is_empty() {
        sentences.push(sentence(&format!("Help: {}", row.help)));
    }
    let link = |(place, id): (&Place, usize)| {
        format!("{} ([line {}]({id}))", plain(&place.label), place.region.line).trim_start().to_owned()
    };
    let links: Vec<String> = row.related.iter().zip(1..).take(LINKED).map(link).collect();
    if !links.is_empty() {
        sentences.push(format!("See: {}.", links.join(", ")));
    }
    sentences.join(" ")
}

fn sentence(text: &str) -> String {
    let text = plain(text);
    if text.ends_with(['.', '?', '!']) { text } else { text + "." }
}

/// Inserts spaces so that readers see neither a link, `[text](1)`, nor a placeholder, `{0}`.
fn plain(text: &str) -> String {
    let text = text.replace("](", "] (");
    ('0'..='9').fold(text, |text, digit| text.replace(&format!("{{{digit}"), &format!("{{ {digit}")))
}

fn fix(fix: &FixRow) -> Value {
    let replacement = |edit: &EditRow| json!({ "deletedRegion": region(edit.region), "insertedContent": { "text": edit.edit.text } });
    json!({
        "description": { "text": sentence(&fix.title) },
        "artifactChanges": [{
            "artifactLocation": { "uri": uri(&fix.path) },
            "replacements": fix.edits.iter().map(replacement).collect::<Vec<_>>(),
        }],
        "properties": { "safety": fix.safety },
    })
}

fn region(region: Region) -> Value {
    json!({
        "startLine": region.line,
        "startColumn": region.column,
        "endLine": region.end_line,
        "endColumn": region.end_column,
    })
}

fn level(level: Level) -> &'static str {
    if level == Level::Info { "note" } else { level.name() }
}

/// A path as an address: bytes that are not allowed there as `%` and their number, and colons, too,
/// since the part before one would be read as a scheme.
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

fn descriptor(rule: &Rule) -> Value {
    let timed = rule.timed.then_some("timed");
    json!({
        "id": rule.name,
        "shortDescription": { "text": capitalized(rule.summary) + "." },
        "fullDescription": { "text": what_it_checks(rule.checks) },
        "help": { "text": without_markup(&rule.docs()), "markdown": rule.docs() },
        "defaultConfiguration": { "level": level(rule.level), "enabled": !rule.is_optional() },
        "properties": { "tags": std::iter::once(rule.group.name()).chain(timed).collect::<Vec<_>>() },
    })
}

/// The first paragraph of what the rule checks; if a list follows, without the sentence that the list
/// completes.
fn what_it_checks(checks: &str) -> String {
    let paragraph = checks.lines().take_while(|line| !line.is_empty() && !line.starts_with("- "));
    let text = paragraph.collect::<Vec<_>>().join(" ");
    match text.rsplit_once(". ") {
        _ if text.ends_with('.') => text,
        Some((complete, _)) => format!("{complete}."),
        None => format!("{}.", text.trim_end_matches(':')),
    }
}

fn without_markup(docs: &str) -> String {
    let lines = docs.lines().filter(|line| !line.starts_with("```"));
    let lines = lines.map(|line| line.strip_prefix("## ").unwrap_or(line).replace("**", ""));
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_becomes_an_address() {
        assert_eq!(uri("plans/café #1?.yaml"), "plans/caf%C3%A9%20%231%3F.yaml");
        assert_eq!(uri("a:b%41.yaml"), "a%3Ab%2541.yaml");
        assert_eq!(uri("../<x>\n\u{1b}.yaml"), "../%3Cx%3E%0A%1B.yaml");
        #[cfg(unix)]
        assert_eq!(uri("/srv/a b.yaml"), "file:///srv/a%20b.yaml");
    }

    #[test]
    fn a_text_contains_no_link_and_no_placeholder() {
        assert_eq!(
            plain("see [here](https://x) or {0} or { a: 1 } or [a](b"),
            "see [here] (https://x) or { 0} or { a: 1 } or [a] (b"
        );
    }

    #[test]
    fn every_rule_is_described() {
        for rule in rules::all() {
            let full = what_it_checks(rule.checks);
            assert!(full.len() > 20 && full.len() < 1000 && !full.contains('#'), "{}: {full}", rule.name);
            assert!(full.ends_with('.'), "{}: {full}", rule.name);
            let help = without_markup(&rule.docs());
            assert!(!help.contains("```") && !help.contains("## "), "{}", rule.name);
        }
    }
}
