//! JSON with everything, and JSON Lines with one finding per line.

use std::io;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::row::FindingRow;
use super::{Report, Run};
use crate::render::json::{self, VERSION};
use crate::report::alignment::AlignmentReport;
use crate::report::summary::{Summary, Unjudged};

/// What `check` reports about all files.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CheckJson<'a> {
    /// The version of this shape.
    version: u32,
    /// The day that strategies were judged on.
    today: Date,
    /// Counts over all files.
    summary: Summary,
    /// Files that were found and not checked.
    unjudged: Unjudged,
    /// The findings, ordered by path and place.
    findings: Vec<&'a FindingRow>,
    /// The alignment of each strategy.
    alignment: Vec<AlignmentJson<'a>>,
}

/// The alignment of one strategy.
#[derive(Debug, Serialize, JsonSchema)]
struct AlignmentJson<'a> {
    /// The strategy's path.
    path: &'a str,
    /// The report.
    #[serde(flatten)]
    report: &'a AlignmentReport,
}

/// The format `json`.
pub fn json(reports: &[Report], run: &Run<'_>) -> io::Result<Vec<u8>> {
    let alignment = reports.iter().filter_map(|one| Some((&one.path, one.alignment.as_ref()?)));
    json::pretty(&CheckJson {
        version: VERSION,
        today: run.today,
        summary: reports.iter().map(|one| one.counts).fold(Summary::default(), Summary::plus),
        unjudged: run.unjudged,
        findings: reports.iter().flat_map(|one| &one.findings).collect(),
        alignment: alignment.map(|(path, report)| AlignmentJson { path, report }).collect(),
    })
}

/// The format `jsonl`: each line is a finding as in `json`.
pub fn json_lines(reports: &[Report]) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    for row in reports.iter().flat_map(|one| &one.findings) {
        out.extend(json::line(row)?);
    }
    Ok(out)
}
