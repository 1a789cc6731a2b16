//! Checks the keys of settings against their schema: unknown ones, misspelled ones, ones in the wrong
//! section.

use toml::Spanned;
use toml::de::{DeString, DeTable};

use super::ConfigError;
use crate::finding::Group;
use crate::source::Source;
use crate::words::nearest::nearest;

type Schemas = serde_json::Map<String, serde_json::Value>;

pub(super) struct Keys<'s> {
    pub(super) source: &'s Source,
    /// On the command line, a key is written with its section in front.
    pub(super) is_argument: bool,
    pub(super) schema: serde_json::Value,
}

impl Keys<'_> {
    pub(super) fn check(&self, table: &DeTable<'_>) -> Result<(), ConfigError> {
        let Some(known) = keys(&self.schema) else { return Ok(()) };
        for (key, value) in table {
            let section = key.get_ref().as_ref();
            let Some(schema) = known.get(section) else { return Err(self.unknown(key, None, known)) };
            let Some(known) = keys(schema) else { continue };
            let Some(entries) = value.get_ref().as_table() else {
                let message = format!("`{section}` should be a table");
                let help = if self.is_argument {
                    format!("name the setting, too: `{section}.…=…`")
                } else {
                    format!("write `[{section}]` on a line by itself, and the settings below it")
                };
                return Err(ConfigError::new(self.source, value.span(), message, help));
            };
            if let Some((key, _)) =
                entries.iter().find(|(key, _)| !known.contains_key(key.get_ref().as_ref()))
            {
                return Err(self.unknown(key, Some(section), known));
            }
        }
        Ok(())
    }

    fn unknown(&self, key: &Spanned<DeString<'_>>, section: Option<&str>, known: &Schemas) -> ConfigError {
        let name = key.get_ref().as_ref();
        let is_rule = section == Some("rules");
        let message =
            if is_rule { format!("there is no rule `{name}`") } else { format!("unknown key `{name}`") };
        let help = match (self.section_of(name), nearest(name, known.keys().map(String::as_str)), section) {
            _ if is_rule && Group::ALL.iter().any(|group| group.name() == name) => {
                format!("`{name}` is a group; name its rules one by one: `stratplan rules` lists them")
            }
            (Some(right), ..) if self.is_argument => {
                let value = self.source.text().split_once('=').map_or("…", |(_, value)| value.trim());
                format!("write `{right}{}{name}={value}`", if right.is_empty() { "" } else { "." })
            }
            (Some(""), ..) => format!("`{name}` belongs above the first line in brackets"),
            (Some(right), ..) => format!("`{name}` belongs below `[{right}]`"),
            (None, Some(meant), _) => format!("did you mean `{}`?", meant.name),
            (None, None, Some(_)) if is_rule => "`stratplan rules` lists the names".to_owned(),
            (None, None, section) => {
                let known: Vec<&str> = known.keys().map(String::as_str).collect();
                let has = section.map_or("known keys".to_owned(), |section| format!("[{section}] has"));
                format!("{has}: {}", known.join(", "))
            }
        };
        ConfigError::new(self.source, key.span(), message, help)
    }

    /// The section in which a key would be right, empty for above all sections.
    fn section_of(&self, name: &str) -> Option<&str> {
        let known = keys(&self.schema)?;
        let has = |schema| keys(schema).is_some_and(|keys| keys.contains_key(name));
        let section = known.iter().find(|(_, schema)| has(schema)).map(|(section, _)| section.as_str());
        section.or(known.contains_key(name).then_some(""))
    }
}

/// The keys of a table with a schema.
fn keys(schema: &serde_json::Value) -> Option<&Schemas> {
    schema.get("properties")?.as_object()
}
