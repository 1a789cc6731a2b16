//! The plan in words, and what moving dates would change.

use jiff::civil::Date;

use super::parts::{self, away, slack, strategy_name, verdict};
use crate::analysis::moving::MovedDate;
use crate::analysis::sequence::{Advice, ROUGHLY};
use crate::render::outline::{Entry, List, Mark, Outline, Table, column, figures, marked};
use crate::report::gears::{GearRow, GearTable};
use crate::report::plan::{BriefFinding, PlanReport, WhatIf};
use crate::words;
use crate::words::text::{Text, bold, code, day, dim, name, text};

pub fn outline(report: &PlanReport) -> Outline {
    let mut out = Outline::default();
    out.title(strategy_name(&report.head.name), text(", plan as of ") + day(report.head.as_of));
    if !report.head.is_judged {
        out.text("This file cannot be checked as a strategy: `stratplan check` says why.");
        return out;
    }
    let partial = "Parts of the file could not be read, so something may be missing: `stratplan check` shows which parts.";
    let no_purpose =
        "No purpose is listed, so no gear has a place: write `purposes:` with `marketing` or `support`.";
    if report.head.is_partial {
        out.text(partial);
    }
    if report.gear_sequences.is_empty() {
        out.text(no_purpose);
    }
    for sequence in &report.gear_sequences {
        parts::gears_section(&mut out, sequence);
        out.table_or(gears(sequence, report.head.as_of), "");
        no_day(&mut out, sequence);
    }
    moves(&mut out, report);
    next_moves(&mut out, report);
    definitions(&mut out, report);
    out
}

fn gears(sequence: &GearTable, today: Date) -> Table {
    let gears = &sequence.gears;
    let gate_ahead = |gear: &GearRow| {
        let ahead = sequence.gears.iter().find(|other| Some(other.gear) == gear.ahead);
        let gate = ahead.filter(|ahead| !ahead.gate.is_empty())?;
        Some(parts::join_figures(gate))
    };
    Table::new([
        column("gear", gears, |gear| gear.gear.key()),
        column("state", gears, parts::state),
        column("start", gears, |gear| gear.start.as_ref().map(day)),
        column("previous gate", gears, gate_ahead),
        column("gate status", gears, parts::opening),
        figures("slack", gears, slack),
        column("earliest", gears, |gear| parts::earliest(gear, today)),
        column("owner", gears, |gear| gear.owner.as_ref().map(name)),
    ])
    .without_empty_columns()
}

/// Why there is no day for a gear.
fn no_day(out: &mut Outline, sequence: &GearTable) {
    for (index, gear) in sequence.gears.iter().enumerate() {
        let Advice::NoRoomBefore(before) = gear.advice else { continue };
        let mut later = sequence.gears.iter().skip(index + 1);
        let why = match later.find(|later| later.advice.is_stuck() || later.start_day == Some(before)) {
            Some(later) => match later.advice {
                Advice::NeverReady => text(format!(
                    "at this rate, the gate before {} never opens, so that it cannot move",
                    later.gear
                )),
                Advice::AfterPeriod(first) => {
                    text(format!("{} could only move to ", later.gear)) + day(first) + ", after the period"
                }
                _ => text(format!("no later day is right for {}, which starts then", later.gear)),
            },
            None => "the gears before it need their time".into(),
        };
        out.dim(text(format!("No room for {} before ", gear.gear)) + day(before) + ": " + why + ".");
    }
    if let Some(why) = &sequence.why_no_day {
        out.dim(format!("The first days that are late enough would cause another problem: {why}."));
    }
}

/// The command that shows what the advised days would change.
fn moves(out: &mut Outline, report: &PlanReport) {
    let gears = report.gear_sequences.iter().flat_map(|one| one.gears.iter().map(|gear| (one.purpose, gear)));
    let days = gears.filter_map(|(purpose, gear)| Some((purpose, gear.gear, gear.advice.day()?)));
    let moves: Vec<String> =
        days.map(|(purpose, gear, day)| format!("--move {purpose}.{gear}={day}")).collect();
    if !moves.is_empty() {
        let says = if report.is_only_together {
            "These days work only together. To see what they change: "
        } else {
            "To see what that changes: "
        };
        out.dim(text(says) + code(format!("plan {}", moves.join(" "))));
    }
}

fn next_moves(out: &mut Outline, report: &PlanReport) {
    let days = words::days(report.definitions.horizon_days);
    out.section("moves", "Next moves", format!(", within {days}"));
    let moves = &report.next_moves;
    let table = Table::new([
        column("day", moves, |one| day(one.day)),
        column("", moves, |one| marked((one.in_days < 0).then_some(Mark::Bad), away(one.in_days))),
        column("what", moves, |one| one.what.clone()),
        column("owner", moves, |one| one.owner.as_ref().map(name)),
    ]);
    let nothing = format!("Nothing is due within {days}: no start, gate, reading, answer or decision.");
    out.table_or(table, &nothing);
}

fn definitions(out: &mut Outline, report: &PlanReport) {
    let numbers = &report.definitions;
    out.section("definitions", "How the figures are made", "");
    out.dim(format!(
        "A gear can start once the gate of the gear before it is reached; a forecast is the day on which the line \
         through the readings (median slope, Theil–Sen) meets the figure. Slack = days from that day to the planned \
         start; negative would be too soon, but a quarter of the days between the two latest readings is accepted, and {} if \
         there is no reading yet. Earliest = that day, or without a gate {} after the start of the gear before \
         it, {} before monetization in marketing. A reading is due one cadence after the last, an answer of listening \
         after {}.",
        words::days(ROUGHLY),
        words::days(numbers.min_lead_days),
        words::days(numbers.min_lead_days_before_selling),
        words::days(numbers.answer_max_age_days),
    ));
}

