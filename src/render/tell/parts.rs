//! What several reports say in the same words.

use jiff::civil::Date;

use crate::analysis::gears::State;
use crate::analysis::progress::Status;
use crate::finding::Level;
use crate::render::outline::{Cell, Mark, cell, marked};
use crate::report::gears::{GateRow, GearRow, OpeningRow, Verdict};
use crate::report::kpis::{KpiRow, Meets, PointRow};
use crate::report::summary::Summary;
use crate::strategy::number::Number;
use crate::words::counted;
use crate::words::figures::{self, computed, percent, plain};

/// What to think of a KPI.
pub(in crate::render) fn mark_of(status: Status) -> Option<Mark> {
    match status {
        Status::Met | Status::Held | Status::OnTrack => Some(Mark::Good),
        Status::AtRisk | Status::NoReading | Status::NoBaseline | Status::Undated => Some(Mark::Care),
        Status::NotHeld | Status::Missed | Status::Regressed | Status::OffTrack => Some(Mark::Bad),
        Status::NoTarget | Status::NotDue => None,
    }
}

/// What to think of a finding.
pub(super) fn mark_of_level(level: Level) -> Option<Mark> {
    match level {
        Level::Error => Some(Mark::Bad),
        Level::Warning => Some(Mark::Care),
        Level::Info => None,
    }
}

/// What to think of a gear, in a few words.
pub(in crate::render) fn verdict(gear: &GearRow) -> (Option<Mark>, String) {
    match &gear.verdict {
        Verdict::Fine => (Some(Mark::Good), gear.state.name().to_owned()),
        Verdict::OutOfOrder => (Some(Mark::Bad), "out of order".to_owned()),
        Verdict::TooSoon => (Some(Mark::Care), "too soon".to_owned()),
        Verdict::Stalled => (Some(Mark::Care), "stalled".to_owned()),
        Verdict::FallenBack => (Some(Mark::Care), "fell back".to_owned()),
        Verdict::NoStart => (Some(Mark::Care), "no start".to_owned()),
        Verdict::LeftOut(_) => (None, "left out".to_owned()),
    }
}

/// A gate with its figures today: `visits 12100/11000, by 2027-05-01`.
pub(super) fn gate(conditions: &[GateRow]) -> String {
    let conditions = conditions.iter().map(|condition| {
        let now = condition.now.map_or("no reading".to_owned(), |now| plain(now.0));
        let forecast = match (condition.reached_on, condition.forecast) {
            (Some(day), _) => format!(", since {day}"),
            (None, Some(day)) => format!(", by {day}"),
            (None, None) => String::new(),
        };
        format!("{} {now}/{}{forecast}", condition.kpi, plain(condition.figure.0))
    });
    conditions.collect::<Vec<_>>().join(", ")
}

/// A gate with its figures today, and the forecast of what is not reached yet.
pub(super) fn gate_today(conditions: &[GateRow]) -> String {
    let conditions = conditions.iter().map(|condition| {
        let forecast = condition.forecast.map(|day| format!(", by {day}")).unwrap_or_default();
        format!("{}{forecast}", figures_of(std::slice::from_ref(condition)))
    });
    conditions.collect::<Vec<_>>().join(", ")
}

/// The figures of a gate: `visits 12100/11000`.
pub(super) fn figures_of(conditions: &[GateRow]) -> String {
    let conditions = conditions.iter().map(|condition| {
        let now = condition.now.map_or("no reading".to_owned(), |now| plain(now.0));
        format!("{} {now}/{}", condition.kpi, plain(condition.figure.0))
    });
    conditions.collect::<Vec<_>>().join(", ")
}

/// When the gate ahead lets a gear through.
pub(in crate::render) fn opening(gear: &GearRow) -> String {
    match gear.opening {
        _ if gear.state == State::LeftOut => String::new(),
        OpeningRow::Free => String::new(),
        OpeningRow::NoGate => "no gate".to_owned(),
        OpeningRow::OpenSince(day) => format!("open since {day}"),
        OpeningRow::Overdue(day) => format!("was forecast {day}, no reading since"),
        OpeningRow::Forecast(day) => format!("forecast {day}"),
        OpeningRow::Never => "never at this rate".to_owned(),
        OpeningRow::Unknown => "no forecast".to_owned(),
    }
}

