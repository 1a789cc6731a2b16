//! The gear train of a purpose: four wheels in their order, each filled by its progress, with the
//! gates between them.

use jiff::civil::Date;

use super::element::{Element, number};
use super::label::{fit, width, wrap};
use super::svg::{Path, circle, diamond, group_at, line, picture, rect, text};
use super::wheel::{Wheel, on};
use crate::analysis::gears::State;
use crate::render::outline::html;
use crate::render::tell::parts;
use crate::report::gears::{GearRow, OpeningRow, TrainTable, Verdict};
use crate::words::figures::{percent, plain};

const WHEEL: Wheel = Wheel { pitch: 116.0 };
const WIDTH: f64 = 960.0;
const MIDDLE: f64 = 214.0;
const HEIGHT: f64 = 452.0;
const HUB: f64 = 46.0;
/// How far apart the labels under two wheels stand.
const ROOM: f64 = 2.0 * WHEEL.pitch - 18.0;

/// The picture of a purpose, and how it is read.
pub fn figure(train: &TrainTable, as_of: Date) -> String {
    let drawing = html::scroll(&format!("Gears of {}", train.purpose), &draw(train, as_of).to_string());
    let caption = "Each wheel is filled clockwise by the mean progress of its KPIs. A diamond is the gate that is to be \
                   reached before the next gear starts.";
    Element::new("figure")
        .class("chart chart-trains")
        .with(drawing)
        .with(Element::new("figcaption").text(caption))
        .to_string()
}

fn draw(train: &TrainTable, as_of: Date) -> Element {
    let id = format!("trains-{}", train.purpose.key());
    let title = format!("The gears of {}", train.purpose);
    let mut drawing = picture(&id, (WIDTH, HEIGHT), &title, &says(train, as_of)).with(
        Element::new("defs")
            .with(WHEEL.outline().element("").set("id", &format!("{id}-wheel")))
            .with_all(train.gears.iter().enumerate().filter_map(|(index, gear)| clip(&id, index, gear))),
    );
    for (index, gear) in train.gears.iter().enumerate() {
        drawing = drawing.with(wheel(&id, index, gear));
    }
    for (index, gear) in train.gears.iter().enumerate().skip(1) {
        drawing = drawing.with(gate(train, index, gear, as_of));
    }
    for (index, gear) in train.gears.iter().enumerate() {
        drawing = drawing.with(legend(index, gear));
    }
    drawing
}

#[allow(clippy::cast_precision_loss)] // there are four
fn centre(index: usize) -> f64 {
    let margin = (WIDTH - 6.0 * WHEEL.pitch) / 2.0;
    margin + 2.0 * WHEEL.pitch * index as f64
}

/// What a wheel looks like.
fn look(gear: &GearRow) -> &'static str {
    match (&gear.verdict, gear.state) {
        (Verdict::LeftOut(_), _) => "left-out",
        (Verdict::NoStart, _) => "unplaced",
        (Verdict::OutOfOrder, _) => "out",
        (Verdict::TooSoon, _) => "soon",
        (Verdict::Stalled, _) => "stalled",
        (Verdict::FallenBack, _) => "fallen",
        (Verdict::Fine, State::Spinning { .. }) => "spinning",
        (Verdict::Fine, State::Turning) => "turning",
        (Verdict::Fine, _) => "planned",
    }
}

fn share(gear: &GearRow) -> Option<f64> {
    gear.progress.map(|progress| progress.to_f64().clamp(0.0, 1.0))
}

fn clip(id: &str, index: usize, gear: &GearRow) -> Option<Element> {
    let share = share(gear).filter(|share| *share > 0.0 && *share < 1.0)?;
    let slice = WHEEL.slice(share).element("");
    Some(Element::new("clipPath").set("id", &format!("{id}-{index}")).with(slice))
}

