//! `stratplan plan`: which gear may start when, what to do next, and what if.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::one::{self, One, Read};
use super::terminal::Terminal;
use super::{Exit, json};
use crate::config::FailOn;
use crate::render::json::{ReportJson, VERSION};
use crate::render::outline::{Outline, markdown, terminal as text};
use crate::render::tell;
use crate::report::gaps::Wanted;
use crate::report::plan::PlanReport;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    one: One,

    /// How it looks [default: by the ending of --output-file, else text]
    #[arg(long, alias = "output-format", value_enum, help_heading = "Output")]
    format: Option<Format>,

    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    output_file: Option<PathBuf>,

    /// Days that the next moves look ahead
    #[arg(long, value_name = "DAYS", default_value_t = Wanted::HORIZON_DAYS, help_heading = "What it is about")]
    #[arg(value_parser = clap::value_parser!(i64).range(0..=3660))]
    horizon: i64,

    /// Fail where a finding has this level or a graver one [default: never]
    #[arg(long, value_enum, value_name = "LEVEL", help_heading = "Exit status")]
    fail_on: Option<FailOn>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Tables for a terminal
    Text,
    /// For a wiki or a pull request
    Markdown,
    /// Everything, for machines
    Json,
}

impl Format {
    /// What the ending of a file's name asks for.
    fn of(file: &Path) -> Option<Self> {
        match file.extension()?.to_str()? {
            "md" | "markdown" => Some(Self::Markdown),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

pub(super) fn run(args: &Args, terminal: &Terminal) -> anyhow::Result<Exit> {
    let Read { document, settings } = args.one.read()?;
    let outcome = settings.linter.check(&document);
    let report = PlanReport::new(&document, &outcome, args.horizon);
    show(args, terminal, document.source.name(), &tell::plan::outline(&report), &report)?;
    Ok(one::exit(&document, &outcome.findings, args.fail_on, terminal))
}

/// Prints a report, in words or as JSON.
fn show<T: serde::Serialize>(
    args: &Args,
    terminal: &Terminal,
    path: &str,
    outline: &Outline,
    report: &T,
) -> anyhow::Result<()> {
    let file = args.output_file.as_deref();
    let format = args.format.or_else(|| file.and_then(Format::of)).unwrap_or(Format::Text);
    let mut out = Vec::new();
    match format {
        Format::Text => text::render(&mut out, outline, terminal.width_for(file))?,
        Format::Markdown => markdown::render(&mut out, outline)?,
        Format::Json => {
            out = json::text(&ReportJson { version: VERSION, path: path.to_owned(), report })?;
        }
    }
    terminal.write(&out, file)
}
