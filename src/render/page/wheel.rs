//! A gear wheel: filled by the progress of its gear, colored by its state, turning or not.
//!
//! The flanks of its teeth are involutes of a circle, like those of real gears, so that neighbors mesh
//! without cutting into each other: their pitch circles touch, and one is turned by half a tooth.

use std::f64::consts::{PI, TAU};

use super::svg::{
    Element, Point, arc, circle, clip_path, clipped, group, number, path, polygon, rect, text, through,
};
use crate::analysis::gears::State;
use crate::report::gears::{GearRow, Verdict};
use crate::words::figures::percent;

/// The radius of the circle that rolls on that of a neighbor: two wheels are twice as far apart.
pub(super) const PITCH: f64 = 116.0;
/// An even number, so that a wheel meets both of its neighbors in the same way.
const TEETH: u32 = 20;
const TOOTH: f64 = 2.0 * PITCH / TEETH as f64;
/// How far the teeth reach.
pub(super) const TIP: f64 = PITCH + 0.9 * TOOTH;
/// Where the teeth begin.
const ROOT: f64 = PITCH - 1.1 * TOOTH;
const HUB: f64 = 46.0;
/// The angle at which the teeth push.
const PRESSURE: f64 = 20.0 * PI / 180.0;
/// The width of a tooth relative to half of its pitch. Below 1, the outlines stay apart.
const PLAY: f64 = 0.9;
/// Points on a flank.
const STEPS: u32 = 4;

/// How far above the line through two neighbors there is room between them.
pub(super) fn notch() -> f64 {
    (TIP.powi(2) - PITCH.powi(2)).sqrt()
}

/// Half of the angle that a tooth fills at a radius.
fn half_angle(radius: f64) -> f64 {
    let involute = |angle: f64| angle.tan() - angle;
    let base = PITCH * PRESSURE.cos();
    let at_pitch = PI / f64::from(2 * TEETH) * PLAY;
    at_pitch + involute(PRESSURE) - involute((base / radius.max(base)).min(1.0).acos())
}

/// The outline of a wheel around the origin, with a tooth to the right.
pub(super) fn outline() -> Element {
    let base = (PITCH * PRESSURE.cos()).max(ROOT);
    let flank = (0..=STEPS).map(|step| {
        let radius = base + (TIP - base) * f64::from(step) / f64::from(STEPS);
        (radius, half_angle(radius))
    });
    let flank: Vec<(f64, f64)> = std::iter::once((ROOT, half_angle(base) * 1.2)).chain(flank).collect();
    let mut points = Vec::new();
    for tooth in 0..TEETH {
        let middle = TAU * f64::from(tooth) / f64::from(TEETH);
        points.extend(flank.iter().map(|(radius, half)| on_circle(*radius, middle - half)));
        points.extend(flank.iter().rev().map(|(radius, half)| on_circle(*radius, middle + half)));
    }
    polygon("", points)
}

/// A point on a circle around the origin; angles turn clockwise from the right.
fn on_circle(radius: f64, angle: f64) -> Point {
    (radius * angle.cos(), radius * angle.sin())
}

/// The classes of a gear: that of its wheel, and that of its bar in the timeline.
pub(super) fn classes(gear: &GearRow) -> (&'static str, &'static str) {
    match (&gear.verdict, gear.state) {
        (Verdict::LeftOut(_), _) => ("left-out", "left-out"),
        (Verdict::NoStart | Verdict::OnPaper, _) => ("unplaced", "stalled"),
        (Verdict::OutOfOrder | Verdict::DrivenOutOfOrder, _) => ("out", "late"),
        (Verdict::TooSoon | Verdict::TooClose, _) => ("soon", "stalled"),
        (
            Verdict::Stalled
            | Verdict::Unbalanced
            | Verdict::LosingGround
            | Verdict::LeftAlone
            | Verdict::Behind,
            _,
        ) => ("stalled", "stalled"),
        (Verdict::FellBack, _) => ("fallen", "stalled"),
        (Verdict::Fine, State::Spinning) => ("spinning", "spinning"),
        (Verdict::Fine, State::Running | State::Unread) => ("running", "running"),
        (Verdict::Fine, _) => ("planned", "planned"),
    }
}

