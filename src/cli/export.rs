//! `stratplan export`: the plan for where people work.

use std::path::PathBuf;

use clap::ValueEnum;

use super::Exit;
use super::lint_args::StrategyArg;
use super::output::named;
use super::terminal::Terminal;
use crate::render::calendar;
use crate::report::gaps::{GapReport, Wanted};
use crate::report::plan::PlanReport;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What to write
    #[arg(value_enum)]
    what: What,

    #[command(flatten)]
    strategy: StrategyArg,

    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    output_file: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// A calendar: activities, starts of gears, gates, reviews, decisions, and readings that are due
    Ics,
}

/// Ten years: everything that is due.
const HORIZON_DAYS: i64 = 3660;

pub(super) fn run(args: &Args, terminal: &Terminal) -> anyhow::Result<Exit> {
    let (_, document, linter) = args.strategy.read()?;
    let outcome = linter.check(&document);
    let wanted = Wanted { horizon_days: HORIZON_DAYS, ..Wanted::default() };
    let report = GapReport::new(&document, &outcome, &wanted);
    let mut out = Vec::new();
    match args.what {
        What::Ics => {
            let plan = PlanReport::new(&document, &outcome, HORIZON_DAYS);
            calendar::write(&mut out, &report, &plan.next_moves)?;
        }
    }
    match named(args.output_file.as_deref()) {
        None => terminal.print(&out, None)?,
        file => terminal.write_bytes(&out, file)?,
    }
    Ok(Exit::of(&document, &outcome.findings, None, terminal))
}
