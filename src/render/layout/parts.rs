//! What several reports say in the same words.

use jiff::civil::Date;

use crate::analysis::forecast::Reach;
use crate::analysis::gears::State;
use crate::analysis::kpi::{self, Judgment, Standing, Status};
use crate::analysis::sequence::{Advice, Opening};
use crate::finding::Level;
use crate::render::outline::{Cell, Entry, Mark, Outline, marked};
use crate::report::gaps::GapReport;
use crate::report::gears::{GearRow, GearTable, Verdict, at_gate, figure_of};
use crate::report::summary::Summary;
use crate::strategy::kpi::Counts;
use crate::strategy::number::Number;
use crate::strategy::subject::Subject;
use crate::words::figures::times;
use crate::words::figures::{computed, percent, plain};
use crate::words::text::{Text, day, dim, join, name, text};
use crate::words::{self, capitalized, counted};

pub(in crate::render) fn status_mark(status: Status) -> Option<Mark> {
    match (status.standing(), status) {
        (Standing::Good, _) => Some(Mark::Good),
        (Standing::Bad, _) => Some(Mark::Bad),
        (Standing::Watch, _) | (Standing::Open, Status::NoReading | Status::NoBaseline | Status::Undated) => {
            Some(Mark::Care)
        }
        (Standing::Open, _) => None,
    }
}

/// What is missing to the target, or to the nearest end of a bound: negative beyond it.
pub(super) fn gap(kpi: &Judgment) -> Option<Number> {
    kpi.gap.or(kpi.margin.map(|margin| Number(-margin.0)))
}

/// What was read long ago says little about today.
pub(in crate::render) fn doubt(kpi: &Judgment) -> String {
    let old = kpi.is_by_an_old_reading().map(|age| format!(", last read {}", away(-age)));
    old.unwrap_or_default()
}

/// The status with what belongs to it: `met late, by 18 days`, `kept now, in 5 of 6 readings`.
pub(in crate::render) fn status(kpi: &Judgment) -> Text {
    let more = match kpi.status {
        Status::MetLate => kpi.days_late.map(|late| text(format!(", by {}", words::days(late)))),
        Status::Due => kpi.read_by.map(|by| text(", to be read by ") + day(by)),
        Status::NoBaseline => kpi
            .baseline_due
            .map(|due| text(if due < kpi.today { ", was due by " } else { ", due by " }) + day(due)),
        Status::Kept | Status::Broken => {
            let late = kpi.days_late.map(|late| text(format!(", {} late", words::days(late))));
            Some(Text::from(inside(kpi)) + late)
        }
        // A later reading can count what came in after the day.
        Status::Met | Status::Missed | Status::FellBack => kpi
            .on_target_day
            .filter(|read| kpi.target.and_then(|target| target.date).is_some_and(|due| read.date > due))
            .map(|read| text(", as read on ") + day(read.date)),
        _ => None,
    };
    text(kpi.status.name()) + more + doubt(kpi)
}

/// The status, and where that ends, if no table says so next to it: `on track, heading for 38.6`.
pub(in crate::render) fn status_and_end(kpi: &Judgment) -> Text {
    let is_on_its_way =
        matches!(kpi.status, Status::OnTrack | Status::Reached | Status::EndsShort | Status::EndsOver);
    match heading_for(kpi).filter(|_| is_on_its_way) {
        Some(end) => text(kpi.status.name()) + format!(", heading for {end}") + doubt(kpi),
        None => status(kpi),
    }
}

/// How many readings are inside a bound. What has come in of a sum is inside its limit until it is not.
fn inside(kpi: &Judgment) -> Option<String> {
    let inside = kpi.inside.filter(|inside| inside.of > 1 && kpi.counts == Counts::Level)?;
    let (kept, of) = (inside.kept, inside.of);
    Some(match kpi.status {
        Status::Kept if kept == of => match kpi.expected_from {
            Some(day) => format!(" in all {of} readings since {day}"),
            None => format!(" in all {of} readings"),
        },
        Status::Kept => format!(" now, in {kept} of {of} readings"),
        _ if kept == 0 => format!(" in all {of} readings"),
        _ => format!(" now, kept in {kept} of {of} readings"),
    })
}

