//! Keys and texts: plain, in quotes, and in blocks.

use super::{LONGEST_KEY, Reader};
use crate::syntax::parse::span;
use crate::syntax::tree::{Style, Text};

impl Reader<'_> {
    /// True if a colon comes after the text that begins here, on its line.
    pub(super) fn is_key(&self) -> Option<bool> {
        Some(match self.peek(0) {
            quote @ (b'"' | b'\'') => {
                let mut at = self.quoted_end(self.at, quote)?;
                while self.bytes.get(at) == Some(&b' ') {
                    at += 1;
                }
                self.bytes.get(at) == Some(&b':')
            }
            b'{' | b'[' => false,
            _ => self.colon(self.at).is_some(),
        })
    }

    /// The colon after the plain text that begins here.
    fn colon(&self, from: usize) -> Option<usize> {
        let rest = self.bytes.get(from..).unwrap_or_default();
        let mut before = b' ';
        for (index, byte) in rest.iter().copied().enumerate() {
            match byte {
                b':' if matches!(rest.get(index + 1), None | Some(b' ' | b'\n')) => {
                    return Some(from + index);
                }
                b'#' if before == b' ' => return None,
                b'\n' => return None,
                _ => before = byte,
            }
        }
        None
    }

    /// Reads a key and returns where its colon is.
    pub(super) fn key(&mut self) -> Option<usize> {
        let start = self.at;
        if let quote @ (b'"' | b'\'') = self.peek(0) {
            self.quoted(quote)?;
            self.skip_spaces();
        } else {
            self.may_begin_plain(false).then_some(())?;
            let colon = self.colon(start)?;
            self.add_plain(start, self.trimmed(start, colon));
            self.at = colon;
        }
        let is_colon = self.bytes.get(self.at) == Some(&b':') && self.is_blank(1);
        (is_colon && self.at - start <= LONGEST_KEY).then_some(self.at)
    }

    /// The end of a text without the spaces at its end.
    pub(super) fn trimmed(&self, start: usize, end: usize) -> usize {
        let text = self.bytes.get(start..end).unwrap_or_default();
        start + text.iter().rposition(|byte| *byte != b' ').map_or(0, |last| last + 1)
    }

    /// True if a text without quotes may begin here.
    pub(super) fn may_begin_plain(&self, flow: bool) -> bool {
        match self.peek(0) {
            b'-' | b'?' | b':' => {
                let ends = flow && matches!(self.peek(1), b',' | b'[' | b']' | b'{' | b'}');
                !ends && !self.is_blank(1)
            }
            b',' | b'[' | b']' | b'{' | b'}' | b'#' | b'&' | b'*' | b'!' | b'|' | b'>' | b'\'' | b'"'
            | b'%' | b'@' | b'`' | b' ' | b'\n' => false,
            _ => true,
        }
    }

    /// Reads a text without quotes, which continues on lines that are indented deeper than `indent`.
    pub(super) fn plain(&mut self, indent: usize) -> Option<()> {
        self.may_begin_plain(false).then_some(())?;
        let start = self.at;
        let (mut end, mut is_over) = self.plain_line()?;
        let mut folded: Option<String> = None;
        // A comment ends the text.
        while !is_over {
            let Some((line, at, breaks)) = self.next_line_of_plain(indent) else { break };
            (self.line, self.at) = (line, at);
            let mut text = match folded.take() {
                Some(text) => text,
                None => self.text.get(start..end)?.to_owned(),
            };
            (end, is_over) = self.plain_line()?;
            if breaks == 0 {
                text.push(' ');
            }
            text.extend(std::iter::repeat_n('\n', breaks));
            text.push_str(self.text.get(at..end)?);
            folded = Some(text);
        }
        match folded {
            Some(text) => self.add_scalar(Text::Owned(text.into()), Style::Plain, start, end),
            None => self.add_plain(start, end),
        }
        if is_over {
            return self.finish_line();
        }
        self.at += 1;
        Some(())
    }

    /// The next line of a text: its beginning, that of its words, and how many empty lines are before it.
    fn next_line_of_plain(&self, indent: usize) -> Option<(usize, usize, usize)> {
        let (mut line, mut breaks) = (self.at + 1, 0);
        loop {
            let rest = self.bytes.get(line..)?;
            let at = line + rest.iter().position(|byte| *byte != b' ')?;
            match self.bytes.get(at)? {
                b'\n' => (line, breaks) = (at + 1, breaks + 1),
                b'#' => return None,
                _ => return (at - line > indent).then_some((line, at, breaks)),
            }
        }
    }

    /// Reads plain text up to the end of its line or up to a comment. Returns its end, and whether a comment ended
    /// it.
    fn plain_line(&mut self) -> Option<(usize, bool)> {
        let start = self.at;
        let rest = self.bytes.get(start..).unwrap_or_default();
        let mut before = b'x';
        for (index, byte) in rest.iter().copied().enumerate() {
            match byte {
                b'\n' => {
                    self.at = start + index;
                    return Some((self.trimmed(start, self.at), false));
                }
                b':' if matches!(rest.get(index + 1), None | Some(b' ' | b'\n')) => return None,
                b'#' if before == b' ' => {
                    self.at = self.trimmed(start, start + index);
                    return Some((self.at, true));
                }
                _ => before = byte,
            }
        }
        self.at = self.bytes.len();
        Some((self.trimmed(start, self.at), false))
    }

    /// The end of a text in quotes, if it is on the line where the text begins.
    fn quoted_end(&self, start: usize, quote: u8) -> Option<usize> {
        let mut at = start + 1;
        loop {
            match self.bytes.get(at)? {
                b'\n' => return None,
                b'\\' if quote == b'"' => at += 2,
                byte if *byte == quote => {
                    if quote == b'"' || self.bytes.get(at + 1) != Some(&b'\'') {
                        return Some(at + 1);
                    }
                    at += 2;
                }
                _ => at += 1,
            }
        }
    }

    pub(super) fn quoted(&mut self, quote: u8) -> Option<()> {
        let (start, end) = (self.at, self.quoted_end(self.at, quote)?);
        let inner = self.text.get(start + 1..end - 1)?;
        let text = if quote == b'\'' && inner.contains('\'') {
            Text::Owned(inner.replace("''", "'").into())
        } else if quote == b'"' && inner.contains('\\') {
            Text::Owned(unescaped(inner)?.into())
        } else {
            Text::Slice(span(start + 1, end - 1))
        };
        self.add_scalar(text, Style::Quoted, start, end);
        self.at = end;
        Some(())
    }

    /// Reads a `|` or `>` block. `indent` is that of the collection it belongs to.
    pub(super) fn block(&mut self, indent: usize) -> Option<()> {
        let (start, folds) = (self.at, self.peek(0) == b'>');
        self.at += 1;
        let strips = self.peek(0) == b'-';
        self.at += usize::from(strips);
        self.finish_line()?;
        let (mut text, mut depth, mut breaks, mut end) = (String::new(), None, 0, 0);
        while self.at < self.bytes.len() {
            let line = self.at;
            let line_end = self.line_end(line);
            self.skip_spaces();
            let own = self.at - line;
            if self.at == line_end {
                // Spaces beyond the indentation are text.
                if depth.map_or(own > 0, |depth| own > depth) {
                    return None;
                }
                breaks += 1;
                self.at = line_end + 1;
                continue;
            }
            let depth = *depth.get_or_insert(own);
            if own < depth || depth <= indent {
                if own > indent || end == 0 {
                    return None;
                }
                self.at = line;
                break;
            }
            // The last line without a line break, and deeper lines of a folded text, follow rules of their own.
            if line_end == self.bytes.len() || (folds && own > depth) {
                return None;
            }
            if end > 0 && folds && breaks == 0 {
                text.push(' ');
            } else {
                text.extend(std::iter::repeat_n('\n', breaks + usize::from(end > 0 && !folds)));
            }
            text.push_str(self.text.get(line + depth..line_end)?);
            (end, breaks) = (line_end, 0);
            self.at = line_end + 1;
        }
        if end == 0 {
            return None;
        }
        if !strips {
            text.push('\n');
        }
        let end = start + self.text.get(start..end)?.trim_end().len();
        self.add_scalar(Text::Owned(text.into()), Style::Block, start, end);
        Some(())
    }
}

/// A text in double quotes with its escapes replaced; none for the rare ones.
fn unescaped(inner: &str) -> Option<String> {
    let mut text = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(char) = chars.next() {
        if char != '\\' {
            text.push(char);
            continue;
        }
        text.push(match chars.next()? {
            char @ ('"' | '\\' | '/') => char,
            'n' => '\n',
            't' => '\t',
            _ => return None,
        });
    }
    Some(text)
}
