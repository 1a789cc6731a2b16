//! The alignment report as tables for a terminal.

use std::io::{self, Write};

use comfy_table::{Cell, CellAlignment, ContentArrangement, ContentLineStyle, LineStyle, Table, TableStyle};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{BOLD, DIM, GOOD, level_style, safe};
use crate::analysis::alignment::Missing;
use crate::finding::Level;
use crate::report::alignment::{AlignmentReport, GateRow, GearRow, TrainTable, Verdict};
use crate::report::summary::Summary;
use crate::strategy::gear::{GearKind, PurposeKind};
use crate::words::counted;

/// A rule under the header and nothing else: the figures are to be seen, not the lines.
const STYLE: TableStyle = TableStyle::new()
    .header_lines(ContentLineStyle::new(' ', ' ', ' '))
    .header_separator(LineStyle::new(' ', '─', '─', ' '))
    .content_lines(ContentLineStyle::new(' ', ' ', ' '));

fn table(width: usize, header: &[&str]) -> Table {
    let mut table = Table::new();
    table
        .load_style(STYLE)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(width).unwrap_or(u16::MAX))
        .set_header(header.iter().map(|name| Cell::new(*name)));
    table
}

fn write(out: &mut dyn Write, table: &Table) -> io::Result<()> {
    let error = level_style(Level::Error);
    let warning = level_style(Level::Warning);
    for line in table.lines() {
        let line = line.trim_end();
        let line = line.replace('✓', &format!("{GOOD}✓{GOOD:#}"));
        let line =
            line.replace('✗', &format!("{error}✗{error:#}")).replace('▲', &format!("{warning}▲{warning:#}"));
        writeln!(out, "{line}")?;
    }
    writeln!(out)
}

/// Writes the whole report.
pub fn full(out: &mut dyn Write, report: &AlignmentReport, width: usize) -> io::Result<()> {
    let name = safe::line(&report.name);
    writeln!(out, "{BOLD}{name}{BOLD:#}{DIM}, as of {}{DIM:#}\n", report.as_of)?;
    if report.is_partial {
        writeln!(out, "Parts of the file could not be read, so these tables may lack some of it.\n")?;
    }
    goals(out, report, width)?;
    for train in &report.trains {
        gears(out, train, width)?;
    }
    coverage(out, report, width)?;
    headline(out, report)
}

fn goals(out: &mut dyn Write, report: &AlignmentReport, width: usize) -> io::Result<()> {
    if report.goals.is_empty() {
        return Ok(());
    }
    writeln!(out, "{BOLD}Goals, and how many activities of each pillar serve them{BOLD:#}")?;
    let header = ["goal", "owner", "KPI", "purpose", "listen", "promote", "lead", "support", ""];
    let mut table = table(width, &header);
    for goal in &report.goals {
        let purposes: Vec<&str> = goal.purposes.iter().map(|purpose| purpose.key()).collect();
        let mut row = vec![
            Cell::new(safe::line(&goal.id)),
            Cell::new(goal.owner.as_deref().map_or("–".into(), safe::line)),
            Cell::new(list(&goal.kpis)),
            Cell::new(if purposes.is_empty() { "–".to_owned() } else { purposes.join(", ") }),
        ];
        row.extend(goal.activities.iter().map(|count| number(*count)));
        row.push(Cell::new(if goal.missing.is_empty() {
            "✓ aligned".to_owned()
        } else {
            let missing: Vec<&str> = goal.missing.iter().map(|missing: &Missing| missing.name()).collect();
            format!("✗ no {}", crate::words::or(&missing))
        }));
        table.add_row(row);
    }
    write(out, &table)
}

fn number(count: usize) -> Cell {
    let text = if count == 0 { "·".to_owned() } else { count.to_string() };
    Cell::new(text).set_alignment(CellAlignment::Right)
}

fn list(names: &[String]) -> String {
    if names.is_empty() {
        return "–".to_owned();
    }
    let names: Vec<_> = names.iter().map(|name| safe::line(name)).collect();
    names.join(", ")
}

fn gears(out: &mut dyn Write, train: &TrainTable, width: usize) -> io::Result<()> {
    let order: Vec<&str> = train.gears.iter().map(|gear| gear.gear.key()).collect();
    let title = match train.purpose {
        PurposeKind::Marketing => "Marketing gears",
        PurposeKind::Support => "Support gears",
    };
    let own = if train.is_custom { ", in an order of their own" } else { "" };
    writeln!(out, "{BOLD}{title}{BOLD:#}{DIM}: {}{own}{DIM:#}", order.join(" → "))?;
    if let Some(rationale) = train.rationale.as_ref().filter(|_| train.is_custom) {
        writeln!(out, "{DIM}Why: {}{DIM:#}", safe::line(rationale))?;
    }
    let has_money = train.gears.iter().any(|gear| gear.budget_share.is_some());
    let mut header = vec!["gear", "start", "state", "gate", "turned by"];
    if has_money {
        header.push("money");
    }
    header.push("");
    let mut table = table(width, &header);
    for gear in &train.gears {
        let mut row = vec![
            Cell::new(gear.gear),
            Cell::new(gear.start.as_deref().unwrap_or("–")),
            Cell::new(gear.state.name()),
            Cell::new(gate(&gear.gate)),
            Cell::new(list(&gear.turned_by)),
        ];
        if has_money {
            let share = gear.budget_share.map_or("–".to_owned(), percent);
            row.push(Cell::new(share).set_alignment(CellAlignment::Right));
        }
        row.push(Cell::new(verdict(gear)));
        table.add_row(row);
    }
    write(out, &table)
}

