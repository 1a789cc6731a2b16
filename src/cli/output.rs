//! The format of a report, and where it is written.

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
    /// How it looks [default: by the ending of --output-file, else text]
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

/// The format for each file ending; the first is the default.
const ENDINGS: [(&str, Format); 3] =
    [("txt", Format::Text), ("md", Format::Markdown), ("json", Format::Json)];

/// The format that is asked for, else that of the file's ending. The first of `endings` is the default,
/// for files without an ending and for standard output.
pub(super) fn format<F: Copy>(
    asked: Option<F>,
    file: Option<&Path>,
    endings: &[(&str, F)],
) -> anyhow::Result<F> {
    let ending = file.and_then(|file| file.extension()).map(|ending| ending.to_string_lossy().to_lowercase());
    let usual = endings.first().map(|(ending, _)| *ending).unwrap_or_default();
    let ending = match ending.as_deref() {
        None => usual,
        Some("markdown") => "md",
        Some("htm") => "html",
        Some(ending) => ending,
    };
    let found = endings.iter().find(|(known, _)| *known == ending).map(|(_, format)| *format);
    asked.or(found).ok_or_else(|| {
        let known: Vec<String> = endings.iter().map(|(ending, _)| format!(".{ending}")).collect();
        let file = file.map(workspace::display).unwrap_or_default();
        let is_page = ending == "pdf" && endings.iter().any(|(known, _)| *known == "html");
        let hint = if is_page { "; a browser prints the page, .html, as a PDF" } else { "" };
        anyhow!(
            "{file}: its ending says no format: it can be {}, or say which with `--format`{hint}",
            words::or(&known)
        )
    })
}

impl Output {
    /// The format. Commands that write something else first ask before that, since this can fail.
    pub(super) fn format(&self) -> anyhow::Result<Format> {
        format(self.format, self.output_file.as_deref(), &ENDINGS)
    }

    /// Writes a report about the strategy at a path, which `outline` puts into words.
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
            Format::Markdown => markdown::render(&mut out, &outline(report))?,
            Format::Json => {
                return terminal.write(&json::pretty(&ReportJson::new(path, report))?, file);
            }
        }
        terminal.print(&out, file)
    }
}
