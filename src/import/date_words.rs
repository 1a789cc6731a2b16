//! Days with the name of the month, in the languages of the exports.

use super::dates::{Day, day};
use crate::strategy::date::CoarseDate;
use crate::words::{months, weekdays, words};

/// `Tue, Aug 25, 2026`, `23 August`, `May 2027`. A weekday must be the right one.
pub(super) fn in_words(text: &str) -> Option<Day> {
    let lower = text.to_lowercase();
    let words =
        lower.split([' ', ',', '.', '-', '/']).filter(|word| !matches!(*word, "" | "de" | "of" | "the"));
    let (mut of_month, mut of_day, mut of_year, mut weekday) = (None, None, None, None);
    for word in words {
        let number: Option<i16> =
            word.parse().ok().filter(|_| word.bytes().all(|byte| byte.is_ascii_digit()));
        match (number, months::number(word), weekdays::weekday(word)) {
            (Some(number), ..) if word.len() == 4 && of_year.is_none() => of_year = Some(number),
            (Some(number), ..) if word.len() <= 2 && of_day.is_none() => of_day = Some(number),
            (None, _, Some(named)) if weekday.is_none() => weekday = Some(named),
            (None, Some(number), None) if of_month.is_none() => of_month = Some(number),
            _ => return None,
        }
    }
    let month = of_month?;
    let Some(year) = of_year else {
        let day = i8::try_from(of_day?).ok()?;
        return (weekday.is_none() && (1..=31).contains(&day)).then_some(Day::InYear(month, Some(day)));
    };
    match of_day {
        Some(number) => {
            let date = day(year, i16::from(month), number)?;
            weekday.is_none_or(|named| date.first.weekday() == named).then_some(Day::On(date))
        }
        None => CoarseDate::parse(&format!("{year:04}-{month:02}")).ok().map(Day::On),
    }
}

/// `Q1 2027`, `2027/Q1`, and `T1 2027` in French and Spanish.
pub(super) fn quarter(text: &str) -> Option<CoarseDate> {
    let words = words(text);
    let (year, quarter) = match words.as_slice() {
        [one, other] if one.len() == 4 => (one, other),
        [one, other] if other.len() == 4 => (other, one),
        _ => return None,
    };
    let number = quarter.strip_prefix(['q', 't'])?;
    CoarseDate::parse(&format!("{year}-Q{number}")).ok()
}
