//! Entries by id, where something else stands: how a list becomes a map, in the author's own words.

use serde_json::Value as Json;

use super::here::Here;
use super::instead::{NOTHING, main_key, plainly, says_no, slug};
use crate::syntax::tree::{NodeId, Value};
use crate::words::shown;

/// How many words of a name go into the id that is proposed for it.
const WORDS: usize = 4;

/// What one entry of a map holds.
#[derive(Default)]
pub(super) struct Entry<'s> {
    /// Its keys, where it is a record.
    pub(super) keys: Vec<&'s str>,
    /// Its words, where it is one of a closed list.
    pub(super) words: Vec<&'s str>,
    /// True where a text may stand for the record.
    pub(super) is_short: bool,
    /// True where it is a figure.
    is_number: bool,
}

impl<'s> Entry<'s> {
    /// What the schema says of the entries of the map that stands under this key.
    pub(super) fn of(here: Here<'s>) -> Self {
        let schema = here.reading.schema.as_value();
        let Some(key) = here.key.map(|key| here.text(key)) else { return Self::default() };
        let records = schema.get("$defs").and_then(Json::as_object).into_iter().flat_map(|all| all.values());
        let keys = std::iter::once(schema).chain(records).filter_map(|one| one.get("properties")?.get(key));
        let entry =
            keys.flat_map(ways).find_map(|way| way.get("additionalProperties").filter(|is| is.is_object()));
        let mut read = Self::default();
        for way in entry.into_iter().flat_map(ways) {
            let target = way.get("$ref").and_then(Json::as_str);
            let way = target.and_then(|name| schema.pointer(name.trim_start_matches('#'))).unwrap_or(way);
            match way.get("type").and_then(Json::as_str) {
                Some("string") if way.get("const").is_none() => read.is_short = true,
                Some("number") => read.is_number = true,
                _ => {}
            }
            let record = way.get("properties").and_then(Json::as_object);
            read.keys.extend(record.into_iter().flat_map(|keys| keys.keys().map(String::as_str)));
            let words = way.get("oneOf").and_then(Json::as_array).into_iter().flatten();
            read.words.extend(words.filter_map(|word| word.get("const")?.as_str()));
        }
        read
    }

    /// An entry of this id: `rain: { statement: It rains }`.
    fn written(&self, id: &str, text: Option<&str>) -> String {
        let text = text.map_or_else(|| "…".to_owned(), |text| plainly(shown(text).as_ref()));
        match main_key(&self.keys) {
            _ if self.is_short || self.is_number || !self.words.is_empty() => format!("{id}: {text}"),
            Some(key) => format!("{id}: {{ {key}: {text} }}"),
            None => format!("{id}: …"),
        }
    }

    /// What the dots after an id stand for.
    fn meaning(&self) -> String {
        if self.words.is_empty() {
            return String::new();
        }
        format!(", with one of these words after it: {}", self.words.join(", "))
    }
}

/// The ways in which a value may be written.
fn ways(value: &Json) -> &[Json] {
    value.get("anyOf").and_then(Json::as_array).map_or(std::slice::from_ref(value), Vec::as_slice)
}

/// True where entries by id are figures, as at a gear's gate.
pub(super) fn are_figures(here: Here<'_>) -> bool {
    Entry::of(here).is_number
}

/// One value where entries are expected, as an entry.
pub(super) fn from_one_value(here: Here<'_>) -> String {
    let entry = Entry::of(here);
    let Value::Scalar(text, _) = here.value() else {
        return "write each entry on a line of its own, after an id and a colon".to_owned();
    };
    if says_no(text) {
        return NOTHING.to_owned();
    }
    if entry.is_number {
        let kpi = only_kpi(here).unwrap_or("visits");
        return format!("write the KPI's id and its figure: `{{ {kpi}: {} }}`", shown(text));
    }
    let id = short_id(text).unwrap_or_else(|| "spring-launch".to_owned());
    let said = (slug(text) != text && entry.words.is_empty()).then_some(text);
    let one = entry.written(&id, said);
    let how = if here.in_flow { "between braces" } else { "on a line of its own" };
    let shown = if here.in_flow { format!("{{ {one} }}") } else { one };
    format!("write each entry {how}, after an id: `{shown}`{}", entry.meaning())
}

