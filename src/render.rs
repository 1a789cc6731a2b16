//! How findings and reports look: one file a format.
//!
//! For people, each takes data and a place to write to:
//!
//! - [`full`]: findings with their lines;
//! - [`concise`]: one line a finding, for editors, too;
//! - [`closing`]: the line at the end, which counts;
//! - [`recorded`]: a reading that was recorded, and how far its KPI has come;
//! - [`diff`]: what a change does to a file;
//! - [`markdown`]: findings and report, for places that show Markdown;
//! - [`outline`]: reports as blocks, which [`tell`] makes of them, and [`csv`] their rows.
//!
//! For machines, each is a [`Layout`](layout::Layout): [`json`] with everything, [`jsonl`] with one
//! finding a line, and what services and tools read that [`sarif`], [`github`], [`gitlab`], [`junit`],
//! [`checkstyle`] and [`rdjson`] are called after.
//!
//! They share [`safe`] and [`json_text`], so that text from a file never reaches a terminal as a
//! command to it, and [`identity`], by which services know a finding again.

pub mod checkstyle;
pub mod closing;
pub mod concise;
pub mod csv;
pub mod diff;
pub mod full;
pub mod github;
pub mod gitlab;
pub mod identity;
pub mod json;
pub mod json_text;
pub mod jsonl;
pub mod junit;
pub mod layout;
pub mod markdown;
pub mod outline;
pub mod page;
mod place;
pub mod rdjson;
pub mod recorded;
pub mod safe;
pub mod sarif;
pub mod settings;
mod table;
pub mod tell;
mod wording;
mod wrap;
mod xml;

use anstyle::{AnsiColor, Style};

use crate::finding::Level;

/// Emphasis.
pub const BOLD: Style = Style::new().bold();
/// What matters less.
pub const DIM: Style = Style::new().dimmed();
/// What is well.
pub const GOOD: Style = AnsiColor::Green.on_default().bold();

/// What is new.
pub const ADDED: Style = AnsiColor::Green.on_default();
/// What is gone.
pub const REMOVED: Style = AnsiColor::Red.on_default();
/// What differs.
pub const CHANGED: Style = AnsiColor::Cyan.on_default();

/// The colour of a level.
pub const fn level_style(level: Level) -> Style {
    match level {
        Level::Error => AnsiColor::BrightRed.on_default().bold(),
        Level::Warning => AnsiColor::Yellow.on_default().bold(),
        Level::Info => AnsiColor::BrightBlue.on_default().bold(),
    }
}
