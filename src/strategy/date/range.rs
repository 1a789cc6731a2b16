//! Two dates in one text, as people write a period: `2027-01-01 to 2027-06-30`.

use super::CoarseDate;
use super::part::{self, part_of_year};
use crate::words::months;

/// What people write between the first and the last day of a period.
const TO: [&str; 11] = [" to ", " until ", " till ", " bis ", " al ", " au ", " tot ", " - ", "–", "—", ".."];

/// `2027-01-01 to 2027-06-30`: the two dates.
pub(super) fn from_one_to_another(text: &str) -> Option<(String, String)> {
    let date = |text: &str| match CoarseDate::parse(text.trim()) {
        Ok(date) => Some(date.to_string()),
        Err(error) => error.instead,
    };
    let both = |(start, end): (&str, &str)| {
        let (start, end) = (start.trim(), end.trim());
        let without_year = |words: &str| part_of_year(&part::words(&words.to_lowercase()));
        let last = date(end);
        // The year can be at the end alone: `Jan - Jun 2027`.
        let of_end = || {
            let first = format!("{}{}", last.as_deref()?.get(..4)?, without_year(start)?);
            Some(first).filter(|first| Some(first) < last.as_ref())
        };
        date(start).or_else(of_end).zip(last.clone()).or_else(|| with_short_years(start, end))
    };
    let parted = TO.into_iter().chain(["/"]).find_map(|by| text.split_once(by)).and_then(both);
    // `01.01.2027-31.12.2027`
    parted.or_else(|| text.split_once('-').filter(|(start, _)| start.contains('.')).and_then(both))
}

/// `Feb 27 - Jan 28`: two months. As days of one year, the second would be before the first.
fn with_short_years(start: &str, end: &str) -> Option<(String, String)> {
    let read = |text: &str| {
        let lower = text.to_lowercase();
        let [name, year] = *part::words(&lower).as_slice() else { return None };
        let year: i8 = year.trim_start_matches('\'').parse().ok().filter(|year| (10..=99).contains(year))?;
        Some((months::number(name)?, year))
    };
    let ((first, from), (last, to)) = (read(start)?, read(end)?);
    let are_days_in_order = from <= 31 && to <= 31 && (first, from) <= (last, to);
    (from < to && !are_days_in_order).then(|| (format!("20{from}-{first:02}"), format!("20{to}-{last:02}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_dates_are_a_period() {
        for (text, period) in [
            ("2027-04-01 to 2028-03-31", Some(("2027-04-01", "2028-03-31"))),
            ("01.01.2027 - 31.12.2027", Some(("2027-01-01", "2027-12-31"))),
            ("01.01.2027-31.12.2027", Some(("2027-01-01", "2027-12-31"))),
            ("1/1/2027 - 12/31/2027", Some(("2027-01-01", "2027-12-31"))),
            ("März bis Juni 2027", Some(("2027-03", "2027-06"))),
            ("Jan - Jun 2027", Some(("2027-01", "2027-06"))),
            ("Nov 2026 - Feb 2027", Some(("2026-11", "2027-02"))),
            ("Feb 27 - Jan 28", Some(("2027-02", "2028-01"))),
            ("Oct 26 – Sep 27", Some(("2026-10", "2027-09"))),
            // These can also be days of one year.
            ("Jan 27 - Dec 28", None),
            ("Jan 27 - Dec 27", None),
            // The first can be in the year before.
            ("Nov - Feb 2027", None),
            ("1/4/2027 - 3/4/2027", None),
            ("soon to 2027", None),
        ] {
            let read = from_one_to_another(text);
            assert_eq!(read.as_ref().map(|(start, end)| (&**start, &**end)), period, "{text}");
        }
    }
}
