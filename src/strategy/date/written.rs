//! Dates as people write them: `Monday 8 February 2027`, `15.1.2027`, `spring 2027`.

use jiff::ToSpan;
use jiff::civil::{Date, Time, Weekday};

use super::part::{part_of_year, words};
use super::range::from_one_to_another;
use super::{CoarseDate, Days, small};
use crate::decode::value::{MAX_GUESS, ValueError};
use crate::decode::{Cursor, FiscalYear};
use crate::syntax::edit::quote;
use crate::words::months::{self, is_year};
use crate::words::{or, quoted, weekdays};

pub(crate) const HELP: &str = "\
write a day `2027-01-15`, a week `2027-W03`, a month `2027-01`, a quarter `2027-Q1`, a half `2027-H1` or a year `2027`";

/// Offers the date that a text means in another notation, if it can mean only one.
pub(super) fn in_another_notation(text: &str, fiscal_year: FiscalYear) -> ValueError {
    let error = ValueError::unlike("a date", HELP);
    if text.len() > MAX_GUESS {
        return error;
    }
    let meant = |text: &str| match CoarseDate::parse_in(text, fiscal_year) {
        Ok(date) => ValueError::new("a date", HELP).instead(date.to_string()),
        Err(error) => error,
    };
    // The last day of a month or a quarter is that day, whether something starts or ends on it.
    if let Some(rest) = text.get(..7).filter(|start| start.eq_ignore_ascii_case("end of ")).and(text.get(7..))
    {
        let last = meant(rest).instead.and_then(|date| CoarseDate::parse(&date).ok());
        return last.map_or(error.clone(), |date| error.instead(date.last.to_string()));
    }
    if let Some(day) = without_time(text) {
        return meant(day);
    }
    if let Some((weekday, day)) = without_weekday(text) {
        let error = meant(day);
        let date = error.instead.as_deref().and_then(|date| date.parse().ok());
        return date
            .filter(|date: &Date| date.weekday() != weekday)
            .map_or(error, |date| other_day(date, weekday));
    }
    if let Some(error) = in_words(text, fiscal_year).or_else(|| season(text)) {
        return error;
    }
    if let Some((start, end)) = from_one_to_another(text) {
        return ValueError::new("one date", format!("write one date: `{start}` or `{end}`"));
    }
    if let Some(meant) = without_zero(text) {
        return error.instead(meant);
    }
    let parts: Result<Vec<i16>, _> = text.split(['.', '/', '-']).map(|part| part.trim().parse()).collect();
    let date = |year, month, day| Date::new(year, small(month), small(day)).ok();
    let meant = match *parts.unwrap_or_default().as_slice() {
        [year, month, day] if year > 31 => date(year, month, day),
        // 15.01.2027 can mean one day, 04/05/2027 can mean two, and 04.05.2027 only one because of its dots.
        [day, month, year] if year > 31 && (text.contains('.') || day > 12) => date(year, month, day),
        [month, day, year] if year > 31 && day > 12 => date(year, month, day),
        [one, other, year] if year > 31 => match (date(year, other, one), date(year, one, other)) {
            (Some(first), Some(second)) if first == second => Some(first),
            (Some(first), Some(second)) => return two_days(first, second),
            _ => None,
        },
        _ => None,
    };
    match meant {
        Some(date) => error.instead(date.to_string()),
        None => error,
    }
}

fn two_days(first: Date, second: Date) -> ValueError {
    ValueError::new("a date", format!("this can mean two days: write `{first}` or `{second}`"))
}

/// Whether a text such as `1/15/2027` has the month first. None if it cannot be told, or it is no such date.
fn has_month_first(text: &str) -> Option<bool> {
    let numbers: Result<Vec<i16>, _> = text.split('/').map(str::parse).collect();
    match *numbers.ok()?.as_slice() {
        [month, day, year] if day > 12 && (1..=12).contains(&month) && day <= 31 && year > 31 => Some(true),
        [day, month, year] if day > 12 && (1..=12).contains(&month) && day <= 31 && year > 31 => Some(false),
        _ => None,
    }
}

