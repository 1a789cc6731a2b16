//! Reports as outlines: the words around the figures, once for every format.

pub mod gaps;
mod parts;
pub mod plan;
