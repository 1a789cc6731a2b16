//! Two strategies side by side, entry by entry.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;
use serde_json::Value;

use super::change::{Change, How, Side, What};
use super::entries::{Difference, Entry, differences, entries, is_hollow};
use super::matching::{self, Pairs};
use super::news::FindingNews;
use super::owners::{self, Inherited, Owned};
use super::standing::{self, Stand};
use super::{Judged, facts, readings, unread};
use crate::analysis::gears::GearSequence;
use crate::strategy::gear::{GearKind, PurposeKind};

/// What changed, and what became of the findings.
pub(super) fn compare(
    old: Judged<'_>,
    new: Judged<'_>,
) -> Result<(Vec<Change>, FindingNews), serde_json::Error> {
    let mut before = entries(&old.document.strategy)?;
    let after = entries(&new.document.strategy)?;
    let pairs = matching::pair(&mut before, &after);
    let owners = (owners::owners(&old.outcome.analysis), owners::owners(&new.outcome.analysis));
    let comparison = Comparison { old, new, before: &before, after: &after, pairs: &pairs, owners };
    Ok((comparison.changes(), FindingNews::between(&old, &new, &pairs)))
}

/// Two strategies taken apart.
struct Comparison<'a> {
    old: Judged<'a>,
    new: Judged<'a>,
    before: &'a [Entry],
    after: &'a [Entry],
    pairs: &'a Pairs,
    owners: (HashMap<String, Owned<'a>>, HashMap<String, Owned<'a>>),
}

