//! One strategy in memory: its text, its tree, its model, and what was wrong on the way.

use crate::decode;
use crate::finding::file::{INVALID_READINGS, INVALID_SYNTAX, UNSUPPORTED_VERSION};
use crate::finding::file::{MISSING_KEY, UNKNOWN_REFERENCE};
use crate::finding::{Absent, Finding, Level};
use crate::source::{File, Location, Source, Span};
use crate::strategy::address::Address;
use crate::strategy::readings::{self, Readings};
use crate::strategy::{Strategy, references, required_keys, tolerance};
use crate::syntax::{self, tree::Tree};

/// A strategy that was read, all of it or only parts.
#[derive(Debug, Default)]
pub struct Document {
    /// The YAML file.
    pub source: Source,
    /// The CSV file of readings, if there is one.
    pub csv: Option<Source>,
    /// The nodes and comments of the YAML file.
    pub tree: Tree,
    /// The model.
    pub strategy: Strategy,
    /// Every reading, of the strategy and of the CSV file.
    pub readings: Readings,
    /// What the reader found wrong.
    pub findings: Vec<Finding>,
    /// False if the file follows another format, so that no rule can check it.
    pub judgeable: bool,
}

impl Document {
    /// Reads a strategy. `csv` gets the path at `readings:` as it is written, and returns that file or the
    /// reason why it cannot be used. Nothing is read from disk here.
    ///
    /// ```
    /// use stratplan::{Document, Source};
    ///
    /// let text = "stratplan: 1\nstrategy: { name: Corner Bakery 2027 }\n";
    /// let document = Document::read(Source::new("bakery.yaml", text), |_| Err("no files here".into()));
    /// assert_eq!(document.strategy.name(), "Corner Bakery 2027");
    /// assert!(document.findings.is_empty());
    /// ```
    pub fn read(source: Source, csv: impl FnOnce(&str) -> Result<Source, String>) -> Self {
        let (tree, mut findings) = syntax::parse(&source);
        let (strategy, unread) = decode::decode::<Strategy>(&source, &tree);
        findings.extend(unread);
        let Some(strategy) = strategy else {
            return Self { source, tree, findings, ..Self::default() };
        };
        let judgeable = required_keys::check_version(&strategy, &source, &tree, &mut findings);
        if !judgeable {
            findings.retain(|one| [&UNSUPPORTED_VERSION, &INVALID_SYNTAX].contains(&one.rule));
            return Self { source, tree, strategy, findings, ..Self::default() };
        }
        required_keys::check_required(&strategy, &mut findings);
        references::check(&strategy, &mut findings);
        tolerance::explain(&strategy, &source, &tree, &mut findings);
        let csv = strategy.readings.placed().and_then(|(path, place)| match csv(&path.0) {
            Ok(csv) => Some(csv),
            Err(why) => {
                let finding =
                    INVALID_READINGS.at(place.value, format!("the readings file cannot be used: {why}"));
                findings.push(finding.help("write its path as seen from this file, or remove the line"));
                None
            }
        });
        let readings = readings::gather(&strategy, csv.as_ref(), &mut findings);
        Self { source, csv, tree, strategy, readings, findings, judgeable }
    }

    /// True if the file has no errors, so that no figure is too low because part of it was not read,
    /// and what looks absent is absent.
    pub fn is_whole(&self) -> bool {
        self.judgeable && self.findings.iter().all(|finding| finding.level < Level::Error)
    }

    /// How many errors left something unread. A key that is missing, and an id that nothing declares,
    /// are errors of the plan and not of reading.
    pub fn unread_parts(&self) -> usize {
        let is_unread = |finding: &&Finding| {
            finding.level == Level::Error && ![&MISSING_KEY, &UNKNOWN_REFERENCE].contains(&finding.rule)
        };
        self.findings.iter().filter(is_unread).count()
    }

    /// The file that a place is in.
    pub fn file(&self, place: Location) -> &Source {
        match (place.file, &self.csv) {
            (File::Readings, Some(csv)) => csv,
            _ => &self.source,
        }
    }

    /// The dotted path of keys and ids of a finding, `goals.parts-leads.owner`; for something absent
    /// the path it would have, and for a row of the readings file the row itself. It names a finding
    /// across edits that move lines.
    pub fn address(&self, finding: &Finding) -> Address {
        if finding.place.file == File::Readings {
            let csv = self.file(finding.place);
            let row = csv.line_span(csv.line(finding.place.span.start));
            return Address::of_row(csv.slice(row).trim());
        }
        let path = match finding.absent {
            Some(Absent::Section(_)) => Vec::new(),
            _ if finding.place.span == Span::START => Vec::new(),
            _ => self.tree.path(&self.source, finding.place.span),
        };
        let absent = finding.absent.map(Absent::key);
        let path: Vec<&str> = path.iter().map(AsRef::as_ref).chain(absent).collect();
        Address::of_path(&path)
    }
}
