//! Decisions that were made, as minutes have them: `{ date: 2027-01-12, decision: TikTok only as a pilot }`. The
//! format has an open question unless the status says otherwise.

use super::cursor::Cursor;
use super::format::Record;
use super::moved::on_one_line;
use super::statuses::{Said, fix, separator};
use crate::finding::Edit;
use crate::source::Span;
use crate::syntax::edit::quote;
use crate::syntax::tree::{Entries, NodeId, Value};
use crate::words::{is_in, months, words};

/// The keys under which minutes write a decision.
const DECIDED: &str = "decision decided what title resolution";

/// The keys under which minutes say when it was decided.
const DAYS: &str = "date when on day decided_on made_on";

/// Keys that only something open has.
const OPEN: &str = "question needed_by deadline due due_date options";

/// True for the record of a decision.
pub(super) fn is_decision(record: &Record) -> bool {
    record.name == "Decision"
}

/// True for a sentence that says what was decided: it has a day of its own, or rules something out.
pub(super) fn is_made(text: &str) -> bool {
    let all = words(text);
    let rules_out = || {
        let first = all.first().is_some_and(|word| is_in("no never kein keine keinen", word));
        first && !all.iter().any(|word| is_in("yet noch", word))
    };
    // `by 1 May 2027` is a day that is still to come.
    let has_day = || {
        let parts = text.split(['(', ')', ',', ';', '–', '—', '[', ']']);
        parts.flat_map(|part| part.split(" - ")).any(is_day)
    };
    is_statement(text) && (rules_out() || has_day())
}

/// True for a sentence under its day: `2026-12-09: No ads`.
pub(super) fn is_made_on(day: &str, text: &str) -> bool {
    is_day(day) && is_statement(text)
}

/// True for the entry of a decision that was made: it says so, or it is a statement with its day and nothing that
/// is still to come.
pub(super) fn is_made_entry(cursor: Cursor<'_>, entries: Entries<'_>) -> bool {
    let all = || entries.iter().map(|(key, value)| (cursor.text(key), cursor.scalar_text(value)));
    if let Some((_, status)) = all().find(|(key, _)| matches!(*key, "status" | "state")) {
        return status == Some("made");
    }
    all().any(|(key, text)| is_under(DECIDED, key) && text.is_some_and(is_statement))
        && all().any(|(key, text)| is_under(DAYS, key) && text.is_some_and(is_day))
        && !all().any(|(key, _)| is_under(OPEN, key))
}

fn is_under(keys: &str, key: &str) -> bool {
    is_in(keys, &key.to_lowercase().replace([' ', '-'], "_"))
}

/// What to say of a key of a decision that was made: the sentence itself, the day, and who decided it.
pub(super) fn made(cursor: Cursor<'_>, record: &Record, (key, value): (NodeId, NodeId)) -> Option<Said> {
    let Value::Mapping(entries) = cursor.value() else { return None };
    if !is_decision(record) || !is_made_entry(cursor, entries) {
        return None;
    }
    let (own, text) = (cursor.text(key), on_one_line(cursor, value)?);
    if is_under(DECIDED, own) && !cursor.has_key("question") {
        let status = if cursor.has_key("status") { String::new() } else { "status: made".to_owned() };
        let separator = separator(cursor, key).filter(|_| !status.is_empty()).unwrap_or_default();
        let edits = vec![Edit { span: cursor.span_of(key), text: format!("{status}{separator}question") }];
        return Some(Said {
            label: "a decision that is made has a status",
            help: "write `question`, with `status: made`; if it is still open, write the day as `needed_by:`"
                .to_owned(),
            fix: fix("write `question`, with `status: made`", edits),
        });
    }
    let is_circumstance = |key: NodeId, value: NodeId| {
        let text = cursor.text(value);
        (is_under(DAYS, cursor.text(key)) && is_day(text))
            || (is_under("by", cursor.text(key)) && !is_day(text))
    };
    let first = entries.iter().find(|(key, value)| is_circumstance(*key, *value))?.0;
    if !is_circumstance(key, value) {
        return None;
    }
    let is_free = first == key && !cursor.has_key("notes");
    let text = if is_free {
        format!("notes: {}", quote(&format!("{own}: {}", cursor.text(value))))
    } else {
        format!("x-{own}: {text}")
    };
    let span = Span::new(cursor.span_of(key).start, cursor.span_of(value).end);
    let place = if is_free { "under `notes:`".to_owned() } else { format!("as `x-{own}`") };
    Some(Said {
        label: "this decision is made",
        help: format!("keep it {place}; if it is still open, write the day as `needed_by:`"),
        fix: fix(&format!("keep it {place}"), vec![Edit { span, text }]),
    })
}

/// False for a question.
fn is_statement(text: &str) -> bool {
    const ASKS: &str = "who what when where which why how whether if do does did should shall can could may is are will \
                        would wer was wann wo welche wie ob soll sollen";
    !text.contains('?') && text.contains(' ') && words(text).first().is_some_and(|first| !is_in(ASKS, first))
}

/// True for a day with its year: `2.12.2026`, `14/12/2026`, `18 January 2027`, `2026-12-09`.
fn is_day(text: &str) -> bool {
    let text = text.trim();
    let is_year = |part: &&str| part.len() == 4 && part.starts_with(['1', '2']);
    let parts: Vec<&str> = text.split([' ', '.', '/', '-']).filter(|part| !part.is_empty()).collect();
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_small = |part: &str| part.len() <= 2 && is_number(part);
    match parts.as_slice() {
        [one, other, year] | [year, one, other] if is_year(year) && is_number(year) => {
            let is_month = |part: &str| months::number(&part.to_lowercase()).is_some();
            (is_small(one) && (is_small(other) || is_month(other))) || (is_month(one) && is_small(other))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_with_its_day_or_without_an_exception_is_a_decision_that_was_made() {
        for text in [
            "No influencers for money (2.12.2026, Jana)",
            "No X ads",
            "Comments stay open – team meeting, 18 January 2027",
            "Leave X - 14/12/2026",
        ] {
            assert!(is_made(text), "{text}");
        }
        for text in [
            "Hire an agency",
            "Hire an agency by 1 May 2027",
            "No ads?",
            "No agency yet",
            "Who pays the agency (1.5.2027)",
            "Budget for 2028 (12 of 40)",
        ] {
            assert!(!is_made(text), "{text}");
        }
    }
}
