use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::analysis::kpi::TargetRow;
use crate::decode::maps::Series;
use crate::rules::prelude::*;
use crate::strategy::number::Number;
use crate::words::figures::plain;

pub static RULE: Rule = Rule::new("milestone-off-path", Group::Kpis, Level::Warning, Kind::Wrong)
    .summary("a milestone is outside its plan, on the day of another planned figure, lower than a total can be, or below 0")
    .checks("\
No milestone is after the day of its target, which is the end of the period if it has none, or before the start of its plan.
One on the day of the target has its value or is inside its bound, and one at the end of a stretch in `targets:` has what
these come to by then. No two are for one day. Those of a sum or a running total, which are planned totals, do not fall, and
none is above a target to reach. None belongs to a bound that is kept from the first day, and has no way to go. None is below 0 if
no other figure of its KPI is: -10 can be meant as a change. Apart from that, a level can take any path between its start
and its target.")
    .why("\
Milestones are steps on the way to the target. After it there is no way left, and on its day there would be two plans.
**Source**: smart.")
    .example("\
kpis:
  members:
    baseline: { value: 410, date: 2026-12-31 }
-    milestones: { 2027-06-30: 500, 2028-06-30: 700 }
+    milestones: { 2027-06-30: 500 }
    target: { value: 600, date: 2027-12-31 }")
    .fix("Correct the milestone or the target, or remove the milestone. What is wanted beyond the target is a `stretch:`.");

pub fn check(cx: &Context<'_>) -> Vec<Finding> {
    let milestones = cx
        .strategy
        .kpis()
        .flat_map(|(id, kpi)| with_previous(kpi).into_iter().map(move |milestone| (id, kpi, milestone)));
    among(milestones, "milestones", "do not fit their plan", |(id, kpi, (milestone, previous))| {
        let (date, value, place) = milestone;
        if let Some(finding) = below_zero(cx, id, kpi, milestone) {
            return Some(finding);
        }
        if let Some(finding) = previous.and_then(|previous| against(id, kpi, milestone, previous)) {
            return Some(finding);
        }
        let judged = cx.analysis.kpis.get(id.as_str())?;
        let target = judged.target?;
        if judged.is_keeping() && kpi.counts() == Counts::Level {
            return Some(unused(id, &target, place));
        }
        let due = target.date?;
        let (day, due_at) = due_at(cx, kpi, due)?;
        // If the target is due before its start, that is the error.
        let start = judged.start.and_then(|start| Some((start.date?, start.value)));
        if start.is_some_and(|(from, _)| due <= from) {
            return None;
        }
        let finding = if day.surely_before(date) {
            RULE.at(place.key, format!("a milestone of `{id}` is after its target: {date}"))
                .label("after the target")
                .also(due_at, format!("the target is due {day}"))
                .note("milestones are steps on the way to the target, and after it there is no way left")
                .help(format!("correct one of the two dates, or remove the milestone of {date}"))
        } else if let Some((from, stood)) = start.filter(|(from, _)| date.last <= *from) {
            if stood == Some(value) && date.last == from {
                return None;
            }
            RULE.at(place.key, format!("a milestone of `{id}` is before its plan begins: {date}"))
                .label(format!("the plan begins after {from}"))
                .also_each(kpi.baseline.span().or(kpi.since.span()).map(|at| (at, "its start".to_owned())))
                .note("a milestone is a step on the way, and on this day there is no way yet")
                .help(format!(
                    "correct the date, or remove the milestone of {date}; what was read then is a reading"
                ))
        } else if date == day && !target.includes(value) {
            let wanted = target.to_string();
            RULE.at(place.value, format!("`{id}` should be {value} and {wanted} on {date}"))
                .label("the milestone")
                .also(wanted_at(kpi).unwrap_or(due_at), "the target")
                .note("with two plans for one day, everybody quotes the one that suits them")
                .help(format!("correct one of the two figures, or remove the milestone of {date}"))
        } else if let Some(most) = beyond(kpi, &target, value) {
            RULE.at(
                place.value,
                format!("`{id}` should be at {value} on {}, and at {most} in the end", date.last),
            )
            .label("the milestone")
            .also(wanted_at(kpi).unwrap_or(due_at), "the target")
            .note("what has come in cannot go out again")
            .help(format!("correct one of the two figures, or remove the milestone of {date}"))
        } else {
            let (planned, at) = stretch_end(kpi, date.last).filter(|(planned, _)| *planned != value.0)?;
            RULE.at(place.value, format!("`{id}` should be {value} and {} on {}", plain(planned), date.last))
                .label("the milestone")
                .also(at, "planned by the end of this")
                .note("with two plans for one day, everybody quotes the one that suits them")
                .help(format!("correct one of the two figures, or remove the milestone of {date}"))
        };
        Some(finding)
    })
}

type Milestone = (CoarseDate, Number, Place);

/// The milestones of a KPI, each with the one before it by their last days.
fn with_previous(kpi: &Kpi) -> Vec<(Milestone, Option<Milestone>)> {
    let all = kpi.milestones.get().into_iter().flat_map(Series::iter);
    let mut all: Vec<Milestone> = all.map(|(date, value, place)| (*date, *value, place)).collect();
    all.sort_by_key(|(date, ..)| date.last);
    let previous = std::iter::once(None).chain(all.iter().copied().map(Some));
    let mut all: Vec<_> = all.iter().copied().zip(previous).collect();
    all.sort_by_key(|((.., place), _)| place.key.start);
    all
}

/// What a milestone says next to the one before it: another figure for the same day, or a total that gets smaller.
fn against(id: &Id, kpi: &Kpi, (date, value, place): Milestone, before: Milestone) -> Option<Finding> {
    let (other, was, other_place) = before;
    if other.last == date.last && was != value {
        return Some(
            RULE.at(place.key, format!("`{id}` has two milestones for {}: {was} and {value}", date.last))
                .label(format!("ends on {}", date.last))
                .also(other_place.key, "and so does this")
                .note("with two plans for one day, everybody quotes the one that suits them")
                .help("keep the milestone that is meant, and remove the other"),
        );
    }
    (kpi.counts() != Counts::Level && value < was).then(|| {
        RULE.at(place.value, format!("the planned total of `{id}` falls from {was} to {value} on {}", date.last))
            .label("the milestone")
            .also(other_place.value, format!("{was} by {}", other.last))
            .note("a milestone of a sum is what is to have come in by then, and that cannot get smaller")
            .help("write the planned total by each day; for what is to come in during each stretch of time, write `targets:` instead of `milestones:`")
    })
}

/// The target, if a planned total is above it.
fn beyond(kpi: &Kpi, target: &TargetRow, value: Number) -> Option<String> {
    let most = target.value.or(target.at_most).or(target.between.map(|range| range.1))?;
    (kpi.counts() != Counts::Level && value > most).then(|| target.to_string())
}

/// A bound that is in force from the first day has no way to go.
fn unused(id: &Id, target: &TargetRow, place: Place) -> Finding {
    RULE.at(place.key, format!("this milestone of `{id}` is not used: its bound, {target}, is to be kept from the first day"))
        .label("no way leads to the bound")
        .note("a bound is first to be reached only if it has a `date:`, and the `baseline:` is outside it")
        .help("remove the milestone; or, for a bound to reach first, add the `baseline:` and a `date:` to the target")
}

/// The day of the target, and what says so: its own date, the last of its stretches, or the end of the period.
fn due_at(cx: &Context<'_>, kpi: &Kpi, due: Date) -> Option<(CoarseDate, Span)> {
    if let Some((day, place)) = kpi.target.get().and_then(|target| target.date.placed()) {
        return Some((*day, place.value));
    }
    let at = kpi.targets.span().or_else(|| cx.strategy.head()?.period.span())?;
    Some((CoarseDate::day(due), at))
}

fn wanted_at(kpi: &Kpi) -> Option<Span> {
    let target = kpi.target.get()?;
    target.value.span().or(target.change.span()).or(kpi.target.span())
}

/// What the targets of stretches come to on the last day of one of them.
fn stretch_end(kpi: &Kpi, day: Date) -> Option<(Decimal, Span)> {
    let targets = kpi.targets.get()?;
    let (_, last, place) = targets.iter().find(|(date, ..)| date.last == day)?;
    if kpi.counts() == Counts::Level {
        return Some((last.0, place.value));
    }
    let until = targets.iter().filter(|(date, ..)| date.last <= day).map(|(_, value, _)| value.0);
    Some((until.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add)?, place.value))
}

/// A figure below 0 of a KPI that is above 0 otherwise, as far as is known.
fn below_zero(
    cx: &Context<'_>,
    id: &Id,
    kpi: &Kpi,
    (date, value, place): (CoarseDate, Number, Place),
) -> Option<Finding> {
    let is_milestone = |at: Place| {
        let mut milestones = kpi.milestones.get().into_iter().flat_map(Series::iter);
        milestones.any(|(_, _, one)| one.value == at.value)
    };
    let planned = kpi.planned_figures().into_iter().filter(|(_, at)| !is_milestone(*at));
    let read = cx.readings.of(id.as_str()).iter().map(|reading| reading.value.0);
    let others: Vec<Decimal> = planned.map(|(figure, _)| figure).chain(read).collect();
    let is_odd =
        value.0 < Decimal::ZERO && !others.is_empty() && others.iter().all(|one| *one > Decimal::ZERO);
    is_odd.then(|| {
        RULE.at(place.value, format!("a milestone of `{id}` is below 0: {value} on {date}"))
            .label("a figure, or a change?")
            .note("a milestone is the figure planned for its day, and not the change by then")
            .help("write what the figure is to be on that day")
    })
}
