//! Applies fixes, and keeps only those after which the file has no new errors.
//!
//! [`Fixer::fix`] goes over the file in passes: each applies the fixes that do not overlap, in memory,
//! and reads and checks the result. If a new error appears (`new_errors.rs`), the fixes of the pass are
//! halved, and halved again, until the one that causes it is alone and left out. Overlapping fixes, and
//! those that a syntax error hid, wait for a later pass. If a location can be read in more than one
//! way, it is not touched (`unambiguous.rs`).

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use super::new_errors::has_new_errors;
use super::unambiguous::Unambiguous;
use crate::finding::file::UNUSED_ALLOW;
use crate::finding::{Edit, Finding, Fix, Group, Level, Safety};
use crate::linter::Linter;
use crate::linter::baseline::FindingCounts;
use crate::source::Span;
use crate::strategy::document::Document;
use crate::syntax::edit;
use crate::workspace;

const MAX_PASSES: usize = 32;
const MAX_FIXES_PER_PASS: usize = 5_000;
/// How often a file is read while fixes are tried: less often if it is large.
const MAX_READS: usize = 400;
const MAX_BYTES_READ: usize = 24 << 20;

/// Applies fixes and adds allow comments to strategies, in memory.
#[derive(Debug, Clone, Copy)]
pub struct Fixer<'a> {
    /// Checks the strategy.
    pub linter: &'a Linter,
    /// Findings that a baseline accepts.
    pub accepted: &'a FindingCounts,
    /// Where the strategy is, for opening the readings file that it names.
    pub path: &'a Path,
}

/// The result of applying fixes.
#[derive(Debug, Default)]
pub struct Fixed {
    /// The strategy as it is now; none if nothing changed.
    pub document: Option<Document>,
    /// How many findings are gone.
    pub applied: usize,
    /// How many fixes were not applied because they are ambiguous or would cause a new error.
    pub refused: usize,
}

/// Edits that are tried together.
pub(super) struct Candidate {
    pub(super) edits: Vec<Edit>,
    /// The findings that must be gone afterwards, by index.
    pub(super) resolves: Vec<usize>,
    /// Bytes that could not be read before.
    pub(super) reveals: Option<Span>,
}

/// A strategy between two passes.
pub(super) struct State<'d> {
    pub(super) original: &'d Document,
    pub(super) changed: Option<Document>,
    pub(super) findings: Vec<Finding>,
}

impl State<'_> {
    pub(super) fn document(&self) -> &Document {
        self.changed.as_ref().unwrap_or(self.original)
    }
}

impl Fixer<'_> {
    /// Applies the fixes of all findings, up to a level of safety.
    pub fn fix(&self, document: &Document, max_safety: Safety) -> Fixed {
        let mut state = State { original: document, changed: None, findings: self.check(document) };
        let mut applied = 0;
        let mut reads_left = reads(document);
        // One that was refused must not keep back those that it overlaps.
        let mut tried = HashSet::new();
        for _ in 0..MAX_PASSES {
            let candidates = candidates(&state, max_safety, &tried);
            let (resolved, next) = self.pass(&state, &candidates, &mut reads_left);
            applied += resolved;
            match next {
                Some(next) => {
                    state = next;
                    tried.clear();
                }
                None if candidates.is_empty() => break,
                None => tried.extend(candidates.iter().flat_map(|candidate| &candidate.resolves)),
            }
        }
        let refused =
            state.findings.iter().filter(|finding| wanted_fix(finding, max_safety).is_some()).count();
        Fixed { document: state.changed, applied, refused }
    }

    pub(super) fn check(&self, document: &Document) -> Vec<Finding> {
        self.linter.check_against(document, self.accepted).findings
    }

    /// Applies candidates that do not overlap. Returns how many findings are gone, and the strategy then if
    /// it changed.
    pub(super) fn pass<'d>(
        &self,
        state: &State<'d>,
        candidates: &[Candidate],
        reads_left: &mut usize,
    ) -> (usize, Option<State<'d>>) {
        let mut pass = Pass { fixer: self, state, reads_left, applied: Vec::new(), next: None };
        pass.apply(candidates);
        (pass.applied.iter().map(|candidate| candidate.resolves.len()).sum(), pass.next)
    }
}

pub(super) fn reads(document: &Document) -> usize {
    (MAX_BYTES_READ / document.source.text().len().max(1)).clamp(4, MAX_READS)
}

