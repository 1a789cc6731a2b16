//! How a KPI has moved lately.

use jiff::civil::Date;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

use super::aim::Reaching;
use super::path::Path;
use super::{Mark, mark};
use crate::analysis::forecast::Point;
use crate::analysis::fraction::Fraction;
use crate::strategy::date::days_between;
use crate::strategy::number::Number;

/// What counts as recent, in days.
pub const RECENT_DAYS: i64 = 90;
/// How many days before these a reading can be that counts as the one of their first day: three months have up to 92
/// days, and a figure is not always read on time.
const GRACE_DAYS: i64 = 7;
/// How many readings it takes to judge a movement.
const ENOUGH_READINGS: usize = 3;

/// How a KPI has moved over the days before its latest reading that count as recent, if they have three readings,
/// otherwise since its start. A reading up to a week older counts as the first of these days, so that three months of
/// monthly readings are three months. They are counted from the latest reading and not from today, so that a pace changes only
/// with the figures: a reading that turns 91 days old overnight is no news. How old the figures are is said elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Recent {
    /// The figure that the latest one is compared with.
    pub since: Mark,
    /// The change in a month of 365/12 days, in the KPI's unit.
    pub change_per_month: Number,
    /// change / planned change over the same days, a ratio. Null if the plan expects no change, or once the
    /// target's day has come. For a level whose plan has the shape of last year, the pace of its latest figure.
    pub pace: Option<Number>,
    /// The same, not rounded.
    #[serde(skip)]
    pub exact_pace: Option<Fraction>,
    /// The figure since which it has not moved toward the target, although the plan expected it: the first of
    /// the recent ones, or of the last three.
    #[serde(skip)]
    pub stalled_since: Option<Mark>,
}

impl Recent {
    /// `start` is where the path begins, and `figures` are those after it.
    pub(super) fn of(
        start: Option<Point>,
        figures: &[Point],
        plan: Option<(&Path, &Reaching)>,
        today: Date,
    ) -> Option<Self> {
        let latest = figures.last().copied()?;
        let plan = plan.filter(|(_, reaching)| reaching.day.is_none_or(|day| latest.0 < day && today <= day));
        let within = begins_with(figures, latest.0);
        let lately = figures.get(within..).filter(|points| points.len() >= ENOUGH_READINGS);
        let since = match lately {
            Some(points) => points.first().copied(),
            None => start.filter(|(date, _)| *date < latest.0),
        };
        let three = figures.len().checked_sub(ENOUGH_READINGS).and_then(|from| figures.get(from..));
        let watched = lately.or(three).and_then(|points| points.first().copied());
        let stalled_since = watched.filter(|from| {
            let expects = plan.and_then(|(path, reaching)| planned_change(path, reaching, from.0, latest.0));
            let moved = plan.is_none_or(|(_, reaching)| reaching.direction.is_beyond(latest.1, from.1));
            expects.is_some() && !moved
        });
        let since = since?;
        let change = latest.1.checked_sub(since.1)?;
        let planned = plan.and_then(|(path, reaching)| planned_change(path, reaching, since.0, latest.0));
        let pace =
            planned.and_then(|planned| Fraction::new(change.checked_mul(planned.under)?, planned.over));
        Some(Self {
            since: mark(since),
            change_per_month: Number(per_month(change, days_between(since.0, latest.0).into())?),
            pace: pace.and_then(Fraction::value).map(Number),
            exact_pace: pace,
            stalled_since: stalled_since.map(mark),
        })
    }

    /// With the pace of the latest figure, since a season can expect hardly any change for months.
    pub(super) fn at(self, pace: Option<Decimal>) -> Self {
        let pace = pace.filter(|_| self.pace.is_some());
        Self { pace: pace.map(Number), exact_pace: pace.map(Fraction::whole), ..self }
    }
}

/// The index of the reading with which the recent days begin: one of their first day or shortly before it, or else the
/// first one in them.
fn begins_with(figures: &[Point], latest: Date) -> usize {
    let age = |(date, _): &Point| days_between(*date, latest);
    let before = figures.partition_point(|point| age(point) >= RECENT_DAYS).checked_sub(1);
    let is_near =
        |index: &usize| figures.get(*index).is_some_and(|point| age(point) <= RECENT_DAYS + GRACE_DAYS);
    before.filter(is_near).unwrap_or_else(|| figures.partition_point(|point| age(point) > RECENT_DAYS))
}

/// What the plan expects between two days; `None` if it expects no movement toward the target.
fn planned_change(path: &Path, reaching: &Reaching, from: Date, to: Date) -> Option<Fraction> {
    let change = path.planned(to)?.minus(path.planned(from)?)?;
    reaching.direction.is_beyond(change.over, Decimal::ZERO).then_some(change)
}

/// A change over some days as one in a month of 365/12 days: change × 365 / (12 × days).
pub(super) fn per_month(change: Decimal, days: Decimal) -> Option<Decimal> {
    change.checked_mul(Decimal::from(365))?.checked_div(days.checked_mul(Decimal::from(12))?)
}
