//! Why a step of a decoding ends without a value.

use std::fmt;

use super::faults;
use super::shorthand::ALREADY_TOLD;

/// What went wrong, if nobody has said so yet.
#[derive(Debug)]
pub(super) enum Stop {
    /// A finding says so already.
    Reported,
    /// To be reported by the nearest step that knows the place.
    Fault(String),
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reported => f.write_str(ALREADY_TOLD),
            Self::Fault(text) => f.write_str(text),
        }
    }
}
impl std::error::Error for Stop {}
impl serde::de::Error for Stop {
    fn custom<T: fmt::Display>(message: T) -> Self {
        match message.to_string() {
            told if told == ALREADY_TOLD => Self::Reported,
            text => Self::Fault(text),
        }
    }
    fn unknown_variant(written: &str, variants: &'static [&'static str]) -> Self {
        Self::Fault(faults::not_among(written, variants).to_string())
    }
}
