//! Who owns what.
//!
//! An activity inherits its pillar's owner, and a KPI that of the one goal that names it, or without a goal, of the one
//! gear. Everything inherits the
//! strategy's if `people` is absent or has one entry: a small team need not write the same name forty times.

use std::collections::{BTreeSet, HashMap};

use super::Analysis;
use crate::decode::field::{Field, Id};
use crate::source::Span;
use crate::strategy::gear::{GearKind, PurposeKind};
use crate::strategy::kpi::Kpi;
use crate::strategy::pillar::PillarKind;
use crate::strategy::plan;
use crate::strategy::subject::Subject;
use crate::strategy::walk::{Meaning, Node, Ref, Visitor, walk};
use crate::strategy::{ActivityRef, Strategy};

#[derive(Debug, Clone)]
pub struct Owners<'a> {
    pub strategy: Option<&'a Id>,
    inherits: bool,
    /// By KPI: the entry whose owner it inherits.
    above: HashMap<&'a str, Above<'a>>,
}

/// A goal or a gear that measures itself by a KPI.
#[derive(Debug, Clone)]
struct Above<'a> {
    subject: Subject,
    owner: &'a Field<Ref<plan::Owner>>,
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
            above: above_kpis(strategy),
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

    /// The entry whose owner a KPI inherits: the one goal that names it, or the one gear.
    pub fn above_kpi(&self, kpi: &str) -> Option<&Subject> {
        self.above.get(kpi).map(|above| &above.subject)
    }

    /// The owner of a KPI: its own, that of the one goal or gear that names it, or the strategy's.
    pub fn of_kpi(&self, id: &str, kpi: &'a Kpi) -> Owner<'a> {
        match (&kpi.owner, self.above.get(id)) {
            (Field::Absent, Some(above)) => self.of(above.owner),
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
                Subject::Kpi(kpi) => self.above_kpi(kpi).cloned(),
                subject => subject.pillar().map(Subject::Pillar),
            };
            let above = above.and_then(|above| named.get_key_value(&above));
            owned.inherits_from = above.map(|(above, _)| above.clone());
            owned.owner = self.inherited(above.map_or(Owner::Nobody, |(_, owner)| *owner));
        }
        all
    }
}

/// For each KPI that exactly one goal names, that goal; for one that no goal names, the only gear that does. What is
/// left out does not count.
fn above_kpis(strategy: &Strategy) -> HashMap<&str, Above<'_>> {
    let goals = strategy.goals().filter(|(_, goal)| goal.not_now.is_absent()).map(|(id, goal)| {
        let above = Above { subject: Subject::Goal(id.as_str().into()), owner: &goal.owner };
        (above, goal.kpis.ids().map(Id::as_str).collect())
    });
    let kinds = PurposeKind::ALL.into_iter().flat_map(|kind| GearKind::ALL.map(|gear| (kind, gear)));
    let gears = kinds.filter_map(|(kind, gear)| {
        let (says, _) = strategy.gear(kind, gear).filter(|(says, _)| says.not_now.is_absent())?;
        let gate = says.spinning_at.get().into_iter().flat_map(|gate| gate.iter()).map(|(id, _)| id);
        let above = Above { subject: Subject::Gear(kind, gear), owner: &says.owner };
        Some((above, says.kpis.ids().chain(gate).map(Id::as_str).collect()))
    });
    let (mut of_goals, of_gears) = (only(goals), only(gears));
    for (kpi, gear) in of_gears {
        of_goals.entry(kpi).or_insert(gear);
    }
    of_goals.into_iter().filter_map(|(kpi, above)| Some((kpi, above?))).collect()
}

/// By KPI: the entry that names it, or nothing if several do.
fn only<'a>(
    entries: impl Iterator<Item = (Above<'a>, BTreeSet<&'a str>)>,
) -> HashMap<&'a str, Option<Above<'a>>> {
    let mut found: HashMap<&str, Option<Above<'_>>> = HashMap::new();
    for (above, kpis) in entries {
        for kpi in kpis {
            found.entry(kpi).and_modify(|only| *only = None).or_insert_with(|| Some(above.clone()));
        }
    }
    found
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
