//! Tree to types: a serde deserializer that notes every fault and goes on.
//!
//! The model is plain `#[derive(Deserialize, JsonSchema)]` structs made of the types of
//! [`field`], [`shorthand`] and [`maps`]. From the one derive come the reader, the JSON Schema and
//! the help in editors; there is no second list of keys anywhere.
//!
//! - [`field`]: a value that knows its place, and is absent, unreadable or set;
//! - [`shorthand`]: one value where a list is expected, a record's main field in its place, a list
//!   of ids for a section;
//! - [`maps`]: records by id, values by date;
//! - [`fault`]: what a value type says when a scalar is not its own.

pub mod fault;
pub mod field;
pub mod maps;
pub mod shorthand;

mod access;
mod commas;
mod deserializer;
mod entries;
mod faults;
mod here;
mod instead;
mod keys;
mod record;
mod rewrite;
mod shapes;
mod stop;
pub(crate) mod synonyms;
mod unknown;

use std::cell::{Cell, LazyCell, RefCell};

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use crate::finding::Finding;
use crate::source::Source;
use crate::syntax::tree::Tree;

pub(crate) use instead::{is_id, slug};

/// How many values may be read through aliases, beside those that stand in the file themselves.
const ALIAS_BUDGET: u32 = 100_000;

/// Reads a tree as a `T`. Every fault becomes a finding; `None` where there is nothing to read.
pub fn decode<T: DeserializeOwned + JsonSchema>(source: &Source, tree: &Tree) -> (Option<T>, Vec<Finding>) {
    let Some(root) = tree.root() else { return (None, Vec::new()) };
    let reading = here::Reading {
        tree,
        source,
        findings: RefCell::new(Vec::new()),
        aliases_left: Cell::new(ALIAS_BUDGET),
        schema: LazyCell::new(|| schemars::SchemaGenerator::default().into_root_schema_for::<T>()),
    };
    let value = deserializer::read(&reading, root);
    (value, reading.findings.into_inner())
}
