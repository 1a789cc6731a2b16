//! Money: the total, and the budgets and spending of activities, by pillar, by campaign, by gear and by stage of
//! the funnel.
//!
//! A dropped activity has no budget, but what it has spent is gone. An activity's budget is split equally
//! among the gears it drives: budget / number of gears. A campaign's figure includes those of its activities, so
//! only what it exceeds them by is added to the sum of all. Sums are exact; a sum that is too large for a decimal
//! counts as unknown.

use indexmap::IndexMap;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

use super::Analysis;
use super::campaigns::CampaignPlan;
use super::schedule::Scheduled;
use crate::strategy::Strategy;
use crate::strategy::activity::FunnelStage;
use crate::strategy::amount::{Amount, CostKind};
use crate::strategy::gear::{GearKind, PurposeKind};
use crate::strategy::number::Number;
use crate::strategy::pillar::PillarKind;

/// In the budget's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sum {
    pub budget: Total,
    pub spent: Total,
}

/// An amount, and what of it has a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Total {
    pub all: Decimal,
    kinds: [Decimal; CostKind::ALL.len()],
}

impl Total {
    pub fn of(amount: &Amount) -> Self {
        let mut total = Self { all: amount.total, ..Self::default() };
        for (kind, part) in amount.kinds() {
            let places = CostKind::ALL.into_iter().zip(&mut total.kinds);
            places.filter(|(one, _)| *one == kind).for_each(|(_, place)| *place = part);
        }
        total
    }

    /// The kinds that it has something of.
    pub fn kinds(&self) -> impl Iterator<Item = (CostKind, Decimal)> {
        CostKind::ALL.into_iter().zip(self.kinds).filter(|(_, part)| !part.is_zero())
    }

    /// The same kinds in a larger amount.
    pub fn grown_to(self, all: Decimal) -> Self {
        Self { all, ..self }
    }

    pub fn has_kinds(&self) -> bool {
        self.kinds().next().is_some()
    }

    /// Each pair of parts put together; `None` if one is too large for a decimal.
    fn with(self, other: Self, put: fn(Decimal, Decimal) -> Option<Decimal>) -> Option<Self> {
        let mut kinds = self.kinds;
        for (kind, part) in kinds.iter_mut().zip(other.kinds) {
            *kind = put(*kind, part)?;
        }
        Some(Self { all: put(self.all, other.all)?, kinds })
    }

    fn divided(self, by: Decimal) -> Self {
        Self { all: self.all / by, kinds: self.kinds.map(|part| part / by) }
    }
}

#[derive(Debug, Clone, Default)]
pub struct Money {
    /// `budget.total`.
    pub total: Option<Decimal>,
    /// All activities together, and what campaigns plan or have spent beyond theirs.
    pub all: Sum,
    /// By id, each with its activities.
    pub campaigns: IndexMap<String, Sum>,
    pub pillars: IndexMap<PillarKind, Sum>,
    pub gears: IndexMap<(PurposeKind, GearKind), Sum>,
    /// False if a figure could not be read, or if a sum is too large.
    pub known: bool,
}

impl Money {
    pub(super) fn new(
        strategy: &Strategy,
        activities: &[Scheduled<'_>],
        campaigns: &[CampaignPlan<'_>],
    ) -> Self {
        let total = strategy.budget.get().and_then(|budget| budget.total.get()).map(|total| total.0);
        let mut money = Self { total, ..Self::of_activities(activities.iter()) };
        money.known &= !strategy.budget.is_invalid();
        for one in campaigns {
            money.known &= !one.campaign.budget.is_invalid() && !one.campaign.spent.is_invalid();
            let own = one.activities.iter().filter_map(|index| activities.get(*index));
            let own = own.map(part).try_fold(Sum::default(), Sum::plus);
            let sum = own.and_then(|own| {
                let sum = one.money(own);
                money.all = money.all.plus(Sum {
                    budget: sum.budget.with(own.budget, Decimal::checked_sub)?,
                    spent: sum.spent.with(own.spent, Decimal::checked_sub)?,
                })?;
                Some(sum)
            });
            money.known &= sum.is_some();
            money.campaigns.extend(sum.map(|sum| (one.id.to_string(), sum)));
        }
        money
    }

    /// The money of some activities; there is no total.
    pub fn of_activities<'s, 'a: 's>(activities: impl Iterator<Item = &'s Scheduled<'a>>) -> Self {
        let mut money = Self { known: true, ..Self::default() };
        for scheduled in activities {
            let activity = scheduled.activity();
            money.known &= !activity.budget.is_invalid() && !activity.spent.is_invalid();
            let part = part(scheduled);
            money.known &= add(&mut money.all, part);
            money.known &= add(money.pillars.entry(scheduled.pillar()).or_default(), part);
            let share = Decimal::from(scheduled.gears.len().max(1));
            let share = Sum { budget: part.budget.divided(share), spent: part.spent.divided(share) };
            for (purpose, gear, _) in &scheduled.gears {
                money.known &= add(money.gears.entry((*purpose, *gear)).or_default(), share);
            }
        }
        money
    }

    /// A gear's share of the budgets of its purpose: its sum / the sum of all gears, from 0 to 1.
    pub fn share(&self, purpose: PurposeKind, gear: GearKind) -> Option<Decimal> {
        let of_purpose = self.gears.iter().filter(|((of, _), _)| *of == purpose);
        let all = of_purpose.map(|(_, sum)| sum.budget.all).try_fold(Decimal::ZERO, Decimal::checked_add)?;
        let own = self.gears.get(&(purpose, gear)).map_or(Decimal::ZERO, |sum| sum.budget.all);
        (all > Decimal::ZERO).then(|| own.checked_div(all))?
    }
}

impl Sum {
    /// `None` if it is too large for a decimal.
    fn plus(self, part: Self) -> Option<Self> {
        let budget = self.budget.with(part.budget, Decimal::checked_add)?;
        Some(Self { budget, spent: self.spent.with(part.spent, Decimal::checked_add)? })
    }
}

/// What an activity costs.
fn part(scheduled: &Scheduled<'_>) -> Sum {
    let activity = scheduled.activity();
    let budget = activity.budget.get().filter(|_| !scheduled.is_dropped());
    Sum {
        budget: budget.map(Total::of).unwrap_or_default(),
        spent: activity.spent.get().map(Total::of).unwrap_or_default(),
    }
}

fn add(sum: &mut Sum, part: Sum) -> bool {
    let added = sum.plus(part);
    *sum = added.unwrap_or(*sum);
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
        self.funnel_of(|_| true)
    }

    /// The funnel of some of the activities.
    pub fn funnel_of(&self, is_wanted: impl Fn(&Scheduled<'_>) -> bool) -> [AtStage; 5] {
        FunnelStage::ALL.map(|stage| {
            let met = || {
                let is_there = |one: &&Scheduled<'_>| one.activity().funnel_stage.get() == Some(&stage);
                self.live_activities().filter(is_there).filter(|one| is_wanted(one))
            };
            let mut budgets = met().filter_map(|one| one.activity().budget.get());
            AtStage {
                stage,
                activities: met().count(),
                budget: budgets
                    .try_fold(Decimal::ZERO, |sum, budget| sum.checked_add(budget.total))
                    .map(Number),
            }
        })
    }
}
