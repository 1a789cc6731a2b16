//! `Jan-26`, as spreadsheets write January 2026, and people the 26th of January. The other rows decide, or it is refused
//! with both.

use jiff::civil::Date;

use super::Problem;
use super::dates::{Clues, Day, in_year, is_possible};
use crate::strategy::date::{CoarseDate, days_between};

/// A month, and what is after it.
#[derive(Debug, Clone, Copy)]
struct Short {
    month: i8,
    number: i8,
}

impl Short {
    fn as_month(self) -> Option<CoarseDate> {
        in_year(2000 + i16::from(self.number), self.month, None)
    }

    /// The day, in a leap year if nothing says the year.
    fn as_day(self, year: Option<i16>) -> Option<CoarseDate> {
        in_year(year.unwrap_or(2000), self.month, Some(self.number))
    }
}

/// Makes each of them a month or a day.
pub(super) fn settle(days: &mut [Day], texts: &[(&str, usize)], clues: Clues) -> Result<(), Problem> {
    let short = |day: &Day| match *day {
        Day::Short(month, number) => Some(Short { month, number }),
        _ => None,
    };
    let all: Vec<Short> = days.iter().filter_map(short).collect();
    let Some((first, row)) = days.iter().zip(texts).find_map(|(day, (_, row))| Some((short(day)?, *row)))
    else {
        return Ok(());
    };
    let fits = |date: CoarseDate| {
        let is_in_range = clues.range.is_none_or(|range| range.start <= date.first && date.last <= range.end);
        is_possible(date, clues) && is_in_range
    };
    let year = clues.year.or(clues.range.map(|range| range.start.year()));
    let has = |is: fn(&Day) -> bool| days.iter().any(is);
    let has_days = has(|day| matches!(day, Day::InYear(_, Some(_))));
    let has_months = has(|day| matches!(day, Day::On(date) if !date.is_exact()));
    let can_be_months = !has_days && all.iter().all(|one| one.as_month().is_some_and(fits));
    let can_be_days = !has_months
        && all.iter().all(|one| one.as_day(year).is_some_and(|date| year.is_none() || fits(date)));
    let are_months = match (can_be_months, can_be_days) {
        (true, true) if clues.months && !clues.may_be_ahead || follow(&all, months_of) => true,
        (true, true) if follow(&all, |one| days_of(one, year)) => false,
        (true, true) => {
            let day = first.as_day(year).map(|day| match year {
                Some(_) => day.to_string(),
                None => day.first.strftime("%B %-d").to_string(),
            });
            let day = day.unwrap_or_default();
            let month = first.as_month().map(|month| month.to_string()).unwrap_or_default();
            let message = format!(
                "the date in row {row} can be the month {month} or the day {day}, and no other row decides"
            );
            let help = format!("write the month as {month}, or the day with its year");
            return Err(Problem::new(message, help));
        }
        (are_months, _) => are_months,
    };
    for day in days {
        if let Some(one) = short(day) {
            *day = match one.as_month().filter(|_| are_months) {
                Some(month) => Day::On(month),
                None => Day::InYear(one.month, Some(one.number)),
            };
        }
    }
    Ok(())
}

/// True if each comes right after the one before it, in one direction or the other.
fn follow(all: &[Short], nth: impl Fn(Short) -> i64) -> bool {
    let steps: Vec<i64> = all
        .windows(2)
        .map(|pair| pair.iter().map(|one| nth(*one)).reduce(|one, next| next - one).unwrap_or(0))
        .collect();
    !steps.is_empty() && [1, -1].iter().any(|step| steps.iter().all(|own| own == step))
}

fn months_of(one: Short) -> i64 {
    12 * i64::from(one.number) + i64::from(one.month)
}

fn days_of(one: Short, year: Option<i16>) -> i64 {
    let day = one.as_day(year).map(|date| date.first);
    day.map_or(0, |day| days_between(Date::ZERO, day))
}

/// The month of a text such as `Jan-26` in a column of months.
pub(super) fn month_of(day: Day) -> Option<CoarseDate> {
    match day {
        Day::Short(month, number) => Short { month, number }.as_month(),
        _ => None,
    }
}
