//! Readings that were added, corrected or removed, in the strategy or in its readings file.

use std::collections::HashMap;

use super::change::{Corrected, How, Reading};
use crate::decode::maps::Series;
use crate::source::File;
use crate::strategy::document::Document;
use crate::strategy::number::Number;
use crate::strategy::readings;

/// How the readings of a KPI differ, if they do. What could not be read in one version counts as neither
/// added nor removed.
pub(super) fn compare((old, old_id): (&Document, &str), (new, new_id): (&Document, &str)) -> Option<How> {
    let (before, after) = (old.readings.of(old_id), new.readings.of(new_id));
    let by_date = |readings: &[readings::Reading]| -> HashMap<String, Number> {
        readings.iter().map(|reading| (reading.date.to_string(), reading.value)).collect()
    };
    let (was, now) = (by_date(before), by_date(after));
    let is_in = |values: &HashMap<String, Number>, reading: &readings::Reading| {
        values.contains_key(&reading.date.to_string())
    };
    let added = after.iter().filter(|one| !is_in(&was, one) && !may_be_unread(old, old_id, one));
    let removed = before.iter().filter(|one| !is_in(&now, one) && !may_be_unread(new, new_id, one));
    let corrected = after.iter().filter_map(|reading| {
        let date = reading.date.to_string();
        let from = *was.get(&date)?;
        (from != reading.value).then_some(Corrected { date, from, to: reading.value })
    });
    let (added, removed): (Vec<_>, Vec<_>) = (added.map(row).collect(), removed.map(row).collect());
    let corrected: Vec<_> = corrected.collect();
    let is_same = added.is_empty() && corrected.is_empty() && removed.is_empty();
    let unit = |of: &Document, id| of.strategy.kpi(id).and_then(|kpi| kpi.unit.get().cloned());
    let (from_unit, to_unit) = (unit(old, old_id), unit(new, new_id));
    (!is_same).then_some(How::Read { added, corrected, removed, from_unit, to_unit })
}

/// True if a document that lacks a reading may have it in a part that could not be read.
fn may_be_unread(document: &Document, kpi: &str, reading: &readings::Reading) -> bool {
    if reading.at.file == File::Readings {
        return !document.readings.is_whole();
    }
    let own = document.strategy.kpi(kpi).map(|kpi| &kpi.readings);
    own.is_some_and(|own| own.is_invalid() || !own.get().is_none_or(Series::is_whole))
}

fn row(reading: &readings::Reading) -> Reading {
    Reading { date: reading.date.to_string(), day: reading.date.last, value: reading.value }
}
