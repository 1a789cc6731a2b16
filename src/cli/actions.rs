//! Running in a step of GitHub Actions, whose runner reads what is printed and obeys some of it.

use std::path::Path;

use crate::render::github::{Github, disarm};
use crate::workspace;

/// True in a step of GitHub Actions.
pub(super) fn is_here() -> bool {
    std::env::var_os("GITHUB_ACTIONS").is_some_and(|value| value == "true")
}

/// A text for people as it may be printed here: nothing in it is taken for a command.
pub(super) fn printable(text: String) -> String {
    if is_here() { disarm(&text) } else { text }
}

/// Annotations that find their files: the runner looks for them from the root of the repository,
/// while we name them from where we are.
pub(super) fn annotations() -> Github {
    let root = std::env::var_os("GITHUB_WORKSPACE").filter(|_| is_here());
    let here = std::env::current_dir().unwrap_or_default();
    let below = root.and_then(|root| here.strip_prefix(Path::new(&root)).ok().map(workspace::display));
    Github { folder: below.filter(|below| below != ".").unwrap_or_default() }
}
