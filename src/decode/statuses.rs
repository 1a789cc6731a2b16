//! Keys that say what has become of an entry, for which the format has another key: `status: not now` of a platform,
//! `outcome` of a decision, `not_now` of an activity.

use super::cursor::Cursor;
use super::decisions;
use super::format::Record;
use super::moved::on_one_line;
use super::synonyms;
use crate::finding::{Edit, Fix};
use crate::source::Span;
use crate::syntax::edit::{quote, quote_if_needed};
use crate::syntax::tree::{NodeId, Value};
use crate::words::placeholder::{is_no_figure, says_no};
use crate::words::{is_in, words};

/// What to say of such a key.
pub(super) struct Said {
    pub(super) label: &'static str,
    pub(super) help: String,
    pub(super) fix: Option<Fix>,
}

/// What a key says of its entry that the format says in another way.
pub(super) fn said(cursor: Cursor<'_>, record: &Record, entry: (NodeId, NodeId)) -> Option<Said> {
    summed(cursor, record, entry)
        .or_else(|| dropped(cursor, record, entry))
        .or_else(|| decisions::made(cursor, record, entry))
        .or_else(|| settled(cursor, record, entry))
        .or_else(|| left_out(cursor, record, entry))
}

fn has_status(record: &Record, word: &str) -> bool {
    let status = record.key("status");
    status.is_some_and(|key| key.shape.words().is_some_and(|words| words.contains(&word)))
}

/// The total of amounts that are added up anyway.
fn summed(cursor: Cursor<'_>, record: &Record, (key, value): (NodeId, NodeId)) -> Option<Said> {
    if record.name != "Costs" || !is_in("total sum amount overall", &cursor.text(key).to_lowercase()) {
        return None;
    }
    let only = cursor.keys().filter(|keys| *keys == 1).and_then(|_| on_one_line(cursor, value));
    let edits = only.map(|text| vec![Edit { span: cursor.span(), text }]);
    let help = match &edits {
        Some(_) => "write it alone, without a key",
        None => "leave it out, since the kinds are added up: what is in none of them goes under `other:`",
    };
    let fix = edits.and_then(|edits| Fix::to_check("write it without a key", edits));
    Some(Said { label: "the kinds are added up", help: help.to_owned(), fix })
}

/// Drops an entry that cannot be left out, with the reason as a note.
fn dropped(cursor: Cursor<'_>, record: &Record, (key, value): (NodeId, NodeId)) -> Option<Said> {
    let is_free = record.has("notes") && !cursor.has_key("status") && !cursor.has_key("notes");
    let is_text = cursor.scalar_text(value).is_some_and(|text| !text.is_empty());
    if cursor.text(key) != "not_now" || !has_status(record, "dropped") || !is_free || !is_text {
        return None;
    }
    let text = format!("status: dropped{}notes", cursor.separator(key)?);
    let edits = vec![Edit { span: cursor.span_of(key), text }];
    Some(Said {
        label: "an entry of this kind is dropped instead",
        help: "write `status: dropped`, and the reason under `notes:`".to_owned(),
        fix: Fix::to_check("write `status: dropped`, and the reason under `notes`", edits),
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
    // `outcome: pending` answers nothing yet.
    if is_no_figure(text) || synonyms::value(text, &["open", "made", "dropped"]) == Some("open") {
        return None;
    }
    // A note that is there stays.
    let (place, note) = if cursor.has_key("notes") {
        (format!("as `x-{own}`"), format!("x-{own}: {}", cursor.decoder.source.slice(cursor.span_of(value))))
    } else {
        ("under `notes:`".to_owned(), format!("notes: {}", quote(&format!("{own}: {text}"))))
    };
    let separator = cursor.separator(key)?;
    let status = if cursor.has_key("status") { String::new() } else { format!("status: made{separator}") };
    let span = Span::new(cursor.span_of(key).start, cursor.span_of(value).end);
    Some(Said {
        label: "a decision that is made has a status",
        help: format!("write `status: made`, and keep the answer {place}"),
        fix: Fix::to_check(
            format!("write `status: made`, and keep the answer {place}"),
            vec![Edit { span, text: format!("{status}{note}") }],
        ),
    })
}

/// Leaves an entry out whose status says so, with the reason that it gives.
fn left_out(cursor: Cursor<'_>, record: &Record, (key, value): (NodeId, NodeId)) -> Option<Said> {
    const USED: &str = "active live running ongoing used open yes on";
    // `closed since May`: these say no only for something that is listed.
    const UNUSED: &str =
        "closed inactive paused parked postponed stopped abandoned discontinued deleted deactivated";
    let text = cursor.scalar_text(value)?;
    if !is_in("status state", cursor.text(key)) || record.has("status") || !record.has("not_now") {
        return None;
    }
    if is_in(USED, &text.to_lowercase()) {
        return Some(Said {
            label: "what is listed counts as used",
            help: "remove it: whatever is listed counts as used unless it has `not_now: the reason`"
                .to_owned(),
            fix: None,
        });
    }
    // `closed group` is a group that is used.
    let (first, rest) = text.split_at(text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len()));
    let next = words(rest).into_iter().next();
    let is_alone = !rest.starts_with(char::is_whitespace)
        || next.is_none_or(|next| is_in("since until for in", &next))
        || rest.trim_start().starts_with(|c: char| !c.is_alphanumeric());
    if !(says_no(text) || is_alone && is_in(UNUSED, &first.to_lowercase())) || cursor.has_key("not_now") {
        return None;
    }
    let reason = ["reason", "why", "rationale", "because"].into_iter().find_map(|name| {
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
            let removal = cursor.removing(key);
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
        label: "`not_now:` says this",
        help: "write `not_now:` with the reason".to_owned(),
        fix: edits.and_then(|edits| Fix::to_check("write `not_now`, with the reason", edits)),
    })
}
