//! Tabs where YAML needs spaces, and how far their line should be indented.

use super::super::lines::Line;
use super::{Context, Explained, edit, spaces, span};
use crate::finding::file::INVALID_SYNTAX;
use crate::finding::{Edit, Safety};

/// The width of a tab if the file does not show one.
const STEP: usize = 2;

/// How many lines are searched for the way a file indents, so that a long file costs no more.
const LINES_ABOVE: usize = 200;

impl Context<'_> {
    pub(super) fn tab(&self) -> Explained {
        // The parser may report the beginning of a text although the tab is on a later line.
        let mut line = self.line();
        for _ in 0..16 {
            if self.indentation_of(line).contains('\t') || line.next >= self.text.len() {
                break;
            }
            line = Line::at(self.text, line.next);
        }
        let Some(tab) = self.indentation_of(line).find('\t') else {
            let at = self.at + self.slice(self.at, self.line().end).find('\t').unwrap_or(0);
            let finding = INVALID_SYNTAX
                .at(span(at, self.step(at)), "there is a tab where YAML needs spaces")
                .help("replace the tab with a space");
            return Explained::from_origin(self.at, finding);
        };
        let (target, why) = self.indentation_for(line);
        let target_text = spaces(target);
        let finding = INVALID_SYNTAX
            .at(span(line.start + tab, line.start + line.indent), "this line is indented with a tab")
            .label("a tab")
            .note("YAML counts the spaces at the start of a line to see what belongs to what, and a tab has no width")
            .help(format!("indent it with {target_text} instead{why}, and set your editor to indent with spaces"))
            .fix("indent with spaces", Safety::Unsafe, self.untabbed(line, target));
        Explained::continuing(finding)
    }

    /// The indentation of a line if a tab is as wide as two spaces.
    fn width(&self, line: Line) -> usize {
        self.indentation_of(line).chars().map(|c| if c == '\t' { STEP } else { 1 }).sum()
    }

    /// How far a line with tabs should be indented according to the lines above, and why.
    fn indentation_for(&self, line: Line) -> (usize, &'static str) {
        let own = self.width(line);
        let next = |line: &Line| line.content_above(self.text);
        let above: Vec<Line> =
            std::iter::successors(line.content_above(self.text), next).take(LINES_ABOVE).collect();
        let Some(nearest) = above.first().copied() else { return (own, "") };
        let near = self.width(nearest);
        let entry = nearest.text(self.text).split(" #").next().unwrap_or_default().trim_end();
        if entry.ends_with(':') {
            // As far as the file indents elsewhere.
            let mut steps = above.windows(2).filter_map(|pair| match pair {
                [below, above] => self.width(*below).checked_sub(self.width(*above)),
                _ => None,
            });
            let step = steps.find(|step| *step > 0).unwrap_or(STEP);
            return (near + step, ", further than the line above");
        }
        let tabs = self.indentation_of(line).matches('\t').count();
        let looks_level = [2, 4, 8].iter().any(|width| tabs * width == near);
        if !looks_level && above.iter().any(|line| self.width(*line) == own) {
            return (own, ", as far as the lines that it belongs to");
        }
        (near, ", as far as the line above")
    }

    /// Replaces the tabs that indent this line and those directly after it: the first is indented as
    /// far as `target`, and the others keep their distance from it.
    fn untabbed(&self, mut line: Line, target: usize) -> Vec<Edit> {
        let mut edits = Vec::new();
        let first = self.width(line);
        while self.indentation_of(line).contains('\t') {
            let indent = (target + self.width(line)).saturating_sub(first);
            edits.extend(edit(line.start, line.start + line.indent, " ".repeat(indent)));
            if line.next >= self.text.len() {
                break;
            }
            line = Line::at(self.text, line.next);
        }
        edits
    }
}
