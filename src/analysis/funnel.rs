//! The funnel: how many activities are at each stage, and their budgets.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

use super::Analysis;
use crate::strategy::activity::FunnelStage;
use crate::strategy::number::Number;

/// A stage of the funnel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AtStage {
    /// Which of the five.
    pub stage: FunnelStage,
    /// How many activities meet people there, except dropped ones.
    pub activities: usize,
    /// The sum of their budgets; null if it is too large for a decimal.
    pub budget: Option<Number>,
}

impl Analysis<'_> {
    pub fn funnel(&self) -> [AtStage; 5] {
        FunnelStage::ALL.map(|stage| {
            let met = || {
                self.live_activities().filter(move |one| one.activity().funnel_stage.get() == Some(&stage))
            };
            let mut budgets = met().filter_map(|one| one.activity().budget.get());
            AtStage {
                stage,
                activities: met().count(),
                budget: budgets.try_fold(Decimal::ZERO, |sum, budget| sum.checked_add(budget.0)).map(Number),
            }
        })
    }
}
