//! The platforms. They come last.

use super::date::CoarseDate;
use super::goal::Audience;
use super::language::Language;
use super::number::Duration;
use super::plan::Owner;
use super::record::{declared, record};
use super::walk::{Declared, Ref, Target};
use crate::decode::field::Field;
use crate::decode::maps::ById;
use crate::decode::shorthand::{Many, Short};

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
        /// The accounts on it, by id.
        pub accounts: Field<ById<Short<Account>>>,
        /// True for a platform of your own, such as a forum or an app: nobody has to talk there yet.
        pub own: Field<bool>,
        /// The last day on which it is used: the end of a trial, or when it is given up.
        pub until: Field<CoarseDate>,
        /// The id or the name that it had before.
        pub was: Field<String>,
        /// The languages in which you answer there, as tags: `en`, `de-CH`.
        pub languages: Field<Many<Field<Language>>>,
    }
    main because
}

record! {
    /// An account on a platform.
    pub entry Account {
        /// Its handle, such as `"@bakery"`.
        pub handle: Field<String>,
        /// Its address. It is shown, never opened.
        pub address: Field<String>,
        /// The owner, one person.
        pub owner: Field<Ref<Owner>>,
        /// The languages it is in, as tags: `en`, `de-CH`.
        pub languages: Field<Many<Field<Language>>>,
        /// The market it is for.
        pub market: Field<String>,
        /// The last day on which it is used.
        pub until: Field<CoarseDate>,
        /// The id or the handle that it had before.
        pub was: Field<String>,
    }
    main handle
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
