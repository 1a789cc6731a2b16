//! `stratplan import`: takes the figures of exports and tables as readings.

use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};
use jiff::civil::Date;

use super::Exit;
use super::lint_args::Basis;
use super::record::{refuse_odd, write};
use super::terminal::Terminal;
use crate::edits::differing;
use crate::edits::import::{Fate, import as record_all};
use crate::import::{Choices, Import, MAX_BYTES, Order, Problem, Separator, describe, import};
use crate::render;
use crate::strategy::document::Document;
use crate::words::counted;
use crate::workspace::{self, Lock};

#[derive(Debug, clap::Args)]
#[allow(clippy::struct_excessive_bools)] // each is a flag
#[command(after_help = "\
Each KPI says in the strategy where its figures come from:
  source: { from: youtube, take: Views, by: sum }
A file or a KPI that is refused stops only itself.
Exit status: 0 nothing is left to decide, 1 a figure differs, or something is
refused or not clear, 2 nothing could be taken, or a file could not be read.")]
pub(super) struct Args {
    /// The strategy, and the files with figures: exports, CSV, Excel, OpenDocument, JSON, zip
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,

    /// Say what is in the files and what to write in the strategy; needs no strategy
    #[arg(long, conflicts_with_all = ["yes", "dry_run", "replace"])]
    describe: bool,

    /// Write the readings without asking
    #[arg(long, short)]
    yes: bool,

    /// Show what would change, and write nothing
    #[arg(long, conflicts_with = "yes")]
    dry_run: bool,

    /// Replace readings that the files give another figure for
    #[arg(long)]
    replace: bool,

    #[command(flatten)]
    notation: Notation,

    /// Which Discourse report the file is
    #[arg(long, value_name = "NAME")]
    metric: Option<String>,

    #[command(flatten)]
    basis: Basis,
}

/// What decides how dates and figures of a file are read.
#[derive(Debug, clap::Args)]
pub(super) struct Notation {
    /// Which comes first in 05/03/2027
    #[arg(long, value_name = "ORDER")]
    dates: Option<Order>,

    /// The decimal mark
    #[arg(long, value_name = ". or ,")]
    decimal: Option<Separator>,

    /// The year of dates that have none
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(i16).range(1990..2200))]
    year: Option<i16>,
}

impl Notation {
    pub(super) fn choices(&self, metric: Option<String>, today: Date) -> Choices {
        Choices { dates: self.dates, decimal: self.decimal, year: self.year, metric, today }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.dates.is_none() && self.decimal.is_none() && self.year.is_none()
    }
}

pub(super) fn run(args: &Args, terminal: &Terminal) -> anyhow::Result<Exit> {
    let (strategy, downloads) = match args.files.as_slice() {
        files if args.describe => (None, files),
        [strategy, downloads @ ..] if !downloads.is_empty() => (Some(strategy), downloads),
        _ => bail!(
            "name the strategy first, and then the files with figures\n  `stratplan import --describe FILE` says what is in a file"
        ),
    };
    let settings = args.basis.settings(strategy.map_or(Path::new("."), PathBuf::as_path))?;
    let linter = &settings.linter;
    let choices = args.notation.choices(args.metric.clone(), linter.today());
    let Some(path) = strategy else { return describe_all(downloads, &choices, terminal) };
    if path == Path::new("-") {
        bail!("standard input cannot be written to: name the file of the strategy");
    }
    if path.exists() && !path.is_file() && !path.is_dir() {
        bail!("{}: this is not a regular file, so it cannot be rewritten", workspace::display(path));
    }
    let document = workspace::read_named(path)?;
    let mut is_unread = false;
    let files = downloads.iter().map(|path| {
        let bytes = bytes(path);
        is_unread |= bytes.is_err();
        (workspace::name(path), bytes)
    });
    let read = import(&document.strategy, files, &choices);
    let imported = record_all(&document, &read.kpis, args.replace, linter.today())?;
    let mut text = Vec::new();
    render::imported::report(&mut text, &read, &imported.fates)?;
    terminal.print(&text, None)?;
    for (place, Problem { message, help, .. }) in &read.problems {
        terminal.error(&anyhow!("{place}: {message}\n  {help}"));
    }
    if read.is_refused() {
        terminal.notice("nothing was written");
        return Ok(Exit::Error);
    }
    refuse_odd(linter, &document, &imported.document)?;
    let exit = match is_left(&read, &imported.fates) {
        _ if is_unread => Exit::Error,
        true => Exit::Findings,
        false => Exit::Clean,
    };
    let count = imported.fates.iter().flatten().filter(|fate| fate.is_written()).count();
    if count == 0 {
        terminal.notice("nothing to write");
        return Ok(exit);
    }
    if args.dry_run {
        let (mut text, reader) = (b"\n".to_vec(), terminal.diff_reader(None));
        for (_, before, after) in differing(&document, &imported.document) {
            render::diff::diff(&mut text, reader, before.name(), before.text(), after.text())?;
        }
        terminal.print_diff(&text, None)?;
        return Ok(exit);
    }
    let readings = counted(count, "reading", "readings");
    if !args.yes && !confirmed(&document, &imported.document, &readings, terminal)? {
        terminal.notice("nothing was written");
        return Ok(exit.max(Exit::Findings));
    }
    let lock = Lock::of(path);
    let _readings = workspace::readings_of(path).map(|file| Lock::of(&file));
    for name in write(&lock, path, &document, &imported.document)? {
        terminal.notice(&format!("wrote {readings} to {name}"));
    }
    Ok(exit)
}

/// The bytes of a file of figures.
pub(super) fn bytes(path: &Path) -> Result<Vec<u8>, Problem> {
    workspace::read_download(path, MAX_BYTES).map_err(Problem::of_file)
}

/// True if a figure differs from what the strategy has, or a KPI or a table is not clear.
fn is_left(read: &Import, fates: &[Vec<Fate>]) -> bool {
    let differs = |fate: &Fate| matches!(fate, Fate::Differs(_) | Fate::Overlaps { .. });
    let is_unknown = read
        .files
        .iter()
        .any(|file| file.tables.iter().all(|table| table.source.is_none() && table.kpis.is_empty()));
    is_unknown || !read.problems.is_empty() || !read.unclear.is_empty() || fates.iter().flatten().any(differs)
}

/// Asks on the terminal whether to write.
fn confirmed(
    before: &Document,
    after: &Document,
    readings: &str,
    terminal: &Terminal,
) -> anyhow::Result<bool> {
    if !terminal.can_ask() {
        bail!(
            "nothing was written, since there is no terminal to ask on\n  add `--yes` to write, or `--dry-run` to see the change to the file"
        );
    }
    let names: Vec<&str> = differing(before, after).map(|(_, before, _)| before.name()).collect();
    let answer = terminal.ask(&format!("\nWrite {readings} to {}? [y/N] ", names.join(", ")))?;
    let answer = answer.unwrap_or_default();
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

fn describe_all(files: &[PathBuf], choices: &Choices, terminal: &Terminal) -> anyhow::Result<Exit> {
    let mut exit = Exit::Clean;
    for (index, path) in files.iter().enumerate() {
        let name = workspace::name(path);
        match bytes(path).and_then(|bytes| describe(&name, bytes, choices)) {
            Ok(read) => {
                let mut text = if index > 0 { b"\n".to_vec() } else { Vec::new() };
                render::imported::description(&mut text, &read)?;
                terminal.print(&text, None)?;
            }
            Err(Problem { message, help, .. }) => {
                terminal.error(&anyhow!("{name}: {message}\n  {help}"));
                exit = Exit::Error;
            }
        }
    }
    Ok(exit)
}
