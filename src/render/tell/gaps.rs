//! The gap report in words: one function a part, in the order of the meeting.

mod ahead;

pub(in crate::render) use ahead::dates;

use super::parts::{
    away, capital, day, earliest, few, figure, findings, gate, mark_of, mark_of_level, meets,
};
use super::parts::{opening, owner, pace, share, slack, value, verdict};
use crate::finding::Level;
use crate::render::outline::{Entry, List, Mark, Outline, Table};
use crate::render::outline::{cell, marked, plain, quiet, strong};
use crate::report::gaps::agenda::Item;
use crate::report::gaps::structure::{Belongings, Gap};
use crate::report::gaps::{GapReport, Head};
use crate::report::gears::{TrainTable, Verdict};
use crate::report::kpis::KpiRow;
use crate::strategy::gear::PurposeKind;
use crate::strategy::plan::Status;
use crate::words::counted;
use crate::words::figures::{self, percent};

/// The whole report.
pub fn outline(report: &GapReport) -> Outline {
    let mut out = Outline::default();
    headline(&mut out, report);
    if let Some(since) = &report.since {
        super::diff::since(&mut out, since);
    }
    if !report.head.is_judged {
        return out;
    }
    goals(&mut out, report);
    kpis(&mut out, &report.kpis);
    structure(&mut out, report);
    for train in &report.trains {
        gears(&mut out, report, train);
    }
    ahead::schedule(&mut out, report);
    if report.scope.is_whole() {
        ahead::money(&mut out, report);
    }
    ahead::outlook(&mut out, report);
    agenda(&mut out, report);
    definitions(&mut out, report);
    out
}

fn headline(out: &mut Outline, report: &GapReport) {
    let head = &report.head;
    out.title(vec![strong(name(head)), quiet(format!(", gap report as of {}", head.as_of))]);
    for notice in notices(report) {
        out.say(notice);
    }
    if !head.is_judged {
        return;
    }
    out.facts(&standing(report));
    let statuses = report.statuses.iter().map(|(status, count)| format!("{status} {count}"));
    let statuses: Vec<String> = statuses.collect();
    let kpis = counted(i64::try_from(report.kpis.len()).unwrap_or(i64::MAX), "KPI", "KPIs");
    let kpis = if statuses.is_empty() { kpis } else { format!("{kpis}: {}", statuses.join(", ")) };
    let aligned = report.goals.iter().filter(|goal| goal.row.missing.is_empty()).count();
    let goals = format!("{aligned} of {} goals aligned", report.goals.len());
    out.facts(&[goals, kpis, findings(&report.findings)]);
}

/// What the strategy is called.
pub(in crate::render) fn name(head: &Head) -> &str {
    if head.name.is_empty() { "A strategy without a name" } else { &head.name }
}

/// What a reader must know before anything else: what the report is not about.
pub(in crate::render) fn notices(report: &GapReport) -> Vec<String> {
    if !report.head.is_judged {
        return vec!["This file is no strategy that can be judged: `stratplan check` says why.".to_owned()];
    }
    let partial = report.head.is_partial.then(|| {
        "Parts of the file could not be read, so figures may be missing or too low: `stratplan check` tells."
            .to_owned()
    });
    let scope = [
        report.scope.owner.as_deref().map(|owner| format!("what belongs to {}", report.name_of(owner))),
        report.scope.goal.as_deref().map(|goal| format!("the goal {goal}")),
    ];
    let scope: Vec<String> = scope.into_iter().flatten().collect();
    let scope = (!scope.is_empty()).then(|| format!("This page is about {} alone.", scope.join(" and ")));
    partial.into_iter().chain(scope).collect()
}

/// Draft, active or closed.
pub(in crate::render) fn status(head: &Head) -> &'static str {
    match head.status {
        Status::Draft => "draft",
        Status::Active => "active",
        Status::Closed => "closed",
    }
}

