//! The format as data: which shape a value has and which keys a record has.
//!
//! Each part is a constant next to the type that reads it, so there is nothing to build and nothing to
//! keep in step: `record!` makes both the reader and the list of keys from one line, and `words!` does
//! it for closed lists of words.

use super::cursor::Cursor;
use super::value::ValueError;
use super::{Field, Read};

/// What to write instead of a text, if it is clear what that means.
pub type Answer = fn(Cursor<'_>, &str) -> Option<ValueError>;

/// What the format expects as a value.
#[derive(Debug)]
pub enum Shape {
    Text,
    Number,
    /// Any other scalar that is checked: a date, a currency, true or false.
    Scalar,
    Id,
    Words(&'static [&'static str]),
    /// Keys of the format.
    Record(&'static Record),
    ById(&'static Shape),
    ByDate,
    /// Texts by the columns of an export.
    ByColumn,
    /// Shorthand: a record, or its main value alone.
    Short(&'static Shape),
    /// A value that people also write in words, and what answers those.
    InWords(&'static Shape, Answer),
    /// Shorthand: a list, or its only item.
    Many(&'static Shape),
    /// Shorthand: a map, or a list of its keys.
    Listed(&'static Shape),
}

impl Shape {
    /// The shape without its shorthands.
    pub(crate) fn full(&self) -> &Self {
        match self {
            Self::Short(full) | Self::InWords(full, _) | Self::Many(full) | Self::Listed(full) => full.full(),
            full => full,
        }
    }

    pub(crate) fn record(&self) -> Option<&'static Record> {
        if let Self::Record(record) = self.full() { Some(record) } else { None }
    }

    /// The shape of an entry or of the value of a key.
    pub(crate) fn at(&self, step: &str) -> Option<&'static Self> {
        match self.full() {
            Self::ById(entry) => Some(entry),
            Self::Record(record) => record.key(step).map(|key| key.shape),
            _ => None,
        }
    }

    /// The closed list of words, if one of them can be the entire value.
    pub(super) fn words(&self) -> Option<&'static [&'static str]> {
        match self {
            Self::Words(words) => Some(words),
            Self::Short(_) => self.main()?.words(),
            _ => None,
        }
    }

    /// The shape of the main value of a record.
    fn main(&self) -> Option<&'static Self> {
        self.record().and_then(|record| record.key(record.main?)).map(|key| key.shape)
    }

    /// What answers a text here that is not a value.
    pub(super) fn answer(&self) -> Option<Answer> {
        match self {
            Self::InWords(_, answer) => Some(*answer),
            Self::Short(_) => self.main()?.answer(),
            _ => None,
        }
    }

    pub(super) fn is_list(&self) -> bool {
        matches!(self, Self::Many(_) | Self::Listed(_))
    }

    /// True if any text can be read as this: a text, or a record that a text can replace.
    pub(super) fn is_any_text(&self) -> bool {
        match self {
            Self::Text => true,
            Self::Short(full) => {
                let main = full.record().and_then(|record| record.key(record.main?));
                main.is_some_and(|key| matches!(key.shape, Self::Text))
            }
            _ => false,
        }
    }

    /// True for a number, and for a record that a number can replace.
    pub(super) fn is_figure(&self) -> bool {
        let is_number = |shape: &Self| matches!(shape.full(), Self::Number);
        is_number(self) || self.main().is_some_and(is_number)
    }

    /// Every record in this shape, each once, an outer one before those inside it.
    pub(crate) fn records(&self) -> Vec<&'static Record> {
        fn collect(shape: &Shape, found: &mut Vec<&'static Record>) {
            match shape.full() {
                Shape::ById(entry) => collect(entry, found),
                Shape::Record(record) if found.iter().all(|known| known.name != record.name) => {
                    found.push(record);
                    record.keys.iter().for_each(|key| collect(key.shape, found));
                }
                _ => {}
            }
        }
        let mut found = Vec::new();
        collect(self, &mut found);
        found
    }
}

/// How many keys a help names.
const SOME: usize = 6;

/// The longest name, in words.
pub(super) const MAX_NAME: usize = 4;

/// The keys of one record, in the order of the format.
#[derive(Debug)]
pub struct Record {
    pub name: &'static str,
    pub keys: &'static [Key],
    /// The key that says what the record is about.
    pub main: Option<&'static str>,
    /// The keys it cannot do without.
    pub required: &'static [Required],
}

/// A key that a record cannot do without.
#[derive(Debug)]
pub struct Required {
    pub key: &'static str,
    /// The keys that can take its place.
    pub unless: &'static [&'static str],
    /// What it says, for the help.
    pub what: &'static str,
}

#[derive(Debug)]
pub struct Key {
    pub name: &'static str,
    pub shape: &'static Shape,
    /// Reads its value, only to report what is wrong with it.
    pub read: fn(Cursor<'_>),
}

impl Record {
    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> + Clone {
        self.keys.iter().map(|key| key.name)
    }

    pub(super) fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.key(name).is_some()
    }

    /// The key under which a text goes that is written as an item of a list of such records.
    pub(super) fn key_in_a_list(&self, text: &str) -> Option<&'static str> {
        if self.has("name") { Some(self.unless_long("name", text)) } else { self.main }
    }

    /// The key under which a text goes that is written in place of the record.
    pub(super) fn key_for(&self, text: &str) -> Option<&'static str> {
        self.main.map(|main| self.unless_long(main, text))
    }

    /// A sentence is not a name if it can be a description.
    fn unless_long(&self, main: &'static str, text: &str) -> &'static str {
        let is_name = main != "name" || text.split_whitespace().count() <= MAX_NAME;
        self.key("description").filter(|_| !is_name).map_or(main, |key| key.name)
    }

    /// The first of its keys.
    pub(super) fn some(&self) -> String {
        let some = self.names().take(SOME).collect::<Vec<_>>().join(", ");
        if self.keys.len() > SOME { some + " …" } else { some }
    }
}

/// A record that can be made from its main value alone.
pub trait FromMain: Read {
    /// The record that says nothing more.
    fn from_main(main: Cursor<'_>) -> Self;
    /// True if its main value is there and was read.
    fn has_main(&self) -> bool;
    fn main_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema;
}

/// The schema of the field that a function picks.
pub(crate) fn schema_of<R, T: schemars::JsonSchema>(
    _: fn(&R) -> &Field<T>,
    generator: &mut schemars::SchemaGenerator,
) -> schemars::Schema {
    generator.subschema_for::<T>()
}

/// Writes the schema of a type out wherever it is used, instead of giving it a name.
macro_rules! inline_schema {
    ([$($generics:tt)*] $type:ty, |$generator:pat_param| $schema:expr) => {
        impl<$($generics)*> schemars::JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($type).into()
            }
            fn inline_schema() -> bool {
                true
            }
            fn json_schema($generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                $schema
            }
        }
    };
}
pub(crate) use inline_schema;
