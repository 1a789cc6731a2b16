//! `stratplan gaps`: the page that a planning meeting is held over.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::ValueEnum;

use super::Exit;
use super::lint_args::StrategyArg;
use super::output::{Extensions, Output};
use super::terminal::Terminal;
use crate::analysis::Analysis;
use crate::analysis::owners::Responsible;
use crate::config::FailOn;
use crate::linter::Linter;
use crate::render::json::{self, ReportJson};
use crate::render::outline::{markdown, terminal as text};
use crate::render::{csv, layout, page, workbook};
use crate::report::diff::{Diff, Judged};
use crate::report::gaps::scope::Scope;
use crate::report::gaps::since::Since;
use crate::report::gaps::{GapReport, Wanted};
use crate::words::nearest::nearest;
use crate::workspace::version::{Found, Version};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    strategy: StrategyArg,

    #[command(flatten)]
    output: Output<Format>,

    /// One person's page
    #[arg(long, value_name = "ID", help_heading = "Scope")]
    owner: Option<String>,

    /// One goal's page
    #[arg(long, value_name = "ID", help_heading = "Scope")]
    goal: Option<String>,

    /// One campaign's page: its activities, its money and its part of the agenda
    #[arg(long, value_name = "ID", help_heading = "Scope")]
    campaign: Option<String>,

    /// Show what changed since this git revision of the file, or since this other file
    #[arg(long, value_name = "REVISION|FILE", help_heading = "Scope")]
    since: Option<PathBuf>,

    /// Days that the schedule looks ahead
    #[arg(long, value_name = "DAYS", default_value_t = Wanted::HORIZON_DAYS, help_heading = "Scope")]
    #[arg(value_parser = clap::value_parser!(i64).range(0..=3660))]
    horizon: i64,

    /// Fail if a finding has this level or a more severe one [default: never]
    #[arg(long, value_enum, value_name = "LEVEL", help_heading = "Exit status")]
    fail_on: Option<FailOn>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Tables for a terminal
    Text,
    /// For a wiki or a pull request
    Markdown,
    /// A page with pictures, for a screen or for paper
    Html,
    /// Everything, for machines
    Json,
    /// The KPI table, for a spreadsheet
    Csv,
    /// A workbook: KPIs, goals, gears, activities and money
    Xlsx,
}

impl Extensions for Format {
    const EXTENSIONS: &[(&str, Self)] = &[
        ("txt", Self::Text),
        ("html", Self::Html),
        ("md", Self::Markdown),
        ("json", Self::Json),
        ("csv", Self::Csv),
        ("xlsx", Self::Xlsx),
    ];
}

pub(super) fn run(args: &Args, terminal: &Terminal) -> anyhow::Result<Exit> {
    let (file, format) = (args.output.file(), args.output.format()?);
    let (path, document, linter) = args.strategy.read()?;
    let outcome = linter.check(&document);
    let scope = scope(args, &outcome.analysis)?;
    let new = Judged { document: &document, outcome: &outcome };
    let since = args.since.as_ref().map(|older| since(older, &path, &linter, new, &scope));
    let wanted = Wanted { horizon_days: args.horizon, since: since.transpose()?, scope };
    let report = GapReport::new(&document, &outcome, &wanted);
    let mut out = Vec::new();
    match format {
        Format::Text => text::render(&mut out, &layout::gaps::outline(&report), terminal.width_for(file))?,
        Format::Markdown => markdown::render(&mut out, &layout::gaps::outline(&report), 0)?,
        Format::Html => page::render(&mut out, &report)?,
        Format::Csv => csv::kpis(&mut out, &report)?,
        Format::Xlsx if file.is_none() && std::io::stdout().is_terminal() => {
            bail!("a workbook is not for a terminal: write it to a file with `-o gaps.xlsx`")
        }
        Format::Xlsx => out = workbook::write(&report)?,
        Format::Json => out = json::pretty(&ReportJson::new(document.source.name(), &report))?,
    }
    match format {
        Format::Json => terminal.write(&out, file)?,
        Format::Xlsx => terminal.write_bytes(&out, file)?,
        _ => terminal.print(&out, file)?,
    }
    Ok(Exit::of(&document, &outcome.findings, args.fail_on, terminal))
}

/// What changed since an older version, which is judged by the same rules on the same day.
fn since(name: &Path, file: &Path, linter: &Linter, new: Judged<'_>, scope: &Scope) -> anyhow::Result<Since> {
    if name == Path::new("-") {
        bail!("--since takes a git revision or a file, not standard input");
    }
    let Found { document, day, .. } = Version::pair(name, file)?.0.read()?;
    let outcome = linter.check(&document);
    let diff = Diff::between(Judged { document: &document, outcome: &outcome }, new)?;
    let asked = name.to_string_lossy().into_owned();
    let label = day.map_or_else(|| asked.clone(), |day| format!("{asked} ({day})"));
    Ok(Since::new((label, asked), diff, &new.outcome.analysis, scope))
}

/// Who or what the report is about; fails if the strategy has no such owner, goal or campaign.
fn scope(args: &Args, analysis: &Analysis<'_>) -> anyhow::Result<Scope> {
    if let Some(owner) = &args.owner {
        let responsible = Responsible::new(analysis);
        let declared = analysis.strategy.people().map(|(id, _)| id.as_str());
        let known: Vec<&str> = declared.chain(responsible.everyone()).collect();
        require(owner, &known, "owner", "people and owners")?;
    }
    if let Some(goal) = &args.goal {
        let known: Vec<&str> = analysis.goals.iter().map(|goal| goal.id.as_str()).collect();
        require(goal, &known, "goal", "goals")?;
    }
    if let Some(campaign) = &args.campaign {
        let known: Vec<&str> = analysis.campaigns.iter().map(|campaign| campaign.id.as_str()).collect();
        require(campaign, &known, "campaign", "campaigns")?;
    }
    Ok(Scope { owner: args.owner.clone(), goal: args.goal.clone(), campaign: args.campaign.clone() })
}

fn require(asked: &str, known: &[&str], what: &str, all: &str) -> anyhow::Result<()> {
    if known.contains(&asked) {
        return Ok(());
    }
    let mut names = known.to_vec();
    names.sort_unstable();
    names.dedup();
    let way_out = match nearest(asked, names.iter().copied()) {
        Some(meant) => format!("did you mean `{}`?", meant.name),
        None if names.is_empty() => format!("the file has no {all}"),
        None => format!("known names: {}", names.join(", ")),
    };
    bail!("no {what} named `{asked}`; {way_out}")
}
