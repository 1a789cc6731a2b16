//! The last line, which counts what is shown and what is hidden.

use std::io::{self, Write};

use crate::finding::Level;
use crate::render::{GOOD, level_style};
use crate::report::summary::{Summary, Unjudged};
use crate::words::counted;

/// Writes it. `together` is how many findings are shown as a part of another one.
pub fn summary(
    out: &mut dyn Write,
    summary: &Summary,
    together: usize,
    unjudged: Unjudged,
) -> io::Result<()> {
    let severe = [(Level::Error, summary.errors, "errors"), (Level::Warning, summary.warnings, "warnings")];
    let severe = severe.into_iter().filter(|(_, number, _)| *number > 0).map(|(level, number, many)| {
        let style = level_style(level);
        format!("{style}{}{style:#}", counted(number, level.name(), many))
    });
    let mut shown: Vec<String> = severe.collect();
    if shown.is_empty() {
        shown.push(format!("{GOOD}No errors, no warnings{GOOD:#}"));
    }
    if summary.infos > 0 {
        shown.push(counted(summary.infos, "suggestion", "suggestions"));
    }
    write!(out, "{}", shown.join(", "))?;
    if summary.files != 1 {
        write!(out, " in {} strategies", summary.files)?;
    }
    if together > 0 {
        write!(out, ", similar ones shown as one")?;
    }
    if let Some(hidden) = counts(&[(summary.allowed, "allowed"), (summary.baselined, "in the baseline")]) {
        write!(out, " ({hidden})")?;
    }
    let fixable_unsafe = match (summary.fixed, summary.fixable) {
        (0, 0) => "fixable with --fix --unsafe-fixes",
        _ => "more with --unsafe-fixes",
    };
    let fixes = [
        (summary.fixed, "fixed"),
        (summary.fixable, "fixable with --fix"),
        (summary.fixable_unsafe, fixable_unsafe),
    ];
    if let Some(fixes) = counts(&fixes) {
        write!(out, "; {fixes}")?;
    }
    if let Some(words) = unjudged.words() {
        write!(out, "; not judged: {words}")?;
    }
    writeln!(out)
}

/// `4 allowed, 1 in the baseline`, without those that are zero.
pub(crate) fn counts(counts: &[(usize, &str)]) -> Option<String> {
    let counts = counts.iter().filter(|(count, _)| *count > 0);
    let counts: Vec<String> = counts.map(|(count, what)| format!("{count} {what}")).collect();
    (!counts.is_empty()).then(|| counts.join(", "))
}
