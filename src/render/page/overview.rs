//! The boxes of key figures at the top of the page: goals, KPIs, period, next review, findings.

use serde::Serialize;

use super::scale::Calendar;
use super::svg::{Element, line, picture, rect};
use super::{Status, tone};
use crate::render::layout::parts;
use crate::render::outline::Mark;
use crate::report::gaps::GapReport;
use crate::words::and;
use crate::words::counted;
use crate::words::figures::percent;

#[derive(Serialize, Default)]
pub(super) struct KeyFigure {
    id: &'static str,
    name: &'static str,
    figure: Option<String>,
    bar: Option<Element>,
    /// What the two ends of the bar mean.
    ends: Option<(String, String)>,
    statuses: Vec<Status>,
    note: Option<String>,
}

pub(super) fn key_figures(report: &GapReport) -> Vec<KeyFigure> {
    let figures = [
        Some(goals(report)),
        Some(kpis(report)),
        period(report),
        Some(review(report)),
        Some(findings(report)),
    ];
    figures.into_iter().flatten().collect()
}

fn goals(report: &GapReport) -> KeyFigure {
    let unaligned = report.goals.iter().filter(|goal| !goal.row.missing.is_empty());
    let unaligned: Vec<&str> = unaligned.map(|goal| goal.row.id.as_str()).collect();
    let all = report.goals.len();
    let note = match (all, unaligned.len()) {
        (0, _) => "There are no goals here.".to_owned(),
        (_, 0) => "Each has an owner, a KPI, a purpose and an activity.".to_owned(),
        (_, 1..=3) => format!("Not aligned: {}.", and(&unaligned)),
        (_, many) => format!("{many} lack an owner, a KPI, a purpose or an activity."),
    };
    let figure = Some(format!("{} of {all}", all - unaligned.len()));
    KeyFigure { id: "goals", name: "Goals aligned", figure, note: Some(note), ..KeyFigure::default() }
}

/// The statuses of all KPIs as one bar, and what its parts mean.
fn kpis(report: &GapReport) -> KeyFigure {
    let all = report.kpis.len();
    let figure = KeyFigure { id: "statuses", name: "KPIs by status", ..KeyFigure::default() };
    if all == 0 {
        let note = Some("There are no KPIs here.".to_owned());
        return KeyFigure { name: "KPIs", figure: Some("none".to_owned()), note, ..figure };
    }
    #[allow(clippy::cast_precision_loss)] // counts of KPIs
    let width = |count: usize| count as f64 / all as f64 * 400.0;
    let texts = report.statuses.iter().map(|(status, count)| format!("{count} {status}"));
    let texts: Vec<String> = texts.collect();
    let mut bar =
        bar("statuses", "KPIs by status", &format!("A bar divided by status: {}.", texts.join(", ")));
    let mut x = 0.0;
    let mut statuses = Vec::new();
    for ((status, count), text) in report.statuses.iter().zip(texts) {
        let mark = parts::status_mark(*status);
        bar.add(&rect(tone(mark), (x, 0.0), ((width(*count) - 3.0).max(1.0), 22.0)));
        x += width(*count);
        statuses.push(Status::new(mark, &text));
    }
    KeyFigure { figure: Some(counted(all, "KPI", "KPIs")), bar: Some(bar), statuses, ..figure }
}

fn bar(id: &str, title: &str, description: &str) -> Element {
    picture(id, (400.0, 22.0), title, description).set("preserveAspectRatio", "none")
}

/// The period as a bar, filled up to the day of the report.
fn period(report: &GapReport) -> Option<KeyFigure> {
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
    Some(KeyFigure {
        id: "period",
        name: "Period passed",
        figure: Some(passed),
        bar: Some(bar),
        ends: Some((start.to_string(), end.to_string())),
        ..KeyFigure::default()
    })
}

fn review(report: &GapReport) -> KeyFigure {
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
    let (figure, note) = (Some(figure), Some(note));
    KeyFigure { id: "review", name: "Next review", figure, note, ..KeyFigure::default() }
}

fn findings(report: &GapReport) -> KeyFigure {
    let counts = &report.findings;
    let levels = [
        (counts.errors, Some(Mark::Bad), "error", "errors"),
        (counts.warnings, Some(Mark::Care), "warning", "warnings"),
        (counts.infos, None, "piece of advice", "pieces of advice"),
    ];
    let levels = levels.into_iter().filter(|(count, ..)| *count > 0);
    let statuses: Vec<Status> =
        levels.map(|(count, mark, one, many)| Status::new(mark, &counted(count, one, many))).collect();
    let note = statuses.is_empty().then(|| "No rule found a problem.".to_owned());
    KeyFigure { id: "findings", name: "Findings", statuses, note, ..KeyFigure::default() }
}
