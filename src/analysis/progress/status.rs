//! The status of a KPI, and the thresholds for it.

use std::fmt;

use indexmap::IndexMap;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

/// The paces (progress / expected) that separate on track, at risk and off track.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thresholds {
    /// On track at this pace or above.
    pub on_track: Decimal,
    /// At risk at this pace or above, off track below.
    pub at_risk: Decimal,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { on_track: Decimal::new(9, 1), at_risk: Decimal::new(7, 1) }
    }
}

/// The status of a KPI: the first of these that applies, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// There is no readable target, or it equals the baseline and there is no tolerance.
    NoTarget,
    /// There is no readable baseline.
    NoBaseline,
    /// There is no reading up to today.
    NoReading,
    /// The baseline is after the latest reading.
    NotDue,
    /// The target equals the baseline, and the latest reading is within the tolerance.
    Held,
    /// The target equals the baseline, and the latest reading is outside the tolerance.
    NotHeld,
    /// The latest reading has reached the target.
    Met,
    /// The target's date has passed, and the latest reading has not reached the target.
    Missed,
    /// The latest reading is further from the target than the baseline.
    Regressed,
    /// The pace is at least the first threshold, or the plan expects nothing yet.
    OnTrack,
    /// The pace is at least the second threshold.
    AtRisk,
    /// The pace is below both thresholds.
    OffTrack,
    /// There is progress but no pace: the baseline or the target has no date and the strategy no period,
    /// the two are out of order, or a date or milestone could not be read.
    Undated,
}

impl Status {
    pub fn name(self) -> &'static str {
        match self {
            Self::NoTarget => "no target",
            Self::NoBaseline => "no baseline",
            Self::NoReading => "no reading",
            Self::NotDue => "not due",
            Self::Held => "held",
            Self::NotHeld => "not held",
            Self::Met => "met",
            Self::Missed => "missed",
            Self::Regressed => "regressed",
            Self::OnTrack => "on track",
            Self::AtRisk => "at risk",
            Self::OffTrack => "off track",
            Self::Undated => "no dates",
        }
    }

    /// All of them, the one that needs the most attention last.
    pub const BY_GRAVITY: [Self; 13] = [
        Self::Met,
        Self::Held,
        Self::OnTrack,
        Self::NotDue,
        Self::NoTarget,
        Self::NoBaseline,
        Self::Undated,
        Self::NoReading,
        Self::AtRisk,
        Self::NotHeld,
        Self::OffTrack,
        Self::Regressed,
        Self::Missed,
    ];

    /// How much attention it needs: reports list the highest first.
    pub fn gravity(self) -> usize {
        Self::BY_GRAVITY.iter().position(|status| *status == self).unwrap_or_default()
    }

    /// How many KPIs have each status, the best first.
    pub fn counts(statuses: impl Iterator<Item = Self>) -> IndexMap<Self, usize> {
        let mut counts: IndexMap<Self, usize> = IndexMap::new();
        for status in statuses {
            *counts.entry(status).or_default() += 1;
        }
        counts.sort_unstable_by_key(|status, _| status.gravity());
        counts
    }

    /// True for off track, regressed or missed: a gear is stalled if all its KPIs are.
    pub fn stalls(self) -> bool {
        matches!(self, Self::Missed | Self::Regressed | Self::OffTrack)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
