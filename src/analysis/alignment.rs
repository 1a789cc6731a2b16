//! Which goal is served by what: the figures of the alignment report.

use serde::Serialize;

use super::Known;
use super::owners::{Owner, Owners};
use super::schedule::Scheduled;
use crate::decode::field::Id;
use crate::strategy::Strategy;
use crate::strategy::gear::PurposeKind;
use crate::strategy::goal::Goal;
use crate::strategy::pillar::PillarKind;

/// A goal and what serves it.
#[derive(Debug, Clone)]
pub struct GoalAlignment<'a> {
    /// Its id.
    pub id: &'a Id,
    /// What it says.
    pub goal: &'a Goal,
    /// Who answers for it.
    pub owner: Owner<'a>,
    /// The purposes that claim it; a single purpose claims all.
    pub purposes: Vec<PurposeKind>,
    /// The activities that serve it, as indices into the analysis.
    pub activities: Vec<usize>,
    /// What it lacks to be aligned.
    pub missing: Vec<Missing>,
}

/// What a goal can lack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Missing {
    /// Nobody answers for it.
    Owner,
    /// Nothing measures it.
    Kpi,
    /// No purpose claims it.
    Purpose,
    /// No activity serves it.
    Activity,
}

impl Missing {
    /// In a few words.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Kpi => "KPI",
            Self::Purpose => "purpose",
            Self::Activity => "activity",
        }
    }
}

impl GoalAlignment<'_> {
    /// True where it has an owner and a KPI, a purpose claims it, and an activity serves it.
    pub fn is_aligned(&self) -> bool {
        self.missing.is_empty()
    }

    /// How many activities of a pillar serve it.
    pub fn count(&self, pillar: PillarKind, activities: &[Scheduled<'_>]) -> usize {
        let of_pillar = |index: &&usize| activities.get(**index).is_some_and(|one| one.pillar() == pillar);
        self.activities.iter().filter(of_pillar).count()
    }
}

/// Goals that are put off on purpose are left out.
pub(super) fn align<'a>(
    strategy: &'a Strategy,
    owners: &Owners<'a>,
    activities: &[Scheduled<'a>],
    known: Known,
) -> Vec<GoalAlignment<'a>> {
    let purposes: Vec<_> = strategy.purposes().collect();
    let goals = strategy.goals().filter(|(_, goal)| goal.not_now.is_absent());
    goals
        .map(|(id, goal)| {
            let claimed = purposes.iter().filter(|(_, purpose, _)| {
                let listed = purpose.goals.get().is_some_and(|goals| goals.iter().any(|one| one == id));
                listed || purposes.len() == 1
            });
            let claimed: Vec<PurposeKind> = claimed.map(|(kind, ..)| *kind).collect();
            let serving = activities.iter().enumerate();
            let serving =
                serving.filter(|(_, activity)| !activity.is_dropped() && activity.serves(id.as_str()));
            let serving: Vec<usize> = serving.map(|(index, _)| index).collect();
            let owner = owners.of(&goal.owner);
            let unmeasured = goal.kpis.is_absent() || goal.kpis.get().is_some_and(|kpis| kpis.is_empty());
            let unclaimed = claimed.is_empty() && known.purposes;
            let faults = [
                (owner == Owner::Nobody, Missing::Owner),
                (unmeasured, Missing::Kpi),
                (unclaimed, Missing::Purpose),
                (serving.is_empty() && known.activities, Missing::Activity),
            ];
            let missing =
                faults.into_iter().filter(|(is_missing, _)| *is_missing).map(|(_, missing)| missing);
            GoalAlignment {
                id,
                goal,
                owner,
                purposes: claimed,
                activities: serving,
                missing: missing.collect(),
            }
        })
        .collect()
}
