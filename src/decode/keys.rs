//! The keys of a mapping, before anything is made of them: values that a comma cut off, and keys that
//! stand there twice.

use indexmap::IndexMap;

use super::deserializer::Here;
use super::{faults, shapes};
use crate::source::Span;
use crate::syntax::tree::{Entries, NodeId, Style, Tree, Value};

type Entry = (NodeId, NodeId);

/// Puts values together that their commas cut into keys, and reports them: in
/// `{ answer: Filter life, downtime, as_of: … }` YAML reads a key `downtime` without a value.
/// `fields` are the keys that are known here; of ids and dates there are none.
pub(super) fn mend_commas(here: Here<'_>, entries: Entries<'_>, fields: &[&str]) -> Vec<Entry> {
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
            here.reading.report(faults::comma_split(here, *key, *value, pieces));
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
pub(super) fn once_each(here: Here<'_>, entries: Vec<Entry>, by_id: bool) -> Vec<Entry> {
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
            here.reading.report(faults::duplicate_key(text, tree.span(entry.0), &again, by_id));
        }
        entry
    });
    reported.collect()
}
