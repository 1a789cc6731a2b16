//! `stratplan check`: findings, then the alignment report.
//!
//! [`collect_inputs`], [`Check::check_file`] for each on some thread, and [`output`] of all reports. The
//! format never affects the exit status.

mod actions;
mod baseline;
mod file;
mod fixes;
mod inputs;
mod output;
mod watch;

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use anyhow::bail;
use clap::ValueEnum;

use self::baseline::BaselineFlags;
use self::file::{Check, Checked};
use self::fixes::FixFlags;
use self::inputs::{Inputs, Paths, STDIN, collect_inputs, no_strategy};
use self::output::{output, total};
use super::Exit;
use super::lint_args::LintArgs;
use super::output::named;
use super::progress;
use super::terminal::{Terminal, in_github_actions};
use crate::config::FailOn;
use crate::render::findings::{Report, Run, closing};
use crate::workspace;

#[derive(Debug, clap::Args)]
#[allow(clippy::struct_excessive_bools)] // one for each flag
pub(super) struct Args {
    /// Files and directories, or - for standard input [default: the current directory]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Also check the files that this file lists, one per line or separated by NUL; - for standard input
    #[arg(long, value_name = "FILE")]
    files_from: Option<PathBuf>,

    /// Output format [default: full]
    #[arg(long, alias = "output-format", value_enum, help_heading = "Output")]
    format: Option<Format>,

    /// How much of the alignment report to show [default: full for one strategy, summary for several]
    #[arg(long, value_enum, value_name = "DETAIL", help_heading = "Output")]
    report: Option<Detail>,

    /// Show every finding of a strategy with many errors, not only the kinds that matter most
    #[arg(long, help_heading = "Output")]
    all: bool,

    /// Count the findings of each rule instead of listing them
    #[arg(long, help_heading = "Output")]
    statistics: bool,

    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    output_file: Option<PathBuf>,

    /// Print findings only: no report, no closing line, no notices
    #[arg(short, long, help_heading = "Output")]
    quiet: bool,

    /// Print for each file whether it is checked, and with which settings
    #[arg(short, long, conflicts_with = "quiet", help_heading = "Output")]
    verbose: bool,

    #[command(flatten)]
    judging: LintArgs,

    #[command(flatten)]
    fixes: FixFlags,

    #[command(flatten)]
    baseline: BaselineFlags,

    /// Lowest level at which the check fails [default: error]
    #[arg(long, value_enum, value_name = "LEVEL", help_heading = "Exit status")]
    fail_on: Option<FailOn>,

    /// Fail on warnings too, the same as --fail-on warning
    #[arg(long, conflicts_with = "fail_on", help_heading = "Exit status")]
    strict: bool,

    /// Succeed if there is no strategy to check
    #[arg(long, help_heading = "Exit status")]
    allow_empty: bool,

    /// Path to assume for standard input; the settings there apply
    #[arg(long, value_name = "PATH", default_value = STDIN, hide_default_value = true)]
    stdin_filename: String,

    /// Check files named on the command line even if the settings exclude them
    #[arg(long)]
    no_force_exclude: bool,

    /// Check again whenever a strategy, its readings or the settings change
    #[arg(long, conflicts_with_all = ["write_baseline", "prune_baseline"])]
    watch: bool,

    /// Number of threads [default: one per processor]
    #[arg(short, long, value_name = "N", value_parser = threads)]
    jobs: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Findings with their lines
    Full,
    /// One line per finding
    Concise,
    /// Findings and report, for a wiki or a pull request
    Markdown,
    /// Everything, for programs
    Json,
    /// One JSON object per finding and line
    Jsonl,
    /// For code scanning and editors
    Sarif,
    /// Annotations in GitHub Actions
    Github,
    /// GitLab's Code Quality report
    Gitlab,
    /// Failed tests, for build servers
    Junit,
    /// For tools that read Checkstyle
    Checkstyle,
    /// For reviewdog
    Rdjson,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Detail {
    /// No report
    None,
    /// One row per strategy
    Summary,
    /// Every table of every strategy
    Full,
}

impl Format {
    fn is_for_people(self) -> bool {
        matches!(self, Self::Full | Self::Concise | Self::Markdown)
    }
}

impl Args {
    fn file(&self) -> Option<&Path> {
        named(self.output_file.as_deref())
    }

