//! What entries say under `notes:`.

use indexmap::IndexMap;

use crate::decode::field::Field;
use crate::strategy::Strategy;
use crate::strategy::subject::Subject;
use crate::strategy::walk::{Meaning, Node, Visitor, walk};

/// The notes of all entries, by the dotted path of the entry.
pub(super) fn notes(strategy: &Strategy) -> IndexMap<String, String> {
    let mut notes = Notes::default();
    walk(strategy, &mut notes);
    notes.0
}

#[derive(Default)]
struct Notes(IndexMap<String, String>);

impl<'a> Visitor<'a> for Notes {
    fn field<T: Node>(&mut self, path: &[&'a str], field: &'a Field<T>) {
        let text = field.get().and_then(Node::text).filter(|_| T::MEANING == Meaning::Notes);
        self.0.extend(text.map(|text| (Subject::of_path(path).0.to_string(), text.to_owned())));
    }
}
