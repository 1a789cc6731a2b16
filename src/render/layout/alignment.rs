//! The alignment report in words: goals by pillar, gears in order, pillars by gear, the headline.

use super::parts;
use crate::analysis::gears::State;
use crate::render::outline::{Cell, Mark, Outline, Table, column, figures, marked};
use crate::report::alignment::{AlignmentReport, GoalRow};
use crate::report::gears::{GearTable, Verdict};
use crate::report::summary::Summary;
use crate::strategy::gear::GearKind;
use crate::words::safe;
use crate::words::text::{Text, bold, day, name, text};
use crate::words::{counted, or};

pub fn outline(report: &AlignmentReport) -> Outline {
    let mut out = Outline::default();
    if !report.is_judged {
        return out;
    }
    out.title(parts::strategy_name(&report.name), text(", as of ") + day(report.as_of));
    if report.is_partial {
        out.text("Parts of the file could not be read, so these tables may be incomplete.");
    }
    goals(&mut out, report);
    for sequence in &report.gear_sequences {
        gears(&mut out, sequence);
    }
    coverage(&mut out, report);
    headline(&mut out, report);
    out
}

fn goals(out: &mut Outline, report: &AlignmentReport) {
    if report.goals.is_empty() {
        return;
    }
    out.section("goals", "Goals, and how many activities of each pillar serve them", "");
    let goals = &report.goals;
    let pillar = |index: usize, title, short| {
        figures(title, goals, |goal| count(goal.activities.get(index).copied().unwrap_or_default()))
            .short(short)
    };
    let table = Table::new([
        column("goal", goals, |goal| name(&goal.id)),
        column("owner", goals, |goal| goal.owner.as_ref().map(name)),
        column("KPI", goals, |goal| parts::names(&goal.kpis)),
        column("purpose", goals, |goal| {
            goal.purposes.iter().map(|purpose| purpose.key()).collect::<Vec<_>>().join(", ")
        }),
        pillar(0, "listen", "L"),
        pillar(1, "promote", "P"),
        pillar(2, "lead", "T"),
        pillar(3, "support", "S"),
        column("", goals, alignment),
    ]);
    let legend = Some("L listening, P promotion, T thought leadership, S support");
    out.table_or(Table { legend, ..table }, "");
    for one in &report.left_out {
        out.dim(text(format!("the {} ", one.what)) + name(&one.id) + " is left out: " + name(&one.reason));
    }
}

pub(super) fn alignment(goal: &GoalRow) -> Cell {
    if goal.missing.is_empty() {
        return marked(Some(Mark::Good), "aligned");
    }
    let missing: Vec<&str> = goal.missing.iter().map(|missing| missing.name()).collect();
    marked(Some(Mark::Bad), format!("no {}", or(&missing)))
}

/// A count; zero is a dot, so that gaps are seen.
fn count(number: usize) -> String {
    if number == 0 { "·".to_owned() } else { number.to_string() }
}

fn gears(out: &mut Outline, sequence: &GearTable) {
    parts::gears_section(out, sequence);
    parts::rationale(out, sequence, "Why: ");
    let gears = &sequence.gears;
    let mut columns = vec![
        column("gear", gears, |gear| gear.gear.key()),
        column("start", gears, |gear| gear.start.as_ref().map(day)),
        column("state", gears, parts::state),
    ];
    if gears.iter().any(|gear| gear.watched.is_some()) {
        columns.push(column("figure and gate", gears, parts::figures_of));
    }
    if gears.iter().any(|gear| gear.recent_pace.is_some()) {
        columns.push(figures("recent pace", gears, parts::pace));
    }
    columns.push(column("driven by", gears, parts::driven));
    if gears.iter().any(|gear| gear.budget_share.is_some()) {
        columns.push(figures("money", gears, |gear| parts::share(gear.budget_share)).optional());
    }
    out.table_or(Table::new(columns), "");
    parts::gears_left_out(out, sequence);
    out.text(sequence.headline.clone());
}

fn coverage(out: &mut Outline, report: &AlignmentReport) {
    out.section("pillars", "Pillars, and how many of their activities drive each gear", "");
    let rows = &report.coverage;
    let mut columns = vec![
        column("pillar", rows, |row| row.pillar.to_string()),
        figures("all", rows, |row| count(row.activities)),
    ];
    columns.extend(GearKind::ALL.iter().enumerate().map(|(index, gear)| {
        figures(gear.key(), rows, |row| count(row.gears.get(index).copied().unwrap_or_default()))
    }));
    columns.push(column("", rows, |row| match (&row.not_now, row.is_declared) {
        (Some(_), _) => "left out",
        (None, false) if !row.is_expected => "not expected",
        (None, false) => "missing",
        (None, true) => " ",
    }));
    out.table_or(Table::new(columns), "");
    for row in rows {
        if let Some(reason) = &row.not_now {
            out.dim(text(format!("{} is left out: ", row.pillar)) + name(reason));
        }
    }
}

