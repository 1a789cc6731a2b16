//! What became of the targets of stretches of time.

use jiff::civil::Date;
use num_traits::{Signed, Zero};

use super::case::{Bound, Case, Counts, Number, fraction};
use super::dates::{When, plus};
use super::readings::{Read, Start};
use super::status::Standing;
use super::target::{Aim, Kind};

/// A stretch with a target that has ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Stretch {
    pub time: When,
    pub target: Number,
    pub figure: Option<Number>,
    pub standing: Standing,
}

/// Every stretch from the start on that is over, or whose last day is read.
pub fn ended(case: &Case, aim: &Aim, start: &Start, readings: &[Read]) -> Vec<Stretch> {
    if !matches!(aim.kind, Kind::Reach(_) | Kind::InForce(_)) {
        return Vec::new();
    }
    let kpi = &case.kpi;
    let mut stretches: Vec<_> = kpi.targets.iter().collect();
    stretches.sort_by_key(|(date, _)| date.last());
    stretches.retain(|(date, _)| {
        let is_over =
            case.today > date.last() || readings.last().is_some_and(|read| read.date == date.last());
        // Of a sum, all days have to count; of a level, the last one.
        let first = if kpi.counts == Counts::Level { date.last() } else { date.first() };
        is_over && start.date.is_none_or(|eve| eve < first)
    });
    let rows = stretches.into_iter().map(|(date, target)| {
        let figure = match kpi.counts {
            Counts::Level => level(case, date.last(), readings),
            Counts::Sum | Counts::Total => came_in(case, *date, start, readings),
        };
        let standing =
            figure.as_ref().map_or(Standing::Open, |figure| standing(case, aim, start, figure, target));
        Stretch { time: *date, target: target.clone(), figure, standing }
    });
    rows.collect()
}

/// The figure of the day, as for the day of a target.
fn level(case: &Case, day: Date, readings: &[Read]) -> Option<Number> {
    let (opens, closes) = (plus(day, -case.kpi.window().max(7)), plus(day, case.kpi.grace()));
    let before = readings.iter().rfind(|read| opens < read.date && read.date <= day);
    let read = before.or_else(|| readings.iter().find(|read| day < read.date && read.date <= closes));
    read.map(|read| read.value.clone())
}

/// The running figure at its end less that on the day before it, each read in the last week up to then.
fn came_in(case: &Case, date: When, start: &Start, readings: &[Read]) -> Option<Number> {
    let by = |day: Date| {
        let opens = plus(day, -7);
        readings.iter().rfind(|read| opens < read.date && read.date <= day).map(|read| read.value.clone())
    };
    let eve = plus(date.first(), -1);
    // A sum that is read for a stretch from its first day on begins there.
    let begins_with_it = case.kpi.counts == Counts::Sum
        && case
            .kpi
            .readings
            .iter()
            .any(|one| one.date.first() == date.first() && one.date.last() != date.first());
    let so_far = || {
        let earlier = readings.iter().rfind(|read| read.date <= eve).map(|read| read.value.clone());
        begins_with_it.then(|| earlier.unwrap_or_else(Number::zero))
    };
    let begin =
        if start.date.is_none_or(|start| eve <= start) { Number::zero() } else { by(eve).or_else(so_far)? };
    Some(by(date.last())? - begin)
}

/// Good at the target, bad below 0.7 of the way to it; for the limit of a sum, above 1 / 0.7 of it.
fn standing(case: &Case, aim: &Aim, start: &Start, figure: &Number, target: &Number) -> Standing {
    let is_level = case.kpi.counts == Counts::Level;
    let is_rising = match &aim.kind {
        Kind::Reach(reach) => reach.is_rising(),
        Kind::InForce(Bound::AtLeast(_)) => true,
        Kind::InForce(Bound::AtMost(_)) => false,
        Kind::InForce(Bound::Between(..)) if !is_level => false,
        _ => return Standing::Open,
    };
    let is_met = if is_rising { figure >= target } else { figure <= target };
    if is_met {
        return Standing::Good;
    }
    let from = match &aim.kind {
        _ if !is_level => Number::zero(),
        Kind::InForce(_) => return Standing::Watch,
        _ => start.value.clone().unwrap_or_else(Number::zero),
    };
    let (come, way) = (figure - &from, target - &from);
    let share = match &aim.kind {
        Kind::InForce(_) if !is_rising => way / come,
        _ if way.is_zero() || way.is_positive() != is_rising => return Standing::Watch,
        _ => come / way,
    };
    if share < fraction(7, 10) { Standing::Bad } else { Standing::Watch }
}
