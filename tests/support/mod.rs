//! Made-up strategies, shared by the tests, the benchmarks and `examples/generate.rs`, each of which
//! includes this file by its path.
#![allow(dead_code, clippy::indexing_slicing, missing_docs)]

pub mod generator;

mod faults;
mod frame;
mod words;
mod yaml;