/// Days of slack, with their sign, marked where they are too few.
pub(in crate::render) fn slack(gear: &GearRow) -> Cell {
    gear.slack_days.map_or_else(Cell::default, |days| {
        let text = counted(days.abs(), "day", "days");
        if days < 0 { marked(Some(Mark::Care), format!("−{text}")) } else { cell(text) }
    })
}

/// The first sensible day to start on, for a gear that has not: what has passed is now.
pub(super) fn earliest(gear: &GearRow, today: Date) -> String {
    let is_to_come = matches!(gear.state, State::Planned | State::NotPlaced);
    match gear.earliest.filter(|_| is_to_come) {
        Some(day) if day <= today => "now".to_owned(),
        Some(day) => day.to_string(),
        None => String::new(),
    }
}

/// A value as it was written, or nothing.
pub(super) fn value(point: Option<PointRow>) -> String {
    point.map_or_else(String::new, |point| plain(point.value.0))
}

/// The day of a value, or nothing.
pub(super) fn day(point: Option<PointRow>) -> String {
    point.and_then(|point| point.date).map_or_else(String::new, |day| day.to_string())
}

/// When a target is met at this rate, marked where that is too late.
pub(in crate::render) fn meets(kpi: &KpiRow) -> Cell {
    let due = kpi.target.and_then(|target| target.date);
    match kpi.forecast.meets_target {
        Meets::Met => marked(Some(Mark::Good), "met"),
        Meets::On(day) if due.is_some_and(|due| day > due) => marked(Some(Mark::Care), day.to_string()),
        Meets::On(day) => cell(day.to_string()),
        Meets::Never => marked(Some(Mark::Bad), "never at this rate"),
        Meets::Unknown => Cell::default(),
    }
}

/// A ratio in percents, or nothing.
pub(super) fn share(ratio: Option<Number>) -> String {
    ratio.map_or_else(String::new, |ratio| percent(ratio.0))
}

/// A ratio to two decimals, or nothing.
pub(super) fn pace(pace: Option<Number>) -> String {
    pace.map_or_else(String::new, |pace| figures::ratio(pace.0))
}

/// A computed figure, or nothing.
pub(super) fn figure(figure: Option<Number>) -> String {
    figure.map_or_else(String::new, |figure| computed(figure.0))
}

/// `in 10 days`, `today`, `3 days ago`.
pub(in crate::render) fn away(days: i64) -> String {
    match days {
        0 => "today".to_owned(),
        1.. => format!("in {}", counted(days, "day", "days")),
        _ => format!("{} ago", counted(-days, "day", "days")),
    }
}

/// Findings in a few words.
pub fn findings(summary: &Summary) -> String {
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let said = |number: usize, one: &str, many: &str| (number > 0).then(|| counted(count(number), one, many));
    let parts: Vec<String> = [
        said(summary.errors, "error", "errors"),
        said(summary.warnings, "warning", "warnings"),
        said(summary.infos, "piece of advice", "pieces of advice"),
    ]
    .into_iter()
    .flatten()
    .collect();
    if parts.is_empty() { "no findings".to_owned() } else { parts.join(", ") }
}

/// Who answers for it.
pub(super) fn owner(owner: Option<&String>) -> Cell {
    cell(owner.cloned().unwrap_or_default())
}

/// How many names are told before the rest is counted.
const FEW: usize = 6;

/// Names, of many the first ones: nobody reads a hundred, and the JSON has them all.
pub(super) fn few(names: &[String]) -> String {
    match names.get(FEW..) {
        Some(rest) if rest.len() > 1 => {
            format!("{} and {} more", names.get(..FEW).unwrap_or_default().join(", "), rest.len())
        }
        _ => names.join(", "),
    }
}

/// A sentence with a capital at its beginning.
pub(in crate::render) fn capital(sentence: &str) -> String {
    let mut rest = sentence.chars();
    rest.next().map(|first| first.to_uppercase().chain(rest).collect()).unwrap_or_default()
}
