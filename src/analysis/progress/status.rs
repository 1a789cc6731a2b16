//! What a KPI's figures come to, in one word, and the thresholds for it.

use std::fmt;

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

/// From which pace on a KPI is on track, and from which at risk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thresholds {
    /// On track at this pace or above.
    pub on_track: Decimal,
    /// At risk at this pace or above, and off track below.
    pub at_risk: Decimal,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { on_track: Decimal::new(9, 1), at_risk: Decimal::new(7, 1) }
    }
}

/// What a KPI's figures come to. The first that holds, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// It has no target that could be read, or one that equals its baseline and no tolerance to hold
    /// it within: there is nothing to reach.
    NoTarget,
    /// It has no baseline that could be read.
    NoBaseline,
    /// It has no reading up to today.
    NoReading,
    /// Its baseline lies after its latest reading.
    NotDue,
    /// Its target is its baseline, and it is within the tolerance of it.
    Held,
    /// Its target is its baseline, and it has strayed beyond the tolerance.
    NotHeld,
    /// It has reached its target.
    Met,
    /// It has not reached its target, and the target's date has passed.
    Missed,
    /// It is further from its target than at the baseline.
    Regressed,
    /// Its pace is at the first threshold or above, or the plan expected nothing of it yet.
    OnTrack,
    /// Its pace is at the second threshold or above.
    AtRisk,
    /// Its pace is below both thresholds.
    OffTrack,
    /// It is under way and no pace can be told: its baseline or its target has no date and the
    /// strategy no period, the two are out of order, or a date or milestone could not be read.
    Undated,
}

impl Status {
    /// Every status, in their order.
    pub const ALL: [Self; 13] = [
        Self::NoTarget,
        Self::NoBaseline,
        Self::NoReading,
        Self::NotDue,
        Self::Held,
        Self::NotHeld,
        Self::Met,
        Self::Missed,
        Self::Regressed,
        Self::OnTrack,
        Self::AtRisk,
        Self::OffTrack,
        Self::Undated,
    ];

    /// As a reader sees it.
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

    /// How much attention it asks for: the greatest first in every report.
    pub fn gravity(self) -> u8 {
        match self {
            Self::Missed => 12,
            Self::Regressed => 11,
            Self::OffTrack => 10,
            Self::NotHeld => 9,
            Self::AtRisk => 8,
            Self::NoReading => 7,
            Self::Undated => 6,
            Self::NoBaseline => 5,
            Self::NoTarget => 4,
            Self::NotDue => 3,
            Self::OnTrack => 2,
            Self::Held => 1,
            Self::Met => 0,
        }
    }

    /// True where it stands as planned or better.
    pub fn is_good(self) -> bool {
        matches!(self, Self::Met | Self::Held | Self::OnTrack)
    }

    /// True for what calls for action now: missed, regressed, off track or not held.
    pub fn is_bad(self) -> bool {
        self.stalls() || self == Self::NotHeld
    }

    /// True for what stalls a gear when all of its KPIs are so: off track, regressed or missed.
    pub fn stalls(self) -> bool {
        matches!(self, Self::Missed | Self::Regressed | Self::OffTrack)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
