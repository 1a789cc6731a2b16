//! What a meeting should know of a KPI, and what it should decide.

use super::{GapReport, Item, MAX_NAMED, Weighed};
use crate::analysis::forecast::Direction;
use crate::analysis::kpi::{Judgment, Mark, Status};
use crate::report::gears::GearRow;
use crate::strategy::kpi::Counts;
use crate::strategy::subject::Subject;
use crate::words::figures::{computed, plain};
use crate::words::text::{Text, code, day, join, name, text};

/// The weight of a target that nobody read on its day.
const UNREAD: u32 = 82;
/// The weight of a KPI of a goal that has never been read.
pub(super) const NO_READING: u32 = 40;
/// The weight of a KPI on track whose last stretch brought far less than planned.
const BAD_STRETCH: u32 = 53;
/// What an item is about. After a colon, a name in the plural reads as well as one in the singular.
pub(super) fn called(kpi: &Judgment) -> Text {
    title(kpi) + ": "
}

pub(super) fn title(kpi: &Judgment) -> Text {
    kpi.name.as_ref().map_or_else(|| code(&kpi.id), name)
}

/// `450 leads/quarter by 2027-12-31`.
pub(super) fn target(kpi: &Judgment) -> Text {
    let value =
        kpi.target.map(|target| target.value.map_or_else(|| target.to_string(), |value| plain(value.0)));
    let unit = kpi.unit.as_ref().map(|unit| text(" ") + name(unit));
    let due = kpi.target.and_then(|target| target.date);
    Text::from(value) + unit + due.map(|due| text(" by ") + day(due))
}

/// `above its limit of 24 hours by 2027-12-31`.
fn broken(kpi: &Judgment) -> Text {
    let unit = kpi.unit.as_ref().map(|unit| text(" ") + name(unit));
    let due = kpi.target.and_then(|target| target.date);
    Text::from(kpi.target.and_then(|target| target.broken())) + unit + due.map(|due| text(" by ") + day(due))
}

/// `446 on 2027-06-30`.
pub(super) fn now(kpi: &Judgment) -> Text {
    at(kpi.figure)
}

pub(super) fn at(figure: Option<Mark>) -> Text {
    figure.map(|figure| text(plain(figure.value.0)) + " on " + day(figure.date)).into()
}

/// What says whether a gear spins: `visits at 9400 on 2027-06-30, gate 11000`.
pub(super) fn gate(report: &GapReport, gear: &GearRow) -> Option<Text> {
    let watched = gear.watched.as_ref()?;
    let kpi = report.kpis.iter().find(|kpi| kpi.id == watched.kpi);
    let on = kpi.and_then(|kpi| kpi.figure).filter(|figure| watched.now == Some(figure.value));
    let now = match watched.now {
        Some(now) => text(format!(" at {}", plain(now.0))) + on.map(|figure| text(" on ") + day(figure.date)),
        None => ", no reading".into(),
    };
    let noun = match kpi {
        _ if !gear.gate.is_empty() => "gate",
        Some(kpi) if kpi.is_seasonal => "plan",
        _ => "target",
    };
    let figure = watched.figure.map(|figure| match watched.direction {
        Some(Direction::Falling) => format!(", {noun} at most {}", plain(figure.0)),
        _ => format!(", {noun} {}", plain(figure.0)),
    });
    Some(name(watched.name.as_ref().unwrap_or(&watched.kpi)) + now + figure)
}

/// The plan on the figure's day, unless both look the same.
pub(super) fn planned(kpi: &Judgment) -> Option<String> {
    let now = kpi.figure.map(|figure| plain(figure.value.0));
    kpi.planned_at_figure.map(|planned| computed(planned.0)).filter(|planned| Some(planned) != now.as_ref())
}

/// The items about KPIs. Those that were not read around the day of their target are one item.
pub(super) fn items(report: &GapReport) -> Vec<Weighed> {
    let unread: Vec<&Judgment> = report.kpis.iter().filter(|kpi| kpi.status == Status::Unread).collect();
    let together = if unread.len() > 1 { together(&unread) } else { None };
    let is_said = |kpi: &Judgment| kpi.status == Status::Unread && together.is_some();
    let single = report.kpis.iter().filter(|kpi| !is_said(kpi)).filter_map(|kpi| item(report, kpi));
    single.chain(together.clone()).collect()
}

fn together(unread: &[&Judgment]) -> Option<Weighed> {
    let first = unread.first()?;
    let each = unread.iter().take(MAX_NAMED).map(|kpi| title(kpi) + " (" + target(kpi) + ")");
    let rest = unread.len().saturating_sub(MAX_NAMED);
    let rest = (rest > 0).then(|| format!("; and {rest} more"));
    let topic = text(format!("no reading shows whether {} targets were met: ", unread.len()));
    let owner =
        first.owner.as_ref().filter(|owner| unread.iter().all(|kpi| kpi.owner.as_ref() == Some(*owner)));
    let about = Subject::Kpi(first.id.clone());
    Some((UNREAD, Item::new(about, topic + join(each, "; ") + rest, "who reads them, and by when", owner)))
}

