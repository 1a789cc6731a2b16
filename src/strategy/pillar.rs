//! The four pillars: listening, promotion, thought leadership, support.

use super::activity::Activity;
use super::date::CoarseDate;
use super::gear::PurposeKind;
use super::plan::Owner;
use super::platform::Platform;
use super::record::{record, words};
use super::walk::Ref;
use crate::decode::field::Field;
use crate::decode::maps::ById;
use crate::decode::shorthand::{Many, Short};
use crate::words::placeholder::placeholder;

words! {
    /// One of the four pillars.
    pub enum PillarKind {
        /// Find out what customers say, and where.
        Listening = "listening",
        /// Publish content that moves people down the funnel.
        Promotion = "promotion",
        /// Be the source that people turn to, without selling.
        ThoughtLeadership = "thought_leadership",
        /// Help customers who need it.
        Support = "support",
    }
}

impl PillarKind {
    /// Whose gear it is that an activity names alone, if both purposes have one.
    pub const fn purpose(self) -> Option<PurposeKind> {
        if matches!(self, Self::Support) { Some(PurposeKind::Support) } else { None }
    }
}

record! {
    /// The four pillars of the strategy.
    pub struct Pillars {
        /// Find out what customers say, and where.
        pub listening: Field<Listening>,
        /// Publish content that moves people down the funnel.
        pub promotion: Field<Pillar>,
        /// Be the source that people turn to, without selling.
        pub thought_leadership: Field<Pillar>,
        /// Help customers who need it.
        pub support: Field<Support>,
    }
}

impl Pillars {
    /// True if one of them could not be read.
    pub fn is_unreadable(&self) -> bool {
        let Self { listening, promotion, thought_leadership, support } = self;
        listening.is_invalid()
            || promotion.is_invalid()
            || thought_leadership.is_invalid()
            || support.is_invalid()
    }
}

record! {
    /// A pillar: its owner and its activities.
    pub entry Pillar {
        /// Why the pillar is left out on purpose; replaces the other keys.
        pub not_now: Field<String>,
        /// The owner, one person.
        pub owner: Field<Ref<Owner>>,
        /// The activities, by id.
        pub activities: Field<ById<Activity>>,
    }
}

record! {
    /// Listening: six questions, their answers, and the activities that answer them.
    pub entry Listening {
        /// Why the pillar is left out on purpose; replaces the other keys.
        pub not_now: Field<String>,
        /// The owner, one person.
        pub owner: Field<Ref<Owner>>,
        /// The six questions of listening.
        pub questions: Field<Questions>,
        /// The activities, by id.
        pub activities: Field<ById<Activity>>,
    }
}

record! {
    /// The six questions of listening.
    pub struct Questions {
        /// Who is talking?
        pub who: Field<Short<Answer>>,
        /// What are they talking about?
        pub what: Field<Short<Answer>>,
        /// Where are they talking? Choose the platforms accordingly.
        pub places as "where": Field<Short<Answer>>,
        /// What are competitors doing there?
        pub competitors: Field<Short<Answer>>,
        /// Whom do people listen to?
        pub influencers: Field<Short<Answer>>,
        /// What is the mood?
        pub sentiment: Field<Short<Answer>>,
    }
}

impl Questions {
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

record! {
    /// The answer to a question of listening, with its date and source.
    pub entry Answer {
        /// The answer.
        pub answer: Field<String>,
        /// The date of the answer.
        pub as_of: Field<CoarseDate>,
        /// The source of the answer.
        pub source: Field<String>,
        /// For `where`: the platforms, by id.
        pub platforms: Field<Many<Ref<Platform>>>,
    }
    main answer
}

impl Answer {
    /// True if it answers; a placeholder does not.
    pub fn is_given(&self) -> bool {
        self.answer.get().is_some_and(|answer| placeholder(answer).is_none())
    }
}

record! {
    /// Support, by the team that already answers customers.
    pub entry Support {
        /// Why the pillar is left out on purpose; replaces the other keys.
        pub not_now: Field<String>,
        /// The owner, one person.
        pub owner: Field<Ref<Owner>>,
        /// The team that already answers customers.
        pub contact_center: Field<ContactCenter>,
        /// The activities, by id.
        pub activities: Field<ById<Activity>>,
    }
}

record! {
    /// The team that already answers customers.
    pub entry ContactCenter {
        /// Why there is no such team; replaces the other keys.
        pub not_now: Field<String>,
        /// The team, by the name used in `people`.
        pub team: Field<String>,
        /// Its hours.
        pub hours: Field<String>,
        /// What happens to a question it cannot answer: a text or a link. It is shown, never opened.
        pub escalation: Field<String>,
    }
    main team
}
