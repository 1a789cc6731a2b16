//! The model: a strategy as its author wrote it, every value with its place.
//!
//! There is one file for each section. The structs are what is read and what the JSON Schema describes.
//! Nothing is inherited or computed yet: that is `analysis`.

pub mod activity;
pub mod after;
pub mod amount;
pub mod cadence;
mod called;
pub mod campaign;
pub(crate) mod address;
pub mod date;
pub mod gate;
pub mod gear;
pub mod goal;
pub mod kpi;
mod how_often;
pub mod language;
pub mod number;
pub mod origin;
pub mod papers;
pub mod pillar;
pub mod plan;
pub mod platform;
pub mod target;
mod newcomers;
mod tolerance;
mod two_bounds;

pub mod document;
pub mod required_keys;
pub mod readings;
mod redated;
mod record;
pub mod references;
pub mod starters;
pub mod step;
pub mod subject;
pub mod walk;

use jiff::civil::Date;
use schemars::json_schema;
use serde::Serialize;

use crate::decode::FiscalYear;
use crate::decode::field::{Field, Id, Place};
use crate::decode::format::{Shape, inline_schema};
use crate::decode::maps::ById;
use crate::decode::shorthand::{Listed, Short};
use crate::decode::value::{Scalar, ValueError};
use crate::source::Span;
use activity::Activity;
use campaign::Campaign;
use date::Days;
use gear::{Gear, GearKind, Purpose, PurposeKind, Purposes};
use goal::{Audience, Goal, MarketingStrategy};
use kpi::Kpi;
use papers::Document;
use pillar::{PillarKind, Pillars};
use plan::{Budget, Decision, DecisionStatus, Head, Lesson, Owner, Person, Risk, Status};
use platform::Platform;
use record::{meaning, record};
use walk::{Meaning, Node, Ref};

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
        /// The campaigns, by id: activities that belong together.
        pub campaigns: Field<Listed<ById<Campaign>>>,
        /// What the community is for: marketing, support or both. This decides the order of the gears.
        pub purposes: Field<Listed<Purposes>>,
        /// The platforms the strategy uses, by id. Choose them last.
        pub platforms: Field<Listed<ById<Platform>>>,
        /// The KPIs, by id.
        pub kpis: Field<ById<Kpi>>,
        /// The path of a CSV file of readings (`kpi,date,value`, and a `note` if you like), relative to this file.
        pub readings: Field<FilePath>,
        /// The budget.
        pub budget: Field<Short<Budget>>,
        /// What can go wrong, by id.
        pub risks: Field<ById<Risk>>,
        /// The decisions to make, by id.
        pub decisions: Field<ById<Decision>>,
        /// What was learned, by id.
        pub lessons: Field<ById<Short<Lesson>>>,
        /// The documents next to the strategy, by id: a crisis plan, an approval, the tone of voice, a content
        /// calendar.
        pub documents: Field<ById<Short<Document>>>,
    }
    required stratplan = "the version of the format, 1"
    required strategy = "the `name:` of the strategy"
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

/// What the author wants to keep with an entry. No rule reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(transparent)]
#[schemars(inline)]
pub struct Notes(pub String);

impl Scalar for Notes {
    const SHAPE: &'static Shape = &Shape::Text;
    const IS_PROSE: bool = true;
    fn from_text(text: &str) -> Result<Self, ValueError> {
        Ok(Self(text.to_owned()))
    }
}

impl Node for Notes {
    const MEANING: Meaning = Meaning::Notes;
    fn text(&self) -> Option<&str> {
        Some(&self.0)
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

/// The keys that all four pillars have.
#[derive(Debug, Clone, Copy)]
pub struct PillarRef<'a> {
    pub kind: PillarKind,
    pub place: Place,
    pub not_now: &'a Field<String>,
    pub owner: &'a Field<Ref<Owner>>,
    pub activities: &'a Field<ById<Activity>>,
}

/// An activity, its id and the pillar it belongs to.
#[derive(Debug, Clone, Copy)]
pub struct ActivityRef<'a> {
    pub pillar: PillarRef<'a>,
    pub id: &'a Id,
    pub activity: &'a Activity,
}

