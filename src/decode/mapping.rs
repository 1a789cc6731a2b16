//! The keys of a mapping, before their values are read: values that a comma cut off, keys that are
//! there twice, and keys that a record does not have.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::cursor::{Cursor, Slot};
use super::fits::{does_not_fit, fits};
use super::format::{Record, Shape};
use super::{commas, invalid_value, no_space, synonyms, unknown_key, wrong_shape};
use crate::source::Span;
use crate::syntax::pasted::unquoted;
use crate::syntax::tree::{Entries, NodeId, Style, Tree, Value};
use crate::words::nearest::{Nearest, is_one_step, nearest};

type Entry = (NodeId, NodeId);

/// The entries of the mapping here, each key once, after errors have been reported.
pub(super) fn unique(cursor: Cursor<'_>, entries: Entries<'_>) -> Vec<Entry> {
    // Readings also come from a CSV file, so a separate rule reports a date that they have twice.
    let of_readings = matches!(cursor.shape.full(), Shape::ByDate)
        && cursor.key.is_some_and(|key| cursor.text(key) == "readings");
    let all: Vec<Entry> = entries.iter().collect();
    let in_braces = cursor.is_flow();
    let is_cut = in_braces && all.iter().any(|(_, value)| cursor.span_of(*value).is_empty());
    if !is_cut && (of_readings || !has_duplicates(cursor, entries)) {
        return all;
    }
    let rejoined = if in_braces { rejoin_commas(cursor, &all) } else { all };
    if of_readings { rejoined } else { once_each(cursor, rejoined) }
}

/// True if a mapping has a key twice, or one that is not a scalar.
fn has_duplicates(cursor: Cursor<'_>, entries: Entries<'_>) -> bool {
    // Most mappings have a few keys, which need no hashing.
    const SMALL: usize = 12;
    let keys = || entries.iter().map(|(key, _)| cursor.scalar_text(key));
    if entries.len() <= SMALL {
        let is_earlier = |index: usize, key| keys().take(index).any(|earlier| earlier == key);
        return keys().enumerate().any(|(index, key)| key.is_none() || is_earlier(index, key));
    }
    let mut met = HashSet::with_capacity(entries.len());
    keys().any(|key| key.is_none_or(|key| !met.insert(key)))
}

/// Puts values together that their commas cut into keys, and reports them: in
/// `{ answer: Filter life, downtime, as_of: … }` YAML reads a key `downtime` without a value.
fn rejoin_commas(cursor: Cursor<'_>, mut rest: &[Entry]) -> Vec<Entry> {
    let mut rejoined = Vec::with_capacity(rest.len());
    while let Some(((key, value), after)) = rest.split_first() {
        let name = no_space::key_in(cursor, *key, *value);
        let is_cut = name.is_some() || is_text(cursor, *value) || is_before_a_comma(cursor, *value, after);
        let count = if is_cut { pieces_of(cursor, after) } else { 0 };
        let (pieces, others) = after.split_at_checked(count).unwrap_or((&[], after));
        match (name, pieces) {
            (Some(name), _) => {
                let end = cursor.span_of(pieces.last().map_or(*key, |(piece, _)| *piece)).end;
                no_space::in_key(cursor, name, *key, end);
                // The key of a record is found by its name.
                let is_record = cursor.shape.record().is_some();
                rejoined.push((if is_record { *key } else { Tree::DAMAGED }, Tree::DAMAGED));
            }
            (None, []) => rejoined.push((*key, *value)),
            (None, _) => {
                cursor.report(commas::comma_split(cursor, *key, *value, pieces));
                rejoined.push((*key, Tree::DAMAGED));
            }
        }
        rest = others;
    }
    rejoined
}

fn is_text(cursor: Cursor<'_>, value: NodeId) -> bool {
    matches!(cursor.value_of(value), Value::Scalar(text, Style::Plain) if !text.is_empty())
}

/// True for what is empty because its figure begins with a comma: `value: ,5`.
fn is_before_a_comma(cursor: Cursor<'_>, value: NodeId, after: &[Entry]) -> bool {
    let Some((key, _)) = after.first().filter(|_| cursor.span_of(value).is_empty()) else { return false };
    let between = Span::new(cursor.span_of(value).end, cursor.span_of(*key).start);
    let between = cursor.decoder.source.slice(between);
    between.trim_start() == "," && cursor.text(*key).starts_with(|c: char| c.is_ascii_digit())
}

