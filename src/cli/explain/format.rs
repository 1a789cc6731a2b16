//! The keys and words of the strategy file, from the schema that the model generates.

use std::collections::{BTreeSet, HashMap};

use schemars::schema_for;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::report::gaps::GapReport;
use crate::report::gears::STATES;
use crate::report::plan::PlanReport;
use crate::strategy::Strategy;

/// A key of the format, a record with its keys, or a word of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Entry {
    /// `kpi.counts`, `kpi`, or `outtake`.
    pub(super) name: String,
    /// What the model says of it.
    pub(super) description: String,
    /// What a key takes, or where a word belongs, in a few words.
    pub(super) about: String,
    /// The words of its list or the keys of its record, each with what it means.
    pub(super) parts: Vec<(String, String)>,
}

/// Everything that the format has under this name: `kpi.counts`, `counts`, `outtake`, `kpi`.
pub(super) fn find(name: &str) -> Vec<Entry> {
    let wanted = normal(name);
    let mut found: Vec<Entry> = Vec::new();
    for (names, entry) in Format::new().entries() {
        // A gear is a key in one place and a word in another, with the same meaning.
        let is_said = |other: &Entry| other.description == entry.description && entry.parts.is_empty();
        if names.contains(&wanted) && !found.iter().any(is_said) {
            found.push(entry);
        }
    }
    let named = |words: &[(&str, &str)], about: &str| -> Vec<Entry> {
        let words = words.iter().filter(|(word, _)| normal(word) == wanted);
        let entry = |(word, means): &(&str, &str)| Entry {
            name: (*word).to_owned(),
            description: (*means).to_owned(),
            about: about.to_owned(),
            parts: Vec::new(),
        };
        words.map(entry).collect()
    };
    found.extend(named(&STATES, "the state of a gear in a report"));
    if found.is_empty() {
        found.extend(named(&WORDS, "a word of the reports"));
        for (name, entry) in of_reports().into_iter().filter(|(name, _)| *name == wanted) {
            let is_said = |other: &Entry| other.description == entry.description;
            if !found.iter().any(is_said) {
                found.push(Entry { name: name.replace('_', " "), ..entry });
            }
        }
    }
    found
}

/// Words that the reports use and no key has. A test compares them with the list in the documentation.
const WORDS: [(&str, &str); 13] = [
    ("aligned", "a goal that has an owner, a KPI, a purpose and an activity"),
    ("drive", "an activity drives a gear if it is what makes the gear turn"),
    ("gate", "the figures at which a gear counts as spinning, and the next one can start"),
    (
        "slack",
        "the days between the opening of a gate and the start of the gear behind it; below 0 is too soon",
    ),
    ("progress", "how much of the way from the baseline to the target is done"),
    ("pace", "progress, compared with the progress that was planned for that day: 1 is exactly on plan"),
    ("recent pace", "the pace over the last 90 days"),
    ("plan", "the line from the baseline to the target: where the figure should be on each day"),
    ("forecast", "where the figure will be on its day at the current rate"),
    ("bound", "a target that is kept or broken: at least, at most, between"),
    ("standing practice", "an activity without dates: it goes on all the time"),
    ("finding", "what a rule has to say: an error, a warning or a suggestion"),
    ("horizon", "how many days a report looks ahead"),
];

/// The figures and words of the reports, by name: what the JSON calls `slack_days` is `slack` in a table.
fn of_reports() -> Vec<(String, Entry)> {
    let mut found = Vec::new();
    for schema in [schema_for!(GapReport), schema_for!(PlanReport)] {
        let format = Format { schema: schema.to_value(), names: HashMap::new() };
        for (_, record) in format.records() {
            let figures = properties(record).into_iter().flatten();
            let figures =
                figures.map(|(key, value)| (key.clone(), description(value), "a figure of the reports"));
            let words = words(record).map(|(word, means)| (word, means, "a word of the reports"));
            for (key, description, about) in figures.chain(words) {
                let name = normal(key.strip_suffix("_days").unwrap_or(&key));
                let entry = Entry { name: key, description, about: about.to_owned(), parts: Vec::new() };
                found.push((name, entry));
            }
        }
    }
    found
}