/// A day that can mean two, if the other dates of the file say which comes first: the month or the day.
pub(super) fn as_elsewhere(text: &str, cursor: Cursor<'_>) -> Option<ValueError> {
    let parts: Result<Vec<i16>, _> = text.split('/').map(str::parse).collect();
    let [one, other, year] = *parts.ok().filter(|_| text.len() <= MAX_GUESS)?.as_slice() else { return None };
    let date = |month, day| Date::new(year, small(month), small(day)).ok().filter(|_| year > 31);
    let (with_day_first, with_month_first) = (date(other, one)?, date(one, other)?);
    if with_day_first == with_month_first {
        return None;
    }
    let month_first = cursor.agreed(has_month_first)?;
    let (likely, what) = if month_first { (with_month_first, "month") } else { (with_day_first, "day") };
    let error = two_days(with_day_first, with_month_first);
    let help = format!("{}; other dates here have the {what} first, which makes it `{likely}`", error.help);
    Some(ValueError { help, ..error }.perhaps(likely.to_string()))
}

/// What says that something has no end.
const OPEN: &str = "always, always on, evergreen, continuous, continuously, continuing, indefinite, indefinitely, no end, \
    none, ongoing, open, open end, open ended, permanent, permanently, rolling, unlimited, until further notice, bis auf \
    weiteres, dauerhaft, fortlaufend, laufend, offen, unbefristet, continu, en cours, en continu, permanente, \
    continuo, en curso, indefinido, in corso, em curso, contínuo, doorlopend, lopend, onbepaald";

/// True for what people write as the end of something that has none.
pub(super) fn is_open(text: &str) -> bool {
    let text = text.trim().to_lowercase().replace('-', " ");
    OPEN.split(", ").any(|open| open == text)
}

/// `2027-W5`, `2027W05`, `2027-6`, `6/2027` in the notation of the format.
fn without_zero(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let number = |digits: &str, most: i16| {
        let is_number = matches!(digits.len(), 1 | 2) && digits.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| digits.parse().ok())?.filter(|number| (1..=most).contains(number))
    };
    let words: Vec<&str> = lower.split([' ', '-', '/', '.', ',']).filter(|word| !word.is_empty()).collect();
    let week = |word: &str| number(word.strip_prefix("kw").or(word.strip_prefix('w'))?, 53);
    let (year, part) = match words.as_slice() {
        [year, "week", number_of] | ["week", number_of, year] if is_year(year) => {
            (*year, format!("W{:02}", number(number_of, 53)?))
        }
        [year, of] | [of, year] if is_year(year) => match week(of) {
            Some(week) => (*year, format!("W{week:02}")),
            None => (*year, format!("{:02}", number(of, 12)?)),
        },
        [only] => {
            let (year, of) = only.split_at_checked(4).filter(|(year, _)| is_year(year))?;
            (year, format!("W{:02}", week(of)?))
        }
        _ => return None,
    };
    // What is in the notation of the format and no date is none: 2027 has no week 53.
    let meant = Some(format!("{year}-{part}")).filter(|meant| meant != text)?;
    CoarseDate::parse(&meant).ok().map(|date| date.to_string())
}

/// `2027-02-08 18:00`, `2027-02-08T18:00Z`: the text before the time.
pub(super) fn without_time(text: &str) -> Option<&str> {
    let (day, time) = text.rsplit_once([' ', 'T'])?;
    let clock = time.split(['Z', '+', '-']).next().filter(|clock| clock.contains(':'))?;
    let clock = if clock.find(':') == Some(1) { format!("0{clock}") } else { clock.to_owned() };
    clock.parse::<Time>().ok().map(|_| day.trim_end_matches([' ', ',']))
}

