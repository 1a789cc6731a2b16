//! The expected judgment of the gears: starts, what drives them, paces, and whether they spin.

use std::cmp::Ordering;

use jiff::civil::Date;
use num_traits::{One, Signed, Zero};

use super::case::{Activity, Gear, Plan, Purpose, Wheel};
use crate::figures::case::{Case, Number, fraction};
use crate::figures::dates::{When, plus};
use crate::figures::path::Path;
use crate::figures::readings::{Read, Start, counting};
use crate::figures::reference::expected;
use crate::figures::status::Status;
use crate::figures::target::{Aim, Kind};

/// A gear on a day.
#[derive(Debug, Clone)]
pub struct Judged<'a> {
    pub purpose: Purpose,
    pub wheel: &'a Wheel,
    /// "*Declared* start: what the file says." Without one, it starts with what drives it.
    pub start: Option<When>,
    pub driven_from: Option<When>,
    /// "The last day on which one does"; None also if one has no end.
    pub driven_until: Option<Date>,
    pub has_started: bool,
    pub recent_pace: Option<Number>,
    /// What its gate asks for.
    pub conditions: Vec<Condition>,
    pub spins: Option<bool>,
}

/// A KPI of a gate.
#[derive(Debug, Clone, Copy)]
pub struct Condition {
    pub was_reached: bool,
    pub is_reached: bool,
    /// Whether it has been read since the gear started.
    pub is_read: bool,
}

/// The recent pace of a KPI.
#[derive(Debug, Clone)]
pub enum Pace {
    Of(Number),
    Missed,
}

/// The KPI as it is judged, from the start of the first gear that names it.
pub fn case(plan: &Plan, index: usize, today: Date) -> Case {
    let measure = &plan.measures[index];
    let named = plan.sequences.iter().flat_map(|sequence| {
        let wheels = sequence.wheels.iter().filter(|wheel| wheel.measured_by().contains(&index));
        wheels.filter_map(|wheel| effective(plan, sequence.purpose, wheel))
    });
    let mut kpi = measure.kpi.clone();
    kpi.expected_from = named.map(When::first).min();
    Case { id: measure.id.clone(), period: plan.period, today, kpi }
}

/// "*Effective* start: the first day on which an activity turns it"; without one, its own.
fn effective(plan: &Plan, purpose: Purpose, wheel: &Wheel) -> Option<When> {
    driven_from(plan, purpose, wheel).or(wheel.start).filter(|_| !wheel.is_left_out)
}

/// The activities that drive a gear.
pub fn drivers(plan: &Plan, purpose: Purpose, gear: Gear) -> impl Iterator<Item = &Activity> {
    plan.activities.iter().filter(move |activity| {
        activity.drives.contains(&(purpose, gear)) && activity.status != Some("dropped")
    })
}

/// "A standing practice: the first day of the period." "An activity that turns gears of both purposes counts for each
/// gear from the later of its own start and that gear's declared start."
pub fn drives_from(plan: &Plan, activity: &Activity, wheel: &Wheel) -> Option<When> {
    // "An activity that is only `planned` and has no start does not count."
    let ongoing = plan.period.first.map(When::Day).filter(|_| activity.status != Some("planned"));
    let own = activity.start.or(ongoing)?;
    let is_for_both = activity.drives.iter().any(|(purpose, _)| *purpose != activity.drives[0].0);
    let declared = wheel.start.filter(|start| is_for_both && start.first() > own.first());
    Some(declared.unwrap_or(own))
}

fn driven_from(plan: &Plan, purpose: Purpose, wheel: &Wheel) -> Option<When> {
    let starts = drivers(plan, purpose, wheel.gear).filter_map(|activity| drives_from(plan, activity, wheel));
    starts.min_by_key(|start| (start.first(), start.last()))
}

fn driven_until(plan: &Plan, purpose: Purpose, gear: Gear) -> Option<Date> {
    let ends: Vec<Option<Date>> = drivers(plan, purpose, gear).map(|it| it.end.map(When::last)).collect();
    ends.into_iter().collect::<Option<Vec<Date>>>()?.into_iter().max()
}

