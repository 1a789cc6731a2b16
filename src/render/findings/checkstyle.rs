//! Checkstyle 4.3, which many tools read to show findings next to lines.

use super::row::FindingRow;
use super::{Report, xml};
use crate::words::safe;

/// The format `checkstyle`.
pub fn checkstyle(reports: &[Report]) -> String {
    let mut lines = vec![format!("{}{}", xml::DECLARATION, xml::open("checkstyle", &[("version", "4.3")]))];
    for report in reports {
        // A strategy is listed even without findings, its readings file only if it has some.
        let (own, readings): (Vec<_>, Vec<_>) =
            report.findings.iter().partition(|row| row.place.path == report.path);
        file(&mut lines, &report.path, &own);
        if let Some(first) = readings.first() {
            file(&mut lines, &first.place.path, &readings);
        }
    }
    lines.push("</checkstyle>\n".to_owned());
    lines.join("\n")
}

fn file(lines: &mut Vec<String>, name: &str, findings: &[&FindingRow]) {
    lines.push(format!("  {}", xml::open("file", &[("name", &safe::line(name))])));
    for row in findings {
        let attributes = [
            ("line", &*row.place.region.line.to_string()),
            ("column", &row.place.region.column.to_string()),
            ("severity", row.level.name()),
            ("message", &row.message_and_help(": ")),
            // Readers split it at the dots, into a category and a name.
            ("source", &format!("stratplan.{}.{}", row.group.name(), row.rule)),
        ];
        lines.push(format!("    {}", xml::empty("error", &attributes)));
    }
    lines.push("  </file>".to_owned());
}
