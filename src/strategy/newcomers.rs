//! People who are named somewhere, and missing under `people:`.

use super::references::SEVERAL;
use super::subject::EntryKind;
use super::walk::Target;
use crate::decode::agencies::is_agency;
use crate::decode::{is_id, slug};
use crate::finding::{Edit, Finding, Fix, Safety};
use crate::source::{Source, Span};
use crate::syntax::edit::quote_if_needed;
use crate::syntax::set::{self, Setting};
use crate::syntax::tree::{Tree, Value};
use crate::words::placeholder::placeholder_for_name;
use crate::words::{shown, words};

/// The longest name of a person, in words.
const LONGEST: usize = 4;

/// Offers to list a person whom nothing else could mean.
pub(super) fn explain(
    finding: Finding,
    target: Target,
    text: &str,
    uses: &[Span],
    (source, tree): (&Source, &Tree),
) -> Finding {
    let is_person = matches!(target, Target::Owner | Target::Entry(EntryKind::Person));
    if !is_person || finding.fix.is_some() || !is_name(text) {
        return finding;
    }
    let (name, is_of_agency) = match text.split_once('(') {
        Some((name, rest)) if words(rest).iter().any(|word| is_agency(word)) => (name.trim(), true),
        _ => (text, false),
    };
    let id = slug(name);
    if let Some(known) = known(&id, (source, tree)) {
        return by_first_name(finding, (known, name), uses, (source, tree));
    }
    let id = fresh(&id, (source, tree));
    // An id is not a name.
    let said = if is_id(name) { String::new() } else { format!("name: {}", quote_if_needed(name)) };
    let keys: Vec<&str> = [said.as_str(), if is_of_agency { "agency: true" } else { "" }]
        .into_iter()
        .filter(|key| !key.is_empty())
        .collect();
    let value = if keys.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", keys.join(", ")) };
    let setting = Setting { path: &["people", &id], value: &value, more: &[], shorthand: false };
    let Ok(mut edits) = set::set(source, tree, setting) else { return finding };
    let edits_of_uses = uses.iter().map(|span| Edit { span: *span, text: id.clone() });
    edits.extend(edits_of_uses.filter(|edit| source.slice(edit.span) != edit.text));
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let entry = format!("`{id}: {}`", shown(&value));
    let here = if id == text { String::new() } else { format!(", and write `{id}` here") };
    let help = finding.help.replacen(&format!("add `{}`", shown(text)), &format!("add {entry}"), 1);
    let help = help.replacen("under `people:`", &format!("under `people:`{here}"), 1);
    let title = format!("write {entry} under `people:`");
    finding.help(help).fix_if(Some(Fix { title, safety: Safety::Unsafe, edits, reveals: None }))
}

/// An id that no person has yet: two names can have the same one.
fn fresh(id: &str, (source, tree): (&Source, &Tree)) -> String {
    let is_free = |id: &String| set::find(source, tree, &["people", id]).is_none();
    let numbered = (2..100).map(|number| format!("{id}-{number}"));
    std::iter::once(id.to_owned()).chain(numbered).find(is_free).unwrap_or_else(|| id.to_owned())
}

/// The only person whose id is the first or the last name, and who has no other name: `nele` for Nele Brøgger.
fn known<'a>(id: &str, (source, tree): (&'a Source, &'a Tree)) -> Option<&'a str> {
    let (_, people) = set::find(source, tree, &["people"])?;
    let Value::Mapping(people) = tree.value(source, people) else { return None };
    let is_known = |own: &str, entry| {
        let is_part = id.strip_prefix(own).is_some_and(|rest| rest.starts_with('-'))
            || id.strip_suffix(own).is_some_and(|rest| rest.ends_with('-'));
        let is_other = |name| slug(tree.text(source, name)) != own;
        let has_other_name = match tree.value(source, entry) {
            Value::Mapping(keys) => {
                keys.iter().any(|(key, name)| tree.text(source, key) == "name" && is_other(name))
            }
            _ => false,
        };
        !own.is_empty() && is_part && !has_other_name
    };
    let known = people.iter().map(|(own, entry)| (tree.text(source, own), entry));
    let mut known = known.filter(|(own, entry)| is_known(own, *entry)).map(|(own, _)| own);
    known.next().filter(|_| known.next().is_none())
}

/// Offers the id of a person who is listed with a part of the name, and to write the name there.
fn by_first_name(
    finding: Finding,
    (id, name): (&str, &str),
    uses: &[Span],
    (source, tree): (&Source, &Tree),
) -> Finding {
    let help = format!("write `{id}` if {} is meant, with the name under `people.{id}`", shown(name));
    let value = quote_if_needed(name);
    let setting = Setting { path: &["people", id, "name"], value: &value, more: &[], shorthand: false };
    let fix = set::set(source, tree, setting).ok().map(|mut edits| {
        edits.extend(uses.iter().map(|span| Edit { span: *span, text: id.to_owned() }));
        edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
        Fix { title: format!("write `{id}`"), safety: Safety::Unsafe, edits, reveals: None }
    });
    finding.help(help).fix_if(fix)
}

/// True for what can be the name of one person or agency.
fn is_name(text: &str) -> bool {
    let count = words(text).len();
    (1..=LONGEST).contains(&count)
        && text.starts_with(char::is_alphabetic)
        && !slug(text).is_empty()
        && placeholder_for_name(text).is_none()
        && !text.contains('?')
        && !SEVERAL.iter().any(|sign| text.contains(sign))
}
