//! How often each rule was broken, in place of the findings.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use crate::finding::{Level, Rule};
use crate::render::findings::closing;
use crate::render::findings::{Judged, Layout, Run};
use crate::render::{json, level_style};
use crate::report::summary::Summary;
use crate::rules;
use crate::words::counted;

/// What `--statistics` prints.
pub(super) struct Statistics {
    /// A JSON list instead of a table.
    pub(super) as_json: bool,
    /// No closing line.
    pub(super) quiet: bool,
}

/// What is kept of one strategy.
pub(super) struct Sheet {
    counts: BTreeMap<(&'static str, Level), usize>,
    summary: Summary,
}

/// How often a rule was broken.
#[derive(Debug, Serialize)]
struct Broken {
    rule: &'static str,
    level: Level,
    count: usize,
}

impl Layout for Statistics {
    type Sheet = Sheet;

    fn sheet(&self, judged: Judged<'_>) -> io::Result<Sheet> {
        let mut counts = BTreeMap::new();
        for finding in &judged.outcome.findings {
            *counts.entry((finding.rule.name, finding.level)).or_default() += 1;
        }
        Ok(Sheet { counts, summary: judged.told() })
    }

    fn join(&self, sheets: Vec<Sheet>, run: &Run<'_>) -> io::Result<Vec<u8>> {
        let counts = broken(&sheets);
        if self.as_json {
            return json::pretty(&counts);
        }
        let mut out = Vec::new();
        table(&mut out, &counts)?;
        if !self.quiet && !sheets.is_empty() {
            let total = sheets.iter().fold(Summary::default(), |total, sheet| total.plus(sheet.summary));
            closing::summary(&mut out, &total, run.unjudged)?;
        }
        Ok(out)
    }
}

/// The findings of each rule counted, the most frequent first.
fn broken(sheets: &[Sheet]) -> Vec<Broken> {
    let mut total: BTreeMap<(&str, Level), usize> = BTreeMap::new();
    for (key, count) in sheets.iter().flat_map(|sheet| &sheet.counts) {
        *total.entry(*key).or_default() += count;
    }
    let mut counts: Vec<Broken> =
        total.into_iter().map(|((rule, level), count)| Broken { rule, level, count }).collect();
    counts.sort_by_key(|one| Reverse(one.count));
    counts
}

fn table(out: &mut dyn Write, counts: &[Broken]) -> io::Result<()> {
    for one in counts {
        let style = level_style(one.level);
        let summary = rules::find(one.rule).map_or("", |rule: &Rule| rule.summary);
        writeln!(out, "{:>5}  {style}{:<7}{style:#}  {}: {summary}", one.count, one.level.name(), one.rule)?;
    }
    if !counts.is_empty() {
        let rules = i64::try_from(counts.len()).unwrap_or(i64::MAX);
        writeln!(out, "       {} broken\n", counted(rules, "rule", "rules"))?;
    }
    Ok(())
}
