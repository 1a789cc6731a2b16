//! Keys that the format does not have, and where they belong.

use std::collections::HashMap;

use super::agencies;
use super::cursor::Cursor;
use super::fits::fits;
use super::format::{Key, Record, Shape};
use super::ids::slug;
use super::statuses::{self, Said};
use super::{measured, moved, synonyms};
use crate::finding::file::UNKNOWN_KEY;
use crate::finding::{Edit, Finding, Fix, Safety};
use crate::source::Span;
use crate::syntax::tree::{NodeId, Value};
use crate::words::link;
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
    let (own, one, noun) = (shown(text), called(record), plural(record));
    let finding =
        |message: String, problem: String| UNKNOWN_KEY.at(span, message).among(0, noun.clone(), problem);
    let not_a_key = |problem| finding(format!("`{own}` is not a key of {one}"), problem);
    // The objectives of a file without goals are its goals.
    let are_goals = record.has("goals") && meant.is_some_and(|meant| meant.name == "goals");
    if meant.is_none_or(|meant| !meant.certain)
        && !are_goals
        && let Some((section, name)) = one_level_down(cursor, record, (key, value))
        && (meant.is_none() || name.eq_ignore_ascii_case(text) || synonyms::below(text, record).is_some())
    {
        let mut path = cursor.path_of(cursor.node);
        path.extend([section.into(), name.into()]);
        let path: Vec<&str> = path.iter().map(AsRef::as_ref).collect();
        return not_a_key(format!("have `{own}`, which belongs under `{section}:`"))
            .label(format!("did you mean `{name}` under `{section}:`?"))
            .help(match cursor.find(&path) {
                None if is_a_value_first(cursor, record, section) => {
                    format!("move it under `{section}:`, as `{name}`, next to the figure")
                }
                None => format!("move it under `{section}:`, as `{name}`"),
                Some(_) => format!(
                    "`{section}:` has `{name}` already: keep the one that is right, or {}",
                    keep(record, &own)
                ),
            })
            .fix_if(
                moved::to(cursor, (key, value), &path).filter(|_| !is_a_value_first(cursor, record, section)),
            );
    }
    if let Some((help, fix)) = agencies::taking_part(cursor, record, (key, value)) {
        return not_a_key(format!("have `{own}`, and an agency is one of the people"))
            .label("an agency takes part")
            .help(format!("{help}; if it means something else, {}", keep(record, &own)))
            .fix_if(Some(fix));
    }
    if let Some(fix) = agencies::section(cursor, (key, value)) {
        return not_a_key(format!("have `{own}`"))
            .label("agencies are people")
            .help(fix.title.clone())
            .fix_if(Some(fix));
    }
    let status =
        statuses::said(cursor, record, (key, value)).filter(|_| meant.is_none_or(|meant| !meant.certain));
    let measured = || {
        let said = measured::by_a_kpi(cursor, record, (key, value));
        // The id of a goal is not a figure, whatever its key can mean.
        said.filter(|_| meant.is_none() || record.name == "Kpi")
    };
    if let Some(Said { label, help, fix }) = status.or_else(measured) {
        return not_a_key(format!("have `{own}`")).label(label).help(help).fix_if(fix);
    }
    match meant {
        Some(Nearest { name, certain }) => {
            let help = if certain {
                format!("write `{name}`")
            } else {
                format!("write `{name}`; if it means something else, {}", keep(record, &own))
            };
            let finding = not_a_key(format!("have `{own}` instead of `{name}`"))
                .label(format!("did you mean `{name}`?"))
                .help(help)
                .fix(
                    format!("rename the key to `{name}`"),
                    if certain { Safety::Safe } else { Safety::Unsafe },
                    vec![Edit { span, text: name.to_owned() }],
                );
            // What is under a key that is only likely meant is not read.
            if certain {
                finding
            } else {
                finding.revealing(Span::new(span.start, cursor.span_of(value).end))
            }
        }
        None if text == "<<" => not_a_key(format!("have `{own}`"))
            .label("merge keys are not supported")
            .help("write the keys out in each place"),
        None if let Some(fix) = moved::up(cursor, record, (key, value)) => not_a_key(format!("have `{own}`"))
            .label("what is below it belongs here")
            .help(fix.title.clone())
            .fix_if(Some(fix)),
        None => match home(cursor, record, (key, value)) {
            Some((move_it, fix)) => not_a_key(format!("have `{own}`, which belongs somewhere else"))
                .label("not read here")
                .help(move_it)
                .fix_if(fix),
            None => finding(
                format!("stratplan has no place for `{own}` in {one}"),
                format!("have `{own}`, for which stratplan has no place"),
            )
            .label("not read")
            .help(keep(record, &own))
            .fix_if(keep_as_extension(cursor, key, value)),
        },
    }
}