/// Where a KPI ends at this rate, if that is not at its target.
fn heading_for(kpi: &Judgment) -> Option<String> {
    let end = computed(kpi.forecast.on_target_day.filter(|_| !kpi.is_heading_for_its_target())?.0);
    // Both can look the same when they are rounded.
    let target = kpi.target.and_then(|target| target.value).map(|value| plain(value.0));
    Some(end).filter(|end| Some(end) != target.as_ref())
}

pub(in crate::render) fn level_mark(level: Level) -> Option<Mark> {
    match level {
        Level::Error => Some(Mark::Bad),
        Level::Warning => Some(Mark::Care),
        Level::Info => None,
    }
}

pub(in crate::render) fn strategy_name(given: &str) -> Text {
    if given.is_empty() { "A strategy without a name".into() } else { name(given) }
}

pub(in crate::render) fn verdict(gear: &GearRow) -> (Option<Mark>, &str) {
    let mark = match (gear.level.and_then(level_mark), &gear.verdict) {
        (Some(mark), _) => Some(mark),
        // It is on its way, and not there.
        (None, Verdict::Fine) if gear.spins != Some(false) => Some(Mark::Good),
        // `check` does not report it: it is only behind, or the file allows it.
        (None, _) => None,
    };
    (mark, &gear.says)
}

pub(super) fn state(gear: &GearRow) -> Cell {
    let (mark, state) = verdict(gear);
    marked(mark, state)
}

pub(super) fn gears_section(out: &mut Outline, sequence: &GearTable) {
    let order: Vec<&str> = sequence.gears.iter().map(|gear| gear.gear.key()).collect();
    let own = if sequence.is_custom { ", in a custom order" } else { "" };
    let title = format!("{} gears", capitalized(sequence.purpose.key()));
    out.section(sequence.purpose.key(), title, format!(": {}{own}", order.join(" → ")));
}

/// After `why`, the reason for a custom order.
pub(super) fn rationale(out: &mut Outline, sequence: &GearTable, why: &str) {
    if let Some(rationale) = sequence.rationale.as_ref().filter(|_| sequence.is_custom) {
        out.dim(text(why) + name(rationale));
    }
}

pub(super) fn gears_left_out(out: &mut Outline, sequence: &GearTable) {
    for gear in &sequence.gears {
        if let Verdict::LeftOut(reason) = &gear.verdict {
            out.dim(text(format!("{} is left out: ", gear.gear)) + name(reason));
        }
    }
}

/// The gate with its figures today, or without one the KPI that says whether the gear spins:
/// `visits 9400 of 11000, about 2027-05-01`.
pub(super) fn figures_of(gear: &GearRow) -> Text {
    if gear.gate.is_empty() {
        let watched = gear.watched.as_ref().map(|one| {
            let broken = one.broken.as_ref().map(|broken| format!(", {broken}"));
            figure_of(one) + broken
        });
        return watched.into();
    }
    let conditions = gear.gate.iter().map(|one| {
        let when = match (one.reached_on, one.forecast) {
            (Some(on), _) if one.is_held => text(", since ") + day(on),
            (Some(on), _) if one.is_reached => text(", first on ") + day(on),
            (Some(on), _) => text(", reached on ") + day(on) + " and lost again",
            (None, Some(on)) => text(", about ") + day(on),
            (None, None) => Text::default(),
        };
        at_gate(one) + when
    });
    join(conditions, ", ")
}

/// The figures of a gate, without days.
pub(super) fn join_figures(gear: &GearRow) -> Text {
    join(gear.gate.iter().map(at_gate), ", ")
}

