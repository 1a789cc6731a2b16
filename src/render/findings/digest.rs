//! The findings of a file with many errors, as its author wants them at first: how many the fixes correct, the
//! kinds that matter most with one place each, and the rest in one line per kind.

use std::io::{self, Write};

use super::full;
use crate::finding::{Finding, Level};
use crate::linter::group::{GroupedFinding, alike};
use crate::render::wrap::wrap;
use crate::render::{BOLD, DIM, level_style};
use crate::report::summary::Summary;
use crate::source::Columns;
use crate::strategy::document::Document;
use crate::words::{counted, safe};

/// A file with more errors than this, similar ones counted once, gets a digest.
pub const MOST_IN_FULL: usize = 8;
/// How long the findings of a file with several errors can be, in lines, before it gets one.
const LONGEST: usize = 90;
/// How many kinds are shown with their first place.
const SHOWN: usize = 5;
/// How many lines of the file are named for a kind.
const LINES: usize = 6;

/// True if the findings of a file with several errors fill more than anybody reads.
pub fn is_too_long(errors: usize, findings: &[u8]) -> bool {
    errors >= SHOWN && findings.split(|byte| *byte == b'\n').count() > LONGEST
}

/// Writes the digest of one document. `counts` are of single findings.
pub fn digest(
    out: &mut dyn Write,
    document: &Document,
    findings: &[Finding],
    counts: &Summary,
    width: usize,
) -> io::Result<()> {
    let kinds = kinds(findings);
    let shown = kinds.iter().filter(|kind| kind.level == Level::Error).count().min(SHOWN);
    let name = safe::path(document.source.name()).into_owned();
    let errors = counts.errors;
    let of_kinds = kinds.iter().filter(|kind| kind.level == Level::Error).count();
    let headline = format!("{name}: {errors} errors of {}", counted(of_kinds, "kind", "kinds"));
    writeln!(out, "{BOLD}{headline}{BOLD:#}")?;
    if let Some(advice) = advice(counts) {
        writeln!(out, "{}", wrap(&advice.into(), width, "", ""))?;
    }
    writeln!(out)?;
    for kind in kinds.iter().take(shown) {
        let one = GroupedFinding { rest: Vec::new(), message: kind.message.clone(), ..*kind };
        let more = (!kind.rest.is_empty()).then(|| {
            format!("{} more like this: {}", kind.rest.len(), lines(document, kind.rest.iter().copied()))
        });
        full::in_full(out, document, &one, more.as_deref(), width)?;
    }
    if kinds.len() > shown {
        writeln!(out, "{BOLD}Also{BOLD:#}")?;
    }
    for kind in kinds.iter().skip(shown) {
        in_a_line(out, document, kind, width)?;
    }
    writeln!(out, "\n{DIM}`--all` shows every finding in full.{DIM:#}\n")
}

fn advice(counts: &Summary) -> Option<String> {
    let (safe, unsure) = (counts.fixable, counts.fixable_unsafe);
    let findings = |count: usize| counted(count, "finding", "findings");
    match (safe, unsure) {
        (0, 0) => None,
        (0, _) => {
            Some(format!("`--fix --unsafe-fixes` corrects {}: review what it changes.", findings(unsure)))
        }
        (_, 0) => Some(format!("`--fix` corrects {}: start with that.", findings(safe))),
        _ => Some(format!(
            "`--fix` corrects {}, `--fix --unsafe-fixes` another {unsure}: start with that, and review what it changes.",
            findings(safe)
        )),
    }
}

/// Findings of one rule whose messages differ only in the words that they quote and in figures, those that
/// matter most first: what hides other errors, then the most frequent.
fn kinds(findings: &[Finding]) -> Vec<GroupedFinding<'_>> {
    let alike =
        alike(findings, |finding| Some((finding.rule.name, finding.level, pattern(&finding.message))));
    let kinds = alike.into_iter().map(|(first, rest)| GroupedFinding {
        first,
        rest,
        message: first.message.clone(),
        level: first.level,
    });
    let mut kinds: Vec<GroupedFinding<'_>> = kinds.collect();
    let hides = |kind: &GroupedFinding<'_>| kind.first.rule.name == crate::finding::file::INVALID_SYNTAX.name;
    kinds.sort_by_key(|kind| std::cmp::Reverse((kind.level, hides(kind), kind.rest.len())));
    kinds
}

/// A message without the words it quotes and its figures.
fn pattern(message: &str) -> String {
    let unquoted = message.split('`').step_by(2).collect::<Vec<_>>().join("`");
    unquoted.chars().filter(|one| !one.is_ascii_digit()).collect()
}

/// `error[invalid-value]: "3.5.2027" is not a date (and 4 more; lines 12, 14, 18 …)`.
fn in_a_line(
    out: &mut dyn Write,
    document: &Document,
    kind: &GroupedFinding<'_>,
    width: usize,
) -> io::Result<()> {
    let (style, level, rule) = (level_style(kind.level), kind.level.name(), kind.first.rule.name);
    let message = safe::line(&kind.message);
    let places = lines(document, std::iter::once(kind.first).chain(kind.rest.iter().copied()));
    let text = match kind.rest.len() {
        0 => format!("{message} ({places})"),
        more => format!("{message}, and {more} more ({places})"),
    };
    let head = format!("{level}[{rule}]");
    let text = wrap(&format!("{head}: {text}").as_str().into(), width.max(40), "  ", "    ");
    writeln!(out, "{}", text.replacen(&head, &format!("{style}{head}{style:#}"), 1))
}

/// `lines 12, 15, 19 …`; a line of the readings has its file's name in front.
fn lines<'a>(document: &Document, findings: impl Iterator<Item = &'a Finding>) -> String {
    let mut lines: Vec<String> = Vec::new();
    for finding in findings {
        let source = document.file(finding.place);
        let line = source.position(finding.place.span.start, Columns::Characters).line;
        let is_strategy = std::ptr::eq(source, &raw const document.source);
        let line =
            if is_strategy { line.to_string() } else { format!("{}:{line}", safe::path(source.name())) };
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    let word = if lines.len() == 1 { "line" } else { "lines" };
    let dots = if lines.len() > LINES { " …" } else { "" };
    lines.truncate(LINES);
    format!("{word} {}{dots}", lines.join(", "))
}
