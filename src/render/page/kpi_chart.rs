//! The chart of a KPI: baseline and readings as a line, the plan dashed, the forecast dotted, the
//! target as a level. The scale does not need to start at zero.

use jiff::civil::Date;
use minijinja::value::Value;

use super::scale::{Calendar, Scale, round_figures};
use super::svg::{
    Element, Path, Point, circle, clip_path, clipped, group, key as svg_key, line, picture, rect, text,
};
use super::text_fit::{fit, width};
use crate::analysis::progress::{KpiProgress, Mark};
use crate::render::layout::parts;
use crate::report::gaps::GapReport;
use crate::strategy::number::Number;
use crate::words::figures::{computed, plain};

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

struct Series {
    readings: Vec<Dated>,
    planned: Vec<Dated>,
    /// The reading that the status is based on.
    latest: Option<Dated>,
    /// From the latest reading to the day of the target.
    forecast: Option<[Dated; 2]>,
    target: Option<f64>,
    tolerance: Option<f64>,
}

impl Series {
    fn new(kpi: &KpiProgress, today: Date) -> Self {
        let dated = |point: &Mark| Some((point.date?, point.value.to_f64()));
        let latest = kpi.latest.as_ref().and_then(dated);
        let target_day = kpi.target.and_then(|target| target.date);
        // Once the target's day has passed, only a reading can say what happened.
        let target_day = target_day.filter(|day| *day >= today);
        let end = target_day.zip(kpi.forecast.on_target_day.map(Number::to_f64));
        Self {
            readings: kpi.points.iter().filter_map(dated).collect(),
            planned: kpi.planned.iter().filter_map(dated).collect(),
            latest,
            forecast: latest.zip(end).filter(|(from, end)| from.0 < end.0).map(Into::into),
            target: kpi.target.map(|target| target.value.to_f64()),
            tolerance: kpi.tolerance.map(Number::to_f64),
        }
    }

    fn days(&self, today: Date) -> Option<(Date, Date)> {
        let days = || self.readings.iter().chain(&self.planned).map(|(day, _)| *day);
        let (first, last) = (days().min()?, days().max()?);
        let last = self.forecast.map_or(last, |[_, (day, _)]| last.max(day));
        // Today is shown unless that would squeeze the rest.
        let is_near = last < today && (today - last).get_days() <= (last - first).get_days();
        Some((first, if is_near { today } else { last }))
    }

    /// The lowest and the highest figure, with some space around them.
    fn range(&self) -> Option<(f64, f64)> {
        let tolerance = self.tolerance.unwrap_or(0.0);
        let band = self.target.into_iter().flat_map(|target| [target - tolerance, target + tolerance]);
        let points = self.readings.iter().chain(&self.planned).map(|(_, value)| *value);
        let all: Vec<f64> = points.chain(band).collect();
        let mut low = all.iter().copied().reduce(f64::min)?;
        let mut high = all.iter().copied().reduce(f64::max)?;
        if high <= low {
            let length = high.abs().max(1.0) * 0.2;
            (low, high) = (low - length / 2.0, high + length / 2.0);
        }
        if let Some([_, (_, value)]) = self.forecast {
            let reach = EXTENSION * (high - low);
            let value = value.clamp(low - reach, high + reach);
            (low, high) = (low.min(value), high.max(value));
        }
        let space = (high - low) * 0.12;
        // Figures that are never negative get no negative part of the scale.
        let bottom = if low >= 0.0 { (low - space).max(0.0) } else { low - space };
        Some((bottom, high + space))
    }
}

