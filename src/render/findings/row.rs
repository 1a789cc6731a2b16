//! One finding with everything that the formats for programs need, independent of the document.

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::finding::{Edit, Finding, Fix, Group, Kind, Level, Safety};
use crate::linter::finding_key::FindingKey;
use crate::source::{Columns, Location, Source, Span};
use crate::strategy::document::Document;
use crate::syntax::edit;
use crate::words::safe;

/// One finding.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FindingRow {
    /// The rule's name.
    pub(crate) rule: &'static str,
    #[serde(skip)]
    pub(crate) group: Group,
    /// Its level in this run.
    pub(crate) level: Level,
    /// Missing or wrong.
    pub(crate) kind: Kind,
    /// True if the verdict depends on today's date.
    pub(crate) timed: bool,
    /// What is wrong.
    pub(crate) message: String,
    /// Where.
    #[serde(flatten)]
    pub(crate) place: Place,
    /// The dotted path of keys and ids; it survives edits that move lines.
    pub(crate) address: String,
    /// Which it is, from 1, of the findings of its rule at its address.
    #[serde(skip)]
    pub(crate) occurrence: usize,
    /// What services remember the finding by.
    #[serde(skip)]
    pub(crate) fingerprint: String,
    /// The other places that matter.
    pub(crate) related: Vec<Place>,
    /// Why it matters.
    pub(crate) notes: Vec<String>,
    /// What to do next.
    pub(crate) help: String,
    /// A fix that can be applied automatically.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) fix: Option<FixRow>,
}

/// A place in a file. Lines and columns count from 1, columns in Unicode characters; offsets count
/// bytes from 0. Ends are exclusive.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Place {
    /// The file.
    pub(crate) path: String,
    #[serde(flatten)]
    pub(crate) region: Region,
    /// What can be seen there.
    pub(crate) label: String,
}

#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub(crate) struct Region {
    /// First line.
    pub(crate) line: usize,
    /// First column.
    pub(crate) column: usize,
    /// Last line.
    pub(crate) end_line: usize,
    /// Column after the last character.
    pub(crate) end_column: usize,
    #[serde(flatten)]
    span: Span,
    /// First and last column in bytes.
    #[serde(skip)]
    pub(crate) byte_columns: (usize, usize),
}

/// A fix.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FixRow {
    /// The file to change.
    #[serde(skip)]
    pub(crate) path: String,
    /// What it does.
    pub(crate) title: String,
    /// Whether it can be applied without asking.
    pub(crate) safety: Safety,
    /// The bytes to replace.
    pub(crate) edits: Vec<EditRow>,
    /// All edits as one, together with the text between them.
    #[serde(skip)]
    pub(crate) replacement: Option<(Region, String)>,
}

/// Bytes to replace.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EditRow {
    #[serde(flatten)]
    pub(crate) edit: Edit,
    #[serde(skip)]
    pub(crate) region: Region,
}

/// A row for each finding of a document, in their order.
pub fn rows(document: &Document, findings: &[Finding]) -> Vec<FindingRow> {
    let mut seen: HashMap<FindingKey, usize> = HashMap::new();
    let row = |finding: &Finding| {
        let key = FindingKey::of(document, finding);
        let address = key.address.clone();
        let occurrence = seen.entry(key).or_default();
        *occurrence += 1;
        let number = occurrence.to_string();
        FindingRow {
            rule: finding.rule.name,
            group: finding.rule.group,
            level: finding.level,
            kind: finding.rule.kind,
            timed: finding.timed,
            message: finding.message.clone(),
            place: Place::new(document, finding.place, &finding.label),
            occurrence: *occurrence,
            fingerprint: fingerprint(&[finding.rule.name, document.source.name(), &address, &number]),
            address,
            related: finding.others.iter().map(|one| Place::new(document, one.place, &one.text)).collect(),
            notes: finding.notes.clone(),
            help: finding.help.clone(),
            fix: finding.fix.as_ref().map(|fix| FixRow::new(&document.source, fix)),
        }
    };
    findings.iter().map(row).collect()
}

impl FindingRow {
    /// What is wrong and, after these words, what to do next.
    pub(crate) fn message_and_help(&self, before_help: &str) -> String {
        let message = safe::line(&self.message);
        match &*self.help {
            "" => message.into_owned(),
            help => format!("{message}{before_help}{}", safe::line(help)),
        }
    }

    /// Everything, with every place. No line starts with words from the file.
    pub(crate) fn full_text(&self) -> String {
        let mut lines = vec![format!("{}[{}] {}", self.level.name(), self.rule, safe::line(&self.message))];
        for Place { path, region, label, .. } in std::iter::once(&self.place).chain(&self.related) {
            let label = if label.is_empty() { String::new() } else { format!(": {}", safe::line(label)) };
            lines.push(format!("at {}:{}:{}{label}", safe::line(path), region.line, region.column));
        }
        lines.extend(self.notes.iter().map(|note| format!("note: {}", safe::line(note))));
        if !self.help.is_empty() {
            lines.push(format!("help: {}", safe::line(&self.help)));
        }
        lines.join("\n")
    }
}

impl Place {
    fn new(document: &Document, at: Location, label: &str) -> Self {
        let source = document.file(at);
        let (path, label) = (source.name().to_owned(), label.to_owned());
        Self { path, region: Region::new(source, at.span), label }
    }
}

impl Region {
    fn new(source: &Source, span: Span) -> Self {
        let start = source.position(span.start, Columns::Characters);
        let end = source.position(span.end, Columns::Characters);
        let byte_column = |offset| source.position(offset, Columns::Bytes).column;
        Self {
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            span,
            byte_columns: (byte_column(span.start), byte_column(span.end)),
        }
    }
}

impl FixRow {
    fn new(source: &Source, fix: &Fix) -> Self {
        let edit = |edit: &Edit| EditRow { edit: edit.clone(), region: Region::new(source, edit.span) };
        Self {
            path: source.name().to_owned(),
            title: fix.title.clone(),
            safety: fix.safety,
            edits: fix.edits.iter().map(edit).collect(),
            replacement: replacement(source, &fix.edits),
        }
    }
}

fn replacement(source: &Source, edits: &[Edit]) -> Option<(Region, String)> {
    let start = edits.iter().map(|edit| edit.span.start).min()?;
    let span = Span::new(start, edits.iter().map(|edit| edit.span.end).max()?);
    let inside = |edit: &Edit| Edit {
        span: Span::new(edit.span.start - start, edit.span.end - start),
        text: edit.text.clone(),
    };
    let edits: Vec<Edit> = edits.iter().map(inside).collect();
    Some((Region::new(source, span), edit::apply(source.slice(span), &edits)?))
}

/// FNV-1a in 64 bits over the parts, separated by zero bytes. The parts never include a line number,
/// since a line inserted above would make every old finding new.
///
/// This must never change: services would take every finding for a new one.
fn fingerprint(parts: &[&str]) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in parts.join("\0").bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_fingerprints_never_change() {
        assert_eq!(fingerprint(&[]), "cbf29ce484222325");
        assert_eq!(fingerprint(&["a"]), "af63dc4c8601ec8c");
        assert_eq!(fingerprint(&["foobar"]), "85944171f73967e8");
        assert_eq!(fingerprint(&["a", "b"]), fingerprint(&["a\0b"]));
        assert_ne!(fingerprint(&["ab", "c"]), fingerprint(&["a", "bc"]));
        let parts = ["gear-out-of-order", "plan.yaml", "purposes.marketing.gears.engagement", "1"];
        assert_eq!(fingerprint(&parts), "ec0407bc42569d89");
    }
}
