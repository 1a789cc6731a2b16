//! One wheel of a train: filled by its progress, coloured by its state, turning or not.

use super::super::element::{Element, number};
use super::super::svg::{Path, circle, group, rect, text};
use super::super::wheel::{Wheel, on};
use crate::analysis::gears::State;
use crate::report::gears::{GearRow, Verdict};
use crate::words::figures::percent;

/// The wheel, at the size it has in the wide picture.
pub(super) const WHEEL: Wheel = Wheel { pitch: 116.0 };
const HUB: f64 = 46.0;

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

/// How much of it is filled, for those that are neither empty nor full.
pub(super) fn clip(id: &str, index: usize, gear: &GearRow) -> Option<Element> {
    let share = share(gear).filter(|share| *share > 0.0 && *share < 1.0)?;
    let slice = WHEEL.slice(share).element("");
    Some(Element::new("clipPath").set("id", &format!("{id}-{index}")).with(slice))
}

/// The wheel around the origin, as the `index`th of the picture `id`.
pub(super) fn wheel(id: &str, index: usize, gear: &GearRow) -> Element {
    let class = look(gear);
    let shape = |layer: &str| {
        Element::new("use")
            .class(layer)
            .set("href", &format!("#{id}-wheel"))
            .set("transform", &format!("rotate({})", number(Wheel::turn(index))))
    };
    let mut out = group(&format!("wheel {class}")).with(shape("body"));
    if class != "left-out" {
        let filled = share(gear).unwrap_or(0.0);
        let clip = format!("url(#{id}-{index})");
        if filled >= 1.0 {
            out = out.with(shape("fill"));
        } else if filled > 0.0 {
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
