//! JSON as commands print it: safe to print on a terminal, and with a version that changes only if a
//! reader of the old shape would misread the new one.

use std::fmt::Write;
use std::io;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::words::safe;

pub const VERSION: u32 = 1;

/// What a command about one strategy prints.
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
    pub fn new(path: impl Into<String>, report: T) -> Self {
        Self { version: VERSION, path: path.into(), report }
    }
}

pub(crate) fn without_nulls(mut value: Value) -> Value {
    if let Value::Object(members) = &mut value {
        members.retain(|_, member| !member.is_null());
    }
    value
}

pub fn pretty(value: &impl Serialize) -> io::Result<Vec<u8>> {
    Ok(escaped(&serde_json::to_string_pretty(value)?))
}

pub fn line(value: &impl Serialize) -> io::Result<Vec<u8>> {
    Ok(escaped(&serde_json::to_string(value)?))
}

/// Escapes what JSON allows but a terminal or a build server obeys. Such characters occur in strings only:
/// the syntax of JSON has none.
fn escaped(plain: &str) -> Vec<u8> {
    let mut text = String::with_capacity(plain.len() + 1);
    for c in safe::without_commands(plain, "\\u0023").chars() {
        if safe::is_unsafe(c) {
            // Writing to a string cannot fail, and all of these need four digits.
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
    fn characters_that_a_terminal_obeys_are_escaped() {
        let odd = "a\u{1b}[2J\u{9b}31m\u{202e}\u{7f}\u{2028}é##[x ##vso[y";
        let text = String::from_utf8(super::pretty(&odd).unwrap()).unwrap();
        assert_eq!(text, "\"a\\u001b[2J\\u009b31m\\u202e\\u007f\\u2028é#\\u0023[x #\\u0023vso[y\"\n");
        assert_eq!(serde_json::from_str::<String>(&text).unwrap(), odd);
    }

    #[test]
    fn a_line_is_one_line() {
        let text = String::from_utf8(super::line(&["a\nb", "\u{85}"]).unwrap()).unwrap();
        assert_eq!(text, "[\"a\\nb\",\"\\u0085\"]\n");
    }
}
