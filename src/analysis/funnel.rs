//! The funnel: how many activities are at each stage, and their budgets.

use rust_decimal::Decimal;

use super::Analysis;
use crate::strategy::activity::FunnelStage;

/// One stage of the funnel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AtStage {
    pub stage: FunnelStage,
    /// All except dropped ones.
    pub activities: usize,
    /// Their sum in the budget's currency; `None` if it is too large for a decimal.
    pub budget: Option<Decimal>,
}

impl Analysis<'_> {
    /// The five stages, in the order in which people pass them.
    pub fn funnel(&self) -> [AtStage; 5] {
        FunnelStage::ALL.map(|stage| {
            let met = || {
                self.live_activities().filter(move |one| one.activity().funnel_stage.get() == Some(&stage))
            };
            let mut budgets = met().filter_map(|one| one.activity().budget.get());
            AtStage {
                stage,
                activities: met().count(),
                budget: budgets.try_fold(Decimal::ZERO, |sum, budget| sum.checked_add(budget.0)),
            }
        })
    }
}
