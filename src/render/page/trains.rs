//! The gear train of a purpose: four wheels in their order, each filled by its progress, with the
//! gates between them. It is drawn twice, side by side for a screen or a sheet, and one above the
//! other for a telephone; the style sheet shows one of the two.

mod gear;

use super::element::{Element, number};
use super::label::{fit, width, wrap};
use super::svg::{Path, diamond, group_at, line, picture, text};
use crate::analysis::gears::State;
use crate::render::layout::parts;
use crate::render::outline::html;
use crate::report::gears::{GearRow, OpeningRow, TrainTable, Verdict};
use crate::words::figures::{percent, plain};
use gear::{WHEEL, clip, wheel};

/// How the wheels are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    Wide,
    Tall,
}

impl Layout {
    const fn name(self) -> &'static str {
        match self {
            Self::Wide => "wide",
            Self::Tall => "tall",
        }
    }

    fn size(self, wheels: usize) -> (f64, f64) {
        match self {
            Self::Wide => (960.0, 452.0),
            Self::Tall => (340.0, 2.0 * self.pitch() * count(wheels) + 20.0),
        }
    }

    const fn scale(self) -> f64 {
        match self {
            Self::Wide => 1.0,
            Self::Tall => 0.58,
        }
    }

    fn pitch(self) -> f64 {
        WHEEL.pitch * self.scale()
    }

    /// The middle of a wheel.
    fn centre(self, index: usize) -> (f64, f64) {
        let along = 2.0 * self.pitch() * count(index);
        match self {
            Self::Wide => (480.0 - 3.0 * self.pitch() + along, 214.0),
            Self::Tall => (76.0, WHEEL.tip() * self.scale() + 2.0 + along),
        }
    }

    /// How much room a line of text has.
    fn room(self) -> f64 {
        match self {
            Self::Wide => 2.0 * self.pitch() - 18.0,
            Self::Tall => 168.0,
        }
    }

    /// Where the text of a wheel begins, and how far its lines are apart.
    fn legend(self, index: usize) -> (f64, f64, f64) {
        let (x, y) = self.centre(index);
        match self {
            Self::Wide => (x, y + WHEEL.tip() + 34.0, 21.0),
            Self::Tall => (168.0, y - 22.0, 18.0),
        }
    }
}

#[allow(clippy::cast_precision_loss)] // there are four
fn count(wheels: usize) -> f64 {
    wheels as f64
}

/// The picture of a purpose, and how it is read.
pub fn figure(train: &TrainTable) -> String {
    let drawings = [Layout::Wide, Layout::Tall].map(|layout| draw(train, layout).to_string());
    let drawings = html::scroll(&format!("Gears of {}", train.purpose), &drawings.concat());
    let caption = "Each wheel is filled clockwise by the mean progress of its KPIs. A diamond is the gate that is to be \
                   reached before the next gear starts.";
    Element::new("figure")
        .class("chart chart-trains")
        .with(drawings)
        .with(Element::new("figcaption").text(caption))
        .to_string()
}

fn draw(train: &TrainTable, layout: Layout) -> Element {
    let id = format!("trains-{}-{}", train.purpose.key(), layout.name());
    let title = format!("The gears of {}", train.purpose);
    let gears = || train.gears.iter().enumerate();
    let defs = Element::new("defs")
        .with(WHEEL.outline().element("").set("id", &format!("{id}-wheel")))
        .with_all(gears().filter_map(|(index, gear)| clip(&id, index, gear)));
    let wheels = gears().map(|(index, gear)| {
        let (x, y) = layout.centre(index);
        let place = format!("translate({} {}) scale({})", number(x), number(y), number(layout.scale()));
        wheel(&id, index, gear).set("transform", &place)
    });
    picture(&id, layout.size(train.gears.len()), &title, &says(train))
        .class(layout.name())
        .with(defs)
        .with_all(wheels)
        .with_all(gears().skip(1).filter_map(|(index, gear)| gate(train, index, gear, layout)))
        .with_all(gears().map(|(index, gear)| legend(index, gear, layout)))
}

/// What stands by a wheel: its name and place in the order, its state, its start, its slack.
fn legend(index: usize, gear: &GearRow, layout: Layout) -> Element {
    let (mark, state) = parts::verdict(gear);
    let sign = mark.map(|mark| format!("{} ", mark.sign())).unwrap_or_default();
    let (x, y, step) = layout.legend(index);
    let state_class = format!("label state {}", super::tone(mark));
    let mut out = group_at("legend", x, y)
        .with(text("label name", (0.0, 0.0), &format!("{} {}", index + 1, gear.gear)))
        .with(text(&state_class, (0.0, step + 2.0), &format!("{sign}{state}")));
    let mut down = 2.0 * step + 3.0;
    for small in small_print(gear, layout.room()) {
        out = out.with(text("label small", (0.0, down), &fit(&small, SMALL, layout.room())));
        down += step - 1.0;
    }
    out
}

/// The size of the small print.
const SMALL: f64 = 13.0;

