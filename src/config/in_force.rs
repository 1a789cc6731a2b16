//! The settings in force: several [`Config`]s merged, and where each value comes from.
//!
//! The last one wins. Only `exclude` adds up, from a file to the one that extends it; on the command
//! line it replaces what the files say, like everything else.

use std::fmt;

use indexmap::IndexMap;
use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};
use schemars::JsonSchema;
use serde::Serialize;
use toml::Spanned;

use super::{Config, ConfigError, FailOn, RuleSetting, SetLevel, Status};
use crate::analysis::kpi::Thresholds;
use crate::finding::Rule;
use crate::rules;

/// Every setting, with its value and where that comes from.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct InForce {
    /// Patterns of paths that are not checked.
    pub exclude: Vec<Setting<String>>,
    /// The level at which `check` fails.
    pub fail_on: Setting<FailOn>,
    /// By rule: its `level`, and its numbers by their names.
    pub rules: IndexMap<&'static str, RuleInForce>,
    /// The paces `on-track` and `at-risk`.
    pub status: StatusInForce,
}

/// The settings of one rule.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RuleInForce {
    /// Its level.
    pub level: Setting<SetLevel>,
    /// Its numbers.
    #[serde(flatten)]
    pub numbers: IndexMap<&'static str, Setting<f64>>,
}

/// The paces at which a KPI is on track or at risk.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub struct StatusInForce {
    /// The pace at which a KPI is on track.
    pub on_track: Setting<f64>,
    /// The pace at which a KPI is at risk.
    pub at_risk: Setting<f64>,
    /// The share of the time from start to target before which it is too early to judge.
    pub judge_from: Setting<f64>,
    /// The share of the distance from start to target below its start at which a KPI is worse.
    pub worse: Setting<f64>,
}

impl StatusInForce {
    /// Each setting with its key.
    pub fn all(&self) -> [(&'static str, &Setting<f64>); 4] {
        let Self { on_track, at_risk, judge_from, worse } = self;
        [("on-track", on_track), ("at-risk", at_risk), ("judge-from", judge_from), ("worse", worse)]
    }

    pub fn thresholds(&self) -> Thresholds {
        let Self { on_track, at_risk, judge_from, worse } = self;
        let exact = |setting: &Setting<f64>| Decimal::from_f64(setting.value).unwrap_or_default();
        Thresholds {
            on_track: exact(on_track),
            at_risk: exact(at_risk),
            judge_from: exact(judge_from),
            worse: exact(worse),
        }
    }
}

impl From<Thresholds> for StatusInForce {
    fn from(thresholds: Thresholds) -> Self {
        let Thresholds { on_track, at_risk, judge_from, worse } = thresholds;
        let setting = |ratio: Decimal| Setting::built_in(ratio.to_f64().unwrap_or_default());
        Self {
            on_track: setting(on_track),
            at_risk: setting(at_risk),
            judge_from: setting(judge_from),
            worse: setting(worse),
        }
    }
}

/// A value and where it comes from.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Setting<T> {
    /// The value.
    pub value: T,
    /// Where it comes from.
    #[serde(flatten)]
    pub origin: Origin,
}

/// Where a setting comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(tag = "from", rename_all = "kebab-case")]
pub enum Origin {
    /// Nothing sets it.
    BuiltIn,
    /// A line of a settings file.
    File {
        /// The file as messages show it.
        path: String,
        /// The line, from 1.
        line: usize,
    },
    /// `--config KEY=VALUE`.
    CommandLine,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BuiltIn => f.write_str("built-in"),
            Self::File { path, line } => write!(f, "{path}:{line}"),
            Self::CommandLine => f.write_str("command line"),
        }
    }
}

impl<T: Clone> Setting<T> {
    fn built_in(value: T) -> Self {
        Self { value, origin: Origin::BuiltIn }
    }

    fn written(config: &Config, value: &Spanned<T>) -> Self {
        let origin = if config.is_argument {
            Origin::CommandLine
        } else {
            let line = config.source.line(u32::try_from(value.span().start).unwrap_or(u32::MAX));
            Origin::File { path: config.source.name().to_owned(), line }
        };
        Self { value: value.get_ref().clone(), origin }
    }

    fn replace(&mut self, config: &Config, value: Option<&Spanned<T>>) {
        if let Some(value) = value {
            *self = Self::written(config, value);
        }
    }

    /// True if a file or an argument sets it.
    pub fn is_set(&self) -> bool {
        self.origin != Origin::BuiltIn
    }
}

impl Default for InForce {
    /// The built-in settings.
    fn default() -> Self {
        let rule = |rule: &'static Rule| {
            let numbers = rule.options.iter().map(|option| (option.name, Setting::built_in(option.default)));
            let level = Setting::built_in(SetLevel::built_in(rule));
            (rule.name, RuleInForce { level, numbers: numbers.collect() })
        };
        Self {
            exclude: Vec::new(),
            fail_on: Setting::built_in(FailOn::Error),
            rules: rules::all().map(rule).collect(),
            status: Thresholds::default().into(),
        }
    }
}

impl InForce {
    /// Merges settings; the last one wins.
    pub fn of<'c>(configs: impl IntoIterator<Item = &'c Config>) -> Result<Self, ConfigError> {
        let mut all = Self::default();
        for config in configs {
            all.add(config);
            // Each pace can be right by itself and wrong next to the other.
            let StatusInForce { on_track, at_risk, .. } = &all.status;
            let paces = [&config.status.at_risk, &config.status.on_track];
            if let Some(last) = paces.into_iter().flatten().max_by_key(|pace| pace.span().start)
                && at_risk.value > on_track.value
            {
                let message = format!(
                    "`at-risk` ({}, {}) is above `on-track` ({}, {})",
                    at_risk.value, at_risk.origin, on_track.value, on_track.origin
                );
                let help = "a KPI falls below `on-track` first, and below `at-risk` after that: set both";
                return Err(ConfigError::new(&config.source, last.span(), message, help));
            }
        }
        Ok(all)
    }

    fn add(&mut self, config: &Config) {
        let Config { source: _, is_argument, extend: _, exclude, fail_on, rules, status } = config;
        if let Some(patterns) = exclude {
            if *is_argument {
                self.exclude.clear();
            }
            self.exclude.extend(patterns.iter().map(|pattern| Setting::written(config, pattern)));
        }
        self.fail_on.replace(config, fail_on.as_ref());
        for RuleSetting { rule, level, numbers } in rules {
            let Some(merged) = self.rules.get_mut(rule.name) else { continue };
            merged.level.replace(config, level.as_ref());
            for (option, number) in numbers {
                merged.numbers.insert(option.name, Setting::written(config, number));
            }
        }
        let Status { on_track, at_risk, judge_from, worse } = status;
        self.status.on_track.replace(config, on_track.as_ref());
        self.status.at_risk.replace(config, at_risk.as_ref());
        self.status.judge_from.replace(config, judge_from.as_ref());
        self.status.worse.replace(config, worse.as_ref());
    }
}
