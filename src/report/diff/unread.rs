//! What could be read in one version only. It may be there unchanged, so nobody says that it went.

use crate::finding::Level;
use crate::source::File;
use crate::strategy::document::Document;
use crate::strategy::subject::Subject;
use crate::syntax::tree::{NodeId, Style, Value};

/// True where something may stand at an address of the file, though the model lacks it.
pub(super) fn is_lost(document: &Document, entry: &Subject, keys: &[String]) -> bool {
    if document.is_whole() {
        return false;
    }
    let (tree, source) = (&document.tree, &document.source);
    let Some(mut here) = tree.root() else { return false };
    for step in entry.path().into_iter().chain(keys.iter().map(String::as_str)) {
        match tree.value(source, here) {
            Value::Mapping(entries) => {
                match entries.iter().find(|(key, _)| tree.text(source, *key) == step) {
                    Some((_, value)) => here = value,
                    None => return tree.is_incomplete(here),
                }
            }
            // A shorthand: it says this, unless it could not be read.
            Value::Scalar(..) | Value::Sequence(_) => return has_fault(document, here),
            Value::Damaged => return true,
        }
    }
    !matches!(tree.value(source, here), Value::Scalar("" | "~" | "null", Style::Plain))
}

fn has_fault(document: &Document, node: NodeId) -> bool {
    let span = document.tree.span(node);
    let is_inside = |finding: &crate::finding::Finding| {
        finding.level == Level::Error
            && finding.place.file != File::Readings
            && span.contains(finding.place.span)
    };
    document.tree.is_incomplete(node) || document.findings.iter().any(is_inside)
}
