//! Activities by what they mean for a meeting: late, running, starting soon, and the rest.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::scope::Inside;
use crate::analysis::Analysis;
use crate::analysis::schedule::{Late, Scheduled};
use crate::strategy::activity::{ActivityStatus, FunnelStage};
use crate::strategy::date::days_between;
use crate::strategy::number::Number;
use crate::strategy::pillar::PillarKind;

/// One activity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ActivityRow {
    /// The id.
    pub id: String,
    /// The full name.
    pub name: Option<String>,
    /// The pillar.
    pub pillar: PillarKind,
    /// The owner, inheritance applied.
    pub owner: Option<String>,
    /// The status, by its dates if the file has none.
    pub state: ActivityStatus,
    /// What it means for the meeting.
    pub when: When,
    /// The start, as exact as in the file; null for an ongoing practice.
    pub start: Option<String>,
    /// The first day that the start can mean.
    pub start_day: Option<Date>,
    /// The end, as exact as in the file; null if it has none.
    pub end: Option<String>,
    /// The last day that the end can mean.
    pub end_day: Option<Date>,
    /// False if a date could not be read.
    pub are_dates_readable: bool,
    /// What it is late with, if it is.
    pub late: Option<Late>,
    /// Days until it starts, if that is in the future.
    pub starts_in_days: Option<i64>,
    /// The goals it serves.
    pub goals: Vec<String>,
    /// The gears it drives, each with its purpose: `marketing.acquisition`.
    pub gears: Vec<String>,
    /// The KPIs that measure it.
    pub kpis: Vec<String>,
    /// The stage of the funnel.
    pub funnel_stage: Option<FunnelStage>,
    /// The budget, in the strategy's currency.
    pub budget: Option<Number>,
    /// What was spent so far, in the strategy's currency.
    pub spent: Option<Number>,
}

/// What an activity means for a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum When {
    /// Its status contradicts its dates, which have passed.
    Late,
    /// It has no status, and its dates could not be read.
    Unknown,
    /// It is running.
    Running,
    /// It starts within the horizon.
    Soon,
    /// It starts after the horizon, or has no start.
    Later,
    /// It is over.
    Done,
    /// It was dropped.
    Dropped,
}

/// The activities; the longest late first, then by their start.
pub(super) fn rows(analysis: &Analysis<'_>, inside: &Inside<'_>, horizon_days: i64) -> Vec<ActivityRow> {
    let own = analysis.activities.iter().filter(|activity| inside.has_activity(activity));
    let mut rows: Vec<ActivityRow> = own.map(|activity| row(analysis, activity, horizon_days)).collect();
    rows.sort_by_key(|row| {
        let late = row.late.map(|late| std::cmp::Reverse(late.days));
        (row.when, late, row.start_day, row.end_day)
    });
    rows
}

fn row(analysis: &Analysis<'_>, scheduled: &Scheduled<'_>, horizon_days: i64) -> ActivityRow {
    let activity = scheduled.activity();
    let today = analysis.today;
    let late = scheduled.late(today);
    let starts_in_days = scheduled.starts_after(today).map(|day| days_between(today, day));
    let are_dates_readable = !activity.start().is_invalid() && !activity.end().is_invalid();
    let when = match scheduled.state {
        _ if !are_dates_readable && activity.status.is_absent() => When::Unknown,
        ActivityStatus::Dropped => When::Dropped,
        ActivityStatus::Done => When::Done,
        _ if late.is_some() => When::Late,
        ActivityStatus::Running => When::Running,
        ActivityStatus::Planned if starts_in_days.is_some_and(|days| days <= horizon_days) => When::Soon,
        ActivityStatus::Planned => When::Later,
    };
    ActivityRow {
        id: scheduled.id().to_owned(),
        name: activity.name.get().cloned(),
        pillar: scheduled.pillar(),
        owner: scheduled.owner.id().map(str::to_owned),
        state: scheduled.state,
        when,
        start: activity.start().get().map(|start| start.0.to_string()),
        start_day: activity.start().get().map(|start| start.first),
        end: activity.end().get().map(ToString::to_string),
        end_day: activity.end().get().map(|end| end.last),
        are_dates_readable,
        late,
        starts_in_days,
        goals: scheduled.goals().map(str::to_owned).collect(),
        gears: scheduled.gears.iter().map(|(purpose, gear, _)| format!("{purpose}.{gear}")).collect(),
        kpis: activity.kpis.ids().map(ToString::to_string).collect(),
        funnel_stage: activity.funnel_stage.get().copied(),
        budget: activity.budget.get().map(|budget| Number(budget.0)),
        spent: activity.spent.get().map(|spent| Number(spent.0)),
    }
}
