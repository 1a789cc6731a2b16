//! What the business is trying to accomplish, and the marketing strategy that social is a part of.

use schemars::JsonSchema;
use serde::Serialize;

use super::kpi::Kpi;
use super::plan::Owner;
use super::record::{declared, record, words};
use super::walk::{Ref, require};
use crate::decode::field::Field;
use crate::decode::maps::ById;
use crate::decode::shorthand::Many;

/// What the business is trying to accomplish.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(transform = require::<Goal>)]
pub struct Goal {
    /// What the business wants, how much of it, and by when.
    pub statement: Field<String>,
    /// What sort of goal it is.
    pub kind: Field<GoalKind>,
    /// The part of the business it belongs to.
    pub business_unit: Field<String>,
    /// The one person who answers for it.
    pub owner: Field<Ref<Owner>>,
    /// The KPIs that measure it, by id.
    pub kpis: Field<Many<Ref<Kpi>>>,
    /// Why nothing serves it for now.
    pub not_now: Field<String>,
}
record!(Goal { statement, kind, business_unit, owner, kpis, not_now } main statement
    required statement unless not_now = "Forty cake orders each Saturday by June");

/// What sort of business goal it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GoalKind {
    /// Sell a product or a service.
    Sell,
    /// Find people who may buy.
    GenerateLeads,
    /// Serve the customers there are.
    ProvideService,
    /// Take away something that annoys customers.
    RemovePainPoint,
    /// Become known.
    Awareness,
    /// Change minds or behaviour.
    Influence,
    /// Make something known.
    Inform,
    /// Find people who join.
    Recruit,
    /// Raise money.
    Fund,
    /// Learn how to make the product better.
    ImproveProduct,
    /// Anything else.
    Other,
}
words!(GoalKind {
    Sell = "sell", GenerateLeads = "generate_leads", ProvideService = "provide_service",
    RemovePainPoint = "remove_pain_point", Awareness = "awareness", Influence = "influence",
    Inform = "inform", Recruit = "recruit", Fund = "fund", ImproveProduct = "improve_product",
    Other = "other",
});

impl GoalKind {
    /// True where people are to buy in the end: then a funnel and a call to action are expected.
    pub fn is_about_sales(self) -> bool {
        matches!(self, Self::Sell | Self::GenerateLeads)
    }
}

/// The overall marketing strategy, of which social is a component.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct MarketingStrategy {
    /// Where it is written down: a path beside the file, or an address. Shown, never opened.
    pub document: Field<String>,
    /// The one person who answers for it.
    pub owner: Field<Ref<Owner>>,
    /// What marketing is to achieve, by id.
    pub objectives: Field<ById<Objective>>,
    /// Every channel that works beside social, by id.
    pub channels: Field<ById<ChannelKind>>,
}
record!(MarketingStrategy { document, owner, objectives, channels });

/// Something that marketing is to achieve.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(transform = require::<Objective>)]
pub struct Objective {
    /// What is to be achieved.
    pub statement: Field<String>,
    /// The business goals it leads to, by id.
    pub goals: Field<Many<Ref<Goal>>>,
}
record!(Objective { statement, goals } main statement
    required statement = "Grow demand in the north");

/// What sort of channel it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChannelKind {
    /// A website or a shop on it.
    Web,
    /// Mail to subscribers.
    Email,
    /// Advertisements beside search results.
    PaidSearch,
    /// Advertisements on social platforms.
    PaidSocial,
    /// Calls.
    Phone,
    /// Fairs, webinars, meet-ups.
    Event,
    /// Shops and dealers.
    Retail,
    /// Newspapers, magazines, leaflets.
    Print,
    /// Radio and television.
    Broadcast,
    /// Anything else.
    Other,
}
words!(ChannelKind {
    Web = "web", Email = "email", PaidSearch = "paid_search", PaidSocial = "paid_social", Phone = "phone",
    Event = "event", Retail = "retail", Print = "print", Broadcast = "broadcast", Other = "other",
});

/// People whom the strategy speaks to.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Audience {
    /// Its name in full.
    pub name: Field<String>,
    /// What they are to the organisation.
    pub relationship: Field<Relationship>,
}
record!(Audience { name, relationship } main name);

/// What people are to the organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Relationship {
    /// They may become customers.
    Prospect,
    /// They are customers.
    Customer,
    /// They work with the organisation.
    Partner,
    /// They work in the organisation.
    Employee,
    /// Everybody.
    Public,
}
words!(Relationship {
    Prospect = "prospect", Customer = "customer", Partner = "partner", Employee = "employee",
    Public = "public",
});

declared!(Goal: Goal, Objective: Objective, Channel: ChannelKind, Audience: Audience);
