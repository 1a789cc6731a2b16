//! Errors of `[ … ]` and `{ … }`: brackets that do not match, and what is between them.

use super::{Context, Explained, edit};
use crate::finding::file::INVALID_SYNTAX;
use crate::finding::{Finding, Safety};
use crate::syntax::lines::{Line, colon, text_end};
use crate::syntax::parse::{MAX_DEPTH, span};

impl Context<'_> {
    pub(super) fn mismatched(&self, open: char, close: char) -> Finding {
        let wanted = if open == '[' { ']' } else { '}' };
        let finding = INVALID_SYNTAX
            .at(span(self.at, self.at + 1), format!("the bracket `{open}` is closed by `{close}`"))
            .label(format!("opened here with `{open}`"))
            .note("brackets come in pairs: `[` with `]` for a list, `{` with `}` for keys and values")
            .help(format!("close it with `{wanted}`"));
        let Some(end) = self.closing_bracket(self.at, close) else { return finding };
        let finding = finding.also(span(end, end + 1), format!("closed here with `{close}`"));
        if end >= self.line().next {
            // More likely, another bracket is missing on the first line.
            return finding;
        }
        let fix = edit(end, end + 1, wanted);
        finding.fix(format!("write `{wanted}`"), Safety::Unsafe, fix)
    }

    /// The bracket that closes the one at `from`, if it is `close`.
    fn closing_bracket(&self, from: usize, close: char) -> Option<usize> {
        let mut depth = 0usize;
        for (at, sign) in self.rest(from).char_indices() {
            match sign {
                '[' | '{' => depth += 1,
                ']' | '}' if depth > 1 => depth -= 1,
                ']' | '}' => return (sign == close).then_some(from + at),
                _ => {}
            }
        }
        None
    }

    pub(super) fn misplaced_bracket(&self) -> Finding {
        if self.line().value() == Some(self.at) {
            return self.reserved(self.at);
        }
        let sign = self.slice(self.at, self.step(self.at));
        INVALID_SYNTAX
            .at(span(self.at, self.at + 1), format!("this `{sign}` closes nothing"))
            .label("no bracket is open here")
            .help("delete it, write the opening bracket, or put the text in quotes")
    }

    /// Whether the parser is past everything that the bracket can contain: on a later line that is not
    /// indented below that of the bracket.
    pub(super) fn left_bracket(&self, bracket: usize) -> bool {
        let first = Line::at(self.text, bracket);
        let here = self.line();
        here.start > first.start && here.indent <= first.indent
    }

    pub(super) fn unclosed_bracket(&self) -> Explained {
        let outer = self.bracket.unwrap_or(self.at);
        let line = Line::at(self.text, outer);
        let mut open = vec![];
        for (at, byte) in self.slice(outer, line.end).bytes().enumerate() {
            match byte {
                b'[' | b'{' => open.push(outer + at),
                b']' | b'}' => drop(open.pop()),
                _ => {}
            }
        }
        let from = open.last().copied().unwrap_or(outer);
        let sign = self.slice(from, from + 1);
        let wanted = if sign == "[" { "]" } else { "}" };
        let finding = INVALID_SYNTAX
            .at(span(from, from + 1), format!("the bracket `{sign}` is never closed"))
            .label("opened here")
            .note("until it is closed, the lines that follow are part of what it contains")
            .help(format!("write `{wanted}` after the last item"));
        let above = self.line().content_above();
        if open.len() != 1 || above.is_some_and(|above| above.start != line.start) {
            return Explained::from_origin(outer, finding);
        }
        let end = text_end(self.text, from);
        let fix = edit(end, end, wanted);
        Explained::from_origin(outer, finding.fix("close the bracket", Safety::Unsafe, fix))
    }

    pub(super) fn too_deep(&self) -> Explained {
        let finding = INVALID_SYNTAX
            .at(span(self.at, self.step(self.at)), format!("this is nested more than {MAX_DEPTH} levels deep"))
            .label("one level too many")
            .help("a strategy needs about eight levels: look for brackets or dashes that were repeated by mistake");
        Explained::from_origin(self.bracket.unwrap_or(self.at), finding)
    }

    pub(super) fn dash_in_brackets(&self) -> Finding {
        let (start, end) = self.value(self.at);
        INVALID_SYNTAX
            .at(span(start, end), "a dash cannot begin an item inside brackets")
            .label("inside `[ ]` commas separate the items")
            .help("remove the dash, or put the text in quotes")
    }

    pub(super) fn in_brackets(&self) -> Finding {
        if self.rest(self.at).starts_with(':') {
            let line = self.line();
            let item = self.slice(self.bracket.unwrap_or(line.start).max(line.start), self.at);
            let item = item.rsplit([',', '{', '[']).next().unwrap_or_default();
            let text = colon(item).and_then(|colon| item.get(colon + 1..)).unwrap_or(item);
            return self.second_colon(self.at - text.trim_start().len());
        }
        INVALID_SYNTAX
            .at(span(self.at, self.step(self.at)), "a comma is missing before this")
            .label("another item, or part of the one before?")
            .note("inside brackets commas separate the items")
            .help("write a comma between the two, or put the entire text in quotes")
    }
}