fn each<'a, T: 'a>(section: &'a Field<impl AsRef<ById<T>>>) -> impl Iterator<Item = (&'a Id, &'a T)> {
    section.get().into_iter().flat_map(|all| all.as_ref().iter())
}

impl Strategy {
    /// The head of the file, if it was read.
    pub fn head(&self) -> Option<&Head> {
        self.strategy.get()
    }

    /// The first day of its period and the last, as far as they are said.
    pub(crate) fn ends(&self) -> (Option<Date>, Option<Date>) {
        let Some(period) = self.head().and_then(|head| head.period.get()) else { return (None, None) };
        (period.start.get().map(|start| start.first), period.end.get().map(|end| end.last))
    }

    /// Its period, if both ends are said.
    pub fn period(&self) -> Option<Days> {
        let (start, end) = self.ends();
        let days = Days { start: start?, end: end? };
        (!days.is_empty()).then_some(days)
    }

    /// What it says about its fiscal year.
    pub fn fiscal_year(&self) -> FiscalYear {
        match self.head().map(|head| &head.fiscal_year_starts) {
            Some(Field::Set(start, _)) => start.year(),
            Some(Field::Absent) => FiscalYear::Unsaid,
            Some(Field::Invalid(_)) | None => FiscalYear::Unreadable,
        }
    }

    /// The strategy's name; empty if it has none.
    pub fn name(&self) -> &str {
        self.head().and_then(|head| head.name.get()).map_or("", String::as_str)
    }

    /// How far it has come.
    pub fn status(&self) -> Status {
        self.head().and_then(|head| head.status.get()).copied().unwrap_or_default()
    }

    /// The place of a finding about something that the entire strategy lacks: its `strategy:` key.
    pub fn head_key(&self) -> Span {
        self.strategy.key().unwrap_or(Span::START)
    }

    /// The business goals.
    pub fn goals(&self) -> impl Iterator<Item = (&Id, &Goal)> {
        each(&self.goals).map(|(id, goal)| (id, &**goal))
    }

    /// The KPIs.
    pub fn kpis(&self) -> impl Iterator<Item = (&Id, &Kpi)> {
        each(&self.kpis)
    }

    /// One KPI.
    pub fn kpi(&self, id: &str) -> Option<&Kpi> {
        self.kpis.get()?.get(id)
    }

    /// The people.
    pub fn people(&self) -> impl Iterator<Item = (&Id, &Person)> {
        each(&self.people)
    }

    /// The platforms.
    pub fn platforms(&self) -> impl Iterator<Item = (&Id, &Platform)> {
        each(&self.platforms)
    }

    /// The campaigns.
    pub fn campaigns(&self) -> impl Iterator<Item = (&Id, &Campaign)> {
        each(&self.campaigns)
    }

    /// The audiences.
    pub fn audiences(&self) -> impl Iterator<Item = (&Id, &Audience)> {
        each(&self.audiences)
    }

    /// The risks.
    pub fn risks(&self) -> impl Iterator<Item = (&Id, &Risk)> {
        each(&self.risks)
    }

    /// The decisions.
    pub fn decisions(&self) -> impl Iterator<Item = (&Id, &Decision)> {
        each(&self.decisions)
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
        each(&self.lessons).map(|(id, lesson)| (id, &**lesson))
    }

    /// The documents next to the strategy.
    pub fn documents(&self) -> impl Iterator<Item = (&Id, &Document)> {
        each(&self.documents).map(|(id, document)| (id, &**document))
    }

