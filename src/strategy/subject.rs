//! The entries of a strategy: what kind each is, which one, and where it is in the file.

use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

use super::gear::{GearKind, PurposeKind};
use super::pillar::PillarKind;
use crate::words::nearest::nearest;

/// Declares the kinds of entries: the fields of its subject, its noun in a sentence, singular and
/// plural, and the keys and ids that lead to it.
///
/// The list of steps is used in both directions, so that an address and its parsing cannot differ: as a
/// slice pattern, `["goals", id]` matches a path and binds `id`; as expressions, the same steps with the
/// fields of the subject are its path.
macro_rules! entries {
    ($(
        $(#[$doc:meta])+
        $kind:ident $(($($field:ident: $type:ty),+))?, $one:literal, $many:literal, [$($step:tt),*];
    )+) => {
        /// What kind of entry something is, in the order in which changes are reported.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
        #[serde(rename_all = "kebab-case")]
        pub enum EntryKind {
            $($(#[$doc])+ $kind,)+
        }

        impl EntryKind {
            /// In a sentence, singular and plural.
            pub const fn nouns(self) -> (&'static str, &'static str) {
                match self { $(Self::$kind => ($one, $many),)+ }
            }
        }

        /// One entry of a strategy. Its text form is its address: `purposes.marketing.gears.engagement`.
        #[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, JsonSchema)]
        #[serde(into = "SubjectFields")]
        #[schemars(with = "SubjectFields")]
        #[allow(missing_docs)] // each is described at its `EntryKind`
        pub enum Subject {
            $($kind $(($($type),+))?,)+
        }

        impl Subject {
            /// The entry that a path of keys and ids leads into, and how many of its steps belong to the
            /// entry itself; the steps after those are keys of the entry.
            pub fn of_path(path: &[&str]) -> (Self, usize) {
                // An activity is in a pillar, so the longest path counts.
                let mut found = (Self::File, 0);
                $({
                    const STEPS: &[&str] = &[$(stringify!($step)),*];
                    #[allow(clippy::redundant_closure_call)] // its `?` is about one kind only
                    if let [$($step,)* ..] = *path
                        && STEPS.len() > found.1
                        && let Some(subject) = (|| Some(Self::$kind $(($(<$type>::read($field)?),+))?))()
                    {
                        found = (subject, STEPS.len());
                    }
                })+
                found
            }

            pub const fn kind(&self) -> EntryKind {
                match self { $(Self::$kind { .. } => EntryKind::$kind,)+ }
            }

            /// The keys and ids that lead to it.
            pub fn path(&self) -> Vec<&str> {
                match self { $(Self::$kind $(($($field),+))? => vec![$($step.text()),*],)+ }
            }

            /// The steps of its path that others of its kind do not have.
            fn names(&self) -> Vec<&str> {
                match self { $(Self::$kind $(($($field),+))? => vec![$($($field.text()),+)?],)+ }
            }
        }
    };
}

entries! {
    /// The file as a file: its format version, the path of its readings.
    File, "file", "files", [];
    /// The head of the strategy.
    Strategy, "strategy", "strategies", ["strategy"];
    /// Someone who takes part.
    Person(id: String), "person", "people", ["people", id];
    /// The money there is.
    Budget, "budget", "budgets", ["budget"];
    /// A business goal.
    Goal(id: String), "goal", "goals", ["goals", id];
    /// The marketing strategy that social is a part of.
    MarketingStrategy, "marketing strategy", "marketing strategies", ["marketing_strategy"];
    /// An objective of the marketing strategy.
    Objective(id: String), "objective", "objectives", ["marketing_strategy", "objectives", id];
    /// A channel that works next to social.
    Channel(id: String), "channel", "channels", ["marketing_strategy", "channels", id];
    /// People the strategy speaks to.
    Audience(id: String), "audience", "audiences", ["audiences", id];
    /// One of the four pillars.
    Pillar(pillar: PillarKind), "pillar", "pillars", ["pillars", pillar];
    /// An answer to a question of listening.
    Answer(question: String), "answer", "answers", ["pillars", "listening", "questions", question];
    /// The team that already answers customers.
    ContactCenter, "contact center", "contact centers", ["pillars", "support", "contact_center"];
    /// An activity.
    Activity(pillar: PillarKind, id: String), "activity", "activities", ["pillars", pillar, "activities", id];
    /// Activities that belong together.
    Campaign(id: String), "campaign", "campaigns", ["campaigns", id];
    /// Marketing or support.
    Purpose(purpose: PurposeKind), "purpose", "purposes", ["purposes", purpose];
    /// A gear of a purpose.
    Gear(purpose: PurposeKind, gear: GearKind), "gear", "gears", ["purposes", purpose, "gears", gear];
    /// A platform.
    Platform(id: String), "platform", "platforms", ["platforms", id];
    /// An account on a platform.
    Account(platform: String, id: String), "account", "accounts", ["platforms", platform, "accounts", id];
    /// A measure.
    Kpi(id: String), "KPI", "KPIs", ["kpis", id];
    /// Something that can go wrong.
    Risk(id: String), "risk", "risks", ["risks", id];
    /// Something to decide.
    Decision(id: String), "decision", "decisions", ["decisions", id];
    /// Something that was learned.
    Lesson(id: String), "lesson", "lessons", ["lessons", id];
    /// A document next to the strategy.
    Document(id: String), "document", "documents", ["documents", id];
}

/// A step of a path: a key, an id, or a word of the format.
trait Step: Sized {
    fn read(step: &str) -> Option<Self>;
    fn text(&self) -> &str;
}
impl Step for &'static str {
    /// A key is matched, not read.
    fn read(_: &str) -> Option<Self> {
        None
    }
    fn text(&self) -> &str {
        self
    }
}
impl Step for String {
    fn read(step: &str) -> Option<Self> {
        Some(step.to_owned())
    }
    fn text(&self) -> &str {
        self
    }
}
macro_rules! named_by_the_format {
    ($($kind:ty),+) => {
        $(impl Step for $kind {
            /// A misspelled key is read as the one that was meant.
            fn read(step: &str) -> Option<Self> {
                let exact = |key: &str| Self::ALL.into_iter().find(|kind| kind.key() == key);
                exact(step).or_else(|| exact(nearest(step, Self::ALL.map(Self::key))?.name))
            }
            fn text(&self) -> &str {
                self.key()
            }
        })+
    };
}
named_by_the_format!(PillarKind, PurposeKind, GearKind);

impl Subject {
    /// The id that the author gave it; none for an entry that is named by the format.
    pub fn own_id(&self) -> Option<&str> {
        match self {
            Self::Pillar(_) | Self::Answer(_) | Self::Purpose(_) | Self::Gear(..) => None,
            _ => self.names().pop(),
        }
    }

    /// What it is called among its kind: `parts-leads`, `marketing.engagement`, `promotion`; empty for
    /// an entry of which there is only one.
    pub fn id(&self) -> String {
        self.own_id().map_or_else(|| self.names().join("."), str::to_owned)
    }

    /// The pillar of an activity.
    pub const fn pillar(&self) -> Option<PillarKind> {
        if let Self::Activity(pillar, _) = self { Some(*pillar) } else { None }
    }

    /// In a sentence: ``the goal `parts-leads` ``, `the strategy`.
    pub fn in_words(&self) -> String {
        let (noun, _) = self.kind().nouns();
        match self.id() {
            id if id.is_empty() => format!("the {noun}"),
            id => format!("the {noun} `{id}`"),
        }
    }

    /// True if it is part of another entry.
    pub fn is_within(&self, other: &Self) -> bool {
        let (own, above) = (self.path(), other.path());
        own.len() > above.len() && !above.is_empty() && own.starts_with(&above)
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
