//! `stratplan check`: findings, then the alignment report.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::anyhow;
use clap::ValueEnum;
use jiff::civil::Date;

use super::Exit;
use super::terminal::Terminal;
use crate::config::{Config, FailOn};
use crate::document::Document;
use crate::linter::{Linter, Selection};
use crate::render::json::{AlignmentJson, CheckJson, FindingJson};
use crate::render::{self, json};
use crate::report::alignment::AlignmentReport;
use crate::report::summary::Summary;
use crate::workspace::{self, Candidate, Configs, Trouble};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Files and directories to check, or - for standard input [default: the current directory]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// How findings look
    #[arg(long, alias = "output-format", value_enum, default_value = "full")]
    format: Format,

    /// Write to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output_file: Option<PathBuf>,

    /// How much of the alignment report to show [default: full for one strategy, summary for several]
    #[arg(long, value_enum)]
    report: Option<Report>,

    /// The level at which the check fails [default: error]
    #[arg(long, value_enum, value_name = "LEVEL")]
    fail_on: Option<FailOn>,

    /// Fail on warnings, too: the same as --fail-on warning
    #[arg(long, conflicts_with = "fail_on")]
    strict: bool,

    #[command(flatten)]
    judging: Judging,

    /// Succeed where there is no strategy to check
    #[arg(long)]
    allow_empty: bool,

    /// What messages call the strategy on standard input
    #[arg(long, value_name = "PATH", default_value = "<stdin>")]
    stdin_filename: String,

    /// Threads to use [default: one a processor]
    #[arg(short, long, value_name = "N")]
    jobs: Option<usize>,

    /// Show findings only: no report, no closing line
    #[arg(short, long)]
    quiet: bool,
}

/// What decides how strategies are judged; several commands share it.
#[derive(Debug, clap::Args)]
pub(super) struct Judging {
    /// Run only these rules or groups; `timed` names the rules that depend on the date
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    select: Vec<String>,

    /// Run these rules or groups, too
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    extend_select: Vec<String>,

    /// Do not run these rules or groups
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    ignore: Vec<String>,

    /// Judge by this day, so that a report can be made again [default: today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    today: Option<Date>,

    /// Take settings from this file instead of the nearest stratplan.toml
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    config: Option<PathBuf>,

    /// Take no settings from any file
    #[arg(long)]
    isolated: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Findings with their lines
    Full,
    /// One line a finding
    Concise,
    /// Everything, for machines
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Report {
    /// No report
    None,
    /// One row a strategy
    Summary,
    /// Every table of every strategy
    Full,
}

impl Judging {
    /// The day to judge by: as asked, else the local date.
    pub(super) fn today(&self) -> Date {
        self.today.unwrap_or_else(|| jiff::Zoned::now().date())
    }

    fn linter(&self, config: Option<&Config>) -> anyhow::Result<Linter> {
        let selection = Selection {
            select: self.select.clone(),
            extend_select: self.extend_select.clone(),
            ignore: self.ignore.clone(),
        };
        let mut linter = Linter::new(self.today());
        if let Some(config) = config {
            linter = linter.configure(config).map_err(|error| Trouble::Config(Box::new(error)))?;
        }
        Ok(linter.select(&selection)?)
    }

    /// The linter for one file.
    pub(super) fn linter_for(&self, file: &Path) -> anyhow::Result<Linter> {
        Ok(self.linters(&mut Configs::default(), file)?.0)
    }

