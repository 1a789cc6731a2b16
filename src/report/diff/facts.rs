//! The facts that each entry states, so that two versions can be compared, and what a difference means.

use std::str::FromStr;

use indexmap::IndexMap;
use rust_decimal::Decimal;
use serde_json::{Map, Value};

use super::change::{Figures, How};
use crate::decode::FiscalYear;
use crate::decode::field::Field;
use crate::strategy::Strategy;
use crate::strategy::date::{CoarseDate, days_between};
use crate::strategy::number::Number;
use crate::strategy::subject::{EntryKind, Subject};
use crate::strategy::walk::{Meaning, Node, Visitor, is_hollow, walk};

/// What an entry says: single values and lists, by the dotted path of their keys below the entry.
pub(super) type Facts = IndexMap<String, Fact>;

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fact {
    /// The keys that lead to it, below the entry.
    pub(super) path: Vec<String>,
    pub(super) meaning: Meaning,
    pub(super) value: Value,
}

#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) subject: Subject,
    /// The key that says what it is about.
    main: Option<&'static str>,
    pub(super) facts: Facts,
}

impl Entry {
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        self.facts.get(key).and_then(|fact| fact.value.as_str())
    }

    /// Its name, or the sentence that it is: what it is recognized by under another id.
    pub(super) fn title(&self) -> Option<&str> {
        self.text(match self.subject.kind() {
            // Many channels have the same kind, so it is no title.
            EntryKind::Platform | EntryKind::ContactCenter | EntryKind::Channel => "name",
            EntryKind::Document => "what",
            EntryKind::Gear => "means",
            _ => self.main.unwrap_or("name"),
        })
    }

    /// What it is in a few words: its title, or whatever else says most about it.
    pub(super) fn summary(&self) -> Option<String> {
        let next_best = match self.subject.kind() {
            EntryKind::Channel => "kind",
            EntryKind::Platform => "because",
            EntryKind::Document => "at",
            EntryKind::Kpi => "unit",
            EntryKind::Pillar
            | EntryKind::Purpose
            | EntryKind::Gear
            | EntryKind::Goal
            | EntryKind::ContactCenter => "not_now",
            EntryKind::Budget => return self.facts.get("total").map(|total| total.value.to_string()),
            _ => return self.title().map(str::to_owned),
        };
        self.title().or_else(|| self.text(next_best)).map(str::to_owned)
    }
}

/// The entries of a strategy, in the order in which changes are reported.
pub(super) fn entries(strategy: &Strategy) -> Result<Vec<Entry>, serde_json::Error> {
    let mut parts = Parts { entries: IndexMap::new(), error: None };
    parts.entry(Subject::File, None);
    walk(strategy, &mut parts);
    if let Some(error) = parts.error {
        return Err(error);
    }
    let mut entries: Vec<Entry> = parts.entries.into_values().collect();
    entries.sort_by_key(|entry| entry.subject.kind());
    Ok(entries)
}

struct Parts {
    entries: IndexMap<Subject, Entry>,
    error: Option<serde_json::Error>,
}

impl Parts {
    fn entry(&mut self, subject: Subject, main: Option<&'static str>) -> &mut Entry {
        let entry = Entry { subject: subject.clone(), main, facts: Facts::new() };
        self.entries.entry(subject).or_insert(entry)
    }
}

impl<'a> Visitor<'a> for Parts {
    fn field<T: Node>(&mut self, path: &[&'a str], field: &'a Field<T>) {
        let Some(value) = field.get() else { return };
        let (subject, depth) = Subject::of_path(path);
        let below = path.get(depth..).unwrap_or_default();
        let is_section = T::MEANING == Meaning::Section;
        let main = T::SHAPE.record().and_then(|record| record.main).filter(|_| below.is_empty());
        let facts = &mut self.entry(subject, main).facts;
        // An empty section says only that its key is there.
        if is_section && (below.is_empty() || !is_hollow(value)) {
            return;
        }
        let mut path: Vec<String> = below.iter().map(ToString::to_string).collect();
        if path.is_empty() {
            // A channel is just one word.
            path.push("kind".to_owned());
        }
        match serde_json::to_value(value) {
            Ok(_) if is_section => insert(facts, path, T::MEANING, Value::Object(Map::new())),
            Ok(value) => insert(facts, path, T::MEANING, value),
            Err(error) => self.error = Some(error),
        }
    }
}

/// Adds a value as a fact; values by date or id are a fact each.
fn insert(facts: &mut Facts, path: Vec<String>, meaning: Meaning, value: Value) {
    match value {
        Value::Object(map) if !map.is_empty() => {
            // An amount by kind is an amount as well.
            let total = (meaning == Meaning::Money)
                .then(|| map.values().try_fold(Decimal::ZERO, |sum, part| sum.checked_add(number(part)?.0)));
            if let Some(total) = total.flatten().and_then(|total| serde_json::to_value(Number(total)).ok()) {
                let fact = Fact { path: path.clone(), meaning, value: total };
                facts.insert(path.join("."), fact);
            }
            for (key, value) in map {
                insert(facts, path.iter().cloned().chain([key]).collect(), meaning, value);
            }
        }
        value => _ = facts.insert(path.join("."), Fact { path, meaning, value }),
    }
}

pub(super) struct Difference<'a> {
    pub(super) key: &'a str,
    pub(super) meaning: Meaning,
    pub(super) path: &'a [String],
    pub(super) from: Option<&'a Value>,
    pub(super) to: Option<&'a Value>,
}

