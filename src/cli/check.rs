//! `stratplan check`: findings, then the alignment report.
//!
//! Three steps: [`gather()`] what there is to judge, [`take`](Check::take) each on some thread and keep
//! what the format needs of it, join that into one text. A format is a [`Layout`]; which one it is decides nothing
//! else, least of all how the command ends.

mod baseline;
mod beside;
mod gather;
mod mending;
mod people;
mod statistics;
mod taken;
mod watch;

use std::path::PathBuf;
use std::sync::atomic::Ordering;

use anyhow::bail;
use clap::ValueEnum;

use self::baseline::BaselineFlags;
use self::beside::{Beside, annotations};
use self::gather::{Gathered, gather, nothing_matched};
use self::mending::{MendingFlags, Preview, Wish};
use self::people::{ForPeople, Style};
use self::statistics::Statistics;
use self::taken::{Check, Taken};
use super::Exit;
use super::lint_args::{Judge, LintArgs, Settings};
use super::progress;
use super::terminal::{Terminal, in_github_actions};
use crate::config::FailOn;
use crate::render::findings::checkstyle::Checkstyle;
use crate::render::findings::closing;
use crate::render::findings::gitlab::Gitlab;
use crate::render::findings::json::Json;
use crate::render::findings::jsonl::JsonLines;
use crate::render::findings::junit::Junit;
use crate::render::findings::markdown::Markdown;
use crate::render::findings::rdjson::Rdjson;
use crate::render::findings::sarif::Sarif;
use crate::render::findings::{Layout, Run};
use crate::report::summary::Summary;
use crate::workspace::{self, Trouble};

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

    /// Say of each file whether it is checked, and by which settings
    #[arg(short, long, conflicts_with = "quiet", help_heading = "Output")]
    verbose: bool,

    #[command(flatten)]
    judging: LintArgs,

    #[command(flatten)]
    mending: MendingFlags,

    #[command(flatten)]
    baseline: BaselineFlags,

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

    /// Check again whenever a strategy, its readings or the settings change
    #[arg(long, conflicts_with_all = ["write_baseline", "prune_baseline"])]
    watch: bool,

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

impl Args {
    /// True where the closing line stands on standard error: whoever reads the log of a build learns how
    /// it went without opening the file.
    fn tells_counts(&self) -> bool {
        self.output_file.is_some() && !self.quiet && !self.statistics && !self.mending.diff
    }
}

fn threads(text: &str) -> Result<usize, String> {
    let count = text.parse().ok().filter(|count| (1..=1024).contains(count));
    count.ok_or_else(|| "write how many, from 1 to 1024".to_owned())
}

pub(super) fn run(args: &Args, terminal: &Terminal) -> anyhow::Result<Exit> {
    if args.watch { watch::run(args, terminal) } else { once(args, terminal) }
}

fn once(args: &Args, terminal: &Terminal) -> anyhow::Result<Exit> {
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
    if args.mending.diff {
        return check(args, terminal, &Preview);
    }
    let width = terminal.width_for(args.output_file.as_deref());
    match format {
        Format::Full => check(args, terminal, &ForPeople::new(args, Style::Full, width)),
        Format::Concise => check(args, terminal, &ForPeople::new(args, Style::Concise, width)),
        Format::Markdown => check(args, terminal, &Markdown),
        Format::Json => check(args, terminal, &Json),
        Format::Jsonl => check(args, terminal, &JsonLines),
        Format::Sarif => check(args, terminal, &Sarif),
        Format::Github => check(args, terminal, &annotations()),
        Format::Gitlab => check(args, terminal, &Gitlab),
        Format::Junit => check(args, terminal, &Junit),
        Format::Checkstyle => check(args, terminal, &Checkstyle),
        Format::Rdjson => check(args, terminal, &Rdjson),
    }
}

