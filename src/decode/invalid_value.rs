//! What can be wrong with one value, in the user's words. A value of the wrong shape is reported in
//! [`wrong_shape`](super::wrong_shape).

use super::cursor::Cursor;
use super::format::Shape;
use super::synonyms;
use super::value::{Offer, ValueError};
use crate::finding::file::{DUPLICATE_KEY, INVALID_VALUE};
use crate::finding::{Edit, Finding, Fix, Safety};
use crate::source::Span;
use crate::syntax::edit::quote;
use crate::syntax::hash;
use crate::syntax::tree::{NodeId, Value};
use crate::words::placeholder::says_no;
use crate::words::shown;

/// A value that is not what its key expects.
pub(super) fn invalid_value(cursor: Cursor<'_>, error: &ValueError) -> Finding {
    let in_prose = prose(cursor, error);
    let error = in_prose.as_ref().unwrap_or(error);
    let ValueError { expected, help, instead, .. } = error;
    let is_word = cursor.shape.words().or(cursor.shape.full().words()).is_some();
    let (called, found) = (cursor.called(), cursor.found());
    let message = match (cursor.key, cursor.within) {
        (None, Some(within)) if is_word => format!("`{}` cannot be {found}", shown(cursor.text(within))),
        (Some(_), _) if is_word => format!("{called} cannot be {found}"),
        (None, _) => format!("{found} is not {expected}"),
        _ => format!("{called} should be {expected}, not {found}"),
    };
    let finding = INVALID_VALUE.at(cursor.span(), message);
    let finding = finding.label(match instead {
        Some(instead) if is_word => format!("did you mean `{instead}`?"),
        _ => format!("not {expected}"),
    });
    // One value that fails as a record's main value can also mean that the record is left out.
    let has_not_now = cursor.shape.record().is_some_and(|record| record.has("not_now"));
    if let Some(text) = cursor.scalar_text(cursor.node).filter(|text| has_not_now && says_no(text)) {
        return answered(finding, cursor.span(), &ValueError::left_out(expected, text));
    }
    if let (Some(instead), true) = (instead, is_word) {
        let edit = Edit { span: cursor.span(), text: instead.clone() };
        let finding = finding.help(format!("write `{instead}`; {help}"));
        return finding.fix(format!("write `{instead}`"), Safety::Safe, vec![edit]);
    }
    answered(finding, cursor.span(), error)
}

/// The answer to a sentence in place of a word: it is kept as a note, next to the word with which it begins.
fn prose(cursor: Cursor<'_>, error: &ValueError) -> Option<ValueError> {
    const PROSE: usize = 3;
    let text = cursor.scalar_text(cursor.node)?;
    let words = cursor.shape.words().or(cursor.shape.full().words())?;
    let is_open = error.instead.is_none() && error.perhaps.is_none();
    if !is_open || text.split_whitespace().count() < PROSE || text.contains('\n') {
        return None;
    }
    let (first, _) = text.split_once([',', ';', ':', '(']).unwrap_or_default();
    let first = first.trim();
    let word = words.iter().copied().find(|word| word.eq_ignore_ascii_case(first));
    let answer = if let Some(word) = word.or_else(|| synonyms::value(first, words)) {
        let help = format!("write `{word}`, and keep the rest under `notes:`");
        cursor.with_note(ValueError::new(error.expected, help), word, text)
    } else {
        let help = format!("{}; or keep the text under `notes:`", error.help);
        cursor.as_note(ValueError { help, ..error.clone() }, text)
    };
    answer.perhaps.is_some().then_some(answer)
}

