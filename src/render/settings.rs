//! The settings in force: as a settings file with the origin of each line in a comment, and as JSON.

use std::io::{self, Write};

use anstyle::Style;
use schemars::JsonSchema;
use serde::Serialize;

use super::safe;
use super::{BOLD, DIM};
use crate::config::in_force::{InForce, Origin, RuleInForce};
use crate::config::name;
use crate::finding::Group;
use crate::rules;

/// The settings for a file or a folder, each value with its origin.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SettingsJson {
    /// The version of this shape.
    pub(crate) version: u32,
    /// The file or folder that the settings are for.
    pub(crate) path: String,
    /// The settings file and those that it extends, the nearest first.
    pub(crate) files: Vec<String>,
    /// True if they exclude the path itself.
    pub(crate) excluded: bool,
    /// The values.
    pub(crate) settings: InForce,
}

/// It changes only when a reader of the old shape would misread the new one.
pub(crate) const VERSION: u32 = 1;

/// Comments further to the right are hard to find.
const WIDEST: usize = 56;

pub(crate) fn toml(out: &mut dyn Write, shown: &SettingsJson) -> io::Result<()> {
    let from = match shown.files.as_slice() {
        [] => "from no file".to_owned(),
        files => format!("from {}", files.join(", which extends ")),
    };
    let (path, from) = (safe::line(&shown.path), safe::line(&from));
    writeln!(out, "{DIM}# The settings in force for {path}, {from}{DIM:#}")?;
    if shown.excluded {
        writeln!(out, "{DIM}# They exclude it: `exclude`{DIM:#}")?;
    }
    let lines = lines(&shown.settings);
    let set = lines.iter().filter(|(.., origin)| origin.is_some());
    let column = set.map(|(text, ..)| text.chars().count()).max().unwrap_or_default().min(WIDEST);
    for (text, style, origin) in &lines {
        match origin {
            Some(origin) => {
                let gap = " ".repeat(column.saturating_sub(text.chars().count()) + 2);
                let origin = origin.to_string();
                writeln!(out, "{style}{text}{style:#}{gap}{DIM}# {}{DIM:#}", safe::line(&origin))?;
            }
            None => writeln!(out, "{style}{text}{style:#}")?,
        }
    }
    Ok(())
}

/// A line, its style and, if it sets a value, where that comes from.
type Line<'a> = (String, Style, Option<&'a Origin>);

fn lines<'a>(settings: &'a InForce) -> Vec<Line<'a>> {
    let InForce { exclude, fail_on, rules: of_rules, status } = settings;
    let plain = |text: &str, style| (text.to_owned(), style, None);
    let set = |text, origin: &'a Origin| {
        (text, if *origin == Origin::BuiltIn { Style::new() } else { BOLD }, Some(origin))
    };
    let mut lines = Vec::new();
    if exclude.is_empty() {
        lines.push(set("exclude = []".to_owned(), &Origin::BuiltIn));
    } else {
        lines.push(plain("exclude = [", Style::new()));
        lines.extend(exclude.iter().map(|one| set(format!("    {},", quoted(&one.value)), &one.origin)));
        lines.push(plain("]", Style::new()));
    }
    let level =
        |key: &str, level: String, origin: &'a Origin| set(format!("{key} = {}", quoted(&level)), origin);
    lines.push(level("fail-on", name(&fail_on.value), &fail_on.origin));
    lines.extend([plain("", Style::new()), plain("[rules]", BOLD)]);
    for group in Group::ALL {
        lines.push(plain(&format!("# {}", group.name()), DIM));
        for rule in rules::all().filter(|rule| rule.group == group) {
            let Some(RuleInForce { level: set_level, numbers }) = of_rules.get(rule.name) else { continue };
            let key = if numbers.is_empty() { rule.name.to_owned() } else { format!("{}.level", rule.name) };
            lines.push(level(&key, name(&set_level.value), &set_level.origin));
            for (option, number) in numbers {
                lines.push(set(format!("{}.{option} = {}", rule.name, number.value), &number.origin));
            }
        }
    }
    lines.extend([plain("", Style::new()), plain("[status]", BOLD)]);
    for (key, setting) in status.all() {
        lines.push(set(format!("{key} = {}", setting.value), &setting.origin));
    }
    lines
}

fn quoted(text: &str) -> String {
    let letter = |c: char| match c {
        '"' | '\\' => format!("\\{c}"),
        c if matches!(c, '\n' | '\t') || safe::is_unsafe(c) => format!("\\u{:04X}", u32::from(c)),
        c => c.to_string(),
    };
    format!("\"{}\"", text.chars().map(letter).collect::<String>())
}
