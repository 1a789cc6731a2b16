//! Campaigns with their activities, their state today and their money.

use jiff::civil::Date;

use super::budget::{Sum, Total};
use super::owners::{Owner, Owners};
use super::schedule::{self, Scheduled};
use crate::decode::field::Id;
use crate::strategy::Strategy;
use crate::strategy::activity::ActivityStatus;
use crate::strategy::campaign::Campaign;
use crate::strategy::date::days_between;

/// A campaign that is not left out.
#[derive(Debug, Clone)]
pub struct CampaignPlan<'a> {
    pub id: &'a Id,
    pub campaign: &'a Campaign,
    pub owner: Owner<'a>,
    /// Its status: as the file says, by its dates, or by its activities.
    pub state: ActivityStatus,
    /// Indices of the activities that belong to it.
    pub activities: Vec<usize>,
}

impl CampaignPlan<'_> {
    pub fn is_dropped(&self) -> bool {
        self.state == ActivityStatus::Dropped
    }

    /// Its own figures; a dropped one has no budget any more.
    pub fn own(&self) -> (Option<Total>, Option<Total>) {
        let budget = self.campaign.budget.get().filter(|_| !self.is_dropped());
        (budget.map(Total::of), self.campaign.spent.get().map(Total::of))
    }

    /// What all of it costs: its own figure includes those of its activities, which can be higher only by mistake.
    pub fn money(&self, of_activities: Sum) -> Sum {
        let (budget, spent) = self.own();
        // Where the campaign names no kinds, those of its activities are the best that is known.
        let larger = |own: Option<Total>, of_activities: Total| match own {
            Some(own) if own.all >= of_activities.all && own.has_kinds() => own,
            Some(own) if own.all >= of_activities.all => of_activities.grown_to(own.all),
            _ => of_activities,
        };
        Sum { budget: larger(budget, of_activities.budget), spent: larger(spent, of_activities.spent) }
    }

    /// Days until it starts, if that is in the future.
    pub fn starts_in_days(&self, today: Date) -> Option<i64> {
        let start = self.campaign.start.get().map(|start| start.first);
        start.filter(|day| *day > today).map(|day| days_between(today, day))
    }
}

pub(super) fn campaigns<'a>(
    strategy: &'a Strategy,
    owners: &Owners<'a>,
    activities: &[Scheduled<'a>],
    today: Date,
) -> Vec<CampaignPlan<'a>> {
    let mut campaigns: Vec<CampaignPlan<'a>> = strategy
        .campaigns()
        .filter(|(_, campaign)| campaign.not_now.is_absent())
        .map(|(id, campaign)| CampaignPlan {
            id,
            campaign,
            owner: owners.of(&campaign.owner),
            state: schedule::state(&campaign.status, &campaign.start, &campaign.end, today),
            activities: Vec::new(),
        })
        .collect();
    let places: std::collections::HashMap<&str, usize> =
        campaigns.iter().enumerate().map(|(place, one)| (one.id.as_str(), place)).collect();
    for (index, activity) in activities.iter().enumerate() {
        let place = activity.campaign().and_then(|id| places.get(id.as_str()));
        if let Some(campaign) = place.and_then(|place| campaigns.get_mut(*place)) {
            campaign.activities.push(index);
        }
    }
    for one in &mut campaigns {
        let Campaign { status, start, end, .. } = one.campaign;
        if status.is_absent() && start.is_absent() && end.is_absent() {
            let states = one.activities.iter().filter_map(|index| activities.get(*index));
            one.state = of_activities(states.map(|activity| activity.state)).unwrap_or(one.state);
        }
    }
    campaigns
}

/// What the states of its activities say about a campaign without dates; none without activities.
fn of_activities(states: impl Iterator<Item = ActivityStatus>) -> Option<ActivityStatus> {
    let states: Vec<ActivityStatus> = states.filter(|state| *state != ActivityStatus::Dropped).collect();
    let all = |wanted| states.iter().all(|state| *state == wanted);
    Some(match states.as_slice() {
        [] => return None,
        _ if all(ActivityStatus::Planned) => ActivityStatus::Planned,
        _ if all(ActivityStatus::Done) => ActivityStatus::Done,
        _ => ActivityStatus::Running,
    })
}
