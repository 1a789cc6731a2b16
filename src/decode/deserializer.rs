//! A serde deserializer over the tree that notes every fault and goes on.
//!
//! serde hands each struct's field names and each enum's variants to the deserializer; that is all
//! it takes to report unknown keys and values with the name that was likely meant. A fault becomes
//! a finding where it is found; what travels back up is only "already reported".

use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, EnumAccess, Error as _, MapAccess, SeqAccess, VariantAccess,
    Visitor, value::U64Deserializer,
};
use serde::forward_to_deserialize_any;

use super::faults;
use super::field::{FIELD, ID, Place};
use super::maps::{BY_ID, SERIES};
use super::record::Record;
use super::shorthand::{LISTED, MANY, SHORT};
use crate::finding::Finding;
use crate::source::{Source, Span};
use crate::syntax::tree::{Entries, NodeId, Style, Tree, Value};

/// What every step of one decoding shares.
pub(super) struct Reading<'a> {
    pub(super) tree: &'a Tree,
    pub(super) source: &'a Source,
    pub(super) findings: RefCell<Vec<Finding>>,
    /// How many more values may be read through aliases: a few lines of nested aliases can stand
    /// for billions of values.
    pub(super) aliases_left: Cell<u32>,
}

impl Reading<'_> {
    pub(super) fn report(&self, finding: Finding) {
        self.findings.borrow_mut().push(finding);
    }
}

/// The value at one node, and the key it stands under.
#[derive(Clone, Copy)]
pub(super) struct Here<'a> {
    pub(super) reading: &'a Reading<'a>,
    pub(super) node: NodeId,
    pub(super) key: Option<NodeId>,
}

/// What went wrong, if nobody has said so yet.
#[derive(Debug)]
pub(super) enum Stop {
    /// A finding says so already.
    Reported,
    /// To be reported by the nearest step that knows the place.
    Fault(String),
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reported => f.write_str("already reported"),
            Self::Fault(text) => f.write_str(text),
        }
    }
}
impl std::error::Error for Stop {}
impl serde::de::Error for Stop {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::Fault(message.to_string())
    }
    fn unknown_variant(written: &str, variants: &'static [&'static str]) -> Self {
        Self::Fault(faults::not_among(written, variants).to_string())
    }
}

impl<'a> Here<'a> {
    pub(super) fn at(self, node: NodeId, key: Option<NodeId>) -> Self {
        Self { node, key, ..self }
    }

    pub(super) fn value(self) -> Value<'a> {
        self.reading.tree.value(self.reading.source, self.node)
    }

    pub(super) fn text(self, node: NodeId) -> &'a str {
        self.reading.tree.text(self.reading.source, node)
    }

    pub(super) fn span(self) -> Span {
        self.reading.tree.span(self.node)
    }

    fn place(self) -> Place {
        let value = self.span();
        Place { key: self.key.map_or(value, |key| self.reading.tree.span(key)), value }
    }

    /// Reports a fault at this value, unless that has been done.
    fn settle<T>(self, result: Result<T, Stop>) -> Result<T, Stop> {
        result.map_err(|stop| {
            if let Stop::Fault(text) = stop {
                self.reading.report(faults::invalid_value(self, &text));
            }
            Stop::Reported
        })
    }

    fn wrong_shape<T>(self, expected: &'static str) -> Result<T, Stop> {
        if !matches!(self.value(), Value::Damaged) {
            self.reading.report(faults::wrong_shape(self, expected));
        }
        Err(Stop::Reported)
    }

    /// The text of a scalar that says something.
    fn scalar(self) -> Result<&'a str, Stop> {
        match self.value() {
            Value::Scalar(text, style) if says_nothing(text, style) => {
                self.reading.report(faults::nothing_here(self));
                Err(Stop::Reported)
            }
            Value::Scalar(text, _) => Ok(text),
            _ => self.wrong_shape("one value"),
        }
    }

    /// Stops where aliases stand for more values than any strategy has.
    fn spend_alias(self) -> Result<(), Stop> {
        if !self.reading.tree.is_alias(self.node) {
            return Ok(());
        }
        let size = self.reading.tree.weight(self.node);
        match self.reading.aliases_left.get().checked_sub(size) {
            Some(left) => self.reading.aliases_left.set(left),
            None => {
                if self.reading.aliases_left.replace(0) > 0 {
                    self.reading.report(faults::too_many_aliases(self));
                }
                return Err(Stop::Reported);
            }
        }
        Ok(())
    }
}

/// True for what YAML calls null, and for an empty text: a key without a value.
fn says_nothing(text: &str, style: Style) -> bool {
    text.trim().is_empty() || (style == Style::Plain && matches!(text, "~" | "null" | "Null" | "NULL"))
}

