//! The plan on each day, from the start to the target.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::figure::{Start, running_sum};
use super::verdict::Window;
use crate::analysis::days_after;
use crate::analysis::forecast::{Direction, Point, by_day};
use crate::analysis::fraction::Fraction;
use crate::decode::field::Field;
use crate::decode::maps::Series;
use crate::strategy::date::{days_between, year_after, year_before};
use crate::strategy::kpi::{Counts, Kpi, PathShape};
use crate::strategy::readings::Reading;

#[derive(Debug, Clone)]
pub(super) struct Path {
    /// In the order of their days.
    pub(super) points: Vec<Point>,
    /// A step of it leads away from the target, as in a seasonal plan.
    pub(super) turns_back: bool,
    /// It is more than a straight line: it goes over milestones or the targets of stretches, or has the shape of
    /// last year.
    pub(super) bends: bool,
    /// It has the shape of last year's levels: the measure of a figure is the plan of its day, since the way from start
    /// to target can be short for what the year does in between.
    pub(super) is_seasonal: bool,
    counts: Counts,
    last_year: Option<LastYear>,
}

/// Last year's figures, and the target that they are scaled to: `target / last`.
#[derive(Debug, Clone)]
struct LastYear {
    figures: Vec<Point>,
    last: Decimal,
    target: Decimal,
}

impl Path {
    /// `None` unless start and target have a day and a value, in this order, or if a planned value
    /// could not be read. `history` is every reading up to today. Until `expected_from`, the plan is the start, and of a
    /// sum what has come in by then. If the gear of a sum with `targets:` starts inside a stretch, nothing is expected in
    /// it before.
    pub(super) fn of(
        kpi: &Kpi,
        start: Start,
        (expected_from, gear_starts): (Option<Point>, Option<Date>),
        target: Point,
        history: &[Point],
    ) -> Option<Self> {
        let from = start.point()?;
        let direction = Direction::between(from.1, target.1)?;
        if target.0 <= from.0 {
            return None;
        }
        let inside =
            || straight(kpi, from, None, target).and_then(|plan| begins_inside(kpi, gear_starts?, &plan));
        let expected_from = expected_from.or_else(inside);
        let last_year = match kpi.path.get() {
            Some(PathShape::LastYear) if !kpi.has_planned_figures() => {
                LastYear::of(kpi, from.0, target, history)
            }
            _ => None,
        };
        let points = match &last_year {
            Some(last_year) => last_year.points(from, target)?,
            None => straight(kpi, from, expected_from, target)?,
        };
        let back = |(_, one): &Point, (_, next): &Point| !direction.has_reached(*next, *one);
        let turns_back = points.windows(2).any(|pair| matches!(pair, [one, next] if back(one, next)));
        let own = points.iter().filter(|(date, _)| expected_from.is_none_or(|(from, _)| *date != from));
        let bends = last_year.is_some() || own.count() > 2;
        let is_seasonal = last_year.is_some() && kpi.counts() == Counts::Level;
        Some(Self { points, turns_back, bends, is_seasonal, counts: kpi.counts(), last_year })
    }

    /// The plan on a day: before the path its first value, after it its last. It can leave the range
    /// from start to target.
    pub(super) fn planned(&self, on: Date) -> Option<Fraction> {
        let ((start, _), (end, target)) = (*self.points.first()?, *self.points.last()?);
        match &self.last_year {
            Some(_) if on >= end => Some(Fraction::whole(target)),
            Some(last_year) => last_year.planned(on.max(start)),
            None => interpolate(&self.points, on),
        }
    }

    /// The first day after the latest figure on which the plan, moved so that it goes through that figure, reaches
    /// another one. `None` if it does not.
    pub(super) fn reach(&self, latest: Point, figure: Decimal, direction: Direction) -> Option<Date> {
        let from = self.planned(latest.0)?;
        let needed = Fraction::whole(figure.checked_sub(latest.1)?);
        let is_there = |day: Date| {
            let change = self.planned(day).and_then(|planned| planned.minus(from));
            change.is_some_and(|change| match direction {
                Direction::Rising => change.compare(needed).is_ge(),
                Direction::Falling => change.compare(needed).is_le(),
            })
        };
        self.first_after(latest.0, is_there)
    }

