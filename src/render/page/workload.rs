//! Hours a week by person: what they have, and what their activities take in the week that takes the most.

use super::numbers::computed;
use super::scale::Scale;
use minijinja::value::Value;

use super::bars::{BARS, FONT, ROW, WIDTH, bar_charts};
use super::svg::{Element, LEAN, group_at, picture, rect, text};
use super::text_fit::{fit, width};
use crate::report::gaps::GapReport;
use crate::report::gaps::workload::WorkloadRow;

const TOP: f64 = 6.0;

/// None if no activity says how many hours it takes.
pub(super) fn charts(report: &GapReport) -> Option<Value> {
    let rows = &report.workload;
    let largest = rows.iter().flat_map(|row| [Some(row.needed), row.available]).flatten().max()?.to_f64();
    let widest = rows.iter().map(|row| width(&hours(row), FONT)).fold(0.0, f64::max);
    let end = (WIDTH - widest - 24.0).max(BARS + 160.0);
    let scale = Scale { figures: (0.0, largest.max(1.0)), ends: (BARS, end) };
    let draw = |rows: &[WorkloadRow], index: usize, part: &str| draw(report, rows, &scale, index, part);
    Some(bar_charts("Hours a week by person", rows, draw))
}

fn draw(report: &GapReport, rows: &[WorkloadRow], scale: &Scale, index: usize, part: &str) -> Element {
    let mut y = TOP;
    let mut bars = Vec::new();
    for row in rows {
        bars.push(bar(report, row, scale, y));
        y += ROW;
    }
    let sentences = rows.iter().map(|row| format!("{}: {}.", report.name_of(&row.person), hours(row)));
    let description = sentences.collect::<Vec<_>>().join(" ");
    let title = format!("Hours a week by person, in the week that takes the most{part}");
    picture(&format!("workload-{}", index + 1), (WIDTH, y + 8.0), &title, &description).with(bars)
}

/// `26 of 20 hours, week of 2027-03-01`.
fn hours(row: &WorkloadRow) -> String {
    let of = row.available.map(|hours| format!(" of {}", computed(hours.0))).unwrap_or_default();
    format!("{}{of} hours, week of {}", computed(row.needed.0), row.week)
}

fn bar(report: &GapReport, row: &WorkloadRow, scale: &Scale, y: f64) -> Element {
    let middle = ROW / 2.0;
    let needed = scale.at(row.needed.to_f64());
    let available = row.available.map(|hours| scale.at(hours.to_f64()));
    let end = available.map_or(needed, |available| available.max(needed));
    let name = fit(report.name_of(&row.person), 14.0, BARS - 12.0);
    group_at(if row.is_over { "row over" } else { "row" }, (0.0, y))
        .with([text("label name", (LEAN, middle + 4.5), &name)])
        .with(available.map(|x| rect("budget", (BARS, middle - 9.0), (x - BARS, 18.0))))
        .with([
            rect("spent", (BARS, middle - 5.0), (needed - BARS, 10.0)),
            text("label figures", (end + 8.0, middle + 4.5), &hours(row)),
        ])
}
