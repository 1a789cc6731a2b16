//! The line at the end: what is shown, and what is hidden.

use std::io::{self, Write};

use crate::finding::Level;
use crate::render::{GOOD, level_style};
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
    let hidden = [(summary.allowed, "allowed"), (summary.baselined, "in the baseline")];
    let hidden = some_of(hidden).join(", ");
    let hidden = if hidden.is_empty() { hidden } else { format!(" ({hidden})") };
    let bolder = match (summary.fixed, summary.fixable) {
        (0, 0) => "fixable with --fix --unsafe-fixes",
        _ => "more with --unsafe-fixes",
    };
    let mends =
        [(summary.fixed, "fixed"), (summary.fixable, "fixable with --fix"), (summary.fixable_unsafe, bolder)];
    let mends = some_of(mends).join(", ");
    let mends = if mends.is_empty() { mends } else { format!("; {mends}") };
    let files = match summary.files {
        1 => String::new(),
        files => format!(" in {files} strategies"),
    };
    let unjudged = unjudged.words().map(|words| format!("; not judged: {words}")).unwrap_or_default();
    writeln!(out, "{said}{files}{hidden}{mends}{unjudged}")
}

/// `4 allowed`, for each of which there are any.
fn some_of<const N: usize>(counts: [(usize, &str); N]) -> Vec<String> {
    let some = counts.into_iter().filter(|(count, _)| *count > 0);
    some.map(|(count, what)| format!("{count} {what}")).collect()
}
