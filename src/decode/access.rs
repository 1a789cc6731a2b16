//! What serde is handed piece by piece: a place and its value, items, entries, fields, a word.

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error as _, MapAccess, SeqAccess, VariantAccess, Visitor,
    value::U64Deserializer,
};
use serde::forward_to_deserialize_any;

use super::here::Here;
use super::keys::Kept;
use super::record::Record;
use super::stop::Stop;
use crate::syntax::tree::NodeId;

/// Hands out the place first, then the value there.
pub(super) struct PlacedAccess<'a> {
    pub(super) here: Here<'a>,
    pub(super) told: bool,
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

pub(super) struct ItemAccess<'a, 'i> {
    pub(super) here: Here<'a>,
    pub(super) items: std::slice::Iter<'i, NodeId>,
}

impl<'de> SeqAccess<'de> for ItemAccess<'de, '_> {
    type Error = Stop;
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Stop> {
        self.items.next().map(|item| seed.deserialize(self.here.inside(*item))).transpose()
    }
    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

/// Keys and values as they stand in the file.
pub(super) struct EntryAccess<'a> {
    pub(super) here: Here<'a>,
    pub(super) entries: Kept<'a>,
    pub(super) next: usize,
    pub(super) value: Option<(NodeId, NodeId)>,
}

impl<'de> MapAccess<'de> for EntryAccess<'de> {
    type Error = Stop;
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Stop> {
        self.value = self.entries.get(self.next);
        self.next += 1;
        self.value.map(|(key, _)| seed.deserialize(self.here.inside(key))).transpose()
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
pub(super) struct FieldAccess<'a> {
    pub(super) here: Here<'a>,
    pub(super) record: Record<'a>,
    pub(super) next: usize,
    /// The field after the last one.
    pub(super) likely: usize,
    pub(super) value: Option<(NodeId, Option<NodeId>)>,
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

pub(super) struct Variant<'a>(pub(super) &'a str);

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
