//! All of it in one line: `2 goals and 1 gear moved, 1 KPI now off track, 2 findings resolved`.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::aspect::{Noun, aspect};
use crate::analysis::gears::State;
use crate::finding::Level;
use crate::report::diff::change::{Change, How};
use crate::report::diff::{Diff, Likeness};
use crate::strategy::subject::{EntryKind, Subject};
use crate::words::{and, counted};

/// How many kinds of change the line names.
const MAX_KINDS: usize = 5;
/// How many sorts of things it names to which the same was done.
const MAX_SORTS: usize = 3;

/// What was done to what, and its rank: the lowest comes first. Nothing for a state that is neither better nor worse
/// because the target or the like changed: that is the news.
fn news(change: &Change) -> Option<(u8, Noun, String)> {
    let nouns = change.subject.kind().nouns();
    let (rank, verb) = match &change.how {
        how @ (How::TargetChanged(_) | How::GateChanged(_) | How::ReTargeted { effect: Some(_), .. }) => {
            return aspect(how).map(|(noun, verb)| (u8::from(!how.is_softer()), noun, verb));
        }
        How::Became { remeasured: true, .. } => return None,
        How::Became { from, to, better, .. } => {
            let rank = u8::from(*better != Some(false));
            let verb = match (change.subject.kind(), to.as_str()) {
                (EntryKind::Goal, "aligned") => "now aligned".to_owned(),
                (EntryKind::Goal, _) => "no longer aligned".to_owned(),
                (EntryKind::Decision, "made") => "made".to_owned(),
                (_, "fell back") => "fallen back".to_owned(),
                // That it still runs is not the news.
                (EntryKind::Gear, "running") if from == State::Spinning.name() => {
                    "no longer spinning".to_owned()
                }
                (_, to) => format!("now {to}"),
            };
            return Some((rank, nouns, verb));
        }
        How::Unreadable { .. } => (2, "unreadable in one version"),
        How::Removed => (3, "removed"),
        How::Added { .. } => (4, "added"),
        How::LeftOut { .. } => (5, "left out"),
        How::TakenUp { .. } => (5, "taken up again"),
        How::Transferred { .. } => (6, "moved to another pillar"),
        // `2027-04` and `2027-04-01` start on the same day.
        How::Moved { days, .. }
            if *days != Some(0) && matches!(change.subject.kind(), EntryKind::Activity | EntryKind::Gear) =>
        {
            (7, "moved")
        }
        How::Moved { .. } => (10, "re-dated"),
        How::Reordered { .. } => (7, "reordered"),
        How::ReOwned { .. } | How::Inherits { .. } => (8, "handed over"),
        How::Budgeted { .. } => (10, "re-budgeted"),
        How::Read { added, .. } if !added.is_empty() => (11, "with new readings"),
        How::Read { .. } => (11, "with corrected readings"),
        How::Renamed { .. } => (12, "renamed"),
        how => match (aspect(how), how) {
            (Some((noun, verb)), _) => return Some((9, noun, verb)),
            (None, How::Reworded { .. }) => (13, "reworded"),
            (None, _) => (14, "changed"),
        },
    };
    Some((rank, nouns, verb.to_owned()))
}

fn is_baseline(how: &How) -> bool {
    matches!(how, How::ReTargeted { key, .. } if key == "baseline")
}

pub(super) fn headline(diff: &Diff) -> String {
    match diff.likeness {
        Likeness::Identical => return "The files are the same.".to_owned(),
        Likeness::Alike => return "Nothing changed but comments, order or layout.".to_owned(),
        Likeness::Different => {}
    }
    let mut kinds: IndexMap<(String, Noun), (u8, HashSet<&Subject>)> = IndexMap::new();
    let changes = super::relevant(diff);
    // A baseline that is set with its day is one change.
    let baselines: HashSet<&Subject> =
        changes.iter().filter(|change| is_baseline(&change.how)).map(|change| &change.subject).collect();
    let is_its_day = |change: &Change| {
        let is_day = matches!(&change.how, How::Moved { key, .. } if key.starts_with("baseline."));
        is_day && baselines.contains(&change.subject)
    };
    for change in changes.iter().filter(|change| !is_its_day(change)) {
        let Some((rank, noun, verb)) = news(change) else { continue };
        let kind = kinds.entry((verb, noun)).or_insert((rank, HashSet::new()));
        kind.1.insert(&change.subject);
    }
    kinds.sort_by(|_, (rank, _), _, (other, _)| rank.cmp(other));
    let mut parts: IndexMap<String, Vec<(Noun, usize)>> = IndexMap::new();
    let mut rest = 0;
    for ((verb, what), (_, about)) in kinds {
        if parts.len() < MAX_KINDS || parts.contains_key(&verb) {
            parts.entry(verb).or_default().push((what, about.len()));
        } else {
            rest += about.len();
        }
    }
    let parts = parts.iter().map(|(verb, things)| format!("{} {verb}", subject(things)));
    let (errors, others) = of_findings(diff);
    let rest = some(rest, "other change", "other changes");
    let parts: Vec<String> = errors.into_iter().chain(parts).chain(rest).chain(others).collect();
    if parts.is_empty() { "Nothing can be compared.".to_owned() } else { parts.join(", ") }
}

/// `3 goals and 1 gear`; `budget`, as there is only one; `8 entries` of many sorts.
fn subject(things: &[(Noun, usize)]) -> String {
    if things.len() > MAX_SORTS {
        return counted(things.iter().map(|(_, number)| number).sum::<usize>(), "entry", "entries");
    }
    let single = [
        EntryKind::File,
        EntryKind::Strategy,
        EntryKind::Budget,
        EntryKind::MarketingStrategy,
        EntryKind::ContactCenter,
    ];
    let named = things.iter().map(|(noun, number)| {
        let is_single = single.into_iter().any(|kind| kind.nouns() == *noun);
        if is_single { noun.0.to_owned() } else { counted(*number, noun.0, noun.1) }
    });
    and(&named.collect::<Vec<_>>())
}

/// The new errors, which come first in the line, and the rest of the news.
fn of_findings(diff: &Diff) -> (Option<String>, impl Iterator<Item = String>) {
    let news = &diff.findings;
    let new = |level| news.new.iter().filter(|one| one.level == level).count();
    let way = if news.allowed.new > news.allowed.old { "more" } else { "fewer" };
    let allowed = [format!("{way} finding allowed"), format!("{way} findings allowed")];
    let others = [
        some(new(Level::Warning), "new warning", "new warnings"),
        some(new(Level::Info), "new suggestion", "new suggestions"),
        some(news.more_severe.len(), "finding more severe", "findings more severe"),
        some(news.less_severe.len(), "finding less severe", "findings less severe"),
        some(news.resolved.len(), "finding resolved", "findings resolved"),
        some(news.allowed.new.abs_diff(news.allowed.old), &allowed[0], &allowed[1]),
    ];
    (some(new(Level::Error), "new error", "new errors"), others.into_iter().flatten())
}

/// How many there are, if any.
fn some(number: usize, one: &str, many: &str) -> Option<String> {
    (number > 0).then(|| counted(number, one, many))
}
