//! Synonyms: what people write, from memory or from another tool, for a key of the format or for a word
//! that a value can be. Misspellings are found by [`nearest`](crate::words::nearest).

use super::format::{Record, Shape};
use crate::words::is_in;
use crate::words::nearest::Nearest;

/// Words that likely mean the text that says what a record is about: its name or else its main text.
const ABOUT: &str = "title text description what name";

/// The free key of a record that means the same as a word; none if two do. One that is only likely also has
/// to be one under which the value fits.
pub(super) fn key<'k>(
    written: &str,
    record: &Record,
    free: impl Iterator<Item = &'k str> + Clone,
    fits: impl Fn(&str) -> bool,
) -> Option<Nearest<'k>> {
    let written = normal(written);
    let about = record.key("name").or_else(|| record.key(record.main?));
    let about = about.filter(|key| matches!(key.shape, Shape::Text) && is_in(ABOUT, &written));
    let is_about = |key: &&str| about.is_some_and(|about| about.name == *key);
    let certain = only(free.clone().filter(|key| means(&written, key, "[certain keys]")));
    let likely = || {
        let keys = free.filter(|key| (is_about(key) || means(&written, key, "[likely keys]")) && fits(key));
        let keys: Vec<&str> = keys.collect();
        // What happens on a day starts on it, too; what is due by a day ends then.
        let has = |name| keys.contains(&name);
        let (is_day, is_end) = (has("date"), has("end"));
        let is_other = |key: &&str| match *key {
            "start" => !is_day,
            "date" => !is_end,
            // Anything can be a note.
            "notes" => keys.len() == 1,
            _ => true,
        };
        only(keys.iter().copied().filter(is_other))
    };
    let nearest = |name, certain| Nearest { name, certain };
    certain.map(|name| nearest(name, true)).or_else(|| likely().map(|name| nearest(name, false)))
}

/// True for a word that means a key, whatever record it is in.
pub(super) fn means_key(written: &str, key: &str) -> bool {
    means(&normal(written), key, "[likely keys]")
}

/// The key of a record and the key below it that a word likely means: `target` and `date` for the deadline of a KPI.
pub(super) fn below(written: &str, record: &Record) -> Option<(&'static str, &'static str)> {
    let written = normal(written);
    let all = table("[keys below a key]").filter(|(_, words)| is_in(words, &written));
    let mut all = all.filter_map(|(path, _)| {
        let (section, name) = path.split_once('.')?;
        record.key(section)?.shape.record()?.has(name).then_some((section, name))
    });
    all.next().filter(|_| all.next().is_none())
}

/// The section of the file that has an entry for what a word names: `documents` for a crisis plan.
pub(super) fn section_of(written: &str) -> Option<&'static str> {
    let written = normal(written);
    only(
        table("[entries of a section]")
            .filter(|(_, words)| is_in(words, &written))
            .map(|(section, _)| section),
    )
}

/// The word of a closed list that means the same as another; none if two do.
pub(super) fn value(written: &str, legal: &'static [&'static str]) -> Option<&'static str> {
    let written = normal(written);
    only(legal.iter().copied().filter(|word| means(&written, word, "[values]")))
}

fn normal(written: &str) -> String {
    written.trim().to_lowercase().replace('/', " per ").replace([' ', '-'], "_")
}

/// The lines below a heading: each key or word with its synonyms.
pub(crate) fn table(heading: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = include_str!("synonyms.txt").lines().skip_while(move |line| *line != heading);
    lines.skip(1).take_while(|line| !line.is_empty()).filter_map(|line| line.split_once(": "))
}

fn means(written: &str, name: &str, heading: &str) -> bool {
    // `hours/week` is the key itself in another notation.
    table(heading).any(|(meant, words)| meant == name && (written == name || is_in(words, written)))
}

fn only<'k>(mut all: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    all.next().filter(|_| all.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::super::format::Key;
    use super::*;

    #[test]
    fn a_word_is_taken_for_the_key_that_says_the_same() {
        for (word, names, expected) in [
            ("from", &["start", "end"][..], Some(("start", true))),
            ("why", &["not_now", "name", "because"], Some(("because", false))),
            ("By", &["value", "date"], Some(("date", false))),
            ("due date", &["question", "needed_by"], Some(("needed_by", false))),
            ("title", &["statement", "owner"], Some(("statement", false))),
            ("title", &["because", "name"], Some(("name", false))),
            ("sunshine", &["value", "date"], None),
            // Either could be meant.
            ("description", &["name", "because"], None),
        ] {
            let keys = names
                .iter()
                .map(|name| Key { name, shape: &Shape::Text, read: |_| {} })
                .collect::<Vec<_>>()
                .leak();
            let record = Record { name: "Test", keys, main: names.first().copied(), required: &[] };
            let meant = key(word, &record, names.iter().copied(), |_| true);
            let meant = meant.map(|meant| (meant.name, meant.certain));
            assert_eq!(meant, expected, "{word}");
        }
    }

    #[test]
    fn a_word_is_taken_for_the_one_of_the_list_that_says_the_same() {
        for (word, legal, expected) in [
            ("In progress", &["planned", "running", "done", "dropped"][..], Some("running")),
            ("in progress", &["draft", "active", "closed"], Some("active")),
            ("In Progress", &["running", "done"], Some("running")),
            ("sometimes", &["daily", "weekly"], None),
            // Either could be meant.
            ("closed", &["done", "made"], None),
        ] {
            assert_eq!(value(word, legal), expected, "{word}");
        }
    }
}