/// Every name that [`find`] knows.
pub(super) fn names() -> BTreeSet<String> {
    let states = STATES.iter().map(|(word, _)| normal(word));
    let words = WORDS.iter().map(|(word, _)| normal(word));
    let of_reports = of_reports().into_iter().map(|(name, _)| name);
    let keys = Format::new().entries().into_iter().flat_map(|(names, _)| names);
    keys.chain(states).chain(words).chain(of_reports).collect()
}

fn normal(name: &str) -> String {
    name.trim().trim_end_matches(':').replace(['-', ' '], "_").to_lowercase()
}

/// `CallToAction` as a key: `call_to_action`.
fn snake(name: &str) -> String {
    let mut key = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !key.is_empty() {
            key.push('_');
        }
        key.extend(letter.to_lowercase());
    }
    key
}

struct Format {
    schema: Value,
    /// What each record of the schema can be called.
    names: HashMap<String, Vec<String>>,
}

impl Format {
    fn new() -> Self {
        let format = Self { schema: schema_for!(Strategy).to_value(), names: HashMap::new() };
        let names = format.records().map(|(name, _)| (name.to_owned(), format.names_of(name))).collect();
        Self { names, ..format }
    }

    /// The records with their names in the schema; the file itself has none.
    fn records(&self) -> impl Iterator<Item = (&str, &Value)> {
        let definitions = self.schema.get("$defs").and_then(Value::as_object).into_iter().flatten();
        let named = definitions.map(|(name, definition)| (name.as_str(), definition));
        std::iter::once(("", &self.schema)).chain(named)
    }

    /// Every entry, each with the names it is found by.
    fn entries(&self) -> Vec<(Vec<String>, Entry)> {
        let mut entries = Vec::new();
        for (definition, record) in self.records() {
            let names = self.names.get(definition).cloned().unwrap_or_default();
            let own = names.first().cloned().unwrap_or_default();
            if let Some(properties) = properties(record) {
                let parts = properties.iter().map(|(key, value)| (key.clone(), description(value)));
                let entry = Entry {
                    name: own.clone(),
                    description: description(record),
                    about: "a record with these keys".to_owned(),
                    parts: parts.collect(),
                };
                entries.push((names.clone(), entry));
                for (key, value) in properties {
                    let mut found_by: Vec<String> =
                        names.iter().map(|name| format!("{name}.{key}")).collect();
                    found_by.push(key.clone());
                    let name = if own.is_empty() { key.clone() } else { format!("{own}.{key}") };
                    let about = format!("a key; it takes {}", self.kind(value));
                    let parts = self.words(value).collect();
                    entries.push((found_by, Entry { name, description: description(value), about, parts }));
                }
            }
            let listed: Vec<(String, String)> = words(record).collect();
            let keys = if listed.is_empty() { Vec::new() } else { self.keys_that_take(definition) };
            for (word, meaning) in listed {
                let about = format!("a word of {}", keys.join(", "));
                let entry = Entry { name: word.clone(), description: meaning, about, parts: Vec::new() };
                entries.push((vec![word], entry));
            }
        }
        // What the file has under a name comes before a record that is only called so.
        entries.sort_by_key(|(_, entry)| !entry.parts.is_empty() && entry.about.starts_with("a record"));
        entries
    }

    /// What a record can be called: the keys that lead to it, and its name.
    fn names_of(&self, definition: &str) -> Vec<String> {
        if definition.is_empty() {
            return Vec::new();
        }
        let keys = self.records().filter_map(|(_, record)| properties(record)).flatten();
        let leading = keys.filter(|(_, value)| refers(value, definition)).map(|(key, _)| key.clone());
        let leading: BTreeSet<String> = leading.collect();
        let name = snake(definition);
        // The record below `strategy:` has another name in the program.
        let stem = name.get(..name.len().saturating_sub(1)).unwrap_or_default();
        let is_only = leading.len() == 1 && !leading.iter().any(|key| key.starts_with(stem));
        let mut names: Vec<String> = leading.into_iter().filter(|key| *key != name).collect();
        names.insert(if is_only { names.len() } else { 0 }, name);
        names
    }

