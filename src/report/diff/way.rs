//! Figures on the way to a target: milestones, and the targets of stretches of time.

use super::change::{Figures, How};
use crate::decode::FiscalYear;
use crate::strategy::date::{CoarseDate, days_between};
use crate::strategy::kpi::Kpi;
use crate::strategy::number::Number;

/// Below this key a KPI has its milestones.
pub(crate) const MILESTONES: &str = "milestones.";

/// Below this key a KPI has the targets of stretches of time.
pub(crate) const STRETCHES: &str = "targets.";

/// True if the target of a KPI is what its stretches come to, and all of those before are the same.
pub(super) fn only_adds([old, new]: [Option<&Kpi>; 2]) -> bool {
    let stretches = |kpi: Option<&Kpi>| -> Option<Vec<(CoarseDate, Number)>> {
        let kpi = kpi.filter(|kpi| kpi.target.is_absent())?;
        let targets = kpi.targets.get().filter(|targets| targets.is_whole())?;
        Some(targets.iter().map(|(date, value, _)| (*date, *value)).collect())
    };
    stretches(old)
        .zip(stretches(new))
        .is_some_and(|(old, new)| old.len() < new.len() && old.iter().all(|stretch| new.contains(stretch)))
}

/// If the target as a whole changed, its stretches do not say the same again.
pub(super) fn leave_to_the_target(changes: &mut [How], states: &[How]) {
    if !states.iter().any(|how| matches!(how, How::TargetChanged(_))) {
        return;
    }
    for how in changes {
        if let How::ReTargeted { key, effect, .. } = how
            && key.starts_with(STRETCHES)
        {
            *effect = None;
        }
    }
}

/// One milestone that was removed and one with the same figure that was added are one that moved.
pub(super) fn moved(changes: &mut Vec<How>, [old, new]: [FiscalYear; 2]) {
    while let Some((gone, added, how)) = pair(changes, [old, new]) {
        changes.remove(gone.max(added));
        changes.remove(gone.min(added));
        changes.push(how);
    }
}

fn pair(changes: &[How], years: [FiscalYear; 2]) -> Option<(usize, usize, How)> {
    let milestones = || {
        changes.iter().enumerate().filter_map(|(index, how)| match how {
            How::ReTargeted { key, figures, .. } => Some((index, key.strip_prefix(MILESTONES)?, figures)),
            _ => None,
        })
    };
    milestones().find_map(|(gone, from, old)| {
        let is_same = |new: &Figures| {
            let figures = Figures {
                from: old.from,
                to: new.to,
                from_unit: old.from_unit.clone(),
                to_unit: new.to_unit.clone(),
            };
            old.from.is_some()
                && old.to.is_none()
                && new.from.is_none()
                && old.from == new.to
                && figures.are_comparable()
        };
        let (added, to, _) = milestones().find(|(_, _, new)| is_same(new))?;
        let day = |text, year| CoarseDate::parse_in(text, year).ok().map(|date| date.last);
        let days = day(from, years[0]).zip(day(to, years[1])).map(|(from, to)| days_between(from, to));
        let key = format!("{MILESTONES}{from}");
        Some((
            gone,
            added,
            How::Moved { key, from: Some(from.to_owned()), to: Some(to.to_owned()), days, follows: false },
        ))
    })
}