impl Comparison<'_> {
    /// Every change, in the order in which they are told.
    fn changes(&self) -> Vec<Change> {
        let mut stands: IndexMap<String, Vec<Stand>> = IndexMap::new();
        for stand in standing::compare(self.old, self.new, self.pairs) {
            stands.entry(stand.address.clone()).or_default().push(stand);
        }
        let mut inherited = Inherited::default();
        let mut changes = Vec::new();
        for (old, new) in self.both() {
            let own = stands.swap_remove(&new.address).unwrap_or_default();
            let hows = self.of_pair(old, new, own, &mut inherited);
            changes.extend(hows.into_iter().map(|how| self.change(new, how)));
        }
        // What stands elsewhere and is no entry: a gear that the file does not name.
        for stand in stands.into_values().flatten() {
            let Stand { what, id, address, how } = stand;
            changes.push(Change { what, id, pillar: None, title: None, owner: None, address, how });
        }
        for change in &mut changes {
            if let How::ReOwned { inherited: count, .. } = &mut change.how {
                *count = inherited.take(&change.address);
            }
        }
        changes.extend(self.of_one(What::Strategy, inherited.rest()));
        changes.extend(self.of_one(What::File, self.of_readings(&changes)));
        changes.extend(self.gone());
        changes.extend(self.come());
        changes.sort_by_key(|change| change.what);
        changes
    }

    /// The entries that are in both versions, in the order of the newer.
    fn both(&self) -> impl Iterator<Item = (&Entry, &Entry)> {
        let pairs = self.pairs.both.iter();
        pairs.filter_map(|(old, new)| Some((self.before.get(*old)?, self.after.get(*new)?)))
    }

    fn change(&self, entry: &Entry, how: How) -> Change {
        let owner = self.owners.1.get(&entry.address).or_else(|| self.owners.0.get(&entry.address));
        Change {
            what: entry.what,
            id: entry.id.clone(),
            pillar: entry.pillar,
            title: entry.gist(),
            owner: owner.and_then(|owned| owned.owner.id()).map(str::to_owned),
            address: entry.address.clone(),
            how,
        }
    }

    /// Changes of something of which there is only one.
    fn of_one(&self, what: What, hows: impl IntoIterator<Item = How>) -> Vec<Change> {
        let entry = self.after.iter().find(|entry| entry.what == what);
        let hows = hows.into_iter();
        entry.map(|entry| hows.map(|how| self.change(entry, how)).collect()).unwrap_or_default()
    }

    /// Entries that are gone, or that the newer version could not read.
    fn gone(&self) -> Vec<Change> {
        let gone = self.pairs.removed.iter().filter_map(|index| self.before.get(*index));
        let changes = gone.map(|entry| {
            let is_lost = unread::is_lost(self.new.document, &entry.address);
            let lost = How::Unreadable { key: None, side: Side::New };
            self.change(entry, if is_lost { lost } else { How::Removed })
        });
        without_hidden(changes.collect())
    }

    /// Entries that are new, or that the older version could not read.
    fn come(&self) -> Vec<Change> {
        let come = self.pairs.added.iter().filter_map(|index| self.after.get(*index));
        let changes = come.map(|entry| {
            let is_lost = unread::is_lost(self.old.document, &entry.address);
            let lost = How::Unreadable { key: None, side: Side::Old };
            let start = entry.text("start").map(str::to_owned);
            self.change(entry, if is_lost { lost } else { How::Added { start } })
        });
        without_hidden(changes.collect())
    }

    /// How an entry that is in both versions differs.
    fn of_pair(&self, old: &Entry, new: &Entry, stands: Vec<Stand>, inherited: &mut Inherited) -> Vec<How> {
        let mut hows = Vec::new();
        if old.id != new.id {
            hows.push(How::Renamed { from: old.id.clone() });
        }
        if let (Some(from), Some(to)) = (old.pillar, new.pillar)
            && from != to
        {
            hows.push(How::Transferred { from, to });
        }
        let facts = differences(old, new);
        let is_owner = |fact: &Difference<'_>| matches!(fact.key, "owner" | "answered_by.owner");
        let own_differs = facts.iter().any(is_owner);
        let (before, after) = (self.owners.0.get(&old.address), self.owners.1.get(&new.address));
        let owned =
            before.or(after).map(|_| [before, after].map(|owned| owned.copied().unwrap_or(Owned::NOBODY)));
        let re_owned = owned.and_then(|[before, after]| {
            owners::compare((old, new), (before, after), own_differs, &self.pairs.names, inherited)
        });
        let is_told = |fact: &Difference<'_>| {
            let by = |stand: &Stand| match &stand.how {
                How::Became { .. } => fact.key == "status",
                How::Moved { key, .. } => key == fact.key,
                _ => false,
            };
            is_reading(fact)
                || (is_owner(fact) && re_owned.is_some())
                || stands.iter().any(by)
                || self.is_told_within(fact, old, new)
        };
        let told = facts.iter().filter(|fact| !is_told(fact));
        hows.extend(told.map(|fact| self.of_fact(old, new, fact)));
        hows.extend(re_owned);
        hows.extend(stands.into_iter().map(|stand| stand.how));
        if new.what == What::Kpi {
            let (before, after) = (self.old.document, self.new.document);
            hows.extend(readings::compare((before, &old.id), (after, &new.id)));
        }
        hows.sort_by_key(order);
        hows
    }

    fn of_fact(&self, old: &Entry, new: &Entry, fact: &Difference<'_>) -> How {
        let is_of_gear = new.what == What::Gear && fact.key == "start";
        let is_left_out = |entry: &Entry| entry.facts.contains_key("not_now");
        let unreadable = |side| How::Unreadable { key: Some(fact.key.to_owned()), side };
        match (fact.from, fact.to) {
            (_, None) if unread::is_lost(self.new.document, &new.address_of(fact.key)) => {
                unreadable(Side::New)
            }
            (None, _) if unread::is_lost(self.old.document, &old.address_of(fact.key)) => {
                unreadable(Side::Old)
            }
            // The gear starts on the same day, whoever says so.
            _ if is_of_gear && self.is_whole() && !is_left_out(old) && !is_left_out(new) => {
                How::Changed { key: fact.key.to_owned(), from: fact.from.cloned(), to: fact.to.cloned() }
            }
            _ if new.what == What::Purpose && fact.key == "order" => self.reordered(&new.id, fact),
            _ => facts::how(new.what, fact),
        }
    }

    fn reordered(&self, purpose: &str, fact: &Difference<'_>) -> How {
        let order = |of: Judged<'_>| order_of(&of.outcome.analysis.sequences, purpose);
        match (order(self.old), order(self.new)) {
            (Some(from), Some(to)) if from != to => How::Reordered { from, to },
            // It says what would hold without it.
            _ => facts::how(What::Purpose, fact),
        }
    }

    /// A section or record that is there without saying anything is no news beside what it says in the
    /// other version.
    fn is_told_within(&self, fact: &Difference<'_>, old: &Entry, new: &Entry) -> bool {
        let (entry, all) = match (fact.from, fact.to) {
            (from, None) if is_hollow(from) => (new, self.after),
            (None, to) if is_hollow(to) => (old, self.before),
            _ => return false,
        };
        let (inside, below) = (format!("{}.", fact.key), format!("{}.", entry.address_of(fact.key)));
        entry.facts.keys().any(|key| key.starts_with(&inside))
            || all.iter().any(|other| other.address.starts_with(&below))
    }

    fn is_whole(&self) -> bool {
        self.old.document.is_whole() && self.new.document.is_whole()
    }

    /// True where some readings of a version could not be read.
    fn is_unread(&self, side: Side) -> bool {
        let of = if side == Side::Old { self.old } else { self.new };
        !of.document.readings.is_whole()
    }

    /// What is to be said of the readings as a whole: that they could not be read, or that they stand
    /// elsewhere and are the same.
    fn of_readings(&self, told: &[Change]) -> Vec<How> {
        let unread = [Side::Old, Side::New].into_iter().filter(|side| self.is_unread(*side));
        let unread: Vec<Side> = unread.collect();
        if let [side] = unread.as_slice() {
            return vec![How::Unreadable { key: Some("readings".to_owned()), side: *side }];
        }
        let read = told.iter().filter(|change| matches!(change.how, How::Read { .. }));
        let read: HashSet<&str> = read.map(|change| change.address.as_str()).collect();
        let mut kpis = self.both().filter(|(_, new)| new.what == What::Kpi);
        let is_relocated = kpis.any(|(old, new)| {
            !read.contains(new.address.as_str()) && differences(old, new).iter().any(is_reading)
        });
        if !is_relocated {
            return Vec::new();
        }
        let inline = |entries: &[Entry]| {
            let kpis = entries.iter().filter(|entry| entry.what == What::Kpi);
            let readings = kpis.flat_map(|entry| entry.facts.keys()).filter(|key| key.starts_with(READINGS));
            Some(Value::from(readings.count()))
        };
        let (from, to) = (inline(self.before), inline(self.after));
        vec![How::Changed { key: "kpis.readings".to_owned(), from, to }]
    }
}

