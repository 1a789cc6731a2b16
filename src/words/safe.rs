//! Text from a file, made safe to print: a terminal must not take any of it for a command.

use std::borrow::Cow;

/// Whether a character can control a terminal, change the direction of the text around it, or pass
/// for a line break.
pub fn is_unsafe(c: char) -> bool {
    let is_direction = matches!(
        c,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    );
    (c.is_control() && c != '\n') || is_direction || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')
}

/// Text on one line, with every unsafe character replaced by a visible one.
pub fn line(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| is_unsafe(c) || c == '\n') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(picture).collect())
}

/// The visible stand-in for a character, which is itself if it is safe.
pub fn picture(c: char) -> char {
    match c {
        '\n' | '\t' => ' ',
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '␡',
        c if is_unsafe(c) => '\u{fffd}',
        c => c,
    }
}

/// A path on one line. Line breaks and tabs get signs, since two files that differ only
/// there must not look the same.
pub fn path(path: &str) -> Cow<'_, str> {
    if !path.contains(['\n', '\t']) {
        return line(path);
    }
    Cow::Owned(line(&path.replace('\n', "␊").replace('\t', "␉")).into_owned())
}

/// Lines of a file with each byte of an unsafe character replaced by `?`, so that offsets stay
/// valid. Tabs and line breaks are kept.
pub fn lines(text: &str) -> Cow<'_, str> {
    let is_replaced = |c: char| is_unsafe(c) && c != '\t' && c != '\r';
    if !text.chars().any(is_replaced) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if is_replaced(c) { shown.extend(std::iter::repeat_n('?', c.len_utf8())) } else { shown.push(c) }
    }
    Cow::Owned(shown)
}

/// Breaks up what a build server obeys anywhere in a line: `##[` (GitHub Actions, Azure Pipelines), `##vso[` (Azure
/// Pipelines) and `##teamcity[`. `hash` takes the place of the second hash sign.
pub fn without_commands<'a>(text: &'a str, hash: &str) -> Cow<'a, str> {
    if !text.contains("##") {
        return Cow::Borrowed(text);
    }
    let (mut out, mut rest) = (String::with_capacity(text.len() + 16), text);
    while let Some(at) = rest.find("##") {
        let (before, from) = rest.split_at(at + 1);
        let name = from.strip_prefix('#').unwrap_or_default();
        let is_command = name.trim_start_matches(|c: char| c.is_ascii_alphabetic()).starts_with('[');
        out.push_str(before);
        if is_command {
            out.push_str(hash);
            rest = name;
        } else {
            rest = from;
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_of_build_servers_are_broken_up() {
        let broken = |text| without_commands(text, " #").into_owned();
        let text = "a ##[error]b ###VSO[task.x]c ##teamcity[y] ## [z] ##x #[w] ##";
        assert_eq!(broken(text), "a # #[error]b ## #VSO[task.x]c # #teamcity[y] ## [z] ##x #[w] ##");
        assert_eq!(broken(&broken(text)), broken(text));
    }

    #[test]
    fn unsafe_characters_become_visible() {
        let names = ["a b", "a\nb", "a\tb", "a\rb", "a\u{1b}b"];
        assert_eq!(names.map(|name| path(name).into_owned()), ["a b", "a␊b", "a␉b", "a␍b", "a␛b"]);
        assert_eq!(line("a\u{1b}[31mb\u{9b}c"), "a␛[31mb\u{fffd}c");
    }

    #[test]
    fn offsets_stay_valid() {
        let text = "a: \u{1b}[2J\u{85}\u{202e}b\n";
        let shown = lines(text);
        assert_eq!(shown, "a: ?[2J?????b\n");
        assert_eq!(shown.len(), text.len());
    }
}
