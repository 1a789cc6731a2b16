//! What a KPI's baseline, milestones and target ask for, and by when.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::Mark;
use crate::analysis::forecast::{Direction, Point, by_day};
use crate::decode::field::Field;
use crate::strategy::date::{CoarseDate, Days, days_between};
use crate::strategy::kpi::Kpi;
use crate::strategy::number::Number;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aim {
    Toward(Direction),
    /// To stay within this distance of the baseline.
    Hold(Decimal),
    /// One of the two is absent, or they are the same and there is no tolerance.
    Open,
    Unreadable,
}

impl Aim {
    pub(super) fn of(kpi: &Kpi, baseline: &Known, target: &Known) -> Self {
        match (baseline, target) {
            (Known::Is(from), Known::Is(to)) if from.value < to.value => Self::Toward(Direction::Rising),
            (Known::Is(from), Known::Is(to)) if from.value > to.value => Self::Toward(Direction::Falling),
            (Known::Is(_), Known::Is(_)) => {
                kpi.tolerance.get().map_or(Self::Open, |tolerance| Self::Hold(tolerance.0))
            }
            (Known::Absent, _) | (_, Known::Absent) => Self::Open,
            _ => Self::Unreadable,
        }
    }

    pub(super) fn direction(self) -> Option<Direction> {
        match self {
            Self::Toward(direction) => Some(direction),
            Self::Hold(_) | Self::Open => Some(Direction::Rising),
            Self::Unreadable => None,
        }
    }
}

/// A baseline or a target.
pub(super) enum Known {
    Absent,
    Unreadable,
    Is(Mark),
}

impl Known {
    fn of(value: &Field<Number>, date: Option<Date>) -> Self {
        Self::part(value, |value| Self::Is(Mark { date, value: *value }))
    }

    pub(super) fn baseline(kpi: &Kpi, period: Option<Days>, today: Date) -> Self {
        let start = period.map(|days| days.start);
        Self::part(&kpi.baseline, |baseline| {
            Self::of(&baseline.value, day(&baseline.date, |date| date.as_reading(today), start))
        })
    }

    pub(super) fn target(kpi: &Kpi, period: Option<Days>) -> Self {
        let end = period.map(|days| days.end);
        Self::part(&kpi.target, |target| Self::of(&target.value, day(&target.date, |date| date.last, end)))
    }

    fn part<T>(field: &Field<T>, known: impl Fn(&T) -> Self) -> Self {
        match field {
            Field::Absent => Self::Absent,
            Field::Invalid(_) => Self::Unreadable,
            Field::Set(value, _) => known(value),
        }
    }

    pub(super) fn get(&self) -> Option<Mark> {
        match self {
            Self::Is(mark) => Some(*mark),
            _ => None,
        }
    }
}

/// The day of a date; filled in only if the date is absent, not if it could not be read.
fn day(date: &Field<CoarseDate>, day: impl Fn(CoarseDate) -> Date, absent: Option<Date>) -> Option<Date> {
    match date {
        Field::Absent => absent,
        Field::Invalid(_) => None,
        Field::Set(date, _) => Some(day(*date)),
    }
}

/// The rise above the baseline that the plan expects: rise / days. It stays a fraction, so that a value
/// exactly at a threshold is not rounded below it.
pub(super) struct Planned {
    pub(super) rise: Decimal,
    pub(super) days: Decimal,
}

/// The plan from baseline to target; `None` if one of them has no date, they are out of order, or a
/// milestone could not be read. Milestones count only between the two.
pub(super) fn path(kpi: &Kpi, baseline: Mark, target: Mark) -> Option<Vec<Point>> {
    let (start, end) = (baseline.date?, target.date?);
    if end <= start {
        return None;
    }
    let mut path = vec![(start, baseline.value.0), (end, target.value.0)];
    match &kpi.milestones {
        Field::Absent => {}
        Field::Set(milestones, _) if milestones.is_whole() => {
            let due = milestones.iter().map(|(date, value, _)| (date.last, value.0));
            path.extend(due.filter(|(date, _)| start < *date && *date < end));
        }
        _ => return None,
    }
    Some(by_day(path))
}

/// What the plan expects by a day: linear between its points, and never outside baseline and target.
pub(super) fn planned(path: &[Point], on: Date) -> Option<Planned> {
    let ((_, baseline), (_, target)) = (path.first()?, path.last()?);
    let total = target.checked_sub(*baseline)?;
    let next = path.partition_point(|(date, _)| *date <= on);
    let Some((to_date, to)) = path.get(next) else {
        return Some(Planned { rise: total, days: Decimal::ONE });
    };
    let Some((from_date, from)) = next.checked_sub(1).and_then(|last| path.get(last)) else {
        return Some(Planned { rise: Decimal::ZERO, days: Decimal::ONE });
    };
    let days = Decimal::from(days_between(*from_date, *to_date));
    let elapsed = Decimal::from(days_between(*from_date, on));
    let before = from.checked_sub(*baseline)?.checked_mul(days)?;
    let rise = before.checked_add(to.checked_sub(*from)?.checked_mul(elapsed)?)?;
    let whole = total.checked_mul(days)?;
    Some(Planned { rise: rise.clamp(whole.min(Decimal::ZERO), whole.max(Decimal::ZERO)), days })
}
