//! How far a KPI has come, as of its latest reading. Figures are not limited to look better.
//!
//! A figure is `None`, never a guess, if it needs a value that is missing, could not be read or is
//! too large for a decimal.

mod aim;
mod status;

use jiff::civil::Date;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

use super::forecast::{Direction, Line, Point, Reach, by_day};
use crate::strategy::activity::Cadence;
use crate::strategy::date::{Days, days_between};
use crate::strategy::kpi::Kpi;
use crate::strategy::number::Number;
use crate::strategy::readings::Reading;
use aim::{Aim, Planned};
pub use status::{Status, Thresholds};

/// A value and its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Mark {
    /// The day; if absent, filled in from the strategy's period.
    pub date: Option<Date>,
    /// The value, in the KPI's unit.
    pub value: Number,
}

/// A KPI compared with its plan. Values are in its unit; ratios are exact, and 1 is all of the distance.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct KpiProgress {
    /// The id.
    pub id: String,
    /// The full name.
    pub name: Option<String>,
    /// What it counts, and over what time.
    pub unit: Option<String>,
    /// The owner, inheritance applied.
    pub owner: Option<String>,
    /// The goals it measures.
    pub goals: Vec<String>,
    /// The status as of today.
    pub status: Status,
    /// The value at the beginning; without its own date, at the start of the period.
    pub baseline: Option<Mark>,
    /// The value to reach or to hold; without its own date, at the end of the period.
    pub target: Option<Mark>,
    /// True if it should rise, false if it should fall; null if it should be held, or if baseline or target
    /// is missing.
    pub is_rising: Option<bool>,
    /// For a KPI to hold: the accepted distance from the target.
    pub tolerance: Option<Number>,
    /// The latest reading; its date is today if it was given as an interval that includes today.
    pub latest: Option<Mark>,
    /// The age of that reading, in days.
    pub age_days: Option<i64>,
    /// (latest − baseline) / (target − baseline), a ratio: below 0 the KPI has regressed, above 1 it is
    /// beyond its target.
    pub progress: Option<Number>,
    /// (day of the latest reading − day of the baseline) / (day of the target − day of the baseline), a
    /// ratio from 0 to 1; with milestones, piecewise along them.
    pub expected: Option<Number>,
    /// progress / expected, a ratio; null if nothing is expected yet.
    pub pace: Option<Number>,
    /// The distance from the latest reading to the target, in the KPI's unit; negative beyond the target,
    /// in either direction. For a KPI to hold, the distance outside its tolerance; negative within.
    pub gap: Option<Number>,
    /// The same distance to what the plan expected on the day of the latest reading.
    pub gap_to_plan: Option<Number>,
    /// The forecast at the current rate.
    pub forecast: Forecast,
    /// How often it should be read.
    pub cadence: Option<Cadence>,
    /// Baseline and readings up to today, one for each day. A baseline after the latest reading is left
    /// out, so that the last point is a reading if there is one.
    pub points: Vec<Mark>,
    /// The plan: baseline, milestones and target; empty if it is not known.
    pub planned: Vec<Mark>,
    #[serde(skip)]
    readings: Vec<Point>,
    #[serde(skip)]
    aim: Aim,
    #[serde(skip)]
    line: Option<Line>,
}

/// The forecast of a KPI: the line through its latest reading with the median slope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Forecast {
    /// The value of the line on the target's day, in the KPI's unit.
    pub on_target_day: Option<Number>,
    /// When the line reaches the target.
    pub meets_target: Reach,
}

impl KpiProgress {
    /// When the line reaches a figure, such as that of a gate, in the KPI's direction. Without baseline
    /// and target, the KPI should be at least the figure.
    pub fn reach(&self, figure: Decimal) -> Reach {
        match (self.aim.direction(), self.line) {
            _ if self.reached_now(figure) => Reach::Reached,
            (Some(direction), Some(line)) if self.latest.is_some() => line.reach(figure, direction),
            _ => Reach::Unknown,
        }
    }

    /// False if baseline or target could not be read, so that the direction is unknown.
    pub fn has_direction(&self) -> bool {
        self.aim.direction().is_some()
    }

    /// The day of the first reading up to today that reached a figure in the KPI's direction. `None` if
    /// the direction could not be read.
    pub fn reached_on(&self, figure: Decimal) -> Option<Date> {
        let direction = self.aim.direction()?;
        let first = self.readings.iter().find(|(_, value)| direction.has_reached(*value, figure));
        first.map(|(date, _)| *date)
    }

    /// Whether the latest reading has reached a figure in the KPI's direction.
    pub fn reached_now(&self, figure: Decimal) -> bool {
        let direction = self.aim.direction();
        direction.zip(self.latest).is_some_and(|(way, latest)| way.has_reached(latest.value.0, figure))
    }
}

