//! Faults of `[ … ]` and `{ … }`: brackets that do not meet, and what stands between them.

use super::{Scene, Told, span};
use crate::finding::file::INVALID_SYNTAX;
use crate::finding::{Edit, Safety};
use crate::syntax::lines::{Line, colon, text_end};
use crate::syntax::parse::MAX_DEPTH;

impl Scene<'_> {
    pub(super) fn mismatched(&self, open: char, close: char) -> Told {
        let want = if open == '[' { ']' } else { '}' };
        let end = self.closer(self.at, close);
        let finding = INVALID_SYNTAX
            .at(span(self.at, self.at + 1), format!("the bracket `{open}` is closed by `{close}`"))
            .label(format!("opened here with `{open}`"))
            .note("brackets come in pairs: `[` with `]` for a list, `{` with `}` for keys and values")
            .help(format!("close it with `{want}`"));
        let Some(end) = end else { return Told::new(self.at, finding) };
        let edit = Edit { span: span(end, end + 1), text: want.to_string() };
        let finding = finding.also(span(end, end + 1), format!("closed here with `{close}`"));
        if end >= self.line().next {
            // More likely a bracket of its own is missing on the first line.
            return Told::new(self.at, finding);
        }
        Told::new(self.at, finding.fix(format!("write `{want}`"), Safety::Unsafe, vec![edit]))
    }

    /// The bracket of kind `close` that ends what opens at `from`, on one line.
    pub(super) fn closer(&self, from: usize, close: char) -> Option<usize> {
        let mut depth = 0usize;
        for (at, sign) in self.slice(from, self.text.len()).char_indices() {
            match sign {
                '[' | '{' => depth += 1,
                ']' | '}' if depth > 1 => depth -= 1,
                ']' | '}' => return (sign == close).then_some(from + at),
                _ => {}
            }
        }
        None
    }

    pub(super) fn misplaced_bracket(&self) -> Told {
        let line = self.line();
        if line.value(self.text) == Some(self.at) {
            return self.reserved(self.at);
        }
        let sign = self.slice(self.at, self.step(self.at)).to_owned();
        let finding = INVALID_SYNTAX
            .at(span(self.at, self.at + 1), format!("this `{sign}` closes nothing"))
            .label("no bracket is open here")
            .help("delete it, write the opening bracket, or put the text in quotes");
        Told::new(self.at, finding)
    }

    /// True where the parser ran out of what a bracket can hold: it stands on a later line that is
    /// not indented below the bracket's.
    pub(super) fn left_bracket(&self, bracket: usize) -> bool {
        let first = Line::at(self.text, bracket);
        let here = self.line();
        here.start > first.start && here.indent <= first.indent
    }

    pub(super) fn unclosed_bracket(&self) -> Told {
        let outer = self.bracket.unwrap_or(self.at);
        let mut open = vec![];
        let end = Line::at(self.text, outer).end;
        let mut here = outer;
        while here < end {
            match self.text.as_bytes().get(here) {
                Some(b'[' | b'{') => open.push(here),
                Some(b']' | b'}') => drop(open.pop()),
                _ => {}
            }
            here += 1;
        }
        let from = open.last().copied().unwrap_or(outer);
        let sign = self.slice(from, from + 1).to_owned();
        let want = if sign == "[" { "]" } else { "}" };
        let stop = text_end(self.text, from);
        let finding = INVALID_SYNTAX
            .at(span(from, from + 1), format!("the bracket `{sign}` is never closed"))
            .label("opened here")
            .note("until it is closed, the lines that follow are taken for a part of what it holds")
            .help(format!("write `{want}` after the last item"));
        let one_line = self
            .line()
            .above_that_speaks(self.text)
            .is_none_or(|line| line.start == Line::at(self.text, outer).start);
        if open.len() == 1 && one_line {
            let edit = Edit { span: span(stop, stop), text: want.to_owned() };
            return Told::new(outer, finding.fix("close the bracket", Safety::Unsafe, vec![edit]));
        }
        Told::new(outer, finding)
    }

    pub(super) fn too_deep(&self) -> Told {
        let finding = INVALID_SYNTAX
            .at(span(self.at, self.step(self.at)), format!("this is nested more than {MAX_DEPTH} levels deep"))
            .label("one level too many")
            .help("a strategy needs about eight levels: look for brackets or dashes that were repeated by mistake");
        Told::new(self.bracket.unwrap_or(self.at), finding)
    }

    pub(super) fn dash_in_brackets(&self) -> Told {
        let (start, end) = self.value(self.at);
        let finding = INVALID_SYNTAX
            .at(span(start, end), "a dash cannot begin an item inside brackets")
            .label("inside `[ ]` commas separate the items")
            .help("take the dash away, or put the text in quotes");
        Told::new(self.at, finding)
    }

    pub(super) fn in_brackets(&self) -> Told {
        let rest = self.slice(self.at, self.text.len());
        if rest.starts_with(':') {
            let line = self.line();
            let before = self.slice(self.bracket.unwrap_or(line.start).max(line.start), self.at);
            let item = before.rfind([',', '{', '[']).map_or(0, |at| at + 1);
            let from = self.at - (before.len() - item);
            let key = self.slice(from, self.at);
            let start = colon(key).map_or(from, |colon| from + colon + 1);
            let start =
                start + (self.slice(start, self.at).len() - self.slice(start, self.at).trim_start().len());
            return self.second_colon(start);
        }
        let finding = INVALID_SYNTAX
            .at(span(self.at, self.step(self.at)), "a comma is missing before this")
            .label("an item of its own, or a part of the one before?")
            .note("inside brackets commas separate the items")
            .help("write a comma between the two, or put the whole text in quotes");
        Told::new(self.at, finding)
    }
}