    /// The first day after the latest figure on which the target is reached if as large a share of the plan comes in as
    /// has so far. `None` if it is not reached in time.
    pub(super) fn reach_in_shares(&self, latest: Point, target: Decimal) -> Option<Date> {
        let share = self.share(latest)?;
        let goal = Fraction::whole(target.abs());
        let is_there = |day: Date| {
            let value = self.planned(day).and_then(|planned| {
                let over = planned.over.checked_mul(share.over)?;
                Some(Fraction { over: over.abs(), under: planned.under.checked_mul(share.under)? })
            });
            value.is_some_and(|value| value.compare(goal).is_ge())
        };
        self.first_after(latest.0, is_there)
    }

    /// figure / planned: what has come in as a share of the plan. `None` if nothing of the target was planned.
    pub(super) fn share(&self, (day, figure): Point) -> Option<Fraction> {
        let planned = self.planned(day)?;
        let target = self.points.last()?.1;
        let is_toward = planned.over.is_sign_negative() == target.is_sign_negative();
        Fraction::new(figure.checked_mul(planned.under)?, planned.over).filter(|_| is_toward)
    }

    fn first_after(&self, latest: Date, is_there: impl Fn(Date) -> bool) -> Option<Date> {
        let mut before = latest;
        for (day, _) in self.points.iter().filter(|(day, _)| *day > latest) {
            if is_there(*day) {
                return first_day(before, *day, is_there);
            }
            before = *day;
        }
        None
    }

    /// True if the rest of the way has the shape of the plan, and not of what has been read so far: after a season, and
    /// if a plan with milestones says how much is to come when. For a level it says so only as long as it is kept.
    pub(super) fn shapes_the_rest(&self, is_kept: bool) -> bool {
        let is_sum = self.counts != Counts::Level;
        self.is_last_year() || self.turns_back || (self.bends && (is_sum || is_kept))
    }

    /// True if what is to come is a share of the plan's rest: what comes in can be counted from 0.
    pub(super) fn is_in_shares(&self) -> bool {
        self.is_last_year() || (self.counts != Counts::Level && !self.turns_back)
    }

    pub(super) fn is_last_year(&self) -> bool {
        self.last_year.is_some()
    }
}

/// The first day on which a plan, straight between these points, reaches a figure on its way. `None` if it starts there.
pub(super) fn first_on(points: &[Point], figure: Decimal, direction: Direction) -> Option<Date> {
    let goal = Fraction::whole(figure);
    let is_there = |day: Date| {
        interpolate(points, day).is_some_and(|planned| match direction {
            Direction::Rising => planned.compare(goal).is_ge(),
            Direction::Falling => planned.compare(goal).is_le(),
        })
    };
    let (start, _) = *points.first()?;
    let steps = points.windows(2).filter(|_| !is_there(start));
    let mut steps = steps.filter_map(|pair| Some((pair.first()?.0, pair.last()?.0)));
    steps.find(|(_, to)| is_there(*to)).and_then(|(from, to)| first_day(from, to, is_there))
}

/// The first day of a straight stretch on which something holds: not yet on `before`, and on `by`.
fn first_day(before: Date, by: Date, holds: impl Fn(Date) -> bool) -> Option<Date> {
    let (mut low, mut high) = (0, days_between(before, by));
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if holds(days_after(before, middle)?) {
            high = middle;
        } else {
            low = middle;
        }
    }
    days_after(before, high)
}

/// From the start over the targets of each stretch and the milestones to the target.
fn straight(kpi: &Kpi, from: Point, expected_from: Option<Point>, target: Point) -> Option<Vec<Point>> {
    let mut points = vec![from, target];
    points.extend(expected_from);
    let between = |(date, _): &Point| from.0 < *date && *date < target.0;
    // Of two values for one day, the last in the list counts.
    points.extend(stretches(kpi)?.into_iter().filter(between));
    points.extend(dated(&kpi.milestones)?.into_iter().filter(between));
    Some(by_day(points))
}

