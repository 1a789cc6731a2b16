//! Who is responsible for what.
//!
//! An activity inherits its pillar's owner. Everything inherits the strategy's owner if `people` is
//! missing or has one entry, so that a small team need not repeat the same name forty times.

use crate::decode::field::{Field, Id};
use crate::strategy::{ActivityRef, Strategy};

#[derive(Debug, Clone, Copy)]
pub struct Owners<'a> {
    pub strategy: Option<&'a Id>,
    inherits: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner<'a> {
    Named(&'a Id),
    Nobody,
    /// The owner could not be read.
    Unknown,
}

impl<'a> Owner<'a> {
    pub fn id(self) -> Option<&'a str> {
        match self {
            Self::Named(id) => Some(id.as_str()),
            Self::Nobody | Self::Unknown => None,
        }
    }
}

impl<'a> Owners<'a> {
    pub fn new(strategy: &'a Strategy) -> Self {
        let one_person_at_most = match &strategy.people {
            Field::Absent => true,
            Field::Invalid(_) => false,
            Field::Set(people, _) => people.is_complete() && people.len() <= 1,
        };
        Self { strategy: strategy.head().and_then(|head| head.owner.get()), inherits: one_person_at_most }
    }

    /// True if everything without its own owner has the strategy's.
    pub fn all_inherit(&self) -> bool {
        self.inherits
    }

    /// The owner of something with this `owner:`.
    pub fn of(&self, own: &'a Field<Id>) -> Owner<'a> {
        match (own, self.strategy) {
            (Field::Set(id, _), _) => Owner::Named(id),
            (Field::Invalid(_), _) => Owner::Unknown,
            (Field::Absent, Some(id)) if self.inherits => Owner::Named(id),
            (Field::Absent, _) => Owner::Nobody,
        }
    }

    /// The owner of an activity: its own, its pillar's, or the strategy's.
    pub fn of_activity(&self, used: ActivityRef<'a>) -> Owner<'a> {
        match &used.activity.owner {
            Field::Absent => self.of(used.pillar.owner),
            own => self.of(own),
        }
    }
}
