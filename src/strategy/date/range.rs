//! Two dates in one text, as people write a period: `2027-01-01 to 2027-06-30`.

use jiff::civil::Date;

use super::CoarseDate;
use super::fiscal::is_fiscal;
use super::part::{self, part_of_year};
use crate::decode::Cursor;
use crate::decode::value::ValueError;
use crate::words::{is_in, months};

/// What people write between the first and the last day of a period.
const TO: [&str; 12] =
    [" to ", " until ", " till ", " bis ", " al ", " au ", " tot ", " hasta ", " - ", "–", "—", ".."];

/// The answer to two dates where one is expected: a start and an end, if there is a place for both.
pub(super) fn answer(text: &str, cursor: Cursor<'_>) -> Option<ValueError> {
    let certain = from_one_to_another(text);
    let is_certain = certain.is_some();
    let (start, end) = certain.or_else(|| without_year(text, cursor))?;
    let error = |help: String| ValueError::new("one date", help);
    let both = if cursor.is_in_braces() {
        format!("write `start: {start}, end: {end}`")
    } else {
        format!("write `start: {start}` and, on the next line, `end: {end}`")
    };
    let two = |own: &str, edits| {
        let error = error(both.clone());
        if is_certain { error.instead(own) } else { error.perhaps(own) }.with(edits)
    };
    let is_start = cursor.is_under(&["start"]);
    let is_date = cursor.is_under(&["date"]) && !cursor.has_sibling("start");
    let answer = if is_start || is_date {
        let rename = if is_date { Some(cursor.renaming("start")?) } else { None };
        let adding = cursor.adding("end", &end).map(|edit| rename.into_iter().chain([edit]).collect());
        adding.map(|edits| two(&start, edits))
    } else if cursor.is_under(&["end"]) {
        let adding = cursor.adding("start", &start).map(|edit| vec![edit]);
        adding.map(|edits| two(&end, edits))
    } else {
        None
    };
    // The other one can be there already.
    answer.or_else(|| match cursor.own_key()? {
        "start" if cursor.has_sibling("end") => Some(error(format!("write `start: {start}`"))),
        "end" if cursor.has_sibling("start") => Some(error(format!("write `end: {end}`"))),
        _ => Some(error(format!("write one date: `{start}` or `{end}`"))),
    })
}

/// `March to May` in the only year of the strategy's period.
fn without_year(text: &str, cursor: Cursor<'_>) -> Option<(String, String)> {
    let period = CoarseDate::period(cursor);
    let date = |text: &str| CoarseDate::without_year(text.trim(), period, cursor.fiscal_year())?.perhaps;
    let (start, end) = TO.into_iter().chain(["-"]).find_map(|by| text.split_once(by))?;
    Some((date(start)?, date(end)?)).filter(|(start, end)| start < end)
}

/// What can be the first and the last date of a text, as they are written.
pub(crate) fn halves(text: &str) -> impl Iterator<Item = (&str, &str)> {
    // `2027/2028` is two years, or the fiscal year that begins in the first.
    let by = TO.into_iter().chain(["/"]).filter(|_| !is_fiscal(text));
    // `01.01.2027-31.12.2027`
    let by_hyphen = text.split_once('-').filter(|(start, _)| start.contains(['.', '/']));
    by.filter_map(|by| text.split_once(by)).chain(by_hyphen).map(|(start, end)| (start.trim(), end.trim()))
}

/// `2027-01-01 to 2027-06-30`: the two dates.
pub(crate) fn from_one_to_another(text: &str) -> Option<(String, String)> {
    let date = |text: &str| match CoarseDate::parse(text) {
        Ok(date) => Some(date.to_string()),
        Err(error) => error.instead,
    };
    let both = |(start, end): (&str, &str)| {
        let without_year = |words: &str| part_of_year(&part::words(&words.to_lowercase()));
        let last = date(end);
        // The year can be at the end alone: `Jan - Jun 2027`, `3.5. - 7.5.2027`.
        let of_end = || {
            let year = last.as_deref()?.get(..4)?;
            let with_point = || date(&format!("{start}{year}")).filter(|_| start.ends_with('.'));
            let first = without_year(start).map(|part| format!("{year}{part}")).or_else(with_point);
            first.filter(|first| Some(first) < last.as_ref())
        };
        date(start).or_else(of_end).zip(last.clone()).or_else(|| with_short_years(start, end))
    };
    // In `May 3–7, 2027`, the end alone would be July.
    days_of_a_month(text).or_else(|| halves(text).find_map(both))
}

