//! What an import read, takes and leaves out.

use std::io::{self, Write};

use crate::edits::import::Fate;
use crate::import::Problem;
use crate::import::outcome::{FileRead, Import, KpiRead, TableRead};
use crate::import::sources::{Nature, Rows, Source};
use crate::import::wants::suggested;
use crate::strategy::origin::Export;
use crate::syntax::edit::quote_if_needed;
use crate::words::figures::plain;
use crate::words::{and, counted, quoted, safe};

/// Writes the readings, KPI by KPI, and then the files with what was taken of each.
pub fn report(out: &mut dyn Write, import: &Import, fates: &[Vec<Fate>]) -> io::Result<()> {
    for (kpi, fates) in import.kpis.iter().zip(fates) {
        readings(out, kpi, fates)?;
    }
    for (id, Problem { message, help, .. }) in &import.unclear {
        writeln!(
            out,
            "{}\n  - nothing taken: {}\n  {}",
            safe::line(id),
            safe::line(message),
            safe::line(help)
        )?;
    }
    if !import.kpis.is_empty() || !import.unclear.is_empty() {
        writeln!(out)?;
    }
    for read in &import.files {
        file(out, read)?;
    }
    Ok(())
}

fn readings(out: &mut dyn Write, kpi: &KpiRead, fates: &[Fate]) -> io::Result<()> {
    writeln!(out, "{} ({})", safe::line(&kpi.id), safe::line(&kpi.what))?;
    for (figure, fate) in kpi.figures.iter().zip(fates) {
        let (date, value) = (figure.date, plain(figure.value));
        let rows = counted(figure.rows, "row", "rows");
        match fate {
            Fate::New => writeln!(out, "  + {date}  {value}  from {rows}")?,
            Fate::Known => writeln!(out, "  = {date}  {value}")?,
            Fate::Replaces(old) => {
                writeln!(out, "  ~ {date}  {value} instead of {}, from {rows}", safe::line(old))?;
            }
            Fate::Differs(old) => {
                writeln!(
                    out,
                    "  ! {date}  the strategy has {old}, the file {value}; --replace takes the figure of the file"
                )?;
            }
            Fate::Overlaps { first, others: 0 } => {
                writeln!(
                    out,
                    "  ! {date}  {value} not taken: there is a reading for {first}, and both would be added up"
                )?;
            }
            Fate::Overlaps { first, others } => {
                writeln!(
                    out,
                    "  ! {date}  {value} not taken: there are {} readings for some of its days, the first for {first}, \
                     and all would be added up",
                    others + 1
                )?;
            }
        }
    }
    for (date, why) in &kpi.incomplete {
        writeln!(out, "  - {date}  left out: {}", safe::line(why))?;
    }
    for note in &kpi.notes {
        writeln!(out, "  {}", safe::line(note))?;
    }
    if let Some(proposed) = &kpi.proposed {
        writeln!(out, "  by its name; to keep it, write at the KPI: {}", safe::line(proposed))?;
    }
    Ok(())
}

fn file(out: &mut dyn Write, read: &FileRead) -> io::Result<()> {
    if let Some(problem) = &read.problem {
        return writeln!(out, "{}: not taken: {}", safe::path(&read.name), safe::line(&problem.message));
    }
    for table in &read.tables {
        let rows = counted(table.rows, "row", "rows");
        let source = table.source.map_or_else(|| unknown(table), |source| source.title.clone());
        let taken = match (table.kpis.is_empty(), &table.unused) {
            (false, _) => format!("taken for {}", and(&quoted(&table.kpis))),
            (true, Some(why)) => format!("not taken: {why}"),
            (true, None) if table.source.is_none() => {
                "not taken: no KPI takes a column of it; --describe says what can be".to_owned()
            }
            (true, None) => "not taken: no KPI asks for it".to_owned(),
        };
        let place = place(read, &table.part);
        writeln!(out, "{place}: {source}, {rows}{}{}; {}", days(table), others(table), safe::line(&taken))?;
    }
    skipped(out, read)
}

/// What is left out of a file, such as a document in an archive.
fn skipped(out: &mut dyn Write, read: &FileRead) -> io::Result<()> {
    for (part, Problem { message, help, .. }) in &read.skipped {
        writeln!(out, "{}: not taken: {}; {help}", place(read, part), safe::line(message))?;
    }
    Ok(())
}

fn place(read: &FileRead, part: &str) -> String {
    let name = safe::path(&read.name);
    if part.is_empty() { name.into_owned() } else { format!("{name}, {}", safe::line(part)) }
}

fn days(table: &TableRead) -> String {
    match table.days {
        Some(days) if days.start == days.end => format!(" for {}", days.start),
        Some(days) => format!(" from {} to {}", days.start, days.end),
        None => String::new(),
    }
}

