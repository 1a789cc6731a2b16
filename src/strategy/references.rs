//! Ids that are used and not declared anywhere.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use super::gear::{GearKind, GearRef, PurposeKind};
use super::goal::Goal;
use super::subject::EntryKind;
use super::walk::{Node, Ref, Target, Visitor, walk};
use super::{Strategy, called, newcomers};
use crate::decode::field::{Field, Id};
use crate::decode::maps::ById;
use crate::decode::shorthand::Many;
use crate::decode::{ids_of, is_id, slug};
use crate::finding::file::UNKNOWN_REFERENCE;
use crate::finding::{Edit, Finding, Safety};
use crate::source::{Source, Span};
use crate::syntax::tree::Tree;
use crate::words::nearest::nearest;
use crate::words::{and, or, quoted, with_article};

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
    /// Ids that are declared and named somewhere.
    used: HashSet<&'a str>,
    /// What ids with capitals or spaces will become: those are reported at their declaration.
    corrected: HashSet<(Target, String)>,
}

impl<'a> References<'a> {
    fn declare(&mut self, target: Target, key: &'static str, ids: Declared<'a>) {
        let Some(mut ids) = ids else { return };
        let corrected = ids.iter().filter(|id| !is_id(id)).flat_map(|id| ids_of(id).map(|id| (target, id)));
        self.corrected.extend(corrected);
        ids.sort_unstable();
        ids.dedup();
        let noun = match target {
            Target::Entry(kind) => kind.nouns().0,
            Target::Owner => "person",
            Target::Responder => "person or team",
            Target::Predecessor => "activity or campaign",
        };
        self.sections.insert(target, Section { key, noun, ids });
    }
}

impl<'a> Visitor<'a> for References<'a> {
    fn field<T: Node>(&mut self, _: &[&'a str], field: &'a Field<T>) {
        field.references(Span::START, &mut |target, text, span| {
            let Some(section) = self.sections.get(&target) else { return };
            if section.ids.binary_search(&text).is_ok() {
                self.used.insert(text);
            } else if self.corrected.is_empty() || !self.corrected.contains(&(target, text.to_owned())) {
                self.unknown.entry((target, text)).or_default().push(span);
            }
        });
    }
}

const PURPOSE: Target = Target::Entry(EntryKind::Purpose);

/// Maximum did-you-mean lookups. Nobody reads more, and each lookup compares with every known id.
const MAX_SEARCHES: usize = 500;

/// Reports every id that is used and not declared anywhere, once with all its uses.
pub fn check(strategy: &Strategy, source: &Source, tree: &Tree, findings: &mut Vec<Finding>) {
    let mut references = References::default();
    declare_all(strategy, &mut references);
    walk(strategy, &mut references);
    for (index, ((target, text), mut uses)) in references.unknown.into_iter().enumerate() {
        let Some(section) = references.sections.get(&target) else { continue };
        // The first in the file is reported, and the others are labels.
        uses.sort_by_key(|span| span.start);
        let is_of = |kind: &EntryKind| {
            let declared = references.sections.get(&Target::Entry(*kind));
            declared.is_some_and(|declared| declared.ids.binary_search(&text).is_ok())
        };
        findings.extend(match KINDS.into_iter().find(is_of) {
            Some(kind) if index < MAX_SEARCHES => {
                of_another_kind(strategy, (kind, target), text, &uses, section)
            }
            _ => match called::people(strategy, target, text).as_slice() {
                [] => match called::entries(section.key, text, (source, tree)).as_slice() {
                    [] => finding(target, text, &uses, section, &references.used, index < MAX_SEARCHES)
                        .map(|finding| newcomers::explain(finding, target, text, &uses, (source, tree))),
                    named => called::by_name(text, &uses, named, section.noun),
                },
                named => called::by_name(text, &uses, named, "person"),
            },
        });
    }
    check_bare_gears(strategy, findings);
}

/// What an id can be that is not what is expected.
const KINDS: [EntryKind; 8] = [
    EntryKind::Goal,
    EntryKind::Kpi,
    EntryKind::Objective,
    EntryKind::Platform,
    EntryKind::Channel,
    EntryKind::Audience,
    EntryKind::Campaign,
    EntryKind::Person,
];

