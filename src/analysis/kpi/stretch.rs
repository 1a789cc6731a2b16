//! What became of the targets of stretches of time.

use jiff::civil::Date;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

use super::aim::Aim;
use super::figure::Start;
use super::status::{Standing, Thresholds};
use super::verdict::Case;
use crate::analysis::forecast::{Direction, Point};
use crate::strategy::date::{CoarseDate, days_between};
use crate::strategy::kpi::{Counts, Kpi};
use crate::strategy::number::Number;
use crate::strategy::readings::Reading;
use crate::strategy::target::Bound;

/// How many days before the end of a stretch a figure can be read and still be that of the stretch.
const LAST_DAYS: i64 = 7;

/// A stretch of time in `targets:` that has ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Stretch {
    /// The stretch of time, as exact as in the file.
    pub time: String,
    /// Its target, in the KPI's unit.
    pub target: Number,
    /// What came in during it, or for a level the figure at its end; null if nobody has read it.
    pub figure: Option<Number>,
    /// Good if its target was reached, bad if much of it is missing, open if nobody has read it.
    pub standing: Standing,
}

/// The stretches that have ended, by their last day. Empty if their targets say nothing about the aim.
pub(super) fn ended(
    kpi: &Kpi,
    aim: &Aim,
    start: Start,
    (case, readings): (&Case<'_>, &[Reading]),
    thresholds: &Thresholds,
) -> Vec<Stretch> {
    let Some(targets) = kpi.targets.get().filter(|targets| targets.is_whole()) else { return Vec::new() };
    if !matches!(aim, Aim::Reach(_) | Aim::Keep(..)) {
        return Vec::new();
    }
    let mut stretches: Vec<(CoarseDate, Decimal)> =
        targets.iter().map(|(date, value, _)| (*date, value.0)).collect();
    stretches.sort_by_key(|(date, _)| date.last);
    let has_ended = |date: &CoarseDate| {
        start.date.is_none_or(|eve| eve < date.first || kpi.counts() == Counts::Level && eve < date.last)
            && case.is_decided(date.last)
    };
    let stretches = stretches.into_iter().filter(|(date, _)| has_ended(date));
    stretches
        .map(|(date, target)| {
            let figure = match kpi.counts() {
                Counts::Level => {
                    let window = case.window.at_least(LAST_DAYS, 0);
                    window.figure_of(date.last, case.figures).map(|(_, value)| value)
                }
                Counts::Sum | Counts::Total => came_in(kpi.counts(), date, start.date, (case, readings)),
            };
            let standing = figure
                .map_or(Standing::Open, |figure| standing(kpi, aim, start, (figure, target), thresholds));
            Stretch { time: date.to_string(), target: Number(target), figure: figure.map(Number), standing }
        })
        .collect()
}

/// What came in from the first to the last day of a stretch. What was read long before an end, or after it, does not say.
fn came_in(
    counts: Counts,
    date: CoarseDate,
    eve: Option<Date>,
    (case, readings): (&Case<'_>, &[Reading]),
) -> Option<Decimal> {
    let by = |day: Date| {
        let is_near = |(read, _): &&Point| *read <= day && days_between(*read, day) < LAST_DAYS;
        case.figures.iter().rev().find(is_near).map(|(_, value)| *value)
    };
    let before = date.first.yesterday().ok()?;
    // A reading of a sum that begins with the stretch says where that begins, whatever was not read before it.
    let begins_with_it = |one: &Reading| one.date.first == date.first && !one.date.is_exact();
    let so_far = || {
        let earlier = case.figures.iter().rev().find(|(read, _)| *read <= before);
        let is_known = counts == Counts::Sum && readings.iter().any(begins_with_it);
        is_known.then(|| earlier.map_or(Decimal::ZERO, |(_, value)| *value))
    };
    let begin =
        if eve.is_none_or(|eve| before <= eve) { Decimal::ZERO } else { by(before).or_else(so_far)? };
    by(date.last)?.checked_sub(begin)
}

fn standing(
    kpi: &Kpi,
    aim: &Aim,
    start: Start,
    (figure, target): (Decimal, Decimal),
    thresholds: &Thresholds,
) -> Standing {
    let direction = match aim {
        Aim::Keep(Bound::AtMost(_) | Bound::Between(..), _) if kpi.counts() != Counts::Level => {
            Some(Direction::Falling)
        }
        _ => aim.direction(kpi),
    };
    let Some(direction) = direction else { return Standing::Open };
    if direction.has_reached(figure, target) {
        return Standing::Good;
    }
    let from = match (kpi.counts(), aim) {
        (Counts::Level, Aim::Keep(..)) => None,
        (Counts::Level, _) => start.value.map(|start| start.0),
        _ => Some(Decimal::ZERO),
    };
    let share = from.and_then(|from| {
        let (come, way) = (figure.checked_sub(from)?, target.checked_sub(from)?);
        match aim {
            // The limit as a share of what came in.
            Aim::Keep(..) if direction == Direction::Falling => way.checked_div(come),
            // On the way back of a season, no share is said.
            _ => direction.is_beyond(target, from).then(|| come.checked_div(way)).flatten(),
        }
    });
    if share.is_some_and(|share| share < thresholds.at_risk) { Standing::Bad } else { Standing::Watch }
}
