//! Keys that say how an entry stands, where the format says it with another key: `status: not now` of a platform,
//! `outcome` of a decision, `not_now` of an activity.

use super::cursor::Cursor;
use super::decisions;
use super::format::Record;
use crate::finding::{Edit, Fix, Safety};
use crate::source::Span;
use crate::syntax::edit::{quote, quote_if_needed};
use crate::syntax::set;
use crate::syntax::tree::{NodeId, Value};
use crate::words::is_in;
use crate::words::placeholder::says_no;

/// What to say of such a key.
pub(super) struct Said {
    pub(super) label: &'static str,
    pub(super) help: String,
    pub(super) fix: Option<Fix>,
}

/// What a key says of its entry that the format says in another way.
pub(super) fn said(cursor: Cursor<'_>, record: &Record, entry: (NodeId, NodeId)) -> Option<Said> {
    dropped(cursor, record, entry)
        .or_else(|| decisions::made(cursor, record, entry))
        .or_else(|| settled(cursor, record, entry))
        .or_else(|| left_out(cursor, record, entry))
}

/// A line of its own next to a key: what separates the two.
pub(super) fn separator(cursor: Cursor<'_>, key: NodeId) -> Option<String> {
    let (source, span) = (cursor.decoder.source, cursor.span_of(key));
    let line = source.line_span(source.line(span.start));
    let before = source.slice(Span::new(line.start, span.start));
    if cursor.is_flow() {
        return Some(", ".to_owned());
    }
    before.bytes().all(|byte| byte == b' ').then(|| format!("\n{before}"))
}

fn has_status(record: &Record, word: &str) -> bool {
    let status = record.key("status");
    status.is_some_and(|key| key.shape.words().is_some_and(|words| words.contains(&word)))
}

pub(super) fn fix(title: &str, mut edits: Vec<Edit>) -> Option<Fix> {
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let is_apart = |two: &[Edit]| matches!(two, [one, next] if one.span.end <= next.span.start);
    let is_possible = edits.windows(2).all(is_apart);
    is_possible.then(|| Fix { title: title.to_owned(), safety: Safety::Unsafe, edits, reveals: None })
}

/// Drops an entry that cannot be left out, with the reason as a note.
fn dropped(cursor: Cursor<'_>, record: &Record, (key, value): (NodeId, NodeId)) -> Option<Said> {
    let is_free = record.has("notes") && !cursor.has_key("status") && !cursor.has_key("notes");
    let is_text = cursor.scalar_text(value).is_some_and(|text| !text.is_empty());
    if cursor.text(key) != "not_now" || !has_status(record, "dropped") || !is_free || !is_text {
        return None;
    }
    let text = format!("status: dropped{}notes", separator(cursor, key)?);
    let edits = vec![Edit { span: cursor.span_of(key), text }];
    Some(Said {
        label: "an entry of this kind is dropped instead",
        help: "write `status: dropped`, and the reason under `notes:`".to_owned(),
        fix: fix("write `status: dropped`, and the reason under `notes`", edits),
    })
}

/// Keeps the answer to a question as a note, and says that it is decided.
fn settled(cursor: Cursor<'_>, record: &Record, (key, value): (NodeId, NodeId)) -> Option<Said> {
    const ANSWERS: &str = "answer outcome result decided decision resolution conclusion decided_on";
    let own = cursor.text(key);
    let text = cursor.scalar_text(value).filter(|text| !text.is_empty() && !text.contains('\n'))?;
    if !has_status(record, "made") || !is_in(ANSWERS, &own.to_lowercase()) {
        return None;
    }
    // Without a question, it is the decision itself, and not the answer.
    if own == "decision" && !cursor.has_key("question") {
        return None;
    }
    // A note that is there stays.
    let note = if cursor.has_key("notes") {
        format!("x-{own}: {}", cursor.decoder.source.slice(cursor.span_of(value)))
    } else {
        format!("notes: {}", quote(&format!("{own}: {text}")))
    };
    let separator = separator(cursor, key)?;
    let status = if cursor.has_key("status") { String::new() } else { format!("status: made{separator}") };
    let span = Span::new(cursor.span_of(key).start, cursor.span_of(value).end);
    Some(Said {
        label: "a decision that is made has a status",
        help: "write `status: made`, and the answer under `notes:`".to_owned(),
        fix: fix(
            "write `status: made`, and the answer under `notes`",
            vec![Edit { span, text: format!("{status}{note}") }],
        ),
    })
}

/// Leaves an entry out whose status says so, with the reason that it gives.
fn left_out(cursor: Cursor<'_>, record: &Record, (key, value): (NodeId, NodeId)) -> Option<Said> {
    const USED: &str = "active live running ongoing used open yes on";
    // `closed since May`, which says no only of what is listed.
    const UNUSED: &str =
        "closed inactive paused parked postponed stopped abandoned discontinued deleted deactivated";
    let text = cursor.scalar_text(value)?;
    if !is_in("status state", cursor.text(key)) || record.has("status") || !record.has("not_now") {
        return None;
    }
    if is_in(USED, &text.to_lowercase()) {
        return Some(Said {
            label: "what is listed is used",
            help: "remove the key: an entry is used unless it says `not_now: the reason`".to_owned(),
            fix: None,
        });
    }
    let first = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
    if !(says_no(text) || is_in(UNUSED, &first)) || cursor.has_key("not_now") {
        return None;
    }
    let reason = ["because", "reason", "why", "rationale"].into_iter().find_map(|name| {
        let Value::Mapping(entries) = cursor.value() else { return None };
        entries.iter().find(|(key, value)| {
            cursor.text(*key) == name
                && cursor.scalar_text(*value).is_some_and(|text| !text.trim().is_empty())
        })
    });
    let rename = |key| Edit { span: cursor.span_of(key), text: "not_now".to_owned() };
    let edits = match reason {
        None => Some(vec![rename(key)]),
        Some((other, its_value)) => {
            let path = cursor.path_of(key);
            let path: Vec<&str> = path.iter().map(AsRef::as_ref).collect();
            let removal = set::remove(cursor.decoder.source, cursor.decoder.tree, &path);
            let mut edits = vec![rename(other)];
            // `paused` says more than `not_now`.
            let is_said = text.replace(['_', '-'], " ").eq_ignore_ascii_case("not now");
            if !is_said {
                let text = quote_if_needed(&format!("{text}: {}", cursor.text(its_value)));
                edits.push(Edit { span: cursor.span_of(its_value), text });
            }
            removal.map(|removal| {
                edits.push(removal);
                edits
            })
        }
    };
    Some(Said {
        label: "what is not used says so in another way",
        help: "write `not_now:` with the reason".to_owned(),
        fix: edits.and_then(|edits| fix("write `not_now`, with the reason", edits)),
    })
}
