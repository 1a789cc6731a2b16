//! What a run prints, in the format that was asked for.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::{Args, Detail, Format};
use crate::finding::Level;
use crate::render::findings::checkstyle::checkstyle;
use crate::render::findings::github::github;
use crate::render::findings::gitlab::gitlab;
use crate::render::findings::json::{json, json_lines};
use crate::render::findings::junit::junit;
use crate::render::findings::markdown::{alignment_rows, markdown};
use crate::render::findings::rdjson::rdjson;
use crate::render::findings::sarif::sarif;
use crate::render::findings::{Report, Run, closing};
use crate::render::outline::terminal;
use crate::render::{DIM, json, layout, level_style};
use crate::report::summary::Summary;
use crate::rules;
use crate::words::counted;

pub(super) fn output(args: &Args, reports: &[Report], run: &Run<'_>, width: usize) -> io::Result<Vec<u8>> {
    if args.fixes.diff {
        return Ok(texts(reports));
    }
    if args.statistics {
        return statistics(args, reports, run);
    }
    match args.format() {
        Format::Full | Format::Concise => text(args, reports, run, width),
        Format::Markdown => markdown(reports, run),
        Format::Json => json(reports, run),
        Format::Jsonl => json_lines(reports),
        Format::Sarif => sarif(reports, run),
        Format::Github => Ok(github(reports, &super::actions::folder()).into_bytes()),
        Format::Gitlab => gitlab(reports),
        Format::Junit => Ok(junit(reports, run).into_bytes()),
        Format::Checkstyle => Ok(checkstyle(reports).into_bytes()),
        Format::Rdjson => rdjson(reports),
    }
}

fn texts(reports: &[Report]) -> Vec<u8> {
    reports.iter().map(|one| one.text.as_slice()).collect::<Vec<_>>().concat()
}

fn text(args: &Args, reports: &[Report], run: &Run<'_>, width: usize) -> io::Result<Vec<u8>> {
    let mut out = texts(reports);
    // If nothing could be checked, no line may read as if all were well.
    if args.quiet || reports.is_empty() {
        return Ok(out);
    }
    let default = match (args.format(), reports) {
        (Format::Concise, _) => Detail::None,
        // With most of a strategy unreadable, its report would say little that is true.
        (_, [one]) if one.is_digest => Detail::None,
        (_, [one]) if !args.all && one.hides_the_tables() => {
            writeln!(
                out,
                "{DIM}The tables follow once the entire file can be read; `--report full` shows them now.{DIM:#}\n"
            )?;
            Detail::None
        }
        (_, [_]) => Detail::Full,
        _ => Detail::Summary,
    };
    match args.report.unwrap_or(default) {
        Detail::None => {}
        Detail::Summary => {
            terminal::render(&mut out, &layout::alignment::rows(&alignment_rows(reports)), width)?;
        }
        Detail::Full => {
            for alignment in reports.iter().filter_map(|one| one.alignment.as_ref()) {
                terminal::render(&mut out, &layout::alignment::outline(alignment), width)?;
            }
        }
    }
    let together = reports.iter().map(|one| one.together).sum();
    closing::summary(&mut out, &total(reports), together, run.unjudged)?;
    Ok(out)
}

pub(super) fn total(reports: &[Report]) -> Summary {
    reports.iter().map(|one| one.counts).fold(Summary::default(), Summary::plus)
}

#[derive(Serialize)]
struct RuleCount {
    rule: &'static str,
    level: Level,
    count: usize,
}

/// How many findings each rule has, the most frequent first: a table, or a JSON list.
fn statistics(args: &Args, reports: &[Report], run: &Run<'_>) -> io::Result<Vec<u8>> {
    let mut counts: BTreeMap<(&'static str, Level), usize> = BTreeMap::new();
    for row in reports.iter().flat_map(|one| &one.findings) {
        *counts.entry((row.rule, row.level)).or_default() += 1;
    }
    let mut counts: Vec<RuleCount> =
        counts.into_iter().map(|((rule, level), count)| RuleCount { rule, level, count }).collect();
    counts.sort_by_key(|one| std::cmp::Reverse(one.count));
    if args.format() == Format::Json {
        return json::pretty(&counts);
    }
    let mut out = Vec::new();
    for RuleCount { rule, level, count } in &counts {
        let style = level_style(*level);
        let summary = rules::find(rule).map_or("", |rule| rule.summary);
        writeln!(out, "{count:>5}  {style}{:<7}{style:#}  {rule}: {summary}", level.name())?;
    }
    if !counts.is_empty() {
        writeln!(out, "       {} broken\n", counted(counts.len(), "rule", "rules"))?;
    }
    if !args.quiet && !reports.is_empty() {
        closing::summary(&mut out, &total(reports), 0, run.unjudged)?;
    }
    Ok(out)
}
