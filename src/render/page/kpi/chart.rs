//! The way of a KPI: baseline and readings as a line, the plan dashed, the forecast dotted, the
//! target as a level.
//!
//! The scale need not begin at nothing, and says where it ends.

use jiff::civil::Date;

use super::super::element::Element;
use super::super::label::{fit, width};
use super::super::scale::{Calendar, Scale, round_figures};
use super::super::svg::{self, Path, circle, group, line, picture, rect, text};
use crate::render::layout::parts;
use crate::report::gaps::GapReport;
use crate::report::kpis::{KpiRow, PointRow};
use crate::strategy::number::Number;
use crate::words::figures::{computed, plain};

const SIZE: (f64, f64) = (340.0, 184.0);
/// The most that the figures beside the scale may need.
const MARGIN: f64 = 64.0;
const RIGHT: f64 = SIZE.0 - 12.0;
const TOP: f64 = 16.0;
const BOTTOM: f64 = SIZE.1 - 26.0;
const SMALL: f64 = 11.5;
/// How far the scale follows a forecast beyond everything else, in parts of the rest.
const FOLLOWS: f64 = 0.6;

/// A figure and its day.
type Dated = (Date, f64);

/// What is drawn of a KPI.
struct Drawn {
    readings: Vec<Dated>,
    planned: Vec<Dated>,
    /// The reading that it is judged by.
    latest: Option<Dated>,
    /// From there to the target's day.
    forecast: Option<(Dated, Dated)>,
    target: Option<f64>,
    tolerance: Option<f64>,
}

impl Drawn {
    fn of(kpi: &KpiRow, today: Date) -> Self {
        let dated = |points: &[PointRow]| -> Vec<Dated> {
            points.iter().filter_map(|point| Some((point.date?, point.value.to_f64()))).collect()
        };
        let readings = dated(&kpi.points);
        let end = kpi.target.and_then(|target| target.date).zip(kpi.forecast.on_target_day);
        // Once the day has passed, only a reading can tell.
        let end = end.filter(|(day, _)| *day >= today).map(|(day, value)| (day, value.to_f64()));
        let latest = kpi.latest.and_then(|latest| Some((latest.date?, latest.value.to_f64())));
        Self {
            latest,
            forecast: latest.zip(end).filter(|(from, end)| from.0 < end.0),
            readings,
            planned: dated(&kpi.planned),
            target: kpi.target.map(|target| target.value.to_f64()),
            tolerance: kpi.tolerance.map(Number::to_f64),
        }
    }

    /// The first and the last day.
    fn days(&self, today: Date) -> Option<(Date, Date)> {
        let all = || self.readings.iter().chain(&self.planned).map(|(day, _)| *day);
        let (first, last) = (all().min()?, all().max()?);
        let last = self.forecast.map_or(last, |(_, (day, _))| last.max(day));
        // Today is shown, unless that would press the rest together.
        let is_near = last < today && (today - last).get_days() <= (last - first).get_days();
        Some((first, if is_near { today } else { last }))
    }

    /// The lowest and the highest figure, with some air around them.
    fn figures(&self) -> Option<(f64, f64)> {
        let band = self.target.into_iter().flat_map(|target| {
            let tolerance = self.tolerance.unwrap_or(0.0);
            [target - tolerance, target + tolerance]
        });
        let points = self.readings.iter().chain(&self.planned).map(|(_, value)| *value);
        let all: Vec<f64> = points.chain(band).collect();
        let low = all.iter().copied().reduce(f64::min)?;
        let high = all.iter().copied().reduce(f64::max)?;
        let length = if high > low { high - low } else { high.abs().max(1.0) * 0.2 };
        let (low, high) = if high > low { (low, high) } else { (low - length / 2.0, high + length / 2.0) };
        let ahead =
            self.forecast.map(|(_, (_, value))| value.clamp(low - FOLLOWS * length, high + FOLLOWS * length));
        let (low, high) = ahead.map_or((low, high), |value| (low.min(value), high.max(value)));
        let air = (high - low) * 0.12;
        // What is never below nothing is not drawn below nothing.
        let floor = if low >= 0.0 { (low - air).max(0.0) } else { low - air };
        Some((floor, high + air))
    }
}

