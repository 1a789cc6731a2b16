//! What changed, in words: a headline of one line, then what is worse, then the rest in the order of
//! a strategy.

mod aspect;
mod clauses;
mod headline;

use std::collections::HashSet;

use super::parts::{self, strategy_name};
use crate::finding::Level;
use crate::render::outline::{Entry, List, Mark, Outline};
use crate::report::diff::Diff;
use crate::report::diff::change::{Change, Figures, How};
use crate::report::diff::news::{NewsGroup, grouped};
use crate::report::gaps::since::Since;
use crate::strategy::subject::{EntryKind, Subject};
use crate::words::text::{Text, bold, code, day, dim, join, name, text};
use crate::words::{counted, shown};

/// How many entries a list has before the rest is only counted.
const LONGEST: usize = 30;
/// How many entries there are if the changes are a part of another report.
const SHORTEST: usize = 12;
/// How many of those can be new findings.
const MAX_FINDINGS: usize = 4;

const PARTS: [(&str, &str, &[EntryKind]); 9] = [
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
    ("campaigns", "Campaigns", &[EntryKind::Campaign]),
    ("gears", "Gears", &[EntryKind::Purpose, EntryKind::Gear]),
    ("platforms", "Platforms", &[EntryKind::Platform, EntryKind::Account]),
    ("kpis", "KPIs", &[EntryKind::Kpi]),
    (
        "decisions",
        "Risks, decisions, lessons, documents",
        &[EntryKind::Risk, EntryKind::Decision, EntryKind::Lesson, EntryKind::Document],
    ),
];

pub fn outline(diff: &Diff) -> Outline {
    let mut out = Outline::default();
    out.bold(headline::headline(diff));
    out.dim(versions(diff));
    doubts(&mut out, diff);
    let new = grouped(diff.findings.fresh());
    section(&mut out, "new-findings", "New findings", new.iter().map(|news| finding(news, diff)).collect());
    section(&mut out, "standing", "Where things stand now", standing(diff));
    let changes = relevant(diff);
    for (id, title, whats) in PARTS {
        let own = changes.iter().copied();
        let own = own.filter(|change| whats.contains(&change.subject.kind()) && !is_standing(change));
        section(&mut out, id, title, entries(&own.collect::<Vec<_>>(), diff));
    }
    let (milder, resolved) = (grouped(&diff.findings.less_severe), grouped(&diff.findings.resolved));
    let milder = milder.iter().map(|news| finding(news, diff));
    let resolved = resolved
        .iter()
        .map(|news| Entry::new(Mark::Good, problem(news) + dim(format!(" ({})", news.first.rule))));
    section(&mut out, "resolved", "Findings resolved", milder.chain(resolved).collect());
    let allowed = diff.findings.allowed;
    if allowed.old != allowed.new {
        let before = if allowed.old == 0 { "none".to_owned() } else { allowed.old.to_string() };
        let now = counted(allowed.new, "finding", "findings");
        out.dim(format!("Allow comments silence {now}, compared with {before} before."));
    }
    out
}

pub(super) fn since(out: &mut Outline, since: &Since) {
    let diff = &since.diff;
    out.section("since", text("Changes since ") + name(&since.label), "");
    doubts(out, diff);
    if !diff.old.is_judged || !diff.new.is_judged {
        return;
    }
    if since.is_silent() {
        out.dim(text("Nothing has changed since ") + name(&since.label) + ".");
        return;
    }
    out.text(headline::headline(diff));
    let severe = grouped(diff.findings.fresh().filter(|news| news.level > Level::Info));
    let severe = severe.iter().take(MAX_FINDINGS);
    let severe = severe.map(|news| Entry { detail: Text::default(), ..finding(news, diff) });
    let mut lines: Vec<Entry> = severe.collect();
    let edits: Vec<&Change> = relevant(diff).into_iter().filter(|change| !is_standing(change)).collect();
    let softened: HashSet<&Subject> = since.softened().map(|change| &change.subject).collect();
    // What asks for less comes before what can be cut off.
    let (first, others): (Vec<&Change>, Vec<&Change>) =
        edits.iter().partition(|change| softened.contains(&change.subject));
    lines.extend(entries(&first, diff));
    lines.extend(standing(diff));
    lines.extend(entries(&others, diff));
    let rest = lines.len().saturating_sub(SHORTEST);
    lines.truncate(SHORTEST);
    out.list_or(List::bullets(lines), "");
    if rest > 0 {
        let command = code(format!("stratplan diff {} {}", since.asked, diff.new.path));
        out.dim(text(format!("And {rest} more: ")) + command + " shows them all.");
    }
}

fn versions(diff: &Diff) -> Text {
    let (old, new) = (&diff.old, &diff.new);
    let days = if old.as_of == new.as_of {
        text("both judged as of ") + day(new.as_of)
    } else {
        text("judged as of ") + day(old.as_of) + " and " + day(new.as_of)
    };
    strategy_name(&diff.name) + ": from " + name(&old.path) + " to " + name(&new.path) + ", " + days + "."
}

