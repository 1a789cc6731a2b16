//! Continues after a syntax error.
//!
//! What cannot be read is overwritten with spaces in a copy of the text, byte for byte, and the copy is
//! read again. So every offset stays true, and everything else keeps its place in the tree. The
//! smallest part is tried first: one item of a `{ … }`, then the value of an entry, then the entry, then
//! the entry that contains it. A part is the right one if the next error is behind it.
//!
//! The work is limited: in errors, in attempts for each, and in bytes that are read.

use super::damage::{self, Hole, Part};
use super::explain::{self, Explained};
use super::flow;
use super::lines::Line;
use super::parse::{self, Pass, Problem, SyntaxError, offset_of, span};
use super::pasted::is_item;
use super::problems;
use crate::finding::{Edit, Finding};
use crate::source::Span;

/// How many syntax errors are reported in one run.
const MAX_ERRORS: usize = 32;
/// How many parts are tried for one error.
const MAX_ATTEMPTS: usize = 24;
/// How many bytes are read again in total before the rest of the file is given up.
const MAX_BYTES: usize = 32 << 20;

/// Continues from a pass that met an error, until everything is read or a limit is reached.
pub(super) fn recover(text: &str, mut pass: Pass) -> (Pass, Vec<Finding>) {
    let mut copy = text.to_owned();
    let mut holes: Vec<Hole> = Vec::new();
    let mut findings: Vec<Finding> = Vec::new();
    let mut bytes_left = MAX_BYTES;
    let mut rest = None;
    // Each round blanks one part and reads the copy again, which either gives an error further down or
    // none. An error that is the last one continued is blanked, too, but not reported again.
    while let Some(error) = pass.error.take() {
        let explained = explain::explain(&copy, &error);
        let origin = explained.origin;
        let is_continued = is_continued(&copy, &explained, findings.last(), holes.last());
        let is_indented = explained.can_continue;
        if !is_continued {
            findings.push(fit_to_file(explained.finding, text, &holes));
        }
        let is_in_limit = findings.len() <= MAX_ERRORS;
        if explained.is_first_sign && is_in_limit && bytes_left > 0 {
            // The text is read from the file, in which the character is still there.
            copy.replace_range(origin..=origin, "x");
            pass = parse::pass(&copy);
            bytes_left = bytes_left.saturating_sub(copy.len());
            continue;
        }
        let next = is_in_limit.then(|| blank_part(&copy, &error, origin, &mut bytes_left));
        let Some((hole, blanked, next)) = next.flatten() else {
            findings.truncate(MAX_ERRORS);
            findings.push(problems::stopped(offset_of(origin)));
            rest = Some(span(origin, text.len()));
            break;
        };
        // What is in lines that only their indentation hides is read once that is fixed.
        if let Some(fix) =
            findings.last_mut().and_then(|finding| finding.fix.as_mut()).filter(|_| is_indented)
        {
            let hidden = fix.reveals.get_or_insert(hole.span);
            *hidden = Span::new(hidden.start.min(hole.span.start), hidden.end.max(hole.span.end));
        }
        holes.push(hole);
        (copy, pass) = (blanked, next);
    }
    // Only now is the tree the final one, so only now can the holes be marked in it.
    for hole in &mut holes {
        let removed = text.get(hole.span.range()).unwrap_or_default();
        hole.span.end = hole.span.start + offset_of(removed.trim_end().len());
        damage::mark(&mut pass.tree, text, *hole);
    }
    if let Some(rest) = rest {
        damage::damage_scalars(&mut pass.tree, rest);
    }
    drop_aliases_of_holes(text, &mut pass, &holes);
    holes.sort_by_key(|hole| hole.span);
    pass.tree.holes = holes.iter().map(|hole| hole.span).chain(rest).collect();
    (pass, findings)
}

/// Adapts a finding about the copy to the file. A fix that touches a hole would overwrite what is there,
/// so it is not offered.
fn fit_to_file(mut finding: Finding, text: &str, holes: &[Hole]) -> Finding {
    let fit = |span: Span| {
        let (start, end) = (span.start as usize, span.end as usize);
        parse::span(text.floor_char_boundary(start), text.ceil_char_boundary(end))
    };
    let is_possible = |edit: &Edit| {
        let touches = |hole: &Hole| edit.span.start < hole.span.end && hole.span.start < edit.span.end;
        fit(edit.span) == edit.span && !holes.iter().any(touches)
    };
    finding.place.span = fit(finding.place.span);
    for other in &mut finding.others {
        other.place.span = fit(other.place.span);
    }
    finding.fix = finding.fix.filter(|fix| fix.edits.iter().all(is_possible));
    finding
}