/// The answer to a day with its time, which is kept as a note; midnight says nothing.
pub(super) fn with_time(text: &str, error: &ValueError, cursor: Cursor<'_>) -> Option<ValueError> {
    let (day, time) = (error.instead.as_ref()?, text.strip_prefix(without_time(text)?)?);
    // Figures are read by the day.
    cursor.own_key()?;
    let clock = time.trim_start_matches([' ', ',', 'T']).split(['Z', '+', '-']).next().unwrap_or_default();
    if clock.bytes().all(|byte| matches!(byte, b'0' | b':' | b'.')) {
        return None;
    }
    let error = |help: String| ValueError::new("a date", help);
    if cursor.takes("start", "notes").is_some() {
        let instead = format!("{{ start: {day}, notes: {} }}", quote(text));
        return Some(error(format!("write `{day}`, and keep the time under `notes:`")).perhaps(instead));
    }
    let kept = cursor.with_note(error(format!("write `{day}`, and keep the time under `notes:`")), day, text);
    Some(if kept.perhaps.is_some() { kept } else { error(format!("write the day alone: `{day}`")) })
}

/// `Mon, 8 February 2027`: the weekday and the text after it.
fn without_weekday(text: &str) -> Option<(Weekday, &str)> {
    let (word, rest) = text.split_once([' ', ',', '.'])?;
    Some((weekdays::weekday(&word.to_lowercase())?, rest.trim_start_matches([' ', ',', '.'])))
}

/// A day with the weekday of another one.
fn other_day(date: Date, weekday: Weekday) -> ValueError {
    let near = (-3..=3_i64).filter_map(|days| date.checked_add(days.days()).ok());
    let other = near.into_iter().find(|day| day.weekday() == weekday).unwrap_or(date);
    let help = format!(
        "{date} is a {}: write `{date}`, or for the {} `{other}`",
        weekdays::name(date.weekday()),
        weekdays::name(weekday)
    );
    ValueError::new("a date that fits its weekday", help)
}

/// `15 January 2027`, `Jan 15, 2027`, `March 2027`, `Q2 2027`, `2027 h1` in the notation of the format.
fn in_words(text: &str, fiscal_year: FiscalYear) -> Option<ValueError> {
    let lower = text.to_lowercase();
    let year = |word: &str| word.parse::<i16>().ok().filter(|year| word.len() == 4 && *year >= 1000);
    let (before_year, year) = match words(&lower).as_slice() {
        [rest @ .., last] if year(last).is_some() => (rest.to_vec(), year(last)?),
        // After a quarter or a week, `27` is a year.
        [rest @ .., last] if last.len() == 2 && is_quarter_or_week(rest) => {
            (rest.to_vec(), 2000 + last.parse::<i16>().ok()?)
        }
        [first, rest @ ..] => (rest.to_vec(), year(first)?),
        [] => return None,
    };
    let in_year = part_of_year(&before_year)?;
    if can_be_fiscal(&in_year, fiscal_year) {
        let fiscal = |start: i16| format!("FY{start:04}/{:02}{in_year}", (start + 1) % 100);
        let all = [format!("{year}{in_year}"), fiscal(year - 1), fiscal(year)];
        let help = format!(
            "this can be a part of the calendar year or of a fiscal year: write {}",
            or(&quoted(&all))
        );
        return Some(ValueError::new("a date", help));
    }
    let date = CoarseDate::parse(&format!("{year}{in_year}"));
    Some(date.map_or_else(|error| error, |date| ValueError::new("a date", HELP).instead(date.to_string())))
}

fn is_quarter_or_week(words: &[&str]) -> bool {
    part_of_year(words).is_some_and(|part| part.contains(['Q', 'H', 'W']))
}

/// True for a quarter or a half in a strategy whose fiscal year is another one than the calendar's.
fn can_be_fiscal(in_year: &str, fiscal_year: FiscalYear) -> bool {
    let is_part = in_year.starts_with("-Q") || in_year.starts_with("-H");
    is_part && !matches!(fiscal_year, FiscalYear::Unsaid | FiscalYear::StartsIn(1))
}

