//! A mapping held against the keys that a record has.

use super::here::Here;
use super::{keys, synonyms, unknown};
use crate::syntax::tree::{Entries, NodeId, Tree};
use crate::words::nearest::{Nearest, nearest};

/// A field's number, its value, and the key it was written under.
type Entry = (usize, NodeId, Option<NodeId>);

/// The fields of one record. Where nothing is wrong this is a view, and nothing is allocated.
pub(super) enum Record<'a> {
    AsWritten { here: Here<'a>, entries: Entries<'a>, fields: &'static [&'static str] },
    Mended(Vec<Entry>),
}

impl<'a> Record<'a> {
    /// Holds a mapping against a record's keys and reports what does not fit.
    pub(super) fn read(
        here: Here<'a>,
        name: &str,
        entries: Entries<'a>,
        fields: &'static [&'static str],
    ) -> Self {
        let mut seen = Seen::default();
        let mut next = 0;
        let as_written = entries.iter().all(|(key, _)| {
            let field = here.scalar_text(key).and_then(|text| position_from(fields, next, text));
            next = field.map_or(0, |field| field + 1);
            field.is_some_and(|field| seen.first(field))
        });
        if as_written && !here.reading.tree.is_incomplete(here.node) {
            return Self::AsWritten { here, entries, fields };
        }
        Self::Mended(mend(here, name, entries, fields))
    }

    /// One field; `next` is the number that likely comes, since people keep to the usual order.
    pub(super) fn get(&self, index: usize, next: usize) -> Option<Entry> {
        match self {
            Self::Mended(entries) => entries.get(index).copied(),
            Self::AsWritten { here, entries, fields } => {
                let (key, value) = entries.get(index)?;
                Some((position_from(fields, next, here.text(key))?, value, Some(key)))
            }
        }
    }
}

fn position(fields: &[&str], key: &str) -> Option<usize> {
    fields.iter().position(|field| *field == key)
}

/// As [`position`], the fields from `next` on first.
fn position_from(fields: &[&str], next: usize, key: &str) -> Option<usize> {
    let after = fields.get(next..).and_then(|fields| position(fields, key));
    after.map(|field| field + next).or_else(|| position(fields, key))
}

/// The fields met so far. No record has more than 64.
#[derive(Default)]
struct Seen(u64);

impl Seen {
    fn has(&self, field: usize) -> bool {
        self.0 & (1 << field) != 0
    }

    /// Notes a field; true the first time.
    fn first(&mut self, field: usize) -> bool {
        let first = !self.has(field);
        self.0 |= 1 << field;
        first
    }
}

/// The key that was meant: one that is spelled almost so, or else one that says the same.
fn meant<'k>(written: &str, keys: impl Iterator<Item = &'k str> + Clone) -> Option<Nearest<'k>> {
    let said = synonyms::key(written, &keys);
    let spelled = nearest(written, keys);
    spelled.filter(|meant| meant.certain).or(said).or(spelled)
}

fn mend<'a>(here: Here<'a>, name: &str, entries: Entries<'a>, fields: &'static [&'static str]) -> Vec<Entry> {
    let entries = keys::kept(here, entries, fields, keys::Twice::AKey);
    let mut mended: Vec<Entry> = Vec::new();
    let mut seen = Seen::default();
    for (key, _) in entries.iter() {
        if let Some(field) = position(fields, here.text(key)) {
            seen.first(field);
        }
    }
    for (key, value) in entries.iter() {
        if let Some(field) = position(fields, here.text(key)) {
            mended.push((field, value, Some(key)));
            continue;
        }
        // A misspelt key is read as the one that was meant, so that one slip is one finding.
        let free = fields.iter().enumerate().filter(|(field, _)| !seen.has(*field)).map(|(_, name)| *name);
        let meant = meant(here.text(key), free);
        here.reading.report(unknown::unknown_key(here, (key, value), name, meant, fields));
        if let Some(field) = meant.and_then(|meant| position(fields, meant.name)) {
            seen.first(field);
            let value = if meant.is_some_and(|meant| meant.certain) { value } else { Tree::DAMAGED };
            mended.push((field, value, Some(key)));
        }
    }
    if here.reading.tree.is_incomplete(here.node) {
        let lost = (0..fields.len()).filter(|field| !seen.has(*field));
        mended.extend(lost.map(|field| (field, Tree::DAMAGED, None)));
    }
    mended
}
