//! Every free text of a strategy with its place.

use crate::decode::field::{Field, Id, Place};
use crate::strategy::Strategy;
use crate::strategy::walk::{Node, Visitor, walk};

/// A text and where it is.
pub(super) struct Text<'a> {
    pub(super) text: &'a str,
    pub(super) place: Place,
}

/// Every text that was read. An owner's name is one only if the file has no `people`: otherwise an id
/// that belongs to no one is already an unknown reference.
pub(super) fn texts(strategy: &Strategy) -> Vec<Text<'_>> {
    let mut texts = Texts { found: Vec::new(), owners_are_free: strategy.people.is_absent() };
    walk(strategy, &mut texts);
    texts.found
}

struct Texts<'a> {
    found: Vec<Text<'a>>,
    owners_are_free: bool,
}

impl<'a> Visitor<'a> for Texts<'a> {
    fn field<T: Node>(&mut self, path: &[&'a str], field: &'a Field<T>) {
        let Some((value, place)) = field.placed() else { return };
        if let ["people", id] = *path {
            self.found.push(Text { text: id, place: Place { key: place.key, value: place.key } });
        }
        let is_owner = T::MEANING.is_owner();
        let text = if is_owner && self.owners_are_free { value.id().map(Id::as_str) } else { value.text() };
        self.found.extend(text.map(|text| Text { text, place }));
    }
}
