//! Lays out what was found.

use std::collections::BTreeMap;
use std::io::{self, Write};

use jiff::civil::Date;
use serde::Serialize;

use super::{Args, Format, Report, fail_on};
use crate::cli::json as printed;
use crate::cli::judging::Settings;
use crate::document::Document;
use crate::finding::{Level, Rule};
use crate::render::json::{self, AlignmentJson, CheckJson, FindingJson};
use crate::render::{self, level_style};
use crate::report::alignment::AlignmentReport;
use crate::report::summary::Summary;
use crate::words::counted;

/// What is kept of a strategy once it is judged: finished text, so that memory does not grow with
/// the number of files.
pub(super) struct Judged {
    pub(super) path: String,
    pub(super) has_failed: bool,
    summary: Summary,
    text: Vec<u8>,
    json: Vec<FindingJson>,
    counts: BTreeMap<(&'static str, Level), usize>,
    report: AlignmentReport,
}

impl Judged {
    /// Judges a strategy.
    pub(super) fn new(
        args: &Args,
        document: &Document,
        settings: &Settings,
        width: usize,
    ) -> anyhow::Result<Self> {
        let outcome = settings.linter.check(document);
        let findings = &outcome.findings;
        let (mut text, mut json, mut counts) = (Vec::new(), Vec::new(), BTreeMap::new());
        match args.format {
            _ if args.statistics => {
                for finding in findings {
                    *counts.entry((finding.rule.name, finding.level)).or_default() += 1;
                }
            }
            Format::Full => render::full::findings(&mut text, document, findings, width)?,
            Format::Concise => render::concise::findings(&mut text, document, findings)?,
            Format::Json => json = findings.iter().map(|one| FindingJson::new(document, one)).collect(),
        }
        let fail_on = fail_on(args, settings);
        Ok(Self {
            path: document.source.name().to_owned(),
            has_failed: findings.iter().any(|finding| fail_on.is_failed_by(finding.level)),
            summary: match args.format {
                Format::Json => Summary::of(findings, outcome.allowed),
                Format::Full | Format::Concise => Summary::told(findings, outcome.allowed),
            },
            report: AlignmentReport::new(document, &outcome),
            text,
            json,
            counts,
        })
    }
}

/// Everything that is printed, in the format that was asked for.
pub(super) fn lay_out(
    args: &Args,
    judged: Vec<Judged>,
    today: Date,
    width: usize,
) -> anyhow::Result<Vec<u8>> {
    let total = judged.iter().fold(Summary::default(), |total, one| total.plus(one.summary));
    match args.format {
        Format::Json if args.statistics => printed::text(&statistics(&judged)),
        Format::Json => {
            let (mut findings, mut alignment) = (Vec::new(), Vec::new());
            for one in judged {
                findings.extend(one.json);
                alignment.push(AlignmentJson { path: one.path, report: one.report });
            }
            printed::text(&CheckJson { version: json::VERSION, today, summary: total, findings, alignment })
        }
        Format::Full | Format::Concise => Ok(for_people(args, &judged, &total, width)?),
    }
}

fn for_people(args: &Args, judged: &[Judged], total: &Summary, width: usize) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    for one in judged {
        out.extend_from_slice(&one.text);
    }
    if args.statistics {
        table(&mut out, &statistics(judged))?;
    }
    // Where nothing could be judged, no line may read as if all were well.
    if args.quiet || judged.is_empty() {
        return Ok(out);
    }
    let usual = match (args.format, judged.len()) {
        _ if args.statistics => Report::None,
        (Format::Full, 1) => Report::Full,
        (Format::Full, _) => Report::Summary,
        _ => Report::None,
    };
    match args.report.unwrap_or(usual) {
        Report::None => {}
        Report::Summary => {
            let rows: Vec<(&str, &AlignmentReport, Summary)> =
                judged.iter().map(|one| (one.path.as_str(), &one.report, one.summary)).collect();
            render::alignment::rows(&mut out, &rows, width)?;
        }
        Report::Full => {
            for one in judged {
                render::alignment::full(&mut out, &one.report, width)?;
            }
        }
    }
    render::alignment::summary(&mut out, total)?;
    Ok(out)
}

/// How often a rule was broken.
#[derive(Debug, Serialize)]
struct Broken {
    rule: &'static str,
    level: Level,
    count: usize,
}

/// The findings of each rule counted, the most frequent first.
fn statistics(judged: &[Judged]) -> Vec<Broken> {
    let mut total: BTreeMap<(&str, Level), usize> = BTreeMap::new();
    for (key, count) in judged.iter().flat_map(|one| &one.counts) {
        *total.entry(*key).or_default() += count;
    }
    let mut counts: Vec<Broken> =
        total.into_iter().map(|((rule, level), count)| Broken { rule, level, count }).collect();
    counts.sort_by_key(|one| std::cmp::Reverse(one.count));
    counts
}

fn table(out: &mut dyn Write, counts: &[Broken]) -> io::Result<()> {
    for one in counts {
        let style = level_style(one.level);
        let summary = crate::rules::find(one.rule).map_or("", |rule: &Rule| rule.summary);
        writeln!(out, "{:>5}  {style}{:<7}{style:#}  {}: {summary}", one.count, one.level.name(), one.rule)?;
    }
    if !counts.is_empty() {
        let rules = i64::try_from(counts.len()).unwrap_or(i64::MAX);
        writeln!(out, "       {} broken\n", counted(rules, "rule", "rules"))?;
    }
    Ok(())
}
