//! What an activity waits for.

use super::record::record;
use super::walk::{Declared, Ref, Target};
use crate::decode::field::Field;
use crate::decode::shorthand::Many;

record! {
    /// What an activity waits for: one or more activities or campaigns, by id.
    pub struct After {
        /// What must have begun.
        pub start: Field<Many<Ref<Predecessor>>>,
        /// What must have ended.
        pub end: Field<Many<Ref<Predecessor>>>,
    }
    main start
}

/// An activity or a campaign that something waits for.
#[derive(Debug, Clone)]
pub struct Predecessor;

impl Declared for Predecessor {
    const TARGET: Target = Target::Predecessor;
}