fn doubts(out: &mut Outline, diff: &Diff) {
    for version in [&diff.old, &diff.new] {
        let path = name(&version.path);
        let unjudged =
            " cannot be checked as a strategy, so nothing is compared: `stratplan check` says why.";
        let partial = " could not be read and are not compared: `stratplan check` shows which.";
        if !version.is_judged {
            out.text(path + unjudged);
        } else if !version.is_whole {
            out.text(text("Parts of ") + path + partial);
        }
    }
}

fn section(out: &mut Outline, id: &'static str, title: &str, mut lines: Vec<Entry>) {
    if lines.is_empty() {
        return;
    }
    // A single line more is as short as the words that would replace it.
    let rest = if lines.len() > LONGEST + 1 { lines.split_off(LONGEST).len() } else { 0 };
    out.section(id, title, "");
    out.list_or(List::bullets(lines), "");
    if rest > 0 {
        out.dim(format!("And {rest} more; `--format json` has them all."));
    }
}

fn problem(news: &NewsGroup<'_>) -> Text {
    let about = news.about();
    let about = (!about.is_empty()).then(|| text(": ") + parts::few(&about));
    text(news.message()) + about
}

fn finding(news: &NewsGroup<'_>, diff: &Diff) -> Entry {
    let first = news.first;
    let is_elsewhere = ![&diff.old.path, &diff.new.path].contains(&&first.path);
    let path = is_elsewhere.then(|| name(&first.path) + ", ");
    let was = first.was.map(|was| format!(", {} instead of {}", first.level.name(), was.name()));
    let place = text(format!(" ({}, ", first.rule)) + path + format!("line {}", first.line) + was + ")";
    parts::finding(first.level, problem(news) + dim(place), &first.help)
}

/// True for what edits did to the figures; the edits themselves are listed under what they are about.
fn is_standing(change: &Change) -> bool {
    let is_figure = matches!(change.subject.kind(), EntryKind::Goal | EntryKind::Gear | EntryKind::Kpi);
    is_figure && matches!(change.how, How::Became { .. })
}

fn standing(diff: &Diff) -> Vec<Entry> {
    let ranks = [(Some(false), Mark::Bad), (Some(true), Mark::Good), (None, Mark::Changed)];
    let of_rank = |(rank, mark)| {
        diff.changes.iter().filter(|change| is_standing(change)).filter_map(move |change| match &change.how {
            How::Became { from, to, better, remeasured } if *better == rank => {
                let of_same = diff.changes.iter().filter(|other| other.subject == change.subject);
                let why = remeasured.then(|| aspect::remeasured(&of_same.collect::<Vec<_>>()));
                Some(Entry::new(mark, subject(change) + format!(": {from} → {to}") + why))
            }
            _ => None,
        })
    };
    ranks.into_iter().flat_map(of_rank).collect()
}

/// What a change is about: `gear marketing.engagement`.
fn subject(change: &Change) -> Text {
    let (noun, _) = change.subject.kind().nouns();
    let id = change.subject.id();
    if id.is_empty() { bold(noun) } else { text(format!("{noun} ")) + bold(name(id)) }
}

fn entries(changes: &[&Change], diff: &Diff) -> Vec<Entry> {
    changes.chunk_by(|one, next| one.subject == next.subject).filter_map(|of| entry(of, diff)).collect()
}

fn entry(changes: &[&Change], diff: &Diff) -> Option<Entry> {
    let first = changes.first()?;
    let title = first.title.as_deref().map(|title| text(": ") + name(shown(title)));
    let (mark, rest) = match &first.how {
        How::Added { start } => {
            let pillar = first.subject.pillar().map(|pillar| text(pillar.to_string()));
            let start = start.as_ref().map(|start| text("starts ") + day(start));
            let facts = join([pillar, start, first.owner.as_ref().map(name)].into_iter().flatten(), ", ");
            let facts = (!facts.is_empty()).then(|| dim(text(" (") + facts + ")"));
            (Mark::Added, Text::from(title) + facts)
        }
        How::Removed => {
            let rest = changes.iter().filter_map(|one| clauses::clause(one, diff));
            (Mark::Removed, rest.fold(title.into(), |line, clause| line + "; " + clause))
        }
        _ => {
            let clauses = changes.iter().filter_map(|one| clauses::clause(one, diff));
            (Mark::Changed, text(": ") + join(clauses, "; "))
        }
    };
    Some(Entry::new(mark, subject(first) + rest))
}

/// The changes to report. Something that is left out says a reason instead of its other keys: that those
/// are gone is not worth a word.
fn relevant(diff: &Diff) -> Vec<&Change> {
    let entries = diff.changes.chunk_by(|one, next| one.subject == next.subject);
    let relevant = entries.flat_map(|changes| {
        let is_left_out = changes.iter().any(|one| matches!(one.how, How::LeftOut { .. }));
        changes.iter().filter(move |change| !is_left_out || !is_dispensable(&change.how))
    });
    relevant.collect()
}

/// True for a key that is gone, or whose value somebody else has now.
fn is_dispensable(how: &How) -> bool {
    matches!(
        how,
        How::Moved { to: None, .. }
            | How::ReTargeted { figures: Figures { to: None, .. }, .. }
            | How::Budgeted { to: None, .. }
            | How::Reworded { to: None, .. }
            | How::Changed { to: None, .. }
            | How::ReOwned { .. }
    )
}
