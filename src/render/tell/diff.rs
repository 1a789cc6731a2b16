//! What changed, in words: a headline of one line, then what is worse, then the rest in the order of
//! a strategy.

mod clauses;
mod headline;

use super::parts::mark_of_level;
use crate::finding::Level;
use crate::render::outline::{Entry, List, Mark, Outline};
use crate::render::outline::{Run, plain, quiet, strong};
use crate::report::diff::Diff;
use crate::report::diff::change::{Change, How};
use crate::report::diff::news::News;
use crate::report::gaps::since::Since;
use crate::strategy::subject::EntryKind;
use crate::words::counted;

/// How many things a list names before the rest is only counted.
const LONGEST: usize = 30;
/// How many things are named where the changes are a part of another report.
const SHORTEST: usize = 12;
/// How many new findings are among those.
const MOST_FINDINGS: usize = 4;

/// The parts of a strategy that changes are told under.
const PARTS: [(&str, &str, &[EntryKind]); 8] = [
    (
        "strategy",
        "Strategy, people, money",
        &[EntryKind::File, EntryKind::Strategy, EntryKind::Person, EntryKind::Budget],
    ),
    ("goals", "Goals", &[EntryKind::Goal]),
    (
        "marketing-strategy",
        "Marketing strategy and audiences",
        &[EntryKind::MarketingStrategy, EntryKind::Objective, EntryKind::Channel, EntryKind::Audience],
    ),
    (
        "pillars",
        "Pillars and activities",
        &[EntryKind::Pillar, EntryKind::Answer, EntryKind::ContactCenter, EntryKind::Activity],
    ),
    ("gears", "Gears", &[EntryKind::Purpose, EntryKind::Gear]),
    ("platforms", "Platforms", &[EntryKind::Platform]),
    ("kpis", "KPIs", &[EntryKind::Kpi]),
    ("decisions", "Risks, decisions, lessons", &[EntryKind::Risk, EntryKind::Decision, EntryKind::Lesson]),
];

/// The whole report.
pub fn outline(diff: &Diff) -> Outline {
    let mut out = Outline::default();
    out.loud(headline::headline(diff));
    out.whisper(versions(diff));
    doubts(&mut out, diff);
    let new = diff.findings.fresh().map(|news| finding(news, diff));
    section(&mut out, "new-findings", "New findings", new.collect());
    section(&mut out, "standing", "Where things stand now", standing(diff));
    let changes = telling(diff);
    for (id, title, whats) in PARTS {
        let own = changes.iter().copied();
        let own = own.filter(|change| whats.contains(&change.subject.kind()) && !is_standing(change));
        section(&mut out, id, title, entries(&own.collect::<Vec<_>>(), diff));
    }
    let milder = diff.findings.milder.iter().map(|news| finding(news, diff));
    let resolved = diff.findings.resolved.iter().map(|news| Entry {
        mark: Some(Mark::Good),
        text: vec![plain(&news.message), quiet(format!(" ({})", news.rule))],
        detail: None,
    });
    section(&mut out, "resolved", "Findings resolved", milder.chain(resolved).collect());
    let allowed = diff.findings.allowed;
    if allowed.old != allowed.new {
        out.whisper(format!(
            "Allow comments silence {}, where they silenced {} before.",
            findings(allowed.new),
            if allowed.old == 0 { "none".to_owned() } else { allowed.old.to_string() },
        ));
    }
    out
}

/// What changed since an older version, as a part of another report.
pub(super) fn since(out: &mut Outline, since: &Since) {
    let diff = &since.diff;
    out.section("since", format!("Changes since {}", since.label));
    doubts(out, diff);
    if !diff.old.is_judged || !diff.new.is_judged {
        return;
    }
    if since.is_silent() {
        out.whisper(format!("Nothing has changed since {}.", since.label));
        return;
    }
    out.say(headline::headline(diff));
    let grave = diff.findings.fresh().filter(|news| news.level > Level::Info);
    let grave = grave.take(MOST_FINDINGS).map(|news| Entry { detail: None, ..finding(news, diff) });
    let mut lines: Vec<Entry> = grave.collect();
    lines.extend(standing(diff));
    let edits = telling(diff).into_iter().filter(|change| !is_standing(change));
    lines.extend(entries(&edits.collect::<Vec<_>>(), diff));
    let rest = lines.len().saturating_sub(SHORTEST);
    lines.truncate(SHORTEST);
    if !lines.is_empty() {
        out.list_or(List { is_numbered: false, entries: lines }, "");
    }
    if rest > 0 {
        out.whisper(format!(
            "And {rest} more: `stratplan diff {} {}` tells all.",
            since.asked, diff.new.path
        ));
    }
}

fn versions(diff: &Diff) -> String {
    let (old, new) = (&diff.old, &diff.new);
    let name = if diff.name.is_empty() { "A strategy without a name" } else { &diff.name };
    let days = if old.as_of == new.as_of {
        format!("both judged as of {}", new.as_of)
    } else {
        format!("judged as of {} and {}", old.as_of, new.as_of)
    };
    format!("{name}: from {} to {}, {days}.", old.path, new.path)
}

/// What keeps the comparison from being the whole truth.
fn doubts(out: &mut Outline, diff: &Diff) {
    for version in [&diff.old, &diff.new] {
        if !version.is_judged {
            out.say(format!(
                "{} is no strategy that can be judged, so nothing is compared: `stratplan check` says why.",
                version.path
            ));
        } else if !version.is_whole {
            out.say(format!(
                "Parts of {} could not be read. What stands there is not compared: `stratplan check` tells.",
                version.path
            ));
        }
    }
}