/// `7-20 June 2027`, `June 7–20, 2027`, `1.–15.3.2027`: two days of one month.
fn days_of_a_month(text: &str) -> Option<(String, String)> {
    let day = |text: &str| -> Option<i8> {
        let digits = text.trim().trim_end_matches(['.', ',']).trim_end_matches(|c: char| c.is_alphabetic());
        digits.parse().ok().filter(|day| (1..=31).contains(day))
    };
    let date = |text: &str| -> Option<Date> {
        let date =
            CoarseDate::parse(text.trim()).map_or_else(|error| error.instead, |date| Some(date.to_string()));
        date?.parse().ok()
    };
    let (first, last) =
        [" to ", " bis ", " - ", "–", "—", "-"].into_iter().find_map(|by| text.split_once(by))?;
    let (from, to) = if let Some(from) = day(first) {
        (from, date(last)?)
    } else {
        let (month, from) = first.trim().rsplit_once(' ')?;
        (day(from)?, date(&format!("{month} {}", last.trim()))?)
    };
    (from < to.day()).then_some(())?;
    let start = Date::new(to.year(), to.month(), from).ok()?;
    Some((start.to_string(), to.to_string()))
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

/// The answer to a start that is no day: `running`, `immediately`, `already running since 2021`.
pub(super) fn begun(text: &str, cursor: Cursor<'_>) -> Option<ValueError> {
    const BEGUN: &str = "running already ongoing live since immediately now asap today started always permanent continuous \
                         läuft laufend sofort";
    let is_start = cursor.is_under(&["start", "date", "as_of"]) || cursor.takes("start", "notes").is_some();
    let words = crate::words::words(text);
    if !is_start || !words.first().is_some_and(|first| is_in(BEGUN, first)) {
        return None;
    }
    let lower = text.to_lowercase();
    let since = ["since ", "seit "].into_iter().find_map(|word| lower.split_once(word));
    let since = since.and_then(|(_, since)| match CoarseDate::parse_in(since.trim(), cursor.fiscal_year()) {
        Ok(date) => Some(date.to_string()),
        Err(error) => error.instead,
    });
    let date = since.map(|date| format!(": `{date}`")).unwrap_or_default();
    let help = format!("write the date it started or will start; the year alone is enough{date}");
    Some(ValueError::new("a date", help))
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
            ("7-20 June 2027", Some(("2027-06-07", "2027-06-20"))),
            ("June 7–20, 2027", Some(("2027-06-07", "2027-06-20"))),
            ("7. - 20. Juni 2027", Some(("2027-06-07", "2027-06-20"))),
            ("1.–15.3.2027", Some(("2027-03-01", "2027-03-15"))),
            ("May 3–7, 2027", Some(("2027-05-03", "2027-05-07"))),
            ("May 3-12, 2027", Some(("2027-05-03", "2027-05-12"))),
            ("May 3 to 7 2027", Some(("2027-05-03", "2027-05-07"))),
            ("3–7 May 2027", Some(("2027-05-03", "2027-05-07"))),
            ("3.–7. Mai 2027", Some(("2027-05-03", "2027-05-07"))),
            ("3.5. - 7.5.2027", Some(("2027-05-03", "2027-05-07"))),
            ("3.5.–7.5.2027", Some(("2027-05-03", "2027-05-07"))),
            ("3.5.-7.5.2027", Some(("2027-05-03", "2027-05-07"))),
            ("May 3 - June 7, 2027", Some(("2027-05-03", "2027-06-07"))),
            ("2027-05-03/2027-05-07", Some(("2027-05-03", "2027-05-07"))),
            ("5/13/2027-5/17/2027", Some(("2027-05-13", "2027-05-17"))),
            ("2027-05-03 till 2027-05-07", Some(("2027-05-03", "2027-05-07"))),
            ("3 mei tot 7 mei 2027", Some(("2027-05-03", "2027-05-07"))),
            ("May 3–7", None),
            ("3–5–7 May 2027", None),
            ("7.12. - 3.1.2027", None),
            ("Reel - Story", None),
            ("20-7 June 2027", None),
            ("2027-06-07", None),
            ("12-2027", None),
            // A fiscal year, or two years.
            ("2027/2028", None),
            ("2027–2028", None),
            ("2027 to 2028", Some(("2027", "2028"))),
        ] {
            let read = from_one_to_another(text);
            assert_eq!(read.as_ref().map(|(start, end)| (&**start, &**end)), period, "{text}");
        }
    }
}
