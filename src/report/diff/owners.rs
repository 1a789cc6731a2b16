//! Who owns what in two versions, inheritance applied. A change that forty entries inherit is one
//! change.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::change::How;
use super::matching::Names;
use crate::analysis::Analysis;
use crate::analysis::owners::{Owned, Owner};
use crate::strategy::subject::{EntryKind, Subject};

pub(super) fn owners<'a>(analysis: &Analysis<'a>) -> HashMap<Subject, Owned<'a>> {
    let owned = analysis.owners.all(analysis.strategy).into_iter();
    owned.map(|owned| (owned.subject.clone(), owned)).collect()
}

/// Changes of owners that are inherited: by the entry they come from, who the owner was and is, and
/// for how many entries.
#[derive(Debug, Default)]
pub(super) struct Inherited(IndexMap<Subject, (Option<String>, Option<String>, usize)>);

/// Compares the owner of an entry; `own_differs` if its own key does. A version in which nobody has to
/// answer has no `Owned`. None if the owner is the same, or if the entry only inherits the change,
/// which is noted.
pub(super) fn compare(
    (before, after): (Option<&Owned<'_>>, Option<&Owned<'_>>),
    (is_same_pillar, own_differs): (bool, bool),
    names: &Names,
    inherited: &mut Inherited,
) -> Option<How> {
    if before.into_iter().chain(after).any(|owned| owned.owner == Owner::Unknown) {
        return None;
    }
    let from = before.and_then(|owned| owned.owner.id());
    let from = from.map(|id| names.now(EntryKind::Person, id).to_owned());
    let to = after.and_then(|owned| owned.owner.id()).map(str::to_owned);
    if from == to {
        return None;
    }
    if let (Some(before), Some(after)) = (before, after)
        && !before.is_own
        && !after.is_own
        && !own_differs
        && is_same_pillar
    {
        let source = before.inherits_from.or(after.inherits_from).map_or(Subject::Strategy, Subject::Pillar);
        inherited.0.entry(source).or_insert((from, to, 0)).2 += 1;
        return None;
    }
    Some(How::ReOwned { from, to, inherited: 0 })
}

impl Inherited {
    pub(super) fn take(&mut self, subject: &Subject) -> usize {
        self.0.shift_remove(subject).map_or(0, |(.., count)| count)
    }

    /// What is left: entries that have another owner although none was named in place of another.
    pub(super) fn rest(self) -> impl Iterator<Item = How> {
        self.0.into_values().map(|(from, to, entries)| How::Inherits { from, to, entries })
    }
}
