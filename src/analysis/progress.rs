//! How far a KPI has come: judged as of its latest reading, never clamped to look better.
//!
//! A figure that needs a value which is absent, could not be read or is too large for a decimal is
//! `None`, never a guess.

use std::fmt;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;

use super::forecast::{Direction, Line, Point, Reach, by_day};
use crate::decode::field::Field;
use crate::strategy::date::{CoarseDate, Days, days_between};
use crate::strategy::kpi::Kpi;
use crate::strategy::number::Number;
use crate::strategy::readings::Reading;

/// From which pace on a KPI is on track, and from which at risk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thresholds {
    /// On track at this pace or above.
    pub on_track: Decimal,
    /// At risk at this pace or above, and off track below.
    pub at_risk: Decimal,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { on_track: Decimal::new(9, 1), at_risk: Decimal::new(7, 1) }
    }
}

/// What a KPI's figures come to. The first that holds, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// It has no target that could be read, or one that equals its baseline and no tolerance to hold
    /// it within: there is nothing to reach.
    NoTarget,
    /// It has no baseline that could be read.
    NoBaseline,
    /// It has no reading up to today.
    NoReading,
    /// Its baseline lies after its latest reading.
    NotDue,
    /// Its target is its baseline, and it is within the tolerance of it.
    Held,
    /// Its target is its baseline, and it has strayed beyond the tolerance.
    NotHeld,
    /// It has reached its target.
    Met,
    /// It has not reached its target, and the target's date has passed.
    Missed,
    /// It is further from its target than at the baseline.
    Regressed,
    /// Its pace is at the first threshold or above, or the plan expected nothing of it yet.
    OnTrack,
    /// Its pace is at the second threshold or above.
    AtRisk,
    /// Its pace is below both thresholds.
    OffTrack,
    /// It is under way and no pace can be told: its baseline or its target has no date and the
    /// strategy no period, the two are out of order, or a date or milestone could not be read.
    Undated,
}

impl Status {
    /// Every status, in their order.
    pub const ALL: [Self; 13] = [
        Self::NoTarget,
        Self::NoBaseline,
        Self::NoReading,
        Self::NotDue,
        Self::Held,
        Self::NotHeld,
        Self::Met,
        Self::Missed,
        Self::Regressed,
        Self::OnTrack,
        Self::AtRisk,
        Self::OffTrack,
        Self::Undated,
    ];

    /// As a reader sees it.
    pub fn name(self) -> &'static str {
        match self {
            Self::NoTarget => "no target",
            Self::NoBaseline => "no baseline",
            Self::NoReading => "no reading",
            Self::NotDue => "not due",
            Self::Held => "held",
            Self::NotHeld => "not held",
            Self::Met => "met",
            Self::Missed => "missed",
            Self::Regressed => "regressed",
            Self::OnTrack => "on track",
            Self::AtRisk => "at risk",
            Self::OffTrack => "off track",
            Self::Undated => "no dates",
        }
    }

    /// True for what calls for action now: missed, regressed, off track or not held.
    pub fn is_bad(self) -> bool {
        self.stalls() || self == Self::NotHeld
    }

    /// True for what stalls a gear when all of its KPIs are so: off track, regressed or missed.
    pub fn stalls(self) -> bool {
        matches!(self, Self::Missed | Self::Regressed | Self::OffTrack)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A baseline or a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Its day, filled in from the strategy's period.
    pub date: Option<Date>,
    /// The figure, in the KPI's unit.
    pub value: Decimal,
}

/// The reading that a KPI is judged by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Latest {
    /// Its day; today where its date is an interval that holds today.
    pub date: Date,
    /// The figure, in the KPI's unit.
    pub value: Decimal,
    /// Its age in days.
    pub age: i64,
}

