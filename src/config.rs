//! `stratplan.toml` as written: values with their places, names not yet resolved.
//!
//! The file is a user's, but a wrong one is not a finding about a strategy: nothing can be judged
//! by settings that cannot be read. So its faults are errors, framed like findings.

use serde::Deserialize;
use std::collections::BTreeMap;
use thiserror::Error;
use toml::Spanned;

use crate::finding::Level;
use crate::nearest::nearest;
use crate::source::{Source, Span};

/// The settings of a project.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// The file they come from; empty for the built-in ones.
    pub source: Source,
    /// Paths that are not checked, as patterns of an ignore file.
    pub exclude: Vec<String>,
    /// The level at which `check` fails.
    pub fail_on: Option<FailOn>,
    /// Levels and numbers by rule name.
    pub rules: Vec<RuleSetting>,
    /// The pace at which a KPI is on track; default 0.9.
    pub on_track: Option<f64>,
    /// The pace at which a KPI is at risk; default 0.7.
    pub at_risk: Option<f64>,
}

/// At which level `check` fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum FailOn {
    /// At errors.
    Error,
    /// At warnings and errors.
    Warning,
    /// At any finding.
    Info,
    /// Never.
    Never,
}

impl FailOn {
    /// True where a finding of this level fails the check.
    pub fn is_failed_by(self, level: Level) -> bool {
        match self {
            Self::Error => level >= Level::Error,
            Self::Warning => level >= Level::Warning,
            Self::Info => true,
            Self::Never => false,
        }
    }
}

/// What the user set for one rule.
#[derive(Debug, Clone)]
pub struct RuleSetting {
    /// The rule's name as written.
    pub name: String,
    /// Where that is.
    pub span: Span,
    /// Its level; `None` leaves it as it is.
    pub level: Option<SetLevel>,
    /// Its numbers, each with the place of its key.
    pub numbers: Vec<(String, f64, Span)>,
}

/// A level as it can be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SetLevel {
    /// The rule is not run.
    Off,
    /// Advice.
    Info,
    /// A strategist would raise it.
    Warning,
    /// The strategy contradicts itself.
    Error,
}

/// Something in `stratplan.toml` that cannot be used.
#[derive(Debug, Clone, Error)]
#[error("{}:{}: {message}", .source_file.name(), .source_file.line(.span.start))]
pub struct ConfigError {
    /// The file.
    pub source_file: Box<Source>,
    /// Where in it.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Raw {
    #[serde(default)]
    exclude: Vec<String>,
    fail_on: Option<FailOn>,
    #[serde(default)]
    rules: BTreeMap<Spanned<String>, Spanned<RawRule>>,
    status: Option<RawStatus>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct RawStatus {
    on_track: Option<f64>,
    at_risk: Option<f64>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum RawRule {
    Level(SetLevel),
    Table(BTreeMap<Spanned<String>, toml::Value>),
}

const TOP: [&str; 4] = ["exclude", "fail-on", "rules", "status"];
const STATUS: [&str; 2] = ["on-track", "at-risk"];

fn to_span(range: std::ops::Range<usize>) -> Span {
    let offset = |at| u32::try_from(at).unwrap_or(u32::MAX);
    Span::new(offset(range.start), offset(range.end))
}

impl Config {
    /// Reads settings.
    pub fn parse(source: Source) -> Result<Self, ConfigError> {
        let fail = |span, message: String, help: String| ConfigError {
            source_file: Box::new(source.clone()),
            span,
            message,
            help,
        };
        let table: BTreeMap<Spanned<String>, toml::Value> =
            toml::from_str(source.text()).map_err(|error| {
                let span = error.span().map_or(Span::START, to_span);
                fail(span, error.message().to_owned(), "correct the TOML at this place".to_owned())
            })?;
        let unknown = |key: &Spanned<String>, legal: &[&str], of: &str| {
            let name = key.get_ref();
            let help = match nearest(name, legal.iter().copied()) {
                Some(meant) => format!("did you mean `{}`?", meant.name),
                None => format!("{of} has: {}", legal.join(", ")),
            };
            fail(to_span(key.span()), format!("unknown key `{name}`"), help)
        };
        if let Some(key) = table.keys().find(|key| !TOP.contains(&key.get_ref().as_str())) {
            return Err(unknown(key, &TOP, "the file"));
        }
        if let Some(toml::Value::Table(status)) =
            table.iter().find(|(key, _)| key.get_ref() == "status").map(|(_, v)| v)
            && let Some(key) = status.keys().find(|key| !STATUS.contains(&key.as_str()))
        {
            let at = source.text().find(key.as_str()).unwrap_or(0);
            let key = Spanned::new(at..at + key.len(), key.clone());
            return Err(unknown(&key, &STATUS, "[status]"));
        }
        let raw: Raw = toml::from_str(source.text()).map_err(|error| {
            let span = error.span().map_or(Span::START, to_span);
            let help =
                "levels are off, info, warning and error; numbers are written without quotes".to_owned();
            fail(span, error.message().to_owned(), help)
        })?;
        let mut rules = Vec::new();
        for (name, value) in raw.rules {
            let span = to_span(name.span());
            let mut setting = RuleSetting { name: name.into_inner(), span, level: None, numbers: Vec::new() };
            match value.into_inner() {
                RawRule::Level(level) => setting.level = Some(level),
                RawRule::Table(keys) => {
                    for (key, value) in keys {
                        let at = to_span(key.span());
                        match (key.get_ref().as_str(), &value) {
                            ("level", _) => {
                                let level = value.try_into().map_err(|_| {
                                    let help = "write one of: off, info, warning, error".to_owned();
                                    fail(at, "this is not a level".to_owned(), help)
                                })?;
                                setting.level = Some(level);
                            }
                            (_, toml::Value::Float(number)) => {
                                setting.numbers.push((key.into_inner(), *number, at))
                            }
                            #[allow(clippy::cast_precision_loss)] // settings are small numbers
                            (_, toml::Value::Integer(number)) => {
                                setting.numbers.push((key.into_inner(), *number as f64, at));
                            }
                            _ => {
                                let message = format!("`{}` should be a number", key.get_ref());
                                return Err(fail(at, message, "write a number without quotes".to_owned()));
                            }
                        }
                    }
                }
            }
            rules.push(setting);
        }
        let status = raw.status.as_ref();
        Ok(Self {
            exclude: raw.exclude,
            fail_on: raw.fail_on,
            rules,
            on_track: status.and_then(|status| status.on_track),
            at_risk: status.and_then(|status| status.at_risk),
            source,
        })
    }
}
