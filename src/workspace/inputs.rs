//! The files that this run has read, which no output may replace.

use std::fs::{self, File};
use std::path::Path;
use std::sync::Mutex;

/// Device and inode, or the path without links if the system has no such numbers.
#[cfg(unix)]
type Id = (u64, u64);
#[cfg(not(unix))]
type Id = std::path::PathBuf;

static READ: Mutex<Vec<Id>> = Mutex::new(Vec::new());

/// Notes that a file was opened to read it.
pub(super) fn note(path: &Path, file: &File) {
    let id = file.metadata().ok().filter(fs::Metadata::is_file).and_then(|data| id(path, &data));
    if let Ok(mut read) = READ.lock() {
        read.extend(id);
    }
}

/// True if a path leads to a file that was read.
pub(super) fn contain(path: &Path) -> bool {
    let id = fs::metadata(path).ok().and_then(|data| id(path, &data));
    id.is_some_and(|id| READ.lock().is_ok_and(|read| read.contains(&id)))
}

#[cfg(unix)]
#[allow(clippy::unnecessary_wraps)] // other systems have no number for some files
fn id(_: &Path, data: &fs::Metadata) -> Option<Id> {
    use std::os::unix::fs::MetadataExt;
    Some((data.dev(), data.ino()))
}

#[cfg(not(unix))]
fn id(path: &Path, _: &fs::Metadata) -> Option<Id> {
    fs::canonicalize(path).ok()
}
