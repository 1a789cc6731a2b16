//! From the tree to the model, reporting every error on the way instead of stopping at the first.
//!
//! The model in `strategy/` is structs of [`Field`]s inside `record!` and enums inside `words!`. Both
//! generate the reader and, as a constant, the [`Shape`](format::Shape) of what it reads. Everything that
//! has to know the format (unknown keys, help texts, fixes) asks those shapes; the JSON Schema comes from
//! the same structs, and tests compare the two.
//!
//! # How a value is read
//!
//! [`Read::read`] gets a [`Cursor`]: a node of the tree, the key it is under, and the shape expected
//! there. It returns the value, or reports a finding and returns `None`, so that a reader never passes
//! on an error. `Cursor::field` turns that into a [`Field`]: `Set` or `Invalid`, both with their
//! place; a field without its key is `Absent`. Reading goes on after every error.
//!
//! # How a misspelled key is handled
//!
//! Before a record's fields are read, `mapping` assigns the keys of the file to the fields. It joins
//! values that a comma cut into keys, reports keys that are there twice, and looks for the key that an
//! unknown one was meant to be: by spelling ([`nearest`](crate::words::nearest)), then by meaning
//! (`synonyms`). If that is certain the value is read under the right key; if it is only likely the field
//! becomes `Invalid`, so that no rule says that the key is missing.
//!
//! # What a finding needs
//!
//! A rule, the span, a message that names the key (`Cursor::called`) and what was written
//! (`Cursor::found`), a help that says what to write in the author's own words, and a fix if it is
//! clear. The parser has already reported what is damaged, so readers pass over it.
//!
//! # Where to add a shorthand
//!
//! Write a wrapper in [`shorthand`] with its `Read` and `JsonSchema`, give [`Shape`](format::Shape) a
//! variant that says what is inside (`Shape::full` looks through it), and use it as the type of a
//! field.
//!
//! # Why not serde
//!
//! serde passes neither places nor typed errors nor the fields' shapes.

pub mod field;
pub(crate) mod figures;
pub(crate) mod offers;
pub mod format;
pub mod maps;
pub mod shorthand;
pub mod value;

pub(crate) mod agencies;

mod amounts;
mod commas;
mod currencies;
mod cursor;
mod cut_off;
mod decisions;
mod decoder;
mod entry_name;
mod evidence;
mod fits;
mod ids;
pub(crate) mod in_words;
mod invalid_value;
mod keyed;
mod list_by_date;
mod list_to_map;
mod mapping;
mod measured;
mod moved;
mod neighbors;
mod no_space;
mod statuses;

pub(crate) mod synonyms;
mod typography;
mod undashed;
mod unknown_key;
mod wrong_shape;

use std::cell::{Cell, OnceCell, RefCell};

use crate::finding::Finding;
use crate::source::Source;
use crate::syntax::tree::Tree;
use crate::words::neighbors::Elsewhere;

pub use cursor::Cursor;
pub use decoder::FiscalYear;
use field::Field;
pub(crate) use ids::{ids_of, is_id, short_id, slug};
pub(crate) use measured::both_in;
pub(crate) use neighbors::clear;

/// How many values can be read through aliases: a few lines of nested aliases can stand for billions of
/// values.
const ALIAS_BUDGET: u32 = 100_000;

/// How many keys are offered to be moved: for each, the file is read again.
const MAX_MOVES: u8 = 50;

/// A value that can be read from the tree.
pub trait Read: Sized {
    /// What is expected in the file.
    const SHAPE: &'static format::Shape;
    /// Reads the value. `None` if it cannot be read, which has been reported then.
    fn read(cursor: Cursor<'_>) -> Option<Self>;
    /// Called if its key is absent from the record that the cursor is at.
    fn absent(_: Cursor<'_>) {}
}

/// Reads a tree as a `T`. Every error becomes a finding; `None` if there is nothing to read. What can mean two figures
/// is compared with the others of its KPI, and some of these can be `elsewhere`.
pub fn decode<T: Read>(source: &Source, tree: &Tree, elsewhere: &Elsewhere) -> (Option<T>, Vec<Finding>) {
    let Some(root) = tree.root() else { return (None, Vec::new()) };
    let decoder = decoder::Decoder {
        tree,
        source,
        root: T::SHAPE,
        elsewhere,
        findings: RefCell::new(Vec::new()),
        records: RefCell::default(),
        aliases_left: Cell::new(ALIAS_BUDGET),
        fiscal_year: Cell::default(),
        figures: figures::Known::default(),
        trial: Cell::default(),
        agreed: OnceCell::new(),
        moves_left: Cell::new(MAX_MOVES),
        sorted: RefCell::default(),
    };
    let value = T::read(Cursor::root(&decoder, root));
    let mut findings = decoder.findings.take();
    decoder.figures.keep_commas(source, &mut findings);
    unknown_key::count_siblings(&mut findings, &decoder.records.take());
    (value, findings)
}
