//! `stratplan.toml` as written: values with their places, names not yet resolved.
//!
//! The file is a user's, but a wrong one is not a finding about a strategy: nothing can be judged
//! by settings that cannot be read. So its faults are errors, framed like findings.

use thiserror::Error;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::finding::Level;
use crate::nearest::nearest;
use crate::source::{Source, Span};

/// The settings of a project.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// The file they come from; empty for the built-in ones.
    pub source: Source,
    /// Another settings file that these settings add to, and where it is named.
    pub extend: Option<(String, Span)>,
    /// Paths that are not checked, as patterns of an ignore file, each with its place.
    pub exclude: Vec<(String, Span)>,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

const KEYS: [&str; 5] = ["extend", "exclude", "fail-on", "rules", "status"];
const STATUS_KEYS: [&str; 2] = ["on-track", "at-risk"];
const FAIL_ON: [(&str, FailOn); 4] = [
    ("error", FailOn::Error),
    ("warning", FailOn::Warning),
    ("info", FailOn::Info),
    ("never", FailOn::Never),
];
const LEVELS: [(&str, SetLevel); 4] = [
    ("off", SetLevel::Off),
    ("info", SetLevel::Info),
    ("warning", SetLevel::Warning),
    ("error", SetLevel::Error),
];

type Key<'a> = Spanned<std::borrow::Cow<'a, str>>;
type Value<'a> = Spanned<DeValue<'a>>;

impl Config {
    /// Reads settings.
    pub fn parse(source: Source) -> Result<Self, ConfigError> {
        let reader = Reader { source: &source };
        let table = DeTable::parse(source.text()).map_err(|error| {
            let span = error.span().map_or(Span::START, to_span);
            reader.fail(span, error.message(), "correct the TOML at this place")
        })?;
        let mut config = Self::default();
        for (key, value) in table.get_ref() {
            match key.get_ref().as_ref() {
                "extend" => config.extend = Some(reader.path(value)?),
                "exclude" => config.exclude = reader.patterns(value)?,
                "fail-on" => config.fail_on = Some(reader.one_of(value, "a level", &FAIL_ON)?),
                "rules" => config.rules = reader.rules(value)?,
                "status" => reader.status(value, &mut config)?,
                _ => return Err(reader.unknown(key, &KEYS, "the file")),
            }
        }
        config.source = source;
        Ok(config)
    }

    /// Something wrong in this file.
    pub fn fail(&self, span: Span, message: impl Into<String>, help: impl Into<String>) -> ConfigError {
        Reader { source: &self.source }.fail(span, message, help)
    }
}

/// Reads values and says where one is wrong.
struct Reader<'s> {
    source: &'s Source,
}

impl Reader<'_> {
    fn fail(&self, span: Span, message: impl Into<String>, help: impl Into<String>) -> ConfigError {
        let source_file = Box::new(self.source.clone());
        ConfigError { source_file, span, message: message.into(), help: help.into() }
    }

    fn unknown(&self, key: &Key<'_>, legal: &[&str], of: &str) -> ConfigError {
        let name = key.get_ref();
        let help = match nearest(name, legal.iter().copied()) {
            Some(meant) => format!("did you mean `{}`?", meant.name),
            None => format!("{of} has: {}", legal.join(", ")),
        };
        self.fail(to_span(key.span()), format!("unknown key `{name}`"), help)
    }

    fn path(&self, value: &Value<'_>) -> Result<(String, Span), ConfigError> {
        let span = to_span(value.span());
        let help = "write its path as seen from this file: `extend = \"../stratplan.toml\"`";
        let text = value.get_ref().as_str().ok_or_else(|| self.fail(span, "this is not a path", help))?;
        Ok((text.to_owned(), span))
    }

    fn patterns(&self, value: &Value<'_>) -> Result<Vec<(String, Span)>, ConfigError> {
        let help = "write a list of patterns, as in a .gitignore: `exclude = [\"archive/\"]`";
        let fail = |value: &Value<'_>, what| self.fail(to_span(value.span()), what, help);
        let list = value.get_ref().as_array().ok_or_else(|| fail(value, "`exclude` should be a list"))?;
        let pattern = |item: &Value<'_>| {
            let text = item.get_ref().as_str().ok_or_else(|| fail(item, "a pattern should be a text"))?;
            Ok((text.to_owned(), to_span(item.span())))
        };
        list.iter().map(pattern).collect()
    }

    fn one_of<T: Copy>(&self, value: &Value<'_>, what: &str, legal: &[(&str, T)]) -> Result<T, ConfigError> {
        let written = value.get_ref().as_str().unwrap_or_default();
        if let Some((_, meant)) = legal.iter().find(|(name, _)| *name == written) {
            return Ok(*meant);
        }
        let names: Vec<&str> = legal.iter().map(|(name, _)| *name).collect();
        let help = match nearest(written, names.iter().copied()) {
            Some(meant) => format!("did you mean \"{}\"?", meant.name),
            None => format!("write \"{}\"", names.join("\", \"")),
        };
        Err(self.fail(to_span(value.span()), format!("this is not {what}"), help))
    }

    /// A number that is not negative.
    fn number(&self, key: &str, value: &Value<'_>) -> Result<f64, ConfigError> {
        let written = match value.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => number.as_str().parse().ok(),
            DeValue::Float(number) => number.as_str().parse().ok(),
            _ => None,
        };
        written.filter(|number: &f64| number.is_finite() && *number >= 0.0).ok_or_else(|| {
            let help = "write zero or more, in digits and without quotes";
            self.fail(to_span(value.span()), format!("`{key}` should be a number"), help)
        })
    }

    fn table<'v, 'i>(&self, value: &'v Value<'i>, of: &str) -> Result<&'v DeTable<'i>, ConfigError> {
        let help = format!("write `[{of}]` on a line of its own, and the settings below it");
        let span = to_span(value.span());
        value.get_ref().as_table().ok_or_else(|| self.fail(span, format!("`{of}` should be a table"), help))
    }

    fn rules(&self, value: &Value<'_>) -> Result<Vec<RuleSetting>, ConfigError> {
        let rule = |(name, value): (&Key<'_>, &Value<'_>)| {
            let (span, name) = (to_span(name.span()), name.get_ref().to_string());
            let mut setting = RuleSetting { name, span, level: None, numbers: Vec::new() };
            match value.get_ref() {
                DeValue::Table(keys) => {
                    for (key, value) in keys {
                        let name = key.get_ref().as_ref();
                        if name == "level" {
                            setting.level = Some(self.one_of(value, "a level", &LEVELS)?);
                        } else {
                            let number = self.number(name, value)?;
                            setting.numbers.push((name.to_owned(), number, to_span(key.span())));
                        }
                    }
                }
                _ => setting.level = Some(self.one_of(value, "a level", &LEVELS)?),
            }
            Ok(setting)
        };
        self.table(value, "rules")?.iter().map(rule).collect()
    }

    fn status(&self, value: &Value<'_>, config: &mut Config) -> Result<(), ConfigError> {
        for (key, value) in self.table(value, "status")? {
            let name = key.get_ref().as_ref();
            let set = match name {
                "on-track" => &mut config.on_track,
                "at-risk" => &mut config.at_risk,
                _ => return Err(self.unknown(key, &STATUS_KEYS, "[status]")),
            };
            let number = self.number(name, value)?;
            if number > 1.0 {
                let help = "a pace is a share: write 0.9 for 90 %";
                return Err(self.fail(to_span(value.span()), format!("`{name}` lies above 1"), help));
            }
            *set = Some(number);
        }
        if let (Some(on_track), Some(at_risk)) = (config.on_track, config.at_risk)
            && at_risk > on_track
        {
            let help = "a KPI falls below `on-track` first, and below `at-risk` after that";
            return Err(self.fail(to_span(value.span()), "`at-risk` lies above `on-track`", help));
        }
        Ok(())
    }
}