    fn format(&self) -> Format {
        self.format.unwrap_or(Format::Full)
    }
}

fn threads(text: &str) -> Result<usize, String> {
    let count = text.parse().ok().filter(|count| (1..=1024).contains(count));
    count.ok_or_else(|| "expected a number from 1 to 1024".to_owned())
}

pub(super) fn run(args: &Args, terminal: &Terminal) -> anyhow::Result<Exit> {
    let paths = Paths::read(args)?;
    if args.watch { watch::run(args, &paths, terminal) } else { check_once(args, &paths, terminal) }
}

fn check_once(args: &Args, paths: &Paths, terminal: &Terminal) -> anyhow::Result<Exit> {
    if args.statistics && !matches!(args.format(), Format::Full | Format::Concise | Format::Json) {
        bail!("--statistics prints a table, or a list with `--format json`; it has no other format");
    }
    let judge = args.judging.judge()?;
    let fix_plan = args.fixes.plan(judge.today)?;
    let baseline = args.baseline.open()?;
    let mut inputs = collect_inputs(args, paths, &judge);
    let file = args.file();
    let width = terminal.width_for(file);
    let reader = terminal.diff_reader(file);
    let mut check = Check { args, fix_plan, baseline, annotates: false, width, reader };
    // A formatter prints its input with the fixes, and nothing else.
    let has_stdin = inputs.excluded_stdin.is_some() || inputs.all.iter().any(|input| input.stdin.is_some());
    let is_formatter = check.writes_fixes() && has_stdin;
    let is_for_people = args.format.is_none() && !args.statistics && !args.fixes.diff && !is_formatter;
    let annotates = is_for_people && in_github_actions();
    check.annotates = annotates;
    let mut checked = check_files(&check, &mut inputs, terminal);

    if checked.is_empty() && inputs.errors.is_empty() && !args.allow_empty {
        inputs.errors.extend(no_strategy(paths, inputs.unjudged.excluded));
    }
    if let Some(baseline) = check.baseline {
        let files = checked.iter_mut().filter_map(|one| one.baseline.take()).collect();
        match baseline.finish(files, &paths.all(), inputs.errors.is_empty()) {
            Ok(notices) => inputs.notices.extend(notices),
            Err(error) => inputs.errors.push(error),
        }
    }
    let exit = if !inputs.errors.is_empty() {
        Exit::Error
    } else if checked.iter().any(|one| one.has_failed) {
        Exit::Findings
    } else {
        Exit::Clean
    };
    if !args.quiet {
        inputs.notices.iter().for_each(|notice| terminal.notice(notice));
    }
    inputs.errors.iter().for_each(|error| terminal.error(error));

    let errors: Vec<String> = inputs.errors.iter().map(|error| format!("{error:#}")).collect();
    let run = Run { today: judge.today, errors: &errors, unjudged: inputs.unjudged, exit_code: exit as u8 };
    if is_formatter {
        let fixed = checked.iter_mut().filter_map(|one| one.fixed_text.take());
        let texts: Vec<String> = inputs.excluded_stdin.take().into_iter().chain(fixed).collect();
        terminal.write_file(&texts.concat())?;
    }
    let reports: Vec<Report> = checked.into_iter().map(|one| one.report).collect();
    let out = output(args, &reports, &run, width)?;
    if is_formatter && file.is_none() {
        terminal.eprint(&out);
    } else if args.fixes.diff {
        terminal.print_diff(&out, file)?;
    } else if args.format().is_for_people() {
        terminal.print(&out, file)?;
    } else {
        terminal.write(&out, file)?;
    }
    // Whoever reads the log of a build learns how it went without opening the file.
    if file.is_some() && !args.quiet && !args.statistics && !args.fixes.diff {
        let mut line = Vec::new();
        closing::summary(&mut line, &total(&reports), 0, run.unjudged)?;
        terminal.eprint(&line);
    }
    if annotates {
        actions::annotate(&reports, &run, terminal)?;
    }
    Ok(exit)
}

/// Checks every input on the requested number of threads. The results are in the order of their paths.
fn check_files(check: &Check<'_>, inputs: &mut Inputs, terminal: &Terminal) -> Vec<Checked> {
    let args = check.args;
    let is_text = args.format().is_for_people() || args.file().is_some();
    let shows_progress = terminal.shows_progress(is_text) && !args.quiet;
    let results = progress::during(inputs.all.len(), shows_progress, |progress| {
        workspace::each(&inputs.all, args.jobs, |input| {
            let checked = check.check_file(input);
            progress.fetch_add(1, Ordering::Relaxed);
            checked
        })
    });
    let mut all = Vec::new();
    for (input, result) in std::mem::take(&mut inputs.all).iter().zip(results) {
        match result {
            Ok(checked) => {
                if args.verbose && input.stdin.is_none() {
                    let name = workspace::display(&input.candidate.path);
                    inputs.notices.push(match &checked {
                        Some(_) => format!("{name}: checked, with {}", input.settings.origin()),
                        None => format!("{name}: skipped, no line starts with `stratplan:`"),
                    });
                }
                all.extend(checked);
            }
            Err(error) => inputs.unreadable(error),
        }
    }
    all.sort_by(|a, b| a.report.path.cmp(&b.report.path));
    for checked in &mut all {
        inputs.notices.append(&mut checked.notices);
        inputs.errors.extend(checked.error.take().map(anyhow::Error::from));
    }
    all
}
