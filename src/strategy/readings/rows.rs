//! The rows of a readings file. Each fault is told once, with all the rows that have it.

use indexmap::IndexMap;

use super::Reading;
use super::fields::{self, Row};
use crate::decode::field::Field;
use crate::decode::maps::ById;
use crate::decode::value::ValueError;
use crate::finding::Finding;
use crate::finding::file::INVALID_READINGS;
use crate::source::{File, Location, Source, Span};
use crate::strategy::Strategy;
use crate::strategy::date::CoarseDate;
use crate::strategy::number::Number;
use crate::words::nearest::nearest;
use crate::words::shown;

const HEADER: [&str; 3] = ["kpi", "date", "value"];

/// Reads the rows into `by_kpi`. False where one of them could not be read.
pub(super) fn read(
    csv: &Source,
    strategy: &Strategy,
    by_kpi: &mut IndexMap<String, Vec<Reading>>,
    findings: &mut Vec<Finding>,
) -> bool {
    if let Some(at) = csv.first_invalid_byte() {
        let finding =
            INVALID_READINGS.at(place(Span::new(at, at + 1)), "the readings file is not saved as UTF-8");
        findings.push(
            finding
                .label("the first character that cannot be read")
                .help("save it as UTF-8: in a spreadsheet, choose “CSV UTF-8” when you export"),
        );
    }
    let text = csv.text().trim_start_matches('\u{feff}');
    let shift = csv.text().len() - text.len();
    let header = text.lines().next().unwrap_or_default();
    let delimiter = fields::delimiter(text);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut records = reader.records();
    let columns = records.next().and_then(Result::ok);
    if !columns.iter().flat_map(csv::StringRecord::iter).map(str::to_ascii_lowercase).eq(HEADER) {
        findings.push(wrong_header(shift, header, text.trim().is_empty()));
        return false;
    }
    let mut rows = Rows { csv, faults: Faults::default() };
    let mut total = 0;
    let mut whole = csv.first_invalid_byte().is_none();
    for record in records {
        total += 1;
        let Ok(record) = record else {
            whole = false;
            continue;
        };
        // The reader stands before the line break that ended the row above, and before empty lines.
        let before = record.position().map_or(0, csv::Position::byte);
        let start = shift.saturating_add(usize::try_from(before).unwrap_or(usize::MAX));
        let row = fields::row(csv.text(), start, delimiter).unwrap_or_default();
        match rows.read(&row, &record, strategy) {
            Some((kpi, reading)) => by_kpi.entry(kpi).or_default().push(reading),
            None => whole = false,
        }
    }
    rows.faults.tell(total, strategy, findings);
    whole
}

fn wrong_header(shift: usize, header: &str, is_empty: bool) -> Finding {
    let offset = |at: usize| u32::try_from(at).unwrap_or(0);
    let span = Span::new(offset(shift), offset(shift + header.trim_end().len()));
    if is_empty {
        let finding =
            INVALID_READINGS.at(place(Span::new(span.start, span.start)), "the readings file is empty");
        return finding
            .label("the header belongs here")
            .help("write `kpi,date,value` as the first line, and one reading a line below it");
    }
    INVALID_READINGS
        .at(place(span), "the first line of the readings file is not `kpi,date,value`")
        .label("the header belongs here")
        .note("the columns are read in this order: the KPI's id, the date, the figure")
        .help("make `kpi,date,value` the first line, and put the columns below it in that order")
}

/// What is wrong with the rows, kind by kind.
#[derive(Default)]
struct Faults {
    rows: Vec<Finding>,
    /// KPIs that nothing declares, with the places where they are named.
    unknown: IndexMap<String, Vec<Location>>,
}

impl Faults {
    fn tell(self, total: usize, strategy: &Strategy, findings: &mut Vec<Finding>) {
        findings.extend(self.rows.into_iter().map(|mut finding| {
            if let Some(siblings) = &mut finding.siblings {
                siblings.total = total;
            }
            finding
        }));
        for (kpi, places) in self.unknown {
            let Some((first, others)) = places.split_first() else { continue };
            let finding = INVALID_READINGS.at(*first, format!("there is no KPI `{}`", shown(&kpi)));
            let known = strategy.kpis.get().into_iter().flat_map(ById::fields).map(|(id, _)| id.as_str());
            let finding = match nearest(&kpi, known) {
                Some(meant) => finding
                    .label(format!("did you mean `{}`?", meant.name))
                    .help(format!("write `{}`", meant.name)),
                None => finding
                    .label("not declared anywhere")
                    .help("write the id of a KPI, add it under `kpis:`, or remove the row"),
            };
            findings.push(others.iter().fold(finding, |finding, other| finding.also(*other, "and here")));
        }
    }
}

struct Rows<'a> {
    csv: &'a Source,
    faults: Faults,
}

impl Rows<'_> {
    fn read(
        &mut self,
        row: &Row,
        said: &csv::StringRecord,
        strategy: &Strategy,
    ) -> Option<(String, Reading)> {
        let field = |index: usize| said.get(index).unwrap_or_default();
        let at = |index: usize| place(row.fields.get(index).map_or(row.span, |field| field.span));
        if said.len() != HEADER.len() {
            let columns = if said.len() == 1 { "column" } else { "columns" };
            let message = format!("this row has {} {columns} instead of 3", said.len());
            let line = self.csv.line_span(self.csv.line(row.span.start));
            let finding = INVALID_READINGS
                .at(place(line), message)
                .label("a KPI, a date and a figure belong here")
                .help("write the KPI's id, the date and the figure: `visits,2027-03-31,12100`");
            self.faults.rows.push(finding.among(0, "rows", "do not have 3 columns"));
            return None;
        }
        match &strategy.kpis {
            Field::Set(kpis, _) if kpis.declaration(field(0)).is_some() => {}
            Field::Set(kpis, _) if !kpis.is_complete() => return None,
            Field::Invalid(_) => return None,
            Field::Set(..) | Field::Absent => {
                self.faults.unknown.entry(field(0).to_owned()).or_default().push(at(0));
                return None;
            }
        }
        let told = |fault: ValueError, index: usize, many: &'static str| {
            let message = format!("`{}` is not {}", shown(field(index)), fault.expected);
            let label = match fault.instead {
                Some(instead) => format!("write `{instead}`"),
                None => format!("not {}", fault.expected),
            };
            INVALID_READINGS.at(at(index), message).label(label).help(fault.help).among(0, "rows", many)
        };
        let date =
            CoarseDate::parse(field(1)).map_err(|fault| told(fault, 1, "have a date that cannot be read"));
        let value = Number::parse(field(2)).map_err(|fault| {
            let finding = told(fault, 2, "have a figure that cannot be read");
            if field(2).bytes().any(|byte| byte.is_ascii_digit()) {
                return finding;
            }
            finding.help("write the figure, or remove the row: where nothing was read, no row is needed")
        });
        let known = strategy.kpi(field(0)).is_some();
        match (date, value) {
            (Ok(date), Ok(value)) if known => {
                Some((field(0).to_owned(), Reading { date, value, at: at(1), value_at: at(2) }))
            }
            (date, value) => {
                self.faults.rows.extend([date.err(), value.err()].into_iter().flatten());
                None
            }
        }
    }
}

fn place(span: Span) -> Location {
    Location { file: File::Readings, span }
}
