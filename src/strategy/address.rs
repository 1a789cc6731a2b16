//! A place in a strategy by keys and ids.

use std::fmt;

use schemars::json_schema;

use super::record::serialize_as_text;
use super::subject::{Subject, dotted};
use crate::decode::format::inline_schema;

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

serialize_as_text!(Address);
inline_schema!([] Address, |_| json_schema!({ "type": "string" }));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_written_as_the_file_has_it_and_understood_as_it_was_meant() {
        let activity = ["pillars", "PROMOTION", "activities", "guide", "owner"];
        for (path, text, subject) in [
            (&["goals", "leads", "kpis", "visits"][..], "goals.leads.kpis.visits", "goals.leads"),
            (&["goals", "[0]", "leads"], "goals[0].leads", "goals[0]"),
            (&activity, "pillars.PROMOTION.activities.guide.owner", "pillars.promotion.activities.guide"),
            (
                &["purposes", "marketing", "gears", "monetisation"],
                "purposes.marketing.gears.monetisation",
                "purposes.marketing.gears.monetization",
            ),
            (
                &["purposes", "marketing", "gears", "xyzzy"],
                "purposes.marketing.gears.xyzzy",
                "purposes.marketing",
            ),
            (
                &["pillars", "support", "contact_center", "team"],
                "pillars.support.contact_center.team",
                "pillars.support.contact_center",
            ),
            (&["pillars", "xyzzy"], "pillars.xyzzy", ""),
            (&[], "", ""),
        ] {
            let address = Address::of_path(path);
            assert_eq!((address.to_string(), address.subject().to_string()), (text.into(), subject.into()));
        }
        let moved = Address::of_path(&activity).moved_to(&Subject::Goal("leads".to_owned()));
        assert_eq!(moved.to_string(), "goals.leads.owner");
    }
}
