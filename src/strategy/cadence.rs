//! How often something happens: `weekly`, `every 2 weeks`, `3 per week`.

use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use super::how_often::{UNITS, at_the_beginning};
use super::record::meaning;
use crate::decode::Cursor;
use crate::decode::value::{MAX_GUESS, Scalar, ValueError};

/// How often something happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cadence {
    pub unit: Unit,
    pub rate: Rate,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rate {
    /// Once in this many units.
    Every(u8),
    /// This many times in one unit; at least 2.
    Per(u8),
}

const HELP: &str =
    "write `daily`, `weekly`, `monthly`, `quarterly`, `yearly`, `every 2 weeks` or `3 per week`";

impl Cadence {
    pub const MONTHLY: Self = Self { unit: Unit::Month, rate: Rate::Every(1) };

    /// The longest time from one to the next, in days: a month counts as 31 and a quarter as 92, so that
    /// nothing is called late because of the calendar.
    pub fn days(self) -> i64 {
        let unit = match self.unit {
            Unit::Day => 1,
            Unit::Week => 7,
            Unit::Month => 31,
            Unit::Quarter => 92,
            Unit::Year => 366,
        };
        match self.rate {
            Rate::Every(count) => unit * i64::from(count),
            Rate::Per(_) => unit,
        }
    }

    /// The shortest time from one to the next, in days, rounded down: a month counts as 28.
    pub fn least_days(self) -> i64 {
        let unit = match self.unit {
            Unit::Day => 1,
            Unit::Week => 7,
            Unit::Month => 28,
            Unit::Quarter => 90,
            Unit::Year => 365,
        };
        match self.rate {
            Rate::Every(count) => unit * i64::from(count),
            Rate::Per(_) => unit,
        }
    }

    /// Reads a cadence as the format has it.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if let Some((unit, ..)) = UNITS.iter().find(|(_, _, word, _)| *word == text) {
            return Some(Self { unit: *unit, rate: Rate::Every(1) });
        }
        let count = |digits: &str| digits.parse::<u8>().ok().filter(|count| *count >= 2);
        match text.split(' ').collect::<Vec<_>>().as_slice() {
            ["every", number, plural] => {
                let (unit, ..) = UNITS.iter().find(|(_, name, ..)| plural.strip_suffix('s') == Some(name))?;
                Some(Self { unit: *unit, rate: Rate::Every(count(number)?) })
            }
            [number, "per", word] => {
                let (unit, ..) = UNITS.iter().find(|(_, name, ..)| name == word)?;
                Some(Self { unit: *unit, rate: Rate::Per(count(number)?) })
            }
            _ => None,
        }
    }
}

/// Words that half of the world reads one way and half the other.
fn either(text: &str) -> Option<(&'static str, &'static str)> {
    match text.trim().to_lowercase().replace(['-', '_', ' '], "").as_str() {
        "biweekly" => Some(("every 2 weeks", "2 per week")),
        "bimonthly" => Some(("every 2 months", "2 per month")),
        "biannual" | "biannually" | "biyearly" => Some(("every 2 years", "2 per year")),
        _ => None,
    }
}

