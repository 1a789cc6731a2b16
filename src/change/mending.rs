//! Mends that a machine makes, and only those after which nothing else in the file is wrong.
//!
//! A finding may carry a [`Fix`](crate::finding::Fix). [`Mender::mend`] makes as many of them as it
//! can: in the order of the file, those that touch the same bytes one after the other in later
//! passes, each pass on the file as the one before left it. Whatever is made is made in memory first
//! and read again. If that brings a fault of the file that was not there (`sound`), the mends of
//! the pass are halved, and halved again, until the one that is to blame is alone and left out. A
//! place of which nobody can say for certain how it is read is not touched at all (`certain`).
//!
//! What is to be gone after a change need not be a fix: allow comments are added in the same way.

mod certain;
mod moved;
mod sound;

use std::ops::Deref;

use crate::document::Document;
use crate::finding::{Edit, Finding, Safety};
use crate::source::Span;
use crate::syntax::edit;

use self::certain::Certain;

/// How often the file is mended and read again before it is left as it is. Mends wait for another
/// pass where they overlap, or where a syntax error hid them.
const PASSES: usize = 32;
/// How often a file is read while mends are tried.
const READS: usize = 1_000;
/// How many mends are made in one pass.
const OFFERS: usize = 5_000;
/// How many bytes are read while mends are tried, at the most; large files are tried less often.
const BYTES: usize = 256 << 20;

/// How a strategy is read and judged while it is being mended.
#[derive(Clone, Copy)]
pub struct Mender<'a> {
    /// Reads a text as the strategy that it was a moment ago.
    pub read: &'a dyn Fn(String) -> Document,
    /// All that is said of a strategy, in the order of the file.
    pub judge: &'a dyn Fn(&Document) -> Vec<Finding>,
}

/// What came of mending a strategy.
#[derive(Debug, Default)]
pub struct Mended {
    /// The strategy as it is now; none where nothing was changed.
    pub document: Option<Document>,
    /// How many findings are gone.
    pub made: usize,
    /// How many could have been mended and were not: something else would have been wrong.
    pub refused: usize,
}

/// A change and the findings that are to be gone after it, by their number.
#[derive(Debug, Clone)]
pub struct Offer<'a> {
    /// The bytes to replace.
    pub edits: &'a [Edit],
    /// What is to be gone.
    pub mends: Vec<usize>,
    /// What could not be read before.
    pub reveals: Option<Span>,
}

/// A strategy, and what is said of it.
struct Judged<'d> {
    document: Held<'d>,
    findings: Vec<Finding>,
}

/// The strategy as it was handed in, or as it has become.
enum Held<'d> {
    Before(&'d Document),
    After(Box<Document>),
}

impl Deref for Held<'_> {
    type Target = Document;
    fn deref(&self) -> &Document {
        match self {
            Self::Before(document) => document,
            Self::After(document) => document,
        }
    }
}

impl Held<'_> {
    fn changed(self) -> Option<Document> {
        match self {
            Self::Before(_) => None,
            Self::After(document) => Some(*document),
        }
    }
}

impl Mender<'_> {
    /// Makes the mends that findings carry: the safe ones, or all.
    pub fn mend(self, document: &Document, all: bool) -> Mended {
        let mut now = Judged { document: Held::Before(document), findings: (self.judge)(document) };
        let mut made = 0;
        let mut budget = Budget::new(&now.document);
        for _ in 0..PASSES {
            let offers = offers(&now, all);
            let (count, next) = self.make(&now, &offers, &mut budget);
            let Some(next) = next else { break };
            made += count;
            now = next;
        }
        let refused = now.findings.iter().filter(|finding| is_wanted(finding, all)).count();
        Mended { document: now.document.changed(), made, refused }
    }

    /// Makes those of some changes after which nothing else is wrong. None may overlap.
    pub fn offer(self, document: &Document, findings: Vec<Finding>, offers: &[Offer<'_>]) -> Mended {
        let now = Judged { document: Held::Before(document), findings };
        let mut budget = Budget::new(&now.document);
        let wanted: usize = offers.iter().map(|offer| offer.mends.len()).sum();
        let (made, next) = match now.document.source.first_invalid_byte() {
            Some(_) => (0, None),
            None => self.make(&now, offers, &mut budget),
        };
        let document = next.and_then(|next| next.document.changed());
        Mended { document, made, refused: wanted - made }
    }

    /// What comes of the offers that are sound, and how many findings are gone; none where none is.
    fn make<'d>(
        self,
        now: &Judged<'d>,
        offers: &[Offer<'_>],
        budget: &mut Budget,
    ) -> (usize, Option<Judged<'d>>) {
        let mut trial = Trial { mender: self, now, budget, made: Vec::new(), next: None };
        trial.make(offers);
        (trial.made.iter().map(|offer| offer.mends.len()).sum(), trial.next)
    }
}

