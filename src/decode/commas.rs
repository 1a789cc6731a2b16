//! Commas that YAML reads differently: a list without brackets, and a value in braces that its comma
//! cuts off.

use super::cursor::Cursor;
use super::typography;
use crate::finding::file::{INVALID_VALUE, UNKNOWN_KEY};
use crate::finding::{Edit, Finding, Safety};
use crate::source::Span;
use crate::syntax::edit::requote;
use crate::syntax::tree::{NodeId, Value};
use crate::words::shown;

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
    cursor.report(finding.fix("put them in brackets", Safety::Safe, vec![edit]));
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
    let entire = Span::new(cursor.span_of(value).start, cursor.span_of(end).end);
    let text = cursor.decoder.source.slice(entire).to_owned();
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let starts_with_number = is_number(cursor.text(value));
    let groups_of_three = pieces.iter().all(|(piece, _)| {
        let digits = cursor.text(*piece);
        digits.len() == 3 && is_number(digits)
    });
    let is_decimals = |piece: &str| is_number(piece) && piece.len() <= 2;
    let decimals = matches!(pieces, [(piece, _)] if is_decimals(cursor.text(*piece)));
    let expected = cursor.shape.record().and_then(|record| record.key(cursor.text(key)));
    let takes_list = expected.is_some_and(|key| key.shape.is_list());
    let mut safety = Safety::Safe;
    let (instead, what, help) = if starts_with_number && decimals && !takes_list {
        // A comma for decimals, as half of Europe writes it.
        safety = Safety::Unsafe;
        let number = text.replace(',', ".").replace(' ', "");
        (number.clone(), "number", format!("write a point for decimals: `{number}`"))
    } else if starts_with_number && groups_of_three {
        let number = text.replace([',', ' '], "");
        (number.clone(), "number", format!("write `{number}`"))
    } else if let Some(list) = bracketed(&text).filter(|_| takes_list) {
        (list.clone(), "list", format!("put the entries in brackets: `{list}`"))
    } else {
        (requote(&text), "text", format!("put the text in quotes: {}", requote(&text)))
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
    let title = format!("write `{}`", shown(&instead));
    finding.help(help).fix(title, safety, vec![Edit { span: entire, text: instead }])
}