fn item(report: &GapReport, kpi: &Judgment) -> Option<Weighed> {
    let has_begun = report.head.start.is_none_or(|start| start <= report.head.as_of);
    let due = kpi.target.and_then(|target| target.date).or(report.head.end);
    // The limit of a sum whose time is over is as final as a missed target.
    let is_final = kpi.counts != Counts::Level && due.is_some_and(|end| end < kpi.today);
    let weight = match kpi.status {
        Status::Missed => 100,
        Status::FellBack => 97,
        Status::Worse => 94,
        Status::OffTrack => 88,
        Status::Broken if is_final => 99,
        Status::Broken => 84,
        Status::Unread => UNREAD,
        Status::AtRisk => 54,
        Status::EndsShort => 52,
        Status::EndsOver => 53,
        Status::NoReading if !kpi.goals.is_empty() && has_begun => NO_READING,
        // What brought little although the target is near, or was made up for before, needs an explanation.
        Status::OnTrack | Status::TooEarly if kpi.bad_stretch().is_some() => BAD_STRETCH,
        _ => return None,
    };
    // A KPI that measures a goal matters more.
    let weight = if kpi.goals.is_empty() { weight - 6 } else { weight };
    let is_over = report.head.end.is_some_and(|end| end <= kpi.today);
    let (topic, ask) = topic(kpi, is_final, is_over);
    // What is on track says it already, and of the only stretch so far there is no more to say.
    let is_said = matches!(kpi.status, Status::OnTrack | Status::TooEarly)
        || kpi.bad_stretch().is_some_and(|stretch| stretch.figure == kpi.figure.map(|figure| figure.value));
    let stretch = bad_stretch(kpi).filter(|_| !is_said).map(|stretch| format!("; {stretch}"));
    let about = Subject::Kpi(kpi.id.clone());
    Some((weight, Item::new(about, called(kpi) + topic + stretch, ask, kpi.owner.as_ref())))
}

/// `2027-Q2 brought 20 of the planned 100`.
fn bad_stretch(kpi: &Judgment) -> Option<String> {
    let stretch = kpi.bad_stretch()?;
    let (figure, target, of) = (plain(stretch.figure?.0), plain(stretch.target.0), &stretch.time);
    Some(match kpi.counts {
        Counts::Level => format!("it ended {of} at {figure} instead of {target}"),
        Counts::Sum | Counts::Total => format!("{of} brought {figure} of the planned {target}"),
    })
}

/// What the meeting should know of a KPI, and what it should decide. `is_final` if no more comes in.
/// If the period `is_over`, no new date is left in it.
fn topic(kpi: &Judgment, is_final: bool, is_over: bool) -> (Text, &'static str) {
    let now = now(kpi);
    let then = kpi.on_target_day.map(|figure| plain(figure.value.0)).unwrap_or_default();
    let target = target(kpi);
    let is_falling = kpi.is_rising() == Some(false);
    match kpi.status {
        Status::Missed => (
            text("missed its target of ") + target + "; it was at " + now,
            if is_over {
                "what now: a new target in the next strategy, or drop it"
            } else {
                "what now: a new date, a new target, or drop it"
            },
        ),
        Status::FellBack => (
            text("met its target of ") + target + format!(" with {then}, and was back at ") + now,
            if is_falling {
                "what caused the rise, and is the target meant to hold"
            } else {
                "what caused the drop, and is the target meant to hold"
            },
        ),
        Status::Worse => {
            let start = kpi.start.and_then(|start| start.value).map(|start| plain(start.0));
            let from = start.map(|start| format!(", {start}")).unwrap_or_default();
            (
                text("at ") + now + format!(", worse than at the start{from}; its target is ") + target,
                if is_falling {
                    "what caused the rise, and what would reverse it"
                } else {
                    "what caused the drop, and what would reverse it"
                },
            )
        }
        Status::Broken => {
            let ask = match kpi.counts {
                Counts::Level => "what gets it back, or is the limit wrong",
                _ if is_final => "why was it more, and what follows from that",
                _ => "what stops more from coming in, and what is the new limit",
            };
            (text("at ") + now + ", " + broken(kpi), ask)
        }
        Status::Unread => {
            let verb =
                if kpi.target.is_some_and(|target| target.value.is_some()) { "reached" } else { "was" };
            let latest = kpi.figure.is_some().then(|| text("; it was at ") + now);
            (
                text(format!("no reading shows whether it {verb} ")) + target + latest,
                "who will report this figure, and by when",
            )
        }
        Status::NoReading => {
            let since = kpi.expected_from.filter(|_| kpi.figure.is_some());
            let since = since.map(|day_of| text(" since its gear started on ") + day(day_of));
            (
                text("no reading") + since.unwrap_or_else(|| text(" so far")),
                "who will report this figure, and by when",
            )
        }
        Status::EndsShort => {
            let end = kpi.forecast.on_target_day.map(|value| computed(value.0)).unwrap_or_default();
            (
                text("on track so far at ")
                    + now
                    + format!(", but at today's rate it ends at {end} instead of ")
                    + target,
                "what has to change before it falls behind",
            )
        }
        Status::EndsOver => {
            let end = kpi.forecast.on_target_day.map(|value| computed(value.0)).unwrap_or_default();
            (
                text("within its limit so far at ")
                    + now
                    + format!(", but at today's rate it ends at {end}, ")
                    + broken(kpi),
                "what has to change before it passes the limit, or is the limit wrong",
            )
        }
        Status::OnTrack | Status::TooEarly => (
            text(format!("{} at ", kpi.status)) + now + ", but " + bad_stretch(kpi),
            "what was the reason, and does it go on",
        ),
        _ => {
            let planned = planned(kpi).map(|planned| format!(" instead of the planned {planned}"));
            (
                text(format!("{} at ", kpi.status)) + now + planned + "; its target is " + target,
                "what gets it back on track, or is the target wrong",
            )
        }
    }
}
