//! Faults of a text in quotes: never closed, closed too early, a backslash that means nothing.

use super::{Scene, Told, short, span};
use crate::finding::file::INVALID_SYNTAX;
use crate::finding::{Edit, Safety};
use crate::syntax::edit::quote;
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
        let line = Line::at(self.text, from);
        let last = from + self.slice(from, line.below(self.text)).trim_end().len();
        let edits = vec![Edit { span: span(last, last), text: sign }];
        Told::new(from, if plain { finding.fix("close the quote", Safety::Unsafe, edits) } else { finding })
    }

    pub(super) fn after_quote(&self) -> Told {
        let from = self.quote_before();
        let line = self.line();
        if from < line.start {
            return Scene { at: from, read: from, ..*self }.unclosed_quote();
        }
        let (_, end) = self.value(self.at);
        let whole = self.slice(from, end);
        let sign = self.slice(from, self.step(from));
        let finding = INVALID_SYNTAX
            .at(span(self.at, end.max(self.step(self.at))), "text goes on after the closing quote")
            .label("outside the quotes")
            .also(span(from, self.at), "the text in quotes ends here");
        let inner = whole.get(1..whole.len().saturating_sub(1)).unwrap_or_default();
        if self.slice(from, self.at).ends_with(sign) && whole.ends_with(sign) && !inner.is_empty() {
            // The quote stood inside the text, as in `'it's here'`.
            let single = sign == "'";
            let quoted = quote(&if single { inner.replace("''", "'") } else { inner.replace("\\\"", "\"") });
            let (why, what) = if single {
                (
                    "inside single quotes an apostrophe ends the text, unless it is written twice",
                    "write it twice",
                )
            } else {
                ("inside double quotes another one ends the text", "put the text in single quotes")
            };
            let edits = vec![Edit { span: span(from, end), text: quoted.clone() }];
            let finding = finding.note(why).help(format!("{what}: {}", short(&quoted)));
            return Told::new(from, finding.fix(what, Safety::Unsafe, edits));
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
