//! The only entry of a map whose id is written under a key, next to its values: `{ kpi: visits, at_least: 150 }`.

use super::cursor::Cursor;
use super::format::Shape;
use super::ids::is_id;
use super::moved::on_one_line;
use crate::finding::file::INVALID_VALUE;
use crate::finding::{Edit, Finding, Safety};
use crate::source::Span;
use crate::syntax::tree::Entries;
use crate::words::is_in;

const IDS: &str = "kpi metric id";

/// What to say of it. `None` for a map whose keys are ids.
pub(super) fn one_entry(cursor: Cursor<'_>, written: Entries<'_>) -> Option<Finding> {
    let Shape::ById(entry) = cursor.shape.full() else { return None };
    let record = entry.record()?;
    let is_named = |key, value| is_in(IDS, cursor.text(key)) && cursor.scalar_text(value).is_some_and(is_id);
    let (key, id) = written.iter().find(|(key, value)| is_named(*key, *value))?;
    let mut own = Vec::new();
    for (other, value) in written.iter().filter(|(other, _)| *other != key) {
        let name = record.key(cursor.text(other))?.name;
        own.push(format!("{name}: {}", on_one_line(cursor, value)?));
    }
    let (first, last) = (written.iter().next()?.0, written.iter().last()?.1);
    let span = Span::new(cursor.span_of(first).start, cursor.span_of(last).end);
    let is_plain = !own.is_empty() && !cursor.decoder.source.slice(span).contains('#');
    let (id, name) = (cursor.text(id), cursor.text(key));
    let instead = format!("{id}: {{ {} }}", own.join(", "));
    let message = format!("{} should have `{id}` as a key, not under `{name}`", cursor.called());
    let finding = INVALID_VALUE.at(cursor.span_of(key), message).label("the id itself is the key here");
    let finding = finding.help(format!("write `{instead}`"));
    is_plain.then(|| {
        finding.fix(format!("write `{instead}`"), Safety::Safe, vec![Edit { span, text: instead.clone() }])
    })
}
