//! JSON as it is printed: nothing in it reaches a terminal as a command to it.

use std::fmt::Write;

use serde::Serialize;

/// A value as indented JSON with a line break at its end.
pub(super) fn text(value: &impl Serialize) -> anyhow::Result<Vec<u8>> {
    let plain = serde_json::to_string_pretty(value)?;
    let mut text = String::with_capacity(plain.len() + 1);
    for c in plain.chars() {
        // JSON need not escape these, and a terminal may obey them. They stand in texts only, as
        // JSON itself is made of other characters.
        match c {
            '\u{7f}'..='\u{9f}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}' => write!(text, "\\u{:04x}", u32::from(c))?,
            c => text.push(c),
        }
    }
    text.push('\n');
    Ok(text.into_bytes())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    #[test]
    fn what_a_terminal_might_obey_is_escaped_and_read_back() {
        let odd = "a\u{1b}[2J\u{9b}31m\u{202e}\u{7f}é";
        let text = String::from_utf8(super::text(&odd).unwrap()).unwrap();
        assert_eq!(text, "\"a\\u001b[2J\\u009b31m\\u202e\\u007fé\"\n");
        assert_eq!(serde_json::from_str::<String>(&text).unwrap(), odd);
    }
}
