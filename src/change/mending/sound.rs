//! Whether a file is none the worse for its mends: every fault that it has after them it had before.
//!
//! Three kinds of new findings are no fault of the mend, which only brought them to light: what rules
//! say of a value that can be read at last; an id that nobody could look up while its own entry, or
//! the section that should declare it, was unreadable; and whatever stands in bytes that were not read
//! before, behind another fault or in a list that is none any more.

use std::collections::{HashMap, HashSet};

use super::moved::Moved;
use super::{Judged, Offer};
use crate::finding::file::{INVALID_SYNTAX, UNKNOWN_REFERENCE};
use crate::finding::{Edit, Finding, Group};
use crate::source::{File, Location, Span};

/// True where all that was to be mended is gone and nothing else in the file is wrong that was not
/// wrong before.
pub(super) fn is_sound(old: &Judged<'_>, new: &Judged<'_>, edits: &[Edit], made: &[&Offer<'_>]) -> bool {
    let moved = Moved::new(edits);
    let here = |finding: &Finding| start(finding.place, |at| moved.forth(at));
    let there = |finding: &Finding| start(finding.place, |at| at);
    let mut is_mended = vec![false; old.findings.len()];
    for index in made.iter().flat_map(|offer| &offer.mends) {
        if let Some(slot) = is_mended.get_mut(*index) {
            *slot = true;
        }
    }
    let mut kept: Vec<&Finding> = Vec::new();
    let mut gone: HashSet<(&str, (File, u32), &str)> = HashSet::new();
    for (finding, is_mended) in old.findings.iter().zip(is_mended) {
        if is_mended {
            gone.insert((finding.rule.name, here(finding), &finding.message));
        } else {
            kept.push(finding);
        }
    }
    let fresh = unmatched(&kept, &new.findings, here, there);
    let is_gone =
        |finding: &Finding| !gone.contains(&(finding.rule.name, there(finding), finding.message.as_str()));
    let mut unread = untouched_holes(old, edits);
    unread.extend(made.iter().filter_map(|offer| offer.reveals));
    let was_hidden = |finding: &Finding| {
        let at = moved.back(finding.place.span.start);
        let was_unread = unread.iter().any(|unread| unread.start <= at && at <= unread.end);
        finding.rule == &UNKNOWN_REFERENCE
            || was_unread
            // Of a format that could not be read nothing else was said.
            || !old.document.judgeable && finding.rule != &INVALID_SYNTAX
    };
    fresh
        .into_iter()
        .all(|finding| is_gone(finding) && (finding.rule.group != Group::File || was_hidden(finding)))
}

/// The findings that were not there before: neither at the place where each of the old ones is now,
/// nor in its words at another place, as a finding about several may move among them.
fn unmatched<'a>(
    old: &[&'a Finding],
    new: &'a [Finding],
    here: impl Fn(&Finding) -> (File, u32),
    there: impl Fn(&Finding) -> (File, u32),
) -> Vec<&'a Finding> {
    let mut places: HashMap<(&str, (File, u32)), Vec<usize>> = HashMap::new();
    for (index, finding) in old.iter().enumerate() {
        places.entry((finding.rule.name, here(finding))).or_default().push(index);
    }
    let mut is_matched = vec![false; old.len()];
    let mut fresh: Vec<&Finding> = Vec::new();
    for finding in new {
        let found = places.get_mut(&(finding.rule.name, there(finding))).and_then(Vec::pop);
        match found.and_then(|index| is_matched.get_mut(index)) {
            Some(slot) => *slot = true,
            None => fresh.push(finding),
        }
    }
    let mut words: HashMap<(&str, &str), usize> = HashMap::new();
    for (finding, _) in old.iter().zip(is_matched).filter(|(_, is_matched)| !is_matched) {
        *words.entry((finding.rule.name, &finding.message)).or_default() += 1;
    }
    fresh.retain(|finding| match words.get_mut(&(finding.rule.name, finding.message.as_str())) {
        Some(left) if *left > 0 => {
            *left -= 1;
            false
        }
        _ => true,
    });
    fresh
}

fn start(place: Location, along: impl Fn(u32) -> u32) -> (File, u32) {
    match place.file {
        File::Strategy => (place.file, along(place.span.start)),
        // No edit is made there.
        File::Readings => (place.file, place.span.start),
    }
}

/// What was set aside and no edit reaches.
fn untouched_holes(old: &Judged<'_>, edits: &[Edit]) -> Vec<Span> {
    let holes = old.document.tree.holes().iter().copied();
    let touches = |hole: &Span, edit: &Edit| edit.span.start <= hole.end && hole.start <= edit.span.end;
    holes.filter(|hole| !edits.iter().any(|edit| touches(hole, edit))).collect()
}
