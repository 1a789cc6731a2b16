//! The Reviewdog Diagnostic Format: lines and columns from 1, columns in bytes, ends exclusive.
//!
//! Reviewdog refuses a document with a key that it does not know, so only what its first version had
//! is written.

use std::io;

use serde::Serialize;

use super::wording;
use super::{Judged, Layout, Run};
use crate::finding::{Edit, Finding, Fix, Level};
use crate::render::json;
use crate::source::{self, Columns, Source, Span};
use crate::strategy::document::Document;
use crate::syntax::edit;

/// The format `rdjson`.
#[derive(Debug, Clone, Copy)]
pub struct Rdjson;

#[derive(Debug, Serialize)]
struct DiagnosticResult {
    source: Tool,
    diagnostics: Vec<Diagnostic>,
}

#[derive(Debug, Serialize)]
struct Tool {
    name: &'static str,
}

/// One finding.
#[derive(Debug, Serialize)]
pub struct Diagnostic {
    message: String,
    location: Location,
    severity: &'static str,
    code: Code,
    #[serde(skip_serializing_if = "Option::is_none")]
    suggestions: Option<[Suggestion; 1]>,
}

#[derive(Debug, Serialize)]
struct Code {
    value: &'static str,
}

#[derive(Debug, Serialize)]
struct Location {
    path: String,
    range: Range,
}

#[derive(Debug, Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Debug, Serialize)]
struct Position {
    line: usize,
    column: usize,
}

#[derive(Debug, Serialize)]
struct Suggestion {
    range: Range,
    text: String,
}

impl Layout for Rdjson {
    type Sheet = Vec<Diagnostic>;

    fn sheet(&self, Judged { document, outcome, .. }: Judged<'_>) -> io::Result<Vec<Diagnostic>> {
        Ok(outcome.findings.iter().map(|finding| diagnostic(document, finding)).collect())
    }

    fn join(&self, sheets: Vec<Vec<Diagnostic>>, _: &Run<'_>) -> io::Result<Vec<u8>> {
        let diagnostics = sheets.into_iter().flatten().collect();
        json::pretty(&DiagnosticResult { source: Tool { name: "stratplan" }, diagnostics })
    }
}

fn diagnostic(document: &Document, finding: &Finding) -> Diagnostic {
    let file = document.file(finding.place);
    Diagnostic {
        message: wording::in_two_lines(finding),
        location: Location { path: file.name().to_owned(), range: range(file, finding.place.span) },
        severity: match finding.level {
            Level::Error => "ERROR",
            Level::Warning => "WARNING",
            Level::Info => "INFO",
        },
        code: Code { value: finding.rule.name },
        suggestions: finding.fix.as_ref().and_then(|fix| suggestion(&document.source, fix)).map(|one| [one]),
    }
}

fn range(file: &Source, span: Span) -> Range {
    let position = |offset| {
        let source::Position { line, column } = file.position(offset, Columns::Bytes);
        Position { line, column }
    };
    Range { start: position(span.start), end: position(span.end) }
}

/// A fix as one text to put in. Reviewdog offers each suggestion by itself, so edits that belong
/// together become one, with what stands between them.
fn suggestion(file: &Source, fix: &Fix) -> Option<Suggestion> {
    let start = fix.edits.iter().map(|edit| edit.span.start).min()?;
    let end = fix.edits.iter().map(|edit| edit.span.end).max()?;
    let whole = Span::new(start, end);
    let within = |edit: &Edit| Edit {
        span: Span::new(edit.span.start - start, edit.span.end - start),
        text: edit.text.clone(),
    };
    let edits: Vec<Edit> = fix.edits.iter().map(within).collect();
    let text = edit::apply(file.slice(whole), &edits).ok()?;
    Some(Suggestion { range: range(file, whole), text })
}
