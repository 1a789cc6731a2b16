//! The fix that rewrites a list as entries with ids: all of its edits, or none if one of the entries is
//! unclear. Everything the author wrote stays; dashes become ids.
//!
//! ```text
//! goals:                           goals:
//!   - name: Parts leads              parts-leads:
//!     statement: 400 leads    →        statement: 400 leads
//!     owner: dana                      owner: dana
//! ```

use std::collections::HashSet;

use super::cursor::Cursor;
use super::format::Shape;
use super::ids::{is_id, short_id, slug};
use crate::finding::Edit;
use crate::source::Span;
use crate::syntax::edit::quote_if_needed;
use crate::syntax::tree::{Entries, NodeId, Value};

/// How far a list is indented that is at the level of its key.
const STEP: usize = 2;

/// The edits that turn the list here into entries with ids.
pub(super) fn edits(cursor: Cursor<'_>, entry: &'static Shape) -> Option<Vec<Edit>> {
    let Value::Sequence(items) = cursor.value() else { return None };
    let mut rewrite =
        Rewrite { cursor, entry, shift: 0, ids: HashSet::with_capacity(items.len()), edits: Vec::new() };
    if cursor.is_flow() {
        let span = cursor.span();
        rewrite.put(Span::new(span.start, span.start + 1), "{");
        items.iter().try_for_each(|item| rewrite.between_brackets(*item))?;
        rewrite.put(Span::new(span.end.checked_sub(1)?, span.end), "}");
        return Some(rewrite.edits);
    }
    let first = *items.first()?;
    let column = rewrite.dash(first)?.1;
    let is_level = column.checked_sub(rewrite.column_of(cursor.span_of(cursor.key?))?)? == 0;
    rewrite.shift = if is_level { STEP } else { 0 };
    for item in items {
        let (dash, its_column) = rewrite.dash(*item)?;
        if its_column != column {
            return None;
        }
        rewrite.below_a_dash(*item, dash)?;
    }
    rewrite.indent(rewrite.dash(first)?.0);
    Some(rewrite.edits)
}

/// What names an entry of a list.
struct Name<'a> {
    key: NodeId,
    value: NodeId,
    text: &'a str,
}

/// Where the text goes that named an entry.
#[derive(PartialEq)]
enum Home {
    Same,
    /// Under this key.
    Key(&'static str),
    /// It is dropped, since the id says it.
    TheId,
}

struct Rewrite<'a> {
    cursor: Cursor<'a>,
    entry: &'static Shape,
    /// How much further each line is indented.
    shift: usize,
    ids: HashSet<String>,
    edits: Vec<Edit>,
}

impl<'a> Rewrite<'a> {
    fn has_key(&self, key: &str) -> bool {
        self.entry.record().is_some_and(|record| record.has(key))
    }

    fn put(&mut self, span: Span, text: impl Into<String>) {
        self.edits.push(Edit { span, text: text.into() });
    }

    fn span(&self, node: NodeId) -> Span {
        self.cursor.span_of(node)
    }

