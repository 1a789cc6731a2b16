//! Each KPI on a card: what it is and where it stands, its way so far and the way ahead, and the
//! figures of the picture as a table.

mod chart;

use super::element::Element;
use crate::analysis::progress::Status;
use crate::render::layout::parts;
use crate::render::outline::{Table, column, figures as figure_column, html};
use crate::report::gaps::GapReport;
use crate::report::kpis::KpiRow;
use crate::words::figures::{computed, plain};
use crate::words::text::{Text, day, join, name as named};

/// A card a KPI, the ones in trouble first; those of which nothing can be drawn yet come after the
/// others.
pub fn cards(report: &GapReport) -> String {
    let mut drawn = Vec::new();
    let mut bare = Vec::new();
    for (index, kpi) in report.kpis.iter().enumerate() {
        match chart::chart(report, kpi, index) {
            Some(chart) => drawn.push(card(report, kpi, Some(chart))),
            None => bare.push(card(report, kpi, None)),
        }
    }
    let grid = |class: &str, cards: Vec<Element>| {
        let is_any = !cards.is_empty();
        is_any.then(|| Element::new("div").class(class).with_all(cards).to_string())
    };
    let key = (!drawn.is_empty()).then(|| chart::key().to_string());
    [key, grid("kpis", drawn), grid("kpis bare", bare)].into_iter().flatten().collect()
}

/// The class of a status: how it is coloured.
pub fn tone(status: Status) -> &'static str {
    super::tone(parts::status_mark(status))
}

fn card(report: &GapReport, kpi: &KpiRow, chart: Option<Element>) -> Element {
    let name = kpi.name.as_deref().unwrap_or(&kpi.id);
    let owner = kpi.owner.as_deref().map(|owner| report.name_of(owner));
    let about = join(std::iter::once(kpi.id.as_str()).chain(owner).map(named), " · ");
    let mut card = Element::new("article")
        .class(&format!("card kpi {}", tone(kpi.status)))
        .set("id", &super::anchor("kpi", &kpi.id))
        .with(Element::new("h3").with(html::prose(named(name))))
        .with(Element::new("p").class("about").with(html::prose(about)))
        .with(Element::new("p").class("now").with(standing(kpi)));
    match chart {
        Some(chart) => {
            let figure = Element::new("figure").class("chart chart-kpi").with(chart);
            card = card.with(figure).with(figures(kpi, name));
        }
        None => card = card.with(Element::new("p").class("empty").with(html::prose(missing(kpi)))),
    }
    card
}

/// `▲ at risk` `3` `target 12 stories/month`.
fn standing(kpi: &KpiRow) -> String {
    let mark = parts::status_mark(kpi.status);
    let sign = mark.map(|mark| format!("{} ", mark.sign())).unwrap_or_default();
    let status = Element::new("span").class(&format!("status {}", tone(kpi.status)));
    let status = status.text(&format!("{sign}{}", kpi.status));
    let latest = kpi.latest.map(|latest| Element::new("strong").text(&plain(latest.value.0)).to_string());
    let unit = kpi.unit.as_deref().map(|unit| format!(" {}", html::prose(named(unit)))).unwrap_or_default();
    let target = match kpi.target {
        Some(target) => format!("target {}{unit}", html::escape(&plain(target.value.0))),
        None if latest.is_some() => unit,
        None => String::new(),
    };
    let target = (!target.is_empty()).then(|| Element::new("span").with(target).to_string());
    let parts = [Some(status.to_string()), latest, target];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Why there is no picture.
fn missing(kpi: &KpiRow) -> String {
    let why = match kpi.status {
        Status::NoTarget => "It has no target, or one that equals its baseline: there is no way to draw.",
        Status::NoBaseline => "It has no baseline: nobody can say how far it has come.",
        Status::NoReading => "It has no reading yet: `stratplan record` adds the first.",
        Status::Undated => "Its baseline or its target has no date: there is no time to draw it in.",
        _ => "It has no dated figures to draw.",
    };
    why.to_owned()
}

/// The figures of the picture.
fn figures(kpi: &KpiRow, name: &str) -> Element {
    let mut rows: Vec<(&str, Text, String)> = Vec::new();
    let mut row = |what, point: crate::report::kpis::PointRow| {
        rows.push((what, point.date.map(day).into(), plain(point.value.0)));
    };
    let baseline = kpi.baseline.filter(|baseline| !kpi.points.contains(baseline));
    if let Some(baseline) = baseline {
        row("baseline", baseline);
    }
    for point in &kpi.points {
        row(if Some(*point) == kpi.baseline { "baseline" } else { "reading" }, *point);
    }
    let steps = kpi.planned.len().saturating_sub(2);
    for milestone in kpi.planned.iter().skip(1).take(steps) {
        row("milestone", *milestone);
    }
    if let Some(target) = kpi.target {
        row("target", target);
    }
    if let (Some(value), Some(due)) = (kpi.forecast.on_target_day, kpi.target.and_then(|target| target.date))
    {
        rows.push(("forecast", day(due), computed(value.0)));
    }
    if let Some(tolerance) = kpi.tolerance {
        rows.push(("tolerance", Text::default(), format!("±{}", plain(tolerance.0))));
    }
    let table = Table::new([
        column("", &rows, |(what, ..)| *what),
        column("day", &rows, |(_, day, _)| day.clone()),
        figure_column("value", &rows, |(.., value)| value),
    ]);
    Element::new("details")
        .with(Element::new("summary").text("Figures"))
        .with(html::of_table(&table, &format!("Figures of {name}")))
}