/// Says what to write at a place, and offers to write it if that is clear.
pub(super) fn answered(finding: Finding, span: Span, error: &ValueError) -> Finding {
    let ValueError { help, instead, perhaps, with, .. } = error;
    let (text, safety) = match (instead, perhaps) {
        (Some(instead), _) => (instead, Safety::Safe),
        (None, Some(perhaps)) => (perhaps, Safety::Unsafe),
        (None, None) => return finding.help(help),
    };
    let write = format!("write `{text}`");
    let (help, title) = match (safety, with.is_empty()) {
        (Safety::Safe, true) => (write.clone(), write),
        (Safety::Unsafe, true) => (help.clone(), write),
        (_, false) => (help.clone(), help.clone()),
    };
    let title = match error.offer {
        Offer::Answer => title,
        Offer::Likelier => format!("write `{text}`, and add what goes with it"),
        Offer::AnswerAndNote if with.iter().any(|edit| edit.text.contains("notes: ")) => {
            format!("write `{text}`, and the text under `notes:`")
        }
        Offer::AnswerAndNote => format!("write `{text}`, and keep the text next to it"),
        Offer::Note => "put it under `notes:`".to_owned(),
        Offer::Hours => "write it under `hours:`".to_owned(),
    };
    let own = Edit { span, text: text.clone() };
    let mut edits: Vec<Edit> = std::iter::once(own).chain(with.iter().cloned()).collect();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    finding.help(help).fix(title, safety, edits)
}

/// A key without a value, or with an empty text.
pub(super) fn empty(cursor: Cursor<'_>, expected: &Shape) -> Finding {
    let source = cursor.decoder.source;
    let written = cursor.span();
    let line = source.line_span(source.line(written.start));
    let after = Span::new(written.end, line.end);
    let comment = source.slice(after).trim_start();
    let finding = match cursor.key {
        None => INVALID_VALUE
            .at(written, format!("{} is empty", cursor.called()))
            .label("nothing is written here"),
        Some(key) => {
            let what = match expected {
                Shape::ById(_) | Shape::ByDate | Shape::ByColumn | Shape::Record(_) => "is empty",
                _ => "has no value",
            };
            INVALID_VALUE
                .at(cursor.span_of(key), format!("{} {what}", cursor.called()))
                .label("nothing follows this key")
        }
    };
    // `>5` begins a text on the lines below, and there is none.
    let sign = source.slice(written);
    let answer = cursor.shape.answer().filter(|_| sign.starts_with('>'));
    if let Some(error) = answer.and_then(|answer| answer(cursor, sign)) {
        return answered(finding, written, &error);
    }
    if written.is_empty() && hash::is_text(comment, false) && !expected.is_figure() {
        let text = quote(comment.trim_end());
        let edit = Edit { span: after, text: format!(" {text}") };
        return finding.note(hash::WHY).help(format!("put the text in quotes: {}", shown(&text))).fix(
            "put the text in quotes",
            Safety::Unsafe,
            vec![edit],
        );
    }
    finding.help(match expected {
        _ if cursor.key.is_none() => "write a value, or remove the empty entry",
        Shape::ById(_) | Shape::ByDate | Shape::ByColumn => {
            "write its entries on the lines below it, or remove the key"
        }
        Shape::Record(_) => "write what belongs under it, or remove the key",
        _ => "write a value after the colon, or remove the key",
    })
}

/// A text whose first word YAML reads as a tag or an anchor.
pub(super) fn swallowed(cursor: Cursor<'_>) -> Finding {
    let source = cursor.decoder.source;
    let word = cursor.decoder.tree.swallowed(cursor.node).unwrap_or(cursor.span());
    let entire = Span::new(word.start, cursor.span().end.max(word.end));
    let (sign, text) = (source.slice(word), source.slice(entire));
    let meaning = if sign.starts_with('!') { "names a type" } else { "names a place in the file" };
    let finding = INVALID_VALUE
        .at(word, format!("the text begins with `{}`, which YAML does not read as text", shown(sign)))
        .label(format!("at the start of a text, this {meaning}"));
    if text.contains('\n') || text.ends_with(['\'', '"']) {
        let mark = sign.get(..1).unwrap_or_default();
        return finding.help(format!("put the entire text in quotes, or remove the `{mark}`"));
    }
    // A strategy has no YAML types, so a `!` is part of the text. An anchor can be unused for now.
    let is_meant = sign.starts_with('!') && sign.chars().nth(1).is_some_and(char::is_alphabetic);
    let safety = if is_meant && !cursor.in_flow { Safety::Safe } else { Safety::Unsafe };
    finding.help(format!("put the text in quotes: {}", shown(&quote(text)))).fix(
        "put the text in quotes",
        safety,
        vec![Edit { span: entire, text: quote(text) }],
    )
}