/// All gears of a purpose that are not left out, in its order.
pub fn judged(plan: &Plan, purpose: Purpose, today: Date) -> Vec<Judged<'_>> {
    let sequence = plan.sequences.iter().find(|sequence| sequence.purpose == purpose);
    let wheels =
        sequence.into_iter().flat_map(|sequence| &sequence.wheels).filter(|wheel| !wheel.is_left_out);
    wheels.map(|wheel| judge(plan, purpose, wheel, today)).collect()
}

fn judge<'a>(plan: &Plan, purpose: Purpose, wheel: &'a Wheel, today: Date) -> Judged<'a> {
    let from = driven_from(plan, purpose, wheel);
    let start = wheel.start.or(from);
    // Before the first activity that drives it, it is on paper.
    let is_driven = from.is_none_or(|from| from.first() <= today);
    let has_started = is_driven && start.is_some_and(|start| start.first() <= today);
    let since = start.map(When::first);
    // "A figure from the first days of a plan says little about a rate."
    let measured = wheel.measured_by().into_iter().map(|kpi| case(plan, kpi, today));
    let measured = measured.filter(|case| expected(case).status != Status::TooEarly);
    let paces = measured.filter_map(|case| recent_pace(&case, since));
    // "The worst KPI decides, not the mean." One that has missed its target is worse than any pace.
    let worst = paces.min_by(|one, other| match (one, other) {
        (Pace::Missed, _) => Ordering::Less,
        (_, Pace::Missed) => Ordering::Greater,
        (Pace::Of(one), Pace::Of(other)) => one.cmp(other),
    });
    let worst = worst.filter(|_| has_started);
    let conditions: Vec<Condition> =
        wheel.gate.iter().map(|(kpi, figure)| condition(&case(plan, *kpi, today), figure, since)).collect();
    // "Does it spin: its gate is reached and has not fallen back; without a gate: recent pace ≥ 0.9."
    let spins = match &worst {
        _ if !conditions.is_empty() => {
            let is_open = conditions.iter().all(|it| it.was_reached && it.is_reached);
            let is_read = conditions.iter().all(|it| it.is_read);
            // "What was read before the gear started says nothing about how it runs."
            is_read.then_some(is_open)
        }
        Some(Pace::Of(pace)) => Some(*pace >= fraction(9, 10)),
        Some(Pace::Missed) => Some(false),
        None => None,
    };
    let recent_pace = match worst {
        Some(Pace::Of(pace)) => Some(pace),
        _ => None,
    };
    let driven_until = driven_until(plan, purpose, wheel.gear);
    Judged {
        purpose,
        wheel,
        start,
        driven_from: from,
        driven_until,
        has_started,
        recent_pace,
        conditions,
        spins,
    }
}

/// "The slope of the last 90 days, at least three readings, else since its start, divided by the planned slope over the
/// same days; not clamped." The days are counted from the latest reading.
pub fn recent_pace(case: &Case, since: Option<Date>) -> Option<Pace> {
    let start = Start::of(case);
    let aim = Aim::of(case, &start);
    let readings = counting(case, &start);
    let figure = readings.last().filter(|figure| since.is_none_or(|since| figure.date > since))?;
    let begin = start.date.map(|date| case.kpi.begins(date));
    if begin.is_some_and(|begin| figure.date <= begin) {
        return None;
    }
    let kept = |is_kept| Some(Pace::Of(if is_kept { Number::one() } else { Number::zero() }));
    let reach = match &aim.kind {
        Kind::Reach(reach) => reach,
        // "A kept bound counts 1 and a broken one 0."
        Kind::InForce(bound) => return kept(bound.holds(&figure.value)),
        _ => return None,
    };
    // From its day on, a target is like a bound: it is met or missed, or nobody has read it on its day.
    if aim.date.is_some_and(|date| case.today > date || figure.date >= date) {
        return match expected(case).status {
            Status::Met | Status::MetLate | Status::Kept => kept(true),
            Status::Missed | Status::FellBack | Status::Broken => Some(Pace::Missed),
            _ => None,
        };
    }
    let path = Path::of(case, &start, &aim, reach)?;
    let begin = case.kpi.begins(start.date?);
    let opens = opens(&readings, figure.date).max(begin);
    let recent: Vec<&Read> = readings.iter().filter(|read| read.date >= opens && read.date > begin).collect();
    let (from, value) = if recent.len() >= 3 {
        (recent[0].date, recent[0].value.clone())
    } else {
        // What was read before it began is where it stood then.
        let stood = readings.iter().rev().find(|read| read.date <= begin).map(|read| read.value.clone());
        (begin, stood.or(start.value)?)
    };
    let planned = path.planned(figure.date) - path.planned(from);
    (!planned.is_zero()).then(|| Pace::Of((&figure.value - value) / planned))
}

