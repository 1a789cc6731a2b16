//! `stratplan plan`: which gear can start when, what to do next, and what if.

use anyhow::bail;
use clap::ValueEnum;
use serde::Serialize;

use super::Exit;
use super::lint_args::StrategyArg;
use super::output::{Extensions, Output};
use super::terminal::Terminal;
use crate::config::FailOn;
use crate::edits::reschedule::{Move, reschedule};
use crate::linter::Outcome;
use crate::render::json::{self, ReportJson};
use crate::render::outline::{Outline, markdown, terminal as text};
use crate::render::{layout, mermaid};
use crate::report::gaps::{GapReport, Wanted};
use crate::report::plan::{PlanReport, WhatIf};
use crate::strategy::document::Document;
use crate::workspace::Lock;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    strategy: StrategyArg,

    #[command(flatten)]
    output: Output<Format>,

    /// Days that the next moves look ahead
    #[arg(long, value_name = "DAYS", default_value_t = Wanted::HORIZON_DAYS, help_heading = "What it is about")]
    #[arg(value_parser = clap::value_parser!(i64).range(0..=3660))]
    horizon: i64,

    /// Ask what if a gear, a campaign or an activity started at another time; can be repeated
    #[arg(long = "move", value_name = "WHAT=WHEN", value_parser = Move::parse, help_heading = "What if")]
    #[arg(long_help = MOVE_HELP)]
    moves: Vec<Move>,

    /// Move only what is named; a campaign still takes its activities along
    #[arg(long, requires = "moves", help_heading = "What if")]
    alone: bool,

    /// Write the moved dates to the file and change nothing else
    #[arg(long, requires = "moves", help_heading = "What if")]
    write: bool,

    /// Fail if a finding has this level or a more severe one [default: never]
    #[arg(long, value_enum, value_name = "LEVEL", help_heading = "Exit status")]
    fail_on: Option<FailOn>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Tables and lists for a terminal
    Text,
    /// For a wiki or a pull request
    Markdown,
    /// Everything, for machines
    Json,
    /// A Gantt chart, for what draws Mermaid
    Mermaid,
}

impl Extensions for Format {
    const EXTENSIONS: &[(&str, Self)] =
        &[("txt", Self::Text), ("md", Self::Markdown), ("json", Self::Json), ("mmd", Self::Mermaid)];
}

const MOVE_HELP: &str = "\
Ask what if a gear, a campaign or an activity started at another time; can be repeated.

WHAT is a gear (marketing.engagement, or engagement if there is one purpose), a campaign (campaign.its-id) or an
activity (its id, or promotion.its-id). WHEN is a date (2027-04-15, 2027-Q2) or a step (+3w, -10d, +1m, +1q). An
activity with an end keeps its length. A campaign moves with its activities. An activity that drives only one gear
moves with it if it starts with it or would start before it, and one with `after:` moves with what it waits for if it
would start before that; --alone leaves such activities where they are.";

pub(super) fn run(args: &Args, terminal: &Terminal) -> anyhow::Result<Exit> {
    if args.write && args.strategy.is_stdin() {
        bail!("--write needs a file; standard input cannot be written to");
    }
    args.output.format()?;
    let (path, document, linter) = args.strategy.read()?;
    let outcome = linter.check(&document);
    let name = document.source.name();
    if args.moves.is_empty() {
        let report = PlanReport::new(&document, &outcome, args.horizon);
        write(args, terminal, (&document, &outcome), &report, layout::plan::outline)?;
        return Ok(Exit::of(&document, &outcome.findings, args.fail_on, terminal));
    }
    // What if: the same file with other dates, checked in the same way.
    let moved = reschedule(&document, &outcome.analysis, &args.moves, args.alone)?;
    let after = linter.check(&moved.document);
    let what_if = WhatIf::new(&moved, (&document, &outcome), &after, args.horizon);
    if args.write {
        Lock::of(&path).rewrite(&path, &document.source, &moved.document.source)?;
        // Whatever happens to the report, the strategy has changed.
        terminal.notice(&format!("wrote {name}"));
    }
    write(args, terminal, (&moved.document, &after), &what_if, layout::plan::what_if)?;
    Ok(Exit::of(&document, &after.findings, args.fail_on, terminal))
}

/// Writes a report; a chart shows the plan that it ends with.
fn write<T: Serialize>(
    args: &Args,
    terminal: &Terminal,
    (document, outcome): (&Document, &Outcome<'_>),
    report: &T,
    outline: impl FnOnce(&T) -> Outline,
) -> anyhow::Result<()> {
    let file = args.output.file();
    let mut out = Vec::new();
    match args.output.format()? {
        Format::Text => text::render(&mut out, &outline(report), terminal.width_for(file))?,
        Format::Markdown => markdown::render(&mut out, &outline(report), 0)?,
        Format::Json => {
            return terminal.write(&json::pretty(&ReportJson::new(document.source.name(), report))?, file);
        }
        Format::Mermaid => {
            let wanted = Wanted { horizon_days: args.horizon, ..Wanted::default() };
            out = mermaid::gantt(&GapReport::new(document, outcome, &wanted)).into_bytes();
        }
    }
    terminal.print(&out, file)
}