/// A part of the report, where there is something to say in it.
fn section(out: &mut Outline, id: &'static str, title: &str, mut lines: Vec<Entry>) {
    if lines.is_empty() {
        return;
    }
    // A single line more is as short as the words that would stand for it.
    let rest = if lines.len() > LONGEST + 1 { lines.split_off(LONGEST).len() } else { 0 };
    out.section(id, title);
    out.list_or(List { is_numbered: false, entries: lines }, "");
    if rest > 0 {
        out.whisper(format!("And {rest} more; `--format json` has them all."));
    }
}

fn finding(news: &News, diff: &Diff) -> Entry {
    let place = if [&diff.old.path, &diff.new.path].contains(&&news.path) {
        format!("line {}", news.line)
    } else {
        format!("{}, line {}", news.path, news.line)
    };
    let was = news.was.map(|was| format!(", {} instead of {}", news.level.name(), was.name()));
    Entry {
        mark: mark_of_level(news.level),
        text: vec![
            plain(&news.message),
            quiet(format!(" ({}, {place}{})", news.rule, was.unwrap_or_default())),
        ],
        detail: (news.level > Level::Info).then(|| news.help.clone()),
    }
}

fn findings(count: usize) -> String {
    counted(i64::try_from(count).unwrap_or(i64::MAX), "finding", "findings")
}

/// True for what edits did to the figures; the edits themselves are told under what they are about.
fn is_standing(change: &Change) -> bool {
    let is_figure = matches!(change.subject.kind(), EntryKind::Goal | EntryKind::Gear | EntryKind::Kpi);
    is_figure && matches!(change.how, How::Became { .. })
}

/// What stands elsewhere, the worse first.
fn standing(diff: &Diff) -> Vec<Entry> {
    let mut stands: Vec<(Option<bool>, Entry)> = Vec::new();
    for change in diff.changes.iter().filter(|change| is_standing(change)) {
        let How::Became { from, to, better } = &change.how else { continue };
        let mark = match better {
            Some(true) => Mark::Good,
            Some(false) => Mark::Bad,
            None => Mark::Changed,
        };
        let mut text = subject(change);
        text.push(plain(format!(": {from} → {to}")));
        stands.push((*better, Entry { mark: Some(mark), text, detail: None }));
    }
    stands.sort_by_key(|(better, _)| match better {
        Some(false) => 0,
        Some(true) => 1,
        None => 2,
    });
    stands.into_iter().map(|(_, entry)| entry).collect()
}

/// What a change is about: `gear marketing.engagement`.
fn subject(change: &Change) -> Vec<Run> {
    let (noun, _) = change.subject.kind().nouns();
    let id = change.subject.id();
    if id.is_empty() {
        return vec![strong(noun)];
    }
    vec![plain(format!("{noun} ")), strong(id)]
}

/// One line for each thing that changed, with everything that changed about it.
fn entries(changes: &[&Change], diff: &Diff) -> Vec<Entry> {
    changes.chunk_by(|one, next| one.subject == next.subject).filter_map(|of| entry(of, diff)).collect()
}

fn entry(changes: &[&Change], diff: &Diff) -> Option<Entry> {
    let first = changes.first()?;
    let mut text = subject(first);
    let title = first.title.as_deref().map(|title| format!(": {}", crate::words::shown(title)));
    let mark = match &first.how {
        How::Added { start } => {
            text.push(plain(title.unwrap_or_default()));
            let start = start.as_ref().map(|start| format!("starts {start}"));
            let pillar = first.subject.pillar().map(|pillar| pillar.to_string());
            let facts: Vec<String> = [pillar, start, first.owner.clone()].into_iter().flatten().collect();
            if !facts.is_empty() {
                text.push(quiet(format!(" ({})", facts.join(", "))));
            }
            Mark::Added
        }
        How::Removed => {
            text.push(plain(title.unwrap_or_default()));
            Mark::Removed
        }
        _ => {
            let clauses =
                changes.iter().filter_map(|change| clauses::clause(change, diff.currency.as_deref()));
            text.push(plain(format!(": {}", clauses.collect::<Vec<_>>().join("; "))));
            Mark::Changed
        }
    };
    Some(Entry { mark: Some(mark), text, detail: None })
}

/// The changes that are told. What is left out says a reason instead of its other keys: that those are
/// gone is no news.
fn telling(diff: &Diff) -> Vec<&Change> {
    let entries = diff.changes.chunk_by(|one, next| one.subject == next.subject);
    let of_entry = |changes: &'_ [Change]| changes.iter().any(|one| matches!(one.how, How::LeftOut { .. }));
    let told = entries.flat_map(|changes| {
        let is_left_out = of_entry(changes);
        changes.iter().filter(move |change| !is_left_out || !is_beside_the_point(&change.how))
    });
    told.collect()
}

/// True for a key that went, or whose value somebody else has now.
fn is_beside_the_point(how: &How) -> bool {
    matches!(
        how,
        How::Moved { to: None, .. }
            | How::ReTargeted { to: None, .. }
            | How::Budgeted { to: None, .. }
            | How::Reworded { to: None, .. }
            | How::Changed { to: None, .. }
            | How::ReOwned { .. }
    )
}
