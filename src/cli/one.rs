//! Commands about one strategy: reading it, its settings, and how the command ends.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;

use super::Exit;
use super::judging::{Basis, Judge, Settings};
use super::terminal::Terminal;
use crate::config::FailOn;
use crate::finding::{Finding, Level};
use crate::strategy::document::Document;
use crate::workspace;

/// The strategy that a command is about, and how it is judged.
#[derive(Debug, clap::Args)]
pub(super) struct One {
    /// The strategy, or - for standard input
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,

    #[command(flatten)]
    pub(super) basis: Basis,
}

/// A strategy that was read, and its settings.
pub(super) struct Read {
    pub(super) document: Document,
    pub(super) settings: Arc<Settings>,
}

impl One {
    /// Reads the strategy.
    pub(super) fn read(&self) -> anyhow::Result<Read> {
        let mut judge = Judge::of_figures(&self.basis)?;
        let settings = judge.settings(&self.file)?.context("its settings cannot be used")?;
        let document = if self.file == Path::new("-") {
            workspace::read_stdin("<stdin>")?
        } else {
            workspace::read_named(&self.file)?
        };
        Ok(Read { document, settings })
    }
}

/// How a command ends that did what was asked: with findings where the strategy could not be read
/// whole, which is said, or where `fail_on` says so.
pub(super) fn exit(
    document: &Document,
    findings: &[Finding],
    fail_on: Option<FailOn>,
    terminal: &Terminal,
) -> Exit {
    let faults = document.findings.iter().filter(|finding| finding.level == Level::Error).count();
    if faults > 0 {
        let faults = i64::try_from(faults).unwrap_or(i64::MAX);
        terminal.notice(&format!(
            "{}: not read whole, for {} in the file: `stratplan check` tells",
            document.source.name(),
            crate::words::counted(faults, "error", "errors"),
        ));
        return Exit::Findings;
    }
    let fails = |finding: &Finding| fail_on.is_some_and(|fail_on| fail_on.is_failed_by(finding.level));
    if findings.iter().any(fails) { Exit::Findings } else { Exit::Clean }
}
