//! A strategy taken apart: every entry with its facts, so that two can be laid side by side.
//!
//! The model is serialised and the entries are cut out of it. What no entry claims is left as facts
//! of the file, so that a key which is new in the model is compared before anybody thinks of it here.

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::change::What;
use crate::strategy::Strategy;
use crate::strategy::gear::PurposeKind;
use crate::strategy::pillar::PillarKind;

/// What an entry says: single values and lists, by the dotted path of their keys below the entry.
pub(super) type Facts = IndexMap<String, Value>;

/// One entry of a strategy.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) what: What,
    pub(super) id: String,
    /// For an activity.
    pub(super) pillar: Option<PillarKind>,
    /// Its dotted path.
    pub(super) address: String,
    pub(super) facts: Facts,
}

impl Entry {
    /// A text among its facts.
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        self.facts.get(key).and_then(Value::as_str)
    }

    /// The dotted path of one of its keys.
    pub(super) fn address_of(&self, key: &str) -> String {
        if self.address.is_empty() { key.to_owned() } else { format!("{}.{key}", self.address) }
    }

    /// Its name, or the sentence that it is: words by which it is known again under another id.
    pub(super) fn title(&self) -> Option<&str> {
        self.text(match self.what {
            What::Goal | What::Objective | What::Risk => "statement",
            What::Decision => "question",
            What::Lesson => "learned",
            What::Gear => "means",
            What::Answer => "answer",
            _ => "name",
        })
    }

    /// What it is in a few words: its title, or what else says most of it.
    pub(super) fn gist(&self) -> Option<String> {
        let next_best = match self.what {
            What::Channel => "kind",
            What::Platform => "because",
            What::Kpi => "unit",
            What::Pillar | What::Gear | What::Goal | What::ContactCenter => "not_now",
            What::Budget => return self.facts.get("total").map(ToString::to_string),
            _ => return self.title().map(str::to_owned),
        };
        self.title().or_else(|| self.text(next_best)).map(str::to_owned)
    }
}

/// The entries of a strategy, in the order in which changes are told.
pub(super) fn entries(strategy: &Strategy) -> Result<Vec<Entry>, serde_json::Error> {
    let mut whole = serde_json::to_value(strategy)?;
    prune(&mut whole);
    let mut parts = Parts { whole, entries: Vec::new() };
    parts.each(What::Person, None, &["people"]);
    parts.one(What::Budget, "", &["budget"]);
    parts.each(What::Goal, None, &["goals"]);
    parts.each(What::Objective, None, &["marketing_strategy", "objectives"]);
    parts.each(What::Channel, None, &["marketing_strategy", "channels"]);
    parts.one(What::MarketingStrategy, "", &["marketing_strategy"]);
    parts.each(What::Audience, None, &["audiences"]);
    parts.each(What::Answer, None, &["pillars", "listening", "questions"]);
    parts.one(What::ContactCenter, "", &["pillars", "support", "contact_center"]);
    for kind in PillarKind::ALL {
        parts.each(What::Activity, Some(kind), &["pillars", kind.key(), "activities"]);
        parts.one(What::Pillar, kind.key(), &["pillars", kind.key()]);
    }
    for kind in PurposeKind::ALL {
        parts.each(What::Gear, None, &["purposes", kind.key(), "gears"]);
        parts.one(What::Purpose, kind.key(), &["purposes", kind.key()]);
    }
    parts.each(What::Platform, None, &["platforms"]);
    parts.each(What::Kpi, None, &["kpis"]);
    parts.each(What::Risk, None, &["risks"]);
    parts.each(What::Decision, None, &["decisions"]);
    parts.each(What::Lesson, None, &["lessons"]);
    parts.one(What::Strategy, "", &["strategy"]);
    parts.one(What::File, "", &[]);
    parts.entries.sort_by_key(|entry| entry.what);
    Ok(parts.entries)
}

/// Takes out what is not there.
fn prune(value: &mut Value) {
    if let Value::Object(map) = value {
        map.retain(|_, value| !value.is_null());
        map.values_mut().for_each(prune);
    }
}

/// What is left of a strategy, and the entries that were cut out of it.
struct Parts {
    whole: Value,
    entries: Vec<Entry>,
}

impl Parts {
    /// Cuts out the one entry at a path.
    fn one(&mut self, what: What, id: &str, path: &[&str]) {
        if let Some(value) = take(&mut self.whole, path) {
            self.push(what, id.to_owned(), None, path.join("."), value);
        }
    }

    /// Cuts out the entries of a section. One that is empty stays, as a fact of what it stands in.
    fn each(&mut self, what: What, pillar: Option<PillarKind>, path: &[&str]) {
        let mut section = path.iter().try_fold(&self.whole, |value, key| value.get(*key));
        section = section.filter(|section| section.as_object().is_some_and(|map| !map.is_empty()));
        if section.is_none() {
            return;
        }
        let Some(Value::Object(section)) = take(&mut self.whole, path) else { return };
        for (key, value) in section {
            let address = format!("{}.{key}", path.join("."));
            let id = match path {
                ["purposes", purpose, "gears"] => format!("{purpose}.{key}"),
                _ => key,
            };
            self.push(what, id, pillar, address, value);
        }
    }

    fn push(&mut self, what: What, id: String, pillar: Option<PillarKind>, address: String, value: Value) {
        let mut facts = Facts::new();
        match value {
            Value::Object(map) => flatten(map, "", &mut facts),
            // A channel is but one word.
            single => {
                facts.insert("kind".to_owned(), single);
            }
        }
        self.entries.push(Entry { what, id, pillar, address, facts });
    }
}

/// Takes what stands at a path. A section of the file in which nothing is left then goes, too.
fn take(value: &mut Value, path: &[&str]) -> Option<Value> {
    let Some((last, above)) = path.split_last() else { return Some(value.take()) };
    let mut map = value.as_object_mut()?;
    for key in above {
        map = map.get_mut(*key)?.as_object_mut()?;
    }
    let taken = map.shift_remove(*last);
    if let [section @ ("pillars" | "purposes"), _] = path
        && taken.is_some()
        && map.is_empty()
    {
        value.as_object_mut()?.shift_remove(*section);
    }
    taken
}

fn flatten(map: Map<String, Value>, above: &str, facts: &mut Facts) {
    for (key, value) in map {
        let key = if above.is_empty() { key } else { format!("{above}.{key}") };
        match value {
            Value::Object(map) if !map.is_empty() => flatten(map, &key, facts),
            value => {
                facts.insert(key, value);
            }
        }
    }
}

/// A fact that one of two entries lacks or that differs.
pub(super) struct Difference<'a> {
    pub(super) key: &'a str,
    pub(super) from: Option<&'a Value>,
    pub(super) to: Option<&'a Value>,
}

/// The facts in which two entries differ, in the order of the newer.
pub(super) fn differences<'a>(old: &'a Entry, new: &'a Entry) -> Vec<Difference<'a>> {
    let of_new = new.facts.iter().map(|(key, to)| (key, old.facts.get(key), Some(to)));
    let gone = old.facts.iter().filter(|(key, _)| !new.facts.contains_key(*key));
    let gone = gone.map(|(key, from)| (key, Some(from), None));
    let all = of_new.chain(gone).filter(|(_, from, to)| from != to);
    all.map(|(key, from, to)| Difference { key, from, to }).collect()
}

/// True for a map without entries: it says only that its key is there.
pub(super) fn is_hollow(value: Option<&Value>) -> bool {
    value.is_some_and(|value| value.as_object().is_some_and(Map::is_empty))
}
