//! Compares two strategies, entry by entry.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;
use serde_json::Value;

use super::change::{Change, How, Side};
use super::facts::{self, Difference, Entry, Fact, differences, entries, is_empty_map};
use super::gate_change::GateChange;
use super::lost::{is_lost, without_hidden};
use super::matching::{self, Pairs};
use super::news::FindingNews;
use super::target_change::{TargetChange, milestone};
use super::way::{self, MILESTONES, STRETCHES};
use super::{Judged, readings, states};
use crate::analysis::Analysis;
use crate::analysis::kpi::Judgment;
use crate::analysis::owners::{Owned, Owner};
use crate::decode::FiscalYear;
use crate::strategy::gear::{GearKind, PurposeKind};
use crate::strategy::kpi::Kpi;
use crate::strategy::subject::{EntryKind, Subject};
use crate::strategy::target::Target;
use crate::strategy::walk::{Meaning, required};

pub(super) fn compare(
    old: Judged<'_>,
    new: Judged<'_>,
) -> Result<(Vec<Change>, FindingNews), serde_json::Error> {
    let mut before = entries(&old.document.strategy)?;
    let after = entries(&new.document.strategy)?;
    let pairs = matching::pair(&mut before, &after);
    let owners = (owners(&old.outcome.analysis), owners(&new.outcome.analysis));
    let comparison = Comparison { old, new, before: &before, after: &after, pairs: &pairs, owners };
    Ok((comparison.changes(), FindingNews::between(&old, &new, &pairs)))
}

fn owners<'a>(analysis: &Analysis<'a>) -> HashMap<Subject, Owned<'a>> {
    let owned = analysis.owners.all(analysis.strategy).into_iter();
    owned.map(|owned| (owned.subject.clone(), owned)).collect()
}

/// Changes of owners that entries only inherit: by the entry they come from, who the owner was and is, and
/// for how many entries.
type Inherited = IndexMap<Subject, (Option<String>, Option<String>, usize)>;

struct Comparison<'a> {
    old: Judged<'a>,
    new: Judged<'a>,
    before: &'a [Entry],
    after: &'a [Entry],
    pairs: &'a Pairs,
    owners: (HashMap<Subject, Owned<'a>>, HashMap<Subject, Owned<'a>>),
}

