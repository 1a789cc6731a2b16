//! Waits until a strategy, its readings or its settings change.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use notify::event::{Event, EventKind, ModifyKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};

use super::settings::CONFIG_NAME;
use super::{WorkspaceError, display, folder_of, is_yaml, real, require};

/// Programs write a file in several steps: it counts as written after this long without an event.
const QUIET: Duration = Duration::from_millis(100);
/// However busy the disk is, changes are reported after this.
const MAX_WAIT: Duration = Duration::from_secs(2);

type EventResult = Result<Event, notify::Error>;

#[derive(Debug)]
pub(crate) struct Watch {
    watcher: RecommendedWatcher,
    events: Receiver<EventResult>,
    /// Folders that were named, in which everything that belongs to a strategy counts.
    folders: Vec<PathBuf>,
    /// Files that count wherever they are.
    files: BTreeSet<PathBuf>,
    /// Files that this program writes, which do not count.
    own: BTreeSet<PathBuf>,
    /// Folders that are watched for the files in them.
    parents: BTreeSet<PathBuf>,
}

impl Watch {
    /// Watches files, and folders with everything in them.
    pub(crate) fn new(paths: &[PathBuf]) -> Result<Self, WorkspaceError> {
        let (sender, events) = channel();
        let watcher = notify::recommended_watcher(move |event| {
            // Sending fails once the command has ended.
            sender.send(event).ok();
        });
        let watcher = watcher.map_err(|error| unwatchable(Path::new("."), &error))?;
        let (folders, files, own) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
        let mut watch = Self { watcher, events, folders, files, own, parents: BTreeSet::new() };
        for path in paths {
            require(path)?;
            if path.is_dir() {
                let folder = real(path);
                let watching = watch.watcher.watch(&folder, RecursiveMode::Recursive);
                watching.map_err(|error| unwatchable(path, &error))?;
                watch.folders.push(folder);
            } else {
                watch.add(path)?;
            }
        }
        Ok(watch)
    }

    /// Watches one more file, whether or not it exists. A link is watched at both ends.
    pub(crate) fn add(&mut self, file: &Path) -> Result<(), WorkspaceError> {
        for end in [resolved(file), fs::canonicalize(file).ok()].into_iter().flatten() {
            if let Some(folder) = end.parent().map(Path::to_owned)
                && !self.folders.iter().any(|above| folder.starts_with(above))
                && self.parents.insert(folder.clone())
            {
                let watching = self.watcher.watch(&folder, RecursiveMode::NonRecursive);
                watching.map_err(|error| unwatchable(file, &error))?;
            }
            self.files.insert(end);
        }
        Ok(())
    }

    pub(crate) fn ignore(&mut self, file: &Path) {
        self.own.extend(resolved(file));
    }

    /// Waits until something has changed, and returns the names of the files as messages show them.
    /// Fails once a folder that was named is gone.
    pub(crate) fn wait(&mut self) -> Result<Vec<String>, WorkspaceError> {
        let mut changed = BTreeSet::new();
        while changed.is_empty() {
            match self.events.recv() {
                Ok(event) => self.add_changes(event, &mut changed)?,
                // The watcher lives as long as `self`.
                Err(_) => break,
            }
        }
        let begun = Instant::now();
        while begun.elapsed() < MAX_WAIT
            && let Ok(event) = self.events.recv_timeout(QUIET)
        {
            self.add_changes(event, &mut changed)?;
        }
        Ok(changed.into_iter().map(|path| display(&path)).collect())
    }

    fn add_changes(&self, event: EventResult, changed: &mut BTreeSet<PathBuf>) -> Result<(), WorkspaceError> {
        let event = event.map_err(|error| {
            let path = error.paths.first().cloned().unwrap_or_else(|| PathBuf::from("."));
            unwatchable(&path, &error)
        })?;
        if let Some(gone) = event.paths.iter().find(|path| self.folders.contains(path) && !path.exists()) {
            return Err(WorkspaceError::Missing { path: display(gone) });
        }
        if event.need_rescan() {
            // The system dropped some events.
            changed.extend(self.folders.first().cloned());
        }
        // Reading is not a change, and this program reads, too.
        if !matches!(event.kind, EventKind::Access(_)) {
            let is_structural = is_structural(event.kind);
            changed.extend(event.paths.into_iter().filter(|path| self.counts(path, is_structural)));
        }
        Ok(())
    }

    /// `is_structural` means that something was created, removed or renamed. If that is a folder, it may
    /// hold strategies, for which there are no events.
    fn counts(&self, path: &Path, is_structural: bool) -> bool {
        if self.own.contains(path) {
            return false;
        }
        let below = self.folders.iter().find_map(|folder| path.strip_prefix(folder).ok());
        let is_folder = || path.is_dir() || (path.extension().is_none() && !path.exists());
        let counts = |below: &Path| is_of_a_strategy(below) || (is_structural && is_folder());
        self.files.contains(path) || below.is_some_and(|below| counts(below) && !is_hidden(below))
    }
}

fn is_structural(kind: EventKind) -> bool {
    matches!(kind, EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)))
}

fn is_of_a_strategy(path: &Path) -> bool {
    let is_csv = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
    is_csv || is_yaml(path) || path.file_name().is_some_and(|name| name == CONFIG_NAME)
}

fn is_hidden(path: &Path) -> bool {
    let is_hidden = |part: Component<'_>| part.as_os_str().as_encoded_bytes().starts_with(b".");
    path.components().any(is_hidden)
}

/// A file without links or `..` in the path to it.
fn resolved(file: &Path) -> Option<PathBuf> {
    Some(fs::canonicalize(folder_of(file)).ok()?.join(file.file_name()?))
}

fn unwatchable(path: &Path, error: &notify::Error) -> WorkspaceError {
    let reason = match &error.kind {
        notify::ErrorKind::Io(error) => super::reason(error),
        notify::ErrorKind::MaxFilesWatch => "there are more folders than the system can watch".to_owned(),
        _ => error.to_string().to_lowercase(),
    };
    WorkspaceError::Failed { path: display(path), reason: format!("cannot be watched, {reason}") }
}
