//! `stratplan check`: findings, then the alignment report.
//!
//! Three steps: [`gather`] what there is to judge, judge each on some thread and keep what the format
//! needs of it, join that into one text. A format is a [`Layout`]; which one it is decides nothing
//! else, least of all how the command ends.

mod people;
mod statistics;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{anyhow, bail};
use clap::ValueEnum;

use self::people::{ForPeople, Style};
use self::statistics::Statistics;
use super::Exit;
use super::actions::{self, Beside};
use super::judging::{Judge, Judging, Settings};
use super::terminal::Terminal;
use crate::config::FailOn;
use crate::document::Document;
use crate::render::checkstyle::Checkstyle;
use crate::render::gitlab::Gitlab;
use crate::render::json::Json;
use crate::render::jsonl::JsonLines;
use crate::render::junit::Junit;
use crate::render::layout::{Judged, Layout, Run};
use crate::render::markdown::Markdown;
use crate::render::rdjson::Rdjson;
use crate::render::sarif::Sarif;
use crate::words;
use crate::workspace::{self, Candidate, Trouble};

#[derive(Debug, clap::Args)]
#[allow(clippy::struct_excessive_bools)] // flags are what they are
pub(super) struct Args {
    /// Files and directories, or - for standard input [default: the current directory]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// How the findings look [default: full]
    #[arg(long, alias = "output-format", value_enum, help_heading = "Output")]
    format: Option<Format>,

    /// How much of the alignment report follows [default: full for one strategy, summary for several]
    #[arg(long, value_enum, value_name = "DETAIL", help_heading = "Output")]
    report: Option<Report>,

    /// Count the findings of each rule instead of showing them
    #[arg(long, help_heading = "Output")]
    statistics: bool,

    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    output_file: Option<PathBuf>,

    /// Show findings only: no report, no closing line, no notices
    #[arg(short, long, help_heading = "Output")]
    quiet: bool,

    #[command(flatten)]
    judging: Judging,

    /// The level at which the check fails [default: error]
    #[arg(long, value_enum, value_name = "LEVEL", help_heading = "Exit status")]
    fail_on: Option<FailOn>,

    /// Fail at warnings: the same as --fail-on warning
    #[arg(long, conflicts_with = "fail_on", help_heading = "Exit status")]
    strict: bool,

    /// Succeed where there is no strategy to check
    #[arg(long, help_heading = "Exit status")]
    allow_empty: bool,

    /// What to call the strategy on standard input; its settings are looked for there
    #[arg(long, value_name = "PATH", default_value = "<stdin>", hide_default_value = true)]
    stdin_filename: String,

    /// Check a file that is named even where the settings exclude it
    #[arg(long)]
    no_force_exclude: bool,

