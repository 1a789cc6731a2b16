//! The keys of a mapping, before anything is made of them: values that a comma cut off, and keys that
//! stand there twice.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::here::Here;
use super::{commas, faults, shapes};
use crate::source::Span;
use crate::syntax::tree::{Entries, NodeId, Style, Tree, Value};

type Entry = (NodeId, NodeId);

/// The entries of a mapping that are read: all, or those that are left after a fault.
pub(super) enum Kept<'a> {
    All(Entries<'a>),
    Some(Vec<Entry>),
}

impl Kept<'_> {
    pub(super) fn get(&self, index: usize) -> Option<Entry> {
        match self {
            Self::All(entries) => entries.get(index),
            Self::Some(entries) => entries.get(index).copied(),
        }
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::All(entries) => entries.len(),
            Self::Some(entries) => entries.len(),
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Entry> {
        (0..self.len()).filter_map(|index| self.get(index))
    }
}

/// What it means that a key stands in a mapping twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Twice {
    /// One id for two things.
    AnId,
    /// One key with two values.
    AKey,
    /// Nothing: somebody else looks after it.
    Allowed,
}

/// The entries that are read, after their faults have been reported. Where there is none, nothing is
/// allocated, unless the mapping is large.
pub(super) fn kept<'a>(here: Here<'a>, entries: Entries<'a>, fields: &[&str], twice: Twice) -> Kept<'a> {
    let is_cut = here.reading.tree.is_flow(here.node)
        && entries.iter().any(|(_, value)| here.reading.tree.span(value).is_empty());
    let is_sound = !is_cut && (twice == Twice::Allowed || !has_duplicates(here, entries));
    if is_sound {
        return Kept::All(entries);
    }
    let mended = mend_commas(here, entries, fields);
    Kept::Some(if twice == Twice::Allowed { mended } else { once_each(here, mended, twice) })
}

/// True where a mapping has a key twice, or one that is no plain word.
fn has_duplicates<'a>(here: Here<'a>, entries: Entries<'a>) -> bool {
    const SMALL: usize = 12;
    let keys = || entries.iter().map(|(key, _)| here.scalar_text(key));
    if keys().any(|key| key.is_none()) {
        return true;
    }
    if entries.len() <= SMALL {
        return keys().enumerate().any(|(index, key)| keys().take(index).any(|earlier| earlier == key));
    }
    let mut met = HashSet::with_capacity(entries.len());
    keys().any(|key| !met.insert(key))
}

/// Puts values together that their commas cut into keys, and reports them: in
/// `{ answer: Filter life, downtime, as_of: … }` YAML reads a key `downtime` without a value.
/// `fields` are the keys that are known here; of ids and dates there are none.
fn mend_commas(here: Here<'_>, entries: Entries<'_>, fields: &[&str]) -> Vec<Entry> {
    let entries: Vec<Entry> = entries.iter().collect();
    if !here.reading.tree.is_flow(here.node) {
        return entries;
    }
    let mut mended = Vec::with_capacity(entries.len());
    let mut rest = entries.as_slice();
    while let Some(((key, value), after)) = rest.split_first() {
        let severed = severed(here, *value, after, fields);
        let (pieces, others) = after.split_at_checked(severed).unwrap_or((&[], after));
        if !pieces.is_empty() {
            here.reading.report(commas::comma_split(here, *key, *value, pieces));
        }
        mended.push((*key, if pieces.is_empty() { *value } else { Tree::DAMAGED }));
        rest = others;
    }
    mended
}

/// How many of the entries after a value are the rest of it.
fn severed(here: Here<'_>, value: NodeId, after: &[Entry], fields: &[&str]) -> usize {
    let plain = matches!(here.at(value, None).value(), Value::Scalar(text, Style::Plain) if !text.is_empty());
    if !plain {
        return 0;
    }
    let is_piece = |(key, value): &&Entry| {
        let valueless = here.reading.tree.span(*value).is_empty();
        valueless && here.scalar_text(*key).is_some_and(|text| !fields.contains(&text))
    };
    after.iter().take_while(is_piece).count()
}

/// Reports keys that a mapping has more than once, and hands back one entry for each. Where the two
/// say different things nobody can tell which is right, so neither is read. A key that is not one
/// word is reported and left out, too.
fn once_each(here: Here<'_>, entries: Vec<Entry>, twice: Twice) -> Vec<Entry> {
    let tree = here.reading.tree;
    let mut kept: IndexMap<&str, (Entry, Vec<Span>)> = IndexMap::with_capacity(entries.len());
    for (key, value) in entries {
        let Some(text) = here.scalar_text(key) else {
            if !matches!(here.at(key, None).value(), Value::Damaged) {
                here.reading.report(shapes::not_a_key(here.inside(key)));
            }
            continue;
        };
        match kept.get_mut(text) {
            None => {
                kept.insert(text, ((key, value), Vec::new()));
            }
            Some(((_, first), again)) => {
                again.push(tree.span(key));
                let alike =
                    here.scalar_text(*first).is_some() && here.scalar_text(*first) == here.scalar_text(value);
                if !alike {
                    *first = Tree::DAMAGED;
                }
            }
        }
    }
    let reported = kept.into_iter().map(|(text, (entry, again))| {
        if !again.is_empty() {
            here.reading.report(faults::duplicate_key(
                text,
                tree.span(entry.0),
                &again,
                twice == Twice::AnId,
            ));
        }
        entry
    });
    reported.collect()
}
