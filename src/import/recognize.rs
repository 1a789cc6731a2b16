//! Which export a table is, by its header and the lines above it.

use jiff::civil::Date;

use super::date_numbers;
use super::sources::{self, Metric, Nature, Source, plain};
use super::tables::Header;
use crate::strategy::date::Days;

/// A table that is known.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) source: &'static Source,
    /// The English name of each column that is known.
    pub(super) columns: Vec<Option<&'static str>>,
    /// The metric that the table is about, if it is no column and the table says it.
    pub(super) metric: Option<String>,
}

/// A table that is almost an export.
#[derive(Debug, Clone)]
pub(crate) struct Near {
    pub(crate) source: &'static Source,
    /// The columns that it lacks.
    pub(crate) missing: Vec<&'static str>,
}

/// The export that a table is.
pub(super) fn recognize(header: &Header) -> Option<Known> {
    let known = sources::all().iter().filter_map(|source| {
        let columns = columns(source, header);
        let count = columns.iter().flatten().count();
        is_complete(source, header, &columns).then_some((count, source.requires.len(), source, columns))
    });
    let (.., source, columns) = known.max_by_key(|(count, required, ..)| (*count, *required))?;
    let metric = header.lines.last().filter(|_| source.metric.is_some()).cloned();
    Some(Known { source, columns, metric })
}

fn columns(source: &'static Source, header: &Header) -> Vec<Option<&'static str>> {
    header.cells.iter().map(|cell| source.column(cell).map(|(name, _)| name)).collect()
}

fn is_complete(source: &Source, header: &Header, columns: &[Option<&str>]) -> bool {
    let has = |name: &String| columns.contains(&Some(name.as_str()));
    let is_marked =
        source.mark.as_ref().is_none_or(|mark| header.lines.iter().any(|line| line.starts_with(mark)));
    let is_closed = header.cells.iter().zip(columns).all(|(cell, name)| cell.is_empty() || name.is_some());
    let nature = |name: &str| source.columns.get(name).map(|column| column.is);
    let has_figures = columns.iter().flatten().any(|name| {
        nature(name)
            .is_some_and(|is| is.is_figure() || is == Nature::Value || source.open && is == Nature::Date)
    });
    let has_title = source.metric != Some(Metric::Title) || !header.lines.is_empty();
    source.requires.iter().all(has) && is_marked && (is_closed || !source.closed) && has_figures && has_title
}

/// The export that a table is nearest to.
pub(super) fn nearest(header: &Header) -> Option<Near> {
    let near = sources::all().iter().filter_map(|source| {
        let columns = columns(source, header);
        let missing = source.requires.iter().filter(|name| !columns.contains(&Some(name.as_str())));
        let missing: Vec<&'static str> = missing.map(String::as_str).collect();
        let found = columns.iter().flatten().count();
        let is_near = !missing.is_empty() && found >= 2 && found > missing.len();
        is_near.then_some((found, Near { source, missing }))
    });
    near.max_by_key(|(found, near)| (*found, std::cmp::Reverse(near.missing.len()))).map(|(_, near)| near)
}

/// From when to when the lines above the header say it is: `# Start date: 20270501`, `# 20270501-20270531`.
pub(super) fn range(header: &Header) -> Option<Days> {
    let lines = header.lines.iter().filter(|line| line.starts_with('#'));
    let numbers =
        lines.flat_map(|line| line.split(|c: char| !c.is_ascii_digit())).filter(|number| number.len() == 8);
    let days: Option<Vec<Date>> = numbers.map(date_numbers::compact).collect();
    match days?.as_slice() {
        [start, end] if start <= end => Some(Days { start: *start, end: *end }),
        _ => None,
    }
}

/// The columns of a table with this name.
pub(super) fn named(header: &Header, name: &str) -> Vec<usize> {
    let name = plain(name);
    header.cells.iter().enumerate().filter(|(_, cell)| plain(cell) == name).map(|(at, _)| at).collect()
}