impl Comparison<'_> {
    /// Every change, in the order of the report.
    ///
    /// A new owner of a pillar also changes all activities that inherit it. That must be one change and not
    /// forty, so `of_pair` only counts inherited changes, and the count is then added to the change of the
    /// entry they come from.
    fn changes(&self) -> Vec<Change> {
        let mut states: IndexMap<Subject, Vec<How>> = IndexMap::new();
        for (subject, how) in states::compare(self.old, self.new, self.pairs) {
            states.entry(subject).or_default().push(how);
        }
        let mut inherited = Inherited::default();
        let mut changes = Vec::new();
        for (old, new) in self.both() {
            let own = states.get_mut(&new.subject).map(std::mem::take).unwrap_or_default();
            let pair_changes = self.of_pair(old, new, own, &mut inherited);
            changes.extend(pair_changes.into_iter().map(|how| self.change(new, how)));
        }
        // What is left is not an entry: a gear that the file does not list.
        for (subject, state_changes) in states {
            let change = |how| Change { subject: subject.clone(), title: None, owner: None, how };
            changes.extend(state_changes.into_iter().map(change));
        }
        for change in &mut changes {
            if let How::ReOwned { inherited: count, .. } = &mut change.how {
                *count = inherited.shift_remove(&change.subject).map_or(0, |(.., count)| count);
            }
        }
        // What is left was inherited from an entry whose own owner is the same.
        let rest = inherited.into_values().map(|(from, to, entries)| How::Inherits { from, to, entries });
        changes.extend(self.of_one(EntryKind::Strategy, rest));
        changes.extend(self.of_one(EntryKind::File, self.of_readings(&changes)));
        changes.extend(self.one_sided(Side::New));
        changes.extend(self.one_sided(Side::Old));
        changes.sort_by_key(|change| change.subject.kind());
        changes
    }

    fn both(&self) -> impl Iterator<Item = (&Entry, &Entry)> {
        let pairs = self.pairs.both.iter();
        pairs.filter_map(|(old, new)| Some((self.before.get(*old)?, self.after.get(*new)?)))
    }

    fn change(&self, entry: &Entry, how: How) -> Change {
        let owner = self.owners.1.get(&entry.subject).or_else(|| self.owners.0.get(&entry.subject));
        let owner = owner.and_then(|owned| owned.owner.id()).map(str::to_owned);
        Change { subject: entry.subject.clone(), title: entry.summary(), owner, how }
    }

    fn of_one(&self, kind: EntryKind, changes: impl IntoIterator<Item = How>) -> Vec<Change> {
        let entry = self.after.iter().find(|entry| entry.subject.kind() == kind);
        let changes = changes.into_iter();
        entry.map(|entry| changes.map(|how| self.change(entry, how)).collect()).unwrap_or_default()
    }

    /// Entries that are only in one version, or that the other version could not read.
    fn one_sided(&self, side: Side) -> Vec<Change> {
        let (indices, entries, other) = match side {
            Side::New => (&self.pairs.removed, self.before, self.new.document),
            Side::Old => (&self.pairs.added, self.after, self.old.document),
        };
        let changes = indices.iter().filter_map(|index| entries.get(*index)).flat_map(|entry| {
            let how = match side {
                _ if is_lost(other, &entry.subject, &[]) => How::Unreadable { key: None, side },
                Side::New => How::Removed,
                Side::Old => How::Added { start: entry.text("start").map(str::to_owned) },
            };
            let kpi = match &entry.subject {
                Subject::Kpi(id) if how == How::Removed => self.old.outcome.analysis.kpis.get(id.as_str()),
                _ => None,
            };
            let dropped = kpi.and_then(TargetChange::dropped).map(Box::new).map(How::TargetChanged);
            std::iter::once(how).chain(dropped).map(|how| self.change(entry, how))
        });
        without_hidden(changes.collect())
    }

    fn of_pair(&self, old: &Entry, new: &Entry, mut states: Vec<How>, inherited: &mut Inherited) -> Vec<How> {
        let mut changes = Vec::new();
        let facts = differences(old, new);
        states.extend(self.target_changed(old, new).map(Box::new).map(How::TargetChanged));
        states.extend(self.gate_changed(new, &facts).map(How::GateChanged));
        if old.subject.id() != new.subject.id() {
            changes.push(How::Renamed { from: old.subject.id() });
        }
        let (pillar_was, pillar) = (old.subject.pillar(), new.subject.pillar());
        if let (Some(from), Some(to)) = (pillar_was, pillar)
            && from != to
        {
            changes.push(How::Transferred { from, to });
        }
        let is_owner = |fact: &Difference<'_>| fact.meaning.is_owner();
        let can_inherit = pillar_was == pillar && !facts.iter().any(is_owner);
        let re_owned = self.re_owned(old, new, can_inherit, inherited);
        let is_reported = |fact: &Difference<'_>| {
            let by = |how: &How| match how {
                How::Became { .. } => fact.key == "status",
                How::TargetChanged(change) => is_of_target(fact, change),
                How::GateChanged(_) => is_of_gate(fact),
                How::Moved { key, .. } => key == fact.key,
                _ => false,
            };
            is_reading(fact)
                || (is_owner(fact) && re_owned.is_some())
                || (fact.key == "was" && old.subject.id() != new.subject.id())
                || states.iter().any(by)
                || self.is_covered(fact, old, new)
        };
        let rest = facts.iter().filter(|fact| !is_reported(fact));
        changes.extend(rest.map(|fact| self.of_fact(old, new, fact)));
        way::moved(&mut changes, self.fiscal_years());
        way::leave_to_the_target(&mut changes, &states);
        changes.extend(re_owned);
        changes.extend(states);
        if let (Subject::Kpi(before), Subject::Kpi(after)) = (&old.subject, &new.subject) {
            let read = readings::compare((self.old.document, before), (self.new.document, after));
            changes.extend(read);
        }
        changes.sort_by_key(order);
        changes
    }

    /// How the target of a KPI changed, if all that it depends on could be read.
    fn target_changed(&self, old: &Entry, new: &Entry) -> Option<TargetChange> {
        let before = self.old.outcome.analysis.kpis.get(&*old.subject.id());
        let after = self.new.outcome.analysis.kpis.get(&*new.subject.id());
        let (before, after) = before.filter(|_| old.subject.kind() == EntryKind::Kpi).zip(after)?;
        let is_read = |of: Judged<'_>, entry: &Entry| {
            let kpi = of.document.strategy.kpi(&entry.subject.id());
            let keys = kpi.into_iter().flat_map(Kpi::says_what_the_target_asks);
            keys.into_iter()
                .all(|(key, is_set)| is_set || !is_lost(of.document, &entry.subject, &[key.to_owned()]))
        };
        let is_readable = before.is_readable() && after.is_readable();
        let kpis = [(self.old, old), (self.new, new)]
            .map(|(of, entry)| of.document.strategy.kpi(&entry.subject.id()));
        if way::only_adds(kpis) || !is_readable || !is_read(self.old, old) || !is_read(self.new, new) {
            return None;
        }
        let is_date = |fact: &Fact| match fact.path.as_slice() {
            [key, _] if key == "target" => fact.meaning == Meaning::Day,
            [key, ..] => key == "targets",
            [] => false,
        };
        let is_dated = old.facts.values().chain(new.facts.values()).any(is_date);
        TargetChange::between(before, after, self.is_whole(), is_dated)
    }

    /// How the gate of a gear changed, if it could be read and the file says something else.
    fn gate_changed(&self, new: &Entry, facts: &[Difference<'_>]) -> Option<GateChange> {
        let Subject::Gear(purpose, gear) = new.subject else { return None };
        if !facts.iter().any(is_of_gate) {
            return None;
        }
        let (old, new) = (&self.old.outcome.analysis, &self.new.outcome.analysis);
        GateChange::between(old, new, (purpose, gear), &self.pairs.names)
    }

    /// The change of an entry's owner; it has none in a version that needs no owner. If `can_inherit`, a
    /// change that the entry only inherits is counted instead.
    fn re_owned(
        &self,
        old: &Entry,
        new: &Entry,
        can_inherit: bool,
        inherited: &mut Inherited,
    ) -> Option<How> {
        let (before, after) = (self.owners.0.get(&old.subject), self.owners.1.get(&new.subject));
        if before.into_iter().chain(after).any(|owned| owned.owner == Owner::Unknown) {
            return None;
        }
        let from = before.and_then(|owned| owned.owner.id());
        let from = from.map(|id| self.pairs.names.now(EntryKind::Person, id).to_owned());
        let to = after.and_then(|owned| owned.owner.id()).map(str::to_owned);
        if from == to {
            return None;
        }
        if let (Some(before), Some(after)) = (before, after)
            && can_inherit
            && !before.is_own
            && !after.is_own
            && let Some(source) = self.inherited_from(before, after)
        {
            inherited.entry(source).or_insert((from, to, 0)).2 += 1;
            return None;
        }
        Some(How::ReOwned { from, to, inherited: 0 })
    }

    /// The entry whose owner another one inherits in both versions. A KPI can come to another goal.
    fn inherited_from(&self, before: &Owned<'_>, after: &Owned<'_>) -> Option<Subject> {
        match (&before.inherits_from, &after.inherits_from) {
            (Some(Subject::Goal(old)), Some(Subject::Goal(new))) => {
                (self.pairs.names.now(EntryKind::Goal, old) == &**new).then(|| Subject::Goal(new.clone()))
            }
            (Some(Subject::Goal(_)), _) | (_, Some(Subject::Goal(_))) => None,
            (before, after) => Some(before.clone().or_else(|| after.clone()).unwrap_or(Subject::Strategy)),
        }
    }

    /// The change of one key. A value that is missing in a version may only have been unreadable there, and
    /// a start or an order that differs in the file can mean the same as before, so this asks the analysis
    /// before it reports a removal or a move.
    fn of_fact(&self, old: &Entry, new: &Entry, fact: &Difference<'_>) -> How {
        let is_of_gear = new.subject.kind() == EntryKind::Gear && fact.meaning == Meaning::Start;
        let is_left_out = |entry: &Entry| entry.facts.contains_key("not_now");
        let unreadable = |side| How::Unreadable { key: Some(fact.key.to_owned()), side };
        match (fact.from, fact.to) {
            (_, None) if is_lost(self.new.document, &new.subject, fact.path) => unreadable(Side::New),
            (None, _) if is_lost(self.old.document, &old.subject, fact.path) => unreadable(Side::Old),
            // The gear starts on the same day as before: `states` reports it if not.
            _ if is_of_gear && self.is_whole() && !is_left_out(old) && !is_left_out(new) => {
                How::Changed { key: fact.key.to_owned(), from: fact.from.cloned(), to: fact.to.cloned() }
            }
            _ => match new.subject {
                Subject::Purpose(purpose) if fact.key == "order" => self.reordered(purpose, fact),
                _ => {
                    let units = [old, new].map(|entry| entry.text("unit").map(str::to_owned));
                    self.of_milestone((old, new), facts::how(fact, units, self.fiscal_years()))
                }
            },
        }
    }

    fn of_milestone(&self, (old, new): (&Entry, &Entry), mut how: How) -> How {
        if let How::ReTargeted { key, effect, figures } = &mut how
            && (key.starts_with(MILESTONES) || key.starts_with(STRETCHES))
        {
            let of = |of: Judged<'_>, entry: &Entry| {
                of.outcome.analysis.kpis.get(&*entry.subject.id()).and_then(Judgment::is_rising)
            };
            *effect = milestone(figures, of(self.old, old), of(self.new, new));
        }
        how
    }

    fn reordered(&self, purpose: PurposeKind, fact: &Difference<'_>) -> How {
        let order = |of: Judged<'_>| -> Option<Vec<GearKind>> {
            let sequence = of.outcome.analysis.sequences.iter().find(|one| one.kind == purpose)?;
            Some(sequence.gears.iter().map(|gear| gear.kind).collect())
        };
        match (order(self.old), order(self.new)) {
            (Some(from), Some(to)) if from != to => How::Reordered { from, to },
            // It is the same order as without the key.
            _ => facts::how(fact, [None, None], self.fiscal_years()),
        }
    }

    /// An empty section or record does not count as a change if it has content in the other version.
    fn is_covered(&self, fact: &Difference<'_>, old: &Entry, new: &Entry) -> bool {
        let (entry, all) = match (fact.from, fact.to) {
            (from, None) if is_empty_map(from) => (new, self.after),
            (None, to) if is_empty_map(to) => (old, self.before),
            _ => return false,
        };
        let at: Vec<&str> =
            entry.subject.path().into_iter().chain(fact.path.iter().map(String::as_str)).collect();
        let is_inside = |path: &[&str]| path.len() > at.len() && path.starts_with(&at);
        entry
            .facts
            .values()
            .any(|other| other.path.len() > fact.path.len() && other.path.starts_with(fact.path))
            || all.iter().any(|other| is_inside(&other.subject.path()))
    }

    fn fiscal_years(&self) -> [FiscalYear; 2] {
        [self.old, self.new].map(|of| of.document.strategy.fiscal_year())
    }

    fn is_whole(&self) -> bool {
        self.old.document.is_whole() && self.new.document.is_whole()
    }

    /// A change of the readings as a unit: they could not be read, or they were moved to or from their file.
    fn of_readings(&self, changes: &[Change]) -> Vec<How> {
        let is_read = |of: Judged<'_>| of.document.readings.is_whole();
        let side = match (is_read(self.old), is_read(self.new)) {
            (false, true) => Some(Side::Old),
            (true, false) => Some(Side::New),
            _ => None,
        };
        if let Some(side) = side {
            return vec![How::Unreadable { key: Some("readings".to_owned()), side }];
        }
        let read = changes.iter().filter(|change| matches!(change.how, How::Read { .. }));
        let read: HashSet<&Subject> = read.map(|change| &change.subject).collect();
        let mut kpis = self.both().filter(|(_, new)| new.subject.kind() == EntryKind::Kpi);
        let is_relocated = kpis
            .any(|(old, new)| !read.contains(&new.subject) && differences(old, new).iter().any(is_reading));
        if !is_relocated {
            return Vec::new();
        }
        let inline = |entries: &[Entry]| {
            let kpis = entries.iter().filter(|entry| entry.subject.kind() == EntryKind::Kpi);
            let readings = kpis.flat_map(|entry| entry.facts.keys()).filter(|key| key.starts_with(READINGS));
            Some(Value::from(readings.count()))
        };
        let (from, to) = (inline(self.before), inline(self.after));
        vec![How::Changed { key: "kpis.readings".to_owned(), from, to }]
    }
}

