//! A text as indented lines: what a person sees, and the parser does not report.

use super::pasted::is_odd_space;

/// A line of a text.
#[derive(Clone, Copy)]
pub(super) struct Line<'t> {
    /// The entire text.
    all: &'t str,
    pub(super) start: usize,
    /// Where its text ends, before the line break.
    pub(super) end: usize,
    /// Where the next line begins.
    pub(super) next: usize,
    /// Spaces and tabs before the first character.
    pub(super) indent: usize,
    /// Whether there is nothing on it but perhaps a comment.
    pub(super) is_blank: bool,
}

impl<'t> Line<'t> {
    /// The line that contains an offset.
    pub(super) fn at(all: &'t str, offset: usize) -> Self {
        let offset = all.floor_char_boundary(offset);
        let start = all.get(..offset).and_then(|head| head.rfind('\n')).map_or(0, |at| at + 1);
        let rest = all.get(start..).unwrap_or_default();
        let next = rest.find('\n').map_or(all.len(), |at| start + at + 1);
        let line = all.get(start..next).unwrap_or_default().trim_end_matches(['\n', '\r']);
        let body = line.trim_start_matches([' ', '\t', '\u{feff}']);
        let is_blank = body.trim_ascii().is_empty() || body.starts_with('#');
        let body = body.trim_start_matches(|c| matches!(c, ' ' | '\t') || is_odd_space(c));
        Self { all, start, end: start + line.len(), next, indent: line.len() - body.len(), is_blank }
    }

    /// The nearest line above that is not blank.
    pub(super) fn content_above(self) -> Option<Self> {
        self.contents_above().next()
    }

    /// The lines above that are not blank, the nearest first.
    pub(super) fn contents_above(self) -> impl Iterator<Item = Self> {
        let above = |line: &Self| Some(Self::at(self.all, line.start.checked_sub(1)?));
        std::iter::successors(above(&self), above).filter(|line| !line.is_blank)
    }

    /// The nearest line above that is not blank and is indented less.
    pub(super) fn parent(self) -> Option<Self> {
        self.contents_above().find(|line| line.indent < self.indent)
    }

    /// The lines below, blank ones too.
    pub(super) fn lines_below(self) -> impl Iterator<Item = Self> {
        let below = |line: &Self| (line.next < self.all.len()).then(|| Self::at(self.all, line.next));
        std::iter::successors(below(&self), below)
    }

    /// The end of what is indented below this line. A bracket that closes what this line opened still
    /// belongs to it.
    pub(super) fn below(self) -> usize {
        let closes = |line: &Self| line.text().starts_with([']', '}']) && line.indent == self.indent;
        let belongs = |line: &Self| line.is_blank || line.indent > self.indent || closes(line);
        let last = self.lines_below().take_while(belongs).filter(|line| !line.is_blank).last();
        last.map_or(self.next, |last| last.next)
    }

    /// The text without the indentation.
    pub(super) fn text(self) -> &'t str {
        self.all.get(self.text_start()..self.end).unwrap_or_default()
    }

    /// What is before an offset.
    pub(super) fn until(self, offset: usize) -> &'t str {
        self.all.get(self.start..offset).unwrap_or_default()
    }

    pub(super) fn text_start(self) -> usize {
        self.start + self.indent
    }

    /// Whether it is `- …`.
    pub(super) fn is_item(self) -> bool {
        self.text() == "-" || self.text().starts_with("- ")
    }

    /// The colon of `key:value`.
    pub(super) fn key_without_space(self) -> Option<usize> {
        let body = self.text();
        let colon = body.find(':').filter(|colon| colon + 1 < body.len() && !body.contains(": "))?;
        Some(self.text_start() + colon)
    }

    /// Where the value of `key: value`, or of `- value`, begins: after the colon or dash and spaces.
    pub(super) fn value(self) -> Option<usize> {
        let body = self.text();
        let dashes = body.len() - body.trim_start_matches("- ").len();
        let entry = body.get(dashes..)?;
        let rest = if entry.starts_with(['"', '\'']) {
            entry.get(closing_quote(entry, 0)? + 1..)?.trim_start().strip_prefix(':')?
        } else {
            match colon(entry) {
                Some(colon) => entry.get(colon + 1..)?,
                None if dashes > 0 => return Some(self.text_start() + dashes),
                None => return None,
            }
        };
        Some(self.end - rest.trim_start().len())
    }
}

/// The first colon that ends a key: before a space or the end of the line.
pub(super) fn colon(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let mut colons = line.match_indices(':').map(|(at, _)| at);
    colons.find(|at| matches!(bytes.get(at + 1), None | Some(b' ' | b'\t')))
}

/// The quote that closes the one at `from`.
pub(super) fn closing_quote(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let quote = *bytes.get(from)?;
    let mut at = from + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' if quote == b'"' => at += 1,
            b'\'' if quote == b'\'' && bytes.get(at + 1) == Some(&b'\'') => at += 1,
            byte if *byte == quote => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}

/// The first quote between `from` and `to` that begins a value and is not closed before `to`.
pub(super) fn open_quote(text: &str, from: usize, to: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    let mut begins_value = true;
    while at < to {
        match bytes.get(at)? {
            b'"' | b'\'' if begins_value => match closing_quote(text, at) {
                Some(close) if close < to => {
                    at = close;
                    begins_value = false;
                }
                _ => return Some(at),
            },
            b'#' if begins_value => {
                at += text.get(at..).and_then(|rest| rest.find('\n')).unwrap_or(text.len() - at);
                continue;
            }
            b' ' | b'\t' | b'\n' | b'\r' | b':' | b',' | b'[' | b'{' | b'-' | b'?' => begins_value = true,
            _ => begins_value = false,
        }
        at += 1;
    }
    None
}

/// Where the text that begins at `from` ends on its line: before a comment and the spaces around it.
pub(super) fn text_end(text: &str, from: usize) -> usize {
    let end = Line::at(text, from).end.max(from);
    let rest = text.get(from..end).unwrap_or_default();
    from + rest.split(" #").next().unwrap_or_default().trim_end().len()
}
