//! Which entry of the older version is which of the newer: by its place, by its id in another pillar,
//! or by what it says under another id.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use serde_json::Value;

use super::change::What;
use super::entries::Entry;

/// What went with what.
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
    /// The addresses that changed.
    pub(super) addresses: HashMap<String, String>,
}

/// New ids by what they name and the old id.
#[derive(Debug, Default)]
pub(super) struct Names(HashMap<(What, String), String>);

impl Names {
    /// What something is called now.
    pub(super) fn now<'a>(&'a self, what: What, id: &'a str) -> &'a str {
        // Nothing is renamed in most comparisons, and then nothing is looked up.
        if self.0.is_empty() {
            return id;
        }
        self.0.get(&(what, id.to_owned())).map_or(id, String::as_str)
    }
}

/// Sections in which ids are the author's own. Each is matched after those it refers to, so that a
/// goal under a new id does not make every activity that serves it look like another one.
const NAMED: [What; 11] = [
    What::Person,
    What::Channel,
    What::Audience,
    What::Kpi,
    What::Platform,
    What::Goal,
    What::Objective,
    What::Activity,
    What::Risk,
    What::Decision,
    What::Lesson,
];

/// Pairs the entries of two versions. References in the older to what has another id now are
/// rewritten, for they did not change.
pub(super) fn pair(old: &mut [Entry], new: &[Entry]) -> Pairs {
    let mut pairs = Pairs::default();
    let places: HashMap<&str, usize> =
        new.iter().enumerate().map(|(index, entry)| (entry.address.as_str(), index)).collect();
    let mut is_new = vec![true; new.len()];
    for (index, entry) in old.iter().enumerate() {
        match places.get(entry.address.as_str()) {
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
    for what in NAMED {
        refer(old, &pairs.names, |entry| entry.what == what);
        if what == What::Activity {
            join(&mut pairs, old, new, what, |entry| Some(entry.id.clone()));
        }
        join(&mut pairs, old, new, what, content);
        join(&mut pairs, old, new, what, |entry| entry.title().map(str::to_owned));
    }
    refer(old, &pairs.names, |entry| !NAMED.contains(&entry.what));
    pairs.both.sort_unstable_by_key(|(_, new)| *new);
    pairs
}

/// Pairs what went with what came, where a key names one of each and nothing else.
fn join<K: Eq + Hash>(
    pairs: &mut Pairs,
    old: &[Entry],
    new: &[Entry],
    what: What,
    key: impl Fn(&Entry) -> Option<K>,
) {
    let is_it = |entry: &&Entry| entry.what == what;
    let gone = unique(&pairs.removed, |index| old.get(index).filter(is_it).and_then(&key));
    let came = unique(&pairs.added, |index| new.get(index).filter(is_it).and_then(&key));
    let joined: HashMap<usize, usize> =
        gone.into_iter().filter_map(|(key, one)| Some((one, *came.get(&key)?))).collect();
    for (one, other) in &joined {
        let (Some(before), Some(after)) = (old.get(*one), new.get(*other)) else { continue };
        pairs.both.push((*one, *other));
        pairs.addresses.insert(before.address.clone(), after.address.clone());
        if before.id != after.id {
            pairs.names.0.insert((what, before.id.clone()), after.id.clone());
        }
    }
    let taken: HashSet<usize> = joined.values().copied().collect();
    pairs.removed.retain(|index| !joined.contains_key(index));
    pairs.added.retain(|index| !taken.contains(index));
}

/// What is named once, by its key.
fn unique<K: Eq + Hash>(indices: &[usize], key: impl Fn(usize) -> Option<K>) -> HashMap<K, usize> {
    let mut found: HashMap<K, Option<usize>> = HashMap::new();
    for index in indices {
        if let Some(key) = key(*index) {
            found.entry(key).and_modify(|one| *one = None).or_insert(Some(*index));
        }
    }
    found.into_iter().filter_map(|(key, index)| Some((key, index?))).collect()
}

/// Everything that an entry says, where that is enough to know it again. Readings come and go.
fn content(entry: &Entry) -> Option<String> {
    let mut facts: Vec<String> = entry
        .facts
        .iter()
        .filter(|(key, _)| !key.starts_with("readings."))
        .map(|(key, value)| format!("{key}: {value}"))
        .collect();
    facts.sort_unstable();
    (facts.len() > 1 || entry.title().is_some()).then(|| facts.join("\n"))
}

/// Rewrites references to what is called otherwise now.
fn refer(entries: &mut [Entry], names: &Names, is_meant: impl Fn(&Entry) -> bool) {
    if names.0.is_empty() {
        return;
    }
    for entry in entries.iter_mut().filter(|entry| is_meant(entry)) {
        let facts = std::mem::take(&mut entry.facts);
        let facts = facts.into_iter().map(|(key, mut value)| {
            if let Some(kpi) = key.strip_prefix("spinning_at.") {
                return (format!("spinning_at.{}", names.now(What::Kpi, kpi)), value);
            }
            if let Some(what) = referred(&key) {
                rename(&mut value, what, names);
            }
            (key, value)
        });
        entry.facts = facts.collect();
    }
}

/// What the ids under a key name.
fn referred(key: &str) -> Option<What> {
    match key {
        "owner" | "answered_by.owner" => Some(What::Person),
        "goals" => Some(What::Goal),
        "objectives" => Some(What::Objective),
        "kpis" => Some(What::Kpi),
        "platforms" => Some(What::Platform),
        "audiences" => Some(What::Audience),
        "call_to_action.channel" => Some(What::Channel),
        _ => None,
    }
}

fn rename(value: &mut Value, what: What, names: &Names) {
    match value {
        Value::String(id) => {
            let now = names.now(what, id);
            if now != id.as_str() {
                *id = now.to_owned();
            }
        }
        Value::Array(ids) => ids.iter_mut().for_each(|id| rename(id, what, names)),
        _ => {}
    }
}

impl Pairs {
    /// An address of the older version as the newer has it.
    pub(super) fn address_now(&self, address: &str) -> String {
        if self.addresses.is_empty() {
            return address.to_owned();
        }
        let dots = address.match_indices('.').map(|(at, _)| at);
        let ends = dots.chain([address.len()]);
        let mut found = ends.filter_map(|end| {
            let (entry, rest) = address.split_at_checked(end)?;
            self.addresses.get(entry).map(|now| format!("{now}{rest}"))
        });
        found.next_back().unwrap_or_else(|| address.to_owned())
    }
}
