//! KPIs: their values at the start, their targets and their readings.

use super::activity::Cadence;
use super::date::CoarseDate;
use super::number::Number;
use super::plan::Owner;
use super::record::{declared, record, words};
use super::walk::Ref;
use crate::decode::field::Field;
use crate::decode::maps::Series;
use crate::decode::shorthand::Short;

record! {
    /// A KPI.
    pub struct Kpi {
        /// The full name.
        pub name: Field<String>,
        /// The unit, with its period if it has one: `leads/quarter`, `percent`, `minutes`.
        pub unit: Field<String>,
        /// What it measures: from the input to the impact.
        pub measures: Field<Measures>,
        /// The value at the start.
        pub baseline: Field<Baseline>,
        /// The value to reach, and by when. Baseline and target show whether more or less is better.
        pub target: Field<Short<Target>>,
        /// Values to reach on the way, by date, if the path is not a straight line.
        pub milestones: Field<Series<CoarseDate, Number>>,
        /// How far the value can be from the target, in the same unit, if the target equals the baseline.
        pub tolerance: Field<Number>,
        /// Where the value comes from, so that anyone can repeat the measurement.
        pub source: Field<String>,
        /// The owner, one person.
        pub owner: Field<Ref<Owner>>,
        /// How often it is measured.
        pub cadence: Field<Cadence>,
        /// The measured values, by date.
        pub readings: Field<Series<CoarseDate, Number>>,
    }
    main name
}

words! {
    /// What a KPI measures: from the input to the impact on the organization.
    pub enum Measures {
        /// The resources used.
        Input = "input",
        /// The work done.
        Activity = "activity",
        /// What people receive.
        Output = "output",
        /// What people learn or think.
        Outtake = "outtake",
        /// What people do.
        Outcome = "outcome",
        /// What changes for the organization.
        Impact = "impact",
    }
}

record! {
    /// The value of a KPI at the start.
    pub struct Baseline {
        /// The value, in the unit of the KPI.
        pub value: Field<Number>,
        /// When it was measured. Default: the start of the strategy's period.
        pub date: Field<CoarseDate>,
    }
    main value
    required value = "22"
}

record! {
    /// The value a KPI is meant to reach.
    pub struct Target {
        /// The value, in the unit of the KPI.
        pub value: Field<Number>,
        /// By when. Default: the end of the strategy's period.
        pub date: Field<CoarseDate>,
    }
    main value
    required value = "40"
}

declared!(Kpi: Kpi);