/// `1.2×`, with the name of the KPI if another one's figure is next to it.
pub(in crate::render) fn pace(gear: &GearRow) -> Option<String> {
    let pace = times(gear.recent_pace?.0);
    let watched = gear.watched.as_ref().map(|watched| watched.kpi.as_str());
    let other = gear.slowest.as_deref().filter(|slowest| watched.is_some_and(|watched| watched != *slowest));
    Some(other.map_or_else(|| pace.clone(), |kpi| format!("{pace} ({kpi})")))
}

/// The change of the KPI that says whether the gear spins, in a month.
pub(super) fn per_month(gear: &GearRow) -> Option<String> {
    let change = gear.watched.as_ref()?.change_per_month?.0;
    let sign = if change.is_sign_negative() || change.is_zero() { "" } else { "+" };
    Some(format!("{sign}{} a month", computed(change)))
}

/// The activities that drive a gear, and until when.
pub(super) fn driven(gear: &GearRow) -> Text {
    let pause = gear.alone.first().and_then(|alone| Some((alone.after, alone.again?)));
    let until = match pause {
        Some((after, again)) => Some(text(" until ") + day(after) + ", again from " + day(again)),
        None => gear.driven_until.map(|until| text(" until ") + day(until)),
    };
    few(&gear.driven_by) + until
}

/// The start, and a better one if there is any.
pub(super) fn start(gear: &GearRow) -> Cell {
    let start = Text::from(gear.start.as_ref().map(day));
    match gear.advice {
        Advice::StartOn(better) => marked(Some(Mark::Care), start + ", better " + day(better)),
        _ => start.into(),
    }
}

pub(in crate::render) fn opening(gear: &GearRow) -> Text {
    match gear.opening {
        _ if gear.state == State::LeftOut => Text::default(),
        Opening::Free => Text::default(),
        Opening::NoGate => "no gate".into(),
        Opening::OpenSince(since) => text("open since ") + day(since),
        Opening::Lost(since) => text("reached ") + day(since) + ", lost again",
        Opening::Overdue(on) => text("was forecast ") + day(on) + ", no reading since",
        Opening::Forecast(on) => text("forecast ") + day(on),
        Opening::Planned(on) => text("planned ") + day(on),
        Opening::Never => "never at this rate".into(),
        Opening::Unknown => "no forecast".into(),
    }
}

/// Days of slack, with their sign, marked if they are too few.
pub(in crate::render) fn slack(gear: &GearRow) -> Cell {
    gear.slack_days.map_or_else(Cell::default, |days| {
        let sign = if days < 0 { "−" } else { "" };
        let mark =
            (days < 0 && gear.verdict == Verdict::TooSoon && gear.level.is_some()).then_some(Mark::Care);
        let accepted = if days < 0 && is_accepted(gear) { ", accepted" } else { "" };
        marked(mark, format!("{sign}{}{accepted}", words::days(days.abs())))
    })
}

/// True if a gear has not started and nothing is wrong with the day on which it is to start, even if it is a little
/// before the gate ahead of it opens.
pub(super) fn is_accepted(gear: &GearRow) -> bool {
    gear.state == State::Planned && gear.verdict == Verdict::Fine
}

/// When to start a gear that has not started: the day that is advised, or the first that makes sense; a day that has
/// passed is now.
pub(super) fn earliest(gear: &GearRow, today: Date) -> Cell {
    let care = Some(Mark::Care);
    match gear.advice {
        Advice::StartOn(better) => marked(care, text("move to ") + day(better)),
        Advice::NeverReady => marked(care, "no day: never ready at this rate"),
        Advice::AfterPeriod(first) => marked(care, text("no day in the period: ") + day(first)),
        Advice::NoRoomBefore(next) => marked(care, text("no day before ") + day(next)),
        Advice::BringsAnother(first) => {
            marked(care, text("no day: ") + day(first) + " would cause another problem")
        }
        Advice::Keep => {
            match gear.earliest.filter(|_| matches!(gear.state, State::Planned | State::NotPlaced)) {
                Some(earliest) if earliest <= today => "now".into(),
                earliest => Text::from(earliest.map(day)).into(),
            }
        }
    }
}

