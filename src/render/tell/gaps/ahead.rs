//! What lies ahead and what it costs: schedule, money, decisions, risks, lessons.

use rust_decimal::Decimal;

use crate::render::outline::{Entry, List, Mark, Outline, Table};
use crate::render::outline::{cell, marked, plain, quiet};
use crate::render::tell::parts::{away, capital, owner, share};
use crate::report::gaps::GapReport;
use crate::report::gaps::outlook::{DecisionRow, Urgency};
use crate::report::gaps::schedule::{ActivityRow, LateWith, When};
use crate::strategy::number::Number;
use crate::strategy::plan::Degree;
use crate::words::counted;
use crate::words::figures::{self, percent};

/// What is late, what is running, and what starts soon.
pub(super) fn schedule(out: &mut Outline, report: &GapReport) {
    out.section("schedule", "Schedule");
    let mut table = Table::new(&["activity", "", "when", "pillar", "goals", "gears", "owner"]);
    for when in [When::Late, When::Running, When::Soon] {
        for activity in report.activities_when(when) {
            let (mark, word) = match when {
                When::Late => (Some(Mark::Bad), "late"),
                When::Running => (Some(Mark::Good), "running"),
                _ => (None, "starts soon"),
            };
            table.row(vec![
                cell(&activity.id),
                marked(mark, word),
                cell(dates(activity)),
                cell(activity.pillar.to_string()),
                cell(activity.goals.join(", ")),
                cell(activity.gears.join(", ")),
                owner(activity.owner.as_ref()),
            ]);
        }
    }
    let days = counted(report.definitions.horizon_days, "day", "days");
    out.table_or(table, &format!("Nothing is late, nothing is running, and nothing starts within {days}."));
    let quiet_part = |when: When, what: &str| {
        let is_none = report.activities_when(when).next().is_none();
        is_none.then(|| what.to_owned())
    };
    let soon = format!("nothing starts within {days}");
    let none: Vec<String> = [quiet_part(When::Late, "nothing is late"), quiet_part(When::Soon, &soon)]
        .into_iter()
        .flatten()
        .collect();
    if report.activities.iter().any(|one| one.when <= When::Soon) && !none.is_empty() {
        let sentence = none.join(", and ");
        out.whisper(format!("{}.", capital(&sentence)));
    }
}

/// When an activity is, or what it is late with.
pub(in crate::render) fn dates(activity: &ActivityRow) -> String {
    let late = activity.late.map(|late| {
        let days = counted(late.days, "day", "days");
        match late.with {
            LateWith::Start => format!("was to start by {}, {days} ago", late.since),
            LateWith::End => format!("was to end by {}, {days} ago", late.since),
        }
    });
    late.unwrap_or_else(|| match (&activity.start, &activity.end, activity.starts_in_days) {
        (Some(start), _, Some(days)) => format!("{start}, {}", away(days)),
        (Some(start), Some(end), None) => format!("{start} to {end}"),
        (Some(start), None, None) => format!("since {start}"),
        (None, Some(end), _) => format!("until {end}"),
        (None, None, _) => "standing practice".to_owned(),
    })
}

/// Budget and spending, beside the progress they bought.
pub(super) fn money(out: &mut Outline, report: &GapReport) {
    let money = &report.money;
    out.section("money", "Money");
    if money.is_silent() {
        out.whisper("The strategy speaks of no money.");
    } else {
        let currency = money.currency.as_deref();
        let amount = |amount: Number| figures::money(amount.0, currency);
        let mut facts = Vec::new();
        facts.extend(money.total.map(|total| format!("total {}", amount(total))));
        facts.push(format!("planned {}", amount(money.budget)));
        facts.push(format!("spent {}", amount(money.spent)));
        facts.extend(money.unplanned.map(|rest| {
            if rest.0 < Decimal::ZERO {
                format!("planned beyond the total {}", figures::money(rest.0.abs(), currency))
            } else {
                format!("not planned yet {}", amount(rest))
            }
        }));
        if !money.is_known {
            facts.push("some figures could not be read".to_owned());
        }
        out.facts(&facts);
        let used =
            |spent: Decimal, budget: Decimal| spent.checked_div(budget).map(percent).unwrap_or_default();
        let mut table = Table::new(&["pillar or gear", "#planned", "#spent", "#used", "#progress"]);
        for row in &money.pillars {
            table.row(vec![
                cell(row.pillar.to_string()),
                cell(figures::money(row.budget.0, None)),
                cell(figures::money(row.spent.0, None)),
                cell(used(row.spent.0, row.budget.0)),
                cell(share(row.progress)),
            ]);
        }
        for row in &money.gears {
            table.row(vec![
                cell(format!("{}.{}", row.purpose, row.gear)),
                cell(figures::money(row.budget.0, None)),
                cell(figures::money(row.spent.0, None)),
                cell(used(row.spent.0, row.budget.0)),
                cell(share(row.progress)),
            ]);
        }
        out.table_or(table, "");
    }
    let stages = money.funnel.iter().map(|stage| format!("{} {}", stage.stage.key(), stage.activities));
    if money.funnel.iter().any(|stage| stage.activities > 0) {
        out.whisper(format!("Activities by stage of the funnel: {}", stages.collect::<Vec<_>>().join(", ")));
    }
}

/// Decisions, risks, and what was learned.
pub(super) fn outlook(out: &mut Outline, report: &GapReport) {
    out.section("decisions", "Decisions, risks, lessons");
    let mut decisions = Table::new(&["decision", "", "needed by", "owner"]);
    for decision in &report.decisions {
        let (mark, word) = urgency(decision);
        let by = decision.needed_by.as_ref().zip(decision.needed_in_days);
        decisions.row(vec![
            cell(decision.question.clone().unwrap_or_else(|| decision.id.clone())),
            marked(mark, word),
            cell(by.map(|(by, days)| format!("{by}, {}", away(days))).unwrap_or_default()),
            owner(decision.owner.as_ref()),
        ]);
    }
    out.table_or(decisions, "No decision is open.");
    let degree = |degree: Option<Degree>| match degree {
        Some(Degree::High) => "high",
        Some(Degree::Medium) => "medium",
        Some(Degree::Low) => "low",
        None => "",
    };
    let mut risks = Table::new(&["risk", "likelihood", "impact", "what is done about it", "owner"]);
    for risk in &report.risks {
        risks.row(vec![
            cell(risk.statement.clone().unwrap_or_else(|| risk.id.clone())),
            cell(degree(risk.likelihood)),
            cell(degree(risk.impact)),
            cell(risk.mitigation.clone().unwrap_or_default()),
            owner(risk.owner.as_ref()),
        ]);
    }
    out.table_or(risks, "No risk is written down.");
    let lessons = report.lessons.iter().map(|lesson| Entry {
        mark: None,
        text: vec![
            plain(lesson.learned.clone().unwrap_or_else(|| lesson.id.clone())),
            quiet(lesson.date.as_ref().map(|date| format!(" ({date})")).unwrap_or_default()),
        ],
        detail: None,
    });
    let lessons = List { is_numbered: false, entries: lessons.collect() };
    out.list_or(lessons, "No lesson has been noted since the last review.");
}

fn urgency(decision: &DecisionRow) -> (Option<Mark>, &'static str) {
    match decision.urgency {
        Urgency::Overdue => (Some(Mark::Bad), "overdue"),
        Urgency::BeforeReview => (Some(Mark::Care), "before the next review"),
        Urgency::Later => (None, "later"),
        Urgency::Undated => (Some(Mark::Care), "no date"),
    }
}
