//! The plan in words, and what a move of dates would change.

use jiff::civil::Date;

use super::parts::{away, earliest, figures_of, findings, mark_of_level, opening, owner, slack, verdict};
use crate::finding::Level;
use crate::render::outline::{Entry, List, Mark, Outline, Run, Table};
use crate::render::outline::{cell, marked, plain, quiet, strong};
use crate::report::gears::{GearRow, TrainTable};
use crate::report::plan::{BriefFinding, PlanReport, WhatIf};
use crate::words::counted;

/// The plan as it is.
pub fn outline(report: &PlanReport) -> Outline {
    let mut out = Outline::default();
    let name = if report.head.name.is_empty() { "A strategy without a name" } else { &report.head.name };
    out.title(vec![strong(name), quiet(format!(", plan as of {}", report.head.as_of))]);
    if !report.head.is_judged {
        out.say("This file is no strategy that can be judged: `stratplan check` says why.");
        return out;
    }
    if report.head.is_partial {
        out.say("Parts of the file could not be read, so something may be missing: `stratplan check` tells.");
    }
    if report.trains.is_empty() {
        out.say("No purpose is declared, so no gear has a place: write `purposes:` with `marketing` or `support`.");
    }
    for train in &report.trains {
        title(&mut out, train);
        out.table_or(gears(train, report.head.as_of), "");
    }
    next_moves(&mut out, report);
    definitions(&mut out, report);
    out
}

fn title(out: &mut Outline, train: &TrainTable) {
    let order: Vec<&str> = train.gears.iter().map(|gear| gear.gear.key()).collect();
    let own = if train.is_custom { ", in an order of their own" } else { "" };
    let purpose = super::parts::capital(train.purpose.key());
    out.section_with(
        train.purpose.key(),
        format!("{purpose} gears"),
        format!(": {}{own}", order.join(" → ")),
    );
}

fn gears(train: &TrainTable, today: Date) -> Table {
    let mut table =
        Table::new(&["gear", "state", "start", "gate ahead", "way free", "#slack", "earliest", "owner"]);
    for gear in &train.gears {
        let ahead = train.gears.iter().find(|other| Some(other.gear) == gear.ahead);
        let (mark, state) = verdict(gear);
        table.row(vec![
            cell(gear.gear.key()),
            marked(mark, state),
            cell(gear.start.clone().unwrap_or_default()),
            cell(ahead.map(|ahead| figures_of(&ahead.gate)).unwrap_or_default()),
            cell(opening(gear)),
            slack(gear),
            cell(earliest(gear, today)),
            owner(gear.owner.as_ref()),
        ]);
    }
    table.without_empty_columns()
}

fn next_moves(out: &mut Outline, report: &PlanReport) {
    let days = counted(report.definitions.horizon_days, "day", "days");
    out.section_with("moves", "Next moves", format!(", within {days}"));
    let mut table = Table::new(&["day", "", "what", "owner"]);
    for one in &report.next_moves {
        let is_overdue = one.in_days < 0;
        table.row(vec![
            cell(one.day.to_string()),
            marked(is_overdue.then_some(Mark::Bad), away(one.in_days)),
            cell(&one.what),
            owner(one.owner.as_ref()),
        ]);
    }
    out.table_or(
        table,
        &format!("Nothing is due within {days}: no start, gate, reading, answer or decision."),
    );
}

fn definitions(out: &mut Outline, report: &PlanReport) {
    let numbers = &report.definitions;
    out.section("definitions", "How the figures are made");
    out.whisper(format!(
        "A gear's way is free once the gate of the gear ahead is reached; a forecast is the day on which the line \
         through the readings (median slope, Theil–Sen) meets the figure. Slack = days from that day to the planned \
         start; negative would be too soon. Earliest = that day, and not before the gear ahead has started; people are \
         asked for money {} after it at the soonest. A reading is due one cadence after the last, an answer of \
         listening after {}.",
        counted(numbers.least_lead_days, "day", "days"),
        counted(numbers.answer_max_age_days, "day", "days"),
    ));
}

