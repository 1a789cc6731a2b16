//! The expected judgment of a KPI.

use jiff::civil::Date;
use num_traits::Signed;

use super::case::{Bound, Case, Counts, Number, fraction, whole};
use super::dates::plus;
use super::forecast::Forecast;
use super::path::Path;
use super::readings::{Point, Read, Start, counting, point};
use super::status::{Facts, Standing, Status};
use super::stretch::{self, Stretch};
use super::target::{Aim, Kind, Reach, Shown};

/// What `gaps --format json` should say about a KPI.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgment {
    pub counts: Counts,
    pub status: Status,
    pub standing: Standing,
    pub figure: Option<Point>,
    pub note: Option<&'static str>,
    pub start: Start,
    pub target: Option<Shown>,
    pub target_date: Option<Date>,
    /// The points of the path; empty if there is none.
    pub planned: Vec<Point>,
    pub ratios: Ratios,
    pub margin: Option<Number>,
    pub inside: Option<Inside>,
    pub stretches: Vec<Stretch>,
    pub forecast: Forecast,
    pub days_late: Option<i64>,
    /// The way from start to target. It is not in the report.
    pub reach: Option<Reach>,
}

/// What compares the figure with the start, the plan and the target.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ratios {
    pub planned_at_figure: Option<Number>,
    pub progress: Option<Number>,
    pub expected: Option<Number>,
    pub pace: Option<Number>,
    pub gap: Option<Number>,
    pub gap_to_plan: Option<Number>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inside {
    pub kept: usize,
    pub of: usize,
}

pub fn expected(case: &Case) -> Judgment {
    let start = Start::of(case);
    let aim = Aim::of(case, &start);
    let readings = counting(case, &start);
    let figure = readings.last();
    let reach = match &aim.kind {
        Kind::Reach(reach) => Some(reach),
        _ => None,
    };
    let limit = aim.kind.way_to_limit(case.kpi.counts);
    let way = reach.or(limit.as_ref());
    let path = way.and_then(|way| Path::of(case, &start, &aim, way));
    let path = path.as_ref();
    // "In force: progress, expected, pace and gap are null; planned_at_figure, gap_to_plan and forecast as well, except for
    // the limit of a sum. No figure: all are null."
    // What came in before the path begins was not planned.
    let begin = start.date.map(|date| case.kpi.begins(date)).filter(|begin| Some(*begin) > start.date);
    let is_before = begin.is_some_and(|begin| figure.is_none_or(|figure| figure.date <= begin));
    let plan = path.filter(|_| case.kpi.counts == Counts::Level || !is_before);
    let ratios = match (reach, figure) {
        (Some(reach), Some(figure)) => Ratios::of(case, figure, reach, plan),
        (None, Some(figure)) => {
            let planned = plan.map(|path| path.planned(figure.date));
            // More than planned is behind.
            let gap_to_plan = planned.as_ref().map(|planned| &figure.value - planned);
            Ratios { planned_at_figure: planned, gap_to_plan, ..Ratios::default() }
        }
        _ => Ratios::default(),
    };
    let facts = Facts { case, start: &start, aim: &aim, path, readings: &readings, ratios: &ratios };
    let status = facts.status();
    let forecast = match (way, figure) {
        (Some(reach), Some(figure)) if !reach.is_overshot_by(&figure.value) => {
            // A plan with milestones that has been kept says how the way goes on.
            let is_kept = matches!(status, Status::OnTrack | Status::Reached | Status::TooEarly)
                && ratios.pace.as_ref().is_none_or(|pace| *pace >= fraction(9, 10));
            let forecast = Forecast::of(case, &start, &readings, reach, (path, is_kept), aim.date);
            if limit.is_some() { forecast.of_limit() } else { forecast }
        }
        _ => Forecast::NONE,
    };
    let status = facts.by_the_forecast(status, &forecast);
    // "`margin`: given for every bound with a figure, also one to reach."
    let bound = match &aim.kind {
        Kind::InForce(bound) => Some(bound),
        Kind::Reach(reach) => reach.bound.as_ref(),
        _ => None,
    };
    let margin = bound.zip(figure).map(|(bound, figure)| bound.margin(&figure.value));
    let inside = match &aim.kind {
        Kind::InForce(bound) => figure.map(|_| {
            let begin = start.date.map_or(Date::MIN, |date| case.kpi.begins(date));
            let counted = readings.partition_point(|read| read.date <= begin);
            inside(bound, &readings[counted..])
        }),
        // One that was never reached has not been in force.
        Kind::Reach(_) if status == Status::Missed => None,
        // "When a bound was to reach and is decided, only the readings dated from the figure of the day on count."
        Kind::Reach(reach) => reach.bound.as_ref().zip(facts.decided_on()).map(|(bound, date)| {
            let of_the_day = facts.figure_of_the_day(date).map(|read| read.date);
            let from = of_the_day.filter(|day| *day <= date).unwrap_or(plus(date, 1));
            let first = readings.partition_point(|read| read.date < from);
            inside(bound, &readings[first..])
        }),
        _ => None,
    };
    let days_late = match status {
        Status::MetLate => reach.and_then(|reach| facts.days_late(reach)),
        // A bound that was not yet inside on its day, and is now.
        Status::Kept => {
            reach.filter(|reach| facts.is_short_on_its_day(reach)).and_then(|reach| facts.days_late(reach))
        }
        _ => None,
    };
    Judgment {
        counts: case.kpi.counts,
        status,
        standing: status.standing(),
        figure: figure.map(|read| point(read.date, read.value.clone())),
        note: figure.and_then(|read| read.note),
        target: aim.shown.clone(),
        target_date: aim.shown.as_ref().and(aim.date),
        planned: path.map_or_else(Vec::new, |path| path.points.clone()),
        reach: reach.cloned(),
        ratios,
        margin,
        inside,
        stretches: stretch::ended(case, &aim, &start, &readings),
        forecast,
        days_late,
        start,
    }
}

