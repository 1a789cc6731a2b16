//! JSON as commands print it.

use serde::Serialize;

use crate::render::json_text;

/// A value as indented JSON with a line break at its end.
pub(super) fn text(value: &impl Serialize) -> anyhow::Result<Vec<u8>> {
    Ok(json_text::pretty(value)?)
}