/// The facts in which two entries differ, in the order of the newer.
pub(super) fn differences<'a>(old: &'a Entry, new: &'a Entry) -> Vec<Difference<'a>> {
    let of_new = new.facts.iter().map(|(key, to)| (key, to, old.facts.get(key), Some(to)));
    let gone = old.facts.iter().filter(|(key, _)| !new.facts.contains_key(*key));
    let gone = gone.map(|(key, from)| (key, from, Some(from), None));
    let value = |fact: Option<&'a Fact>| fact.map(|fact| &fact.value);
    let all = of_new.chain(gone).map(|(key, either, from, to)| Difference {
        key,
        meaning: either.meaning,
        path: &either.path,
        from: value(from),
        to: value(to),
    });
    all.filter(|difference| difference.from != difference.to).collect()
}

/// True for a map without entries: it says only that its key is there.
pub(super) fn is_empty_map(value: Option<&Value>) -> bool {
    value.is_some_and(|value| value.as_object().is_some_and(Map::is_empty))
}

/// What the difference means: a date moved, a figure was re-targeted, a text reworded. Units and fiscal years are
/// those of the older and the newer version.
pub(super) fn how(
    fact: &Difference<'_>,
    [from_unit, to_unit]: [Option<String>; 2],
    years: [FiscalYear; 2],
) -> How {
    let Difference { key, meaning, from, to, .. } = *fact;
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
    let (figures, name) = ((from.and_then(number), to.and_then(number)), key.to_owned());
    let is_all = |is_it: fn(&Value) -> bool| from.is_none_or(is_it) && to.is_none_or(is_it);
    match meaning {
        _ if key == "not_now" && from.is_none() => How::LeftOut { reason: text(to).unwrap_or_default() },
        _ if key == "not_now" && to.is_none() => How::TakenUp { reason: text(from).unwrap_or_default() },
        Meaning::Start | Meaning::Day if is_all(Value::is_string) => {
            let read = |value: Option<&Value>, year| CoarseDate::parse_in(value?.as_str()?, year).ok();
            let days = read(from, years[0]).zip(read(to, years[1]));
            let days = days.map(|(from, to)| days_moved(from, to, meaning == Meaning::Start));
            How::Moved { key: name, from: text(from), to: text(to), days, follows: false }
        }
        Meaning::Figure | Meaning::FigureBy(_) if is_all(Value::is_number) => {
            let key = key.strip_suffix(".value").unwrap_or(key).to_owned();
            let figures = Figures { from: figures.0, to: figures.1, from_unit, to_unit };
            How::ReTargeted { key, effect: None, figures }
        }
        Meaning::Money if is_all(Value::is_number) => {
            How::Budgeted { key: name, from: figures.0, to: figures.1 }
        }
        Meaning::Text | Meaning::Notes if is_all(Value::is_string) => {
            How::Reworded { key: name, from: text(from), to: text(to) }
        }
        _ => How::Changed { key: name, from: from.cloned(), to: to.cloned() },
    }
}

/// How far a date moved. A start counts from the first day it can mean, any other date from its last.
pub(super) fn days_moved(from: CoarseDate, to: CoarseDate, is_start: bool) -> i64 {
    let day = |date: CoarseDate| if is_start { date.first } else { date.last };
    days_between(day(from), day(to))
}

fn number(value: &Value) -> Option<Number> {
    let text = value.as_number()?.to_string();
    Decimal::from_str(&text).or_else(|_| Decimal::from_scientific(&text)).ok().map(Number)
}
