//! One strategy: read, changed if that is asked for, judged, and turned into a report.

use std::path::Path;

use anyhow::bail;

use super::baseline::{BaselineFile, FileBaseline};
use super::fixes::{FixOutcome, FixPlan};
use super::inputs::{Input, InputSource};
use super::{Args, Format};
use crate::cli::lint_args::Settings;
use crate::config::FailOn;
use crate::finding::Group;
use crate::linter::Outcome;
use crate::linter::baseline::FindingCounts;
use crate::render::diff::diff;
use crate::render::findings::row::rows;
use crate::render::findings::{Report, concise, full, markdown};
use crate::report::alignment::AlignmentReport;
use crate::strategy::document::Document;
use crate::workspace::{self, WorkspaceError};

pub(super) struct Check<'a> {
    pub(super) args: &'a Args,
    pub(super) fix_plan: Option<FixPlan>,
    pub(super) baseline: Option<BaselineFile>,
    pub(super) annotates: bool,
    pub(super) width: usize,
}

/// What is kept of a strategy; the document itself is not.
pub(super) struct Checked {
    pub(super) report: Report,
    pub(super) has_failed: bool,
    pub(super) has_changed: bool,
    pub(super) baseline: Option<FileBaseline>,
    pub(super) notices: Vec<String>,
    /// For standard input: its text after the changes.
    pub(super) fixed_text: Option<String>,
    pub(super) error: Option<WorkspaceError>,
}

impl Check<'_> {
    pub(super) fn writes_fixes(&self) -> bool {
        self.fix_plan.as_ref().is_some_and(|plan| plan.writes)
    }

    /// Checks one input; none if a file found in a directory is not a strategy.
    pub(super) fn check_file(&self, input: &Input) -> anyhow::Result<Option<Checked>> {
        match &input.source {
            InputSource::Stdin(document) => {
                let path = Path::new(&self.args.stdin_filename);
                let mut checked = self.check_document(document, path, &input.settings, |_| Ok(()))?;
                if self.writes_fixes() {
                    if document.source.first_invalid_byte().is_some() {
                        let why = "not saved as UTF-8, so it cannot be printed unchanged";
                        bail!("{}: {why}", document.source.name());
                    }
                    checked.fixed_text.get_or_insert_with(|| document.source.text().to_owned());
                }
                Ok(Some(checked))
            }
            InputSource::File(candidate) => {
                let Some(document) = workspace::read(candidate)? else { return Ok(None) };
                let write = |text: &str| workspace::write(&candidate.path, text.as_bytes());
                let checked = self.check_document(&document, &candidate.path, &input.settings, write)?;
                Ok(Some(Checked { fixed_text: None, ..checked }))
            }
        }
    }

    fn check_document(
        &self,
        before: &Document,
        path: &Path,
        settings: &Settings,
        write: impl Fn(&str) -> Result<(), WorkspaceError>,
    ) -> anyhow::Result<Checked> {
        let accepted = self.baseline.as_ref().map(|baseline| baseline.accepted(path)).unwrap_or_default();
        let plan = self.fix_plan.as_ref();
        let mut fixed =
            plan.map(|plan| plan.apply(before, path, &settings.linter, &accepted)).unwrap_or_default();
        let mut error = None;
        if self.writes_fixes()
            && let Some(changed) = &fixed.document
            && let Err(why) = write(changed.source.text())
        {
            error = Some(why);
            fixed = fixed.unwritten();
        }
        let document = fixed.document.as_ref().unwrap_or(before);
        let (accepted, outcome) = self.judge(document, settings, accepted);
        let name = document.source.name();
        let fail_on = self.fail_on(settings);
        let file_findings = outcome.findings.iter().filter(|one| one.rule.group == Group::File).count();
        let baseline = self.baseline.as_ref();
        Ok(Checked {
            has_failed: outcome.findings.iter().any(|one| fail_on.is_failed_by(one.level)),
            has_changed: fixed.document.is_some(),
            report: self.report(before, document, &outcome, fail_on, &fixed)?,
            baseline: baseline.map(|one| one.of_file(path, accepted, outcome.stale, file_findings)),
            notices: plan.map(|plan| fixed.notices(name, plan)).unwrap_or_default(),
            fixed_text: fixed.document.as_ref().map(|document| document.source.text().to_owned()),
            error,
        })
    }

    fn judge<'d>(
        &self,
        document: &'d Document,
        settings: &Settings,
        accepted: FindingCounts,
    ) -> (FindingCounts, Outcome<'d>) {
        let outcome = settings.linter.check_against(document, &accepted);
        if !self.baseline.as_ref().is_some_and(BaselineFile::accepts_all) {
            return (accepted, outcome);
        }
        let accepted = FindingCounts::of(document, &outcome.findings);
        let outcome = settings.linter.check_against(document, &accepted);
        (accepted, outcome)
    }

    fn fail_on(&self, settings: &Settings) -> FailOn {
        let asked = if self.args.strict { Some(FailOn::Warning) } else { self.args.fail_on };
        asked.unwrap_or(settings.fail_on)
    }

    fn report(
        &self,
        before: &Document,
        document: &Document,
        outcome: &Outcome<'_>,
        fail_on: FailOn,
        fixed: &FixOutcome,
    ) -> std::io::Result<Report> {
        let mut report = Report::new(document, outcome, fail_on, fixed.fixes);
        let (format, findings) = (self.args.format(), &outcome.findings);
        let is_statistics = self.args.statistics;
        if self.args.fixes.diff {
            if fixed.document.is_some() {
                let (old, new) = (before.source.text(), document.source.text());
                diff(&mut report.text, document.source.name(), old, new)?;
            }
        } else if format == Format::Full && !is_statistics {
            full::findings(&mut report.text, document, findings, self.width)?;
        } else if format == Format::Concise && !is_statistics {
            concise::findings(&mut report.text, document, findings)?;
        }
        if is_statistics || self.annotates || !format.is_for_people() {
            report.findings = rows(document, findings);
        }
        if !is_statistics && (format.is_for_people() || format == Format::Json) {
            let alignment = AlignmentReport::new(document, outcome);
            if self.annotates || format == Format::Markdown {
                report.markdown = markdown::strategy(document, findings, &alignment)?;
            }
            report.alignment = Some(alignment);
        }
        Ok(report)
    }
}
