//! What a version may have although it could not be read: nobody knows whether that changed.

use std::collections::HashSet;

use super::change::{Change, How};
use crate::finding::{Finding, Level};
use crate::source::File;
use crate::strategy::document::Document;
use crate::strategy::subject::Subject;
use crate::syntax::tree::{NodeId, Style, Value as Node};

/// True if the file may have something at an address although the model lacks it.
pub(super) fn is_lost(document: &Document, entry: &Subject, keys: &[String]) -> bool {
    if document.is_whole() {
        return false;
    }
    let (tree, source) = (&document.tree, &document.source);
    let Some(mut here) = tree.root() else { return false };
    for step in entry.path().into_iter().chain(keys.iter().map(String::as_str)) {
        match tree.value(source, here) {
            Node::Mapping(entries) => match entries.iter().find(|(key, _)| tree.text(source, *key) == step) {
                Some((_, value)) => here = value,
                None => return tree.is_incomplete(here),
            },
            // A shorthand: it says this, unless it could not be read.
            Node::Scalar(..) | Node::Sequence(_) => return has_error(document, here),
            Node::Damaged => return true,
        }
    }
    !matches!(tree.value(source, here), Node::Scalar("" | "~" | "null", Style::Plain))
}

fn has_error(document: &Document, node: NodeId) -> bool {
    let span = document.tree.span(node);
    let is_inside = |finding: &Finding| {
        finding.level == Level::Error
            && finding.place.file != File::Readings
            && span.contains(finding.place.span)
    };
    document.tree.is_incomplete(node) || document.findings.iter().any(is_inside)
}

/// Leaves out changes within something that could not be read.
pub(super) fn without_hidden(mut changes: Vec<Change>) -> Vec<Change> {
    let lost = changes.iter().filter(|change| matches!(change.how, How::Unreadable { .. }));
    let lost: HashSet<Subject> = lost.map(|change| change.subject.clone()).collect();
    changes.retain(|change| !lost.iter().any(|lost| change.subject.is_within(lost)));
    changes
}
