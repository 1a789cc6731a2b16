//! The shorthands of the format, as types of the model.

use std::ops::Deref;

use schemars::{JsonSchema, json_schema};
use serde::ser::Error;
use serde::{Serialize, Serializer};

use super::cursor::{Cursor, is_empty};
use super::field::Field;
use super::format::{FromMain, Shape, inline_schema};
use super::value::ValueError;
use super::{Read, commas, ids};
use crate::finding::file::MISSING_KEY;
use crate::syntax::tree::{NodeId, Value};

/// A list that can be written as its only item.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct Many<T>(pub Vec<T>);

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
impl<T: Read> Read for Many<T> {
    const SHAPE: &'static Shape = &Shape::Many(T::SHAPE);
    fn read(cursor: Cursor<'_>) -> Option<Self> {
        commas::check_list(cursor)?;
        let Value::Sequence(items) = cursor.value() else {
            return T::read(cursor).map(|one| Self(vec![one]));
        };
        // Every item is read, so that every error is reported. A list that lost one counts as
        // unreadable, since nothing can be concluded from the rest.
        let mut values = Vec::with_capacity(items.len());
        values.extend(items.iter().filter_map(|item| T::read(cursor.item(*item, T::SHAPE))));
        let is_complete = values.len() == items.len() && !cursor.decoder.tree.is_incomplete(cursor.node);
        is_complete.then_some(Self(values))
    }
}
inline_schema!([T: JsonSchema] Many<T>, |generator| {
    let one = generator.subschema_for::<T>();
    json_schema!({ "anyOf": [{ "type": "array", "items": one }, one] })
});

/// A record whose main value can replace it: a goal's statement for a goal.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct Short<T>(pub T);

impl<T> Deref for Short<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}
impl<T: FromMain> Read for Short<T> {
    const SHAPE: &'static Shape = &Shape::Short(T::SHAPE);
    fn read(cursor: Cursor<'_>) -> Option<Self> {
        match cursor.value() {
            Value::Scalar(text, style) if !is_empty(text, style) => Some(Self(T::from_main(cursor))),
            Value::Sequence(_) if main_is_list(T::SHAPE) => Some(Self(T::from_main(cursor))),
            _ => T::read(cursor).map(Self),
        }
    }
}
/// True if the main value of a record can be a list.
fn main_is_list(shape: &Shape) -> bool {
    let main = shape.record().and_then(|record| record.key(record.main?));
    main.is_some_and(|key| key.shape.is_list())
}
inline_schema!([T: JsonSchema + FromMain] Short<T>, |generator| {
    let main = T::main_schema(generator);
    let record = generator.subschema_for::<T>();
    json_schema!({ "anyOf": [main, record] })
});

/// A figure that can be a record: like [`Short`], but as short in the output as it can be in the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Brief<T>(pub T);

impl<T> Deref for Brief<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}
impl<T: FromMain> Read for Brief<T> {
    const SHAPE: &'static Shape = Short::<T>::SHAPE;
    fn read(cursor: Cursor<'_>) -> Option<Self> {
        let figure = Short::<T>::read(cursor)?.0;
        if let Value::Mapping(entries) = cursor.value() {
            let required = T::SHAPE.record().and_then(|record| record.required.first())?;
            let mut keys = entries.iter().map(|(key, _)| cursor.text(key));
            if !keys.any(|key| key == required.key || required.unless.contains(&key)) {
                let message = format!("{} has no `{}`", cursor.called(), required.key);
                let finding = MISSING_KEY.at(cursor.place().key, message).absent(required.key);
                cursor.report(finding.help(format!("add `{}:` with {}", required.key, required.what)));
                return None;
            }
            return Some(Self(figure));
        }
        figure.has_main().then_some(Self(figure))
    }
}
impl<T: Read + Serialize> Serialize for Brief<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let main = T::SHAPE.record().and_then(|record| record.main).unwrap_or_default();
        let mut value = serde_json::to_value(&self.0).map_err(S::Error::custom)?;
        if let Some(keys) = value.as_object_mut() {
            keys.retain(|_, value| !value.is_null());
            if keys.len() == 1
                && let Some(only) = keys.remove(main)
            {
                return only.serialize(serializer);
            }
        }
        value.serialize(serializer)
    }
}
inline_schema!([T: JsonSchema + FromMain] Brief<T>, |generator| generator.subschema_for::<Short<T>>());

/// A map that can be written as the list of its keys, if its entries say nothing more.
pub trait FromIds: Sized {
    /// The items: ids, or words of a closed list.
    type Item: Read;
    /// True if the items are ids that are declared here.
    const DECLARES: bool;
    /// The map whose entries say nothing more. Items that could not be read are included.
    fn from_ids(ids: Vec<Field<Self::Item>>) -> Self;
}

#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct Listed<T>(pub T);

impl<T> Deref for Listed<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}
impl<T: Read + FromIds> Read for Listed<T> {
    const SHAPE: &'static Shape = &Shape::Listed(T::SHAPE);
    fn read(cursor: Cursor<'_>) -> Option<Self> {
        commas::check_list(cursor)?;
        // What an entry says itself has no place in a list of ids.
        let says_more = |item: &NodeId| match cursor.value_of(*item) {
            Value::Mapping(_) => true,
            Value::Scalar(text, style) => {
                !is_empty(text, style)
                    && !ids::says_all(text)
                    && cursor.decoder.tree.swallowed(*item).is_none()
            }
            Value::Sequence(_) | Value::Damaged => false,
        };
        let items = match cursor.value() {
            Value::Scalar(text, _) if let Some(all) = all_of(T::Item::SHAPE, text) => {
                let error = ValueError::new("one or more of the allowed words", format!("write `{all}`"));
                return cursor.invalid(&error.instead(all));
            }
            Value::Scalar(..) if T::DECLARES && says_more(&cursor.node) => return cursor.wrong_shape(),
            Value::Sequence(items) if T::DECLARES && items.iter().any(says_more) => {
                return cursor.wrong_shape();
            }
            Value::Sequence(items) => items,
            Value::Scalar(..) => cursor.scalar().map(|_| std::slice::from_ref(&cursor.node))?,
            _ => return T::read(cursor).map(Self),
        };
        if T::DECLARES {
            for item in items {
                ids::check_id(cursor, *item, None);
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
/// The list of both words of a closed list, for `both`.
fn all_of(shape: &Shape, text: &str) -> Option<String> {
    let words = shape.words().filter(|words| words.len() == 2)?;
    text.trim().eq_ignore_ascii_case("both").then(|| format!("[{}]", words.join(", ")))
}

inline_schema!([T: JsonSchema] Listed<T>, |generator| {
    let map = generator.subschema_for::<T>();
    json_schema!({ "anyOf": [map, { "type": "array", "items": { "type": "string" } }] })
});

impl<T> AsRef<T> for Listed<T> {
    fn as_ref(&self) -> &T {
        &self.0
    }
}
