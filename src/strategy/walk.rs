//! Walks the model. Everything that has to know all keys is a
//! [`Visitor`]: references, free texts, owners, required keys, the comparison of two versions.

use std::marker::PhantomData;

use schemars::{JsonSchema, Schema};
use serde::{Serialize, Serializer};

use super::record::meaning;
use super::subject::EntryKind;
use crate::decode::field::{Field, Id};
use crate::decode::format::{FromMain, Required, Shape, inline_schema};
use crate::decode::maps::{ById, Series};
use crate::decode::shorthand::{Brief, FromIds, Listed, Many, Short};
use crate::decode::{Cursor, Read};
use crate::source::Span;

/// What a value means, whatever Rust type holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// A record or a map: what is in it has a meaning.
    Section,
    Text,
    /// A text that only people read.
    Notes,
    /// Ids that something else in the file declares.
    Reference(Target),
    /// The day on which something starts: a coarse date counts from its first day.
    Start,
    /// Any other day: a coarse date counts to its last day.
    Day,
    /// A figure of the plan, in the unit of its KPI.
    Figure,
    /// A figure of the plan for each of several entries, by id.
    FigureBy(Target),
    Money,
    /// A word of a closed list, a yes or no, anything else.
    Other,
}

impl Meaning {
    /// True for people, and for a team that can answer.
    pub const fn is_person(self) -> bool {
        self.is_owner() || matches!(self, Self::Reference(Target::Entry(EntryKind::Person)))
    }

    /// True for a person who is responsible, or a team that can be.
    pub const fn is_owner(self) -> bool {
        matches!(self, Self::Reference(Target::Owner | Target::Responder))
    }
}

/// What an id can refer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target {
    /// An entry that has its kind's section.
    Entry(EntryKind),
    /// The person who owns an entry.
    Owner,
    /// A person, or a team that a person is in.
    Responder,
    /// An activity or a campaign.
    Predecessor,
}

/// A type of the model.
pub trait Node: Read + Serialize {
    const MEANING: Meaning = Meaning::Other;

