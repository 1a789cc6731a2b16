//! `stratplan.toml` and `--config KEY=VALUE`: settings and where they are written.
//!
//! Unusable settings are errors, not findings: without settings no strategy can be checked.
//!
//! - [`Config`]: the one definition of what can be set;
//! - `read`: TOML to [`Config`]; `keys`: which keys exist;
//! - [`in_force`]: merges several [`Config`]s and remembers where each value comes from;
//! - [`schema`]: the JSON Schema of the file.

pub mod in_force;
mod keys;
pub(crate) mod read;
pub mod schema;
#[cfg(test)]
mod tests;

use std::ops::Range;

use clap::ValueEnum;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use toml::Spanned;

use crate::finding::{Group, Level, Rule, RuleOption};
use crate::source::{Source, Span};

/// What can be set, as written in one file or argument. The reader, the schema and the merge all follow
/// this struct; the comments of its keys are what editors show.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
#[schemars(deny_unknown_fields, title = "stratplan.toml")]
#[schemars(description = "Settings of stratplan for the strategies below a folder.")]
pub struct Config {
    #[serde(skip)]
    pub(crate) source: Source,
    /// True for settings from the command line.
    #[serde(skip)]
    pub(crate) is_argument: bool,
    /// Another settings file that this one adds to, as seen from this file.
    #[serde(deserialize_with = "read::path")]
    #[schemars(with = "String", extend("pattern" = "\\S"))]
    pub(crate) extend: Option<Spanned<String>>,
    /// Paths that are not checked, as patterns of a .gitignore, relative to this file.
    #[serde(deserialize_with = "read::patterns")]
    #[schemars(with = "Vec<String>", inner(regex(pattern = "^([^#\\s]|\\s+\\S)")))]
    pub(crate) exclude: Option<Vec<Spanned<String>>>,
    /// The level at which `stratplan check` fails: at this one and at more severe ones.
    #[serde(deserialize_with = "read::fail_on")]
    #[schemars(schema_with = "schema::fail_on", extend("default" = "error"))]
    pub(crate) fail_on: Option<Spanned<FailOn>>,
    /// A level for a rule, or a table with its level and its numbers.
    #[serde(deserialize_with = "read::rules")]
    #[schemars(schema_with = "schema::rules")]
    pub(crate) rules: Vec<RuleSetting>,
    /// The paces at which a KPI counts as on track or at risk: progress, divided by the time that has passed.
    pub(crate) status: Status,
}

/// The section `[status]`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
#[schemars(deny_unknown_fields, inline)]
pub(crate) struct Status {
    /// At this pace or a better one, a KPI is on track.
    #[serde(deserialize_with = "read::pace")]
    #[schemars(schema_with = "schema::pace")]
    pub(crate) on_track: Option<Spanned<f64>>,
    /// At this pace or a better one, a KPI that is not on track is at risk; at less it is off track.
    #[serde(deserialize_with = "read::pace")]
    #[schemars(schema_with = "schema::pace")]
    pub(crate) at_risk: Option<Spanned<f64>>,
    /// The share of the time from start to target before which it is too early to judge.
    #[serde(deserialize_with = "read::pace")]
    #[schemars(schema_with = "schema::pace")]
    pub(crate) judge_from: Option<Spanned<f64>>,
    /// How far below its start a KPI has to be to count as worse, as a share of the distance from start to
    /// target.
    #[serde(deserialize_with = "read::pace")]
    #[schemars(schema_with = "schema::pace")]
    pub(crate) worse: Option<Spanned<f64>>,
}

/// What is set for one rule. The keys come from the table of rules.
#[derive(Debug, Clone)]
pub(crate) struct RuleSetting {
    pub(crate) rule: &'static Rule,
    pub(crate) level: Option<Spanned<SetLevel>>,
    pub(crate) numbers: Vec<(&'static RuleOption, Spanned<f64>)>,
}

/// The level at which `check` fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize, JsonSchema)]
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
    /// True if a finding of this level fails the check.
    pub fn is_failed_by(self, level: Level) -> bool {
        match self {
            Self::Error => level >= Level::Error,
            Self::Warning => level >= Level::Warning,
            Self::Info => true,
            Self::Never => false,
        }
    }
}

/// A level that a rule can be set to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum, Serialize, JsonSchema)]
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

impl SetLevel {
    /// The level of a rule that nothing sets.
    pub(crate) fn built_in(rule: &Rule) -> Self {
        if rule.is_optional() { Self::Off } else { rule.level.into() }
    }

    /// The lowest level that a rule can be set to: rules about the file itself cannot be lowered.
    fn lowest(rule: &Rule) -> Self {
        if rule.group == Group::File { rule.level.into() } else { Self::Off }
    }
}

impl From<Level> for SetLevel {
    fn from(level: Level) -> Self {
        match level {
            Level::Info => Self::Info,
            Level::Warning => Self::Warning,
            Level::Error => Self::Error,
        }
    }
}

/// The name of a level as it is written.
pub(crate) fn name<T: ValueEnum>(level: &T) -> String {
    level.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

/// A setting that cannot be used.
#[derive(Debug, Clone, Error)]
#[error("{}:{}: {message}", .source_file.name(), .source_file.line(.span.start))]
pub struct ConfigError {
    pub(crate) source_file: Box<Source>,
    pub(crate) span: Span,
    pub(crate) message: String,
    pub(crate) help: String,
}

impl ConfigError {
    pub(crate) fn new(
        source: &Source,
        at: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        // In an argument, quotes that were only added for reading do not count.
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX).min(source.len());
        let span = Span::new(offset(at.start), offset(at.end));
        Self { source_file: Box::new(source.clone()), span, message: message.into(), help: help.into() }
    }
}
