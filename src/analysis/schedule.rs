//! Activities with their owner, their dates and where they stand today.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::owners::{Owner, Owners};
use crate::decode::field::{Field, Id, Place};
use crate::strategy::activity::{Activity, ActivityStatus};
use crate::strategy::date::CoarseDate;
use crate::strategy::gear::{GearKind, PurposeKind};
use crate::strategy::pillar::PillarKind;
use crate::strategy::{ActivityRef, Strategy};

/// An activity and what follows from its dates.
#[derive(Debug, Clone)]
pub struct Scheduled<'a> {
    /// The activity as written.
    pub used: ActivityRef<'a>,
    /// Who answers for it.
    pub owner: Owner<'a>,
    /// The gears it turns, each with the place where it says so.
    pub gears: Vec<(PurposeKind, GearKind, Place)>,
    /// Where it stands today.
    pub state: State,
}

/// Where an activity stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Its start lies ahead, or it is said to be planned.
    Planned,
    /// It is going on.
    Running,
    /// It is over.
    Done,
    /// It was given up.
    Dropped,
}

impl<'a> Scheduled<'a> {
    /// What the activity says.
    pub fn activity(&self) -> &'a Activity {
        self.used.activity
    }

    /// Its id.
    pub fn id(&self) -> &'a str {
        self.used.id.as_str()
    }

    /// The pillar it belongs to.
    pub fn pillar(&self) -> PillarKind {
        self.used.pillar.kind
    }

    /// True where it was given up.
    pub fn is_dropped(&self) -> bool {
        self.state == State::Dropped
    }

    /// The goals it serves.
    pub fn goals(&self) -> impl Iterator<Item = &'a str> {
        self.used.activity.goals.ids().map(Id::as_str)
    }

    /// True where it serves a goal.
    pub fn serves(&self, goal: &str) -> bool {
        self.goals().any(|served| served == goal)
    }

    /// True where it turns a gear.
    pub fn turns(&self, purpose: PurposeKind, gear: GearKind) -> bool {
        self.gears.iter().any(|(of, kind, _)| (*of, *kind) == (purpose, gear))
    }

    /// Where its status says something that its dates deny: its start has passed and it is still
    /// planned, or its end has and it is neither done nor dropped. Without a status an activity runs
    /// by its dates and is never late.
    pub fn late(&self, today: Date) -> Option<Late> {
        let activity = self.used.activity;
        let status = activity.status.get()?;
        let passed = |date: Option<&CoarseDate>| date.map(|date| date.last).filter(|day| *day < today);
        let start = passed(activity.start.get().map(|start| &start.0));
        let end = passed(activity.end.get());
        match status {
            ActivityStatus::Planned => start.map(Late::Start).or(end.map(Late::End)),
            ActivityStatus::Running => end.map(Late::End),
            ActivityStatus::Done | ActivityStatus::Dropped => None,
        }
    }

    /// The day it is to start on, where that lies ahead.
    pub fn starts_after(&self, today: Date) -> Option<Date> {
        self.used.activity.start.get().map(|start| start.first).filter(|day| *day > today)
    }
}

/// What an activity is late with, and since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Late {
    /// It was to have started by this day.
    Start(Date),
    /// It was to be over by this day.
    End(Date),
}

pub(super) fn schedule<'a>(strategy: &'a Strategy, owners: &Owners<'a>, today: Date) -> Vec<Scheduled<'a>> {
    let declared: Vec<PurposeKind> = strategy.purposes().map(|(kind, ..)| kind).collect();
    let only = match declared.as_slice() {
        [one] => Some(*one),
        _ => None,
    };
    let scheduled = strategy.activities().map(|used| {
        let gears = used.activity.gears.items();
        let gears = gears.filter_map(|gear| {
            let (gear, place) = gear.placed()?;
            let purpose = gear.purpose.or(only)?;
            Some((purpose, gear.gear, place))
        });
        Scheduled {
            used,
            owner: owners.of_activity(used),
            gears: gears.collect(),
            state: state(used.activity, today),
        }
    });
    scheduled.collect()
}

fn state(activity: &Activity, today: Date) -> State {
    match activity.status.get() {
        Some(ActivityStatus::Planned) => State::Planned,
        Some(ActivityStatus::Running) => State::Running,
        Some(ActivityStatus::Done) => State::Done,
        Some(ActivityStatus::Dropped) => State::Dropped,
        None => {
            let start = match &activity.start {
                Field::Set(start, _) => Some(start.first),
                _ => None,
            };
            let end = activity.end.get().map(|end| end.last);
            if start.is_some_and(|start| start > today) {
                State::Planned
            } else if end.is_some_and(|end| end < today) {
                State::Done
            } else {
                State::Running
            }
        }
    }
}
