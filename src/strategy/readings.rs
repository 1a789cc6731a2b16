//! The readings of all KPIs: those in the strategy, and those in a CSV file of their own.

pub(crate) mod fields;
pub(crate) mod rows;
pub(crate) mod written;

use super::Strategy;
use super::date::{CoarseDate, days_between};
use super::number::Number;
use crate::decode::maps::Series;
use crate::finding::Finding;
use crate::finding::file::DUPLICATE_READING;
use crate::source::{Location, Source};
use crate::words::and;

/// One figure of one KPI.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    pub date: CoarseDate,
    /// The figure, in the KPI's unit.
    pub value: Number,
    pub at: Location,
    pub value_at: Location,
    /// What a reader of the figure needs to know.
    pub note: Option<String>,
}

/// Every reading, KPI by KPI in the order of the strategy; those of one KPI by date.
#[derive(Debug, Clone, Default)]
pub struct Readings {
    by_kpi: indexmap::IndexMap<String, Vec<Reading>>,
    whole: bool,
}

impl Readings {
    /// The readings of a KPI, the earliest first.
    pub fn of(&self, kpi: &str) -> &[Reading] {
        self.by_kpi.get(kpi).map_or(&[], Vec::as_slice)
    }

    /// The readings of a KPI whose time has some days of this one.
    pub(crate) fn touching(&self, kpi: &str, time: CoarseDate) -> impl Iterator<Item = &Reading> {
        let of_kpi = self.of(kpi);
        let first = of_kpi.partition_point(|reading| reading.date.last < time.first);
        // No time is longer than a year and some days.
        let can_begin = move |reading: &&Reading| days_between(time.last, reading.date.last) <= 2 * 366;
        let after = of_kpi.get(first..).unwrap_or_default().iter().take_while(can_begin);
        after.filter(move |reading| reading.date.first <= time.last)
    }

    /// False if some readings could not be read, so that nothing can be called stale.
    pub fn is_whole(&self) -> bool {
        self.whole
    }
}

/// Gathers the readings of a strategy, its own and those of its file, and reports what is wrong
/// with them. `csv` is `None` if `readings:` is absent or its file cannot be used.
pub fn gather(strategy: &Strategy, csv: Option<&Source>, findings: &mut Vec<Finding>) -> Readings {
    let mut readings = Readings { by_kpi: indexmap::IndexMap::new(), whole: true };
    for (id, kpi) in strategy.kpis() {
        let series = kpi.readings.get();
        readings.whole &= !kpi.readings.is_invalid() && series.is_none_or(Series::is_whole);
        readings.whole &= series.is_none_or(|series| series.iter().all(|(_, one, _)| one.value.is_set()));
        let inline = series.into_iter().flat_map(Series::iter).filter_map(|(date, measured, place)| {
            let (value, at) = measured.value.placed()?;
            let note = measured.note.get().cloned();
            Some(Reading {
                date: *date,
                value: *value,
                at: place.key.into(),
                value_at: at.value.into(),
                note,
            })
        });
        readings.by_kpi.insert(id.as_str().to_owned(), inline.collect());
    }
    match csv {
        Some(csv) => readings.whole &= rows::read(csv, strategy, &mut readings.by_kpi, findings),
        None => readings.whole &= strategy.readings.is_absent(),
    }
    for (kpi, readings) in &mut readings.by_kpi {
        readings.sort_by_key(|reading| (reading.date.last, reading.at));
        let same_date = readings.chunk_by(|one, next| one.date.last == next.date.last);
        findings.extend(same_date.filter_map(|same| repeated(kpi, same)));
        readings.dedup_by_key(|reading| reading.date.last);
    }
    readings
}

/// Two readings or more of one date.
fn repeated(kpi: &str, same: &[Reading]) -> Option<Finding> {
    let mut same = same.to_vec();
    same.sort_by_key(|reading| reading.at);
    let [first, second, others @ ..] = same.as_slice() else { return None };
    let values: Vec<String> = same.iter().map(|reading| reading.value.to_string()).collect();
    let figures = match values.first() {
        Some(value) if values.iter().all(|other| other == value) => format!("{value} each time"),
        _ => and(&values),
    };
    let message = format!("`{kpi}` has {} readings for {}: {figures}", values.len(), second.date);
    let finding = DUPLICATE_READING.at(second.at, message).label("again here").also(first.at, "first here");
    let finding = others.iter().fold(finding, |finding, other| finding.also(other.at, "and here"));
    Some(finding.help("keep the reading that is right, and remove the rest"))
}
