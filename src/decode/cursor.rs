//! A value in the tree with what the format expects there: what every reader is given.

use std::borrow::Cow;

use super::decoder::{Decoder, FiscalYear};
use super::field::{Field, Place};
use super::fits;
use super::format::Shape;
use super::value::ValueError;
use super::{Read, invalid_value, mapping, wrong_shape};
use crate::finding::file::INVALID_VALUE;
use crate::finding::{Edit, Finding, Fix, Safety};
use crate::source::Span;
use crate::syntax::set::{self, Setting};
use crate::syntax::tree::{NodeId, Style, Value};
use crate::words::shown;

/// One value: where it is, and what is expected there.
#[derive(Clone, Copy)]
pub struct Cursor<'a> {
    pub(super) decoder: &'a Decoder<'a>,
    pub(super) node: NodeId,
    pub(super) key: Option<NodeId>,
    /// For an item of a list and for a key of a map: the key of that list or map.
    pub(super) within: Option<NodeId>,
    /// The collection that this is in.
    pub(super) parent: Option<NodeId>,
    /// True inside braces or brackets, where nothing can be indented.
    pub(super) in_flow: bool,
    pub(super) shape: &'static Shape,
}

impl<'a> Cursor<'a> {
    pub(super) fn root(decoder: &'a Decoder<'a>, node: NodeId) -> Self {
        Self { decoder, node, key: None, within: None, parent: None, in_flow: false, shape: decoder.root }
    }

    /// A value in this mapping.
    pub(super) fn at(self, node: NodeId, key: Option<NodeId>, shape: &'static Shape) -> Self {
        let in_flow = self.in_flow || self.is_flow();
        Self { node, key, within: None, parent: Some(self.node), in_flow, shape, ..self }
    }

    /// An item of this list, or a key of this map.
    pub(super) fn item(self, node: NodeId, shape: &'static Shape) -> Self {
        Self { within: self.key, ..self.at(node, None, shape) }
    }

    pub(crate) fn field<T: Read>(self) -> Field<T> {
        let value = if self.spend_alias() { T::read(self) } else { None };
        value.map_or(Field::Invalid(self.place()), |value| Field::Set(value, self.place()))
    }

    /// The values of this record, one for each of its `N` keys.
    pub(crate) fn slots<const N: usize>(self) -> Option<[Slot; N]> {
        let mut slots = [None; N];
        mapping::match_keys(self, &mut slots)?;
        if let Some(record) = self.shape.record() {
            self.decoder.records.borrow_mut().entry(record.name).or_insert((record, 0)).1 += 1;
        }
        Some(slots)
    }

    /// Reads a value of this record as a field.
    pub(crate) fn read_slot<T: Read>(self, slot: Slot) -> Field<T> {
        let Some((value, key)) = slot else {
            T::absent(self);
            return Field::Absent;
        };
        self.at(value, key, T::SHAPE).field()
    }

    pub(crate) fn fiscal_year(self) -> FiscalYear {
        self.decoder.fiscal_year.get()
    }

    pub(crate) fn set_fiscal_year(self, year: FiscalYear) {
        self.decoder.fiscal_year.set(year);
    }

