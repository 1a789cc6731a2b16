//! The settings in force, as a settings file that says of each line where it comes from, and as JSON.

use std::io::{self, Write};

use anstyle::Style;
use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;

use super::{BOLD, DIM};
use crate::config::FailOn;
use crate::config::in_force::{InForce, Origin, RuleInForce, Setting};
use crate::finding::Group;
use crate::words::safe;

/// The settings that hold for a file or a folder.
#[derive(Debug)]
pub struct Shown {
    /// What they hold for.
    pub path: String,
    /// The settings file and those that it extends, the nearest first.
    pub files: Vec<String>,
    /// True where they leave the path itself out.
    pub is_excluded: bool,
    /// The values.
    pub in_force: InForce,
}

/// Comments further to the right are hard to find.
const WIDEST: usize = 56;

/// Writes them as TOML that reads as settings again.
pub fn toml(out: &mut dyn Write, shown: &Shown) -> io::Result<()> {
    let InForce { exclude, fail_on, rules, on_track, at_risk } = &shown.in_force;
    let from = match shown.files.as_slice() {
        [] => "from no file".to_owned(),
        files => format!("from {}", files.join(", which extends ")),
    };
    writeln!(
        out,
        "{DIM}# The settings in force for {}, {}{DIM:#}",
        safe::line(&shown.path),
        safe::line(&from)
    )?;
    if shown.is_excluded {
        writeln!(out, "{DIM}# They leave it out: `exclude`{DIM:#}")?;
    }
    let mut lines = Vec::new();
    match exclude.as_slice() {
        [] => lines.push(Line::of("exclude = []".to_owned(), &Origin::BuiltIn)),
        patterns => {
            lines.push(Line::plain("exclude = ["));
            lines.extend(
                patterns.iter().map(|one| Line::of(format!("    {},", quoted(&one.value)), &one.origin)),
            );
            lines.push(Line::plain("]"));
        }
    }
    lines.push(Line::of(format!("fail-on = {}", quoted(fail_on.value.name())), &fail_on.origin));
    lines.push(Line::plain(""));
    lines.push(Line::head("[rules]"));
    for group in Group::ALL {
        lines.push(Line::plain(&format!("# {}", group.name())));
        for RuleInForce { rule, level, numbers } in rules.iter().filter(|one| one.rule.group == group) {
            // With numbers beside it, the level has a name, too.
            let key = if numbers.is_empty() { rule.name.to_owned() } else { format!("{}.level", rule.name) };
            lines.push(Line::of(format!("{key} = {}", quoted(level.value.name())), &level.origin));
            for (option, number) in numbers {
                let text = format!("{}.{} = {}", rule.name, option.name, number.value);
                lines.push(Line::of(text, &number.origin));
            }
        }
    }
    lines.push(Line::plain(""));
    lines.push(Line::head("[status]"));
    for (key, pace) in [("on-track", on_track), ("at-risk", at_risk)] {
        lines.push(Line::of(format!("{key} = {}", pace.value), &pace.origin));
    }
    let lengths = lines.iter().filter(|line| line.origin.is_some()).map(|line| line.text.chars().count());
    let column = lengths.max().unwrap_or_default().min(WIDEST);
    lines.iter().try_for_each(|line| line.write(out, column))
}

struct Line<'a> {
    text: String,
    style: Style,
    origin: Option<&'a Origin>,
}

impl<'a> Line<'a> {
    fn of(text: String, origin: &'a Origin) -> Self {
        // What somebody set stands out.
        let style = if *origin == Origin::BuiltIn { Style::new() } else { BOLD };
        Self { text, style, origin: Some(origin) }
    }

    fn plain(text: &str) -> Self {
        let style = if text.starts_with('#') { DIM } else { Style::new() };
        Self { text: text.to_owned(), style, origin: None }
    }

    fn head(text: &str) -> Self {
        Self { text: text.to_owned(), style: BOLD, origin: None }
    }

    fn write(&self, out: &mut dyn Write, column: usize) -> io::Result<()> {
        let Self { text, style, origin } = self;
        let Some(origin) = origin else { return writeln!(out, "{style}{text}{style:#}") };
        let gap = " ".repeat(column.saturating_sub(text.chars().count()) + 2);
        writeln!(out, "{style}{text}{style:#}{gap}{DIM}# {}{DIM:#}", safe::line(&origin.to_string()))
    }
}

/// A text as TOML has it, with nothing in it that a terminal might obey.
fn quoted(text: &str) -> String {
    let letter = |c: char| match c {
        '"' | '\\' => format!("\\{c}"),
        '\n' | '\t' => format!("\\u{:04X}", u32::from(c)),
        c if safe::is_unsafe(c) => format!("\\u{:04X}", u32::from(c)),
        c => c.to_string(),
    };
    format!("\"{}\"", text.chars().map(letter).collect::<String>())
}

/// The version of the shape; it changes only when a reader of the old shape would misread the new one.
const VERSION: u32 = 1;

/// The settings as JSON: in the shape of the file, with each value beside where it comes from.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SettingsJson<'a> {
    /// The version of this shape.
    version: u32,
    /// What the settings hold for.
    path: &'a str,
    /// The settings file and those that it extends, the nearest first.
    files: &'a [String],
    /// True where they leave the path itself out.
    excluded: bool,
    /// The values.
    settings: FileJson<'a>,
}

/// Every setting, with its value and where that comes from.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
struct FileJson<'a> {
    /// Patterns of paths that are not checked.
    exclude: &'a [Setting<String>],
    /// The level at which `check` fails.
    fail_on: &'a Setting<FailOn>,
    /// By rule: its `level`, and its numbers by their names.
    rules: IndexMap<&'static str, IndexMap<&'static str, Setting<serde_json::Value>>>,
    /// The paces `on-track` and `at-risk`.
    status: IndexMap<&'static str, &'a Setting<f64>>,
}

impl<'a> SettingsJson<'a> {
    /// The settings in the shape of the file.
    pub fn new(shown: &'a Shown) -> Self {
        let InForce { exclude, fail_on, rules, on_track, at_risk } = &shown.in_force;
        let rule = |RuleInForce { rule, level, numbers }: &RuleInForce| {
            let level = ("level", level.as_json(|level| level.name().into()));
            let numbers =
                numbers.iter().map(|(option, number)| (option.name, number.as_json(|it| (*it).into())));
            (rule.name, std::iter::once(level).chain(numbers).collect())
        };
        Self {
            version: VERSION,
            path: &shown.path,
            files: &shown.files,
            excluded: shown.is_excluded,
            settings: FileJson {
                exclude,
                fail_on,
                rules: rules.iter().map(rule).collect(),
                status: IndexMap::from([("on-track", on_track), ("at-risk", at_risk)]),
            },
        }
    }
}

impl<T> Setting<T> {
    fn as_json(&self, value: impl Fn(&T) -> serde_json::Value) -> Setting<serde_json::Value> {
        Setting { value: value(&self.value), origin: self.origin.clone() }
    }
}
