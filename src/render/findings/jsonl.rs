//! JSON Lines: one finding a line, each as in [`json`](super::json).

use std::io;

use super::json::FindingJson;
use super::{Judged, Layout, Run};
use crate::render::json;

/// The format `jsonl`.
#[derive(Debug, Clone, Copy)]
pub struct JsonLines;

impl Layout for JsonLines {
    type Sheet = Vec<u8>;

    fn sheet(&self, Judged { document, outcome, .. }: Judged<'_>) -> io::Result<Vec<u8>> {
        let mut lines = Vec::new();
        for finding in &outcome.findings {
            lines.extend(json::line(&FindingJson::new(document, finding))?);
        }
        Ok(lines)
    }

    fn join(&self, sheets: Vec<Vec<u8>>, _: &Run<'_>) -> io::Result<Vec<u8>> {
        Ok(sheets.concat())
    }
}
