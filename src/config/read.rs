//! TOML to settings: every value is read with its place, and what cannot be used is said there.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Config, ConfigError, FailOn, KEYS, Placed, RuleSetting, STATUS_KEYS, SetLevel, names};
use crate::finding::{Group, Measure, Rule};
use crate::rules;
use crate::source::{Source, Span};
use crate::words::nearest::nearest;

type Key<'a> = Spanned<std::borrow::Cow<'a, str>>;
type Value<'a> = Spanned<DeValue<'a>>;

impl Config {
    /// Reads a settings file.
    pub fn parse(source: Source) -> Result<Self, ConfigError> {
        let mut config = Self { source, ..Self::default() };
        let source = config.source.clone();
        let reader = Reader { source: &source, is_argument: false };
        if let Some(at) = source.first_invalid_byte() {
            let help = "save the file as UTF-8";
            return Err(reader.fail(Span::new(at, at + 1), "this is not saved as UTF-8", help));
        }
        let table = DeTable::parse(source.text()).map_err(|error| reader.toml(&error))?;
        reader.fill(&mut config, table.get_ref())?;
        Ok(config)
    }
}

/// Reads values and says where one is wrong.
pub(super) struct Reader<'s> {
    pub(super) source: &'s Source,
    /// On the command line, a key is written with the keys above it.
    pub(super) is_argument: bool,
}

