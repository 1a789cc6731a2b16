//! A finding as plain text, for formats that have room for one text.

use super::place::Place;
use crate::document::Document;
use crate::finding::Finding;
use crate::safe;
use crate::source::Columns;

/// What is wrong and what to do next, on one line.
pub fn in_a_line(finding: &Finding) -> String {
    let parts = [finding.message.as_str(), finding.help.as_str()];
    let said: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).map(safe::line).collect();
    said.join(": ")
}

/// What is wrong and what to do next, each on a line of its own.
pub fn in_two_lines(finding: &Finding) -> String {
    let mut text = safe::line(&finding.message).into_owned();
    if !finding.help.is_empty() {
        text.push_str("\nhelp: ");
        text.push_str(&safe::line(&finding.help));
    }
    text
}

/// All that is to be said, with every place. No line begins with words of the file.
pub fn in_full(document: &Document, finding: &Finding) -> String {
    let at = |at, label: &str| {
        let place = Place::new(document, at, Columns::Characters);
        let seen = if label.is_empty() { String::new() } else { format!(": {}", safe::line(label)) };
        format!("at {}:{}:{}{seen}", safe::line(place.path), place.start.line, place.start.column)
    };
    let (level, rule) = (finding.level.name(), finding.rule.name);
    let mut lines = vec![format!("{level}[{rule}] {}", safe::line(&finding.message))];
    lines.push(at(finding.place, &finding.label));
    lines.extend(finding.others.iter().map(|other| at(other.place, &other.text)));
    lines.extend(finding.notes.iter().map(|note| format!("note: {}", safe::line(note))));
    if !finding.help.is_empty() {
        lines.push(format!("help: {}", safe::line(&finding.help)));
    }
    lines.join("\n")
}
