//! The model: a strategy as its author wrote it, every value with its place.
//!
//! One file a section. The structs are what is read and what the JSON Schema describes; the
//! methods here are the ways in which the rest of the crate walks them. Nothing is inherited,
//! resolved or computed yet: that is `analysis`.

pub mod activity;
pub(crate) mod address;
pub mod date;
pub mod gear;
pub mod goal;
pub mod kpi;
pub mod number;
pub mod pillar;
pub mod plan;
pub mod platform;

pub mod document;
pub mod essentials;
pub mod readings;
mod record;
pub mod references;
pub mod starters;
pub mod subject;
pub mod walk;

use schemars::json_schema;
use serde::Serialize;

use crate::decode::field::{Field, Id, Place};
use crate::decode::format::{Shape, inline_schema};
use crate::decode::maps::ById;
use crate::decode::shorthand::{Listed, Short};
use crate::decode::value::{Scalar, ValueError};
use crate::source::Span;
use activity::Activity;
use gear::{Gear, GearKind, Purpose, PurposeKind, Purposes};
use goal::{Audience, Goal, MarketingStrategy};
use kpi::Kpi;
use pillar::{PillarKind, Pillars};
use plan::{Budget, Decision, DecisionStatus, Head, Lesson, Owner, Person, Risk, Status};
use platform::Platform;
use record::{meaning, record};
use walk::Ref;

/// The format version that this crate reads.
pub const FORMAT_VERSION: &str = "1";

record! {
    /// A social-media strategy.
    #[serde(rename = "StrategyFile")]
    pub struct Strategy {
        /// The version of this format: 1.
        pub stratplan: Field<Version>,
        /// The basics: the name, the owner, the period and the reviews.
        pub strategy: Field<Head>,
        /// The people involved, by id. If this is given, every owner must be one of them.
        pub people: Field<ById<Person>>,
        /// The goals of the business, by id.
        pub goals: Field<ById<Short<Goal>>>,
        /// The overall marketing strategy that social media is part of.
        pub marketing_strategy: Field<MarketingStrategy>,
        /// The audiences the strategy addresses, by id.
        pub audiences: Field<Listed<ById<Audience>>>,
        /// The four pillars: listening, promotion, thought leadership, support.
        pub pillars: Field<Pillars>,
        /// What the community is for: marketing, support or both. This decides the order of the gears.
        pub purposes: Field<Listed<Purposes>>,
        /// The platforms the strategy uses, by id. Choose them last.
        pub platforms: Field<Listed<ById<Platform>>>,
        /// The KPIs, by id.
        pub kpis: Field<ById<Kpi>>,
        /// The path of a CSV file of readings (`kpi,date,value`), relative to this file.
        pub readings: Field<FilePath>,
        /// The budget.
        pub budget: Field<Short<Budget>>,
        /// What can go wrong, by id.
        pub risks: Field<ById<Risk>>,
        /// The decisions to make, by id.
        pub decisions: Field<ById<Decision>>,
        /// What was learned, by id.
        pub lessons: Field<ById<Short<Lesson>>>,
    }
    required stratplan = "1"
    required strategy = "{ name: Corner Bakery 2027 }"
}

meaning!(Other: Version, FilePath);

/// A path next to the strategy file, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(transparent)]
#[schemars(inline)]
pub struct FilePath(pub String);

impl Scalar for FilePath {
    const SHAPE: &'static Shape = &Shape::Text;
    fn from_text(text: &str) -> Result<Self, ValueError> {
        Ok(Self(text.to_owned()))
    }
}

/// The format version as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Version(pub String);

impl Scalar for Version {
    fn from_text(text: &str) -> Result<Self, ValueError> {
        Ok(Self(text.trim().to_owned()))
    }
}
inline_schema!([] Version, |_| json_schema!({ "const": 1 }));

/// A pillar as the rest of the crate walks it, whichever of the four it is.
#[derive(Debug, Clone, Copy)]
pub struct PillarRef<'a> {
    /// Which of the four.
    pub kind: PillarKind,
    /// Where it stands.
    pub place: Place,
    /// Why it is left out on purpose.
    pub not_now: &'a Field<String>,
    /// The owner, one person.
    pub owner: &'a Field<Ref<Owner>>,
    /// The work done.
    pub activities: &'a Field<ById<Activity>>,
}

