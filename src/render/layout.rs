//! Lays reports out as outlines: the words around the figures, once for every format.

pub(super) mod ahead;
pub mod alignment;
pub mod diff;
pub mod gaps;
pub(super) mod parts;
pub mod plan;
