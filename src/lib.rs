//! Reads a social-media strategy, judges it by every rule, and reports how it aligns with the
//! goals of the business.
//!
//! The modules stand in the order in which the data flows; each imports only from those above it.
//!
//! ```text
//! bytes → Source → Tree → Strategy (+ findings) → Analysis → [Finding] → Report → text, json, …
//! ```

pub mod source;
pub mod finding;
pub mod nearest;
pub mod words;
pub mod syntax;
pub mod decode;
pub mod strategy;
pub mod document;
pub mod analysis;
pub mod config;
pub mod allow;
pub mod rules;
pub mod linter;
pub mod report;
pub mod render;
pub mod workspace;
pub mod cli;
