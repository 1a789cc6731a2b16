//! Each KPI on a card: its status, its chart, and the figures of the chart as a table.

use minijinja::context;
use minijinja::value::Value;

use super::numbers::{computed, in_english, plain};
use super::svg::Element;
use super::{anchor, kpi_chart, status};
use crate::analysis::kpi::{Judgment, Mark, Status};
use crate::render::layout::parts;
use crate::render::outline::{Table, column, figures as figure_column, html};
use crate::report::gaps::GapReport;
use crate::strategy::kpi::Counts;
use crate::words::capitalized;
use crate::words::text::{Text, day};

/// The length up to which an id can be an abbreviation, such as `nrr`.
const ABBREVIATION: usize = 4;

/// Cards in the order of the report: the most severe status first.
pub(super) fn kpi_cards(report: &GapReport) -> Value {
    let charts =
        report.kpis.iter().enumerate().map(|(index, kpi)| (kpi, kpi_chart::chart(report, kpi, index)));
    let (with_chart, without_chart): (Vec<_>, Vec<_>) = charts.partition(|(_, chart)| chart.is_some());
    let cards = |kpis: Vec<(&Judgment, Option<Element>)>| -> Value {
        kpis.into_iter().map(|(kpi, chart)| card(report, kpi, chart)).collect()
    };
    let (with_chart, without_chart) = (cards(with_chart), cards(without_chart));
    let has_last_year = report.kpis.iter().any(|kpi| kpi.last_year.len() > 1);
    context! { kind => "kpi_cards", with_chart, without_chart, has_last_year }
}

fn card(report: &GapReport, kpi: &Judgment, chart: Option<Element>) -> Value {
    let name = kpi.name.clone().unwrap_or_else(|| heading(&kpi.id));
    let id = Some(kpi.id.as_str()).filter(|id| *id != name);
    let about: Vec<&str> =
        id.into_iter().chain(kpi.owner.as_deref().map(|owner| report.name_of(owner))).collect();
    let why_no_chart = match kpi.status {
        Status::NotNow => "It is counted without a target on purpose.",
        Status::NoTarget => {
            "It has no target, or one that equals its start, so there is no progress to draw."
        }
        Status::NoBaseline => "It has no baseline, so its progress is not known.",
        Status::NoReading => "It has no reading yet: `stratplan record` adds the first.",
        Status::NotBegun => "Its first reading is not due yet.",
        Status::Undated => "Its start or its target has no date, so it cannot be drawn over time.",
        _ => "It has no dated figures to draw.",
    };
    context! {
        anchor => anchor("kpi", &kpi.id),
        name => name.as_str(),
        about => about.join(" · "),
        status => status(parts::status_mark(kpi.status), &parts::status_and_end(kpi).to_string()),
        latest => kpi.figure.map(|figure| plain(figure.value.0)),
        target => kpi.target.map(|target| in_english(&target.to_string())),
        unit => kpi.unit.as_deref().filter(|_| kpi.target.is_some() || kpi.figure.is_some()),
        note => kpi.note.as_deref(),
        chart,
        why_no_chart,
        figures => Value::from_safe_string(html::of_table(&figures(kpi), &format!("Figures of {name}"))),
    }
}

/// The heading of a KPI without a name: `Calls deflected` for `calls-deflected`. A short id can be an abbreviation.
fn heading(id: &str) -> String {
    if id.len() <= ABBREVIATION { id.to_owned() } else { capitalized(&id.replace('-', " ")) }
}

fn figures(kpi: &Judgment) -> Table {
    let row = |name, point: &Mark| (name, day(point.date), plain(point.value.0));
    let start =
        kpi.start.and_then(|start| Some(("start", start.date.map(day).into(), plain(start.value?.0))));
    let milestones = if let [_, milestones @ .., _] = kpi.planned.as_slice() { milestones } else { &[] };
    let target_day = kpi.target.and_then(|target| target.date);
    let target =
        kpi.target.map(|target| ("target", Text::from(target_day.map(day)), in_english(&target.to_string())));
    let forecast = kpi.forecast.on_target_day.zip(target_day);
    let name = if kpi.counts == Counts::Level { "reading" } else { "total" };
    let mut rows: Vec<(&str, Text, String)> = Vec::new();
    rows.extend(start);
    let before = kpi.before.as_ref();
    rows.extend(before.map(|one| {
        let label = if one.is_as_long { "before" } else { "before, in another length of time" };
        (label, Text::from(one.date.as_ref().map(day)), plain(one.value.0))
    }));
    rows.extend(kpi.figures.iter().map(|point| row(name, point)));
    rows.extend(milestones.iter().map(|milestone| row("planned", milestone)));
    rows.extend(target);
    let stretch = kpi.target.and_then(|target| target.stretch);
    rows.extend(stretch.map(|value| ("stretch", Text::from(target_day.map(day)), plain(value.0))));
    rows.extend(forecast.map(|(value, due)| ("forecast", day(due), computed(value.0))));
    Table::new([
        column("", &rows, |(name, ..)| *name),
        column("day", &rows, |(_, day, _)| day.clone()),
        figure_column("value", &rows, |(.., value)| value.clone()),
    ])
}
