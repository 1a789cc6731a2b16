//! For people: findings, the alignment report, and what all comes to.

use std::io;

use super::{Args, Report};
use crate::document::Document;
use crate::finding::Finding;
use crate::render::findings::{Judged, Layout, Run};
use crate::render::findings::{closing, concise, full};
use crate::render::layout;
use crate::render::outline::terminal;
use crate::report::alignment::AlignmentReport;
use crate::report::summary::Summary;

/// The formats `full` and `concise`.
pub(super) struct ForPeople {
    style: Style,
    width: usize,
    /// How much of the report was asked for.
    report: Option<Report>,
    /// Findings only.
    quiet: bool,
}

/// How a finding looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Full,
    Concise,
}

/// What is kept of one strategy.
pub(super) struct Sheet {
    path: String,
    text: Vec<u8>,
    summary: Summary,
    report: AlignmentReport,
}

impl ForPeople {
    pub(super) fn new(args: &Args, style: Style, width: usize) -> Self {
        Self { style, width, report: args.report, quiet: args.quiet }
    }

    fn findings(&self, document: &Document, findings: &[Finding]) -> io::Result<Vec<u8>> {
        let mut text = Vec::new();
        match self.style {
            Style::Full => full::findings(&mut text, document, findings, self.width)?,
            Style::Concise => concise::findings(&mut text, document, findings)?,
        }
        Ok(text)
    }

    /// How much of the report follows where nothing was asked for.
    fn usual_report(&self, strategies: usize) -> Report {
        match (self.style, strategies) {
            (Style::Full, 1) => Report::Full,
            (Style::Full, _) => Report::Summary,
            (Style::Concise, _) => Report::None,
        }
    }
}

impl Layout for ForPeople {
    type Sheet = Sheet;

    fn sheet(&self, judged: Judged<'_>) -> io::Result<Sheet> {
        let Judged { document, outcome, .. } = judged;
        Ok(Sheet {
            path: document.source.name().to_owned(),
            text: self.findings(document, &outcome.findings)?,
            summary: judged.told(),
            report: AlignmentReport::new(document, outcome),
        })
    }

    fn join(&self, sheets: Vec<Sheet>, run: &Run<'_>) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        for sheet in &sheets {
            out.extend_from_slice(&sheet.text);
        }
        // Where nothing could be judged, no line may read as if all were well.
        if self.quiet || sheets.is_empty() {
            return Ok(out);
        }
        match self.report.unwrap_or_else(|| self.usual_report(sheets.len())) {
            Report::None => {}
            Report::Summary => {
                let rows: Vec<(&str, &AlignmentReport, Summary)> =
                    sheets.iter().map(|one| (one.path.as_str(), &one.report, one.summary)).collect();
                terminal::render(&mut out, &layout::alignment::rows(&rows), self.width)?;
            }
            Report::Full => {
                for sheet in &sheets {
                    terminal::render(&mut out, &layout::alignment::outline(&sheet.report), self.width)?;
                }
            }
        }
        let total = sheets.iter().fold(Summary::default(), |total, sheet| total.plus(sheet.summary));
        closing::summary(&mut out, &total, run.unjudged)?;
        Ok(out)
    }
}
