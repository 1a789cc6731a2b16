//! One change: the entry, and how it differs.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::gate_change::GateChange;
use super::measure::is_same_unit;
use super::target_change::{Effect, TargetChange};
use super::way::MILESTONES;
use crate::strategy::gear::GearKind;
use crate::strategy::number::Number;
use crate::strategy::pillar::PillarKind;
use crate::strategy::subject::Subject;

/// One change between two versions of a strategy.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Change {
    /// The entry, as in the newer version, or in the older one if it was removed.
    #[serde(flatten)]
    pub subject: Subject,
    /// Its name or another short description, in the newer version.
    pub title: Option<String>,
    /// Who owns it, inheritance applied, in the newer version.
    pub owner: Option<String>,
    /// How it differs.
    #[serde(flatten)]
    pub how: How,
}

/// How an entry differs. A missing value is null.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "how")]
pub enum How {
    /// It is new.
    Added {
        /// The start, as exact as in the file.
        start: Option<String>,
    },
    /// It was removed.
    Removed,
    /// It has another id and the same content.
    Renamed {
        /// The id it had.
        from: String,
    },
    /// An activity belongs to another pillar.
    Transferred {
        /// The pillar it belonged to.
        from: PillarKind,
        /// The pillar it belongs to.
        to: PillarKind,
    },
    /// A date changed.
    Moved {
        /// Which date: `start`, or the milestone that is due on another day with the same figure.
        key: String,
        /// The date before, as exact as in the file.
        from: Option<String>,
        /// The date now.
        to: Option<String>,
        /// Days from the old to the new date; negative if it is earlier now.
        days: Option<i64>,
        /// True if the gear has no date of its own and follows its activities.
        follows: bool,
    },
    /// The owner changed, inheritance applied.
    ReOwned {
        /// The owner before.
        from: Option<String>,
        /// The owner now.
        to: Option<String>,
        /// How many entries without their own owner changed with it.
        inherited: usize,
    },
    /// Entries without their own owner have another one, because `people` decides whether they inherit.
    Inherits {
        /// The owner before.
        from: Option<String>,
        /// The owner now.
        to: Option<String>,
        /// How many entries.
        entries: usize,
    },
    /// The target of a KPI changed: easier, harder, later, earlier, turned around, set, dropped.
    TargetChanged(Box<TargetChange>),
    /// The gate of a gear changed: easier, harder, turned around, set, dropped.
    GateChanged(GateChange),
    /// Another figure of the plan changed: baseline, milestone.
    ReTargeted {
        /// Which figure: `baseline`, `milestones.2027-06-30`.
        key: String,
        /// Whether a milestone is easier or harder; null if it is neither, or no milestone.
        effect: Option<Effect>,
        /// The value before and now.
        #[serde(flatten)]
        figures: Figures,
    },
    /// It is left out on purpose.
    LeftOut {
        /// The reason.
        reason: String,
    },
    /// It is no longer left out.
    TakenUp {
        /// The reason why it was left out.
        reason: String,
    },
    /// A text changed.
    Reworded {
        /// Which text.
        key: String,
        /// The text before.
        from: Option<String>,
        /// The text now.
        to: Option<String>,
    },
    /// An amount of money changed.
    Budgeted {
        /// `budget`, `spent` or `total`.
        key: String,
        /// The amount before.
        from: Option<Number>,
        /// The amount now.
        to: Option<Number>,
    },
    /// Readings were added, corrected or removed.
    Read {
        /// New ones, the earliest first.
        added: Vec<Reading>,
        /// Those with the same date and another value.
        corrected: Vec<Corrected>,
        /// Removed ones.
        removed: Vec<Reading>,
        /// The unit before, of removed ones and of corrected values.
        from_unit: Option<String>,
        /// The unit now.
        to_unit: Option<String>,
    },
    /// A state changed: a status, the state of a gear, whether a goal is aligned. Both are as of the same
    /// day, so that an edit caused it.
    Became {
        /// The state before.
        from: String,
        /// The state now.
        to: String,
        /// Whether it is better; null if it is neither better nor worse.
        better: Option<bool>,
        /// True if what it is measured against also changed: its target, unit, baseline, path or gate. Then it
        /// is neither better nor worse.
        remeasured: bool,
    },
    /// The gears of a purpose were reordered.
    Reordered {
        /// The order before.
        from: Vec<GearKind>,
        /// The order now.
        to: Vec<GearKind>,
    },
    /// All or part of it could be read in only one version, so it is unknown whether it changed.
    Unreadable {
        /// The key; null for all of it.
        key: Option<String>,
        /// The version in which it cannot be read.
        side: Side,
    },
    /// Anything else.
    Changed {
        /// Which key, dotted if it is nested.
        key: String,
        /// The value before.
        from: Option<Value>,
        /// The value now.
        to: Option<Value>,
    },
}

impl How {
    /// True for a target, a gate or a milestone that asks for less than before.
    pub(crate) fn is_softer(&self) -> bool {
        match self {
            Self::TargetChanged(target) => target.is_softer(),
            Self::GateChanged(gate) => gate.is_softer(),
            Self::ReTargeted { effect, .. } => *effect == Some(Effect::Easier),
            Self::Moved { key, days, .. } => key.starts_with(MILESTONES) && *days > Some(0),
            _ => false,
        }
    }
}

/// A figure of a KPI in two versions, each in the unit that the KPI has there.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct Figures {
    /// The value before.
    pub from: Option<Number>,
    /// The value now.
    pub to: Option<Number>,
    /// The unit before.
    pub from_unit: Option<String>,
    /// The unit now.
    pub to_unit: Option<String>,
}

impl Figures {
    /// True if both values are in the same unit, as far as the file says.
    pub(crate) fn are_comparable(&self) -> bool {
        is_same_unit(self.from_unit.as_deref(), self.to_unit.as_deref())
    }
}

/// One of the two versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// The older.
    Old,
    /// The newer.
    New,
}

/// A reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Reading {
    /// The date, as exact as in the file.
    pub date: String,
    /// The last day that the date can mean.
    pub day: Date,
    /// The value, in the KPI's unit.
    pub value: Number,
}

/// A corrected reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Corrected {
    /// The date, as exact as in the file.
    pub date: String,
    /// The value before.
    pub from: Number,
    /// The value now.
    pub to: Number,
}