/// How much more may be read.
struct Budget {
    reads: usize,
}

impl Budget {
    fn new(document: &Document) -> Self {
        let length = document.source.text().len().max(1);
        Self { reads: (BYTES / length).clamp(4, READS) }
    }
}

/// One pass.
struct Trial<'t, 'o, 'd> {
    mender: Mender<'t>,
    now: &'t Judged<'d>,
    budget: &'t mut Budget,
    /// What is made so far, and what it comes to.
    made: Vec<&'t Offer<'o>>,
    next: Option<Judged<'d>>,
}

impl<'t, 'o, 'd> Trial<'t, 'o, 'd> {
    /// Makes these as well: all, or those in either half.
    fn make(&mut self, offers: &'t [Offer<'o>]) {
        if offers.is_empty() || self.budget.reads == 0 {
            return;
        }
        self.budget.reads -= 1;
        let before = self.made.len();
        self.made.extend(offers);
        if let Some(next) = self.tried() {
            self.next = Some(next);
            return;
        }
        self.made.truncate(before);
        if let Some((first, second)) =
            offers.split_at_checked(offers.len() / 2).filter(|(first, _)| !first.is_empty())
        {
            self.make(first);
            self.make(second);
        }
    }

    /// The strategy with what is made, if nothing else is wrong with it.
    fn tried(&self) -> Option<Judged<'d>> {
        let source = &self.now.document.source;
        let edits: Vec<Edit> = self.made.iter().flat_map(|offer| offer.edits.iter().cloned()).collect();
        let text = edit::apply(source.text(), &edits).ok()?;
        if text == source.text() {
            return None;
        }
        let document = (self.mender.read)(text);
        let findings = (self.mender.judge)(&document);
        let next = Judged { document: Held::After(Box::new(document)), findings };
        sound::is_sound(self.now, &next, &edits, &self.made).then_some(next)
    }
}

fn is_wanted(finding: &Finding, all: bool) -> bool {
    finding.fix.as_ref().is_some_and(|fix| all || fix.safety == Safety::Safe)
}

/// The fixes that can be made in one pass: wanted, certain, and none touching what an earlier one
/// touches.
fn offers<'n>(now: &'n Judged<'_>, all: bool) -> Vec<Offer<'n>> {
    let Some(certain) = Certain::of(&now.document) else { return Vec::new() };
    let wanted = now.findings.iter().enumerate().filter(|(_, finding)| is_wanted(finding, all));
    let mut taken = Taken::default();
    let mut offers = Vec::new();
    for (index, finding) in wanted {
        let Some(fix) = &finding.fix else { continue };
        if certain.allows(finding.rule, &fix.edits) && taken.take(&fix.edits) {
            offers.push(Offer { edits: &fix.edits, mends: vec![index], reveals: fix.reveals });
        }
        if offers.len() == OFFERS {
            break;
        }
    }
    offers
}

/// The bytes that edits want, in order.
#[derive(Default)]
struct Taken(std::collections::BTreeMap<u32, u32>);

impl Taken {
    /// Takes the bytes of these edits; false where some are taken, and then none is.
    fn take(&mut self, edits: &[Edit]) -> bool {
        if edits.iter().any(|edit| !self.is_free(edit.span)) {
            return false;
        }
        for edit in edits {
            let end = self.0.entry(edit.span.start).or_insert(edit.span.end);
            *end = edit.span.end.max(*end);
        }
        true
    }

    /// Two that meet at a place where one inserts are not apart: nobody could tell their order.
    fn is_free(&self, span: Span) -> bool {
        self.0.range(..=span.end).next_back().is_none_or(|(start, end)| {
            let before = *end <= span.start && (*end < span.start || (*start < *end && !span.is_empty()));
            let after = *start >= span.end && *start < *end && !span.is_empty();
            before || after
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests;
