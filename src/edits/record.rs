//! Records a reading of a KPI: in the readings file if the strategy names one, otherwise in the
//! strategy.

mod all;

use jiff::civil::Date;

use super::{Change, Expected, Refusal, row};
use crate::decode::field::Field;
use crate::decode::maps::ById;
use crate::finding::file::{DUPLICATE_READING, INVALID_READINGS};
use crate::finding::{Edit, Finding};
use crate::source::{File, Location, Source};
use crate::strategy::date::{CoarseDate, year_before};
use crate::strategy::document::Document;
use crate::strategy::kpi::Counts;
use crate::strategy::number::Number;
use crate::strategy::readings::Reading;
use crate::strategy::readings::rows::HEADER;
use crate::syntax::edit::quote_if_needed;
use crate::syntax::set::{self, Setting};
use crate::syntax::tree::{Style, Value};
use crate::words::nearest::nearest;
use crate::words::{or, shown};
pub(crate) use all::record_all;

/// A reading to record.
#[derive(Debug, Clone, Copy)]
pub struct NewReading<'a> {
    /// The id of the KPI.
    pub kpi: &'a str,
    /// When it was read.
    pub date: CoarseDate,
    /// The figure.
    pub value: Number,
    /// What a reader of the figure needs to know, on one line.
    pub note: Option<&'a str>,
    /// Whether it may replace a reading of the same date.
    pub replace: bool,
}

/// A reading that was recorded, in memory.
#[derive(Debug)]
pub struct Recorded {
    /// The edits.
    pub change: Change,
    /// The strategy after them.
    pub document: Document,
    /// The reading, with its location in the new files.
    pub reading: Reading,
    /// The previous reading by date.
    pub before: Option<Reading>,
    /// The figure that it replaced.
    pub replaced: Option<Number>,
}

/// Records a reading, or says why that is not possible. Nothing else changes. `today` is the last day
/// that a reading can have.
pub fn record(document: &Document, new: NewReading<'_>, today: Date) -> Result<Recorded, Refusal> {
    check_kpi(document, new.kpi)?;
    if new.date.first > today {
        return Err(refuse_future(new.date, today));
    }
    let edit = RecordEdit { document, new, figure: figure(new.value) };
    if let Some(other) = overlapping(document, new) {
        return Err(edit.refuse_overlap(other));
    }
    let old = same_date(document, new);
    let change = match old {
        Some(old) => edit.replace(old)?,
        None => edit.add()?,
    };
    let date = old.map_or(new.date, |old| old.date);
    let key = date.to_string();
    let mut expected = Expected::default();
    edit.expect(&mut expected, old, Some(key.as_str()).filter(|_| !change.strategy.is_empty()));
    let (old, document) =
        (old.cloned(), change.proved(document, &expected).ok_or_else(|| edit.refuse_side_effects())?);
    let readings = document.readings.of(new.kpi);
    let found = readings.iter().enumerate().find(|(_, reading)| reading.date == date);
    let (at, reading) =
        found.map(|(at, reading)| (at, reading.clone())).ok_or_else(|| edit.refuse_side_effects())?;
    let before = readings.get(..at).and_then(<[Reading]>::last).cloned();
    Ok(Recorded { change, document, reading, before, replaced: old.map(|old| old.value) })
}

fn same_date<'d>(document: &'d Document, new: NewReading<'_>) -> Option<&'d Reading> {
    document.readings.touching(new.kpi, new.date).find(|reading| reading.date.last == new.date.last)
}

/// Of a sum, another reading for some of the same days, which would count twice.
fn overlapping<'d>(document: &'d Document, new: NewReading<'_>) -> Option<&'d Reading> {
    let (_, kpi) = document.strategy.kpis().find(|(id, _)| id.as_str() == new.kpi)?;
    let is_stretch = |date: CoarseDate| !date.is_exact();
    let overlaps = |one: &&Reading| {
        let (date, other) = (new.date, one.date);
        is_stretch(other) && (date.first, date.last) != (other.first, other.last)
    };
    document
        .readings
        .touching(new.kpi, new.date)
        .find(overlaps)
        .filter(|_| kpi.counts() == Counts::Sum && is_stretch(new.date))
}

