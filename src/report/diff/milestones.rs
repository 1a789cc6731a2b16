//! Milestones that moved to another day with the same figure.

use super::change::{Figures, How};
use crate::decode::FiscalYear;
use crate::strategy::date::{CoarseDate, days_between};

/// Below this key a KPI has its milestones.
pub(crate) const MILESTONES: &str = "milestones.";

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