fn check<L: Layout>(args: &Args, terminal: &Terminal, layout: &L) -> anyhow::Result<Exit> {
    let mut judge = Judge::new(&args.judging)?;
    let wish = args.mending.wish(judge.today())?;
    let keeper = args.baseline.keeper()?;
    let mut gathered = gather(args, &mut judge);
    // A formatter prints what it is given, mended, and nothing else.
    let is_formatter = wish.as_ref().is_some_and(Wish::writes) && gathered.has_stdin();
    let beside = beside(args).filter(|_| !is_formatter);
    let check = Check { args, layout, beside: beside.as_ref(), wish: wish.as_ref(), keeper: keeper.as_ref() };
    let mut all = take_all(&check, &mut gathered, terminal);

    if all.is_empty() && gathered.troubles.is_empty() && !args.allow_empty {
        gathered.troubles.extend(nothing_matched(args, gathered.unjudged.excluded));
    }
    if let Some(keeper) = keeper {
        let kept = all.iter_mut().filter_map(|one| one.kept.take()).collect();
        match keeper.finish(kept, gathered.troubles.is_empty()) {
            Ok(notices) => gathered.notices.extend(notices),
            Err(error) => gathered.troubles.push(error),
        }
    }
    let exit = say(args, terminal, &gathered, &all);

    let troubles: Vec<String> = gathered.troubles.iter().map(|trouble| format!("{trouble:#}")).collect();
    let run =
        Run { today: judge.today(), troubles: &troubles, unjudged: gathered.unjudged, exit_code: exit as u8 };
    let counts = all.iter().filter_map(|one| one.counts).fold(Summary::default(), Summary::plus);
    let mended: Vec<String> = all.iter_mut().filter_map(|one| one.text.take()).collect();
    let (sheets, besides): (Vec<L::Sheet>, Vec<_>) =
        all.into_iter().map(|one| (one.sheet, one.beside)).unzip();
    let out = layout.join(sheets, &run)?;
    let file = args.output_file.as_deref();
    if is_formatter {
        terminal.write_file(&mended.concat())?;
    }
    match (is_formatter, is_for_people(args)) {
        (true, _) if file.is_none() => terminal.eprint(&out),
        (_, true) => terminal.print(&out, file)?,
        (_, false) => terminal.write(&out, file)?,
    }
    if args.tells_counts() {
        let mut line = Vec::new();
        closing::summary(&mut line, &counts, gathered.unjudged)?;
        terminal.eprint(&line);
    }
    if let Some(beside) = beside {
        beside.tell(besides.into_iter().flatten().collect(), &run, terminal)?;
    }
    Ok(exit)
}

/// Takes every strategy, on as many threads as are wanted; they come in the order of their paths.
fn take_all<L: Layout>(
    check: &Check<'_, L>,
    gathered: &mut Gathered,
    terminal: &Terminal,
) -> Vec<Taken<L::Sheet>> {
    let args = check.args;
    let is_shown = terminal.shows_progress(is_for_people(args) || args.output_file.is_some()) && !args.quiet;
    let results = progress::during(gathered.work.len(), is_shown, |progress| {
        workspace::each(&gathered.work, args.jobs, |work| {
            let taken = check.take(work);
            progress.fetch_add(1, Ordering::Relaxed);
            taken
        })
    });
    let mut all = Vec::new();
    for (index, result) in results.into_iter().enumerate() {
        match result {
            Ok(one) => {
                let story = gathered.work.get(index).and_then(|work| work.story(one.is_some()));
                gathered.notices.extend(story.filter(|_| args.verbose));
                all.extend(one);
            }
            Err(error) => gathered.fail(error),
        }
    }
    all.sort_by(|a, b| a.path.cmp(&b.path));
    for one in &mut all {
        gathered.notices.append(&mut one.notices);
        gathered.troubles.extend(one.trouble.take().map(Trouble::into));
    }
    all
}

/// Says on standard error what was passed over and what could not be done, and how the command ends.
fn say<S>(args: &Args, terminal: &Terminal, gathered: &Gathered, all: &[Taken<S>]) -> Exit {
    if !args.quiet {
        gathered.notices.iter().for_each(|notice| terminal.notice(notice));
    }
    gathered.troubles.iter().for_each(|trouble| terminal.error(trouble));
    let fails = |one: &Taken<S>| if args.mending.diff { one.has_changed } else { one.has_failed };
    if !gathered.troubles.is_empty() {
        Exit::Error
    } else if all.iter().any(fails) {
        Exit::Findings
    } else {
        Exit::Clean
    }
}

/// True for what people read, and not machines.
fn is_for_people(args: &Args) -> bool {
    let is_diff = args.mending.diff && !args.statistics;
    is_diff || matches!(args.format, None | Some(Format::Full | Format::Concise | Format::Markdown))
}

/// In GitHub Actions, unless a format was asked for, annotations follow what people read, and the
/// summary of the step has the report.
fn beside(args: &Args) -> Option<Beside> {
    let is_wanted = args.format.is_none() && !args.statistics;
    (is_wanted && in_github_actions()).then(Beside::new)
}

/// The level at which this run fails for a strategy.
fn fail_on(args: &Args, settings: &Settings) -> FailOn {
    let asked = if args.strict { Some(FailOn::Warning) } else { args.fail_on };
    asked.unwrap_or(settings.fail_on)
}
