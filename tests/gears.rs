//! How gears are judged, computed a second time in exact fractions and compared with the program.
//!
//! `case` is the input. Sentences in quotation marks are from the specification; the code below each one implements it.

mod case;
mod compare;
mod contradictions;
mod findings;
mod generate;
mod letter;
mod letter_kpi;
mod letter_plan;
mod marks;
mod reference;
mod said;
mod stories;
mod yaml;
