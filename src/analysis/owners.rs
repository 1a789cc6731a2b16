//! Who owns what.
//!
//! An activity inherits its pillar's owner, and a KPI that of the one goal that names it. Everything inherits the
//! strategy's if `people` is absent or has one entry: a small team need not write the same name forty times.

use std::collections::{BTreeSet, HashMap};

use super::Analysis;
use crate::decode::field::{Field, Id};
use crate::source::Span;
use crate::strategy::goal::Goal;
use crate::strategy::kpi::Kpi;
use crate::strategy::pillar::PillarKind;
use crate::strategy::subject::Subject;
use crate::strategy::walk::{Meaning, Node, Ref, Visitor, walk};
use crate::strategy::{ActivityRef, Strategy};

#[derive(Debug, Clone)]
pub struct Owners<'a> {
    pub strategy: Option<&'a Id>,
    inherits: bool,
    /// By KPI that one goal names: that goal.
    goals: HashMap<&'a str, (&'a Id, &'a Goal)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner<'a> {
    Named(&'a Id),
    Nobody,
    /// The owner could not be read.
    Unknown,
}

impl<'a> Owner<'a> {
    pub fn id(self) -> Option<&'a str> {
        match self {
            Self::Named(id) => Some(id.as_str()),
            Self::Nobody | Self::Unknown => None,
        }
    }

    fn of_field<T: Node>(field: &'a Field<T>) -> Self {
        match field {
            Field::Absent => Self::Nobody,
            Field::Invalid(_) => Self::Unknown,
            Field::Set(value, _) => value.id().map_or(Self::Unknown, Self::Named),
        }
    }
}

#[derive(Debug, Clone)]
pub struct Owned<'a> {
    /// The entry.
    pub subject: Subject,
    /// The key of the entry.
    pub at: Span,
    /// The keys below the entry that name the owner.
    pub key: Vec<&'a str>,
    /// The owner, inheritance applied.
    pub owner: Owner<'a>,
    /// Whether the entry itself names it.
    pub is_own: bool,
    /// The entry that it inherits from, unless that is the strategy: a pillar or a goal that names its owner.
    pub inherits_from: Option<Subject>,
}

impl<'a> Owners<'a> {
    pub fn new(strategy: &'a Strategy) -> Self {
        let one_person_at_most = match &strategy.people {
            Field::Absent => true,
            Field::Invalid(_) => false,
            Field::Set(people, _) => people.is_complete() && people.len() <= 1,
        };
        let owner = strategy.head().and_then(|head| head.owner.get());
        Self {
            strategy: owner.map(|owner| &**owner),
            inherits: one_person_at_most,
            goals: goals_of_kpis(strategy),
        }
    }

    /// True if everything without its own owner has the strategy's.
    pub fn all_inherit(&self) -> bool {
        self.inherits
    }

