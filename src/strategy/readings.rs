//! Readings that live in a CSV file of their own.

use super::Strategy;
use super::date::CoarseDate;
use super::number::Number;
use crate::decode::shown;
use crate::finding::{Finding, Group, Kind, Level, Rule};
use crate::nearest::nearest;
use crate::source::{File, Location, Source, Span};

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
        readings.whole &= !kpi.readings.is_invalid() && series.is_none_or(|series| series.is_whole());
        let inline = series.into_iter().flat_map(|series| series.iter());
        let inline =
            inline.map(|(date, value, place)| Reading { date: *date, value: *value, at: place.key.into() });
        readings.by_kpi.insert(id.as_str().to_owned(), inline.collect());
    }
    match csv {
        Some(csv) => readings.whole &= read_rows(csv, &mut readings.by_kpi, findings),
        None => readings.whole &= strategy.readings.is_absent(),
    }
    for (kpi, readings) in &mut readings.by_kpi {
        readings.sort_by_key(|reading| (reading.date.last, reading.date.first));
        for pair in readings.windows(2) {
            let [earlier, later] = pair else { continue };
            if earlier.date.last == later.date.last {
                findings.push(twice(kpi, *earlier, *later));
            }
        }
        readings.dedup_by_key(|reading| reading.date.last);
    }
    readings
}

fn twice(kpi: &str, first: Reading, second: Reading) -> Finding {
    let (first, second) = if first.at <= second.at { (first, second) } else { (second, first) };
    DUPLICATE_READING
        .at(
            second.at,
            format!("`{kpi}` has two readings for {}: {} and {}", second.date, first.value, second.value),
        )
        .label("the second one")
        .also(first.at, "the first one")
        .help("keep the reading that is right and remove the other")
}

/// Reads the rows of a readings file. False where one of them could not be read.
fn read_rows(
    csv: &Source,
    by_kpi: &mut indexmap::IndexMap<String, Vec<Reading>>,
    findings: &mut Vec<Finding>,
) -> bool {
    let before = findings.len();
    let header = csv.text().lines().next().unwrap_or_default();
    let delimiter = if header.contains(';') { b';' } else { b',' };
    if let Some(at) = csv.first_invalid_byte() {
        let finding =
            INVALID_READINGS.at(place(Span::new(at, at + 1)), "the readings file is not UTF-8 text");
        findings.push(finding.help("save it as UTF-8: in a spreadsheet, choose “CSV UTF-8” when you export"));
    }
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(csv.text().trim_start_matches('\u{feff}').as_bytes());
    let shift = if csv.text().starts_with('\u{feff}') { 3 } else { 0 };
    let mut rows = reader.records();
    let columns = rows.next().and_then(Result::ok);
    let named = columns.iter().flat_map(|row| row.iter()).map(str::to_ascii_lowercase);
    if !named.eq(["kpi", "date", "value"]) {
        let span = Span::new(shift, shift + u32::try_from(header.trim_end().len()).unwrap_or(0));
        findings.push(
            INVALID_READINGS
                .at(place(span), "the readings file does not begin with the header `kpi,date,value`")
                .help("write `kpi,date,value` as the first line, and one reading a line below it"),
        );
        return false;
    }
    for row in rows {
        let row = match row {
            Ok(row) => row,
            Err(_) => continue,
        };
        let start = row.position().map_or(0, csv::Position::byte);
        let line = csv.line(shift + u32::try_from(start).unwrap_or(0));
        match read_row(csv, line, delimiter, &row, by_kpi) {
            Ok((kpi, reading)) => by_kpi.entry(kpi).or_default().push(reading),
            Err(finding) => findings.push(*finding),
        }
    }
    findings.len() == before
}

fn read_row(
    csv: &Source,
    line: usize,
    delimiter: u8,
    row: &csv::StringRecord,
    by_kpi: &indexmap::IndexMap<String, Vec<Reading>>,
) -> Result<(String, Reading), Box<Finding>> {
    let field = |index: usize| row.get(index).unwrap_or_default();
    let at = |index: usize| place(field_span(csv, line, delimiter, index));
    if row.len() != 3 {
        let message = format!("a row has {} fields instead of three", row.len());
        let finding = INVALID_READINGS.at(place(csv.line_span(line)), message);
        return Err(Box::new(
            finding.help("write the KPI's id, the date and the figure, such as `visits,2027-03-31,12100`"),
        ));
    }
    if !by_kpi.contains_key(field(0)) {
        let finding = INVALID_READINGS.at(at(0), format!("there is no KPI `{}`", shown(field(0))));
        return Err(Box::new(match nearest(field(0), by_kpi.keys().map(String::as_str)) {
            Some(meant) => finding
                .label(format!("did you mean `{}`?", meant.name))
                .help(format!("write `{}`", meant.name)),
            None => finding.label("declared nowhere").help("declare it under `kpis:`, or remove the row"),
        }));
    }
    let date = CoarseDate::parse(field(1)).map_err(|fault| {
        let message = format!("`{}` should be {}", shown(field(1)), fault.expected);
        Box::new(INVALID_READINGS.at(at(1), message).help(fault.help))
    })?;
    let value = Number::parse(field(2)).map_err(|fault| {
        let message = format!("`{}` should be {}", shown(field(2)), fault.expected);
        Box::new(INVALID_READINGS.at(at(2), message).help(fault.help))
    })?;
    Ok((field(0).to_owned(), Reading { date, value, at: at(1) }))
}

fn place(span: Span) -> Location {
    Location { file: File::Readings, span }
}

/// The bytes of a field of a line, blanks around it left out. A line with quoted delimiters is
/// pointed at as a whole, since a reader counts fields there differently.
fn field_span(csv: &Source, line: usize, delimiter: u8, index: usize) -> Span {
    let whole = csv.line_span(line);
    let text = csv.slice(whole);
    if text.contains('"') {
        return whole;
    }
    let mut start = whole.start;
    for (number, part) in text.split(char::from(delimiter)).enumerate() {
        let length = |text: &str| u32::try_from(text.len()).unwrap_or(0);
        if number == index {
            let start = start + length(part) - length(part.trim_start());
            return Span::new(start, start + length(part.trim()));
        }
        start += length(part) + 1;
    }
    whole
}