    fn keys_that_take(&self, definition: &str) -> Vec<String> {
        let mut keys = Vec::new();
        for (record, value) in self.records() {
            let own = self.names.get(record).and_then(|names| names.first());
            for (key, _) in
                properties(value).into_iter().flatten().filter(|(_, value)| refers(value, definition))
            {
                keys.push(own.map_or_else(|| format!("`{key}`"), |own| format!("`{own}.{key}`")));
            }
        }
        keys
    }

    /// The words that a key takes, each with its meaning.
    fn words(&self, value: &Value) -> impl Iterator<Item = (String, String)> {
        let lists =
            self.records().filter(|(definition, _)| !definition.is_empty() && refers(value, definition));
        lists.flat_map(|(_, definition)| words(definition)).collect::<Vec<_>>().into_iter()
    }

    /// What a key takes, in a few words.
    fn kind(&self, value: &Value) -> String {
        if let Some(definition) = reference(value) {
            let target = self.schema.pointer(&format!("/$defs/{definition}")).unwrap_or(&Value::Null);
            let is_list = words(target).next().is_some();
            let name = snake(definition).replace('_', " ");
            return match properties(target) {
                _ if is_list => "one of these words".to_owned(),
                Some(_) => format!("a record, see `stratplan explain {}`", snake(definition)),
                None => format!("a {name}"),
            };
        }
        if let Some(choices) = value.get("anyOf").and_then(Value::as_array) {
            let kinds: Vec<String> = choices.iter().map(|choice| self.kind(choice)).collect();
            return kinds.join(", or ");
        }
        let inner = |key: &str| value.get(key).map(|inner| self.kind(inner)).unwrap_or_default();
        match value.get("type").and_then(Value::as_str) {
            Some("array") => format!("a list: {}", inner("items")),
            Some("boolean") => "`true` or `false`".to_owned(),
            Some("object") if value.get("propertyNames").is_some() => {
                format!("entries by id, each {}", inner("additionalProperties"))
            }
            Some("object")
                if value.pointer("/additionalProperties/type").is_some_and(|kind| kind == "string") =>
            {
                "texts by column".to_owned()
            }
            Some("object") if value.get("additionalProperties").is_some_and(Value::is_object) => {
                format!("values by date, each {}", inner("additionalProperties"))
            }
            Some("string") => "a text or an id".to_owned(),
            Some("number" | "integer") => "a number".to_owned(),
            _ => "a record".to_owned(),
        }
    }
}

fn properties(value: &Value) -> Option<&Map<String, Value>> {
    value.get("properties").and_then(Value::as_object)
}

fn description(value: &Value) -> String {
    value.get("description").and_then(Value::as_str).unwrap_or_default().replace('\n', " ")
}

/// The words of a closed list, each with its meaning.
fn words(value: &Value) -> impl Iterator<Item = (String, String)> {
    let choices = value.get("oneOf").and_then(Value::as_array).into_iter().flatten();
    choices.filter_map(|choice| {
        Some((choice.get("const").and_then(Value::as_str)?.to_owned(), description(choice)))
    })
}

fn reference(value: &Value) -> Option<&str> {
    value.get("$ref").and_then(Value::as_str).and_then(|path| path.strip_prefix("#/$defs/"))
}

/// True if a value is of this type, directly, as a choice, or as an entry of a list or a map.
fn refers(value: &Value, definition: &str) -> bool {
    let choices = value.get("anyOf").and_then(Value::as_array).into_iter().flatten();
    let inside = choices.chain(value.get("items")).chain(value.get("additionalProperties"));
    reference(value) == Some(definition) || inside.into_iter().any(|inner| refers(inner, definition))
}
