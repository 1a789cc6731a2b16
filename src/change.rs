//! Changes to a strategy's files, made on its author's behalf: which bytes, and what is read after.
//!
//! Nothing here writes. A change is worked out on a [`Document`], made in memory and read again;
//! whoever asked for it compares the two, and only then does `workspace` put it on the disk.
//!
//! [`reading`] adds a reading of a KPI; [`moving`] moves the dates of gears and activities;
//! [`leaving_out`] says that something is left out on purpose; [`mending`] makes the fixes that
//! findings carry. The edits in YAML come from [`syntax::set`](crate::syntax::set).

pub mod leaving_out;
pub mod mending;
pub mod moving;
pub mod reading;
pub mod refusal;
mod row;

use crate::document::Document;
use crate::finding::Edit;
use crate::source::{File, Source};
use crate::syntax::edit::{self, EditError};

/// Edits to the files that make up a strategy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    /// Those to the YAML file.
    pub strategy: Vec<Edit>,
    /// Those to the CSV file that its `readings:` names.
    pub readings: Vec<Edit>,
}

impl Change {
    /// The strategy as it is read once the change is made.
    pub fn made(&self, document: &Document) -> Result<Document, EditError> {
        let edited = |source: &Source, edits: &[Edit]| match source.first_invalid_byte() {
            _ if edits.is_empty() => Ok(source.clone()),
            Some(at) => Err(EditError::NotUtf8 { at }),
            None => Ok(Source::new(source.name(), edit::apply(source.text(), edits)?)),
        };
        let strategy = edited(&document.source, &self.strategy)?;
        let readings = document.csv.as_ref().map(|csv| edited(csv, &self.readings)).transpose()?;
        Ok(Document::read(strategy, |_| readings.ok_or_else(|| "it could not be read before".to_owned())))
    }
}

/// The files that a change makes different, each before and after.
pub fn differing<'a>(
    before: &'a Document,
    after: &'a Document,
) -> impl Iterator<Item = (File, &'a Source, &'a Source)> {
    let readings = before.csv.as_ref().zip(after.csv.as_ref());
    let both = [Some((File::Strategy, &before.source, &after.source))]
        .into_iter()
        .chain([readings.map(|(before, after)| (File::Readings, before, after))]);
    both.flatten().filter(|(_, before, after)| before.text() != after.text())
}