/// Every figure of one KPI.
#[derive(Debug, Clone)]
pub struct Progress {
    /// Where it stood at the beginning; without a date of its own, at the start of the period.
    pub baseline: Option<Mark>,
    /// Where it is to be; without a date of its own, at the end of the period.
    pub target: Option<Mark>,
    /// The latest reading up to today.
    pub latest: Option<Latest>,
    /// (latest − baseline) / (target − baseline), a ratio: below 0 it has regressed, above 1 it is
    /// beyond its target.
    pub progress: Option<Decimal>,
    /// The elapsed share of the way from the baseline's date to the target's at the latest reading's,
    /// from 0 to 1; with milestones, piecewise along them.
    pub expected: Option<Decimal>,
    /// progress / expected, a ratio; none where nothing is expected yet.
    pub pace: Option<Decimal>,
    /// What these come to.
    pub status: Status,
    /// What is missing to the target, in the KPI's unit: negative beyond it, whichever the direction.
    /// For a figure to be held, how far it is outside its tolerance: negative within.
    pub gap: Option<Decimal>,
    /// The same to where the plan expected it on the day of the latest reading.
    pub gap_to_plan: Option<Decimal>,
    /// Baseline and readings up to today by day, one a day. A baseline after the latest reading is
    /// left out: the latest point is always a reading where there is one.
    pub points: Vec<Point>,
    /// The figure that the line through the points has on the target's day, in the KPI's unit.
    pub forecast_at_target: Option<Decimal>,
    /// When that line meets the target.
    pub meets_target: Reach,
    readings: Vec<Point>,
    aim: Aim,
    line: Option<Line>,
}

impl Progress {
    /// True where it is to rise, false where it is to fall; `None` where baseline and target do not
    /// say, or say that it is to be held.
    pub fn is_rising(&self) -> Option<bool> {
        match self.aim {
            Aim::Toward(direction) => Some(direction == Direction::Rising),
            _ => None,
        }
    }

    /// False where baseline or target could not be read, so that nobody knows which way it goes.
    pub fn has_direction(&self) -> bool {
        self.aim.direction().is_some()
    }

    /// When the line meets a figure, a gate's for example, in the KPI's direction; without baseline
    /// and target it is to be at least the figure.
    pub fn reach(&self, figure: Decimal) -> Reach {
        match (self.aim.direction(), self.line) {
            _ if self.reached_now(figure) => Reach::Reached,
            (Some(direction), Some(line)) if self.latest.is_some() => line.reach(figure, direction),
            _ => Reach::Unknown,
        }
    }

    /// True where any reading up to today has reached a figure in the KPI's direction; without
    /// baseline and target, is at least the figure. False where the direction could not be read.
    pub fn has_reached(&self, figure: Decimal) -> bool {
        let direction = self.aim.direction();
        direction.is_some_and(|way| self.readings.iter().any(|(_, value)| way.has_reached(*value, figure)))
    }

    /// As [`has_reached`](Self::has_reached), for the latest reading alone.
    pub fn reached_now(&self, figure: Decimal) -> bool {
        let direction = self.aim.direction();
        direction.zip(self.latest).is_some_and(|(way, latest)| way.has_reached(latest.value, figure))
    }
}

/// What baseline and target ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Aim {
    /// To go this way.
    Toward(Direction),
    /// To stay within so much of the baseline.
    Hold(Decimal),
    /// Neither: one of the two is absent, or they are the same and nothing says to hold it.
    Open,
    /// Baseline or target could not be read, so nobody knows.
    Unreadable,
}

impl Aim {
    fn of(kpi: &Kpi, baseline: &Known, target: &Known) -> Self {
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

    /// Which way a figure is reached.
    fn direction(self) -> Option<Direction> {
        match self {
            Self::Toward(direction) => Some(direction),
            Self::Hold(_) | Self::Open => Some(Direction::Rising),
            Self::Unreadable => None,
        }
    }
}

/// A baseline or a target as the file has it.
enum Known {
    Absent,
    Unreadable,
    Is(Mark),
}

impl Known {
    fn of(value: &Field<Number>, date: Option<Date>) -> Self {
        match value {
            Field::Absent => Self::Absent,
            Field::Invalid(_) => Self::Unreadable,
            Field::Set(value, _) => Self::Is(Mark { date, value: value.0 }),
        }
    }

    fn baseline(kpi: &Kpi, period: Option<Days>, today: Date) -> Self {
        match &kpi.baseline {
            Field::Absent => Self::Absent,
            Field::Invalid(_) => Self::Unreadable,
            Field::Set(baseline, _) => {
                let start = period.map(|days| days.start);
                Self::of(&baseline.value, day(&baseline.date, |date| date.as_reading(today), start))
            }
        }
    }

