//! Activities by when they matter to a meeting: late, running, starting soon, and the rest.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::scope::Inside;
use crate::analysis::Analysis;
use crate::analysis::schedule::{Late, Scheduled, State};
use crate::strategy::activity::FunnelStage;
use crate::strategy::date::days_between;
use crate::strategy::number::Number;
use crate::strategy::pillar::PillarKind;

/// One activity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ActivityRow {
    /// Its id.
    pub id: String,
    /// Its name in full.
    pub name: Option<String>,
    /// The pillar it belongs to.
    pub pillar: PillarKind,
    /// Who answers for it.
    pub owner: Option<String>,
    /// Where it stands.
    pub state: State,
    /// When it matters.
    pub when: When,
    /// When it starts, as exact as the file says; none for a standing practice.
    pub start: Option<String>,
    /// The first day it can start on.
    pub start_day: Option<Date>,
    /// When it ends, as exact as the file says; none where it goes on.
    pub end: Option<String>,
    /// The last day it can end on.
    pub end_day: Option<Date>,
    /// What it is late with.
    pub late: Option<Late>,
    /// Days until it starts, where that lies ahead.
    pub starts_in_days: Option<i64>,
    /// The goals it serves.
    pub goals: Vec<String>,
    /// The gears it turns, each with its purpose: `marketing.acquisition`.
    pub gears: Vec<String>,
    /// The KPIs that measure it.
    pub kpis: Vec<String>,
    /// Where in the funnel it meets people.
    pub funnel_stage: Option<FunnelStage>,
    /// What it may cost, in the budget's currency.
    pub budget: Option<Number>,
    /// What it has cost so far, in the budget's currency.
    pub spent: Option<Number>,
}

/// When an activity matters to a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum When {
    /// Its dates have passed and its status says otherwise.
    Late,
    /// It is going on.
    Running,
    /// It starts within the horizon.
    Soon,
    /// It starts after that, or nothing says when.
    Later,
    /// It is over.
    Done,
    /// It was given up.
    Dropped,
}

/// The activities by when they matter; the longest late first, then by their start.
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
    let when = match scheduled.state {
        State::Dropped => When::Dropped,
        State::Done => When::Done,
        _ if late.is_some() => When::Late,
        State::Running => When::Running,
        State::Planned if starts_in_days.is_some_and(|days| days <= horizon_days) => When::Soon,
        State::Planned => When::Later,
    };
    ActivityRow {
        id: scheduled.id().to_owned(),
        name: activity.name.get().cloned(),
        pillar: scheduled.pillar(),
        owner: scheduled.owner.id().map(str::to_owned),
        state: scheduled.state,
        when,
        start: activity.start.get().map(|start| start.0.to_string()),
        start_day: activity.start.get().map(|start| start.first),
        end: activity.end.get().map(ToString::to_string),
        end_day: activity.end.get().map(|end| end.last),
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
