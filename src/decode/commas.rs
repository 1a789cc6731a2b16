//! Commas that YAML reads differently: a list without brackets, and a value in braces that its comma
//! cuts off.

use super::cursor::Cursor;
use super::figures::Place;
use super::format::Shape;
use super::invalid_value::answered;
use super::typography;
use crate::finding::file::{INVALID_VALUE, UNKNOWN_KEY};
use crate::finding::{Edit, Finding, Safety};
use crate::source::Span;
use crate::syntax::edit::requote;
use crate::syntax::tree::{NodeId, Value};
use crate::words::shown;
use crate::words::spelling::spelled;

/// Reports several ids or words in one text where a list is expected, and then returns `None`:
/// `kpis: test-rides, ebikes-sold`.
pub(super) fn check_list(cursor: Cursor<'_>) -> Option<()> {
    let Value::Scalar(text, _) = cursor.value() else { return Some(()) };
    typography::check_bullets(cursor)?;
    let is_cut = cursor.decoder.tree.swallowed(cursor.node).is_some();
    let Some(list) = bracketed(text).filter(|_| !is_cut) else { return Some(()) };
    let finding = INVALID_VALUE
        .at(cursor.span(), format!("{} has several entries in one text", cursor.called()))
        .label("a list without brackets")
        .help(format!("put them in brackets: `{}`", shown(&list)));
    let edit = Edit { span: cursor.span(), text: list };
    // What is wrong with each entry is said when it is one.
    cursor.report(finding.fix("put them in brackets", Safety::Safe, vec![edit]).revealing(cursor.span()));
    None
}

/// `a, b` → `[a, b]`, if nothing in the pieces has a meaning in YAML.
fn bracketed(text: &str) -> Option<String> {
    if !text.contains(',') {
        return None;
    }
    let pieces: Vec<&str> = text.split(',').map(str::trim).filter(|piece| !piece.is_empty()).collect();
    let is_word = |piece: &&str| {
        piece.starts_with(char::is_alphanumeric)
            && piece.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ' '))
    };
    (!pieces.is_empty() && pieces.iter().all(is_word)).then(|| format!("[{}]", pieces.join(", ")))
}

/// A value in braces that was cut off by its commas.
pub(super) fn comma_split(
    cursor: Cursor<'_>,
    key: NodeId,
    value: NodeId,
    pieces: &[(NodeId, NodeId)],
) -> Finding {
    let end = pieces.last().map_or(value, |(piece, _)| *piece);
    let begins_with_it = cursor.span_of(value).is_empty();
    let start = match pieces.first() {
        Some((piece, _)) if begins_with_it => cursor.span_of(*piece).start.saturating_sub(1),
        _ => cursor.span_of(value).start,
    };
    let entire = Span::new(start, cursor.span_of(end).end);
    let text = cursor.decoder.source.slice(entire).to_owned();
    let expected = match cursor.shape.full() {
        Shape::Record(record) => record.key(cursor.text(key)).map(|key| key.shape),
        Shape::ById(entry) => Some(*entry),
        Shape::ByDate => Some(&Shape::Number),
        Shape::ByColumn => Some(&Shape::Text),
        _ => None,
    };
    let figure = expected.filter(|shape| shape.is_figure()).and_then(|shape| {
        let cursor = cursor.at(value, Some(key), shape);
        let in_words = shape.answer().and_then(|answer| answer(cursor, &text));
        in_words.or_else(|| spelled(&text).map(|_| Place::of(cursor).answer(&text)))
    });
    let list = bracketed(&text).filter(|_| expected.is_some_and(Shape::is_list));
    let what = match (&figure, &list) {
        (Some(_), _) => "number",
        (None, Some(_)) => "list",
        (None, None) => "text",
    };
    let rest =
        pieces.first().map_or(entire, |(piece, _)| Span::new(cursor.span_of(*piece).start, entire.end));
    let finding = UNKNOWN_KEY
        .at(rest, format!("a comma cuts off the {what} after `{}`", shown(cursor.text(key))))
        .label("read as a key without a value")
        .also(cursor.span_of(value), "the value as it was read")
        .note("inside braces, a comma separates one key from the next");
    if text.contains(['\n', '\r']) {
        // There can be a comment between the lines.
        return finding.help("put the entire text in quotes");
    }
    if let Some(mut answer) = figure {
        if begins_with_it {
            answer.perhaps = answer.instead.take().or(answer.perhaps);
        }
        return answered(finding, entire, &answer);
    }
    let bytes = text.as_bytes();
    let is_figure =
        bytes.windows(3).any(|part| matches!(part, [a, b',', c] if a.is_ascii_digit() && c.is_ascii_digit()));
    if is_figure && expected.is_some_and(|shape| shape.is_figure() || matches!(shape, Shape::Scalar)) {
        // What it means in quotes is answered there.
        return finding.help("write decimals with a point, and thousands without a separator");
    }
    let (instead, help) = match list {
        Some(list) => (list.clone(), format!("put the entries in brackets: `{list}`")),
        None => (requote(&text), format!("put the text in quotes: {}", requote(&text))),
    };
    let title = format!("write `{}`", shown(&instead));
    finding.help(help).fix(title, Safety::Safe, vec![Edit { span: entire, text: instead }])
}
