//! `stratplan man`: manual pages, generated from the help texts.

use std::path::PathBuf;

use clap::Command;
use clap_mangen::Man;

use super::terminal::Terminal;
use crate::words::counted;
use crate::workspace;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Write a page for each command into this folder instead of printing the main one
    #[arg(long, value_name = "DIR")]
    into: Option<PathBuf>,
}

pub(super) fn run(args: &Args, terminal: &Terminal) -> anyhow::Result<()> {
    // `help` needs no page: it prints the others.
    let mut command = super::command().disable_help_subcommand(true);
    command.build();
    let Some(folder) = &args.into else {
        return terminal.write(&page(command)?, None);
    };
    workspace::make_folder(folder)?;
    let commands = with_subcommands(command);
    let count = i64::try_from(commands.len()).unwrap_or(i64::MAX);
    for command in commands {
        let name = command.get_display_name().unwrap_or(command.get_name()).to_owned();
        workspace::write(&folder.join(format!("{name}.1")), &page(command)?)?;
    }
    let folder = workspace::display(folder);
    terminal.notice(&format!("wrote {} into {folder}", counted(count, "page", "pages")));
    Ok(())
}

fn with_subcommands(command: Command) -> Vec<Command> {
    let below: Vec<Command> = command.get_subcommands().cloned().collect();
    std::iter::once(command).chain(below.into_iter().flat_map(with_subcommands)).collect()
}

fn page(command: Command) -> anyhow::Result<Vec<u8>> {
    let mut page = Vec::new();
    let source = concat!("stratplan ", env!("CARGO_PKG_VERSION"));
    // Without a date, the same version always generates the same page.
    Man::new(command).date("").source(source).manual("stratplan").render(&mut page)?;
    Ok(page)
}
