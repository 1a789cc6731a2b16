//! People who are named somewhere, and missing under `people:`.

use super::subject::EntryKind;
use super::walk::Target;
use crate::decode::agencies::is_agency;
use crate::decode::slug;
use crate::finding::{Edit, Finding, Fix, Safety};
use crate::source::{Source, Span};
use crate::syntax::edit::quote_if_needed;
use crate::syntax::set::{self, Setting};
use crate::syntax::tree::Tree;
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
    let agency = if is_of_agency { ", agency: true" } else { "" };
    let value = format!("{{ name: {}{agency} }}", quote_if_needed(name));
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

/// True for what can be the name of one person or agency.
fn is_name(text: &str) -> bool {
    const SEVERAL: [&str; 9] = [",", ";", "/", "&", "+", " and ", " und ", " or ", "?"];
    let count = words(text).len();
    (1..=LONGEST).contains(&count)
        && text.starts_with(char::is_alphabetic)
        && !slug(text).is_empty()
        && placeholder_for_name(text).is_none()
        && !SEVERAL.iter().any(|sign| text.contains(sign))
}
