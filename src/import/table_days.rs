//! The days of a table: those in its column of the date, or the time that the file states.

use super::Problem;
use super::dates::{self, Clues};
use super::layout::NTH_DAY;
use super::read::{Choices, Table};
use super::sources::{Rows, plain};
use crate::strategy::date::CoarseDate;

impl Table {
    fn clues(&self, choices: &Choices) -> Clues {
        let seconds = self.known.as_ref().is_some_and(|known| known.source.rows == Rows::Weeks);
        Clues {
            order: choices.dates,
            year: choices.year,
            range: self.range,
            today: choices.today,
            seconds,
            months: self.has_months(),
            may_be_ahead: false,
        }
    }

    /// The days of the table, in its order. Empty if it has none.
    pub(super) fn days(&self, choices: &Choices) -> Result<Vec<CoarseDate>, Problem> {
        if let (Some(range), false) = (self.range, self.has_date) {
            let one = CoarseDate::day(range.end);
            return Ok(vec![one; self.days.len()]);
        }
        if self.is_nth_day() {
            return self.nth_days();
        }
        let texts: Vec<(&str, usize)> = self.days.iter().map(|(text, row)| (text.as_str(), *row)).collect();
        let mut days = dates::read(&texts, self.clues(choices))?;
        if self.known.as_ref().is_some_and(|known| known.source.rows == Rows::Weeks) {
            for day in &mut days {
                let week = day.first.iso_week_date();
                let named = CoarseDate::parse(&format!("{:04}-W{:02}", week.year(), week.week()));
                *day = named.ok().filter(|week| week.first == day.first).ok_or_else(|| {
                    let message =
                        format!("a week of the file begins on {}, which is not a Monday", day.first);
                    Problem::new(message, "enter the figures with `stratplan record`")
                })?;
            }
        }
        Ok(days)
    }

    /// True if the column of the date is one of months.
    fn has_months(&self) -> bool {
        let columns = self.columns.iter().filter_map(|column| column.layout.date);
        let mut dates = self.date.into_iter().chain(columns).filter_map(|at| self.header.cells.get(at));
        dates.any(|name| dates::is_of_months(&plain(name)))
    }

    fn is_nth_day(&self) -> bool {
        let name = self.date.and_then(|at| self.known.as_ref()?.columns.get(at).copied().flatten());
        name == Some(NTH_DAY)
    }

    /// `0000` is the first day of the range that the file states.
    fn nth_days(&self) -> Result<Vec<CoarseDate>, Problem> {
        use jiff::ToSpan;
        let days = self.days.iter().map(|(text, row)| {
            let nth: Option<i64> = text.parse().ok();
            let range = self.range.filter(|range| nth.is_some_and(|nth| (0..range.len()).contains(&nth)));
            let date = range.and_then(|range| range.start.checked_add(nth?.days()).ok());
            date.map(CoarseDate::day).ok_or_else(|| {
                let message = format!("row {row} is not a day of the time that the file states");
                Problem::new(message, "export it again")
            })
        });
        days.collect()
    }
}