impl Reader<'_> {
    pub(super) fn fail(
        &self,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> ConfigError {
        let source_file = Box::new(self.source.clone());
        ConfigError { source_file, span, message: message.into(), help: help.into() }
    }

    /// What is no TOML, in the words of somebody who has never heard of it where that can be had.
    pub(super) fn toml(&self, error: &toml::de::Error) -> ConfigError {
        let span = error.span().map_or(Span::START, to_span);
        let said = error.message();
        let written = self.source.slice(span);
        let (message, help) = match said {
            _ if said.starts_with("string values must be quoted") && written.is_empty() => {
                ("a value is missing here".to_owned(), "write it behind the `=`".to_owned())
            }
            _ if said.starts_with("string values must be quoted") => {
                ("a text should stand in quotes".to_owned(), format!("write \"{written}\""))
            }
            _ if said.starts_with("key with no value") => {
                ("a `=` is missing here".to_owned(), "write `key = value`, one on a line".to_owned())
            }
            "duplicate key" => (format!("`{written}` is set twice"), "keep one of the two".to_owned()),
            _ => (said.to_owned(), "correct the TOML at this place".to_owned()),
        };
        self.fail(span, message, help)
    }

    /// Takes every value of a file.
    pub(super) fn fill(&self, config: &mut Config, table: &DeTable<'_>) -> Result<(), ConfigError> {
        for (key, value) in in_order(table) {
            match key.get_ref().as_ref() {
                "extend" => config.extend = Some(self.path(value)?),
                "exclude" => config.exclude = Some(self.patterns(value)?),
                "fail-on" => config.fail_on = Some(self.one_of(value, &FailOn::ALL)?),
                "rules" => config.rules = self.rules(value)?,
                "status" => self.status(value, config)?,
                name => return Err(self.unknown(key, None, &names(&KEYS), belongs(name))),
            }
        }
        Ok(())
    }

    /// `place` is where the key would have been right, and what to write there.
    fn unknown(
        &self,
        key: &Key<'_>,
        table: Option<&str>,
        legal: &[&str],
        place: Option<(&str, String)>,
    ) -> ConfigError {
        let name = key.get_ref();
        let help = match (place, nearest(name, legal.iter().copied()), table) {
            (Some((_, whole)), ..) if self.is_argument => {
                let value = self.source.text().split_once('=').map_or("…", |(_, value)| value.trim());
                format!("write `{whole}={value}`")
            }
            (Some((place, _)), ..) => format!("`{name}` belongs {place}"),
            (None, Some(meant), _) => format!("did you mean `{}`?", meant.name),
            (None, None, Some(table)) => format!("[{table}] has: {}", legal.join(", ")),
            (None, None, None) => format!("there are: {}", legal.join(", ")),
        };
        self.fail(to_span(key.span()), format!("unknown key `{name}`"), help)
    }

    fn path(&self, value: &Value<'_>) -> Result<Placed<String>, ConfigError> {
        let span = to_span(value.span());
        let help = "write its path as seen from this file: `extend = \"../stratplan.toml\"`";
        let text = value.get_ref().as_str().filter(|text| !text.trim().is_empty());
        let value = text.ok_or_else(|| self.fail(span, "this is not a path", help))?.to_owned();
        Ok(Placed { value, span })
    }

    fn patterns(&self, value: &Value<'_>) -> Result<Vec<Placed<String>>, ConfigError> {
        let help = "write a list of patterns, as in a .gitignore: `exclude = [\"archive/\"]`";
        let fail = |value: &Value<'_>, what| self.fail(to_span(value.span()), what, help);
        let list = value.get_ref().as_array().ok_or_else(|| fail(value, "`exclude` should be a list"))?;
        let pattern = |item: &Value<'_>| {
            let text = item.get_ref().as_str().ok_or_else(|| fail(item, "a pattern should be a text"))?;
            let span = to_span(item.span());
            if text.trim().is_empty() {
                return Err(self.fail(span, "this pattern is empty", "name what is left out, or remove it"));
            }
            if text.starts_with('#') {
                let help = format!("in such patterns `#` begins a comment; write `'\\{text}'`");
                return Err(self.fail(span, "this pattern leaves nothing out", help));
            }
            Ok(Placed { value: text.to_owned(), span })
        };
        list.iter().map(pattern).collect()
    }

    /// A level, or whatever else has a few names.
    fn one_of<T: Copy>(&self, value: &Value<'_>, legal: &[(&str, T)]) -> Result<Placed<T>, ConfigError> {
        let span = to_span(value.span());
        let written = value.get_ref().as_str().unwrap_or_default();
        if let Some((_, value)) = legal.iter().find(|(name, _)| *name == written) {
            return Ok(Placed { value: *value, span });
        }
        let names: Vec<&str> = legal.iter().map(|(name, _)| *name).collect();
        let help = match nearest(written, names.iter().copied()) {
            Some(meant) => format!("did you mean \"{}\"?", meant.name),
            None => format!("write \"{}\"", names.join("\", \"")),
        };
        Err(self.fail(span, "this is not a level", help))
    }

    fn number(&self, key: &str, measure: Measure, value: &Value<'_>) -> Result<Placed<f64>, ConfigError> {
        let span = to_span(value.span());
        let written = number(value.get_ref());
        if let Some(value) = written.filter(|number| measure.admits(*number)) {
            return Ok(Placed { value, span });
        }
        let help = match written {
            Some(percent) if measure == Measure::Share && (1.0..=100.0).contains(&percent) => {
                format!("{percent} % is written {}", percent / 100.0)
            }
            Some(_) => "write a number between the two".to_owned(),
            None => "write it in digits and without quotes".to_owned(),
        };
        Err(self.fail(span, format!("`{key}` should be {}", measure.words()), help))
    }

    fn table<'v, 'i>(&self, value: &'v Value<'i>, of: &str) -> Result<&'v DeTable<'i>, ConfigError> {
        let help = if self.is_argument {
            format!("name the setting, too: `{of}.…=…`")
        } else {
            format!("write `[{of}]` on a line of its own, and the settings below it")
        };
        let span = to_span(value.span());
        value.get_ref().as_table().ok_or_else(|| self.fail(span, format!("`{of}` should be a table"), help))
    }

    fn rules(&self, value: &Value<'_>) -> Result<Vec<RuleSetting>, ConfigError> {
        let table = self.table(value, "rules")?;
        in_order(table).into_iter().map(|(key, value)| self.rule(key, value)).collect()
    }

    fn rule(&self, key: &Key<'_>, value: &Value<'_>) -> Result<RuleSetting, ConfigError> {
        let name = key.get_ref().as_ref();
        let rule = rules::find(name).ok_or_else(|| self.no_rule(key))?;
        let mut setting = RuleSetting { rule, level: None, numbers: Vec::new() };
        let DeValue::Table(keys) = value.get_ref() else {
            setting.level = Some(self.level(rule, value)?);
            return Ok(setting);
        };
        for (key, value) in in_order(keys) {
            let name = key.get_ref().as_ref();
            let option = rule.options.iter().find(|option| option.name == name);
            match option {
                _ if name == "level" => setting.level = Some(self.level(rule, value)?),
                Some(option) => {
                    setting.numbers.push((option, self.number(name, option.measure, value)?));
                }
                None => return Err(self.no_option(rule, key)),
            }
        }
        Ok(setting)
    }

    fn level(&self, rule: &Rule, value: &Value<'_>) -> Result<Placed<SetLevel>, ConfigError> {
        let mut level = self.one_of(value, &SetLevel::ALL);
        // A bare number is meant for the one number that the rule has.
        if let (Err(error), [option], Some(number)) = (&mut level, rule.options, number(value.get_ref())) {
            error.help = format!("write `{} = {{ {} = {number} }}`", rule.name, option.name);
        }
        let level = level?;
        if !level.value.fits(rule) {
            let message = format!("the level of `{}` cannot be lower than {}", rule.name, rule.level.name());
            let help = "rules about the file itself are never lowered; remove the setting";
            return Err(self.fail(level.span, message, help));
        }
        Ok(level)
    }

    fn no_rule(&self, key: &Key<'_>) -> ConfigError {
        let name = key.get_ref().as_ref();
        let is_group = Group::ALL.iter().any(|group| group.name() == name);
        let help = match nearest(name, rules::all().map(|rule| rule.name)) {
            _ if is_group => {
                format!("`{name}` is a group; name its rules one by one: `stratplan rules` lists them")
            }
            _ if KEYS.iter().any(|key| key.name == name) && !self.is_argument => {
                format!("`{name}` belongs above the first line in brackets")
            }
            Some(meant) => format!("did you mean `{}`?", meant.name),
            None => "`stratplan rules` lists the names".to_owned(),
        };
        self.fail(to_span(key.span()), format!("there is no rule `{name}`"), help)
    }

    fn no_option(&self, rule: &Rule, key: &Key<'_>) -> ConfigError {
        let name = key.get_ref();
        let known = || std::iter::once("level").chain(rule.options.iter().map(|option| option.name));
        let help = match nearest(name, known()) {
            Some(meant) => format!("did you mean `{}`?", meant.name),
            None if rule.options.is_empty() => format!("`{}` has no setting but its level", rule.name),
            None => format!("`{}` has: {}", rule.name, known().collect::<Vec<_>>().join(", ")),
        };
        self.fail(to_span(key.span()), format!("`{}` has no setting `{name}`", rule.name), help)
    }

    fn status(&self, value: &Value<'_>, config: &mut Config) -> Result<(), ConfigError> {
        for (key, value) in in_order(self.table(value, "status")?) {
            let name = key.get_ref().as_ref();
            let set = match name {
                "on-track" => &mut config.on_track,
                "at-risk" => &mut config.at_risk,
                _ => {
                    let place = belongs(name).filter(|(place, _)| !place.contains("[status]"));
                    return Err(self.unknown(key, Some("status"), &names(&STATUS_KEYS), place));
                }
            };
            *set = Some(self.number(name, Measure::Share, value)?);
        }
        Ok(())
    }
}

