//! How many gears spin, and which one holds up the others, in one sentence.

use super::{GearRow, Verdict, Watched};
use crate::analysis::forecast::Direction;
use crate::analysis::gears::{BACKWARD, Condition, State};
use crate::strategy::number::Number;
use crate::words::figures::{computed, plain, times};
use crate::words::text::{Text, day, name, text};
use crate::words::{and, capitalized, days};

pub(super) fn bottleneck(gears: &[GearRow]) -> Option<&GearRow> {
    gears.iter().find(|gear| gear.spins == Some(false))
}

/// True if the bottleneck keeps up with its plan, or is ready before the next gear is to start.
pub(super) fn is_on_its_way(gears: &[GearRow]) -> bool {
    let Some(gear) = bottleneck(gears) else { return false };
    let active = gears.iter().filter(|gear| gear.state != State::LeftOut);
    let next = active.skip_while(|one| one.gear != gear.gear).nth(1);
    let is_in_time = next.is_some_and(|next| next.slack_days.is_some_and(|slack| slack >= 0));
    let runs_on = !matches!(gear.state, State::FellBack | State::Stalled);
    let keeps_up = gear.keeps_up == Some(true)
        && gear.watched.as_ref().is_none_or(|watched| watched.keeps_up != Some(false));
    runs_on && (keeps_up || is_in_time || gear.has_just_started)
}

/// `2 of 4 gears spin. Enlistment is the bottleneck: helpers 14 of 20, 0.8× its plan, about 2027-07-31.`
pub(super) fn headline(gears: &[GearRow]) -> Text {
    let active = || gears.iter().filter(|gear| gear.state != State::LeftOut);
    let (of, running) = (active().count(), active().filter(|gear| gear.state.is_running()).count());
    let spinning = active().filter(|gear| gear.spins == Some(true)).count();
    let count = match (running, spinning) {
        (0, _) => return text("No gear has started yet."),
        (_, 0) if bottleneck(gears).is_none() && of == 1 => {
            return text("The only gear is running; no figure says yet whether it spins.");
        }
        (_, 0) if bottleneck(gears).is_none() => {
            let (run, they) = if running == 1 { ("is", "it spins") } else { ("are", "they spin") };
            return text(format!(
                "{running} of {of} gears {run} running; no figure says yet whether {they}."
            ));
        }
        (_, 0) if active().any(|gear| gear.state == State::FellBack) => {
            if of == 1 {
                "The only gear does not spin anymore".to_owned()
            } else {
                format!("None of the {of} gears spins anymore")
            }
        }
        (_, 0) if of == 1 => "The only gear does not spin yet".to_owned(),
        (_, 0) => format!("None of the {of} gears spins yet"),
        (_, 1) if of == 1 => "The only gear spins".to_owned(),
        (_, 1) => format!("1 of {of} gears spins"),
        (_, 2) if of == 2 => "Both gears spin".to_owned(),
        _ if spinning == of => format!("All {of} gears spin"),
        _ => format!("{spinning} of {of} gears spin"),
    };
    text(count) + but(gears).map(text) + "." + holding_up(gears).map(|gear| text(" ") + gear)
}

/// What the number of gears that spin does not tell: `, but acquisition is losing ground`.
fn but(gears: &[GearRow]) -> Option<String> {
    let losing: Vec<&str> =
        gears.iter().filter(|gear| gear.loses_ground()).map(|gear| gear.gear.key()).collect();
    if !losing.is_empty() {
        let are = if losing.len() == 1 { "is" } else { "are" };
        return Some(format!(", but {} {are} losing ground", and(&losing)));
    }
    let mut active = gears.iter().filter(|gear| gear.state != State::LeftOut);
    let slow = gears.iter().find(|gear| gear.verdict == Verdict::Unbalanced)?;
    let pace =
        slow.recent_pace.map(|pace| format!(", recently at {} its plan", times(pace.0))).unwrap_or_default();
    let is_all = active.all(|gear| gear.spins == Some(true));
    is_all.then(|| format!(", but not equally: {} lags{pace}", slow.gear.key()))
}

