//! The gears of a purpose as four wheels in their order, with the gates between them.
//!
//! They are drawn twice: side by side for a screen or paper, and one above the other for a phone. The
//! style sheet shows one of the two.

use minijinja::context;
use minijinja::value::Value;

use super::numbers::plain;
use super::svg::{Element, Point, diamond, group_at, line, number, path, picture, text, through};
use super::text_fit::{fit, width, wrap};
use super::wheel::{self, PITCH, TIP};
use super::{signed, tone};
use crate::analysis::gears::State;
use crate::analysis::sequence::Opening;
use crate::render::layout::parts;
use crate::report::gears::{GearRow, GearTable, Verdict};
use crate::words::figures::percent;

pub(super) fn gear_sequence(sequence: &GearTable) -> Value {
    let drawings = [&WIDE, &TALL].map(|layout| draw(sequence, layout));
    context! { kind => "gear_sequence", purpose => sequence.purpose.to_string(), drawings => drawings.map(Value::from) }
}

struct Layout {
    name: &'static str,
    is_wide: bool,
    scale: f64,
    /// The width of a line of text.
    text_width: f64,
}

const WIDE: Layout = Layout { name: "wide", is_wide: true, scale: 1.0, text_width: 2.0 * PITCH - 18.0 };
const TALL: Layout = Layout { name: "tall", is_wide: false, scale: 0.58, text_width: 196.0 };

impl Layout {
    #[allow(clippy::cast_precision_loss)] // there are four wheels
    fn size(&self, wheels: usize) -> (f64, f64) {
        if self.is_wide { (960.0, 472.0) } else { (368.0, 2.0 * PITCH * self.scale * wheels as f64 + 20.0) }
    }

    #[allow(clippy::cast_precision_loss)] // there are four wheels
    fn center(&self, index: usize) -> Point {
        let pitch = PITCH * self.scale;
        let along = 2.0 * pitch * index as f64;
        if self.is_wide {
            (480.0 - 3.0 * pitch + along, 214.0)
        } else {
            (76.0, TIP * self.scale + 2.0 + along)
        }
    }
}

fn draw(sequence: &GearTable, layout: &Layout) -> Element {
    let id = format!("gears-{}-{}", sequence.purpose.key(), layout.name);
    let title = format!("The gears of {}", sequence.purpose);
    let gears = || sequence.gears.iter().enumerate();
    // A gear that is left out waits for no gate.
    let gated = gears().skip(1).filter(|(_, gear)| !matches!(gear.verdict, Verdict::LeftOut(_)));
    picture(&id, layout.size(sequence.gears.len()), &title, &description(sequence))
        .set("class", layout.name)
        .with(wheels(sequence, &id, layout.scale, |index| layout.center(index)))
        .with(gated.map(|(index, gear)| gate(sequence, gear, layout.center(index), layout)))
        .with(gears().map(|(index, gear)| label(index, gear, layout)))
}

/// The wheels, after the shapes that they share.
fn wheels(sequence: &GearTable, id: &str, scale: f64, center: impl Fn(usize) -> Point) -> Vec<Element> {
    let outline_id = format!("{id}-wheel");
    let outline = wheel::outline().set("id", &outline_id);
    let gears = || sequence.gears.iter().enumerate();
    let slice_id = |index: usize| format!("{id}-{index}");
    let slices = gears().filter_map(|(index, gear)| wheel::slice(&slice_id(index), gear));
    let shapes = Element::new("defs").with([outline]).with(slices);
    let wheels = gears().map(|(index, gear)| {
        let (x, y) = center(index);
        let place = format!("translate({} {}) scale({})", number(x), number(y), number(scale));
        wheel::wheel(index, gear, &outline_id, &slice_id(index)).set("transform", &place)
    });
    std::iter::once(shapes).chain(wheels).collect()
}

