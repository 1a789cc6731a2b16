//! TOML to settings, from a file or from one `KEY=VALUE`. Every error points at the key or the value it is about.

use std::ops::Range;

use clap::ValueEnum;
use indexmap::IndexMap;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use thiserror::Error;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::keys::Keys;
use super::{Config, ConfigError, FailOn, RuleSetting, SetLevel, name};
use crate::finding::{Measure, Rule};
use crate::rules;
use crate::source::Source;
use crate::words::nearest::nearest;

const FIX_TOML: &str = "correct the TOML at this place";

impl Config {
    /// Reads a settings file.
    pub fn parse(source: Source) -> Result<Self, ConfigError> {
        if let Some(at) = source.first_invalid_byte() {
            let at = at as usize..at as usize + 1;
            return Err(ConfigError::new(
                &source,
                at,
                "this is not saved as UTF-8",
                "save the file as UTF-8",
            ));
        }
        let table = DeTable::parse(source.text()).map_err(|error| syntax_error(&source, &error))?;
        let config = Self::read(&source, false, table.into_inner())?;
        Ok(Self { source, ..config })
    }

    /// Reads `KEY=VALUE` from the command line: a line of the file with its section in front,
    /// `rules.hard-sell.max-share=0.3`. As a shell removes quotes, a value that is not TOML is taken as text:
    /// `fail-on=warning`.
    pub fn argument(text: &str) -> Result<Self, ConfigError> {
        let source = Source::new("command line", text);
        let quoted = quoted(text);
        let as_text = || DeTable::parse(quoted.as_deref()?).ok();
        let table = DeTable::parse(text).or_else(|error| {
            as_text().ok_or_else(|| {
                let mut error = syntax_error(&source, &error);
                error.help.push_str("; quote all of it for the shell: `--config 'KEY=VALUE'`");
                error
            })
        })?;
        let config = Self::read(&source, true, table.into_inner())?;
        if let Some(extend) = &config.extend {
            let help = "give the file itself: `--config FILE`";
            let message = "a setting on the command line cannot extend a file";
            return Err(ConfigError::new(&source, extend.span(), message, help));
        }
        Ok(Self { source: source.clone(), ..config })
    }

    /// Reads parsed TOML. The first error in the file is reported.
    fn read(source: &Source, is_argument: bool, mut table: DeTable<'_>) -> Result<Self, ConfigError> {
        let keys = Keys { source, is_argument, schema: super::schema::schema() }.check(&table);
        if let Some(DeValue::Table(rules)) = table.get_mut("rules").map(Spanned::get_mut) {
            rules.iter_mut().for_each(|(_, setting)| wrap_level(setting));
        }
        let read = Self::deserialize(toml::Deserializer::from(Spanned::new(0..0, table)));
        let read = read.map_err(|error| {
            let wrong = serde_json::from_str(error.message());
            let Wrong { at, message, help } = wrong.unwrap_or_else(|_| Wrong::new(error.message(), FIX_TOML));
            ConfigError::new(source, at.or(error.span()).unwrap_or_default(), message, help)
        });
        match (read, keys) {
            (Err(value), Err(key)) if value.span.start < key.span.start => Err(value),
            (_, Err(error)) | (Err(error), _) => Err(error),
            (Ok(config), Ok(())) => Ok(Self { is_argument, ..config }),
        }
    }
}

/// True for a setting, false for the name of a file: a key, a `=`, and anything after it.
pub fn is_setting(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '"');
    text.split_once('=').is_some_and(|(key, _)| !key.trim().is_empty() && key.trim().chars().all(is_part))
}

/// A setting with quotes around its value, unless there is something in it that TOML has a use for.
fn quoted(text: &str) -> Option<String> {
    let (_, value) = text.split_once('=')?;
    let word = value.trim();
    let is_toml = |c: char| c.is_control() || "\"'[]{},#=".contains(c);
    let (before, _) = text.split_at(text.len() - value.trim_start().len());
    (!word.contains(is_toml)).then(|| format!("{before}'{word}'"))
}

