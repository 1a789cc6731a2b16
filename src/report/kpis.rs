//! KPIs against their plans, as every report has them: the ones that ask for attention first.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::Analysis;
use crate::analysis::forecast::{Point, Reach};
use crate::analysis::progress::{Mark, Progress, Status};
use crate::strategy::activity::Cadence;
use crate::strategy::kpi::Kpi;
use crate::strategy::number::Number;

/// One KPI. Values are in its unit; ratios are exact, 1 is the whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct KpiRow {
    /// Its id.
    pub id: String,
    /// Its name in full.
    pub name: Option<String>,
    /// What it counts, and over what time.
    pub unit: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The goals it measures.
    pub goals: Vec<String>,
    /// What its figures come to.
    pub status: Status,
    /// Where it stood at the beginning.
    pub baseline: Option<PointRow>,
    /// Where it is to be.
    pub target: Option<PointRow>,
    /// True where it is to rise, false where it is to fall; none where it is to be held, or where
    /// baseline and target do not say.
    pub is_rising: Option<bool>,
    /// To be held: how far it may stray.
    pub tolerance: Option<Number>,
    /// The latest reading.
    pub latest: Option<PointRow>,
    /// How old that reading is, in days.
    pub age_days: Option<i64>,
    /// (latest − baseline) / (target − baseline): below 0 regressed, above 1 beaten.
    pub progress: Option<Number>,
    /// The share of the way that was to be behind it on the day of the latest reading.
    pub expected: Option<Number>,
    /// progress / expected.
    pub pace: Option<Number>,
    /// What is missing to the target: negative beyond it.
    pub gap: Option<Number>,
    /// The same to where the plan expected it on the day of the latest reading.
    pub gap_to_plan: Option<Number>,
    /// Where it is heading.
    pub forecast: Forecast,
    /// How often it is to be read.
    pub cadence: Option<Cadence>,
    /// Baseline and readings by day.
    pub points: Vec<PointRow>,
    /// The planned way from the baseline over the milestones to the target.
    pub planned: Vec<PointRow>,
}

/// A value and its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PointRow {
    /// The day; none where neither the file nor its period says.
    pub date: Option<Date>,
    /// The value, in the KPI's unit.
    pub value: Number,
}

/// Where a KPI is heading, by the line through its latest reading with the median slope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Forecast {
    /// The value on the target's day.
    pub on_target_day: Option<Number>,
    /// When the target is met.
    pub meets_target: Meets,
}

/// When a target is met if things go on as they do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "is", content = "day")]
pub enum Meets {
    /// It is met now.
    Met,
    /// On this day.
    On(Date),
    /// Never at this rate.
    Never,
    /// Nothing can be said: fewer than two dated values.
    Unknown,
}

impl From<Reach> for Meets {
    fn from(reach: Reach) -> Self {
        match reach {
            Reach::Reached => Self::Met,
            Reach::On(day) => Self::On(day),
            Reach::Never => Self::Never,
            Reach::Unknown => Self::Unknown,
        }
    }
}

impl From<Mark> for PointRow {
    fn from(mark: Mark) -> Self {
        Self { date: mark.date, value: Number(mark.value) }
    }
}

fn points(points: &[Point]) -> Vec<PointRow> {
    points.iter().map(|(date, value)| PointRow { date: Some(*date), value: Number(*value) }).collect()
}

/// Every KPI, the gravest status first; of equals the slowest, then in the order of the file.
pub(super) fn rows(analysis: &Analysis<'_>) -> Vec<KpiRow> {
    let kpis = analysis.strategy.kpis();
    let mut rows: Vec<KpiRow> = kpis
        .filter_map(|(id, kpi)| Some(row(analysis, id.as_str(), kpi, analysis.kpis.get(id.as_str())?)))
        .collect();
    rows.sort_by_key(|row| {
        let slowness = row.pace.or(row.progress);
        (std::cmp::Reverse(row.status.gravity()), slowness.is_none(), slowness)
    });
    rows
}

fn row(analysis: &Analysis<'_>, id: &str, kpi: &Kpi, progress: &Progress) -> KpiRow {
    KpiRow {
        id: id.to_owned(),
        name: kpi.name.get().cloned(),
        unit: kpi.unit.get().cloned(),
        owner: analysis.owners.of(&kpi.owner).id().map(str::to_owned),
        goals: analysis.goals_measured_by(id).map(|(goal, _)| goal.id.to_string()).collect(),
        status: progress.status,
        baseline: progress.baseline.map(Into::into),
        target: progress.target.map(Into::into),
        is_rising: progress.is_rising(),
        tolerance: kpi.tolerance.get().copied(),
        latest: progress.latest.map(|latest| Mark { date: Some(latest.date), value: latest.value }.into()),
        age_days: progress.latest.map(|latest| latest.age),
        progress: progress.progress.map(Number),
        expected: progress.expected.map(Number),
        pace: progress.pace.map(Number),
        gap: progress.gap.map(Number),
        gap_to_plan: progress.gap_to_plan.map(Number),
        forecast: Forecast {
            on_target_day: progress.forecast_at_target.map(Number),
            meets_target: progress.meets_target.into(),
        },
        cadence: kpi.cadence.get().copied(),
        points: points(&progress.points),
        planned: points(&progress.path),
    }
}
