//! The Reviewdog Diagnostic Format: lines and columns from 1, columns in bytes, ends exclusive.
//!
//! Reviewdog rejects a document with an unknown key, so only keys of its first version are written.

use std::io;

use serde_json::{Value, json};

use super::Report;
use super::row::{FindingRow, Region};
use crate::render::json::{self, without_nulls};

/// The format `rdjson`.
pub fn rdjson(reports: &[Report]) -> io::Result<Vec<u8>> {
    let rows = reports.iter().flat_map(|one| &one.findings);
    json::pretty(&json!({
        "source": { "name": "stratplan" },
        "diagnostics": rows.map(diagnostic).collect::<Vec<_>>(),
    }))
}

fn diagnostic(row: &FindingRow) -> Value {
    // Reviewdog offers each suggestion by itself, so a fix with several edits has to be one.
    let replacement = row.fix.as_ref().and_then(|fix| fix.replacement.as_ref());
    without_nulls(json!({
        "message": row.message_and_help("\nhelp: "),
        "location": { "path": row.place.path, "range": range(row.place.region) },
        "severity": row.level.name().to_uppercase(),
        "code": { "value": row.rule },
        "suggestions": replacement.map(|(region, text)| [json!({ "range": range(*region), "text": text })]),
    }))
}

fn range(region: Region) -> Value {
    let (start, end) = region.byte_columns;
    json!({
        "start": { "line": region.line, "column": start },
        "end": { "line": region.end_line, "column": end },
    })
}