/// The same wheels for the first screen: small, with nothing but their names and states.
#[allow(clippy::cast_precision_loss)] // there are four wheels
pub(super) fn train(sequence: &GearTable) -> Value {
    const SCALE: f64 = 0.44;
    const STEP: f64 = 2.0 * PITCH * SCALE;
    const TOP: f64 = TIP * SCALE + 2.0;
    let id = format!("train-{}", sequence.purpose.key());
    let states: Vec<(String, Vec<String>)> = sequence
        .gears
        .iter()
        .map(|gear| {
            let (mark, state) = parts::verdict(gear);
            (format!("state {}", tone(mark)), wrap(&signed(mark, state), SMALL, STEP - 4.0, 3))
        })
        .collect();
    let most = states.iter().map(|(_, lines)| lines.len()).max().unwrap_or_default();
    let size = (STEP * sequence.gears.len() as f64 + 16.0, 2.0 * TOP + 24.0 + 16.0 * most as f64);
    let center = |index: usize| (8.0 + STEP / 2.0 + STEP * index as f64, TOP);
    let labels = sequence.gears.iter().zip(&states).enumerate().map(|(index, (gear, (class, state)))| {
        let name = text("name", (0.0, 0.0), &gear.gear.to_string());
        let place = (center(index).0, 2.0 * TOP + 18.0);
        let state = state.iter().map(|line| (class.as_str(), line.clone()));
        group_at("legend", place).with([name]).with(lines(state, (0.0, 18.0), 16.0, STEP))
    });
    let title = format!("The gears of {} at a glance", sequence.purpose);
    let drawing = picture(&id, size, &title, &description(sequence));
    Value::from(drawing.with(wheels(sequence, &id, SCALE, center)).with(labels))
}

/// The text of a wheel: its name and place in the order, its state, its start, its slack.
fn label(index: usize, gear: &GearRow, layout: &Layout) -> Element {
    let (mark, state) = parts::verdict(gear);
    let (x, y) = layout.center(index);
    let (place, step) = if layout.is_wide { ((x, y + TIP + 34.0), 21.0) } else { ((168.0, y - 22.0), 18.0) };
    let first = [
        text("label name", (0.0, 0.0), &format!("{} {}", index + 1, gear.gear)),
        text(&format!("label state {}", tone(mark)), (0.0, step + 2.0), &signed(mark, state)),
    ];
    let first_detail = (0.0, 2.0 * step + 3.0);
    // Below each other, the wheels leave room for two lines.
    let most = if layout.is_wide { 3 } else { 2 };
    let details =
        details(gear, layout.text_width).into_iter().take(most).map(|detail| ("label small", detail));
    group_at("legend", place).with(first).with(lines(details, first_detail, step - 1.0, layout.text_width))
}

/// Lines of small print, each with its class, below each other. Those that say nothing are left out.
fn lines<'a>(
    lines: impl IntoIterator<Item = (&'a str, String)>,
    (x, mut y): Point,
    step: f64,
    text_width: f64,
) -> impl Iterator<Item = Element> {
    lines.into_iter().filter(|(_, content)| !content.is_empty()).map(move |(class, content)| {
        let line = text(class, (x, y), &fit(&content, SMALL, text_width));
        y += step;
        line
    })
}

/// The size of the small print.
const SMALL: f64 = 13.0;

fn details(gear: &GearRow, text_width: f64) -> Vec<String> {
    if let Verdict::LeftOut(reason) = &gear.verdict {
        return wrap(reason, SMALL, text_width, 2);
    }
    let verb = if gear.state == State::Planned { "starts" } else { "started" };
    let start = gear.start.as_ref().map(|start| format!("{verb} {start}"));
    let slack = parts::slack(gear);
    let slack = gear.slack_days.map(|_| format!("slack {}", signed(slack.mark, &slack.text.to_string())));
    let pace = parts::pace(gear).map(|pace| format!("recent pace {pace}"));
    start.into_iter().chain(slack).chain(pace).collect()
}

/// The class and the heading of the gate before a gear.
fn gate_look(gear: &GearRow) -> (&'static str, &'static str) {
    match gear.opening {
        Opening::OpenSince(_) => ("gate open", "gate open"),
        Opening::Forecast(_) | Opening::Planned(_) => ("gate forecast", "gate not reached"),
        Opening::Lost(_) => ("gate closed", "gate lost again"),
        Opening::Never => ("gate closed", "gate closed"),
        Opening::Overdue(_) | Opening::Unknown => ("gate unknown", "gate not reached"),
        Opening::NoGate | Opening::Free => ("gate absent", "no gate"),
    }
}

