//! `KEY=VALUE`: one setting as it is given on the command line.
//!
//! It is a line of the file, with the keys above it in front: `rules.hard-sell.max-share=0.3`. As a
//! shell takes quotes away, a value that is one bare word is taken for a text: `fail-on=warning`.

use std::borrow::Cow;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::read::Reader;
use super::{Config, ConfigError};
use crate::source::Source;

/// What messages call the place where it stands.
const NAME: &str = "command line";

/// True for what is a setting and not the name of a file: a key, a `=`, and whatever follows.
///
/// ```
/// use stratplan::config::argument::is_setting;
///
/// assert!(is_setting("fail-on=warning") && is_setting("rules.no-review = 'off'"));
/// assert!(!is_setting("strict.toml") && !is_setting("./odd=name.toml") && !is_setting("=x"));
/// ```
pub fn is_setting(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '"');
    text.split_once('=').is_some_and(|(key, _)| {
        let key = key.trim();
        !key.is_empty() && key.chars().all(is_part)
    })
}

impl Config {
    /// Reads a setting from the command line.
    pub fn argument(text: &str) -> Result<Self, ConfigError> {
        let source = Source::new(NAME, text);
        let mut config = Self { source: source.clone(), is_argument: true, ..Self::default() };
        let reader = Reader { source: &source, is_argument: true };
        match (DeTable::parse(text), bare(text)) {
            (Ok(table), _) => reader.fill(&mut config, table.get_ref())?,
            (Err(_), Some(table)) => reader.fill(&mut config, &table)?,
            (Err(error), None) => {
                let mut fault = reader.toml(&error);
                fault.help = format!("{}; quote the whole for the shell: `--config 'KEY=VALUE'`", fault.help);
                return Err(fault);
            }
        }
        if let Some(extend) = &config.extend {
            let help = "give the file itself: `--config FILE`";
            return Err(config.fail(extend.span, "a setting on the command line cannot extend a file", help));
        }
        Ok(config)
    }
}

/// A key and one bare word: the word is a text.
fn bare(text: &str) -> Option<DeTable<'_>> {
    let (key, value) = text.split_once('=')?;
    let word = value.trim();
    if word.contains(|c: char| {
        c.is_control() || matches!(c, '"' | '\'' | '[' | ']' | '{' | '}' | ',' | '#' | '=')
    }) {
        return None;
    }
    let at = key.len() + 1 + (value.len() - value.trim_start().len());
    let mut table = DeTable::new();
    let mut value = Spanned::new(at..at + word.len(), DeValue::String(Cow::Borrowed(word)));
    let mut end = key.len();
    for part in key.rsplit('.') {
        let start = end - part.len();
        let name = part.trim();
        let from = start + (part.len() - part.trim_start().len());
        let place = from..from + name.len();
        if name.is_empty() || name.contains('"') {
            return None;
        }
        table = DeTable::new();
        table.insert(Spanned::new(place.clone(), Cow::Borrowed(name)), value);
        value = Spanned::new(place, DeValue::Table(table.clone()));
        end = start.saturating_sub(1);
    }
    Some(table)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::config::{FailOn, SetLevel};

    fn fault(text: &str) -> (String, String, String) {
        let error = Config::argument(text).map(|_| ()).unwrap_err();
        (error.source_file.slice(error.span).to_owned(), error.message, error.help)
    }

    #[test]
    fn values_are_toml_or_a_bare_word() {
        let fail_on = |text| Config::argument(text).unwrap().fail_on.map(|set| set.value);
        for text in ["fail-on=warning", "fail-on=\"warning\"", "fail-on='warning'", " fail-on = warning "] {
            assert_eq!(fail_on(text), Some(FailOn::Warning), "{text}");
        }
        let rule = |text| Config::argument(text).unwrap().rules.first().cloned().unwrap();
        for text in ["rules.no-review=off", "rules.no-review.level=off", "rules={ no-review = 'off' }"] {
            assert_eq!(rule(text).level.unwrap().value, SetLevel::Off, "{text}");
        }
        let (option, set) = rule("rules.hard-sell.max-share=0.3").numbers.first().copied().unwrap();
        assert_eq!((option.name, set.value), ("max-share", 0.3));
        let config = Config::argument("exclude=[\"a/\", 'b']").unwrap();
        assert_eq!(config.exclude.unwrap().len(), 2);
        assert_eq!(Config::argument("exclude=[]").unwrap().exclude.map(|all| all.len()), Some(0));
        let pace = Config::argument("status.on-track=0.95").unwrap().on_track;
        assert_eq!(pace.map(|set| set.value), Some(0.95));
    }

    #[test]
    fn faults_are_placed_in_the_argument_itself() {
        let cases = [
            ("fail-on=warn", "warn", "write \"error\", \"warning\", \"info\", \"never\""),
            ("fail-on = warnings", "warnings", "did you mean \"warning\"?"),
            ("fial-on=error", "fial-on", "did you mean `fail-on`?"),
            ("rules.hard-sel.max-share=0.3", "hard-sel", "did you mean `hard-sell`?"),
            ("rules.hard-sel = off", "hard-sel", "did you mean `hard-sell`?"),
            ("rules.hard-sell.max-shares=0.3", "max-shares", "did you mean `max-share`?"),
            ("rules.hard-sell.max-share=30", "30", "30 % is written 0.3"),
            ("rules.hard-sell.max-share=.3", ".3", "write it in digits and without quotes"),
            ("rules.hard-sell=0.3", "0.3", "write `hard-sell = { max-share = 0.3 }`"),
            ("hard-sell=off", "hard-sell", "write `rules.hard-sell=off`"),
            ("on-track=0.9", "on-track", "write `status.on-track=0.9`"),
            ("rules=off", "off", "name the setting, too: `rules.…=…`"),
            ("fail-on=", "", "write \"error\", \"warning\", \"info\", \"never\""),
            (
                "exclude=archive/",
                "archive/",
                "write a list of patterns, as in a .gitignore: `exclude = [\"archive/\"]`",
            ),
            ("extend=../a.toml", "../a.toml", "give the file itself: `--config FILE`"),
        ];
        for (text, written, help) in cases {
            let (at, message, said) = fault(text);
            assert_eq!((at.as_str(), said.as_str()), (written, help), "{text}: {message}");
        }
        let (at, message, help) = fault("exclude=[archive/]");
        assert_eq!((at.as_str(), message.as_str()), ("archive/", "a text should stand in quotes"));
        assert_eq!(help, "write \"archive/\"; quote the whole for the shell: `--config 'KEY=VALUE'`");
    }

    #[test]
    fn no_argument_is_a_mistake_of_ours() {
        for text in
            ["", "=", "..=x", "a..b=x", ".=", "a=\u{0}", "\"a=x", "é.ü=ö", "a .b = x y", "a=\n\n[rules]"]
        {
            assert!(Config::argument(text).is_err() || text.is_empty(), "{text:?}");
        }
    }
}
