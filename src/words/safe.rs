//! Text from a file is shown, never sent: no control character reaches the terminal.

use std::borrow::Cow;

/// True for what a terminal might obey, for what turns the direction of the text around it, and for
/// what some readers take for a line break.
pub fn is_unsafe(c: char) -> bool {
    let is_direction = matches!(
        c,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    );
    (c.is_control() && c != '\n') || is_direction || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')
}

/// A message with every control character replaced by a picture of it.
///
/// ```
/// use stratplan::words::safe::line;
///
/// assert_eq!(line("a\u{1b}[31mb\u{9b}c"), "a␛[31mb\u{fffd}c");
/// ```
pub fn line(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| is_unsafe(c) || c == '\n') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(picture).collect())
}

/// A character as it may be shown within a line.
pub fn picture(c: char) -> char {
    match c {
        '\n' | '\t' => ' ',
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '␡',
        c if is_unsafe(c) => '\u{fffd}',
        c => c,
    }
}

/// A path as [`line()`] shows a message. Two names stay two, so a line break or a tab is no space.
pub fn path(path: &str) -> Cow<'_, str> {
    if !path.contains(['\n', '\t']) {
        return line(path);
    }
    Cow::Owned(line(&path.replace('\n', "␊").replace('\t', "␉")).into_owned())
}

/// Lines of a file with every byte of a control character replaced by `?`, so that offsets stay
/// true. Tabs and line breaks are left to whoever lays the lines out.
pub fn lines(text: &str) -> Cow<'_, str> {
    let must_go = |c: char| is_unsafe(c) && c != '\t' && c != '\r';
    if !text.chars().any(must_go) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if must_go(c) { shown.extend(std::iter::repeat_n('?', c.len_utf8())) } else { shown.push(c) }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_differ_are_shown_differently() {
        let names = ["a b", "a\nb", "a\tb", "a\rb", "a\u{1b}b"];
        assert_eq!(names.map(|name| path(name).into_owned()), ["a b", "a␊b", "a␉b", "a␍b", "a␛b"]);
    }

    #[test]
    fn offsets_stay_true() {
        let text = "a: \u{1b}[2J\u{85}\u{202e}b\n";
        let shown = lines(text);
        assert_eq!(shown, "a: ?[2J?????b\n");
        assert_eq!(shown.len(), text.len());
    }
}
