//! Figures from the exports of platforms: bytes → tables → a known source → figures by day → readings. And first drafts
//! of strategies from tables of activities (`plan.rs`).
//!
//! A file is recognized by the headers of its tables, never by its name. What was read is right, or it is refused with the
//! reason: a date or a figure that can mean two things, a row that is cut off, rows that do not add up to the file's own
//! total. What is refused, a file or a KPI, stops only itself. Nothing here touches the disk or knows which readings a
//! strategy already has; `edits::import` compares and writes.
//!
//! A source is one file in `import/sources/`, one line in `sources.rs`, and a sample in `tests/exports/`.

pub(crate) mod sources;
mod cells;
mod csv;
mod text;
mod unpack;
mod biff;
mod sheets;
mod ods;
mod json;
mod dates;
mod date_numbers;
mod date_words;
mod date_short;
mod date_time;
mod figures;
mod tables;
pub(crate) mod recognize;
pub(crate) mod wants;
mod series;
mod layout;
mod marks;
mod rows;
mod own_totals;
mod read;
mod table_days;
pub(crate) mod stretches;
mod pool;
pub(crate) mod outcome;
mod plan_columns;
mod plan_rows;
mod plan_kpis;
mod plan_people;
mod plan_ids;
mod plan;

pub(crate) use dates::Order;
use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::strategy::Strategy;

pub(crate) use figures::Separator;
pub(crate) use outcome::{Import, describe, import};
pub(crate) use plan::draft;
pub(crate) use plan_ids::Ids;
pub(crate) use read::Choices;
pub(crate) use unpack::MAX_BYTES;

/// The figures that files give for a strategy: for each KPI and date its figure. If anything is refused, every reason
/// instead. `options` are the values of those of the command line: `dmy` or `mdy`, `.` or `,`, a year, the metric of a file.
pub fn figures_of(
    strategy: &Strategy,
    files: &[(String, Vec<u8>)],
    options: &[&str],
    today: Date,
) -> Result<BTreeMap<(String, String), Decimal>, Vec<String>> {
    let mut choices = Choices { dates: None, decimal: None, year: None, metric: None, today };
    for option in options {
        match (option.parse(), option.parse()) {
            _ if *option == "dmy" => choices.dates = Some(Order::Dmy),
            _ if *option == "mdy" => choices.dates = Some(Order::Mdy),
            (Ok(separator), _) => choices.decimal = Some(separator),
            (_, Ok(year)) => choices.year = Some(year),
            _ => choices.metric = Some((*option).to_owned()),
        }
    }
    let files = files.iter().map(|(name, bytes)| (name.clone(), Ok(bytes.clone())));
    let read = import(strategy, files, &choices);
    if !read.problems.is_empty() {
        let text =
            |(place, problem): &(String, Problem)| format!("{place}: {}; {}", problem.message, problem.help);
        return Err(read.problems.iter().map(text).collect());
    }
    let of_kpi = |kpi: &outcome::KpiRead| {
        let id = kpi.id.clone();
        let figures =
            kpi.figures.iter().map(move |figure| ((id.clone(), figure.date.to_string()), figure.value));
        figures.collect::<Vec<_>>()
    };
    Ok(read.kpis.iter().flat_map(of_kpi).collect())
}

/// Why a file, or a figure of it, is not taken, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) message: String,
    pub(crate) help: String,
    /// True if the file contradicts itself, so that no figure of it is to be trusted.
    pub(crate) is_contradiction: bool,
}

impl Problem {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { message: message.into(), help: help.into(), is_contradiction: false }
    }

    fn contradiction(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { is_contradiction: true, ..Self::new(message, help) }
    }

    /// The same about a part of a file: an archive has several.
    fn in_part(self, part: &str) -> Self {
        let message = if part.is_empty() { self.message } else { format!("{part}: {}", self.message) };
        Self { message, ..self }
    }

    /// Why a file cannot be read at all.
    pub(crate) fn of_file(message: impl Into<String>) -> Self {
        Self::new(message, "name a file that was downloaded")
    }
}
