//! The entries of a strategy: what kind each is, which one, and where it is in the file.

use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

use super::gear::{GearKind, PurposeKind};
use super::pillar::PillarKind;
use crate::words::nearest::nearest;

/// What kind of entry something is, in the order in which changes are reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EntryKind {
    /// The file as a file: its format version, the path of its readings.
    File,
    /// The head of the strategy.
    Strategy,
    /// Someone who takes part.
    Person,
    /// The money there is.
    Budget,
    /// A business goal.
    Goal,
    /// The marketing strategy that social is a part of.
    MarketingStrategy,
    /// An objective of the marketing strategy.
    Objective,
    /// A channel that works next to social.
    Channel,
    /// People the strategy speaks to.
    Audience,
    /// One of the four pillars.
    Pillar,
    /// An answer to a question of listening.
    Answer,
    /// The team that already answers customers.
    ContactCenter,
    /// An activity.
    Activity,
    /// Marketing or support.
    Purpose,
    /// A gear of a purpose.
    Gear,
    /// A platform.
    Platform,
    /// A measure.
    Kpi,
    /// Something that can go wrong.
    Risk,
    /// Something to decide.
    Decision,
    /// Something that was learned.
    Lesson,
}

impl EntryKind {
    /// The noun in a sentence, singular and plural.
    pub const fn nouns(self) -> (&'static str, &'static str) {
        match self {
            Self::File => ("file", "files"),
            Self::Strategy => ("strategy", "strategies"),
            Self::Person => ("person", "people"),
            Self::Budget => ("budget", "budgets"),
            Self::Goal => ("goal", "goals"),
            Self::MarketingStrategy => ("marketing strategy", "marketing strategies"),
            Self::Objective => ("objective", "objectives"),
            Self::Channel => ("channel", "channels"),
            Self::Audience => ("audience", "audiences"),
            Self::Pillar => ("pillar", "pillars"),
            Self::Answer => ("answer", "answers"),
            Self::ContactCenter => ("contact center", "contact centers"),
            Self::Activity => ("activity", "activities"),
            Self::Purpose => ("purpose", "purposes"),
            Self::Gear => ("gear", "gears"),
            Self::Platform => ("platform", "platforms"),
            Self::Kpi => ("KPI", "KPIs"),
            Self::Risk => ("risk", "risks"),
            Self::Decision => ("decision", "decisions"),
            Self::Lesson => ("lesson", "lessons"),
        }
    }

    /// The section that declares entries of this kind by id.
    pub const fn section(self) -> Option<&'static str> {
        Some(match self {
            Self::Person => "people",
            Self::Goal => "goals",
            Self::Objective => "marketing_strategy.objectives",
            Self::Channel => "marketing_strategy.channels",
            Self::Audience => "audiences",
            Self::Purpose => "purposes",
            Self::Platform => "platforms",
            Self::Kpi => "kpis",
            Self::Risk => "risks",
            Self::Decision => "decisions",
            Self::Lesson => "lessons",
            _ => return None,
        })
    }
}

/// One entry of a strategy. Its text form is its address: `purposes.marketing.gears.engagement`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(into = "SubjectFields")]
#[schemars(with = "SubjectFields")]
#[allow(missing_docs)] // each is described at its `EntryKind`
pub enum Subject {
    File,
    Strategy,
    Person(String),
    Budget,
    Goal(String),
    MarketingStrategy,
    Objective(String),
    Channel(String),
    Audience(String),
    Pillar(PillarKind),
    Answer(String),
    ContactCenter,
    Activity(PillarKind, String),
    Purpose(PurposeKind),
    Gear(PurposeKind, GearKind),
    Platform(String),
    Kpi(String),
    Risk(String),
    Decision(String),
    Lesson(String),
}

