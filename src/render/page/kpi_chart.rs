//! The chart of a KPI: baseline and readings as a line, the plan dashed, the forecast dotted, the
//! target as a level. The scale does not need to start at zero.

use jiff::civil::Date;

use super::numbers::{computed, in_english, plain};
use super::scale::{Calendar, Scale, round_figures};
use super::svg::{
    Element, Point, circle, clip_path, clipped, group, line, path, picture, rect, text, through,
};
use super::text_fit::{fit, width};
use crate::analysis::forecast::Reach;
use crate::analysis::kpi::{Judgment, Mark};
use crate::render::layout::parts;
use crate::report::gaps::GapReport;
use crate::strategy::number::Number;
use crate::strategy::target::Range;

const SIZE: (f64, f64) = (340.0, 184.0);
/// The most room that the figures of the scale get.
const MARGIN: f64 = 64.0;
const RIGHT: f64 = SIZE.0 - 12.0;
const TOP: f64 = 16.0;
const BOTTOM: f64 = SIZE.1 - 26.0;
const FONT: f64 = 11.5;
/// How far the scale is extended for a forecast, relative to its length without it.
const EXTENSION: f64 = 0.6;

type Dated = (Date, f64);

/// A KPI and its dated figures, with the scales that they are drawn on.
struct Chart<'a> {
    kpi: &'a Judgment,
    readings: Vec<Dated>,
    planned: Vec<Dated>,
    last_year: Vec<Dated>,
    forecast: Option<[Dated; 2]>,
    left: f64,
    x: Calendar,
    y: Scale,
}

impl Chart<'_> {
    fn at(&self, (day, value): &Dated) -> Point {
        (self.x.at(*day), self.y.at(*value))
    }
}

fn dated(point: &Mark) -> Dated {
    (point.date, point.value.to_f64())
}

/// The values that are good enough; open at one end for a bound on one side.
fn bound(kpi: &Judgment) -> Option<(Option<f64>, Option<f64>)> {
    let target = kpi.target?;
    let between = target.between.map(|Range(low, high)| (low, high));
    let low = target.at_least.or(between.map(|(low, _)| low)).map(Number::to_f64);
    let high = target.at_most.or(between.map(|(_, high)| high)).map(Number::to_f64);
    (low.is_some() || high.is_some()).then_some((low, high))
}

/// The levels that are drawn: the target, or the ends of the bound.
fn levels(kpi: &Judgment) -> Vec<f64> {
    let value = kpi.target.and_then(|target| target.value).map(Number::to_f64);
    let (low, high) = bound(kpi).unwrap_or_default();
    [value, low, high].into_iter().flatten().collect()
}

/// From the latest reading to the day of the target.
fn forecast(kpi: &Judgment, today: Date) -> Option<[Dated; 2]> {
    // Once the target's day has passed, only a reading can say what happened.
    let target_day = kpi.target.and_then(|target| target.date).filter(|day| *day >= today);
    let end = target_day.zip(kpi.forecast.on_target_day.map(Number::to_f64));
    let latest = kpi.figure.as_ref().map(dated);
    latest.zip(end).filter(|(from, end)| from.0 < end.0).map(Into::into)
}

/// The first and the last day; none without two.
fn days(points: &[Dated], forecast: Option<[Dated; 2]>, today: Date) -> Option<(Date, Date)> {
    let days = || points.iter().map(|(day, _)| *day);
    let (first, last) = (days().min()?, days().max()?);
    let last = forecast.map_or(last, |[_, (day, _)]| last.max(day));
    // Today is shown unless that would squeeze the rest.
    let is_near = last < today && (today - last).get_days() <= (last - first).get_days();
    let last = if is_near { today } else { last };
    (first < last).then_some((first, last))
}

/// The lowest and the highest figure, with some space around them.
fn range(kpi: &Judgment, points: &[Dated], forecast: Option<[Dated; 2]>) -> Option<(f64, f64)> {
    let all: Vec<f64> = points.iter().map(|(_, value)| *value).chain(levels(kpi)).collect();
    let mut low = all.iter().copied().reduce(f64::min)?;
    let mut high = all.iter().copied().reduce(f64::max)?;
    if high <= low {
        let length = high.abs().max(1.0) * 0.2;
        (low, high) = (low - length / 2.0, high + length / 2.0);
    }
    if let Some([_, (_, value)]) = forecast {
        let reach = EXTENSION * (high - low);
        let value = value.clamp(low - reach, high + reach);
        (low, high) = (low.min(value), high.max(value));
    }
    let space = (high - low) * 0.12;
    // Figures that are never negative get no negative part of the scale.
    let bottom = if low >= 0.0 { (low - space).max(0.0) } else { low - space };
    Some((bottom, high + space))
}

