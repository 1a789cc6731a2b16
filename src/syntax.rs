//! Text to [`Tree`]: nodes with byte spans and comments, recovery after a broken entry, and YAML's
//! faults in the user's words.
//!
//! [`parse()`] is the one way in. It makes one pass over the text (`parse.rs`). Where that meets a
//! syntax error, `explain.rs` says what it is in the user's words, `recover.rs` blanks the smallest
//! part that holds it in a copy of the text and the pass begins again, and `damage.rs` marks in the
//! tree what is hidden. So five faults give five findings, and everything beside them is read. A
//! file without a syntax error is never copied.
//!
//! Faults that are no error to the parser, such as a second document, are in `faults.rs`, with the
//! rule that all of them belong to. `lines.rs` sees a text as a person does: in lines. `edit.rs`
//! changes a text by spans, and `set.rs` finds the spans that set one value. Offsets are those of the
//! source everywhere.
//!
//! The parser is named in `parse.rs` and `explain.rs` only; what it reports wrongly is put right in
//! the first of them.

mod damage;
pub mod edit;
mod explain;
mod faults;
mod lines;
mod parse;
mod recover;
pub mod set;
pub mod tree;

use crate::finding::Finding;
use crate::source::Source;
use tree::Tree;

/// Reads a source. What could be read is in the tree, what could not is in the findings.
///
/// ```
/// use stratplan::{Source, yaml};
///
/// let source = Source::new("strategy.yaml", "owner: @mia\nname: Bakery\n");
/// let (tree, findings) = yaml::parse(&source);
/// assert_eq!(findings[0].help, "put the text in quotes: '@mia'");
/// assert!(tree.is_damaged() && tree.root().is_some());
/// ```
pub fn parse(source: &Source) -> (Tree, Vec<Finding>) {
    let mut findings = match source.first_invalid_byte() {
        Some(_) if source.is_utf16() => vec![faults::is_utf16()],
        Some(at) => vec![faults::not_utf8(at)],
        None => Vec::new(),
    };
    let mut pass = parse::pass(source.text());
    if pass.fault.is_some() {
        let (mended, found) = recover::recover(source.text(), pass);
        pass = mended;
        // A `?` that stands in for a byte which is no text is no fault of its own.
        let told =
            |finding: &Finding| source.slice(finding.place.span).starts_with('?') && !findings.is_empty();
        let found: Vec<_> = found.into_iter().filter(|finding| !told(finding)).collect();
        findings.extend(found);
    }
    findings.extend(pass.remarks.iter().map(|remark| faults::remark(source, remark)));
    if !findings.is_empty() {
        damage::drop_unreadable_keys(&mut pass.tree);
    }
    if pass.tree.says_nothing() && findings.is_empty() {
        pass.tree.root = None;
        findings.push(faults::empty());
    }
    findings.sort_by_key(|finding| finding.place.span.start);
    (pass.tree, findings)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod properties;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests;