/// The picture; none where there is no day or no figure to draw.
pub(super) fn chart(report: &GapReport, kpi: &KpiRow, index: usize) -> Option<Element> {
    let today = report.head.as_of;
    let drawn = Drawn::of(kpi, today);
    let (first, last) = drawn.days(today).filter(|(first, last)| first < last)?;
    let (low, high) = drawn.figures()?;
    let (figures, decimals) = round_figures((low, high), 4.0);
    let figures: Vec<(f64, String)> =
        figures.into_iter().map(|figure| (figure, short(figure, decimals))).collect();
    let widest = figures.iter().map(|(_, name)| width(name, SMALL)).fold(0.0, f64::max);
    let left = (widest + 8.0).min(MARGIN);
    let plot = Plot {
        left,
        x: Calendar::new((first, last), (left, RIGHT)),
        y: Scale::new((low, high), (BOTTOM, TOP)),
    };
    let id = format!("kpi-{}", index + 1);
    let name = kpi.name.as_deref().unwrap_or(&kpi.id);
    // A forecast that leaves the picture is cut off at its edge.
    let room = rect("", (left, TOP - 8.0), (RIGHT - left + 6.0, BOTTOM - TOP + 8.0));
    let clip = Element::new("clipPath").set("id", &format!("{id}-plot")).with(room);
    let ahead =
        Element::new("g").set("clip-path", &format!("url(#{id}-plot)")).with_all(ahead(&drawn, &plot));
    Some(
        picture(&id, SIZE, &format!("{name}: {}", kpi.status), &says(kpi, &drawn))
            .with(Element::new("defs").with(clip))
            .with(axes(&plot, &figures, today))
            .with(target(kpi, &drawn, &plot))
            .with(ahead)
            .with(lines(&drawn, &plot)),
    )
}

/// How the pictures are read.
pub(super) fn key() -> Element {
    let across = |class: &str| line(class, (1.0, 7.0), (27.0, 7.0));
    let readings = group("").with(across("readings")).with(circle("point latest", (20.0, 7.0), 4.5));
    let milestone = rect("milestone", (10.5, 3.5), (7.0, 7.0));
    svg::key(
        "key of-kpis",
        [
            (readings, "readings"),
            (across("plan"), "the planned way"),
            (milestone, "milestone"),
            (across("forecast"), "forecast"),
            (across("level"), "target"),
            (line("today", (14.0, 0.0), (14.0, 14.0)), "today"),
        ],
    )
}

/// Where things are in the picture.
struct Plot {
    left: f64,
    x: Calendar,
    y: Scale,
}

impl Plot {
    fn place(&self, (day, value): &Dated) -> (f64, f64) {
        (self.x.at(*day), self.y.at(*value))
    }
}

fn axes(plot: &Plot, figures: &[(f64, String)], today: Date) -> Element {
    let Plot { left, x, y } = plot;
    let left = *left;
    let mut out = group("axes");
    for (figure, name) in figures {
        let at = y.at(*figure);
        let name = fit(name, SMALL, left - 6.0);
        out = out.with(line("grid", (left, at), (RIGHT, at))).with(text(
            "label end",
            (left - 6.0, at + 4.0),
            &name,
        ));
    }
    out = out.with(line("base", (left, BOTTOM), (RIGHT, BOTTOM)));
    let last = if x.last == today { "today".to_owned() } else { x.last.to_string() };
    let first = x.first.to_string();
    let under = BOTTOM + 17.0;
    out = out.with(text("label start", (left, under), &first)).with(text("label end", (RIGHT, under), &last));
    if x.has(today) {
        let at = x.at(today);
        out = out.with(line("today", (at, TOP - 4.0), (at, BOTTOM)));
        let half = width("today", SMALL) / 2.0 + 6.0;
        let free = (left + width(&first, SMALL) + half, RIGHT - width(&last, SMALL) - half);
        if (free.0..=free.1).contains(&at) {
            out = out.with(text("label middle today", (at, under), "today"));
        }
    }
    out
}

/// A figure beside a scale.
fn short(figure: f64, decimals: usize) -> String {
    let size = figure.abs();
    let text = match size {
        1e15.. => format!("{figure:.0e}"),
        1e9.. => format!("{:.1}bn", figure / 1e9),
        1e6.. => format!("{:.1}M", figure / 1e6),
        _ => format!("{figure:.decimals$}"),
    };
    text.replacen('-', "−", 1)
}

fn target(kpi: &KpiRow, drawn: &Drawn, plot: &Plot) -> Element {
    let Plot { left, y, .. } = plot;
    let left = *left;
    let mut out = group("target");
    let (Some(value), Some(target)) = (drawn.target, kpi.target) else { return out };
    if let Some(tolerance) = drawn.tolerance.filter(|_| kpi.is_rising.is_none()) {
        let (top, bottom) = (y.at(value + tolerance), y.at(value - tolerance));
        out = out.with(rect("band", (left, top), (RIGHT - left, bottom - top)));
    }
    let at = y.at(value);
    let name = format!("target {}", plain(target.value.0));
    let name = fit(&name, SMALL, RIGHT - left);
    let (class, place) = clear(drawn, plot, at, width(&name, SMALL));
    out.with(line("level", (left, at), (RIGHT, at))).with(text(
        &format!("label {class} strong"),
        place,
        &name,
    ))
}

