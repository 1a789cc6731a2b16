//! Tabs where YAML wants spaces, and how far their line is to be indented.

use super::super::lines::Line;
use super::{Scene, Told, spaces, span};
use crate::finding::file::INVALID_SYNTAX;
use crate::finding::{Edit, Safety};

/// How far a tab goes in a file that says nothing else.
const STEP: usize = 2;

/// How many lines are looked at for the way a file indents. Nobody nests deeper.
const LINES_ABOVE: usize = 200;

impl Scene<'_> {
    pub(super) fn tab(&self) -> Told {
        // The parser may stand at the beginning of a text whose later line has the tab.
        let mut line = self.line();
        for _ in 0..16 {
            if self.lead(line).contains('\t') || line.next >= self.text.len() {
                break;
            }
            line = Line::at(self.text, line.next);
        }
        let (lead, end) = (self.lead(line), line.start + line.indent);
        let Some(tab) = lead.find('\t') else {
            let rest = self.slice(self.at, self.line().end);
            let at = self.at + rest.find('\t').unwrap_or(0);
            let finding = INVALID_SYNTAX
                .at(span(at, self.step(at)), "a tab stands where YAML wants spaces")
                .help("replace the tab with a space");
            return Told::new(self.at, finding);
        };
        let (target, why) = self.indentation_for(line);
        let help = format!(
            "indent it with {} instead{why}, and set your editor to indent with spaces",
            spaces(target)
        );
        let finding = INVALID_SYNTAX
            .at(span(line.start + tab, end), "this line is indented with a tab")
            .label("a tab")
            .note("YAML counts the spaces at the start of a line to see what belongs to what, and a tab has no width")
            .help(help)
            .fix("indent with spaces", Safety::Unsafe, self.untabbed(line, target));
        Told::new(line.start + tab, finding).and_its_kin()
    }

    /// How far a line stands in, a tab being worth two spaces.
    fn width(&self, line: Line) -> usize {
        self.lead(line).chars().map(|c| if c == '\t' { STEP } else { 1 }).sum()
    }

    /// How far the lines above say that a line with tabs is to stand in, and what shows it.
    fn indentation_for(&self, line: Line) -> (usize, &'static str) {
        let own = self.width(line);
        let mut above = Vec::new();
        let mut next = line.above_that_speaks(self.text);
        while let Some(line) = next.filter(|_| above.len() < LINES_ABOVE) {
            above.push(line);
            next = line.above_that_speaks(self.text);
        }
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
        let tabs = self.lead(line).matches('\t').count();
        let looks_level = [2, 4, 8].iter().any(|width| tabs * width == near);
        let is_outer = above.iter().any(|line| self.width(*line) == own);
        if !looks_level && is_outer {
            return (own, ", as far as the lines that it belongs to");
        }
        (near, ", as far as the line above")
    }

    /// Spaces for the tabs that indent this line and those that follow it without a gap, the first
    /// as far as `target` and the others as far from it as they were.
    fn untabbed(&self, mut line: Line, target: usize) -> Vec<Edit> {
        let mut edits = Vec::new();
        let first = self.width(line);
        while self.lead(line).contains('\t') {
            let indent = (target + self.width(line)).saturating_sub(first);
            edits.push(Edit { span: span(line.start, line.start + line.indent), text: " ".repeat(indent) });
            if line.next >= self.text.len() {
                break;
            }
            line = Line::at(self.text, line.next);
        }
        edits
    }
}
