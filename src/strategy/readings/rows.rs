//! Reads the rows of a readings file into readings, and reports what is wrong with them.

use indexmap::IndexMap;
use rust_decimal::Decimal;

use super::fields::{self, Row};
use super::{Reading, written};
use crate::decode::field::Field;
use crate::decode::maps::ById;
use crate::decode::offers::{self, IN_UNIT, likely};
use crate::decode::value::ValueError;
use crate::decode::{FiscalYear, clear};
use crate::finding::Finding;
use crate::finding::file::INVALID_READINGS;
use crate::source::{File, Location, Source, Span};
use crate::strategy::Strategy;
use crate::strategy::date::CoarseDate;
use crate::strategy::number::Number;
use crate::words::nearest::nearest;
use crate::words::neighbors::{Elsewhere, Neighbors};
use crate::words::shown;
use crate::words::spelling::{self, Figure, Spelled, spelled};

/// The columns. The last one is optional.
pub(crate) const HEADER: [&str; 4] = ["kpi", "date", "value", "note"];

/// Reads the rows into `by_kpi`. False if one of them could not be read.
pub(super) fn read(
    csv: &Source,
    strategy: &Strategy,
    by_kpi: &mut IndexMap<String, Vec<Reading>>,
    findings: &mut Vec<Finding>,
) -> bool {
    if let Some(foreign) = csv.foreign() {
        let message = format!("the readings file is {}, not a table in CSV", foreign.name);
        let help = "open it in a spreadsheet, save it as “CSV UTF-8”, and name that file at `readings:`";
        findings.push(INVALID_READINGS.at(place(Span::START), message).help(help));
        return false;
    }
    let invalid = csv.first_invalid_byte();
    if let Some(at) = invalid {
        findings.push(
            INVALID_READINGS
                .at(place(Span::new(at, at + 1)), "the readings file is not saved as UTF-8")
                .label("the first character that cannot be read")
                .help("save it as UTF-8: in a spreadsheet, choose “CSV UTF-8” when you export"),
        );
    }
    let mut rows = fields::rows(csv.text(), fields::delimiter(csv.text()));
    let header = rows.next().unwrap_or_default();
    let columns: Vec<String> = header.fields.iter().map(|field| field.text.to_ascii_lowercase()).collect();
    if columns.len() < 3 || !HEADER.iter().take(columns.len()).eq(&columns) {
        findings.push(wrong_header(csv.text()));
        return false;
    }
    let rows: Vec<Row> = rows.collect();
    let commas = commas(&rows);
    let mut reader = Reader {
        csv,
        strategy,
        columns: columns.len(),
        neighbors: neighbors(strategy, by_kpi, &rows, can_have_decimal_commas(&rows, &commas)),
        commas,
        total: rows.len(),
        findings,
        unknown: IndexMap::new(),
    };
    let mut is_whole = invalid.is_none();
    for row in &rows {
        match reader.read(row) {
            Some((kpi, reading)) => by_kpi.entry(kpi).or_default().push(reading),
            None => is_whole = false,
        }
    }
    reader.report_unknown();
    is_whole
}

fn wrong_header(text: &str) -> Finding {
    let offset = |at: usize| u32::try_from(at).unwrap_or(0);
    let content = text.trim_start_matches('\u{feff}');
    let start = text.len() - content.len();
    if content.trim().is_empty() {
        return INVALID_READINGS
            .at(place(Span::new(offset(start), offset(start))), "the readings file is empty")
            .label("the header belongs here")
            .help("write `kpi,date,value` as the first line, and one reading a line below it");
    }
    let header = content.lines().next().unwrap_or_default().trim_end();
    let span = Span::new(offset(start), offset(start + header.len()));
    INVALID_READINGS
        .at(place(span), "the first line of the readings file is not `kpi,date,value`")
        .label("the header belongs here")
        .note("the columns are read in this order: the KPI's id, the date, the figure, and perhaps a note")
        .help("make `kpi,date,value` the first line, and put the columns below it in that order")
}

/// Whether commas are for decimals, by each figure that can mean only one thing.
fn commas(rows: &[Row]) -> Vec<bool> {
    let figures = rows.iter().filter_map(|row| row.fields.get(2));
    let mut commas: Vec<bool> =
        figures.filter_map(|figure| spelling::has_decimal_comma(&figure.text)).collect();
    commas.sort_unstable();
    commas.dedup();
    commas
}

/// True if commas in these figures are for decimals, or can be.
fn can_have_decimal_commas(rows: &[Row], commas: &[bool]) -> bool {
    let is_open = |text: &str| text.contains(',') && matches!(spelled(text), Some(Spelled::Either(..)));
    let mut figures = rows.iter().filter_map(|row| row.fields.get(2));
    commas.contains(&true) || (commas.is_empty() && figures.any(|figure| is_open(&figure.text)))
}

