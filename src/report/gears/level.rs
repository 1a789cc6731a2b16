//! How severe what `check` says of a gear is.

use super::Verdict;
use crate::analysis::gears::GearSequence;
use crate::finding::{Finding, Level};
use crate::source::{File, Span};
use crate::strategy::gear::GearKind;
use crate::strategy::subject::Subject;

/// What `check` says of a gear: what it points at, and what is behind the verdict, which can be about several gears.
pub(super) fn level(
    sequence: &GearSequence<'_>,
    gear: GearKind,
    verdict: &Verdict,
    serious: &[(Subject, &Finding)],
) -> Option<Level> {
    let subject = Subject::Gear(sequence.kind, gear);
    let is_verdict =
        |finding: &Finding| verdict.rules().contains(&finding.rule.name) && is_in(sequence, finding);
    let about = serious.iter().filter(|(about, finding)| *about == subject || is_verdict(finding));
    about.map(|(_, finding)| finding.level).max()
}

/// True if a finding is about the gears of a purpose.
fn is_in(sequence: &GearSequence<'_>, finding: &Finding) -> bool {
    let at = |span: Span| {
        std::iter::once(&finding.place)
            .chain(finding.others.iter().map(|label| &label.place))
            .any(|place| place.file == File::Strategy && place.span == span)
    };
    let section = sequence.purpose.gears.key().into_iter().chain([sequence.place.key]);
    let gears = sequence.active().flat_map(|gear| {
        let starts = gear.start.into_iter().chain(gear.effective).map(|start| start.span);
        starts.chain(gear.declared.map(|(_, place)| place.key))
    });
    section.chain(gears).any(at)
}