/// `no-review = "off"` is short for `no-review = { level = "off" }`.
fn wrap_level(setting: &mut Spanned<DeValue<'_>>) {
    if !setting.get_ref().is_table() {
        let level = (Spanned::new(setting.span(), "level".into()), setting.clone());
        *setting.get_mut() = DeValue::Table(DeTable::from_iter([level]));
    }
}

/// Invalid TOML, with plain words for the common mistakes.
fn syntax_error(source: &Source, error: &toml::de::Error) -> ConfigError {
    let at = error.span().unwrap_or_default();
    let written = source.text().get(at.clone()).unwrap_or_default();
    let (message, help) = match error.message() {
        text if text.starts_with("string values must be quoted") && written.is_empty() => {
            ("a value is missing here".to_owned(), "write it after the `=`".to_owned())
        }
        text if text.starts_with("string values must be quoted") => {
            ("a text should be in quotes".to_owned(), format!("write \"{written}\""))
        }
        text if text.starts_with("key with no value") => {
            ("a `=` is missing here".to_owned(), "write `key = value`, one per line".to_owned())
        }
        "duplicate key" => (format!("`{written}` is set twice"), "keep one of the two".to_owned()),
        text => (text.to_owned(), FIX_TOML.to_owned()),
    };
    ConfigError::new(source, at, message, help)
}

/// A value that cannot be used. As serde errors can only carry a text, this travels as JSON.
#[derive(Debug, Error, Serialize, Deserialize)]
#[error("{}", serde_json::json!(self))]
struct Wrong {
    at: Option<Range<usize>>,
    message: String,
    help: String,
}

impl Wrong {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { at: None, message: message.into(), help: help.into() }
    }
}

type Value = Spanned<toml::Value>;

fn checked<'de, T, D: Deserializer<'de>>(
    from: D,
    check: impl FnOnce(&toml::Value) -> Result<T, Wrong>,
) -> Result<Option<Spanned<T>>, D::Error> {
    let value = Value::deserialize(from)?;
    check(value.get_ref()).map(|checked| Some(Spanned::new(value.span(), checked))).map_err(D::Error::custom)
}

pub(super) fn path<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Spanned<String>>, D::Error> {
    let help = "write its path as seen from this file: `extend = \"../stratplan.toml\"`";
    checked(from, |value| match value.as_str() {
        Some(path) if !path.trim().is_empty() => Ok(path.to_owned()),
        _ => Err(Wrong::new("this is not a path", help)),
    })
}

pub(super) fn fail_on<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Spanned<FailOn>>, D::Error> {
    checked(from, one_of)
}

pub(super) fn pace<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Spanned<f64>>, D::Error> {
    checked(from, |value| number("a pace", Measure::Share, value))
}

pub(super) fn patterns<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Vec<Spanned<String>>>, D::Error> {
    let help = "write a list of patterns, as in a .gitignore: `exclude = [\"archive/\"]`";
    let pattern = |item: Value| {
        let wrong = |message, help| Err(Wrong { at: Some(item.span()), ..Wrong::new(message, help) });
        match item.get_ref().as_str() {
            None => wrong("a pattern should be a text", help.to_owned()),
            Some(text) if text.trim().is_empty() => {
                wrong("this pattern is empty", "name what to exclude, or remove it".to_owned())
            }
            Some(text) if text.starts_with('#') => wrong(
                "this pattern excludes nothing",
                format!("in such patterns `#` begins a comment; write `'\\{text}'`"),
            ),
            Some(text) => Ok(Spanned::new(item.span(), text.to_owned())),
        }
    };
    let list = Vec::deserialize(from)
        .map_err(|_| D::Error::custom(Wrong::new("`exclude` should be a list", help)))?;
    list.into_iter().map(pattern).collect::<Result<_, _>>().map(Some).map_err(D::Error::custom)
}