/// The eve of a gear's start inside one of the stretches that a sum has a target for, and what is planned until that
/// stretch begins. Milestones in it say more.
fn begins_inside(kpi: &Kpi, starts: Date, plan: &[Point]) -> Option<Point> {
    let mut stretches = kpi.targets.get().filter(|_| kpi.counts() != Counts::Level)?.iter();
    let (stretch, ..) = stretches.find(|(date, ..)| date.first < starts && starts <= date.last)?;
    let (before, eve) = (stretch.first.yesterday().ok()?, starts.yesterday().ok()?);
    let has_own = plan.iter().any(|(date, _)| before < *date && *date < stretch.last);
    let planned = interpolate(plan, before)?.value()?;
    (!has_own).then_some((eve, planned))
}

/// The figure that the targets of all stretches add up to by the end of each, by day.
pub(super) fn stretches(kpi: &Kpi) -> Option<Vec<Point>> {
    let targets = by_day(dated(&kpi.targets)?);
    if kpi.counts() == Counts::Level {
        return Some(targets);
    }
    // Nothing is planned for the days before a stretch that no other one holds.
    let begins = kpi.targets.get().into_iter().flat_map(Series::iter);
    let eves: Vec<Date> = begins.filter_map(|(date, ..)| date.first.yesterday().ok()).collect();
    let is_free = |day: &Date| {
        let mut stretches = kpi.targets.get().into_iter().flat_map(Series::iter);
        !stretches.any(|(date, ..)| date.first <= *day && *day <= date.last)
    };
    let free = eves.into_iter().filter(is_free).map(|day| (day, Decimal::ZERO));
    Some(running_sum(by_day(free.chain(targets).collect()).into_iter()))
}

type Planning =
    Field<crate::decode::maps::Series<crate::strategy::date::CoarseDate, crate::strategy::number::Number>>;

/// Values by the last day of their dates. `None` if some could not be read.
fn dated(series: &Planning) -> Option<Vec<Point>> {
    match series {
        Field::Absent => Some(Vec::new()),
        Field::Set(series, _) if series.is_whole() => {
            Some(series.iter().map(|(date, value, _)| (date.last, value.0)).collect())
        }
        _ => None,
    }
}

/// Linear between neighboring points, constant outside them.
pub(super) fn interpolate(points: &[Point], on: Date) -> Option<Fraction> {
    let next = points.partition_point(|(date, _)| *date <= on);
    let Some((to_date, to)) = points.get(next) else { return Some(Fraction::whole(points.last()?.1)) };
    let Some((from_date, from)) = next.checked_sub(1).and_then(|last| points.get(last)) else {
        return Some(Fraction::whole(*to));
    };
    // On a point and on a level stretch nothing is rounded, so that a plan that stays the same does not turn back.
    if on == *from_date || from == to {
        return Some(Fraction::whole(*from));
    }
    let days = Decimal::from(days_between(*from_date, *to_date));
    let rise = to.checked_sub(*from)?.checked_mul(Decimal::from(days_between(*from_date, on)))?;
    Some(Fraction { over: from.checked_mul(days)?.checked_add(rise)?, under: days })
}

/// Last year's figures from a year before the start to a year before the end, moved on by a year. Empty for
/// a level whose plan does not have their shape.
pub(super) fn last_year(kpi: &Kpi, start: Option<Date>, end: Option<Date>, history: &[Point]) -> Vec<Point> {
    let is_shown = kpi.counts() != Counts::Level || kpi.follows_last_year();
    let (Some(from), Some(to)) = (start.and_then(year_before), end.and_then(year_before)) else {
        return Vec::new();
    };
    let within = history.iter().copied().filter(|(date, _)| is_shown && from < *date && *date <= to);
    let figures = if kpi.counts() == Counts::Sum { running_sum(within) } else { within.collect() };
    figures.into_iter().filter_map(|(date, value)| Some((year_after(date)?, value))).collect()
}

