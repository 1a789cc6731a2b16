//! Waiting until a strategy, its readings or its settings change.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use notify::event::{Event, EventKind, ModifyKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};

use super::settings::CONFIG_NAME;
use super::{Trouble, display, require, trouble};

/// Programs write a file in several steps; this long nothing must happen until it counts as written.
const QUIET: Duration = Duration::from_millis(100);
/// However busy the disk is, an answer comes after this.
const PATIENCE: Duration = Duration::from_secs(2);

/// Endings of what a strategy is made of.
const ENDINGS: [&str; 3] = ["yaml", "yml", "csv"];

type Said = Result<Event, notify::Error>;

/// Paths that are watched.
#[derive(Debug)]
pub struct Watch {
    watcher: RecommendedWatcher,
    said: Receiver<Said>,
    /// Folders that were named, in which whatever belongs to a strategy counts.
    folders: Vec<PathBuf>,
    /// Files that count wherever they are.
    files: BTreeSet<PathBuf>,
    /// Files that do not count: we write them ourselves.
    own: BTreeSet<PathBuf>,
    /// Folders that are watched for the files in them.
    around: BTreeSet<PathBuf>,
}

impl Watch {
    /// Watches files, and folders with all that is below them.
    pub fn new(paths: &[PathBuf]) -> Result<Self, Trouble> {
        let (say, said) = channel();
        let watcher = notify::recommended_watcher(move |event| {
            // Nobody listens any more: the command has ended.
            say.send(event).ok();
        });
        let watcher = watcher.map_err(|error| unwatchable(Path::new("."), &error))?;
        let (folders, files, own) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
        let mut watch = Self { watcher, said, folders, files, own, around: BTreeSet::new() };
        for path in paths {
            require(path)?;
            if path.is_dir() {
                let folder = fs::canonicalize(path).map_err(|error| trouble(path, &error))?;
                let watching = watch.watcher.watch(&folder, RecursiveMode::Recursive);
                watching.map_err(|error| unwatchable(path, &error))?;
                watch.folders.push(folder);
            } else {
                watch.add(path)?;
            }
        }
        Ok(watch)
    }

    /// Watches one more file, whether it is there or not. A link is watched at both its ends.
    pub fn add(&mut self, file: &Path) -> Result<(), Trouble> {
        for end in [whole(file), fs::canonicalize(file).ok()].into_iter().flatten() {
            if let Some(folder) = end.parent().map(Path::to_owned)
                && !self.folders.iter().any(|above| folder.starts_with(above))
                && self.around.insert(folder.clone())
            {
                let watching = self.watcher.watch(&folder, RecursiveMode::NonRecursive);
                watching.map_err(|error| unwatchable(file, &error))?;
            }
            self.files.insert(end);
        }
        Ok(())
    }

    /// A file that we write ourselves is no reason to begin anew.
    pub fn leave_out(&mut self, file: &Path) {
        self.own.extend(whole(file));
    }

    /// Waits for a change, and until it is over; names the files, as messages show them. Fails once a
    /// folder that was named is gone.
    pub fn wait(&mut self) -> Result<Vec<String>, Trouble> {
        let mut changed = BTreeSet::new();
        while changed.is_empty() {
            match self.said.recv() {
                Ok(said) => self.take(said, &mut changed)?,
                // The watcher lives as long as we do.
                Err(_) => break,
            }
        }
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE
            && let Ok(said) = self.said.recv_timeout(QUIET)
        {
            self.take(said, &mut changed)?;
        }
        Ok(changed.into_iter().map(|path| display(&path)).collect())
    }

    fn take(&self, said: Said, changed: &mut BTreeSet<PathBuf>) -> Result<(), Trouble> {
        let event = said.map_err(|error| {
            let path = error.paths.first().cloned().unwrap_or_else(|| PathBuf::from("."));
            unwatchable(&path, &error)
        })?;
        if let Some(gone) = event.paths.iter().find(|path| self.folders.contains(path) && !path.exists()) {
            return Err(Trouble::Missing { path: display(gone) });
        }
        if event.need_rescan() {
            // More happened than could be told.
            changed.extend(self.folders.first().cloned());
        }
        // Reading is no change, and we read ourselves.
        if !matches!(event.kind, EventKind::Access(_)) {
            let is_place = is_about_places(event.kind);
            changed.extend(event.paths.into_iter().filter(|path| self.counts(path, is_place)));
        }
        Ok(())
    }

    /// `is_place` says that something came, went or got another name. A folder that does so may hold
    /// strategies, of which nothing more is told.
    fn counts(&self, path: &Path, is_place: bool) -> bool {
        if self.own.contains(path) {
            return false;
        }
        let below = self.folders.iter().find_map(|folder| path.strip_prefix(folder).ok());
        let is_folder = || path.is_dir() || (path.extension().is_none() && !path.exists());
        let counts = |below: &Path| is_of_a_strategy(below) || (is_place && is_folder());
        self.files.contains(path) || below.is_some_and(|below| counts(below) && !is_hidden(below))
    }
}

fn is_about_places(kind: EventKind) -> bool {
    matches!(kind, EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)))
}

fn is_of_a_strategy(path: &Path) -> bool {
    let ending = path.extension().unwrap_or_default();
    path.file_name().is_some_and(|name| name == CONFIG_NAME)
        || ENDINGS.iter().any(|usual| ending.eq_ignore_ascii_case(usual))
}

fn is_hidden(path: &Path) -> bool {
    let is_hidden = |part: Component<'_>| part.as_os_str().as_encoded_bytes().starts_with(b".");
    path.components().any(is_hidden)
}

/// A file with no link and no `..` on the way to it.
fn whole(file: &Path) -> Option<PathBuf> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Some(fs::canonicalize(folder).ok()?.join(file.file_name()?))
}

fn unwatchable(path: &Path, error: &notify::Error) -> Trouble {
    let reason = match &error.kind {
        notify::ErrorKind::Io(error) => super::reason(error),
        notify::ErrorKind::MaxFilesWatch => "there are more folders than the system watches".to_owned(),
        _ => error.to_string().to_lowercase(),
    };
    Trouble::Unreadable { path: display(path), reason: format!("cannot be watched, {reason}") }
}