/// A date without its year: the only one in the strategy's period.
pub(super) fn without_year(text: &str, period: Option<Days>, fiscal_year: FiscalYear) -> Option<ValueError> {
    if text.len() > MAX_GUESS {
        return None;
    }
    let lower = text.to_lowercase();
    let (lower, is_end) = match lower.strip_prefix("end of ") {
        Some(rest) => (rest.to_owned(), true),
        None => (lower, false),
    };
    let part = part_of_year(&words(&lower)).filter(|part| !can_be_fiscal(part, fiscal_year))?;
    let Days { start, end } = period?;
    let in_year = |year| CoarseDate::parse(&format!("{year}{part}")).ok();
    let dates = (start.year()..=end.year()).take(100).filter_map(in_year);
    let mut dates = dates.filter(|date| start <= date.first && date.last <= end);
    let date = dates.next().filter(|_| dates.next().is_none())?;
    let date = if is_end { date.last.to_string() } else { date.to_string() };
    // A spreadsheet shows April 2028 as `Apr-28`.
    if let [name, year] = *words(&lower).as_slice()
        && let (Some(month), true) = (months::number(name), year.len() == 2)
        && let Ok(year) = year.parse::<i16>().map(|year| 2000 + year)
        && (lower.contains('-') || (start.year() - 1..=end.year() + 1).contains(&year))
    {
        let help = format!("this can mean a day or a month: write `{date}` or `{year}-{month:02}`");
        return Some(ValueError::new("a date with one meaning", help));
    }
    let help = format!("the year is missing: write `{date}` if it is in the strategy's period");
    Some(ValueError::new("a date with its year", help).perhaps(date))
}

/// The strategy's period, if it is readable.
pub(super) fn period(cursor: Cursor<'_>) -> Option<Days> {
    let date = |text: &str| CoarseDate::parse_in(text.trim(), cursor.fiscal_year()).ok();
    let at = |key| cursor.elsewhere(&["strategy", "period", key]).and_then(date);
    let (start, end) = match cursor.elsewhere(&["strategy", "period"]).and_then(date) {
        Some(both) => (both, both),
        None => (at("start")?, at("end")?),
    };
    Some(Days { start: start.first, end: end.last })
}

