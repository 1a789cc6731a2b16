//! Everything that files give for a strategy, and what is not taken of them and why.

use super::Problem;
use super::layout;
use super::pool::gather;
use super::read::{Choices, Table, tables};
use super::recognize::Near;
use super::sources::Source;
use super::stretches::{Figure, readings};
use super::unpack::parts;
use super::wants::{self, Want};
use crate::strategy::Strategy;
use crate::strategy::date::{CoarseDate, Days};
use crate::strategy::origin::{Combine, Export};

/// What files give.
#[derive(Debug, Default)]
pub(crate) struct Import {
    pub(crate) files: Vec<FileRead>,
    pub(crate) kpis: Vec<KpiRead>,
    /// KPIs that nothing is taken for, since the strategy does not say clearly what.
    pub(crate) unclear: Vec<(String, Problem)>,
    /// Why nothing can be written.
    pub(crate) problems: Vec<(String, Problem)>,
}

/// What was read of a file.
#[derive(Debug)]
pub(crate) struct FileRead {
    pub(crate) name: String,
    pub(crate) tables: Vec<TableRead>,
    /// Why it is not taken.
    pub(crate) problem: Option<Problem>,
}

/// What was read of a table.
#[derive(Debug)]
pub(crate) struct TableRead {
    pub(crate) part: String,
    pub(crate) source: Option<&'static Source>,
    pub(crate) near: Option<Near>,
    /// The names of its columns, in English if they are known.
    pub(crate) columns: Vec<String>,
    pub(crate) metric: Option<String>,
    /// The column of the date of a table that is not known.
    pub(crate) date: Option<String>,
    pub(crate) rows: u64,
    pub(crate) totals: u64,
    pub(crate) dateless: u64,
    pub(crate) days: Option<Days>,
    /// Why its days are not clear.
    pub(crate) days_problem: Option<Problem>,
    /// The KPIs that take from it.
    pub(crate) kpis: Vec<String>,
    /// Why nothing is taken of it.
    pub(crate) unused: Option<String>,
}

/// What comes out for a KPI.
#[derive(Debug)]
pub(crate) struct KpiRead {
    pub(crate) id: String,
    /// `YouTube Studio, Views, sum`.
    pub(crate) what: String,
    pub(crate) figures: Vec<Figure>,
    pub(crate) incomplete: Vec<(CoarseDate, String)>,
    pub(crate) notes: Vec<String>,
    /// What to write at `source:` if the strategy does not say it.
    pub(crate) proposed: Option<String>,
}

/// Reads files for a strategy. `next` gives them one by one, so that only one is in memory.
pub(crate) fn import(
    strategy: &Strategy,
    names: &[String],
    mut next: impl FnMut(usize) -> Result<Vec<u8>, Problem>,
    choices: &Choices,
) -> Import {
    let mut import = Import::default();
    let wants = wanted(strategy, &mut import);
    let mut read: Vec<Vec<Table>> = Vec::new();
    let mut seen: Vec<Vec<u8>> = Vec::new();
    for (index, name) in names.iter().enumerate() {
        let bytes = next(index);
        let same = bytes.as_ref().ok().map(|bytes| digest(bytes));
        let is_again = same.as_ref().is_some_and(|same| seen.contains(same));
        seen.extend(same);
        let tables = bytes.and_then(|bytes| {
            if is_again {
                let help = "it is left out the second time";
                return Err(Problem::new("this is the same file as one before it", help));
            }
            file(bytes, &wants)
        });
        let (tables, problem) = match tables {
            Ok(tables) => (tables, None),
            Err(problem) => (Vec::new(), Some(problem)),
        };
        if let Some(problem) = problem.clone().filter(|_| !is_again) {
            import.problems.push((name.clone(), problem));
        }
        let summaries = tables.iter().map(|table| summary(table, choices)).collect();
        import.files.push(FileRead { name: name.clone(), tables: summaries, problem });
        read.push(tables);
    }
    for (index, want) in wants.iter().enumerate() {
        match gather(index, want, names, &mut read, &mut import.files, choices) {
            Ok(None) => {}
            Ok(Some((pool, notes))) => match readings(&pool, want, choices.today) {
                Ok(readings) => import.kpis.push(KpiRead {
                    id: want.id.to_owned(),
                    what: what(want),
                    figures: readings.figures,
                    incomplete: readings.incomplete,
                    notes,
                    proposed: want.is_proposed.then(|| proposal(want, pool.column.as_deref())),
                }),
                Err(problem) => import.problems.push((want.id.to_owned(), problem)),
            },
            Err((place, problem)) => import.problems.push((place, problem)),
        }
    }
    settle(strategy, &mut import);
    import
}