pub fn what_if(what_if: &WhatIf) -> Outline {
    let mut out = Outline::default();
    let (before, after) = (&what_if.before, &what_if.after);
    out.title(name(&after.head.name), text(", what if, as of ") + day(after.head.as_of));
    out.list_or(List::bullets(what_if.moved.iter().map(moved)), "Nothing is moved.");
    let today = after.head.as_of;
    let past = what_if.moved.iter().filter(|one| one.key != "end" && one.to.last < today).map(|one| {
        let says =
            text(" would have started on ") + day(one.to) + ", which has passed: right only if it really did";
        Entry::new(Mark::Care, bold(name(&one.what)) + says)
    });
    let gears = before.gear_sequences.iter().zip(&after.gear_sequences);
    let gears =
        gears.flat_map(|(was, is)| was.gears.iter().zip(&is.gears).map(move |pair| (is.purpose, pair)));
    let worse = gears.filter_map(|(purpose, (was, is))| {
        let (from, to) = (was.slack_days?, is.slack_days?);
        let says = format!(
            "{purpose}.{} would start {} before the gate ahead of it opens instead of {}",
            is.gear,
            words::days(-to),
            if from < 0 { words::days(-from) } else { "after".to_owned() }
        );
        (to < 0 && to < from && !parts::is_accepted(is)).then(|| Entry::new(Mark::Care, says))
    });
    let warnings: Vec<Entry> = past.chain(worse).collect();
    if !warnings.is_empty() {
        out.list_or(List::bullets(warnings), "");
    }
    for (was, is) in before.gear_sequences.iter().zip(&after.gear_sequences).filter(|(was, is)| was != is) {
        parts::gears_section(&mut out, is);
        out.table_or(compared(was, is, after.head.as_of), "");
    }
    out.section("findings", "Findings", "");
    let caused = what_if.caused.iter();
    let caused = caused.map(|finding| parts::finding(finding.level, one("new: ", finding), &finding.help));
    out.list_or(List::bullets(caused), "No new findings.");
    let cured = what_if.cured.iter().map(|finding| Entry::new(Mark::Good, one("resolved: ", finding)));
    out.list_or(List::bullets(cured), "No findings resolved.");
    let replaced = what_if.replaced.iter().map(|finding| Entry::new(None, one("replaced: ", finding)));
    let replaced: Vec<Entry> = replaced.collect();
    if !replaced.is_empty() {
        out.list_or(List::bullets(replaced), "");
    }
    let findings = |when, of: &PlanReport| Text::from(format!("{when}: {}", parts::findings(&of.findings)));
    out.facts(vec![findings("before", before), findings("after", after)]);
    out
}

fn moved(date: &MovedDate) -> Entry {
    let to = day(date.to);
    let text = bold(name(&date.what))
        + match (&date.from, date.key) {
            (Some(from), "start" | "date") => text(" moves from ") + day(from) + " to " + to,
            (None, "start") => text(" gets a start date: ") + to,
            (Some(from), _) => text(" ends on ") + to + " instead of " + day(from),
            (None, _) => text(" ends on ") + to,
        };
    let with = date.with.as_ref().map(|with| dim(Text::from(", with ") + name(with)));
    Entry::new(None, text + with)
}

fn compared(before: &GearTable, after: &GearTable, today: Date) -> Table {
    let gears: Vec<(&GearRow, &GearRow)> = before.gears.iter().zip(&after.gears).collect();
    let start = |gear: &GearRow| Text::from(gear.start.as_ref().map(day));
    let table = Table::new([
        column("gear", &gears, |(_, is)| is.gear.key()),
        column("state", &gears, |(was, is)| {
            let (mark, state) = verdict(is);
            marked(mark, change(verdict(was).1, state))
        }),
        column("start", &gears, |(was, is)| change(start(was), start(is))),
        column("gate status", &gears, |(was, is)| change(parts::opening(was), parts::opening(is))),
        figures("slack", &gears, |(was, is)| marked(slack(is).mark, change(slack(was).text, slack(is).text))),
        column("earliest", &gears, |(was, is)| {
            let shown = |gear| Some(parts::earliest(gear, today).text).filter(|text| !text.is_empty());
            match (shown(was), shown(is)) {
                (None, is) => is.unwrap_or_default(),
                (Some(was), None) => text("none; before: ") + was,
                (Some(was), Some(is)) => change(was, is),
            }
        }),
    ]);
    table.without_empty_columns()
}

/// `2027-03-01 → 2027-04-15`, or the one thing that both are.
fn change(was: impl Into<Text>, is: impl Into<Text>) -> Text {
    let (was, is) = (was.into(), is.into());
    let shown = |text: Text| if text.is_empty() { "–".into() } else { text };
    if was == is { is } else { shown(was) + " → " + shown(is) }
}

fn one(what: &str, finding: &BriefFinding) -> Text {
    bold(what) + &finding.message + dim(format!(" ({} {})", finding.level.name(), finding.rule))
}