    fn target(kpi: &Kpi, period: Option<Days>) -> Self {
        match &kpi.target {
            Field::Absent => Self::Absent,
            Field::Invalid(_) => Self::Unreadable,
            Field::Set(target, _) => {
                let end = period.map(|days| days.end);
                Self::of(&target.value, day(&target.date, |date| date.last, end))
            }
        }
    }

    fn get(&self) -> Option<Mark> {
        match self {
            Self::Is(mark) => Some(*mark),
            _ => None,
        }
    }
}

/// The day of a date; filled in only where the date is absent, not where it could not be read.
fn day(date: &Field<CoarseDate>, day: impl Fn(CoarseDate) -> Date, absent: Option<Date>) -> Option<Date> {
    match date {
        Field::Absent => absent,
        Field::Invalid(_) => None,
        Field::Set(date, _) => Some(day(*date)),
    }
}

/// What the plan expected by a day: a rise above the baseline of so much in so many days. A
/// fraction, so that what stands exactly on a threshold is not rounded below it.
struct Planned {
    rise: Decimal,
    days: Decimal,
}

/// The planned way from baseline to target, read on a day. A milestone counts where it is due
/// between the two; nothing less than the baseline or more than the target is ever expected.
fn planned(kpi: &Kpi, baseline: Mark, target: Mark, on: Date) -> Option<Planned> {
    let (start, end) = (baseline.date?, target.date?);
    if end <= start {
        return None;
    }
    let mut path = vec![(start, baseline.value), (end, target.value)];
    match &kpi.milestones {
        Field::Absent => {}
        Field::Set(milestones, _) if milestones.is_whole() => {
            let due = milestones.iter().map(|(date, value, _)| (date.last, value.0));
            path.extend(due.filter(|(date, _)| start < *date && *date < end));
        }
        _ => return None,
    }
    let path = by_day(path);
    let total = target.value.checked_sub(baseline.value)?;
    let next = path.partition_point(|(date, _)| *date <= on);
    let Some((to_date, to)) = path.get(next) else {
        return Some(Planned { rise: total, days: Decimal::ONE });
    };
    let Some((from_date, from)) = next.checked_sub(1).and_then(|last| path.get(last)) else {
        return Some(Planned { rise: Decimal::ZERO, days: Decimal::ONE });
    };
    let days = Decimal::from(days_between(*from_date, *to_date));
    let elapsed = Decimal::from(days_between(*from_date, on));
    let before = from.checked_sub(baseline.value)?.checked_mul(days)?;
    let rise = before.checked_add(to.checked_sub(*from)?.checked_mul(elapsed)?)?;
    let whole = total.checked_mul(days)?;
    Some(Planned { rise: rise.clamp(whole.min(Decimal::ZERO), whole.max(Decimal::ZERO)), days })
}

/// Judges a KPI by its readings as of today. `period` is the strategy's, `None` where it has none
/// or it could not be read. For a closed strategy, today is the end of its period.
pub fn judge(
    kpi: &Kpi,
    readings: &[Reading],
    period: Option<Days>,
    today: Date,
    thresholds: &Thresholds,
) -> Progress {
    let (known_baseline, known_target) = (Known::baseline(kpi, period, today), Known::target(kpi, period));
    let aim = Aim::of(kpi, &known_baseline, &known_target);
    let (baseline, target) = (known_baseline.get(), known_target.get());

    let dated = readings.iter().map(|reading| (reading.date.as_reading(today), reading.value.0));
    let readings = by_day(dated.filter(|(date, _)| *date <= today).collect());
    let latest = readings.last().map(|(date, value)| Latest {
        date: *date,
        value: *value,
        age: days_between(*date, today),
    });
    let last_day = latest.map_or(today, |latest| latest.date);
    let start = baseline.and_then(|mark| Some((mark.date?, mark.value)));
    let points = start.filter(|(date, _)| *date <= last_day).into_iter().chain(readings.iter().copied());
    let points = by_day(points.collect());
    let line = Line::through(&points).filter(|_| latest.is_some());

    let mut figures = Progress {
        baseline,
        target,
        latest,
        progress: None,
        expected: None,
        pace: None,
        status: Status::NoTarget,
        gap: None,
        gap_to_plan: None,
        points,
        forecast_at_target: line.zip(target).and_then(|(line, target)| line.value_at(target.date?)),
        meets_target: Reach::Unknown,
        readings,
        aim,
        line,
    };
    if let (Some(baseline), Some(target), Some(latest)) = (baseline, target, latest) {
        match aim {
            Aim::Toward(direction) => figures.measure(kpi, direction, baseline, target, latest),
            Aim::Hold(tolerance) => figures.measure_held(tolerance, target, latest),
            Aim::Open | Aim::Unreadable => {}
        }
    }
    figures.status = figures.status(today, thresholds);
    figures
}

impl Progress {
    fn measure(&mut self, kpi: &Kpi, way: Direction, baseline: Mark, target: Mark, latest: Latest) {
        let total = target.value.checked_sub(baseline.value);
        let risen = latest.value.checked_sub(baseline.value);
        self.progress = risen.zip(total).and_then(|(risen, total)| risen.checked_div(total));
        self.gap = way.missing(latest.value, target.value);
        self.meets_target = self.reach(target.value);
        let Some(plan) = planned(kpi, baseline, target, latest.date) else { return };
        let whole = total.and_then(|total| total.checked_mul(plan.days));
        self.expected = whole.and_then(|whole| plan.rise.checked_div(whole));
        let scaled = risen.and_then(|risen| risen.checked_mul(plan.days));
        self.pace = scaled.and_then(|scaled| scaled.checked_div(plan.rise));
        let expected = plan.rise.checked_div(plan.days).and_then(|rise| baseline.value.checked_add(rise));
        self.gap_to_plan = expected.and_then(|expected| way.missing(latest.value, expected));
    }