impl Subject {
    /// The entry that a path of keys and ids leads into, and how many of its steps belong to the
    /// entry itself; the steps after those are keys of the entry.
    pub fn of_path(path: &[&str]) -> (Self, usize) {
        let pillar = |key: &str| meant(key, &PillarKind::ALL, PillarKind::key);
        let purpose = |key: &str| meant(key, &PurposeKind::ALL, PurposeKind::key);
        let gear = |key: &str| meant(key, &GearKind::ALL, GearKind::key);
        let id = |id: &str| id.to_owned();
        match *path {
            ["strategy", ..] => (Self::Strategy, 1),
            ["people", person, ..] => (Self::Person(id(person)), 2),
            ["budget", ..] => (Self::Budget, 1),
            ["goals", goal, ..] => (Self::Goal(id(goal)), 2),
            ["marketing_strategy", "objectives", objective, ..] => (Self::Objective(id(objective)), 3),
            ["marketing_strategy", "channels", channel, ..] => (Self::Channel(id(channel)), 3),
            ["marketing_strategy", ..] => (Self::MarketingStrategy, 1),
            ["audiences", audience, ..] => (Self::Audience(id(audience)), 2),
            ["pillars", "listening", "questions", question, ..] => (Self::Answer(id(question)), 4),
            ["pillars", "support", "contact_center", ..] => (Self::ContactCenter, 3),
            ["pillars", of, ref below @ ..] => match (pillar(of), below) {
                (Some(pillar), ["activities", activity, ..]) => (Self::Activity(pillar, id(activity)), 4),
                (Some(pillar), _) => (Self::Pillar(pillar), 2),
                (None, _) => (Self::File, 0),
            },
            ["purposes", of, ref below @ ..] => match (purpose(of), below) {
                (Some(of), ["gears", kind, ..]) if gear(kind).is_some() => {
                    (gear(kind).map_or(Self::Purpose(of), |kind| Self::Gear(of, kind)), 4)
                }
                (Some(of), _) => (Self::Purpose(of), 2),
                (None, _) => (Self::File, 0),
            },
            ["platforms", platform, ..] => (Self::Platform(id(platform)), 2),
            ["kpis", kpi, ..] => (Self::Kpi(id(kpi)), 2),
            ["risks", risk, ..] => (Self::Risk(id(risk)), 2),
            ["decisions", decision, ..] => (Self::Decision(id(decision)), 2),
            ["lessons", lesson, ..] => (Self::Lesson(id(lesson)), 2),
            _ => (Self::File, 0),
        }
    }

    /// What kind of entry it is.
    pub const fn kind(&self) -> EntryKind {
        match self {
            Self::File => EntryKind::File,
            Self::Strategy => EntryKind::Strategy,
            Self::Person(_) => EntryKind::Person,
            Self::Budget => EntryKind::Budget,
            Self::Goal(_) => EntryKind::Goal,
            Self::MarketingStrategy => EntryKind::MarketingStrategy,
            Self::Objective(_) => EntryKind::Objective,
            Self::Channel(_) => EntryKind::Channel,
            Self::Audience(_) => EntryKind::Audience,
            Self::Pillar(_) => EntryKind::Pillar,
            Self::Answer(_) => EntryKind::Answer,
            Self::ContactCenter => EntryKind::ContactCenter,
            Self::Activity(..) => EntryKind::Activity,
            Self::Purpose(_) => EntryKind::Purpose,
            Self::Gear(..) => EntryKind::Gear,
            Self::Platform(_) => EntryKind::Platform,
            Self::Kpi(_) => EntryKind::Kpi,
            Self::Risk(_) => EntryKind::Risk,
            Self::Decision(_) => EntryKind::Decision,
            Self::Lesson(_) => EntryKind::Lesson,
        }
    }

    /// The id that the author gave it; none for an entry that is named by the format.
    pub fn own_id(&self) -> Option<&str> {
        match self {
            Self::Person(id)
            | Self::Goal(id)
            | Self::Objective(id)
            | Self::Channel(id)
            | Self::Audience(id)
            | Self::Activity(_, id)
            | Self::Platform(id)
            | Self::Kpi(id)
            | Self::Risk(id)
            | Self::Decision(id)
            | Self::Lesson(id) => Some(id),
            _ => None,
        }
    }

