//! Values that know where they are: [`Field`] and [`Id`].

use std::borrow::Borrow;
use std::fmt;
use std::hash::{Hash, Hasher};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use super::cursor::Cursor;
use super::format::{Shape, inline_schema};
use super::{Read, typography};
use crate::source::Span;

/// Where a value is, and the key it is under. In a list the two are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place {
    pub key: Span,
    pub value: Span,
}

/// The value of a key: absent, there but unreadable (a finding already says so), or set.
///
/// A rule that needs a value says nothing if it is `Invalid`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Field<T> {
    #[default]
    Absent,
    Invalid(Place),
    Set(T, Place),
}

impl<T> Field<T> {
    pub fn get(&self) -> Option<&T> {
        if let Self::Set(value, _) = self { Some(value) } else { None }
    }

    pub fn get_mut(&mut self) -> Option<&mut T> {
        if let Self::Set(value, _) = self { Some(value) } else { None }
    }

    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Field<U> {
        match self {
            Self::Absent => Field::Absent,
            Self::Invalid(place) => Field::Invalid(place),
            Self::Set(value, place) => Field::Set(change(value), place),
        }
    }

    pub fn placed(&self) -> Option<(&T, Place)> {
        if let Self::Set(value, place) = self { Some((value, *place)) } else { None }
    }

    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    pub fn is_invalid(&self) -> bool {
        matches!(self, Self::Invalid(_))
    }

    pub fn is_set(&self) -> bool {
        matches!(self, Self::Set(..))
    }

    /// True if the value passes a test, or if it could not be read and so might.
    pub fn may_be(&self, test: impl FnOnce(&T) -> bool) -> bool {
        self.is_invalid() || self.get().is_some_and(test)
    }

    pub fn place(&self) -> Option<Place> {
        match self {
            Self::Absent => None,
            Self::Invalid(place) | Self::Set(_, place) => Some(*place),
        }
    }

    pub fn span(&self) -> Option<Span> {
        self.place().map(|place| place.value)
    }

    /// Where its key is; none if the part of the file cannot be read in which it may be.
    pub fn key(&self) -> Option<Span> {
        self.place().map(|place| place.key).filter(|key| !key.is_empty())
    }
}

impl<T: Read> Read for Field<T> {
    const SHAPE: &'static Shape = T::SHAPE;
    fn read(cursor: Cursor<'_>) -> Option<Self> {
        Some(cursor.field())
    }
}

impl<T: Serialize> Serialize for Field<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.get().serialize(serializer)
    }
}

impl<T: JsonSchema> JsonSchema for Field<T> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        T::schema_name()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
    fn inline_schema() -> bool {
        T::inline_schema()
    }
}

/// An id that is declared or used: its text and its place. Ids with the same text are equal.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct Id {
    text: Box<str>,
    /// The bytes it was read from.
    #[serde(skip)]
    pub span: Span,
}

impl Id {
    pub fn new(text: &str, span: Span) -> Self {
        Self { text: text.into(), span }
    }

    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl PartialEq for Id {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}
impl Eq for Id {}
impl Hash for Id {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}
impl Borrow<str> for Id {
    fn borrow(&self) -> &str {
        &self.text
    }
}
impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
inline_schema!([] Id, |_| json_schema!({ "type": "string" }));

impl Read for Id {
    const SHAPE: &'static Shape = &Shape::Id;
    fn read(cursor: Cursor<'_>) -> Option<Self> {
        let text = if cursor.spend_alias() { cursor.scalar()? } else { return None };
        typography::check_quotes(cursor, false)?;
        Some(Self::new(text, cursor.span()))
    }
}
