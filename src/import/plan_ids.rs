//! The ids of what a first draft has.

use std::collections::HashMap;

use indexmap::IndexMap;

use crate::decode::short_id;

/// Ids of texts: the same text has the same id, and no two texts have the same.
#[derive(Default)]
pub(crate) struct Ids {
    /// The text of each id.
    pub(crate) all: IndexMap<String, String>,
    by_text: HashMap<String, String>,
    /// The last number after each id that several texts would have.
    numbers: HashMap<String, u64>,
}

/// The longest id of a text: YAML takes keys of 1024 characters, people read fewer.
const MAX_ID: usize = 60;

impl Ids {
    pub(crate) fn of(&mut self, text: &str, otherwise: &str) -> String {
        match self.by_text.get(text) {
            Some(id) => id.clone(),
            None => self.fresh(text, otherwise),
        }
    }

    pub(crate) fn fresh(&mut self, text: &str, otherwise: &str) -> String {
        let mut wanted = short_id(text).unwrap_or_else(|| otherwise.to_owned());
        wanted.truncate(MAX_ID);
        wanted.truncate(wanted.trim_end_matches('-').len());
        // A word that YAML reads as something else than a text.
        if matches!(wanted.as_str(), "null" | "true" | "false") {
            wanted = format!("{otherwise}-{wanted}");
        }
        let mut id = wanted.clone();
        while self.all.contains_key(&id) {
            let number = self.numbers.entry(wanted.clone()).or_insert(1);
            *number += 1;
            id = format!("{wanted}-{number}");
        }
        self.all.insert(id.clone(), text.to_owned());
        self.by_text.entry(text.to_owned()).or_insert_with(|| id.clone());
        id
    }
}