/// An id that is declared, but as something else: most likely what it belongs to is meant.
fn of_another_kind(
    strategy: &Strategy,
    (kind, target): (EntryKind, Target),
    id: &str,
    uses: &[Span],
    section: &Section<'_>,
) -> Option<Finding> {
    let Section { key, noun, ids: known } = section;
    let is = with_article(kind.nouns().0);
    let expected = with_article(noun);
    let (relation, mut meant) = related(strategy, kind, target, id);
    let why = if meant.is_empty() { String::new() } else { format!(": {relation} {}", and(&quoted(&meant))) };
    if meant.is_empty() {
        meant.extend(nearest(id, known.iter().copied()).map(|meant| meant.name));
    }
    let finding = at_all(uses, format!("`{id}` is {is}; {expected} is expected here{why}"))?.label(is);
    Some(match meant.as_slice() {
        [one] => {
            let edits = uses.iter().map(|span| Edit { span: *span, text: (*one).to_owned() }).collect();
            finding.help(format!("write `{one}`")).fix(format!("write `{one}`"), Safety::Unsafe, edits)
        }
        [] if known.is_empty() => finding.help(format!("remove it here; `{key}:` declares none")),
        [] => finding.help(format!("name {expected}, such as {}, or remove it here", some(known))),
        _ => finding.help(format!("write the one that is meant: {}", or(&quoted(&meant)))),
    })
}

/// What an entry has to do with entries of the kind that is expected, in words, and which these are.
fn related<'a>(
    strategy: &'a Strategy,
    kind: EntryKind,
    target: Target,
    id: &str,
) -> (&'static str, Vec<&'a str>) {
    let Target::Entry(expected) = target else { return ("", Vec::new()) };
    let objectives = strategy.marketing_strategy.get().and_then(|marketing| marketing.objectives.get());
    let mut objectives = objectives.into_iter().flat_map(ById::iter);
    match (kind, expected) {
        (EntryKind::Kpi, EntryKind::Goal) => {
            let goals = strategy.goals().filter(|(_, goal)| goal.kpis.ids().any(|kpi| kpi.as_str() == id));
            ("it measures", goals.map(|(goal, _)| goal.as_str()).collect())
        }
        (EntryKind::Goal, EntryKind::Kpi) => {
            let goal = strategy.goals().find(|(goal, _)| goal.as_str() == id);
            let kpis = goal.into_iter().flat_map(|(_, goal)| goal.kpis.ids());
            ("it is measured by", kpis.map(Id::as_str).collect())
        }
        (EntryKind::Objective, EntryKind::Goal) => {
            let objective = objectives.find(|(objective, _)| objective.as_str() == id);
            let goals = objective.into_iter().flat_map(|(_, objective)| objective.goals.ids());
            ("it leads to", goals.map(Id::as_str).collect())
        }
        (EntryKind::Goal, EntryKind::Objective) => {
            let leads = |goals: &'a Field<Many<Ref<Goal>>>| goals.ids().any(|goal| goal.as_str() == id);
            let objectives = objectives.filter(|(_, objective)| leads(&objective.goals));
            ("it is served by", objectives.map(|(objective, _)| objective.as_str()).collect())
        }
        _ => ("", Vec::new()),
    }
}

/// The first of the ids that are declared.
fn some(known: &[&str]) -> String {
    known.iter().take(8).copied().collect::<Vec<_>>().join(", ")
}

