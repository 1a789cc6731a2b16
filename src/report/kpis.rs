//! KPIs against their plans, as every report has them: the ones that ask for attention first.

use indexmap::IndexMap;
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
    pub baseline: Option<Mark>,
    /// Where it is to be.
    pub target: Option<Mark>,
    /// True where it is to rise, false where it is to fall; none where it is to be held, or where
    /// baseline and target do not say.
    pub is_rising: Option<bool>,
    /// To be held: how far it may stray.
    pub tolerance: Option<Number>,
    /// The latest reading.
    pub latest: Option<Mark>,
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
    pub points: Vec<Mark>,
    /// The planned way from the baseline over the milestones to the target.
    pub planned: Vec<Mark>,
}

/// Where a KPI is heading, by the line through its latest reading with the median slope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Forecast {
    /// The value on the target's day.
    pub on_target_day: Option<Number>,
    /// When the target is met.
    pub meets_target: Reach,
}

fn points(points: &[Point]) -> Vec<Mark> {
    points.iter().map(|(date, value)| Mark { date: Some(*date), value: Number(*value) }).collect()
}

/// Every KPI, the worst status first; of equals the slowest, then in the order of the file.
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
        baseline: progress.baseline,
        target: progress.target,
        is_rising: progress.is_rising(),
        tolerance: kpi.tolerance.get().copied(),
        latest: progress.latest.map(|latest| Mark { date: Some(latest.date), value: Number(latest.value) }),
        age_days: progress.latest.map(|latest| latest.age),
        progress: progress.progress.map(Number),
        expected: progress.expected.map(Number),
        pace: progress.pace.map(Number),
        gap: progress.gap.map(Number),
        gap_to_plan: progress.gap_to_plan.map(Number),
        forecast: Forecast {
            on_target_day: progress.forecast_at_target.map(Number),
            meets_target: progress.meets_target,
        },
        cadence: kpi.cadence.get().copied(),
        points: points(&progress.points),
        planned: points(&progress.path),
    }
}

/// How many KPIs have each status, the best first.
pub(super) fn status_counts(statuses: impl Iterator<Item = Status>) -> IndexMap<Status, usize> {
    let mut counts: IndexMap<Status, usize> = IndexMap::new();
    for status in statuses {
        *counts.entry(status).or_default() += 1;
    }
    counts.sort_unstable_by_key(|status, _| status.gravity());
    counts
}