fn wheel(id: &str, index: usize, gear: &GearRow) -> Element {
    let class = look(gear);
    let shape = |layer: &str| {
        Element::new("use")
            .class(layer)
            .set("href", &format!("#{id}-wheel"))
            .set("transform", &format!("rotate({})", number(Wheel::turn(index))))
    };
    let mut out = group_at(&format!("wheel {class}"), centre(index), MIDDLE).with(shape("body"));
    if class != "left-out" {
        let share = share(gear).unwrap_or(0.0);
        let clip = format!("url(#{id}-{index})");
        if share >= 1.0 {
            out = out.with(shape("fill"));
        } else if share > 0.0 {
            out = out.with(Element::new("g").set("clip-path", &clip).with(shape("fill")));
        }
        out = out.with(circle("rim", (0.0, 0.0), WHEEL.root() - 12.0));
    }
    out = out.with(shape("edge")).with(circle("hub", (0.0, 0.0), HUB));
    if class == "left-out" {
        return out;
    }
    // Wheels that mesh turn in opposite directions.
    let is_clockwise = index.is_multiple_of(2);
    out = match gear.state {
        State::Spinning { fallen_back: false } => {
            out.with(arrow(is_clockwise, 0.0)).with(arrow(is_clockwise, 180.0))
        }
        State::Turning => out.with(arrow(is_clockwise, 0.0)),
        State::Stalled => {
            out.with(rect("still", (-7.0, 22.0), (5.0, 13.0))).with(rect("still", (2.0, 22.0), (5.0, 13.0)))
        }
        _ => out,
    };
    let done = gear.progress.map_or_else(|| "–".to_owned(), |progress| percent(progress.0));
    out.with(text("share", (0.0, 8.0), &done))
}

/// A part of a circle with a point, inside the hub.
fn arrow(is_clockwise: bool, turned: f64) -> Element {
    let radius = HUB - 11.0;
    let sign = if is_clockwise { 1.0 } else { -1.0 };
    let angle = |degrees: f64| (turned - 90.0 + sign * degrees).to_radians();
    let (start, end) = (on(radius, angle(-42.0)), on(radius, angle(30.0)));
    let tip = on(radius, angle(48.0));
    let (inner, outer) = (on(radius - 5.5, angle(30.0)), on(radius + 5.5, angle(30.0)));
    Element::new("g")
        .class("arrow")
        .with(Path::through([start]).arc(radius, false, is_clockwise, end).element("shaft"))
        .with(Path::through([tip, inner, outer]).close().element("point"))
}

/// What stands under a wheel: its name and place in the order, its state, its start, its slack.
fn legend(index: usize, gear: &GearRow) -> Element {
    let (mark, state) = parts::verdict(gear);
    let sign = mark.map(|mark| format!("{} ", mark.sign())).unwrap_or_default();
    let tone = super::tone(mark);
    let name = format!("{} {}", index + 1, gear.gear);
    let mut out = group_at("legend", centre(index), MIDDLE + WHEEL.tip() + 34.0)
        .with(text("label name", (0.0, 0.0), &name))
        .with(text(&format!("label state {tone}"), (0.0, 24.0), &format!("{sign}{state}")));
    let mut y = 46.0;
    for small in small_print(gear) {
        out = out.with(text("label small", (0.0, y), &fit(&small, 14.0, ROOM)));
        y += 20.0;
    }
    out
}

fn small_print(gear: &GearRow) -> Vec<String> {
    if let Verdict::LeftOut(reason) = &gear.verdict {
        return wrap(reason, 14.0, ROOM, 2);
    }
    let start = gear.start.as_ref().map(|start| match gear.state {
        State::Planned => format!("starts {start}"),
        _ => format!("started {start}"),
    });
    let slack = gear.slack_days.map(|_| format!("slack {}", parts::slack(gear.slack_days)));
    start.into_iter().chain(slack).collect()
}

/// Whether a gate lets the next gear through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gate {
    Open,
    Forecast,
    Closed,
    Unknown,
    Absent,
}

impl Gate {
    fn of(gear: &GearRow, as_of: Date) -> Self {
        match gear.opening {
            OpeningRow::OpenSince(_) => Self::Open,
            OpeningRow::Forecast(day) if day > as_of => Self::Forecast,
            OpeningRow::Never => Self::Closed,
            OpeningRow::Forecast(_) | OpeningRow::Unknown => Self::Unknown,
            OpeningRow::NoGate | OpeningRow::Free => Self::Absent,
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Open => "gate open",
            Self::Forecast => "gate forecast",
            Self::Closed => "gate closed",
            Self::Unknown => "gate unknown",
            Self::Absent => "gate absent",
        }
    }