/// `28000 (2026)`.
/// `900 (2026)`; a figure that cannot be compared with the target says so.
pub(in crate::render) fn before(before: &kpi::Before) -> Text {
    let other = if before.is_as_long { "" } else { ", another length of time" };
    text(plain(before.value.0)) + before.date.as_ref().map(|date| text(" (") + day(date) + other + ")")
}

pub(super) fn value(point: Option<kpi::Mark>) -> Option<String> {
    point.map(|point| plain(point.value.0))
}

pub(super) fn number(value: Option<Number>) -> Option<String> {
    value.map(|value| plain(value.0))
}

/// When a target is met at this rate, marked if that is too late.
pub(in crate::render) fn meets(kpi: &Judgment) -> Cell {
    let due = kpi.target.and_then(|target| target.date);
    match kpi.forecast.meets_target {
        Reach::Reached => marked(Some(Mark::Good), "already"),
        // A forecast that has passed waits for a reading.
        Reach::On(on) if on < kpi.today => marked(Some(Mark::Care), day(on) + ", not read since"),
        Reach::On(on) => marked(due.is_some_and(|due| on > due).then_some(Mark::Care), day(on)),
        Reach::NotBefore(on) => marked(Some(Mark::Care), text("not before ") + day(on)),
        Reach::Never => marked(Some(Mark::Bad), "never"),
        Reach::Unknown if kpi.is_uneven => "too uneven to forecast".into(),
        Reach::Unknown => Cell::default(),
    }
}

pub(super) fn share(share: Option<Number>) -> Option<String> {
    share.map(|share| percent(share.0))
}

pub(super) fn figure(figure: Option<Number>) -> Option<String> {
    figure.map(|figure| computed(figure.0))
}

/// `in 10 days`, `today`, `3 days ago`.
pub(in crate::render) fn away(days: i64) -> String {
    match days {
        0 => "today".to_owned(),
        1.. => format!("in {}", words::days(days)),
        _ => format!("{} ago", words::days(-days)),
    }
}

/// The levels of which there are findings, with their counts: `2 errors`.
pub(in crate::render) fn finding_counts(summary: &Summary) -> Vec<(Level, String)> {
    let counts = [
        (Level::Error, summary.errors, "error", "errors"),
        (Level::Warning, summary.warnings, "warning", "warnings"),
        (Level::Info, summary.infos, "suggestion", "suggestions"),
    ];
    let counts = counts.into_iter().filter(|(_, count, ..)| *count > 0);
    counts.map(|(level, count, one, many)| (level, counted(count, one, many))).collect()
}

pub(crate) fn findings(summary: &Summary) -> String {
    let counts: Vec<String> = finding_counts(summary).into_iter().map(|(_, text)| text).collect();
    if counts.is_empty() { "no findings".to_owned() } else { counts.join(", ") }
}

/// Advice is not explained: it can wait.
pub(super) fn finding(level: Level, text: Text, help: &str) -> Entry {
    Entry { detail: (level > Level::Info).then_some(help).into(), ..Entry::new(level_mark(level), text) }
}

pub(super) fn names(names: &[String]) -> Text {
    join(names.iter().map(name), ", ")
}

/// The notes on entries that were just shown.
pub(super) fn notes(out: &mut Outline, report: &GapReport, subjects: impl IntoIterator<Item = Subject>) {
    for subject in subjects {
        if let Some(note) = report.note_on(&subject) {
            let id = subject.id();
            let about =
                if id.is_empty() { format!("the {}", subject.kind().nouns().0).into() } else { name(id) };
            out.text(dim("Note on ") + about + ": " + name(note));
        }
    }
}

const FEW: usize = 6;

/// The first of many names: nobody reads a hundred, and the JSON has them all.
pub(super) fn few(all: &[String]) -> Text {
    match all.split_at_checked(FEW) {
        Some((first, rest)) if rest.len() > 1 => names(first) + format!(" and {} more", rest.len()),
        _ => names(all),
    }
}
