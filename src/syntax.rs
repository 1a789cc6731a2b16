//! Text to [`Tree`](tree::Tree): nodes with byte spans and comments, recovery after a broken
//! entry, and YAML's faults in the user's words.

pub mod tree;
