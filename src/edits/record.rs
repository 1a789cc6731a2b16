//! Records a reading of a KPI: in the readings file if the strategy names one, otherwise in the
//! strategy.

use jiff::civil::Date;

use super::known::check_kpi;
use super::{Change, Expected, Refusal, row};
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
use crate::words::{and, shown};

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
    let others = overlapping(document, new);
    if !others.is_empty() {
        return Err(edit.refuse_overlap(&others));
    }
    let old = same_date(document, new.kpi, new.date);
    let change = match old {
        Some(old) => edit.replace(old)?,
        None => edit.add()?,
    };
    let date = old.map_or(new.date, |old| old.date);
    let mut expected = Expected::default();
    edit.expect(&mut expected, old, Some(date.to_string()).filter(|_| !change.strategy.is_empty()));
    let (old, document) =
        (old.cloned(), change.proved(document, &expected).ok_or_else(|| edit.refuse_side_effects())?);
    let readings = document.readings.of(new.kpi);
    let found = readings.iter().enumerate().find(|(_, reading)| reading.date == date);
    let (at, reading) =
        found.map(|(at, reading)| (at, reading.clone())).ok_or_else(|| edit.refuse_side_effects())?;
    let before = readings.get(..at).and_then(<[Reading]>::last).cloned();
    Ok(Recorded { change, document, reading, before, replaced: old.map(|old| old.value) })
}

/// Records several readings of a KPI in one change, each for another time. None if that is not possible; one by one,
/// [`record`] says why.
pub(crate) fn record_all(document: &Document, all: &[NewReading<'_>], today: Date) -> Option<Document> {
    let is_in_file = !document.strategy.readings.is_absent();
    let (mut change, mut expected, mut added) = (Change::default(), Expected::default(), Vec::new());
    let edits: Vec<RecordEdit<'_>> =
        all.iter().map(|new| RecordEdit { document, new: *new, figure: figure(new.value) }).collect();
    for edit in &edits {
        let new = edit.new;
        if new.date.first > today || !overlapping(document, new).is_empty() {
            return None;
        }
        let old = same_date(document, new.kpi, new.date);
        let date = old.map_or(new.date, |old| old.date).to_string();
        let is_in_strategy = match old {
            Some(old) if old.at.file == File::Strategy => {
                edit.check_replaces(old).ok()?;
                change.strategy.push(Edit { span: old.value_at.span, text: edit.figure.clone() });
                true
            }
            Some(old) => {
                change.readings.extend(edit.replace(old).ok()?.readings);
                false
            }
            None => {
                added.push((edit, date.clone()));
                !is_in_file
            }
        };
        edit.expect(&mut expected, old, Some(date).filter(|_| is_in_strategy));
    }
    match added.split_first() {
        None => {}
        Some(((first, _), _)) if is_in_file => {
            let csv = document.csv.as_ref()?;
            first.check_file(csv).ok()?;
            let rows: Vec<Vec<&str>> = added.iter().map(|(edit, date)| edit.row(date)).collect();
            change.readings.push(row::append(csv, &rows)?);
        }
        Some(((first, date), others)) => {
            added.iter().try_for_each(|(edit, date)| edit.check_not_a_number(date)).ok()?;
            let more: Vec<(&str, &str)> =
                others.iter().map(|(edit, date)| (date.as_str(), edit.figure.as_str())).collect();
            let setting =
                Setting { path: &first.path(date), value: &first.figure, more: &more, shorthand: false };
            change.strategy.extend(set::set(&document.source, &document.tree, setting).ok()?);
        }
    }
    change.proved(document, &expected)
}

/// The reading whose last day is that of a date.
pub(super) fn same_date<'d>(document: &'d Document, kpi: &str, date: CoarseDate) -> Option<&'d Reading> {
    document.readings.touching(kpi, date).find(|reading| reading.date.last == date.last)
}

