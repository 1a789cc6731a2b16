//! The platforms. They come last.

use super::goal::Audience;
use super::number::Duration;
use super::record::{declared, record};
use super::walk::{Declared, Ref, Target};
use crate::decode::field::Field;
use crate::decode::shorthand::Many;

record! {
    /// A platform the strategy uses.
    pub entry Platform {
        /// Why the platform is left out on purpose; replaces the other keys.
        pub not_now: Field<String>,
        /// The full name.
        pub name: Field<String>,
        /// Why the strategy uses this platform.
        pub because: Field<String>,
        /// The audiences it reaches, by id.
        pub audiences: Field<Many<Ref<Audience>>>,
        /// Who answers there, and how quickly. On every new channel, people expect answers.
        pub answered_by: Field<AnsweredBy>,
    }
    main because
}

record! {
    /// Who answers on a platform, and how quickly.
    pub struct AnsweredBy {
        /// The person or team.
        pub owner: Field<Ref<Responder>>,
        /// The time within which they answer: `40s`, `30m`, `4h`, `2d`.
        pub within: Field<Duration>,
        /// The hours in which they answer.
        pub hours: Field<String>,
    }
    main owner
}

declared!(Platform: Platform);

/// Who can answer on a platform: a person, or a team that someone is in.
#[derive(Debug, Clone)]
pub struct Responder;

impl Declared for Responder {
    const TARGET: Target = Target::Responder;
}