impl Scalar for Cadence {
    fn from_text(text: &str) -> Result<Self, ValueError> {
        if let Some(cadence) = Self::parse(&text.to_ascii_lowercase()) {
            return Ok(cadence);
        }
        if let Some((one, other)) = either(text) {
            let help = format!("`{text}` can mean two things: write `{one}` or `{other}`");
            return Err(ValueError::new("a frequency with one meaning", help));
        }
        let error = ValueError::unlike("a frequency", HELP);
        if text.len() > MAX_GUESS {
            return Err(error);
        }
        if let Some(meant) = Self::meant(text) {
            return Err(error.instead(meant.to_string()));
        }
        let words = UNITS.iter().map(|(_, _, word, _)| *word);
        Err(match crate::words::nearest::nearest(text, words) {
            Some(near) if near.certain => error.instead(near.name),
            Some(near) => error.perhaps(near.name),
            None => error,
        })
    }
    fn read_at(text: &str, cursor: Cursor<'_>) -> Option<Self> {
        let error = match Self::from_text(text) {
            Ok(cadence) => return Some(cadence),
            Err(error) => error,
        };
        if text.len() > MAX_GUESS || !error.is_unlike || error.instead.is_some() || error.perhaps.is_some() {
            return cursor.invalid(&error);
        }
        let answer = if let Some(cadence) = at_the_beginning(text) {
            let help = format!("write `{cadence}`, and keep the rest under `notes:`");
            cursor.with_note(ValueError::new("a frequency", help), &cadence.to_string(), text)
        } else {
            let help = format!("{HELP}; if it is none of these, keep it under `notes:`");
            cursor.as_note(ValueError { help, ..error }, text)
        };
        cursor.invalid(&answer)
    }
}

impl fmt::Display for Cadence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let found = UNITS.iter().find(|(unit, ..)| *unit == self.unit);
        let (name, once) = found.map_or(("", ""), |(_, name, once, _)| (*name, *once));
        match self.rate {
            Rate::Every(1) => f.pad(once),
            Rate::Every(count) => write!(f, "every {count} {name}s"),
            Rate::Per(count) => write!(f, "{count} per {name}"),
        }
    }
}

impl Serialize for Cadence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl JsonSchema for Cadence {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Cadence".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "How often: `weekly`, `every 2 weeks`, `3 per week`.",
            "type": "string",
            "anyOf": [
                { "enum": UNITS.map(|(_, _, word, _)| word) },
                { "pattern": "^every [1-9][0-9]* (days|weeks|months|quarters|years)$" },
                { "pattern": "^[1-9][0-9]* per (day|week|month|quarter|year)$" },
            ],
        })
    }
}

meaning!(Other: Cadence);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cadence_is_read_or_corrected_or_refused() {
        let read = |text| match Cadence::from_text(text) {
            Ok(cadence) => cadence.to_string(),
            Err(ValueError { instead: Some(meant), .. }) => format!("write {meant}"),
            Err(ValueError { perhaps: Some(meant), .. }) => format!("perhaps {meant}"),
            Err(error) => error.help,
        };
        for (text, expected) in [
            ("weekly", "weekly"),
            ("every 2 weeks", "every 2 weeks"),
            ("3 per week", "3 per week"),
            ("every two weeks", "write every 2 weeks"),
            ("every other week", "write every 2 weeks"),
            ("fortnightly", "write every 2 weeks"),
            ("3x a week", "write 3 per week"),
            ("three times per week", "write 3 per week"),
            ("twice a month", "write 2 per month"),
            ("once a week", "write weekly"),
            ("every Tuesday", "write weekly"),
            ("every day", "write daily"),
            ("every 1 weeks", "write weekly"),
            ("1 per day", "write daily"),
            ("Monthly", "monthly"),
            ("Every 2 Weeks", "every 2 weeks"),
            ("annually", "write yearly"),
            ("montly", "write monthly"),
            ("biweekly", "`biweekly` can mean two things: write `every 2 weeks` or `2 per week`"),
            ("bi-monthly", "`bi-monthly` can mean two things: write `every 2 months` or `2 per month`"),
            ("every 0 weeks", HELP),
            ("every 300 weeks", HELP),
            ("sometimes", HELP),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn everything_that_is_offered_is_accepted() {
        for unit in UNITS.map(|(unit, ..)| unit) {
            for rate in [Rate::Every(1), Rate::Every(2), Rate::Every(12), Rate::Per(2), Rate::Per(9)] {
                let cadence = Cadence { unit, rate };
                assert_eq!(Cadence::from_text(&cadence.to_string()), Ok(cadence));
            }
        }
    }
}