/// "The slope of the last 90 days": a reading of the week before their first day is where they begin, unless there is one
/// of that day.
pub fn opens(readings: &[Read], latest: Date) -> Date {
    let first = plus(latest, -90);
    let near = readings.iter().map(|read| read.date).filter(|date| *date <= first).max();
    near.filter(|date| *date >= plus(latest, -97)).unwrap_or(first)
}

/// "A dip of up to 2 % of the gate is no news, and neither is one that is no larger than what the KPI usually loses
/// between two readings (the median, if it has lost something at least twice), or one that the plan has."
fn holds(case: &Case, readings: &[Read], gate: &Number, is_falling: bool) -> bool {
    let Some((last, before)) = readings.split_last() else { return false };
    let missing = |value: &Number, to: &Number| if is_falling { value - to } else { to - value };
    let judged = expected(case);
    let ratios = judged.ratios;
    let is_short = |planned: &Number| missing(planned, gate).is_positive();
    let was_planned = judged.planned.iter().any(|point| point.date < last.date && !is_short(&point.value));
    let plans_it = was_planned && ratios.planned_at_figure.as_ref().is_some_and(is_short);
    let is_on_plan = ratios.gap_to_plan.is_some_and(|gap| !gap.is_positive());
    let steps = before.windows(2).map(|pair| missing(&pair[1].value, &pair[0].value));
    let mut steps: Vec<Number> = steps.filter(Signed::is_positive).collect();
    steps.sort();
    let usual = steps.get(steps.len().saturating_sub(1) / 2).filter(|_| steps.len() > 1);
    let floor = gate.abs() / Number::from_integer(50.into());
    let dip = missing(&last.value, gate);
    (plans_it && is_on_plan) || dip <= usual.cloned().unwrap_or_else(Number::zero).max(floor)
}

/// Whether the gate of a gear that started then is reached.
fn condition(case: &Case, gate: &Number, since: Option<Date>) -> Condition {
    let start = Start::of(case);
    let readings = counting(case, &start);
    let is_falling = match &Aim::of(case, &start).kind {
        Kind::Reach(reach) => !reach.is_rising(),
        _ => start.value.as_ref().is_some_and(|from| (gate - from).is_negative()),
    };
    let begin = start.date.map(|date| case.kpi.begins(date));
    let ran = |read: &Read| since.is_none_or(|since| read.date > since);
    let since = since.max(begin);
    let stood = readings.iter().rfind(|read| since.is_some_and(|since| read.date <= since));
    let is_last = |read: &Read| stood.is_some_and(|stood| stood.date == read.date);
    let is_at = |read: &Read| if is_falling { read.value <= *gate } else { read.value >= *gate };
    Condition {
        // "Readings before the plan open no gate unless the gear ran then or it is the latest one": the figure with which
        // the gear started.
        was_reached: readings.iter().any(|read| is_at(read) && (ran(read) || is_last(read))),
        is_reached: readings.last().is_some_and(is_at) || holds(case, &readings, gate, is_falling),
        is_read: readings.last().is_some_and(|read| since.is_none_or(|since| read.date > since)),
    }
}
