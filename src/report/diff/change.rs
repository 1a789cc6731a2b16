//! One change: what it is about, and how that differs.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::strategy::gear::GearKind;
use crate::strategy::number::Number;
use crate::strategy::pillar::PillarKind;
use crate::strategy::subject::Subject;

/// One change between two versions of a strategy.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Change {
    /// What it is about: in the newer version, or in the older if it is gone.
    #[serde(flatten)]
    pub subject: Subject,
    /// What it is called, or whatever else says most about it, in the newer version.
    pub title: Option<String>,
    /// Who owns it, inheritance applied, in the newer version.
    pub owner: Option<String>,
    /// How it differs.
    #[serde(flatten)]
    pub how: How,
}

/// How something differs. A value that is absent is none.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "how")]
pub enum How {
    /// It is new.
    Added {
        /// When it starts, as exact as the file says.
        start: Option<String>,
    },
    /// It is gone.
    Removed,
    /// It has another id, and says the same.
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
    /// A date is another one.
    Moved {
        /// Which date.
        key: String,
        /// The date before, as exact as the file says.
        from: Option<String>,
        /// The date now.
        to: Option<String>,
        /// Days from the one to the other; negative where it is earlier now.
        days: Option<i64>,
        /// True where the entry itself says no date: it goes by its activities.
        follows: bool,
    },
    /// Somebody else answers for it, inheritance applied.
    ReOwned {
        /// Who did; none for nobody.
        from: Option<String>,
        /// Who does.
        to: Option<String>,
        /// How many entries that name nobody went with it.
        inherited: usize,
    },
    /// Entries that name nobody have another owner, for `people` decides whether they inherit one.
    Inherits {
        /// Who answered for them; none for nobody.
        from: Option<String>,
        /// Who does.
        to: Option<String>,
        /// How many they are.
        entries: usize,
    },
    /// A figure of the plan is another one: target, baseline, tolerance, milestone, gate.
    ReTargeted {
        /// Which figure: `target`, `baseline`, `milestones.2027-06-30`, `spinning_at.visits`.
        key: String,
        /// The figure before.
        from: Option<Number>,
        /// The figure now.
        to: Option<Number>,
    },
    /// It is left out on purpose.
    LeftOut {
        /// Why.
        reason: String,
    },
    /// It is no longer left out.
    TakenUp {
        /// Why it was.
        reason: String,
    },
    /// It says something in other words.
    Reworded {
        /// Which text.
        key: String,
        /// The words before.
        from: Option<String>,
        /// The words now.
        to: Option<String>,
    },
    /// An amount of money is another one.
    Budgeted {
        /// `budget`, `spent` or `total`.
        key: String,
        /// The amount before.
        from: Option<Number>,
        /// The amount now.
        to: Option<Number>,
    },
    /// Readings came, were corrected or went.
    Read {
        /// New ones, the earliest first.
        added: Vec<Reading>,
        /// Those of the same date with another value.
        corrected: Vec<Corrected>,
        /// Those that are gone.
        removed: Vec<Reading>,
    },
    /// It stands elsewhere: a status, the state of a gear, whether a goal is aligned. Both are as of
    /// the same day, so that something in the file made it so.
    Became {
        /// Where it stood.
        from: String,
        /// Where it stands.
        to: String,
        /// Whether that is better; none where it is neither better nor worse.
        better: Option<bool>,
    },
    /// The gears of a purpose are in another order.
    Reordered {
        /// The order before.
        from: Vec<GearKind>,
        /// The order now.
        to: Vec<GearKind>,
    },
    /// Something of it, or all of it, could be read in one version only: nobody knows whether it changed.
    Unreadable {
        /// What of it; none for all.
        key: Option<String>,
        /// The version in which it cannot be read.
        side: Side,
    },
    /// Anything else.
    Changed {
        /// Which key, dotted where it is nested.
        key: String,
        /// What stood there.
        from: Option<Value>,
        /// What stands there.
        to: Option<Value>,
    },
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

/// A figure that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Reading {
    /// When, as exact as the file says.
    pub date: String,
    /// The last day that this can mean.
    pub day: Date,
    /// The figure, in the KPI's unit.
    pub value: Number,
}

/// A reading that has another value now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Corrected {
    /// When it was read, as exact as the file says.
    pub date: String,
    /// The figure before.
    pub from: Number,
    /// The figure now.
    pub to: Number,
}
