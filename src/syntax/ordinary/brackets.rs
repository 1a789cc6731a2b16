//! Collections in brackets.

use super::{LONGEST_KEY, Reader};

impl Reader<'_> {
    /// Reads what is in brackets. `indent` is that of the collection it belongs to: lines inside are deeper.
    pub(super) fn flow(&mut self, indent: usize) -> Option<()> {
        let mapping = self.peek(0) == b'{';
        let closing = if mapping { b'}' } else { b']' };
        self.begin(mapping, true)?;
        self.at += 1;
        loop {
            self.skip_to_next(indent)?;
            if self.peek(0) == closing {
                break;
            }
            if mapping {
                self.flow_entry(indent)?;
            } else {
                self.flow_value(indent)?;
            }
            self.skip_to_next(indent)?;
            match self.peek(0) {
                b',' => self.at += 1,
                byte if byte == closing => break,
                _ => return None,
            }
        }
        self.at += 1;
        self.end();
        Some(())
    }

    fn flow_entry(&mut self, indent: usize) -> Option<()> {
        let start = self.at;
        if matches!(self.peek(0), b'{' | b'[') {
            return None;
        }
        self.flow_value(indent)?;
        let end = self.at;
        if end - start > LONGEST_KEY {
            return None;
        }
        self.skip_spaces();
        if self.peek(0) != b':' {
            self.add_empty(end);
            return Some(());
        }
        self.at += 1;
        let after_colon = self.at;
        if !matches!(self.peek(0), b' ' | b'\n' | b',' | b'}') {
            return None;
        }
        self.skip_to_next(indent)?;
        if matches!(self.peek(0), b',' | b'}') {
            self.add_empty(after_colon);
            return Some(());
        }
        self.flow_value(indent)
    }

    fn flow_value(&mut self, indent: usize) -> Option<()> {
        match self.peek(0) {
            b'{' | b'[' => return self.flow(indent),
            quote @ (b'"' | b'\'') => return self.quoted(quote),
            _ => {}
        }
        self.may_begin_plain(true).then_some(())?;
        let start = self.at;
        let mut before = b'x';
        loop {
            let byte = self.peek(0);
            match byte {
                b',' | b'[' | b']' | b'{' | b'}' | b'\n' => break,
                b':' if matches!(self.peek(1), b' ' | b'\n' | b',' | b'[' | b']' | b'{' | b'}') => break,
                b'#' if before == b' ' => break,
                _ => before = byte,
            }
            self.at += 1;
        }
        self.at = self.trimmed(start, self.at);
        self.add_plain(start, self.at);
        Some(())
    }

    /// Skips spaces, line breaks and comments.
    fn skip_to_next(&mut self, indent: usize) -> Option<()> {
        loop {
            let before = self.at;
            self.skip_spaces();
            match self.bytes.get(self.at)? {
                b'\n' => {
                    self.at += 1;
                    self.line = self.at;
                    self.skip_spaces();
                    if self.at - self.line <= indent && self.peek(0) != b'\n' {
                        return None;
                    }
                }
                b'#' if self.at > before || self.bytes.get(self.at - 1) == Some(&b' ') => {
                    let own_line = self.bytes.get(self.line..self.at)?.iter().all(|byte| *byte == b' ');
                    self.comment(own_line);
                }
                _ => return Some(()),
            }
        }
    }
}
