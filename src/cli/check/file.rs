//! One strategy: read, fixed if requested, checked, and turned into a report.

use anyhow::bail;

use super::baseline::{BaselineFile, FileBaseline};
use super::fixes::{FixOutcome, FixPlan};
use super::inputs::Input;
use super::{Args, Detail, Format};
use crate::config::FailOn;
use crate::finding::{Group, Level};
use crate::linter::Outcome;
use crate::linter::baseline::FindingCounts;
use crate::linter::group::group;
use crate::render::diff::{Reader, diff};
use crate::render::findings::row::rows;
use crate::render::findings::{Report, concise, digest, full, markdown};
use crate::report::alignment::AlignmentReport;
use crate::report::summary::FixCounts;
use crate::strategy::document::Document;
use crate::workspace::{self, Candidate, Lock, WorkspaceError};

pub(super) struct Check<'a> {
    pub(super) args: &'a Args,
    pub(super) fix_plan: Option<FixPlan>,
    pub(super) baseline: Option<BaselineFile<'a>>,
    pub(super) annotates: bool,
    pub(super) width: usize,
    /// Who reads the output of `--diff`.
    pub(super) reader: Reader,
}

/// What is kept of a strategy; the document itself is not.
pub(super) struct Checked {
    pub(super) report: Report,
    /// With `--diff`, whether it would change; else whether a finding is at or above `--fail-on`.
    pub(super) has_failed: bool,
    pub(super) baseline: Option<FileBaseline>,
    pub(super) notices: Vec<String>,
    /// For standard input: its text after the changes.
    pub(super) fixed_text: Option<String>,
    pub(super) error: Option<WorkspaceError>,
}

impl Check<'_> {
    pub(super) fn writes_fixes(&self) -> bool {
        self.fix_plan.is_some() && !self.args.fixes.diff
    }

    /// Checks one input; none if a file found in a directory is not a strategy.
    pub(super) fn check_file(&self, input: &Input) -> anyhow::Result<Option<Checked>> {
        if let Some(document) = &input.stdin {
            return self.check_document(document, input).map(Some);
        }
        let document = workspace::read(&input.candidate)?;
        document.map(|document| self.check_document(&document, input)).transpose()
    }

    fn check_document(&self, before: &Document, input: &Input) -> anyhow::Result<Checked> {
        let Input { candidate: Candidate { path, .. }, stdin, settings } = input;
        let baseline = self.baseline.as_ref();
        let mut accepted = baseline.map(|baseline| baseline.accepted(path)).unwrap_or_default();
        let plan = self.fix_plan.as_ref();
        let fixed = plan.map(|plan| plan.apply(before, path, &settings.linter, &accepted));
        let mut fixed = fixed.unwrap_or_default();
        let mut error = None;
        if self.writes_fixes()
            && stdin.is_none()
            && let Some(changed) = &fixed.document
            && let Err(why) = Lock::of(path).rewrite(path, &before.source, &changed.source)
        {
            error = Some(why);
            let tried = fixed.fixes.tried;
            fixed = FixOutcome { fixes: FixCounts { made: 0, tried }, ..FixOutcome::default() };
        }
        let document = fixed.document.as_ref().unwrap_or(before);
        let name = document.source.name();
        let fixed_text = (self.writes_fixes() && stdin.is_some()).then(|| document.source.text().to_owned());
        if fixed_text.is_some() && document.source.first_invalid_byte().is_some() {
            bail!("{name}: not saved as UTF-8, so it cannot be printed unchanged");
        }
        let mut outcome = settings.linter.check_against(document, &accepted);
        if baseline.is_some_and(BaselineFile::accepts_all) {
            accepted = FindingCounts::of(document, &outcome.findings);
            outcome = settings.linter.check_against(document, &accepted);
        }
        let asked = if self.args.strict { Some(FailOn::Warning) } else { self.args.fail_on };
        let fail_on = asked.unwrap_or(settings.fail_on);
        Ok(Checked {
            has_failed: if self.args.fixes.diff {
                fixed.document.is_some()
            } else {
                outcome.findings.iter().any(|one| fail_on.is_failed_by(one.level))
            },
            report: self.report(before, document, &outcome, fail_on, &fixed)?,
            notices: fixed.notices(name, self.writes_fixes()),
            baseline: baseline.map(|baseline| FileBaseline {
                path: baseline.relative(path),
                accepted,
                file_findings: outcome.findings.iter().filter(|one| one.rule.group == Group::File).count(),
                stale: outcome.stale,
            }),
            fixed_text,
            error,
        })
    }

    /// Whether the alignment report, or a row of it, is printed.
    fn shows_alignment(&self) -> bool {
        let Args { report, quiet, fixes, .. } = self.args;
        match self.args.format() {
            _ if self.annotates => true,
            Format::Full | Format::Concise if *quiet || fixes.diff => false,
            Format::Full => *report != Some(Detail::None),
            Format::Concise => report.is_some_and(|report| report != Detail::None),
            Format::Markdown | Format::Json => true,
            _ => false,
        }
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
                diff(&mut report.text, self.reader, document.source.name(), old, new)?;
            }
        } else if format == Format::Full && !is_statistics {
            let grouped = group(findings);
            let errors = grouped.iter().filter(|one| one.level == Level::Error).count();
            let (is_many, all, mut text) = (errors > digest::MOST_IN_FULL, self.args.all, Vec::new());
            if all || !is_many {
                full::findings(&mut text, document, findings, self.width)?;
            }
            report.is_digest = !all && (is_many || digest::is_too_long(errors, &text));
            if report.is_digest {
                digest::digest(&mut report.text, document, findings, &report.counts, self.width)?;
            } else {
                report.together = findings.len() - grouped.len();
                report.text = text;
            }
        } else if format == Format::Concise && !is_statistics {
            report.together = findings.len() - group(findings).len();
            concise::findings(&mut report.text, document, findings)?;
        }
        if is_statistics || self.annotates || !format.is_for_people() {
            report.findings = rows(document, findings);
        }
        if !is_statistics && self.shows_alignment() {
            let alignment = AlignmentReport::new(document, outcome);
            if self.annotates || format == Format::Markdown {
                report.markdown = markdown::strategy(document, findings, &alignment)?;
            }
            report.alignment = Some(alignment);
        }
        Ok(report)
    }
}
