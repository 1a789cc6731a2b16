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
use crate::words::nearest::nearest;

/// The ids that a section declares; `None` if a part of it that could not be read can declare more.
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

/// The ids that a reference can name.
struct Section<'a> {
    key: &'static str,
    /// What it declares, in a sentence.
    noun: &'static str,
    /// Sorted, because a file can name thousands of ids.
    ids: Vec<&'a str>,
}

#[derive(Default)]
struct References<'a> {
    unknown: IndexMap<(Target, &'a str), Vec<Span>>,
    /// A section that could not be read is not here.
    sections: HashMap<Target, Section<'a>>,
    /// What ids with capitals or spaces will become: those are reported at their declaration.
    corrected: HashSet<(Target, String)>,
}

impl<'a> References<'a> {
    fn declare(&mut self, target: Target, key: &'static str, ids: Declared<'a>) {
        let Some(mut ids) = ids else { return };
        let corrected = ids.iter().filter(|id| !is_id(id)).map(|id| (target, slug(id)));
        self.corrected.extend(corrected);
        ids.sort_unstable();
        ids.dedup();
        let noun = match target {
            Target::Entry(kind) => kind.nouns().0,
            Target::Owner => "person",
            Target::Responder => "person or team",
        };
        self.sections.insert(target, Section { key, noun, ids });
    }
}

impl<'a> Visitor<'a> for References<'a> {
    fn field<T: Node>(&mut self, _: &[&'a str], field: &'a Field<T>) {
        field.references(Span::START, &mut |target, text, span| {
            if self.sections.get(&target).is_some_and(|section| section.ids.binary_search(&text).is_err())
                && (self.corrected.is_empty() || !self.corrected.contains(&(target, text.to_owned())))
            {
                self.unknown.entry((target, text)).or_default().push(span);
            }
        });
    }
}

const PURPOSE: Target = Target::Entry(EntryKind::Purpose);

/// Maximum did-you-mean lookups. Nobody reads more, and each lookup compares with every known id.
const MAX_SEARCHES: usize = 500;

/// Reports every id that is used and not declared anywhere, once with all its uses.
pub fn check(strategy: &Strategy, findings: &mut Vec<Finding>) {
    let mut references = References::default();
    declare_all(strategy, &mut references);
    walk(strategy, &mut references);
    for (index, ((target, text), mut uses)) in references.unknown.into_iter().enumerate() {
        let Some(section) = references.sections.get(&target) else { continue };
        // The first in the file is reported, and the others are labels.
        uses.sort_by_key(|span| span.start);
        findings.extend(finding(target, text, &uses, section, index < MAX_SEARCHES));
    }
    check_bare_gears(strategy, findings);
}

fn finding(
    target: Target,
    text: &str,
    uses: &[Span],
    section: &Section<'_>,
    is_searched: bool,
) -> Option<Finding> {
    let Section { key: section, noun, ids: known } = section;
    let shown = crate::words::shown(text);
    if target == PURPOSE {
        return Some(
            at_all(uses, format!("this is a gear of `{shown}`, a purpose that is not declared"))?
                .label(format!("`purposes:` declares {} only", crate::words::and(known)))
                .help(format!(
                    "add `{shown}:` under `purposes:`, or name a gear of {}",
                    crate::words::or(known)
                )),
        );
    }
    let finding = at_all(uses, format!("there is no {noun} `{shown}`"))?;
    if target == Target::Owner && names_several(text) {
        return Some(
            finding
                .label("more than one name")
                .help("one person is accountable: write one name, and mention the others in a text"),
        );
    }
    let meant = nearest(text, known.iter().copied().filter(|_| is_searched));
    Some(match meant {
        Some(meant) => {
            let edits = uses.iter().map(|span| Edit { span: *span, text: meant.name.to_owned() }).collect();
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
    })
}

/// True for `Mia and Jo`.
fn names_several(text: &str) -> bool {
    [",", ";", "/", "&", "+", " and ", " und ", " or "].iter().any(|sign| text.contains(sign))
}

/// A finding at the first use, with the others as labels.
fn at_all(uses: &[Span], message: String) -> Option<Finding> {
    let (first, others) = uses.split_first()?;
    let finding = UNKNOWN_REFERENCE.at(*first, message);
    Some(others.iter().fold(finding, |finding, other| finding.also(*other, "and here")))
}

/// Reports gears that are named alone although both purposes are declared.
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
        let names = PurposeKind::ALL.map(|purpose| format!("`{purpose}.{gear}`"));
        let help = format!("write {}, or both if it drives both", crate::words::or(&names));
        let finding =
            at_all(&uses, format!("`{gear}` does not say whose gear it is: marketing's or support's"));
        findings.extend(finding.map(|finding| finding.label("both purposes have one").help(help)));
    }
}

fn declare_all<'a>(strategy: &'a Strategy, references: &mut References<'a>) {
    let mut declare = |kind, key, ids| references.declare(Target::Entry(kind), key, ids);
    declare(EntryKind::Goal, "goals", declared(&strategy.goals));
    declare(EntryKind::Kpi, "kpis", declared(&strategy.kpis));
    declare(EntryKind::Audience, "audiences", declared(&strategy.audiences));
    declare(EntryKind::Platform, "platforms", declared(&strategy.platforms));
    let (objectives, channels) = match &strategy.marketing_strategy {
        Field::Invalid(_) => (None, None),
        Field::Absent => (Some(Vec::new()), Some(Vec::new())),
        Field::Set(marketing, _) => (declared(&marketing.objectives), declared(&marketing.channels)),
    };
    declare(EntryKind::Objective, "marketing_strategy.objectives", objectives);
    declare(EntryKind::Channel, "marketing_strategy.channels", channels);
    // If no purpose is declared at all, that is a separate finding.
    let purposes = strategy.purposes.get().map(|purposes| {
        let is_there = |kind: &PurposeKind| !purposes.get(*kind).is_absent();
        PurposeKind::ALL.into_iter().filter(is_there).map(PurposeKind::key).collect()
    });
    declare(EntryKind::Purpose, "purposes", purposes.filter(|purposes: &Vec<_>| !purposes.is_empty()));
    if !strategy.people.is_absent() {
        let people = declared(&strategy.people);
        let teams = strategy.people().filter_map(|(_, person)| person.team.get()).map(String::as_str);
        let responders = people.clone().map(|ids| ids.into_iter().chain(teams).collect());
        references.declare(Target::Responder, "people", responders);
        references.declare(Target::Owner, "people", people.clone());
        references.declare(Target::Entry(EntryKind::Person), "people", people);
    }
}
