//! The alignment report in words: goals by pillar, gears in order, pillars by gear, the headline.

use super::parts::{gate_today, owner, verdict};
use crate::render::outline::{Cell, Mark, Outline, Table};
use crate::render::outline::{cell, marked, quiet, strong};
use crate::report::alignment::{AlignmentReport, GoalRow};
use crate::report::gears::{TrainTable, Verdict};
use crate::report::summary::Summary;
use crate::strategy::gear::GearKind;
use crate::words::counted;
use crate::words::figures::percent;
use crate::words::safe;

/// The whole report.
pub fn outline(report: &AlignmentReport) -> Outline {
    let mut out = Outline::default();
    if !report.is_judged {
        return out;
    }
    let name = if report.name.is_empty() { "A strategy without a name" } else { &report.name };
    out.title(vec![strong(name), quiet(format!(", as of {}", report.as_of))]);
    if report.is_partial {
        out.say("Parts of the file could not be read, so these tables may lack some of it.");
    }
    goals(&mut out, report);
    for train in &report.trains {
        gears(&mut out, train);
    }
    coverage(&mut out, report);
    headline(&mut out, report);
    out
}

fn goals(out: &mut Outline, report: &AlignmentReport) {
    if report.goals.is_empty() {
        return;
    }
    out.section("goals", "Goals, and how many activities of each pillar serve them");
    let mut table = Table::new(&[
        "goal",
        "owner",
        "KPI",
        "purpose",
        "#listen|L",
        "#promote|P",
        "#lead|T",
        "#support|S",
        "",
    ])
    .explained("L listening, P promotion, T thought leadership, S support");
    for goal in &report.goals {
        let purposes: Vec<&str> = goal.purposes.iter().map(|purpose| purpose.key()).collect();
        let mut row = vec![
            cell(&goal.id),
            owner(goal.owner.as_ref()),
            cell(goal.kpis.join(", ")),
            cell(purposes.join(", ")),
        ];
        row.extend(goal.activities.iter().map(|number| count(*number)));
        row.push(alignment(goal));
        table.row(row);
    }
    out.table_or(table, "");
    for one in &report.left_out {
        out.whisper(format!("the {} {} is left out: {}", one.what, one.id, one.reason));
    }
}

fn alignment(goal: &GoalRow) -> Cell {
    if goal.missing.is_empty() {
        return marked(Some(Mark::Good), "aligned");
    }
    let missing: Vec<&str> = goal.missing.iter().map(|missing| missing.name()).collect();
    marked(Some(Mark::Bad), format!("no {}", crate::words::or(&missing)))
}

/// A count; none is a dot, so that gaps are seen.
fn count(number: usize) -> Cell {
    cell(if number == 0 { "·".to_owned() } else { number.to_string() })
}

fn gears(out: &mut Outline, train: &TrainTable) {
    let order: Vec<&str> = train.gears.iter().map(|gear| gear.gear.key()).collect();
    let purpose = super::parts::capital(train.purpose.key());
    let own = if train.is_custom { ", in an order of their own" } else { "" };
    out.section_with(
        train.purpose.key(),
        format!("{purpose} gears"),
        format!(": {}{own}", order.join(" → ")),
    );
    if let Some(rationale) = train.rationale.as_ref().filter(|_| train.is_custom) {
        out.whisper(format!("Why: {rationale}"));
    }
    let mut columns = vec!["gear", "start", "state", "gate", "turned by"];
    let has_money = train.gears.iter().any(|gear| gear.budget_share.is_some());
    columns.extend(has_money.then_some("#money?"));
    let mut table = Table::new(&columns);
    for gear in &train.gears {
        let (mark, state) = verdict(gear);
        let mut row = vec![
            cell(gear.gear.key()),
            cell(gear.start.clone().unwrap_or_default()),
            marked(mark, state),
            cell(gate_today(&gear.gate)),
            cell(gear.turned_by.join(", ")),
        ];
        if has_money {
            row.push(cell(gear.budget_share.map(|share| percent(share.0)).unwrap_or_default()));
        }
        table.row(row);
    }
    out.table_or(table, "");
    for gear in &train.gears {
        if let Verdict::LeftOut(reason) = &gear.verdict {
            out.whisper(format!("{} is left out: {reason}", gear.gear));
        }
    }
}

