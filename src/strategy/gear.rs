//! The four gears and the purposes that order them.

use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::date::Start;
use super::gate::Threshold;
use super::goal::Goal;
use super::kpi::Kpi;
use super::plan::Owner;
use super::record::{record, serialize_as_text, words};
use super::subject::EntryKind;
use super::walk::{ByRef, Node, Ref, Target};
use crate::decode::field::Field;
use crate::decode::shorthand::{Brief, FromIds, Many, Short};
use crate::decode::value::{Scalar, ValueError};
use crate::source::Span;
use crate::words::nearest::nearest;

words! {
    /// One of the four gears.
    pub enum GearKind {
        /// People arrive.
        Acquisition = "acquisition",
        /// People take part.
        Engagement = "engagement",
        /// People do work that staff would otherwise have to do.
        Enlistment = "enlistment",
        /// The organization gets its value.
        Monetization = "monetization",
    }
}

words! {
    /// What the community is for. It decides the order in which the gears start.
    pub enum PurposeKind {
        /// Win new customers.
        Marketing = "marketing",
        /// Help existing customers.
        Support = "support",
    }
}

impl PurposeKind {
    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Marketing => Self::Support,
            Self::Support => Self::Marketing,
        }
    }

    /// The order in which its gears are started.
    pub const fn order(self) -> [GearKind; 4] {
        let [first, second, third, fourth] = GearKind::ALL;
        match self {
            Self::Marketing => [first, second, third, fourth],
            Self::Support => [fourth, third, second, first],
        }
    }

    /// Why that order, in one sentence for messages.
    pub const fn why_this_order(self) -> &'static str {
        match self {
            Self::Marketing => {
                "for marketing the order is acquisition, engagement, enlistment, monetization: people must come \
                 before their passion can be harnessed, and asking too much too soon wastes both"
            }
            Self::Support => {
                "for support the order is the reverse: monetization (here: a lower cost of service), enlistment, \
                 engagement, acquisition: customers come with a question, and experts among them let support grow"
            }
        }
    }
}

record! {
    /// What the community is for: at least one of the two.
    pub struct Purposes {
        /// Win new customers, in the order acquisition, engagement, enlistment, monetization.
        pub marketing: Field<Purpose>,
        /// Help existing customers, in the reverse order; here monetization means a lower cost of service.
        pub support: Field<Purpose>,
    }
}

impl Purposes {
    pub fn get(&self, kind: PurposeKind) -> &Field<Purpose> {
        match kind {
            PurposeKind::Marketing => &self.marketing,
            PurposeKind::Support => &self.support,
        }
    }
}

impl FromIds for Purposes {
    type Item = PurposeKind;
    const DECLARES: bool = false;
    fn from_ids(ids: Vec<Field<PurposeKind>>) -> Self {
        let mut purposes = Self::default();
        for (kind, place) in ids.iter().filter_map(Field::placed) {
            let purpose = Field::Set(Purpose::default(), place);
            match kind {
                PurposeKind::Marketing => purposes.marketing = purpose,
                PurposeKind::Support => purposes.support = purpose,
            }
        }
        purposes
    }
}

record! {
    /// A purpose: its goals and its gears.
    pub entry Purpose {
        /// Why the purpose is left out on purpose; replaces the other keys.
        pub not_now: Field<String>,
        /// The business goals it serves, by id. Default, if it is the only purpose: all of them.
        pub goals: Field<Many<Ref<Goal>>>,
        /// The four gears.
        pub gears: Field<Gears>,
        /// An order of the gears that intentionally differs from the built-in one; explain it in `rationale`.
        pub order: Field<Many<Field<GearKind>>>,
        /// Why the order is different.
        pub rationale: Field<String>,
    }
}

record! {
    /// The four gears of a purpose.
    pub struct Gears {
        /// People arrive.
        pub acquisition: Field<Short<Gear>>,
        /// People take part.
        pub engagement: Field<Short<Gear>>,
        /// People do work that staff would otherwise have to do.
        pub enlistment: Field<Short<Gear>>,
        /// The organization gets its value; in support, a lower cost of service.
        pub monetization: Field<Short<Gear>>,
    }
}

