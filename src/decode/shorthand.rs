//! The few shorthands that the format allows, as types of the model.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use super::field::Field;

pub(super) const MANY: &str = "$many";
pub(super) const SHORT: &str = "$short";
pub(super) const LISTED: &str = "$listed";
/// What an error says where a finding has said it already.
pub(super) const ALREADY_TOLD: &str = "already reported";
pub(super) const LISTED_WORDS: &str = "$listed-words";

/// A list that may be written as its one value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Many<T>(pub Vec<T>);

impl<T> Default for Many<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}
impl<T> Deref for Many<T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        &self.0
    }
}
impl<T> Field<Many<Field<T>>> {
    /// The items of a list, readable or not; none if the list is absent.
    pub fn items(&self) -> impl Iterator<Item = &Field<T>> {
        self.get().into_iter().flat_map(|many| many.iter())
    }
}
impl<T: Serialize> Serialize for Many<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}
impl<'de, T: Deserialize<'de>> Deserialize<'de> for Many<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ManyVisitor<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for ManyVisitor<T> {
            type Value = Many<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }
            fn visit_newtype_struct<D: Deserializer<'de>>(self, one: D) -> Result<Many<T>, D::Error> {
                T::deserialize(one).map(|value| Many(vec![value]))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Many<T>, A::Error> {
                // Every item is read, so that every fault is told; a list with one that could not be
                // read counts as unreadable, since nothing may be concluded from what is left.
                let mut values = Vec::with_capacity(seq.size_hint().unwrap_or(0));
                let mut lost = None;
                loop {
                    match seq.next_element::<T>() {
                        Ok(Some(value)) => values.push(value),
                        Ok(None) => break,
                        Err(error) => lost = Some(error),
                    }
                }
                lost.map_or(Ok(Many(values)), Err)
            }
        }
        deserializer.deserialize_newtype_struct(MANY, ManyVisitor(PhantomData))
    }
}
impl<T: JsonSchema> JsonSchema for Many<T> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("OneOrMany{}", T::schema_name()).into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = generator.subschema_for::<T>();
        json_schema!({ "anyOf": [{ "type": "array", "items": one }, one] })
    }
}

/// A record whose main field may stand in its place: a goal's statement for a goal.
pub trait FromScalar: Sized {
    /// The type of the main field.
    type Main: for<'de> Deserialize<'de> + JsonSchema;
    /// The record that says nothing more.
    fn from_main(main: Field<Self::Main>) -> Self;
}

/// See [`FromScalar`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Short<T>(pub T);

impl<T> Deref for Short<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}
impl<T: Serialize> Serialize for Short<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}
impl<'de, T: Deserialize<'de> + FromScalar> Deserialize<'de> for Short<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ShortVisitor<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de> + FromScalar> Visitor<'de> for ShortVisitor<T> {
            type Value = Short<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a record or its main value")
            }
            fn visit_newtype_struct<D: Deserializer<'de>>(self, record: D) -> Result<Short<T>, D::Error> {
                T::deserialize(record).map(Short)
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Short<T>, A::Error> {
                map.next_key::<u128>()?;
                map.next_value().map(|main| Short(T::from_main(main)))
            }
        }
        deserializer.deserialize_newtype_struct(SHORT, ShortVisitor(PhantomData))
    }
}
impl<T: JsonSchema + FromScalar> JsonSchema for Short<T> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("Short{}", T::schema_name()).into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let main = generator.subschema_for::<T::Main>();
        let record = generator.subschema_for::<T>();
        json_schema!({ "anyOf": [main, record] })
    }
}

/// A section that may be written as a list of ids, where they say nothing more.
pub trait FromIds: Sized {
    /// What the list holds: ids, or the words of a closed list.
    type Item: for<'de> Deserialize<'de>;
    /// True where the items are ids of the author's own, declared here.
    const DECLARES: bool;
    /// The section whose entries say nothing more. Items that could not be read are among them.
    fn from_ids(ids: Vec<Field<Self::Item>>) -> Self;
}

/// See [`FromIds`].
#[derive(Debug, Clone, Default)]
pub struct Listed<T>(pub T);

impl<T> Deref for Listed<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}
impl<T: Serialize> Serialize for Listed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}
impl<'de, T: Deserialize<'de> + FromIds> Deserialize<'de> for Listed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ListedVisitor<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de> + FromIds> Visitor<'de> for ListedVisitor<T> {
            type Value = Listed<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map or a list of ids")
            }
            fn visit_newtype_struct<D: Deserializer<'de>>(self, map: D) -> Result<Listed<T>, D::Error> {
                T::deserialize(map).map(Listed)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Listed<T>, A::Error> {
                let mut ids = Vec::new();
                while let Some(id) = seq.next_element()? {
                    ids.push(id);
                }
                // A word that could not be read may have meant any of the list.
                if !T::DECLARES && ids.iter().any(Field::is_invalid) {
                    return Err(serde::de::Error::custom(ALREADY_TOLD));
                }
                Ok(Listed(T::from_ids(ids)))
            }
        }
        let name = if T::DECLARES { LISTED } else { LISTED_WORDS };
        deserializer.deserialize_newtype_struct(name, ListedVisitor(PhantomData))
    }
}
impl<T: JsonSchema> JsonSchema for Listed<T> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("Listed{}", T::schema_name()).into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let map = generator.subschema_for::<T>();
        json_schema!({ "anyOf": [map, { "type": "array", "items": { "type": "string" } }] })
    }
}

impl<T> AsRef<T> for Listed<T> {
    fn as_ref(&self) -> &T {
        &self.0
    }
}