    fn heading(self) -> &'static str {
        match self {
            Self::Open => "gate open",
            Self::Forecast => "gate not reached yet",
            Self::Closed => "gate closed",
            Self::Unknown => "gate not reached",
            Self::Absent => "no gate",
        }
    }
}

/// The gate before a gear, over the place where its wheel meets the one before.
fn gate(train: &TrainTable, index: usize, gear: &GearRow, as_of: Date) -> Element {
    let x = centre(index) - WHEEL.pitch;
    let top = 74.0;
    let foot = MIDDLE - WHEEL.notch() - 6.0;
    if matches!(gear.verdict, Verdict::LeftOut(_)) {
        return group_at("gate absent", x, 0.0);
    }
    let gate = Gate::of(gear, as_of);
    let ahead = gear.ahead.and_then(|ahead| train.gears.iter().find(|one| one.gear == ahead));
    let figures = ahead.and_then(|ahead| ahead.gate.first()).map(|condition| {
        let now = condition.now.map_or_else(|| "–".to_owned(), |now| plain(now.0));
        let rest = ahead.map_or(0, |ahead| ahead.gate.len().saturating_sub(1));
        let more = if rest > 0 { format!(" +{rest}") } else { String::new() };
        let figures = format!(" {now}/{}{more}", plain(condition.figure.0));
        let room = ROOM - width(&figures, 13.0);
        format!("{}{figures}", fit(&condition.kpi, 13.0, room))
    });
    let when = match gear.opening {
        OpeningRow::OpenSince(day) => format!("since {day}"),
        // That nobody has looked since stands in the table: here is no room for it.
        OpeningRow::Forecast(day) if day <= as_of => format!("was forecast {day}"),
        OpeningRow::NoGate | OpeningRow::Free => String::new(),
        _ => parts::opening(gear, as_of),
    };
    let mut out = group_at(gate.class(), x, 0.0)
        .with(line("drop", (0.0, top + 9.0), (0.0, foot)))
        .with(diamond("sign", (0.0, top), 9.0))
        .with(text("label small strong", (0.0, 18.0), gate.heading()))
        .with(text("label small", (0.0, 36.0), &fit(&when, 13.0, ROOM)));
    if let Some(figures) = figures {
        out = out.with(text("label small", (0.0, 54.0), &figures));
    }
    match gate {
        Gate::Open => {
            out.with(Path::through([(-4.0, top), (-1.0, top + 3.5), (4.5, top - 3.5)]).element("tick"))
        }
        Gate::Closed => out.with(line("tick", (-3.0, top - 3.0), (3.0, top + 3.0))).with(line(
            "tick",
            (-3.0, top + 3.0),
            (3.0, top - 3.0),
        )),
        _ => out,
    }
}

/// What one sees, in words.
fn says(train: &TrainTable, as_of: Date) -> String {
    let mut said = vec![format!("{} wheels in the order in which they are to start.", train.gears.len())];
    for (index, gear) in train.gears.iter().enumerate() {
        let (_, state) = parts::verdict(gear);
        let gate = match Gate::of(gear, as_of) {
            _ if index == 0 || matches!(gear.verdict, Verdict::LeftOut(_)) => String::new(),
            Gate::Absent => " There is no gate before it.".to_owned(),
            gate => format!(" Before it: {}, {}.", gate.heading(), parts::opening(gear, as_of)),
        };
        let details = small_print(gear);
        let details = if details.is_empty() { String::new() } else { format!(", {}", details.join(", ")) };
        let filled = match gear.progress {
            Some(progress) => format!(", filled to {}", percent(progress.0)),
            None => String::new(),
        };
        said.push(format!("{}. {}: {state}{details}{filled}.{gate}", index + 1, gear.gear));
    }
    said.join(" ")
}
