//! A gear that started before the gate of the one ahead of it was reached, and what that cost.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{GearSequence, SequenceGear};
use crate::analysis::Analysis;
use crate::analysis::schedule::Scheduled;

/// A gear that started too soon, once the gate ahead of it has been reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Early {
    /// The last day on which a reading showed that the gate was closed.
    pub closed_on: Date,
    /// The day of the reading that showed that it was reached.
    pub reached_on: Date,
}

/// Money that has surely been spent on a gear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spent {
    pub amount: Decimal,
    /// False if part of what other activities have spent may belong to it.
    pub is_all: bool,
}

impl Analysis<'_> {
    /// When the gate ahead of a gear opened, if a reading shows that this was after its start.
    pub fn early(&self, sequence: &GearSequence<'_>, gear: &SequenceGear<'_>) -> Option<Early> {
        let start = gear.placed().filter(|start| !start.is_practice() && sequence.is_order_known)?;
        let begins = gear.begins().filter(|_| gear.state.is_running() && self.known.readings)?;
        let gate = sequence.ahead_of(gear.kind)?.gate.as_ref()?;
        let (closed_on, reached_on) = (gate.closed_on()?, gate.reached_on()?);
        let is_now = self.period.is_none_or(|period| period.start <= start.date.first);
        (is_now && begins <= closed_on).then_some(Early { closed_on, reached_on })
    }

    /// What has been spent on a gear by a day, or without one by today, as far as the file is sure of it: by activities
    /// that drive nothing else and had ended by then. `None` if that is nothing.
    pub fn spent_by(&self, gear: &SequenceGear<'_>, day: Option<Date>) -> Option<Spent> {
        let is_sure = |one: &Scheduled<'_>| {
            let end = one.activity().end().get().map(|end| end.last);
            one.gears.len() == 1 && day.is_none_or(|day| end.is_some_and(|end| end <= day))
        };
        let spent = self.activities_at(&gear.driven_by).filter_map(|one| {
            let spent = one.activity().spent.get()?.total;
            (spent > Decimal::ZERO).then_some((is_sure(one), spent))
        });
        let (sure, unsure): (Vec<_>, Vec<_>) = spent.partition(|(is_sure, _)| *is_sure);
        let mut sure = sure.into_iter().map(|(_, spent)| spent);
        let amount = sure.try_fold(Decimal::ZERO, Decimal::checked_add)?;
        (self.money.known && amount > Decimal::ZERO).then_some(Spent { amount, is_all: unsure.is_empty() })
    }
}