/// Where the strategy has something for a date that is not a figure, and what: `n/a`.
pub(super) fn not_a_number(document: &Document, kpi: &str, date: &str) -> Option<(Location, String)> {
    let (source, tree) = (&document.source, &document.tree);
    let path = ["kpis", kpi, "readings", date];
    let (key, value) = set::find(source, tree, &path)?;
    // The figure of a record.
    let value = set::find(source, tree, &[&path[..], &["value"]].concat()).map_or(value, |(_, value)| value);
    match tree.value(source, value) {
        Value::Scalar("" | "~" | "null", Style::Plain) => None,
        Value::Scalar(text, _) => Some((tree.span(key).into(), shown(text))),
        _ => None,
    }
}

/// Of a sum, the other readings for some of the same days, which would count twice.
fn overlapping<'d>(document: &'d Document, new: NewReading<'_>) -> Vec<&'d Reading> {
    let is_stretch = |date: CoarseDate| !date.is_exact();
    let is_sum = document.strategy.kpi(new.kpi).is_some_and(|kpi| kpi.counts() == Counts::Sum);
    if !is_sum || !is_stretch(new.date) {
        return Vec::new();
    }
    let is_other = |date: CoarseDate| (date.first, date.last) != (new.date.first, new.date.last);
    let touching = document.readings.touching(new.kpi, new.date);
    touching.filter(|one| is_stretch(one.date) && is_other(one.date)).collect()
}

/// How many readings are named.
const SHOWN: usize = 3;

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
    fn expect<'e>(&'e self, expected: &mut Expected<'e>, old: Option<&Reading>, date: Option<String>) {
        let NewReading { kpi, value, .. } = self.new;
        let note = self.new.note.map(str::to_owned).or_else(|| old?.note.clone());
        if let Some(date) = date {
            let value = serde_json::to_value(value).unwrap_or_default();
            let written = match &note {
                Some(note) => serde_json::json!({ "value": value, "note": note }),
                None => value,
            };
            expected.values.push((self.path(&date).map(str::to_owned).to_vec(), written));
        }
        expected.readings.push((kpi, (old.map_or(self.new.date, |old| old.date), value, note)));
    }

    fn is_one_of_several(&self, old: &Reading) -> bool {
        self.document.findings.iter().any(|finding| {
            let mut places = std::iter::once(finding.place).chain(finding.others.iter().map(|one| one.place));
            finding.rule == &DUPLICATE_READING && places.any(|place| place == old.at)
        })
    }

    /// Refuses to replace a reading that is not asked to be, or is one of several.
    fn check_replaces(&self, old: &Reading) -> Result<(), Refusal> {
        if self.is_one_of_several(old) {
            let message = format!("`{}` has several readings for {}", self.new.kpi, self.new.date);
            let help = "keep the right one, and remove the others";
            return Err(self.refuse(old.at, message, help));
        }
        // A script that runs twice has nothing to do.
        if !self.new.replace && (old.value != self.new.value || self.new.note.is_some()) {
            return Err(self.refuse_existing(old.at, old.date, old.value));
        }
        Ok(())
    }

    fn replace(&self, old: &Reading) -> Result<Change, Refusal> {
        self.check_replaces(old)?;
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
                self.set(path.last().map_or(&old.date.to_string(), |date| date))
            }
        }
    }

    fn refuse_overlap(&self, others: &[&Reading]) -> Refusal {
        let (kpi, date) = (self.new.kpi, self.new.date);
        let mut known: Vec<String> =
            others.iter().take(SHOWN).map(|other| format!("{} for {}", other.value, other.date)).collect();
        if let Some(more) = others.len().checked_sub(SHOWN).filter(|more| *more > 0) {
            known.push(format!("{more} more"));
        }
        let message = format!(
            "`{kpi}` already has {}, and {date} has some of the same days, which would count twice",
            and(&known)
        );
        let help = match others {
            [one] => format!(
                "record a figure for {}, with `--replace` and `--date {}`, or remove that reading to record {date}",
                one.date, one.date
            ),
            _ => format!(
                "record a figure for one of those times, with `--replace` and `--date`, or remove those readings to record {date}"
            ),
        };
        let at = others.first().map(|other| other.at).unwrap_or_default();
        self.refuse(at, message, help)
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
        match not_a_number(self.document, self.new.kpi, date) {
            Some((at, text)) if !self.new.replace => {
                Err(self.refuse_existing(at, self.new.date, format!("`{text}`")))
            }
            _ => Ok(()),
        }
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
