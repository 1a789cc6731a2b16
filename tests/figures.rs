//! How a KPI is judged, computed a second time in exact fractions and compared with the program.
//!
//! `case` is the input, `reference` the expected result. Sentences in quotation marks are from the
//! specification; the code below each one implements it.

mod case;
mod compare;
mod coverage;
mod dates;
mod examples;
mod forecast;
mod generate;
mod generate_kpi;
mod generate_readings;
mod metamorphic;
mod path;
mod readings;
mod reference;
mod status;
mod target;
mod yaml;
mod year;
