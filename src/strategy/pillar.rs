//! The four pillars: listening, promotion, thought leadership, support.

use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

use super::activity::Activity;
use super::date::CoarseDate;
use super::plan::Owner;
use super::platform::Platform;
use super::record::{record, words};
use super::walk::Ref;
use crate::decode::field::Field;
use crate::decode::maps::ById;
use crate::decode::shorthand::{Many, Short};
use crate::words::placeholder::placeholder;

/// One of the four pillars.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PillarKind {
    /// Hear what customers say, and where.
    Listening,
    /// Content that moves people down the funnel.
    Promotion,
    /// Be the source people turn to, without selling.
    ThoughtLeadership,
    /// Be there when a customer needs help.
    Support,
}
words!(PillarKind {
    Listening = "listening", Promotion = "promotion", ThoughtLeadership = "thought_leadership",
    Support = "support",
});

impl fmt::Display for PillarKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::ThoughtLeadership => "thought leadership",
            other => other.key(),
        })
    }
}

/// The four pillars that the strategy stands on.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Pillars {
    /// Hear what customers say, and where.
    pub listening: Field<Listening>,
    /// Content that moves people down the funnel.
    pub promotion: Field<Pillar>,
    /// Be the source people turn to, without selling.
    pub thought_leadership: Field<Pillar>,
    /// Be there when a customer needs help.
    pub support: Field<Support>,
}
record!(Pillars { listening, promotion, thought_leadership, support });

/// A pillar: who answers for it and what is done.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Pillar {
    /// Why the pillar is left out on purpose; stands instead of its other keys.
    pub not_now: Field<String>,
    /// The one person who answers for it.
    pub owner: Field<Ref<Owner>>,
    /// What is done, by id.
    pub activities: Field<ById<Activity>>,
}
record!(Pillar { not_now, owner, activities });

/// Listening: six questions, answered with a date and a source, and what is done to answer them.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Listening {
    /// Why the pillar is left out on purpose; stands instead of its other keys.
    pub not_now: Field<String>,
    /// The one person who answers for it.
    pub owner: Field<Ref<Owner>>,
    /// The six questions that this pillar answers.
    pub questions: Field<Questions>,
    /// What is done, by id.
    pub activities: Field<ById<Activity>>,
}
record!(Listening { not_now, owner, questions, activities });

/// The six questions that listening answers.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Questions {
    /// Who is talking?
    pub who: Field<Short<Answer>>,
    /// What are they talking about?
    pub what: Field<Short<Answer>>,
    /// Where are they talking? The platforms follow from this.
    #[serde(rename = "where")]
    pub places: Field<Short<Answer>>,
    /// What are competitors doing there?
    pub competitors: Field<Short<Answer>>,
    /// Who is listened to?
    pub influencers: Field<Short<Answer>>,
    /// What is the mood?
    pub sentiment: Field<Short<Answer>>,
}
record!(Questions { who, what, places as "where", competitors, influencers, sentiment });

impl Questions {
    /// How many questions there are.
    pub const COUNT: usize = 6;

    /// Each question's key and its answer, in the order in which they are asked.
    pub fn all(&self) -> [(&'static str, &Field<Short<Answer>>); Self::COUNT] {
        [
            ("who", &self.who),
            ("what", &self.what),
            ("where", &self.places),
            ("competitors", &self.competitors),
            ("influencers", &self.influencers),
            ("sentiment", &self.sentiment),
        ]
    }
}

/// What listening found out, when, and from what.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Answer {
    /// The answer.
    pub answer: Field<String>,
    /// When it was found out.
    pub as_of: Field<CoarseDate>,
    /// What it was found out from.
    pub source: Field<String>,
    /// For `where`: the platforms it names, by id.
    pub platforms: Field<Many<Ref<Platform>>>,
}
record!(Answer { answer, as_of, source, platforms } main answer);

impl Answer {
    /// True where it answers; a placeholder does not.
    pub fn is_given(&self) -> bool {
        self.answer.get().is_some_and(|answer| placeholder(answer).is_none())
    }
}

/// Support: done by the team that already answers customers.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Support {
    /// Why the pillar is left out on purpose; stands instead of its other keys.
    pub not_now: Field<String>,
    /// The one person who answers for it.
    pub owner: Field<Ref<Owner>>,
    /// The team that already answers customers.
    pub contact_center: Field<ContactCenter>,
    /// What is done, by id.
    pub activities: Field<ById<Activity>>,
}
record!(Support { not_now, owner, contact_center, activities });

/// The team that already answers customers.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ContactCenter {
    /// Why there is none; stands instead of the other keys.
    pub not_now: Field<String>,
    /// The team, as `people` has it.
    pub team: Field<String>,
    /// When it answers.
    pub hours: Field<String>,
    /// What happens to a question that it cannot answer. Shown, never opened.
    pub escalation: Field<String>,
}
record!(ContactCenter { not_now, team, hours, escalation } main team);