/// The rows that are not counted as rows of figures.
fn others(table: &TableRead) -> String {
    let total = (table.totals > 0)
        .then(|| format!("{} left out", counted(table.totals, "row of a total", "rows of a total")));
    let dateless = (table.dateless > 0)
        .then(|| format!("{} without a date left out", counted(table.dateless, "row", "rows")));
    let parts: Vec<String> =
        std::iter::once(String::new()).chain([total, dateless].into_iter().flatten()).collect();
    parts.join(", ")
}

fn unknown(table: &TableRead) -> String {
    match &table.near {
        Some(near) => {
            let missing = and(&quoted(&near.missing));
            format!("no known export, nearest is {}, which also has {missing}", near.source.title)
        }
        None => "a table".to_owned(),
    }
}

/// Describes a file: its tables, and what to write in the strategy to take them.
pub fn description(out: &mut dyn Write, read: &FileRead) -> io::Result<()> {
    for (index, table) in read.tables.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        let source = table.source.map_or_else(|| unknown(table), |source| source.title.clone());
        writeln!(out, "{}: {source}", place(read, &table.part))?;
        writeln!(out, "  {}{}{}", counted(table.rows, "row", "rows"), days(table), others(table))?;
        if has_header(table) {
            writeln!(
                out,
                "  columns: {}",
                table.columns.iter().map(|name| safe::line(name)).collect::<Vec<_>>().join(", ")
            )?;
        } else {
            writeln!(
                out,
                "  {}, and not exactly one of them is called `Date`, `Month` or `Period`: rename the one with the dates",
                counted(table.columns.len() as u64, "column", "columns")
            )?;
        }
        if let Some(problem) = &table.days_problem {
            writeln!(out, "  {}: {}", safe::line(&problem.message), safe::line(&problem.help))?;
        }
        if let Some(why) = &table.unused {
            writeln!(out, "  nothing to import: {why}")?;
            continue;
        }
        let (takes, chosen_by) = takes(table);
        if !chosen_by.is_empty() {
            writeln!(out, "  rows can be chosen by {}", and(&quoted(&chosen_by)))?;
        }
        if takes.is_empty() {
            writeln!(out, "  nothing to import")?;
            continue;
        }
        writeln!(out, "  at a KPI, one of:")?;
        for take in takes {
            writeln!(out, "    {take}")?;
        }
    }
    skipped(out, read)
}

/// True if the first row has names of columns. What is in a file without a header can be about people.
fn has_header(table: &TableRead) -> bool {
    let is_name = |name: &String| !name.contains('@') && name.parse::<f64>().is_err();
    table.source.is_some() || table.date.is_some() && table.columns.iter().all(is_name)
}

/// The lines for a strategy, and the columns that rows can be chosen by.
fn takes(table: &TableRead) -> (Vec<String>, Vec<String>) {
    let Some(source) = table.source else { return (of_table(table), Vec::new()) };
    let from = source.export.map_or("", Export::key);
    let line = |name: &str, nature: Nature| {
        format!(
            "source: {{ from: {from}, take: {}, by: {} }}",
            quote_if_needed(name),
            suggested(nature).key()
        )
    };
    let nature = |name: &str| {
        Source::of(source.export.unwrap_or(Export::Table)).taken(name).map(|(_, column)| column.is)
    };
    if source.metric.is_some() {
        let metric =
            table.metric.as_deref().map(|metric| source.taken(metric).map_or(metric, |(name, _)| name));
        let lines = match metric {
            Some(metric) => vec![line(metric, nature(metric).unwrap_or(Nature::Daily))],
            None => source.takable().map(|(name, column)| line(name, column.is)).collect(),
        };
        return (lines, Vec::new());
    }
    let mut lines: Vec<String> = Vec::new();
    if source.rows == Rows::Items {
        lines.push(format!("source: {{ from: {from}, by: count }}"));
    }
    let mut chosen_by = Vec::new();
    for name in &table.columns {
        match nature(name) {
            Some(nature) if nature.is_figure() => lines.push(line(name, nature)),
            Some(Nature::Text) => chosen_by.push(name.clone()),
            _ => {}
        }
    }
    if table.days.is_none() && table.days_problem.is_none() {
        lines.clear();
    }
    (lines, chosen_by)
}

fn of_table(table: &TableRead) -> Vec<String> {
    if !has_header(table) {
        return Vec::new();
    }
    let Some((date, others)) =
        table.date.as_ref().map(|date| (date, table.columns.iter().filter(move |name| *name != date)))
    else {
        return Vec::new();
    };
    let date = quote_if_needed(date);
    others
        .map(|name| format!("source: {{ from: table, date: {date}, take: {} }}", quote_if_needed(name)))
        .collect()
}
