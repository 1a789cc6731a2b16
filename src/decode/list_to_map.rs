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
use super::decisions;
use super::entry_name::{Name, is_own_id, means, name};
use super::format::Shape;
use super::ids::{is_id, says_all, short_id, slug};
use super::synonyms;
use crate::finding::Edit;
use crate::source::Span;
use crate::syntax::edit::quote_if_needed;
use crate::syntax::tree::{Entries, NodeId, Style, Value};

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

/// Where the text goes that named an entry.
#[derive(PartialEq)]
enum Home {
    Same,
    /// Under this key.
    Key(&'static str),
    /// It is dropped, since the id says it.
    TheId,
}

fn is_name(text: &str) -> bool {
    text.starts_with(char::is_alphabetic) && short_id(text).is_some_and(|id| id == slug(text))
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

    /// A sentence as an entry; a decision that was made stays one.
    fn with_status(&self, text: &str, entry: String) -> String {
        let is_made =
            self.entry.record().is_some_and(decisions::is_decision) && decisions::is_made(self.cursor, text);
        if is_made { format!("{entry}, status: made") } else { entry }
    }

    /// Gives what names an entry its key; an agency stays one, and so does a decision that was made.
    fn rename(&mut self, entries: Entries<'_>, name: &Name<'_>, key: &str, separator: &str) {
        let (own, end) = (self.span(name.key), self.span(name.value).end);
        if self.cursor.text(name.key) == "agency" {
            self.put(Span::new(end, end), format!("{separator}agency: true"));
        }
        let has_status = entries.iter().any(|(key, _)| self.cursor.text(key) == "status");
        if self.entry.record().is_some_and(decisions::is_decision)
            && !has_status
            && decisions::is_made_entry(self.cursor, entries)
        {
            self.put(Span::new(end, end), format!("{separator}status: made"));
        }
        self.put(own, key);
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
        if let Some((key, text, written)) = self.sentence(item) {
            let id = self.fresh(&short_id(text)?)?;
            let entry = self.with_status(text, format!("{key}: {written}"));
            self.put(Span::new(dash, content.end), format!("{id}: {{ {entry} }}"));
            return Some(());
        }
        if self.is_bare_id(item) {
            let id = self.fresh(cursor.text(item))?;
            self.put(Span::new(dash, content.end), format!("{id}: {{}}"));
            return Some(());
        }
        match cursor.value() {
            Value::Mapping(entries) if !cursor.is_flow() && !self.has_its_id(entries) => {
                let name = name(self.cursor, self.entry, entries)?;
                let home = self.home(entries, &name);
                let id = self.id_of(&name, &home)?;
                if let Some(word) = self.only_word(entries, &name) {
                    self.put(Span::new(dash, content.end), format!("{id}: {word}"));
                    return Some(());
                }
                let is_first = entries.get(0).is_some_and(|(key, _)| key == name.key);
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
                    Home::Key(key) => {
                        let next = format!("{line_break}{}", " ".repeat(column));
                        self.rename(entries, &name, key, &next);
                    }
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

    /// A text on one line where a record is expected that is about a text: the key for it, the text, and how it is
    /// written. A colon in the text can make it a key and a value.
    fn sentence(&self, item: NodeId) -> Option<(&'static str, &'a str, String)> {
        let Shape::Record(record) = self.entry else { return None };
        let span = self.span(item);
        let written = self.slice(span.start, span.end);
        let (text, value) = match self.cursor.value_of(item) {
            Value::Scalar(text, Style::Plain) => (text, quote_if_needed(text)),
            Value::Scalar(text, _) => (text, written.to_owned()),
            Value::Mapping(entries) if entries.len() == 1 => {
                let (key, value) = entries.get(0)?;
                let key = self.cursor.scalar_text(key)?;
                let is_text = key.contains(' ') && !self.has_key(key);
                self.cursor.scalar_text(value).filter(|text| is_text && !text.is_empty())?;
                (written, quote_if_needed(written))
            }
            _ => return None,
        };
        let key = record.key(record.key_in_a_list(text)?).filter(|key| matches!(key.shape, Shape::Text))?;
        let is_line = !written.contains('\n') && !text.trim().is_empty();
        let is_own = is_line && !self.cursor.decoder.tree.is_alias(item);
        (is_own && slug(text) != text).then_some((key.name, text, value))
    }

    /// An id that can be the entire entry: `parents`.
    fn is_bare_id(&self, item: NodeId) -> bool {
        let text = self.cursor.scalar_text(item);
        matches!(self.cursor.shape, Shape::Listed(_)) && text.is_some_and(is_id)
    }

    /// An entry inside brackets.
    fn between_brackets(&mut self, item: NodeId) -> Option<()> {
        let at = self.span(item).start;
        let is_pair = |entries: Entries<'_>| entries.len() == 1 && self.slice(at, at + 1) != "{";
        match self.cursor.value_of(item) {
            // `[parts: 400 leads]` is an entry already.
            Value::Mapping(entries) if is_pair(entries) => self.has_its_id(entries).then_some(()),
            Value::Scalar(..) if let Some((key, text, written)) = self.sentence(item) => {
                let id = self.fresh(&short_id(text)?)?;
                let entry = self.with_status(text, format!("{key}: {written}"));
                self.put(self.span(item), format!("{id}: {{ {entry} }}"));
                Some(())
            }
            Value::Scalar(text, _) if self.is_bare_id(item) => {
                let id = self.fresh(text)?;
                self.put(self.span(item), format!("{id}: {{}}"));
                Some(())
            }
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
            // A channel can be its own kind: `[web, shop]`.
            Value::Scalar(text, _) if let Some(word) = self.word(text) => {
                let id = self.fresh(&short_id(text)?)?;
                self.put(cursor.span(), word);
                Some(id)
            }
            Value::Scalar(text, _) => self.id_of_text(text),
            Value::Mapping(entries) => {
                let name = name(self.cursor, self.entry, entries)?;
                let home = self.home(entries, &name);
                let id = self.id_of(&name, &home);
                match (self.only_word(entries, &name), home) {
                    (Some(word), _) => self.put(cursor.span(), word),
                    (None, Home::Same) => {}
                    (None, Home::Key(key)) => self.rename(entries, &name, key, ", "),
                    (None, Home::TheId) => self.drop_in_braces(entries, &name)?,
                }
                id
            }
            Value::Sequence(_) | Value::Damaged => None,
        }
    }

    /// An id for a text that can be a complete entry, such as a goal. A text that is an id itself
    /// leaves nothing to put into the entry.
    fn id_of_text(&mut self, text: &str) -> Option<String> {
        let is_entry =
            matches!(self.entry, Shape::Short(_)) && slug(text) != text && self.entry.words().is_none();
        self.fresh(&short_id(text).filter(|_| is_entry)?)
    }

    /// True if the first key is the id: `- parts-leads: { owner: dana }`, or the same with the other
    /// keys on the lines below it.
    fn has_its_id(&mut self, entries: Entries<'_>) -> bool {
        let Some((key, value)) = entries.get(0) else { return false };
        let text = self.cursor.text(key);
        let is_own = is_own_id(self.cursor, self.entry, text);
        let is_alone = entries.len() == 1 || self.span(value).is_empty();
        // One with spaces or capitals becomes an id where it is declared.
        let id = slug(text);
        is_own && is_alone && !id.is_empty() && self.ids.insert(id)
    }

    /// The id of a record, from what names it.
    fn id_of(&mut self, name: &Name<'_>, home: &Home) -> Option<String> {
        let is_given = self.cursor.text(name.key) == "id" && is_id(name.text);
        // Nothing else says what is left out of the id.
        let id = match home {
            _ if is_given => name.text.to_owned(),
            Home::TheId => slug(name.text),
            _ => short_id(name.text)?,
        };
        (!id.is_empty()).then(|| self.fresh(&id))?
    }

    /// Where the text goes that names a record.
    fn home(&self, entries: Entries<'_>, name: &Name<'_>) -> Home {
        let key = self.cursor.text(name.key);
        let Some(record) = self.entry.record().filter(|_| key != "id") else { return Home::TheId };
        if record.has(key) {
            return Home::Same;
        }
        let others = || entries.iter().map(|(key, _)| self.cursor.text(key)).filter(|other| *other != key);
        // `description` can be the text that the record is about.
        let is_free = |home: &&'static str| {
            !others().any(|other| other == *home || (!record.has(other) && means(record, other, home)))
        };
        let is_text = |home: &&str| record.key(home).is_some_and(|key| matches!(key.shape, Shape::Text));
        // A title is the name, whatever else could be it.
        let is_title = matches!(key, "title" | "name" | "agency");
        if is_title && record.has("name") && !others().any(|other| other == "name") {
            return Home::Key("name");
        }
        let named = record.names().filter(|home| *home == "name");
        let same = record.names().filter(|home| {
            !matches!(*home, "name" | "notes") && record.main != Some(home) && means(record, key, home)
        });
        let home = named.chain(same).chain(record.main).filter(is_text).find(is_free);
        // The id would leave out a part of it.
        let note = record
            .key("notes")
            .filter(|notes| !says_all(name.text) && !others().any(|key| key == notes.name));
        home.or(note.map(|notes| notes.name)).map_or(Home::TheId, Home::Key)
    }

    /// The word that a text means, if an entry can be one word.
    fn word(&self, text: &str) -> Option<&'static str> {
        let words = self.entry.words()?;
        let same = words.iter().copied().find(|word| word.eq_ignore_ascii_case(text));
        let other = || words.iter().copied().find(|word| *word == "other");
        // `demo page` in a list of channels is a name, and its kind is for the author to say.
        same.or_else(|| synonyms::value(text, words)).or_else(|| other().filter(|_| is_name(text)))
    }

    /// The word that says everything about an entry with a name: `retail`.
    fn only_word(&self, entries: Entries<'_>, name: &Name<'_>) -> Option<&'static str> {
        let (_, value) = entries.iter().find(|(key, _)| *key != name.key).filter(|_| entries.len() == 2)?;
        self.word(self.cursor.scalar_text(value)?)
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
