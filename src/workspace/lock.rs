//! Changing a file that others may change at the same time.

use std::fs::{self, File};
use std::path::Path;

use super::{WorkspaceError, display, write};
use crate::source::Source;

/// Held while a file is replaced, or from reading it on, so that two runs of this program lose nothing.
#[derive(Debug)]
#[must_use]
pub(crate) struct Lock(#[allow(dead_code)] Option<File>);

impl Lock {
    /// Waits for its turn. A file that cannot be opened or locked, as on some network drives, is not locked: reading
    /// or writing it says what is wrong.
    pub(crate) fn of(path: &Path) -> Self {
        loop {
            let is_regular = fs::metadata(path).is_ok_and(|data| data.is_file());
            let Some(file) = File::open(path).ok().filter(|_| is_regular && cfg!(unix)) else {
                return Self(None);
            };
            if file.lock().is_err() {
                return Self(None);
            }
            // Whoever held the lock may have replaced the file.
            if is_still(path, &file) {
                return Self(Some(file));
            }
        }
    }

    #[allow(clippy::unused_self)] // only who holds the lock may
    /// Replaces the text of a file, unless it is no longer the text that was read: other programs do not wait.
    pub(crate) fn rewrite(&self, path: &Path, before: &Source, after: &Source) -> Result<(), WorkspaceError> {
        if fs::read(path).is_ok_and(|bytes| bytes != before.text().as_bytes()) {
            let reason = "another program has changed it since it was read: run the command again";
            return Err(WorkspaceError::unwritable(display(path), reason));
        }
        write(path, after.text().as_bytes())
    }
}

#[cfg(unix)]
fn is_still(path: &Path, file: &File) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |data: fs::Metadata| (data.dev(), data.ino());
    let now = fs::metadata(path).map(id).ok();
    now.is_none() || now == file.metadata().map(id).ok()
}

#[cfg(not(unix))]
fn is_still(_: &Path, _: &File) -> bool {
    true
}
