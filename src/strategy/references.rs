//! Ids that are used and not declared anywhere.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use super::Strategy;
use super::gear::{GearKind, GearRef, PurposeKind};
use super::subject::EntryKind;
use super::walk::{Node, Target, Visitor, walk};
use crate::decode::field::Field;
use crate::decode::maps::ById;
use crate::decode::{is_id, slug};
use crate::finding::file::UNKNOWN_REFERENCE;
use crate::finding::{Edit, Finding, Safety};
use crate::source::Span;
use crate::words::nearest::{Nearest, nearest};

impl Target {
    const fn noun(self) -> &'static str {
        match self {
            Self::Entry(kind) => kind.nouns().0,
            Self::Owner => "person",
            Self::Responder => "person or team",
        }
    }

    /// The section that declares it.
    const fn section(self) -> &'static str {
        match self {
            Self::Owner | Self::Responder => "people",
            Self::Entry(kind) => match kind.section() {
                Some(section) => section,
                None => "",
            },
        }
    }
}

/// The ids a section declares, or `None` where that cannot be known because part of it is unreadable.
type Declared<'a> = Option<Vec<&'a str>>;

fn declared<'a, T: 'a>(section: &'a Field<impl AsRef<ById<T>>>) -> Declared<'a> {
    match section {
        Field::Absent => Some(Vec::new()),
        Field::Invalid(_) => None,
        Field::Set(map, _) => {
            let map = map.as_ref();
            map.is_complete().then(|| map.fields().map(|(id, _)| id.as_str()).collect())
        }
    }
}

struct References<'a> {
    unknown: IndexMap<(Target, &'a str), Vec<Span>>,
    /// The ids of each section; a section that could not be read is not here.
    known: HashMap<Target, HashSet<&'a str>>,
    /// What ids with capitals or blanks will become: those are reported where they are declared.
    corrected: HashSet<(Target, String)>,
}

impl<'a> References<'a> {
    fn declare(&mut self, target: Target, ids: Declared<'a>) {
        if let Some(ids) = ids {
            let corrected = ids.iter().filter(|id| !is_id(id)).map(|id| (target, slug(id)));
            self.corrected.extend(corrected);
            self.known.insert(target, ids.into_iter().collect());
        }
    }
}

impl<'a> Visitor<'a> for References<'a> {
    fn field<T: Node>(&mut self, _: &[&'a str], field: &'a Field<T>) {
        field.references(Span::START, &mut |target, text, span| {
            if self.known.get(&target).is_some_and(|known| !known.contains(text))
                && (self.corrected.is_empty() || !self.corrected.contains(&(target, text.to_owned())))
            {
                self.unknown.entry((target, text)).or_default().push(span);
            }
        });
    }
}

const PURPOSE: Target = Target::Entry(EntryKind::Purpose);

/// For how many unknown ids it is looked for what was meant. Nobody reads more.
const MOST_MEANT: usize = 500;

/// Reports every id that is used and not declared anywhere, once with all its uses.
pub fn check(strategy: &Strategy, findings: &mut Vec<Finding>) {
    let mut references =
        References { unknown: IndexMap::new(), known: HashMap::new(), corrected: HashSet::new() };
    declare_all(strategy, &mut references);
    walk(strategy, &mut references);
    // Sorted once for each target: a file may name thousands of ids that it does not declare.
    let before = findings.len();
    let mut sorted: HashMap<Target, Vec<&str>> = HashMap::new();
    for ((target, text), uses) in &mut references.unknown {
        // The first in the file is reported with the others next to it.
        uses.sort_by_key(|span| span.start);
        let Some((first, others)) = uses.split_first() else { continue };
        let known = sorted.entry(*target).or_insert_with(|| {
            let mut known: Vec<&str> = references.known.get(target).into_iter().flatten().copied().collect();
            known.sort_unstable();
            known
        });
        // Looking for what was meant takes time for each id that is declared.
        let meant = if findings.len() < before + MOST_MEANT { known.as_slice() } else { &[] };
        let meant = nearest(text, meant.iter().copied());
        findings.push(finding(*target, text, *first, others, known, meant));
    }
    check_bare_gears(strategy, findings);
}

fn finding(
    target: Target,
    text: &str,
    first: Span,
    others: &[Span],
    known: &[&str],
    meant: Option<Nearest<'_>>,
) -> Finding {
    let (noun, section) = (target.noun(), target.section());
    let shown = crate::words::shown(text);
    if target == PURPOSE {
        let finding = UNKNOWN_REFERENCE
            .at(first, format!("this is a gear of `{shown}`, a purpose that is not declared"))
            .label(format!("`purposes:` declares {} only", crate::words::and(known)))
            .help(format!("add `{shown}:` under `purposes:`, or name a gear of {}", crate::words::or(known)));
        return also_at(finding, others);
    }
    let finding = also_at(UNKNOWN_REFERENCE.at(first, format!("there is no {noun} `{shown}`")), others);
    if target == Target::Owner && names_several(text) {
        return finding
            .label("more than one name")
            .help("one person answers for it: write one name; the others can be named in a text");
    }
    match meant {
        Some(meant) => {
            let edits = std::iter::once(&first).chain(others);
            let edits = edits.map(|span| Edit { span: *span, text: meant.name.to_owned() }).collect();
            finding
                .label(format!("did you mean `{}`?", meant.name))
                .help(format!("write `{}`, or add `{shown}` under `{section}:`", meant.name))
                .fix(format!("write `{}`", meant.name), Safety::Unsafe, edits)
        }
        None if known.is_empty() => finding
            .label(format!("`{section}:` declares none"))
            .help(format!("add `{shown}` under `{section}:`, or remove it here")),
        None => finding.label("not declared anywhere").help(format!(
            "add `{shown}` under `{section}:`, or use one of: {}",
            known.iter().take(8).copied().collect::<Vec<_>>().join(", ")
        )),
    }
}

/// True for `Mia and Jo` where one person is expected.
fn names_several(text: &str) -> bool {
    [",", ";", "/", "&", "+", " and ", " und ", " or "].iter().any(|sign| text.contains(sign))
}

fn also_at(finding: Finding, others: &[Span]) -> Finding {
    others.iter().fold(finding, |finding, other| finding.also(*other, "and here"))
}

/// Reports gears that are named alone where two purposes are declared.
fn check_bare_gears(strategy: &Strategy, findings: &mut Vec<Finding>) {
    if !PurposeKind::ALL.iter().all(|kind| strategy.purposes.get().is_some_and(|all| all.get(*kind).is_set()))
    {
        return;
    }
    let mut bare: IndexMap<GearKind, Vec<Span>> = IndexMap::new();
    for used in strategy.activities() {
        for gear in used.activity.gears.items() {
            if let Some((GearRef { purpose: None, gear }, place)) = gear.placed() {
                bare.entry(*gear).or_default().push(place.value);
            }
        }
    }
    for (gear, uses) in bare {
        let Some((first, others)) = uses.split_first() else { continue };
        let message = format!("`{gear}` does not say whose gear it is: marketing's or support's");
        let finding = also_at(UNKNOWN_REFERENCE.at(*first, message), others).label("both purposes have one");
        let names = PurposeKind::ALL.map(|purpose| format!("`{purpose}.{gear}`"));
        let both = crate::words::or(&names);
        findings.push(finding.help(format!("write {both}, or both where it turns both")));
    }
}

fn declare_all<'a>(strategy: &'a Strategy, references: &mut References<'a>) {
    references.declare(Target::Entry(EntryKind::Goal), declared(&strategy.goals));
    references.declare(Target::Entry(EntryKind::Kpi), declared(&strategy.kpis));
    references.declare(Target::Entry(EntryKind::Audience), declared(&strategy.audiences));
    references.declare(Target::Entry(EntryKind::Platform), declared(&strategy.platforms));
    if !strategy.people.is_absent() {
        let people = declared(&strategy.people);
        let teams = strategy.people().filter_map(|(_, person)| person.team.get()).map(String::as_str);
        references
            .declare(Target::Responder, people.clone().map(|ids| ids.into_iter().chain(teams).collect()));
        references.declare(Target::Owner, people.clone());
        references.declare(Target::Entry(EntryKind::Person), people);
    }
    let purposes = match &strategy.purposes {
        Field::Invalid(_) => None,
        Field::Absent => Some(Vec::new()),
        Field::Set(purposes, _) => {
            let is_there = |kind: &PurposeKind| !purposes.get(*kind).is_absent();
            Some(PurposeKind::ALL.into_iter().filter(is_there).map(PurposeKind::key).collect())
        }
    };
    // If no purpose is declared at all, that is a separate finding.
    references.declare(PURPOSE, purposes.filter(|purposes: &Vec<_>| !purposes.is_empty()));
    match &strategy.marketing_strategy {
        Field::Invalid(_) => {}
        Field::Absent => {
            references.declare(Target::Entry(EntryKind::Objective), Some(Vec::new()));
            references.declare(Target::Entry(EntryKind::Channel), Some(Vec::new()));
        }
        Field::Set(marketing, _) => {
            references.declare(Target::Entry(EntryKind::Objective), declared(&marketing.objectives));
            references.declare(Target::Entry(EntryKind::Channel), declared(&marketing.channels));
        }
    }
}
