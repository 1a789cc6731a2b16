//! `stratplan init`: a starter file to fill in.

use std::path::PathBuf;

use clap::ValueEnum;

use super::clock;
use super::terminal::Terminal;
use crate::strategy::gear::PurposeKind;
use crate::strategy::starters;
use crate::workspace;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The file to write, or - for standard output
    #[arg(value_name = "FILE", default_value = "strategy.yaml")]
    file: PathBuf,

    /// What social media is for; this decides the order of the gears
    #[arg(long, value_enum, default_value = "marketing")]
    purpose: Purpose,

    /// The name of the strategy [default: a placeholder]
    #[arg(long, value_name = "TEXT", value_parser = one_line)]
    name: Option<String>,

    /// Overwrite the file if it exists
    #[arg(long)]
    force: bool,
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
    let purposes: &[PurposeKind] = match args.purpose {
        Purpose::Marketing => &[PurposeKind::Marketing],
        Purpose::Support => &[PurposeKind::Support],
        Purpose::Both => &PurposeKind::ALL,
    };
    let name = args.name.as_deref().unwrap_or(starters::UNNAMED);
    let text = starters::starter(purposes, name, clock::now().date());
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
