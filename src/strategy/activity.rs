//! What is done: an activity of a pillar, serving goals and turning gears.

use schemars::JsonSchema;
use serde::Serialize;

use super::date::{CoarseDate, Start};
use super::gear::GearRef;
use super::goal::{Audience, ChannelKind, Goal, Objective};
use super::kpi::Kpi;
use super::number::Money;
use super::plan::Owner;
use super::platform::Platform;
use super::record::{record, words};
use super::walk::Ref;
use crate::decode::field::Field;
use crate::decode::shorthand::Many;

/// Something that is done.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Activity {
    /// Its name in full.
    pub name: Field<String>,
    /// Why it is done.
    pub why: Field<String>,
    /// Where it stands. Without this it runs by its dates.
    pub status: Field<ActivityStatus>,
    /// The one person who answers for it; otherwise the pillar's owner does.
    pub owner: Field<Ref<Owner>>,
    /// The business goals it serves, by id.
    pub goals: Field<Many<Ref<Goal>>>,
    /// The objectives of the marketing strategy it serves, by id.
    pub objectives: Field<Many<Ref<Objective>>>,
    /// The gears it turns: `marketing.acquisition`, or `acquisition` where there is one purpose.
    pub gears: Field<Many<Field<GearRef>>>,
    /// Whom it speaks to, by id.
    pub audiences: Field<Many<Ref<Audience>>>,
    /// Where in the funnel it meets people.
    pub funnel_stage: Field<FunnelStage>,
    /// What it sets out to do for people.
    pub intent: Field<Intent>,
    /// Where it leads.
    pub call_to_action: Field<CallToAction>,
    /// The customer problem it solves.
    pub problem: Field<String>,
    /// Who acts on what the community says.
    pub feeds_back_to: Field<String>,
    /// What people get for taking part.
    pub rewards: Field<Many<Field<Reward>>>,
    /// The platforms it uses, by id.
    pub platforms: Field<Many<Ref<Platform>>>,
    /// When it starts. Without this it is a standing practice.
    pub start: Field<Start>,
    /// When it ends. Without this it goes on.
    pub end: Field<CoarseDate>,
    /// How often it is done.
    pub cadence: Field<Cadence>,
    /// The KPIs that measure it, by id.
    pub kpis: Field<Many<Ref<Kpi>>>,
    /// What it may cost, in the budget's currency.
    pub budget: Field<Money>,
    /// What it has cost so far, in the budget's currency.
    pub spent: Field<Money>,
}
record!(Activity {
    name, why, status, owner, goals, objectives, gears, audiences, funnel_stage, intent, call_to_action,
    problem, feeds_back_to, rewards, platforms, start, end, cadence, kpis, budget, spent,
} main name);

/// Where an activity stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ActivityStatus {
    /// Not begun.
    Planned,
    /// Begun and going on.
    Running,
    /// Finished.
    Done,
    /// Given up.
    Dropped,
}
words!(ActivityStatus { Planned = "planned", Running = "running", Done = "done", Dropped = "dropped" });

/// Where in the funnel people are met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FunnelStage {
    /// They learn that it exists.
    Awareness,
    /// They weigh it.
    Consideration,
    /// They buy.
    Purchase,
    /// They stay.
    Loyalty,
    /// They recommend it.
    Advocacy,
}
words!(FunnelStage {
    Awareness = "awareness", Consideration = "consideration", Purchase = "purchase", Loyalty = "loyalty",
    Advocacy = "advocacy",
});

/// What an activity sets out to do for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Intent {
    /// Tell them something.
    Inform,
    /// Solve a problem of theirs.
    Help,
    /// Please them.
    Entertain,
    /// Ask them to buy.
    Sell,
}
words!(Intent { Inform = "inform", Help = "help", Entertain = "entertain", Sell = "sell" });

/// What people get for taking part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reward {
    /// Thanks in public, a rank, a badge.
    Recognition,
    /// Things others do not see or meet people they do not.
    Access,
    /// Things.
    Goods,
    /// Money to spend with the organisation.
    Credit,
    /// Money.
    Cash,
}
words!(Reward {
    Recognition = "recognition", Access = "access", Goods = "goods", Credit = "credit", Cash = "cash",
});

/// How often something is done or measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cadence {
    /// Every day.
    Daily,
    /// Every week.
    Weekly,
    /// Every month.
    Monthly,
    /// Every three months.
    Quarterly,
    /// Every year.
    Yearly,
}
words!(Cadence {
    Daily = "daily", Weekly = "weekly", Monthly = "monthly", Quarterly = "quarterly", Yearly = "yearly",
});

impl Cadence {
    /// Its length in days; a month is counted as 31 and a quarter as 92, so that nothing is called
    /// late for the calendar's sake.
    pub const fn days(self) -> i64 {
        match self {
            Self::Daily => 1,
            Self::Weekly => 7,
            Self::Monthly => 31,
            Self::Quarterly => 92,
            Self::Yearly => 366,
        }
    }
}

/// Where an activity leads.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CallToAction {
    /// What people are asked to do.
    pub text: Field<String>,
    /// The channel of the marketing strategy it leads to, by id.
    pub channel: Field<Ref<ChannelKind>>,
    /// Whether people leave a way to reach them there.
    pub captures_lead: Field<bool>,
}
record!(CallToAction { text, channel, captures_lead } main text);
