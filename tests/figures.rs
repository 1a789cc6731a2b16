//! How a KPI is judged, computed a second time in exact fractions and compared with the program.
//!
//! `case` is the input, `reference` the expected result. Sentences in quotation marks are from the
//! specification; the code below each one implements it.

pub mod case;
pub mod compare;
mod coverage;
pub mod dates;
mod examples;
pub mod forecast;
pub mod generate;
mod generate_kpi;
mod generate_readings;
mod metamorphic;
pub mod path;
pub mod readings;
pub mod reference;
pub mod status;
pub mod stretch;
pub mod target;
pub mod yaml;
mod year;
