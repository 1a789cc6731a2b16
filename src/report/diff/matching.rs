//! Which entry of the old version is which of the new one: the one at the same place, with the same id in
//! another pillar, or with the same content or title under another id.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use serde_json::Value;

use super::facts::Entry;
use crate::strategy::address::Address;
use crate::strategy::subject::{EntryKind, Subject};
use crate::strategy::walk::{Meaning, Target};

#[derive(Debug, Default)]
pub(super) struct Pairs {
    /// Indices of the older and the newer entry, in the order of the newer.
    pub(super) both: Vec<(usize, usize)>,
    /// Entries that were removed.
    pub(super) removed: Vec<usize>,
    /// Entries that were added.
    pub(super) added: Vec<usize>,
    /// The ids that changed.
    pub(super) names: Names,
    /// Entries that are at another place now.
    moved: HashMap<Subject, Subject>,
}

/// New ids by the kind of entry and the old id.
#[derive(Debug, Default)]
pub(super) struct Names(HashMap<EntryKind, HashMap<String, String>>);

impl Names {
    pub(super) fn now<'a>(&'a self, kind: EntryKind, id: &'a str) -> &'a str {
        self.0.get(&kind).and_then(|ids| ids.get(id)).map_or(id, String::as_str)
    }
}

/// Pairs the entries of two versions. References in the old one to an entry with a new id are rewritten,
/// because they did not change.
pub(super) fn pair(old: &mut [Entry], new: &[Entry]) -> Pairs {
    let mut pairs =
        Pairs { removed: (0..old.len()).collect(), added: (0..new.len()).collect(), ..Pairs::default() };
    join(&mut pairs, old, new, |entry| Some(entry.subject.clone()));
    // An entry can say itself which one it was, by the id or by the title.
    let was = |entry: &Entry| Some((entry.subject.kind(), entry.text("was")?.to_owned()));
    let id = |entry: &Entry| Some((entry.subject.kind(), entry.subject.own_id()?.to_owned()));
    let title = |entry: &Entry| Some((entry.subject.kind(), entry.title()?.to_owned()));
    join_by(&mut pairs, old, new, id, was);
    join_by(&mut pairs, old, new, title, was);
    rename_references(old, &pairs.names);
    join(&mut pairs, old, new, |entry| entry.subject.pillar().and(entry.subject.own_id()).map(str::to_owned));
    // A goal with a new id must not make every activity that serves it look like another one. So entries
    // with the same content, given the new ids, are paired before those with only the same title.
    let named = |entry: &Entry, says: Option<String>| {
        entry.subject.own_id()?;
        Some((entry.subject.kind(), says?))
    };
    while join(&mut pairs, old, new, |entry| named(entry, content(entry)))
        || join(&mut pairs, old, new, |entry| named(entry, entry.title().map(str::to_owned)))
    {
        rename_references(old, &pairs.names);
    }
    pairs.both.sort_unstable_by_key(|(_, new)| *new);
    pairs
}

/// Pairs removed with added entries if a key belongs to exactly one of each. True if it found any.
fn join<K: Eq + Hash>(
    pairs: &mut Pairs,
    old: &[Entry],
    new: &[Entry],
    key: impl Fn(&Entry) -> Option<K>,
) -> bool {
    join_by(pairs, old, new, &key, &key)
}

fn join_by<K: Eq + Hash>(
    pairs: &mut Pairs,
    old: &[Entry],
    new: &[Entry],
    old_key: impl Fn(&Entry) -> Option<K>,
    new_key: impl Fn(&Entry) -> Option<K>,
) -> bool {
    let gone = unique(&pairs.removed, |index| old.get(index).and_then(&old_key));
    let came = unique(&pairs.added, |index| new.get(index).and_then(&new_key));
    let joined: HashMap<usize, usize> =
        gone.into_iter().filter_map(|(key, one)| Some((one, *came.get(&key)?))).collect();
    for (one, other) in &joined {
        let (Some(before), Some(after)) = (old.get(*one), new.get(*other)) else { continue };
        pairs.both.push((*one, *other));
        if before.subject != after.subject {
            pairs.moved.insert(before.subject.clone(), after.subject.clone());
        }
        if before.subject.own_id() != after.subject.own_id() {
            let ids = pairs.names.0.entry(before.subject.kind()).or_default();
            ids.insert(before.subject.id(), after.subject.id());
        }
    }
    let taken: HashSet<usize> = joined.values().copied().collect();
    pairs.removed.retain(|index| !joined.contains_key(index));
    pairs.added.retain(|index| !taken.contains(index));
    !joined.is_empty()
}

fn unique<K: Eq + Hash>(indices: &[usize], key: impl Fn(usize) -> Option<K>) -> HashMap<K, usize> {
    let mut found: HashMap<K, Option<usize>> = HashMap::new();
    for index in indices {
        if let Some(key) = key(*index) {
            found.entry(key).and_modify(|one| *one = None).or_insert(Some(*index));
        }
    }
    found.into_iter().filter_map(|(key, index)| Some((key, index?))).collect()
}

/// The content of an entry without its readings, if that is enough to recognize it.
fn content(entry: &Entry) -> Option<String> {
    let mut facts: Vec<String> = entry
        .facts
        .iter()
        .filter(|(key, _)| !key.starts_with("readings."))
        .map(|(key, fact)| format!("{key}: {}", fact.value))
        .collect();
    facts.sort_unstable();
    (facts.len() > 1 || entry.title().is_some()).then(|| facts.join("\n"))
}

fn rename_references(entries: &mut [Entry], names: &Names) {
    let kind = |target| match target {
        Target::Entry(kind) => kind,
        Target::Owner | Target::Responder => EntryKind::Person,
        Target::Predecessor => EntryKind::Activity,
    };
    for entry in entries {
        let facts = std::mem::take(&mut entry.facts);
        let facts = facts.into_iter().map(|(key, mut fact)| match fact.meaning {
            Meaning::FigureBy(target) => {
                // The id follows the key, and a figure can be a record with more keys.
                if let Some(id) = fact.path.get_mut(1) {
                    *id = names.now(kind(target), id).to_owned();
                }
                (fact.path.join("."), fact)
            }
            Meaning::Reference(target) => {
                rename(&mut fact.value, kind(target), names);
                if target == Target::Predecessor {
                    rename(&mut fact.value, EntryKind::Campaign, names);
                }
                (key, fact)
            }
            _ => (key, fact),
        });
        entry.facts = facts.collect();
    }
}

fn rename(value: &mut Value, kind: EntryKind, names: &Names) {
    match value {
        Value::String(id) => {
            let now = names.now(kind, id);
            if now != id.as_str() {
                *id = now.to_owned();
            }
        }
        Value::Array(ids) => ids.iter_mut().for_each(|id| rename(id, kind, names)),
        _ => {}
    }
}

impl Pairs {
    /// Where an entry of the old version is in the new one.
    pub(super) fn subject_now<'s>(&'s self, subject: &'s Subject) -> &'s Subject {
        self.moved.get(subject).unwrap_or(subject)
    }

    /// What an address of the old version is in the new one.
    pub(super) fn address_now(&self, address: &Address) -> Address {
        self.moved.get(address.subject()).map_or_else(|| address.clone(), |now| address.moved_to(now))
    }
}
