//! Campaigns: activities of any pillar that belong together and share dates and money.

use super::activity::ActivityStatus;
use super::amount::Amount;
use super::date::{CoarseDate, Start};
use super::goal::Goal;
use super::plan::{Owner, Person};
use super::record::{declared, record};
use super::walk::Ref;
use crate::decode::field::Field;
use crate::decode::shorthand::Many;

record! {
    /// A campaign: activities of any pillar that belong together. Each says so with `campaign:`.
    pub entry Campaign {
        /// Why the campaign is left out on purpose; replaces the other keys.
        pub not_now: Field<String>,
        /// The full name.
        pub name: Field<String>,
        /// The reason for it.
        pub why: Field<String>,
        /// Its status. Without this, its dates decide.
        pub status: Field<ActivityStatus>,
        /// The owner, one person.
        pub owner: Field<Ref<Owner>>,
        /// Who else takes part: one or more people.
        pub with: Field<Many<Ref<Person>>>,
        /// The business goals it serves, by id.
        pub goals: Field<Many<Ref<Goal>>>,
        /// The first day of the campaign. Its activities have their own dates.
        pub start: Field<Start>,
        /// The last day of the campaign.
        pub end: Field<CoarseDate>,
        /// The hashtag by which people find it, in quotes: `"#ovenfresh"`.
        pub hashtag: Field<String>,
        /// What all of it can cost, its activities included, in the currency of the strategy's budget.
        pub budget: Field<Amount>,
        /// What has been spent on all of it so far, by its activities included, in the same currency.
        pub spent: Field<Amount>,
    }
    main name
}

declared!(Campaign: Campaign);