/// The chart; none without at least two days and a figure.
pub(super) fn chart(report: &GapReport, kpi: &Judgment, index: usize) -> Option<Element> {
    let today = report.head.as_of;
    let start = kpi.start.and_then(|start| Some((start.date?, start.value?.to_f64())));
    // A bound has no way from its start to here.
    let start = start.filter(|_| !kpi.figures.is_empty() && bound(kpi).is_none());
    let readings: Vec<Dated> = start.into_iter().chain(kpi.figures.iter().map(dated)).collect();
    let planned: Vec<Dated> = kpi.planned.iter().map(dated).collect();
    let last_year: Vec<Dated> = kpi.last_year.iter().map(dated).collect();
    let points = [readings.as_slice(), planned.as_slice(), last_year.as_slice()].concat();
    let forecast = forecast(kpi, today);
    let days = days(&points, forecast, today)?;
    let range = range(kpi, &points, forecast)?;
    let (figures, decimals) = round_figures(range, 4.0);
    let figures = figures.into_iter().map(|figure| (figure, short(figure, decimals)));
    let figures: Vec<(f64, String)> = figures.collect();
    let widest = figures.iter().map(|(_, name)| width(name, FONT)).fold(0.0, f64::max);
    let left = (widest + 8.0).min(MARGIN);
    let (x, y) = (Calendar::new(days, (left, RIGHT)), Scale { figures: range, ends: (BOTTOM, TOP) });
    let chart = Chart { kpi, readings, planned, last_year, forecast, left, x, y };
    let id = format!("kpi-{}", index + 1);
    let name = kpi.name.as_deref().unwrap_or(&kpi.id);
    let clip_id = format!("{id}-plot");
    let clip_area = rect("", (left, TOP - 8.0), (RIGHT - left + 6.0, BOTTOM - TOP + 8.0));
    // A forecast that leaves the chart is cut off at its edge.
    let forecast = forecast.iter().flat_map(|[from, to]| {
        let (from, to) = (chart.at(from), chart.at(to));
        [path("forecast", &through([from, to])), circle("forecast-end", to, 3.5)]
    });
    let drawing = picture(&id, SIZE, &format!("{name}: {}", kpi.status), &description(&chart)).with([
        Element::new("defs").with([clip_path(&clip_id, clip_area)]),
        axes(&chart, &figures, today),
        group("target").with(target(&chart).into_iter().flatten()),
        clipped(&clip_id).with(forecast),
        lines(&chart),
    ]);
    Some(drawing)
}

fn axes(&Chart { left, ref x, ref y, .. }: &Chart<'_>, figures: &[(f64, String)], today: Date) -> Element {
    let grid = figures.iter().flat_map(|(figure, name)| {
        let (at, name) = (y.at(*figure), fit(name, FONT, left - 6.0));
        [line("grid", (left, at), (RIGHT, at)), text("label end", (left - 6.0, at + 4.0), &name)]
    });
    let first = x.first.to_string();
    let last = if x.last == today { "today".to_owned() } else { x.last.to_string() };
    let below = BOTTOM + 17.0;
    let base = [
        line("base", (left, BOTTOM), (RIGHT, BOTTOM)),
        text("label start", (left, below), &first),
        text("label end", (RIGHT, below), &last),
    ];
    let today = x.contains(today).then(|| {
        let at = x.at(today);
        let half = width("today", FONT) / 2.0 + 6.0;
        let free = left + width(&first, FONT) + half..=RIGHT - width(&last, FONT) - half;
        let name = free.contains(&at).then(|| text("label middle today", (at, below), "today"));
        [line("today", (at, TOP - 4.0), (at, BOTTOM))].into_iter().chain(name)
    });
    group("axes").with(grid).with(base).with(today.into_iter().flatten())
}

/// A figure on the scale.
fn short(figure: f64, decimals: usize) -> String {
    let text = match figure.abs() {
        1e15.. => format!("{figure:.0e}"),
        1e9.. => format!("{:.1}bn", figure / 1e9),
        1e6.. => format!("{:.1}M", figure / 1e6),
        _ => in_english(&format!("{figure:.decimals$}")),
    };
    text.replacen('-', "−", 1)
}

