//! Values that know where they stand: [`Field`] and [`Id`].
//!
//! Each is a newtype whose name our deserializer recognises, so that a plain
//! `#[derive(Deserialize)]` on the model loses neither a place nor an unknown key.

use std::borrow::Borrow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use crate::source::Span;

pub(super) const FIELD: &str = "$field";
pub(super) const ID: &str = "$id";

/// Where a value stands, and the key it stands under. In a list the two are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place {
    /// The bytes of the key.
    pub key: Span,
    /// The bytes of the value.
    pub value: Span,
}

impl Place {
    /// One number, because that is what crosses serde's interface cheaply.
    pub(super) fn pack(self) -> u128 {
        [self.key.start, self.key.end, self.value.start, self.value.end]
            .into_iter()
            .fold(0, |packed, offset| (packed << 32) | u128::from(offset))
    }

    fn unpack(packed: u128) -> Self {
        let offset = |shift: u32| u32::try_from((packed >> shift) & 0xffff_ffff).unwrap_or(0);
        Self { key: Span::new(offset(96), offset(64)), value: Span::new(offset(32), offset(0)) }
    }
}

/// The value of a key: absent, there but unreadable (a finding already says so), or set.
///
/// A rule that needs a value stays silent where it is `Invalid`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Field<T> {
    /// The key is not there.
    #[default]
    Absent,
    /// Something is there that could not be read.
    Invalid(Place),
    /// The value and its place.
    Set(T, Place),
}

impl<T> Field<T> {
    /// The value, if it was read.
    pub fn get(&self) -> Option<&T> {
        match self {
            Self::Set(value, _) => Some(value),
            _ => None,
        }
    }

    /// The value with its place, if it was read.
    pub fn placed(&self) -> Option<(&T, Place)> {
        match self {
            Self::Set(value, place) => Some((value, *place)),
            _ => None,
        }
    }

    /// True where the key is not there at all.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// True where something is there that could not be read.
    pub fn is_invalid(&self) -> bool {
        matches!(self, Self::Invalid(_))
    }

    /// True where the value was read.
    pub fn is_set(&self) -> bool {
        matches!(self, Self::Set(..))
    }

    /// Where key and value stand, readable or not.
    pub fn place(&self) -> Option<Place> {
        match self {
            Self::Absent => None,
            Self::Invalid(place) | Self::Set(_, place) => Some(*place),
        }
    }

    /// The bytes of the value, readable or not.
    pub fn span(&self) -> Option<Span> {
        self.place().map(|place| place.value)
    }

    /// The bytes of the key.
    pub fn key(&self) -> Option<Span> {
        self.place().map(|place| place.key)
    }
}

/// A value if it could be read; a list goes on after one that could not.
pub(super) struct Attempt<T>(pub(super) Option<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Attempt<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(T::deserialize(deserializer).ok()))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FieldVisitor<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for FieldVisitor<T> {
            type Value = Field<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Field<T>, A::Error> {
                let place = Place::unpack(map.next_key::<u128>()?.unwrap_or_default());
                Ok(match map.next_value::<Attempt<T>>()?.0 {
                    Some(value) => Field::Set(value, place),
                    None => Field::Invalid(place),
                })
            }
        }
        deserializer.deserialize_newtype_struct(FIELD, FieldVisitor(PhantomData))
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

/// An id where it is declared or used: its text and its place. Equal where the text is.
#[derive(Debug, Clone)]
pub struct Id {
    text: Box<str>,
    /// The bytes it was read from.
    pub span: Span,
}

impl Id {
    /// An id read from these bytes.
    pub fn new(text: &str, span: Span) -> Self {
        Self { text: text.into(), span }
    }

    /// Its text.
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
impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}
impl JsonSchema for Id {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Id".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string" })
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct IdVisitor;
        impl<'de> Visitor<'de> for IdVisitor {
            type Value = Id;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an id")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Id, A::Error> {
                let place = Place::unpack(map.next_key::<u128>()?.unwrap_or_default());
                Ok(Id { text: map.next_value()?, span: place.value })
            }
        }
        deserializer.deserialize_newtype_struct(ID, IdVisitor)
    }
}