/// Below this key a KPI has its readings, which are compared with those of the readings file.
const READINGS: &str = "readings.";

/// True if a change of the target already says what became of one of its keys: its day, or what is to be reached.
fn is_of_target(fact: &Difference<'_>, change: &TargetChange) -> bool {
    match fact.path {
        [target, _] if target == "target" && fact.meaning == Meaning::Day => change.is_of_date(),
        [target, key, ..] if target == "target" && fact.meaning == Meaning::Figure => {
            let mut forms = required::<Target>().iter();
            forms.any(|form| form.key == key || form.unless.contains(&key.as_str())) && change.is_of_figure()
        }
        _ => false,
    }
}

fn is_of_gate(fact: &Difference<'_>) -> bool {
    matches!(fact.meaning, Meaning::FigureBy(_))
}

fn is_reading(fact: &Difference<'_>) -> bool {
    fact.key.starts_with(READINGS)
}

/// The order of the changes of one entry: its id, its place, its state, its target, its dates, its owner, and the
/// rest in the order of the file.
fn order(how: &How) -> u8 {
    match how {
        How::Renamed { .. } => 0,
        How::Transferred { .. } => 1,
        How::LeftOut { .. } | How::TakenUp { .. } => 2,
        How::Became { .. } => 3,
        How::TargetChanged(_) | How::GateChanged(_) => 4,
        How::Moved { .. } | How::Reordered { .. } => 5,
        How::ReOwned { .. } => 6,
        _ => 7,
    }
}
