//! The settings in force: several, one over the other, and where each value comes from.
//!
//! The last word has what was read last. Only `exclude` adds up, from file to file that extends it;
//! on the command line it, too, replaces what the files say.

use std::fmt;

use rust_decimal::prelude::ToPrimitive;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Config, ConfigError, FailOn, Placed, SetLevel};
use crate::analysis::progress::Thresholds;
use crate::finding::{Rule, RuleOption};
use crate::rules;

/// Every setting there is, with the value that holds.
#[derive(Debug, Clone)]
pub struct InForce {
    /// Patterns of paths that are not checked.
    pub exclude: Vec<Setting<String>>,
    /// The level at which `check` fails.
    pub fail_on: Setting<FailOn>,
    /// Every rule, in the order of the table.
    pub rules: Vec<RuleInForce>,
    /// The pace at which a KPI is on track.
    pub on_track: Setting<f64>,
    /// The pace at which a KPI is at risk.
    pub at_risk: Setting<f64>,
}

/// What holds for one rule.
#[derive(Debug, Clone)]
pub struct RuleInForce {
    /// The rule.
    pub rule: &'static Rule,
    /// Its level.
    pub level: Setting<SetLevel>,
    /// Its numbers.
    pub numbers: Vec<(&'static RuleOption, Setting<f64>)>,
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
    /// Nothing else was said.
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

impl<T> Setting<T> {
    fn built_in(value: T) -> Self {
        Self { value, origin: Origin::BuiltIn }
    }

    /// True where somebody set it.
    pub fn is_set(&self) -> bool {
        self.origin != Origin::BuiltIn
    }

    fn set(&mut self, config: &Config, placed: &Placed<T>)
    where
        T: Clone,
    {
        *self = Self::of(config, placed);
    }

    fn of(config: &Config, placed: &Placed<T>) -> Self
    where
        T: Clone,
    {
        let origin = if config.is_argument {
            Origin::CommandLine
        } else {
            let source = &config.source;
            Origin::File { path: source.name().to_owned(), line: source.line(placed.span.start) }
        };
        Self { value: placed.value.clone(), origin }
    }
}

impl Default for InForce {
    /// What holds where nothing is set.
    fn default() -> Self {
        let thresholds = Thresholds::default();
        let pace = |pace: rust_decimal::Decimal| Setting::built_in(pace.to_f64().unwrap_or_default());
        let rule = |rule: &'static Rule| RuleInForce {
            rule,
            level: Setting::built_in(rule.level.into()),
            numbers: rule.options.iter().map(|option| (option, Setting::built_in(option.default))).collect(),
        };
        Self {
            exclude: Vec::new(),
            fail_on: Setting::built_in(FailOn::Error),
            rules: rules::all().map(rule).collect(),
            on_track: pace(thresholds.on_track),
            at_risk: pace(thresholds.at_risk),
        }
    }
}

impl InForce {
    /// Lays settings one over the other, the last on top.
    pub fn of<'c>(layers: impl IntoIterator<Item = &'c Config>) -> Result<Self, ConfigError> {
        let mut all = Self::default();
        for config in layers {
            all.add(config);
            // Each may be right by itself and wrong beside the others.
            let paces = [&config.at_risk, &config.on_track];
            if let Some(last) = paces.into_iter().flatten().max_by_key(|set| set.span.start)
                && all.at_risk.value > all.on_track.value
            {
                let message = format!(
                    "`at-risk` ({}, {}) lies above `on-track` ({}, {})",
                    all.at_risk.value, all.at_risk.origin, all.on_track.value, all.on_track.origin
                );
                let help = "a KPI falls below `on-track` first, and below `at-risk` after that: set both";
                return Err(config.fail(last.span, message, help));
            }
        }
        Ok(all)
    }

