//! `stratplan.toml` and what stands for it on the command line: values with their places.
//!
//! Settings are a user's, but wrong ones are not a finding about a strategy: nothing can be judged
//! by settings that cannot be read. So their faults are errors, framed like findings.
//!
//! - `read`: TOML to [`Config`];
//! - [`argument`]: `KEY=VALUE` to [`Config`];
//! - [`in_force`]: several [`Config`]s, one over the other, and where each value comes from;
//! - [`schema`]: the JSON Schema of the file, made from the same keys and from the rules.

pub mod argument;
pub mod in_force;
mod read;
pub mod schema;

use thiserror::Error;

use crate::finding::{Group, Level, Rule, RuleOption};
use crate::source::{Source, Span};

/// Settings as they were written in one place.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// The text that they were read from.
    pub source: Source,
    /// True where they come from the command line and not from a file.
    pub is_argument: bool,
    /// Another settings file that these settings add to.
    pub extend: Option<Placed<String>>,
    /// Paths that are not checked, as patterns of an ignore file.
    pub exclude: Option<Vec<Placed<String>>>,
    /// The level at which `check` fails.
    pub fail_on: Option<Placed<FailOn>>,
    /// Levels and numbers of rules.
    pub rules: Vec<RuleSetting>,
    /// The pace at which a KPI is on track.
    pub on_track: Option<Placed<f64>>,
    /// The pace at which a KPI is at risk.
    pub at_risk: Option<Placed<f64>>,
}

/// A value and where it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// Where it is written.
    pub span: Span,
}

/// What was set for one rule.
#[derive(Debug, Clone)]
pub struct RuleSetting {
    /// The rule.
    pub rule: &'static Rule,
    /// Its level; `None` leaves it as it is.
    pub level: Option<Placed<SetLevel>>,
    /// Its numbers.
    pub numbers: Vec<(&'static RuleOption, Placed<f64>)>,
}

/// At which level `check` fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum, serde::Serialize, schemars::JsonSchema)]
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
    /// Every answer, by the name it is written with.
    pub const ALL: [(&'static str, Self); 4] =
        [("error", Self::Error), ("warning", Self::Warning), ("info", Self::Info), ("never", Self::Never)];

    /// As it is written.
    pub fn name(self) -> &'static str {
        name_of(&Self::ALL, &self)
    }

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

/// A level as it can be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
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
    /// Every answer, by the name it is written with.
    pub const ALL: [(&'static str, Self); 4] =
        [("off", Self::Off), ("info", Self::Info), ("warning", Self::Warning), ("error", Self::Error)];

    /// As it is written.
    pub fn name(self) -> &'static str {
        name_of(&Self::ALL, &self)
    }

    /// True where a rule may have this level: those about the file itself are never lowered.
    pub fn fits(self, rule: &Rule) -> bool {
        rule.group != Group::File || self >= Self::from(rule.level)
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

fn name_of<T: PartialEq>(all: &[(&'static str, T)], one: &T) -> &'static str {
    all.iter().find(|(_, known)| known == one).map_or("", |(name, _)| name)
}

/// A key of the file and what it says, as editors show it.
struct Key {
    name: &'static str,
    says: &'static str,
}

/// The keys of the file.
const KEYS: [Key; 5] = [
    Key { name: "extend", says: "Another settings file that this one adds to, as seen from this file." },
    Key {
        name: "exclude",
        says: "Paths that are not checked, as patterns of a .gitignore, relative to this file.",
    },
    Key {
        name: "fail-on",
        says: "The level at which `stratplan check` fails: at this one and at graver ones.",
    },
    Key { name: "rules", says: "A level for a rule, or a table with its level and its numbers." },
    Key {
        name: "status",
        says: "The paces at which a KPI counts as on track or at risk: progress, divided by the time that has passed.",
    },
];

/// The keys below `[status]`.
const STATUS_KEYS: [Key; 2] = [
    Key { name: "on-track", says: "At this pace or a better one, a KPI is on track." },
    Key {
        name: "at-risk",
        says: "At this pace or a better one, a KPI that is not on track is at risk; at less it is off track.",
    },
];

fn names(keys: &[Key]) -> Vec<&'static str> {
    keys.iter().map(|key| key.name).collect()
}

/// Something in settings that cannot be used.
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

impl Config {
    /// Something wrong in these settings.
    pub fn fail(&self, span: Span, message: impl Into<String>, help: impl Into<String>) -> ConfigError {
        let source_file = Box::new(self.source.clone());
        ConfigError { source_file, span, message: message.into(), help: help.into() }
    }
}
