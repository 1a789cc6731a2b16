//! Activities with their owner, their gears and their state today.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;

use super::owners::{Owner, Owners};
use crate::decode::field::{Field, Id, Place};
use crate::strategy::activity::{Activity, ActivityStatus, FunnelStage, Intent};
use crate::strategy::date::{CoarseDate, Start, days_between};
use crate::strategy::gear::{GearKind, PurposeKind};
use crate::strategy::pillar::PillarKind;
use crate::strategy::{ActivityRef, Strategy};

#[derive(Debug, Clone)]
pub struct Scheduled<'a> {
    pub used: ActivityRef<'a>,
    pub owner: Owner<'a>,
    /// The gears it drives, each with the place where it says so.
    pub gears: Vec<(PurposeKind, GearKind, Place)>,
    /// Its status: as the file says, or by its dates.
    pub state: ActivityStatus,
}

impl<'a> Scheduled<'a> {
    pub fn activity(&self) -> &'a Activity {
        self.used.activity
    }

    pub fn id(&self) -> &'a str {
        self.used.id.as_str()
    }

    pub fn pillar(&self) -> PillarKind {
        self.used.pillar.kind
    }

    pub fn is_dropped(&self) -> bool {
        self.state == ActivityStatus::Dropped
    }

    /// The campaign it belongs to.
    pub fn campaign(&self) -> Option<&'a Id> {
        self.used.activity.campaign.get().map(|campaign| &**campaign)
    }

    pub fn goals(&self) -> impl Iterator<Item = &'a str> {
        self.used.activity.goals.ids().map(Id::as_str)
    }

    pub fn serves(&self, goal: &str) -> bool {
        self.goals().any(|served| served == goal)
    }

    pub fn turns(&self, purpose: PurposeKind, gear: GearKind) -> bool {
        self.gears.iter().any(|(of, kind, _)| (*of, *kind) == (purpose, gear))
    }

    /// Where it says that it asks people to buy. At the stage of purchase, an activity with another intent,
    /// such as to help, does not.
    pub fn offer(&self) -> Option<Place> {
        let Activity { intent, funnel_stage, .. } = self.used.activity;
        match intent {
            Field::Set(Intent::Sell, place) => Some(*place),
            Field::Absent => {
                let stage = funnel_stage.placed().filter(|(stage, _)| **stage == FunnelStage::Purchase);
                stage.map(|(_, place)| place)
            }
            _ => None,
        }
    }

    /// Where it says that it sells: an [`offer`](Self::offer), or without any other word about it, marketing's
    /// monetization as the only gear it drives.
    pub fn sale(&self) -> Option<Place> {
        let Activity { intent, funnel_stage, .. } = self.used.activity;
        let is_selling = |(purpose, gear): (PurposeKind, GearKind)| {
            purpose == PurposeKind::Marketing && gear == GearKind::Monetization
        };
        let by_gear = || match self.gears.as_slice() {
            [(purpose, gear, place)] if is_selling((*purpose, *gear)) => Some(*place),
            _ => None,
        };
        self.offer().or_else(|| by_gear().filter(|_| intent.is_absent() && funnel_stage.is_absent()))
    }

    /// If its status contradicts its dates: its start has passed and it is still planned, or its end has
    /// passed and it is neither done nor dropped. Without a status its dates decide, so it is never late.
    pub fn late(&self, today: Date) -> Option<Late> {
        let activity = self.used.activity;
        let status = activity.status.get()?;
        let passed = |date: Option<&CoarseDate>| date.map(|date| date.last).filter(|day| *day < today);
        let start = passed(activity.start().get().map(|start| &start.0)).map(|day| (LateWith::Start, day));
        let end = passed(activity.end().get()).map(|day| (LateWith::End, day));
        let (with, since) = match status {
            ActivityStatus::Planned => start.or(end)?,
            ActivityStatus::Running => end?,
            ActivityStatus::Done | ActivityStatus::Dropped => return None,
        };
        Some(Late { with, since, days: days_between(since, today) })
    }

    pub fn starts_after(&self, today: Date) -> Option<Date> {
        self.used.activity.start().get().map(|start| start.first).filter(|day| *day > today)
    }
}

/// What an activity is late with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Late {
    /// Its start or its end.
    pub with: LateWith,
    /// The day it was due.
    pub since: Date,
    /// Days since then.
    pub days: i64,
}

/// The start or the end of an activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LateWith {
    /// It should have started.
    Start,
    /// It should have ended.
    End,
}

pub(super) fn schedule<'a>(strategy: &'a Strategy, owners: &Owners<'a>, today: Date) -> Vec<Scheduled<'a>> {
    let declared: Vec<PurposeKind> = strategy.purposes().map(|(kind, ..)| kind).collect();
    let only = match declared.as_slice() {
        [one] => Some(*one),
        _ => None,
    };
    let scheduled = strategy.activities().map(|used| {
        let gears = used.activity.gears.items().filter_map(|gear| {
            let (gear, place) = gear.placed()?;
            let own = used.pillar.kind.purpose().filter(|purpose| declared.contains(purpose));
            let purpose = gear.purpose.or(own).or(only)?;
            Some((purpose, gear.gear, place))
        });
        Scheduled {
            used,
            owner: owners.of_activity(used),
            gears: gears.collect(),
            state: state(&used.activity.status, used.activity.start(), used.activity.end(), today),
        }
    });
    scheduled.collect()
}

/// The status, or what the dates say.
pub(super) fn state(
    status: &Field<ActivityStatus>,
    start: &Field<Start>,
    end: &Field<CoarseDate>,
    today: Date,
) -> ActivityStatus {
    if let Some(status) = status.get() {
        return *status;
    }
    if start.get().is_some_and(|start| start.first > today) {
        ActivityStatus::Planned
    } else if end.get().is_some_and(|end| end.last < today) {
        ActivityStatus::Done
    } else {
        ActivityStatus::Running
    }
}
