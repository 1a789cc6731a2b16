//! Keys that the format does not have, and where they belong.

use super::here::Here;
use crate::finding::file::UNKNOWN_KEY;
use crate::finding::{Edit, Finding, Safety};
use crate::syntax::tree::{NodeId, Value};
use crate::words::nearest::{Nearest, nearest};
use crate::words::shown;

/// A key that the format does not have.
pub(super) fn unknown_key(
    here: Here<'_>,
    (key, value): (NodeId, NodeId),
    record: &str,
    meant: Option<Nearest<'_>>,
    fields: &[&str],
) -> Finding {
    let span = here.reading.tree.span(key);
    let Some(text) = here.scalar_text(key) else {
        return UNKNOWN_KEY
            .at(span, format!("this is not a key of {}", with_article(record)))
            .help("write a key as one word followed by a colon".to_owned());
    };
    let finding = UNKNOWN_KEY.at(span, format!("`{}` is not a key of {}", shown(text), with_article(record)));
    if meant.is_none_or(|meant| !meant.certain)
        && let Some((section, name)) = one_below(here, record, text)
        && (meant.is_none() || name.eq_ignore_ascii_case(text))
    {
        return finding
            .label(format!("did you mean `{name}` under `{section}:`?"))
            .help(format!("move it among the keys of `{section}:`, as `{name}`"));
    }
    match meant {
        Some(Nearest { name, certain }) => {
            let finding = finding.label(format!("did you mean `{name}`?"));
            let finding = finding.help(format!("write `{name}`")).fix(
                format!("rename the key to `{name}`"),
                if certain { Safety::Safe } else { Safety::Unsafe },
                vec![Edit { span, text: name.to_owned() }],
            );
            // What stands under a key that may be meant for another is not read.
            if certain { finding } else { finding.revealing(here.reading.tree.span(value)) }
        }
        None if text == "<<" => finding
            .label("merge keys are not read".to_owned())
            .help("write the keys out in each place".to_owned()),
        None => finding.label("not read".to_owned()).help(where_to(here, (key, value), fields)),
    }
}

/// What to do with a key that nothing here is like. Nobody is told to throw a whole block away.
fn where_to(here: Here<'_>, (key, value): (NodeId, NodeId), fields: &[&str]) -> String {
    let text = here.text(key);
    let all = fields.join(", ");
    let is_block = matches!(here.at(value, None).value(), Value::Mapping(_) | Value::Sequence(_));
    let schema = here.reading.schema.as_value();
    let has =
        |record: &serde_json::Value| record.get("properties").is_some_and(|keys| keys.get(text).is_some());
    let is_map = matches!(here.at(value, None).value(), Value::Mapping(_));
    if is_map && has(schema) {
        return format!("move it to the start of a line: `{text}:` is a section of the file");
    }
    let records = schema.get("$defs").and_then(|all| all.as_object());
    let homes = records.into_iter().flatten().filter(|(_, record)| has(record));
    let homes: Vec<String> = homes.map(|(name, _)| with_article(name)).collect();
    match homes.len() {
        1..=3 if is_block => format!("move it: `{text}` is a key of {}", crate::words::or(&homes)),
        1..=3 => {
            format!("move it, since `{text}` is a key of {}; or use one of: {all}", crate::words::or(&homes))
        }
        _ if is_map && fields.contains(&"activities") => {
            format!("put it under `activities:` if it is an activity, or rename it to one of: {all}")
        }
        _ if is_block && (here.in_flow || here.reading.tree.is_flow(here.node)) => {
            format!("move it into the entry it belongs to, or rename it to one of: {all}")
        }
        _ if is_block => format!("indent it below the entry it belongs to, or rename it to one of: {all}"),
        _ => format!("remove it, or use one of: {all}"),
    }
}

/// The key beside which this one stands, and the key below that which was surely meant: `gears` and
/// `engagement` for a gear right below its purpose. At the top of the file the first that has it will do.
fn one_below(here: Here<'_>, record: &str, text: &str) -> Option<(String, String)> {
    let schema = here.reading.schema.as_value();
    let is_top = here.reading.tree.root() == Some(here.node);
    let own = if is_top { Some(schema) } else { schema.get("$defs")?.get(record) };
    let keys_of = |section: &serde_json::Value| {
        let named = section
            .get("anyOf")
            .and_then(|all| all.as_array())
            .map_or(std::slice::from_ref(section), Vec::as_slice);
        let named = named.iter().filter_map(|one| one.get("$ref")?.as_str());
        let records = named
            .filter_map(|name| schema.pointer(name.trim_start_matches('#'))?.get("properties")?.as_object());
        records.flat_map(|record| record.keys().cloned()).collect::<Vec<_>>()
    };
    let mut all = own?.get("properties")?.as_object()?.iter().filter_map(|(section, value)| {
        let keys = keys_of(value);
        let meant = nearest(text, keys.iter().map(String::as_str)).filter(|meant| meant.certain)?;
        Some((section.clone(), meant.name.to_owned()))
    });
    all.next().filter(|_| is_top || all.next().is_none())
}

/// `GoalKind` → `a goal kind`.
fn with_article(record: &str) -> String {
    let mut words = String::new();
    for c in record.chars() {
        if c.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(c.to_lowercase());
    }
    match words.as_str() {
        "kpi" => "a KPI".to_owned(),
        "strategy file" => "the strategy file".to_owned(),
        "head" => "`strategy`".to_owned(),
        "listening" | "support" | "contact center" | "answered by" => {
            format!("`{}`", words.replace(' ', "_"))
        }
        "marketing strategy" => "`marketing_strategy`".to_owned(),
        _ if words.ends_with('s') => {
            format!("`{}`", words.replace(' ', "_"))
        }
        _ if words.starts_with(['a', 'e', 'i', 'o', 'u']) => format!("an {words}"),
        _ => format!("a {words}"),
    }
}
