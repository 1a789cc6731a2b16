//! What is committed to a repository must not make a run show files outside of it: whoever proposes a change could
//! read the secrets of the machine that checks it.

use std::path::{Component, Path, PathBuf};

use super::{WorkspaceError, display, folder_of, real};

/// Fails if a path in a repository is a link, or leads through one, to a file outside of it.
pub(super) fn require_inside(path: &Path) -> Result<(), WorkspaceError> {
    let (named, actual) = (as_named(path), real(path));
    if named == actual {
        return Ok(());
    }
    match repository_of(folder_of(&named)) {
        Some(repository) if !actual.starts_with(real(repository)) => Err(WorkspaceError::Failed {
            path: display(path),
            reason: "not read, this link leads out of the repository; copy the file into it".to_owned(),
        }),
        _ => Ok(()),
    }
}

/// The repository that a folder is in.
pub(super) fn repository_of(folder: &Path) -> Option<&Path> {
    folder.ancestors().find(|above| above.join(".git").exists())
}

/// An absolute path with its links. The parent of a link is not where its path says, so with `..` the links are
/// followed up to the file's own name.
fn as_named(path: &Path) -> PathBuf {
    let has_parent = path.components().any(|part| part == Component::ParentDir);
    match path.file_name() {
        Some(name) if has_parent => real(folder_of(path)).join(name),
        _ => std::path::absolute(path).unwrap_or_else(|_| path.to_owned()),
    }
}