/// The plan before and after a move, and the findings that it would cause or cure.
pub fn what_if(what_if: &WhatIf) -> Outline {
    let mut out = Outline::default();
    let (before, after) = (&what_if.before, &what_if.after);
    out.title(vec![strong(&after.head.name), quiet(format!(", what if, as of {}", after.head.as_of))]);
    let moved = what_if.moved.iter().map(|one| Entry {
        mark: None,
        text: vec![
            strong(&one.what),
            plain(match (&one.from, one.key) {
                (Some(from), "start") => format!(" moves from {from} to {}", one.to),
                (None, "start") => format!(" gets a start of its own: {}", one.to),
                (Some(from), _) => format!(" ends on {} instead of {from}", one.to),
                (None, _) => format!(" ends on {}", one.to),
            }),
        ],
        detail: None,
    });
    out.list_or(List { is_numbered: false, entries: moved.collect() }, "Nothing is moved.");
    for (was, is) in before.trains.iter().zip(&after.trains).filter(|(was, is)| was != is) {
        title(&mut out, is);
        out.table_or(compared(was, is, after.head.as_of), "");
    }
    out.section("findings", "Findings");
    out.list_or(too_soon(what_if), "");
    out.list_or(caused(&what_if.caused), "The move causes no finding.");
    out.list_or(cured(&what_if.cured), "It cures none.");
    out.facts(&[
        format!("before: {}", findings(&before.findings)),
        format!("after: {}", findings(&after.findings)),
    ]);
    out
}

/// Gears that would start before their way is free, and did not before. No rule judges a start that
/// lies ahead by its forecast, except that of selling.
fn too_soon(what_if: &WhatIf) -> List {
    let gears = what_if.before.trains.iter().zip(&what_if.after.trains).flat_map(|(was, is)| {
        was.gears.iter().zip(&is.gears).map(|(was, is_gear)| (is.purpose, was, is_gear))
    });
    let is_new = |was: &GearRow, is: &GearRow| {
        is.slack_days.is_some_and(|days| days < 0) && was.slack_days.is_some_and(|days| days >= 0)
    };
    let entries = gears.filter(|(_, was, is)| is_new(was, is)).map(|(purpose, _, is)| {
        let days = counted(is.slack_days.unwrap_or_default().abs(), "day", "days");
        let ahead = is.ahead.map(|ahead| ahead.to_string()).unwrap_or_default();
        let detail = is.earliest.map(|day| format!("{day} is the first day that leaves {ahead} its time"));
        Entry {
            mark: Some(Mark::Care),
            text: vec![plain(format!(
                "{purpose}.{} would start {days} before {ahead} is forecast to be spinning",
                is.gear
            ))],
            detail,
        }
    });
    List { is_numbered: false, entries: entries.collect() }
}

fn compared(before: &TrainTable, after: &TrainTable, today: Date) -> Table {
    let mut table = Table::new(&["gear", "state", "start", "way free", "#slack", "earliest"]);
    for (was, is) in before.gears.iter().zip(&after.gears) {
        let start = |gear: &GearRow| gear.start.clone().unwrap_or_default();
        let (mark, state) = verdict(is);
        table.row(vec![
            cell(is.gear.key()),
            marked(mark, change(&verdict(was).1, &state)),
            cell(change(&start(was), &start(is))),
            cell(change(&opening(was), &opening(is))),
            marked(slack(is).mark, change(&slack(was).text, &slack(is).text)),
            cell(change(&earliest(was, today), &earliest(is, today))),
        ]);
    }
    table.without_empty_columns()
}

/// `2027-03-01 → 2027-04-15`, or the one thing that both are.
fn change(was: &str, is: &str) -> String {
    match (was, is) {
        _ if was == is => is.to_owned(),
        ("", _) => format!("– → {is}"),
        (_, "") => format!("{was} → –"),
        _ => format!("{was} → {is}"),
    }
}

fn caused(findings: &[BriefFinding]) -> List {
    let entries = findings.iter().map(|finding| Entry {
        mark: mark_of_level(finding.level),
        text: one(finding, "new: "),
        detail: (finding.level > Level::Info).then(|| finding.help.clone()),
    });
    List { is_numbered: false, entries: entries.collect() }
}

fn cured(findings: &[BriefFinding]) -> List {
    let entry = |finding| Entry { mark: Some(Mark::Good), text: one(finding, "cured: "), detail: None };
    List { is_numbered: false, entries: findings.iter().map(entry).collect() }
}

fn one(finding: &BriefFinding, what: &str) -> Vec<Run> {
    let which = format!(" ({} {})", finding.level.name(), finding.rule);
    vec![strong(what), plain(&finding.message), quiet(which)]
}
