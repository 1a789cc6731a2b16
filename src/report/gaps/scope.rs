//! The page of one person or one goal: what belongs to it.

use std::collections::HashSet;

use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::Analysis;
use crate::analysis::owners::Responsible;
use crate::analysis::schedule::Scheduled;
use crate::decode::field::Id;
use crate::report::gears::GearTable;
use crate::strategy::subject::Subject;

/// The owner or goal that a report is about.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct Scope {
    /// The owner.
    pub owner: Option<String>,
    /// The goal.
    pub goal: Option<String>,
}

impl Scope {
    pub(crate) fn is_whole(&self) -> bool {
        self.owner.is_none() && self.goal.is_none()
    }
}

pub(super) struct Inside<'a> {
    owner: Option<&'a str>,
    /// The goal and everything that belongs to it.
    goal: Option<(&'a str, HashSet<Subject>)>,
    pub(super) responsible: Responsible<'a>,
}

impl<'a> Inside<'a> {
    pub(super) fn new(analysis: &Analysis<'a>, scope: &'a Scope) -> Self {
        let goal = scope.goal.as_deref().map(|goal| (goal, of_goal(analysis, goal)));
        Self { owner: scope.owner.as_deref(), goal, responsible: Responsible::new(analysis) }
    }

    fn is_owned(&self, owner: Option<&str>) -> bool {
        self.owner.is_none_or(|wanted| owner == Some(wanted))
    }

    pub(super) fn has(&self, subject: &Subject, owner: Option<&str>) -> bool {
        self.is_owned(owner) && self.goal.as_ref().is_none_or(|(_, own)| own.contains(subject))
    }

    /// Like [`has`](Self::has), but includes dropped activities.
    pub(super) fn has_activity(&self, activity: &Scheduled<'_>) -> bool {
        self.is_owned(activity.owner.id()) && self.goal.as_ref().is_none_or(|(id, _)| activity.serves(id))
    }

    /// Leaves out the purposes without a gear in this scope. The others keep all their gears, because a
    /// gear means little without the rest of the sequence.
    pub(super) fn narrow(&self, gear_sequences: &mut Vec<GearTable>) {
        gear_sequences.retain(|sequence| {
            let gears = sequence.gears.iter();
            gears
                .map(|row| (Subject::Gear(sequence.purpose, row.gear), row.owner.as_deref()))
                .any(|(subject, owner)| self.has(&subject, owner))
        });
    }
}

/// A goal, the activities that serve it, the gears that these drive, and the KPIs that measure any of them.
fn of_goal(analysis: &Analysis<'_>, id: &str) -> HashSet<Subject> {
    let kpi = |id: &Id| Subject::Kpi(id.to_string());
    let goal = analysis.strategy.goals.get().and_then(|goals| goals.get(id));
    let mut own: HashSet<Subject> = goal.into_iter().flat_map(|goal| goal.kpis.ids()).map(kpi).collect();
    own.insert(Subject::Goal(id.to_owned()));
    for activity in analysis.live_activities().filter(|activity| activity.serves(id)) {
        own.insert(Subject::Activity(activity.pillar(), activity.id().to_owned()));
        own.extend(activity.gears.iter().map(|(purpose, gear, _)| Subject::Gear(*purpose, *gear)));
        own.extend(activity.activity().kpis.ids().map(kpi));
    }
    own
}
