//! All of it in one line: `2 goals and 1 gear moved, 1 KPI now off track, 2 findings resolved`.

use std::collections::HashSet;

use crate::finding::Level;
use crate::report::diff::change::{Change, How};
use crate::report::diff::{Diff, Likeness};
use crate::strategy::subject::{EntryKind, Subject};
use crate::words::{and, counted};

/// How many kinds of change the line names.
const MOST_KINDS: usize = 5;
/// How many sorts of things it names to which the same was done.
const MOST_SORTS: usize = 3;

/// What was done to something, and its rank: the lowest comes first.
fn verb(change: &Change) -> (u8, String) {
    let (rank, verb) = match &change.how {
        How::Became { to, better, .. } => {
            let rank = u8::from(*better != Some(false));
            let verb = match (change.subject.kind(), to.as_str()) {
                (EntryKind::Goal, "aligned") => "now aligned".to_owned(),
                (EntryKind::Goal, _) => "no longer aligned".to_owned(),
                (EntryKind::Decision, "made") => "made".to_owned(),
                (_, "fell back") => "fallen back".to_owned(),
                (_, to) => format!("now {to}"),
            };
            return (rank, verb);
        }
        How::Unreadable { .. } => (2, "unreadable in one version"),
        How::Removed => (3, "removed"),
        How::Added { .. } => (4, "added"),
        How::LeftOut { .. } => (5, "left out"),
        How::TakenUp { .. } => (5, "taken up again"),
        How::Transferred { .. } => (6, "moved to another pillar"),
        How::Moved { .. } if matches!(change.subject.kind(), EntryKind::Activity | EntryKind::Gear) => {
            (7, "moved")
        }
        How::Moved { .. } => (10, "re-dated"),
        How::Reordered { .. } => (7, "put in another order"),
        How::ReOwned { .. } | How::Inherits { .. } => (8, "handed over"),
        How::ReTargeted { .. } => (9, "re-targeted"),
        How::Budgeted { .. } => (10, "re-budgeted"),
        How::Read { added, .. } if !added.is_empty() => (11, "with new readings"),
        How::Read { .. } => (11, "with corrected readings"),
        How::Renamed { .. } => (12, "renamed"),
        How::Reworded { .. } => (13, "reworded"),
        How::Changed { .. } => (14, "changed"),
    };
    (rank, verb.to_owned())
}

pub(super) fn headline(diff: &Diff) -> String {
    match diff.likeness {
        Likeness::Identical => return "The files are the same.".to_owned(),
        Likeness::Alike => return "Nothing changed but comments, order or layout.".to_owned(),
        Likeness::Different => {}
    }
    let mut kinds: Vec<(u8, String, EntryKind, HashSet<&Subject>)> = Vec::new();
    for change in super::relevant(diff) {
        let (rank, verb) = verb(change);
        let is_it = |one: &&mut (u8, String, EntryKind, HashSet<&Subject>)| {
            one.1 == verb && one.2 == change.subject.kind()
        };
        match kinds.iter_mut().find(is_it) {
            Some((.., about)) => _ = about.insert(&change.subject),
            None => kinds.push((rank, verb, change.subject.kind(), HashSet::from([&change.subject]))),
        }
    }
    kinds.sort_by_key(|(rank, ..)| *rank);
    let mut parts: Vec<(String, Vec<(EntryKind, usize)>)> = Vec::new();
    let mut rest = 0;
    for (_, verb, what, about) in kinds {
        let is_full = parts.len() >= MOST_KINDS;
        match parts.iter_mut().find(|(of, _)| *of == verb) {
            Some((_, all)) => all.push((what, about.len())),
            None if is_full => rest += about.len(),
            None => parts.push((verb, vec![(what, about.len())])),
        }
    }
    let mut parts: Vec<String> =
        parts.into_iter().map(|(verb, things)| format!("{} {verb}", subject(&things))).collect();
    if rest > 0 {
        parts.push(counted(rest, "other change", "other changes"));
    }
    let (errors, others) = of_findings(diff);
    parts.extend(others);
    parts.splice(..0, errors);
    if parts.is_empty() { "Nothing can be compared.".to_owned() } else { parts.join(", ") }
}

/// `3 goals and 1 gear`; `budget`, as there is only one; `8 entries` of many sorts.
fn subject(things: &[(EntryKind, usize)]) -> String {
    if things.len() > MOST_SORTS {
        return counted(things.iter().map(|(_, number)| number).sum::<usize>(), "entry", "entries");
    }
    let named = things.iter().map(|(what, number)| {
        let (one, many) = what.nouns();
        let is_single = matches!(
            what,
            EntryKind::File
                | EntryKind::Strategy
                | EntryKind::Budget
                | EntryKind::MarketingStrategy
                | EntryKind::ContactCenter
        );
        if is_single { one.to_owned() } else { counted(*number, one, many) }
    });
    and(&named.collect::<Vec<_>>())
}

fn of_findings(diff: &Diff) -> (Option<String>, Vec<String>) {
    let news = &diff.findings;
    let new = |level| news.new.iter().filter(|one| one.level == level).count();
    let said = |number: usize, one: &str, many: &str| (number > 0).then(|| counted(number, one, many));
    let other = |number: usize, verb: &str| {
        (number > 0).then(|| format!("{} {verb}", counted(number, "finding", "findings")))
    };
    let errors = said(new(Level::Error), "new error", "new errors");
    let parts = [
        said(new(Level::Warning), "new warning", "new warnings"),
        said(new(Level::Info), "new piece of advice", "new pieces of advice"),
        other(news.more_severe.len(), "more severe"),
        other(news.less_severe.len(), "less severe"),
        other(news.resolved.len(), "resolved"),
    ];
    let mut parts: Vec<String> = parts.into_iter().flatten().collect();
    if news.allowed.old != news.allowed.new {
        let change = news.allowed.old.abs_diff(news.allowed.new);
        let way = if news.allowed.new > news.allowed.old { "more" } else { "fewer" };
        parts.push(format!(
            "{} allowed",
            counted(change, &format!("{way} finding"), &format!("{way} findings"))
        ));
    }
    (errors, parts)
}