/// The figures of each KPI that have one meaning: in the strategy, and in the rows.
fn neighbors(
    strategy: &Strategy,
    by_kpi: &IndexMap<String, Vec<Reading>>,
    rows: &[Row],
    decimal_commas: bool,
) -> IndexMap<String, Neighbors> {
    let mut figures: IndexMap<&str, Vec<Decimal>> = IndexMap::new();
    for (id, kpi) in strategy.kpis() {
        let readings = by_kpi.get(id.as_str()).into_iter().flatten().map(|one| one.value.0);
        let planned = kpi.planned_figures().into_iter().map(|(figure, _)| figure);
        figures.insert(id.as_str(), planned.chain(readings).collect());
    }
    for (kpi, figure) in clear_figures(rows) {
        if let Some(figures) = figures.get_mut(kpi) {
            figures.push(figure);
        }
    }
    let neighbors = |(id, figures): (&str, Vec<_>)| (id.to_owned(), Neighbors::new(decimal_commas, figures));
    figures.into_iter().map(neighbors).collect()
}

/// The KPI and the figure of each row, if the figure has one meaning.
fn clear_figures(rows: &[Row]) -> impl Iterator<Item = (&str, Decimal)> {
    rows.iter().filter_map(|row| {
        let [kpi, _, value, ..] = row.fields.as_slice() else { return None };
        Some((kpi.text.as_str(), clear(&value.text)?))
    })
}

/// What the figures of a readings file say about those of the strategy.
pub(crate) fn elsewhere(csv: &Source) -> Elsewhere {
    let rows: Vec<Row> = fields::rows(csv.text(), fields::delimiter(csv.text())).skip(1).collect();
    let mut elsewhere =
        Elsewhere { decimal_commas: can_have_decimal_commas(&rows, &commas(&rows)), ..Elsewhere::default() };
    for (kpi, figure) in clear_figures(&rows) {
        elsewhere.by_kpi.entry(kpi.to_owned()).or_default().push(figure);
    }
    elsewhere
}

/// True if figures of a readings file have a comma for decimals, or can have one.
pub(crate) fn has_decimal_comma(csv: &Source) -> bool {
    let rows: Vec<Row> = fields::rows(csv.text(), fields::delimiter(csv.text())).skip(1).collect();
    can_have_decimal_commas(&rows, &commas(&rows))
}

struct Reader<'a> {
    csv: &'a Source,
    strategy: &'a Strategy,
    /// The number of columns in the header.
    columns: usize,
    /// Whether commas are for decimals, by each figure that can mean only one thing: both if they disagree.
    commas: Vec<bool>,
    /// The other figures of each KPI.
    neighbors: IndexMap<String, Neighbors>,
    /// The number of rows.
    total: usize,
    findings: &'a mut Vec<Finding>,
    /// KPIs that are not declared, with the places of their names.
    unknown: IndexMap<String, Vec<Location>>,
}

