//! Maps whose keys are chosen by the author: records by id, and values by date.

use std::fmt;

use indexmap::IndexMap;
use schemars::{JsonSchema, json_schema};
use serde::{Serialize, Serializer};

use super::cursor::Cursor;
use super::field::{Field, Id, Place};
use super::format::{Shape, inline_schema};
use super::shorthand::FromIds;
use super::{Read, ids, keyed, mapping};
use crate::syntax::tree::Value;

/// Records by id, in the order of the file.
#[derive(Debug, Clone)]
pub struct ById<T> {
    entries: IndexMap<Id, Field<T>>,
    complete: bool,
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

    pub fn get(&self, id: &str) -> Option<&T> {
        self.entries.get(id).and_then(Field::get)
    }

    pub(crate) fn field_mut(&mut self, id: &str) -> Option<&mut Field<T>> {
        self.entries.get_mut(id)
    }

    /// The id at its declaration.
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

    /// True if there is no entry, and none was lost.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.complete
    }

    /// False if entries can be missing because a part of the file could not be read.
    pub fn is_complete(&self) -> bool {
        self.complete
    }

    /// True if every entry was read: only then does the absence of one mean anything.
    pub fn is_whole(&self) -> bool {
        self.complete && self.entries.values().all(Field::is_set)
    }
}

impl<T: Serialize> Serialize for ById<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}
impl<T: Read> Read for ById<T> {
    const SHAPE: &'static Shape = &Shape::ById(T::SHAPE);
    fn read(cursor: Cursor<'_>) -> Option<Self> {
        let Value::Mapping(written) = cursor.value() else { return cursor.wrong_shape() };
        if let Some(finding) = keyed::one_entry(cursor, written) {
            cursor.report(finding);
            return None;
        }
        let written = mapping::unique(cursor, written);
        for (key, value) in &written {
            ids::check_id(cursor, *key, Some(*value));
        }
        let mut entries = IndexMap::with_capacity(written.len());
        for (key, value) in written {
            let id = Id::read(cursor.item(key, Id::SHAPE))?;
            entries.entry(id).or_insert(cursor.at(value, Some(key), T::SHAPE).field());
        }
        Some(Self { entries, complete: !cursor.decoder.tree.is_incomplete(cursor.node) })
    }
}
inline_schema!([T: JsonSchema] ById<T>, |generator| {
    let value = generator.subschema_for::<T>();
    json_schema!({
        "type": "object",
        "propertyNames": { "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$" },
        "additionalProperties": value,
    })
});

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

impl<K, V> Series<K, V> {
    /// The points whose date and value were both read, with the place of both.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &V, Place)> {
        self.points.iter().filter_map(|(date, value)| {
            let (date, at) = date.placed()?;
            let (value, place) = value.placed()?;
            Some((date, value, Place { key: at.value, value: place.value }))
        })
    }

    pub fn is_whole(&self) -> bool {
        self.complete && self.points.iter().all(|(date, value)| date.is_set() && value.is_set())
    }
}

impl<K: fmt::Display, V: Serialize> Serialize for Series<K, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter().map(|(date, value, _)| (date.to_string(), value)))
    }
}
impl<K: Read, V: Read> Read for Series<K, V> {
    const SHAPE: &'static Shape = &Shape::ByDate;
    fn read(cursor: Cursor<'_>) -> Option<Self> {
        let Value::Mapping(written) = cursor.value() else { return cursor.wrong_shape() };
        let written = mapping::unique(cursor, written);
        let written = written.into_iter().filter(|(key, _)| !mapping::is_extension(cursor.text(*key)));
        let point = |(key, value)| {
            (cursor.item(key, K::SHAPE).field(), cursor.at(value, Some(key), V::SHAPE).field())
        };
        let points = written.map(point).collect();
        Some(Self { points, complete: !cursor.decoder.tree.is_incomplete(cursor.node) })
    }
}
inline_schema!([K, V: JsonSchema] Series<K, V>, |generator| {
    let value = generator.subschema_for::<V>();
    json_schema!({ "type": "object", "patternProperties": { "^x-": {} }, "additionalProperties": value })
});

impl<T> AsRef<Self> for ById<T> {
    fn as_ref(&self) -> &Self {
        self
    }
}
