//! `stratplan init`: a starter file to fill in, or a first draft from a table of activities.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};
use clap::ValueEnum;
use jiff::civil::Date;

use super::import::{Notation, bytes};
use super::terminal::Terminal;
use super::{Exit, ask, clock};
use crate::import::{Problem, draft};
use crate::strategy::gear::PurposeKind;
use crate::strategy::starters;
use crate::workspace;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
On a terminal, a few questions come first, and the answers make a short draft. Without a terminal, or with \
--purpose, it is a commented starter for all parts of a strategy; for marketing, if nothing else is said.")]
pub(super) struct Args {
    /// The file to write, or - for standard output
    #[arg(value_name = "FILE", default_value = "strategy.yaml")]
    file: PathBuf,

    /// Make a first draft from a table of activities or a content calendar, and from exports of platforms
    #[arg(long, value_name = "TABLE", num_args = 1..)]
    from: Vec<PathBuf>,

    /// Write the starter for this purpose and ask nothing; the purpose decides the order of the gears
    #[arg(long, value_enum, conflicts_with = "from")]
    purpose: Option<Purpose>,

    /// The name of the strategy [default: a placeholder]
    #[arg(long, value_name = "TEXT", value_parser = one_line)]
    name: Option<String>,

    /// Overwrite the file if it exists
    #[arg(long)]
    force: bool,

    #[command(flatten)]
    notation: Notation,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Purpose {
    /// Win people over
    Marketing,
    /// Help existing customers
    Support,
    /// Marketing and support
    Both,
}

/// A name that fits on one line of the file.
fn one_line(name: &str) -> Result<String, String> {
    match name.trim() {
        "" => Err("write a name".to_owned()),
        name if name.chars().any(char::is_control) => {
            Err("write it on one line, without control characters".to_owned())
        }
        name => Ok(name.to_owned()),
    }
}

pub(super) fn run(args: &Args, terminal: &Terminal) -> anyhow::Result<Exit> {
    let asks_nothing = args.purpose.is_some() || !args.from.is_empty() || !args.notation.is_empty();
    // With its output in a file or a pipe, a script runs it.
    if !asks_nothing && args.file != Path::new("-") && terminal.can_ask() && std::io::stdout().is_terminal() {
        return ask::run(&args.file, args.force, args.name.as_deref(), terminal);
    }
    let today = clock::now().date();
    let text = if args.from.is_empty() { starter(args, today)? } else { first_draft(args, today, terminal)? };
    if args.file.as_os_str() == "-" {
        return terminal.write(text.as_bytes(), None).map(|()| Exit::Clean);
    }
    workspace::write_new(&args.file, &text, args.force)?;
    let file = workspace::display(&args.file);
    terminal.notice(&format!("wrote {file}"));
    terminal
        .notice(&format!("next: replace every <text in angle brackets>, and run `stratplan check {file}`"));
    Ok(Exit::Clean)
}

fn starter(args: &Args, today: Date) -> anyhow::Result<String> {
    if !args.notation.is_empty() {
        bail!("`--dates`, `--decimal` and `--year` are about a table: name it with `--from`");
    }
    let purposes: &[PurposeKind] = match args.purpose.unwrap_or(Purpose::Marketing) {
        Purpose::Marketing => &[PurposeKind::Marketing],
        Purpose::Support => &[PurposeKind::Support],
        Purpose::Both => &PurposeKind::ALL,
    };
    Ok(starters::starter(purposes, args.name.as_deref().unwrap_or(starters::UNNAMED), today))
}

/// The draft that tables and exports give, after saying what is taken of them.
fn first_draft(args: &Args, today: Date, terminal: &Terminal) -> anyhow::Result<String> {
    if let Some(file) = args.from.iter().find(|file| workspace::is_yaml(file)) {
        bail!("{} is not a table: name the file to write before `--from`", workspace::display(file));
    }
    let files = args.from.iter().map(|file| (workspace::name(file), bytes(file)));
    let draft = draft(files, args.name.as_deref(), &args.notation.choices(None, today));
    let draft =
        draft.map_err(|(place, Problem { message, help, .. })| anyhow!("{place}: {message}\n  {help}"))?;
    draft.report.iter().for_each(|line| terminal.notice(line));
    Ok(draft.text)
}
