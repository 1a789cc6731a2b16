//! Everything that is tested from outside, in one binary.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]
// A test that cannot run here says so; a table of cases needs no type of its own.
#![allow(clippy::print_stderr, clippy::type_complexity)]
// Texts for tests are put together the short way.
#![allow(clippy::format_push_string, clippy::format_collect)]

mod cli;
mod diff;
mod docs;
mod fixes;
mod folder;
mod formats;
mod generator;
mod manual;
mod mending;
mod promises;
mod reading;
mod recording;
mod reports;
mod rules;
mod settings;
mod starters;
mod strategies;
mod streams;
mod suite;
mod tidy;
mod walking;
mod watching;

#[path = "support/mod.rs"]
mod support;
