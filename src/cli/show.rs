//! `stratplan show`: a strategy as stratplan reads it.

use std::collections::HashMap;

use clap::ValueEnum;
use serde_json::{Map, Value};

use super::Exit;
use super::lint_args::StrategyArg;
use super::terminal::Terminal;
use crate::render::json::{self, ReportJson};
use crate::report::show;
use crate::source::Source;
use crate::syntax;
use crate::words::figures::{percent, ratio};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    strategy: StrategyArg,

    /// Output format; the YAML is a valid strategy, with the figures in comments
    #[arg(long, alias = "output-format", value_enum, default_value = "yaml")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// As a strategy is written
    Yaml,
    /// For machines
    Json,
}

pub(super) fn run(args: &Args, terminal: &Terminal) -> anyhow::Result<Exit> {
    let (_, document, linter) = args.strategy.read()?;
    let outcome = linter.check(&document);
    let shown = show::strategy(&document, &outcome.analysis)?;
    match args.format {
        Format::Yaml => terminal.print(yaml(shown.strategy)?.as_bytes(), None)?,
        Format::Json => {
            terminal.write(&json::pretty(&ReportJson::new(document.source.name(), shown))?, None)?;
        }
    }
    Ok(Exit::of(&document, &[], None, terminal))
}

/// The strategy as valid YAML, with the figures in comments below the keys that they belong to.
fn yaml(mut shown: Map<String, Value>) -> anyhow::Result<String> {
    let mut figures: Vec<(Vec<String>, String)> = Vec::new();
    take_figures(shown.get_mut("kpis"), &["kpis"], &mut figures);
    for (purpose, value) in shown.get_mut("purposes").and_then(Value::as_object_mut).into_iter().flatten() {
        take_figures(value.get_mut("gears"), &["purposes", purpose, "gears"], &mut figures);
    }
    let source = Source::new("", serde_yaml::to_string(&shown)?);
    let (tree, _) = syntax::parse(&source);
    let mut comments: HashMap<usize, String> = HashMap::new();
    for (path, text) in figures {
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        if let Some((key, _)) = syntax::set::find(&source, &tree, &path) {
            let line = source.line(tree.span(key).start);
            comments.insert(line, format!("{}# {text}\n", "  ".repeat(path.len())));
        }
    }
    let line = |(line, number)| format!("{line}\n{}", comments.get(&number).map_or("", String::as_str));
    Ok(source.text().lines().zip(1..).map(line).collect())
}

/// Moves `figures` out of each entry of a section, with its path and as text.
fn take_figures(section: Option<&mut Value>, above: &[&str], figures: &mut Vec<(Vec<String>, String)>) {
    for (id, entry) in section.and_then(Value::as_object_mut).into_iter().flatten() {
        if let Some(Value::Object(taken)) = entry.as_object_mut().and_then(|entry| entry.remove("figures")) {
            let path = above.iter().copied().chain([id.as_str()]).map(str::to_owned).collect();
            figures.push((path, words(&taken)));
        }
    }
}

/// `status: on track, progress: 50 %, pace: 1.02`, as in the other reports.
fn words(figures: &Map<String, Value>) -> String {
    let word = |(key, value): (&String, &Value)| {
        let figure = || value.to_string().parse().ok();
        let shown = match (key.as_str(), value) {
            (_, Value::String(text)) => Some(text.clone()),
            ("progress" | "expected", _) => figure().map(percent),
            ("pace", _) => figure().map(ratio),
            _ => None,
        };
        format!("{key}: {}", shown.unwrap_or_else(|| value.to_string()))
    };
    figures.iter().map(word).collect::<Vec<_>>().join(", ")
}
