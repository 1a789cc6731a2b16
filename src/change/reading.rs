//! A reading of a KPI: into the readings file where there is one, else into the strategy.

use jiff::ToSpan as _;
use jiff::civil::Date;
use serde_json::{Map, Value as Json};

use super::refusal::{Place, Refusal};
use super::{Change, row};
use crate::decode::field::Field;
use crate::decode::maps::ById;
use crate::document::Document;
use crate::finding::file::{DUPLICATE_READING, INVALID_READINGS};
use crate::finding::{Edit, Finding};
use crate::nearest::nearest;
use crate::source::{File, Location, Source, Span};
use crate::strategy::date::CoarseDate;
use crate::strategy::number::Number;
use crate::strategy::readings::Reading;
use crate::syntax::set::{self, Setting};
use crate::syntax::tree::{Style, Value};
use crate::words::{or, shown};

/// A reading to record.
#[derive(Debug, Clone, Copy)]
pub struct NewReading<'a> {
    /// The id of the KPI.
    pub kpi: &'a str,
    /// When it was read.
    pub date: CoarseDate,
    /// The figure.
    pub value: Number,
    /// Whether it takes the place of a reading of the same date.
    pub replace: bool,
}

/// What recording a reading comes to.
#[derive(Debug)]
pub struct Recorded {
    /// The edits.
    pub change: Change,
    /// The strategy after them.
    pub document: Document,
    /// The reading, with its place in the files after.
    pub reading: Reading,
    /// The reading before it, by date.
    pub before: Option<Reading>,
    /// The figure whose place it took.
    pub instead_of: Option<Number>,
}

/// Works out how a reading is recorded, and reads the result again: it holds the reading, and is
/// otherwise the same. `today` is the last day of which there can be a reading.
pub fn record(document: &Document, new: NewReading<'_>, today: Date) -> Result<Recorded, Refusal> {
    check_kpi(document, new.kpi)?;
    if new.date.first > today {
        return Err(future(new.date, today));
    }
    let clerk = Clerk { document, new, figure: figure(new.value) };
    let same_date = |reading: &&Reading| reading.date.last == new.date.last;
    let old = document.readings.of(new.kpi).iter().find(same_date).copied();
    let change = match old {
        Some(old) => clerk.replace(old)?,
        None => clerk.add()?,
    };
    let date = old.map_or(new.date, |old| old.date);
    let after = change.made(document).ok().filter(|after| clerk.holds(after, date));
    let document = after.ok_or_else(|| clerk.unsure())?;
    let readings = document.readings.of(new.kpi);
    let until = readings.iter().position(|reading| reading.date == date).map_or(0, |at| at + 1);
    let (reading, before) = match readings.get(..until).unwrap_or_default() {
        [.., before, reading] => (*reading, Some(*before)),
        [reading] => (*reading, None),
        [] => return Err(clerk.unsure()),
    };
    Ok(Recorded { change, document, reading, before, instead_of: old.map(|old| old.value) })
}

/// Refuses where the KPI is not there, or not as far as anybody can read.
fn check_kpi(document: &Document, id: &str) -> Result<(), Refusal> {
    let source = &document.source;
    if !document.judgeable {
        let at = Place::of(source);
        return Err(match document.findings.first() {
            Some(finding) => at.refuse_for(finding),
            None => at.refuse("this is no strategy", CHECK),
        });
    }
    let section = document.strategy.kpis.get();
    if section.is_some_and(|section| section.get(id).is_some()) {
        return Ok(());
    }
    let unreadable = match (&document.strategy.kpis, section.and_then(|section| section.declaration(id))) {
        (_, Some(declared)) => Some(declared.span),
        (Field::Invalid(place), _) => Some(place.key),
        // The entry may be in the part that was lost.
        (Field::Set(section, place), None) if !section.is_complete() => Some(place.key),
        _ => None,
    };
    if let Some(span) = unreadable {
        let at = Place::at(source, span.start);
        return Err(at.refuse(format!("`{}` cannot be read, so nothing is recorded", shown(id)), CHECK));
    }
    let declared: Vec<&str> =
        section.into_iter().flat_map(ById::fields).map(|(declared, _)| declared.as_str()).collect();
    let help = match nearest(id, declared.iter().copied()) {
        Some(meant) => format!("did you mean `{}`?", meant.name),
        None if declared.is_empty() => "add it under `kpis:` first; none is declared yet".to_owned(),
        None => match declared.split_at_checked(SHOWN) {
            Some((some, rest)) if !rest.is_empty() => {
                format!(
                    "it can be {} or one of {} more; add yours under `kpis:` first",
                    some.join(", "),
                    rest.len()
                )
            }
            _ => format!("it can be {}; add yours under `kpis:` first", or(&declared)),
        },
    };
    Err(Place::of(source).refuse(format!("there is no KPI `{}`", shown(id)), help))
}

