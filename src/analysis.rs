//! Figures from a strategy and a date.

pub mod forecast;
pub mod progress;
