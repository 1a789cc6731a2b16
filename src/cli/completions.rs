//! `stratplan completions`: what a shell needs to complete commands, flags and their values.

use clap_complete::{Shell, generate};

use super::Exit;
use super::terminal::Terminal;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Where they belong differs from system to system; usually in
  bash        ~/.local/share/bash-completion/completions/stratplan
  fish        ~/.config/fish/completions/stratplan.fish
  zsh         _stratplan, in a folder of $fpath
  powershell  the file that $PROFILE names, below what is there")]
pub(super) struct Args {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    shell: Shell,
}

pub(super) fn run(args: &Args, terminal: &Terminal) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    generate(args.shell, &mut super::command(), "stratplan", &mut script);
    terminal.write(&script, None)?;
    Ok(Exit::Clean)
}
