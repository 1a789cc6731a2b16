//! Writes keys that do not exist yet, in the style of the keys around them.

use super::Walk;
use crate::finding::Edit;
use crate::source::Span;
use crate::syntax::edit::quote;
use crate::syntax::lines::Line;
use crate::syntax::parse::offset_of;
use crate::syntax::tree::{Entries, NodeId, Value};

/// The indentation of a level if the file does not show one.
const STEP: usize = 2;

/// What is written: keys, one inside the other, and then the value.
#[derive(Clone, Copy)]
pub(super) struct New<'a> {
    pub(super) keys: &'a [&'a str],
    pub(super) value: &'a str,
}

/// Writes it below a key that has no value. Returns no edit if that is impossible.
pub(super) fn below(walk: &Walk<'_>, key: NodeId, nothing: NodeId, new: New<'_>) -> Vec<Edit> {
    let (tree, text) = (walk.tree, walk.source.text());
    let (key, nothing) = (tree.span(key), tree.span(nothing));
    let quotes = quote_of(text, key);
    let in_braces = walk.above.last().is_some_and(|mapping| tree.is_flow(*mapping));
    if !nothing.is_empty() || new.keys.is_empty() || in_braces {
        let value = braced(new, quotes);
        let text = match (nothing.is_empty(), nothing.start == key.end) {
            (false, _) => value,
            (true, false) => format!(" {value}"),
            (true, true) => format!(": {value}"),
        };
        return vec![Edit { span: nothing, text }];
    }
    let Some(column) = column(text, key) else { return Vec::new() };
    let (inside, step) = (column + 1, step(walk));
    let margin = Margin { column: column + step, step, quotes };
    vec![lines(text, nothing.end as usize, inside, margin, new)]
}

/// Writes it at the end of a mapping. Returns no edit if that is impossible.
pub(super) fn into(walk: &Walk<'_>, mapping: NodeId, entries: Entries<'_>, new: New<'_>) -> Vec<Edit> {
    let (tree, text) = (walk.tree, walk.source.text());
    let span = tree.span(mapping);
    let last = entries.len().checked_sub(1).and_then(|last| entries.get(last));
    let last = last.map(|(key, value)| (tree.span(key), tree.span(value)));
    let like = last.map(|(key, _)| key).or(walk.under.map(|key| tree.span(key)));
    let quotes = like.and_then(|key| quote_of(text, key));
    if tree.is_flow(mapping) {
        return between_braces(text, span, last, &one_line(new, quotes));
    }
    let Some((key, last)) = last else { return Vec::new() };
    let Some(column) = column(text, key) else { return Vec::new() };
    let margin = Margin { column, step: step(walk), quotes };
    vec![lines(text, key.end.max(last.end) as usize, column, margin, new)]
}

#[derive(Clone, Copy)]
struct Margin {
    column: usize,
    step: usize,
    quotes: Option<u8>,
}

/// New lines after the line of `end`. Comments that follow it and are indented at least as far as
/// `inside` still belong to the block that ends there, so the new lines go below them.
fn lines(text: &str, end: usize, inside: usize, margin: Margin, new: New<'_>) -> Edit {
    let mut after = Line::at(text, end);
    let mut line = after;
    while line.next > line.end && line.next < text.len() {
        line = Line::at(text, line.next);
        if !line.is_blank {
            break;
        }
        if line.text(text).starts_with('#') && line.indent >= inside {
            after = line;
        }
    }
    let line_break = line_break(text, after);
    let mut written = String::new();
    for (depth, key) in new.keys.iter().enumerate() {
        written.push_str(line_break);
        written.extend(std::iter::repeat_n(' ', margin.column + depth * margin.step));
        written.push_str(&quoted_key(margin.quotes, key));
        written.push(':');
    }
    written.push(' ');
    written.push_str(new.value);
    let at = offset_of(after.end);
    Edit { span: Span::new(at, at), text: written }
}

