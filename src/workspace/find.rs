//! Which files are strategies: named files as they are, folders walked as git sees them.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use ignore::{DirEntry, WalkBuilder};

use super::{Trouble, display, name, reason, trouble};

/// A file that may be a strategy.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Candidate {
    /// What it is called.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    /// Named by the user, so it is judged whatever it holds.
    pub is_named: bool,
}

/// What a search found.
#[derive(Debug, Default)]
pub struct Found {
    /// Files to judge, sorted by name, each once.
    pub candidates: Vec<Candidate>,
    /// What could not be searched.
    pub troubles: Vec<Trouble>,
    /// Links that may have been meant for strategies and lead nowhere.
    pub broken_links: Vec<String>,
}

/// Finds the files to judge. What is found does not depend on the order in which the disk tells it.
pub fn find(paths: &[PathBuf]) -> Found {
    let mut found = Found::default();
    for path in paths {
        match fs::metadata(path) {
            Ok(data) if data.is_dir() => walk(path, &mut found),
            Ok(_) => {
                let candidate = Candidate { name: name(path), path: path.clone(), is_named: true };
                found.candidates.push(candidate);
            }
            Err(error) => found.troubles.push(trouble(path, &error)),
        }
    }
    // One file that is reached in several ways is judged once: by the name that was given, or by its
    // own rather than by that of a link.
    found.candidates.sort_by_cached_key(|one| (!one.is_named, one.path.is_symlink(), one.name.clone()));
    let mut seen = HashSet::new();
    let real = |one: &Candidate| fs::canonicalize(&one.path).unwrap_or_else(|_| one.path.clone());
    found.candidates.retain(|one| seen.insert(real(one)));
    found.candidates.sort_by(|a, b| a.name.cmp(&b.name));
    found.troubles.sort_by_cached_key(ToString::to_string);
    found.broken_links.sort();
    found.broken_links.dedup();
    found
}

/// Walks a folder as git sees it: what is hidden or ignored is passed by, linked files count, linked
/// folders do not.
fn walk(root: &Path, found: &mut Found) {
    for entry in WalkBuilder::new(root).require_git(false).build() {
        match entry {
            Ok(entry) => take(entry, found),
            Err(error) => found.troubles.push(Trouble::Unreadable {
                path: display(path_of(&error).unwrap_or(root)),
                reason: error.io_error().map_or_else(|| error.to_string(), reason),
            }),
        }
    }
}

/// Takes a file that is called like a strategy. What is no file, such as a pipe or a device, is not.
fn take(entry: DirEntry, found: &mut Found) {
    let kind = entry.file_type();
    let is_link = entry.path_is_symlink();
    let path = entry.into_path();
    let ending = path.extension().unwrap_or_default();
    if !["yaml", "yml"].iter().any(|usual| ending.eq_ignore_ascii_case(usual)) {
        return;
    }
    let is_file = if is_link {
        match fs::metadata(&path) {
            Ok(data) => data.is_file(),
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                found.troubles.push(trouble(&path, &error));
                false
            }
            Err(_) => {
                found.broken_links.push(display(&path));
                false
            }
        }
    } else {
        kind.is_some_and(|kind| kind.is_file())
    };
    if is_file {
        found.candidates.push(Candidate { name: name(&path), path, is_named: false });
    }
}

/// The path that a fault of the walk is about.
fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        _ => None,
    }
}
