//! GitLab's Code Quality report: a JSON list, which GitLab compares between the branches of a merge request.

use std::io;

use serde_json::{Value, json};

use super::Report;
use super::row::FindingRow;
use crate::finding::Level;
use crate::render::json;

/// The format `gitlab`.
pub fn gitlab(reports: &[Report]) -> io::Result<Vec<u8>> {
    let issue = |row: &FindingRow| {
        json!({
            "description": row.message_and_help(": "),
            "check_name": row.rule,
            "fingerprint": row.fingerprint,
            // `critical` and `blocker` are for programs that crash; no plan does.
            "severity": match row.level {
                Level::Error => "major",
                Level::Warning => "minor",
                Level::Info => "info",
            },
            "location": { "path": row.place.path, "lines": { "begin": row.place.region.line } },
        })
    };
    json::pretty(&reports.iter().flat_map(|one| &one.findings).map(issue).collect::<Vec<Value>>())
}
