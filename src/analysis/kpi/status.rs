//! The status of a KPI, how good it is, and the thresholds for it.

use std::fmt;

use indexmap::IndexMap;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

use super::outlook::Forecast;

/// What separates one status from the next. All are ratios.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thresholds {
    /// On track at this pace or above.
    pub on_track: Decimal,
    /// At risk at this pace or above, off track below.
    pub at_risk: Decimal,
    /// The share of the time from start to target before which it is too early to judge.
    pub judge_from: Decimal,
    /// Worse than at its start if progress is below minus this.
    pub worse: Decimal,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            on_track: Decimal::new(9, 1),
            at_risk: Decimal::new(7, 1),
            judge_from: Decimal::new(1, 1),
            worse: Decimal::new(5, 2),
        }
    }
}

/// The status of a KPI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// It is counted without a target on purpose.
    NotNow,
    /// It has no target that can be read, or one that equals its start.
    NoTarget,
    /// It has no baseline that can be read, and its target needs one.
    NoBaseline,
    /// It has no reading since its start, and one is overdue.
    NoReading,
    /// Its start is in the future, or no reading since is due yet.
    NotBegun,
    /// A date is missing or out of order, so that no pace can be computed.
    Undated,
    /// Too little of the time from start to target has passed.
    TooEarly,
    /// Its pace is at least the first threshold, or nothing is expected yet.
    OnTrack,
    /// Its pace is at least the first threshold, but at today's rate its target is clearly missed.
    EndsShort,
    /// It is a sum that is within its limit, but at today's rate clearly passes it.
    EndsOver,
    /// Its pace is at least the second threshold.
    AtRisk,
    /// Its pace is below both thresholds.
    OffTrack,
    /// It is further from its target than at its start.
    Worse,
    /// It has reached its target before the target's day.
    Reached,
    /// The target's day has passed, and the reading for it is not in yet.
    Due,
    /// It had reached its target on the target's day, and still does.
    Met,
    /// It reached its target after the target's day.
    MetLate,
    /// It had reached its target on the target's day, and no longer does.
    FellBack,
    /// It had not reached its target on the target's day, and has not now.
    Missed,
    /// Nobody read it around the target's day.
    Unread,
    /// It is inside its bound.
    Kept,
    /// It is outside its bound.
    Broken,
}

/// How good a status is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// As planned or better.
    Good,
    /// Nothing can be said yet.
    Open,
    /// It needs watching.
    Watch,
    /// It needs a decision.
    Bad,
}

impl Status {
    pub fn name(self) -> &'static str {
        match self {
            Self::NotNow => "no target yet",
            Self::NoTarget => "no target",
            Self::NoBaseline => "no baseline",
            Self::NoReading => "no reading",
            Self::NotBegun => "not begun",
            Self::Undated => "no dates",
            Self::TooEarly => "too early",
            Self::OnTrack => "on track",
            Self::EndsShort => "ends short",
            Self::EndsOver => "ends over",
            Self::AtRisk => "at risk",
            Self::OffTrack => "off track",
            Self::Worse => "worse than at its start",
            Self::Reached => "reached",
            Self::Due => "due",
            Self::Met => "met",
            Self::MetLate => "met late",
            Self::FellBack => "fell back",
            Self::Missed => "missed",
            Self::Unread => "unread",
            Self::Kept => "kept",
            Self::Broken => "broken",
        }
    }

    /// All of them, the one that needs the most attention last.
    pub const BY_SEVERITY: [Self; 22] = [
        Self::Met,
        Self::Kept,
        Self::Reached,
        Self::OnTrack,
        Self::NotNow,
        Self::NotBegun,
        Self::TooEarly,
        Self::NoTarget,
        Self::NoBaseline,
        Self::Undated,
        Self::NoReading,
        Self::MetLate,
        Self::Due,
        Self::EndsShort,
        Self::EndsOver,
        Self::AtRisk,
        Self::Unread,
        Self::OffTrack,
        Self::Worse,
        Self::FellBack,
        Self::Broken,
        Self::Missed,
    ];

    /// How much attention it needs: reports list the highest first.
    pub fn severity(self) -> usize {
        Self::BY_SEVERITY.iter().position(|status| *status == self).unwrap_or_default()
    }

    /// How many KPIs have each status, the best first.
    pub fn counts(statuses: impl Iterator<Item = Self>) -> IndexMap<Self, usize> {
        let mut counts: IndexMap<Self, usize> = IndexMap::new();
        for status in statuses {
            *counts.entry(status).or_default() += 1;
        }
        counts.sort_unstable_by_key(|status, _| status.severity());
        counts
    }

    /// True if its plan is a fair guess at what comes next: it has been kept so far, or nothing says otherwise yet.
    pub(super) fn keeps_a_plan(self, pace: Option<Decimal>, thresholds: &Thresholds) -> bool {
        matches!(self, Self::OnTrack | Self::Reached | Self::TooEarly)
            && pace.is_none_or(|pace| pace >= thresholds.on_track)
    }

    /// What is on track has to get there, too, and what is within a limit has to stay there.
    pub(super) fn with(self, forecast: &Forecast, is_early: bool) -> Self {
        match self {
            Self::OnTrack | Self::Reached | Self::Kept if forecast.is_over && !is_early => Self::EndsOver,
            Self::OnTrack if forecast.is_short => Self::EndsShort,
            _ => self,
        }
    }

    pub const fn standing(self) -> Standing {
        match self {
            Self::OnTrack | Self::Reached | Self::Met | Self::Kept => Standing::Good,
            Self::EndsShort | Self::EndsOver | Self::AtRisk | Self::MetLate | Self::Due => Standing::Watch,
            Self::OffTrack | Self::Worse | Self::Missed | Self::Broken | Self::FellBack | Self::Unread => {
                Standing::Bad
            }
            Self::NotNow
            | Self::NoTarget
            | Self::NoBaseline
            | Self::NoReading
            | Self::NotBegun
            | Self::Undated
            | Self::TooEarly => Standing::Open,
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
