//! Whether fixes cause new errors: every error after them must have existed before.
//!
//! Three kinds of new findings do not count, as the fix only brought them to light: findings of rules
//! about a value that can now be read; an unknown id, which could not be looked up as long as its entry
//! or the section that should declare it was unreadable; and anything in bytes that were not read
//! before, behind another error or in a list that is now a mapping.

use std::collections::{HashMap, HashSet};

use super::fix::{Candidate, State};
use crate::finding::file::{INVALID_SYNTAX, UNKNOWN_REFERENCE};
use crate::finding::{Edit, Finding, Group};
use crate::source::{File, Location, Span};

/// Whether a finding that should be gone is still there, or the file has an error that it did not
/// have before.
pub(super) fn has_new_errors(
    old: &State<'_>,
    findings: &[Finding],
    edits: &[Edit],
    applied: &[&Candidate],
) -> bool {
    let shifts = Shifts::new(edits);
    let resolved: HashSet<usize> =
        applied.iter().flat_map(|candidate| &candidate.resolves).copied().collect();
    let mut gone: HashSet<(Start, &str)> = HashSet::new();
    let mut kept: HashMap<Start, Vec<&Finding>> = HashMap::new();
    for (index, finding) in old.findings.iter().enumerate() {
        let start = start(finding, |at| shifts.new_offset(at));
        if resolved.contains(&index) {
            gone.insert((start, &finding.message));
        } else {
            kept.entry(start).or_default().push(finding);
        }
    }
    let mut unread = untouched_holes(old, edits);
    unread.extend(applied.iter().filter_map(|candidate| candidate.reveals));
    let was_hidden = |finding: &Finding| {
        let at = shifts.old_offset(finding.place.span.start);
        finding.rule == &UNKNOWN_REFERENCE
            || unread.iter().any(|unread| unread.start <= at && at <= unread.end)
            // If the version of the format is unreadable, only syntax errors are reported.
            || !old.document().judgeable && finding.rule != &INVALID_SYNTAX
    };
    unmatched(kept, findings).into_iter().any(|finding| {
        let is_back = gone.contains(&(start(finding, |at| at), finding.message.as_str()));
        is_back || (finding.rule.group == Group::File && !was_hidden(finding))
    })
}

/// The rule of a finding, its file and the offset in it.
type Start = (&'static str, File, u32);

fn start(finding: &Finding, map: impl Fn(u32) -> u32) -> Start {
    let Location { file, span } = finding.place;
    // The readings file is not edited.
    (finding.rule.name, file, if file == File::Strategy { map(span.start) } else { span.start })
}

/// The findings that did not exist before: neither at the same location, given where each of the old
/// ones is now, nor with the same message elsewhere, as a finding about several entries can move from
/// one to another.
fn unmatched<'a>(mut old: HashMap<Start, Vec<&'a Finding>>, new: &'a [Finding]) -> Vec<&'a Finding> {
    let mut is_new = |finding: &&Finding| old.get_mut(&start(finding, |at| at)).and_then(Vec::pop).is_none();
    let mut fresh: Vec<&Finding> = new.iter().filter(|finding| is_new(finding)).collect();
    let mut by_message: HashMap<(&str, &str), Vec<&Finding>> = HashMap::new();
    for finding in old.into_values().flatten() {
        by_message.entry((finding.rule.name, &finding.message)).or_default().push(finding);
    }
    fresh.retain(|finding| {
        let same = by_message.get_mut(&(finding.rule.name, finding.message.as_str()));
        same.and_then(Vec::pop).is_none()
    });
    fresh
}

/// Bytes that could not be read and that no edit touches.
fn untouched_holes(old: &State<'_>, edits: &[Edit]) -> Vec<Span> {
    let holes = old.document().tree.holes().iter().copied();
    let touches = |hole: &Span, edit: &Edit| edit.span.start <= hole.end && hole.start <= edit.span.end;
    holes.filter(|hole| !edits.iter().any(|edit| touches(hole, edit))).collect()
}

/// Maps offsets before edits to offsets after them, and back.
struct Shifts {
    /// The bytes of each edit, before and after, in the order of the file.
    edits: Vec<(Span, Span)>,
}

impl Shifts {
    fn new(edits: &[Edit]) -> Self {
        let mut ordered: Vec<&Edit> = edits.iter().collect();
        ordered.sort_by_key(|edit| (edit.span.start, edit.span.end));
        let offset = |at: i64| u32::try_from(at).unwrap_or(0);
        let mut grown: i64 = 0;
        let shifted = ordered.into_iter().map(|edit| {
            let start = offset(i64::from(edit.span.start) + grown);
            grown += i64::try_from(edit.text.len()).unwrap_or(0) - i64::from(edit.span.len());
            (edit.span, Span::new(start, offset(i64::from(edit.span.end) + grown)))
        });
        Self { edits: shifted.collect() }
    }

    /// Where a byte is after the edits; for a replaced one, where the new text begins.
    fn new_offset(&self, at: u32) -> u32 {
        self.map(at, |(old, new)| (old, new))
    }

    /// Where a byte was before the edits; for a new one, where the old text began.
    fn old_offset(&self, at: u32) -> u32 {
        self.map(at, |(old, new)| (new, old))
    }

    fn map(&self, at: u32, from_and_to: impl Fn((Span, Span)) -> (Span, Span)) -> u32 {
        let after = self.edits.partition_point(|edit| from_and_to(*edit).0.start <= at);
        let Some(edit) = after.checked_sub(1).and_then(|last| self.edits.get(last)) else { return at };
        let (from, to) = from_and_to(*edit);
        if at < from.end { to.start } else { to.end + (at - from.end) }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn offsets_shift_with_the_text_before_them() {
        // "ab cd ef" → "abXX c ef": two bytes inserted at 2, one removed at 4.
        let edit = |start, end, text: &str| Edit { span: Span::new(start, end), text: text.into() };
        let shifts = Shifts::new(&[edit(4, 5, ""), edit(2, 2, "XX")]);
        for (old, new) in [(0, 0), (1, 1), (2, 4), (3, 5), (4, 6), (5, 6), (6, 7), (7, 8)] {
            assert_eq!(shifts.new_offset(old), new, "{old}");
        }
        for (old, new) in [(0, 0), (1, 1), (2, 4), (3, 5), (5, 6), (6, 7), (2, 3)] {
            assert_eq!(shifts.old_offset(new), old, "{new}");
        }
        let shifts = Shifts::new(&[edit(2, 6, "longer text")]);
        assert_eq!([2, 4, 6].map(|at| shifts.new_offset(at)), [2, 2, 13]);
        assert_eq!([2, 9, 13].map(|at| shifts.old_offset(at)), [2, 2, 6]);
    }
}
