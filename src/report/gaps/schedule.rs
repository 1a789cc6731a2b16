//! Campaigns, and activities by what they mean for a meeting: late, running, starting soon, and the rest.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::scope::Inside;
use crate::analysis::Analysis;
use crate::analysis::campaigns::CampaignPlan;
use crate::analysis::schedule::{Late, Scheduled};
use crate::decode::field::Field;
use crate::decode::shorthand::Many;
use crate::strategy::activity::{ActivityStatus, FunnelStage};
use crate::strategy::after::{After, Predecessor};
use crate::strategy::date::days_between;
use crate::strategy::number::Number;
use crate::strategy::pillar::PillarKind;
use crate::strategy::subject::Subject;
use crate::strategy::walk::Ref;

/// One activity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ActivityRow {
    /// The id.
    pub id: String,
    /// The full name.
    pub name: Option<String>,
    /// The pillar.
    pub pillar: PillarKind,
    /// The campaign it belongs to.
    pub campaign: Option<String>,
    /// The owner, inheritance applied.
    pub owner: Option<String>,
    /// Who else takes part.
    pub with: Vec<String>,
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
    /// The activities and campaigns that must have begun before.
    pub after: Vec<String>,
    /// Those that must have ended before.
    pub after_the_end_of: Vec<String>,
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

/// A campaign that is not left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CampaignRow {
    /// The id.
    pub id: String,
    /// The full name.
    pub name: Option<String>,
    /// The reason for it.
    pub why: Option<String>,
    /// The owner, inheritance applied.
    pub owner: Option<String>,
    /// Who else takes part.
    pub with: Vec<String>,
    /// The status; if the file has none, by its dates or by those of its activities.
    pub state: ActivityStatus,
    /// The start, as exact as in the file.
    pub start: Option<String>,
    /// The first day that the start can mean.
    pub start_day: Option<Date>,
    /// The end, as exact as in the file.
    pub end: Option<String>,
    /// The last day that the end can mean.
    pub end_day: Option<Date>,
    /// Days until it starts, if that is in the future.
    pub starts_in_days: Option<i64>,
    /// The goals it serves.
    pub goals: Vec<String>,
    /// The activities that belong to it, except dropped ones.
    pub activities: Vec<String>,
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

/// The campaigns with an activity in this scope or that are in it themselves, in the order of the file.
pub(super) fn campaigns(analysis: &Analysis<'_>, inside: &Inside<'_>) -> Vec<CampaignRow> {
    let is_inside = |one: &&CampaignPlan<'_>| {
        inside.has(&Subject::Campaign(one.id.to_string()), one.owner.id())
            || inside.campaign().is_none_or(|id| one.id.as_str() == id)
                && analysis.activities_at(&one.activities).any(|activity| inside.has_activity(activity))
    };
    analysis.campaigns.iter().filter(is_inside).map(|one| campaign(analysis, one)).collect()
}

fn campaign(analysis: &Analysis<'_>, plan: &CampaignPlan<'_>) -> CampaignRow {
    let campaign = plan.campaign;
    let activities = analysis.activities_at(&plan.activities).filter(|one| !one.is_dropped());
    CampaignRow {
        id: plan.id.to_string(),
        name: campaign.name.get().cloned(),
        why: campaign.why.get().cloned(),
        owner: plan.owner.id().map(str::to_owned),
        with: campaign.with.ids().map(ToString::to_string).collect(),
        state: plan.state,
        start: campaign.start.get().map(|start| start.0.to_string()),
        start_day: campaign.start.get().map(|start| start.first),
        end: campaign.end.get().map(ToString::to_string),
        end_day: campaign.end.get().map(|end| end.last),
        starts_in_days: plan.starts_in_days(analysis.today),
        goals: campaign.goals.ids().map(ToString::to_string).collect(),
        activities: activities.map(|one| one.id().to_owned()).collect(),
    }
}

fn row(analysis: &Analysis<'_>, scheduled: &Scheduled<'_>, horizon_days: i64) -> ActivityRow {
    let activity = scheduled.activity();
    let today = analysis.today;
    let late = scheduled.late(today);
    let after = |list: fn(&After) -> &Field<Many<Ref<Predecessor>>>| -> Vec<String> {
        let after = activity.after.get();
        after.into_iter().flat_map(|after| list(after).ids()).map(ToString::to_string).collect()
    };
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
        campaign: scheduled.campaign().map(ToString::to_string),
        owner: scheduled.owner.id().map(str::to_owned),
        state: scheduled.state,
        when,
        start: activity.start().get().map(|start| start.0.to_string()),
        start_day: activity.start().get().map(|start| start.first),
        end: activity.end().get().map(ToString::to_string),
        end_day: activity.end().get().map(|end| end.last),
        are_dates_readable,
        after: after(|after| &after.start),
        after_the_end_of: after(|after| &after.end),
        late,
        starts_in_days,
        goals: scheduled.goals().map(str::to_owned).collect(),
        gears: scheduled.gears.iter().map(|(purpose, gear, _)| format!("{purpose}.{gear}")).collect(),
        with: activity.with.ids().map(ToString::to_string).collect(),
        kpis: activity.kpis.ids().map(ToString::to_string).collect(),
        funnel_stage: activity.funnel_stage.get().copied(),
        budget: activity.budget.get().map(|budget| Number(budget.total)),
        spent: activity.spent.get().map(|spent| Number(spent.total)),
    }
}
