//! Budget and spending by pillar, by campaign, by gear and by stage of the funnel, with the progress of the KPIs.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Serialize;

use super::scope::Inside;
use crate::analysis::Analysis;
use crate::analysis::budget::{AtStage, Money, Sum, Total};
use crate::analysis::campaigns::CampaignPlan;
use crate::analysis::schedule::Scheduled;
use crate::decode::field::Id;
use crate::strategy::amount::CostKind;
use crate::strategy::gear::{GearKind, PurposeKind};
use crate::strategy::number::Number;
use crate::strategy::pillar::PillarKind;

/// The money of a strategy, or of the campaign that the report is about, in the currency of the strategy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MoneyTable {
    /// The ISO 4217 code.
    pub currency: Option<String>,
    /// The total: that of the strategy, or the budget of the campaign.
    pub total: Option<Number>,
    /// The sum of the activities' budgets, and what the budgets of campaigns exceed those of their activities by.
    pub budget: Number,
    /// What they have spent so far.
    pub spent: Number,
    /// Both by kind of cost, as far as the file says.
    pub by_kind: Vec<KindMoney>,
    /// The total minus that sum; negative if the sum exceeds it.
    pub unplanned: Option<Number>,
    /// False if a figure could not be read, so that sums are too low.
    pub is_known: bool,
    /// By pillar, in their order.
    pub pillars: Vec<PillarMoney>,
    /// By campaign, in the order of the file; without those that mention no money.
    pub campaigns: Vec<CampaignMoney>,
    /// By gear, in the order of each purpose. An activity that drives two counts half for each.
    pub gears: Vec<GearMoney>,
    /// By stage of the funnel.
    pub funnel: Vec<AtStage>,
}

/// The money for one kind of cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct KindMoney {
    /// The kind.
    pub kind: CostKind,
    /// What is planned for it.
    pub budget: Number,
    /// What was spent on it so far.
    pub spent: Number,
}

/// The money of a pillar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PillarMoney {
    /// The pillar.
    pub pillar: PillarKind,
    /// The sum of its activities' budgets.
    pub budget: Number,
    /// What they have spent so far.
    pub spent: Number,
    /// Both by kind of cost, as far as the file says.
    pub by_kind: Vec<KindMoney>,
    /// The mean progress of the KPIs that its activities name, each limited to 0..1.
    pub progress: Option<Number>,
}

/// The money of a campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CampaignMoney {
    /// The campaign.
    pub campaign: String,
    /// Its full name.
    pub name: Option<String>,
    /// Its budget, which includes those of its activities; if it has none, or they exceed it, their sum.
    pub budget: Number,
    /// What has been spent so far, by its activities included.
    pub spent: Number,
    /// Both by kind of cost, as far as the file says.
    pub by_kind: Vec<KindMoney>,
    /// The mean progress of the KPIs that its activities name, each limited to 0..1.
    pub progress: Option<Number>,
}

/// The money of a gear.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct GearMoney {
    /// Marketing or support.
    pub purpose: PurposeKind,
    /// The gear.
    pub gear: GearKind,
    /// Its share of the budgets of the activities that drive it.
    pub budget: Number,
    /// Its share of what they have spent so far.
    pub spent: Number,
    /// Both by kind of cost, as far as the file says.
    pub by_kind: Vec<KindMoney>,
    /// The mean progress of its KPIs, each limited to 0..1.
    pub progress: Option<Number>,
}

