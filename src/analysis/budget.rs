//! Money: the total, and the budgets and spending of activities, by pillar, by gear and by stage of the funnel.
//!
//! A dropped activity has no budget, but what it has spent is gone. An activity's budget is split equally
//! among the gears it drives: budget / number of gears. Sums are exact; a sum that is too large for a decimal
//! counts as unknown.

use indexmap::IndexMap;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

use super::Analysis;
use super::schedule::Scheduled;
use crate::strategy::Strategy;
use crate::strategy::activity::FunnelStage;
use crate::strategy::gear::{GearKind, PurposeKind};
use crate::strategy::number::Number;
use crate::strategy::pillar::PillarKind;

/// In the budget's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sum {
    pub budget: Decimal,
    pub spent: Decimal,
}

#[derive(Debug, Clone, Default)]
pub struct Money {
    /// `budget.total`.
    pub total: Option<Decimal>,
    /// All activities together.
    pub activities: Sum,
    pub pillars: IndexMap<PillarKind, Sum>,
    pub gears: IndexMap<(PurposeKind, GearKind), Sum>,
    /// False if a figure could not be read, or if a sum is too large.
    pub known: bool,
}

impl Money {
    pub(super) fn new(strategy: &Strategy, activities: &[Scheduled<'_>]) -> Self {
        let total = strategy.budget.get().and_then(|budget| budget.total.get()).map(|total| total.0);
        let mut money = Self { total, known: !strategy.budget.is_invalid(), ..Self::default() };
        for scheduled in activities {
            let activity = scheduled.activity();
            let budget = activity.budget.get().filter(|_| !scheduled.is_dropped());
            money.known &= !activity.budget.is_invalid() && !activity.spent.is_invalid();
            let part = Sum {
                budget: budget.map_or(Decimal::ZERO, |number| number.0),
                spent: activity.spent.get().map_or(Decimal::ZERO, |number| number.0),
            };
            money.known &= add(&mut money.activities, part);
            money.known &= add(money.pillars.entry(scheduled.pillar()).or_default(), part);
            let share = Decimal::from(scheduled.gears.len().max(1));
            let share = Sum { budget: part.budget / share, spent: part.spent / share };
            for (purpose, gear, _) in &scheduled.gears {
                money.known &= add(money.gears.entry((*purpose, *gear)).or_default(), share);
            }
        }
        money
    }

    /// A gear's share of the budgets of its purpose: its sum / the sum of all gears, from 0 to 1.
    pub fn share(&self, purpose: PurposeKind, gear: GearKind) -> Option<Decimal> {
        let of_purpose = self.gears.iter().filter(|((of, _), _)| *of == purpose);
        let all = of_purpose.map(|(_, sum)| sum.budget).try_fold(Decimal::ZERO, Decimal::checked_add)?;
        let own = self.gears.get(&(purpose, gear)).map_or(Decimal::ZERO, |sum| sum.budget);
        (all > Decimal::ZERO).then(|| own.checked_div(all))?
    }
}

fn add(sum: &mut Sum, part: Sum) -> bool {
    let added = sum.budget.checked_add(part.budget).zip(sum.spent.checked_add(part.spent));
    if let Some((budget, spent)) = added {
        *sum = Sum { budget, spent };
    }
    added.is_some()
}

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
