//! Days, months, quarters and weeks in words, in the languages of the exports.

use super::dates::Day;
use crate::strategy::date::CoarseDate;
use crate::strategy::date::part::{part_of_year, words};
use crate::words::months;
use crate::words::weekdays::weekday;

/// `Tue, Aug 25, 2026`, `23 August`, `May 2027`, `Q1 2027`, `KW 18 2027`. A weekday must be the right one.
pub(super) fn in_words(text: &str) -> Option<Day> {
    let lower = text.to_lowercase();
    let mut words: Vec<&str> = words(&lower).into_iter().filter(|word| !word.is_empty()).collect();
    let is_year = |word: &&str| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    let year = words.iter().position(is_year).map(|at| words.remove(at));
    let named = words.iter().position(|word| weekday(word).is_some()).map(|at| words.remove(at));
    let weekday = named.and_then(weekday);
    let part = part_of_year(&words)?;
    let Some(year) = year else {
        let (month, day) = part.strip_prefix('-')?.split_once('-')?;
        let (month, day) = (month.parse().ok()?, day.parse().ok()?);
        let can_be_year = words.first().is_some_and(|word| months::number(word).is_some()) && day >= 20;
        let date = if can_be_year { Day::Short(month, day) } else { Day::InYear(month, Some(day)) };
        return weekday.is_none().then_some(date);
    };
    let date = CoarseDate::parse(&format!("{year}{part}")).ok()?;
    let is_right = weekday.is_none_or(|named| date.is_exact() && date.first.weekday() == named);
    (is_right && (1990..2200).contains(&date.first.year())).then_some(Day::On(date))
}
