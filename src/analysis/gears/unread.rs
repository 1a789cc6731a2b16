//! A gear that has started behind a gate of which nothing recent says whether it is reached.

use super::{Condition, GearSequence, SequenceGear};
use crate::analysis::Analysis;
use crate::analysis::kpi::Judgment;

impl Analysis<'_> {
    /// The figure of the gate ahead that was last read before a gear started, so long ago that it says nothing about
    /// today.
    pub fn unread_gate<'s>(
        &self,
        sequence: &'s GearSequence<'_>,
        gear: &SequenceGear<'_>,
    ) -> Option<&'s Condition> {
        if !self.known.readings || !gear.has_surely_started(self.today) {
            return None;
        }
        let begins = gear.begins()?;
        let gate =
            sequence.ahead_of(gear.kind)?.gate.as_ref().filter(|gate| gate.was_reached() == Some(false))?;
        let is_old = |one: &&Condition| {
            self.kpis.get(&*one.kpi).is_some_and(Judgment::is_stale) && one.read_on < Some(begins)
        };
        gate.conditions.iter().filter(|one| !one.reached).find(is_old)
    }
}
