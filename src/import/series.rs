//! The figures of one column, by day, in both readings of their separators until the column decides.

use std::collections::BTreeMap;
use std::ops::AddAssign;

use rust_decimal::Decimal;

use super::Problem;
use super::cells::Cell;
use super::figures::{self, Separator};
use crate::words::currency::Mark;

/// The figures of one day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Figures {
    /// Rows of the day, and those without a figure.
    pub(super) rows: u64,
    pub(super) empty: u64,
    pub(super) sum: Decimal,
    pub(super) max: Option<Decimal>,
    /// How often each figure comes, if the one in the middle is wanted.
    pub(super) all: BTreeMap<Decimal, u64>,
    overflow: bool,
}

impl Figures {
    /// A share in percent.
    pub(super) fn in_percent(&mut self) {
        let times = |value: Decimal| value.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(value);
        self.sum = times(self.sum);
        self.max = self.max.map(times);
        self.all =
            std::mem::take(&mut self.all).into_iter().map(|(value, count)| (times(value), count)).collect();
    }

    fn add(&mut self, value: Decimal, keeps_all: bool) {
        match self.sum.checked_add(value) {
            Some(sum) => self.sum = sum,
            None => self.overflow = true,
        }
        self.max = Some(self.max.map_or(value, |max| max.max(value)));
        if keeps_all {
            *self.all.entry(value).or_default() += 1;
        }
    }
}

impl AddAssign<&Self> for Figures {
    fn add_assign(&mut self, other: &Self) {
        self.rows += other.rows;
        self.empty += other.empty;
        match self.sum.checked_add(other.sum) {
            Some(sum) => self.sum = sum,
            None => self.overflow = true,
        }
        self.max = self.max.max(other.max);
        self.overflow |= other.overflow;
        for (value, count) in &other.all {
            *self.all.entry(*value).or_default() += count;
        }
    }
}

/// One reading of a column: with a decimal point, or with a decimal comma.
#[derive(Debug, Clone, Default)]
struct Reading {
    days: Vec<Figures>,
    /// The sum of all rows, chosen or not, and how exact it is.
    all: Decimal,
    /// What the row of the file's own total says.
    total: Option<Decimal>,
    /// The first row that cannot be read so.
    unreadable: Option<usize>,
    /// The largest number of decimals, for sums of rounded figures.
    decimals: u32,
}

impl Reading {
    /// The figures of a day, which can be a new one.
    fn day(&mut self, day: usize) -> Option<&mut Figures> {
        if self.days.len() <= day {
            self.days.resize_with(day + 1, Figures::default);
        }
        self.days.get_mut(day)
    }
}

/// Which figures are amounts in a currency: those have two decimals at most, unlike the price of a single thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Money {
    #[default]
    None,
    /// Those next to a currency.
    Marked,
    All,
}

/// The figures of a column while they are read.
#[derive(Debug, Clone, Default)]
pub(super) struct Series {
    point: Reading,
    /// None as long as both are the same.
    comma: Option<Reading>,
    whole: bool,
    keeps_all: bool,
    pub(super) money: Money,
    /// True if a cell is a length of time, such as `4h 0m`.
    has_time: bool,
    /// The first figure that the two read as different ones.
    differs: Option<(usize, Decimal, Decimal)>,
    /// The first row that only one of the two reads, or that they read as different figures.
    separated: Option<usize>,
    /// The first formula.
    formula: Option<usize>,
    /// The number of rows, for sums of rounded figures.
    pub(super) rows: u64,
    pub(super) marks: Vec<Mark>,
    /// Figures with a percent sign.
    pub(super) percents: u64,
    /// The largest of the figures that a program wrote as such, whatever it shows.
    pub(super) largest_number: Option<Decimal>,
    /// Rows that do not have what `where:` asks for.
    pub(super) left_out: u64,
}

impl Series {
    pub(super) fn new(whole: bool, keeps_all: bool) -> Self {
        Self { whole, keeps_all, ..Self::default() }
    }

    /// Adds a cell of a row to a day.
    pub(super) fn add(&mut self, row: usize, day: usize, cell: &Cell<'_>, is_chosen: bool) {
        let (whole, keeps_all) = (self.whole, self.keeps_all);
        self.left_out += u64::from(!is_chosen);
        let is_empty = cell.is_empty();
        let read = (!is_empty).then(|| self.read(row, cell, whole));
        for (is_comma, reading) in self.readings() {
            let value = read.as_ref().and_then(|read| if is_comma { read.comma } else { read.point });
            if let Some(value) = value {
                reading.all = reading.all.saturating_add(value);
            }
            let Some(figures) = reading.day(day).filter(|_| is_chosen) else { continue };
            figures.rows += 1;
            figures.empty += u64::from(is_empty);
            if let Some(value) = value {
                figures.add(value, keeps_all);
            }
        }
    }