fn share(gear: &GearRow) -> f64 {
    gear.progress.map_or(0.0, |progress| progress.to_f64().clamp(0.0, 1.0))
}

/// The slice of a wheel that is filled, clockwise from the top; none if it is empty or full.
pub(super) fn slice(id: &str, gear: &GearRow) -> Option<Element> {
    let share = share(gear);
    let reach = TIP + 4.0;
    let end = on_circle(reach, TAU * share.min(0.9999) - PI / 2.0);
    let slice = through([(0.0, 0.0), (0.0, -reach)]) + &arc(reach, share > 0.5, true, end) + "Z";
    (share > 0.0 && share < 1.0).then(|| clip_path(id, path("", &slice)))
}

/// The wheel of the gear at `index`. `outline` and `slice` are the ids of its two shapes.
pub(super) fn wheel(index: usize, gear: &GearRow, outline: &str, slice: &str) -> Element {
    let (class, _) = classes(gear);
    let is_even = index.is_multiple_of(2);
    let turn = if is_even { 0.0 } else { 180.0 / f64::from(TEETH) };
    let shape = |layer: &str| {
        let copy = Element::new("use").set("class", layer).set("href", &format!("#{outline}"));
        copy.set("transform", &format!("rotate({})", number(turn)))
    };
    let hub = circle("hub", (0.0, 0.0), HUB);
    let out = group(&format!("wheel {class}")).with([shape("body")]);
    if class == "left-out" {
        return out.with([shape("edge"), hub]);
    }
    let fill = match share(gear) {
        1.0.. => Some(shape("fill")),
        filled if filled > 0.0 => Some(clipped(slice).with([shape("fill")])),
        _ => None,
    };
    // Wheels that mesh turn in opposite directions.
    let motion = match gear.state {
        State::Spinning => vec![arrow(is_even, 0.0), arrow(is_even, 180.0)],
        State::Running | State::Unread => vec![arrow(is_even, 0.0)],
        State::Stalled => [-7.0, 2.0].map(|x| rect("still", (x, 22.0), (5.0, 13.0))).into(),
        _ => Vec::new(),
    };
    let progress = gear.progress.map_or_else(|| "–".to_owned(), |progress| percent(progress.0));
    out.with(fill)
        .with([circle("rim", (0.0, 0.0), ROOT - 12.0), shape("edge"), hub])
        .with(motion)
        .with([text("share", (0.0, 8.0), &progress)])
}

/// An arrow along a part of a circle inside the hub.
fn arrow(is_clockwise: bool, turn: f64) -> Element {
    let radius = HUB - 11.0;
    let sign = if is_clockwise { 1.0 } else { -1.0 };
    let at = |radius: f64, degrees: f64| on_circle(radius, (turn - 90.0 + sign * degrees).to_radians());
    let shaft = through([at(radius, -42.0)]) + &arc(radius, false, is_clockwise, at(radius, 30.0));
    let head = [at(radius, 48.0), at(radius - 5.5, 30.0), at(radius + 5.5, 30.0)];
    group("arrow").with([path("shaft", &shaft), polygon("point", head)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tooth_fits_in_the_gap_of_its_neighbor() {
        // On the pitch circle, a tooth and its gap fill one pitch with a little play.
        let tooth = 2.0 * half_angle(PITCH);
        let pitch = TAU / f64::from(TEETH);
        assert!(tooth < pitch - tooth, "{tooth} of {pitch}");
        assert!(tooth > 0.8 * (pitch - tooth));
        // The tip of one does not reach the root of the other.
        const { assert!(TIP + ROOT < 2.0 * PITCH) };
        // Teeth become thinner outwards but do not vanish.
        assert!(half_angle(TIP) > 0.0);
        assert!(half_angle(TIP) < half_angle(ROOT));
        assert!(TEETH.is_multiple_of(2), "a wheel meets both of its neighbors in the same way");
    }
}