/// How many of the entries after a value are the rest of it: those without a value, except keys of the
/// record.
fn pieces_of(cursor: Cursor<'_>, after: &[Entry]) -> usize {
    let may_be_text = match cursor.shape.full() {
        Shape::ById(entry) => !entry.is_figure(),
        _ => false,
    };
    let is_key = |text: &str| cursor.shape.record().is_some_and(|record| record.has(text));
    let is_piece = |(key, value): &&Entry| {
        let is_other = || no_space::key_in(cursor, *key, *value).is_some() && !may_be_text;
        let is_rest = |text: &str| !is_key(text) && !is_other();
        cursor.span_of(*value).is_empty() && cursor.scalar_text(*key).is_some_and(is_rest)
    };
    after.iter().take_while(is_piece).count()
}

/// Reports keys that a mapping has more than once, and returns one entry for each. If their values differ,
/// none of them is read, because each can be the right one. A key that is not a scalar is reported and left
/// out, too.
fn once_each(cursor: Cursor<'_>, entries: Vec<Entry>) -> Vec<Entry> {
    let mut unique: IndexMap<&str, (Entry, Vec<Span>)> = IndexMap::with_capacity(entries.len());
    let mut unread = Vec::new();
    for (key, value) in entries {
        let Some(text) = cursor.scalar_text(key) else {
            if !matches!(cursor.value_of(key), Value::Damaged) {
                cursor.report(wrong_shape::not_a_key(cursor.item(key, &Shape::Text)));
            }
            continue;
        };
        match unique.get_mut(text) {
            None => {
                unique.insert(text, ((key, value), Vec::new()));
            }
            Some(((_, first), again)) => {
                again.push(cursor.span_of(key));
                let first_text = cursor.scalar_text(*first);
                if first_text.is_none() || first_text != cursor.scalar_text(value) {
                    unread.extend([(text, (key, *first)), (text, (key, value))]);
                    *first = Tree::DAMAGED;
                }
            }
        }
    }
    for (text, (entry, again)) in &unique {
        if let Some(finding) = invalid_value::duplicate_key(cursor, text, entry.0, again) {
            cursor.report(finding);
        }
    }
    // What is wrong with each of them is said at once.
    for (text, (key, value)) in unread {
        let own = cursor.shape.record().and_then(|record| record.key(text));
        if let Some(own) = own.filter(|_| value != Tree::DAMAGED && cursor.decoder.trial.get().is_none()) {
            (own.read)(cursor.at(value, Some(key), own.shape));
        }
    }
    unique.into_values().map(|(entry, _)| entry).collect()
}

/// Puts the values of the record here into the slots of its keys; a slot stays empty if its key is
/// absent.
pub(super) fn match_keys(cursor: Cursor<'_>, slots: &mut [Slot]) -> Option<()> {
    let (Value::Mapping(entries), Some(record)) = (cursor.value(), cursor.shape.record()) else {
        return cursor.wrong_shape();
    };
    // People keep to the usual order, so the next key is tried first.
    let mut likely = 0;
    let mut extensions = HashSet::new();
    let is_sound = entries.iter().all(|(key, value)| {
        let text = cursor.scalar_text(key);
        if let Some(text) = text.filter(|text| is_extension(text)) {
            return extensions.insert(text);
        }
        let index = text.and_then(|text| position(record, text, likely));
        likely = index.map_or(0, |index| index + 1);
        let slot = index.and_then(|index| slots.get_mut(index));
        slot.is_some_and(|slot| slot.replace((value, Some(key))).is_none())
    });
    if !is_sound || cursor.decoder.tree.is_incomplete(cursor.node) {
        slots.fill(None);
        match_with_errors(cursor, record, entries, slots);
    }
    Some(())
}

/// True for a key that the author has added to the format. It can be anywhere, except where every key is an
/// id, and can hold anything.
pub(super) fn is_extension(key: &str) -> bool {
    key.starts_with("x-")
}