/// Where a key that stands in the wrong place would be right, and how it is written whole.
fn belongs(name: &str) -> Option<(&'static str, String)> {
    if STATUS_KEYS.iter().any(|key| key.name == name) {
        return Some(("below `[status]`", format!("status.{name}")));
    }
    if KEYS.iter().any(|key| key.name == name) {
        return Some(("above the first line in brackets", name.to_owned()));
    }
    rules::find(name).map(|rule| ("below `[rules]`", format!("rules.{}", rule.name)))
}

/// The entries of a table as they are written, so that of several faults the first is told.
fn in_order<'v, 'i>(table: &'v DeTable<'i>) -> Vec<(&'v Key<'i>, &'v Value<'i>)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}

/// A number as it is written, whatever it counts.
fn number(value: &DeValue<'_>) -> Option<f64> {
    let number = match value {
        // Whole numbers that a setting may have are small.
        DeValue::Integer(whole) => i32::from_str_radix(whole.as_str(), whole.radix())
            .ok()
            .map(f64::from)
            .or_else(|| whole.as_str().parse().ok()),
        DeValue::Float(number) => number.as_str().parse().ok(),
        _ => None,
    };
    number.filter(|number: &f64| number.is_finite())
}

fn to_span(range: Range<usize>) -> Span {
    let offset = |at| u32::try_from(at).unwrap_or(u32::MAX);
    Span::new(offset(range.start), offset(range.end))
}

#[cfg(test)]
mod tests;