/// The level of the target with its label, or the band of the values that are good enough.
fn target(chart: &Chart<'_>) -> Option<impl Iterator<Item = Element>> {
    let (kpi, left, y) = (chart.kpi, chart.left, &chart.y);
    let target = kpi.target?;
    let band = bound(kpi).map(|(low, high)| {
        let (top, bottom) = (high.map_or(TOP - 8.0, |high| y.at(high)), low.map_or(BOTTOM, |low| y.at(low)));
        rect("band", (left, top), (RIGHT - left, bottom - top))
    });
    let levels: Vec<f64> = levels(kpi).into_iter().map(|level| y.at(level)).collect();
    let name = in_english(&format!("target {target}"));
    let name = fit(&name, FONT, RIGHT - left);
    let label = levels.first().map(|at| {
        let (side, place) = label_place(chart, *at, width(&name, FONT));
        text(&format!("label {side} strong"), place, &name)
    });
    let lines: Vec<Element> = levels.iter().map(|at| line("level", (left, *at), (RIGHT, *at))).collect();
    Some(band.into_iter().chain(lines).chain(label))
}

/// The side and the place for the label of the level at `at`: at either end, above or below, where it
/// covers the least of the lines. To count that, each line is sampled at `STEPS` points per segment.
fn label_place(chart: &Chart<'_>, at: f64, label_width: f64) -> (&'static str, Point) {
    const STEPS: u32 = 24;
    let forecast = chart.forecast.as_ref().map_or(&[][..], |forecast| forecast);
    let mut points = Vec::new();
    for pair in [&chart.readings, &chart.planned, forecast].into_iter().flat_map(|line| line.windows(2)) {
        let [from, to] = pair else { continue };
        let ((x1, y1), (x2, y2)) = (chart.at(from), chart.at(to));
        let shares = (0..=STEPS).map(|step| f64::from(step) / f64::from(STEPS));
        points.extend(shares.map(|share| (x1 + (x2 - x1) * share, y1 + (y2 - y1) * share)));
    }
    let covered = |side: &str, (x, y): Point| {
        let left = if side == "end" { x - label_width } else { x };
        let (across, down) = (left - 4.0..=left + label_width + 4.0, y - FONT - 2.0..=y + 4.0);
        points.iter().filter(|(x, y)| across.contains(x) && down.contains(y)).count()
    };
    let (start, end) = (chart.left + 4.0, RIGHT - 4.0);
    let (above, below) = (at - 5.0, at + FONT + 3.0);
    let places =
        [("start", (start, above)), ("end", (end, above)), ("start", (start, below)), ("end", (end, below))];
    let visible = places.into_iter().filter(|(_, (_, y))| *y < BOTTOM && *y > FONT);
    visible.min_by_key(|(side, place)| covered(side, *place)).unwrap_or(("start", (start, above)))
}

/// The plan with its milestones, and the readings.
fn lines(chart: &Chart<'_>) -> Element {
    let through = |points: &[Dated]| through(points.iter().map(|point| chart.at(point)));
    let milestones = if let [_, milestones @ .., _] = chart.planned.as_slice() { milestones } else { &[] };
    let milestones = milestones.iter().map(|milestone| {
        let (x, y) = chart.at(milestone);
        rect("milestone", (x - 3.5, y - 3.5), (7.0, 7.0))
    });
    let latest = chart.kpi.figure.as_ref().map(dated);
    let points = chart.readings.iter().map(|point| {
        let is_latest = Some(*point) == latest;
        let (class, radius) = if is_latest { ("point latest", 5.0) } else { ("point", 3.0) };
        circle(class, chart.at(point), radius)
    });
    let [plan, last_year, readings] =
        [("plan", &chart.planned), ("last-year", &chart.last_year), ("readings", &chart.readings)]
            .map(|(class, points)| (points.len() > 1).then(|| path(class, &through(points))));
    group("lines").with(plan).with(last_year).with(milestones).with(readings).with(points)
}

fn description(chart: &Chart<'_>) -> String {
    let kpi = chart.kpi;
    let dated = |name: &str, day: Option<Date>, value: &str| {
        let day = day.map(|day| format!(" on {day}")).unwrap_or_default();
        format!("{name} {value}{day}")
    };
    let start = kpi.start.and_then(|start| Some(dated("start", start.date, &plain(start.value?.0))));
    let forecast = kpi.forecast.on_target_day.filter(|_| chart.forecast.is_some());
    let meets = kpi.forecast.meets_target != Reach::Reached;
    let meets = meets.then(|| parts::meets(kpi).text).filter(|meets| !meets.is_empty());
    let facts = [
        start,
        kpi.figure.map(|figure| dated("figure", Some(figure.date), &plain(figure.value.0))),
        kpi.target.map(|target| dated("target", target.date, &target.to_string())),
        forecast.map(|value| format!("forecast for that day {}", computed(value.0))),
        meets.map(|meets| format!("at this rate met: {meets}")),
    ];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    let plan = if kpi.planned.len() > 1 { " The plan is dashed." } else { "" };
    let last_year = if kpi.last_year.len() > 1 { " Last year's figures are dotted." } else { "" };
    format!("A line through {} dated values: {}.{plan}{last_year}", chart.readings.len(), facts.join(", "))
}
