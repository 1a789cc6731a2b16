//! `stratplan record`: records a reading of a KPI.

use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};
use rust_decimal::Decimal;

use super::lint_args::Basis;
use super::terminal::Terminal;
use crate::analysis::Analysis;
use crate::edits::record::{NewReading, Recorded, record};
use crate::edits::{differing, typed};
use crate::finding::{Finding, Rule};
use crate::linter::Linter;
use crate::render;
use crate::rules::{FALLING_TOTAL, FIGURE_OUT_OF_SCALE};
use crate::source::File;
use crate::strategy::date::CoarseDate;
use crate::strategy::document::Document;
use crate::strategy::kpi::Counts;
use crate::strategy::number::Number;
use crate::words::figures::plain;
use crate::workspace::{self, Lock};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The strategy; the reading goes into its readings file, if it names one
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// The id of the KPI
    #[arg(value_name = "KPI")]
    kpi: String,

    /// The figure, in the KPI's unit
    #[arg(value_name = "VALUE", allow_hyphen_values = true, value_parser = typed::value)]
    value: String,

    /// A date without `--date`, to say how it is written
    #[arg(hide = true)]
    stray: Option<String>,

    /// When it was read: a day, month, quarter or year, 2027-04-30 or 2027-04 [default: today]
    #[arg(long, value_name = "DATE")]
    date: Option<String>,

    /// What a reader of the figure needs to know, such as what was special about the day
    #[arg(long, value_name = "TEXT", value_parser = typed::note)]
    note: Option<String>,

    /// Replace a reading of the same date
    #[arg(long)]
    replace: bool,

    /// Show what would change in the file, and write nothing
    #[arg(long)]
    dry_run: bool,

    #[command(flatten)]
    basis: Basis,
}

pub(super) fn run(args: &Args, terminal: &Terminal) -> anyhow::Result<()> {
    if args.file == Path::new("-") {
        bail!("standard input cannot be written to: name the file of the strategy");
    }
    if let Some(correction) = in_one_word(args) {
        bail!("an id has hyphens instead of spaces: `{correction}`");
    }
    if let Some(correction) = with_date(args) {
        bail!("the date goes after `--date`: `{correction}`");
    }
    let path = &args.file;
    if path.exists() && !path.is_file() && !path.is_dir() {
        bail!("{}: this is not a regular file, so it cannot be rewritten", workspace::display(path));
    }
    let linter = &args.basis.settings(path)?.linter;
    // From reading on: of several figures recorded at the same time, none is lost.
    let lock = Lock::of(path);
    // Another strategy can have the same readings file.
    let _readings = workspace::readings_of(path).map(|file| Lock::of(&file));
    let document = workspace::read_named(path)?;
    let date = match &args.date {
        Some(date) => typed::date(date, &document.strategy)?,
        None => CoarseDate::day(linter.today()),
    };
    let figure = typed::figure(&document, &args.kpi, &args.value)?;
    let (kpi, value, note) = (args.kpi.as_str(), figure.value, args.note.as_deref());
    let new = NewReading { kpi, date, value, note, replace: args.replace };
    let recorded = record(&document, new, linter.today())?;
    refuse_odd(linter, &document, &recorded.document)?;
    if args.dry_run {
        let (mut text, reader) = (Vec::new(), terminal.diff_reader(None));
        for (_, before, after) in differing(&document, &recorded.document) {
            render::diff::diff(&mut text, reader, before.name(), before.text(), after.text())?;
        }
        return terminal.print_diff(&text, None);
    }
    let written = write(&lock, path, &document, &recorded.document)?;
    let analysis = Analysis::new(&recorded.document, &linter.terms().thresholds, linter.today());
    let progress = analysis.kpis.get(args.kpi.as_str());
    let mut text = Vec::new();
    let typed = Some(args.value.trim()).filter(|typed| Number::parse(typed).is_err());
    render::recorded::recorded(&mut text, (kpi, typed), &recorded, progress, analysis.today)?;
    terminal.print(&text, None)?;
    if let Some(unit) = figure.unsaid {
        terminal.notice(&format!("`{kpi}` does not say what it counts: add `unit: {unit}`"));
    }
    let start = progress.and_then(|progress| progress.start);
    let is_cut =
        recorded.document.strategy.kpi(kpi).zip(start).is_some_and(|(own, start)| start.cuts(own, date));
    if is_cut {
        terminal.notice(&format!("{date} begins before the first day that counts, so this is left out of `{kpi}`: `stratplan check` says what to write"));
    }
    if written.is_empty() {
        terminal.notice("nothing to do: the file already has this value");
    }
    for name in &written {
        terminal.notice(&format!("wrote {name}"));
    }
    if let Some(leap) = leap(&document, kpi, &recorded) {
        terminal.notice(&format!("{leap}: if a digit slipped, record it again with `--replace`"));
    }
    Ok(())
}