/// An activity, its id and the pillar it belongs to.
#[derive(Debug, Clone, Copy)]
pub struct ActivityRef<'a> {
    /// The pillar.
    pub pillar: PillarRef<'a>,
    /// Its id.
    pub id: &'a Id,
    /// What it says.
    pub activity: &'a Activity,
}

/// The records of a section that may be absent.
fn each<'a, T: 'a>(section: Option<&'a ById<T>>) -> impl Iterator<Item = (&'a Id, &'a T)> {
    section.into_iter().flat_map(ById::iter)
}

impl Strategy {
    /// The head of the file, if it was read.
    pub fn head(&self) -> Option<&Head> {
        self.strategy.get()
    }

    /// The strategy's name; empty where there is none.
    pub fn name(&self) -> &str {
        self.head().and_then(|head| head.name.get()).map_or("", String::as_str)
    }

    /// How far it has come.
    pub fn status(&self) -> Status {
        self.head().and_then(|head| head.status.get()).copied().unwrap_or_default()
    }

    /// Where to point for what the strategy as a whole lacks: its `strategy:` key.
    pub fn head_key(&self) -> Span {
        self.strategy.key().unwrap_or(Span::START)
    }

    /// The business goals.
    pub fn goals(&self) -> impl Iterator<Item = (&Id, &Goal)> {
        each(self.goals.get()).map(|(id, goal)| (id, &**goal))
    }

    /// The KPIs.
    pub fn kpis(&self) -> impl Iterator<Item = (&Id, &Kpi)> {
        each(self.kpis.get())
    }

    /// One KPI.
    pub fn kpi(&self, id: &str) -> Option<&Kpi> {
        self.kpis.get()?.get(id)
    }

    /// The people.
    pub fn people(&self) -> impl Iterator<Item = (&Id, &Person)> {
        each(self.people.get())
    }

    /// The platforms.
    pub fn platforms(&self) -> impl Iterator<Item = (&Id, &Platform)> {
        each(self.platforms.get().map(|section| &**section))
    }

    /// The audiences.
    pub fn audiences(&self) -> impl Iterator<Item = (&Id, &Audience)> {
        each(self.audiences.get().map(|section| &**section))
    }

    /// The risks.
    pub fn risks(&self) -> impl Iterator<Item = (&Id, &Risk)> {
        each(self.risks.get())
    }

    /// The decisions.
    pub fn decisions(&self) -> impl Iterator<Item = (&Id, &Decision)> {
        each(self.decisions.get())
    }

    /// The decisions that are surely open.
    pub fn open_decisions(&self) -> impl Iterator<Item = (&Id, &Decision)> {
        self.decisions().filter(|(_, decision)| {
            let status = decision.status.get().copied().unwrap_or_default();
            status == DecisionStatus::Open && !decision.status.is_invalid()
        })
    }

    /// The lessons.
    pub fn lessons(&self) -> impl Iterator<Item = (&Id, &Lesson)> {
        each(self.lessons.get()).map(|(id, lesson)| (id, &**lesson))
    }

