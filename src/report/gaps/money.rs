//! Budget and spending by pillar, by gear and by stage of the funnel, with the progress of the KPIs.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

use crate::analysis::Analysis;
use crate::analysis::budget::{AtStage, Sum};
use crate::decode::field::Id;
use crate::strategy::gear::{GearKind, PurposeKind};
use crate::strategy::number::Number;
use crate::strategy::pillar::PillarKind;

/// The money of a strategy, in its currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MoneyTable {
    /// The ISO 4217 code.
    pub currency: Option<String>,
    /// The declared total.
    pub total: Option<Number>,
    /// The sum of the activities' budgets.
    pub budget: Number,
    /// What they have spent so far.
    pub spent: Number,
    /// The total minus the budgets of the activities; negative if they exceed it.
    pub unplanned: Option<Number>,
    /// False if a figure could not be read, so that sums are too low.
    pub is_known: bool,
    /// By pillar, in their order.
    pub pillars: Vec<PillarMoney>,
    /// By gear, in the order of each purpose. An activity that drives two counts half for each.
    pub gears: Vec<GearMoney>,
    /// By stage of the funnel.
    pub funnel: Vec<AtStage>,
}

/// The money of a pillar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PillarMoney {
    /// The pillar.
    pub pillar: PillarKind,
    /// The sum of its activities' budgets.
    pub budget: Number,
    /// What they have spent so far.
    pub spent: Number,
    /// The mean progress of the KPIs that its activities name, each limited to 0..1.
    pub progress: Option<Number>,
}

/// The money of a gear.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct GearMoney {
    /// Marketing or support.
    pub purpose: PurposeKind,
    /// The gear.
    pub gear: GearKind,
    /// Its share of the budgets of the activities that drive it.
    pub budget: Number,
    /// Its share of what they have spent so far.
    pub spent: Number,
    /// The mean progress of its KPIs, each limited to 0..1.
    pub progress: Option<Number>,
}

impl MoneyTable {
    pub(super) fn new(analysis: &Analysis<'_>) -> Self {
        let money = &analysis.money;
        let budget = analysis.strategy.budget.get();
        let all = money.activities;
        let sum = |sum: Option<&Sum>| sum.copied().unwrap_or_default();
        let pillars = PillarKind::ALL.map(|pillar| {
            let own = sum(money.pillars.get(&pillar));
            let activities = analysis.live_activities_of(pillar);
            let kpis = activities.flat_map(|one| one.activity().kpis.ids());
            let mut kpis: Vec<&str> = kpis.map(Id::as_str).collect();
            kpis.sort_unstable();
            kpis.dedup();
            let progress = analysis.mean_progress(kpis.into_iter()).map(Number);
            PillarMoney { pillar, budget: Number(own.budget), spent: Number(own.spent), progress }
        });
        let gears = analysis.sequences.iter().flat_map(|sequence| {
            sequence.active().map(move |gear| {
                let own = sum(money.gears.get(&(sequence.kind, gear.kind)));
                GearMoney {
                    purpose: sequence.kind,
                    gear: gear.kind,
                    budget: Number(own.budget),
                    spent: Number(own.spent),
                    progress: analysis.mean_progress(gear.kpis.iter().copied()).map(Number),
                }
            })
        });
        Self {
            currency: budget.and_then(|budget| budget.currency.get()).map(|currency| currency.0.clone()),
            total: money.total.map(Number),
            budget: Number(all.budget),
            spent: Number(all.spent),
            unplanned: money.total.and_then(|total| total.checked_sub(all.budget)).map(Number),
            is_known: money.known,
            pillars: pillars.into(),
            gears: gears.collect(),
            funnel: analysis.funnel().into(),
        }
    }

    pub(crate) fn is_silent(&self) -> bool {
        self.total.is_none() && self.budget.0 == Decimal::ZERO && self.spent.0 == Decimal::ZERO
    }
}