/// A key that a mapping has more than once.
pub(super) fn duplicate_key(
    cursor: Cursor<'_>,
    text: &str,
    first: NodeId,
    again: &[Span],
) -> Option<Finding> {
    let (second, others) = again.split_first()?;
    let times = match others.len() {
        0 => "twice".to_owned(),
        more => format!("{} times", more + 2),
    };
    let message = format!("`{}` is here {times}", shown(text));
    let finding = DUPLICATE_KEY.at(*second, message).label("again here");
    let finding = finding.also(cursor.span_of(first), "first here");
    let finding = others.iter().fold(finding, |finding, other| finding.also(*other, "and here"));
    let help = if matches!(cursor.shape.full(), Shape::ById(_)) {
        format!("keep one of them, or give each its own id: `{0}`, `{0}-2`", shown(text))
    } else if text.starts_with(|c: char| c.is_ascii_digit()) {
        "keep the one that is right, and remove the rest".to_owned()
    } else {
        format!("put all of it under one `{}:`, and remove the rest", shown(text))
    };
    let why = "if they differ, none of them is read, since nothing says which one is meant";
    Some(finding.note(why).help(help).fix_if(one_of_each(cursor, text, first, again)))
}

/// Removes a key that says the same again, or gives an entry its own id.
fn one_of_each(cursor: Cursor<'_>, text: &str, first: NodeId, again: &[Span]) -> Option<Fix> {
    let Value::Mapping(entries) = cursor.value() else { return None };
    let [second] = again else { return None };
    let source = cursor.decoder.source;
    if matches!(cursor.shape.full(), Shape::ById(_)) {
        let id = format!("{text}-2");
        let title = format!("write `{id}` for the second");
        let edits = vec![Edit { span: *second, text: id.clone() }];
        let reveals = Some(cursor.span());
        return (!cursor.has_key(&id)).then_some(Fix { title, safety: Safety::Unsafe, edits, reveals });
    }
    // Only one right below the other is surely one too many: further down it can be that of an entry whose id is
    // missing or in the wrong column.
    let at = entries.iter().position(|(one, _)| one == first)?;
    let ((_, one), (next_key, other)) = (entries.get(at)?, entries.get(at + 1)?);
    let is_next_line = source.line(second.start) == source.line(cursor.span_of(one).end) + 1;
    if cursor.span_of(next_key) != *second || !is_next_line {
        return None;
    }
    let line = source.line_span(source.line(second.start));
    let next = source.line_span(source.line(second.start) + 1).start;
    // A text of several lines is more than its first.
    let is_alone = !cursor.is_flow()
        && cursor.span_of(other).end <= line.end
        && source.slice(Span::new(line.start, second.start)).bytes().all(|byte| byte == b' ')
        && source.slice(Span::new(cursor.span_of(other).end, line.end)).trim().is_empty();
    let is_same = cursor.scalar_text(one).is_some() && cursor.scalar_text(one) == cursor.scalar_text(other);
    let edits = vec![Edit { span: Span::new(line.start, next.max(line.end)), text: String::new() }];
    let title = "remove the second, which says the same".to_owned();
    (is_alone && is_same).then_some(Fix { title, safety: Safety::Safe, edits, reveals: None })
}

/// A few lines of nested aliases can stand for billions of values.
pub(super) fn too_many_aliases(cursor: Cursor<'_>) -> Finding {
    INVALID_VALUE
        .at(cursor.span(), "the aliases in this file add up to more values than a strategy can have")
        .label("aliases are not read from here on")
        .note("an alias (`*name`) repeats everything its anchor (`&name`) holds, aliases included")
        .help("write the values out instead of repeating them with aliases")
}
