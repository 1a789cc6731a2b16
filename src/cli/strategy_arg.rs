//! Commands about one strategy: reading it, its settings, and how the command ends.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;

use super::Exit;
use super::lint_args::{Basis, Judge, Settings};
use super::terminal::Terminal;
use crate::config::FailOn;
use crate::finding::{Finding, Level};
use crate::strategy::document::Document;
use crate::{words, workspace};

#[derive(Debug, clap::Args)]
pub(super) struct StrategyArg {
    /// The strategy, or - for standard input
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,

    #[command(flatten)]
    pub(super) basis: Basis,
}

/// A strategy that was read, and its settings.
pub(super) struct Input {
    pub(super) document: Document,
    pub(super) settings: Arc<Settings>,
}

impl StrategyArg {
    pub(super) fn read(&self) -> anyhow::Result<Input> {
        let mut judge = Judge::with_all_rules(&self.basis)?;
        let settings = judge.settings(&self.file)?.context("its settings cannot be used")?;
        let document = if self.file == Path::new("-") {
            workspace::read_stdin("<stdin>")?
        } else {
            workspace::read_named(&self.file)?
        };
        Ok(Input { document, settings })
    }
}

/// How a command ends that did what was asked: with findings if parts of the strategy could not be read,
/// which is reported, or if a finding has the level of `fail_on`.
pub(super) fn exit(
    document: &Document,
    findings: &[Finding],
    fail_on: Option<FailOn>,
    terminal: &Terminal,
) -> Exit {
    let errors = document.findings.iter().filter(|finding| finding.level == Level::Error).count();
    if errors > 0 {
        let (name, unread) = (document.source.name(), document.unread_parts());
        let counted = words::counted(if unread > 0 { unread } else { errors }, "error", "errors");
        let reason = if unread > 0 { "not read completely because of " } else { "" };
        terminal.notice(&format!("{name}: {reason}{counted} in the file; run `stratplan check`"));
        return Exit::Findings;
    }
    let fails = |finding: &Finding| fail_on.is_some_and(|fail_on| fail_on.is_failed_by(finding.level));
    if findings.iter().any(fails) { Exit::Findings } else { Exit::Clean }
}