fn headline(out: &mut Outline, report: &AlignmentReport) {
    let line = &report.headline;
    let gears = report.gear_sequences.iter().map(|sequence| {
        let purpose = sequence.purpose;
        match sequence.in_order {
            Some(true) if sequence.gears.iter().any(|gear| gear.verdict == Verdict::DrivenOutOfOrder) => {
                format!("{purpose} gears driven out of order")
            }
            Some(true) => format!("{purpose} gears in order"),
            Some(false) => format!("{purpose} gears out of order"),
            None => format!("{purpose}: {}", dated(sequence)),
        }
    });
    let goals = format!("{} of {} goals aligned", line.goals_aligned, line.goals);
    let pillars = format!("{} of {} pillars at work", line.pillars, line.pillars_expected);
    let answers = format!("{} of {} listening questions answered", line.questions_answered, line.questions);
    out.facts([goals, pillars].into_iter().chain(gears).chain([answers]).map(Text::from).collect());
    if !line.kpis.is_empty() {
        let counts = line.kpis.iter().enumerate().map(|(index, (status, count))| {
            format!("{}{status} {count}", if index == 0 { "KPIs: " } else { "" }).into()
        });
        out.facts(counts.chain(line.doubts.iter().map(|doubt| doubt.as_str().into())).collect());
    }
    if let Some(first) = &line.first {
        out.text(bold("First:") + " " + first);
    }
}

/// With fewer than two starts there is no order: `1 of 4 gears dated, 3 left out`.
fn dated(sequence: &GearTable) -> String {
    let all = sequence.gears.len();
    let dated =
        sequence.gears.iter().filter(|gear| gear.state != State::LeftOut && gear.start.is_some()).count();
    let left_out = all - sequence.active;
    let rest = if left_out > 0 { format!(", {left_out} left out") } else { String::new() };
    format!("{dated} of {all} gears dated{rest}")
}

pub fn rows(reports: &[(&str, &AlignmentReport, Summary)]) -> Outline {
    let folder = common_folder(reports);
    let mut out = Outline::default();
    let shown = if folder.is_empty() { ".".into() } else { safe::path(folder) };
    out.section("strategies", "Strategies", text(" in ") + name(shown));
    // The total has no report.
    let total = reports.iter().fold(Summary::default(), |total, (.., found)| total.plus(*found));
    let all = reports.iter().map(|(path, report, found)| (*path, Some(*report), *found));
    let rows: Vec<_> = all.chain([("", None, total)]).collect();
    let headlines = || reports.iter().map(|(_, report, _)| &report.headline);
    let aligned: usize = headlines().map(|line| line.goals_aligned).sum();
    let goals: usize = headlines().map(|line| line.goals).sum();
    let table = Table::new([
        column("strategy", &rows, |(path, report, _)| match report {
            Some(_) => name(safe::path(path.strip_prefix(folder).unwrap_or(path))),
            None => counted(reports.len(), "strategy", "strategies").into(),
        }),
        column("goals", &rows, |(_, report, _)| match report {
            Some(report) => format!("{} of {}", report.headline.goals_aligned, report.headline.goals),
            None => format!("{aligned} of {goals}"),
        }),
        column("gears", &rows, |(_, report, _)| report.map_or_else(|| " ".into(), in_order)),
        figures("errors", &rows, |(.., found)| count(found.errors)),
        figures("warnings", &rows, |(.., found)| count(found.warnings)),
        column("pillars", &rows, |(_, report, _)| match report.map(|report| &report.headline) {
            Some(line) => format!("{} of {}", line.pillars, line.pillars_expected),
            None => " ".to_owned(),
        })
        .optional(),
        column("listening", &rows, |(_, report, _)| match report.map(|report| &report.headline) {
            Some(line) => format!("{} of {}", line.questions_answered, line.questions),
            None => " ".to_owned(),
        })
        .optional(),
    ]);
    out.table_or(table, "");
    out
}

fn in_order(report: &AlignmentReport) -> Cell {
    let orders: Vec<bool> = report.gear_sequences.iter().filter_map(|sequence| sequence.in_order).collect();
    match orders.contains(&false) {
        _ if !report.is_judged => "not judged".into(),
        _ if orders.is_empty() => Cell::default(),
        false => marked(Some(Mark::Good), "in order"),
        true => marked(Some(Mark::Bad), "out of order"),
    }
}

/// The folder that all paths are in, with its slash; empty if there is none.
fn common_folder<'a>(reports: &[(&'a str, &AlignmentReport, Summary)]) -> &'a str {
    let Some((first, ..)) = reports.first() else { return "" };
    let ends = first.match_indices('/').map(|(at, _)| at + 1);
    let mut folders = ends.filter_map(|end| first.get(..end));
    let is_common = |folder: &&str| reports.iter().all(|(path, ..)| path.starts_with(folder));
    folders.rfind(is_common).unwrap_or("")
}