/// The gate before a gear, next to the place where its wheel meets the one before.
fn gate(sequence: &GearTable, gear: &GearRow, (x, y): Point, layout: &Layout) -> Element {
    let (class, heading) = gate_look(gear);
    let pitch = PITCH * layout.scale;
    let notch = wheel::notch() * layout.scale + 6.0;
    // The origin of the group and, in it, where the wheels meet, the sign and the first line of text.
    let (origin, meeting, sign, line_at, step, text_width) = if layout.is_wide {
        ((x - pitch, 0.0), (0.0, y - notch), (0.0, 74.0), (0.0, 18.0), 18.0, layout.text_width)
    } else {
        ((0.0, y - pitch), (x + notch, 0.0), (176.0, 0.0), (192.0, -12.0), 16.0, layout.text_width - 24.0)
    };
    let when = match gear.opening {
        Opening::OpenSince(day) => format!("since {day}"),
        Opening::Lost(day) => format!("reached {day}"),
        // That there has been no reading since is in the table: there is no room for it here.
        Opening::Overdue(day) => format!("was forecast {day}"),
        Opening::NoGate | Opening::Free => String::new(),
        _ => parts::opening(gear).to_string(),
    };
    let figures = figures(sequence, gear, text_width).unwrap_or_default();
    let content =
        [("label small strong", heading.to_owned()), ("label small", when), ("label small", figures)];
    let (x, y) = sign;
    let tick = match gear.opening {
        Opening::OpenSince(_) => {
            vec![path("tick", &through([(x - 4.0, y), (x - 1.0, y + 3.5), (x + 4.5, y - 3.5)]))]
        }
        Opening::Never | Opening::Lost(_) => vec![
            line("tick", (x - 3.0, y - 3.0), (x + 3.0, y + 3.0)),
            line("tick", (x - 3.0, y + 3.0), (x + 3.0, y - 3.0)),
        ],
        _ => Vec::new(),
    };
    group_at(class, origin)
        .with([line("drop", sign, meeting), diamond("sign", sign, 9.0)])
        .with(lines(content, line_at, step, text_width))
        .with(tick)
}

/// The figures of a gate today; of several conditions, the first that is not reached.
fn figures(sequence: &GearTable, gear: &GearRow, text_width: f64) -> Option<String> {
    let ahead = sequence.gears.iter().find(|other| Some(other.gear) == gear.ahead)?;
    let condition = ahead.gate.iter().find(|condition| !condition.reached).or(ahead.gate.first())?;
    let now = condition.now.map_or_else(|| "–".to_owned(), |now| plain(now.0));
    let more = match ahead.gate.len() {
        0 | 1 => String::new(),
        all => format!(" +{}", all - 1),
    };
    let figures = format!(" {now}/{}{more}", plain(condition.figure().0));
    let name = fit(&condition.kpi, SMALL, text_width - width(&figures, SMALL));
    Some(format!("{name}{figures}"))
}

fn description(sequence: &GearTable) -> String {
    let mut sentences =
        vec![format!("{} wheels in the order in which they are to start.", sequence.gears.len())];
    for (index, gear) in sequence.gears.iter().enumerate() {
        let facts = std::iter::once(parts::verdict(gear).1.to_owned()).chain(details(gear, f64::INFINITY));
        let filled = gear.progress.map(|progress| format!("filled to {}", percent(progress.0)));
        let facts: Vec<String> = facts.chain(filled).collect();
        sentences.push(format!("{}. {}: {}.", index + 1, gear.gear, facts.join(", ")));
        if index == 0 || matches!(gear.verdict, Verdict::LeftOut(_)) {
            continue;
        }
        sentences.push(match gear.opening {
            Opening::NoGate | Opening::Free => "There is no gate before it.".to_owned(),
            _ => format!("Before it: {}, {}.", gate_look(gear).1, parts::opening(gear)),
        });
    }
    sentences.join(" ")
}
