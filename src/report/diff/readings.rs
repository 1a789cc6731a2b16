//! Readings that came, were corrected or went: those in the strategy and those in its file alike.

use std::collections::{HashMap, HashSet};

use super::change::{Corrected, How, Reading};
use crate::decode::maps::Series;
use crate::source::File;
use crate::strategy::document::Document;
use crate::strategy::readings;

/// How the readings of a KPI differ; none where they do not. What could not be read in one version is
/// not told as gone or new.
pub(super) fn compare((old, old_id): (&Document, &str), (new, new_id): (&Document, &str)) -> Option<How> {
    let (before, after) = (old.readings.of(old_id), new.readings.of(new_id));
    let dates = |readings: &[readings::Reading]| -> HashMap<String, readings::Reading> {
        readings.iter().map(|reading| (reading.date.to_string(), *reading)).collect()
    };
    let was = dates(before);
    let mut kept = HashSet::new();
    let (mut added, mut corrected) = (Vec::new(), Vec::new());
    for reading in after {
        let date = reading.date.to_string();
        match was.get(&date) {
            Some(was) => {
                if was.value != reading.value {
                    corrected.push(Corrected { date: date.clone(), from: was.value, to: reading.value });
                }
                kept.insert(date);
            }
            None if may_be_unread(old, old_id, reading) => {}
            None => added.push(row(reading)),
        }
    }
    let gone = before.iter().filter(|reading| !kept.contains(&reading.date.to_string()));
    let gone = gone.filter(|reading| !may_be_unread(new, new_id, reading));
    let removed: Vec<Reading> = gone.map(row).collect();
    let is_alike = added.is_empty() && corrected.is_empty() && removed.is_empty();
    (!is_alike).then_some(How::Read { added, corrected, removed })
}

/// True where a document that lacks a reading may have it in a part that could not be read.
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