impl Reader<'_> {
    fn read(&mut self, row: &Row) -> Option<(String, Reading)> {
        if let Some(open) = row.fields.iter().find(|field| field.is_open) {
            let finding = INVALID_READINGS
                .at(place(open.span), "a quote is opened here and never closed")
                .label("the field ends with its line")
                .note("a spreadsheet reads all rows after it as a part of this field")
                .help("close the quote at the end of the field, or remove it");
            self.findings.push(finding.among(self.total, "rows", "have a quote that is never closed"));
            return None;
        }
        // A row can leave its note out, with its comma or without.
        let fields = Some(row.fields.as_slice()).filter(|fields| fields.len() <= self.columns);
        let Some([kpi, date, value, note @ ..]) = fields else {
            let columns = crate::words::counted(row.fields.len(), "column", "columns");
            let line = self.csv.line_span(self.csv.line(row.span.start));
            let finding = INVALID_READINGS
                .at(place(line), format!("this row has {columns} instead of {}", self.columns))
                .label("a KPI, a date and a figure belong here")
                .help(match self.columns {
                    3 => "write the KPI's id, the date and the figure: `visits,2027-03-31,12100`",
                    _ => "write the KPI's id, the date, the figure and the note, which can be empty: `visits,2027-03-31,12100,`",
                });
            self.findings.push(finding.among(self.total, "rows", "have other columns than the header"));
            return None;
        };
        let note = note.first().filter(|note| !note.text.is_empty());
        if let Some(rest) = note.filter(|note| note.text.bytes().all(|byte| byte.is_ascii_digit())) {
            let message = format!("the note of this row is a number: `{}`", rest.text);
            let finding = INVALID_READINGS.at(place(rest.span), message).label("or a part of the figure?");
            let help = "if the comma belongs to the figure, write a point or nothing in its place; otherwise put the note in words";
            self.findings.push(finding.help(help).among(self.total, "rows", "have a number for a note"));
            return None;
        }
        match &self.strategy.kpis {
            Field::Set(kpis, _) if kpis.declaration(&kpi.text).is_some() => {}
            Field::Set(kpis, _) if !kpis.is_complete() => return None,
            Field::Invalid(_) => return None,
            Field::Set(..) | Field::Absent => {
                self.unknown.entry(kpi.text.clone()).or_default().push(place(kpi.span));
                return None;
            }
        }
        let total = self.total;
        let unreadable = |error: ValueError, field: &fields::Field, many: &'static str| {
            let ValueError { expected, help, instead, .. } = error;
            let label = instead.map_or(format!("not {expected}"), |instead| format!("write `{instead}`"));
            let message = format!("`{}` is not {expected}", shown(&field.text));
            let finding = INVALID_READINGS.at(place(field.span), message).label(label);
            finding.help(help).among(total, "rows", many)
        };
        let known = self.strategy.kpi(&kpi.text);
        let fiscal_year = self.strategy.fiscal_year();
        let read_date = written::date(&date.text, self.strategy).map_err(|error| {
            // Whatever made the key for fiscal years unreadable has been reported.
            let is_known = fiscal_year != FiscalYear::Unreadable || !CoarseDate::is_fiscal(&date.text);
            is_known.then(|| unreadable(error, date, "have a date that cannot be read"))
        });
        let read_value = match known {
            Some(known) => written::figure(&value.text, self.strategy, known, self.neighbors.get(&kpi.text)?),
            None => Number::parse(&value.text).map(|value| written::Figure { value, unsaid: None }),
        };
        let read_value = match read_value {
            Ok(written::Figure { value, unsaid: None }) => Ok(value),
            Ok(written::Figure { value, unsaid: Some(unit) }) => {
                let help = format!("add `unit: {unit}` to `{}`, or write `{value}`", kpi.text);
                Err((ValueError::new("a number", help), "have a unit that their KPI does not name"))
            }
            Err(error) => {
                let problem = match spelled(&value.text) {
                    Some(Spelled::Figure(Figure { mark: Some(_), .. })) => "have another unit than their KPI",
                    Some(Spelled::Either(..)) => "have a figure that can mean two numbers",
                    None if error.expected == IN_UNIT => "have another unit than their KPI",
                    _ => "have a figure that cannot be read",
                };
                Err((error, problem))
            }
        };
        let read_value = read_value.map_err(|(error, problem)| {
            let finding = unreadable(error, value, problem);
            if value.text.bytes().any(|byte| byte.is_ascii_digit()) {
                return self.likely(finding, &value.text, &kpi.text);
            }
            finding.help("write the figure, or remove the row: if nothing was read, no row is needed")
        });
        match (read_date, read_value) {
            (Ok(read_date), Ok(read_value)) => {
                let (at, value_at) = (place(date.span), place(value.span));
                let note = note.map(|note| note.text.clone());
                let reading = Reading { date: read_date, value: read_value, at, value_at, note };
                // If the KPI itself could not be read, its readings mean nothing.
                known.map(|_| (kpi.text.clone(), reading))
            }
            (date, value) => {
                self.findings.extend(date.err().flatten().into_iter().chain(value.err()));
                None
            }
        }
    }

    /// Adds which of two figures is likely, given the others of the column.
    fn likely(&self, finding: Finding, text: &str, kpi: &str) -> Finding {
        let neighbors = self.neighbors.get(kpi);
        let read = neighbors.and_then(|neighbors| offers::read_next_to(text, neighbors));
        let likely = match (self.commas.as_slice(), read) {
            ([comma], Some(Spelled::Either(one, other))) => {
                likely(text, (&one, &other), *comma, "of this column")
            }
            _ => None,
        };
        let by_size = || written::likely(text, neighbors?);
        match likely.map(|(_, why)| why).or_else(by_size) {
            Some(why) => {
                let help = format!("{}; {why}", finding.help);
                finding.help(help)
            }
            None => finding,
        }
    }

    fn report_unknown(self) {
        let known = self.strategy.kpis.get();
        for (kpi, places) in self.unknown {
            let Some((first, others)) = places.split_first() else { continue };
            let finding = INVALID_READINGS.at(*first, format!("there is no KPI `{}`", shown(&kpi)));
            let known = known.into_iter().flat_map(ById::fields).map(|(id, _)| id.as_str());
            let finding = match nearest(&kpi, known) {
                Some(meant) => finding
                    .label(format!("did you mean `{}`?", meant.name))
                    .help(format!("write `{}`", meant.name)),
                None => finding
                    .label("not declared anywhere")
                    .help("write the id of a KPI, add it under `kpis:`, or remove the row"),
            };
            self.findings
                .push(others.iter().fold(finding, |finding, other| finding.also(*other, "and here")));
        }
    }
}

fn place(span: Span) -> Location {
    Location { file: File::Readings, span }
}
