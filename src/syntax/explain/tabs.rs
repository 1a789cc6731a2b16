//! Tabs where YAML needs spaces, and how far their line should be indented.

use super::{Context, Explained, edit, spaces};
use crate::finding::file::INVALID_SYNTAX;
use crate::finding::{Edit, Safety};
use crate::syntax::lines::Line;
use crate::syntax::parse::span;

/// The width of a tab if the file does not show one.
const STEP: usize = 2;

/// How many lines are searched for the way a file indents, so that a long file costs no more.
const LINES_ABOVE: usize = 200;

impl Context<'_> {
    pub(super) fn tab(&self) -> Explained {
        // The parser may report the beginning of a text although the tab is on a later line.
        let lines = std::iter::once(self.line()).chain(self.line().lines_below().take(16));
        let tab = |line| Some((line, self.indentation_of(line).find('\t')?));
        let Some((line, tab)) = lines.into_iter().find_map(tab) else {
            let at = self.at + self.slice(self.at, self.line().end).find('\t').unwrap_or(0);
            let finding = INVALID_SYNTAX
                .at(span(at, self.step(at)), "there is a tab where YAML needs spaces")
                .help("replace the tab with a space");
            return Explained::from_origin(self.at, finding);
        };
        let (target, why) = self.indentation_for(line);
        let target_text = spaces(target);
        let finding = INVALID_SYNTAX
            .at(span(line.start + tab, line.text_start()), "this line is indented with a tab")
            .label("a tab")
            .note("YAML counts the spaces at the start of a line to see what belongs to what, and a tab has no width")
            .help(format!("indent it with {target_text} instead{why}, and set your editor to indent with spaces"))
            .fix("indent with spaces", Safety::Unsafe, self.untabbed(line, target));
        Explained::continuing(finding)
    }

    /// The indentation of a line if a tab is as wide as two spaces.
    fn width(&self, line: Line<'_>) -> usize {
        self.indentation_of(line).chars().map(|c| if c == '\t' { STEP } else { 1 }).sum()
    }

    /// How far a line with tabs should be indented according to the lines above, and why.
    fn indentation_for(&self, line: Line<'_>) -> (usize, &'static str) {
        let own = self.width(line);
        let above: Vec<Line<'_>> = line.contents_above().take(LINES_ABOVE).collect();
        let Some(nearest) = above.first().copied() else { return (own, "") };
        let near = self.width(nearest);
        let entry = nearest.text().split(" #").next().unwrap_or_default().trim_end();
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
    fn untabbed(&self, first: Line<'_>, target: usize) -> Vec<Edit> {
        let lines = std::iter::once(first).chain(first.lines_below());
        let tabbed = lines.take_while(|line| self.indentation_of(*line).contains('\t'));
        let indented = tabbed.flat_map(|line| {
            let indent = (target + self.width(line)).saturating_sub(self.width(first));
            edit(line.start, line.text_start(), " ".repeat(indent))
        });
        indented.collect()
    }
}
