//! `--baseline`: findings that are accepted as they are today.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};

use crate::linter::baseline::{Baseline, FindingCounts};
use crate::words::counted;
use crate::workspace::{self, Lock, WorkspaceError};

#[derive(Debug, clap::Args)]
pub(super) struct BaselineFlags {
    /// Hide the findings that this file accepts
    #[arg(long, value_name = "FILE", help_heading = "Baseline")]
    pub(super) baseline: Option<PathBuf>,

    /// Accept everything found today by writing it to this file
    #[arg(long, value_name = "FILE", conflicts_with = "baseline", help_heading = "Baseline")]
    write_baseline: Option<PathBuf>,

    /// With --baseline: remove what it accepts that is no longer found
    #[arg(long, requires = "baseline", help_heading = "Baseline")]
    prune_baseline: bool,
}

const LISTED: usize = 5;

pub(super) struct BaselineFile<'a> {
    flags: &'a BaselineFlags,
    path: &'a Path,
    /// The folder that its paths are relative to.
    folder: &'a Path,
    known: Baseline,
    /// While what it accepts is removed from it.
    _lock: Option<Lock>,
}

pub(super) struct FileBaseline {
    /// The path as the baseline has it.
    pub(super) path: String,
    pub(super) accepted: FindingCounts,
    pub(super) stale: FindingCounts,
    /// Findings about the file itself, which no baseline accepts.
    pub(super) file_findings: usize,
}

impl BaselineFlags {
    pub(super) fn open(&self) -> anyhow::Result<Option<BaselineFile<'_>>> {
        let Some(path) = self.baseline.as_ref().or(self.write_baseline.as_ref()) else { return Ok(None) };
        let lock = self.prune_baseline.then(|| Lock::of(path));
        let known = if self.baseline.is_some() {
            read(path)?
        } else {
            refuse_other_files(path)?;
            Baseline::default()
        };
        let folder = workspace::folder_of(path);
        Ok(Some(BaselineFile { flags: self, path, folder, known, _lock: lock }))
    }
}

/// Fails if something else than a baseline would be replaced.
fn refuse_other_files(path: &Path) -> anyhow::Result<()> {
    let source = match workspace::read_text(path) {
        Ok(source) => source,
        Err(WorkspaceError::Missing { .. }) => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    if source.text().trim().is_empty() || Baseline::parse(&source).is_ok() {
        return Ok(());
    }
    let name = workspace::display(path);
    bail!("{name}: not written, this file exists and is not a baseline: name another file, or delete it")
}

fn read(path: &Path) -> anyhow::Result<Baseline> {
    let name = workspace::display(path);
    let source = workspace::read_text(path).map_err(|error| match error {
        WorkspaceError::Missing { .. } => anyhow!(
            "{name}: there is no such baseline\n  run `stratplan check --write-baseline {name}` to accept what is found today"
        ),
        error => error.into(),
    })?;
    Baseline::parse(&source).map_err(anyhow::Error::from)
}

impl BaselineFile<'_> {
    /// The path of a strategy as the baseline has it.
    pub(super) fn relative(&self, path: &Path) -> String {
        workspace::seen_from(self.folder, path)
    }

    /// Whether this run would have found a strategy if it still existed.
    fn is_gone(&self, path: &str, searched: &[PathBuf]) -> bool {
        let file = workspace::path_of_name(self.folder, path);
        !file.exists() && searched.iter().any(|root| workspace::contains(root, &file))
    }

    pub(super) fn accepted(&self, path: &Path) -> FindingCounts {
        self.known.0.get(&self.relative(path)).cloned().unwrap_or_default()
    }

    pub(super) fn accepts_all(&self) -> bool {
        self.flags.write_baseline.is_some()
    }

    /// Writes the baseline if it changes, and returns the notices about it.
    pub(super) fn finish(
        mut self,
        files: Vec<FileBaseline>,
        searched: &[PathBuf],
        is_complete: bool,
    ) -> anyhow::Result<Vec<String>> {
        let name = workspace::display(self.path);
        if self.accepts_all() {
            if !is_complete {
                bail!("{name}: not written, because not every strategy could be checked");
            }
            let file_findings = files.iter().map(|file| file.file_findings).sum();
            self.known.0.extend(files.into_iter().map(|file| (file.path, file.accepted)));
            workspace::write(self.path, self.known.to_json().as_bytes())?;
            let mut notices = vec![format!("wrote {name}: {} accepted", findings(self.known.len()))];
            if file_findings > 0 {
                let left_out = findings(file_findings);
                let why = "because these are never accepted";
                notices.push(format!("{name}: {left_out} about the file itself left out, {why}"));
            }
            return Ok(notices);
        }
        let mut stale: BTreeMap<String, FindingCounts> =
            files.into_iter().map(|file| (file.path, file.stale)).collect();
        for (path, accepted) in &self.known.0 {
            if !stale.contains_key(path) && self.is_gone(path, searched) {
                stale.insert(path.clone(), accepted.clone());
            }
        }
        let total = stale.values().map(FindingCounts::len).fold(0, usize::saturating_add);
        if total == 0 {
            return Ok(Vec::new());
        }
        if !self.flags.prune_baseline {
            return Ok(stale_notices(&name, total, &stale));
        }
        if !is_complete {
            bail!("{name}: nothing removed, because not every strategy could be checked");
        }
        for (path, stale) in &stale {
            self.known.prune(path, stale);
        }
        workspace::write(self.path, self.known.to_json().as_bytes())?;
        Ok(vec![format!("wrote {name}: {} removed", findings(total))])
    }
}

fn stale_notices(name: &str, total: usize, stale: &BTreeMap<String, FindingCounts>) -> Vec<String> {
    let (is, it) = if total == 1 { ("is", "it") } else { ("are", "them") };
    let mut notices = vec![format!(
        "{name}: {total} of the accepted findings {is} gone; use --prune-baseline to remove {it}"
    )];
    let each = stale.iter().flat_map(|(path, counts)| counts.iter().map(move |entry| (path, entry)));
    notices.extend(each.clone().take(LISTED).map(|(path, (key, count))| {
        let times = if count == 1 { String::new() } else { format!(", {count} times") };
        let place = if key.address.is_empty() { String::new() } else { format!(" at {}", key.address) };
        format!("  {path}: {}{place}{times}", key.rule)
    }));
    let more = each.count().saturating_sub(LISTED);
    if more > 0 {
        notices.push(format!("  … and {more} more"));
    }
    notices
}

fn findings(count: usize) -> String {
    counted(count, "finding", "findings")
}