/// A season is in other months elsewhere.
fn season(text: &str) -> Option<ValueError> {
    let lower = text.to_lowercase();
    let words = words(&lower);
    let year = words.iter().find(|word| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit()))?;
    let (season, north, south, month, quarter) = [
        ("spring", "March to May", "September to November", "03", "Q2"),
        ("summer", "June to August", "December to February", "07", "Q3"),
        ("autumn", "September to November", "March to May", "10", "Q4"),
        ("fall", "September to November", "March to May", "10", "Q4"),
        ("winter", "December to February", "June to August", "01", "Q1"),
    ]
    .into_iter()
    .find(|(season, ..)| words.contains(season))?;
    let help = format!(
        "{season} could be {north}, or {south} south of the equator: \
         write a month or a quarter, such as `{year}-{month}` or `{year}-{quarter}`"
    );
    Some(ValueError::new("a date", help))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> ValueError {
        CoarseDate::parse(text).unwrap_err()
    }

    #[test]
    fn a_date_is_offered_only_if_it_is_certain() {
        for (text, instead) in [
            ("15.1.2027", Some("2027-01-15")),
            ("1/15/2027", Some("2027-01-15")),
            ("2027/1/5", Some("2027-01-05")),
            ("04/05/2027", None),
            ("2027-Q5", None),
            ("soon", None),
            ("15 January 2027", Some("2027-01-15")),
            ("Jan. 15th, 2027", Some("2027-01-15")),
            ("March 2027", Some("2027-03")),
            ("Q2 2027", Some("2027-Q2")),
            ("2027 q2", Some("2027-Q2")),
            ("H1 2027", Some("2027-H1")),
            ("2027 h2", Some("2027-H2")),
            ("2027-W54", None),
            ("31 June 2027", None),
            ("8th of February 2027", Some("2027-02-08")),
            ("Monday 8 February 2027", Some("2027-02-08")),
            ("Mon, 8.2.2027", Some("2027-02-08")),
            ("Monday 2027-02-08", Some("2027-02-08")),
            ("Tuesday 8 February 2027", None),
            ("Monday 08/02/2027", None),
            ("2027-02-08 18:00", Some("2027-02-08")),
            ("2027-02-08T18:00Z", Some("2027-02-08")),
            ("2027-02-08T18:00:30.5-05:00", Some("2027-02-08")),
            ("8 February 2027, 9:30", Some("2027-02-08")),
            ("2027-02-08 25:00", None),
            ("31/01/2027", Some("2027-01-31")),
            ("08/02/2027", None),
            ("02/02/2027", Some("2027-02-02")),
            ("8 Feb", None),
            ("spring 2027", None),
            ("end of June", None),
            ("ma 2027", None),
            ("2027-W5", Some("2027-W05")),
            ("2027-w5", Some("2027-W05")),
            ("2027W05", Some("2027-W05")),
            ("W5 2027", Some("2027-W05")),
            ("KW 5", None),
            ("KW5/2027", Some("2027-W05")),
            ("week 5, 2027", Some("2027-W05")),
            ("2027-W0", None),
            ("2027-W53", None),
            ("W53 2027", None),
            ("2027-6", Some("2027-06")),
            ("2027/06", Some("2027-06")),
            ("6/2027", Some("2027-06")),
            ("06.2027", Some("2027-06")),
            ("2027-6-5", Some("2027-06-05")),
            ("2027-0", None),
            ("2027-006", None),
            ("0207-6", None),
        ] {
            assert_eq!(error(text).instead.as_deref(), instead, "{text}");
        }
    }

    #[test]
    fn a_quarter_in_words_can_be_one_of_the_fiscal_year() {
        let help = CoarseDate::parse_in("Q2 2027", FiscalYear::StartsIn(4)).unwrap_err().help;
        assert!(help.ends_with("write `2027-Q2`, `FY2026/27-Q2` or `FY2027/28-Q2`"), "{help}");
        for (text, year) in [("Q2 2027", FiscalYear::StartsIn(1)), ("May 2027", FiscalYear::StartsIn(4))] {
            assert!(CoarseDate::parse_in(text, year).unwrap_err().instead.is_some(), "{text}");
        }
    }

    #[test]
    fn a_text_with_two_dates_is_answered_with_both() {
        let period = |start, end| format!("write one date: `{start}` or `{end}`");
        for text in ["2027-01 to 2027-06", "2027-01–2027-06", "Jan 2027 - June 2027"] {
            assert_eq!(error(text).help, period("2027-01", "2027-06"), "{text}");
        }
        assert_eq!(error("2027-01-01/2027-06-30").help, period("2027-01-01", "2027-06-30"));
        for text in ["2027-H3", "H1", "2027 to", " to ", "soon to 2027", "1/2", "2027-H1-H2", "–"] {
            assert_eq!(error(text).help, HELP, "{text}");
        }
    }

    #[test]
    fn the_help_says_why_a_date_cannot_be_read() {
        for (text, help) in [
            ("2027-02-30", "February 2027 has 28 days; day 30 is not one of them"),
            ("2027-13-01", "a year has 12 months, and there is no month 13"),
            ("04/05/2027", "this can mean two days: write `2027-05-04` or `2027-04-05`"),
            ("Monday 04/05/2027", "this can mean two days: write `2027-05-04` or `2027-04-05`"),
            ("31 June 2027", "June 2027 has 30 days; day 31 is not one of them"),
            ("Tue 8 Feb 2027", "2027-02-08 is a Monday: write `2027-02-08`, or for the Tuesday `2027-02-09`"),
            ("Fri 8 Feb 2027", "2027-02-08 is a Monday: write `2027-02-08`, or for the Friday `2027-02-05`"),
            (
                "Spring 2027",
                "spring could be March to May, or September to November south of the equator: \
                 write a month or a quarter, such as `2027-03` or `2027-Q2`",
            ),
        ] {
            assert_eq!(error(text).help, help, "{text}");
        }
    }
}
