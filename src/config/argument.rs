//! `KEY=VALUE`: one setting on the command line.
//!
//! It is a line of the file with its section in front: `rules.hard-sell.max-share=0.3`. As a shell
//! removes quotes, a value that is not TOML is taken as text: `fail-on=warning`.

use toml::de::DeTable;

use super::read::syntax_error;
use super::{Config, ConfigError};
use crate::source::Source;

/// True for a setting, false for the name of a file: a key, a `=`, and anything after it.
pub fn is_setting(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '"');
    text.split_once('=').is_some_and(|(key, _)| !key.trim().is_empty() && key.trim().chars().all(is_part))
}

impl Config {
    /// Reads a setting from the command line.
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
        let config = Self { source: source.clone(), is_argument: true, ..config };
        if let Some(extend) = &config.extend {
            let help = "give the file itself: `--config FILE`";
            let message = "a setting on the command line cannot extend a file";
            return Err(config.error(extend.span(), message, help));
        }
        Ok(config)
    }
}

/// The setting with quotes around its value, unless there is something in it that TOML has a use for.
fn quoted(text: &str) -> Option<String> {
    let (_, value) = text.split_once('=')?;
    let word = value.trim();
    let is_toml = |c: char| c.is_control() || "\"'[]{},#=".contains(c);
    let (before, _) = text.split_at(text.len() - value.trim_start().len());
    (!word.contains(is_toml)).then(|| format!("{before}'{word}'"))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use toml::Spanned;

    use super::*;
    use crate::config::{FailOn, SetLevel};

    fn error(text: &str) -> (String, String, String) {
        let error = Config::argument(text).map(|_| ()).unwrap_err();
        (error.source_file.slice(error.span).to_owned(), error.message, error.help)
    }

    #[test]
    fn values_are_toml_or_unquoted_text() {
        for text in ["fail-on=warning", "fail-on=\"warning\"", "fail-on='warning'", " fail-on = warning "] {
            let fail_on = Config::argument(text).unwrap().fail_on.unwrap();
            assert_eq!(*fail_on.get_ref(), FailOn::Warning, "{text}");
        }
        let rule = |text| Config::argument(text).unwrap().rules.remove(0);
        for text in ["rules.no-review=off", "rules.no-review.level=off", "rules={ no-review = 'off' }"] {
            assert_eq!(*rule(text).level.unwrap().get_ref(), SetLevel::Off, "{text}");
        }
        let (option, number) = rule("rules.hard-sell.max-share=0.3").numbers.remove(0);
        assert_eq!((option.name, *number.get_ref()), ("max-share", 0.3));
        let excluded = |text| Config::argument(text).unwrap().exclude.unwrap().len();
        assert_eq!((excluded("exclude=[\"a/\", 'b']"), excluded("exclude=[]")), (2, 0));
        let pace = Config::argument("status.on-track=0.95").unwrap().status.on_track;
        assert_eq!(pace.map(Spanned::into_inner), Some(0.95));
    }

    #[test]
    fn errors_point_into_the_argument() {
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
            let (at, message, actual) = error(text);
            assert_eq!((at.as_str(), actual.as_str()), (written, help), "{text}: {message}");
        }
        let (at, message, help) = error("exclude=[archive/]");
        assert_eq!((at.as_str(), message.as_str()), ("archive/", "a text should be in quotes"));
        assert_eq!(help, "write \"archive/\"; quote all of it for the shell: `--config 'KEY=VALUE'`");
    }

    #[test]
    fn odd_arguments_are_errors_not_panics() {
        for text in
            ["", "=", "..=x", "a..b=x", ".=", "a=\u{0}", "\"a=x", "é.ü=ö", "a .b = x y", "a=\n\n[rules]"]
        {
            assert!(Config::argument(text).is_err() || text.is_empty(), "{text:?}");
        }
    }

    #[test]
    fn examples_of_is_setting() {
        use crate::config::argument::is_setting;
        assert!(is_setting("fail-on=warning") && is_setting("rules.no-review = 'off'"));
        assert!(!is_setting("strict.toml") && !is_setting("./odd=name.toml") && !is_setting("=x"));
    }
}