fn finding(
    target: Target,
    text: &str,
    uses: &[Span],
    section: &Section<'_>,
    named: &HashSet<&str>,
    is_searched: bool,
) -> Option<Finding> {
    let Section { key: section, noun, ids: known } = section;
    let shown = crate::words::shown(text);
    if target == PURPOSE {
        return Some(
            at_all(uses, format!("this is a gear of `{shown}`, a purpose that is not declared"))?
                .label(format!("`purposes:` declares {} only", and(known)))
                .help(format!("add `{shown}:` under `purposes:`, or name a gear of {}", or(known))),
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
    let id = slug(text);
    let declare = if id.is_empty() || is_id(text) || target == Target::Owner {
        format!("add `{shown}` under `{section}:`")
    } else {
        format!("add `{id}` under `{section}:` and write `{id}` here")
    };
    // A platform comes last: naming it in an activity is no reason to have it.
    let is_platform = target == Target::Entry(EntryKind::Platform);
    let meant = nearest(text, known.iter().copied().filter(|_| is_searched));
    Some(match meant {
        // If all who name it agree, the typo is where it is declared.
        Some(meant) if uses.len() > 1 && is_id(text) && !named.contains(meant.name) => {
            let (name, times) = (meant.name, uses.len());
            let help = format!(
                "`{shown}` is named {times} times, and `{name}` never: write `{shown}` where `{name}` is declared, or `{name}` here"
            );
            finding.label(format!("did you mean `{name}`?")).help(help)
        }
        Some(meant) => {
            let edits = uses.iter().map(|span| Edit { span: *span, text: meant.name.to_owned() }).collect();
            finding
                .label(format!("did you mean `{}`?", meant.name))
                .help(format!("write `{}`, or {declare}", meant.name))
                .fix(format!("write `{}`", meant.name), Safety::Unsafe, edits)
        }
        None if known.is_empty() => {
            let help = if is_platform {
                format!("remove it here; if it is where your customers talk, {declare}")
            } else {
                format!("{declare}, or remove it here")
            };
            finding.label(format!("`{section}:` declares none")).help(help)
        }
        None => {
            let some = some(known);
            let help = if is_platform {
                format!("use one of: {some}; or, if it is where your customers talk, {declare}")
            } else {
                format!("{declare}, or use one of: {some}")
            };
            finding.label("not declared anywhere").help(help)
        }
    })
}

/// What is between the names of several people.
pub(super) const SEVERAL: [&str; 8] = [",", ";", "/", "&", "+", " and ", " und ", " or "];

/// True for `Mia and Jo`; what is in brackets says who a person is.
fn names_several(text: &str) -> bool {
    let outside = |(index, part)| match (index, str::split_once(part, ')')) {
        (0, _) => part,
        (_, rest) => rest.map_or("", |(_, rest)| rest),
    };
    let text: String = text.split('(').enumerate().map(outside).collect();
    SEVERAL.iter().any(|sign| text.contains(sign))
}

/// A finding at the first use, with the others as labels.
pub(super) fn at_all(uses: &[Span], message: String) -> Option<Finding> {
    let (first, others) = uses.split_first()?;
    let finding = UNKNOWN_REFERENCE.at(*first, message);
    Some(others.iter().fold(finding, |finding, other| finding.also(*other, "and here")))
}

/// Reports gears that are named alone although both purposes are declared.
fn check_bare_gears(strategy: &Strategy, findings: &mut Vec<Finding>) {
    if strategy.purposes().count() < PurposeKind::ALL.len() {
        return;
    }
    let mut bare: IndexMap<GearKind, Vec<Span>> = IndexMap::new();
    let ambiguous = strategy.activities().filter(|used| used.pillar.kind.purpose().is_none());
    for used in ambiguous {
        for gear in used.activity.gears.items() {
            if let Some((GearRef { purpose: None, gear }, place)) = gear.placed() {
                bare.entry(*gear).or_default().push(place.value);
            }
        }
    }
    for (gear, uses) in bare {
        let names = PurposeKind::ALL.map(|purpose| format!("`{purpose}.{gear}`"));
        let help = format!("write {}, or both if it drives both", or(&names));
        let finding =
            at_all(&uses, format!("`{gear}` does not say whose gear it is: marketing's or support's"));
        let meant = format!("{}.{gear}", PurposeKind::Marketing);
        let edits = uses.iter().map(|span| Edit { span: *span, text: meant.clone() }).collect();
        findings.extend(finding.map(|finding| {
            let finding = finding.label("both purposes have one").help(help);
            finding.fix(format!("write `{meant}`"), Safety::Unsafe, edits)
        }));
    }
}

/// The activities of all pillars, and the campaigns.
fn predecessors(strategy: &Strategy) -> Declared<'_> {
    let mut all = declared(&strategy.campaigns)?;
    match &strategy.pillars {
        Field::Absent => return Some(all),
        Field::Invalid(_) => return None,
        Field::Set(pillars, _) if pillars.is_unreadable() => return None,
        Field::Set(..) => {}
    }
    for pillar in strategy.pillars() {
        all.extend(declared(pillar.activities)?);
    }
    Some(all)
}

fn declare_all<'a>(strategy: &'a Strategy, references: &mut References<'a>) {
    let mut declare = |kind, key, ids| references.declare(Target::Entry(kind), key, ids);
    declare(EntryKind::Goal, "goals", declared(&strategy.goals));
    declare(EntryKind::Kpi, "kpis", declared(&strategy.kpis));
    declare(EntryKind::Audience, "audiences", declared(&strategy.audiences));
    declare(EntryKind::Platform, "platforms", declared(&strategy.platforms));
    declare(EntryKind::Campaign, "campaigns", declared(&strategy.campaigns));
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
    references.declare(Target::Predecessor, "campaigns", predecessors(strategy));
    if !strategy.people.is_absent() {
        let people = declared(&strategy.people);
        let teams = strategy.people().filter_map(|(_, person)| person.team.get()).map(String::as_str);
        let responders = people.clone().map(|ids| ids.into_iter().chain(teams).collect());
        references.declare(Target::Responder, "people", responders);
        references.declare(Target::Owner, "people", people.clone());
        references.declare(Target::Entry(EntryKind::Person), "people", people);
    }
}