/// Below this key a KPI has its readings, which are compared with those of the readings file.
const READINGS: &str = "readings.";

fn is_reading(fact: &Difference<'_>) -> bool {
    fact.key.starts_with(READINGS)
}

/// What could not be read hides what is in it.
fn without_hidden(mut changes: Vec<Change>) -> Vec<Change> {
    let lost = changes.iter().filter(|change| matches!(change.how, How::Unreadable { .. }));
    let lost: HashSet<String> = lost.map(|change| change.address.clone()).collect();
    changes.retain(|change| {
        let mut above = change.address.match_indices('.').filter_map(|(at, _)| change.address.get(..at));
        !above.any(|above| lost.contains(above))
    });
    changes
}

/// The order in which the changes of one entry are told: what it is called, where it belongs, where it
/// stands, when, by whom, and the rest in the order of the file.
fn order(how: &How) -> u8 {
    match how {
        How::Renamed { .. } => 0,
        How::Transferred { .. } => 1,
        How::LeftOut { .. } | How::TakenUp { .. } => 2,
        How::Became { .. } => 3,
        How::Moved { .. } | How::Reordered { .. } => 4,
        How::ReOwned { .. } => 5,
        _ => 6,
    }
}

fn order_of(trains: &[GearSequence<'_>], purpose: &str) -> Option<Vec<GearKind>> {
    let kind = PurposeKind::ALL.into_iter().find(|kind| kind.key() == purpose)?;
    let train = trains.iter().find(|train| train.kind == kind)?;
    Some(train.gears.iter().map(|gear| gear.kind).collect())
}
