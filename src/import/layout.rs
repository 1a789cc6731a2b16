//! Where in a table the figures of a KPI are.

use super::Problem;
use super::dates;
use super::recognize::{Known, named};
use super::sources::{Metric, plain};
use super::tables::Header;
use super::wants::Want;
use crate::strategy::origin::{Combine, Export};
use crate::words::{and, quoted};

/// The column of days that are counted from the first one of the file.
pub(super) const NTH_DAY: &str = "Nth day";

/// Where the figures of a want are in a table.
#[derive(Debug, Clone, Default)]
pub(super) struct Layout {
    pub(super) date: Option<usize>,
    /// The column of the figures; none if rows are counted.
    pub(super) value: Option<usize>,
    /// Columns and what is in them, plainly written.
    pub(super) conditions: Vec<(usize, String)>,
    /// Columns that are dates, with the dates.
    pub(super) across: Vec<(usize, String)>,
    /// A condition or a column that is there twice or not at all.
    pub(super) missing: Option<Problem>,
    /// True if each row is a reading for one date.
    pub(super) is_long: bool,
    /// True for the days of a chart, which does not say what it shows: the total of another table does.
    pub(super) is_chart: bool,
}

/// Names of a column of dates, of KPIs and of figures in tables.
const DATES: [&str; 25] = [
    "date", "day", "week", "month", "quarter", "year", "datum", "tag", "woche", "monat", "quartal", "jahr",
    "jour", "semaine", "mois", "fecha", "mes", "data", "mês", "maand", "period", "zeitraum", "période",
    "periodo", "período",
];
const KPIS: [&str; 6] = ["kpi", "metric", "kennzahl", "indicator", "indicateur", "indicador"];
const VALUES: [&str; 6] = ["value", "figure", "wert", "valeur", "valor", "waarde"];

/// The layout of a table for a want; none if the table is not about it.
pub(super) fn layout(
    want: &Want<'_>,
    header: &Header,
    known: Option<&Known>,
    date: Option<usize>,
) -> Option<Layout> {
    if want.source.export == Some(Export::Table) {
        // An ordinary table does not come from a platform, unless the strategy names its columns.
        return if want.is_proposed && known.is_some() && !is_own_format(header) {
            None
        } else {
            in_table(want, header)
        };
    }
    let known = known.filter(|known| known.source.export == want.source.export)?;
    let at = |name: &str| {
        let wanted = known.source.column(name).map_or_else(|| plain(name), |(name, _)| plain(name));
        let own = |at: usize, cell: &String| match known.columns.get(at).copied().flatten() {
            Some(name) => plain(name) == wanted,
            None => plain(cell) == wanted,
        };
        header
            .cells
            .iter()
            .enumerate()
            .filter(|(at, cell)| own(*at, cell))
            .map(|(at, _)| at)
            .collect::<Vec<_>>()
    };
    if let Some(value) = in_chart(want, header, known) {
        return Some(Layout { date, value: Some(value), is_chart: true, ..Layout::default() });
    }
    let mut layout = Layout { date, ..Layout::default() };
    if let Some(take) = want.take.filter(|_| !want.counts_rows()) {
        let column = if known.source.metric.is_some() {
            is_about(known, take)?;
            known.source.value.as_deref().unwrap_or(take)
        } else {
            take
        };
        layout.value = only(&at(column), take, want, &mut layout.missing);
    }
    for (column, value) in &want.conditions {
        if let Some(at) = only(&at(column), column, want, &mut layout.missing) {
            layout.conditions.push((at, plain(value)));
        }
    }
    Some(layout)
}

/// The column of the one value that `where:` asks for, in a chart of Google Analytics: days by their number, and a column
/// for each value.
fn in_chart(want: &Want<'_>, header: &Header, known: &Known) -> Option<usize> {
    let [(_, value)] = want.conditions.as_slice() else { return None };
    let has_days = known.columns.contains(&Some(NTH_DAY));
    match named(header, value).as_slice() {
        [at] if has_days && want.by == Some(Combine::Sum) => Some(*at),
        _ => None,
    }
}

/// Whether a file of one metric is about what is taken. One that does not say it can be.
fn is_about(known: &Known, take: &str) -> Option<()> {
    let wanted = known.source.taken(take).map_or(take, |(name, _)| name);
    match &known.metric {
        Some(metric) => {
            let metric = known.source.taken(metric).map_or(metric.as_str(), |(name, _)| name);
            (plain(metric) == plain(wanted)).then_some(())
        }
        None => (known.source.metric == Some(Metric::Name)).then_some(()),
    }
}