impl MoneyTable {
    pub(super) fn new(analysis: &Analysis<'_>, inside: &Inside<'_>) -> Self {
        let is_inside = |one: &&Scheduled<'_>| inside.is_in_campaign(one);
        let of_campaign = inside.campaign().map(|id| {
            let own = Money::of_activities(analysis.activities.iter().filter(is_inside));
            let plan = analysis.campaign(id);
            // What the campaign itself says it has spent includes its activities.
            let spent = analysis.money.campaigns.get(id).map_or(own.all.spent, |sum| sum.spent);
            let is_read = |one: &CampaignPlan<'_>| {
                !one.campaign.budget.is_invalid() && !one.campaign.spent.is_invalid()
            };
            Money {
                total: plan.and_then(|one| one.own().0).map(|total| total.all),
                known: own.known && plan.is_none_or(is_read),
                all: Sum { spent, ..own.all },
                ..own
            }
        });
        let money = of_campaign.as_ref().unwrap_or(&analysis.money);
        let budget = analysis.strategy.budget.get();
        let all = money.all;
        let sum = |sum: Option<&Sum>| sum.copied().unwrap_or_default();
        let pillars = PillarKind::ALL.map(|pillar| {
            let own = sum(money.pillars.get(&pillar));
            let progress = progress(analysis, analysis.live_activities_of(pillar).filter(is_inside));
            PillarMoney {
                pillar,
                budget: Number(own.budget.all),
                spent: Number(own.spent.all),
                by_kind: by_kind(own),
                progress,
            }
        });
        let campaigns = analysis.campaigns.iter().filter_map(|one| {
            let own = money.campaigns.get(one.id.as_str()).filter(|own| **own != Sum::default())?;
            let activities = analysis.activities_at(&one.activities).filter(|one| !one.is_dropped());
            Some(CampaignMoney {
                campaign: one.id.to_string(),
                name: one.campaign.name.get().cloned(),
                budget: Number(own.budget.all),
                spent: Number(own.spent.all),
                by_kind: by_kind(*own),
                progress: progress(analysis, activities),
            })
        });
        let gears = analysis.sequences.iter().flat_map(|sequence| {
            sequence.active().map(move |gear| {
                let own = sum(money.gears.get(&(sequence.kind, gear.kind)));
                GearMoney {
                    purpose: sequence.kind,
                    gear: gear.kind,
                    budget: Number(own.budget.all),
                    spent: Number(own.spent.all),
                    by_kind: by_kind(own),
                    progress: analysis.mean_progress(gear.kpis.iter().copied()).map(Number),
                }
            })
        });
        Self {
            currency: budget.and_then(|budget| budget.currency.get()).map(|currency| currency.0.clone()),
            total: money.total.map(Number),
            budget: Number(all.budget.all),
            spent: Number(all.spent.all),
            by_kind: by_kind(all),
            unplanned: money.total.and_then(|total| total.checked_sub(all.budget.all)).map(Number),
            is_known: money.known,
            pillars: pillars.into(),
            campaigns: campaigns.collect(),
            gears: gears.collect(),
            funnel: analysis.funnel_of(|one| inside.is_in_campaign(one)).into(),
        }
    }

    pub(crate) fn is_silent(&self) -> bool {
        self.total.is_none() && self.budget.0 == Decimal::ZERO && self.spent.0 == Decimal::ZERO
    }
}

/// The kinds that occur.
fn by_kind(sum: Sum) -> Vec<KindMoney> {
    let of = |total: Total, kind| total.kinds().find(|(one, _)| *one == kind).map(|(_, part)| Number(part));
    let kinds = CostKind::ALL.into_iter().filter_map(|kind| {
        let (budget, spent) = (of(sum.budget, kind), of(sum.spent, kind));
        budget.or(spent)?;
        Some(KindMoney { kind, budget: budget.unwrap_or_default(), spent: spent.unwrap_or_default() })
    });
    kinds.collect()
}

/// The mean progress of the KPIs that some activities name, each counted once.
fn progress<'s, 'a: 's>(
    analysis: &Analysis<'_>,
    activities: impl Iterator<Item = &'s Scheduled<'a>>,
) -> Option<Number> {
    let mut kpis: Vec<&str> = activities.flat_map(|one| one.activity().kpis.ids()).map(Id::as_str).collect();
    kpis.sort_unstable();
    kpis.dedup();
    analysis.mean_progress(kpis.into_iter()).map(Number)
}
