//! Maps whose keys are the user's own: records by id, and values by date.

use std::fmt;
use std::marker::PhantomData;

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::field::{Field, Id, Place};
use super::shorthand::FromIds;

pub(super) const BY_ID: &str = "$by-id";
pub(super) const SERIES: &str = "$series";

/// A map of ids to records, in the order of the file.
#[derive(Debug, Clone)]
pub struct ById<T> {
    entries: IndexMap<Id, Field<T>>,
    complete: bool,
}

impl<T> Default for ById<T> {
    fn default() -> Self {
        Self { entries: IndexMap::new(), complete: true }
    }
}

impl<T> ById<T> {
    /// The records that were read.
    pub fn iter(&self) -> impl Iterator<Item = (&Id, &T)> {
        self.entries.iter().filter_map(|(id, field)| field.get().map(|value| (id, value)))
    }

    /// Every entry, readable or not.
    pub fn fields(&self) -> impl Iterator<Item = (&Id, &Field<T>)> {
        self.entries.iter()
    }

    /// The record of an id, if it was read.
    pub fn get(&self, id: &str) -> Option<&T> {
        self.entries.get(id).and_then(Field::get)
    }

    /// The id as it is declared.
    pub fn declaration(&self, id: &str) -> Option<&Id> {
        self.entries.get_key_value(id).map(|(id, _)| id)
    }

    /// The place of an entry in the file's order.
    pub fn index_of(&self, id: &str) -> Option<usize> {
        self.entries.get_index_of(id)
    }

    /// Number of entries, readable or not.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// True where there is no entry, and none was lost.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.complete
    }

    /// False where entries may be missing because a part of the file could not be read.
    pub fn is_complete(&self) -> bool {
        self.complete
    }

    /// True where every entry is there and was read: only then does absence mean anything.
    pub fn is_whole(&self) -> bool {
        self.complete && self.entries.values().all(Field::is_set)
    }
}

impl<T: Serialize> Serialize for ById<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (id, value) in self.iter() {
            map.serialize_entry(id, value)?;
        }
        map.end()
    }
}
impl<'de, T: Deserialize<'de>> Deserialize<'de> for ById<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ByIdVisitor<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for ByIdVisitor<T> {
            type Value = ById<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map of ids")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<ById<T>, A::Error> {
                // A map that lost entries to a syntax error does not know its size.
                let size = map.size_hint();
                let mut entries = IndexMap::with_capacity(size.unwrap_or(0));
                while let Some(id) = map.next_key::<Id>()? {
                    entries.entry(id).or_insert(map.next_value()?);
                }
                Ok(ById { entries, complete: size.is_some() })
            }
        }
        deserializer.deserialize_newtype_struct(BY_ID, ByIdVisitor(PhantomData))
    }
}
impl<T: JsonSchema> JsonSchema for ById<T> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("MapOf{}", T::schema_name()).into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let value = generator.subschema_for::<T>();
        json_schema!({
            "type": "object",
            "propertyNames": { "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$" },
            "additionalProperties": value,
        })
    }
}

impl<T: Default> FromIds for ById<T> {
    type Item = Id;
    const DECLARES: bool = true;
    fn from_ids(ids: Vec<Field<Id>>) -> Self {
        let complete = ids.iter().all(Field::is_set);
        let read = ids.into_iter().filter_map(|id| match id {
            Field::Set(id, place) => Some((id, Field::Set(T::default(), place))),
            Field::Absent | Field::Invalid(_) => None,
        });
        Self { entries: read.collect(), complete }
    }
}

/// Values by date, in the order of the file: readings and milestones.
#[derive(Debug, Clone)]
pub struct Series<K, V> {
    points: Vec<(Field<K>, Field<V>)>,
    complete: bool,
}

impl<K, V> Default for Series<K, V> {
    fn default() -> Self {
        Self { points: Vec::new(), complete: true }
    }
}

impl<K, V> Series<K, V> {
    /// Date and value of each point of which both were read, with the place of both.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &V, Place)> {
        self.points.iter().filter_map(|(date, value)| {
            let (date, at) = date.placed()?;
            let (value, place) = value.placed()?;
            Some((date, value, Place { key: at.value, value: place.value }))
        })
    }

    /// True where every point was read.
    pub fn is_whole(&self) -> bool {
        self.complete && self.points.iter().all(|(date, value)| date.is_set() && value.is_set())
    }
}

impl<K: fmt::Display, V: Serialize> Serialize for Series<K, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (date, value, _) in self.iter() {
            map.serialize_entry(&date.to_string(), value)?;
        }
        map.end()
    }
}
impl<'de, K: Deserialize<'de>, V: Deserialize<'de>> Deserialize<'de> for Series<K, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct SeriesVisitor<K, V>(PhantomData<(K, V)>);
        impl<'de, K: Deserialize<'de>, V: Deserialize<'de>> Visitor<'de> for SeriesVisitor<K, V> {
            type Value = Series<K, V>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("values by date")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Series<K, V>, A::Error> {
                let size = map.size_hint();
                let mut points = Vec::with_capacity(size.unwrap_or(0));
                while let Some(date) = map.next_key()? {
                    points.push((date, map.next_value()?));
                }
                Ok(Series { points, complete: size.is_some() })
            }
        }
        deserializer.deserialize_newtype_struct(SERIES, SeriesVisitor(PhantomData))
    }
}
impl<K, V: JsonSchema> JsonSchema for Series<K, V> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("{}ByDate", V::schema_name()).into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let value = generator.subschema_for::<V>();
        json_schema!({ "type": "object", "additionalProperties": value })
    }
}

impl<T> AsRef<Self> for ById<T> {
    fn as_ref(&self) -> &Self {
        self
    }
}
