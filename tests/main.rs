//! Everything that is tested from outside, in one binary.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod generator;
mod rules;
mod suite;

#[path = "support/mod.rs"]
mod support;
