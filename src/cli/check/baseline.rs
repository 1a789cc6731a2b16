//! `--baseline`: findings that are accepted as they are today.

use std::path::{Path, PathBuf};

use anyhow::anyhow;

use crate::linter::baseline::{Accepted, Baseline, Stale};
use crate::words::counted;
use crate::workspace::{self, WorkspaceError};

/// Flags about accepted findings.
#[derive(Debug, clap::Args)]
pub(super) struct BaselineFlags {
    /// Leave out the findings that this file accepts
    #[arg(long, value_name = "FILE", help_heading = "Baseline")]
    baseline: Option<PathBuf>,

    /// Accept what is found today: write it to this file
    #[arg(long, value_name = "FILE", conflicts_with = "baseline", help_heading = "Baseline")]
    write_baseline: Option<PathBuf>,

    /// With --baseline: take out what it accepts and is there no more
    #[arg(long, requires = "baseline", help_heading = "Baseline")]
    prune_baseline: bool,
}

/// How many accepted findings that are gone are listed.
const LISTED: usize = 5;

/// The baseline of a run.
pub(super) struct Keeper {
    path: PathBuf,
    /// The folder that its paths are relative to.
    folder: PathBuf,
    task: Task,
    known: Baseline,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Task {
    /// Leave out what is accepted.
    Match,
    /// The same, and write what is still there.
    Prune,
    /// Accept what is found.
    Write,
}

/// What a strategy has to do with the baseline.
pub(super) struct Kept {
    /// Its path as the baseline has it.
    key: String,
    /// What is accepted of it from now on.
    accepted: Accepted,
    stale: Vec<Stale>,
    /// Findings about the file, which no baseline accepts.
    refused: usize,
}

impl BaselineFlags {
    /// The file that says what is accepted.
    pub(super) fn file(&self) -> Option<&Path> {
        self.baseline.as_deref()
    }

    /// The baseline, if one is asked for.
    pub(super) fn keeper(&self) -> anyhow::Result<Option<Keeper>> {
        let (path, task) = match (&self.baseline, &self.write_baseline) {
            (Some(path), _) if self.prune_baseline => (path, Task::Prune),
            (Some(path), _) => (path, Task::Match),
            (None, Some(path)) => (path, Task::Write),
            (None, None) => return Ok(None),
        };
        let known = if task == Task::Write { Baseline::default() } else { read(path)? };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new(".")).to_owned();
        Ok(Some(Keeper { path: path.clone(), folder, task, known }))
    }
}

fn read(path: &Path) -> anyhow::Result<Baseline> {
    let name = workspace::display(path);
    let source = workspace::read_text(path).map_err(|trouble| match trouble {
        WorkspaceError::Missing { .. } => {
            anyhow!("{name}: there is no such baseline\n  `stratplan check --write-baseline {name}` accepts what is found today")
        }
        trouble => trouble.into(),
    })?;
    Baseline::parse(&source).map_err(anyhow::Error::from)
}

impl Keeper {
    /// What is accepted of a strategy.
    pub(super) fn accepted(&self, path: &Path) -> Accepted {
        self.known.of(&self.key(path)).cloned().unwrap_or_default()
    }

    /// True where what is found is to be accepted.
    pub(super) fn accepts(&self) -> bool {
        self.task == Task::Write
    }

    pub(super) fn kept(&self, path: &Path, accepted: Accepted, stale: Vec<Stale>, refused: usize) -> Kept {
        Kept { key: self.key(path), accepted, stale, refused }
    }

    fn key(&self, path: &Path) -> String {
        workspace::seen_from(&self.folder, path)
    }

    /// Writes the baseline where it changes. What there is to say of it is said on standard error.
    pub(super) fn finish(mut self, all: Vec<Kept>, is_whole_run: bool) -> anyhow::Result<Vec<String>> {
        let name = workspace::display(&self.path);
        if self.task == Task::Write {
            if !is_whole_run {
                return Err(anyhow!("{name}: not written, since not every strategy could be checked"));
            }
            return self.write_new(&name, all);
        }
        let mut stale: Vec<(String, Vec<Stale>)> = all
            .into_iter()
            .map(|kept| (kept.key, kept.stale))
            .filter(|(_, stale)| !stale.is_empty())
            .collect();
        let gone = self.known.paths().filter(|path| !self.folder.join(path).exists());
        let gone = gone.filter_map(|path| Some((path.to_owned(), self.known.of(path)?.all_stale())));
        stale.extend(gone.filter(|(path, _)| !path.ends_with("<stdin>")));
        stale.sort();
        stale.dedup_by(|one, other| one.0 == other.0);
        let counts = stale.iter().flat_map(|(_, stale)| stale).map(|one| one.count);
        let count = counts.fold(0, usize::saturating_add);
        if count == 0 {
            return Ok(Vec::new());
        }
        if self.task == Task::Prune {
            for (path, stale) in &stale {
                self.known.prune(path, stale);
            }
            workspace::write(&self.path, self.known.to_json().as_bytes())?;
            return Ok(vec![format!("wrote {name}: {} taken out", findings(count))]);
        }
        Ok(told(&name, count, &stale))
    }

    fn write_new(mut self, name: &str, all: Vec<Kept>) -> anyhow::Result<Vec<String>> {
        let refused = all.iter().map(|kept| kept.refused).sum();
        for kept in all {
            self.known.accept(kept.key, kept.accepted);
        }
        workspace::write(&self.path, self.known.to_json().as_bytes())?;
        let mut notices = vec![format!("wrote {name}: {} accepted", findings(self.known.len()))];
        if refused > 0 {
            notices.push(format!(
                "{name}: {} about the file itself left out, as those are never accepted",
                findings(refused)
            ));
        }
        Ok(notices)
    }
}

fn told(name: &str, count: usize, stale: &[(String, Vec<Stale>)]) -> Vec<String> {
    let (is, it) = if count == 1 { ("is", "it") } else { ("are", "them") };
    let mut notices = vec![format!(
        "{name}: {count} of the findings it accepts {is} gone; --prune-baseline takes {it} out"
    )];
    let each = stale.iter().flat_map(|(path, stale)| stale.iter().map(move |one| (path, one)));
    notices.extend(each.clone().take(LISTED).map(|(path, one)| {
        let times = if one.count == 1 { String::new() } else { format!(", {} times", one.count) };
        let place = if one.address.is_empty() { String::new() } else { format!(" at {}", one.address) };
        format!("  {path}: {}{place}{times}", one.rule)
    }));
    let more = each.count().saturating_sub(LISTED);
    if more > 0 {
        notices.push(format!("  … and {more} more"));
    }
    notices
}

fn findings(count: usize) -> String {
    counted(i64::try_from(count).unwrap_or(i64::MAX), "finding", "findings")
}