    /// Visits the keys of a record, or the entries of a map.
    fn walk<'a, V: Visitor<'a>>(&'a self, _walk: &mut Walk<'a, '_, V>) {}

    /// The author's own words.
    fn text(&self) -> Option<&str> {
        None
    }

    /// The id of a single reference.
    fn id(&self) -> Option<&Id> {
        None
    }

    /// Every reference in a value at `span`, with its own place.
    fn references<'a>(&'a self, _span: Span, _each: &mut dyn FnMut(Target, &'a str, Span)) {}
}

/// What is done with every key of a strategy.
pub trait Visitor<'a>: Sized {
    /// A key, read or not. `path` ends with it; what is below it follows.
    fn field<T: Node>(&mut self, path: &[&'a str], field: &'a Field<T>);
}

/// A walk through a strategy.
pub struct Walk<'a, 'v, V> {
    path: Vec<&'a str>,
    visitor: &'v mut V,
}

impl<'a, V: Visitor<'a>> Walk<'a, '_, V> {
    /// Visits a key and what is below it.
    pub fn key<T: Node>(&mut self, key: &'a str, field: &'a Field<T>) {
        self.path.push(key);
        self.visitor.field(&self.path, field);
        if let Some(value) = field.get() {
            value.walk(self);
        }
        self.path.pop();
    }
}

/// Visits every key below a node.
pub fn walk<'a, V: Visitor<'a>>(node: &'a impl Node, visitor: &mut V) {
    node.walk(&mut Walk { path: Vec::with_capacity(8), visitor });
}

/// Whether a record or map says nothing: no key of it has a value.
pub fn is_hollow(node: &impl Node) -> bool {
    struct Empty(bool);
    impl<'a> Visitor<'a> for Empty {
        fn field<T: Node>(&mut self, _: &[&'a str], field: &'a Field<T>) {
            self.0 &= !field.is_set();
        }
    }
    let mut empty = Empty(true);
    walk(node, &mut empty);
    empty.0
}

/// Whether a key of a record is absent.
pub fn is_absent(node: &impl Node, key: &str) -> bool {
    struct Present<'k>(&'k str, bool);
    impl<'a> Visitor<'a> for Present<'_> {
        fn field<T: Node>(&mut self, path: &[&'a str], field: &'a Field<T>) {
            self.1 |= path == [self.0] && !field.is_absent();
        }
    }
    let mut present = Present(key, false);
    walk(node, &mut present);
    !present.1
}

/// The keys that a record cannot do without.
pub fn required<T: Node>() -> &'static [Required] {
    T::SHAPE.record().map_or(&[], |record| record.required)
}

/// Adds to the schema of a record what its fields do not say: the required keys, and that keys which begin
/// with `x-` can hold anything. `#[schemars(transform = complete::<Goal>)]`
pub fn complete<T: Node>(schema: &mut Schema) {
    schema.insert("patternProperties".to_owned(), serde_json::json!({ "^x-": {} }));
    let required = required::<T>();
    let always = required.iter().filter(|required| required.unless.is_empty());
    let always: Vec<&str> = always.map(|required| required.key).collect();
    if !always.is_empty() {
        schema.insert("required".to_owned(), always.into());
    }
    for required in required {
        if !required.unless.is_empty() {
            let keys = std::iter::once(&required.key).chain(required.unless);
            let one_of: Vec<_> = keys.map(|key| serde_json::json!({ "required": [key] })).collect();
            schema.insert("anyOf".to_owned(), one_of.into());
        }
    }
}

meaning!(Other: bool);

impl Node for String {
    const MEANING: Meaning = Meaning::Text;
    fn text(&self) -> Option<&str> {
        Some(self)
    }
}

impl<T: Node + FromMain> Node for Short<T> {
    const MEANING: Meaning = T::MEANING;
    fn walk<'a, V: Visitor<'a>>(&'a self, walk: &mut Walk<'a, '_, V>) {
        self.0.walk(walk);
    }
}

impl<T: Node + FromMain> Node for Brief<T> {
    const MEANING: Meaning = Meaning::Figure;
}

impl<T: Node + FromIds> Node for Listed<T> {
    const MEANING: Meaning = T::MEANING;
    fn walk<'a, V: Visitor<'a>>(&'a self, walk: &mut Walk<'a, '_, V>) {
        self.0.walk(walk);
    }
}

impl<T: Node> Node for ById<T> {
    const MEANING: Meaning = Meaning::Section;
    fn walk<'a, V: Visitor<'a>>(&'a self, walk: &mut Walk<'a, '_, V>) {
        for (id, field) in self.fields() {
            walk.key(id.as_str(), field);
        }
    }
}

impl<K: Read + std::fmt::Display, T: Node> Node for Series<K, T> {
    const MEANING: Meaning = T::MEANING;
}

impl<T: Node> Node for Many<T> {
    const MEANING: Meaning = T::MEANING;
    fn references<'a>(&'a self, span: Span, each: &mut dyn FnMut(Target, &'a str, Span)) {
        self.iter().for_each(|one| one.references(span, each));
    }
}

impl<T: Node> Node for Field<T> {
    const MEANING: Meaning = T::MEANING;
    fn references<'a>(&'a self, _: Span, each: &mut dyn FnMut(Target, &'a str, Span)) {
        if let Some((value, place)) = self.placed() {
            value.references(place.value, each);
        }
    }
}

/// Something that is declared under an id, and referred to by it.
pub trait Declared {
    const TARGET: Target;
}

/// A value that names something of type `T`, which is declared somewhere else in the file.
#[derive(Debug, Clone)]
pub struct Naming<T, V>(V, PhantomData<fn() -> T>);

/// An id that refers to a `T`.
pub type Ref<T> = Naming<T, Id>;
/// Values by the ids of what they are values of.
pub type ByRef<T, V> = Naming<T, ById<V>>;

impl<T, V> std::ops::Deref for Naming<T, V> {
    type Target = V;
    fn deref(&self) -> &V {
        &self.0
    }
}
impl<T> Field<Many<Ref<T>>> {
    /// The ids of a list of references; none if it is absent or could not be read.
    pub fn ids(&self) -> impl Iterator<Item = &Id> {
        self.get().into_iter().flat_map(|many| many.iter()).map(|one| &one.0)
    }
}
impl<T, V: Serialize> Serialize for Naming<T, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}
impl<T, V: Read> Read for Naming<T, V> {
    const SHAPE: &'static Shape = V::SHAPE;
    fn read(cursor: Cursor<'_>) -> Option<Self> {
        V::read(cursor).map(|value| Self(value, PhantomData))
    }
}
inline_schema!([T, V: JsonSchema] Naming<T, V>, |generator| V::json_schema(generator));

impl<T: Declared> Node for Ref<T> {
    const MEANING: Meaning = Meaning::Reference(T::TARGET);
    fn id(&self) -> Option<&Id> {
        Some(&self.0)
    }
    fn references<'a>(&'a self, _: Span, each: &mut dyn FnMut(Target, &'a str, Span)) {
        each(T::TARGET, self.0.as_str(), self.0.span);
    }
}

impl<T: Declared, V: Read + Serialize> Node for ByRef<T, V> {
    const MEANING: Meaning = Meaning::FigureBy(T::TARGET);
    fn references<'a>(&'a self, _: Span, each: &mut dyn FnMut(Target, &'a str, Span)) {
        self.iter().for_each(|(id, _)| each(T::TARGET, id.as_str(), id.span));
    }
}
