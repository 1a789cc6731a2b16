//! `stratplan explain` and `stratplan rules`: the documentation of the rules, keys and words.

mod format;
mod prose;

use std::io::Write;

use anyhow::anyhow;
use clap::ValueEnum;
use serde_json::{Value, json};

use self::format::Entry;
use self::prose::{documentation, fill};
use super::terminal::Terminal;
use crate::finding::{Group, Rule, RuleOption};
use crate::render::{self, BOLD, DIM, level_style};
use crate::rules;
use crate::words::nearest::nearest;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A rule, a key such as kpi.counts, or a word of the format such as outtake
    #[arg(value_name = "NAME")]
    name: String,

    /// Output format
    #[arg(long, alias = "output-format", value_enum, default_value = "text")]
    format: Format,
}

#[derive(Debug, clap::Args)]
pub(super) struct RulesArgs {
    /// Output format
    #[arg(long, alias = "output-format", value_enum, default_value = "text")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// A Markdown table or page
    Markdown,
    /// For machines
    Json,
}

fn rule_json(rule: &Rule) -> Value {
    let options = rule.options.iter().map(|option| {
        let (least, most) = option.measure.range();
        let RuleOption { name, default, measure, summary } = option;
        let whole = measure.is_whole();
        json!({ "name": name, "default": default, "least": least, "most": most, "whole": whole, "summary": summary })
    });
    json!({
        "name": rule.name,
        "group": rule.group,
        "level": rule.level,
        "kind": rule.kind,
        "timed": rule.timed,
        "optional": rule.is_optional(),
        "since": rule.since,
        "summary": rule.summary,
        "options": options.collect::<Vec<_>>(),
        "docs": rule.docs(),
    })
}

pub(super) fn run(args: &Args, terminal: &Terminal) -> anyhow::Result<()> {
    let Some(rule) = rules::find(&args.name) else {
        let entries = format::find(&args.name);
        return if entries.is_empty() { Err(unknown(&args.name)) } else { explain(args, &entries, terminal) };
    };
    let mut out = Vec::new();
    match args.format {
        Format::Json => out = render::json::pretty(&rule_json(rule))?,
        Format::Markdown => write!(out, "# {}\n\n{}\n\n{}", rule.name, sentence(rule), rule.docs())?,
        Format::Text => {
            let style = level_style(rule.level);
            writeln!(
                out,
                "{BOLD}{}{BOLD:#} ({style}{}{style:#}, {})",
                rule.name,
                rule.level.name(),
                rule.group.name()
            )?;
            writeln!(out, "{}\n", sentence(rule))?;
            documentation(&mut out, &rule.docs(), terminal.width())?;
            if !rule.options.is_empty() {
                writeln!(out, "\n{BOLD}Settings{BOLD:#}, below [rules] in stratplan.toml:")?;
            }
            for option in rule.options {
                let setting = format!("{} = {{ {} = {} }}", rule.name, option.name, option.default);
                writeln!(out, "  {setting}  {DIM}# {}: {}{DIM:#}", option.measure.words(), option.summary)?;
            }
        }
    }
    terminal.write(&out, None)
}

fn unknown(name: &str) -> anyhow::Error {
    if Group::ALL.iter().any(|group| group.name() == name) {
        return anyhow!("`{name}` is a group of rules; `stratplan rules` lists them");
    }
    let keys = format::names();
    match nearest(name, rules::all().map(|rule| rule.name).chain(keys.iter().map(String::as_str))) {
        Some(meant) => anyhow!("there is no rule, key or word `{name}`; did you mean `{}`?", meant.name),
        None => anyhow!(
            "there is no rule, key or word `{name}`; `stratplan rules` lists the rules, and `stratplan schema` the keys"
        ),
    }
}

/// Explains what the format has under one name.
fn explain(args: &Args, entries: &[Entry], terminal: &Terminal) -> anyhow::Result<()> {
    let mut out = Vec::new();
    if args.format == Format::Json {
        return terminal.write(&render::json::pretty(&entries)?, None);
    }
    for (index, entry) in entries.iter().enumerate() {
        let Entry { name, description, about, parts } = entry;
        let separator = if index > 0 { "\n" } else { "" };
        if args.format == Format::Markdown {
            writeln!(out, "{separator}# {name}\n\n{description}\n\nThis is {about}.")?;
            parts.iter().try_for_each(|(part, says)| writeln!(out, "- `{part}`: {says}"))?;
            continue;
        }
        writeln!(out, "{separator}{BOLD}{name}{BOLD:#} ({about})")?;
        fill(&mut out, &mut description.clone(), terminal.width())?;
        let column = parts.iter().map(|(part, _)| part.len()).max().unwrap_or_default();
        let indent = " ".repeat(column + 4);
        let room = terminal.width().saturating_sub(indent.len()).max(30);
        for (part, says) in parts {
            let says = textwrap::wrap(says, room).join(&format!("\n{indent}"));
            writeln!(out, "  {part:column$}  {says}")?;
        }
    }
    terminal.write(&out, None)
}

fn sentence(rule: &Rule) -> String {
    let mut summary: String = rule.summary.chars().take(1).flat_map(char::to_uppercase).collect();
    summary.extend(rule.summary.chars().skip(1));
    let timed = if rule.timed { " Depends on the date." } else { "" };
    let optional = if rule.is_optional() { " Runs only if it is chosen." } else { "" };
    format!("{summary}.{timed}{optional}")
}

pub(super) fn list(args: &RulesArgs, terminal: &Terminal) -> anyhow::Result<()> {
    let mut out = Vec::new();
    match args.format {
        Format::Json => out = render::json::pretty(&rules::all().map(rule_json).collect::<Vec<_>>())?,
        Format::Markdown => {
            writeln!(out, "| rule | level | what it finds |\n| --- | --- | --- |")?;
            for rule in rules::all() {
                let summary = rule.summary.replace('|', "\\|");
                let optional = if rule.is_optional() { ", if chosen" } else { "" };
                writeln!(out, "| `{}` | {}{optional} | {summary} |", rule.name, rule.level.name())?;
            }
        }
        Format::Text => {
            let column = rules::all().map(|rule| rule.name.len()).max().unwrap_or_default();
            // Two spaces between columns; `warning` is the longest level.
            let before = 2 + column + 2 + 7 + 2;
            let indent = " ".repeat(before);
            let room = terminal.width().saturating_sub(before).max(30);
            for group in Group::ALL {
                let mut rules = rules::all().filter(|rule| rule.group == group);
                let is_optional = rules.any(Rule::is_optional);
                let optional =
                    if is_optional { "  only with --extend-select or a level in stratplan.toml" } else { "" };
                writeln!(out, "{BOLD}{}{BOLD:#}{DIM}{optional}{DIM:#}", group.name())?;
                for rule in rules::all().filter(|rule| rule.group == group) {
                    let style = level_style(rule.level);
                    let level = rule.level.name();
                    let summary = textwrap::wrap(rule.summary, room).join(&format!("\n{indent}"));
                    writeln!(out, "  {:column$}  {style}{level:7}{style:#}  {summary}", rule.name)?;
                }
                writeln!(out)?;
            }
        }
    }
    terminal.write(&out, None)
}
