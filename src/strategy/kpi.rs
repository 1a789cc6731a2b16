//! Measures: where they start, where they are to be, and what was read.

use schemars::JsonSchema;
use serde::Serialize;

use super::activity::Cadence;
use super::date::CoarseDate;
use super::number::Number;
use super::plan::Owner;
use super::record::{declared, record, words};
use super::walk::{Ref, require};
use crate::decode::field::Field;
use crate::decode::maps::Series;
use crate::decode::shorthand::Short;

/// A measure.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Kpi {
    /// Its name in full.
    pub name: Field<String>,
    /// What it counts, and over what time: `leads/quarter`, `percent`, `minutes`.
    pub unit: Field<String>,
    /// How far along it measures, from what is put in to what changes.
    pub measures: Field<Measures>,
    /// Where it stood at the beginning.
    pub baseline: Field<Baseline>,
    /// Where it is to be, and by when. The direction follows from baseline and target.
    pub target: Field<Short<Target>>,
    /// Steps on the way, where the path is not a straight line.
    pub milestones: Field<Series<CoarseDate, Number>>,
    /// To hold the baseline: how far it may stray, in its unit.
    pub tolerance: Field<Number>,
    /// Where the figure comes from, so that anybody can repeat the measurement.
    pub source: Field<String>,
    /// The one person who answers for it.
    pub owner: Field<Ref<Owner>>,
    /// How often it is read.
    pub cadence: Field<Cadence>,
    /// What was read, by date.
    pub readings: Field<Series<CoarseDate, Number>>,
}
record!(Kpi {
    name, unit, measures, baseline, target, milestones, tolerance, source, owner, cadence, readings,
} main name);

/// How far along a measure lies, from what is put in to what changes for the organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Measures {
    /// What is put in.
    Input,
    /// What is done.
    Activity,
    /// What reaches people.
    Output,
    /// What people take from it.
    Outtake,
    /// What people do because of it.
    Outcome,
    /// What it changes for the organisation.
    Impact,
}
words!(Measures {
    Input = "input", Activity = "activity", Output = "output", Outtake = "outtake", Outcome = "outcome",
    Impact = "impact",
});

/// Where a measure stood at the beginning.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(transform = require::<Baseline>)]
pub struct Baseline {
    /// The figure, in the measure's unit.
    pub value: Field<Number>,
    /// When it was read; otherwise at the start of the strategy's period.
    pub date: Field<CoarseDate>,
}
record!(Baseline { value, date } main value
    required value = "22");

/// Where a measure is to be.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(transform = require::<Target>)]
pub struct Target {
    /// The figure, in the measure's unit.
    pub value: Field<Number>,
    /// By when; otherwise by the end of the strategy's period.
    pub date: Field<CoarseDate>,
}
record!(Target { value, date } main value
    required value = "40");

declared!(Kpi: Kpi);