    /// Threads to use [default: one a processor]
    #[arg(short, long, value_name = "N", value_parser = threads)]
    jobs: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Findings with their lines
    Full,
    /// One line a finding
    Concise,
    /// Findings and report, for a wiki or a pull request
    Markdown,
    /// Everything, for machines
    Json,
    /// Every finding as JSON, one a line
    Jsonl,
    /// For code scanning and editors
    Sarif,
    /// Annotations in GitHub Actions
    Github,
    /// GitLab's Code Quality report
    Gitlab,
    /// Tests that fail, for build servers
    Junit,
    /// For tools that read Checkstyle
    Checkstyle,
    /// For reviewdog
    Rdjson,
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

fn threads(text: &str) -> Result<usize, String> {
    let count = text.parse().ok().filter(|count| (1..=1024).contains(count));
    count.ok_or_else(|| "write how many, from 1 to 1024".to_owned())
}

/// Something to judge, and how.
struct Work {
    input: Input,
    settings: Arc<Settings>,
}

enum Input {
    Stdin(Box<Document>),
    File(Candidate),
}

/// What there is to judge.
#[derive(Default)]
struct Gathered {
    work: Vec<Work>,
    /// What could not be had.
    troubles: Vec<anyhow::Error>,
    /// What was passed over and why.
    notices: Vec<String>,
    /// Files that the settings leave out.
    excluded: usize,
}

pub(super) fn run(args: &Args, terminal: &Terminal) -> anyhow::Result<Exit> {
    let format = args.format.unwrap_or(Format::Full);
    if args.statistics {
        let as_json = match format {
            Format::Full | Format::Concise => false,
            Format::Json => true,
            _ => bail!(
                "--statistics makes a table, or a list with `--format json`; no other format has room for it"
            ),
        };
        return check(args, terminal, &Statistics { as_json, quiet: args.quiet });
    }
    let width = terminal.width_for(args.output_file.as_deref());
    match format {
        Format::Full => check(args, terminal, &ForPeople::new(args, Style::Full, width)),
        Format::Concise => check(args, terminal, &ForPeople::new(args, Style::Concise, width)),
        Format::Markdown => check(args, terminal, &Markdown),
        Format::Json => check(args, terminal, &Json),
        Format::Jsonl => check(args, terminal, &JsonLines),
        Format::Sarif => check(args, terminal, &Sarif),
        Format::Github => check(args, terminal, &actions::annotations()),
        Format::Gitlab => check(args, terminal, &Gitlab),
        Format::Junit => check(args, terminal, &Junit),
        Format::Checkstyle => check(args, terminal, &Checkstyle),
        Format::Rdjson => check(args, terminal, &Rdjson),
    }
}

fn check<L: Layout>(args: &Args, terminal: &Terminal, layout: &L) -> anyhow::Result<Exit> {
    let mut judge = Judge::new(&args.judging)?;
    let mut gathered = gather(args, &mut judge);
    if !args.quiet {
        gathered.notices.iter().for_each(|notice| terminal.notice(notice));
    }
    let beside = beside(args);
    let results = workspace::each(&gathered.work, args.jobs, |work| {
        let taken = |document: &Document| Taken::new(args, layout, beside.as_ref(), document, &work.settings);
        Ok(match &work.input {
            Input::Stdin(document) => Some(taken(document)?),
            Input::File(candidate) => workspace::read(candidate)?.as_ref().map(taken).transpose()?,
        })
    });
    let mut all = Vec::new();
    for result in results {
        match result {
            Ok(one) => all.extend(one),
            Err(error) => gathered.troubles.push(error),
        }
    }
    all.sort_by(|a, b| a.path.cmp(&b.path));
    let mut exit = if all.iter().any(|one| one.has_failed) { Exit::Findings } else { Exit::Clean };
    if all.is_empty() && gathered.troubles.is_empty() && !args.allow_empty {
        gathered.troubles.extend(nothing_matched(args, gathered.excluded));
    }
    for trouble in &gathered.troubles {
        terminal.trouble(trouble);
        exit = Exit::Trouble;
    }
    let troubles: Vec<String> = gathered.troubles.iter().map(|trouble| format!("{trouble:#}")).collect();
    let run = Run { today: judge.today(), troubles: &troubles, exit_code: exit as u8 };
    let (sheets, besides): (Vec<L::Sheet>, Vec<_>) =
        all.into_iter().map(|one| (one.sheet, one.beside)).unzip();
    terminal.write(&layout.join(sheets, &run)?, args.output_file.as_deref())?;
    if let Some(beside) = beside {
        beside.tell(besides.into_iter().flatten().collect(), &run, terminal)?;
    }
    Ok(exit)
}

/// In GitHub Actions, unless a format was asked for, annotations follow what people read, and the
/// summary of the step has the report.
fn beside(args: &Args) -> Option<Beside> {
    let is_wanted = args.format.is_none() && !args.statistics;
    (is_wanted && actions::is_here()).then(Beside::new)
}

/// What is kept of a strategy once it is judged; the strategy itself is not.
struct Taken<S> {
    path: String,
    has_failed: bool,
    sheet: S,
    beside: Option<actions::Sheets>,
}

impl<S> Taken<S> {
    fn new(
        args: &Args,
        layout: &impl Layout<Sheet = S>,
        beside: Option<&Beside>,
        document: &Document,
        settings: &Settings,
    ) -> anyhow::Result<Self> {
        let outcome = settings.linter.check(document);
        let judged = Judged { document, outcome: &outcome, fail_on: fail_on(args, settings) };
        Ok(Self {
            path: document.source.name().to_owned(),
            has_failed: outcome.findings.iter().any(|one| judged.fail_on.is_failed_by(one.level)),
            sheet: layout.sheet(judged)?,
            beside: beside.map(|beside| beside.sheets(judged)).transpose()?,
        })
    }
}

/// Finds what there is to judge and the settings for each.
fn gather(args: &Args, judge: &mut Judge) -> Gathered {
    let mut gathered = Gathered::default();
    let (stdin, paths): (Vec<PathBuf>, Vec<PathBuf>) =
        paths(args).into_iter().partition(|path| path == Path::new("-"));
    if !stdin.is_empty() {
        let settings = judge.settings(Path::new(&args.stdin_filename));
        match (workspace::read_stdin(&args.stdin_filename), settings) {
            (Ok(document), Ok(Some(settings))) => {
                gathered.work.push(Work { input: Input::Stdin(Box::new(document)), settings });
            }
            (Ok(_), Ok(None)) => {}
            (Err(trouble), _) => gathered.troubles.push(trouble.into()),
            (_, Err(trouble)) => gathered.troubles.push(trouble),
        }
    }
    let found = workspace::find(&paths);
    let broken = |link: &String| format!("{link}: passed over, this link leads nowhere");
    gathered.notices = found.broken_links.iter().map(broken).collect();
    gathered.troubles.extend(found.troubles.into_iter().map(Trouble::into));
    for candidate in found.candidates {
        let settings = match judge.settings(&candidate.path) {
            Ok(Some(settings)) => settings,
            Ok(None) => continue,
            Err(trouble) => {
                gathered.troubles.push(trouble);
                continue;
            }
        };
        let is_asked_for = candidate.is_named && args.no_force_exclude;
        if is_asked_for || !settings.leave_out(&candidate.path) {
            gathered.work.push(Work { input: Input::File(candidate), settings });
            continue;
        }
        gathered.excluded += 1;
        if candidate.is_named {
            let why = "passed over, the settings exclude it; --no-force-exclude checks it";
            gathered.notices.push(format!("{}: {why}", candidate.name));
        }
    }
    gathered
}

fn paths(args: &Args) -> Vec<PathBuf> {
    if args.paths.is_empty() { vec![PathBuf::from(".")] } else { args.paths.clone() }
}

/// What to say where no strategy was found. Files that were named and are excluded have been
/// spoken of: that is no mistake, as tools that name every changed file do so.
fn nothing_matched(args: &Args, excluded: usize) -> Option<anyhow::Error> {
    let paths = paths(args);
    let looked: Vec<String> = paths.iter().map(|path| workspace::display(path)).collect();
    let place = match words::or(&looked).as_str() {
        "." => "this directory".to_owned(),
        place => place.to_owned(),
    };
    if excluded == 0 {
        return Some(anyhow!(
            "no strategy in {place}: no .yaml file there has a line that begins with `stratplan:`\n  \
             `stratplan init` writes a first one; --allow-empty makes this no error"
        ));
    }
    let has_directory = paths.iter().any(|path| path.is_dir());
    has_directory.then(|| {
        anyhow!("no strategy in {place} is left to check: the settings exclude {excluded} of its files")
    })
}

/// The level at which this run fails for a strategy.
fn fail_on(args: &Args, settings: &Settings) -> FailOn {
    let asked = if args.strict { Some(FailOn::Warning) } else { args.fail_on };
    asked.unwrap_or(settings.fail_on)
}
