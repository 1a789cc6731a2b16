//! Faults of a text in quotes: never closed, closed too early, a backslash that means nothing.

use super::{Scene, Told, short, span};
use crate::finding::{Edit, Safety};
use crate::syntax::edit::quote;
use crate::syntax::faults::INVALID_SYNTAX;
use crate::syntax::lines::{Line, closing_quote, open_quote};

impl Scene<'_> {
    pub(super) fn unclosed_quote(&self) -> Told {
        let from = open_quote(self.text, self.read, self.at).unwrap_or(self.at);
        let sign = self.slice(from, self.step(from)).to_owned();
        let end = Line::at(self.text, from).end;
        let end = from + self.slice(from, end).trim_end().len();
        let finding = INVALID_SYNTAX
            .at(span(from, end), "this quote is never closed")
            .label(format!("a text in quotes begins here, and no `{sign}` ends it"))
            .note("until it is closed, the lines that follow are taken for a part of the text")
            .help(format!("write `{sign}` at the end of the text, or take the one at its start away"));
        let plain = self.bracket.is_none() && !self.slice(from, end).contains(" #");
        let edits = vec![Edit { span: span(end, end), text: sign }];
        Told::new(from, if plain { finding.fix("close the quote", Safety::Unsafe, edits) } else { finding })
    }

    pub(super) fn after_quote(&self) -> Told {
        let from = self.quote_before();
        let line = self.line();
        if from < line.start {
            return self.unclosed_quote_at(from);
        }
        let (_, end) = self.value(self.at);
        let whole = self.slice(from, end);
        let apostrophe = whole.starts_with('\'');
        let finding = INVALID_SYNTAX
            .at(span(self.at, end.max(self.step(self.at))), "text goes on after the closing quote")
            .label("outside the quotes")
            .also(span(from, self.at), "the text in quotes ends here");
        if apostrophe && whole.len() > 1 && whole.ends_with('\'') {
            let inner = whole.get(1..whole.len() - 1).unwrap_or_default().replace("''", "'");
            let quoted = quote(&inner);
            let finding = finding
                .note("inside single quotes an apostrophe ends the text, unless it is written twice")
                .help(format!("write it twice: {}", short(&quoted)))
                .fix(
                    "write the apostrophe twice",
                    Safety::Unsafe,
                    vec![Edit { span: span(from, end), text: quoted }],
                );
            return Told::new(from, finding);
        }
        Told::new(
            from,
            self.quoting(
                finding.note("a value is either all in quotes or not at all"),
                (from, end),
                Safety::Unsafe,
            ),
        )
    }

    /// Where the quoted text opened that was closed just before the parser stopped.
    pub(super) fn quote_before(&self) -> usize {
        let mut from = self.read;
        let mut last = self.at;
        while let Some(open) = open_quote(self.text, from, self.text.len()).filter(|open| *open < self.at) {
            last = open;
            from = closing_quote(self.text, open).map_or(self.at, |close| close + 1);
        }
        // A quote that is closed was skipped above: look for the one that ends at `at`.
        let mut here = self.read;
        while here < self.at {
            let rest = self.slice(here, self.at);
            let Some(open) = rest.find(['"', '\'']).map(|at| here + at) else { break };
            let Some(close) = closing_quote(self.text, open).filter(|close| *close < self.at) else {
                return open;
            };
            last = open;
            here = close + 1;
        }
        last
    }

    pub(super) fn unclosed_quote_at(&self, from: usize) -> Told {
        Scene { text: self.text, at: self.text.len(), read: from, bracket: self.bracket }
            .unclosed_quote_from(from)
    }

    pub(super) fn unclosed_quote_from(&self, from: usize) -> Told {
        Scene { text: self.text, at: from, read: from, bracket: self.bracket }.unclosed_quote()
    }

    pub(super) fn escape(&self) -> Told {
        let from = self.at;
        let close = closing_quote(self.text, from);
        let line_end = Line::at(self.text, from).end;
        let stop = close.unwrap_or(line_end);
        let bytes = self.text.as_bytes();
        let mut bad = None;
        let mut at = from + 1;
        while at < stop {
            if bytes.get(at) == Some(&b'\\') {
                let sign = bytes.get(at + 1).copied().unwrap_or(b' ');
                let digits = match sign {
                    b'x' => 2,
                    b'u' => 4,
                    b'U' => 8,
                    b'0' | b'a' | b'b' | b't' | b'\t' | b'n' | b'v' | b'f' | b'r' | b'e' | b' ' | b'"'
                    | b'/' | b'\\' | b'N' | b'_' | b'L' | b'P' | b'\n' | b'\r' => 0,
                    _ => usize::MAX,
                };
                let hex = |count| {
                    bytes.get(at + 2..at + 2 + count).is_some_and(|d| d.iter().all(u8::is_ascii_hexdigit))
                };
                if digits == usize::MAX || !hex(digits) {
                    bad = Some(at);
                    break;
                }
                at += 1;
            }
            at += 1;
        }
        let start = bad.unwrap_or(from);
        let end = bad.map_or(from + 1, |bad| self.step(bad + 1));
        let finding = INVALID_SYNTAX
            .at(span(start, end), format!("`{}` means nothing inside double quotes", self.slice(start, end)))
            .label("a backslash begins a special character here")
            .note(
                "inside double quotes a backslash is a command; inside single quotes it is just a backslash",
            );
        let inner =
            close.and_then(|close| self.text.get(from + 1..close)).filter(|inner| !inner.contains('\n'));
        let Some((inner, close)) = inner.zip(close) else {
            return Told::new(from, finding.help("use single quotes around the text"));
        };
        let quoted = quote(&inner.replace("\\\"", "\""));
        let finding = finding.help(format!("use single quotes: {}", short(&quoted))).fix(
            "use single quotes",
            Safety::Unsafe,
            vec![Edit { span: span(from, close + 1), text: quoted }],
        );
        Told::new(from, finding)
    }
}
