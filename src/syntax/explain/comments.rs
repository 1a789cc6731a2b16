//! Errors that a ` #` causes: what is meant as text begins a comment.

use super::{Context, Explained, edit};
use crate::finding::file::INVALID_SYNTAX;
use crate::finding::{Finding, Safety};
use crate::syntax::edit::quote;
use crate::syntax::flow::{self, Hiding};
use crate::syntax::hash;
use crate::syntax::lines::{Line, colon};
use crate::syntax::parse::span;

impl Context<'_> {
    /// A comment before the error that hides the bracket or the comma that the parser misses.
    pub(super) fn hidden_by_comment(&self) -> Option<Explained> {
        let is_bracket = self.rest(self.at).starts_with(['[', '{']);
        let outer = self.bracket.or_else(|| is_bracket.then_some(self.at))?;
        // What is never closed is reported where it begins.
        let to = if self.at > outer { self.at } else { Line::at(self.text, outer).below() };
        let Hiding { start, end, bracket, hidden } = flow::hiding_comment(self.text, outer, to)?;
        let message = format!("` #` begins a comment here, so the `{hidden}` after it is not read");
        let mut finding = INVALID_SYNTAX.at(span(start, end), message).label("a comment").note(hash::WHY);
        if hidden != ',' {
            finding = finding.also(span(bracket, bracket + 1), "still open at the end of the line");
        }
        // A list has ids, and no texts.
        let can_be_text = self.rest(bracket).starts_with('{') && hash::is_text(self.slice(start, end), false);
        let text = flow::item(self.text, outer, start, start).filter(|item| {
            let text = self.slice(item.start as usize, item.end as usize);
            can_be_text && !text.starts_with(['"', '\'']) && !text.contains('\n')
        });
        let finding = if let Some(text) = text {
            let (start, end) = (text.start as usize, text.end as usize);
            let safety = if self.certainly_ends(end) { Safety::Safe } else { Safety::Unsafe };
            self.quoting(finding, (start, end), safety)
        } else {
            let help = "or put the text in quotes if the `#` belongs to it";
            finding.help(format!("write the comment after the `{hidden}`, {help}"))
        };
        Some(Explained::from_origin(start, finding))
    }

    pub(super) fn after_comment(&self) -> Finding {
        let line = self.line();
        let finding = INVALID_SYNTAX
            .at(span(self.at, line.end), "a comment splits this text in two")
            .label("the text ends before the `#`, and the next line continues it")
            .help(
                "put the text in quotes if the `#` belongs to it, or check the indentation of the next line",
            );
        let end = line.start + self.slice(line.start, line.below()).trim_end().len();
        let rest = self.slice(line.end, end);
        let is_text = hash::is_text(self.slice(self.at, line.end), false)
            && !rest.contains(" #")
            && rest.lines().all(|line| colon(line).is_none() && !line.trim_start().starts_with("- "));
        match line.value().filter(|start| is_text && self.bracket.is_none() && *start < self.at) {
            Some(start) => {
                let quoted = quote(self.slice(start, end));
                finding.fix("put the text in quotes", Safety::Safe, edit(start, end, quoted))
            }
            None => finding,
        }
    }

    pub(super) fn comment_without_space(&self) -> Finding {
        if self.slice(0, self.at).ends_with(['[', '{', ',']) {
            return Context { bracket: Some(self.at), ..*self }.reserved(self.at);
        }
        INVALID_SYNTAX
            .at(span(self.at, self.step(self.at)), "a space is missing before this")
            .label("too close to the value before it")
            .help("write a space before it, or put the entire text in quotes")
    }
}
