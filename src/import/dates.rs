//! The days of a table. What can mean two days is decided by the other rows, by the range that the file states and by
//! today, or it is refused with both.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan, tz::TimeZone};

use super::Problem;
use super::date_numbers::{compact, numbers};
use super::date_short;
use super::date_time::without_time;
use super::date_words::in_words;
use crate::strategy::date::{CoarseDate, Days, days_between};

/// The order of day and month in `05/03/2027`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Order {
    /// Day, month, year
    Dmy,
    /// Month, day, year
    Mdy,
}

/// What decides a date that can mean several days.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clues {
    pub(super) order: Option<Order>,
    pub(super) year: Option<i16>,
    /// From when to when the file says it is.
    pub(super) range: Option<Days>,
    pub(super) today: Date,
    /// True if a number is the seconds since 1970.
    pub(super) seconds: bool,
    /// True if a number alone is a month, since the column says so.
    pub(super) months: bool,
    /// True for the dates of a plan.
    pub(super) may_be_ahead: bool,
}

/// Names of a column of months.
const MONTHS: [&str; 6] = ["month", "monat", "mois", "mes", "mês", "maand"];

/// True if a column with this plain name has months.
pub(super) fn is_of_months(name: &str) -> bool {
    MONTHS.contains(&name)
}

/// What a text can mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Day {
    On(CoarseDate),
    /// With the day first, and with the month first.
    Either(Option<CoarseDate>, Option<CoarseDate>),
    /// A month, and perhaps a day of it.
    InYear(i8, Option<i8>),
    /// A month, and a number that can be a day of it or a year.
    Short(i8, i8),
}

/// The days of a table, in its order. Each text comes with the number of its first row.
pub(super) fn read(texts: &[(&str, usize)], clues: Clues) -> Result<Vec<CoarseDate>, Problem> {
    let mut days = Vec::with_capacity(texts.len());
    for (text, line) in texts {
        let day = parse(text, clues.seconds, clues.months).ok_or_else(|| {
            let message = format!("row {line}: what is in the column of the date is not a date");
            Problem::new(
                message,
                "if the row is not part of the table, remove it; otherwise write the day as 2027-05-31",
            )
        })?;
        days.push(day);
    }
    date_short::settle(&mut days, texts, clues)?;
    let order = order(texts, &days, clues)?;
    let year = year(&days, clues)?;
    let read = texts.iter().zip(&days).map(|((_, line), day)| {
        let date = match *day {
            Day::On(date) => Some(date),
            Day::Either(dmy, mdy) => {
                if order == Order::Dmy {
                    dmy
                } else {
                    mdy
                }
            }
            Day::InYear(month, day) => in_year(year, month, day),
            Day::Short(..) => None,
        };
        let date =
            date.ok_or_else(|| Problem::new(format!("row {line}: there is no such day"), WRONG_DATE))?;
        if !is_possible(date, clues) {
            return Err(ahead(date, *line));
        }
        Ok(date)
    });
    let read: Vec<CoarseDate> = read.collect::<Result<_, _>>()?;
    let has_no_year = days.iter().any(|day| matches!(day, Day::InYear(..)));
    let is_far = |pair: &[CoarseDate]| match pair {
        [one, next] => days_between(one.first, next.first).abs() > 182,
        _ => false,
    };
    let is_sorted = read.is_sorted_by_key(|date| date.first)
        || read.is_sorted_by_key(|date| std::cmp::Reverse(date.first));
    if has_no_year && (!is_sorted || read.windows(2).any(is_far)) {
        let message = "the days have no year, and they go from one year into another";
        return Err(Problem::new(
            message,
            "export each year on its own, and say which one it is with `--year`",
        ));
    }
    Ok(read)
}

const WRONG_DATE: &str = "check the order of day and month: `--dates dmy` or `--dates mdy`";

fn ahead(date: CoarseDate, line: usize) -> Problem {
    Problem::new(
        format!("row {line} is about {date}, which is in the future"),
        "check the year and the order of day and month: `--year`, `--dates dmy|mdy`",
    )
}