/// The index of a key, those from `likely` on tried first.
fn position(record: &Record, name: &str, likely: usize) -> Option<usize> {
    let is_it = |index: &usize| record.keys.get(*index).is_some_and(|key| key.name == name);
    (likely..record.keys.len()).chain(0..likely).find(is_it)
}

fn match_with_errors(cursor: Cursor<'_>, record: &'static Record, entries: Entries<'_>, slots: &mut [Slot]) {
    let mut unknown = Vec::new();
    for (key, value) in unique(cursor, entries) {
        // Reported with the space that its colon lacks.
        if let Some(meant) =
            no_space::key_in(cursor, key, value).and_then(|name| no_space::meant(name, record))
        {
            if let Some(slot) = position(record, meant, 0).and_then(|index| slots.get_mut(index)) {
                *slot = Some((value, Some(key)));
            }
            continue;
        }
        match position(record, cursor.text(key), 0).and_then(|index| slots.get_mut(index)) {
            Some(slot) => *slot = Some((value, Some(key))),
            None if is_extension(cursor.text(key)) => {}
            None => unknown.push((key, value)),
        }
    }
    // A misspelled key is read as the one that was meant, so that one slip is one finding.
    let mut strangers = 0;
    // What is only likely meant takes no key from one that is almost spelled so.
    unknown.sort_by_cached_key(|(key, _)| {
        !nearest(cursor.text(*key), record.names()).is_some_and(|meant| meant.certain)
    });
    for (key, value) in unknown {
        let free = record.names().zip(slots.iter()).filter(|(_, slot)| slot.is_none()).map(|(name, _)| name);
        let meant = meant(cursor, (key, value), record, free);
        cursor.report(unknown_key::unknown_key(cursor, record, (key, value), meant));
        let Some(meant) = meant else {
            strangers += 1;
            continue;
        };
        if let Some(slot) = position(record, meant.name, 0).and_then(|index| slots.get_mut(index)) {
            *slot = Some((if meant.certain { value } else { Tree::DAMAGED }, Some(key)));
        }
    }
    if strangers > 0 && strangers == entries.len() {
        does_not_fit(cursor);
    }
    if cursor.decoder.tree.is_incomplete(cursor.node) {
        slots.iter_mut().filter(|slot| slot.is_none()).for_each(|slot| *slot = Some((Tree::DAMAGED, None)));
    }
}

/// The key that was meant: one that is spelled almost so, or else one that means the same. Unless that is
/// certain, the value must be one that can be read there.
fn meant<'k>(
    cursor: Cursor<'_>,
    entry: Entry,
    record: &Record,
    free: impl Iterator<Item = &'k str> + Clone,
) -> Option<Nearest<'k>> {
    let text = cursor.text(entry.0);
    let written = unquoted(text).unwrap_or(text);
    let spelled = nearest(written, free.clone());
    let fits = |name: &str| record.key(name).is_some_and(|key| fits(cursor, entry, key));
    if let Some(meant) = spelled.filter(|meant| meant.certain) {
        // `measured: monthly` is not a slip for `measures`.
        let other = || synonyms::key(written, record, free.clone(), fits);
        return if fits(meant.name) { spelled } else { other().or(spelled) };
    }
    synonyms::key(written, record, free, fits).or_else(|| {
        // Any text can be read as a text or as an id, so that it says nothing about its key: `worth` is not `with`.
        let is_text = |name: &str| record.key(name).is_some_and(|key| takes_any(key.shape));
        let is_likely = |meant: &Nearest<'_>| !is_text(meant.name) || is_one_step(written, meant.name);
        // `gears` is a key of another record, and not a slip for `goals`.
        let has_home = cursor.decoder.root.records().iter().any(|record| record.has(written));
        let spelled = spelled.filter(|_| !has_home);
        spelled.filter(is_likely).filter(|meant| fits(meant.name))
    })
}

/// True if any text can be read there, as a text, as an id, or as the main value of a record that takes any.
fn takes_any(shape: &Shape) -> bool {
    shape.is_any_text()
        || match shape.full() {
            Shape::Id => true,
            Shape::Record(record) => {
                record.main.and_then(|main| record.key(main)).is_some_and(|key| takes_any(key.shape))
            }
            _ => false,
        }
}
