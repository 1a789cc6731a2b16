//! The fix for a list of keys where the keys themselves are expected: its dashes go.
//!
//! ```text
//! pillars:                         pillars:
//!   - promotion:            →          promotion:
//!       activities: …                    activities: …
//! ```

use std::collections::HashSet;

use super::cursor::Cursor;
use super::format::Record;
use crate::finding::Edit;
use crate::source::Span;
use crate::syntax::tree::Value;

/// The edits that turn the list here into the record that is expected, if no key is in it twice.
pub(super) fn edits(cursor: Cursor<'_>, record: &Record) -> Option<Vec<Edit>> {
    let Value::Sequence(items) = cursor.value() else { return None };
    let source = cursor.decoder.source;
    let (mut keys, mut columns, mut edits) = (HashSet::new(), HashSet::new(), Vec::new());
    for item in items {
        let Value::Mapping(entries) = cursor.value_of(*item) else { return None };
        let is_new = entries.iter().all(|(key, _)| keys.insert(cursor.text(key)));
        let start = cursor.span_of(*item).start;
        let line = source.line_span(source.line(start)).start;
        let before = source.slice(Span::new(line, start));
        let dash = line + u32::try_from(before.find('-')?).ok()?;
        columns.insert(before.len());
        if !is_new || cursor.decoder.tree.is_flow(*item) || before.trim() != "-" {
            return None;
        }
        edits.push(Edit { span: Span::new(dash, dash + 1), text: " ".to_owned() });
    }
    let has_own = keys.iter().any(|key| record.has(key));
    (has_own && columns.len() == 1 && !cursor.is_flow()).then_some(edits)
}