fn small_print(gear: &GearRow, room: f64) -> Vec<String> {
    if let Verdict::LeftOut(reason) = &gear.verdict {
        return wrap(reason, SMALL, room, 2);
    }
    let start = gear.start.as_ref().map(|start| match gear.state {
        State::Planned => format!("starts {start}"),
        _ => format!("started {start}"),
    });
    let slack = gear.slack_days.map(|_| {
        let slack = parts::slack(gear);
        let sign = slack.mark.map(|mark| format!("{} ", mark.sign())).unwrap_or_default();
        format!("slack {sign}{}", slack.text)
    });
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
    fn of(gear: &GearRow) -> Self {
        match gear.opening {
            OpeningRow::OpenSince(_) => Self::Open,
            OpeningRow::Forecast(_) => Self::Forecast,
            OpeningRow::Never => Self::Closed,
            OpeningRow::Overdue(_) | OpeningRow::Unknown => Self::Unknown,
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

/// The gate before a gear, beside the place where its wheel meets the one before; none before a
/// gear that is left out.
fn gate(train: &TrainTable, index: usize, gear: &GearRow, layout: Layout) -> Option<Element> {
    if matches!(gear.verdict, Verdict::LeftOut(_)) {
        return None;
    }
    let gate = Gate::of(gear);
    let (x, y) = layout.centre(index);
    let notch = WHEEL.notch() * layout.scale() + 6.0;
    // Where the wheels meet, where the sign stands, and where the words begin.
    let (meet, sign, words) = match layout {
        Layout::Wide => ((0.0, y - notch), (0.0, 74.0), (0.0, 18.0)),
        Layout::Tall => ((x + notch, 0.0), (176.0, 0.0), (192.0, -12.0)),
    };
    let (left, top) = match layout {
        Layout::Wide => (x - layout.pitch(), 0.0),
        Layout::Tall => (0.0, y - layout.pitch()),
    };
    let mut out =
        group_at(gate.class(), left, top).with(line("drop", sign, meet)).with(diamond("sign", sign, 9.0));
    let room = if layout == Layout::Tall { layout.room() - 24.0 } else { layout.room() };
    let when = match gear.opening {
        OpeningRow::OpenSince(day) => format!("since {day}"),
        // That nobody has looked since stands in the table: here is no room for it.
        OpeningRow::Overdue(day) => format!("was forecast {day}"),
        OpeningRow::NoGate | OpeningRow::Free => String::new(),
        _ => parts::opening(gear).to_string(),
    };
    let said = [("label small strong", gate.heading().to_owned()), ("label small", when)];
    let figures = figures(train, gear, room).map(|figures| ("label small", figures));
    let mut down = words.1;
    for (class, said) in said.into_iter().chain(figures).filter(|(_, said)| !said.is_empty()) {
        out = out.with(text(class, (words.0, down), &fit(&said, SMALL, room)));
        down += if layout == Layout::Wide { 18.0 } else { 16.0 };
    }
    let (x, y) = sign;
    Some(match gate {
        Gate::Open => {
            out.with(Path::through([(x - 4.0, y), (x - 1.0, y + 3.5), (x + 4.5, y - 3.5)]).element("tick"))
        }
        Gate::Closed => out.with(line("tick", (x - 3.0, y - 3.0), (x + 3.0, y + 3.0))).with(line(
            "tick",
            (x - 3.0, y + 3.0),
            (x + 3.0, y - 3.0),
        )),
        Gate::Forecast | Gate::Unknown | Gate::Absent => out,
    })
}

/// The figures of a gate today; of several conditions, the first that holds it shut.
fn figures(train: &TrainTable, gear: &GearRow, room: f64) -> Option<String> {
    let ahead = train.gears.iter().find(|one| Some(one.gear) == gear.ahead)?;
    let waits = ahead.gate.iter().position(|condition| !condition.reached).unwrap_or(0);
    let condition = ahead.gate.get(waits)?;
    let now = condition.now.map_or_else(|| "–".to_owned(), |now| plain(now.0));
    let more = match ahead.gate.len() {
        0 | 1 => String::new(),
        all => format!(" +{}", all - 1),
    };
    let figures = format!(" {now}/{}{more}", plain(condition.figure.0));
    let name = fit(&condition.kpi, SMALL, room - width(&figures, SMALL));
    Some(format!("{name}{figures}"))
}

/// What one sees, in words.
fn says(train: &TrainTable) -> String {
    let mut said = vec![format!("{} wheels in the order in which they are to start.", train.gears.len())];
    for (index, gear) in train.gears.iter().enumerate() {
        let (_, state) = parts::verdict(gear);
        let gate = match Gate::of(gear) {
            _ if index == 0 || matches!(gear.verdict, Verdict::LeftOut(_)) => String::new(),
            Gate::Absent => " There is no gate before it.".to_owned(),
            gate => format!(" Before it: {}, {}.", gate.heading(), parts::opening(gear)),
        };
        let details = small_print(gear, f64::INFINITY);
        let details = if details.is_empty() { String::new() } else { format!(", {}", details.join(", ")) };
        let filled = match gear.progress {
            Some(progress) => format!(", filled to {}", percent(progress.0)),
            None => String::new(),
        };
        said.push(format!("{}. {}: {state}{details}{filled}.{gate}", index + 1, gear.gear));
    }
    said.join(" ")
}