    fn add(&mut self, config: &Config) {
        if let Some(patterns) = &config.exclude {
            if config.is_argument {
                self.exclude.clear();
            }
            self.exclude.extend(patterns.iter().map(|pattern| Setting::of(config, pattern)));
        }
        if let Some(fail_on) = &config.fail_on {
            self.fail_on.set(config, fail_on);
        }
        for written in &config.rules {
            let Some(rule) = self.rules.iter_mut().find(|one| one.rule == written.rule) else { continue };
            if let Some(level) = &written.level {
                rule.level.set(config, level);
            }
            for (option, number) in &written.numbers {
                let same = rule.numbers.iter_mut().find(|(known, _)| known.name == option.name);
                if let Some((_, setting)) = same {
                    setting.set(config, number);
                }
            }
        }
        if let Some(pace) = &config.on_track {
            self.on_track.set(config, pace);
        }
        if let Some(pace) = &config.at_risk {
            self.at_risk.set(config, pace);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::source::Source;

    fn file(name: &str, text: &str) -> Config {
        Config::parse(Source::new(name, text)).unwrap()
    }

    fn at(path: &str, line: usize) -> Origin {
        Origin::File { path: path.to_owned(), line }
    }

    #[test]
    fn the_last_word_counts_and_says_where_it_stands() {
        let base = file(
            "base.toml",
            "fail-on = \"info\"\nexclude = [\"a/\"]\n[rules]\nhard-sell = { level = \"off\", max-share = 0.1 }\n",
        );
        let own = file("own.toml", "# own\nexclude = [\n\"b/\"]\n[rules.hard-sell]\nmax-share = 0.3\n");
        let argument = Config::argument("rules.no-review=off").unwrap();
        let all = InForce::of([&base, &own, &argument]).unwrap();
        assert_eq!(all.fail_on, Setting { value: FailOn::Info, origin: at("base.toml", 1) });
        let patterns: Vec<_> =
            all.exclude.iter().map(|one| (one.value.as_str(), one.origin.clone())).collect();
        assert_eq!(patterns, [("a/", at("base.toml", 2)), ("b/", at("own.toml", 3))]);
        let rule = |name| all.rules.iter().find(|one| one.rule.name == name).unwrap();
        assert_eq!(rule("hard-sell").level, Setting { value: SetLevel::Off, origin: at("base.toml", 4) });
        assert_eq!(rule("hard-sell").numbers[0].1, Setting { value: 0.3, origin: at("own.toml", 5) });
        assert_eq!(rule("no-review").level.origin, Origin::CommandLine);
        assert_eq!(all.on_track, Setting { value: 0.9, origin: Origin::BuiltIn });
    }

    #[test]
    fn excludes_of_the_command_line_replace_those_of_files() {
        let base = file("base.toml", "exclude = [\"a/\"]");
        let exclude = |text| InForce::of([&base, &Config::argument(text).unwrap()]).unwrap().exclude;
        assert_eq!(
            exclude("exclude=['b/']"),
            [Setting { value: "b/".to_owned(), origin: Origin::CommandLine }]
        );
        assert_eq!(exclude("exclude=[]"), []);
        assert_eq!(exclude("fail-on=info").len(), 1);
    }

    #[test]
    fn paces_are_compared_whoever_set_them() {
        let error = |layers: &[&Config]| {
            let error = InForce::of(layers.iter().copied()).unwrap_err();
            (
                error.source_file.name().to_owned(),
                error.source_file.slice(error.span).to_owned(),
                error.message,
            )
        };
        let low = file("low.toml", "[status]\non-track = 0.6\n");
        let (name, written, message) = error(&[&low]);
        assert_eq!((name.as_str(), written.as_str()), ("low.toml", "0.6"));
        assert_eq!(message, "`at-risk` (0.7, built-in) lies above `on-track` (0.6, low.toml:2)");
        let both = file("both.toml", "[status]\nat-risk = 0.8\non-track = 0.75\n");
        assert_eq!(error(&[&both]).1, "0.75");
        let argument = Config::argument("status.at-risk=0.95").unwrap();
        assert_eq!(error(&[&argument]).0, "command line");
        let fine = file("fine.toml", "[status]\non-track = 0.6\nat-risk = 0.6\n");
        assert!(InForce::of([&fine]).is_ok());
        assert!(InForce::of([&file("base.toml", "[status]\nat-risk = 0.5\n"), &low]).is_ok());
    }
}
