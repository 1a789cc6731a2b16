//! Parses text into a [`Tree`] of nodes with byte spans and comments; continues after a broken entry,
//! and explains syntax errors in the user's words.
//!
//! [`parse()`] is the only way in. It makes one pass over the text: `ordinary.rs` reads what is ordinary,
//! and leaves everything else to the parser (`parse.rs`). If that meets a syntax error, `explain.rs` says what it is, `recover.rs` blanks the smallest part that contains it
//! in a copy of the text and the pass starts again, and `damage.rs` marks in the tree what is hidden.
//! So five errors give five findings, and everything next to them is read. A file without a syntax
//! error is never copied.
//!
//! `problems.rs` has the messages for what the parser accepts, such as a second document. `lines.rs`
//! sees a text as a person does: in lines. `edit.rs` changes a text by spans, and `set.rs` finds the
//! spans that set one value. All offsets are those of the source.
//!
//! Only `parse.rs` and `explain.rs` know the parser; what it reports wrongly is corrected in the first.

mod damage;
pub mod edit;
mod explain;
mod flow;
pub(crate) mod hash;
mod lines;
mod ordinary;
mod parse;
pub(crate) mod pasted;
mod problems;
mod recover;
pub(crate) mod set;
pub mod tree;

use crate::finding::Finding;
use crate::source::Source;
use parse::Pass;
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
    #[cfg(test)]
    PARSED.set(PARSED.get() + 1);
    if let Some(foreign) = source.foreign() {
        return (Tree::default(), vec![problems::foreign(foreign)]);
    }
    let mut findings = match source.first_invalid_byte() {
        Some(_) if source.is_utf16() => vec![problems::utf16()],
        Some(at) => vec![problems::not_utf8(at)],
        None => Vec::new(),
    };
    let text = source.text();
    let mut pass = ordinary::tree(text).map_or_else(|| parse::pass(text), Pass::of);
    if pass.error.is_some() {
        let (recovered, mut found) = recover::recover(text, pass);
        pass = recovered;
        // A `?` that replaces an invalid byte is not another error.
        found.retain(|found| findings.is_empty() || !source.slice(found.place.span).starts_with('?'));
        findings.extend(found);
    }
    findings.extend(pass.problems.iter().map(|problem| problems::finding(source, problem)));
    if !findings.is_empty() {
        damage::drop_unreadable_keys(&mut pass.tree);
    } else if pass.tree.is_empty() {
        pass.tree.root = None;
        findings.push(problems::empty());
    }
    findings.sort_by_key(|finding| finding.place.span.start);
    (pass.tree, findings)
}

#[cfg(test)]
std::thread_local! {
    /// How often this thread has parsed a text: a test sees by it that work does not grow with what is asked for.
    pub(crate) static PARSED: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests;
