//! One strategy in memory: its text, its tree, its model, and what was wrong on the way.

use crate::decode::{self, Read};
use crate::finding::file::{INVALID_READINGS, INVALID_SYNTAX, UNSUPPORTED_VERSION};
use crate::finding::file::{MISSING_KEY, UNKNOWN_REFERENCE};
use crate::finding::{Absent, Finding, Level};
use crate::source::{File, Location, Source, Span};
use crate::strategy::address::Address;
use crate::strategy::readings::{self, Readings, rows};
use crate::strategy::subject::Subject;
use crate::strategy::{Strategy, references, required_keys, tolerance, two_bounds};
use crate::syntax;
use crate::syntax::set;
use crate::syntax::tree::{NodeId, Tree, Value};

/// A strategy that was read, all of it or only parts.
#[derive(Debug, Clone, Default)]
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
        // The readings decide what `4,000` means in the strategy, so their file is read first.
        let path = set::find(&source, &tree, &["readings"]).map(|(_, path)| tree.text(&source, path));
        let csv = path.map(csv);
        let elsewhere = csv.as_ref().and_then(|csv| csv.as_ref().ok()).map(rows::elsewhere);
        let (strategy, unread) = decode::decode::<Strategy>(&source, &tree, &elsewhere.unwrap_or_default());
        // `>= 40` is no YAML, and what it should be has been said where the value was read.
        let is_answered = |one: &Finding| {
            let mut places = unread
                .iter()
                .flat_map(|other| [Some(other.place), other.others.first().map(|label| label.place)]);
            one.rule == &INVALID_SYNTAX && places.any(|place| place == Some(one.place))
        };
        findings.retain(|one| !is_answered(one));
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
        required_keys::check_dates(&strategy, &mut findings);
        references::check(&strategy, &source, &tree, &mut findings);
        tolerance::explain(&strategy, &source, &tree, &mut findings);
        two_bounds::explain(&strategy, &source, &tree, &mut findings);
        let csv = strategy.readings.placed().zip(csv).and_then(|((_, place), csv)| match csv {
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

    /// The entries that a finding points at.
    pub(crate) fn subjects(&self, finding: &Finding) -> Vec<Subject> {
        let others = finding.others.iter().map(|label| label.place);
        let spans = others.filter(|place| place.file == File::Strategy).map(|place| place.span);
        let others = spans.filter(|span| *span != Span::START).map(|span| {
            let path = self.tree.path(&self.source, span);
            Subject::of_path(&path.iter().map(AsRef::as_ref).collect::<Vec<_>>()).0
        });
        let all = std::iter::once(self.address(finding).subject().clone()).chain(others);
        all.filter(|subject| *subject != Subject::File).collect()
    }

    /// How an entry is written with one more key, if it is only a text or an id so far:
    /// `acquisition: { start: 2027-01-15, kpis: … }`, `platforms: { facebook: { because: … } }`.
    pub(crate) fn with_key(&self, at: Span, key: &str) -> Option<String> {
        const LONGEST: usize = 24;
        const MOST: usize = 6;
        let holds = |own: Span, value: Span| own.contains(at) || value.contains(at);
        let mut way = self.tree.way(&self.source, at, holds).into_iter().rev();
        let (parent, (own, value)) = way.find_map(|(node, next)| Some((node, next?)))?;
        let Value::Scalar(text, _) = self.tree.value(&self.source, value) else { return None };
        let path = self.tree.path(&self.source, at);
        let shape = path.iter().try_fold(Strategy::SHAPE, |shape, step| shape.at(step))?;
        let record = shape.record().filter(|record| record.names().any(|name| name == key))?;
        // Some keys take the place of the text.
        if record.required.iter().any(|required| required.unless.contains(&key)) {
            return None;
        }
        match (self.tree.value(&self.source, parent), path.as_slice()) {
            _ if self.tree.span(own) != at => None,
            (Value::Sequence(items), [.., list, id]) if items.len() > MOST => {
                Some(format!("{list}: {{ {id}: {{ {key}: … }}, … }}"))
            }
            (Value::Sequence(items), [.., list, _]) => {
                let entry = |item: &NodeId| {
                    let id = self.tree.text(&self.source, *item);
                    if *item == own { format!("{id}: {{ {key}: … }}") } else { format!("{id}: {{}}") }
                };
                Some(format!("{list}: {{ {} }}", items.iter().map(entry).collect::<Vec<_>>().join(", ")))
            }
            (_, [.., id]) if !text.is_empty() => {
                let is_plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '.');
                let text = if text.len() > LONGEST || !text.chars().all(is_plain) { "…" } else { text };
                Some(format!("{id}: {{ {}: {text}, {key}: … }}", record.main?))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn one_more_key_needs_braces() {
        let form = |entries: &str, id: &str, key: &str| {
            let text = format!("stratplan: 1\nstrategy: {{ name: A }}\n{entries}\n");
            let at = u32::try_from(text.find(id).unwrap()).unwrap();
            let document = Document::read(Source::new("a.yaml", text), |_| Err(String::new()));
            document.with_key(Span::new(at, at + u32::try_from(id.len()).unwrap()), key)
        };
        let some = |text: &str| Some(text.to_owned());
        let goal = |statement: &str| form(&format!("goals: {{ bread: {statement} }}"), "bread", "kpis");
        assert_eq!(goal("Forty a day"), some("bread: { statement: Forty a day, kpis: … }"));
        assert_eq!(goal("Forty loaves of bread each Saturday"), some("bread: { statement: …, kpis: … }"));
        assert_eq!(goal("'Bread: forty'"), some("bread: { statement: …, kpis: … }"));
        assert_eq!(goal("{ statement: Forty a day }"), None);
        assert_eq!(form("goals: { bread: Forty a day }", "bread", "activities"), None, "no key of a goal");
        let platforms = |list: &str| form(&format!("platforms: {list}"), "bay", "because");
        assert_eq!(platforms("[sky, bay]"), some("platforms: { sky: {}, bay: { because: … } }"));
        assert_eq!(platforms("[a, b, c, d, e, f, bay]"), some("platforms: { bay: { because: … }, … }"));
        assert_eq!(platforms("{ bay: {} }"), None);
    }
}
