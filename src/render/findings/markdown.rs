//! What `check` finds, as Markdown: for the summary of a CI step, a wiki, a pull request.

use std::io::{self, Write};

use super::{Report, Run};
use crate::finding::Finding;
use crate::linter::group::{GroupedFinding, group};
use crate::render::layout;
use crate::render::outline::markdown::{escape, render};
use crate::render::outline::{Block, Entry, List, Mark, Outline};
use crate::report::alignment::AlignmentReport;
use crate::report::summary::Summary;
use crate::strategy::document::Document;
use crate::words::safe;
use crate::words::text::{dim, text};

/// The format `markdown`.
pub fn markdown(reports: &[Report], run: &Run<'_>) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    let total = reports.iter().map(|one| one.counts).fold(Summary::default(), Summary::plus);
    writeln!(out, "# Strategies: {}, as of {}", layout::parts::findings(&total), run.today)?;
    for error in run.errors {
        writeln!(out, "\n{} {}", Mark::Bad.sign(), escape(error))?;
    }
    if let Some(words) = run.unjudged.words() {
        writeln!(out, "\nNot judged: {words}")?;
    }
    if reports.len() > 1 {
        writeln!(out)?;
        render(&mut out, &layout::alignment::rows(&alignment_rows(reports)), 0)?;
    }
    for one in reports {
        writeln!(out, "\n## {}: {}\n", escape(&safe::path(&one.path)), layout::parts::findings(&one.counts))?;
        out.extend_from_slice(&one.markdown);
    }
    Ok(out)
}

pub(crate) fn alignment_rows(reports: &[Report]) -> Vec<(&str, &AlignmentReport, Summary)> {
    reports.iter().filter_map(|one| Some((&*one.path, one.alignment.as_ref()?, one.counts))).collect()
}

pub fn strategy(
    document: &Document,
    findings: &[Finding],
    alignment: &AlignmentReport,
) -> io::Result<Vec<u8>> {
    let mut outline = Outline::default();
    outline.blocks.push(Block::List(list(document, findings)));
    outline.blocks.extend(layout::alignment::outline(alignment).blocks);
    let mut text = Vec::new();
    render(&mut text, &outline, 2)?;
    Ok(text)
}

fn list(document: &Document, findings: &[Finding]) -> List {
    let mut grouped = group(findings);
    grouped.sort_by_key(|one| std::cmp::Reverse(one.level));
    let entry = |one: &GroupedFinding<'_>| {
        let source = document.file(one.first.place);
        let (path, line) = (source.name(), source.line(one.first.place.span.start));
        Entry {
            mark: layout::parts::level_mark(one.level),
            text: text(one.title(document))
                + dim(format!(" ({} `{}`, {path}:{line})", one.level.name(), one.first.rule.name)),
            detail: text(one.helps(document).join("; ")),
        }
    };
    List { is_numbered: false, entries: grouped.iter().map(entry).collect() }
}