/// How to keep what the format has no place for.
fn keep(record: &Record, own: &str) -> String {
    let notes = if record.has("notes") { ", under `notes:`," } else { "" };
    format!("keep it as a comment{notes} or as `x-{own}`")
}

/// Renames a key so that stratplan reads past it, with everything below it.
fn keep_as_extension(cursor: Cursor<'_>, key: NodeId, value: NodeId) -> Option<Fix> {
    // What is below it may be something else once the file can be read.
    let is_damaged = |node| cursor.decoder.tree.is_incomplete(node);
    if is_damaged(cursor.node) || is_damaged(value) || matches!(cursor.value_of(value), Value::Damaged) {
        return None;
    }
    let renamed = format!("x-{}", cursor.text(key));
    let is_taken = cursor.has_key(&renamed);
    let span = cursor.span_of(key);
    let is_quoted = cursor.decoder.source.slice(span).starts_with(['"', '\'']);
    let at = span.start + u32::from(is_quoted);
    let edits = vec![Edit { span: Span::new(at, at), text: "x-".to_owned() }];
    let title = format!("rename the key to `{}`", shown(&renamed));
    (!is_taken).then_some(Fix { title, safety: Safety::Unsafe, edits, reveals: None })
}

/// Where a key belongs that is not like any other here, if that is another record in which its value can be read.
fn home(cursor: Cursor<'_>, record: &Record, entry: (NodeId, NodeId)) -> Option<(String, Option<Fix>)> {
    let (text, value) = (cursor.text(entry.0), entry.1);
    let is_map = matches!(cursor.value_of(value), Value::Mapping(_));
    let is_list = matches!(cursor.value_of(value), Value::Sequence(_));
    let keep = keep(record, &shown(text));
    let records = cursor.decoder.root.records();
    let (file, others) = records.split_first()?;
    let fits = |key: &Key| fits(cursor, entry, key);
    let section_of = |record: &Record| {
        let named = |key: &&Key| key.shape.record().is_some_and(|own| own.name == record.name);
        file.keys.iter().find(named).map(|key| key.name)
    };
    if let Some(section) = file.key(text)
        && (is_map
            || (is_list && matches!(section.shape.full(), Shape::ById(_)))
            || (section.shape.is_figure() && section_of(record).is_some()))
        && fits(section)
    {
        return Some(match cursor.find(&[text]) {
            None => (
                format!("move it to the start of a line: `{text}:` is a section of the file"),
                moved::to(cursor, entry, &[text]),
            ),
            Some(_) => (
                format!(
                    "`{text}:` is a section of the file, at the start of a line: move what this adds there, or {keep}"
                ),
                None,
            ),
        });
    }
    if let Some(section) = synonyms::section_of(text)
        && matches!(record.name, "Strategy" | "Head")
        && link::address(cursor.text(value)).is_some()
    {
        let path = [section, &slug(text)];
        let fix = moved::to(cursor, entry, &path);
        let help = format!("write it under `{section}:`, after an id; if it means something else, {keep}");
        return Some((help, fix));
    }
    if let Some((section, own, key)) = entries_of(cursor, record, text)
        && fits(key)
    {
        let name = Some(key.name).filter(|name| own.main != Some(name));
        let fix = moved::into_entry(cursor, entry, section.name, name);
        let help = match &fix {
            Some(fix) => fix.title.clone(),
            None => format!("write it as an entry of `{}:`, after an id", section.name),
        };
        return Some((format!("{help}; if it means something else, {keep}"), fix));
    }
    // A text can be read as any other, so it has a home only in a section of the file.
    let is_home = |record: &Record| {
        let key = record.key(text)?;
        let is_text = key.shape.is_any_text();
        // `tools: Brandwatch, Brand24` is not a cost.
        let has_figure = || {
            cursor.scalar_text(value).is_none_or(|text| {
                text.split_whitespace()
                    .any(|word| word.starts_with(|c: char| c.is_ascii_digit() || "€$£".contains(c)))
            })
        };
        if key.shape.is_figure() && !has_figure() {
            return None;
        }
        ((!is_text || section_of(record).is_some()) && fits(key)).then_some(())
    };
    let homes: Vec<&Record> = others.iter().copied().filter(|record| is_home(record).is_some()).collect();
    let names: Vec<String> = homes.iter().map(|record| called(record)).collect();
    let fix = match homes.as_slice() {
        [only] => section_of(only).and_then(|section| moved::to(cursor, entry, &[section, text])),
        _ => None,
    };
    match homes.len() {
        _ if text == "activities" && record.name == "Campaign" => {
            let own = cursor.path_of(cursor.node).last().map(ToString::to_string).unwrap_or_default();
            Some((
                format!(
                    "write each as an entry under `activities:` of its pillar, with `campaign: {own}`; or {keep}"
                ),
                None,
            ))
        }
        1..=3 => {
            let homes = crate::words::or(&names);
            Some(match fix {
                Some(fix) => {
                    let help = format!(
                        "move it, since `{text}` is a key of {homes}; if it means something else, {keep}"
                    );
                    (help, Some(fix))
                }
                // There can be several of them, or none.
                None => (format!("`{text}` is a key of {homes}: write it there, or {keep}"), None),
            })
        }
        _ if is_map && record.has("activities") => {
            Some((format!("put it under `activities:` if it is an activity; if not, {keep}"), None))
        }
        _ => None,
    }
}