impl Ratios {
    /// "The figure, planned, progress, expected, pace, gap, `gap_to_plan` are all taken on the figure's day."
    fn of(case: &Case, figure: &Read, reach: &Reach, path: Option<&Path>) -> Self {
        // "progress = (figure − start)/(target − start); needs start value, target and figure, no dates."
        let progress = reach.share(&figure.value);
        let planned = path.map(|path| path.planned(figure.date));
        // "expected = (planned − start)/(target − start)."
        let expected = planned.as_ref().map(|planned| reach.share(planned));
        // "gap = signed by direction: rising target − figure, falling figure − target. gap_to_plan the same with
        // planned."
        let gap = reach.missing(&figure.value, &reach.value);
        let gap_to_plan = planned.as_ref().map(|planned| reach.missing(&figure.value, planned));
        // Inside a range there is nothing left to reach: the gap is as far below 0 as the nearest end is away.
        let inside = reach
            .bound
            .as_ref()
            .filter(|bound| matches!(bound, Bound::Between(..)) && bound.holds(&figure.value));
        if let Some(range) = inside {
            let mut at_the_end = figure.clone();
            at_the_end.value = reach.value.clone();
            let is_at_the_end = figure.value == reach.value;
            if !is_at_the_end {
                let gap = Some(-range.margin(&figure.value));
                return Self { gap, ..Self::of(case, &at_the_end, reach, path) };
            }
        }
        // Too much is neither progress nor ahead of the plan: the gap is the way back to the range.
        if reach.is_overshot_by(&figure.value) {
            let gap = reach.bound.as_ref().map(|bound| -bound.margin(&figure.value));
            return Self { planned_at_figure: planned, gap, ..Self::default() };
        }
        // A level that follows last year is measured by the plan of its day, as its forecast is: figure / planned, or
        // for falling ones as far below 1 as the figure is above. Of a way from 1000 to 1050 no share is said.
        if let Some(planned) = planned.clone().filter(|_| path.is_some_and(|path| path.is_seasonal(case))) {
            let behind = reach.missing(&figure.value, &planned);
            let pace = planned.is_positive().then(|| whole(1) - &behind / &planned);
            let (gap, gap_to_plan) = (Some(gap), Some(behind));
            return Self { planned_at_figure: Some(planned), pace, gap, gap_to_plan, ..Self::default() };
        }
        let pace = match (path, &expected, &gap_to_plan) {
            // "Turns back: 1 − gap_to_plan / |target − start|."
            (Some(path), _, Some(gap)) if path.turns_back(reach) => Some(whole(1) - gap / reach.span()),
            // "Path does not turn back: progress / expected if expected > 0, otherwise null."
            (Some(_), Some(expected), _) => expected.is_positive().then(|| &progress / expected),
            _ => None,
        };
        Self {
            planned_at_figure: planned,
            progress: Some(progress),
            expected,
            pace,
            gap: Some(gap),
            gap_to_plan,
        }
    }
}

/// "Of the readings that count (for a sum or total: of the running figures), how many are inside."
fn inside(bound: &Bound, readings: &[Read]) -> Inside {
    Inside { kept: readings.iter().filter(|read| bound.holds(&read.value)).count(), of: readings.len() }
}