    /// The pillars that were read, in their order.
    pub fn pillars(&self) -> impl Iterator<Item = PillarRef<'_>> {
        PillarKind::ALL.into_iter().filter_map(|kind| self.pillar(kind))
    }

    /// One pillar, if it was read.
    pub fn pillar(&self, kind: PillarKind) -> Option<PillarRef<'_>> {
        let pillars = self.pillars.get()?;
        let (place, not_now, owner, activities) = match kind {
            PillarKind::Listening => {
                let (pillar, place) = pillars.listening.placed()?;
                (place, &pillar.not_now, &pillar.owner, &pillar.activities)
            }
            PillarKind::Promotion | PillarKind::ThoughtLeadership => {
                let is_promotion = kind == PillarKind::Promotion;
                let field = if is_promotion { &pillars.promotion } else { &pillars.thought_leadership };
                let (pillar, place) = field.placed()?;
                (place, &pillar.not_now, &pillar.owner, &pillar.activities)
            }
            PillarKind::Support => {
                let (pillar, place) = pillars.support.placed()?;
                (place, &pillar.not_now, &pillar.owner, &pillar.activities)
            }
        };
        Some(PillarRef { kind, place, not_now, owner, activities })
    }

    /// Every activity that was read, pillar by pillar.
    pub fn activities(&self) -> impl Iterator<Item = ActivityRef<'_>> {
        self.pillars().flat_map(|pillar| {
            each(pillar.activities.get()).map(move |(id, activity)| ActivityRef { pillar, id, activity })
        })
    }

    /// The purposes that were read, with their place.
    pub fn purposes(&self) -> impl Iterator<Item = (PurposeKind, &Purpose, Place)> {
        self.purposes.get().into_iter().flat_map(|purposes| {
            PurposeKind::ALL
                .into_iter()
                .filter_map(|kind| purposes.get(kind).placed().map(|(purpose, place)| (kind, purpose, place)))
        })
    }

    /// One gear of a purpose, if it was read.
    pub fn gear(&self, purpose: PurposeKind, gear: GearKind) -> Option<(&Gear, Place)> {
        let gears = self.purposes.get()?.get(purpose).get()?.gears.get()?;
        gears.get(gear).placed().map(|(gear, place)| (&**gear, place))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Strategy;
    use crate::decode::format::Shape;
    use crate::decode::{Read, synonyms};

    /// The parts of the schema that are objects with keys, by name; the file itself first.
    fn schema_records() -> Vec<(String, Vec<String>)> {
        let schema = schemars::schema_for!(Strategy).to_value();
        let parts = schema["$defs"].as_object().unwrap().iter().map(|(name, part)| (name.as_str(), part));
        let records = std::iter::once(("Strategy", &schema)).chain(parts).filter_map(|(name, part)| {
            let keys = part.get("properties")?.as_object()?.keys().cloned().collect();
            Some((name.to_owned(), keys))
        });
        records.collect()
    }

    fn schema_words() -> BTreeSet<Vec<String>> {
        let schema = schemars::schema_for!(Strategy).to_value();
        let lists = schema["$defs"].as_object().unwrap().values().filter_map(|part| part["oneOf"].as_array());
        let words = |list: &Vec<serde_json::Value>| {
            list.iter().map(|one| one["const"].as_str().unwrap().to_owned()).collect()
        };
        lists.map(words).collect()
    }

    #[test]
    fn the_reader_has_the_keys_of_the_schema() {
        let of_reader = Strategy::SHAPE
            .records()
            .into_iter()
            .map(|record| (record.name.to_owned(), record.names().map(str::to_owned).collect::<Vec<_>>()));
        assert_eq!(of_reader.collect::<Vec<_>>(), schema_records());
    }

    #[test]
    fn the_reader_has_the_words_of_the_schema() {
        let shapes =
            Strategy::SHAPE.records().into_iter().flat_map(|record| record.keys).map(|key| key.shape);
        let of_reader = shapes.filter_map(|shape| match shape.full() {
            Shape::Words(words) | Shape::ById(Shape::Words(words)) => Some(*words),
            _ => None,
        });
        let of_reader: BTreeSet<Vec<String>> =
            of_reader.map(|words| words.iter().copied().map(str::to_owned).collect()).collect();
        assert_eq!(of_reader, schema_words());
    }

    /// Each word stands for another that is in some list without it.
    fn are_of_use(lists: &[Vec<String>], words: impl Iterator<Item = (&'static str, &'static str)>) {
        for (meant, word) in words {
            let has = |list: &[String], name: &str| list.iter().any(|one| one == name);
            let is_of_use = lists.iter().any(|list| has(list, meant) && !has(list, word));
            assert!(is_of_use, "{word} for {meant}");
        }
    }

    #[test]
    fn every_synonym_stands_for_a_key_or_a_word_that_the_format_has() {
        let keys: Vec<_> = schema_records().into_iter().map(|(_, keys)| keys).collect();
        are_of_use(&keys, synonyms::of_keys());
        are_of_use(&schema_words().into_iter().collect::<Vec<_>>(), synonyms::of_values());
    }
}