/// How many KPIs are named where none is like the one asked for.
const SHOWN: usize = 8;
const CHECK: &str = "`stratplan check` says what is wrong with it";

fn future(date: CoarseDate, today: Date) -> Refusal {
    let year_before = date.first.checked_sub(1.year()).ok();
    let help = match year_before.filter(|before| date.is_exact() && *before <= today) {
        Some(day) => format!("was {day} meant?"),
        None => "a figure that is only expected belongs under `milestones:`".to_owned(),
    };
    let message = format!("{date} is yet to come, and a reading is of what has happened");
    Place::default().refuse(message, help)
}

/// A figure as it is written: with the decimals it was given, where it is read as the same again.
fn figure(number: Number) -> String {
    let given = number.0.to_string();
    if Number::parse(&given) == Ok(number) { given } else { number.to_string() }
}

/// Whoever writes one reading down.
struct Clerk<'a> {
    document: &'a Document,
    new: NewReading<'a>,
    /// The figure as it is written.
    figure: String,
}

impl Clerk<'_> {
    fn place(&self, at: impl Into<Location>) -> Place {
        let at = at.into();
        Place::at(self.document.file(at), at.span.start)
    }

    /// The keys that lead to the readings of the KPI in the strategy, and to one of them.
    fn path<'k>(&'k self, date: &'k str) -> [&'k str; 4] {
        ["kpis", self.new.kpi, "readings", date]
    }

    /// Puts the figure in the place of one that is there.
    fn replace(&self, old: Reading) -> Result<Change, Refusal> {
        let (kpi, date) = (self.new.kpi, old.date);
        let is_one_of_several = |finding: &Finding| {
            let mut places = std::iter::once(finding.place).chain(finding.others.iter().map(|one| one.place));
            finding.rule == &DUPLICATE_READING && places.any(|place| place == old.at)
        };
        if self.document.findings.iter().any(is_one_of_several) {
            let message = format!("`{kpi}` has several readings for {}", self.new.date);
            return Err(self
                .place(old.at)
                .refuse(message, "keep the one that is right, and remove the rest"));
        }
        if !self.new.replace {
            return Err(self.already(old.at, date, old.value));
        }
        match old.at.file {
            File::Readings => {
                self.check_file(self.document.file(old.at))?;
                let edit = Edit { span: old.value_at.span, text: self.figure.clone() };
                Ok(Change { readings: vec![edit], ..Change::default() })
            }
            File::Strategy => self.set(&self.key_at(old.at.span).unwrap_or_else(|| date.to_string())),
        }
    }

    fn already(&self, at: impl Into<Location>, date: CoarseDate, value: impl std::fmt::Display) -> Refusal {
        let message = format!("`{}` has a reading for {date} already: {value}", self.new.kpi);
        self.place(at).refuse(message, format!("--replace puts {} in its place", self.figure))
    }

    /// Adds the reading where the others are.
    fn add(&self) -> Result<Change, Refusal> {
        let date = self.new.date.to_string();
        if self.document.strategy.readings.is_absent() {
            self.check_unread(&date)?;
            return self.set(&date);
        }
        let Some(csv) = &self.document.csv else { return Err(self.no_file()) };
        self.check_file(csv)?;
        let row = row::append(csv, [self.new.kpi, &date, &self.figure]).ok_or_else(|| self.unsure())?;
        Ok(Change { readings: vec![row], ..Change::default() })
    }

    /// Refuses a readings file in which no row would be read, or that would not stay as it is.
    fn check_file(&self, csv: &Source) -> Result<(), Refusal> {
        let is_grave = |finding: &&Finding| {
            let at = finding.place;
            let is_grave = csv.line(at.span.start) == 1 || csv.first_invalid_byte() == Some(at.span.start);
            finding.rule == &INVALID_READINGS && at.file == File::Readings && is_grave
        };
        let finding = self.document.findings.iter().find(is_grave);
        finding.map_or(Ok(()), |finding| Err(self.place(finding.place).refuse_for(finding)))
    }

    /// Refuses to write over what stands after the date and is no figure.
    fn check_unread(&self, date: &str) -> Result<(), Refusal> {
        let (source, tree) = (&self.document.source, &self.document.tree);
        let Some((key, value)) = set::find(source, tree, &self.path(date)) else { return Ok(()) };
        let text = match tree.value(source, value) {
            Value::Scalar("" | "~" | "null", Style::Plain) => return Ok(()),
            Value::Scalar(text, _) if !self.new.replace => shown(text),
            _ => return Ok(()),
        };
        Err(self.already(tree.span(key), self.new.date, format!("`{text}`")))
    }

    /// The edits in the strategy.
    fn set(&self, date: &str) -> Result<Change, Refusal> {
        let path = self.path(date);
        let setting = Setting { path: &path, value: &self.figure, shorthand: false };
        let strategy = set::set(&self.document.source, &self.document.tree, setting).map_err(|error| {
            let at = error.span().unwrap_or(Span::START);
            self.place(at).refuse(format!("{error}, so nothing was written"), self.by_hand())
        })?;
        Ok(Change { strategy, ..Change::default() })
    }

    /// The text of a key of the KPI's readings.
    fn key_at(&self, span: Span) -> Option<String> {
        let (source, tree) = (&self.document.source, &self.document.tree);
        let [kpis, kpi, readings, _] = self.path("");
        let (_, readings) = set::find(source, tree, &[kpis, kpi, readings])?;
        let Value::Mapping(entries) = tree.value(source, readings) else { return None };
        let (key, _) = entries.iter().find(|(key, _)| tree.span(*key) == span)?;
        Some(tree.text(source, key).to_owned())
    }

    fn unsure(&self) -> Refusal {
        let in_csv = self.document.csv.as_ref().filter(|_| !self.document.strategy.readings.is_absent());
        let message = "this cannot be written without a change to something else, so nothing was written";
        Place::of(in_csv.unwrap_or(&self.document.source)).refuse(message, self.by_hand())
    }

    /// What to write where no machine should.
    fn by_hand(&self) -> String {
        let (kpi, date) = (self.new.kpi, self.new.date.to_string());
        if let Some(csv) = &self.document.csv {
            return format!("write it by hand: `{}`", row::written(csv, [kpi, &date, &self.figure]));
        }
        format!("write it by hand, under `readings:` of `{kpi}`: `{date}: {}`", self.figure)
    }

    /// The readings file is named and cannot be had.
    fn no_file(&self) -> Refusal {
        let named = self.document.strategy.readings.place().unwrap_or_default();
        let is_about_it = |finding: &&Finding| {
            let at = finding.place;
            at.file == File::Strategy && (named.value.contains(at.span) || named.key.contains(at.span))
        };
        let finding = self.document.findings.iter().find(is_about_it);
        finding.map_or_else(|| self.unsure(), |finding| self.place(finding.place).refuse_for(finding))
    }

    /// True where the files, read again, have the reading, and are otherwise read as before.
    fn holds(&self, after: &Document, date: CoarseDate) -> bool {
        let same_readings = self.document.strategy.kpis().all(|(id, _)| {
            let plain = |document: &Document| -> Vec<(CoarseDate, Number)> {
                document.readings.of(id.as_str()).iter().map(|one| (one.date, one.value)).collect()
            };
            let mut expected = plain(self.document);
            if id.as_str() == self.new.kpi {
                expected.retain(|(other, _)| *other != date);
                expected.push((date, self.new.value));
                expected.sort_by_key(|(date, _)| (date.last, date.first));
            }
            expected == plain(after)
        });
        let in_strategy = self.document.source.text() != after.source.text();
        same_readings
            && after.findings.len() <= self.document.findings.len()
            && self.expected(in_strategy.then_some(date)) == serde_json::to_value(&after.strategy).ok()
    }

    /// What the strategy is to say: the same as before, with the reading if it belongs there.
    fn expected(&self, date: Option<CoarseDate>) -> Option<Json> {
        let mut strategy = serde_json::to_value(&self.document.strategy).ok()?;
        if let Some(date) = date {
            let readings = strategy.get_mut("kpis")?.get_mut(self.new.kpi)?.get_mut("readings")?;
            if !readings.is_object() {
                *readings = Json::Object(Map::new());
            }
            let value = serde_json::to_value(self.new.value).ok()?;
            readings.as_object_mut()?.insert(date.to_string(), value);
        }
        Some(strategy)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests;