/// The chart; none without at least two days and a figure.
pub(super) fn chart(report: &GapReport, kpi: &KpiProgress, index: usize) -> Option<Element> {
    let today = report.head.as_of;
    let series = Series::new(kpi, today);
    let days = series.days(today).filter(|(first, last)| first < last)?;
    let range = series.range()?;
    let (figures, decimals) = round_figures(range, 4.0);
    let figures: Vec<(f64, String)> =
        figures.into_iter().map(|figure| (figure, short(figure, decimals))).collect();
    let widest = figures.iter().map(|(_, name)| width(name, FONT)).fold(0.0, f64::max);
    let left = (widest + 8.0).min(MARGIN);
    let plot = Plot { left, x: Calendar::new(days, (left, RIGHT)), y: Scale::new(range, (BOTTOM, TOP)) };
    let id = format!("kpi-{}", index + 1);
    let name = kpi.name.as_deref().unwrap_or(&kpi.id);
    let clip_id = format!("{id}-plot");
    let clip_area = rect("", (left, TOP - 8.0), (RIGHT - left + 6.0, BOTTOM - TOP + 8.0));
    // A forecast that leaves the chart is cut off at its edge.
    let forecast = series.forecast.map(|[from, to]| [plot.at(&from), plot.at(&to)]);
    let forecast = forecast.into_iter().flat_map(|[from, to]| {
        [Path::through([from, to]).element("forecast"), circle("forecast-end", to, 3.5)]
    });
    Some(
        picture(&id, SIZE, &format!("{name}: {}", kpi.status), &description(kpi, &series))
            .with(&Element::new("defs").with(&clip_path(&clip_id, &clip_area)))
            .with(&axes(&plot, &figures, today))
            .with(&target(kpi, &series, &plot))
            .with(&clipped(&clip_id).with_all(forecast))
            .with(&lines(&series, &plot)),
    )
}

pub(super) fn key() -> Value {
    let across = |class: &str| line(class, (1.0, 7.0), (27.0, 7.0));
    let readings = group("").with(&across("readings")).with(&circle("point latest", (20.0, 7.0), 4.5));
    svg_key([
        (readings, "readings"),
        (across("plan"), "plan"),
        (rect("milestone", (10.5, 3.5), (7.0, 7.0)), "milestone"),
        (across("forecast"), "forecast"),
        (across("level"), "target"),
        (line("today", (14.0, 0.0), (14.0, 14.0)), "today"),
    ])
}

struct Plot {
    left: f64,
    x: Calendar,
    y: Scale,
}

impl Plot {
    fn at(&self, (day, value): &Dated) -> Point {
        (self.x.at(*day), self.y.at(*value))
    }
}

fn axes(&Plot { left, ref x, ref y }: &Plot, figures: &[(f64, String)], today: Date) -> Element {
    let mut out = group("axes");
    for (figure, name) in figures {
        let at = y.at(*figure);
        out.add(&line("grid", (left, at), (RIGHT, at)));
        out.add(&text("label end", (left - 6.0, at + 4.0), &fit(name, FONT, left - 6.0)));
    }
    out.add(&line("base", (left, BOTTOM), (RIGHT, BOTTOM)));
    let last = if x.last == today { "today".to_owned() } else { x.last.to_string() };
    let first = x.first.to_string();
    let below = BOTTOM + 17.0;
    out.add(&text("label start", (left, below), &first));
    out.add(&text("label end", (RIGHT, below), &last));
    if x.contains(today) {
        let at = x.at(today);
        out.add(&line("today", (at, TOP - 4.0), (at, BOTTOM)));
        let half = width("today", FONT) / 2.0 + 6.0;
        let free = left + width(&first, FONT) + half..=RIGHT - width(&last, FONT) - half;
        if free.contains(&at) {
            out.add(&text("label middle today", (at, below), "today"));
        }
    }
    out
}

/// A figure on the scale.
fn short(figure: f64, decimals: usize) -> String {
    let text = match figure.abs() {
        1e15.. => format!("{figure:.0e}"),
        1e9.. => format!("{:.1}bn", figure / 1e9),
        1e6.. => format!("{:.1}M", figure / 1e6),
        _ => format!("{figure:.decimals$}"),
    };
    text.replacen('-', "−", 1)
}

