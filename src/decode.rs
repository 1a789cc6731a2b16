//! From the tree to the model, reporting every error on the way instead of stopping at the first.
//!
//! The model in `strategy/` is plain structs of [`Field`]s. One line below each struct makes it readable:
//!
//! ```text
//! record!(Lesson { learned, date } main learned);
//! words!(Degree { Low = "low", Medium = "medium", High = "high" });
//! ```
//!
//! The line generates the reader and, as constants, the [`Shape`](format::Shape) of what it reads.
//! Everything that has to know the format (unknown keys, help texts, fixes) asks those shapes; the JSON
//! Schema comes from the same structs, and tests keep the three in step.
//!
//! # How a value is read
//!
//! [`Read::read`] gets a [`Cursor`]: a node of the tree, the key it is under, and the shape expected
//! there. It returns the value, or reports a finding and returns `None`, so that a reader never passes
//! on an error. `Cursor::field` turns that into a [`Field`]: `Set` or `Invalid`, both with their
//! place; a field without its key is `Absent`. Reading goes on after every error.
//!
//! - [`field`]: `Field` and `Id`;
//! - [`value`]: scalars, which are read from their text by [`value::Scalar`] and say in a
//!   [`value::ValueError`] what they expected;
//! - [`shorthand`]: one value where a list is expected, a main value in place of its record, a list of
//!   ids in place of a map;
//! - [`maps`]: records by id, values by date.
//!
//! # How a misspelled key is handled
//!
//! Before a record's fields are read, `mapping` assigns the keys of the file to the fields. It joins
//! values that a comma cut into keys, reports keys that are there twice, and looks for the key that an
//! unknown one stands for: by spelling ([`nearest`](crate::words::nearest)), then by meaning (`synonyms`). If
//! that is certain the value is read under the right key; if it is only likely the field becomes
//! `Invalid`, so that no rule says that the key is missing.
//!
//! # What a finding needs
//!
//! A rule of `rules`, the span, a message that names the key (`Cursor::called`) and what was written
//! (`Cursor::found`), a help that says what to write in the author's own words, and a fix if it is
//! clear. `invalid_value` has the findings about one value, `wrong_shape` those about a list or a
//! record in the wrong place, `unknown_key` and `commas` those about keys; `list_to_map` makes the
//! largest fix. What is damaged has been reported by the parser, so readers pass over it.
//!
//! # Where to add a shorthand
//!
//! Write a wrapper in [`shorthand`] with its `Read` and `JsonSchema`, give [`Shape`](format::Shape) a
//! variant that says what is inside (`Shape::full` looks through it), and use it as the type of a
//! field.
//!
//! # Why not serde
//!
//! Reading was a serde deserializer once. serde passes neither places nor typed errors nor the fields'
//! shapes, so places were packed into numbers, errors into texts that were parsed again, wrappers were
//! recognized by the names of newtypes, and help texts searched the JSON Schema for what was expected.
//! A trait of our own needs none of that.

pub mod field;
pub mod format;
pub mod maps;
pub mod shorthand;
pub mod value;

mod commas;
mod cursor;
mod ids;
mod invalid_value;
mod list_to_map;
mod mapping;

pub(crate) mod synonyms;
mod unknown_key;
mod wrong_shape;

use std::cell::{Cell, RefCell};

use crate::finding::Finding;
use crate::source::Source;
use crate::syntax::tree::Tree;

pub use cursor::Cursor;
use field::Field;
pub(crate) use ids::{is_id, slug};

/// How many values can be read through aliases: a few lines of nested aliases can stand for billions of
/// values.
const ALIAS_BUDGET: u32 = 100_000;

/// A value that can be read from the tree.
pub trait Read: Sized {
    /// What is expected in the file.
    const SHAPE: &'static format::Shape;
    /// Reads the value. `None` if it cannot be read, which has been reported then.
    fn read(cursor: Cursor<'_>) -> Option<Self>;
}

/// Reads a tree as a `T`. Every error becomes a finding; `None` if there is nothing to read.
pub fn decode<T: Read>(source: &Source, tree: &Tree) -> (Option<T>, Vec<Finding>) {
    let Some(root) = tree.root() else { return (None, Vec::new()) };
    let decoder = cursor::Decoder {
        tree,
        source,
        root: T::SHAPE,
        findings: RefCell::new(Vec::new()),
        aliases_left: Cell::new(ALIAS_BUDGET),
    };
    let value = T::read(Cursor::root(&decoder, root));
    (value, decoder.findings.into_inner())
}
