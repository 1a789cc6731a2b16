//! The page of one person, one goal or one campaign: what belongs to it.

use std::collections::HashSet;

use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::Analysis;
use crate::analysis::owners::Responsible;
use crate::analysis::schedule::Scheduled;
use crate::decode::field::Id;
use crate::report::gears::GearTable;
use crate::strategy::subject::Subject;

/// The owner, goal or campaign that a report is about.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct Scope {
    /// The owner.
    pub owner: Option<String>,
    /// The goal.
    pub goal: Option<String>,
    /// The campaign.
    pub campaign: Option<String>,
}

impl Scope {
    pub(crate) fn is_whole(&self) -> bool {
        *self == Self::default()
    }

    /// True if all money in this scope is known: that of everything, or that of a campaign.
    pub(crate) fn has_money(&self) -> bool {
        self.owner.is_none() && self.goal.is_none()
    }
}

pub(super) struct Inside<'a> {
    owner: Option<&'a str>,
    /// The goal and everything that belongs to it.
    goal: Option<(&'a str, HashSet<Subject>)>,
    /// The campaign and everything that belongs to it.
    campaign: Option<(&'a str, HashSet<Subject>)>,
    pub(super) responsible: Responsible<'a>,
}

impl<'a> Inside<'a> {
    pub(super) fn new(analysis: &Analysis<'a>, scope: &'a Scope) -> Self {
        let goal = scope.goal.as_deref().map(|goal| (goal, of_goal(analysis, goal)));
        let campaign = scope.campaign.as_deref().map(|id| (id, of_campaign(analysis, id)));
        Self { owner: scope.owner.as_deref(), goal, campaign, responsible: Responsible::new(analysis) }
    }

    /// True if it leaves out no activity of an owner it has: it is about everything or about one person.
    pub(super) fn has_all_of_each_owner(&self) -> bool {
        self.goal.is_none() && self.campaign.is_none()
    }

    pub(super) fn is_owned(&self, owner: Option<&str>) -> bool {
        self.owner.is_none_or(|wanted| owner == Some(wanted))
    }

    pub(super) fn has(&self, subject: &Subject, owner: Option<&str>) -> bool {
        let is_part = |(_, own): &(&str, HashSet<Subject>)| own.contains(subject);
        self.is_owned(owner) && self.goal.iter().chain(&self.campaign).all(is_part)
    }

    /// Like [`has`](Self::has), but includes dropped activities.
    pub(super) fn has_activity(&self, activity: &Scheduled<'_>) -> bool {
        self.is_owned(activity.owner.id())
            && self.goal.as_ref().is_none_or(|(id, _)| activity.serves(id))
            && self.is_in_campaign(activity)
    }

    /// True if the report is not about a campaign, or if the activity belongs to that one.
    pub(super) fn is_in_campaign(&self, activity: &Scheduled<'_>) -> bool {
        let own = activity.campaign().map(Id::as_str);
        self.campaign.as_ref().is_none_or(|(id, _)| own == Some(id))
    }

    /// The campaign that the report is about.
    pub(super) fn campaign(&self) -> Option<&'a str> {
        self.campaign.as_ref().map(|(id, _)| *id)
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
    let activities = analysis.live_activities().filter(|activity| activity.serves(id));
    own.extend(activities.flat_map(of_activity));
    own
}

/// A campaign, its activities, the goals that it and they serve, the gears they drive, and the KPIs that measure them.
fn of_campaign(analysis: &Analysis<'_>, id: &str) -> HashSet<Subject> {
    let goals = analysis.strategy.campaigns().filter(|(one, _)| one.as_str() == id);
    let goals = goals.flat_map(|(_, campaign)| campaign.goals.ids()).map(Id::as_str);
    let goal = |goal: &str| Subject::Goal(goal.to_owned());
    let mut own: HashSet<Subject> = goals.map(goal).collect();
    own.insert(Subject::Campaign(id.to_owned()));
    let is_own = |one: &&Scheduled<'_>| one.campaign().is_some_and(|own| own.as_str() == id);
    for activity in analysis.live_activities().filter(is_own) {
        own.extend(activity.goals().map(goal).chain(of_activity(activity)));
    }
    let goals = analysis.strategy.goals.get();
    let is_own = |id: &&str| own.contains(&Subject::Goal((*id).to_owned()));
    let goals = goals.into_iter().flat_map(|goals| goals.iter().map(|(id, goal)| (id.as_str(), goal)));
    let measured = goals.filter(|(id, _)| is_own(id)).flat_map(|(_, goal)| goal.kpis.ids());
    let measured: Vec<Subject> = measured.map(|id| Subject::Kpi(id.to_string())).collect();
    own.extend(measured);
    own
}

/// An activity, the gears it drives, and the KPIs that measure it.
fn of_activity<'s>(activity: &'s Scheduled<'_>) -> impl Iterator<Item = Subject> + use<'s> {
    let gears = activity.gears.iter().map(|(purpose, gear, _)| Subject::Gear(*purpose, *gear));
    let kpis = activity.activity().kpis.ids().map(|id| Subject::Kpi(id.to_string()));
    std::iter::once(Subject::Activity(activity.pillar(), activity.id().to_owned())).chain(gears).chain(kpis)
}