/// Whether an error is the previous one, on the next line: a misplaced list or a block indented with
/// tabs is one error, not one per line.
fn is_continued(text: &str, explained: &Explained, last: Option<&Finding>, hole: Option<&Hole>) -> bool {
    let (Some(last), Some(Hole { span, part: Part::Entry { column, .. } })) = (last, hole) else {
        return false;
    };
    let line = Line::at(text, explained.origin);
    let between = text.get(span.end as usize..line.start).unwrap_or("x");
    explained.can_continue
        && last.message == explained.finding.message
        && between.trim().is_empty()
        && line.indent == *column as usize
}

/// Blanks the smallest part of `copy` that lets the parser get past the error. Returns the part, the new
/// copy and what is read from it.
fn blank_part(
    copy: &str,
    error: &SyntaxError,
    origin: usize,
    bytes_left: &mut usize,
) -> Option<(Hole, String, Pass)> {
    // The first hole after which the parser gets further, but finds an error that began before.
    let mut second_best = None;
    for (hole, is_outer) in attempts(copy, error, origin).into_iter().take(MAX_ATTEMPTS) {
        if *bytes_left == 0 || second_best.is_some() && is_outer {
            break;
        }
        let Some(removed) = copy.get(hole.span.range()).filter(|removed| !removed.trim_ascii().is_empty())
        else {
            continue;
        };
        let mut blanked = copy.to_owned();
        blanked.replace_range(hole.span.range(), &blank(removed, hole.part));
        let next = parse::pass(&blanked);
        let bytes_read = next.error.as_ref().map_or(copy.len(), |next| next.at);
        *bytes_left = bytes_left.saturating_sub(bytes_read.max(1));
        let end = hole.span.end as usize;
        let is_past = next.error.as_ref().is_none_or(|next| {
            let next = explain::explain(&blanked, next).origin;
            next >= end && next > origin
        });
        if is_past {
            return Some((hole, blanked, next));
        }
        let is_further = next.error.as_ref().is_some_and(|next| next.at > error.at && next.at >= end);
        if is_further && second_best.is_none() {
            second_best = Some((hole, blanked, next));
        }
    }
    second_best
}

/// As many bytes, but spaces; line breaks stay.
fn blank(removed: &str, part: Part) -> String {
    let to_blank = |byte| if matches!(byte, b'\n' | b'\r') { char::from(byte) } else { ' ' };
    let mut blank: String = removed.bytes().map(to_blank).collect();
    if part == Part::Item && blank.starts_with(' ') {
        blank.replace_range(..1, "~");
    }
    blank
}

/// The parts to try, the smallest first, and whether each is an entry around the error.
fn attempts(text: &str, error: &SyntaxError, origin: usize) -> Vec<(Hole, bool)> {
    let bracket = error.bracket.filter(|bracket| *bracket != origin);
    let mut near: Vec<Hole> = bracket
        .and_then(|bracket| flow::item(text, bracket, origin, error.at))
        .map(|span| Hole { span, part: Part::Item })
        .into_iter()
        .collect();
    let mut lines: Vec<Line<'_>> = Vec::new();
    for at in [Some(origin), error.bracket, Some(error.at)].into_iter().flatten() {
        let mut line = Line::at(text, at);
        if line.is_blank {
            line = line.content_above().unwrap_or(Line::at(text, 0));
        }
        if lines.iter().all(|other| other.start != line.start) {
            lines.push(line);
        }
    }
    near.extend(lines.iter().flat_map(|line| values(*line)));
    near.extend(lines.iter().map(|line| entry(*line)));
    let mut outer = Vec::new();
    let first = lines.first().and_then(|line| line.parent());
    for line in std::iter::successors(first, |line| line.parent()) {
        outer.extend(values(line));
        outer.push(entry(line));
    }
    let from = lines.first().map_or(0, |line| line.start);
    let part = Part::Entry { column: 0, is_item: false };
    outer.extend([from, 0].map(|from| Hole { span: span(from, text.len()), part }));
    let near = near.into_iter().map(|hole| (hole, false));
    near.chain(outer.into_iter().map(|hole| (hole, true))).collect()
}

/// The value on a line, and the value with all lines below it. The value of the last key is meant.
fn values(line: Line<'_>) -> impl Iterator<Item = Hole> + use<> {
    let start = line.value();
    let until =
        move |end| Some(Hole { span: span(start.filter(|start| *start < end)?, end), part: Part::Value });
    [line.end, line.below()].into_iter().filter_map(until)
}

/// The line and all lines below it.
fn entry(line: Line<'_>) -> Hole {
    let part = Part::Entry { column: offset_of(line.indent), is_item: is_item(line) };
    Hole { span: span(line.start, line.below()), part }
}

/// An alias whose anchor is in a hole is not another error.
fn drop_aliases_of_holes(text: &str, pass: &mut Pass, holes: &[Hole]) {
    pass.problems.retain(|problem| {
        let Problem::UnknownAlias(span) = problem else { return true };
        let anchor = text.get(span.range()).unwrap_or_default().replacen('*', "&", 1);
        !holes.iter().any(|hole| text.get(hole.span.range()).is_some_and(|removed| removed.contains(&anchor)))
    });
}
