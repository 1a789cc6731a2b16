//! Writes keys that do not exist yet, in the style of the keys around them.

use super::{Setting, Walk};
use crate::finding::Edit;
use crate::source::Span;
use crate::syntax::edit::quote;
use crate::syntax::lines::Line;
use crate::syntax::parse::offset_of;
use crate::syntax::tree::{Entries, NodeId, Value};

/// The indentation of a level if the file does not show one.
const STEP: usize = 2;

/// Writes the keys of a path, one inside the other, and then the value, below a key that has no value.
/// Returns no edit if that is impossible.
pub(super) fn below(walk: &Walk<'_>, key: NodeId, nothing: NodeId, new: Setting<'_>) -> Vec<Edit> {
    let (tree, text) = (walk.tree, walk.source.text());
    let (key, nothing) = (tree.span(key), tree.span(nothing));
    let quotes = quote_of(text, key);
    let in_braces = walk.above.last().is_some_and(|mapping| tree.is_flow(*mapping));
    if !nothing.is_empty() || new.path.is_empty() || in_braces {
        let value = braced(new, quotes);
        let text = match (nothing.is_empty(), nothing.start == key.end) {
            (false, _) => value,
            (true, false) => format!(" {value}"),
            (true, true) => format!(": {value}"),
        };
        return vec![Edit { span: nothing, text }];
    }
    let Some(column) = column(text, key) else { return Vec::new() };
    vec![lines(walk, nothing.end, column + 1, column + step(walk), quotes, new)]
}

/// Writes the same at the end of a mapping. Returns no edit if that is impossible.
pub(super) fn into(walk: &Walk<'_>, mapping: NodeId, entries: Entries<'_>, new: Setting<'_>) -> Vec<Edit> {
    let (tree, text) = (walk.tree, walk.source.text());
    let span = tree.span(mapping);
    let last = entries.iter().last().map(|(key, value)| (tree.span(key), tree.span(value)));
    let like = last.map(|(key, _)| key).or(walk.under.map(|key| tree.span(key)));
    let quotes = like.and_then(|key| quote_of(text, key));
    if tree.is_flow(mapping) {
        return between_braces(walk, span, last, new, quotes);
    }
    let Some((key, last)) = last else { return Vec::new() };
    let column = column(text, key).into_iter();
    column.map(|column| lines(walk, key.end.max(last.end), column, column, quotes, new)).collect()
}

/// New lines after the line of `end`, indented by `column`. Comments that follow it and are indented at
/// least as far as `inside` still belong to the block that ends there, so the new lines go below them.
fn lines(
    walk: &Walk<'_>,
    end: u32,
    inside: usize,
    column: usize,
    quotes: Option<u8>,
    new: Setting<'_>,
) -> Edit {
    let (text, step) = (walk.source.text(), step(walk));
    let line = Line::at(text, end as usize);
    let comments = line.lines_below().take_while(|line| line.is_blank);
    let belongs = |line: &Line<'_>| line.text().starts_with('#') && line.indent >= inside;
    let after = comments.filter(belongs).last().unwrap_or(line);
    let line_break = line_break(text, after);
    let keys = new.path.iter().enumerate().map(|(depth, key)| {
        let indentation = " ".repeat(column + depth * step);
        format!("{line_break}{indentation}{}:", quoted_key(quotes, key))
    });
    let indentation = " ".repeat(column + new.path.len().saturating_sub(1) * step);
    let more = new
        .more
        .iter()
        .map(|(key, value)| format!("{line_break}{indentation}{}: {value}", quoted_key(quotes, key)));
    let written = format!("{} {}{}", keys.collect::<String>(), new.value, more.collect::<String>());
    let at = offset_of(after.end);
    Edit { span: Span::new(at, at), text: written }
}

/// One more entry between braces.
///
/// If the last entry begins a line, the new one does, too. That takes two places: the comma must
/// directly follow the last entry, as anything behind a `#` is comment; the new line must follow the
/// comment, so that the comment stays with its entry. If there is a trailing comma, it stays where it
/// is, and the new entry gets one as well.
fn between_braces(
    walk: &Walk<'_>,
    braces: Span,
    last: Option<(Span, Span)>,
    new: Setting<'_>,
    quotes: Option<u8>,
) -> Vec<Edit> {
    let entry = one_line(new, quotes, ", ");
    let text = walk.source.text();
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
    let rest = text.get(end..inner.end as usize).unwrap_or_default();
    let mut commas = rest.match_indices(',').map(|(comma, _)| end + comma);
    let comma = commas.find(|comma| !walk.tree.comment_at(offset_of(*comma)));
    let from = comma.map_or(end, |comma| comma + 1);
    let line = Line::at(text, from);
    let has_comment = text.get(from..line.end).is_some_and(|rest| rest.trim_start().starts_with('#'));
    let at = if has_comment { line.end } else { from };
    let begin = format!("{}{}", line_break(text, line), " ".repeat(column));
    let new = format!("{begin}{}", one_line(new, quotes, &format!(",{begin}")));
    match comma {
        Some(_) => vec![insert(at, format!("{new},"))],
        None if at == end => vec![insert(end, format!("{separator}{new}"))],
        None => vec![insert(end, separator.to_owned()), insert(at, new)],
    }
}

/// The indentation of the line that a key begins; none if anything else is before the key.
pub(super) fn column(text: &str, key: Span) -> Option<usize> {
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
fn line_break<'t>(text: &'t str, line: Line<'_>) -> &'t str {
    match text.get(line.end..line.next) {
        Some(own) if !own.is_empty() => own,
        _ => {
            let first = Line::at(text, 0);
            text.get(first.end..first.next).filter(|own| !own.is_empty()).unwrap_or("\n")
        }
    }
}

/// `{ a: { b: value } }`, or the value alone if there are no keys.
fn braced(new: Setting<'_>, quotes: Option<u8>) -> String {
    if new.path.is_empty() { new.value.to_owned() } else { format!("{{ {} }}", one_line(new, quotes, ", ")) }
}

/// `a: { b: value }`. If `a` is the last key, the ones next to it follow, with this between them.
fn one_line(new: Setting<'_>, quotes: Option<u8>, between: &str) -> String {
    let Some((key, path)) = new.path.split_first() else { return new.value.to_owned() };
    let more = new.more.iter().filter(|_| path.is_empty());
    let more = more.map(|(key, value)| format!("{between}{}: {value}", quoted_key(quotes, key)));
    let value = braced(Setting { path, ..new }, quotes);
    format!("{}: {value}{}", quoted_key(quotes, key), more.collect::<String>())
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
