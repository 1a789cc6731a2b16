//! What a value type says when it cannot be read, and how that crosses serde.

use std::fmt;

use serde::de::{Deserializer, Visitor};

/// The longest text, in bytes, for which it is guessed what was meant: what is guessed at is taken apart
/// again and again, and nobody writes a figure or a date that long.
pub const LONGEST_GUESS: usize = 80;

/// Why a scalar is not the value that was asked for.
///
/// serde lets an error carry only text, so a fault is written as four lines, and the
/// deserializer, which knows the key and the place, reads them back and makes the finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What was expected, with its article: `a date`.
    pub expected: &'static str,
    /// What to write instead.
    pub help: String,
    /// The text to put there, where that is certain.
    pub instead: Option<String>,
    /// The text to put there, where that is likely.
    pub perhaps: Option<String>,
}

impl Fault {
    /// A fault with what was expected and what to write instead.
    pub fn new(expected: &'static str, help: impl Into<String>) -> Self {
        Self { expected, help: help.into(), instead: None, perhaps: None }
    }

    /// Offers the text that was certainly meant.
    #[must_use]
    pub fn instead(mut self, text: impl Into<String>) -> Self {
        self.instead = Some(text.into());
        self
    }

    /// Offers a text that was likely meant.
    #[must_use]
    pub fn perhaps(mut self, text: impl Into<String>) -> Self {
        self.perhaps = Some(text.into());
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let instead = self.instead.as_deref().unwrap_or_default();
        let perhaps = self.perhaps.as_deref().unwrap_or_default();
        write!(f, "{}\n{}\n{instead}\n{perhaps}", self.expected, self.help)
    }
}

/// A [`Fault`] as it arrives on the other side.
pub(super) struct Arrived<'a> {
    pub(super) expected: &'a str,
    pub(super) help: &'a str,
    pub(super) instead: Option<&'a str>,
    pub(super) perhaps: Option<&'a str>,
}

impl<'a> Arrived<'a> {
    pub(super) fn read(text: &'a str) -> Self {
        let mut lines = text.splitn(4, '\n');
        let mut next = || lines.next().unwrap_or_default();
        let (expected, help) = (next(), next());
        let mut offered = || Some(next()).filter(|text| !text.is_empty());
        Self { expected, help, instead: offered(), perhaps: offered() }
    }
}

/// Reads a scalar with a function that says what it expected.
pub fn scalar<'de, D, T>(deserializer: D, read: fn(&str) -> Result<T, Fault>) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
{
    struct ScalarVisitor<T>(fn(&str) -> Result<T, Fault>);
    impl<T> Visitor<'_> for ScalarVisitor<T> {
        type Value = T;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("one value")
        }
        fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
            (self.0)(text.trim()).map_err(E::custom)
        }
    }
    deserializer.deserialize_str(ScalarVisitor(read))
}