    pub fn of<T>(&self, own: &'a Field<Ref<T>>) -> Owner<'a> {
        match own {
            Field::Set(id, _) => Owner::Named(id),
            Field::Invalid(_) => Owner::Unknown,
            Field::Absent => self.inherited(Owner::Nobody),
        }
    }

    /// The owner of an activity: its own, its pillar's, or the strategy's.
    pub fn of_activity(&self, used: ActivityRef<'a>) -> Owner<'a> {
        match &used.activity.owner {
            Field::Absent => self.of(used.pillar.owner),
            own => self.of(own),
        }
    }

    /// The one goal that names a KPI, whose owner it inherits.
    pub fn goal_of(&self, kpi: &str) -> Option<&'a Id> {
        self.goals.get(kpi).map(|(goal, _)| *goal)
    }

    /// The owner of a KPI: its own, that of the one goal that names it, or the strategy's.
    pub fn of_kpi(&self, id: &str, kpi: &'a Kpi) -> Owner<'a> {
        match (&kpi.owner, self.goals.get(id)) {
            (Field::Absent, Some((_, goal))) => self.of(&goal.owner),
            (own, _) => self.of(own),
        }
    }

    fn inherited(&self, own: Owner<'a>) -> Owner<'a> {
        match (own, self.strategy) {
            (Owner::Nobody, Some(id)) if self.inherits => Owner::Named(id),
            (own, _) => own,
        }
    }

    pub fn all(&self, strategy: &'a Strategy) -> Vec<Owned<'a>> {
        let mut entries = OwnedEntries { found: Vec::new(), at: Span::START };
        walk(strategy, &mut entries);
        let mut all = entries.found;
        let named = all.iter().filter(|owned| owned.is_own).map(|owned| (owned.subject.clone(), owned.owner));
        let named: HashMap<Subject, Owner<'a>> = named.collect();
        for owned in all.iter_mut().filter(|owned| !owned.is_own && owned.subject != Subject::Strategy) {
            let above = match &owned.subject {
                Subject::Kpi(kpi) => self.goal_of(kpi).map(|goal| Subject::Goal(goal.as_str().into())),
                subject => subject.pillar().map(Subject::Pillar),
            };
            let above = above.and_then(|above| named.get_key_value(&above));
            owned.inherits_from = above.map(|(above, _)| above.clone());
            owned.owner = self.inherited(above.map_or(Owner::Nobody, |(_, owner)| *owner));
        }
        all
    }
}

/// The KPIs that exactly one goal names. Postponed goals do not count.
fn goals_of_kpis(strategy: &Strategy) -> HashMap<&str, (&Id, &Goal)> {
    let mut goals: HashMap<&str, Option<(&Id, &Goal)>> = HashMap::new();
    let current = strategy.goals().filter(|(_, goal)| goal.not_now.is_absent());
    for (id, goal) in current {
        let named: BTreeSet<&str> = goal.kpis.ids().map(Id::as_str).collect();
        for kpi in named {
            goals.entry(kpi).and_modify(|only| *only = None).or_insert(Some((id, goal)));
        }
    }
    goals.into_iter().filter_map(|(kpi, goal)| Some((kpi, goal?))).collect()
}

/// Who to turn to for each entry: its owner, or else that of the entry it is part of.
#[derive(Debug)]
pub struct Responsible<'a> {
    owners: HashMap<Subject, Owner<'a>>,
    strategy: Option<&'a str>,
}

impl<'a> Responsible<'a> {
    pub fn new(analysis: &Analysis<'a>) -> Self {
        let owned = analysis.owners.all(analysis.strategy).into_iter();
        let owners = owned.map(|owned| (owned.subject, owned.owner)).collect();
        Self { owners, strategy: analysis.owners.strategy.map(Id::as_str) }
    }

    pub fn of(&self, subject: &Subject) -> Option<&'a str> {
        let above = match subject {
            Subject::Answer(_) => Some(Subject::Pillar(PillarKind::Listening)),
            Subject::ContactCenter => Some(Subject::Pillar(PillarKind::Support)),
            Subject::Objective(_) | Subject::Channel(_) => Some(Subject::MarketingStrategy),
            _ => None,
        };
        let owner = self.owners.get(above.as_ref().unwrap_or(subject));
        owner.and_then(|owner| owner.id()).or(self.strategy)
    }

    pub fn everyone(&self) -> BTreeSet<&'a str> {
        self.owners.values().filter_map(|owner| owner.id()).collect()
    }
}

/// The entries of a strategy that can have an owner, nothing inherited yet.
struct OwnedEntries<'a> {
    found: Vec<Owned<'a>>,
    /// The key of the entry that the walk is in.
    at: Span,
}

impl<'a> Visitor<'a> for OwnedEntries<'a> {
    fn field<T: Node>(&mut self, path: &[&'a str], field: &'a Field<T>) {
        if T::MEANING != Meaning::Section && !T::MEANING.is_owner() {
            return;
        }
        let (subject, depth) = Subject::of_path(path);
        if path.len() == depth {
            self.at = field.key().unwrap_or(self.at);
        }
        if T::MEANING.is_owner() {
            let key = path.get(depth..).unwrap_or_default().to_vec();
            let (owner, is_own) = (Owner::of_field(field), !field.is_absent());
            self.found.push(Owned { subject, at: self.at, key, owner, is_own, inherits_from: None });
        }
    }
}
