//! The alignment report as tables for a terminal.

use std::io::{self, Write};

use comfy_table::CellAlignment;

use super::table::{NARROW, number, table, text, write};
use super::wrap::{wrap, wrap_parts};
use super::{BOLD, DIM, GOOD, level_style, safe};
use crate::analysis::alignment::Missing;
use crate::finding::Level;
use crate::report::alignment::AlignmentReport;
use crate::report::gears::{GateRow, GearRow, TrainTable, Verdict};
use crate::report::summary::Summary;
use crate::strategy::gear::{GearKind, PurposeKind};
use crate::words::counted;
use crate::words::figures::percent;

/// Writes the whole report.
pub fn full(out: &mut dyn Write, report: &AlignmentReport, width: usize) -> io::Result<()> {
    if !report.is_judged {
        return Ok(());
    }
    let name = safe::line(if report.name.is_empty() { "A strategy without a name" } else { &report.name });
    writeln!(out, "{BOLD}{name}{BOLD:#}{DIM}, as of {}{DIM:#}\n", report.as_of)?;
    if report.is_partial {
        writeln!(out, "Parts of the file could not be read, so these tables may lack some of it.\n")?;
    }
    goals(out, report, width)?;
    for train in &report.trains {
        gears(out, train, width)?;
    }
    coverage(out, report, width)?;
    headline(out, report, width)
}