    fn readings(&mut self) -> impl Iterator<Item = (bool, &mut Reading)> {
        std::iter::once((false, &mut self.point)).chain(self.comma.as_mut().map(|comma| (true, comma)))
    }

    /// Counts a row, whatever is in it.
    pub(super) fn count(&mut self, day: usize, is_chosen: bool) {
        self.left_out += u64::from(!is_chosen);
        for (_, reading) in self.readings() {
            if let Some(figures) = reading.day(day) {
                figures.rows += u64::from(is_chosen);
            }
        }
    }

    /// Sets the file's own total.
    pub(super) fn set_total(&mut self, row: usize, cell: &Cell<'_>) {
        if cell.is_empty() {
            return;
        }
        let read = self.read(row, cell, self.whole);
        for (is_comma, reading) in self.readings() {
            reading.total = if is_comma { read.comma } else { read.point };
        }
    }

    fn read(&mut self, row: usize, cell: &Cell<'_>, whole: bool) -> figures::Read {
        let mut read = figures::read(cell, whole);
        self.has_time |= read.point.or(read.comma).is_none() && is_time(cell.text());
        let is_marked = matches!(read.mark, Some(Mark::Currency(_) | Mark::Shared(_)));
        if self.money == Money::All || self.money == Money::Marked && is_marked {
            let is_money = |value: &Decimal| value.scale() <= 2;
            (read.point, read.comma) = (read.point.filter(is_money), read.comma.filter(is_money));
        }
        if *cell == Cell::Formula && self.formula.is_none() {
            self.formula = Some(row);
        }
        if read.point != read.comma && self.comma.is_none() {
            self.comma = Some(self.point.clone());
            self.separated = Some(row);
        }
        for (is_comma, reading) in self.readings() {
            match if is_comma { read.comma } else { read.point } {
                Some(value) => reading.decimals = reading.decimals.max(value.scale()),
                None => _ = reading.unreadable.get_or_insert(row),
            }
        }
        if let (Some(point), Some(comma)) = (read.point, read.comma)
            && point != comma
        {
            self.differs.get_or_insert((row, point, comma));
        }
        if let Some(mark) = &read.mark
            && !self.marks.contains(mark)
        {
            self.marks.push(mark.clone());
        }
        self.percents += u64::from(read.mark == Some(Mark::Percent));
        if let Cell::Number(number) = cell {
            let number = number.abs();
            self.largest_number = Some(self.largest_number.map_or(number, |largest| largest.max(number)));
        }
        self.rows += 1;
        read
    }

    /// The figures by day, once it is clear what is for decimals. `adds_up` says that the rows must add up to the file's
    /// own total.
    pub(super) fn decide(
        self,
        column: &str,
        separator: Option<Separator>,
        adds_up: bool,
    ) -> Result<Decided, Problem> {
        if let Some(row) = self.formula {
            let help = "copy the column, paste it as values, and save the file again";
            let message = format!(
                "row {row}: `{column}` is a formula or an error, and what it gives may be out of date"
            );
            return Err(Problem::new(message, help));
        }
        let rows = self.rows;
        let slack = |reading: &Reading| slack(reading.decimals, rows);
        let adds = |reading: &Reading| {
            !adds_up
                || reading.total.is_none_or(|total| total.saturating_sub(reading.all).abs() <= slack(reading))
        };
        let is_readable = |reading: &Reading| reading.unreadable.is_none();
        let can_be = |reading: &Reading| is_readable(reading) && adds(reading);
        let is_asked = |one| separator.is_none_or(|asked| asked == one);
        let point = is_asked(Separator::Point) && can_be(&self.point);
        let of_comma = self.comma.as_ref().unwrap_or(&self.point);
        let comma = is_asked(Separator::Comma) && can_be(of_comma);
        let one = if point { Separator::Point } else { Separator::Comma };
        let separated = self.separated.map(|row| (row, one));
        let reading = match (point, comma, self.differs) {
            (true, true, Some((row, with_point, with_comma))) => {
                return Err(Problem::new(
                    format!(
                        "row {row}: a figure of `{column}` can be {} or {}, and no other row decides",
                        with_point.normalize(),
                        with_comma.normalize()
                    ),
                    "say what is for decimals: `--decimal .` or `--decimal ,`",
                ));
            }
            (true, ..) => self.point,
            (false, true, _) => self.comma.unwrap_or(self.point),
            (false, false, _) => return Err(self.problem(column, separator, is_readable)),
        };
        if reading.days.iter().any(|day| day.overflow) {
            return Err(Problem::new(format!("the figures of `{column}` are too large"), "check the file"));
        }
        let is_checked = adds_up && reading.total.is_some();
        let (total, all, decimals, slack) = (reading.total, reading.all, reading.decimals, slack(&reading));
        Ok(Decided { days: reading.days, total, all, slack, is_checked, decimals, separated })
    }

