//! Which activities ask people for money.

use super::Analysis;
use super::schedule::Scheduled;
use crate::strategy::goal::GoalKind;
use crate::strategy::pillar::PillarKind;

impl Analysis<'_> {
    /// True if an activity asks people for money on behalf of marketing. The pillar support, and the intent of
    /// thought leadership, have rules of their own.
    pub fn asks_for_money(&self, activity: &Scheduled<'_>) -> bool {
        let is_excused = match activity.pillar() {
            PillarKind::Support => true,
            PillarKind::ThoughtLeadership => activity.activity().intent.is_set(),
            _ => false,
        };
        activity.offer().is_some() && !is_excused && !self.serves_only_service(activity)
    }

    /// True if it is not about winning customers.
    pub fn serves_only_service(&self, activity: &Scheduled<'_>) -> bool {
        let kind = |goal: &str| self.strategy.goals.get()?.get(goal)?.kind.get().copied();
        let mut goals = activity.goals().peekable();
        goals.peek().is_some() && goals.all(|goal| kind(goal).is_some_and(GoalKind::is_about_service))
    }
}
