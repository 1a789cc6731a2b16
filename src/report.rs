//! What a report says, as data. The formats in [`render`](crate::render) only lay it out.

pub mod alignment;
pub mod diff;
pub mod gaps;
pub mod gears;
mod moves;
pub mod plan;
pub mod show;
pub mod summary;
