//! All integration tests, in one binary. `tests/README.md` describes each file.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, missing_docs)]
// Tests print why they were skipped, and tables of cases have long tuple types.
#![allow(clippy::print_stderr, clippy::type_complexity)]
#![allow(clippy::format_push_string, clippy::format_collect)]

mod advice;
mod baselines;
mod cli;
mod completions;
mod counts;
mod diff;
mod docs;
mod drafts;
mod exports;
mod figures;
mod files;
mod fixes;
mod formats;
mod fuzzing;
mod gears;
mod generator;
mod growth;
mod import;
mod interview;
mod json_shapes;
mod kpis;
mod owners;
mod reading;
mod record;
mod reports;
mod rules;
mod settings;
mod spellings;
mod starters;
mod strategies;
mod streams;
mod tidy;
mod today;
mod watch;
mod worded;
mod yaml;

#[path = "support/mod.rs"]
mod support;