/// Says that a level is about ten times the reading before, or a tenth of it, and no other figure of its KPI is near.
fn leap(document: &Document, kpi: &str, recorded: &Recorded) -> Option<String> {
    let read = document.strategy.kpi(kpi).filter(|kpi| kpi.counts() == Counts::Level)?;
    let (now, before) = (recorded.reading.value.0, recorded.before.as_ref()?.value.0);
    let (low, high) = (now.min(before), now.max(before));
    let times = high.checked_div(low).filter(|times| low > Decimal::ZERO && *times >= LEAP)?.round();
    let others = document.readings.of(kpi).iter().map(|one| one.value.0);
    let mut others = others.chain(read.planned_figures().into_iter().map(|(value, _)| value));
    let is_near = |other: Decimal| {
        let (one, other) = if now == high { (other, now) } else { (now, other) };
        one.checked_mul(NEAR).is_none_or(|twice| twice >= other)
    };
    let (low, high) = (plain(low), plain(high));
    if others.any(is_near) {
        return None;
    }
    Some(if now > before {
        format!("{high} is {times} times {low}, the reading before")
    } else {
        format!("{high}, the reading before, is {times} times {low}")
    })
}

/// A figure with a digit too many or too few is about ten times the one before, or a tenth.
const LEAP: Decimal = Decimal::from_parts(8, 0, 0, false, 0);
/// Nothing is wrong with a figure that is near another one, such as its target.
const NEAR: Decimal = Decimal::from_parts(2, 0, 0, false, 0);

/// What to say of a reading that is right although this rule finds it odd; none if the rule is not asked before writing.
fn if_right(rule: &Rule) -> Option<&'static str> {
    let asked = [(&FALLING_TOTAL, "if it did fall"), (&FIGURE_OUT_OF_SCALE, "if it is right")];
    asked.into_iter().find(|(asked, _)| *asked == rule).map(|(_, if_right)| if_right)
}

/// Refuses a running total that falls, or a figure a hundred times larger than all others: `check` would report it,
/// unless the file allows it.
pub(super) fn refuse_odd(linter: &Linter, before: &Document, after: &Document) -> anyhow::Result<()> {
    let odd = |document: &Document| -> Vec<Finding> {
        let findings = linter.check(document).findings;
        findings.into_iter().filter(|finding| if_right(finding.rule).is_some()).collect()
    };
    let known = odd(before);
    let is_known = |one: &Finding| known.iter().any(|known| known.message == one.message);
    let Some(found) = odd(after).into_iter().find(|one| !is_known(one)) else { return Ok(()) };
    bail!(
        "{}: {}\n  {}; {}, write the reading into the file with `# stratplan: allow({}) why`",
        before.source.name(),
        found.message,
        found.help,
        if_right(found.rule).unwrap_or_default(),
        found.rule.name,
    )
}

/// The command that was meant, if an id was written with a space: `weekly guests 1310` for `weekly-guests 1310`.
fn in_one_word(args: &Args) -> Option<String> {
    let Args { file, kpi, value, stray, .. } = args;
    let id = format!("{kpi}-{value}");
    let document = workspace::read_named(file).ok()?;
    document.strategy.kpi(&id)?;
    Some(format!("stratplan record {} {id} {}", workspace::display(file), stray.as_deref()?))
}

/// The command that was meant, if a date comes without `--date`, perhaps because the file is missing.
fn with_date(args: &Args) -> Option<String> {
    let Args { file, kpi, value, stray, .. } = args;
    if let Some(date) = stray {
        return Some(format!("stratplan record {} {kpi} {value} --date {date}", workspace::display(file)));
    }
    let is_date = CoarseDate::parse(value).is_ok() && Number::parse(value).is_err();
    let (id, figure) = (file.to_string_lossy(), kpi);
    (is_date && !file.exists()).then(|| format!("stratplan record FILE {id} {figure} --date {value}"))
}

/// Writes the files that changed, and returns their names.
pub(super) fn write(
    lock: &Lock,
    strategy: &Path,
    document: &Document,
    changed: &Document,
) -> anyhow::Result<Vec<String>> {
    let mut written = Vec::new();
    for (file, before, after) in differing(document, changed) {
        let path = match (file, document.strategy.readings.get()) {
            (File::Readings, Some(named)) => {
                let path = workspace::readings_path(workspace::folder_of(strategy), &named.0);
                path.map_err(|why| anyhow!("{}: not written, {why}", before.name()))?
            }
            _ => strategy.to_owned(),
        };
        lock.rewrite(&path, before, after)?;
        written.push(before.name().to_owned());
    }
    Ok(written)
}
