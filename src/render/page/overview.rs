//! The boxes of key figures at the top of the page: goals, KPIs, period, next review, findings.

use minijinja::context;
use minijinja::value::Value;

use super::scale::Calendar;
use super::svg::{Element, line, picture, rect};
use super::{status, tone};
use crate::render::layout::parts;
use crate::render::outline::Mark;
use crate::report::gaps::GapReport;
use crate::words::and;
use crate::words::counted;
use crate::words::figures::percent;

pub(super) fn key_figures(report: &GapReport) -> Value {
    let figures = [
        Some(goals(report)),
        Some(kpis(report)),
        period(report),
        Some(review(report)),
        Some(findings(report)),
    ];
    figures.into_iter().flatten().collect()
}

/// A box without contents. `ends` are what the two ends of the bar mean.
fn empty(id: &str, name: &str) -> Value {
    context! { id, name, figure => (), bar => (), ends => (), statuses => (), note => () }
}

fn goals(report: &GapReport) -> Value {
    let unaligned = report.goals.iter().filter(|goal| !goal.row.missing.is_empty());
    let unaligned: Vec<&str> = unaligned.map(|goal| goal.row.id.as_str()).collect();
    let all = report.goals.len();
    let note = match (all, unaligned.len()) {
        (0, _) => "There are no goals here.".to_owned(),
        (_, 0) => "Each has an owner, a KPI, a purpose and an activity.".to_owned(),
        (_, 1..=3) => format!("Not aligned: {}.", and(&unaligned)),
        (_, many) => format!("{many} lack an owner, a KPI, a purpose or an activity."),
    };
    let figure = format!("{} of {all}", all - unaligned.len());
    context! { figure, note, ..empty("goals", "Goals aligned") }
}

/// The statuses of all KPIs as one bar, and what its parts mean.
fn kpis(report: &GapReport) -> Value {
    let all = report.kpis.len();
    if all == 0 {
        return context! { figure => "none", note => "There are no KPIs here.", ..empty("statuses", "KPIs") };
    }
    #[allow(clippy::cast_precision_loss)] // counts of KPIs
    let width = |count: usize| count as f64 / all as f64 * 400.0;
    let texts: Vec<String> =
        report.statuses.iter().map(|(status, count)| format!("{count} {status}")).collect();
    let mut bar =
        bar("statuses", "KPIs by status", &format!("A bar divided by status: {}.", texts.join(", ")));
    let mut x = 0.0;
    let mut statuses = Vec::new();
    for ((kpi_status, count), text) in report.statuses.iter().zip(texts) {
        let mark = parts::status_mark(*kpi_status);
        bar.add(&rect(tone(mark), (x, 0.0), ((width(*count) - 3.0).max(1.0), 22.0)));
        x += width(*count);
        statuses.push(status(mark, &text));
    }
    let figure = counted(all, "KPI", "KPIs");
    context! { figure, bar, statuses, ..empty("statuses", "KPIs by status") }
}

fn bar(id: &str, title: &str, description: &str) -> Element {
    picture(id, (400.0, 22.0), title, description).set("preserveAspectRatio", "none")
}

/// The period as a bar, filled up to the day of the report.
fn period(report: &GapReport) -> Option<Value> {
    let head = &report.head;
    let (start, end) = head.start.zip(head.end)?;
    let passed = head.elapsed.map(|elapsed| percent(elapsed.0)).unwrap_or_default();
    let days = Calendar::new((start, end), (0.0, 400.0));
    let description = format!("A bar from {start} to {end}, filled to {passed}, up to {}.", head.as_of);
    let mut bar = bar("period", "The period", &description)
        .with(&rect("track", (0.0, 0.0), (400.0, 22.0)))
        .with(&rect("passed", (0.0, 0.0), (days.clamped(head.as_of), 22.0)));
    for tick in days.ticks().iter().filter(|tick| tick.is_strong && tick.x > 2.0 && tick.x < 398.0) {
        bar.add(&line("quarter", (tick.x, 0.0), (tick.x, 22.0)));
    }
    let ends = [start.to_string(), end.to_string()];
    Some(context! { figure => passed, bar, ends, ..empty("period", "Period passed") })
}

fn review(report: &GapReport) -> Value {
    let head = &report.head;
    let last = match &head.last_review {
        Some(last) => format!("The last one was on {last}."),
        None => "No review is on record.".to_owned(),
    };
    let (figure, note) = match (&head.next_review, head.next_review_in_days) {
        (Some(day), Some(days)) => {
            let passed = if days < 0 { "That day has passed. " } else { "" };
            (parts::away(days), format!("{day}. {passed}{last}"))
        }
        _ => ("none".to_owned(), last),
    };
    context! { figure, note, ..empty("review", "Next review") }
}

fn findings(report: &GapReport) -> Value {
    let counts = &report.findings;
    let levels = [
        (counts.errors, Some(Mark::Bad), "error", "errors"),
        (counts.warnings, Some(Mark::Care), "warning", "warnings"),
        (counts.infos, None, "piece of advice", "pieces of advice"),
    ];
    let levels = levels.into_iter().filter(|(count, ..)| *count > 0);
    let statuses = levels.map(|(count, mark, one, many)| status(mark, &counted(count, one, many)));
    let statuses: Vec<Value> = statuses.collect();
    let note = statuses.is_empty().then_some("No rule found a problem.");
    context! { statuses, note, ..empty("findings", "Findings") }
}