/// The readings up to today for the plan in the shape of last year: of one over a stretch of time that begins before
/// the first day that counts, a year earlier, the share of the days that count.
pub(super) fn history(kpi: &Kpi, start: Start, history: &[Point], readings: &[Reading]) -> Vec<Point> {
    let eve = start.date.and_then(year_before).filter(|_| kpi.counts() == Counts::Sum);
    let share = |(day, value): Point| -> Option<Decimal> {
        let date = readings.iter().find(|reading| reading.date.last == day)?.date;
        let eve = eve.filter(|eve| date.first <= *eve && *eve < day)?;
        let (counting, all) = (days_between(eve, day), days_between(date.first, day) + 1);
        value.checked_mul(Decimal::from(counting))?.checked_div(Decimal::from(all))
    };
    history.iter().map(|point| (point.0, share(*point).unwrap_or(point.1))).collect()
}

/// The longest time between two readings that can still be a rhythm: half a year.
const LONGEST: i64 = 184;

/// In days.
const SHORTEST_MONTH: i64 = 28;

/// How many days longer than the shortest one another month, quarter or half of a year can be.
const LONGER: i64 = 3;

/// The shortest time between two readings of last year, in days; 0 if there is none.
fn rhythm(from: Date, to: Date, history: &[Point]) -> i64 {
    let days = history.windows(2).filter_map(|pair| match pair {
        [(one, _), (next, _)] if from <= *one && *next <= to => Some(days_between(*one, *next)),
        _ => None,
    });
    days.min().filter(|days| *days <= LONGEST).unwrap_or_default()
}

impl LastYear {
    /// Last year can have been read less often than this year. `None` if the readings do not reach from a year before the start to a year before the target.
    fn of(kpi: &Kpi, start: Date, target: Point, history: &[Point]) -> Option<Self> {
        let (from, to) = (year_before(start)?, year_before(target.0)?);
        let rhythm = rhythm(from, to, history);
        let longest = if rhythm < SHORTEST_MONTH { rhythm } else { rhythm + LONGER };
        let window = Window::of(kpi).at_least(rhythm, longest);
        let grace_end = days_after(from, window.grace)?;
        let counts = kpi.counts();
        let mut figures: Vec<Point> = match counts {
            Counts::Level => {
                let earliest = days_after(from, -window.grace)?;
                let latest = days_after(to, window.grace)?;
                history.iter().copied().filter(|(date, _)| (earliest..=latest).contains(date)).collect()
            }
            Counts::Sum | Counts::Total => {
                // What is read after the start belongs to this year.
                let latest = days_after(to, window.grace)?.min(start);
                let within = history.iter().copied().filter(|(date, _)| from < *date && *date <= latest);
                if counts == Counts::Sum { running_sum(within) } else { within.collect() }
            }
        };
        let begins = figures.first().is_some_and(|(date, _)| *date <= grace_end);
        let ends = window.figure_of(to, &figures).is_some();
        if !begins || !ends {
            return None;
        }
        if counts != Counts::Level {
            figures.insert(0, (from, Decimal::ZERO));
        }
        let last = interpolate(&figures, to)?.value()?;
        (last > Decimal::ZERO).then_some(Self { figures, last, target: target.1 })
    }

    /// last year's figure × target / last year's figure on the target's day.
    fn planned(&self, on: Date) -> Option<Fraction> {
        let figure = interpolate(&self.figures, year_before(on)?)?;
        Some(Fraction {
            over: figure.over.checked_mul(self.target)?,
            under: figure.under.checked_mul(self.last)?,
        })
    }

    fn points(&self, from: Point, target: Point) -> Option<Vec<Point>> {
        let shifted = self.figures.iter().filter_map(|(date, _)| year_after(*date));
        let between = shifted.filter(|date| from.0 < *date && *date < target.0);
        let mut points = vec![(from.0, self.planned(from.0)?.value()?)];
        for date in between {
            points.push((date, self.planned(date)?.value()?));
        }
        points.push(target);
        Some(by_day(points))
    }
}