impl Gears {
    pub fn get(&self, kind: GearKind) -> &Field<Short<Gear>> {
        match kind {
            GearKind::Acquisition => &self.acquisition,
            GearKind::Engagement => &self.engagement,
            GearKind::Enlistment => &self.enlistment,
            GearKind::Monetization => &self.monetization,
        }
    }
}

record! {
    /// A gear: when it starts, how it is measured, and when it counts as spinning.
    pub entry Gear {
        /// Why the gear is left out on purpose; replaces the other keys.
        pub not_now: Field<String>,
        /// What it means for this organization.
        pub means: Field<String>,
        /// When it starts. Default: when the first activity that drives it starts.
        pub start: Field<Start>,
        /// The owner, one person.
        pub owner: Field<Ref<Owner>>,
        /// The KPIs that measure it, by id.
        pub kpis: Field<Many<Ref<Kpi>>>,
        /// The threshold: the gear counts as spinning when each of these KPIs has reached its value.
        pub spinning_at: Field<ByRef<Kpi, Brief<Threshold>>>,
    }
    main start
}

/// A gear as an activity names it: with its purpose, or without if there is only one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct GearRef {
    /// `None` if only the gear is named.
    pub purpose: Option<PurposeKind>,
    pub gear: GearKind,
}

impl GearRef {
    /// Reads `marketing.acquisition` or `acquisition`.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let (purpose, gear) = match text.split_once('.') {
            Some((purpose, gear)) => (Some(purpose), gear),
            None => (None, text),
        };
        let known_purpose = PurposeKind::ALL
            .into_iter()
            .find(|kind| purpose.is_some_and(|purpose| kind.key().eq_ignore_ascii_case(purpose)));
        let known_gear = GearKind::ALL.into_iter().find(|kind| kind.key().eq_ignore_ascii_case(gear));
        if let Some(gear) = known_gear
            && known_purpose.is_some() == purpose.is_some()
        {
            return Ok(Self { purpose: known_purpose, gear });
        }
        let error = ValueError::new(
            "a gear",
            "name a gear, with its purpose if there are two: acquisition, marketing.engagement, \
             support.enlistment …",
        );
        let meant_gear = nearest(gear, GearKind::ALL.map(GearKind::key));
        let meant_purpose = purpose.map(|purpose| nearest(purpose, PurposeKind::ALL.map(PurposeKind::key)));
        Err(match (meant_gear, meant_purpose) {
            (Some(gear), None) if gear.certain => error.instead(gear.name),
            (Some(gear), Some(Some(purpose))) if gear.certain && purpose.certain => {
                error.instead(format!("{}.{}", purpose.name, gear.name))
            }
            _ => error,
        })
    }
}

impl Node for GearRef {
    fn references<'a>(&'a self, span: Span, each: &mut dyn FnMut(Target, &'a str, Span)) {
        if let Some(purpose) = self.purpose {
            each(Target::Entry(EntryKind::Purpose), purpose.key(), span);
        }
    }
}

impl fmt::Display for GearRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.purpose {
            Some(purpose) => write!(f, "{purpose}.{}", self.gear),
            None => write!(f, "{}", self.gear),
        }
    }
}
serialize_as_text!(GearRef);
impl Scalar for GearRef {
    fn from_text(text: &str) -> Result<Self, ValueError> {
        Self::parse(text.trim())
    }
}
impl JsonSchema for GearRef {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "GearReference".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let gears = GearKind::ALL.map(GearKind::key);
        let full = PurposeKind::ALL.iter().flat_map(|p| gears.map(|gear| format!("{p}.{gear}")));
        let all: Vec<String> = gears.iter().map(ToString::to_string).chain(full).collect();
        json_schema!({ "type": "string", "enum": all })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gears_are_named_with_or_without_their_purpose() {
        assert_eq!(GearRef::parse("support.enlistment").unwrap().to_string(), "support.enlistment");
        assert_eq!(GearRef::parse("Acquisition").unwrap().to_string(), "acquisition");
        assert_eq!(GearRef::parse("acquisition").unwrap().purpose, None);
        let instead = |text| GearRef::parse(text).unwrap_err().instead;
        assert_eq!(instead("Marketing.monetisation").as_deref(), Some("marketing.monetization"));
        assert_eq!(instead("enlistement").as_deref(), Some("enlistment"));
        assert_eq!(instead("growth"), None);
    }
}
