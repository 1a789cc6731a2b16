//! The documents that a strategy rests on.

use super::date::CoarseDate;
use super::plan::Owner;
use super::record::record;
use super::walk::Ref;
use crate::decode::field::Field;

record! {
    /// A document next to the strategy: a crisis plan, an approval, the tone of voice, a content calendar.
    pub entry Document {
        /// Where to find it: a path or a link. It is shown, never opened.
        pub at: Field<String>,
        /// What it is.
        pub what: Field<String>,
        /// The owner, one person.
        pub owner: Field<Ref<Owner>>,
        /// When it was last reviewed.
        pub reviewed: Field<CoarseDate>,
    }
    main at
    required at = "where to find it"
}
