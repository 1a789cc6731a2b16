//! A colon without a space after it: YAML reads `due:2027-06-30` as one word, and not as a key with its value.

use super::cursor::Cursor;
use super::format::{Record, Shape};
use super::ids::is_id;
use crate::finding::file::{INVALID_VALUE, UNKNOWN_KEY};
use crate::finding::{Edit, Finding, Rule, Safety};
use crate::source::Span;
use crate::syntax::edit::requote;
use crate::syntax::tree::{NodeId, Style, Value};
use crate::words::nearest::nearest;
use crate::words::shown;

/// The key in one like `due:2027-06-30` between braces, which YAML reads as a key without a value.
pub(super) fn key_in(cursor: Cursor<'_>, key: NodeId, value: NodeId) -> Option<&str> {
    if !cursor.is_flow() || !cursor.span_of(value).is_empty() {
        return None;
    }
    let name = split(cursor, key)?;
    let is_key = match cursor.shape.full() {
        Shape::Record(record) => meant(name, record).is_some(),
        Shape::ById(_) => is_id(name),
        Shape::ByDate => name.len() >= 4 && name.starts_with(|c: char| c == 'F' || c.is_ascii_digit()),
        _ => false,
    };
    is_key.then_some(name)
}

/// The key of a record that a name means for certain.
pub(super) fn meant(name: &str, record: &Record) -> Option<&'static str> {
    nearest(name, record.names()).filter(|meant| meant.certain).map(|meant| meant.name)
}

/// The part of a text before its first colon, if no space follows it; an address has two slashes there.
fn split(cursor: Cursor<'_>, node: NodeId) -> Option<&str> {
    let Value::Scalar(text, Style::Plain) = cursor.value_of(node) else { return None };
    let (name, rest) = text.split_once(':')?;
    let is_name = !name.is_empty() && !name.contains(char::is_whitespace);
    (is_name && !rest.is_empty() && !rest.starts_with("//") && !text.contains('\n')).then_some(name)
}

/// Reports a key with such a colon. `end` is where its value ends, perhaps after commas.
pub(super) fn in_key(cursor: Cursor<'_>, name: &str, key: NodeId, end: u32) {
    let span = cursor.span_of(key);
    let rest = cursor.decoder.source.slice(Span::new(span.start + len(name) + 1, end));
    let value = if end > span.end { Some(requote(rest)) } else { plain(rest) };
    let finding = missing(&UNKNOWN_KEY, Span::new(span.start, end), name);
    let meant = cursor.shape.record().and_then(|record| meant(name, record)).unwrap_or(name);
    cursor.report(match value.filter(|value| !value.contains('\n')) {
        Some(value) => with_fix(finding, format!("{meant}: {value}")),
        None => finding.help("write a space after the colon, and put the text after it in quotes"),
    });
}

/// A text like `target:40` where the keys of a record are expected.
pub(super) fn in_text(cursor: Cursor<'_>, record: &Record) -> Option<Finding> {
    let name = split(cursor, cursor.node)?;
    let (source, span) = (cursor.decoder.source, cursor.span());
    let value = plain(source.slice(Span::new(span.start + len(name) + 1, span.end)))?;
    let before = Span::new(source.line_span(source.line(span.start)).start, span.start);
    let entry = format!("{}: {value}", meant(name, record)?);
    // After its key, on the same line, it needs braces.
    let is_alone = !cursor.in_flow && source.slice(before).trim().is_empty();
    let instead = if is_alone { entry } else { format!("{{ {entry} }}") };
    Some(with_fix(missing(&INVALID_VALUE, span, name), instead))
}

fn missing(rule: &'static Rule, span: Span, name: &str) -> Finding {
    rule.at(span, format!("a space is missing after the colon of `{name}`"))
        .label("read as one word")
        .note("in YAML, a colon ends a key only if a space follows it")
}

fn with_fix(finding: Finding, instead: String) -> Finding {
    let help = format!("write `{}`", shown(&instead));
    let edit = Edit { span: finding.place.span, text: instead };
    finding.help(help).fix("write a space after the colon", Safety::Safe, vec![edit])
}

/// A text that is still the same after a colon and a space.
fn plain(text: &str) -> Option<String> {
    let quote = text.chars().next()?;
    let is_quoted = matches!(quote, '"' | '\'') && text.len() > 1 && text.ends_with(quote);
    let is_plain = quote.is_alphanumeric() || matches!(quote, '€' | '$' | '£' | '+' | '~' | '<' | '.');
    (is_quoted || is_plain).then(|| text.to_owned())
}

fn len(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}
