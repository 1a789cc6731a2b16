//! `stratplan init`: a starter file to fill in, or a first draft from a table of activities.

use std::path::PathBuf;

use anyhow::{anyhow, bail};
use clap::ValueEnum;

use super::clock;
use super::import::{Notation, bytes};
use super::terminal::Terminal;
use crate::import::{Problem, draft};
use crate::strategy::gear::PurposeKind;
use crate::strategy::starters;
use crate::workspace;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The file to write, or - for standard output
    #[arg(value_name = "FILE", default_value = "strategy.yaml")]
    file: PathBuf,

    /// Make a first draft from a table of activities or a content calendar: CSV, Excel, OpenDocument
    #[arg(long, value_name = "TABLE")]
    from: Option<PathBuf>,

    /// What social media is for; this decides the order of the gears
    #[arg(long, value_enum, default_value = "marketing", conflicts_with = "from")]
    purpose: Purpose,

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

pub(super) fn run(args: &Args, terminal: &Terminal) -> anyhow::Result<()> {
    let today = clock::now().date();
    let text = if let Some(table) = &args.from {
        let name = workspace::name(table);
        let choices = args.notation.choices(None, today);
        let draft = bytes(Some(table)).and_then(|bytes| draft(&name, bytes, args.name.as_deref(), &choices));
        let draft = draft.map_err(|Problem { message, help }| anyhow!("{name}: {message}\n  {help}"))?;
        draft.report.iter().for_each(|line| terminal.notice(line));
        draft.text
    } else {
        if !args.notation.is_empty() {
            bail!("`--dates`, `--decimal` and `--year` are about a table: name it with `--from`");
        }
        let purposes: &[PurposeKind] = match args.purpose {
            Purpose::Marketing => &[PurposeKind::Marketing],
            Purpose::Support => &[PurposeKind::Support],
            Purpose::Both => &PurposeKind::ALL,
        };
        starters::starter(purposes, args.name.as_deref().unwrap_or(starters::UNNAMED), today)
    };
    if args.file.as_os_str() == "-" {
        return terminal.write(text.as_bytes(), None);
    }
    workspace::write_new(&args.file, &text, args.force)?;
    let file = workspace::display(&args.file);
    terminal.notice(&format!("wrote {file}"));
    terminal
        .notice(&format!("next: replace every <text in angle brackets>, and run `stratplan check {file}`"));
    Ok(())
}
