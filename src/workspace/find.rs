//! Finds strategies: files that are named, and those in folders, walked as git sees them.

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::{DirEntry, WalkBuilder};

use super::{WorkspaceError, boundary, display, name, reason};

/// A file that may be a strategy.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Candidate {
    /// Its name in output.
    pub name: String,
    /// Where it is, as it was given or found.
    pub path: PathBuf,
    /// Whether the user named it, so that it is checked even if it does not look like a strategy.
    pub is_named: bool,
}

#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Files to check, sorted by name, each once.
    pub(crate) candidates: Vec<Candidate>,
    /// What could not be searched.
    pub(crate) errors: Vec<WorkspaceError>,
    /// Folders that were not entered.
    pub(crate) excluded: Vec<PathBuf>,
    /// Broken symlinks with the name of a strategy.
    pub(crate) broken_links: Vec<String>,
}

/// Finds the files to check: those that are named, and the strategies among those that are listed. The result does not
/// depend on the order of files on the disk. Folders that are excluded are not entered, whatever is in them.
pub(crate) fn find(
    named: &[PathBuf],
    listed: &[PathBuf],
    is_excluded: impl Fn(&Path) -> bool + Send + Sync + 'static,
) -> Found {
    let mut found = Found::default();
    let excluded = Arc::new(Mutex::new(BTreeSet::new()));
    let is_excluded = {
        let excluded = Arc::clone(&excluded);
        Arc::new(move |folder: &Path| {
            is_excluded(folder) && {
                excluded.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned());
                true
            }
        })
    };
    let named = named.iter().map(|path| (path, true));
    for (path, is_named) in named.chain(listed.iter().map(|path| (path, false))) {
        match fs::metadata(path) {
            Ok(data) if data.is_dir() => match boundary::require_inside(path) {
                Ok(()) => walk(path, Arc::clone(&is_excluded), &mut found),
                Err(error) => found.errors.push(error),
            },
            Ok(_) if !is_named && !is_yaml(path) => {}
            Ok(_) => {
                let candidate = Candidate { name: name(path), path: path.clone(), is_named };
                found.candidates.push(candidate);
            }
            Err(error) => found.errors.push(WorkspaceError::unreadable(path, &error)),
        }
    }
    // A file that is reached in several ways is checked once: by the name that was given, or by its own
    // rather than that of a link.
    found.candidates.sort_by_cached_key(|one| (!one.is_named, one.path.is_symlink(), one.name.clone()));
    let mut seen = HashSet::new();
    let real = |one: &Candidate| fs::canonicalize(&one.path).unwrap_or_else(|_| one.path.clone());
    found.candidates.retain(|one| seen.insert(real(one)));
    found.candidates.sort_by(|a, b| a.name.cmp(&b.name));
    found.errors.sort_by_cached_key(ToString::to_string);
    found.broken_links.sort();
    found.broken_links.dedup();
    found.excluded =
        std::mem::take(&mut *excluded.lock().unwrap_or_else(PoisonError::into_inner)).into_iter().collect();
    found
}

/// Walks a folder as git sees it: hidden and ignored files are skipped, links to files are followed,
/// links to folders are not.
fn walk(root: &Path, is_excluded: Arc<impl Fn(&Path) -> bool + Send + Sync + 'static>, found: &mut Found) {
    let enters = move |entry: &DirEntry| {
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        !is_folder || entry.depth() == 0 || !is_excluded(entry.path())
    };
    for entry in WalkBuilder::new(root).require_git(false).filter_entry(enters).build() {
        match entry {
            Ok(entry) => add(entry, found),
            Err(error) => found.errors.push(WorkspaceError::Failed {
                path: display(path_of(&error).unwrap_or(root)),
                reason: error.io_error().map_or_else(|| error.to_string(), reason),
            }),
        }
    }
}

/// Adds a file with the name of a strategy, unless it is a pipe or a device.
fn add(entry: DirEntry, found: &mut Found) {
    let is_link = entry.path_is_symlink();
    let path = entry.into_path();
    if !is_yaml(&path) {
        return;
    }
    match fs::metadata(&path) {
        Ok(data) if data.is_file() => {
            found.candidates.push(Candidate { name: name(&path), path, is_named: false });
        }
        Ok(_) => {}
        Err(error) if is_link && error.kind() != io::ErrorKind::PermissionDenied => {
            found.broken_links.push(display(&path));
        }
        Err(error) => found.errors.push(WorkspaceError::unreadable(&path, &error)),
    }
}

/// Whether a file has the extension of a strategy.
pub(crate) fn is_yaml(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default();
    ["yaml", "yml"].iter().any(|usual| extension.eq_ignore_ascii_case(usual))
}

/// The path that an error of the walk is about.
fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        _ => None,
    }
}