/// The figures of a KPI as of today, without its owner and its goals. `period` is the strategy's, if it is
/// known.
pub fn judge(
    (id, kpi): (&str, &Kpi),
    readings: &[Reading],
    period: Option<Days>,
    today: Date,
    thresholds: &Thresholds,
) -> KpiProgress {
    let (baseline, target) = (aim::baseline(kpi, period, today), aim::target(kpi, period));
    let aim = Aim::of(kpi, baseline, target);

    let dated = readings.iter().map(|reading| (reading.date.as_reading(today), reading.value.0));
    let readings = by_day(dated.filter(|(date, _)| *date <= today).collect());
    let latest = readings.last().copied();
    let last_day = latest.map_or(today, |(date, _)| date);
    let start = baseline.and_then(|mark| Some((mark.date?, mark.value.0)));
    let points = start.filter(|(date, _)| *date <= last_day).into_iter().chain(readings.iter().copied());
    let points = by_day(points.collect());
    let line = Line::through(&points).filter(|_| latest.is_some());
    let planned = baseline.zip(target).and_then(|(from, to)| aim::path(kpi, from, to)).unwrap_or_default();
    let on_target_day = line.zip(target).and_then(|(line, target)| line.value_at(target.date?));

    let mut figures = KpiProgress {
        id: id.to_owned(),
        name: kpi.name.get().cloned(),
        unit: kpi.unit.get().cloned(),
        owner: None,
        goals: Vec::new(),
        status: Status::NoTarget,
        baseline,
        target,
        is_rising: match aim {
            Aim::Toward(direction) => Some(direction == Direction::Rising),
            _ => None,
        },
        tolerance: kpi.tolerance.get().copied(),
        latest: latest.map(mark),
        age_days: latest.map(|(date, _)| days_between(date, today)),
        progress: None,
        expected: None,
        pace: None,
        gap: None,
        gap_to_plan: None,
        forecast: Forecast { on_target_day: on_target_day.map(Number), meets_target: Reach::Unknown },
        cadence: kpi.cadence.get().copied(),
        points: points.into_iter().map(mark).collect(),
        planned: planned.iter().copied().map(mark).collect(),
        readings,
        aim,
        line,
    };
    if let (Some(baseline), Some(target), Some(latest)) = (baseline, target, latest) {
        match aim {
            Aim::Toward(direction) => {
                let plan = aim::planned(&planned, latest.0);
                figures.measure(direction, [baseline.value.0, target.value.0, latest.1], plan);
            }
            Aim::Hold(tolerance) => figures.measure_held(tolerance, target.value.0, latest.1),
            Aim::Open | Aim::Unreadable => {}
        }
    }
    figures.status = figures.status(today, thresholds);
    figures
}

fn mark((date, value): Point) -> Mark {
    Mark { date: Some(date), value: Number(value) }
}

impl KpiProgress {
    fn measure(&mut self, way: Direction, [baseline, target, latest]: [Decimal; 3], plan: Option<Planned>) {
        let total = target.checked_sub(baseline);
        let risen = latest.checked_sub(baseline);
        self.progress = risen.zip(total).and_then(|(risen, total)| risen.checked_div(total)).map(Number);
        self.gap = way.missing(latest, target).map(Number);
        self.forecast.meets_target = self.reach(target);
        let Some(plan) = plan else { return };
        let total = total.and_then(|total| total.checked_mul(plan.days));
        self.expected = total.and_then(|total| plan.rise.checked_div(total)).map(Number);
        let scaled = risen.and_then(|risen| risen.checked_mul(plan.days));
        self.pace = scaled.and_then(|scaled| scaled.checked_div(plan.rise)).map(Number);
        let expected = plan.rise.checked_div(plan.days).and_then(|rise| baseline.checked_add(rise));
        self.gap_to_plan = expected.and_then(|expected| way.missing(latest, expected)).map(Number);
    }

    /// A figure to hold should be the same all the time.
    fn measure_held(&mut self, tolerance: Decimal, target: Decimal, latest: Decimal) {
        let strayed = latest.checked_sub(target).map(|strayed| strayed.abs());
        self.gap = strayed.and_then(|strayed| strayed.checked_sub(tolerance)).map(Number);
        self.gap_to_plan = self.gap;
        let (back, edge) = if latest > target {
            (Direction::Falling, target.saturating_add(tolerance))
        } else {
            (Direction::Rising, target.saturating_sub(tolerance))
        };
        self.forecast.meets_target = match self.line {
            _ if back.has_reached(latest, edge) => Reach::Reached,
            Some(line) => line.reach(edge, back),
            None => Reach::Unknown,
        };
    }

    fn status(&self, today: Date, thresholds: &Thresholds) -> Status {
        let Some(target) = self.target else { return Status::NoTarget };
        let Some(baseline) = self.baseline else { return Status::NoBaseline };
        // Baseline and target are there but give no direction: they are the same.
        if matches!(self.aim, Aim::Open | Aim::Unreadable) {
            return Status::NoTarget;
        }
        let Some(latest) = self.latest else { return Status::NoReading };
        if baseline.date > latest.date {
            return Status::NotDue;
        }
        let way = match self.aim {
            Aim::Toward(way) => way,
            _ if self.forecast.meets_target == Reach::Reached => return Status::Held,
            _ => return Status::NotHeld,
        };
        if way.has_reached(latest.value.0, target.value.0) {
            return Status::Met;
        }
        if target.date.is_some_and(|date| date < today) {
            return Status::Missed;
        }
        if !way.has_reached(latest.value.0, baseline.value.0) {
            return Status::Regressed;
        }
        match (self.expected, self.pace) {
            (Some(expected), _) if expected.0.is_zero() => Status::OnTrack,
            (Some(_), Some(pace)) if pace.0 >= thresholds.on_track => Status::OnTrack,
            (Some(_), Some(pace)) if pace.0 >= thresholds.at_risk => Status::AtRisk,
            (Some(_), Some(_)) => Status::OffTrack,
            _ => Status::Undated,
        }
    }
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
