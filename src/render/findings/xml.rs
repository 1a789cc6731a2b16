//! The little XML that two formats need, well-formed whatever text goes into it.

use crate::words::safe;

pub const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

pub fn open(name: &str, attributes: &[(&str, &str)]) -> String {
    tag(name, attributes, ">")
}

pub fn empty(name: &str, attributes: &[(&str, &str)]) -> String {
    tag(name, attributes, "/>")
}

fn tag(name: &str, attributes: &[(&str, &str)], end: &str) -> String {
    let attributes = attributes.iter().map(|(key, value)| format!(" {key}=\"{}\"", escaped(value, true)));
    format!("<{name}{}{end}", attributes.collect::<String>())
}

pub fn text(text: &str) -> String {
    escaped(text, false)
}

/// XML 1.0 forbids most control characters, even as references, so they become the replacement
/// character. What build servers obey is escaped, too.
fn escaped(text: &str, is_attribute: bool) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // A bare line break in an attribute would be read as a space.
            '\n' if is_attribute => out.push_str("&#10;"),
            '\n' => out.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    safe::without_commands(&out, "&#35;").into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_stays_inside_its_tag() {
        let odd = "a\"b'<c>&\n\u{1b}\u{0}\u{85}\u{ffff}é😀]]>##[";
        let shown = "a&quot;b'&lt;c&gt;&amp;&#10;\u{fffd}\u{fffd}\u{fffd}\u{fffd}é😀]]&gt;#&#35;[";
        assert_eq!(empty("e", &[("k", odd), ("l", "")]), format!("<e k=\"{shown}\" l=\"\"/>"));
        assert_eq!(open("e", &[]), "<e>");
        assert_eq!(text("##[x"), "#&#35;[x");
        assert_eq!(text(odd), shown.replace("&#10;", "\n"));
    }
}
