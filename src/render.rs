//! How findings and reports look: one file a format. Each takes data and a place to write to.
//!
//! - [`full`]: findings with their lines, for people;
//! - [`concise`]: one line a finding, for people and editors;
//! - [`json`]: everything, for machines;
//! - [`alignment`]: the alignment report as tables;
//! - [`recorded`]: a reading that was recorded, and how far its KPI has come;
//! - [`diff`]: what a change does to a file;
//! - [`safe`]: text from a file must not reach a terminal as a command to it.

pub mod alignment;
pub mod concise;
pub mod csv;
pub mod diff;
pub mod full;
pub mod json;
pub mod outline;
pub mod recorded;
pub mod safe;
mod table;
pub mod tell;
mod wrap;

use anstyle::{AnsiColor, Style};

use crate::finding::Level;

/// Emphasis.
pub const BOLD: Style = Style::new().bold();
/// What matters less.
pub const DIM: Style = Style::new().dimmed();
/// What is well.
pub const GOOD: Style = AnsiColor::Green.on_default().bold();

/// The colour of a level.
pub const fn level_style(level: Level) -> Style {
    match level {
        Level::Error => AnsiColor::BrightRed.on_default().bold(),
        Level::Warning => AnsiColor::Yellow.on_default().bold(),
        Level::Info => AnsiColor::BrightBlue.on_default().bold(),
    }
}
