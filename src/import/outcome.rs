//! Everything that files give for a strategy, and what is not taken of them and why.

use std::collections::HashSet;

use super::Problem;
use super::layout;
use super::pool::{Given, gather, together};
use super::read::{Choices, Table, tables};
use super::recognize::Near;
use super::sources::Source;
use super::stretches::{Figure, readings};
use super::unpack::{Content, parts};
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
    /// Files and KPIs that are refused. If there are no KPIs, nothing can be written.
    pub(crate) problems: Vec<(String, Problem)>,
}

/// Parts of a file, and why they are left out.
type Skipped = Vec<(String, Problem)>;

/// What was read of a file.
#[derive(Debug)]
pub(crate) struct FileRead {
    pub(crate) name: String,
    pub(crate) tables: Vec<TableRead>,
    /// The parts that are left out, and why.
    pub(crate) skipped: Skipped,
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

/// Reads files for a strategy, one by one, so that only one is in memory. A file or a KPI that is refused stops only
/// itself.
pub(crate) fn import(
    strategy: &Strategy,
    files: impl IntoIterator<Item = (String, Result<Vec<u8>, Problem>)>,
    choices: &Choices,
) -> Import {
    let mut import = Import::default();
    let wants = wanted(strategy, &mut import);
    let mut given: Vec<Vec<(usize, Given)>> = wants.iter().map(|_| Vec::new()).collect();
    let mut seen: HashSet<Vec<u8>> = HashSet::new();
    for (index, (name, bytes)) in files.into_iter().enumerate() {
        let is_again = bytes.as_ref().is_ok_and(|bytes| !seen.insert(digest(bytes)));
        let read = if is_again {
            let help = "it is left out the second time";
            Err(Problem::new("this is the same file as one before it", help))
        } else {
            bytes.and_then(|bytes| import.file(name.clone(), bytes, &wants, choices))
        };
        match read {
            Ok((read, of_file)) => {
                import.files.push(read);
                for (all, one) in given.iter_mut().zip(of_file) {
                    all.extend(one.map(|one| (index, one)));
                }
            }
            Err(problem) => {
                if !is_again {
                    import.refuse(&name, problem.clone());
                }
                import.files.push(FileRead {
                    name,
                    tables: Vec::new(),
                    skipped: Vec::new(),
                    problem: Some(problem),
                });
            }
        }
    }
    for (want, given) in wants.iter().zip(given) {
        import.kpi(want, given, choices);
    }
    settle(strategy, &mut import);
    import
}

impl Import {
    /// True if nothing is taken, for a reason.
    pub(crate) fn is_refused(&self) -> bool {
        self.kpis.is_empty() && !self.problems.is_empty()
    }

    /// Reads a file, and what it gives for each want. One that contradicts itself gives nothing.
    fn file(
        &mut self,
        name: String,
        bytes: Vec<u8>,
        wants: &[Want<'_>],
        choices: &Choices,
    ) -> Result<(FileRead, Vec<Option<Given>>), Problem> {
        let (mut tables, skipped) = file(bytes, wants)?;
        let shown = tables.iter().map(|table| summary(table, choices)).collect();
        let mut read = FileRead { name, tables: shown, skipped, problem: None };
        let mut all = Vec::with_capacity(wants.len());
        for (index, want) in wants.iter().enumerate() {
            match gather(index, want, &mut tables, &mut read, choices) {
                Ok(given) => all.push(Some(given)),
                Err((_, problem)) if problem.is_contradiction => return Err(problem),
                Err((place, problem)) => {
                    let is_there = |table: &&mut TableRead| place == place_of(&read.name, &table.part);
                    if let Some(table) = read.tables.iter_mut().find(is_there) {
                        table.unused.get_or_insert_with(|| problem.message.clone());
                    }
                    self.refuse(&place, problem);
                    all.push(None);
                }
            }
        }
        Ok((read, all))
    }

    /// Puts together what the files give for a want.
    fn kpi(&mut self, want: &Want<'_>, given: Vec<(usize, Given)>, choices: &Choices) {
        let tables: Vec<(usize, usize)> = given
            .iter()
            .flat_map(|(file, given)| given.tables.iter().map(move |table| (*file, *table)))
            .collect();
        let read = together(want, given.into_iter().map(|(_, given)| given)).and_then(|together| {
            let Some((pool, notes)) = together else { return Ok(None) };
            let readings = readings(&pool, want, choices.today);
            readings.map(|readings| Some((pool, notes, readings))).map_err(|why| (want.id.to_owned(), why))
        });
        for (file, FileRead { name, tables: of_file, .. }) in self.files.iter_mut().enumerate() {
            for (at, table) in of_file.iter_mut().enumerate() {
                let is_source = tables.contains(&(file, at));
                match &read {
                    Ok(Some(_)) if is_source => table.kpis.push(want.id.to_owned()),
                    Err((place, problem)) if is_source || *place == place_of(name, &table.part) => {
                        table.unused.get_or_insert_with(|| problem.message.clone());
                    }
                    _ => {}
                }
            }
        }
        match read {
            Ok(None) => {}
            Ok(Some((pool, notes, readings))) => self.kpis.push(KpiRead {
                id: want.id.to_owned(),
                what: what(want),
                figures: readings.figures,
                incomplete: readings.incomplete,
                notes,
                proposed: want.is_proposed.then(|| proposal(want, pool.column.as_deref())),
            }),
            Err((place, problem)) => self.refuse(&place, problem),
        }
    }

    fn refuse(&mut self, place: &str, problem: Problem) {
        let refused = (place.to_owned(), problem);
        if !self.problems.contains(&refused) {
            self.problems.push(refused);
        }
    }
}

/// Describes a file.
pub(crate) fn describe(name: &str, bytes: Vec<u8>, choices: &Choices) -> Result<FileRead, Problem> {
    let (tables, skipped) = file(bytes, &[])?;
    let tables = tables.iter().map(|table| summary(table, choices)).collect();
    Ok(FileRead { name: name.to_owned(), tables, skipped, problem: None })
}

/// Where a table is: in the file, or in a part of it.
pub(super) fn place_of(name: &str, part: &str) -> String {
    if part.is_empty() { name.to_owned() } else { format!("{name}, {part}") }
}

fn digest(bytes: &[u8]) -> Vec<u8> {
    use sha2::Digest;
    sha2::Sha256::digest(bytes).to_vec()
}

/// The tables of a file, and the parts that are left out.
fn file(bytes: Vec<u8>, wants: &[Want<'_>]) -> Result<(Vec<Table>, Skipped), Problem> {
    let (mut all, mut skipped) = (Vec::new(), Vec::new());
    for part in parts(bytes)? {
        if let Content::Skipped(why) = part.content {
            skipped.push((part.name, why));
            continue;
        }
        all.extend(tables(&part, wants).map_err(|problem| problem.in_part(&part.name))?);
    }
    if all.is_empty() {
        return Err(Problem::new(
            "there is no table in this file",
            "a table has a header with the names of its columns",
        ));
    }
    Ok((all, skipped))
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
