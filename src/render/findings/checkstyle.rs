//! Checkstyle 4.3, which many tools read that show findings beside lines.

use std::io;

use super::place::Place;
use super::{Judged, Layout, Run};
use super::{wording, xml};
use crate::document::Document;
use crate::finding::Finding;
use crate::safe;
use crate::source::{Columns, File};

/// The format `checkstyle`.
#[derive(Debug, Clone, Copy)]
pub struct Checkstyle;

impl Layout for Checkstyle {
    type Sheet = String;

    fn sheet(&self, judged: Judged<'_>) -> io::Result<String> {
        // A strategy is there even if nothing is wrong with it, its readings file only if something is.
        let in_file = |file| judged.outcome.findings.iter().filter(move |finding| finding.place.file == file);
        let (strategy, readings) = (in_file(File::Strategy), in_file(File::Readings));
        let mut text = file(judged, judged.document.source.name(), strategy);
        if let Some(csv) = &judged.document.csv
            && readings.clone().next().is_some()
        {
            text.push_str(&file(judged, csv.name(), readings));
        }
        Ok(text)
    }

    fn join(&self, sheets: Vec<String>, _: &Run<'_>) -> io::Result<Vec<u8>> {
        let head = xml::open("checkstyle", &[("version", "4.3")]);
        Ok(format!("{}{head}\n{}</checkstyle>\n", xml::DECLARATION, sheets.concat()).into_bytes())
    }
}

fn file<'a>(judged: Judged<'_>, name: &str, findings: impl Iterator<Item = &'a Finding>) -> String {
    let errors = findings.map(|finding| error(judged.document, finding));
    let mut lines = vec![format!("  {}", xml::open("file", &[("name", &safe::line(name))]))];
    lines.extend(errors.map(|error| format!("    {error}")));
    lines.push("  </file>\n".to_owned());
    lines.join("\n")
}

fn error(document: &Document, finding: &Finding) -> String {
    let start = Place::new(document, finding.place, Columns::Characters).start;
    let attributes = [
        ("line", &*start.line.to_string()),
        ("column", &start.column.to_string()),
        ("severity", finding.level.name()),
        ("message", &wording::in_a_line(finding)),
        // Readers split it at the dots, into a category and a name.
        ("source", &format!("stratplan.{}.{}", finding.rule.group.name(), finding.rule.name)),
    ];
    xml::empty("error", &attributes)
}