/// The one KPI that stands beside this, in the same record.
fn only_kpi(here: Here<'_>) -> Option<&str> {
    let Value::Mapping(entries) = here.at(here.parent?, None).value() else { return None };
    let (_, kpis) = entries.iter().find(|(key, _)| here.text(*key) == "kpis")?;
    match here.at(kpis, None).value() {
        Value::Scalar(id, _) => Some(id).filter(|id| super::is_id(id)),
        Value::Sequence([one]) => here.scalar_text(*one).filter(|id| super::is_id(id)),
        _ => None,
    }
}

/// The id that is proposed for a text.
pub(super) fn short_id(text: &str) -> Option<String> {
    let id = slug(text).split('-').take(WORDS).collect::<Vec<_>>().join("-");
    (!id.is_empty()).then_some(id)
}

/// How a list becomes entries by id, shown on its first entry.
pub(super) fn from_list(here: Here<'_>) -> String {
    let entry = Entry::of(here);
    let brackets = here.reading.tree.is_flow(here.node);
    let away = if brackets { "write braces instead of the brackets" } else { "take the dashes away" };
    let becomes = |written: &str, entry: &str| {
        if brackets {
            format!("write braces instead of the brackets, and an id for each entry: `{{ {entry} }}`")
        } else {
            format!("give each entry an id instead of its dash: `{written}` becomes `{entry}`")
        }
    };
    let first = match here.value() {
        Value::Sequence(items) => items.first().copied(),
        _ => None,
    };
    match first.map(|item| (item, here.at(item, None).value())) {
        Some((_, Value::Scalar(text, _))) => {
            let Some(id) = short_id(text) else { return no_name(brackets) };
            if slug(text) == text || !entry.words.is_empty() {
                let braced = entry.written(&id, None);
                let braced = if brackets { format!("{{ {braced} }}") } else { braced };
                return format!("{away}, and say what each is: `{braced}`{}", entry.meaning());
            }
            becomes(&shown(text), &entry.written(&id, Some(text)))
        }
        Some((item, Value::Mapping(entries))) => {
            // Where the first key is none of the record's, it is the id.
            let head = entries.get(0).filter(|(key, _)| {
                let text = here.text(*key);
                !entry.keys.is_empty()
                    && !entry.keys.contains(&text)
                    && !matches!(text, "id" | "title" | "name")
                    || (entry.is_number || !entry.words.is_empty())
            });
            if let Some((key, value)) = head {
                let id = short_id(here.text(key)).unwrap_or_else(|| "spring-launch".to_owned());
                return match here.at(value, None).value() {
                    Value::Scalar(text, _) if !text.is_empty() && entries.len() == 1 => {
                        let one = entry.written(&id, Some(text));
                        let one = if brackets { format!("{{ {one} }}") } else { one };
                        format!("{away}: `{one}`{}", entry.meaning())
                    }
                    _ if brackets => format!("{away}: `{{ {id}: … }}`"),
                    _ => format!("{away}: `{id}:`, with its keys indented below"),
                };
            }
            let Some((key, name)) = name_of(here, item) else { return no_name(brackets) };
            let Some(id) = short_id(name) else { return no_name(brackets) };
            let written = format!("- {key}: {}", shown(name));
            if brackets {
                becomes(&written, &format!("{id}: {{ {key}: {} }}", plainly(shown(name).as_ref())))
            } else {
                format!(
                    "give each entry an id instead of its dash: `{written}` becomes `{id}:`, with its keys indented below"
                )
            }
        }
        _ => no_name(brackets),
    }
}

fn no_name(brackets: bool) -> String {
    if brackets {
        "write braces instead of the brackets, and an id before each entry, such as `spring-launch:`"
            .to_owned()
    } else {
        "give each entry an id of its own instead of a dash, such as `spring-launch:`, with its keys indented below"
            .to_owned()
    }
}

/// The name of an entry of a list, with its key: that of `name:`, or else the first there is.
fn name_of(here: Here<'_>, item: NodeId) -> Option<(&str, &str)> {
    let Value::Mapping(entries) = here.at(item, None).value() else { return None };
    let texts = || entries.iter().filter_map(|(key, value)| Some((here.text(key), here.scalar_text(value)?)));
    let named = texts().find(|(key, _)| matches!(*key, "id" | "name" | "title"));
    named.or_else(|| texts().next())
}
