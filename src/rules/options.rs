//! The settings of rules: a number where a rule is a judgment.

use std::collections::HashMap;

use crate::finding::Rule;

/// The options that the user has set, by rule and option name; all others have their defaults.
#[derive(Debug, Clone, Default)]
pub(crate) struct Options(HashMap<(&'static str, &'static str), f64>);

impl Options {
    pub(crate) fn set(&mut self, rule: &'static str, option: &'static str, value: f64) {
        self.0.insert((rule, option), value);
    }

    /// The value in force: the user's, or the default. 0 for an option that the rule does not have.
    pub(crate) fn number(&self, rule: &'static Rule, option: &str) -> f64 {
        let Some(option) = rule.options.iter().find(|known| known.name == option) else { return 0.0 };
        self.0.get(&(rule.name, option.name)).copied().unwrap_or(option.default)
    }
}
