//! What the business is trying to accomplish, and the marketing strategy that social is a part of.

use schemars::json_schema;
use serde::Serialize;

use super::kpi::Kpi;
use super::language::Language;
use super::plan::{Degree, Owner, Person};
use super::record::{declared, record, words};
use super::walk::{Meaning, Node, Ref};
use crate::decode::field::Field;
use crate::decode::format::{Shape, inline_schema};
use crate::decode::maps::ById;
use crate::decode::shorthand::{Many, Short};
use crate::decode::value::{Scalar, ValueError};

record! {
    /// A business goal.
    pub entry Goal {
        /// What the business wants to achieve, how much of it, and by when.
        pub statement: Field<String>,
        /// The kind of goal.
        pub kind: Field<GoalKind>,
        /// The part of the business it belongs to.
        pub business_unit: Field<String>,
        /// The owner, one person.
        pub owner: Field<Ref<Owner>>,
        /// Who else takes part: one or more people.
        pub with: Field<Many<Ref<Person>>>,
        /// How much it matters among the goals. The agenda of a meeting begins with the high ones.
        pub priority: Field<Degree>,
        /// The KPIs that measure it, by id.
        pub kpis: Field<Many<Ref<Kpi>>>,
        /// Why nothing is done about it for now.
        pub not_now: Field<String>,
    }
    main statement
    required statement unless not_now = "what the business wants, how much of it and by when"
}

words! {
    /// The kind of a business goal.
    pub enum GoalKind {
        /// Sell a product or a service.
        Sell = "sell",
        /// Find potential customers.
        GenerateLeads = "generate_leads",
        /// Serve existing customers.
        ProvideService = "provide_service",
        /// Remove something that annoys customers.
        RemovePainPoint = "remove_pain_point",
        /// Keep the customers, members or employees there are.
        Retain = "retain",
        /// Make people more satisfied.
        Satisfy = "satisfy",
        /// Spend less.
        SaveCost = "save_cost",
        /// Become known.
        Awareness = "awareness",
        /// Change minds or behavior.
        Influence = "influence",
        /// Inform people about something.
        Inform = "inform",
        /// Find employees, members or volunteers.
        Recruit = "recruit",
        /// Raise money.
        Fund = "fund",
        /// Learn how to improve the product.
        ImproveProduct = "improve_product",
        /// Anything else.
        Other = "other",
    }
}

impl GoalKind {
    /// True if people should buy in the end: then a funnel and a call to action are expected.
    pub fn is_about_sales(self) -> bool {
        matches!(self, Self::Sell | Self::GenerateLeads)
    }

    /// True if it is about the customers there are, rather than new ones.
    pub fn is_about_customers(self) -> bool {
        matches!(
            self,
            Self::ProvideService | Self::RemovePainPoint | Self::Retain | Self::Satisfy | Self::SaveCost
        )
    }
}

record! {
    /// The overall marketing strategy that social media is part of.
    pub entry MarketingStrategy {
        /// Where to find it: a path or a link. It is shown, never opened.
        pub document: Field<String>,
        /// The owner, one person.
        pub owner: Field<Ref<Owner>>,
        /// The objectives of marketing, by id.
        pub objectives: Field<ById<Objective>>,
        /// The channels used besides social media, by id.
        pub channels: Field<ById<Short<Channel>>>,
    }
}

record! {
    /// An objective of marketing.
    pub entry Objective {
        /// What marketing wants to achieve.
        pub statement: Field<String>,
        /// The business goals it contributes to, by id.
        pub goals: Field<Many<Ref<Goal>>>,
    }
    main statement
    required statement = "what marketing wants"
}

record! {
    /// A channel besides social media.
    pub entry Channel {
        /// The kind of channel.
        pub kind: Field<ChannelKind>,
    }
    main kind
    required kind = "what kind of channel it is"
}

words! {
    /// The kind of a channel.
    pub enum ChannelKind {
        /// A website or an online shop.
        Web = "web",
        /// An app of your own.
        App = "app",
        /// Email to subscribers.
        Email = "email",
        /// Ads next to search results.
        PaidSearch = "paid_search",
        /// Ads on social platforms.
        PaidSocial = "paid_social",
        /// Text messages to phones.
        Sms = "sms",
        /// Phone calls.
        Phone = "phone",
        /// Trade fairs, webinars, meetups.
        Event = "event",
        /// Stores and dealers.
        Retail = "retail",
        /// What partners pass on.
        Partner = "partner",
        /// Newspapers, magazines, flyers.
        Print = "print",
        /// Posters and screens in public places.
        Outdoor = "outdoor",
        /// Radio and television.
        Broadcast = "broadcast",
        /// Anything else.
        Other = "other",
    }
}

record! {
    /// An audience the strategy addresses.
    pub entry Audience {
        /// The full name.
        pub name: Field<String>,
        /// Their relationship to the organization.
        pub relationship: Field<Relationship>,
        /// Who they are.
        pub description: Field<String>,
        /// What they need or look for.
        pub needs: Field<String>,
        /// How many they are, in your own words or as a number.
        pub size: Field<Size>,
        /// The languages they speak, as tags: `en`, `de-CH`.
        pub languages: Field<Many<Field<Language>>>,
    }
    main name
}

/// A number of people, as the author writes it: `40000`, `about 4,000 fleets`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Size(pub String);

impl Scalar for Size {
    const SHAPE: &'static Shape = &Shape::Text;
    const IS_PROSE: bool = true;
    fn from_text(text: &str) -> Result<Self, ValueError> {
        Ok(Self(text.to_owned()))
    }
}
inline_schema!([] Size, |_| json_schema!({ "anyOf": [{ "type": "string" }, { "type": "number" }] }));
impl Node for Size {
    const MEANING: Meaning = Meaning::Text;
    fn text(&self) -> Option<&str> {
        Some(&self.0)
    }
}

words! {
    /// The relationship of people to the organization.
    pub enum Relationship {
        /// They could become customers.
        Prospect = "prospect",
        /// They are customers.
        Customer = "customer",
        /// They work with the organization.
        Partner = "partner",
        /// They work for the organization.
        Employee = "employee",
        /// Everyone.
        Public = "public",
    }
}

declared!(Goal: Goal, Objective: Objective, Channel: Channel, Audience: Audience);
