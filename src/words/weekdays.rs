//! The names of weekdays.

use jiff::civil::Weekday;

use super::capitalized;

const WEEKDAYS: [(Weekday, &str); 7] = [
    (Weekday::Monday, "monday"),
    (Weekday::Tuesday, "tuesday"),
    (Weekday::Wednesday, "wednesday"),
    (Weekday::Thursday, "thursday"),
    (Weekday::Friday, "friday"),
    (Weekday::Saturday, "saturday"),
    (Weekday::Sunday, "sunday"),
];

/// A weekday by its English name in lower case, or the first three or more letters of it.
pub fn weekday(word: &str) -> Option<Weekday> {
    WEEKDAYS
        .into_iter()
        .find(|(_, name)| word.len() >= 3 && name.starts_with(word))
        .map(|(weekday, _)| weekday)
}

pub fn name(weekday: Weekday) -> String {
    let found = WEEKDAYS.into_iter().find(|(one, _)| *one == weekday);
    found.map_or_else(String::new, |(_, name)| capitalized(name))
}
