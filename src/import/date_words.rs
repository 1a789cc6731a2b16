//! Days with the name of the month, in the languages of the exports.

use jiff::civil::Weekday;

use super::dates::{Day, day};
use crate::strategy::date::CoarseDate;

/// The months in English, German, French, Spanish, Portuguese, Italian and Dutch.
const MONTHS: [&str; 12] = [
    "january januar janvier enero janeiro gennaio januari",
    "february februar février fevrier febrero fevereiro febbraio februari",
    "march märz maerz mars marzo março maart",
    "april avril abril aprile",
    "may mai mayo maio maggio mei",
    "june juni juin junio junho giugno",
    "july juli juillet julio julho luglio",
    "august août aout agosto augustus",
    "september septembre septiembre setembro settembre",
    "october oktober octobre octubre outubro ottobre",
    "november novembre noviembre novembro",
    "december dezember décembre decembre diciembre dezembro dicembre",
];

/// The number of a month by its name or the beginning of it.
fn month(word: &str) -> Option<i8> {
    if word.chars().count() < 3 {
        return None;
    }
    let begins = |names: &&str| names.split(' ').any(|name| name.starts_with(word));
    let mut found = MONTHS.iter().enumerate().filter(|(_, names)| begins(names));
    let (index, _) = found.next().filter(|_| found.next().is_none())?;
    i8::try_from(index + 1).ok()
}

const WEEKDAYS: [(Weekday, &str); 7] = [
    (Weekday::Monday, "monday"),
    (Weekday::Tuesday, "tuesday"),
    (Weekday::Wednesday, "wednesday"),
    (Weekday::Thursday, "thursday"),
    (Weekday::Friday, "friday"),
    (Weekday::Saturday, "saturday"),
    (Weekday::Sunday, "sunday"),
];

/// `Tue, Aug 25, 2026`, `23 August`, `May 2027`. A weekday must be the right one.
pub(super) fn in_words(text: &str) -> Option<Day> {
    let lower = text.to_lowercase();
    let words =
        lower.split([' ', ',', '.', '-', '/']).filter(|word| !matches!(*word, "" | "de" | "of" | "the"));
    let (mut of_month, mut of_day, mut of_year, mut weekday) = (None, None, None, None);
    for word in words {
        let number: Option<i16> =
            word.parse().ok().filter(|_| word.bytes().all(|byte| byte.is_ascii_digit()));
        let named = WEEKDAYS.iter().find(|(_, name)| word.len() >= 3 && name.starts_with(word));
        match (number, month(word), named) {
            (Some(number), ..) if word.len() == 4 && of_year.is_none() => of_year = Some(number),
            (Some(number), ..) if word.len() <= 2 && of_day.is_none() => of_day = Some(number),
            (None, _, Some((named, _))) if weekday.is_none() => weekday = Some(*named),
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
