//! Who answers for what in two versions, inheritance applied. A change that forty entries inherit is
//! one change.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::change::{How, What};
use super::entries::Entry;
use super::matching::Names;
use crate::analysis::Analysis;
use crate::analysis::owners::Owner;
use crate::decode::field::{Field, Id};
use crate::strategy::pillar::PillarKind;

/// Who answers for an entry.
#[derive(Debug, Clone, Copy)]
pub(super) struct Owned<'a> {
    pub(super) owner: Owner<'a>,
    /// Whether that is said of the entry itself.
    is_own: bool,
    /// For an activity whose pillar says whose it is: the pillar that it inherits from.
    of_pillar: Option<PillarKind>,
}

impl Owned<'_> {
    /// Whoever answers where nobody is asked to: a platform need not be answered on.
    pub(super) const NOBODY: Self = Self { owner: Owner::Nobody, is_own: true, of_pillar: None };
}

/// Who answers for each entry that can have an owner, by its address.
pub(super) fn owners<'a>(analysis: &Analysis<'a>) -> HashMap<String, Owned<'a>> {
    let strategy = analysis.strategy;
    let mut all = HashMap::new();
    let mut put = |address: String, own: &'a Field<Id>| {
        let owned = Owned { owner: analysis.owners.of(own), is_own: !own.is_absent(), of_pillar: None };
        all.insert(address, owned);
    };
    strategy.goals().for_each(|(id, goal)| put(format!("goals.{id}"), &goal.owner));
    strategy.kpis().for_each(|(id, kpi)| put(format!("kpis.{id}"), &kpi.owner));
    strategy.risks().for_each(|(id, risk)| put(format!("risks.{id}"), &risk.owner));
    strategy.decisions().for_each(|(id, decision)| put(format!("decisions.{id}"), &decision.owner));
    for (id, platform) in strategy.platforms() {
        if let Some(answered) = platform.answered_by.get() {
            put(format!("platforms.{id}"), &answered.owner);
        }
    }
    for train in &analysis.sequences {
        for gear in &train.gears {
            if let Some((says, _)) = gear.declared {
                put(format!("purposes.{}.gears.{}", train.kind.key(), gear.kind.key()), &says.owner);
            }
        }
    }
    if let Some(marketing) = strategy.marketing_strategy.get() {
        put("marketing_strategy".to_owned(), &marketing.owner);
    }
    strategy.pillars().for_each(|pillar| put(format!("pillars.{}", pillar.kind.key()), pillar.owner));
    for one in &analysis.activities {
        let (pillar, own) = (one.used.pillar, &one.activity().owner);
        let of_pillar = (own.is_absent() && !pillar.owner.is_absent()).then_some(pillar.kind);
        let address = format!("pillars.{}.activities.{}", pillar.kind.key(), one.id());
        all.insert(address, Owned { owner: one.owner, is_own: !own.is_absent(), of_pillar });
    }
    let head = strategy.head().map(|head| &head.owner);
    let owner = match head {
        Some(Field::Set(id, _)) => Owner::Named(id),
        Some(Field::Invalid(_)) => Owner::Unknown,
        Some(Field::Absent) | None => Owner::Nobody,
    };
    all.insert("strategy".to_owned(), Owned { owner, is_own: true, of_pillar: None });
    all
}

/// Changes of owners that are inherited: by the address they come from, who answered, who does, and
/// for how many entries.
#[derive(Debug, Default)]
pub(super) struct Inherited(IndexMap<String, (Option<String>, Option<String>, usize)>);

/// Compares the owner of an entry; `own_differs` where its own key does. None where nobody else
/// answers, or where the entry only inherits that, which is noted.
pub(super) fn compare(
    (old, new): (&Entry, &Entry),
    (before, after): (Owned<'_>, Owned<'_>),
    own_differs: bool,
    names: &Names,
    inherited: &mut Inherited,
) -> Option<How> {
    if [before.owner, after.owner].contains(&Owner::Unknown) {
        return None;
    }
    let from = before.owner.id().map(|id| names.now(What::Person, id).to_owned());
    let to = after.owner.id().map(str::to_owned);
    if from == to {
        return None;
    }
    let is_inherited = !before.is_own && !after.is_own && !own_differs && old.pillar == new.pillar;
    if is_inherited {
        let source = match before.of_pillar.or(after.of_pillar) {
            Some(pillar) => format!("pillars.{}", pillar.key()),
            None => "strategy".to_owned(),
        };
        inherited.0.entry(source).or_insert((from, to, 0)).2 += 1;
        return None;
    }
    Some(How::ReOwned { from, to, inherited: 0 })
}

impl Inherited {
    /// How many entries go with the owner of another.
    pub(super) fn take(&mut self, address: &str) -> usize {
        self.0.shift_remove(address).map_or(0, |(.., count)| count)
    }

    /// What is left: entries that have another owner although nobody was named instead of another.
    pub(super) fn rest(self) -> impl Iterator<Item = How> {
        self.0.into_values().map(|(from, to, entries)| How::Inherits { from, to, entries })
    }
}
