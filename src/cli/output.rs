//! Flags for the format and the file of a report, and writing it.

use std::path::{Path, PathBuf};

use anyhow::anyhow;
use clap::ValueEnum;
use serde::Serialize;

use super::terminal::Terminal;
use crate::render::json::{self, ReportJson};
use crate::render::outline::{Outline, markdown, terminal as text};
use crate::{words, workspace};

#[derive(Debug, clap::Args)]
pub(super) struct Output {
    /// Output format [default: by the extension of --output-file, else text]
    #[arg(long, alias = "output-format", value_enum, help_heading = "Output")]
    format: Option<Format>,

    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    output_file: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Tables and lists for a terminal
    Text,
    /// For a wiki or a pull request
    Markdown,
    /// Everything, for machines
    Json,
}

/// Formats by file extension.
const EXTENSIONS: [(&str, Format); 3] =
    [("txt", Format::Text), ("md", Format::Markdown), ("json", Format::Json)];

/// The format that is asked for, else the one for the extension of the file; the first of `extensions` is
/// for files without one and for standard output.
pub(super) fn format<F: Copy>(
    asked: Option<F>,
    file: Option<&Path>,
    extensions: &[(&str, F)],
) -> anyhow::Result<F> {
    let extension = file.and_then(|file| file.extension()).map(|it| it.to_string_lossy().to_lowercase());
    let default = extensions.first().map(|(extension, _)| *extension).unwrap_or_default();
    let extension = match extension.as_deref() {
        None => default,
        Some("markdown") => "md",
        Some("htm") => "html",
        Some(extension) => extension,
    };
    let found = extensions.iter().find(|(known, _)| *known == extension).map(|(_, format)| *format);
    asked.or(found).ok_or_else(|| {
        let known: Vec<String> = extensions.iter().map(|(known, _)| format!(".{known}")).collect();
        let file = file.map(workspace::display).unwrap_or_default();
        let has_page = extension == "pdf" && extensions.iter().any(|(known, _)| *known == "html");
        let hint = if has_page { "; a browser can print the .html page as a PDF" } else { "" };
        anyhow!(
            "{file}: no format has this extension: use {}, or choose one with `--format`{hint}",
            words::or(&known)
        )
    })
}

impl Output {
    /// The format. Commands that also write something else ask for it first, as this can fail.
    pub(super) fn format(&self) -> anyhow::Result<Format> {
        format(self.format, self.output_file.as_deref(), &EXTENSIONS)
    }

    /// Writes a report about the strategy at a path; `outline` puts it into words.
    pub(super) fn write<T: Serialize>(
        &self,
        terminal: &Terminal,
        path: &str,
        report: &T,
        outline: impl FnOnce(&T) -> Outline,
    ) -> anyhow::Result<()> {
        let file = self.output_file.as_deref();
        let format = self.format()?;
        let mut out = Vec::new();
        match format {
            Format::Text => text::render(&mut out, &outline(report), terminal.width_for(file))?,
            Format::Markdown => markdown::render(&mut out, &outline(report), 0)?,
            Format::Json => {
                return terminal.write(&json::pretty(&ReportJson::new(path, report))?, file);
            }
        }
        terminal.print(&out, file)
    }
}
