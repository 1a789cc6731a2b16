//! Commas where YAML does not take them as they are meant: a list without its brackets, and a value in
//! braces that its own comma ended.

use super::here::Here;
use crate::finding::file::{INVALID_VALUE, UNKNOWN_KEY};
use crate::finding::{Edit, Finding, Safety};
use crate::source::Span;
use crate::syntax::edit::quote;
use crate::syntax::tree::{NodeId, Value};
use crate::words::shown;

/// Several ids or words in one text, where a list is expected: `kpis: test-rides, ebikes-sold`.
pub(super) fn list_in_one_text(here: Here<'_>) -> Option<Finding> {
    let Value::Scalar(text, _) = here.value() else { return None };
    let list = bracketed(text).filter(|_| here.reading.tree.swallowed(here.node).is_none())?;
    let finding = INVALID_VALUE
        .at(here.span(), format!("{} holds several entries in one text", here.called()))
        .label("a list without its brackets")
        .help(format!("put them in brackets: `{}`", shown(&list)));
    let edit = Edit { span: here.span(), text: list };
    Some(finding.fix("put them in brackets", Safety::Safe, vec![edit]))
}

/// `a, b` → `[a, b]`, where nothing in the pieces would mean something to YAML.
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

/// True for a key that holds a list in one of the format's records.
fn takes_a_list(here: Here<'_>, key: &str) -> bool {
    let records = here.reading.schema.get("$defs").and_then(|all| all.as_object());
    records.into_iter().flat_map(|all| all.values()).any(|record| {
        let shapes = record.get("properties").and_then(|keys| keys.get(key)?.get("anyOf")?.as_array());
        let is_list = |shape: &serde_json::Value| shape.get("type").is_some_and(|kind| kind == "array");
        shapes.into_iter().flatten().any(is_list)
    })
}

/// A value whose commas ended it, as YAML has it in braces.
pub(super) fn comma_split(
    here: Here<'_>,
    key: NodeId,
    value: NodeId,
    pieces: &[(NodeId, NodeId)],
) -> Finding {
    let tree = here.reading.tree;
    let end = pieces.last().map_or(tree.span(value).end, |(piece, _)| tree.span(*piece).end);
    let whole = Span::new(tree.span(value).start, end);
    let text = here.reading.source.slice(whole).to_owned();
    let groups_of_three = pieces.iter().all(|(piece, _)| {
        let digits = here.text(*piece);
        digits.len() == 3 && digits.bytes().all(|byte| byte.is_ascii_digit())
    });
    let is_number = here.text(value).bytes().all(|byte| byte.is_ascii_digit()) && groups_of_three;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_part = |piece: &str| digits(piece) && piece.len() <= 2;
    let is_decimal = matches!(pieces, [(piece, _)] if is_part(here.text(*piece)) && digits(here.text(value)));
    let mut safety = Safety::Safe;
    let (instead, what, help) = if is_decimal && !is_number && !takes_a_list(here, here.text(key)) {
        // A comma for decimals, as half of Europe writes it.
        safety = Safety::Unsafe;
        let number = text.replace(',', ".").replace(' ', "");
        (number.clone(), "number", format!("write a point for decimals: `{number}`"))
    } else if is_number {
        let number = text.replace([',', ' '], "");
        (number.clone(), "number", format!("write `{number}`"))
    } else if let Some(list) = bracketed(&text).filter(|_| takes_a_list(here, here.text(key))) {
        (list.clone(), "list", format!("put the entries in brackets: `{list}`"))
    } else {
        (quote(&text), "text", format!("put the text in quotes: {}", quote(&text)))
    };
    let rest = pieces.first().map_or(whole, |(piece, _)| Span::new(tree.span(*piece).start, end));
    let finding = UNKNOWN_KEY
        .at(rest, format!("a comma ended the {what} after `{}`", shown(here.text(key))))
        .label("read as a key without a value".to_owned())
        .also(tree.span(value), "the value as it was read".to_owned())
        .note("between braces, a comma separates one key from the next".to_owned());
    if text.contains(['\n', '\r']) {
        // A comment may stand between the lines.
        return finding.help("put the whole text in quotes");
    }
    let title = format!("write `{}`", shown(&instead));
    finding.help(help).fix(title, safety, vec![Edit { span: whole, text: instead }])
}