    /// The linter for a file, the level at which its settings fail, and whether they exclude it.
    fn linters(&self, configs: &mut Configs, file: &Path) -> anyhow::Result<(Linter, Option<FailOn>, bool)> {
        if self.isolated {
            return Ok((self.linter(None)?, None, false));
        }
        if let Some(path) = &self.config {
            let config = Configs::from_file(path)?;
            return Ok((self.linter(Some(&config))?, config.fail_on, false));
        }
        let Some((config, excludes)) = configs.find(file)? else {
            return Ok((self.linter(None)?, None, false));
        };
        let absolute = std::path::absolute(file)?;
        let is_excluded = absolute
            .strip_prefix(excludes.path())
            .is_ok_and(|inside| excludes.matched_path_or_any_parents(inside, false).is_ignore());
        Ok((self.linter(Some(config))?, config.fail_on, is_excluded))
    }
}

/// What is kept of a strategy once it is judged: finished text, so that memory does not grow with
/// the number of files.
struct Judged {
    summary: Summary,
    findings: Vec<u8>,
    report: AlignmentReport,
    json: Vec<FindingJson>,
    path: String,
    has_failed: bool,
}

pub(super) fn run(args: &Args, terminal: &Terminal) -> anyhow::Result<Exit> {
    let width = terminal.width();
    let mut exit = Exit::Clean;
    let mut judged: Vec<Judged> = Vec::new();
    let (wants_stdin, mut paths): (Vec<_>, Vec<_>) =
        args.paths.iter().cloned().partition(|path| path == Path::new("-"));
    if args.paths.is_empty() {
        paths.push(PathBuf::from("."));
    }
    let mut configs = Configs::default();
    if !wants_stdin.is_empty() {
        let (linter, fail_on, _) = args.judging.linters(&mut configs, Path::new(&args.stdin_filename))?;
        let document = workspace::read_stdin(&args.stdin_filename)?;
        judged.push(judge(args, &document, &linter, fail_on, width)?);
    }
    let found = workspace::find(&paths);
    for notice in &found.notices {
        terminal.notice(notice);
    }
    for trouble in found.troubles {
        terminal.trouble(&trouble.into());
        exit = Exit::Trouble;
    }
    let mut work: Vec<(Candidate, Linter, Option<FailOn>)> = Vec::new();
    for candidate in found.candidates {
        let (linter, fail_on, is_excluded) = args.judging.linters(&mut configs, &candidate.path)?;
        if !is_excluded {
            work.push((candidate, linter, fail_on));
        } else if candidate.is_named {
            terminal.notice(&format!("{}: passed over, stratplan.toml excludes it", candidate.name));
        }
    }
    let (candidates, settings): (Vec<Candidate>, Vec<(Linter, Option<FailOn>)>) =
        work.into_iter().map(|(candidate, linter, fail_on)| (candidate, (linter, fail_on))).unzip();
    let by_name: std::collections::HashMap<&str, &(Linter, Option<FailOn>)> =
        candidates.iter().map(|candidate| candidate.name.as_str()).zip(&settings).collect();
    let results = workspace::each(&candidates, args.jobs, |candidate| -> anyhow::Result<Option<Judged>> {
        let Some(document) = workspace::read(candidate)? else { return Ok(None) };
        let Some((linter, fail_on)) = by_name.get(candidate.name.as_str()) else { return Ok(None) };
        judge(args, &document, linter, *fail_on, width).map(Some)
    });
    for result in results {
        match result {
            Ok(one) => judged.extend(one),
            Err(error) => {
                terminal.trouble(&error);
                exit = Exit::Trouble;
            }
        }
    }
    if judged.is_empty() && exit == Exit::Clean && !args.allow_empty {
        let looked: Vec<String> = paths.iter().map(|path| workspace::display(path)).collect();
        return Err(anyhow!(
            "no strategy in {}: none of its .yaml files has a line that begins with `stratplan:` (--allow-empty makes this no error; `stratplan init` writes a first one)",
            crate::words::or(&looked)
        ));
    }
    if judged.iter().any(|one| one.has_failed) {
        exit = exit.max(Exit::Findings);
    }
    let text = lay_out(args, &mut judged, width)?;
    terminal.write(&text, args.output_file.as_deref())?;
    Ok(exit)
}

fn judge(
    args: &Args,
    document: &Document,
    linter: &Linter,
    configured: Option<FailOn>,
    width: usize,
) -> anyhow::Result<Judged> {
    let outcome = linter.check(document);
    let mut findings = Vec::new();
    let mut json = Vec::new();
    match args.format {
        Format::Full => render::full::findings(&mut findings, document, &outcome.findings, width)?,
        Format::Concise => render::concise::findings(&mut findings, document, &outcome.findings)?,
        Format::Json => json = outcome.findings.iter().map(|one| FindingJson::new(document, one)).collect(),
    }
    let fail_on = if args.strict { Some(FailOn::Warning) } else { args.fail_on };
    let fail_on = fail_on.or(configured).unwrap_or(FailOn::Error);
    Ok(Judged {
        summary: Summary::of(&outcome.findings, outcome.allowed),
        findings,
        json,
        has_failed: outcome.findings.iter().any(|finding| fail_on.is_failed_by(finding.level)),
        report: AlignmentReport::new(&outcome, document.tree.is_damaged() || !document.judgeable),
        path: document.source.name().to_owned(),
    })
}

fn lay_out(args: &Args, judged: &mut Vec<Judged>, width: usize) -> anyhow::Result<Vec<u8>> {
    let mut out = Vec::new();
    let total = judged.iter().fold(Summary::default(), |total, one| total.plus(one.summary));
    if args.format == Format::Json {
        let (mut findings, mut alignment) = (Vec::new(), Vec::new());
        for one in judged.drain(..) {
            findings.extend(one.json);
            alignment.push(AlignmentJson { path: one.path, report: one.report });
        }
        let today = args.judging.today();
        let whole = CheckJson { version: json::VERSION, today, summary: total, findings, alignment };
        serde_json::to_writer_pretty(&mut out, &whole)?;
        out.push(b'\n');
        return Ok(out);
    }
    for one in judged.iter() {
        out.extend_from_slice(&one.findings);
    }
    if args.quiet {
        return Ok(out);
    }
    let report = args.report.unwrap_or(match (args.format, judged.len()) {
        (Format::Full, 0 | 1) => Report::Full,
        (Format::Full, _) => Report::Summary,
        _ => Report::None,
    });
    match report {
        Report::None => {}
        Report::Summary => {
            let rows: Vec<(&str, &AlignmentReport)> =
                judged.iter().map(|one| (one.path.as_str(), &one.report)).collect();
            render::alignment::rows(&mut out, &rows, width)?;
        }
        Report::Full => {
            for one in judged.iter() {
                render::alignment::full(&mut out, &one.report, width)?;
            }
        }
    }
    render::alignment::summary(&mut out, &total)?;
    out.flush()?;
    Ok(out)
}