/// Refuses what is not a strategy.
pub(super) fn check_strategy(document: &Document) -> Result<(), Refusal> {
    if document.judgeable {
        return Ok(());
    }
    let (message, help) = match document.findings.first() {
        Some(finding) => (finding.message.as_str(), finding.help.as_str()),
        None => ("this is not a strategy", CHECK),
    };
    Err(Refusal::of_file(&document.source, message, help))
}

/// Refuses if the KPI does not exist or cannot be read.
pub(super) fn check_kpi(document: &Document, id: &str) -> Result<(), Refusal> {
    let source = &document.source;
    check_strategy(document)?;
    let section = document.strategy.kpis.get();
    if section.is_some_and(|section| section.get(id).is_some()) {
        return Ok(());
    }
    let unreadable = match (&document.strategy.kpis, section.and_then(|section| section.declaration(id))) {
        (_, Some(declared)) => Some(declared.span),
        (Field::Invalid(place), _) => Some(place.key),
        // The entry may be in the part that could not be read.
        (Field::Set(section, place), None) if !section.is_complete() => Some(place.key),
        _ => None,
    };
    if let Some(span) = unreadable {
        let message = format!("`{}` cannot be read, so nothing is recorded", shown(id));
        return Err(Refusal::at(source, span.start, message, CHECK));
    }
    let declared: Vec<&str> =
        section.into_iter().flat_map(ById::fields).map(|(declared, _)| declared.as_str()).collect();
    let help = match (nearest(id, declared.iter().copied()), declared.split_at_checked(SHOWN)) {
        (Some(meant), _) => format!("did you mean `{}`?", meant.name),
        _ if declared.is_empty() => "add it under `kpis:` first; none is declared yet".to_owned(),
        (_, Some((some, [_, ..]))) => {
            let (some, more) = (some.join(", "), declared.len() - some.len());
            format!("it can be {some} or one of {more} more; add yours under `kpis:` first")
        }
        _ => format!("it can be {}; add yours under `kpis:` first", or(&declared)),
    };
    Err(Refusal::of_file(source, format!("there is no KPI `{}`", shown(id)), help))
}

/// How many KPIs are listed if none has a similar name.
const SHOWN: usize = 8;
const CHECK: &str = "`stratplan check` shows what is wrong with it";

fn refuse_future(date: CoarseDate, today: Date) -> Refusal {
    let before = year_before(date.first);
    let help = match before.filter(|before| date.is_exact() && *before <= today) {
        Some(day) => format!("was {day} meant?"),
        None => "expected figures go under `milestones:`".to_owned(),
    };
    let message = format!("{date} is in the future, and a reading records what has happened");
    Refusal::of_request(message, help)
}

/// The text of a figure: with the decimals it was given, if that is read as the same number.
fn figure(number: Number) -> String {
    let given = number.0.to_string();
    if Number::parse(&given) == Ok(number) { given } else { number.to_string() }
}

/// Builds the edit that records one reading.
struct RecordEdit<'a> {
    document: &'a Document,
    new: NewReading<'a>,
    /// The text of the figure.
    figure: String,
}

