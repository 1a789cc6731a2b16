//! The line at the end: what is shown, and what is hidden.

use std::io::{self, Write};

use super::{GOOD, level_style};
use crate::finding::Level;
use crate::report::summary::{Summary, Unjudged};
use crate::words::counted;

/// The line that counts what is shown and what is hidden.
pub fn summary(out: &mut dyn Write, summary: &Summary, unjudged: Unjudged) -> io::Result<()> {
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let part = |level: Level, number: usize, many: &str| {
        let style = level_style(level);
        (number > 0).then(|| format!("{style}{}{style:#}", counted(count(number), level.name(), many)))
    };
    let grave =
        [part(Level::Error, summary.errors, "errors"), part(Level::Warning, summary.warnings, "warnings")];
    let mut parts: Vec<String> = grave.into_iter().flatten().collect();
    if parts.is_empty() {
        parts.push(format!("{GOOD}No errors, no warnings{GOOD:#}"));
    }
    if summary.infos > 0 {
        parts.push(format!("{} of advice", counted(count(summary.infos), "piece", "pieces")));
    }
    let said = parts.join(", ");
    let allowed = if summary.allowed > 0 { format!(" ({} allowed)", summary.allowed) } else { String::new() };
    let files = match summary.files {
        1 => String::new(),
        files => format!(" in {files} strategies"),
    };
    let unjudged = unjudged.words().map(|words| format!("; not judged: {words}")).unwrap_or_default();
    writeln!(out, "{said}{files}{allowed}{unjudged}")
}