fn only(found: &[usize], name: &str, want: &Want<'_>, missing: &mut Option<Problem>) -> Option<usize> {
    let (what, help) = match found {
        [one] => return Some(*one),
        [] => ("which the table does not have", "export it with this column"),
        _ => ("and the table has several with this name", "give each another name"),
    };
    missing.get_or_insert_with(|| {
        let message = format!("`{}` needs the column `{name}`, {what}", want.id);
        Problem::new(message, format!("{help}, or name another column in the strategy"))
    });
    None
}

/// The column of a table that has the dates, by its name.
pub(super) fn date_column(header: &Header) -> Option<usize> {
    find(header, &DATES)
}

/// The columns with one of these names.
fn all<'h>(header: &'h Header, names: &[&str]) -> impl Iterator<Item = (usize, &'h str)> {
    let cells = header.cells.iter().map(String::as_str).enumerate();
    cells.filter(|(_, cell)| names.contains(&plain(cell).as_str()))
}

/// The only column with one of these names.
fn find(header: &Header, names: &[&str]) -> Option<usize> {
    let mut found = all(header, names);
    found.next().map(|(at, _)| at).filter(|_| found.next().is_none())
}

fn is_own_format(header: &Header) -> bool {
    let has = |names: &[&str]| all(header, names).next().is_some();
    has(&KPIS) && has(&DATES) && has(&VALUES)
}

/// The layout of a table that is none of a platform: wide, long, or with dates as columns.
fn in_table(want: &Want<'_>, header: &Header) -> Option<Layout> {
    let names = names(want);
    let mut layout = Layout::default();
    let date = match want.date {
        Some(date) => only(&named(header, date), date, want, &mut layout.missing),
        None => date_column(header),
    };
    if let (Some(kpi), Some(value), Some(date), None) =
        (find(header, &KPIS), find(header, &VALUES), date, want.date)
    {
        let id = names.first().cloned().unwrap_or_default();
        let conditions = vec![(kpi, id)];
        return Some(Layout {
            date: Some(date),
            value: Some(value),
            conditions,
            is_long: true,
            ..Layout::default()
        });
    }
    let columns: Vec<usize> = names.iter().flat_map(|name| named(header, name)).collect();
    let is_day = |cell: &String| dates::is_date(cell);
    let across: Vec<(usize, String)> =
        header.cells.iter().cloned().enumerate().filter(|(_, cell)| is_day(cell)).collect();
    if columns.is_empty() && date.is_none() && across.len() >= 2 {
        let first = header
            .cells
            .iter()
            .enumerate()
            .map(|(at, _)| at)
            .find(|at| across.iter().all(|(day, _)| day != at))?;
        let name = names.first().cloned().unwrap_or_default();
        return Some(Layout { conditions: vec![(first, name)], across, ..Layout::default() });
    }
    if columns.is_empty() && !want.counts_rows() || date.is_none() && want.date.is_none() {
        let dates: Vec<&str> = all(header, &DATES).map(|(_, name)| name).collect();
        let is_asked = !columns.is_empty() && dates.len() > 1;
        return is_asked.then(|| {
            let message = format!("the table has several columns of dates: {}", and(&quoted(dates)));
            let help =
                "if these are several tables, put each on another sheet; otherwise add `date:` to the source, with the name of the column that has the dates";
            Layout { missing: Some(Problem::new(message, help)), ..Layout::default() }
        });
    }
    layout.date = date;
    if !want.counts_rows() {
        layout.value = only(&columns, want.take.unwrap_or(want.id), want, &mut layout.missing);
    }
    for (column, value) in &want.conditions {
        if let Some(at) = only(&named(header, column), column, want, &mut layout.missing) {
            layout.conditions.push((at, plain(value)));
        }
    }
    // A table that lacks the column of the date is another table.
    layout.date.is_some().then_some(layout)
}

/// What a KPI can be called in a table: what the strategy says, otherwise its id or its name.
fn names(want: &Want<'_>) -> Vec<String> {
    if let Some(take) = want.take {
        return vec![plain(take)];
    }
    let mut names = vec![plain(want.id)];
    let others = [want.id.replace('-', " "), want.kpi.name.get().cloned().unwrap_or_default()];
    for name in others.iter().map(|name| plain(name)) {
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}
