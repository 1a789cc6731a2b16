//! `stratplan` without a command: what is in this folder, and what to do next.

use std::fmt::Write;
use std::path::Path;

use anyhow::Context;

use super::lint_args::{Basis, Judge, strategies_in};
use super::terminal::Terminal;
use crate::finding::Level;
use crate::linter::Selection;
use crate::render::{BOLD, DIM, level_style};
use crate::report::summary::Summary;
use crate::strategy::document::Document;
use crate::words::{counted, safe, shown};

/// How many strategies are listed.
const MAX_LISTED: usize = 5;

pub(super) fn run(terminal: &Terminal) -> anyhow::Result<()> {
    let judge = Judge::new(&Basis::default(), Selection::default())?;
    let found = strategies_in(Path::new("."), &judge)?;
    let line = |path: &Path, document: &Document| -> anyhow::Result<(Vec<String>, Summary)> {
        let settings = judge.settings(path)?.context("its settings cannot be used")?;
        let outcome = settings.linter.check(document);
        let summary = Summary::of(&outcome.findings, outcome.allowed);
        Ok((state(document, &summary), summary))
    };
    let mut text = String::new();
    let commands: Vec<(String, &str)> = match found.as_slice() {
        [] => {
            text.push_str("No strategy in this folder. Two ways to start:\n");
            vec![
                ("init".to_owned(), "asks a few questions and writes a first draft"),
                ("init --from FILE…".to_owned(), "makes one from a table of activities, and from exports"),
            ]
        }
        [(only, document)] => {
            let (state, summary) = line(&only.path, document)?;
            let file = safe::path(&only.name);
            let _ = writeln!(
                text,
                "{BOLD}{file}{BOLD:#}: {}\n  {}",
                name(document),
                [state, dates(document)].concat().join(", ")
            );
            let all = [
                ("check".to_owned(), "shows what is wrong and what to write next"),
                ("gaps".to_owned(), "makes the page for a planning meeting"),
                ("plan".to_owned(), "shows which gear can start when"),
                (format!("record {file} KPI VALUE"), "adds a reading of a KPI"),
            ];
            // With errors, the others would leave something out.
            let shown = if summary.errors > 0 { 1 } else { all.len() };
            all.into_iter().take(shown).collect()
        }
        several => {
            let _ = writeln!(text, "{} strategies in this folder:", several.len());
            for (one, document) in several.iter().take(MAX_LISTED) {
                let (state, _) = line(&one.path, document)?;
                let (file, state) = (safe::path(&one.name), state.join(", "));
                let _ = writeln!(text, "  {BOLD}{file}{BOLD:#}: {}, {state}", name(document));
            }
            if several.len() > MAX_LISTED {
                let _ = writeln!(text, "  and {} more", several.len() - MAX_LISTED);
            }
            vec![
                ("check".to_owned(), "checks all of them"),
                ("gaps FILE".to_owned(), "makes the page for a planning meeting"),
            ]
        }
    };
    let width = commands.iter().map(|(command, _)| command.chars().count()).max().unwrap_or_default();
    for (command, what) in commands {
        let _ = writeln!(text, "  stratplan {command:width$}  {DIM}{what}{DIM:#}");
    }
    let _ = writeln!(text, "  stratplan {:width$}  {DIM}lists all commands{DIM:#}", "--help");
    terminal.print(text.as_bytes(), None)
}

fn name(document: &Document) -> String {
    let name = document.strategy.name();
    if name.is_empty() { "without a name".to_owned() } else { safe::line(&shown(name)).into_owned() }
}

/// `draft`, `no errors`, `2 warnings`.
fn state(document: &Document, summary: &Summary) -> Vec<String> {
    let status = document.strategy.head().map(|_| document.strategy.status().key().to_owned());
    let levels = [(Level::Error, summary.errors, "errors"), (Level::Warning, summary.warnings, "warnings")];
    let counts = levels.into_iter().map(|(level, count, many)| {
        let style = level_style(level);
        match count {
            0 => format!("no {many}"),
            count => format!("{style}{}{style:#}", counted(count, level.name(), many)),
        }
    });
    status.into_iter().chain(counts).collect()
}

/// The period and the next review, as far as they are said.
fn dates(document: &Document) -> Vec<String> {
    let strategy = &document.strategy;
    let period = strategy.period().map(|days| format!("{} to {}", days.start, days.end));
    let review = strategy.head().and_then(|head| head.next_review.get());
    period.into_iter().chain(review.map(|review| format!("next review {review}"))).collect()
}