/// The clock of the platform can be a day ahead.
pub(super) fn is_possible(date: CoarseDate, clues: Clues) -> bool {
    clues.may_be_ahead || clues.today.checked_add(1.day()).is_ok_and(|latest| date.first <= latest)
}

/// The order of day and month, if any date needs it.
fn order(texts: &[(&str, usize)], days: &[Day], clues: Clues) -> Result<Order, Problem> {
    let can_be = |date: Option<CoarseDate>| {
        let is_in = |range: Days, date: CoarseDate| range.start <= date.first && date.last <= range.end;
        date.is_some_and(|date| {
            is_possible(date, clues) && clues.range.is_none_or(|range| is_in(range, date))
        })
    };
    let either = || {
        days.iter().zip(texts).filter_map(|(day, text)| match day {
            Day::Either(dmy, mdy) => Some((*dmy, *mdy, *text)),
            _ => None,
        })
    };
    let dmy = either().all(|(dmy, ..)| can_be(dmy));
    let mdy = either().all(|(_, mdy, _)| can_be(mdy));
    let first = either().find(|(dmy, mdy, _)| dmy != mdy);
    let certain = || {
        either().find_map(|(dmy, mdy, (_, line))| match (dmy, mdy) {
            (Some(date), None) | (None, Some(date)) => Some((date, line)),
            _ => None,
        })
    };
    match (clues.order, first, dmy, mdy) {
        (_, None, ..) | (Some(Order::Dmy), _, true, _) | (None, _, true, false) => Ok(Order::Dmy),
        (Some(Order::Mdy), _, _, true) | (None, _, false, true) => Ok(Order::Mdy),
        (Some(order), Some((.., (_, line))), ..) => {
            let order = if order == Order::Dmy { "dmy" } else { "mdy" };
            Err(Problem::new(
                format!(
                    "with `--dates {order}`, there is no such day as in row {line}, or it is in the future"
                ),
                "leave `--dates` out, or take the other one",
            ))
        }
        (None, Some((Some(dmy), Some(mdy), (_, line))), true, true) => Err(Problem::new(
            format!("the date in row {line} can be {dmy} or {mdy}, and no other row decides"),
            "say which: `--dates dmy` for the day first, `--dates mdy` for the month first",
        )),
        // The first one that is certain says more than those that are not.
        (None, Some((.., (_, line))), ..) => Err(certain().filter(|(date, _)| !can_be(Some(*date))).map_or_else(|| Problem::new(
            format!(
                "neither with the day first nor with the month first are all dates real and in the past; the first one is in row {line}"
            ),
            "export the file again; a spreadsheet may have turned some dates around",
        ), |(date, line)| ahead(date, line))),
    }
}

/// The year of days without one.
fn year(days: &[Day], clues: Clues) -> Result<i16, Problem> {
    if !days.iter().any(|day| matches!(day, Day::InYear(..))) {
        return Ok(0);
    }
    if let Some(year) = clues.year {
        return Ok(year);
    }
    let Some(range) = clues.range else {
        let last = clues.today.year();
        return Err(Problem::new(
            "the days have no year, and nothing else in the file says it",
            format!("say which year it is, such as `--year {last}`"),
        ));
    };
    if range.start.year() != range.end.year() {
        let message = "the dates have no year, and the file goes from one year into another";
        return Err(Problem::new(message, "export each year on its own"));
    }
    Ok(range.start.year())
}

pub(super) fn in_year(year: i16, month: i8, day: Option<i8>) -> Option<CoarseDate> {
    match day {
        Some(day) => Date::new(year, month, day).ok().map(CoarseDate::day),
        None => CoarseDate::parse(&format!("{year:04}-{month:02}")).ok(),
    }
}

fn parse(text: &str, seconds: bool, months: bool) -> Option<Day> {
    let text = without_time(text);
    let is_digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if seconds {
        let moment =
            Timestamp::from_second(text.parse().ok()?).ok().filter(|_| is_digits && text.len() >= 9)?;
        return Some(Day::On(CoarseDate::day(moment.to_zoned(TimeZone::UTC).date())));
    }
    match (is_digits, text.len()) {
        (true, 8) => return compact(text).map(|date| Day::On(CoarseDate::day(date))),
        // It can also be a week, a day or a quarter.
        (true, 1 | 2) => {
            let month = text.parse().ok().filter(|month| months && (1..=12).contains(month));
            return month.map(|month| Day::InYear(month, None));
        }
        _ => {}
    }
    numbers(text).or_else(|| in_words(text)).or_else(|| CoarseDate::parse(text).ok().map(Day::On))
}

