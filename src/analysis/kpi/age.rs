//! Whether the latest reading of a KPI still says how it is.

use super::{Judgment, Status};
use crate::strategy::cadence::Cadence;

impl Judgment {
    /// True if its latest reading is older than one and a half times its cadence; monthly, if nothing says.
    pub fn is_stale(&self) -> bool {
        let cadence = self.cadence.unwrap_or(Cadence::MONTHLY);
        self.age_days.is_some_and(|age| age * 2 > cadence.days() * 3)
    }

    /// The age of the latest reading in days, if the status says how it is now, and that reading is too old for it.
    pub fn is_by_an_old_reading(&self) -> Option<i64> {
        let is_current = matches!(
            self.status,
            Status::OnTrack
                | Status::EndsShort
                | Status::EndsOver
                | Status::AtRisk
                | Status::OffTrack
                | Status::Worse
                | Status::Reached
                | Status::Kept
                | Status::Broken
        );
        self.age_days.filter(|_| is_current && self.is_stale())
    }
}