fn to_span(range: std::ops::Range<usize>) -> Span {
    let offset = |at| u32::try_from(at).unwrap_or(u32::MAX);
    Span::new(offset(range.start), offset(range.end))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Config, (String, String, String)> {
        Config::parse(Source::new("stratplan.toml", text)).map_err(|error| {
            let written = error.source_file.slice(error.span).to_owned();
            (written, error.message, error.help)
        })
    }

    #[test]
    fn settings_are_read_with_their_places() {
        let text = "exclude = [\"archive/\"]\nfail-on = \"warning\"\n[rules]\nhard-sell = { level = \"error\", max-share = 0.1 }\nno-goals = \"off\"\n[status]\non-track = 1\n";
        let config = parse(text).unwrap();
        assert_eq!(config.fail_on, Some(FailOn::Warning));
        assert_eq!(config.exclude.first().map(|(pattern, _)| pattern.as_str()), Some("archive/"));
        assert_eq!(config.on_track, Some(1.0));
        let rule = config.rules.iter().find(|rule| rule.name == "hard-sell").unwrap();
        assert_eq!(config.source.slice(rule.span), "hard-sell");
        assert_eq!(rule.level, Some(SetLevel::Error));
        let (name, number, at) = rule.numbers.first().unwrap();
        assert_eq!((name.as_str(), *number, config.source.slice(*at)), ("max-share", 0.1, "max-share"));
        assert_eq!(config.rules.iter().filter_map(|rule| rule.level).count(), 2);
    }

    #[test]
    fn faults_are_placed_and_say_what_to_write() {
        let cases = [
            ("fail_on = \"error\"", "fail_on", "did you mean `fail-on`?"),
            ("fail-on = \"warn\"", "\"warn\"", "write \"error\", \"warning\", \"info\", \"never\""),
            ("fail-on = \"warnings\"", "\"warnings\"", "did you mean \"warning\"?"),
            ("[rules]\nhard-sell = \"eror\"", "\"eror\"", "did you mean \"error\"?"),
            (
                "[rules]\nhard-sell = { max-share = \"x\" }",
                "\"x\"",
                "write zero or more, in digits and without quotes",
            ),
            (
                "[rules]\nhard-sell = { max-share = nan }",
                "nan",
                "write zero or more, in digits and without quotes",
            ),
            ("[status]\non-trak = 1", "on-trak", "did you mean `on-track`?"),
            ("# on-track\n[status]\non-track = 90", "90", "a pace is a share: write 0.9 for 90 %"),
            (
                "exclude = \"archive\"",
                "\"archive\"",
                "write a list of patterns, as in a .gitignore: `exclude = [\"archive/\"]`",
            ),
            ("rules = 1", "1", "write `[rules]` on a line of its own, and the settings below it"),
            ("surprise = 1", "surprise", "the file has: extend, exclude, fail-on, rules, status"),
        ];
        for (text, written, help) in cases {
            let (at, _, said) = parse(text).map(|_| ()).unwrap_err();
            assert_eq!((at.as_str(), said.as_str()), (written, help), "{text}");
        }
    }

    #[test]
    fn what_is_not_toml_is_said_at_its_place() {
        let (_, message, _) = parse("[rules\n").map(|_| ()).unwrap_err();
        assert!(!message.is_empty());
    }
}
