//! A serde deserializer over the tree that notes every fault and goes on.
//!
//! serde hands each struct's field names and each enum's variants to the deserializer; that is all
//! it takes to report unknown keys and values with the name that was likely meant. A fault becomes
//! a finding where it is found; what travels back up is only "already reported".

use serde::de::{Deserialize, Deserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::access::{EntryAccess, FieldAccess, ItemAccess, PlacedAccess, Variant};
use super::field::{FIELD, ID};
use super::here::{Here, Reading, Shape};
use super::keys::{self, Kept};
use super::maps::{BY_ID, SERIES};
use super::record::Record;
use super::shorthand::{LISTED, LISTED_WORDS, MANY, SHORT};
use super::stop::Stop;
use super::{commas, faults, shapes};
use crate::syntax::tree::{NodeId, Style, Value};

impl<'a> Here<'a> {
    /// Reports a fault at this value, unless that has been done.
    fn settle<T>(self, result: Result<T, Stop>) -> Result<T, Stop> {
        result.map_err(|stop| {
            if let Stop::Fault(text) = stop {
                self.reading.report(faults::invalid_value(self, &text));
            }
            Stop::Reported
        })
    }

    fn wrong_shape<T>(self, expected: Shape) -> Result<T, Stop> {
        match self.value() {
            Value::Damaged => {}
            Value::Scalar(text, style) if says_nothing(text, style) => {
                self.reading.report(faults::nothing_here(self, expected));
            }
            _ => self.reading.report(shapes::wrong_shape(self, expected)),
        }
        Err(Stop::Reported)
    }

    /// The text of a scalar that says something.
    fn scalar(self) -> Result<&'a str, Stop> {
        match self.value() {
            Value::Scalar(..) if self.reading.tree.swallowed(self.node).is_some() => {
                self.reading.report(faults::swallowed(self));
                Err(Stop::Reported)
            }
            Value::Scalar(text, style) if says_nothing(text, style) => {
                self.reading.report(faults::nothing_here(self, Shape::One));
                Err(Stop::Reported)
            }
            Value::Scalar(text, _) => Ok(text),
            _ => self.wrong_shape(Shape::One),
        }
    }

    fn entries(self, entries: Kept<'a>) -> EntryAccess<'a> {
        EntryAccess { here: self, entries, next: 0, value: None }
    }

    fn is_mapping(self, node: NodeId) -> bool {
        matches!(self.reading.tree.value(self.reading.source, node), Value::Mapping(_))
    }

    /// Stops where aliases stand for more values than any strategy has.
    fn spend_alias(self) -> Result<(), Stop> {
        if !self.reading.tree.is_alias(self.node) {
            return Ok(());
        }
        let size = self.reading.tree.weight(self.node);
        if let Some(left) = self.reading.aliases_left.get().checked_sub(size) {
            self.reading.aliases_left.set(left);
        } else {
            if self.reading.aliases_left.replace(0) > 0 {
                self.reading.report(faults::too_many_aliases(self));
            }
            return Err(Stop::Reported);
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
        if name == FIELD {
            return visitor.visit_map(PlacedAccess { here: self, told: false });
        }
        if matches!(name, MANY | LISTED | LISTED_WORDS)
            && let Some(finding) = commas::list_in_one_text(self)
        {
            self.reading.report(finding);
            return Err(Stop::Reported);
        }
        match (name, self.value()) {
            (ID, Value::Scalar(..)) => {
                self.scalar()?;
                visitor.visit_map(PlacedAccess { here: self, told: false })
            }
            (ID, _) => self.wrong_shape(Shape::Id),
            (LISTED, Value::Sequence(items)) if items.iter().any(|item| self.is_mapping(*item)) => {
                self.wrong_shape(Shape::ById)
            }
            (MANY | LISTED | LISTED_WORDS, Value::Sequence(items)) => {
                if name == LISTED {
                    for item in items {
                        faults::check_id(self, *item);
                    }
                }
                let result = visitor.visit_seq(ItemAccess { here: self, items: items.iter() });
                if self.reading.tree.is_incomplete(self.node) {
                    return Err(Stop::Reported);
                }
                self.settle(result)
            }
            (LISTED | LISTED_WORDS, Value::Scalar(..)) => {
                self.scalar()?;
                if name == LISTED {
                    faults::check_id(self, self.node);
                }
                let one = std::slice::from_ref(&self.node).to_vec();
                let result = visitor.visit_seq(ItemAccess { here: self, items: one.iter() });
                self.settle(result)
            }
            (SHORT, Value::Scalar(text, style)) if !says_nothing(text, style) => {
                visitor.visit_map(PlacedAccess { here: self, told: false })
            }
            (BY_ID, Value::Mapping(entries)) => {
                let entries = keys::kept(self, entries, &[], keys::Twice::AnId);
                for (key, _) in entries.iter() {
                    faults::check_id(self, key);
                }
                visitor.visit_map(self.entries(entries))
            }
            (BY_ID, _) => self.wrong_shape(Shape::ById),
            (SERIES, Value::Mapping(entries)) => {
                // Readings come from a file, too, so a date that they have twice is told by their own rule.
                let by_rule = self.key.is_some_and(|key| self.text(key) == "readings");
                let twice = if by_rule { keys::Twice::Allowed } else { keys::Twice::AKey };
                visitor.visit_map(self.entries(keys::kept(self, entries, &[], twice)))
            }
            (SERIES, _) => self.wrong_shape(Shape::ByDate),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Stop> {
        let Value::Mapping(entries) = self.value() else {
            return self.wrong_shape(Shape::Record(fields));
        };
        let record = Record::read(self, name, entries, fields);
        self.settle(visitor.visit_map(FieldAccess { here: self, record, next: 0, likely: 0, value: None }))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        words: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Stop> {
        if !matches!(self.value(), Value::Scalar(..)) {
            return self.wrong_shape(Shape::Word(words));
        }
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

/// Reads a value of type `T` at a node. Faults are noted in `reading`.
pub(super) fn read<'a, T: Deserialize<'a>>(reading: &'a Reading<'a>, node: NodeId) -> Option<T> {
    T::deserialize(Here { reading, node, key: None, within: None, parent: None, in_flow: false }).ok()
}
