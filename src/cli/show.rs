//! `stratplan show`: a strategy as it was read.

use std::path::PathBuf;

use anyhow::anyhow;
use clap::ValueEnum;

use super::Exit;
use super::check::Judging;
use super::terminal::Terminal;
use crate::finding::Level;
use crate::report::show;
use crate::workspace::{self, Candidate};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The strategy
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// How it is printed
    #[arg(long, alias = "output-format", value_enum, default_value = "yaml")]
    format: Format,

    #[command(flatten)]
    judging: Judging,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// As a strategy is written
    Yaml,
    /// For machines
    Json,
}

pub(super) fn run(args: &Args, terminal: &Terminal) -> anyhow::Result<Exit> {
    let candidate =
        Candidate { name: workspace::display(&args.file), path: args.file.clone(), is_named: true };
    let Some(document) = workspace::read(&candidate)? else { return Err(anyhow!("nothing to show")) };
    let linter = args.judging.linter_for(&args.file)?;
    let outcome = linter.check(&document);
    let shown = show::strategy(&document, &outcome.analysis)?;
    let mut text = match args.format {
        Format::Yaml => serde_yaml::to_string(&shown)?,
        Format::Json => serde_json::to_string_pretty(&shown)?,
    };
    if !text.ends_with('\n') {
        text.push('\n');
    }
    terminal.write(text.as_bytes(), None)?;
    let unread = document.findings.iter().filter(|finding| finding.level == Level::Error).count();
    if unread > 0 {
        terminal.notice(&format!(
            "{}: not shown whole, {} in the file: run `stratplan check`",
            candidate.name,
            crate::words::counted(i64::try_from(unread).unwrap_or(i64::MAX), "fault", "faults")
        ));
        return Ok(Exit::Findings);
    }
    Ok(Exit::Clean)
}