fn target(kpi: &KpiProgress, series: &Series, plot: &Plot) -> Element {
    let left = plot.left;
    let mut out = group("target");
    let (Some(value), Some(target)) = (series.target, kpi.target) else { return out };
    if let Some(tolerance) = series.tolerance.filter(|_| kpi.is_rising.is_none()) {
        let (top, bottom) = (plot.y.at(value + tolerance), plot.y.at(value - tolerance));
        out.add(&rect("band", (left, top), (RIGHT - left, bottom - top)));
    }
    let at = plot.y.at(value);
    let name = format!("target {}", plain(target.value.0));
    let name = fit(&name, FONT, RIGHT - left);
    let (side, place) = label_place(series, plot, at, width(&name, FONT));
    out.with(&line("level", (left, at), (RIGHT, at))).with(&text(
        &format!("label {side} strong"),
        place,
        &name,
    ))
}

/// The side and the place for the label of the level at `at`: at either end, above or below, where it
/// covers the least of the lines. To count that, each line is sampled at `STEPS` points per segment.
fn label_place(series: &Series, plot: &Plot, at: f64, label_width: f64) -> (&'static str, Point) {
    const STEPS: u32 = 24;
    let forecast = series.forecast.as_ref().map_or(&[][..], |forecast| forecast);
    let mut points = Vec::new();
    for pair in [&series.readings, &series.planned, forecast].into_iter().flat_map(|line| line.windows(2)) {
        let [from, to] = pair else { continue };
        let ((x1, y1), (x2, y2)) = (plot.at(from), plot.at(to));
        let shares = (0..=STEPS).map(|step| f64::from(step) / f64::from(STEPS));
        points.extend(shares.map(|share| (x1 + (x2 - x1) * share, y1 + (y2 - y1) * share)));
    }
    let covered = |side: &str, (x, y): Point| {
        let left = if side == "end" { x - label_width } else { x };
        let (across, down) = (left - 4.0..=left + label_width + 4.0, y - FONT - 2.0..=y + 4.0);
        points.iter().filter(|(x, y)| across.contains(x) && down.contains(y)).count()
    };
    let (start, end) = (plot.left + 4.0, RIGHT - 4.0);
    let (above, below) = (at - 5.0, at + FONT + 3.0);
    let places =
        [("start", (start, above)), ("end", (end, above)), ("start", (start, below)), ("end", (end, below))];
    let visible = places.into_iter().filter(|(_, (_, y))| *y < BOTTOM && *y > FONT);
    visible.min_by_key(|(side, place)| covered(side, *place)).unwrap_or(("start", (start, above)))
}

/// The plan with its milestones, and the readings.
fn lines(series: &Series, plot: &Plot) -> Element {
    let path =
        |points: &[Dated], class| Path::through(points.iter().map(|point| plot.at(point))).element(class);
    let mut out = group("lines");
    if let [_, milestones @ .., _] = series.planned.as_slice() {
        out.add(&path(&series.planned, "plan"));
        for (x, y) in milestones.iter().map(|milestone| plot.at(milestone)) {
            out.add(&rect("milestone", (x - 3.5, y - 3.5), (7.0, 7.0)));
        }
    }
    if series.readings.len() > 1 {
        out.add(&path(&series.readings, "readings"));
    }
    for point in &series.readings {
        let (class, radius) =
            if Some(*point) == series.latest { ("point latest", 5.0) } else { ("point", 3.0) };
        out.add(&circle(class, plot.at(point), radius));
    }
    out
}

fn description(kpi: &KpiProgress, series: &Series) -> String {
    let dated = |name: &str, point: Mark| {
        let day = point.date.map(|day| format!(" on {day}")).unwrap_or_default();
        format!("{name} {}{day}", plain(point.value.0))
    };
    let forecast = kpi.forecast.on_target_day.filter(|_| series.forecast.is_some());
    let meets = Some(parts::meets(kpi).text).filter(|meets| !meets.is_empty());
    let facts = [
        kpi.baseline.map(|baseline| dated("baseline", baseline)),
        kpi.latest.map(|latest| dated("latest reading", latest)),
        kpi.target.map(|target| dated("target", target)),
        forecast.map(|value| format!("forecast for that day {}", computed(value.0))),
        meets.map(|meets| format!("target met: {meets}")),
    ];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    let plan = if kpi.planned.len() > 1 { " The plan is dashed." } else { "" };
    format!("A line through {} dated values: {}.{plan}", kpi.points.len(), facts.join(", "))
}
