//! Keys that the format does not have, and where they belong.

use super::cursor::Cursor;
use super::format::Record;
use crate::finding::file::UNKNOWN_KEY;
use crate::finding::{Edit, Finding, Safety};
use crate::syntax::tree::{NodeId, Value};
use crate::words::nearest::{Nearest, nearest};
use crate::words::{shown, with_article};

/// A key that the record does not have.
pub(super) fn unknown_key(
    cursor: Cursor<'_>,
    record: &Record,
    (key, value): (NodeId, NodeId),
    meant: Option<Nearest<'_>>,
) -> Finding {
    let (span, text) = (cursor.span_of(key), cursor.text(key));
    let message = format!("`{}` is not a key of {}", shown(text), called(record));
    let finding = UNKNOWN_KEY.at(span, message);
    if meant.is_none_or(|meant| !meant.certain)
        && let Some((section, name)) = one_level_down(cursor, record, text)
        && (meant.is_none() || name.eq_ignore_ascii_case(text))
    {
        return finding
            .label(format!("did you mean `{name}` under `{section}:`?"))
            .help(format!("move it under `{section}:`, as `{name}`"));
    }
    match meant {
        Some(Nearest { name, certain }) => {
            let finding = finding.label(format!("did you mean `{name}`?"));
            let finding = finding.help(format!("write `{name}`")).fix(
                format!("rename the key to `{name}`"),
                if certain { Safety::Safe } else { Safety::Unsafe },
                vec![Edit { span, text: name.to_owned() }],
            );
            // What is under a key that is only likely meant is not read.
            if certain { finding } else { finding.revealing(cursor.span_of(value)) }
        }
        None if text == "<<" => {
            finding.label("merge keys are not supported").help("write the keys out in each place")
        }
        None => finding.label("ignored").help(where_to(cursor, record, text, value)),
    }
}

/// What to do with a key that is not like any other here. A complete block is never to be thrown away.
fn where_to(cursor: Cursor<'_>, record: &Record, text: &str, value: NodeId) -> String {
    let all = record.list();
    let is_map = matches!(cursor.value_of(value), Value::Mapping(_));
    let is_block = is_map || matches!(cursor.value_of(value), Value::Sequence(_));
    let records = cursor.decoder.root.records();
    let Some((file, others)) = records.split_first() else { return String::new() };
    if is_map && file.has(text) {
        return format!("move it to the start of a line: `{text}:` is a section of the file");
    }
    let homes = others.iter().filter(|record| record.has(text));
    let homes: Vec<String> = homes.map(|record| called(record)).collect();
    match homes.len() {
        1..=3 if is_block => format!("move it: `{text}` is a key of {}", crate::words::or(&homes)),
        1..=3 => {
            format!("move it, since `{text}` is a key of {}; or use one of: {all}", crate::words::or(&homes))
        }
        _ if is_map && record.has("activities") => {
            format!("put it under `activities:` if it is an activity, or rename it to one of: {all}")
        }
        _ if is_block && (cursor.in_flow || cursor.is_flow()) => {
            format!("move it into the entry it belongs to, or rename it to one of: {all}")
        }
        _ if is_block => format!("indent it below the entry it belongs to, or rename it to one of: {all}"),
        _ => format!("remove it, or use one of: {all}"),
    }
}

/// The key next to this one, and the key below it that was surely meant: `gears` and `engagement` for a
/// gear directly below its purpose. At the top of the file the first one counts, elsewhere the only
/// one.
fn one_level_down(cursor: Cursor<'_>, record: &Record, text: &str) -> Option<(&'static str, &'static str)> {
    let mut all = record.keys.iter().filter_map(|section| {
        let below = section.shape.record()?;
        let meant = nearest(text, below.names()).filter(|meant| meant.certain)?;
        Some((section.name, meant.name))
    });
    let is_top = cursor.decoder.tree.root() == Some(cursor.node);
    all.next().filter(|_| is_top || all.next().is_none())
}

/// Records that are under one key only, which names them better than an article does.
const ONLY_ONE: [&str; 5] = ["listening", "support", "contact center", "answered by", "marketing strategy"];

/// `GoalKind` → `a goal kind`.
fn called(record: &Record) -> String {
    let mut words = String::new();
    for c in record.name.chars() {
        if c.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(c.to_lowercase());
    }
    match words.as_str() {
        "kpi" => "a KPI".to_owned(),
        "strategy" => "the strategy file".to_owned(),
        "head" => "`strategy`".to_owned(),
        _ if words.ends_with('s') || ONLY_ONE.contains(&words.as_str()) => {
            format!("`{}`", words.replace(' ', "_"))
        }
        _ => with_article(&words),
    }
}
