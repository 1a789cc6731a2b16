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
use crate::strategy::date::{Days, days_between};
use crate::strategy::kpi::Kpi;
use crate::strategy::number::Number;
use crate::strategy::readings::Reading;
use aim::{Aim, Known, planned};
pub use status::{Status, Thresholds};

/// A value and its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Mark {
    /// The day; if absent, filled in from the strategy's period.
    pub date: Option<Date>,
    /// The value, in the KPI's unit.
    pub value: Number,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Latest {
    /// Today if the date is an interval that includes today.
    pub date: Date,
    /// In the KPI's unit.
    pub value: Decimal,
    /// In days.
    pub age: i64,
}

#[derive(Debug, Clone)]
#[allow(clippy::struct_field_names)] // progress is one of the figures
pub struct Progress {
    /// Without its own date, at the start of the period.
    pub baseline: Option<Mark>,
    /// Without its own date, at the end of the period.
    pub target: Option<Mark>,
    pub latest: Option<Latest>,
    /// (latest − baseline) / (target − baseline), a ratio: below 0 the KPI has regressed, above 1 it is
    /// beyond its target.
    pub progress: Option<Decimal>,
    /// (day of the latest reading − day of the baseline) / (day of the target − day of the baseline), a
    /// ratio from 0 to 1; with milestones, piecewise along them.
    pub expected: Option<Decimal>,
    /// progress / expected, a ratio; `None` if nothing is expected yet.
    pub pace: Option<Decimal>,
    pub status: Status,
    /// The distance from the latest reading to the target, in the KPI's unit; negative beyond the target,
    /// in either direction. For a figure to hold, the distance outside its tolerance; negative within.
    pub gap: Option<Decimal>,
    /// The same distance to what the plan expected on the day of the latest reading.
    pub gap_to_plan: Option<Decimal>,
    /// Baseline and readings up to today, one for each day. A baseline after the latest reading is left
    /// out, so that the last point is a reading if there is one.
    pub points: Vec<Point>,
    /// The plan: baseline, milestones and target; empty if it is not known.
    pub path: Vec<Point>,
    /// The value of the line through the points on the target's day, in the KPI's unit.
    pub forecast_at_target: Option<Decimal>,
    /// When that line reaches the target.
    pub meets_target: Reach,
    readings: Vec<Point>,
    aim: Aim,
    line: Option<Line>,
}

impl Progress {
    /// True if it should rise, false if it should fall; `None` if it should be held or nothing says.
    pub fn is_rising(&self) -> Option<bool> {
        match self.aim {
            Aim::Toward(direction) => Some(direction == Direction::Rising),
            _ => None,
        }
    }

    /// False if baseline or target could not be read, so that the direction is unknown.
    pub fn has_direction(&self) -> bool {
        self.aim.direction().is_some()
    }

    /// When the line reaches a figure, such as that of a gate, in the KPI's direction. Without baseline
    /// and target, the KPI should be at least the figure.
    pub fn reach(&self, figure: Decimal) -> Reach {
        match (self.aim.direction(), self.line) {
            _ if self.reached_now(figure) => Reach::Reached,
            (Some(direction), Some(line)) if self.latest.is_some() => line.reach(figure, direction),
            _ => Reach::Unknown,
        }
    }

    /// True if any reading up to today has reached a figure in the KPI's direction. False if the direction
    /// could not be read.
    pub fn has_reached(&self, figure: Decimal) -> bool {
        self.reached_on(figure).is_some()
    }

    /// The day of the first reading that reached a figure.
    pub fn reached_on(&self, figure: Decimal) -> Option<Date> {
        let direction = self.aim.direction()?;
        let first = self.readings.iter().find(|(_, value)| direction.has_reached(*value, figure));
        first.map(|(date, _)| *date)
    }

    /// Like [`has_reached`](Self::has_reached), but for the latest reading only.
    pub fn reached_now(&self, figure: Decimal) -> bool {
        let direction = self.aim.direction();
        direction.zip(self.latest).is_some_and(|(way, latest)| way.has_reached(latest.value, figure))
    }
}

/// The figures of a KPI as of today. `period` is the strategy's, if it is known.
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
    let start = baseline.and_then(|mark| Some((mark.date?, mark.value.0)));
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
        path: baseline.zip(target).and_then(|(from, to)| aim::path(kpi, from, to)).unwrap_or_default(),
        forecast_at_target: line.zip(target).and_then(|(line, target)| line.value_at(target.date?)),
        meets_target: Reach::Unknown,
        readings,
        aim,
        line,
    };
    if let (Some(baseline), Some(target), Some(latest)) = (baseline, target, latest) {
        match aim {
            Aim::Toward(direction) => figures.measure(direction, baseline, target, latest),
            Aim::Hold(tolerance) => figures.measure_held(tolerance, target, latest),
            Aim::Open | Aim::Unreadable => {}
        }
    }
    figures.status = figures.status(today, thresholds);
    figures
}

impl Progress {
    fn measure(&mut self, way: Direction, baseline: Mark, target: Mark, latest: Latest) {
        let total = target.value.0.checked_sub(baseline.value.0);
        let risen = latest.value.checked_sub(baseline.value.0);
        self.progress = risen.zip(total).and_then(|(risen, total)| risen.checked_div(total));
        self.gap = way.missing(latest.value, target.value.0);
        self.meets_target = self.reach(target.value.0);
        let Some(plan) = planned(&self.path, latest.date) else { return };
        let whole = total.and_then(|total| total.checked_mul(plan.days));
        self.expected = whole.and_then(|whole| plan.rise.checked_div(whole));
        let scaled = risen.and_then(|risen| risen.checked_mul(plan.days));
        self.pace = scaled.and_then(|scaled| scaled.checked_div(plan.rise));
        let expected = plan.rise.checked_div(plan.days).and_then(|rise| baseline.value.0.checked_add(rise));
        self.gap_to_plan = expected.and_then(|expected| way.missing(latest.value, expected));
    }

    /// A figure to hold should be the same all the time.
    fn measure_held(&mut self, tolerance: Decimal, target: Mark, latest: Latest) {
        let strayed = latest.value.checked_sub(target.value.0).map(|strayed| strayed.abs());
        self.gap = strayed.and_then(|strayed| strayed.checked_sub(tolerance));
        self.gap_to_plan = self.gap;
        let (back, edge) = if latest.value > target.value.0 {
            (Direction::Falling, target.value.0.saturating_add(tolerance))
        } else {
            (Direction::Rising, target.value.0.saturating_sub(tolerance))
        };
        self.meets_target = match self.line {
            _ if back.has_reached(latest.value, edge) => Reach::Reached,
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
        if baseline.date.is_some_and(|date| date > latest.date) {
            return Status::NotDue;
        }
        let way = match self.aim {
            Aim::Toward(way) => way,
            _ if self.meets_target == Reach::Reached => return Status::Held,
            _ => return Status::NotHeld,
        };
        if way.has_reached(latest.value, target.value.0) {
            return Status::Met;
        }
        if target.date.is_some_and(|date| date < today) {
            return Status::Missed;
        }
        if !way.has_reached(latest.value, baseline.value.0) {
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
