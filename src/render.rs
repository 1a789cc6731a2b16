//! How findings and reports look.
//!
//! - [`findings`]: the formats of `check`, one per file;
//! - [`layout`]: a report as an [`outline`], which is written for a terminal, as Markdown or as HTML;
//! - [`page`]: the gap report as a page with pictures, [`csv`] its KPIs as rows, [`workbook`] its tables for a spreadsheet;
//! - [`calendar`], [`mermaid`]: the plan as appointments, and as a Gantt chart;
//! - [`diff`], [`recorded`], [`settings`]: what a change does to a file, a reading that was recorded,
//!   the settings in force;
//! - [`json`], which all JSON output goes through.

pub mod calendar;
pub mod csv;
pub mod diff;
pub mod findings;
pub mod json;
pub mod layout;
pub mod mermaid;
pub mod outline;
pub mod page;
pub(crate) mod imported;
pub mod recorded;
pub mod settings;
pub mod workbook;
mod wrap;

use anstyle::{AnsiColor, Style};

use crate::finding::Level;
use crate::report::alignment::AlignmentReport;
pub use crate::words::safe;

/// Writes an alignment report as text, at most `width` columns wide.
pub fn alignment(
    out: &mut dyn std::io::Write,
    report: &AlignmentReport,
    width: usize,
) -> std::io::Result<()> {
    outline::terminal::render(out, &layout::alignment::outline(report), width)
}

pub(crate) const BOLD: Style = Style::new().bold();
pub(crate) const DIM: Style = Style::new().dimmed();
pub(crate) const GOOD: Style = AnsiColor::Green.on_default().bold();

pub(crate) const ADDED: Style = AnsiColor::Green.on_default();
pub(crate) const REMOVED: Style = AnsiColor::Red.on_default();
pub(crate) const CHANGED: Style = AnsiColor::Cyan.on_default();

pub(crate) const fn level_style(level: Level) -> Style {
    match level {
        Level::Error => AnsiColor::BrightRed.on_default().bold(),
        Level::Warning => AnsiColor::Yellow.on_default().bold(),
        Level::Info => AnsiColor::BrightBlue.on_default().bold(),
    }
}
