//! Leaving something out on purpose: `enlistment: { not_now: <why not> }`.
//!
//! The reason is a placeholder, so that the rule about placeholders asks for it until it is there.

use crate::document::Document;
use crate::finding::Edit;
use crate::syntax::set::{Setting, set};

/// In a larger file than this nobody looks for what is missing, and each look reads it again.
const MAX_BYTES: u32 = 1 << 20;

/// The edits that leave these keys of a section out. None where the section is not there, or cannot
/// be written to for certain.
pub fn leave_out(document: &Document, section: &[&str], keys: &[&str]) -> Option<Vec<Edit>> {
    let (source, tree) = (&document.source, &document.tree);
    if source.len() > MAX_BYTES {
        return None;
    }
    let mut edits = Vec::new();
    for key in keys {
        let path: Vec<&str> = section.iter().copied().chain([*key]).collect();
        let setting = Setting { path: &path, value: "{ not_now: <why not> }", shorthand: false };
        edits.extend(set(source, tree, setting).ok()?);
    }
    Some(edits)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::source::Source;
    use crate::syntax::edit::apply;

    fn left_out(text: &str, section: &[&str], keys: &[&str]) -> Option<String> {
        let document = Document::read(Source::new("plan.yaml", text), |_| Err("no files here".into()));
        leave_out(&document, section, keys).map(|edits| apply(text, &edits).unwrap())
    }

    #[test]
    fn each_key_is_written_as_its_neighbours_are() {
        let text = "pillars:\n  listening: {} # first\n\nbudget: 5\n";
        let expected = "pillars:\n  listening: {} # first\n  promotion: { not_now: <why not> }\n  support: { not_now: <why not> }\n\nbudget: 5\n";
        assert_eq!(left_out(text, &["pillars"], &["promotion", "support"]).as_deref(), Some(expected));
        let text = "a: { gears: { engagement: 2027 } }\n";
        let expected =
            "a: { gears: { engagement: 2027, x: { not_now: <why not> }, y: { not_now: <why not> } } }\n";
        assert_eq!(left_out(text, &["a", "gears"], &["x", "y"]).as_deref(), Some(expected));
    }

    #[test]
    fn a_place_that_is_not_certain_is_left_as_it_is() {
        for text in
            ["pillars: [a]\n", "pillars: *x\n", "pillars: {}\npillars: {}\n", "pillars: { a: [ }\n", ""]
        {
            assert_eq!(left_out(text, &["pillars"], &["support"]), None, "{text}");
        }
    }
}
