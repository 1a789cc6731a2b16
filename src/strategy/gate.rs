//! The figure that opens the way for the next gear.

use super::number::Number;
use super::record::record;
use super::target::TargetFigure;
use crate::decode::field::Field;

record! {
    /// The figure of a gate, with its direction if the KPI does not say whether more or less is better.
    pub struct Threshold {
        /// The value to reach, in the direction of the KPI.
        pub value: Field<TargetFigure>,
        /// The gate opens at this value or above.
        pub at_least: Field<TargetFigure>,
        /// The gate opens at this value or below.
        pub at_most: Field<TargetFigure>,
    }
    main value
    required value unless at_least or at_most = "the figure that opens the gate"
}

impl Threshold {
    pub fn figure(&self) -> Option<Number> {
        self.value.get().or(self.at_least.get()).or(self.at_most.get()).copied().map(Number::from)
    }

    /// True if higher values open it; `None` if it does not say.
    pub fn is_rising(&self) -> Option<bool> {
        let (low, high) = (self.at_least.is_set(), self.at_most.is_set());
        (low != high).then_some(low)
    }
}