/// Where the name of the level at `at` is least in the way of the lines: at either end, above or below.
fn clear(drawn: &Drawn, plot: &Plot, at: f64, wide: f64) -> (&'static str, (f64, f64)) {
    const STEPS: u32 = 24;
    let between = |pair: &[Dated]| -> Vec<(f64, f64)> {
        let [from, to] = pair else { return Vec::new() };
        let ((x1, y1), (x2, y2)) = (plot.place(from), plot.place(to));
        let steps = (0..=STEPS).map(|step| f64::from(step) / f64::from(STEPS));
        steps.map(|share| (x1 + (x2 - x1) * share, y1 + (y2 - y1) * share)).collect()
    };
    let ahead = drawn.forecast.map(|(from, to)| [from, to]);
    let lines =
        [drawn.readings.as_slice(), &drawn.planned, ahead.as_ref().map_or(&[], |ahead| ahead.as_slice())];
    let points: Vec<(f64, f64)> = lines.iter().flat_map(|line| line.windows(2)).flat_map(between).collect();
    let hits = |(x, y): (f64, f64)| {
        let (across, down) = (x - 4.0..=x + wide + 4.0, y - SMALL - 2.0..=y + 4.0);
        points.iter().filter(|(x, y)| across.contains(x) && down.contains(y)).count()
    };
    let (start, end) = (plot.left + 4.0, RIGHT - 4.0);
    let (above, below) = (at - 5.0, at + SMALL + 3.0);
    let places = [("start", start, above), ("end", end, above), ("start", start, below), ("end", end, below)];
    let open = places.into_iter().filter(|(_, _, y)| *y < BOTTOM && *y > SMALL);
    let best = open.min_by_key(|(side, x, y)| hits((if *side == "end" { x - wide } else { *x }, *y)));
    let (side, x, y) = best.unwrap_or(("start", start, above));
    (side, (x, y))
}

/// The forecast.
fn ahead(drawn: &Drawn, plot: &Plot) -> Vec<Element> {
    let Some((from, to)) = &drawn.forecast else { return Vec::new() };
    let (from, to) = (plot.place(from), plot.place(to));
    vec![Path::through([from, to]).element("forecast"), circle("forecast-end", to, 3.5)]
}

/// The plan and the way so far.
fn lines(drawn: &Drawn, plot: &Plot) -> Element {
    let place = |point: &Dated| plot.place(point);
    let mut out = group("lines");
    if drawn.planned.len() > 1 {
        out = out.with(Path::through(drawn.planned.iter().map(place)).element("plan"));
        let between = drawn.planned.len() - 2;
        let milestones = drawn.planned.iter().skip(1).take(between).map(place);
        out = out.with_all(milestones.map(|(x, y)| rect("milestone", (x - 3.5, y - 3.5), (7.0, 7.0))));
    }
    if drawn.readings.len() > 1 {
        out = out.with(Path::through(drawn.readings.iter().map(place)).element("readings"));
    }
    out.with_all(drawn.readings.iter().map(|point| {
        let is_latest = Some(*point) == drawn.latest;
        let (class, radius) = if is_latest { ("point latest", 5.0) } else { ("point", 3.0) };
        circle(class, place(point), radius)
    }))
}

/// What one sees, in words.
fn says(kpi: &KpiRow, drawn: &Drawn) -> String {
    let dated = |what: &str, point: PointRow| {
        let day = point.date.map(|day| format!(" on {day}")).unwrap_or_default();
        format!("{what} {}{day}", plain(point.value.0))
    };
    let mut said = Vec::new();
    said.extend(kpi.baseline.map(|baseline| dated("baseline", baseline)));
    said.extend(kpi.latest.map(|latest| dated("latest reading", latest)));
    said.extend(kpi.target.map(|target| dated("target", target)));
    let forecast = kpi.forecast.on_target_day.filter(|_| drawn.forecast.is_some());
    said.extend(forecast.map(|value| format!("forecast for that day {}", computed(value.0))));
    let met = parts::meets(kpi).text;
    if !met.is_empty() {
        said.push(format!("target met: {met}"));
    }
    let readings = kpi.points.len();
    let plan = if kpi.planned.len() > 1 { " The planned way is dashed." } else { "" };
    format!("A line through {readings} dated values: {}.{plan}", said.join(", "))
}
