//! What serves each goal: the figures of the alignment report.

use std::collections::{HashMap, HashSet};

use schemars::JsonSchema;
use serde::Serialize;

use super::Known;
use super::owners::{Owner, Owners};
use super::schedule::Scheduled;
use crate::decode::field::Id;
use crate::strategy::Strategy;
use crate::strategy::gear::PurposeKind;
use crate::strategy::goal::Goal;
use crate::words::placeholder::placeholder;

/// A goal and what serves it.
#[derive(Debug, Clone)]
pub struct GoalAlignment<'a> {
    pub id: &'a Id,
    pub goal: &'a Goal,
    pub owner: Owner<'a>,
    /// The purposes that list it; a single purpose has all goals.
    pub purposes: Vec<PurposeKind>,
    /// Indices of the activities that serve it.
    pub activities: Vec<usize>,
    /// What it lacks to be aligned.
    pub missing: Vec<Missing>,
}

/// What a goal can lack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Missing {
    /// It does not say yet what is wanted.
    Statement,
    /// It has no owner.
    Owner,
    /// It has no KPI.
    Kpi,
    /// No purpose lists it.
    Purpose,
    /// No activity serves it.
    Activity,
}

impl Missing {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Statement => "statement",
            Self::Owner => "owner",
            Self::Kpi => "KPI",
            Self::Purpose => "purpose",
            Self::Activity => "activity",
        }
    }
}

impl GoalAlignment<'_> {
    pub fn is_aligned(&self) -> bool {
        self.missing.is_empty()
    }
}

pub(super) fn align<'a>(
    strategy: &'a Strategy,
    owners: &Owners<'a>,
    activities: &[Scheduled<'a>],
    known: Known,
) -> Vec<GoalAlignment<'a>> {
    let purposes: Vec<_> = strategy
        .purposes()
        .map(|(kind, purpose, _)| {
            let listed: HashSet<&Id> = purpose.goals.ids().collect();
            (kind, listed)
        })
        .collect();
    let mut serving = serving(activities);
    let goals = strategy.goals().filter(|(_, goal)| goal.not_now.is_absent());
    goals
        .map(|(id, goal)| {
            let claimed = purposes.iter().filter(|(_, listed)| purposes.len() == 1 || listed.contains(id));
            let claimed: Vec<PurposeKind> = claimed.map(|(kind, _)| *kind).collect();
            let serving = serving.remove(id.as_str()).unwrap_or_default();
            let owner = owners.of(&goal.owner);
            let is_declared = |kpi: &Id| !known.kpis || strategy.kpi(kpi.as_str()).is_some();
            let measured = goal.kpis.ids().any(is_declared);
            let unmeasured = !measured && !goal.kpis.is_invalid();
            let unclaimed = claimed.is_empty() && known.purposes;
            let unsaid = goal.statement.is_absent()
                || goal.statement.get().is_some_and(|text| placeholder(text).is_some());
            let lacks = [
                (unsaid, Missing::Statement),
                (owner == Owner::Nobody, Missing::Owner),
                (unmeasured, Missing::Kpi),
                (unclaimed, Missing::Purpose),
                (serving.is_empty() && known.activities, Missing::Activity),
            ];
            let missing = lacks.into_iter().filter(|(is_missing, _)| *is_missing).map(|(_, missing)| missing);
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

/// The goals that each KPI measures, in one pass over all of them.
pub(super) fn goals_by_kpi<'a>(goals: &[GoalAlignment<'a>]) -> HashMap<&'a str, Vec<String>> {
    let mut measured: HashMap<&str, Vec<String>> = HashMap::new();
    for goal in goals {
        let kpis: HashSet<&str> = goal.goal.kpis.ids().map(Id::as_str).collect();
        for kpi in kpis {
            measured.entry(kpi).or_default().push(goal.id.to_string());
        }
    }
    measured
}

/// The activities that serve each goal, in one pass over all of them.
fn serving<'a>(activities: &[Scheduled<'a>]) -> HashMap<&'a str, Vec<usize>> {
    let mut serving: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, activity) in activities.iter().enumerate().filter(|(_, activity)| !activity.is_dropped()) {
        for goal in activity.goals() {
            let indices = serving.entry(goal).or_default();
            if indices.last() != Some(&index) {
                indices.push(index);
            }
        }
    }
    serving
}
