//! Which activities wait for others: what each `after:` names, and when that begins or ends.

use std::collections::HashMap;

use super::campaigns::CampaignPlan;
use super::schedule::Scheduled;
use crate::decode::field::Id;
use crate::source::Span;
use crate::strategy::activity::ActivityStatus;
use crate::strategy::date::CoarseDate;

/// What something waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// It has begun.
    Begun,
    /// It has ended.
    Ended,
}

/// Something that can be waited for, by index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ahead {
    Activity(usize),
    Campaign(usize),
}

/// One activity waits for another, or for a campaign.
#[derive(Debug, Clone, Copy)]
pub struct Turn<'a> {
    /// The activity that waits, by index.
    pub activity: usize,
    pub ahead: Ahead,
    /// The id as it is written there.
    pub id: &'a Id,
    pub until: Until,
}

impl Turn<'_> {
    /// Where it says so.
    pub fn span(&self) -> Span {
        self.id.span
    }
}

/// The activities that wait for others. An id that is both an activity and a campaign, or in two pillars, does not say
/// which is meant, and counts for nothing.
pub(super) fn turns<'a>(activities: &[Scheduled<'a>], campaigns: &[CampaignPlan<'a>]) -> Vec<Turn<'a>> {
    let mut by_id: HashMap<&str, Vec<Ahead>> = HashMap::new();
    for (index, one) in activities.iter().enumerate() {
        by_id.entry(one.id()).or_default().push(Ahead::Activity(index));
    }
    for (index, one) in campaigns.iter().enumerate() {
        by_id.entry(one.id.as_str()).or_default().push(Ahead::Campaign(index));
    }
    let mut turns = Vec::new();
    for (activity, one) in activities.iter().enumerate().filter(|(_, one)| !one.is_dropped()) {
        let Some(after) = one.activity().after.get() else { continue };
        let begun = after.start.ids().map(|id| (id, Until::Begun));
        for (id, until) in begun.chain(after.end.ids().map(|id| (id, Until::Ended))) {
            if let Some([ahead]) = by_id.get(id.as_str()).map(Vec::as_slice) {
                turns.push(Turn { activity, ahead: *ahead, id, until });
            }
        }
    }
    turns
}

/// When a campaign begins and ends: as it says, or as its activities say if all of them have that date.
pub fn campaign_dates(
    plan: &CampaignPlan<'_>,
    activities: &[Scheduled<'_>],
) -> (Option<CoarseDate>, Option<CoarseDate>) {
    let own =
        || plan.activities.iter().filter_map(|index| activities.get(*index)).filter(|one| !one.is_dropped());
    let all = |date: fn(&Scheduled<'_>) -> Option<CoarseDate>| own().map(date).collect::<Option<Vec<_>>>();
    let start = plan.campaign.start.get().map(|start| start.0);
    let starts = || all(|one| one.activity().start().get().map(|start| start.0));
    let end = plan.campaign.end.get().copied();
    let ends = || all(|one| one.activity().end().get().copied());
    (
        start.or_else(|| starts()?.into_iter().min_by_key(|date| (date.first, date.last))),
        end.or_else(|| ends()?.into_iter().max_by_key(|date| (date.last, date.first))),
    )
}

/// Activities without a start and without a status have not begun if what they wait for has not.
/// True if any is held back.
pub(super) fn wait(
    activities: &mut [Scheduled<'_>],
    campaigns: &[CampaignPlan<'_>],
    turns: &[Turn<'_>],
) -> bool {
    let mut any = false;
    // Each pass can hold back what waits for something that the one before held back.
    for _ in 0..activities.len() {
        let mut waiting = Vec::new();
        for turn in turns {
            let state = match turn.ahead {
                Ahead::Activity(index) => activities.get(index).map(|one| one.state),
                Ahead::Campaign(index) => campaigns.get(index).map(|one| one.state),
            };
            let is_open = match turn.until {
                Until::Begun => state == Some(ActivityStatus::Planned),
                Until::Ended => matches!(state, Some(ActivityStatus::Planned | ActivityStatus::Running)),
            };
            let is_undated = |one: &Scheduled<'_>| {
                one.activity().start().is_absent()
                    && one.activity().status.is_absent()
                    && one.state == ActivityStatus::Running
            };
            if is_open && activities.get(turn.activity).is_some_and(is_undated) {
                waiting.push(turn.activity);
            }
        }
        if waiting.is_empty() {
            break;
        }
        any = true;
        for index in waiting {
            if let Some(one) = activities.get_mut(index) {
                one.state = ActivityStatus::Planned;
            }
        }
    }
    any
}