/// True for what can be read as a date, perhaps with a year that is said elsewhere.
pub(super) fn can_be_date(text: &str, months: bool) -> bool {
    parse(text, false, months).is_some()
}

/// True for a date that says its year.
pub(super) fn has_year(text: &str) -> bool {
    matches!(parse(text, false, false), Some(Day::On(_) | Day::Either(..)))
}

/// True for a date with its year that can be the name of a column.
pub(super) fn is_date(text: &str) -> bool {
    matches!(parse(text, false, false), Some(Day::On(_) | Day::Short(..)))
}

/// A text in a column of months, with its year if that is the number in it.
pub(super) fn in_months(text: String) -> String {
    parse(&text, false, true).and_then(date_short::month_of).map_or(text, |month| month.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clues() -> Clues {
        let today = "2027-06-15".parse().unwrap();
        Clues {
            order: None,
            year: None,
            range: None,
            today,
            seconds: false,
            months: false,
            may_be_ahead: false,
        }
    }

    fn shown(texts: &[&str], clues: Clues) -> String {
        let texts: Vec<(&str, usize)> =
            texts.iter().enumerate().map(|(row, text)| (*text, row + 2)).collect();
        match read(&texts, clues) {
            Ok(days) => days.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
            Err(problem) => problem.message,
        }
    }

    #[test]
    fn a_day_is_read_in_every_notation_of_the_exports() {
        for (text, expected) in [
            ("2027-05-03", "2027-05-03"),
            ("2027-05-03 09:12", "2027-05-03"),
            ("2027-05-03T00:00:00", "2027-05-03"),
            ("2027-05-03T00:00:00.000Z", "2027-05-03"),
            ("2027-05-03 08:31 +0000", "2027-05-03"),
            ("20270503", "2027-05-03"),
            ("2027/05/03", "2027-05-03"),
            ("3.5.2027", "2027-05-03"),
            ("03.05.27", "2027-05-03"),
            ("05/31/2027 08:31", "2027-05-31"),
            ("5/31/27", "2027-05-31"),
            ("31/05/27 08:31", "2027-05-31"),
            ("5/31/2027 8:31 AM", "2027-05-31"),
            ("Sep 27, 2024", "2024-09-27"),
            ("Mon, May 3, 2027", "2027-05-03"),
            ("3 mai 2027", "2027-05-03"),
            ("3 de maio de 2027", "2027-05-03"),
            ("May 2027", "2027-05"),
            ("05/2027", "2027-05"),
            ("2027-05", "2027-05"),
            ("2027-Q1", "2027-Q1"),
            ("Q1 2027", "2027-Q1"),
            ("2027/T2", "2027-Q2"),
            ("KW 18 2027", "2027-W18"),
            ("mar 30, 2027", "2027-03-30"),
        ] {
            assert_eq!(shown(&[text], clues()), expected, "{text}");
        }
        assert_eq!(
            shown(&["7/1/2027", "7/31/2027"], clues()),
            "row 3 is about 2027-07-31, which is in the future"
        );
        let row = "row 2: what is in the column of the date is not a date";
        for text in [
            "Tue, May 3, 2027",
            "2027-05-03 to 2027-05-07",
            "2027-05-03 09:00 - 2027-05-07 09:00",
            "2027-05-31 TOTAL",
            "2027-05-31 SUM",
            "5/3/2027 9:00 - 5/7/2027 9:00",
            "5-3-27",
            "5/3/12",
            "2027-02-30",
            "31/31/2027",
            "soon",
            "",
            "jui 2027",
            "3 May 4 2027",
        ] {
            assert_eq!(shown(&[text], clues()), row, "{text}");
        }
    }

    #[test]
    fn the_order_of_day_and_month_is_decided_or_refused() {
        let both = "the date in row 2 can be 2027-03-05 or 2027-05-03, and no other row decides";
        assert_eq!(shown(&["05/03/2027"], clues()), both);
        assert_eq!(shown(&["5/3/27"], clues()), both);
        assert_eq!(shown(&["5/3/27", "5/13/27"], clues()), "2027-05-03 2027-05-13");
        assert_eq!(shown(&["05/03/2027", "05/13/2027"], clues()), "2027-05-03 2027-05-13");
        assert_eq!(shown(&["03/05/2027", "13/05/2027"], clues()), "2027-05-03 2027-05-13");
        // The other order is in the future.
        assert_eq!(shown(&["05/03/2027", "05/10/2027"], clues()), "2027-05-03 2027-05-10");
        let order = |order| Clues { order: Some(order), ..clues() };
        assert_eq!(shown(&["05/03/2027"], order(Order::Dmy)), "2027-03-05");
        assert_eq!(shown(&["05/03/2027"], order(Order::Mdy)), "2027-05-03");
        assert!(shown(&["05/13/2027"], order(Order::Dmy)).starts_with("with `--dates dmy`"));
        assert!(shown(&["05/13/2027", "13/05/2027"], clues()).starts_with("neither"));
        let days = Days { start: "2027-05-01".parse().unwrap(), end: "2027-05-31".parse().unwrap() };
        assert_eq!(shown(&["05/03/2027"], Clues { range: Some(days), ..clues() }), "2027-05-03");
        assert_eq!(shown(&["05/05/2027"], clues()), "2027-05-05");
    }

    #[test]
    fn a_missing_year_is_asked_for() {
        assert!(shown(&["23 August"], clues()).starts_with("the days have no year, and nothing"));
        let year = Clues { year: Some(2026), ..clues() };
        assert_eq!(shown(&["23 August", "24 August"], year), "2026-08-23 2026-08-24");
        assert!(shown(&["31 December", "1 January"], year).contains("from one year into another"));
        assert!(shown(&["23 August"], Clues { year: Some(2027), ..clues() }).contains("in the future"));
        let days = Days { start: "2026-01-01".parse().unwrap(), end: "2026-12-31".parse().unwrap() };
        assert_eq!(shown(&["10"], Clues { range: Some(days), months: true, ..clues() }), "2026-10");
    }

    #[test]
    fn a_month_and_a_number_is_decided_or_refused() {
        let shown_in = |texts: &[&str], year: i16, months: bool| {
            let year = Some(year).filter(|year| *year > 0);
            shown(texts, Clues { year, months, ..clues() })
        };
        let both =
            "the date in row 2 can be the month 2026-01 or the day 2027-01-26, and no other row decides";
        assert_eq!(shown_in(&["Jan-26"], 2027, false), both);
        assert_eq!(shown_in(&["Jan-26", "Apr-26"], 2027, false), both);
        let both =
            "the date in row 2 can be the month 2026-01 or the day January 26, and no other row decides";
        assert_eq!(shown_in(&["Jan-26"], 0, false), both);
        for (texts, year, months, expected) in [
            (&["Jan-26"][..], 2027, true, "2026-01"),
            (&["Jan-26", "Feb-26", "Mar-26"], 2027, false, "2026-01 2026-02 2026-03"),
            (&["Jan 27", "Dez. 26", "Nov 26"], 0, false, "2027-01 2026-12 2026-11"),
            (&["Jan-26", "Jan-27"], 2027, false, "2027-01-26 2027-01-27"),
            (&["Jan 31", "Feb 1"], 2027, false, "2027-01-31 2027-02-01"),
            (&["Jan-26", "2026-02"], 0, false, "2026-01 2026-02"),
            // That month would be in the future.
            (&["Jan-28"], 2027, false, "2027-01-28"),
            (&["Feb-30"], 2027, false, "row 2: there is no such day"),
            (&["26 Jan"], 2027, false, "2027-01-26"),
        ] {
            assert_eq!(shown_in(texts, year, months), expected, "{texts:?}");
        }
    }

    #[test]
    fn seconds_are_days() {
        assert_eq!(shown(&["1777852800"], Clues { seconds: true, ..clues() }), "2026-05-04");
    }
}