    /// The pillars that were read, in their order.
    pub fn pillars(&self) -> impl Iterator<Item = PillarRef<'_>> {
        PillarKind::ALL.into_iter().filter_map(|kind| self.pillar(kind))
    }

    /// One pillar, if it was read.
    pub fn pillar(&self, kind: PillarKind) -> Option<PillarRef<'_>> {
        let pillars = self.pillars.get()?;
        // Four records that have these keys.
        macro_rules! parts {
            ($pillar:ident) => {{
                let (pillar, place) = pillars.$pillar.placed()?;
                (place, &pillar.not_now, &pillar.owner, &pillar.activities)
            }};
        }
        let (place, not_now, owner, activities) = match kind {
            PillarKind::Listening => parts!(listening),
            PillarKind::Promotion => parts!(promotion),
            PillarKind::ThoughtLeadership => parts!(thought_leadership),
            PillarKind::Support => parts!(support),
        };
        Some(PillarRef { kind, place, not_now, owner, activities })
    }

    /// Every activity that was read, pillar by pillar.
    pub fn activities(&self) -> impl Iterator<Item = ActivityRef<'_>> {
        self.pillars().flat_map(|pillar| {
            each(pillar.activities).map(move |(id, activity)| ActivityRef { pillar, id, activity })
        })
    }

    /// The purposes that were read and are not left out, with their place.
    pub fn purposes(&self) -> impl Iterator<Item = (PurposeKind, &Purpose, Place)> {
        self.all_purposes().filter(|(_, purpose, _)| purpose.not_now.is_absent())
    }

    /// The purposes that were read, with their place.
    pub fn all_purposes(&self) -> impl Iterator<Item = (PurposeKind, &Purpose, Place)> {
        self.purposes.get().into_iter().flat_map(|purposes| {
            PurposeKind::ALL
                .into_iter()
                .filter_map(|kind| purposes.get(kind).placed().map(|(purpose, place)| (kind, purpose, place)))
        })
    }

    /// One gear of a purpose, if it was read.
    pub fn gear(&self, purpose: PurposeKind, gear: GearKind) -> Option<(&Gear, Place)> {
        let (_, purpose, _) = self.purposes().find(|(kind, ..)| *kind == purpose)?;
        let gears = purpose.gears.get()?;
        gears.get(gear).placed().map(|(gear, place)| (&**gear, place))
    }
}

#[cfg(test)]
mod tests {
    use super::Strategy;
    use crate::decode::format::Shape;
    use crate::decode::{Read, synonyms};

    #[test]
    fn every_synonym_stands_for_a_key_or_a_word_that_the_format_has() {
        let records = Strategy::SHAPE.records();
        let keys: Vec<Vec<&str>> = records.iter().map(|record| record.names().collect()).collect();
        let below: Vec<Vec<String>> = records
            .iter()
            .flat_map(|record| record.keys)
            .filter_map(|key| Some((key.name, key.shape.record()?)))
            .map(|(name, record)| record.names().map(|below| format!("{name}.{below}")).collect())
            .collect();
        let below: Vec<Vec<&str>> =
            below.iter().map(|all| all.iter().map(String::as_str).collect()).collect();
        let shapes = records.iter().flat_map(|record| record.keys).map(|key| key.shape.full());
        let words: Vec<Vec<&str>> = shapes
            .filter_map(|shape| match shape {
                Shape::Words(words) | Shape::ById(Shape::Words(words)) => Some(words.to_vec()),
                _ => None,
            })
            .collect();
        for (heading, lists) in [
            ("[certain keys]", &keys),
            ("[likely keys]", &keys),
            ("[keys below a key]", &below),
            ("[values]", &words),
        ] {
            assert!(synonyms::table(heading).count() > 1, "{heading}");
            for (meant, synonyms) in synonyms::table(heading) {
                for word in synonyms.split(' ') {
                    let is_of_use = |list: &Vec<&str>| list.contains(&meant) && !list.contains(&word);
                    assert!(lists.iter().any(is_of_use), "{word} for {meant}");
                }
            }
        }
    }
}