/// Describes a file.
pub(crate) fn describe(name: &str, bytes: Vec<u8>, choices: &Choices) -> Result<FileRead, Problem> {
    let tables = file(bytes, &[])?;
    let tables = tables.iter().map(|table| summary(table, choices)).collect();
    Ok(FileRead { name: name.to_owned(), tables, problem: None })
}

fn digest(bytes: &[u8]) -> Vec<u8> {
    use sha2::Digest;
    sha2::Sha256::digest(bytes).to_vec()
}

fn file(bytes: Vec<u8>, wants: &[Want<'_>]) -> Result<Vec<Table>, Problem> {
    let mut all = Vec::new();
    for part in parts(bytes)? {
        let read = tables(&part, wants).map_err(|problem| match part.name.as_str() {
            "" => problem,
            name => Problem { message: format!("{name}: {}", problem.message), ..problem },
        });
        all.extend(read?);
    }
    if all.is_empty() {
        return Err(Problem::new(
            "there is no table in this file",
            "a table has a header with the names of its columns",
        ));
    }
    Ok(all)
}

/// What the strategy wants. KPIs whose source is not clear are left out.
fn wanted<'a>(strategy: &'a Strategy, import: &mut Import) -> Vec<Want<'a>> {
    let mut wanted = Vec::new();
    for (id, kpi) in strategy.kpis() {
        let id = id.as_str();
        match wants::want(id, kpi, strategy.fiscal_year()) {
            Ok(want) => wanted.extend(want),
            Err(problem) => import.unclear.push((id.to_owned(), problem)),
        }
    }
    wanted.extend(wants::proposed(strategy));
    wanted
}

/// Leaves out what is unclear about KPIs that the files have nothing for. If nothing else is taken, nothing can be written.
fn settle(strategy: &Strategy, import: &mut Import) {
    let tables: Vec<Export> =
        import.files.iter().flat_map(|file| &file.tables).filter_map(|table| table.source?.export).collect();
    import.unclear.retain(|(id, _)| {
        let from = strategy.kpi(id).and_then(|kpi| kpi.source.get()?.from.get().copied());
        from.is_none_or(|from| from == Export::Table || tables.contains(&from))
    });
    if import.kpis.is_empty() {
        import.problems.append(&mut import.unclear);
    }
}

/// Why a table with a row for each video is not taken.
const SPLIT: &str = "it has a row for each video that is in the chart, not for all";

fn summary(table: &Table, choices: &Choices) -> TableRead {
    let read = if table.has_date || table.range.is_some() { table.days(choices).map(Some) } else { Ok(None) };
    let (days, days_problem) = match read {
        Ok(days) => (days.unwrap_or_default(), None),
        Err(problem) => (Vec::new(), Some(problem)),
    };
    let start = days.iter().map(|day| day.first).min();
    let end = days.iter().map(|day| day.last).max();
    let days = start
        .zip(end)
        .map(|(start, end)| table.range.filter(|_| !table.has_date).unwrap_or(Days { start, end }));
    let known = table.known.as_ref();
    let names = table.header.cells.iter().enumerate().map(|(at, cell)| {
        let name = known.and_then(|known| known.columns.get(at).copied().flatten());
        name.map_or_else(|| cell.clone(), str::to_owned)
    });
    TableRead {
        part: table.part.clone(),
        source: known.map(|known| known.source),
        near: table.near.clone(),
        columns: names.filter(|name| !name.is_empty()).collect(),
        metric: known.and_then(|known| known.metric.clone()),
        date: layout::date_column(&table.header).and_then(|at| table.header.cells.get(at)).cloned(),
        rows: table.rows,
        totals: table.totals,
        dateless: table.dateless,
        days,
        days_problem,
        kpis: Vec::new(),
        unused: table.is_split().then(|| SPLIT.to_owned()),
    }
}

/// What a KPI takes, in a sentence.
fn what(want: &Want<'_>) -> String {
    let take = want.take.or(want.is_proposed.then_some(want.id));
    let by = want
        .by
        .map(|by| if by == Combine::Count { "number of rows".to_owned() } else { by.key().to_owned() });
    let title = if want.source.export == Some(Export::Table) { "table" } else { want.source.title.as_str() };
    let parts = [Some(title.to_owned()), take.filter(|_| !want.counts_rows()).map(str::to_owned), by];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn proposal(want: &Want<'_>, column: Option<&str>) -> String {
    let take = crate::syntax::edit::quote_if_needed(column.unwrap_or(want.id));
    format!("source: {{ from: table, take: {take} }}")
}
