//! Errors of a text in quotes: never closed, closed too early, an unknown escape.

use super::{Context, Explained, edit, short};
use crate::finding::file::INVALID_SYNTAX;
use crate::finding::{Finding, Safety};
use crate::syntax::edit::quote;
use crate::syntax::lines::{Line, closing_quote, open_quote};
use crate::syntax::parse::span;

impl Context<'_> {
    pub(super) fn unclosed_quote(&self) -> Finding {
        let from = open_quote(self.text, self.read, self.at).unwrap_or(self.at);
        let sign = self.slice(from, self.step(from));
        let line = Line::at(self.text, from);
        let end = from + self.slice(from, line.end).trim_end().len();
        let finding = INVALID_SYNTAX
            .at(span(from, end), "this quote is never closed")
            .label(format!("a text in quotes begins here, and no `{sign}` ends it"))
            .note("until it is closed, the lines that follow are part of the text")
            .help(format!("write `{sign}` at the end of the text, or remove the one at its start"));
        if self.bracket.is_some() || self.slice(from, end).contains(" #") {
            return finding;
        }
        let last = from + self.slice(from, line.below()).trim_end().len();
        finding.fix("close the quote", Safety::Unsafe, edit(last, last, sign))
    }

    pub(super) fn after_quote(&self) -> Explained {
        let from = self.quote_before();
        if from < self.line().start {
            return Self { at: from, read: from, ..*self }.unclosed_quote().into();
        }
        let (_, end) = self.value(self.at);
        let value = self.slice(from, end);
        let sign = self.slice(from, self.step(from));
        let finding = INVALID_SYNTAX
            .at(span(self.at, end.max(self.step(self.at))), "text goes on after the closing quote")
            .label("outside the quotes")
            .also(span(from, self.at), "the text in quotes ends here");
        let inner = value.get(1..value.len().saturating_sub(1)).unwrap_or_default();
        if !self.slice(from, self.at).ends_with(sign) || !value.ends_with(sign) || inner.is_empty() {
            let finding = finding.note("a value is either entirely in quotes or not at all");
            return Explained::from_origin(from, self.quoting(finding, (from, end), Safety::Unsafe));
        }
        // The quote is part of the text, as in `'it's here'`.
        let (why, what, unquoted) = if sign == "'" {
            let why = "inside single quotes an apostrophe ends the text, unless it is written twice";
            (why, "write it twice", inner.replace("''", "'"))
        } else {
            let why = "inside double quotes another one ends the text";
            (why, "put the text in single quotes", inner.replace("\\\"", "\""))
        };
        let quoted = quote(&unquoted);
        let finding = finding.note(why).help(format!("{what}: {}", short(&quoted)));
        Explained::from_origin(from, finding.fix(what, Safety::Unsafe, edit(from, end, quoted)))
    }

    /// Where the quoted text begins that was closed just before the parser stopped.
    fn quote_before(&self) -> usize {
        let mut here = self.read;
        let mut last = self.at;
        while let Some(open) = self.slice(here, self.at).find(['"', '\'']).map(|at| here + at) {
            let before = self.slice(self.read, open).chars().next_back();
            if before.is_some_and(|sign| !sign.is_whitespace() && !":,[{-".contains(sign)) {
                here = open + 1;
                continue;
            }
            last = open;
            let Some(close) = closing_quote(self.text, open).filter(|close| *close < self.at) else { break };
            here = close + 1;
        }
        last
    }

    pub(super) fn escape(&self) -> Explained {
        let from = self.at;
        let close = closing_quote(self.text, from);
        let invalid = self.invalid_escape(from + 1, close.unwrap_or(Line::at(self.text, from).end));
        let (start, end) = invalid.map_or((from, from + 1), |at| (at, self.step(at + 1)));
        let finding = INVALID_SYNTAX
            .at(span(start, end), format!("`{}` has no meaning inside double quotes", self.slice(start, end)))
            .label("a backslash begins a special character here")
            .note(
                "inside double quotes a backslash is a command; inside single quotes it is just a backslash",
            );
        let inner = close.map(|close| (self.slice(from + 1, close), close));
        let Some((inner, close)) = inner.filter(|(inner, _)| !inner.contains('\n')) else {
            return Explained::from_origin(from, finding.help("use single quotes around the text"));
        };
        let quoted = quote(&inner.replace("\\\"", "\""));
        let finding = finding.help(format!("use single quotes: {}", short(&quoted)));
        let fix = edit(from, close + 1, quoted);
        Explained::from_origin(from, finding.fix("use single quotes", Safety::Unsafe, fix))
    }

    /// The first backslash between two offsets that does not begin an escape of YAML.
    fn invalid_escape(&self, mut at: usize, end: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        while at < end {
            if bytes.get(at) == Some(&b'\\') {
                let digits = match bytes.get(at + 1).copied().unwrap_or(b' ') {
                    b'x' => 2,
                    b'u' => 4,
                    b'U' => 8,
                    sign if b"0abt\tnvfre \"/\\N_LP\n\r".contains(&sign) => 0,
                    _ => return Some(at),
                };
                let hex = bytes.get(at + 2..at + 2 + digits);
                if !hex.is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit)) {
                    return Some(at);
                }
                at += 1;
            }
            at += 1;
        }
        None
    }
}
