//! Entries that are named where their ids are expected.

use super::Strategy;
use super::references::at_all;
use super::subject::EntryKind;
use super::walk::Target;
use crate::finding::{Edit, Finding, Safety};
use crate::source::{Source, Span};
use crate::syntax::set;
use crate::syntax::tree::{Tree, Value};
use crate::words::{is_in, or, with_article, words};

/// The people that a reference to one of them names instead of their ids, and whether by their full names. A
/// name can also be the beginning of a full one: `Mia` for Mia Berg.
pub(super) fn people<'a>(
    strategy: &'a Strategy,
    target: Target,
    text: &str,
) -> Vec<(&'a str, &'a str, bool)> {
    let is_person = matches!(target, Target::Owner | Target::Responder | Target::Entry(EntryKind::Person));
    let written = words(text);
    if !is_person || written.is_empty() {
        return Vec::new();
    }
    let people = strategy.people().filter_map(|(id, person)| {
        let name = person.name.get()?;
        let own = words(name);
        own.starts_with(&written).then_some((id.as_str(), name.as_str(), own == written))
    });
    let mut people: Vec<_> = people.collect();
    if people.iter().any(|(.., is_full)| *is_full) {
        people.retain(|(.., is_full)| *is_full);
    }
    people
}

/// The entries of a section that say these words of themselves.
pub(super) fn entries<'a>(
    section: &str,
    text: &'a str,
    (source, tree): (&'a Source, &'a Tree),
) -> Vec<(&'a str, &'a str, bool)> {
    const NAMED: &str = "name statement";
    const SAID: &str = "name statement notes description";
    let path: Vec<&str> = section.split('.').collect();
    let written = words(text);
    let Some((_, section)) = set::find(source, tree, &path).filter(|_| !written.is_empty()) else {
        return Vec::new();
    };
    let Value::Mapping(entries) = tree.value(source, section) else { return Vec::new() };
    // Whether it says that, and whether as its name: what it notes can be about something else.
    let called = |entry| match tree.value(source, entry) {
        Value::Mapping(keys) => {
            let said = keys.iter().filter(|(_, value)| words(tree.text(source, *value)) == written);
            let keys = said.map(|(key, _)| tree.text(source, key)).filter(|key| is_in(SAID, key));
            keys.map(|key| is_in(NAMED, key)).max()
        }
        Value::Scalar(said, _) => (words(said) == written).then_some(true),
        Value::Sequence(_) | Value::Damaged => None,
    };
    let entries = entries.iter().filter_map(|(id, entry)| Some((id, called(entry)?)));
    entries.map(|(id, is_named)| (tree.text(source, id), text, is_named)).collect()
}

/// Entries that are named where their ids are expected.
pub(super) fn by_name(
    text: &str,
    uses: &[Span],
    people: &[(&str, &str, bool)],
    noun: &str,
) -> Option<Finding> {
    let shown = crate::words::shown(text);
    let expected = match noun {
        "person" => "a person's id is expected".to_owned(),
        _ => format!("the id of {} is expected", with_article(noun)),
    };
    let finding = at_all(uses, format!("`{shown}` is a name, and {expected} here"))?;
    let id_of = |(id, name, _): &(&str, &str, bool)| format!("`{id}` ({})", crate::words::shown(name));
    let ids: Vec<String> = people.iter().map(id_of).collect();
    Some(match people {
        [(id, name, is_full)] => {
            let edits = uses.iter().map(|span| Edit { span: *span, text: (*id).to_owned() }).collect();
            let help = if *is_full {
                format!("write `{id}`")
            } else {
                format!("write `{id}`, if {} is meant", crate::words::shown(name))
            };
            let safety = if *is_full { Safety::Safe } else { Safety::Unsafe };
            finding.label(format!("the id is `{id}`")).help(help).fix(format!("write `{id}`"), safety, edits)
        }
        _ => finding
            .label(format!("more than one {noun} has this name"))
            .help(format!("write the one that is meant: {}", or(&ids))),
    })
}
