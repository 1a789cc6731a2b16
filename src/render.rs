//! How findings and reports look.
//!
//! - [`findings`]: what `check` says, one file a format;
//! - [`tell`]: a report as an [`outline`], which is set for a terminal, Markdown or a page;
//! - [`page`]: the gap report as one page with pictures, and [`csv`] its KPIs as rows;
//! - [`diff`], [`recorded`], [`settings`]: what a change does to a file, a reading that was
//!   recorded, the settings in force;
//! - [`json`], which all JSON output goes through.

pub mod csv;
pub mod diff;
pub mod findings;
pub mod json;
pub mod outline;
pub mod page;
pub mod recorded;
pub mod settings;
mod table;
pub mod tell;
mod wrap;

use anstyle::{AnsiColor, Style};

use crate::finding::Level;
pub use crate::words::safe;

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
