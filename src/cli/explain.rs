//! `stratplan explain` and `stratplan rules`: the rules, offline.

use std::io::Write;

use anyhow::anyhow;
use clap::ValueEnum;
use serde::Serialize;

use super::Exit;
use super::terminal::Terminal;
use crate::finding::{Group, Kind, Level, Rule};
use crate::nearest::nearest;
use crate::render::{BOLD, DIM, level_style};
use crate::rules;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The rule's name
    #[arg(value_name = "NAME")]
    name: String,

    /// How it is printed
    #[arg(long, alias = "output-format", value_enum, default_value = "text")]
    format: Format,
}

#[derive(Debug, clap::Args)]
pub(super) struct RulesArgs {
    /// How they are printed
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

#[derive(Debug, Serialize)]
struct RuleJson {
    name: &'static str,
    group: Group,
    level: Level,
    kind: Kind,
    timed: bool,
    since: &'static str,
    summary: &'static str,
    options: Vec<OptionJson>,
    docs: &'static str,
}

#[derive(Debug, Serialize)]
struct OptionJson {
    name: &'static str,
    default: f64,
    summary: &'static str,
}

impl From<&'static Rule> for RuleJson {
    fn from(rule: &'static Rule) -> Self {
        let options = rule.options.iter().map(|option| OptionJson {
            name: option.name,
            default: option.default,
            summary: option.summary,
        });
        Self {
            name: rule.name,
            group: rule.group,
            level: rule.level,
            kind: rule.kind,
            timed: rule.timed,
            since: rule.since,
            summary: rule.summary,
            options: options.collect(),
            docs: rule.docs,
        }
    }
}

pub(super) fn run(args: &Args, terminal: &Terminal) -> anyhow::Result<Exit> {
    let Some(rule) = rules::find(&args.name) else {
        let meant = nearest(&args.name, rules::all().map(|rule| rule.name));
        let hint = meant.map_or_else(
            || "`stratplan rules` lists them".to_owned(),
            |meant| format!("did you mean `{}`?", meant.name),
        );
        return Err(anyhow!("there is no rule `{}`; {hint}", args.name));
    };
    let mut out = Vec::new();
    match args.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut out, &RuleJson::from(rule))?;
            out.push(b'\n');
        }
        Format::Markdown => write!(out, "# {}\n\n{}\n\n{}", rule.name, sentence(rule), rule.docs)?,
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
            for line in rule.docs.lines() {
                match line.strip_prefix("## ") {
                    Some(heading) => writeln!(out, "{BOLD}{heading}{BOLD:#}")?,
                    None if line.starts_with("```") => {}
                    None => writeln!(out, "{}", line.replace("**", ""))?,
                }
            }
            for option in rule.options {
                writeln!(
                    out,
                    "\n{DIM}{} = {} in stratplan.toml: {}{DIM:#}",
                    option.name, option.default, option.summary
                )?;
            }
        }
    }
    terminal.write(&out, None)?;
    Ok(Exit::Clean)
}

fn sentence(rule: &Rule) -> String {
    let mut summary: String = rule.summary.chars().take(1).flat_map(char::to_uppercase).collect();
    summary.extend(rule.summary.chars().skip(1));
    let timed = if rule.timed { " Depends on the date." } else { "" };
    format!("{summary}.{timed}")
}

pub(super) fn list(args: &RulesArgs, terminal: &Terminal) -> anyhow::Result<Exit> {
    let mut out = Vec::new();
    match args.format {
        Format::Json => {
            let all: Vec<RuleJson> = rules::all().map(RuleJson::from).collect();
            serde_json::to_writer_pretty(&mut out, &all)?;
            out.push(b'\n');
        }
        Format::Markdown => out.extend(rule_table().into_bytes()),
        Format::Text => {
            for group in Group::ALL {
                writeln!(out, "{BOLD}{}{BOLD:#}", group.name())?;
                for rule in rules::all().filter(|rule| rule.group == group) {
                    let style = level_style(rule.level);
                    writeln!(
                        out,
                        "  {:34} {style}{:7}{style:#} {}",
                        rule.name,
                        rule.level.name(),
                        rule.summary
                    )?;
                }
                writeln!(out)?;
            }
        }
    }
    terminal.write(&out, None)?;
    Ok(Exit::Clean)
}

/// The table of rules as the README has it.
fn rule_table() -> String {
    let mut table = String::from("| rule | level | what it finds |\n| --- | --- | --- |\n");
    for rule in rules::all() {
        let summary = rule.summary.replace('|', "\\|");
        table.push_str(&format!("| `{}` | {} | {summary} |\n", rule.name, rule.level.name()));
    }
    table
}
