//! `stratplan completions`: a script with which a shell completes commands, flags and their values.

use clap_complete::{Shell, generate};

use super::terminal::Terminal;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
The right place depends on the system; usually it is
  bash        ~/.local/share/bash-completion/completions/stratplan
  fish        ~/.config/fish/completions/stratplan.fish
  zsh         a file _stratplan in a folder of $fpath
  powershell  the end of the file that $PROFILE names")]
pub(super) struct Args {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    shell: Shell,
}

pub(super) fn run(args: &Args, terminal: &Terminal) -> anyhow::Result<()> {
    let mut script = Vec::new();
    generate(args.shell, &mut super::command(), "stratplan", &mut script);
    terminal.write(&script, None)
}
