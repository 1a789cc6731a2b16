//! `stratplan config`: the settings in force, and the JSON Schema of `stratplan.toml`.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};

use super::lint_args::SettingsArgs;
use super::terminal::Terminal;
use crate::config::schema;
use crate::render::json;
use crate::render::settings::{self, SettingsJson};
use crate::workspace;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Show the settings in force and where each comes from
    Show(ShowArgs),
    /// Print the JSON Schema of stratplan.toml, for editors
    Schema,
}

#[derive(Debug, clap::Args)]
struct ShowArgs {
    /// The strategy or the folder whose settings to show
    #[arg(value_name = "PATH", default_value = ".")]
    path: PathBuf,

    /// Output format; the TOML is a valid settings file
    #[arg(long, alias = "output-format", value_enum, default_value = "toml")]
    format: Format,

    #[command(flatten)]
    settings: SettingsArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// As a settings file, with the origin of each line in a comment
    Toml,
    /// For machines
    Json,
}

pub(super) fn run(args: &Args, terminal: &Terminal) -> anyhow::Result<()> {
    match &args.command {
        Command::Show(args) => show(args, terminal),
        Command::Schema => terminal.write(&json::pretty(&schema::schema())?, None),
    }
}

fn show(args: &ShowArgs, terminal: &Terminal) -> anyhow::Result<()> {
    workspace::require(&args.path)?;
    let finder = args.settings.finder()?;
    let stack = finder.read(finder.nearest(&args.path).as_deref())?;
    let shown = SettingsJson {
        version: settings::VERSION,
        path: workspace::display(&args.path),
        files: stack.names(),
        excluded: stack.excludes(&args.path),
        settings: stack.in_force()?,
    };
    match args.format {
        Format::Toml => {
            let mut out = Vec::new();
            settings::toml(&mut out, &shown)?;
            terminal.print(&out, None)
        }
        Format::Json => terminal.write(&json::pretty(&shown)?, None),
    }
}