/// The section of a record whose entries have this key as the first that is said of them, or their address, and that
/// key of theirs: `accounts` for a handle or a link.
fn entries_of(
    cursor: Cursor<'_>,
    record: &Record,
    text: &str,
) -> Option<(&'static Key, &'static Record, &'static Key)> {
    let is_top = cursor.decoder.tree.root() == Some(cursor.node);
    let mut all = record.keys.iter().filter(|section| !is_top && !cursor.has_key(section.name));
    all.find_map(|section| match section.shape {
        Shape::ById(entry @ Shape::Short(_)) => {
            let own = entry.record()?;
            let is_address = synonyms::means_key(text, "address");
            let key = if is_address { own.key("address") } else { own.key(text) };
            let key = key.filter(|key| is_address || own.main == Some(key.name))?;
            Some((section, own, key))
        }
        _ => None,
    })
}

/// The key next to this one, and the key below it that was surely meant: `gears` and `engagement` for a
/// gear directly below its purpose. At the top of the file the first one counts, elsewhere the only
/// one.
fn one_level_down(
    cursor: Cursor<'_>,
    record: &Record,
    entry: (NodeId, NodeId),
) -> Option<(&'static str, &'static str)> {
    if let Some((section, name)) = synonyms::below(cursor.text(entry.0), record) {
        let key = record.key(section)?.shape.record()?.key(name)?;
        return fits(cursor, entry, key).then_some((section, name));
    }
    let mut all = record.keys.iter().filter_map(|section| {
        let below = section.shape.record()?;
        let meant = nearest(cursor.text(entry.0), below.names()).filter(|meant| meant.certain)?;
        let fits = below.key(meant.name).is_some_and(|key| fits(cursor, entry, key));
        fits.then_some((section.name, meant.name))
    });
    let is_top = cursor.decoder.tree.root() == Some(cursor.node);
    all.next().filter(|_| is_top || all.next().is_none())
}

/// True if a key of the record is absent that says nothing without its own value.
fn is_a_value_first(cursor: Cursor<'_>, record: &Record, section: &str) -> bool {
    let own = record.key(section).and_then(|key| key.shape.record());
    own.is_some_and(|own| !own.required.is_empty()) && !cursor.has_key(section)
}

/// Records that are under one key only, which names them better than an article does.
const ONLY_ONE: [&str; 6] =
    ["after", "listening", "support", "contact center", "answered by", "marketing strategy"];

/// `GoalKind` → `goal kind`.
pub(super) fn in_words(record: &Record) -> String {
    let mut words = String::new();
    for c in record.name.chars() {
        if c.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(c.to_lowercase());
    }
    words
}

/// `GoalKind` → `a goal kind`.
fn called(record: &Record) -> String {
    let words = in_words(record);
    match words.as_str() {
        "kpi" => "a KPI".to_owned(),
        "strategy" => "the strategy file".to_owned(),
        "head" => "`strategy`".to_owned(),
        "costs" => "the `budget:` of an activity or a campaign".to_owned(),
        _ if words.ends_with('s') || ONLY_ONE.contains(&words.as_str()) => {
            format!("`{}`", words.replace(' ', "_"))
        }
        _ => with_article(&words),
    }
}

/// `GoalKind` → `goal kinds`.
fn plural(record: &Record) -> String {
    let words = in_words(record);
    match words.as_str() {
        "kpi" => "KPIs".to_owned(),
        "person" => "people".to_owned(),
        "call to action" => "calls to action".to_owned(),
        "after" | "answered by" => format!("`{}`", words.replace(' ', "_")),
        "costs" => "amounts".to_owned(),
        _ => match words.strip_suffix('y') {
            Some(stem) => format!("{stem}ies"),
            None => format!("{words}s"),
        },
    }
}

/// Says of how many entries of its kind each unknown key is one, now that all have been read.
pub(super) fn count_siblings(findings: &mut [Finding], records: &HashMap<&'static str, (&Record, usize)>) {
    let totals: HashMap<String, usize> =
        records.values().map(|(record, count)| (plural(record), *count)).collect();
    for siblings in findings.iter_mut().filter_map(|finding| finding.siblings.as_mut()) {
        siblings.total = totals.get(&*siblings.noun).copied().unwrap_or(siblings.total);
    }
}