/// Unknown names of rules are left to [`Keys`].
pub(super) fn rules<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<RuleSetting>, D::Error> {
    let tables = IndexMap::<String, IndexMap<Spanned<String>, Value>>::deserialize(from)?;
    let known = tables.into_iter().filter_map(|(name, table)| Some((rules::find(&name)?, table)));
    known.map(|(rule, table)| rule_setting(rule, table)).collect::<Result<_, _>>().map_err(D::Error::custom)
}

fn rule_setting(rule: &'static Rule, table: IndexMap<Spanned<String>, Value>) -> Result<RuleSetting, Wrong> {
    let mut setting = RuleSetting { rule, level: None, numbers: Vec::new() };
    for (key, value) in table {
        let (name, at) = (key.get_ref().as_str(), value.span());
        let place = |wrong| Wrong { at: Some(at.clone()), ..wrong };
        if name == "level" {
            let level = level(rule, value.get_ref()).map_err(place)?;
            setting.level = Some(Spanned::new(at.clone(), level));
        } else if let Some(option) = rule.options.iter().find(|option| option.name == name) {
            let number = number(&format!("`{name}`"), option.measure, value.get_ref()).map_err(place)?;
            setting.numbers.push((option, Spanned::new(at.clone(), number)));
        } else {
            let known = || std::iter::once("level").chain(rule.options.iter().map(|option| option.name));
            let help = match nearest(name, known()) {
                Some(meant) => format!("did you mean `{}`?", meant.name),
                None if rule.options.is_empty() => format!("`{}` has no setting but its level", rule.name),
                None => format!("`{}` has: {}", rule.name, known().collect::<Vec<_>>().join(", ")),
            };
            let message = format!("`{}` has no setting `{name}`", rule.name);
            return Err(Wrong { at: Some(key.span()), message, help });
        }
    }
    Ok(setting)
}

fn level(rule: &Rule, value: &toml::Value) -> Result<SetLevel, Wrong> {
    let level = one_of(value).map_err(|wrong| match (rule.options, finite(value)) {
        // A bare number is meant for the one number that the rule has.
        ([option], Some(number)) => {
            Wrong { help: format!("write `{} = {{ {} = {number} }}`", rule.name, option.name), ..wrong }
        }
        _ => wrong,
    })?;
    if level < SetLevel::lowest(rule) {
        let message = format!("the level of `{}` cannot be lower than {}", rule.name, rule.level.name());
        let help = "rules about the file itself are never lowered; remove the setting";
        return Err(Wrong::new(message, help));
    }
    Ok(level)
}

fn one_of<T: ValueEnum>(value: &toml::Value) -> Result<T, Wrong> {
    let written = value.as_str().unwrap_or_default();
    T::from_str(written, false).map_err(|_| {
        let names: Vec<String> = T::value_variants().iter().map(name).collect();
        let help = match nearest(written, names.iter().map(String::as_str)) {
            Some(meant) => format!("did you mean \"{}\"?", meant.name),
            None => format!("write \"{}\"", names.join("\", \"")),
        };
        Wrong::new("this is not a level", help)
    })
}

fn number(what: &str, measure: Measure, value: &toml::Value) -> Result<f64, Wrong> {
    let written = finite(value);
    written.filter(|number| measure.admits(*number)).ok_or_else(|| {
        let help = match written {
            Some(percent) if measure == Measure::Share && (1.0..=100.0).contains(&percent) => {
                format!("{percent} % is written {}", percent / 100.0)
            }
            Some(_) => "write a number between the two".to_owned(),
            None => "write it in digits and without quotes".to_owned(),
        };
        Wrong::new(format!("{what} should be {}", measure.words()), help)
    })
}

/// A number, with or without a point.
fn finite(value: &toml::Value) -> Option<f64> {
    value.to_string().parse().ok().filter(|number: &f64| number.is_finite())
}
