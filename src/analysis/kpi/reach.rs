//! When a figure, such as that of a gate, is or was reached.

use jiff::civil::Date;
use rust_decimal::{Decimal, RoundingStrategy};

use super::recent::per_month;
use super::{Judgment, Status, path};
use crate::analysis::forecast::{Direction, Point, Reach};
use crate::strategy::cadence::Cadence;
use crate::strategy::date::days_between;
use crate::strategy::number::Number;

/// A gate that was reached is lost if the figure is short of it by more than a fiftieth, 2 %.
const DIP: Decimal = Decimal::from_parts(50, 0, 0, false, 0);

impl Judgment {
    /// When a figure, such as that of a gate, is reached: along the plan if it bends and is kept, otherwise along the
    /// line through the figures.
    pub fn reach(&self, figure: Decimal, direction: Direction) -> Reach {
        if self.reached_now(figure, direction) {
            return Reach::Reached;
        }
        let latest = self.figure.map(|latest| (latest.date, latest.value.0));
        let kept = self.kept.as_ref().zip(latest);
        let along = kept.and_then(|(path, latest)| path.reach(latest, figure, direction));
        let reach = match (along, self.line) {
            (Some(day), _) => Reach::On(day),
            (None, Some(line)) => line.reach(figure, direction),
            (None, None) => Reach::Unknown,
        };
        match reach {
            // What is on its plan is not said to be never there.
            Reach::Never if kept.is_some() => Reach::Unknown,
            reach => reach.within(self.today),
        }
    }

    /// False if its forecast misses its target, by however little.
    pub fn is_heading_for_its_target(&self) -> bool {
        let Some((target, end)) = self.target.zip(self.forecast.on_target_day) else { return true };
        match (target.value, self.direction) {
            (Some(value), Some(direction)) => direction.has_reached(end.0, value.0),
            _ => target.includes(end),
        }
    }

    /// The direction in which a gate at `figure` opens. If the KPI does not say, it is the one from its
    /// start to the gate.
    pub fn toward(&self, figure: Decimal) -> Option<Direction> {
        self.direction.or_else(|| Direction::between(self.start?.value?.0, figure))
    }

    /// The day on which the plan reaches a figure, as long as the readings since its start say little about how it goes.
    pub fn planned_on(&self, figure: Decimal, direction: Direction) -> Option<Date> {
        let plan: Vec<Point> = self.planned.iter().map(|mark| (mark.date, mark.value.0)).collect();
        path::first_on(&plan, figure, direction).filter(|_| self.recent.is_none() || self.says_little())
    }

    /// The latest figure, even from before the start.
    pub fn now(&self) -> Option<Number> {
        self.all.last().map(|(_, value)| Number(*value))
    }

    /// The day of the latest figure.
    pub fn read_on(&self) -> Option<Date> {
        self.all.last().map(|(date, _)| *date)
    }

    /// The change in a month by which it is forecast; `None` if that follows a plan.
    pub fn forecast_per_month(&self) -> Option<Number> {
        let line = self.line.filter(|_| self.kept.is_none())?;
        let (change, days) = line.slope();
        per_month(change, days).map(Number)
    }

    /// True if it has a single figure since its start, or is too early to judge.
    pub fn says_little(&self) -> bool {
        let begins = self.expected_from.or(self.start.and_then(|start| start.date));
        let since = self.figures.iter().filter(|figure| begins.is_none_or(|begins| figure.date > begins));
        self.status == Status::TooEarly || since.count() < 2
    }

    /// Days between two readings: those between the two latest ones, or those of its cadence if that is longer.
    pub fn read_every(&self) -> Option<i64> {
        let latest = match self.all.as_slice() {
            [.., (before, _), (latest, _)] => Some(days_between(*before, *latest)),
            _ => None,
        };
        latest.max(self.cadence.map(Cadence::days))
    }

    /// The day of the first reading up to today that reached a figure, since some day or the KPI's start, or without one
    /// the plan's. What was read before that is the past, except for the figure that it started with, and the latest.
    pub fn reached_on(&self, figure: Decimal, direction: Direction, since: Option<Date>) -> Option<Date> {
        let begins = self.start.and_then(|start| start.date).or(self.period_starts);
        let from = since.or(begins);
        let dates = || self.all.iter().rev().map(|(date, _)| *date);
        let latest = dates().next();
        let first =
            from.and_then(|from| dates().find(|date| *date <= from)).filter(|date| begins <= Some(*date));
        let counts =
            |date: Date| from.is_none_or(|from| from <= date) || [first, latest].contains(&Some(date));
        let mut counted = self.all.iter().filter(|(date, _)| counts(*date));
        counted.find(|(_, value)| direction.has_reached(*value, figure)).map(|(date, _)| *date)
    }