    /// What it is called among its kind: `parts-leads`, `marketing.engagement`, `promotion`; empty for
    /// an entry of which there is only one.
    pub fn id(&self) -> String {
        match self {
            Self::Answer(question) => question.clone(),
            Self::Pillar(pillar) => pillar.key().to_owned(),
            Self::Purpose(purpose) => purpose.key().to_owned(),
            Self::Gear(purpose, gear) => format!("{}.{}", purpose.key(), gear.key()),
            other => other.own_id().unwrap_or_default().to_owned(),
        }
    }

    /// The pillar of an activity.
    pub const fn pillar(&self) -> Option<PillarKind> {
        match self {
            Self::Activity(pillar, _) => Some(*pillar),
            _ => None,
        }
    }

    /// In a sentence: ``the goal `parts-leads` ``, `the strategy`.
    pub fn in_words(&self) -> String {
        let (noun, _) = self.kind().nouns();
        match self.id() {
            id if id.is_empty() => format!("the {noun}"),
            id => format!("the {noun} `{id}`"),
        }
    }
}

impl Subject {
    /// True if it is part of another entry.
    pub fn is_within(&self, other: &Self) -> bool {
        let (own, above) = (self.path(), other.path());
        own.len() > above.len() && !above.is_empty() && own.starts_with(&above)
    }

    /// The keys and ids that lead to it.
    pub fn path(&self) -> Vec<&str> {
        match self {
            Self::File => vec![],
            Self::Strategy => vec!["strategy"],
            Self::Person(id) => vec!["people", id],
            Self::Budget => vec!["budget"],
            Self::Goal(id) => vec!["goals", id],
            Self::MarketingStrategy => vec!["marketing_strategy"],
            Self::Objective(id) => vec!["marketing_strategy", "objectives", id],
            Self::Channel(id) => vec!["marketing_strategy", "channels", id],
            Self::Audience(id) => vec!["audiences", id],
            Self::Pillar(pillar) => vec!["pillars", pillar.key()],
            Self::Answer(question) => vec!["pillars", "listening", "questions", question],
            Self::ContactCenter => vec!["pillars", "support", "contact_center"],
            Self::Activity(pillar, id) => vec!["pillars", pillar.key(), "activities", id],
            Self::Purpose(purpose) => vec!["purposes", purpose.key()],
            Self::Gear(purpose, gear) => vec!["purposes", purpose.key(), "gears", gear.key()],
            Self::Platform(id) => vec!["platforms", id],
            Self::Kpi(id) => vec!["kpis", id],
            Self::Risk(id) => vec!["risks", id],
            Self::Decision(id) => vec!["decisions", id],
            Self::Lesson(id) => vec!["lessons", id],
        }
    }
}

/// A subject as JSON has it.
#[derive(Serialize, JsonSchema)]
struct SubjectFields {
    /// What sort of thing it is about.
    what: EntryKind,
    /// Which one: `parts-leads`, `marketing.engagement`, `promotion`; empty if there is only one.
    id: String,
    /// For an activity: the pillar it belongs to.
    pillar: Option<PillarKind>,
    /// The dotted path of keys and ids.
    address: String,
}

impl From<Subject> for SubjectFields {
    fn from(subject: Subject) -> Self {
        let (what, id, pillar) = (subject.kind(), subject.id(), subject.pillar());
        Self { what, id, pillar, address: subject.to_string() }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&dotted(&self.path()))
    }
}

/// The kind that a key names; a misspelled key is read as the one that was meant.
fn meant<T: Copy>(key: &str, all: &[T], name: fn(T) -> &'static str) -> Option<T> {
    let exact = |key: &str| all.iter().copied().find(|kind| name(*kind) == key);
    exact(key).or_else(|| exact(nearest(key, all.iter().map(|kind| name(*kind)))?.name))
}

/// `goals.parts-leads.owner`; an item of a list that has no name is `goals[0]`.
pub(super) fn dotted(path: &[&str]) -> String {
    let mut text = String::new();
    for (index, step) in path.iter().enumerate() {
        if index > 0 && !step.starts_with('[') {
            text.push('.');
        }
        text.push_str(step);
    }
    text
}