struct Pass<'t, 'd> {
    fixer: &'t Fixer<'t>,
    state: &'t State<'d>,
    reads_left: &'t mut usize,
    /// What is applied so far, and the result.
    applied: Vec<&'t Candidate>,
    next: Option<State<'d>>,
}

impl<'t, 'd> Pass<'t, 'd> {
    /// Applies these as well: all of them, or else what is possible of each half.
    fn apply(&mut self, candidates: &'t [Candidate]) {
        if candidates.is_empty() || *self.reads_left == 0 {
            return;
        }
        *self.reads_left -= 1;
        let before = self.applied.len();
        self.applied.extend(candidates);
        if let Some(next) = self.result() {
            self.next = Some(next);
            return;
        }
        self.applied.truncate(before);
        if let Some((first, second)) = candidates.split_at_checked(candidates.len() / 2)
            && !first.is_empty()
        {
            self.apply(first);
            self.apply(second);
        }
    }

    /// The strategy after what is applied, if it has no new errors.
    fn result(&self) -> Option<State<'d>> {
        let document = self.state.document();
        let edits: Vec<Edit> =
            self.applied.iter().flat_map(|candidate| candidate.edits.iter().cloned()).collect();
        let text = edit::apply(document.source.text(), &edits)?;
        if text == document.source.text() {
            return None;
        }
        let changed = workspace::read_again(document, self.fixer.path, text);
        let findings = self.fixer.check(&changed);
        let is_good = !has_new_errors(self.state, &findings, &edits, &self.applied);
        is_good.then_some(State { original: self.state.original, changed: Some(changed), findings })
    }
}

fn wanted_fix(finding: &Finding, max_safety: Safety) -> Option<&Fix> {
    finding.fix.as_ref().filter(|fix| max_safety == Safety::Unsafe || fix.safety == Safety::Safe)
}

/// The fixes that can be applied in one pass: unambiguous, and not overlapping an earlier one.
fn candidates(state: &State<'_>, max_safety: Safety, tried: &HashSet<usize>) -> Vec<Candidate> {
    let Some(unambiguous) = Unambiguous::of(state.document()) else { return Vec::new() };
    let mut occupied = Occupied::default();
    // While something cannot be read, the finding that a comment allows may only be missing because of that.
    let hides = |finding: &Finding| finding.rule.group == Group::File && finding.level == Level::Error;
    let is_partly_unread = state.findings.iter().any(hides);
    let is_certain = |finding: &Finding| !is_partly_unread || *finding.rule != UNUSED_ALLOW;
    let untried = state.findings.iter().enumerate();
    let untried = untried.filter(|(index, finding)| !tried.contains(index) && is_certain(finding));
    let wanted = untried.filter_map(|(index, finding)| {
        let fix = wanted_fix(finding, max_safety)?;
        let is_possible = unambiguous.allows(finding.rule, &fix.edits) && occupied.add(&fix.edits);
        let (edits, reveals) = (fix.edits.clone(), fix.reveals);
        is_possible.then_some(Candidate { edits, resolves: vec![index], reveals })
    });
    wanted.take(MAX_FIXES_PER_PASS).collect()
}

/// The bytes that edits change: where each begins and ends.
#[derive(Default)]
pub(super) struct Occupied(BTreeMap<u32, u32>);

impl Occupied {
    /// Adds the bytes of these edits, unless some are occupied.
    pub(super) fn add(&mut self, edits: &[Edit]) -> bool {
        if edits.iter().any(|edit| !self.is_free(edit.span)) {
            return false;
        }
        for edit in edits {
            let end = self.0.entry(edit.span.start).or_insert(edit.span.end);
            *end = edit.span.end.max(*end);
        }
        true
    }

    /// True if an edit of these bytes is independent of those already added. Spans may touch, except if one
    /// of them is empty: it is unknown whether an insertion belongs before or after the other edit. Only the
    /// last span that begins at or before `span.end` is compared: `edit::apply` refuses a missed overlap, and
    /// the pass is then halved.
    pub(super) fn is_free(&self, span: Span) -> bool {
        self.0.range(..=span.end).next_back().is_none_or(|(start, end)| {
            let before = *end <= span.start && (*end < span.start || (*start < *end && !span.is_empty()));
            let after = *start >= span.end && *start < *end && !span.is_empty();
            before || after
        })
    }
}