fn gate(conditions: &[GateRow]) -> String {
    if conditions.is_empty() {
        return "–".to_owned();
    }
    let conditions = conditions.iter().map(|condition| {
        let now = condition.now.map_or("no reading".to_owned(), |now| now.to_string());
        let forecast = match condition.forecast {
            Some(day) => format!(", by {day}"),
            None => String::new(),
        };
        format!("{} {now}/{}{forecast}", safe::line(&condition.kpi), condition.figure)
    });
    conditions.collect::<Vec<_>>().join(", ")
}

/// Whole percents; exact figures stand in the JSON.
fn percent(share: Decimal) -> String {
    let whole = share.checked_mul(Decimal::ONE_HUNDRED).and_then(|share| share.round().to_i64());
    whole.map_or_else(|| "–".to_owned(), |whole| format!("{whole} %"))
}

fn verdict(gear: &GearRow) -> String {
    match &gear.verdict {
        Verdict::Fine => "✓".to_owned(),
        Verdict::OutOfOrder => "✗ out of order".to_owned(),
        Verdict::TooSoon => "▲ too soon".to_owned(),
        Verdict::Stalled => "▲ stalled".to_owned(),
        Verdict::FallenBack => "▲ fell back".to_owned(),
        Verdict::NoStart => "▲ no start".to_owned(),
        Verdict::LeftOut(reason) => format!("left out: {}", safe::line(reason)),
    }
}

fn coverage(out: &mut dyn Write, report: &AlignmentReport, width: usize) -> io::Result<()> {
    writeln!(out, "{BOLD}Pillars, and how many of their activities turn each gear{BOLD:#}")?;
    let mut header = vec!["pillar", "activities"];
    header.extend(GearKind::ALL.map(GearKind::key));
    header.push("");
    let mut table = table(width, &header);
    for row in &report.coverage {
        let mut cells = vec![Cell::new(row.pillar), number(row.activities)];
        cells.extend(row.gears.iter().map(|count| number(*count)));
        cells.push(Cell::new(match (&row.not_now, row.is_declared) {
            (Some(reason), _) => format!("left out: {}", safe::line(reason)),
            (None, false) => "not in the file".to_owned(),
            (None, true) => String::new(),
        }));
        table.add_row(cells);
    }
    write(out, &table)
}

fn headline(out: &mut dyn Write, report: &AlignmentReport) -> io::Result<()> {
    let line = &report.headline;
    let mut parts = vec![format!("{} of {} goals aligned", line.goals_aligned, line.goals)];
    parts.push(format!("{} of 4 pillars at work", line.pillars));
    for train in &report.trains {
        parts.push(match train.in_order {
            Some(true) => format!("{} gears in order", train.purpose),
            Some(false) => format!("{} gears out of order", train.purpose),
            None => format!("{} gears not dated", train.purpose),
        });
    }
    parts.push(format!("{} of {} listening questions answered", line.questions_answered, line.questions));
    writeln!(out, "{}", parts.join(" · "))?;
    if let Some(first) = &line.first {
        writeln!(out, "{BOLD}First:{BOLD:#} {}", safe::line(first))?;
    }
    Ok(())
}

/// The line that counts what is shown and what is hidden.
pub fn summary(out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let part = |level: Level, number: usize, many: &str| {
        let style = level_style(level);
        (number > 0).then(|| format!("{style}{}{style:#}", counted(count(number), level.name(), many)))
    };
    let parts = [
        part(Level::Error, summary.errors, "errors"),
        part(Level::Warning, summary.warnings, "warnings"),
        (summary.infos > 0)
            .then(|| format!("{} of advice", counted(count(summary.infos), "piece", "pieces"))),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let said = match (parts.is_empty(), summary.files) {
        (false, _) => parts.join(", "),
        (true, _) => format!("{GOOD}No errors, no warnings{GOOD:#}"),
    };
    let allowed = if summary.allowed > 0 { format!(" ({} allowed)", summary.allowed) } else { String::new() };
    let files = match summary.files {
        1 => String::new(),
        files => format!(" in {files} strategies"),
    };
    writeln!(out, "{said}{files}{allowed}")
}
