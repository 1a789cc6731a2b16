//! Which entry of the older version is which of the newer: by its place, by its id in another pillar,
//! or by what it says under another id.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use serde_json::Value;

use super::entries::Entry;
use crate::strategy::address::Address;
use crate::strategy::subject::{EntryKind, Subject};
use crate::strategy::walk::{Meaning, Target};

#[derive(Debug, Default)]
pub(super) struct Pairs {
    /// Indices of the older and the newer entry, in the order of the newer.
    pub(super) both: Vec<(usize, usize)>,
    /// Entries that are gone.
    pub(super) removed: Vec<usize>,
    /// Entries that are new.
    pub(super) added: Vec<usize>,
    /// The ids that changed.
    pub(super) names: Names,
    /// Entries that are in another place now.
    moved: HashMap<Subject, Subject>,
}

/// New ids by what they name and the old id.
#[derive(Debug, Default)]
pub(super) struct Names(HashMap<(EntryKind, String), String>);

impl Names {
    pub(super) fn now<'a>(&'a self, kind: EntryKind, id: &'a str) -> &'a str {
        // Nothing is renamed in most comparisons, and then nothing is looked up.
        if self.0.is_empty() {
            return id;
        }
        self.0.get(&(kind, id.to_owned())).map_or(id, String::as_str)
    }
}

/// Pairs the entries of two versions. References in the older to what has another id now are
/// rewritten, because they did not change.
pub(super) fn pair(old: &mut [Entry], new: &[Entry]) -> Pairs {
    let mut pairs = Pairs::default();
    let places: HashMap<&Subject, usize> =
        new.iter().enumerate().map(|(index, entry)| (&entry.subject, index)).collect();
    let mut is_new = vec![true; new.len()];
    for (index, entry) in old.iter().enumerate() {
        match places.get(&entry.subject) {
            Some(at) => {
                pairs.both.push((index, *at));
                if let Some(is_new) = is_new.get_mut(*at) {
                    *is_new = false;
                }
            }
            None => pairs.removed.push(index),
        }
    }
    pairs.added = (0..new.len()).filter(|index| is_new.get(*index) == Some(&true)).collect();
    let id_of_activity =
        |entry: &Entry| entry.subject.pillar().and(entry.subject.own_id()).map(str::to_owned);
    join(&mut pairs, old, new, id_of_activity);
    // A goal under a new id must not make every activity that serves it look like another one, so what
    // says the same once the new ids are known is found before what only has the same title.
    while join_and_rename(&mut pairs, old, new, content)
        || join_and_rename(&mut pairs, old, new, |entry| entry.title().map(str::to_owned))
    {}
    pairs.both.sort_unstable_by_key(|(_, new)| *new);
    pairs
}

fn join_and_rename(
    pairs: &mut Pairs,
    old: &mut [Entry],
    new: &[Entry],
    key: impl Fn(&Entry) -> Option<String>,
) -> bool {
    let has_joined = join(pairs, old, new, key);
    if has_joined {
        rename_references(old, &pairs.names);
    }
    has_joined
}

/// Pairs what is gone with what is new if a key names exactly one of each. True if it found any.
fn join(pairs: &mut Pairs, old: &[Entry], new: &[Entry], key: impl Fn(&Entry) -> Option<String>) -> bool {
    let named = |entry: &Entry| {
        entry.subject.own_id()?;
        Some((entry.subject.kind(), key(entry)?))
    };
    let gone = unique(&pairs.removed, |index| old.get(index).and_then(named));
    let came = unique(&pairs.added, |index| new.get(index).and_then(named));
    let joined: HashMap<usize, usize> =
        gone.into_iter().filter_map(|(key, one)| Some((one, *came.get(&key)?))).collect();
    for (one, other) in &joined {
        let (Some(before), Some(after)) = (old.get(*one), new.get(*other)) else { continue };
        pairs.both.push((*one, *other));
        pairs.moved.insert(before.subject.clone(), after.subject.clone());
        if before.subject.own_id() != after.subject.own_id() {
            pairs.names.0.insert((before.subject.kind(), before.subject.id()), after.subject.id());
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

/// Everything that an entry says, if that is enough to recognize it. Readings come and go.
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
    };
    for entry in entries {
        let facts = std::mem::take(&mut entry.facts);
        let facts = facts.into_iter().map(|(key, mut fact)| match fact.meaning {
            Meaning::FigureBy(target) => {
                if let Some(id) = fact.path.last_mut() {
                    *id = names.now(kind(target), id).to_owned();
                }
                (fact.path.join("."), fact)
            }
            Meaning::Reference(target) => {
                rename(&mut fact.value, kind(target), names);
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
    /// An entry of the older version as the newer has it.
    pub(super) fn subject_now<'s>(&'s self, subject: &'s Subject) -> &'s Subject {
        self.moved.get(subject).unwrap_or(subject)
    }

    /// An address of the older version as the newer has it.
    pub(super) fn address_now(&self, address: &Address) -> Address {
        self.moved.get(address.subject()).map_or_else(|| address.clone(), |now| address.moved_to(now))
    }
}