impl RecordEdit<'_> {
    fn refuse(&self, at: Location, message: impl Into<String>, help: impl Into<String>) -> Refusal {
        Refusal::at(self.document.file(at), at.span.start, message, help)
    }

    fn refuse_for(&self, finding: &Finding) -> Refusal {
        self.refuse(finding.place, finding.message.as_str(), finding.help.as_str())
    }

    /// The keys that lead to a reading of the KPI in the strategy.
    fn path<'k>(&'k self, date: &'k str) -> [&'k str; 4] {
        ["kpis", self.new.kpi, "readings", date]
    }

    /// Adds what is meant to be different afterwards. A reading that is written in the strategy has its date there.
    fn expect<'e>(&'e self, expected: &mut Expected<'e>, old: Option<&Reading>, date: Option<&'e str>) {
        let NewReading { kpi, value, .. } = self.new;
        let note = self.new.note.map(str::to_owned).or_else(|| old?.note.clone());
        if let Some(date) = date {
            let value = serde_json::to_value(value).unwrap_or_default();
            let written = match &note {
                Some(note) => serde_json::json!({ "value": value, "note": note }),
                None => value,
            };
            expected.values.push((self.path(date).to_vec(), written));
        }
        expected.readings.push((kpi, (old.map_or(self.new.date, |old| old.date), value, note)));
    }

    fn is_one_of_several(&self, old: &Reading) -> bool {
        self.document.findings.iter().any(|finding| {
            let mut places = std::iter::once(finding.place).chain(finding.others.iter().map(|one| one.place));
            finding.rule == &DUPLICATE_READING && places.any(|place| place == old.at)
        })
    }

    fn replace(&self, old: &Reading) -> Result<Change, Refusal> {
        let (kpi, date) = (self.new.kpi, old.date);
        if self.is_one_of_several(old) {
            let message = format!("`{kpi}` has several readings for {}", self.new.date);
            let help = "keep the right one, and remove the others";
            return Err(self.refuse(old.at, message, help));
        }
        // A script that runs twice has nothing to do.
        if !self.new.replace && (old.value != self.new.value || self.new.note.is_some()) {
            return Err(self.refuse_existing(old.at, date, old.value));
        }
        match old.at.file {
            File::Readings => {
                self.check_file(self.document.file(old.at))?;
                let csv = self.document.file(old.at);
                let mut readings = vec![Edit { span: old.value_at.span, text: self.figure.clone() }];
                if let Some(note) = self.new.note {
                    Self::check_takes_notes(csv)?;
                    readings.extend(row::renote(csv, old.value_at.span, note));
                }
                Ok(Change { readings, ..Change::default() })
            }
            // The date can be written in another way, such as in quotes.
            File::Strategy => {
                let path = self.document.tree.path(&self.document.source, old.at.span);
                self.set(path.last().map_or(&date.to_string(), |date| date))
            }
        }
    }

    fn refuse_overlap(&self, other: &Reading) -> Refusal {
        let (kpi, date) = (self.new.kpi, self.new.date);
        let message = format!(
            "`{kpi}` already has {} for {}, and {date} has some of the same days, which would count twice",
            other.value, other.date
        );
        let help = format!(
            "record a figure for {}, with `--replace` and `--date {}`, or remove that reading to record {date}",
            other.date, other.date
        );
        self.refuse(other.at, message, help)
    }

    fn refuse_existing(&self, at: Location, date: CoarseDate, value: impl std::fmt::Display) -> Refusal {
        let message = format!("`{}` already has a reading for {date}: {value}", self.new.kpi);
        self.refuse(at, message, format!("--replace replaces it with {}", self.figure))
    }

    fn add(&self) -> Result<Change, Refusal> {
        let date = self.new.date.to_string();
        if self.document.strategy.readings.is_absent() {
            self.check_not_a_number(&date)?;
            return self.set(&date);
        }
        let Some(csv) = &self.document.csv else { return Err(self.refuse_readings_file()) };
        self.check_file(csv)?;
        if self.new.note.is_some() {
            Self::check_takes_notes(csv)?;
        }
        let row = row::append(csv, &[self.row(&date)]).ok_or_else(|| self.refuse_side_effects())?;
        Ok(Change { readings: vec![row], ..Change::default() })
    }

    fn row<'f>(&'f self, date: &'f str) -> Vec<&'f str> {
        [self.new.kpi, date, &self.figure].into_iter().chain(self.new.note).collect()
    }

    fn check_takes_notes(csv: &Source) -> Result<(), Refusal> {
        if row::takes_notes(csv) {
            return Ok(());
        }
        let header = row::written(csv, &HEADER);
        let message = "the readings file has no column for notes, so nothing was written";
        Err(Refusal::of_file(csv, message, format!("make `{header}` its first line, and record it again")))
    }

    /// Refuses a readings file without a header, in which no row is read, with bytes that are not UTF-8, which would be
    /// lost, or with an open quote, of which a new row would be a part elsewhere.
    fn check_file(&self, csv: &Source) -> Result<(), Refusal> {
        let is_severe = |finding: &&Finding| {
            let at = finding.place;
            let is_severe = csv.line(at.span.start) == 1
                || csv.first_invalid_byte() == Some(at.span.start)
                || row::is_open(csv, at.span);
            finding.rule == &INVALID_READINGS && at.file == File::Readings && is_severe
        };
        let finding = self.document.findings.iter().find(is_severe);
        finding.map_or(Ok(()), |finding| Err(self.refuse_for(finding)))
    }

    /// Refuses to overwrite something after the date that is not a figure.
    fn check_not_a_number(&self, date: &str) -> Result<(), Refusal> {
        let (source, tree) = (&self.document.source, &self.document.tree);
        let Some((key, value)) = set::find(source, tree, &self.path(date)) else { return Ok(()) };
        let text = match tree.value(source, value) {
            Value::Scalar("" | "~" | "null", Style::Plain) => return Ok(()),
            Value::Scalar(text, _) if !self.new.replace => shown(text),
            _ => return Ok(()),
        };
        Err(self.refuse_existing(tree.span(key).into(), self.new.date, format!("`{text}`")))
    }

    /// Sets the reading of a date, or the figure and the note of one that is a record.
    fn set(&self, date: &str) -> Result<Change, Refusal> {
        let path = self.path(date);
        let (source, tree) = (&self.document.source, &self.document.tree);
        let old = set::find(source, tree, &path).map(|(_, value)| tree.value(source, value));
        let in_record = matches!(old, Some(Value::Mapping(_)));
        let set = |below: &[&str], value: &str| {
            let path = [&path, below].concat();
            let setting = Setting { path: &path, value, more: &[], shorthand: false };
            set::set(source, tree, setting).map_err(|error| {
                self.refuse(error.at.into(), format!("{error}, so nothing was written"), self.by_hand())
            })
        };
        let note = self.new.note.map(quote_if_needed);
        let strategy = match (in_record, note) {
            (true, None) => set(&["value"], &self.figure)?,
            (true, Some(note)) => [set(&["value"], &self.figure)?, set(&["note"], &note)?].concat(),
            (false, None) => set(&[], &self.figure)?,
            (false, Some(note)) => set(&[], &format!("{{ value: {}, note: {note} }}", self.figure))?,
        };
        Ok(Change { strategy, ..Change::default() })
    }

    fn refuse_side_effects(&self) -> Refusal {
        let in_csv = self.document.csv.as_ref().filter(|_| !self.document.strategy.readings.is_absent());
        let message = "this cannot be written without changing something else, so nothing was written";
        Refusal::of_file(in_csv.unwrap_or(&self.document.source), message, self.by_hand())
    }

    fn by_hand(&self) -> String {
        let (kpi, date) = (self.new.kpi, self.new.date.to_string());
        if let Some(csv) = &self.document.csv {
            return format!("write it by hand: `{}`", row::written(csv, &self.row(&date)));
        }
        format!("write it by hand, under `readings:` of `{kpi}`: `{date}: {}`", self.figure)
    }

    /// Refuses a readings file that cannot be read.
    fn refuse_readings_file(&self) -> Refusal {
        let named = self.document.strategy.readings.place().unwrap_or_default();
        let is_about_it = |finding: &&Finding| {
            let at = finding.place;
            at.file == File::Strategy && (named.value.contains(at.span) || named.key.contains(at.span))
        };
        let finding = self.document.findings.iter().find(is_about_it);
        finding.map_or_else(|| self.refuse_side_effects(), |finding| self.refuse_for(finding))
    }
}
