//! Errors of signs that come with text from other programs: spaces that are none to YAML, and bullets.

use super::{Context, Explained, edit, short};
use crate::finding::Safety;
use crate::finding::file::INVALID_SYNTAX;
use crate::syntax::edit::requote;
use crate::syntax::lines::Line;
use crate::syntax::parse::span;
use crate::syntax::pasted::{bullet, is_odd_space, odd_spaces, plain_space};

/// How many lines one fix changes, so that a long file costs no more.
const MAX_LINES: usize = 200;

const WHY: &str = "it comes with text that is pasted from a website, a mail or a document";

impl Context<'_> {
    /// The lines on which the error can have begun: from the last thing that was read.
    fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        let first = Line::at(self.text, self.read.min(self.at));
        std::iter::once(first).chain(first.lines_below()).take_while(|line| line.start <= self.at)
    }

    /// A space that is none to YAML, which hides a key or the indentation of a line.
    pub(super) fn odd_space(&self) -> Option<Explained> {
        let is_here = self.rest(self.at).starts_with(is_odd_space);
        let has_odd = |line: &Line<'_>| !odd_spaces(*line).is_empty();
        let first = if is_here { self.line() } else { self.lines().find(has_odd)? };
        let lines = std::iter::once(first).chain(first.lines_below()).take(MAX_LINES);
        let belongs = |line: &Line<'_>| line.is_blank || line.indent > first.indent || has_odd(line);
        let lines = lines.take_while(belongs);
        let mut places: Vec<usize> = lines.flat_map(odd_spaces).collect();
        if is_here && !places.contains(&self.at) {
            places = vec![self.at];
        }
        let at = if is_here { self.at } else { *places.first()? };
        let sign = |at: usize| self.rest(at).chars().next().unwrap_or(' ');
        let is_indentation = |at: usize| at < Line::at(self.text, at).text_start();
        // It is as wide as two letters, or one level.
        let is_certain = places.iter().all(|at| sign(*at) != '\u{3000}' || !is_indentation(*at));
        let safety = if is_certain { Safety::Safe } else { Safety::Unsafe };
        let last = Line::at(self.text, *places.last()?);
        let edits = places.iter().flat_map(|at| edit(*at, self.step(*at), plain_space(sign(*at)))).collect();
        let name = if sign(at) == '\u{a0}' { "a no-break space" } else { "a special space" };
        let message =
            format!("there is {name} here (U+{:04X}), which YAML reads as text", u32::from(sign(at)));
        let finding = INVALID_SYNTAX
            .at(span(at, self.step(at)), message)
            .label("looks like an ordinary space")
            .note(WHY)
            .help("write an ordinary space instead")
            .fix("write ordinary spaces", safety, edits)
            .revealing(span(first.start, last.below()));
        Some(Explained { origin: at, ..Explained::continuing(finding) })
    }

    /// A bullet where an item of a list begins.
    pub(super) fn bullet(&self) -> Option<Explained> {
        let is_list = |line: &Line<'_>| bullet(line.text()).is_some();
        let found = self.lines().find(is_list)?;
        let first = found.contents_above().take_while(is_list).last().unwrap_or(found);
        let sign = bullet(first.text())?;
        // Below a key with a value, it is part of the text.
        let key = first.content_above()?;
        if !key.text().trim_end().ends_with(':') || key.indent > first.indent {
            return None;
        }
        let items = std::iter::once(first).chain(first.lines_below()).take(MAX_LINES).take_while(is_list);
        let dash = |line: Line<'_>| edit(line.text_start(), self.step(self.step(line.text_start())), "- ");
        let edits = items.flat_map(dash).collect();
        let at = first.text_start();
        let finding = INVALID_SYNTAX
            .at(span(at, self.step(at)), format!("an item of a list begins with `-`, not with `{sign}`"))
            .label("a bullet")
            .note(WHY)
            .help("write `-` and a space instead")
            .fix("write dashes", Safety::Safe, edits)
            .revealing(span(first.start, first.below()));
        Some(Explained { origin: at, ..Explained::continuing(finding) })
    }

    /// A box to tick at the start of an item, which is a list to YAML: `- [ ] book the hall`.
    pub(super) fn checkbox(&self) -> Option<Explained> {
        let first = self.lines().find(|line| boxed(*line).is_some())?;
        let (at, end) = boxed(first)?;
        let text = self.slice(at, end);
        let lines = std::iter::once(first).chain(first.lines_below()).take(MAX_LINES);
        let items = lines.map_while(|line| boxed(line).filter(|_| line.indent == first.indent));
        let quoting = |(start, end): (usize, usize)| edit(start, end, requote(self.slice(start, end)));
        let edits = items.flat_map(quoting).collect();
        let finding = INVALID_SYNTAX
            .at(span(at, end), "a box to tick is a list to YAML, and no text can follow a list")
            .label("brackets at the start of a text")
            .help(format!("put the text in quotes: {}", short(&requote(text))))
            .fix("put the texts in quotes", Safety::Safe, edits)
            .revealing(span(first.start, first.below()));
        Some(Explained { origin: at, ..Explained::continuing(finding) })
    }
}

/// Where the text of an item begins and ends that begins with a box to tick.
fn boxed(line: Line<'_>) -> Option<(usize, usize)> {
    let (start, body) = (line.text_start(), line.text().trim_end());
    let text = body.strip_prefix("- ")?.trim_start();
    let rest = ["[ ] ", "[x] ", "[X] ", "[] "].iter().find_map(|sign| text.strip_prefix(sign))?;
    let is_text =
        rest.trim_start().starts_with(|c: char| !matches!(c, ',' | ':' | '#')) && !text.contains(" #");
    is_text.then(|| (start + body.len() - text.len(), start + body.len()))
}