/// Whose it is and where it stands in time.
fn standing(report: &GapReport) -> Vec<String> {
    let head = &report.head;
    let status = status(head);
    let period = head.start.zip(head.end).map(|(start, end)| match head.elapsed {
        Some(elapsed) => format!("{start} to {end}, {} passed", percent(elapsed.0)),
        None => format!("{start} to {end}"),
    });
    let review = match (&head.next_review, head.next_review_in_days) {
        (Some(day), Some(days)) => format!("next review {day}, {}", away(days)),
        _ => "no next review".to_owned(),
    };
    let owner = head.owner.as_deref().map(|owner| format!("owner {}", report.name_of(owner)));
    let parts = [head.organization.clone(), Some(status.to_owned()), period, Some(review), owner];
    parts.into_iter().flatten().collect()
}

fn goals(out: &mut Outline, report: &GapReport) {
    out.section("goals", "Goals");
    let mut table = Table::new(&["goal", "what the business wants", "owner", "KPIs", "aligned"]);
    for goal in &report.goals {
        let row = &goal.row;
        let kpis: Vec<String> = row
            .kpis
            .iter()
            .map(|id| match report.kpis.iter().find(|kpi| kpi.id == *id) {
                Some(kpi) => format!("{id} {}", kpi.status),
                None => id.clone(),
            })
            .collect();
        let missing: Vec<&str> = row.missing.iter().map(|missing| missing.name()).collect();
        table.row(vec![
            cell(&row.id),
            cell(row.statement.clone().unwrap_or_default()),
            owner(row.owner.as_ref()),
            marked(goal.worst.and_then(mark_of), kpis.join(", ")),
            if missing.is_empty() {
                marked(Some(Mark::Good), "aligned")
            } else {
                marked(Some(Mark::Bad), format!("no {}", crate::words::or(&missing)))
            },
        ]);
    }
    out.table_or(table, "No goal is declared here.");
}

fn kpis(out: &mut Outline, kpis: &[KpiRow]) {
    out.section_with("kpis", "KPIs", ", the ones in trouble first");
    let mut standing = Table::new(&[
        "KPI",
        "status",
        "#latest",
        "#target",
        "due",
        "#progress",
        "#expected",
        "#pace",
        "owner",
    ]);
    let mut ahead =
        Table::new(&["KPI", "unit", "#read", "#baseline", "#gap", "#gap to plan", "#forecast", "target met"]);
    for kpi in kpis {
        standing.row(vec![
            cell(&kpi.id),
            marked(mark_of(kpi.status), kpi.status.name()),
            cell(value(kpi.latest)),
            cell(value(kpi.target)),
            cell(day(kpi.target)),
            cell(share(kpi.progress)),
            cell(share(kpi.expected)),
            cell(pace(kpi.pace)),
            owner(kpi.owner.as_ref()),
        ]);
        ahead.row(vec![
            cell(&kpi.id),
            cell(kpi.unit.clone().unwrap_or_default()),
            cell(kpi.age_days.map(|days| away(-days)).unwrap_or_default()),
            cell(value(kpi.baseline)),
            cell(figure(kpi.gap)),
            cell(figure(kpi.gap_to_plan)),
            cell(figure(kpi.forecast.on_target_day)),
            meets(kpi),
        ]);
    }
    if ahead.rows.is_empty() {
        out.whisper("No KPI is declared here, so no gap can be told.");
        return;
    }
    out.table_or(standing, "");
    out.part("Their gaps and forecasts");
    out.table_or(ahead, "");
}

fn structure(out: &mut Outline, report: &GapReport) {
    out.section_with("structure", "Structural gaps", ", by whom they belong to");
    if report.structure.is_empty() {
        out.whisper("Nothing to raise: no rule has found anything.");
    }
    for of in &report.structure {
        out.part(of.owner.as_deref().map_or("Nobody", |owner| report.name_of(owner)));
        out.list_or(gaps(of), "");
    }
}

fn gaps(of: &Belongings) -> List {
    let entry = |gap: &Gap| Entry {
        mark: mark_of_level(gap.level),
        text: vec![
            plain(&gap.message),
            plain(if gap.about.is_empty() { String::new() } else { format!(": {}", gap.about.join(", ")) }),
            quiet(format!(" ({}, line {})", gap.rule, gap.line)),
        ],
        detail: (gap.level > Level::Info).then(|| gap.help.clone()),
    };
    List { is_numbered: false, entries: of.gaps.iter().map(entry).collect() }
}