/// `Enlistment is the bottleneck: helpers 14 of 20, 0.8× its plan, about 2027-07-31.`
pub(super) fn holding_up(gears: &[GearRow]) -> Option<Text> {
    let unread = || gears.iter().find(|gear| gear.state == State::Unread);
    let gear = bottleneck(gears).or_else(unread)?;
    let active = gears.iter().filter(|gear| gear.state != State::LeftOut);
    let next = active.skip_while(|one| one.gear != gear.gear).nth(1);
    let says = match gear.state {
        State::FellBack => "has fallen back",
        State::Stalled if gear.watched.as_ref().is_some_and(goes_backward) => "is going backward",
        State::Stalled => "has stalled",
        State::Unread => "has had no reading since it started",
        _ if gear.has_just_started => "has just started",
        _ if is_on_its_way(gears) => "is on its way",
        _ if next.is_none() => "is behind",
        _ => "is the bottleneck",
    };
    let detail = gear.watched.as_ref().map(|watched| text(": ") + detail(watched));
    Some(text(format!("{} {says}", capitalized(gear.gear.key()))) + detail + ".")
}

fn goes_backward(watched: &Watched) -> bool {
    watched.pace.is_some_and(|pace| pace.0 <= BACKWARD)
}

fn detail(watched: &Watched) -> Text {
    // A name reads on like a sentence, so a comma ends it.
    let called = watched.name.as_ref().map_or_else(|| name(&watched.kpi), |full| name(full) + ",");
    let figure = figure_called(watched, called);
    // With a day, the rate is not news.
    let rate = watched.change_per_month.filter(|_| watched.forecast.is_none()).map(|change| {
        let sign = if change.0.is_sign_negative() { "" } else { "+" };
        format!(", {sign}{} a month", computed(change.0))
    });
    let pace = match &watched.broken {
        Some(broken) => Some(format!(", {broken}")),
        None => watched.pace.map(|pace| format!(", recently {} its plan", times(pace.0))),
    };
    let on = watched.forecast.map(|on| text(", about ") + day(on));
    let old = watched.old.map(|age| format!(", last read {} ago", days(age)));
    figure + rate + pace + on + old
}

/// The figure of the KPI that says whether a gear spins, and what it is to reach.
pub(crate) fn figure_of(watched: &Watched) -> Text {
    figure_called(watched, name(&watched.kpi))
}

fn figure_called(watched: &Watched, called: Text) -> Text {
    match watched.figure.filter(|_| watched.is_dip) {
        Some(figure) => dip(called, watched.now, figure, watched.direction),
        None => toward(called, watched.now, watched.figure, watched.direction),
    }
}

/// A figure of a gate, and what the gate asks for.
pub(crate) fn at_gate(one: &Condition) -> Text {
    let (figure, direction) = (one.figure(), Some(one.direction()));
    if one.is_dip() {
        dip(name(&one.kpi), one.now, figure, direction)
    } else {
        toward(name(&one.kpi), one.now, Some(figure), direction)
    }
}

/// `visits 10900, a small dip below 11000`: it still counts as reached.
fn dip(called: Text, now: Option<Number>, figure: Number, direction: Option<Direction>) -> Text {
    let dip = if direction == Some(Direction::Falling) { "a small rise above" } else { "a small dip below" };
    toward(called, now, None, direction) + format!(", {dip} {}", plain(figure.0))
}

/// `visits 9400 of 11000`, or `cost 9.4, needs to fall to 9`, and once it is there, `cost 8.8, at most 9`
fn toward(called: Text, now: Option<Number>, figure: Option<Number>, direction: Option<Direction>) -> Text {
    let is_there = now.zip(figure).is_some_and(|(now, figure)| now <= figure);
    let now = now.map_or("no reading".to_owned(), |now| plain(now.0));
    let figure = figure.map(|figure| match direction {
        Some(Direction::Falling) if is_there => format!(", at most {}", plain(figure.0)),
        Some(Direction::Falling) => format!(", needs to fall to {}", plain(figure.0)),
        _ => format!(" of {}", plain(figure.0)),
    });
    called + format!(" {now}") + figure.map(text)
}
