//! How findings and reports look.
//!
//! - [`findings`]: what `check` says, one file a format;
//! - [`layout`]: a report as an [`outline`], which is written for a terminal, as Markdown or as HTML;
//! - [`page`]: the gap report as one page with pictures, and [`csv`] its KPIs as rows;
//! - [`diff`], [`recorded`], [`settings`]: what a change does to a file, a reading that was
//!   recorded, the settings in force;
//! - [`safe`] and [`json`], which all share, so that text from a file never reaches a terminal as a
//!   command to it.

pub mod csv;
pub mod diff;
pub mod findings;
pub mod json;
pub mod layout;
pub mod outline;
pub mod page;
pub mod recorded;
pub mod safe;
pub mod settings;
mod wrap;

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
