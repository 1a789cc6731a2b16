//! What `check` says, as Markdown: for the summary of a CI step, a wiki, a pull request.

use std::io::{self, Write};

use super::place::Place;
use super::{Judged, Layout, Run};
use crate::document::Document;
use crate::finding::Finding;
use crate::linter::group::{Told, group};
use crate::render::outline::markdown::{escape, render_below};
use crate::render::outline::{Block, Entry, List, Mark, Outline};
use crate::render::{layout, safe};
use crate::report::alignment::AlignmentReport;
use crate::report::summary::Summary;
use crate::source::Columns;
use crate::words::text::{dim, text};

/// The format `markdown`.
#[derive(Debug, Clone, Copy)]
pub struct Markdown;

/// What is kept of one strategy.
#[derive(Debug)]
pub struct Sheet {
    path: String,
    text: Vec<u8>,
    summary: Summary,
    report: AlignmentReport,
}

impl Layout for Markdown {
    type Sheet = Sheet;

    fn sheet(&self, judged: Judged<'_>) -> io::Result<Sheet> {
        let Judged { document, outcome, .. } = judged;
        let report = AlignmentReport::new(document, outcome);
        let mut outline = Outline::default();
        outline.blocks.push(Block::List(findings(document, &outcome.findings)));
        outline.blocks.extend(layout::alignment::outline(&report).blocks);
        let mut text = Vec::new();
        render_below(&mut text, &outline, 2)?;
        Ok(Sheet { path: document.source.name().to_owned(), text, summary: judged.told(), report })
    }

    fn join(&self, sheets: Vec<Sheet>, run: &Run<'_>) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        let total = sheets.iter().fold(Summary::default(), |total, sheet| total.plus(sheet.summary));
        let said = layout::parts::findings(&total);
        writeln!(out, "# Strategies: {said}, as of {}", run.today)?;
        for trouble in run.troubles {
            writeln!(out, "\n{} {}", Mark::Bad.sign(), escape(trouble))?;
        }
        if let Some(words) = run.unjudged.words() {
            writeln!(out, "\nNot judged: {words}")?;
        }
        if let [_, _, ..] = sheets.as_slice() {
            let rows: Vec<(&str, &AlignmentReport, Summary)> =
                sheets.iter().map(|one| (one.path.as_str(), &one.report, one.summary)).collect();
            writeln!(out)?;
            render_below(&mut out, &layout::alignment::rows(&rows), 0)?;
        }
        for sheet in &sheets {
            writeln!(
                out,
                "\n## {}: {}\n",
                escape(&safe::path(&sheet.path)),
                layout::parts::findings(&sheet.summary)
            )?;
            out.extend_from_slice(&sheet.text);
        }
        Ok(out)
    }
}

/// Findings as people read them, the gravest first.
fn findings(document: &Document, findings: &[Finding]) -> List {
    let mut told = group(findings);
    told.sort_by_key(|one| std::cmp::Reverse(one.level));
    let entry = |told: &Told<'_>| {
        let finding = told.first;
        let place = Place::new(document, finding.place, Columns::Characters);
        let rule = finding.rule.name;
        Entry {
            mark: layout::parts::level_mark(told.level),
            text: text(&told.message)
                + dim(format!(" ({} `{rule}`, {}:{})", told.level.name(), place.path, place.start.line)),
            detail: text(&finding.help),
        }
    };
    List { is_numbered: false, entries: told.iter().map(entry).collect() }
}