impl<'de> Deserializer<'de> for Here<'de> {
    type Error = Stop;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        self.deserialize_str(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        let text = self.scalar()?;
        self.settle(visitor.visit_borrowed_str(text))
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        let result = match self.scalar()? {
            "true" | "True" | "TRUE" => visitor.visit_bool(true),
            "false" | "False" | "FALSE" => visitor.visit_bool(false),
            text => Err(Stop::Fault(faults::not_yes_or_no(text).to_string())),
        };
        self.settle(result)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Stop> {
        self.spend_alias()?;
        match (name, self.value()) {
            (FIELD, _) => visitor.visit_map(PlacedAccess { here: self, told: false }),
            (ID, Value::Scalar(..)) => {
                self.scalar()?;
                visitor.visit_map(PlacedAccess { here: self, told: false })
            }
            (ID, _) => self.wrong_shape("an id"),
            (MANY | LISTED, Value::Sequence(items)) => {
                let result = visitor.visit_seq(ItemAccess { here: self, items: items.iter() });
                if self.reading.tree.is_incomplete(self.node) {
                    return Err(Stop::Reported);
                }
                self.settle(result)
            }
            (LISTED, Value::Scalar(..)) => {
                self.scalar()?;
                let one = std::slice::from_ref(&self.node).to_vec();
                let result = visitor.visit_seq(ItemAccess { here: self, items: one.iter() });
                self.settle(result)
            }
            (SHORT, Value::Scalar(text, style)) if !says_nothing(text, style) => {
                visitor.visit_map(PlacedAccess { here: self, told: false })
            }
            (BY_ID, Value::Mapping(entries)) => {
                faults::check_ids(self, entries);
                let entries = match faults::has_duplicates(self, entries) {
                    false => Kept::All(entries),
                    true => Kept::Some(faults::without_duplicates(self, entries)),
                };
                visitor.visit_map(EntryAccess { here: self, entries, next: 0, value: None })
            }
            (BY_ID, _) => self.wrong_shape("a map of ids"),
            (SERIES, Value::Mapping(entries)) => {
                let entries = Kept::All(entries);
                visitor.visit_map(EntryAccess { here: self, entries, next: 0, value: None })
            }
            (SERIES, _) => self.wrong_shape("values by date"),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Stop> {
        let Value::Mapping(entries) = self.value() else { return self.wrong_shape("a record") };
        let record = Record::read(self, name, entries, fields);
        self.settle(visitor.visit_map(FieldAccess { here: self, record, next: 0, likely: 0, value: None }))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Stop> {
        let text = self.scalar()?;
        self.settle(visitor.visit_enum(Variant(text)))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_some(self)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map identifier
    }
}

/// Hands out the place first, then the value there.
struct PlacedAccess<'a> {
    here: Here<'a>,
    told: bool,
}

impl<'de> MapAccess<'de> for PlacedAccess<'de> {
    type Error = Stop;
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Stop> {
        if std::mem::replace(&mut self.told, true) {
            return Ok(None);
        }
        seed.deserialize(Packed(self.here.place().pack())).map(Some)
    }
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Stop> {
        seed.deserialize(self.here)
    }
}

struct Packed(u128);

impl<'de> Deserializer<'de> for Packed {
    type Error = Stop;
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Stop> {
        visitor.visit_u128(self.0)
    }
    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

struct ItemAccess<'a, 'i> {
    here: Here<'a>,
    items: std::slice::Iter<'i, NodeId>,
}

impl<'de> SeqAccess<'de> for ItemAccess<'de, '_> {
    type Error = Stop;
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Stop> {
        self.items.next().map(|item| seed.deserialize(self.here.at(*item, None))).transpose()
    }
    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

/// The entries of a mapping that are read: all, or those that are left after a fault.
enum Kept<'a> {
    All(Entries<'a>),
    Some(Vec<(NodeId, NodeId)>),
}

impl Kept<'_> {
    fn get(&self, index: usize) -> Option<(NodeId, NodeId)> {
        match self {
            Self::All(entries) => entries.get(index),
            Self::Some(entries) => entries.get(index).copied(),
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::All(entries) => entries.len(),
            Self::Some(entries) => entries.len(),
        }
    }
}

/// Keys and values as they stand in the file.
struct EntryAccess<'a> {
    here: Here<'a>,
    entries: Kept<'a>,
    next: usize,
    value: Option<(NodeId, NodeId)>,
}

impl<'de> MapAccess<'de> for EntryAccess<'de> {
    type Error = Stop;
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Stop> {
        self.value = self.entries.get(self.next);
        self.next += 1;
        self.value.map(|(key, _)| seed.deserialize(self.here.at(key, None))).transpose()
    }
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Stop> {
        let (key, value) = self.value.take().ok_or(Stop::Reported)?;
        seed.deserialize(self.here.at(value, Some(key)))
    }
    fn size_hint(&self) -> Option<usize> {
        let left = self.entries.len().saturating_sub(self.next);
        (!self.here.reading.tree.is_incomplete(self.here.node)).then_some(left)
    }
}

/// The fields of a record, by their number.
struct FieldAccess<'a> {
    here: Here<'a>,
    record: Record<'a>,
    next: usize,
    /// The field after the last one.
    likely: usize,
    value: Option<(NodeId, Option<NodeId>)>,
}

impl<'de> MapAccess<'de> for FieldAccess<'de> {
    type Error = Stop;
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Stop> {
        let Some((field, value, key)) = self.record.get(self.next, self.likely) else { return Ok(None) };
        self.next += 1;
        self.likely = field + 1;
        self.value = Some((value, key));
        seed.deserialize(U64Deserializer::new(field as u64)).map(Some)
    }
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Stop> {
        let (value, key) = self.value.take().ok_or(Stop::Reported)?;
        seed.deserialize(self.here.at(value, key))
    }
}

struct Variant<'a>(&'a str);

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = Stop;
    type Variant = Self;
    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Stop> {
        let name = serde::de::value::BorrowedStrDeserializer::new(self.0);
        Ok((seed.deserialize(name)?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'de> {
    type Error = Stop;
    fn unit_variant(self) -> Result<(), Stop> {
        Ok(())
    }
    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, _: T) -> Result<T::Value, Stop> {
        Err(Stop::custom("the format has no such variant"))
    }
    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Stop> {
        Err(Stop::custom("the format has no such variant"))
    }
    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], _: V) -> Result<V::Value, Stop> {
        Err(Stop::custom("the format has no such variant"))
    }
}

/// Reads a value of type `T` at a node. Faults are noted in `reading`.
pub(super) fn read<'a, T: Deserialize<'a>>(reading: &'a Reading<'a>, node: NodeId) -> Option<T> {
    T::deserialize(Here { reading, node, key: None }).ok()
}