    /// A figure to be held is expected to be where it was all the time.
    fn measure_held(&mut self, tolerance: Decimal, target: Mark, latest: Latest) {
        let strayed = latest.value.checked_sub(target.value).map(|strayed| strayed.abs());
        self.gap = strayed.and_then(|strayed| strayed.checked_sub(tolerance));
        self.gap_to_plan = self.gap;
        let (back, edge) = if latest.value > target.value {
            (Direction::Falling, target.value.checked_add(tolerance))
        } else {
            (Direction::Rising, target.value.checked_sub(tolerance))
        };
        self.meets_target = match (self.line, edge) {
            (_, Some(edge)) if back.has_reached(latest.value, edge) => Reach::Reached,
            (Some(line), Some(edge)) => line.reach(edge, back),
            _ => Reach::Unknown,
        };
    }

    fn status(&self, today: Date, thresholds: &Thresholds) -> Status {
        let Some(target) = self.target else { return Status::NoTarget };
        let Some(baseline) = self.baseline else { return Status::NoBaseline };
        // Baseline and target are there and no direction follows: they are the same.
        if matches!(self.aim, Aim::Open | Aim::Unreadable) {
            return Status::NoTarget;
        }
        let Some(latest) = self.latest else { return Status::NoReading };
        if baseline.date.is_some_and(|date| date > latest.date) {
            return Status::NotDue;
        }
        let way = match self.aim {
            Aim::Toward(way) => way,
            _ if self.meets_target == Reach::Reached => return Status::Held,
            _ => return Status::NotHeld,
        };
        if way.has_reached(latest.value, target.value) {
            return Status::Met;
        }
        if target.date.is_some_and(|date| date < today) {
            return Status::Missed;
        }
        if !way.has_reached(latest.value, baseline.value) {
            return Status::Regressed;
        }
        match (self.expected, self.pace) {
            (Some(expected), _) if expected.is_zero() => Status::OnTrack,
            (Some(_), Some(pace)) if pace >= thresholds.on_track => Status::OnTrack,
            (Some(_), Some(pace)) if pace >= thresholds.at_risk => Status::AtRisk,
            (Some(_), Some(_)) => Status::OffTrack,
            _ => Status::Undated,
        }
    }
}

#[cfg(test)]
mod tests;
