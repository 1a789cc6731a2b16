//! The head of the page: what the strategy is, where it stands in time, and how it stands.

use super::element::Element;
use super::kpi::tone;
use super::scale::Calendar;
use super::svg::{line, picture, rect};
use crate::render::layout::{self, parts};
use crate::render::outline::{Mark, html};
use crate::report::gaps::GapReport;
use crate::words::counted;
use crate::words::figures::percent;
use crate::words::text::{Text, and, day, name, text};

/// One thing to know at a glance: what it is, the figure, and the picture or words below it.
fn vital(title: &str, figure: &str, below: &str) -> Element {
    Element::new("div")
        .class("vital")
        .with(Element::new("dt").text(title))
        .with(Element::new("dd").with(Element::new("p").class("big").with(html::prose(figure))).with(below))
}

/// What there is to know at a glance.
pub fn vitals(report: &GapReport) -> String {
    let vitals = [
        Some(goals(report)),
        Some(kpis(report)),
        period(report),
        Some(review(report)),
        Some(findings(report)),
    ];
    Element::new("dl").class("vitals").with_all(vitals.into_iter().flatten()).to_string()
}

/// Draft, active or closed, and who answers for it: what no picture shows.
pub fn standing(report: &GapReport) -> Vec<Text> {
    let status = layout::gaps::status(&report.head).into();
    std::iter::once(status).chain(layout::gaps::owner(report)).collect()
}

fn small(text: impl Into<Text>) -> String {
    Element::new("p").class("small").with(html::prose(text)).to_string()
}

fn goals(report: &GapReport) -> Element {
    let missing = report.goals.iter().filter(|goal| !goal.row.missing.is_empty());
    let missing: Vec<Text> = missing.map(|goal| name(&goal.row.id)).collect();
    let aligned = report.goals.len() - missing.len();
    let below = match (report.goals.len(), missing.len()) {
        (0, _) => "No goal is declared here.".into(),
        (_, 0) => "Each has an owner, a KPI, a purpose and an activity.".into(),
        (_, 1..=3) => text("Not aligned: ") + and(missing) + ".",
        (_, many) => format!("{many} lack an owner, a KPI, a purpose or an activity.").into(),
    };
    vital("Goals aligned", &format!("{aligned} of {}", report.goals.len()), &small(below))
}

/// What the rules found, by level.
fn findings(report: &GapReport) -> Element {
    let counts = &report.findings;
    let levels = [
        (counts.errors, Some(Mark::Bad), "error", "errors"),
        (counts.warnings, Some(Mark::Care), "warning", "warnings"),
        (counts.infos, None, "piece of advice", "pieces of advice"),
    ];
    let levels: Vec<Element> = levels
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, mark, one, many)| {
            status(mark, &counted(i64::try_from(count).unwrap_or(i64::MAX), one, many))
        })
        .collect();
    let below = if levels.is_empty() {
        small("No rule has found anything.")
    } else {
        Element::new("ul").class("statuses").with_all(levels).to_string()
    };
    Element::new("div")
        .class("vital")
        .with(Element::new("dt").text("Findings"))
        .with(Element::new("dd").with(below))
}

/// A word with its sign and colour.
fn status(mark: Option<Mark>, words: &str) -> Element {
    let sign = mark.map(|mark| format!("{} ", mark.sign())).unwrap_or_default();
    Element::new("li").class(&format!("status {}", super::tone(mark))).text(&format!("{sign}{words}"))
}

/// The statuses of all KPIs as one bar, and what its parts mean.
fn kpis(report: &GapReport) -> Element {
    let all = report.kpis.len();
    if all == 0 {
        return vital("KPIs", "none", &small("No KPI is declared here."));
    }
    let mut x = 0.0;
    #[allow(clippy::cast_precision_loss)] // counts of KPIs
    let width = |count: usize| count as f64 / all as f64 * 400.0;
    let says: Vec<String> =
        report.statuses.iter().map(|(status, count)| format!("{count} {status}")).collect();
    let says = format!("One bar in parts: {}.", says.join(", "));
    let mut bar =
        picture("statuses", (400.0, 22.0), "KPIs by status", &says).set("preserveAspectRatio", "none");
    for (status, count) in &report.statuses {
        let part = width(*count);
        bar = bar.with(rect(tone(*status), (x, 0.0), ((part - 3.0).max(1.0), 22.0)));
        x += part;
    }
    let legend = report.statuses.iter().map(|(status, count)| {
        let mark = parts::status_mark(*status).map(|mark| format!("{} ", mark.sign())).unwrap_or_default();
        Element::new("li")
            .class(&format!("status {}", tone(*status)))
            .text(&format!("{mark}{count} {status}"))
    });
    let legend = Element::new("ul").class("statuses").with_all(legend);
    let figure = Element::new("figure").class("chart chart-statuses").with(bar);
    let count = counted(i64::try_from(all).unwrap_or(i64::MAX), "KPI", "KPIs");
    vital("KPIs by status", &count, &format!("{figure}{legend}"))
}

/// The period as a bar, filled up to the day of the report.
fn period(report: &GapReport) -> Option<Element> {
    let head = &report.head;
    let (start, end) = head.start.zip(head.end)?;
    let passed = head.elapsed.map(|elapsed| percent(elapsed.0)).unwrap_or_default();
    let days = Calendar::new((start, end), (0.0, 400.0));
    let says = format!("A bar from {start} to {end}, filled to {passed}, up to {}.", head.as_of);
    let mut bar = picture("period", (400.0, 22.0), "The period", &says)
        .set("preserveAspectRatio", "none")
        .with(rect("track", (0.0, 0.0), (400.0, 22.0)))
        .with(rect("passed", (0.0, 0.0), (days.inside(head.as_of), 22.0)));
    for tick in days.ticks().iter().filter(|tick| tick.is_strong && tick.x > 2.0 && tick.x < 398.0) {
        bar = bar.with(line("quarter", (tick.x, 0.0), (tick.x, 22.0)));
    }
    let figure = Element::new("figure").class("chart chart-period").with(bar);
    let ends = Element::new("p")
        .class("small ends")
        .with(Element::new("span").text(&start.to_string()))
        .with(Element::new("span").text(&end.to_string()));
    Some(vital("Period passed", &passed, &format!("{figure}{ends}")))
}

fn review(report: &GapReport) -> Element {
    let head = &report.head;
    let last = match &head.last_review {
        Some(last) => text("The last one was on ") + day(last) + ".",
        None => "No review is on record.".into(),
    };
    match (&head.next_review, head.next_review_in_days) {
        (Some(next), Some(days)) => {
            let passed = if days < 0 { "That has passed. " } else { "" };
            vital("Next review", &parts::away(days), &small(day(next) + ". " + passed + last))
        }
        _ => vital("Next review", "none", &small(last)),
    }
}