fn gears(out: &mut Outline, report: &GapReport, train: &TrainTable) {
    let order: Vec<&str> = train.gears.iter().map(|gear| gear.gear.key()).collect();
    let (id, title) = match train.purpose {
        PurposeKind::Marketing => ("marketing", "Marketing gears"),
        PurposeKind::Support => ("support", "Support gears"),
    };
    let own = if train.is_custom { ", in an order of their own" } else { "" };
    out.section_with(id, title, format!(": {}{own}", order.join(" → ")));
    if let Some(rationale) = train.rationale.as_ref().filter(|_| train.is_custom) {
        out.whisper(format!("Why this order: {rationale}"));
    }
    let mut table = Table::new(&[
        "gear",
        "state",
        "start",
        "gate",
        "way free",
        "#slack",
        "earliest",
        "turned by",
        "#progress",
        "#pace",
        "#money",
        "owner",
    ]);
    for gear in &train.gears {
        let (mark, state) = verdict(gear);
        table.row(vec![
            cell(gear.gear.key()),
            marked(mark, state),
            cell(gear.start.clone().unwrap_or_default()),
            cell(gate(&gear.gate)),
            cell(opening(gear)),
            slack(gear),
            cell(earliest(gear, report.head.as_of)),
            cell(few(&gear.turned_by)),
            cell(share(gear.progress)),
            cell(share(gear.pace)),
            cell(share(gear.budget_share)),
            owner(gear.owner.as_ref()),
        ]);
    }
    out.table_or(table.without_empty_columns(), "");
    for gear in &train.gears {
        if let Verdict::LeftOut(reason) = &gear.verdict {
            out.whisper(format!("{} is left out: {reason}", gear.gear));
        }
    }
    out.whisper(match train.balance {
        Some(balance) => {
            format!("Balance: the slowest gear runs at {} of the pace of the fastest.", percent(balance.0))
        }
        None => format!(
            "Balance: not to be told before two gears with a pace have run for {} days.",
            report.definitions.settled_after_days
        ),
    });
}

fn agenda(out: &mut Outline, report: &GapReport) {
    out.section("agenda", "Agenda");
    let entry = |item: &Item, mark: Option<Mark>| Entry {
        mark,
        text: vec![
            strong(capital(&item.topic)),
            quiet(match &item.owner {
                Some(owner) => format!(" — {}", report.name_of(owner)),
                None => " — nobody owns this".to_owned(),
            }),
        ],
        detail: Some(item.ask.clone()),
    };
    let items = report.agenda.items.iter().map(|item| entry(item, None));
    out.list_or(
        List { is_numbered: true, entries: items.collect() },
        if report.kpis.is_empty() {
            "Nothing needs a discussion: no rule objects, and there is no KPI that could be off track."
        } else {
            "Nothing needs a discussion: every KPI is on track and no rule objects."
        },
    );
    if let Some(item) = &report.agenda.went_well {
        let entries = vec![entry(item, Some(Mark::Good))];
        out.list_or(List { is_numbered: false, entries }, "");
    }
}

fn definitions(out: &mut Outline, report: &GapReport) {
    let numbers = &report.definitions;
    out.section("definitions", "How the figures are made");
    out.whisper(format!(
        "A KPI is judged as of its latest reading. Progress = (latest − baseline) / (target − baseline): below 0 % it \
         has regressed, above 100 % it is beaten. Expected = the share of the time from baseline to target that had \
         passed on the day of that reading, along the milestones where there are any. Pace = progress / expected: \
         {} or more is on track, {} or more at risk, less off track. Gap = what is missing to the target, gap to plan = \
         to where it was expected; negative is beyond. Forecast = the line through the latest reading with the median \
         slope of all pairs of values (Theil–Sen), on the target's day.",
        figures::plain(numbers.on_track.0),
        figures::plain(numbers.at_risk.0),
    ));
    out.whisper(format!(
        "A gear is spinning once its gate has been reached. Slack = days from the day the gate ahead opens to the \
         gear's start; negative is too soon. A gear's pace = the mean pace of its KPIs, balance = slowest / fastest \
         among the gears that have run for {} or more; each counts between 0 and 1 there. Money of an activity is \
         split over the gears it turns; progress beside money is the mean of the KPIs named there.",
        counted(numbers.settled_after_days, "day", "days"),
    ));
}
