//! JSON as commands print it: nothing in it reaches a terminal as a command to it, and its shape
//! carries a version, which changes only when a reader of the old shape would misread the new one.

use std::fmt::Write;
use std::io;

use schemars::JsonSchema;
use serde::Serialize;

use crate::safe;

/// The version of each shape.
pub const VERSION: u32 = 1;

/// What a command about one strategy says.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ReportJson<T> {
    /// The version of this shape.
    version: u32,
    /// The strategy's path.
    path: String,
    /// The report.
    #[serde(flatten)]
    report: T,
}

impl<T> ReportJson<T> {
    /// A report about the strategy at a path.
    pub fn new(path: impl Into<String>, report: T) -> Self {
        Self { version: VERSION, path: path.into(), report }
    }
}

/// A value as indented JSON with a line break at its end.
pub fn pretty(value: &impl Serialize) -> io::Result<Vec<u8>> {
    Ok(escaped(&serde_json::to_string_pretty(value)?))
}

/// A value as JSON on one line, with a line break at its end.
pub fn line(value: &impl Serialize) -> io::Result<Vec<u8>> {
    Ok(escaped(&serde_json::to_string(value)?))
}

/// JSON need not escape what a terminal may obey, nor `##[`, which the runner of GitHub Actions does,
/// so this does. Such characters stand in texts only, as JSON itself is made of other ones.
fn escaped(plain: &str) -> Vec<u8> {
    let mut text = String::with_capacity(plain.len() + 1);
    for c in plain.chars() {
        if c == '[' && text.ends_with("##") {
            text.push_str("\\u005b");
        } else if c != '\n' && safe::is_unsafe(c) {
            // Writing to a string cannot fail, and all of these are of the basic plane.
            write!(text, "\\u{:04x}", u32::from(c)).ok();
        } else {
            text.push(c);
        }
    }
    text.push('\n');
    text.into_bytes()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    #[test]
    fn what_a_terminal_might_obey_is_escaped_and_read_back() {
        let odd = "a\u{1b}[2J\u{9b}31m\u{202e}\u{7f}\u{2028}é##[x";
        let text = String::from_utf8(super::pretty(&odd).unwrap()).unwrap();
        assert_eq!(text, "\"a\\u001b[2J\\u009b31m\\u202e\\u007f\\u2028é##\\u005bx\"\n");
        assert_eq!(serde_json::from_str::<String>(&text).unwrap(), odd);
    }

    #[test]
    fn a_line_is_one_line() {
        let text = String::from_utf8(super::line(&["a\nb", "\u{85}"]).unwrap()).unwrap();
        assert_eq!(text, "[\"a\\nb\",\"\\u0085\"]\n");
    }
}
