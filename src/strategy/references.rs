//! Ids that are used and declared nowhere.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use super::Strategy;
use super::gear::{GearKind, GearRef, PurposeKind};
use crate::decode::field::{Field, Id};
use crate::decode::maps::ById;
use crate::decode::shorthand::Many;
use crate::decode::{is_id, slug};
use crate::finding::file::UNKNOWN_REFERENCE;
use crate::finding::{Edit, Finding, Safety};
use crate::nearest::{Nearest, nearest};
use crate::source::Span;

/// What an id refers to, and the section that declares it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Target {
    Goal,
    Kpi,
    Person,
    Responder,
    Objective,
    Channel,
    Audience,
    Platform,
    Purpose,
}

impl Target {
    const COUNT: usize = Self::Purpose as usize + 1;

    const fn noun(self) -> &'static str {
        match self {
            Self::Goal => "goal",
            Self::Kpi => "KPI",
            Self::Person => "person",
            Self::Responder => "person or team",
            Self::Objective => "objective",
            Self::Channel => "channel",
            Self::Audience => "audience",
            Self::Platform => "platform",
            Self::Purpose => "purpose",
        }
    }

    const fn section(self) -> &'static str {
        match self {
            Self::Goal => "goals",
            Self::Kpi => "kpis",
            Self::Person | Self::Responder => "people",
            Self::Objective => "marketing_strategy.objectives",
            Self::Channel => "marketing_strategy.channels",
            Self::Audience => "audiences",
            Self::Platform => "platforms",
            Self::Purpose => "purposes",
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
    missing: IndexMap<(Target, &'a str), Vec<Span>>,
    /// The ids of each section, by the number of the target.
    known: [Option<HashSet<&'a str>>; Target::COUNT],
    /// What ids with capitals or blanks are to become: they are told where they are declared.
    mended: HashSet<(Target, String)>,
}

impl<'a> References<'a> {
    fn declare(&mut self, target: Target, ids: Declared<'a>) {
        if let Some((ids, slot)) = ids.zip(self.known.get_mut(target as usize)) {
            let mended = ids.iter().filter(|id| !is_id(id)).map(|id| (target, slug(id)));
            self.mended.extend(mended);
            *slot = Some(ids.into_iter().collect());
        }
    }

    fn known(&self, target: Target) -> Option<&HashSet<&'a str>> {
        self.known.get(target as usize)?.as_ref()
    }

    fn name(&mut self, target: Target, text: &'a str, span: Span) {
        if self.known(target).is_some_and(|known| !known.contains(text))
            && (self.mended.is_empty() || !self.mended.contains(&(target, text.to_owned())))
        {
            self.missing.entry((target, text)).or_default().push(span);
        }
    }

    fn one(&mut self, target: Target, field: &'a Field<Id>) {
        if let Some(id) = field.get() {
            self.name(target, id.as_str(), id.span);
        }
    }

    fn many(&mut self, target: Target, field: &'a Field<Many<Id>>) {
        for id in field.get().into_iter().flat_map(|ids| ids.iter()) {
            self.name(target, id.as_str(), id.span);
        }
    }
}

/// For how many unknown ids it is looked for what was meant. Nobody reads more.
const MOST_MEANT: usize = 500;

/// Reports every id that is used and declared nowhere, once with all its uses.
pub fn check(strategy: &Strategy, findings: &mut Vec<Finding>) {
    let mut references =
        References { missing: IndexMap::new(), known: Default::default(), mended: HashSet::new() };
    declare_all(strategy, &mut references);
    name_all(strategy, &mut references);
    // Sorted once for each target: a file may name thousands of ids that it does not declare.
    let before = findings.len();
    let mut sorted: HashMap<Target, Vec<&str>> = HashMap::new();
    for ((target, text), uses) in &references.missing {
        let Some((first, others)) = uses.split_first() else { continue };
        let known = sorted.entry(*target).or_insert_with(|| {
            let mut known: Vec<&str> = references.known(*target).into_iter().flatten().copied().collect();
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
    if target == Target::Purpose {
        let finding = UNKNOWN_REFERENCE
            .at(first, format!("this is a gear of `{shown}`, a purpose that is not declared"))
            .label(format!("`purposes:` declares {} only", crate::words::and(known)))
            .help(format!("add `{shown}:` under `purposes:`, or name a gear of {}", crate::words::or(known)));
        return also_at(finding, others);
    }
    let finding = also_at(UNKNOWN_REFERENCE.at(first, format!("there is no {noun} `{shown}`")), others);
    if matches!(target, Target::Person) && names_several(text) {
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
        None => finding.label("declared nowhere").help(format!(
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
        for gear in used.activity.gears.get().into_iter().flat_map(|gears| gears.iter()) {
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
    references.declare(Target::Goal, declared(&strategy.goals));
    references.declare(Target::Kpi, declared(&strategy.kpis));
    references.declare(Target::Audience, declared(&strategy.audiences));
    references.declare(Target::Platform, declared(&strategy.platforms));
    if !strategy.people.is_absent() {
        let people = declared(&strategy.people);
        let teams = strategy.people().filter_map(|(_, person)| person.team.get()).map(String::as_str);
        references
            .declare(Target::Responder, people.clone().map(|ids| ids.into_iter().chain(teams).collect()));
        references.declare(Target::Person, people);
    }
    let purposes = match &strategy.purposes {
        Field::Invalid(_) => None,
        Field::Absent => Some(Vec::new()),
        Field::Set(purposes, _) => {
            let is_there = |kind: &PurposeKind| !purposes.get(*kind).is_absent();
            Some(PurposeKind::ALL.into_iter().filter(is_there).map(PurposeKind::key).collect())
        }
    };
    // Where no purpose is declared at all, that is one finding of its own.
    references.declare(Target::Purpose, purposes.filter(|purposes: &Vec<_>| !purposes.is_empty()));
    match &strategy.marketing_strategy {
        Field::Invalid(_) => {}
        Field::Absent => {
            references.declare(Target::Objective, Some(Vec::new()));
            references.declare(Target::Channel, Some(Vec::new()));
        }
        Field::Set(marketing, _) => {
            references.declare(Target::Objective, declared(&marketing.objectives));
            references.declare(Target::Channel, declared(&marketing.channels));
        }
    }
}

fn name_all<'a>(strategy: &'a Strategy, references: &mut References<'a>) {
    if let Some(head) = strategy.head() {
        references.one(Target::Person, &head.owner);
    }
    for (_, goal) in strategy.goals() {
        references.one(Target::Person, &goal.owner);
        references.many(Target::Kpi, &goal.kpis);
    }
    if let Some(marketing) = strategy.marketing_strategy.get() {
        references.one(Target::Person, &marketing.owner);
        for (_, objective) in
            marketing.objectives.get().into_iter().flat_map(super::super::decode::maps::ById::iter)
        {
            references.many(Target::Goal, &objective.goals);
        }
    }
    for pillar in strategy.pillars() {
        references.one(Target::Person, pillar.owner);
    }
    if let Some(questions) = strategy.pillars.get().and_then(|p| p.listening.get()?.questions.get()) {
        for (_, answer) in questions.all() {
            if let Some(answer) = answer.get() {
                references.many(Target::Platform, &answer.platforms);
            }
        }
    }
    for used in strategy.activities() {
        let activity = used.activity;
        references.one(Target::Person, &activity.owner);
        references.many(Target::Goal, &activity.goals);
        references.many(Target::Objective, &activity.objectives);
        references.many(Target::Audience, &activity.audiences);
        references.many(Target::Platform, &activity.platforms);
        references.many(Target::Kpi, &activity.kpis);
        if let Some(action) = activity.call_to_action.get() {
            references.one(Target::Channel, &action.channel);
        }
        for gear in activity.gears.get().into_iter().flat_map(|gears| gears.iter()) {
            if let Some((gear, place)) = gear.placed()
                && let Some(purpose) = gear.purpose
            {
                references.name(Target::Purpose, purpose.key(), place.value);
            }
        }
    }
    for (kind, purpose, _) in strategy.purposes() {
        references.many(Target::Goal, &purpose.goals);
        for gear in kind.order() {
            let Some((gear, _)) = strategy.gear(kind, gear) else { continue };
            references.one(Target::Person, &gear.owner);
            references.many(Target::Kpi, &gear.kpis);
            for (kpi, _) in
                gear.spinning_at.get().into_iter().flat_map(super::super::decode::maps::ById::iter)
            {
                references.name(Target::Kpi, kpi.as_str(), kpi.span);
            }
        }
    }
    for (_, platform) in strategy.platforms() {
        references.many(Target::Audience, &platform.audiences);
        if let Some(answered) = platform.answered_by.get() {
            references.one(Target::Responder, &answered.owner);
        }
    }
    for (_, kpi) in strategy.kpis() {
        references.one(Target::Person, &kpi.owner);
    }
    for (_, risk) in strategy.risks() {
        references.one(Target::Person, &risk.owner);
    }
    for (_, decision) in strategy.decisions() {
        references.one(Target::Person, &decision.owner);
    }
}
