//! What an export says of itself: columns that are the sum of others, and a row with the total of each column. A file that
//! contradicts itself was cut off or changed, so nothing of it is taken.

use rust_decimal::Decimal;

use super::Problem;
use super::cells::Cell;
use super::figures;
use super::recognize::Known;
use super::series::Series;

/// The sums of a table.
pub(super) struct OwnTotals {
    /// A column, and those that it is the sum of.
    sums: Vec<(usize, Vec<usize>)>,
    /// The columns whose rows add up to the row of the total.
    columns: Vec<(usize, &'static str, Series)>,
}

impl OwnTotals {
    /// `adds_up` says that the rows are all there is: a list of videos has only some.
    pub(super) fn of(known: &Known, adds_up: bool) -> Self {
        let at = |name: &String| known.columns.iter().position(|column| *column == Some(name.as_str()));
        let sums = known.source.sums.iter().filter_map(|(sum, parts)| {
            Some((at(sum)?, parts.iter().map(at).collect::<Option<Vec<usize>>>()?))
        });
        let has_total = adds_up && !known.source.totals.is_empty();
        let columns = known.columns.iter().enumerate().filter(|_| has_total).filter_map(|(at, name)| {
            let (name, column) = known.source.columns.get_key_value((*name)?)?;
            column.is.adds_up().then(|| (at, name.as_str(), Series::new(column.is_whole(), false)))
        });
        Self { sums: sums.collect(), columns: columns.collect() }
    }

    pub(super) fn row(&mut self, number: usize, cells: &[Cell<'_>], known: &Known) -> Result<(), Problem> {
        let cell = |at: usize| cells.get(at).unwrap_or(&Cell::Empty);
        for (at, _, series) in &mut self.columns {
            series.add(number, 0, cell(*at), true);
        }
        for (sum, parts) in &self.sums {
            let parts: Option<Vec<Decimal>> = parts.iter().map(|at| figure(cell(*at))).collect();
            let (Some(said), Some(parts)) = (figure(cell(*sum)), parts) else { continue };
            let name = known.columns.get(*sum).copied().flatten().unwrap_or_default();
            let why = match parts.into_iter().try_fold(Decimal::ZERO, Decimal::checked_add) {
                Some(all) if all == said => continue,
                Some(all) => format!("add up to {all}"),
                None => "are too large to add up".to_owned(),
            };
            let message = format!("row {number}: `{name}` is {said}, and the columns that it totals {why}");
            return Err(Problem::contradiction(message, "a figure was changed: export it again"));
        }
        Ok(())
    }

    pub(super) fn total(&mut self, number: usize, cells: &[Cell<'_>]) {
        for (at, _, series) in &mut self.columns {
            series.set_total(number, cells.get(*at).unwrap_or(&Cell::Empty));
        }
    }

    /// Refuses rows that do not add up to the one row of the total. What is not clear is refused where it is taken.
    pub(super) fn check(self, totals: u64) -> Result<(), Problem> {
        let columns = self.columns.into_iter().filter(|_| totals == 1);
        let problems = columns.filter_map(|(_, name, series)| series.decide(name, None, true).err());
        problems.into_iter().find(|problem| problem.is_contradiction).map_or(Ok(()), Err)
    }
}

/// The figure of a cell that can mean only one.
fn figure(cell: &Cell<'_>) -> Option<Decimal> {
    let read = figures::read(cell, true);
    match (read.point, read.comma) {
        (Some(point), Some(comma)) => Some(point).filter(|_| point == comma),
        (one, other) => one.or(other),
    }
}
