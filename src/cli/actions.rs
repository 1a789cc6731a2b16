//! GitHub Actions, whose runner reads what a step prints and obeys some of it.

use std::borrow::Cow;

use crate::render::findings::github::disarm;

/// True in a step of GitHub Actions.
pub(super) fn are_here() -> bool {
    std::env::var_os("GITHUB_ACTIONS").is_some_and(|value| value == "true")
}

/// A text for people as it may be printed here: nothing in it is taken for a command.
pub(super) fn printable(text: &[u8]) -> Cow<'_, [u8]> {
    if are_here() { disarm(&String::from_utf8_lossy(text)).into_bytes().into() } else { text.into() }
}
