//! A text seen as indented lines: what a person sees, and what the parser does not tell.

/// One line: where it begins, where its text ends (before the line break), and its indentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Where the next line begins.
    pub(super) next: usize,
    /// Blanks before the first sign.
    pub(super) indent: usize,
    /// Nothing but blanks, or a comment.
    pub(super) idle: bool,
}

impl Line {
    /// The line that holds a byte.
    pub(super) fn at(text: &str, offset: usize) -> Self {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let start = text.get(..offset).and_then(|head| head.rfind('\n')).map_or(0, |at| at + 1);
        let rest = text.get(start..).unwrap_or_default();
        let next = rest.find('\n').map_or(text.len(), |at| start + at + 1);
        let line = text.get(start..next).unwrap_or_default().trim_end_matches(['\n', '\r']);
        let body = line.trim_start_matches([' ', '\t', '\u{feff}']);
        let idle = body.trim().is_empty() || body.starts_with('#');
        Self { start, end: start + line.len(), next, indent: line.len() - body.len(), idle }
    }

    /// The line before this one.
    pub(super) fn above(self, text: &str) -> Option<Self> {
        (self.start > 0).then(|| Self::at(text, self.start - 1))
    }

    /// The nearest line above that says something.
    pub(super) fn above_that_speaks(self, text: &str) -> Option<Self> {
        let mut line = self.above(text)?;
        while line.idle {
            line = line.above(text)?;
        }
        Some(line)
    }

    /// The nearest line above that this one stands below: it speaks and is indented less.
    pub(super) fn parent(self, text: &str) -> Option<Self> {
        let mut line = self.above_that_speaks(text)?;
        while line.indent >= self.indent {
            line = line.above_that_speaks(text)?;
        }
        Some(line)
    }

    /// Where the first line begins that does not stand below this one. A bracket that closes what
    /// this line opened still belongs to it.
    pub(super) fn below(self, text: &str) -> usize {
        let mut end = self.next;
        let mut at = self.next;
        while at < text.len() {
            let line = Self::at(text, at);
            let closes = line.text(text).starts_with([']', '}']) && line.indent == self.indent;
            if !line.idle && line.indent <= self.indent && !closes {
                break;
            }
            at = line.next;
            if !line.idle {
                end = at;
            }
        }
        end
    }

    /// What the line says, without its indentation.
    pub(super) fn text(self, text: &str) -> &str {
        text.get(self.start + self.indent..self.end).unwrap_or_default()
    }

    /// True for `- …`.
    pub(super) fn is_item(self, text: &str) -> bool {
        let line = self.text(text);
        line == "-" || line.starts_with("- ")
    }

    /// Where the value of `key: value`, or of `- value`, begins: after the colon or dash and blanks.
    pub(super) fn value(self, text: &str) -> Option<usize> {
        let body = self.text(text);
        let dashes = body.len() - body.trim_start_matches("- ").len();
        let entry = body.get(dashes..)?;
        let quoted = entry.starts_with(['"', '\'']);
        let from = if quoted { closing_quote(entry, 0)? + 1 } else { 0 };
        let colon = if quoted {
            entry.get(from..)?.trim_start().starts_with(':').then_some(())?;
            from + entry.get(from..)?.find(':')?
        } else {
            match colon(entry) {
                Some(colon) => colon,
                None if dashes > 0 => return Some(self.start + self.indent + dashes),
                None => return None,
            }
        };
        let rest = entry.get(colon + 1..)?;
        let blanks = rest.len() - rest.trim_start().len();
        Some(self.start + self.indent + dashes + colon + 1 + blanks)
    }
}

/// The first colon that ends a key: before a blank or the end of the line.
pub(super) fn colon(line: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let mut colons = line.match_indices(':').map(|(at, _)| at);
    colons.find(|at| matches!(bytes.get(at + 1), None | Some(b' ' | b'\t')))
}

/// Where the quote that opens at `from` is closed.
pub(super) fn closing_quote(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let quote = *bytes.get(from)?;
    let mut at = from + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' if quote == b'"' => at += 1,
            byte if *byte == quote => {
                if quote == b'\'' && bytes.get(at + 1) == Some(&b'\'') {
                    at += 1;
                } else {
                    return Some(at);
                }
            }
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
    let mut fresh = true;
    while at < to {
        match bytes.get(at)? {
            b'"' | b'\'' if fresh => match closing_quote(text, at) {
                Some(close) if close < to => {
                    at = close;
                    fresh = false;
                }
                _ => return Some(at),
            },
            b'#' if fresh => {
                at += text.get(at..).and_then(|rest| rest.find('\n')).unwrap_or(text.len() - at);
                continue;
            }
            b' ' | b'\t' | b'\n' | b'\r' | b':' | b',' | b'[' | b'{' | b'-' | b'?' => fresh = true,
            _ => fresh = false,
        }
        at += 1;
    }
    None
}

/// Where the text that begins at `from` ends on its line: before a comment and the blanks around.
pub(super) fn text_end(text: &str, from: usize) -> usize {
    let end = Line::at(text, from).end.max(from);
    let rest = text.get(from..end).unwrap_or_default();
    let rest = rest.find(" #").and_then(|at| rest.get(..at)).unwrap_or(rest);
    from + rest.trim_end().len()
}
