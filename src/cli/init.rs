//! `stratplan init`: a commented starter to fill in.

use std::path::PathBuf;

use clap::ValueEnum;

use super::Exit;
use super::terminal::Terminal;
use crate::strategy::gear::PurposeKind;
use crate::strategy::starters;
use crate::workspace;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The file to write, or - for standard output
    #[arg(value_name = "FILE", default_value = "strategy.yaml")]
    file: PathBuf,

    /// What the community is for; it decides the order of the gears
    #[arg(long, value_enum, default_value = "marketing")]
    purpose: Purpose,

    /// The strategy's name
    #[arg(long, default_value = "<name of the strategy>")]
    name: String,

    /// Replace the file if it is there
    #[arg(long)]
    force: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Purpose {
    /// Win people over
    Marketing,
    /// Help the customers there are
    Support,
    /// Both
    Both,
}

pub(super) fn run(args: &Args, terminal: &Terminal) -> anyhow::Result<Exit> {
    let purposes: &[PurposeKind] = match args.purpose {
        Purpose::Marketing => &[PurposeKind::Marketing],
        Purpose::Support => &[PurposeKind::Support],
        Purpose::Both => &PurposeKind::ALL,
    };
    let text = starters::starter(purposes, &args.name, jiff::Zoned::now().date());
    if args.file.as_os_str() == "-" {
        terminal.write(text.as_bytes(), None)?;
        return Ok(Exit::Clean);
    }
    workspace::write_new(&args.file, &text, args.force)?;
    let name = workspace::display(&args.file);
    terminal.notice(&format!(
        "wrote {name}: fill in the <lines in angle brackets>, then run `stratplan check {name}`"
    ));
    Ok(Exit::Clean)
}
