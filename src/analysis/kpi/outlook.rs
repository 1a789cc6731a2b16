//! Where a KPI is heading, within what is possible.

use jiff::ToSpan;
use jiff::civil::Date;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

use super::aim::{Aim, Reaching};
use super::path::Path;
use crate::analysis::forecast::{Direction, Line, Point, Reach};
use crate::strategy::kpi::{Counts, Kpi};
use crate::strategy::number::Number;
use crate::words::units::is_percent;

/// Where a KPI is heading, at its current rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Forecast {
    /// The value on the target's day, in the KPI's unit.
    pub on_target_day: Option<Number>,
    /// When the target is reached.
    pub meets_target: Reach,
    /// True if the value on the target's day is more than a tenth of the distance from start to target short (of the
    /// target, for a level in the shape of last year); on a plan with milestones, only if the plan, moved by the gap to it, is as well.
    pub is_short: bool,
    /// True for a sum or a running total with a limit, if the value on the target's day is above it by more than a
    /// tenth of what is left to it.
    pub is_over: bool,
}

impl Default for Forecast {
    fn default() -> Self {
        Self { on_target_day: None, meets_target: Reach::Unknown, is_short: false, is_over: false }
    }
}

/// What a figure can be: a count is not below 0, and a percentage is not above 100, unless a known figure
/// is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    low: Option<Decimal>,
    high: Option<Decimal>,
}

impl Limits {
    pub(super) fn of(kpi: &Kpi, mut known: impl Iterator<Item = Decimal> + Clone) -> Self {
        let is_percent = kpi.unit.get().is_some_and(|unit| is_percent(unit));
        let is_positive = known.clone().all(|value| value >= Decimal::ZERO);
        let is_share = is_percent && known.all(|value| value <= Decimal::ONE_HUNDRED);
        Self { low: is_positive.then_some(Decimal::ZERO), high: is_share.then_some(Decimal::ONE_HUNDRED) }
    }

    fn apply(self, value: Decimal) -> Decimal {
        let value = self.low.map_or(value, |low| value.max(low));
        self.high.map_or(value, |high| value.min(high))
    }
}

/// `line` is the line through the figures, and `latest` the latest of them. The plan gives the rest its `shape`, or the
/// line does.
pub(super) fn forecast(
    (start, reaching): (Decimal, &Reaching),
    latest: Point,
    line: Option<Line>,
    (path, shape): (Option<&Path>, Option<&Path>),
    limits: Limits,
    today: Date,
) -> Forecast {
    let is_reached = reaching.is_reached_by(latest.1);
    if reaching.day.is_some_and(|day| today > day || latest.0 == day) {
        // Only a reading can say what happened.
        let meets_target = if is_reached { Reach::Reached } else { Reach::Unknown };
        return Forecast { meets_target, ..Forecast::default() };
    }
    let day = reaching.day.filter(|day| *day >= latest.0);
    let direction = reaching.direction;
    // A level that is behind a plan with milestones: neither the rate so far nor the plan's has to go on, so it ends where
    // the slower of the two leads.
    let behind = path.filter(|path| path.bends && shape.is_none());
    let along_plan = behind.or(shape).and_then(|path| in_the_shape(path, latest, reaching.value));
    let on_day = day.and_then(|day| {
        if shape.is_some() {
            return along_plan;
        }
        let straight = line?.value_at(day)?;
        Some(along_plan.filter(|along| direction.is_beyond(straight, *along)).unwrap_or(straight))
    });
    let on_day = on_day.map(|value| limits.apply(value));
    let meets_target = match line.filter(|_| shape.is_none()) {
        _ if path.is_some_and(|path| path.turns_back) => Reach::Unknown,
        _ if is_reached => Reach::Reached,
        _ if shape.is_some_and(|path| !path.is_last_year()) => {
            let day = shape.and_then(|path| {
                if path.is_in_shares() {
                    path.reach_in_shares(latest, reaching.value)
                } else {
                    path.reach(latest, reaching.value, direction)
                }
            });
            day.map_or(Reach::Unknown, Reach::On)
        }
        Some(line) => {
            let straight = line.reach(reaching.value, direction).within(reaching.day.unwrap_or(today));
            behind.map_or(straight, |path| {
                straight.not_ahead_of(path.reach(latest, reaching.value, direction), reaching.day)
            })
        }
        None => Reach::Unknown,
    };
    let is_short = |value: Option<Decimal>| {
        let missing = direction.missing(value?, reaching.value)?;
        let is_seasonal = path.is_some_and(|path| path.is_seasonal);
        let from = if is_seasonal { Decimal::ZERO } else { start };
        let span = reaching.value.checked_sub(from)?.abs();
        Some(missing.checked_mul(Decimal::TEN)? > span)
    };
    // On a plan with milestones the rate so far is not the one from here on.
    let is_short = is_short(on_day) == Some(true) && (behind.is_none() || is_short(along_plan) == Some(true));
    Forecast { on_target_day: on_day.map(Number), meets_target, is_short, is_over: false }
}

impl Forecast {
    /// What has come in cannot go out again, so a sum has to be stopped before it passes its limit.
    /// A limit that is kept from the first day is nothing to get to.
    pub(super) fn within_limit(
        self,
        (counts, aim): (Counts, &Aim),
        reaching: &Reaching,
        latest: Decimal,
    ) -> Self {
        // A limit below 0 is first to be reached, on the way down.
        if counts == Counts::Level || reaching.direction == Direction::Falling {
            return self;
        }
        let over = || {
            let high = reaching.bound?.high()?;
            let over = self.on_target_day?.0.checked_sub(high)?;
            Some(over.checked_mul(Decimal::TEN)? > high.checked_sub(latest)?)
        };
        let is_over = over() == Some(true);
        match aim {
            Aim::Keep(..) => Self { meets_target: Reach::Unknown, is_short: false, is_over, ..self },
            _ => Self { is_over, ..self },
        }
    }
}

/// If the rest is a share of the plan's, the figure × target / planned; otherwise as far from the target as the figure is
/// from the plan.
fn in_the_shape(path: &Path, (day, figure): Point, target: Decimal) -> Option<Decimal> {
    if !path.is_in_shares() {
        return target.checked_add(figure)?.checked_sub(path.planned(day)?.value()?);
    }
    path.share((day, figure))?.times(target)?.value()
}

impl Reach {
    /// Not before the day on which the plan, moved to the figure, gets there; unknown if it does not get there by its end.
    fn not_ahead_of(self, along_plan: Option<Date>, end: Option<Date>) -> Self {
        match (self, along_plan) {
            (Self::On(day), Some(along)) => Self::On(day.max(along)),
            (Self::On(day), None) if end.is_none_or(|end| day <= end) => Self::Unknown,
            _ => self,
        }
    }

    /// A day more than two years after `due` is too far away to be named.
    pub(super) fn within(self, due: Date) -> Self {
        let limit = due.checked_add(2.years()).unwrap_or(Date::MAX);
        match self {
            Self::On(day) if day > limit => Self::NotBefore(limit.tomorrow().unwrap_or(limit)),
            other => other,
        }
    }
}