fn coverage(out: &mut Outline, report: &AlignmentReport) {
    out.section("pillars", "Pillars, and how many of their activities turn each gear");
    let gears = GearKind::ALL.map(|gear| format!("#{}", gear.key()));
    let columns: Vec<&str> =
        ["pillar", "#all"].into_iter().chain(gears.iter().map(String::as_str)).chain([""]).collect();
    let mut table = Table::new(&columns);
    for row in &report.coverage {
        let mut cells = vec![cell(row.pillar.to_string()), count(row.activities)];
        cells.extend(row.gears.iter().map(|number| count(*number)));
        cells.push(cell(match (&row.not_now, row.is_declared) {
            (Some(_), _) => "left out",
            (None, false) if !row.is_expected => "not expected",
            (None, false) => "not there",
            (None, true) => " ",
        }));
        table.row(cells);
    }
    out.table_or(table, "");
    for row in &report.coverage {
        if let Some(reason) = &row.not_now {
            out.whisper(format!("{} is left out: {reason}", row.pillar));
        }
    }
}

fn headline(out: &mut Outline, report: &AlignmentReport) {
    let line = &report.headline;
    let mut facts = vec![
        format!("{} of {} goals aligned", line.goals_aligned, line.goals),
        format!("{} of {} pillars at work", line.pillars, line.pillars_expected),
    ];
    for train in &report.trains {
        facts.push(match train.in_order {
            Some(true) => format!("{} gears in order", train.purpose),
            Some(false) => format!("{} gears out of order", train.purpose),
            None => format!("{} gears not dated", train.purpose),
        });
    }
    facts.push(format!("{} of {} listening questions answered", line.questions_answered, line.questions));
    out.facts(&facts);
    if !line.kpis.is_empty() {
        let counts: Vec<String> =
            line.kpis.iter().map(|(status, count)| format!("{status} {count}")).collect();
        out.say(format!("KPIs: {}", counts.join(" · ")));
    }
    if let Some(first) = &line.first {
        out.first(first);
    }
}

/// One row a strategy and a total.
pub fn rows(reports: &[(&str, &AlignmentReport, Summary)]) -> Outline {
    let folder = common_folder(reports);
    let mut out = Outline::default();
    out.section_with(
        "strategies",
        "Strategies",
        format!(" in {}", if folder.is_empty() { ".".into() } else { safe::path(folder) }),
    );
    let mut table =
        Table::new(&["strategy", "goals", "gears", "#errors", "#warnings", "pillars?", "listening?"]);
    let mut total = (0, 0, Summary::default());
    for (path, report, found) in reports {
        let line = &report.headline;
        total = (total.0 + line.goals_aligned, total.1 + line.goals, total.2.plus(*found));
        let orders: Vec<bool> = report.trains.iter().filter_map(|train| train.in_order).collect();
        let gears = match orders.as_slice() {
            _ if !report.is_judged => cell("not judged"),
            [] => cell("–"),
            orders if orders.iter().all(|in_order| *in_order) => marked(Some(Mark::Good), "in order"),
            _ => marked(Some(Mark::Bad), "out of order"),
        };
        table.row(vec![
            cell(safe::path(path.strip_prefix(folder).unwrap_or(path))),
            cell(format!("{} of {}", line.goals_aligned, line.goals)),
            gears,
            count(found.errors),
            count(found.warnings),
            cell(format!("{} of {}", line.pillars, line.pillars_expected)),
            cell(format!("{} of {}", line.questions_answered, line.questions)),
        ]);
    }
    let (aligned, goals, findings) = total;
    let number = counted(i64::try_from(reports.len()).unwrap_or(i64::MAX), "strategy", "strategies");
    table.row(vec![
        cell(number),
        cell(format!("{aligned} of {goals}")),
        cell(" "),
        count(findings.errors),
        count(findings.warnings),
        cell(" "),
        cell(" "),
    ]);
    out.table_or(table, "");
    out
}

/// The folder that all paths lie in, with its slash; empty where there is none.
fn common_folder<'a>(reports: &[(&'a str, &AlignmentReport, Summary)]) -> &'a str {
    let Some((first, ..)) = reports.first() else { return "" };
    let ends = first.match_indices('/').map(|(at, _)| at + 1);
    let mut folders = ends.filter_map(|end| first.get(..end));
    let is_common = |folder: &&str| reports.iter().all(|(path, ..)| path.starts_with(folder));
    folders.rfind(is_common).unwrap_or("")
}