    fn slice(&self, start: u32, end: u32) -> &'a str {
        self.cursor.decoder.source.slice(Span::new(start, end))
    }

    fn line_start(&self, at: u32) -> u32 {
        let source = self.cursor.decoder.source;
        let start = source.line_span(source.line(at)).start;
        let mark = self.slice(start, at).len() - self.slice(start, at).trim_start_matches('\u{feff}').len();
        start + u32::try_from(mark).unwrap_or(0)
    }

    /// How far this is indented; `None` if something else is before it on its line.
    fn column_of(&self, span: Span) -> Option<usize> {
        let before = self.slice(self.line_start(span.start), span.start);
        before.bytes().all(|byte| byte == b' ').then_some(before.len())
    }

    /// The dash before an item, and its column.
    fn dash(&self, item: NodeId) -> Option<(u32, usize)> {
        let content = self.span(item).start;
        let before = self.slice(self.line_start(content), content);
        let dash = before.trim_end_matches(' ').strip_suffix('-')?;
        let at = content - u32::try_from(before.len() - dash.len()).ok()?;
        dash.bytes().all(|byte| byte == b' ').then_some((at, dash.len()))
    }

    /// An id that no earlier entry has: `parts`, `parts-2`.
    fn fresh(&mut self, id: &str) -> Option<String> {
        let numbered = (2..).map(|number| format!("{id}-{number}"));
        std::iter::once(id.to_owned()).chain(numbered).find(|id| self.ids.insert(id.clone()))
    }

    /// An entry after a dash.
    fn below_a_dash(&mut self, item: NodeId, dash: u32) -> Option<()> {
        let cursor = self.cursor.item(item, self.entry);
        let content = cursor.span();
        let before = Span::new(dash, content.start);
        if let Some((main, text)) = self.sentence(item) {
            let id = self.fresh(&short_id(text)?)?;
            let text = quote_if_needed(text);
            self.put(Span::new(dash, content.end), format!("{id}: {{ {main}: {text} }}"));
            return Some(());
        }
        match cursor.value() {
            Value::Mapping(entries) if !cursor.is_flow() && !self.has_its_id(entries) => {
                let name = self.name(entries)?;
                let id = self.id_of(&name)?;
                let is_first = entries.get(0).is_some_and(|(key, _)| key == name.key);
                let home = self.home(entries, &name);
                if home == Home::TheId && is_first {
                    // The line that named it becomes the line of its id.
                    self.put(Span::new(dash, self.span(name.value).end), format!("{id}:"));
                    return (entries.len() > 1).then_some(());
                }
                let column = self.slice(self.line_start(content.start), content.start).len() + self.shift;
                let line_break =
                    if self.cursor.decoder.source.text().contains("\r\n") { "\r\n" } else { "\n" };
                self.put(before, format!("{id}:{line_break}{}", " ".repeat(column)));
                match home {
                    Home::Same => {}
                    Home::Key(key) => self.put(self.span(name.key), key),
                    Home::TheId => self.drop_line(&name)?,
                }
            }
            Value::Mapping(_) if !cursor.is_flow() => self.put(before, ""),
            _ => {
                let id = self.id_in_place(item)?;
                self.put(before, format!("{id}: "));
            }
        }
        Some(())
    }

    /// A text on one line where a record is expected that is about a text, and the key for it. A colon in the text
    /// can make it a key and a value.
    fn sentence(&self, item: NodeId) -> Option<(&'static str, &'a str)> {
        let Shape::Record(record) = self.entry else { return None };
        let main = record.key(record.main?).filter(|key| matches!(key.shape, Shape::Text))?;
        let span = self.span(item);
        let written = self.slice(span.start, span.end);
        let text = match self.cursor.value_of(item) {
            Value::Scalar(text, _) => text,
            Value::Mapping(entries) if entries.len() == 1 => {
                let (key, value) = entries.get(0)?;
                let key = self.cursor.scalar_text(key)?;
                let is_text = key.contains(' ') && !self.has_key(key);
                self.cursor.scalar_text(value).filter(|text| is_text && !text.is_empty()).map(|_| written)?
            }
            _ => return None,
        };
        let is_plain = text == written && !text.contains('\n') && !self.cursor.decoder.tree.is_alias(item);
        (is_plain && slug(text) != text).then_some((main.name, text))
    }

    /// An entry inside brackets.
    fn between_brackets(&mut self, item: NodeId) -> Option<()> {
        let at = self.span(item).start;
        let is_pair = |entries: Entries<'_>| entries.len() == 1 && self.slice(at, at + 1) != "{";
        match self.cursor.value_of(item) {
            // `[parts: 400 leads]` is an entry already.
            Value::Mapping(entries) if is_pair(entries) => self.has_its_id(entries).then_some(()),
            _ => {
                let id = self.id_in_place(item)?;
                self.put(Span::new(at, at), format!("{id}: "));
                Some(())
            }
        }
    }

    /// The id of an entry that stays on its line: a text, or a record in braces.
    fn id_in_place(&mut self, item: NodeId) -> Option<String> {
        let cursor = self.cursor.item(item, self.entry);
        match cursor.value() {
            _ if cursor.decoder.tree.is_alias(item) => None,
            Value::Scalar(text, _) => self.id_of_text(text),
            Value::Mapping(entries) => {
                let name = self.name(entries)?;
                match self.home(entries, &name) {
                    Home::Same => {}
                    Home::Key(key) => self.put(self.span(name.key), key),
                    Home::TheId => self.drop_in_braces(entries, &name)?,
                }
                self.id_of(&name)
            }
            Value::Sequence(_) | Value::Damaged => None,
        }
    }

    /// An id for a text that can be a complete entry, such as a goal. A text that is an id itself
    /// leaves nothing to put into the entry.
    fn id_of_text(&mut self, text: &str) -> Option<String> {
        let is_entry = matches!(self.entry, Shape::Short(_)) && slug(text) != text;
        self.fresh(&short_id(text).filter(|_| is_entry)?)
    }

    /// True if the first key is the id: `- parts-leads: { owner: dana }`, or the same with the other
    /// keys on the lines below it.
    fn has_its_id(&mut self, entries: Entries<'_>) -> bool {
        let Some((key, value)) = entries.get(0) else { return false };
        let text = self.cursor.text(key);
        let is_own = is_id(text) && !self.has_key(text) && !matches!(text, "id" | "name" | "title");
        let is_alone = entries.len() == 1 || self.span(value).is_empty();
        is_own && is_alone && self.ids.insert(text.to_owned())
    }

    /// The id of a record, from what names it.
    fn id_of(&mut self, name: &Name<'_>) -> Option<String> {
        let is_given = self.cursor.text(name.key) == "id" && is_id(name.text);
        if is_given { self.fresh(name.text) } else { self.fresh(&short_id(name.text)?) }
    }

    /// Where the text goes that names a record.
    fn home(&self, entries: Entries<'_>, name: &Name<'_>) -> Home {
        let key = self.cursor.text(name.key);
        let has = |wanted: &str| entries.iter().any(|(key, _)| self.cursor.text(key) == wanted);
        if self.has_key(key) {
            return Home::Same;
        }
        let own_name = Some("name").filter(|name| self.has_key(name));
        let main = self.entry.record().filter(|_| matches!(self.entry, Shape::Short(_)));
        let main = main.and_then(|record| record.main);
        let free = own_name.into_iter().chain(main).find(|home| !has(home));
        free.filter(|_| key != "id").map_or(Home::TheId, Home::Key)
    }

    /// Removes the line of a text that became the id.
    fn drop_line(&mut self, name: &Name<'_>) -> Option<()> {
        let source = self.cursor.decoder.source;
        let (key, value) = (self.span(name.key), self.span(name.value));
        let number = source.line(key.start);
        let (line, next) = (source.line_span(number), source.line_span(number + 1).start);
        let is_alone = self.column_of(key).is_some() && self.slice(value.end, line.end).trim().is_empty();
        self.put(Span::new(line.start, next), "");
        (is_alone && value.end <= line.end && line.end < next).then_some(())
    }

    /// Removes a key inside braces whose text became the id.
    fn drop_in_braces(&mut self, entries: Entries<'_>, name: &Name<'_>) -> Option<()> {
        let index = entries.iter().position(|(key, _)| key == name.key)?;
        let span = if let Some((next, _)) = entries.get(index + 1) {
            Span::new(self.span(name.key).start, self.span(next).start)
        } else {
            let (_, before) = entries.get(index.checked_sub(1)?)?;
            Span::new(self.span(before).end, self.span(name.value).end)
        };
        self.put(span, "");
        // That would also remove a comment between the two.
        (!self.slice(span.start, span.end).contains('#')).then_some(())
    }

    /// What names a record: its id, name or title, or else its main text.
    fn name(&self, entries: Entries<'a>) -> Option<Name<'a>> {
        let main = self.entry.record().and_then(|record| record.main);
        let keys: [&[&str]; 3] = [&["id"], &["name", "title"], main.as_slice()];
        keys.into_iter().find_map(|keys| {
            let (key, value) = entries.iter().find(|(key, _)| keys.contains(&self.cursor.text(*key)))?;
            let text = self.cursor.scalar_text(value)?;
            let span = self.span(value);
            (!self.slice(span.start, span.end).contains('\n')).then_some(Name { key, value, text })
        })
    }

    /// Indents every line of a list that is at the level of its key.
    fn indent(&mut self, from: u32) {
        if self.shift == 0 {
            return;
        }
        let source = self.cursor.decoder.source;
        let last = source.line(self.cursor.span().end.saturating_sub(1));
        let spaces = " ".repeat(self.shift);
        for line in source.line(from)..=last {
            let span = source.line_span(line);
            let is_dropped = self.edits.iter().any(|edit| edit.text.is_empty() && edit.span.contains(span));
            if !source.slice(span).trim().is_empty() && !is_dropped {
                self.put(Span::new(span.start, span.start), spaces.clone());
            }
        }
    }
}