fn goals(out: &mut dyn Write, report: &AlignmentReport, width: usize) -> io::Result<()> {
    if report.goals.is_empty() {
        return Ok(());
    }
    writeln!(out, "{BOLD}Goals, and how many activities of each pillar serve them{BOLD:#}")?;
    let pillars = if width < NARROW {
        writeln!(out, "{DIM}L listening, P promotion, T thought leadership, S support{DIM:#}")?;
        ["L", "P", "T", "S"]
    } else {
        ["listen", "promote", "lead", "support"]
    };
    let header: Vec<&str> =
        ["goal", "owner", "KPI", "purpose"].into_iter().chain(pillars).chain([""]).collect();
    let mut table = table(width, &header);
    for goal in &report.goals {
        let purposes: Vec<&str> = goal.purposes.iter().map(|purpose| purpose.key()).collect();
        let mut row = vec![
            text(safe::line(&goal.id)),
            text(goal.owner.as_deref().map_or("–".into(), safe::line)),
            text(list(&goal.kpis)),
            text(if purposes.is_empty() { "–".to_owned() } else { purposes.join(", ") }),
        ];
        row.extend(goal.activities.iter().map(|count| number(*count)));
        row.push(text(if goal.missing.is_empty() {
            "✓ aligned".to_owned()
        } else {
            let missing: Vec<&str> = goal.missing.iter().map(|missing: &Missing| missing.name()).collect();
            format!("✗ no {}", crate::words::or(&missing))
        }));
        table.add_row(row);
    }
    write(out, table)?;
    let reasons = report
        .left_out
        .iter()
        .map(|one| (format!("the {} {}", one.what, safe::line(&one.id)), one.reason.as_str()));
    left_out(out, reasons, width)
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
    let has_money = width >= NARROW && train.gears.iter().any(|gear| gear.budget_share.is_some());
    let mut header = vec!["gear", "start", "state", "gate", "turned by"];
    header.extend(has_money.then_some("money"));
    let mut table = table(width, &header);
    for gear in &train.gears {
        let mut row = vec![
            text(gear.gear.key()),
            text(gear.start.as_deref().unwrap_or("–")),
            text(state(gear)),
            text(gate(&gear.gate)),
            text(list(&gear.turned_by)),
        ];
        if has_money {
            let share = gear.budget_share.map_or("–".to_owned(), |share| percent(share.0));
            row.push(text(share).set_alignment(CellAlignment::Right));
        }
        table.add_row(row);
    }
    write(out, table)?;
    let reasons = train.gears.iter().filter_map(|gear| match &gear.verdict {
        Verdict::LeftOut(reason) => Some((gear.gear.to_string(), reason.as_str())),
        _ => None,
    });
    left_out(out, reasons, width)
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

fn state(gear: &GearRow) -> String {
    match &gear.verdict {
        Verdict::Fine => format!("✓ {}", gear.state.name()),
        Verdict::OutOfOrder => "✗ out of order".to_owned(),
        Verdict::TooSoon => "▲ too soon".to_owned(),
        Verdict::Stalled => "▲ stalled".to_owned(),
        Verdict::FallenBack => "▲ fell back".to_owned(),
        Verdict::NoStart => "▲ no start".to_owned(),
        Verdict::LeftOut(_) => "left out".to_owned(),
    }
}

/// The reasons for what is left out: too long for a cell, and the reason is what matters.
fn left_out<'a>(
    out: &mut dyn Write,
    reasons: impl Iterator<Item = (String, &'a str)>,
    width: usize,
) -> io::Result<()> {
    let mut is_any = false;
    for (what, reason) in reasons {
        is_any = true;
        let line = format!("{what} is left out: {}", safe::line(reason));
        writeln!(out, "{DIM}{}{DIM:#}", wrap(&line, width, " ", " "))?;
    }
    if is_any { writeln!(out) } else { Ok(()) }
}

fn coverage(out: &mut dyn Write, report: &AlignmentReport, width: usize) -> io::Result<()> {
    writeln!(out, "{BOLD}Pillars, and how many of their activities turn each gear{BOLD:#}")?;
    let mut header = vec!["pillar", "all"];
    header.extend(GearKind::ALL.map(GearKind::key));
    header.push("");
    let mut table = table(width, &header);
    for row in &report.coverage {
        let mut cells = vec![text(row.pillar.to_string()), number(row.activities)];
        cells.extend(row.gears.iter().map(|count| number(*count)));
        cells.push(text(match (&row.not_now, row.is_declared) {
            (Some(_), _) => "left out".to_owned(),
            (None, false) if !row.is_expected => "not expected".to_owned(),
            (None, false) => "not there".to_owned(),
            (None, true) => String::new(),
        }));
        table.add_row(cells);
    }
    write(out, table)?;
    let reasons =
        report.coverage.iter().filter_map(|row| Some((row.pillar.to_string(), row.not_now.as_deref()?)));
    left_out(out, reasons, width)
}

fn headline(out: &mut dyn Write, report: &AlignmentReport, width: usize) -> io::Result<()> {
    let line = &report.headline;
    let mut parts = vec![format!("{} of {} goals aligned", line.goals_aligned, line.goals)];
    parts.push(format!("{} of {} pillars at work", line.pillars, line.pillars_expected));
    for train in &report.trains {
        parts.push(match train.in_order {
            Some(true) => format!("{} gears in order", train.purpose),
            Some(false) => format!("{} gears out of order", train.purpose),
            None => format!("{} gears not dated", train.purpose),
        });
    }
    parts.push(format!("{} of {} listening questions answered", line.questions_answered, line.questions));
    writeln!(out, "{}", wrap_parts(&parts, width))?;
    if !line.kpis.is_empty() {
        let counts: Vec<String> =
            line.kpis.iter().map(|(status, count)| format!("{status} {count}")).collect();
        writeln!(out, "KPIs: {}", counts.join(" · "))?;
    }
    if let Some(first) = &line.first {
        let first = wrap(&format!("First: {}", safe::line(first)), width, "", "  ");
        writeln!(out, "{}", first.replacen("First:", &format!("{BOLD}First:{BOLD:#}"), 1))?;
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
    let grave =
        [part(Level::Error, summary.errors, "errors"), part(Level::Warning, summary.warnings, "warnings")];
    let mut parts: Vec<String> = grave.into_iter().flatten().collect();
    if parts.is_empty() {
        parts.push(format!("{GOOD}No errors, no warnings{GOOD:#}"));
    }
    if summary.infos > 0 {
        parts.push(format!("{} of advice", counted(count(summary.infos), "piece", "pieces")));
    }
    let said = parts.join(", ");
    let hidden = [(summary.allowed, "allowed"), (summary.baselined, "in the baseline")];
    let hidden = some_of(hidden).join(", ");
    let hidden = if hidden.is_empty() { hidden } else { format!(" ({hidden})") };
    let fixes = [
        (summary.fixed, "fixed"),
        (summary.fixable, "fixable with --fix"),
        (
            summary.fixable_unsafe,
            match (summary.fixed, summary.fixable) {
                (0, 0) => "fixable with --fix --unsafe-fixes",
                _ => "more with --unsafe-fixes",
            },
        ),
    ];
    let fixes: String = some_of(fixes).join(", ");
    let fixes = if fixes.is_empty() { fixes } else { format!("; {fixes}") };
    let files = match summary.files {
        1 => String::new(),
        files => format!(" in {files} strategies"),
    };
    writeln!(out, "{said}{files}{hidden}{fixes}")
}

/// `4 allowed`, for each of which there are any.
fn some_of<const N: usize>(counts: [(usize, &str); N]) -> Vec<String> {
    let some = counts.into_iter().filter(|(count, _)| *count > 0);
    some.map(|(count, what)| format!("{count} {what}")).collect()
}

/// Writes one row a strategy and a total.
pub fn rows(
    out: &mut dyn Write,
    reports: &[(&str, &AlignmentReport, Summary)],
    width: usize,
) -> io::Result<()> {
    let folder = common_folder(reports);
    let is_narrow = width < NARROW;
    writeln!(
        out,
        "{BOLD}Strategies{BOLD:#}{DIM} in {}{DIM:#}",
        if folder.is_empty() { "." } else { folder }
    )?;
    let mut header = vec!["strategy", "goals", "gears", "errors", "warnings"];
    if !is_narrow {
        header.extend(["pillars", "listening"]);
    }
    let mut table = table(width, &header);
    let mut total = (0, 0, Summary::default());
    for (path, report, found) in reports {
        let line = &report.headline;
        total = (total.0 + line.goals_aligned, total.1 + line.goals, total.2.plus(*found));
        let orders: Vec<bool> = report.trains.iter().filter_map(|train| train.in_order).collect();
        let gears = match orders.as_slice() {
            _ if !report.is_judged => "not judged",
            [] => "–",
            orders if orders.iter().all(|in_order| *in_order) => "✓",
            _ => "✗",
        };
        let mut row = vec![
            text(safe::line(path.strip_prefix(folder).unwrap_or(path))),
            text(format!("{} of {}", line.goals_aligned, line.goals)),
            text(gears).set_alignment(CellAlignment::Center),
            number(found.errors),
            number(found.warnings),
        ];
        if !is_narrow {
            row.push(text(format!("{} of {}", line.pillars, line.pillars_expected)));
            row.push(text(format!("{} of {}", line.questions_answered, line.questions)));
        }
        table.add_row(row);
    }
    let (aligned, goals, findings) = total;
    let count = counted(i64::try_from(reports.len()).unwrap_or(i64::MAX), "strategy", "strategies");
    let counts = [number(findings.errors), number(findings.warnings)];
    let row = [text(count), text(format!("{aligned} of {goals}")), text("")];
    table.add_row(row.into_iter().chain(counts));
    write(out, table)
}

/// The folder that all paths lie in, with its slash; empty where there is none.
fn common_folder<'a>(reports: &[(&'a str, &AlignmentReport, Summary)]) -> &'a str {
    let Some((first, ..)) = reports.first() else { return "" };
    let ends = first.match_indices('/').map(|(at, _)| at + 1);
    let mut folders = ends.filter_map(|end| first.get(..end));
    let is_common = |folder: &&str| reports.iter().all(|(path, ..)| path.starts_with(folder));
    folders.rfind(is_common).unwrap_or("")
}
