//! What is done: an activity of a pillar, serving goals and turning gears.

use serde::{Serialize, Serializer};

use super::after::After;
use super::amount::Amount;
use super::cadence::Cadence;
use super::campaign::Campaign;
use super::date::{CoarseDate, Start};
use super::gear::GearRef;
use super::goal::{Audience, Channel, Goal, Objective};
use super::kpi::Kpi;
use super::language::Language;
use super::number::Hours;
use super::plan::{Owner, Person};
use super::platform::Platform;
use super::record::{meaning, record, words};
use super::walk::Ref;
use crate::decode::field::Field;
use crate::decode::format::{Shape, inline_schema};
use crate::decode::shorthand::{Many, Short};
use crate::decode::{Cursor, Read};

record! {
    /// Something that is done.
    pub entry Activity {
        /// The full name.
        pub name: Field<String>,
        /// The reason for it.
        pub why: Field<String>,
        /// Its status. Without this, its dates decide.
        pub status: Field<ActivityStatus>,
        /// The owner, one person. Default: the owner of the pillar.
        pub owner: Field<Ref<Owner>>,
        /// Who else takes part: one or more people.
        pub with: Field<Many<Ref<Person>>>,
        /// The campaign it belongs to, by id.
        pub campaign: Field<Ref<Campaign>>,
        /// The business goals it serves, by id.
        pub goals: Field<Many<Ref<Goal>>>,
        /// The objectives of the marketing strategy it serves, by id.
        pub objectives: Field<Many<Ref<Objective>>>,
        /// The gears it drives: `marketing.acquisition`, or `acquisition` if there is only one purpose.
        /// In the pillar support, `acquisition` is support's if there are two.
        pub gears: Field<Many<Field<GearRef>>>,
        /// The audiences it addresses, by id.
        pub audiences: Field<Many<Ref<Audience>>>,
        /// The stage of the funnel it is for.
        pub funnel_stage: Field<FunnelStage>,
        /// What it is meant to do for people.
        pub intent: Field<Intent>,
        /// What people are asked to do, and where that leads.
        pub call_to_action: Field<CallToAction>,
        /// The customer problem it solves.
        pub problem: Field<String>,
        /// The person or team that acts on what the community says.
        pub feeds_back_to: Field<String>,
        /// What people get for taking part.
        pub rewards: Field<Many<Field<Reward>>>,
        /// The platforms it uses, by id.
        pub platforms: Field<Many<Ref<Platform>>>,
        /// The languages it is in, as tags: `en`, `de-CH`.
        pub languages: Field<Many<Field<Language>>>,
        /// The market it is for.
        pub market: Field<String>,
        /// When it starts. Without this, it is ongoing.
        pub own_start as "start": Field<Start>,
        /// When it ends. Without this, it has no end.
        pub own_end as "end": Field<CoarseDate>,
        /// The day on which it happens, instead of `start` and `end`.
        pub date: Field<OneDay>,
        /// The activities or campaigns that must have begun before, by id. `{ end: teaser }`: that must have ended.
        pub after: Field<Short<After>>,
        /// How often it is done.
        pub cadence: Field<Cadence>,
        /// The KPIs that measure it, by id.
        pub kpis: Field<Many<Ref<Kpi>>>,
        /// Its budget, in the currency of the strategy's budget: one figure, or one for each kind of cost.
        pub budget: Field<Amount>,
        /// What has been spent so far, in the same currency and in the same way. Next to other kinds of cost, one can
        /// be below 0 as a credit.
        pub spent: Field<Amount>,
        /// How many hours a week it takes of its owner.
        pub hours_per_week: Field<Hours>,
    }
    main name
}

impl Activity {
    /// When it starts: its `start`, or the day on which it happens.
    pub fn start(&self) -> &Field<Start> {
        self.one_day().map_or(&self.own_start, |day| &day.start)
    }

    /// When it ends: its `end`, or the day on which it happens.
    pub fn end(&self) -> &Field<CoarseDate> {
        self.one_day().map_or(&self.own_end, |day| &day.end)
    }

    /// Lets it happen on another day.
    pub(crate) fn move_day(&mut self, to: CoarseDate) {
        if let Field::Set(day, place) = &mut self.date {
            *day = OneDay { start: Field::Set(Start(to), *place), end: Field::Set(to, *place) };
        }
    }

    /// The day on which it happens, if it says nothing else.
    pub fn one_day(&self) -> Option<&OneDay> {
        self.date.get().filter(|_| self.own_start.is_absent() && self.own_end.is_absent())
    }
}

/// The day on which something happens, as its start and its end.
#[derive(Debug, Clone)]
pub struct OneDay {
    start: Field<Start>,
    end: Field<CoarseDate>,
}

impl Read for OneDay {
    const SHAPE: &'static Shape = <CoarseDate as Read>::SHAPE;
    fn read(cursor: Cursor<'_>) -> Option<Self> {
        let end: Field<CoarseDate> = cursor.field();
        Some(Self { start: end.clone().map(Start), end })
    }
}
impl Serialize for OneDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.end.serialize(serializer)
    }
}
inline_schema!([] OneDay, |generator| generator.subschema_for::<CoarseDate>());
meaning!(Day: OneDay);

words! {
    /// The status of an activity.
    pub enum ActivityStatus {
        /// Not started.
        Planned = "planned",
        /// In progress.
        Running = "running",
        /// Finished.
        Done = "done",
        /// Canceled.
        Dropped = "dropped",
    }
}

words! {
    /// A stage of the funnel.
    pub enum FunnelStage {
        /// People learn that it exists.
        Awareness = "awareness",
        /// People compare it with others.
        Consideration = "consideration",
        /// People buy.
        Purchase = "purchase",
        /// People stay.
        Loyalty = "loyalty",
        /// People recommend it.
        Advocacy = "advocacy",
    }
}

words! {
    /// What an activity is meant to do for people.
    pub enum Intent {
        /// Give them information.
        Inform = "inform",
        /// Solve one of their problems.
        Help = "help",
        /// Entertain them.
        Entertain = "entertain",
        /// Ask them to act: to sign, to join, to volunteer, to give.
        Activate = "activate",
        /// Ask them to buy.
        Sell = "sell",
    }
}

words! {
    /// What people get for taking part.
    pub enum Reward {
        /// Public thanks, a rank or a badge.
        Recognition = "recognition",
        /// Access to things or people that others do not have.
        Access = "access",
        /// Products or gifts.
        Goods = "goods",
        /// Credit to spend with the organization.
        Credit = "credit",
        /// Money.
        Cash = "cash",
    }
}

record! {
    /// A call to action.
    pub struct CallToAction {
        /// What people are asked to do.
        pub text: Field<String>,
        /// The channel of the marketing strategy that it leads to, by id.
        pub channel: Field<Ref<Channel>>,
        /// True if people leave their contact details there.
        pub captures_lead: Field<bool>,
    }
    main text
}
