//! `stratplan diff`: what changed between two versions of a strategy.

use std::path::{Path, PathBuf};

use anyhow::bail;

use super::Exit;
use super::lint_args::Basis;
use super::output::Output;
use super::terminal::Terminal;
use crate::config::FailOn;
use crate::render::layout;
use crate::report::diff::{Diff, Judged};
use crate::workspace::version::Version;

#[derive(Debug, clap::Args)]
#[command(after_help = "\
A version is a file, - for standard input, or a file at a git revision:
  stratplan diff HEAD~1:strategy.yaml strategy.yaml
  stratplan diff HEAD~1 strategy.yaml
Both are judged as of the same day, so that only edits show up.")]
pub(super) struct Args {
    /// The older version
    #[arg(value_name = "OLD")]
    old: PathBuf,

    /// The newer version
    #[arg(value_name = "NEW")]
    new: PathBuf,

    #[command(flatten)]
    basis: Basis,

    #[command(flatten)]
    output: Output,

    /// Fail if a finding is new, or more severe than before, and has this level or a more severe one
    /// [default: never]
    #[arg(long, value_enum, value_name = "LEVEL", help_heading = "Exit status")]
    fail_on: Option<FailOn>,
}

pub(super) fn run(args: &Args, terminal: &Terminal) -> anyhow::Result<Exit> {
    let (old, new) = Version::pair(&args.old, &args.new)?;
    if [&args.old, &args.new].into_iter().all(|version| version == Path::new("-")) {
        bail!("only one of the two versions can come from standard input");
    }
    let (new, old) = (new.read()?, old.read()?);
    let path = if new.place == Path::new("-") { &old.place } else { &new.place };
    let settings = args.basis.settings(path)?;
    let (before, after) = (settings.linter.check(&old.document), settings.linter.check(&new.document));
    let diff = Diff::between(
        Judged { document: &old.document, outcome: &before },
        Judged { document: &new.document, outcome: &after },
    )?;
    let fails = diff.findings.fresh().any(|news| args.fail_on.is_some_and(|on| on.is_failed_by(news.level)));
    args.output.write(terminal, new.document.source.name(), &diff, layout::diff::outline)?;
    let exits = [&old.document, &new.document].map(|document| Exit::of(document, &[], None, terminal));
    let read = exits.into_iter().max().unwrap_or(Exit::Clean);
    Ok(if fails { Exit::Findings.max(read) } else { read })
}
