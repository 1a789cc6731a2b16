//! Days in figures, in every notation of the exports and of spreadsheets.

use jiff::civil::Date;

use super::dates::Day;
use crate::strategy::date::CoarseDate;

/// `20270531`.
pub(super) fn compact(text: &str) -> Option<Date> {
    let part = |from: usize, to: usize| text.get(from..to)?.parse::<i16>().ok();
    day(part(0, 4)?, part(4, 6)?, part(6, 8)?).map(|date| date.first)
}

fn day(year: i16, month: i16, day: i16) -> Option<CoarseDate> {
    let small = |number: i16| i8::try_from(number).ok();
    let date = Date::new(year, small(month)?, small(day)?).ok();
    date.filter(|_| (1990..2200).contains(&year)).map(CoarseDate::day)
}

/// `2027-05-31`, `2027/05/31`, `31.5.2027`, `31.05.27`, `31.5.`, `05/31/2027`, `5/31/27`, `05/2027`.
pub(super) fn numbers(text: &str) -> Option<Day> {
    let separator = text.chars().find(|c| matches!(c, '-' | '/' | '.'))?;
    let parts: Vec<&str> = text.split(separator).map(str::trim).collect();
    let short_year = |part: &str| part.parse().ok().filter(|year| *year >= 20).map(|year: i16| 2000 + year);
    let number = |part: &str| {
        let is_number = matches!(part.len(), 1 | 2 | 4) && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<i16>().ok().filter(|_| is_number)
    };
    match *parts.as_slice() {
        [year, month, of] if year.len() == 4 => day(number(year)?, number(month)?, number(of)?).map(Day::On),
        // Two digits at the end are a year, unless hyphens could put it first.
        [one, other, year] if year.len() == 4 || separator == '/' && year.len() == 2 => {
            let (one, other) = (number(one)?, number(other)?);
            let year = if year.len() == 4 { number(year)? } else { short_year(year)? };
            let (dmy, mdy) = (day(year, other, one), day(year, one, other));
            match (separator, dmy, mdy) {
                (_, None, None) => None,
                // Dots are written only with the day first.
                ('.', dmy, _) => dmy.map(Day::On),
                _ => Some(Day::Either(dmy, mdy)),
            }
        }
        // With dots the day is always first, and two digits at the end are a year.
        [of, month, year] if separator == '.' && year.len() == 2 => {
            day(short_year(year)?, number(month)?, number(of)?).map(Day::On)
        }
        [of, month, ""] if separator == '.' => {
            let small = |part: &str| i8::try_from(number(part)?).ok();
            let (month, of) = (small(month)?, small(of)?);
            ((1..=12).contains(&month) && (1..=31).contains(&of)).then_some(Day::InYear(month, Some(of)))
        }
        [month, year] if year.len() == 4 && separator != '-' => {
            let (month, year) = (number(month)?, number(year)?);
            CoarseDate::parse(&format!("{year:04}-{month:02}")).ok().map(Day::On)
        }
        _ => None,
    }
}