    /// The keys that lead to the value from the start of the file.
    pub(super) fn path(self) -> Vec<Cow<'a, str>> {
        self.path_of(self.node)
    }

    /// The keys that lead to another value.
    pub(super) fn path_of(self, node: NodeId) -> Vec<Cow<'a, str>> {
        self.decoder.tree.path(self.decoder.source, self.span_of(node))
    }

    /// True if the mapping here has this key.
    pub(super) fn has_key(self, name: &str) -> bool {
        self.decoder.has_entry(self.node, name)
    }

    /// The value at a path of keys from the start of the file.
    pub(super) fn find(self, path: &[&str]) -> Option<NodeId> {
        let root = self.decoder.tree.root()?;
        path.iter().try_fold(root, |node, key| self.decoder.only_entry(node, key))
    }

    /// The text at a path of keys from the start of the file.
    pub(crate) fn elsewhere(self, path: &[&str]) -> Option<&'a str> {
        self.find(path).and_then(|value| self.scalar_text(value))
    }

    /// The edits that give a key elsewhere in the file a value.
    pub(super) fn setting(self, path: &[&str], value: &str) -> Option<Vec<Edit>> {
        self.setting_all(path, value, &[])
    }

    /// The same with more keys next to it.
    pub(super) fn setting_all(self, path: &[&str], value: &str, more: &[(&str, &str)]) -> Option<Vec<Edit>> {
        let setting = Setting { path, value, more, shorthand: false };
        set::set(self.decoder.source, self.decoder.tree, setting).ok()
    }

    /// The edit that removes a key of the mapping here with its value.
    pub(super) fn removing(self, key: NodeId) -> Option<Edit> {
        let path = self.path_of(key);
        let path: Vec<&str> = path.iter().map(AsRef::as_ref).collect();
        set::remove(self.decoder.source, self.decoder.tree, &path)
    }

    /// What separates a key of the mapping here from the one before it: a comma, or a line break with the
    /// indentation.
    pub(super) fn separator(self, key: NodeId) -> Option<String> {
        let (source, start) = (self.decoder.source, self.span_of(key).start);
        let before = source.slice(Span::new(source.line_span(source.line(start)).start, start));
        if self.is_flow() {
            return Some(", ".to_owned());
        }
        before.bytes().all(|byte| byte == b' ').then(|| format!("\n{before}"))
    }

    /// The edit that writes a key before the others of a mapping.
    pub(super) fn before_the_first(self, entry: NodeId, written: &str) -> Option<Edit> {
        let Value::Mapping(entries) = self.value_of(entry) else { return None };
        let (span, entry) = (self.span_of(entry), Self { node: entry, ..self });
        let (at, text) = match entries.get(0) {
            None => (span.start + 1, format!(" {written} ")),
            Some((first, _)) if entry.is_flow() => (self.span_of(first).start, format!("{written}, ")),
            Some((first, _)) => {
                let at = self.span_of(first).start;
                // After a dash, the next key is below the first one.
                let line = self.decoder.source.line_span(self.decoder.source.line(at)).start;
                let column = self.decoder.source.slice(Span::new(line, at));
                let is_indented = column.bytes().all(|byte| matches!(byte, b' ' | b'-'));
                (at, is_indented.then(|| format!("{written}\n{}", " ".repeat(column.len())))?)
            }
        };
        (!self.decoder.tree.is_alias(entry.node)).then(|| Edit { span: Span::new(at, at), text })
    }

    pub(super) fn report(self, finding: Finding) {
        self.decoder.findings.borrow_mut().push(finding);
    }

    pub(super) fn value(self) -> Value<'a> {
        self.value_of(self.node)
    }

    pub(super) fn value_of(self, node: NodeId) -> Value<'a> {
        self.decoder.tree.value(self.decoder.source, node)
    }

    /// The text of a scalar; empty for anything else.
    pub(super) fn text(self, node: NodeId) -> &'a str {
        self.scalar_text(node).unwrap_or_default()
    }

    pub(super) fn scalar_text(self, node: NodeId) -> Option<&'a str> {
        if let Value::Scalar(text, _) = self.value_of(node) { Some(text) } else { None }
    }

    pub(super) fn span(self) -> Span {
        self.span_of(self.node)
    }

    pub(super) fn span_of(self, node: NodeId) -> Span {
        self.decoder.tree.span(node)
    }

    /// True if this itself is in braces or brackets.
    pub(super) fn is_flow(self) -> bool {
        self.decoder.tree.is_flow(self.node)
    }

    pub(super) fn place(self) -> Place {
        Place { key: self.span_of(self.key.unwrap_or(self.node)), value: self.span() }
    }

    /// What the value is called in a message.
    pub(super) fn called(self) -> String {
        match (self.key, self.within) {
            // A date is the key of a figure, not its name.
            (Some(key), _) if self.text(key).starts_with(|c: char| c.is_ascii_digit()) => {
                format!("the value for `{}`", shown(self.text(key)))
            }
            (Some(key), _) => format!("`{}`", shown(self.text(key))),
            (None, Some(within)) => format!("an entry of `{}`", shown(self.text(within))),
            (None, None) => "this".to_owned(),
        }
    }

    /// What was written there, in words.
    pub(super) fn found(self) -> String {
        match self.value() {
            Value::Scalar(text, _) => format!("`{}`", shown(text)),
            Value::Sequence(_) => "a list".to_owned(),
            Value::Mapping(_) => "nested keys".to_owned(),
            Value::Damaged => "something unreadable".to_owned(),
        }
    }

    /// The text of the scalar here. Anything else has been reported when this is `None`.
    pub(super) fn scalar(self) -> Option<&'a str> {
        match self.value() {
            Value::Scalar(..) if self.decoder.tree.swallowed(self.node).is_some() => {
                self.report(invalid_value::swallowed(self));
                None
            }
            Value::Scalar(text, style) if is_empty(text, style) => {
                self.report(invalid_value::empty(self, &Shape::Text));
                None
            }
            Value::Scalar(text, _) => Some(text),
            _ => self.wrong_shape(),
        }
    }

    /// The text of a scalar here.
    pub(crate) fn own_text(self) -> Option<&'a str> {
        self.scalar_text(self.node)
    }

    /// The texts of the list here.
    pub(crate) fn own_texts(self) -> Vec<&'a str> {
        match self.value() {
            Value::Sequence(items) => items.iter().map(|item| self.text(*item)).collect(),
            _ => Vec::new(),
        }
    }

    /// True if a record is expected here, which its main value can replace.
    pub(crate) fn is_for_record(self) -> bool {
        self.shape.record().is_some()
    }

    /// The text of its key.
    pub(crate) fn own_key(self) -> Option<&'a str> {
        self.key.and_then(|key| self.scalar_text(key))
    }

    /// True if the mapping that this is in has another value under this key.
    pub(crate) fn has_sibling(self, key: &str) -> bool {
        let parent = self.parent.map(|parent| self.value_of(parent));
        matches!(parent, Some(Value::Mapping(entries)) if entries.iter().any(|(other, _)| self.text(other) == key))
    }

    /// The edit that gives the value another key.
    pub(crate) fn renaming(self, key: &str) -> Option<Edit> {
        Some(Edit { span: self.span_of(self.key?), text: key.to_owned() })
    }

    /// What to write after this value to give its record another key, if it has that key and does not use it.
    pub(crate) fn next_to(self, key: &str, value: &str) -> Option<String> {
        let parent = self.parent?;
        let path = self.path_of(self.key?);
        let (_, above) = path.split_last()?;
        let record = above.iter().try_fold(self.decoder.root, |shape, step| shape.at(step))?.record()?;
        let parent = Self { node: parent, ..self };
        let separator = parent.separator(self.key?)?;
        let is_known = record.has(key) || key.starts_with("x-");
        (is_known && !parent.has_key(key)).then(|| format!("{separator}{key}: {value}"))
    }

    /// The edit that gives its record another key after this value, if it has that key and does not use it.
    pub(crate) fn adding(self, key: &str, value: &str) -> Option<Edit> {
        let end = self.span().end;
        self.next_to(key, value).map(|text| Edit { span: Span::new(end, end), text })
    }

    /// True if it is in braces or brackets.
    pub(crate) fn is_in_braces(self) -> bool {
        self.in_flow
    }

    /// True if the value is under one of these keys.
    pub(crate) fn is_under(self, keys: &[&str]) -> bool {
        self.key.is_some_and(|key| keys.contains(&self.text(key)))
    }

    /// Some if a record can be here whose main value is one key, and that has the other key.
    pub(crate) fn takes(self, main: &str, other: &str) -> Option<()> {
        let record = self.shape.record()?;
        (record.main == Some(main) && record.has(other)).then_some(())
    }

    /// What the texts of the file say that say anything, if they agree. `says` is the same function at each call.
    pub(crate) fn agreed(self, says: fn(&str) -> Option<bool>) -> Option<bool> {
        *self.decoder.agreed.get_or_init(|| {
            let texts = self.decoder.tree.scalars().map(|span| self.decoder.source.slice(span));
            let mut all: Vec<bool> = texts.filter_map(|text| says(text.trim_matches(['"', '\'']))).collect();
            all.dedup();
            if let [only] = all.as_slice() { Some(*only) } else { None }
        })
    }

    /// Reports a value that says what the absence of its key says.
    pub(crate) fn better_without<T>(self, help: &'static str) -> Option<T> {
        let finding = INVALID_VALUE
            .at(self.span(), format!("{} should be a date, not {}", self.called(), self.found()));
        let removal = self.removing(self.key.unwrap_or(self.node));
        let title = "leave the key out".to_owned();
        let fix = removal.map(|edit| Fix { title, safety: Safety::Safe, edits: vec![edit], reveals: None });
        self.report(finding.label("not a date").help(help).fix_if(fix));
        None
    }

    /// Reports that the value is not what was expected here.
    pub(crate) fn invalid<T>(self, error: &ValueError) -> Option<T> {
        fits::is_wrong(self, error);
        self.report(invalid_value::invalid_value(self, error));
        None
    }

    /// How many keys a record or map has; none for any other value.
    pub(crate) fn keys(self) -> Option<usize> {
        match self.value() {
            Value::Mapping(entries) => Some(entries.iter().count()),
            _ => None,
        }
    }

    /// Reports that the value does not have the shape expected here.
    pub(super) fn wrong_shape<T>(self) -> Option<T> {
        match self.value() {
            Value::Damaged => {}
            Value::Scalar(text, style) if is_empty(text, style) => {
                self.report(invalid_value::empty(self, self.shape.full()));
            }
            _ => {
                let finding = wrong_shape::wrong_shape(self);
                if finding.fix.is_none() {
                    fits::does_not_fit(self);
                }
                self.report(finding);
            }
        }
        None
    }

    /// False if aliases stand for more values than any strategy has.
    pub(super) fn spend_alias(self) -> bool {
        if !self.decoder.tree.is_alias(self.node) {
            return true;
        }
        let left = &self.decoder.aliases_left;
        if let Some(rest) = left.get().checked_sub(self.decoder.tree.weight(self.node)) {
            left.set(rest);
            return true;
        }
        if left.replace(0) > 0 {
            self.report(invalid_value::too_many_aliases(self));
        }
        false
    }
}

/// True for what YAML calls null, and for an empty text: a key without a value.
pub(super) fn is_empty(text: &str, style: Style) -> bool {
    text.trim().is_empty() || (style == Style::Plain && matches!(text, "~" | "null" | "Null" | "NULL"))
}

/// A value of a record and its key; no key if a syntax error hides it.
pub(crate) type Slot = Option<(NodeId, Option<NodeId>)>;