/// One more entry between braces.
///
/// If the last entry begins a line, the new one does, too. That takes two places: the comma must
/// directly follow the last entry, as anything behind a `#` is comment; the new line must follow the
/// comment, so that the comment stays with its entry. If there is a trailing comma, it stays where it
/// is, and the new entry gets one as well.
fn between_braces(text: &str, braces: Span, last: Option<(Span, Span)>, entry: &str) -> Vec<Edit> {
    let inner = Span::new(braces.start + 1, braces.end.saturating_sub(1));
    let Some(inside) = text.get(inner.range()) else { return Vec::new() };
    let insert = |at: usize, text: String| Edit { span: Span::new(offset_of(at), offset_of(at)), text };
    let Some((key, value)) = last else {
        // Anything but spaces is a comment or a line break, which stays.
        let is_blank = inside.bytes().all(|byte| byte == b' ');
        let only = Edit { span: inner, text: format!(" {entry} ") };
        return vec![if is_blank { only } else { insert(inner.end as usize, format!("{entry} ")) }];
    };
    let end = key.end.max(value.end) as usize;
    // Some YAML readers read `:,` as part of the text, so an empty value is followed by a space.
    let separator = if value.is_empty() && key.end < value.start { " ," } else { "," };
    let Some(column) = column(text, key) else { return vec![insert(end, format!("{separator} {entry}"))] };
    let comma = comma(text, end, inner.end as usize);
    let from = comma.map_or(end, |comma| comma + 1);
    let line = Line::at(text, from);
    let has_comment = text.get(from..line.end).is_some_and(|rest| rest.trim_start().starts_with('#'));
    let at = if has_comment { line.end } else { from };
    let new = format!("{}{}{entry}", line_break(text, line), " ".repeat(column));
    match comma {
        Some(_) => vec![insert(at, format!("{new},"))],
        None if at == end => vec![insert(end, format!("{separator}{new}"))],
        None => vec![insert(end, separator.to_owned()), insert(at, new)],
    }
}

/// The comma that follows the last entry between braces; commas in comments do not count.
fn comma(text: &str, from: usize, to: usize) -> Option<usize> {
    let mut at = from;
    while at < to {
        match text.as_bytes().get(at)? {
            b',' => return Some(at),
            b'#' => at = Line::at(text, at).next,
            _ => at += 1,
        }
    }
    None
}

/// The indentation of the line that a key begins; none if anything else is before the key.
fn column(text: &str, key: Span) -> Option<usize> {
    let before = text.get(Line::at(text, key.start as usize).start..key.start as usize)?;
    let before = before.trim_start_matches('\u{feff}');
    before.bytes().all(|byte| byte == b' ').then_some(before.len())
}

/// The indentation of one level: as on the way down, or else as in the first section.
fn step(walk: &Walk<'_>) -> usize {
    let (tree, source) = (walk.tree, walk.source);
    let column_of = |mapping: NodeId| match tree.value(source, mapping) {
        Value::Mapping(entries) if !tree.is_flow(mapping) => {
            entries.get(0).and_then(|(key, _)| column(source.text(), tree.span(key)))
        }
        _ => None,
    };
    let between = |pair: &[NodeId]| column_of(*pair.last()?)?.checked_sub(column_of(*pair.first()?)?);
    let mut on_the_way = walk.above.windows(2).filter_map(between);
    let first_section = || match tree.value(source, *walk.above.first()?) {
        Value::Mapping(entries) => entries.iter().find_map(|(_, section)| column_of(section)),
        _ => None,
    };
    let seen = on_the_way.next_back().or_else(first_section);
    seen.filter(|step| *step > 0).unwrap_or(STEP)
}

/// The line break that ends a line; for the last line of a text, that of the first.
fn line_break(text: &str, line: Line) -> &str {
    match text.get(line.end..line.next) {
        Some(own) if !own.is_empty() => own,
        _ => {
            let first = Line::at(text, 0);
            text.get(first.end..first.next).filter(|own| !own.is_empty()).unwrap_or("\n")
        }
    }
}

/// `{ a: { b: value } }`, or the value alone if there are no keys.
fn braced(new: New<'_>, quotes: Option<u8>) -> String {
    if new.keys.is_empty() { new.value.to_owned() } else { format!("{{ {} }}", one_line(new, quotes)) }
}

/// `a: { b: value }`.
fn one_line(new: New<'_>, quotes: Option<u8>) -> String {
    match new.keys.split_first() {
        Some((key, rest)) => {
            format!("{}: {}", quoted_key(quotes, key), braced(New { keys: rest, ..new }, quotes))
        }
        None => new.value.to_owned(),
    }
}

/// The quotes of a key.
fn quote_of(text: &str, key: Span) -> Option<u8> {
    text.as_bytes().get(key.start as usize).copied().filter(|sign| matches!(sign, b'"' | b'\''))
}

/// A key in the same quotes as the keys nearby; without any, it is quoted if it would be misread.
fn quoted_key(quotes: Option<u8>, key: &str) -> String {
    let is_plain = key.starts_with(char::is_alphanumeric)
        && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
    match quotes {
        None if is_plain => key.to_owned(),
        Some(b'"') => format!("\"{}\"", key.replace('\\', "\\\\").replace('"', "\\\"")),
        _ => quote(key),
    }
}
