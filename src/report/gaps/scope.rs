//! One person's page, or one goal's: what belongs to it.

use std::collections::HashSet;

use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::Analysis;
use crate::analysis::schedule::Scheduled;
use crate::decode::field::Id;
use crate::report::gears::TrainTable;
use crate::strategy::gear::{GearKind, PurposeKind};
use crate::strategy::subject::Subject;

/// Whom or what a report is about.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct Scope {
    /// One person's page.
    pub owner: Option<String>,
    /// One goal's page.
    pub goal: Option<String>,
}

impl Scope {
    pub(crate) fn is_whole(&self) -> bool {
        self.owner.is_none() && self.goal.is_none()
    }
}

pub(super) struct Inside<'a> {
    owner: Option<&'a str>,
    goal: Option<OfGoal<'a>>,
}

struct OfGoal<'a> {
    id: &'a str,
    activities: HashSet<&'a str>,
    kpis: HashSet<&'a str>,
    gears: HashSet<(PurposeKind, GearKind)>,
}

impl<'a> Inside<'a> {
    pub(super) fn new(analysis: &Analysis<'a>, scope: &'a Scope) -> Self {
        Self {
            owner: scope.owner.as_deref(),
            goal: scope.goal.as_deref().map(|goal| OfGoal::new(analysis, goal)),
        }
    }

    fn is_owned(&self, owner: Option<&str>) -> bool {
        self.owner.is_none_or(|wanted| owner == Some(wanted))
    }

    pub(super) fn has_goal(&self, id: &str, owner: Option<&str>) -> bool {
        self.is_owned(owner) && self.goal.as_ref().is_none_or(|goal| goal.id == id)
    }

    pub(super) fn has_kpi(&self, id: &str, owner: Option<&str>) -> bool {
        self.is_owned(owner) && self.goal.as_ref().is_none_or(|goal| goal.kpis.contains(id))
    }

    pub(super) fn has_activity(&self, activity: &Scheduled<'_>) -> bool {
        let serves = self.goal.as_ref().is_none_or(|goal| activity.serves(goal.id));
        self.is_owned(activity.owner.id()) && serves
    }

    /// True for what belongs to a person and not to a goal, such as a decision.
    pub(super) fn has_personal(&self, owner: Option<&str>) -> bool {
        self.is_owned(owner) && self.goal.is_none()
    }

    pub(super) fn has_subject(&self, subject: &Subject, owner: Option<&str>) -> bool {
        let of_goal = |goal: &OfGoal<'_>| match subject {
            Subject::Goal(id) => id == goal.id,
            Subject::Kpi(id) => goal.kpis.contains(id.as_str()),
            Subject::Activity(_, id) => goal.activities.contains(id.as_str()),
            Subject::Gear(purpose, gear) => goal.gears.contains(&(*purpose, *gear)),
            _ => false,
        };
        self.is_owned(owner) && self.goal.as_ref().is_none_or(of_goal)
    }

    /// Leaves out the purposes of which no gear lies inside. A gear means little without the others,
    /// so the rest of a train stays whole.
    pub(super) fn narrow(&self, trains: &mut Vec<TrainTable>) {
        trains.retain(|train| {
            train.gears.iter().any(|gear| {
                let serves = |goal: &OfGoal<'_>| goal.gears.contains(&(train.purpose, gear.gear));
                self.is_owned(gear.owner.as_deref()) && self.goal.as_ref().is_none_or(serves)
            })
        });
    }
}

impl<'a> OfGoal<'a> {
    fn new(analysis: &Analysis<'a>, id: &'a str) -> Self {
        let own = analysis.strategy.goals.get().and_then(|goals| goals.get(id));
        let own = own.into_iter().flat_map(|goal| goal.kpis.ids());
        let mut of_goal = Self {
            id,
            activities: HashSet::new(),
            kpis: own.map(Id::as_str).collect(),
            gears: HashSet::new(),
        };
        for activity in analysis.live_activities().filter(|activity| activity.serves(id)) {
            of_goal.activities.insert(activity.id());
            of_goal.gears.extend(activity.gears.iter().map(|(purpose, gear, _)| (*purpose, *gear)));
            let measured = activity.activity().kpis.ids();
            of_goal.kpis.extend(measured.map(Id::as_str));
        }
        of_goal
    }
}
