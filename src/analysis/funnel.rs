//! The funnel: how many activities meet people at each of its stages, and what they may cost.

use rust_decimal::Decimal;

use super::Analysis;
use crate::strategy::activity::FunnelStage;

/// One stage of the funnel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stage {
    /// Which of the five.
    pub stage: FunnelStage,
    /// The activities that meet people there, given-up ones left out.
    pub activities: usize,
    /// What they may cost together, in the budget's currency; none where that is too large to hold.
    pub budget: Option<Decimal>,
}

impl Analysis<'_> {
    /// The five stages, in the order in which people pass them.
    pub fn funnel(&self) -> [Stage; 5] {
        FunnelStage::ALL.map(|stage| {
            let met = || {
                self.live_activities().filter(move |one| one.activity().funnel_stage.get() == Some(&stage))
            };
            let mut budgets = met().filter_map(|one| one.activity().budget.get());
            Stage {
                stage,
                activities: met().count(),
                budget: budgets.try_fold(Decimal::ZERO, |sum, budget| sum.checked_add(budget.0)),
            }
        })
    }
}
