//! Decisions that were made, as minutes have them: `{ date: 2027-01-12, decision: TikTok only as a pilot }`. The
//! format has an open question unless the status says otherwise.

use super::cursor::Cursor;
use super::format::Record;
use super::moved::on_one_line;
use super::statuses::Said;
use crate::finding::{Edit, Fix};
use crate::source::Span;
use crate::syntax::edit::quote;
use crate::syntax::tree::{Entries, NodeId, Value};
use crate::words::months::{self, is_year};
use crate::words::{is_in, words};

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

/// True for a sentence that says what was decided: it names a day before the plan begins, or rules something out.
pub(super) fn is_made(cursor: Cursor<'_>, text: &str) -> bool {
    // `No decision yet`, `No agency before we have hired someone`
    const OPEN: &str = "yet noch until before unless idea decision answer agreement consensus plan";
    let all = words(text);
    let rules_out = || {
        let first = all.first().is_some_and(|word| is_in("no never kein keine keinen", word));
        first && !all.iter().any(|word| is_in(OPEN, word))
    };
    let has_day = || {
        let parts = text.split(['(', ')', ',', ';', '–', '—', '[', ']']);
        parts.flat_map(|part| part.split(" - ")).any(|part| is_past(cursor, part))
    };
    is_statement(text) && (rules_out() || has_day())
}

/// True for a sentence under its day: `2026-12-09: No ads`.
pub(super) fn is_made_on(cursor: Cursor<'_>, day: &str, text: &str) -> bool {
    is_statement(text) && (is_past(cursor, day) || year_of_day(day).is_some() && is_made(cursor, text))
}

/// True for a day in a year before the plan begins. Any later one can be the day by which something is to be decided.
fn is_past(cursor: Cursor<'_>, text: &str) -> bool {
    let start = cursor
        .elsewhere(&["strategy", "period"])
        .or_else(|| cursor.elsewhere(&["strategy", "period", "start"]));
    let first: Option<i16> = start.and_then(|start| start.get(..4)?.parse().ok());
    year_of_day(text).zip(first).is_some_and(|(year, first)| year < first)
}

/// True for the entry of a decision that was made: it says so, or it is a statement with its day and nothing that
/// is still to come.
pub(super) fn is_made_entry(cursor: Cursor<'_>, entries: Entries<'_>) -> bool {
    let all = || entries.iter().map(|(key, value)| (cursor.text(key), cursor.scalar_text(value)));
    if let Some((_, status)) = all().find(|(key, _)| matches!(*key, "status" | "state")) {
        return status == Some("made");
    }
    // `decision:` with its `date:` is what minutes say; the day of something else can be when it is due.
    let is_minuted = all().any(|(key, _)| is_under("decision decided", key));
    let is_its_day = |text: &str| is_past(cursor, text) || is_minuted && is_day(text);
    all().any(|(key, text)| is_under(DECIDED, key) && text.is_some_and(is_statement))
        && all().any(|(key, text)| is_under(DAYS, key) && text.is_some_and(is_its_day))
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
        let separator = cursor.separator(key).filter(|_| !status.is_empty()).unwrap_or_default();
        let edits = vec![Edit { span: cursor.span_of(key), text: format!("{status}{separator}question") }];
        return Some(Said {
            label: "a decision that is made has a status",
            help: "write `question`, with `status: made`; if the decision is still open, write the day as `needed_by:`"
                .to_owned(),
            fix: Fix::to_check("write `question`, with `status: made`", edits),
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
        help: format!("keep it {place}; if the decision is still open, write the day as `needed_by:`"),
        fix: Fix::to_check(format!("keep it {place}"), vec![Edit { span, text }]),
    })
}

/// False for a question.
fn is_statement(text: &str) -> bool {
    const ASKS: &str = "who what when where which why how whether if do does did should shall can could may is are will \
                        would wer was wann wo welche wie ob soll sollen";
    !text.contains('?') && text.contains(' ') && words(text).first().is_some_and(|first| !is_in(ASKS, first))
}

fn is_day(text: &str) -> bool {
    year_of_day(text).is_some()
}

/// The year of a day: `2.12.2026`, `14/12/2026`, `18 January 2027`, `2026-12-09`.
fn year_of_day(text: &str) -> Option<i16> {
    let text = text.trim();
    let parts: Vec<&str> = text.split([' ', '.', '/', '-']).filter(|part| !part.is_empty()).collect();
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_small = |part: &str| part.len() <= 2 && is_number(part);
    match parts.as_slice() {
        [one, other, year] | [year, one, other] if is_year(year) => {
            let is_month = |part: &str| months::number(&part.to_lowercase()).is_some();
            let is_one =
                (is_small(one) && (is_small(other) || is_month(other))) || (is_month(one) && is_small(other));
            year.parse().ok().filter(|_| is_one)
        }
        _ => None,
    }
}
