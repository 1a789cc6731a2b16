//! Campaigns: every few activities belong to one, which has all of their money.

use fastrand::Rng;

use super::Shape;
use super::words::{REASONS, TOPICS};
use super::yaml::{Value, list, map, text, word};

/// One activity in this many belongs to a campaign.
const IN_A_CAMPAIGN: usize = 5;

/// What the activities cost together.
pub(super) struct Budgets {
    pub(super) total: usize,
    /// The share of each campaign.
    pub(super) campaigns: Vec<usize>,
}

/// A cost as one figure, or for some activities by kind.
pub(super) fn costs(amount: usize, index: usize) -> Value {
    const KINDS: [&str; 6] = ["paid", "production", "creators", "agency", "tools", "other"];
    if !index.is_multiple_of(4) {
        return word(amount.to_string());
    }
    let (first, second) = (KINDS[index / 4 % 6], KINDS[(index / 4 + 1) % 6]);
    let part = amount / 3;
    map([(first, word(part.to_string())), (second, word((amount - part).to_string()))])
}

impl Shape {
    /// How many campaigns there are.
    pub(super) fn campaigns_among(activities: usize) -> usize {
        activities / IN_A_CAMPAIGN / 2
    }

    pub(super) fn campaign(index: usize) -> String {
        let (topic, _) = TOPICS[index % TOPICS.len()];
        format!("{topic}-campaign-{index}")
    }

    /// The campaign of an activity.
    pub(super) fn campaign_of(&self, activity: usize) -> Option<usize> {
        (self.campaigns > 0 && activity.is_multiple_of(IN_A_CAMPAIGN))
            .then(|| activity / IN_A_CAMPAIGN % self.campaigns)
    }

    pub(super) fn campaigns(&self, rng: &mut Rng, money: &Budgets) -> Value {
        map(money.campaigns.iter().enumerate().map(|(index, budget)| {
            let (_, title) = TOPICS[index % TOPICS.len()];
            let goals = list([Self::goal(index % self.goals)]);
            let campaign = map([
                ("name", text(format!("Campaign: {title}"))),
                ("why", text(REASONS[index % REASONS.len()])),
                ("owner", self.owner(rng, false)),
                ("with", list([Self::person(index % self.people)])),
                ("goals", goals),
                ("start", word("2027-01-15")),
                ("end", word("2027-12-31")),
                ("budget", word(budget.to_string())),
                ("notes", text(REASONS[(index + 1) % REASONS.len()])),
            ]);
            (Self::campaign(index), campaign)
        }))
    }
}
