//! The few shorthands that the format allows, as types of the model.

use std::ops::Deref;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::ser::{Serialize, Serializer};

use super::cursor::{Cursor, is_empty};
use super::field::Field;
use super::format::{FromMain, Shape};
use super::{Read, commas, invalid_value};
use crate::syntax::tree::{NodeId, Value};

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
impl<T: Serialize> Serialize for Many<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}
impl<T: Read> Read for Many<T> {
    const SHAPE: &'static Shape = &Shape::Many(T::SHAPE);
    fn read(cursor: Cursor<'_>) -> Option<Self> {
        commas::check_list(cursor)?;
        let Value::Sequence(items) = cursor.value() else {
            return T::read(cursor).map(|one| Self(vec![one]));
        };
        // Every item is read, so that every error is reported. A list that lost one counts as unreadable, since
        // nothing can be concluded from the rest.
        let mut values = Vec::with_capacity(items.len());
        values.extend(items.iter().filter_map(|item| T::read(cursor.item(*item, T::SHAPE))));
        let is_complete = values.len() == items.len() && !cursor.decoder.tree.is_incomplete(cursor.node);
        is_complete.then_some(Self(values))
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

/// A record whose main value can replace it: a goal's statement for a goal.
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
impl<T: FromMain> Read for Short<T> {
    const SHAPE: &'static Shape = &Shape::Short(T::SHAPE);
    fn read(cursor: Cursor<'_>) -> Option<Self> {
        match cursor.value() {
            Value::Scalar(text, style) if !is_empty(text, style) => Some(Self(T::from_main(cursor))),
            _ => T::read(cursor).map(Self),
        }
    }
}
impl<T: JsonSchema + FromMain> JsonSchema for Short<T> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("Short{}", T::schema_name()).into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let main = T::main_schema(generator);
        let record = generator.subschema_for::<T>();
        json_schema!({ "anyOf": [main, record] })
    }
}

/// A section that may be written as a list of ids, where they say nothing more.
pub trait FromIds: Sized {
    /// What the list holds: ids, or the words of a closed list.
    type Item: Read;
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
impl<T: Read + FromIds> Read for Listed<T> {
    const SHAPE: &'static Shape = &Shape::Listed(T::SHAPE);
    fn read(cursor: Cursor<'_>) -> Option<Self> {
        commas::check_list(cursor)?;
        let is_record = |item: &NodeId| matches!(cursor.value_of(*item), Value::Mapping(_));
        let items = match cursor.value() {
            Value::Sequence(items) if T::DECLARES && items.iter().any(is_record) => {
                return cursor.wrong_shape();
            }
            Value::Sequence(items) => items,
            Value::Scalar(..) => cursor.scalar().map(|_| std::slice::from_ref(&cursor.node))?,
            _ => return T::read(cursor).map(Self),
        };
        if T::DECLARES {
            for item in items {
                invalid_value::check_id(cursor, *item);
            }
        }
        let ids: Vec<Field<T::Item>> =
            items.iter().map(|item| cursor.item(*item, T::Item::SHAPE).field()).collect();
        // A word that could not be read can be any of the list.
        let is_lost = !T::DECLARES && ids.iter().any(Field::is_invalid);
        let is_complete = !is_lost && !cursor.decoder.tree.is_incomplete(cursor.node);
        is_complete.then(|| Self(T::from_ids(ids)))
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
