//! A place in a strategy by keys and ids.

use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

use super::subject::{Subject, dotted};

/// A place in a strategy by keys and ids, which survives edits that move lines: an entry, and
/// perhaps one of its keys. Its text form is the dotted path as it is written in the file:
/// `goals.parts-leads.owner`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Address {
    subject: Subject,
    /// The keys of the entry, with the dot or bracket before them.
    below: String,
    text: String,
}

impl Address {
    /// The address that a path of keys, ids and list items leads to. An item of a list that is not a
    /// word is a step such as `[2]`.
    pub fn of_path(path: &[&str]) -> Self {
        let (subject, depth) = Subject::of_path(path);
        let text = dotted(path);
        let entry = dotted(path.get(..depth).unwrap_or_default()).len();
        let below = text.get(entry..).unwrap_or_default().to_owned();
        Self { subject, below, text }
    }

    /// A row of the readings file, which has no keys.
    pub fn of_row(row: &str) -> Self {
        Self { subject: Subject::File, below: String::new(), text: format!("readings: {row}") }
    }

    /// The entry it is in.
    pub fn subject(&self) -> &Subject {
        &self.subject
    }

    /// The same place in another entry.
    #[must_use]
    pub fn moved_to(&self, subject: &Subject) -> Self {
        let text = format!("{subject}{}", self.below);
        Self { subject: subject.clone(), below: self.below.clone(), text }
    }
}

impl From<Subject> for Address {
    fn from(subject: Subject) -> Self {
        Self { text: subject.to_string(), subject, below: String::new() }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Serialize for Address {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl JsonSchema for Address {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Address".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_written_as_the_file_has_it_and_understood_as_it_was_meant() {
        let of = |path: &[&str]| {
            let address = Address::of_path(path);
            (address.to_string(), address.subject().to_string())
        };
        let pair = |text: &str, subject: &str| (text.to_owned(), subject.to_owned());
        assert_eq!(of(&["goals", "leads", "kpis", "visits"]), pair("goals.leads.kpis.visits", "goals.leads"));
        assert_eq!(of(&["goals", "[0]", "leads"]), pair("goals[0].leads", "goals[0]"));
        let activity = ["pillars", "PROMOTION", "activities", "guide", "owner"];
        let meant = "pillars.promotion.activities.guide";
        assert_eq!(of(&activity), pair("pillars.PROMOTION.activities.guide.owner", meant));
        let gear = ["purposes", "marketing", "gears", "monetisation"];
        let meant = "purposes.marketing.gears.monetization";
        assert_eq!(of(&gear), pair("purposes.marketing.gears.monetisation", meant));
        assert_eq!(of(&[]), pair("", ""));
        let moved = Address::of_path(&activity).moved_to(&Subject::Goal("leads".to_owned()));
        assert_eq!(moved.to_string(), "goals.leads.owner");
    }
}
