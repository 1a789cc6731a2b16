//! Flags for the format and the file of a report, and writing it.

use std::path::{Path, PathBuf};

use anyhow::anyhow;
use clap::ValueEnum;
use serde::Serialize;

use super::terminal::Terminal;
use crate::render::json::{self, ReportJson};
use crate::render::outline::{Outline, markdown, terminal as text};
use crate::{words, workspace};

/// The file to write to, unless it is `-`, which means standard output.
pub(super) fn named(file: Option<&Path>) -> Option<&Path> {
    file.filter(|file| *file != Path::new("-"))
}

#[derive(Debug, clap::Args)]
pub(super) struct Output<F: Extensions = Format> {
    /// Output format [default: by the extension of --output-file, else text]
    #[arg(long, alias = "output-format", value_enum, help_heading = "Output")]
    format: Option<F>,

    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    output_file: Option<PathBuf>,
}

pub(super) trait Extensions: ValueEnum + Copy + Send + Sync + 'static {
    /// The extensions of files, and the format for each; the first is for standard output, too.
    const EXTENSIONS: &[(&str, Self)];
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

impl Extensions for Format {
    const EXTENSIONS: &[(&str, Self)] = &[("txt", Self::Text), ("md", Self::Markdown), ("json", Self::Json)];
}

impl<F: Extensions> Output<F> {
    pub(super) fn file(&self) -> Option<&Path> {
        named(self.output_file.as_deref())
    }

    /// The format that is asked for, else the one for the extension of the file. Commands that also write
    /// something else ask for it first, as this can fail.
    pub(super) fn format(&self) -> anyhow::Result<F> {
        let file = self.file();
        let extension = file.and_then(|file| file.extension()).map(|it| it.to_string_lossy().to_lowercase());
        let default = F::EXTENSIONS.first().map(|(extension, _)| *extension).unwrap_or_default();
        let extension = match extension.as_deref() {
            None => default,
            Some("markdown") => "md",
            Some("htm") => "html",
            Some(extension) => extension,
        };
        let format = |wanted: &str| F::EXTENSIONS.iter().find(|(known, _)| *known == wanted);
        self.format.or(format(extension).map(|(_, format)| *format)).ok_or_else(|| {
            let known: Vec<String> = F::EXTENSIONS.iter().map(|(known, _)| format!(".{known}")).collect();
            let file = file.map(workspace::display).unwrap_or_default();
            let has_page = extension == "pdf" && format("html").is_some();
            let hint = if has_page { "; a browser can print the .html page as a PDF" } else { "" };
            anyhow!(
                "{file}: no format has this extension: use {}, or choose one with `--format`{hint}",
                words::or(&known)
            )
        })
    }
}

impl Output {
    /// Writes a report about the strategy at a path; `outline` puts it into words.
    pub(super) fn write<T: Serialize>(
        &self,
        terminal: &Terminal,
        path: &str,
        report: &T,
        outline: impl FnOnce(&T) -> Outline,
    ) -> anyhow::Result<()> {
        let file = self.file();
        let mut out = Vec::new();
        match self.format()? {
            Format::Text => text::render(&mut out, &outline(report), terminal.width_for(file))?,
            Format::Markdown => markdown::render(&mut out, &outline(report), 0)?,
            Format::Json => {
                return terminal.write(&json::pretty(&ReportJson::new(path, report))?, file);
            }
        }
        terminal.print(&out, file)
    }
}
