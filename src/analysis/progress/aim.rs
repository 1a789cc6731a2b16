//! What a KPI's baseline, milestones and target ask for, and by when.

use std::cmp::Ordering;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::Mark;
use crate::analysis::forecast::{Direction, Point, by_day};
use crate::decode::field::Field;
use crate::strategy::date::{CoarseDate, Days, days_between};
use crate::strategy::kpi::Kpi;

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
    pub(super) fn of(kpi: &Kpi, baseline: Option<Mark>, target: Option<Mark>) -> Self {
        let Some((from, to)) = baseline.zip(target) else {
            let is_open = kpi.baseline.get().map_or(kpi.baseline.is_absent(), |it| it.value.is_absent())
                || kpi.target.get().map_or(kpi.target.is_absent(), |it| it.value.is_absent());
            return if is_open { Self::Open } else { Self::Unreadable };
        };
        match from.value.cmp(&to.value) {
            Ordering::Less => Self::Toward(Direction::Rising),
            Ordering::Greater => Self::Toward(Direction::Falling),
            Ordering::Equal => kpi.tolerance.get().map_or(Self::Open, |tolerance| Self::Hold(tolerance.0)),
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

pub(super) fn baseline(kpi: &Kpi, period: Option<Days>, today: Date) -> Option<Mark> {
    let baseline = kpi.baseline.get()?;
    let date = day(&baseline.date, |date| date.as_reading(today), period.map(|days| days.start));
    Some(Mark { date, value: *baseline.value.get()? })
}

pub(super) fn target(kpi: &Kpi, period: Option<Days>) -> Option<Mark> {
    let target = kpi.target.get()?;
    let date = day(&target.date, |date| date.last, period.map(|days| days.end));
    Some(Mark { date, value: *target.value.get()? })
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
