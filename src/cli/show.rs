//! `stratplan show`: a strategy as it was read.

use clap::ValueEnum;
use serde_json::{Map, Value};

use super::Exit;
use super::one::{self, One, Read};
use super::terminal::Terminal;
use crate::render::json::{self, ReportJson};
use crate::report::show;
use crate::source::Source;
use crate::syntax::{self, tree};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    one: One,

    /// How it is printed; figures stand in comments of the YAML, which reads as a strategy again
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
    let Read { document, settings } = args.one.read()?;
    let outcome = settings.linter.check(&document);
    let shown = show::strategy(&document, &outcome.analysis)?;
    match args.format {
        Format::Yaml => terminal.print(yaml(shown.strategy)?.as_bytes(), None)?,
        Format::Json => {
            terminal.write(&json::pretty(&ReportJson::new(document.source.name(), shown))?, None)?;
        }
    }
    Ok(one::exit(&document, &[], None, terminal))
}

/// The strategy as YAML that reads as a strategy again: the figures, which are no part of one,
/// stand in comments below the keys of what they are about.
fn yaml(mut shown: Map<String, Value>) -> anyhow::Result<String> {
    let mut figures: Vec<(Vec<String>, String)> = Vec::new();
    take_figures(shown.get_mut("kpis"), &["kpis"], &mut figures);
    for (purpose, value) in shown.get_mut("purposes").and_then(Value::as_object_mut).into_iter().flatten() {
        take_figures(value.get_mut("gears"), &["purposes", purpose, "gears"], &mut figures);
    }
    let text = serde_yaml::to_string(&shown)?;
    let source = Source::new("", text.as_str());
    let (tree, _) = syntax::parse(&source);
    let comments: Vec<(usize, String)> = figures
        .into_iter()
        .filter_map(|(path, said)| Some((line_of(&tree, &source, &path)?, (path.len(), said))))
        .map(|(line, (depth, said))| (line, format!("{}# {said}\n", "  ".repeat(depth))))
        .collect();
    let mut out = String::with_capacity(text.len());
    for (line, number) in text.lines().zip(1..) {
        out.push_str(line);
        out.push('\n');
        comments.iter().filter(|(at, _)| *at == number).for_each(|(_, comment)| out.push_str(comment));
    }
    Ok(out)
}

/// Figures that people read as percents.
const RATIOS: [&str; 3] = ["progress", "expected", "pace"];

/// Takes `figures` out of each entry of a section, with its path and as words.
fn take_figures(section: Option<&mut Value>, above: &[&str], figures: &mut Vec<(Vec<String>, String)>) {
    let entries = section.and_then(Value::as_object_mut).into_iter().flatten();
    for (id, entry) in entries {
        let Some(Value::Object(of_entry)) = entry.as_object_mut().and_then(|entry| entry.remove("figures"))
        else {
            continue;
        };
        let path = above.iter().copied().chain([id.as_str()]).map(str::to_owned).collect();
        figures.push((path, words(&of_entry)));
    }
}

/// `status: on track, progress: 50 %`.
fn words(figures: &Map<String, Value>) -> String {
    let word = |(key, value): (&String, &Value)| match value {
        Value::String(text) => format!("{key}: {text}"),
        value => match value.as_f64().filter(|_| RATIOS.contains(&key.as_str())) {
            Some(ratio) => format!("{key}: {:.0} %", ratio * 100.0),
            None => format!("{key}: {value}"),
        },
    };
    figures.iter().map(word).collect::<Vec<_>>().join(", ")
}

/// The line of the key at the end of a path.
fn line_of(tree: &tree::Tree, source: &Source, path: &[String]) -> Option<usize> {
    let mut node = tree.root()?;
    let mut line = None;
    for step in path {
        let tree::Value::Mapping(entries) = tree.value(source, node) else { return None };
        let (key, value) = entries.iter().find(|(key, _)| tree.text(source, *key) == step)?;
        line = Some(source.line(tree.span(key).start));
        node = value;
    }
    line
}
