//! Everything, for machines.

use std::io;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::place::Place;
use super::{Judged, Layout, Run};
use crate::finding::{Finding, Kind, Label, Level, Safety};
use crate::render::json::{self, VERSION};
use crate::report::alignment::AlignmentReport;
use crate::report::summary::{Summary, Unjudged};
use crate::source::{Columns, Location};
use crate::strategy::document::Document;

/// The format `json`.
#[derive(Debug, Clone, Copy)]
pub struct Json;

/// One strategy in JSON.
#[derive(Debug)]
pub struct Sheet {
    summary: Summary,
    findings: Vec<FindingJson>,
    alignment: AlignmentJson,
}

impl Layout for Json {
    type Sheet = Sheet;

    fn sheet(&self, judged: Judged<'_>) -> io::Result<Sheet> {
        let Judged { document, outcome, .. } = judged;
        Ok(Sheet {
            summary: judged.summary(),
            findings: outcome.findings.iter().map(|one| FindingJson::new(document, one)).collect(),
            alignment: AlignmentJson {
                path: document.source.name().to_owned(),
                report: AlignmentReport::new(document, outcome),
            },
        })
    }

    fn join(&self, sheets: Vec<Sheet>, run: &Run<'_>) -> io::Result<Vec<u8>> {
        let summary = sheets.iter().fold(Summary::default(), |total, sheet| total.plus(sheet.summary));
        let (mut findings, mut alignment) = (Vec::new(), Vec::new());
        for sheet in sheets {
            findings.extend(sheet.findings);
            alignment.push(sheet.alignment);
        }
        let (today, unjudged) = (run.today, run.unjudged);
        json::pretty(&CheckJson { version: VERSION, today, summary, unjudged, findings, alignment })
    }
}

/// What `check` says of all files.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CheckJson {
    /// The version of this shape.
    pub version: u32,
    /// The day that strategies were judged on.
    pub today: Date,
    /// Counts over all files.
    pub summary: Summary,
    /// Files that were met and not judged.
    pub unjudged: Unjudged,
    /// The findings, ordered by path and place.
    pub findings: Vec<FindingJson>,
    /// The alignment of each strategy.
    pub alignment: Vec<AlignmentJson>,
}

/// The alignment of one strategy.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AlignmentJson {
    /// The strategy's path.
    pub path: String,
    /// The report.
    #[serde(flatten)]
    pub report: AlignmentReport,
}

/// One finding.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FindingJson {
    /// The rule's name.
    pub rule: &'static str,
    /// Its level in this run.
    pub level: Level,
    /// Missing or wrong.
    pub kind: Kind,
    /// True where the verdict depends on today's date.
    pub timed: bool,
    /// What is wrong.
    pub message: String,
    /// Where.
    #[serde(flatten)]
    pub place: PlaceJson,
    /// The dotted path of keys and ids; it survives edits that move lines.
    pub address: String,
    /// The other places that matter.
    pub related: Vec<PlaceJson>,
    /// Why it matters.
    pub notes: Vec<String>,
    /// What to do next.
    pub help: String,
    /// A mend that a machine can make.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<FixJson>,
}

/// A place in a file. Lines and columns count from 1, columns in Unicode characters; offsets count
/// bytes from 0. Ends are exclusive.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PlaceJson {
    /// The file.
    pub path: String,
    /// First line.
    pub line: usize,
    /// First column.
    pub column: usize,
    /// Last line.
    pub end_line: usize,
    /// Column after the last character.
    pub end_column: usize,
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
    /// What is to be seen there.
    pub label: String,
}

/// A mend.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FixJson {
    /// What it does.
    pub title: String,
    /// Whether it can be applied without asking.
    pub safety: Safety,
    /// The bytes to replace.
    pub edits: Vec<EditJson>,
}

/// Bytes to replace.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EditJson {
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
    /// What stands there afterwards.
    pub text: String,
}

impl FindingJson {
    /// One finding of a document.
    pub fn new(document: &Document, finding: &Finding) -> Self {
        let place = |at: Location, label: &str| {
            let Place { path, start, end } = Place::new(document, at, Columns::Characters);
            PlaceJson {
                path: path.to_owned(),
                line: start.line,
                column: start.column,
                end_line: end.line,
                end_column: end.column,
                start: at.span.start,
                end: at.span.end,
                label: label.to_owned(),
            }
        };
        Self {
            rule: finding.rule.name,
            level: finding.level,
            kind: finding.rule.kind,
            timed: finding.timed,
            message: finding.message.clone(),
            place: place(finding.place, &finding.label),
            address: document.address(finding).to_string(),
            related: finding.others.iter().map(|Label { place: at, text }| place(*at, text)).collect(),
            notes: finding.notes.clone(),
            help: finding.help.clone(),
            fix: finding.fix.as_ref().map(|fix| FixJson {
                title: fix.title.clone(),
                safety: fix.safety,
                edits: fix
                    .edits
                    .iter()
                    .map(|edit| EditJson {
                        start: edit.span.start,
                        end: edit.span.end,
                        text: edit.text.clone(),
                    })
                    .collect(),
            }),
        }
    }
}