    fn problem(
        &self,
        column: &str,
        asked: Option<Separator>,
        is_readable: impl Fn(&Reading) -> bool,
    ) -> Problem {
        let readings =
            [(Separator::Point, &self.point), (Separator::Comma, self.comma.as_ref().unwrap_or(&self.point))];
        let mut asked_for = readings.into_iter().filter(|(one, _)| asked.is_none_or(|asked| asked == *one));
        if let Some((_, reading)) = asked_for.clone().find(|(_, reading)| is_readable(reading)) {
            let total = reading.total.unwrap_or_default();
            return Problem::contradiction(
                format!(
                    "the file says that `{column}` is {} in total, and its rows add up to {}",
                    total.normalize(),
                    reading.all.normalize()
                ),
                "rows are missing or were changed: export it again",
            );
        }
        let rows: Vec<usize> = asked_for.by_ref().filter_map(|(_, reading)| reading.unreadable).collect();
        let first = rows.iter().max().copied().unwrap_or_default();
        let help = if self.has_time {
            "a length of time is written as a figure in the unit of the KPI: 240 minutes for 4h"
        } else {
            "if it is not part of the table, remove the row; a figure has digits only, such as 1234.5"
        };
        Problem::new(format!("row {first}: what is in `{column}` is not a figure"), help)
    }
}

/// True for `4h 0m`, `3:25`, `2 days`.
fn is_time(text: &str) -> bool {
    let mut words = crate::words::words(text).into_iter().map(|word| {
        let unit = word.trim_start_matches(|c: char| c.is_ascii_digit());
        (word.len() > unit.len(), unit.to_owned())
    });
    let is_unit = |unit: &str| {
        let units = "d h m s day days hour hours hr hrs minute minutes min mins second seconds sec secs std";
        unit.is_empty() || crate::words::is_in(units, unit)
    };
    let has_unit = text.contains(':') || words.clone().any(|(_, unit)| !unit.is_empty());
    has_unit && words.clone().any(|(has_digits, _)| has_digits) && words.all(|(_, unit)| is_unit(&unit))
}

/// How far a sum of rounded figures can be from the rounded sum.
fn slack(decimals: u32, rows: u64) -> Decimal {
    if decimals == 0 {
        return Decimal::ZERO;
    }
    let half = Decimal::new(5, decimals.saturating_add(1).min(Decimal::MAX_SCALE));
    half.checked_mul(Decimal::from(rows)).unwrap_or_default()
}

/// The figures of a column by day.
#[derive(Debug, Clone)]
pub(super) struct Decided {
    pub(super) days: Vec<Figures>,
    /// The file's own total, and the sum of all rows.
    pub(super) total: Option<Decimal>,
    pub(super) all: Decimal,
    pub(super) slack: Decimal,
    pub(super) is_checked: bool,
    pub(super) decimals: u32,
    /// What is for decimals, and the first row that decides it; none if no figure has a separator.
    pub(super) separated: Option<(usize, Separator)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decided(cells: &[&str], total: &str, separator: Option<Separator>) -> Result<String, String> {
        let mut series = Series::new(false, false);
        for (row, text) in cells.iter().enumerate() {
            series.add(row + 2, 0, &Cell::Text((*text).into()), true);
        }
        series.set_total(99, &Cell::Text(total.into()));
        let decided = series.decide("Views", separator, true).map_err(|problem| problem.message)?;
        Ok(decided.days[0].sum.normalize().to_string())
    }

    #[test]
    fn the_column_and_the_total_decide_what_is_for_decimals() {
        let both =
            Err("row 2: a figure of `Views` can be 1234 or 1.234, and no other row decides".to_owned());
        assert_eq!(decided(&["1,234"], "", None), both);
        assert_eq!(decided(&["1,234", "5"], "", Some(Separator::Comma)), Ok("6.234".to_owned()));
        assert_eq!(decided(&["1,234", "0,5"], "", None), Ok("1.734".to_owned()));
        assert_eq!(decided(&["1,234", "0.5"], "", None), Ok("1234.5".to_owned()));
        assert_eq!(decided(&["1,234", "5"], "1239", None), Ok("1239".to_owned()));
        assert_eq!(decided(&["1,234", "5"], "6,234", None), Ok("6.234".to_owned()));
        assert!(decided(&["0,5", "0.5"], "", None).unwrap_err().ends_with("is not a figure"));
        let wrong = "the file says that `Views` is 12 in total, and its rows add up to 11";
        assert_eq!(decided(&["5", "6"], "12", None), Err(wrong.to_owned()));
        // Rounded figures do not add up exactly.
        assert_eq!(decided(&["0.33", "0.33", "0.33"], "1.00", None), Ok("0.99".to_owned()));
        assert!(decided(&["0.33", "0.33", "0.33"], "1.02", None).is_err());
    }
}
