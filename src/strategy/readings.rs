//! The readings of all KPIs: those in the strategy, and those in a CSV file of their own.

pub(crate) mod fields;
mod rows;

use super::Strategy;
use super::date::CoarseDate;
use super::number::Number;
use crate::finding::{Finding, Group, Kind, Level, Rule};
use crate::source::{Location, Source};
use crate::words::and;

/// The readings file cannot be used, or a row of it cannot.
pub static INVALID_READINGS: Rule = Rule {
    name: "invalid-readings",
    group: Group::File,
    level: Level::Error,
    kind: Kind::Wrong,
    timed: false,
    since: "0.1.0",
    summary: "the readings file is absent or outside the repository, or has a bad header or row",
    options: &[],
    docs: "\
## What it checks
The file that `readings:` names is there, lies inside the repository (or, outside one, in the strategy's folder),
begins with the header `kpi,date,value`, and each row names a KPI that is declared, a date and a number. Commas or
semicolons separate; quoted fields are understood.

## Why it matters
A reading that is not read makes a KPI look stale or a gap look wide. **Source**: stratplan.

## Example
This fails, because there is no such file:
```yaml
readings: data/nowhere.csv
```
This passes:
```yaml
kpis:
  visits: { readings: { 2027-03-31: 12100 } }
```

## How to fix or allow it
Correct the row that the message points at, or the path. Findings about the file itself cannot be allowed.
",
};

/// The same KPI and date twice.
pub static DUPLICATE_READING: Rule = Rule {
    name: "duplicate-reading",
    group: Group::File,
    level: Level::Error,
    kind: Kind::Wrong,
    timed: false,
    since: "0.1.0",
    summary: "two readings of one KPI on the same date",
    options: &[],
    docs: "\
## What it checks
No KPI has two readings of the same date, be they in the strategy or in the readings file.

## Why it matters
Nobody can tell which of the two is right, and every figure that follows depends on it. **Source**: stratplan.

## Example
This fails:
```yaml
kpis:
  visits: { readings: { 2027-03-31: 12100, 2027-03-31: 12900 } }
```
This passes:
```yaml
kpis:
  visits: { readings: { 2027-02-28: 12100, 2027-03-31: 12900 } }
```

## How to fix or allow it
Keep the reading that is right and remove the other. Findings about the file itself cannot be allowed.
",
};

/// One figure of one KPI.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// When it was read.
    pub date: CoarseDate,
    /// The figure, in the KPI's unit.
    pub value: Number,
    /// Where the date stands.
    pub at: Location,
    /// Where the figure stands.
    pub value_at: Location,
}

/// Every reading, KPI by KPI in the order of the strategy; those of one KPI by date.
#[derive(Debug, Clone, Default)]
pub struct Readings {
    by_kpi: indexmap::IndexMap<String, Vec<Reading>>,
    /// False where some readings could not be read.
    whole: bool,
}

impl Readings {
    /// The readings of a KPI, the earliest first.
    pub fn of(&self, kpi: &str) -> &[Reading] {
        self.by_kpi.get(kpi).map_or(&[], Vec::as_slice)
    }

    /// False where some readings could not be read, so that nothing can be called stale.
    pub fn is_whole(&self) -> bool {
        self.whole
    }
}

/// Gathers the readings of a strategy, its own and those of its file, and reports what is wrong
/// with them. `csv` is `None` where `readings:` is absent or the file could not be had.
pub fn gather(strategy: &Strategy, csv: Option<&Source>, findings: &mut Vec<Finding>) -> Readings {
    let mut readings = Readings { by_kpi: indexmap::IndexMap::new(), whole: true };
    for (id, kpi) in strategy.kpis() {
        let series = kpi.readings.get();
        readings.whole &=
            !kpi.readings.is_invalid() && series.is_none_or(super::super::decode::maps::Series::is_whole);
        let inline = series.into_iter().flat_map(super::super::decode::maps::Series::iter);
        let inline = inline.map(|(date, value, place)| Reading {
            date: *date,
            value: *value,
            at: place.key.into(),
            value_at: place.value.into(),
        });
        readings.by_kpi.insert(id.as_str().to_owned(), inline.collect());
    }
    match csv {
        Some(csv) => readings.whole &= rows::read(csv, strategy, &mut readings.by_kpi, findings),
        None => readings.whole &= strategy.readings.is_absent(),
    }
    for (kpi, readings) in &mut readings.by_kpi {
        readings.sort_by_key(|reading| (reading.date.last, reading.date.first, reading.at));
        let same_date = readings.chunk_by(|one, next| one.date.last == next.date.last);
        findings.extend(same_date.filter(|same| same.len() > 1).map(|same| repeated(kpi, same)));
        readings.dedup_by_key(|reading| reading.date.last);
    }
    readings
}

/// Two readings or more of one date.
fn repeated(kpi: &str, same: &[Reading]) -> Finding {
    let mut same = same.to_vec();
    same.sort_by_key(|reading| reading.at);
    let values: Vec<String> = same.iter().map(|reading| reading.value.to_string()).collect();
    let (first, rest) = same.split_first().map_or((None, &[][..]), |(first, rest)| (Some(first), rest));
    let last = rest.first().or(first);
    let at = last.map_or(Location::default(), |reading| reading.at);
    let date = last.map(|reading| reading.date.to_string()).unwrap_or_default();
    let alike = values.windows(2).all(|pair| matches!(pair, [one, other] if one == other));
    let figures = match values.first() {
        Some(value) if alike => format!("{value} each time"),
        _ => and(&values),
    };
    let message = format!("`{kpi}` has {} readings for {date}: {figures}", values.len());
    let mut finding = DUPLICATE_READING.at(at, message).label("again here");
    if let Some(first) = first {
        finding = finding.also(first.at, "first here");
    }
    for other in rest.iter().skip(1) {
        finding = finding.also(other.at, "and here");
    }
    finding.help("keep the reading that is right, and remove the rest")
}