    /// The day of the last reading before a day that is short of a figure.
    pub fn short_on(&self, figure: Decimal, direction: Direction, before: Option<Date>) -> Option<Date> {
        let mut earlier =
            self.all.iter().rev().skip_while(|(date, _)| before.is_some_and(|day| *date >= day));
        earlier.find(|(_, value)| !direction.has_reached(*value, figure)).map(|(date, _)| *date)
    }

    /// True if every reading up to today from some day on is at a figure or past it.
    pub fn has_held(&self, figure: Decimal, direction: Direction, from: Date) -> bool {
        let mut since = self.all.iter().filter(|(date, _)| from <= *date);
        since.all(|(_, value)| direction.has_reached(*value, figure))
    }

    /// True if the latest figure is outside the bound, and the one before it was inside.
    pub fn is_just_broken(&self) -> bool {
        let Some(target) = self.target.filter(|_| self.status == Status::Broken) else { return false };
        self.figures.iter().rev().nth(1).is_some_and(|before| target.includes(before.value))
    }

    /// The figure furthest in some direction that has been read since the KPI's start.
    pub fn furthest_read(&self, direction: Direction) -> Option<Number> {
        let from = self.start.and_then(|start| start.date);
        let values = self
            .all
            .iter()
            .filter(|(date, _)| from.is_none_or(|from| from <= *date))
            .map(|(_, value)| *value);
        match direction {
            Direction::Rising => values.max(),
            Direction::Falling => values.min(),
        }
        .map(Number)
    }

    /// What the plan gets to by a day, if that is beyond its start.
    pub fn planned_by(&self, day: Date) -> Option<Number> {
        let plan: Vec<Point> = self.planned.iter().map(|mark| (mark.date, mark.value.0)).collect();
        let value = path::interpolate(&plan, day)?.value()?;
        let start = plan.first()?.1;
        // What the plan gets to a little later does not count.
        let places = if value.abs() >= Decimal::ONE_HUNDRED { 0 } else { 2 };
        let nearest = if value > start {
            RoundingStrategy::ToNegativeInfinity
        } else {
            RoundingStrategy::ToPositiveInfinity
        };
        let value = value.round_dp_with_strategy(places, nearest);
        Direction::between(start, value).filter(|way| Some(*way == Direction::Rising) == self.is_rising())?;
        Some(Number(value))
    }

    /// True if the latest figure is at another one, or short of it by no more than it has been before: by a fiftieth, by
    /// what it usually loses between two readings, or as planned for its day.
    pub fn holds(&self, figure: Decimal, direction: Direction) -> bool {
        if self.reached_now(figure, direction) {
            return true;
        }
        let Some((latest, before)) = self.figures.split_last() else { return false };
        let is_at = |planned: Number| direction.has_reached(planned.0, figure);
        let was_at = self.planned.iter().any(|mark| mark.date < latest.date && is_at(mark.value));
        let is_planned = was_at
            && self.planned_at_figure.is_some_and(|planned| !is_at(planned))
            && self.gap_to_plan.is_some_and(|gap| gap.0 <= Decimal::ZERO);
        let steps = before.windows(2).filter_map(|pair| match pair {
            [one, next] => direction.missing(next.value.0, one.value.0).filter(|lost| *lost > Decimal::ZERO),
            _ => None,
        });
        let mut steps: Vec<Decimal> = steps.collect();
        steps.sort_unstable();
        // A single drop is no habit.
        let usual = steps.get((steps.len() - steps.len().min(1)) / 2).filter(|_| steps.len() > 1);
        let least = figure.abs() / DIP;
        let dip = direction.missing(latest.value.0, figure);
        is_planned || dip.is_some_and(|dip| dip <= usual.copied().unwrap_or_default().max(least))
    }

    /// True if the latest reading has reached a figure.
    pub fn reached_now(&self, figure: Decimal, direction: Direction) -> bool {
        self.all.last().is_some_and(|(_, value)| direction.has_reached(*value, figure))
    }
}
