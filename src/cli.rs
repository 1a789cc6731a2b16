//! The command line: arguments, then run, then an exit code. One file per command.
//!
//! | exit status | meaning |
//! | --- | --- |
//! | 0 | nothing at or above `--fail-on` |
//! | 1 | findings; with `--diff`, a file would change |
//! | 2 | the command could not be carried out |

mod ask;
mod check;
mod clock;
mod completions;
mod config;
mod diff;
mod explain;
mod export;
mod gaps;
mod import;
mod init;
mod lint_args;
mod man;
mod output;
mod overview;
mod panic;
mod plan;
mod progress;
mod record;
mod schema;
mod show;
mod terminal;

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use clap::{ColorChoice, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use self::terminal::Terminal;
use crate::config::FailOn;
use crate::finding::{Finding, Level};
use crate::strategy::document::Document;
use crate::words;

/// Plan social media as a file, and check it against what the business is trying to accomplish.
#[derive(Debug, Parser)]
#[command(name = "stratplan", version, max_term_width = 80)]
#[command(after_help = "\
Start with `stratplan init`, and run `stratplan check`. Without a command, stratplan says what is in this folder and what to do next.
Exit status: 0 no problems, 1 findings, 2 the command could not be carried out.")]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,

    /// When to use color
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", display_order = 100)]
    color: ColorChoice,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check strategies and show how they align
    Check(check::Args),
    /// Make the page for a planning meeting
    #[command(alias = "report")]
    Gaps(gaps::Args),
    /// Show which gear can start when, and what to do next
    Plan(plan::Args),
    /// Write the plan as a calendar
    Export(export::Args),
    /// Add a reading of a KPI to the strategy or its readings file
    Record(record::Args),
    /// Take the figures of exports and tables as readings
    Import(import::Args),
    /// Show what changed between two versions of a strategy
    Diff(diff::Args),
    /// Write a first draft, or a starter to fill in
    Init(init::Args),
    /// Explain a rule, a key or a word of the format
    Explain(explain::Args),
    /// List the rules
    Rules(explain::RulesArgs),
    /// Show a strategy as stratplan reads it, with its figures
    Show(show::Args),
    /// Print the JSON Schema of the strategy file, for editors
    Schema(schema::Args),
    /// Show the settings in force, or the JSON Schema of stratplan.toml
    Config(config::Args),
    /// Print completions for a shell
    Completions(completions::Args),
    /// Print the manual page, or write one for each command
    Man(man::Args),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Exit {
    Clean,
    Findings,
    Error,
}

impl Exit {
    /// How a command ends that did what was asked: with findings if parts of the strategy could not be read,
    /// which is reported, or if a finding is at or above `fail_on`.
    fn of(document: &Document, findings: &[Finding], fail_on: Option<FailOn>, terminal: &Terminal) -> Self {
        let errors = document.findings.iter().filter(|finding| finding.level == Level::Error).count();
        if errors > 0 {
            let (name, unread) = (document.source.name(), document.unread_parts());
            let counted = words::counted(if unread > 0 { unread } else { errors }, "error", "errors");
            let reason = if unread > 0 { "not read completely because of " } else { "" };
            terminal.notice(&format!("{name}: {reason}{counted} in the file; run `stratplan check`"));
            return Self::Findings;
        }
        let fails = |finding: &Finding| fail_on.is_some_and(|fail_on| fail_on.is_failed_by(finding.level));
        if findings.iter().any(fails) { Self::Findings } else { Self::Clean }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Reads the arguments, runs the command, and returns its exit status.
pub fn main() -> ExitCode {
    panic::install();
    run().into()
}

fn run() -> Exit {
    // Help and errors in flags have color, too, and are printed before the flags are parsed.
    let colors = Terminal::new(asked_colors(std::env::args_os())).colors;
    let command = Cli::command().color(colors);
    let arguments = with_command(&command, std::env::args_os().collect());
    let matches = command.get_matches_from(arguments);
    let cli = Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    let terminal = Terminal::new(cli.color);
    let clean = |()| Exit::Clean;
    let result = match cli.command {
        None => overview::run(&terminal).map(clean),
        Some(Command::Check(args)) => check::run(&args, &terminal),
        Some(Command::Gaps(args)) => gaps::run(&args, &terminal),
        Some(Command::Plan(args)) => plan::run(&args, &terminal),
        Some(Command::Export(args)) => export::run(&args, &terminal),
        Some(Command::Record(args)) => record::run(&args, &terminal).map(clean),
        Some(Command::Import(args)) => import::run(&args, &terminal),
        Some(Command::Diff(args)) => diff::run(&args, &terminal),
        Some(Command::Init(args)) => init::run(&args, &terminal),
        Some(Command::Explain(args)) => explain::run(&args, &terminal).map(clean),
        Some(Command::Rules(args)) => explain::list(&args, &terminal).map(clean),
        Some(Command::Show(args)) => show::run(&args, &terminal),
        Some(Command::Schema(args)) => schema::run(&args, &terminal).map(clean),
        Some(Command::Config(args)) => config::run(&args, &terminal).map(clean),
        Some(Command::Completions(args)) => completions::run(&args, &terminal).map(clean),
        Some(Command::Man(args)) => man::run(&args, &terminal).map(clean),
    };
    result.unwrap_or_else(|error| {
        terminal.error(&error);
        Exit::Error
    })
}

/// The arguments, with `check` before a path that is where a command is expected.
fn with_command(command: &clap::Command, mut arguments: Vec<OsString>) -> Vec<OsString> {
    let mut is_value = true; // the name of the program
    let first = arguments.iter().position(|argument| {
        let text = argument.to_string_lossy();
        let is_option = text.starts_with('-') && text != "-";
        let is_first = !is_option && !std::mem::replace(&mut is_value, text == "--color");
        if is_option {
            is_value = text == "--color";
        }
        is_first
    });
    let is_path = |argument: &OsString| {
        let path = Path::new(argument);
        let is_command = argument == "help" || command.find_subcommand(argument).is_some();
        !is_command && (crate::workspace::is_yaml(path) || path.exists() || argument == "-")
    };
    if let Some(index) = first.filter(|index| arguments.get(*index).is_some_and(is_path)) {
        arguments.insert(index, "check".into());
    }
    arguments
}

/// The value of `--color`, taken from the raw arguments.
fn asked_colors(arguments: impl Iterator<Item = OsString>) -> ColorChoice {
    let texts = arguments.map(|one| one.to_string_lossy().into_owned()).take_while(|one| one != "--");
    let texts: Vec<String> = texts.collect();
    let joined = texts.iter().filter_map(|one| one.strip_prefix("--color="));
    let separate = texts.iter().zip(texts.iter().skip(1)).filter(|(flag, _)| *flag == "--color");
    let asked = joined.chain(separate.map(|(_, value)| value.as_str())).last();
    asked.and_then(|asked| ColorChoice::from_str(asked, true).ok()).unwrap_or(ColorChoice::Auto)
}

/// The definition of the command line, for completions, the manual page and tests.
pub fn command() -> clap::Command {
    Cli::command()
}
