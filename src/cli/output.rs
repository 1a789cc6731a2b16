//! Where a report goes that is told as an outline, and how it looks.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde::Serialize;

use super::terminal::Terminal;
use crate::render::json::{self, ReportJson};
use crate::render::outline::{Outline, markdown, terminal as text};

#[derive(Debug, clap::Args)]
pub(super) struct Output {
    /// How it looks [default: by the ending of --output-file, else text]
    #[arg(long, alias = "output-format", value_enum, help_heading = "Output")]
    format: Option<Format>,

    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    output_file: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Tables and lists for a terminal
    Text,
    /// For a wiki or a pull request
    Markdown,
    /// Everything, for machines
    Json,
}

impl Format {
    /// What the ending of a file's name asks for.
    fn of(file: &Path) -> Option<Self> {
        match file.extension()?.to_str()? {
            "md" | "markdown" => Some(Self::Markdown),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

impl Output {
    /// Writes a report about the strategy at a path, which `outline` tells in words.
    pub(super) fn write<T: Serialize>(
        &self,
        terminal: &Terminal,
        path: &str,
        report: &T,
        outline: impl FnOnce(&T) -> Outline,
    ) -> anyhow::Result<()> {
        let file = self.output_file.as_deref();
        let format = self.format.or_else(|| file.and_then(Format::of)).unwrap_or(Format::Text);
        let mut out = Vec::new();
        match format {
            Format::Text => text::render(&mut out, &outline(report), terminal.width_for(file))?,
            Format::Markdown => markdown::render(&mut out, &outline(report))?,
            Format::Json => {
                return terminal.write(&json::pretty(&ReportJson::new(path, report))?, file);
            }
        }
        terminal.print(&out, file)
    }
}
