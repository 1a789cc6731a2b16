//! The sheets of a workbook. A sheet that says it is huge, and a formula, are never followed.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, DataRef, Range, Reader, Sheets, Xlsx, open_workbook_auto_from_rs};
use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;

use super::Problem;
use super::cells::Cell;
use super::csv::MAX_COLUMNS;
use super::unpack::{Content, Part};

/// The most cells of a workbook that are read.
const MAX_CELLS: usize = 4_000_000;

type Rows = BTreeMap<u32, BTreeMap<u32, Cell<'static>>>;

/// The sheets of a workbook, each a part.
pub(super) fn read(bytes: Vec<u8>) -> Result<Vec<Part>, Problem> {
    let workbook = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|_| damaged())?;
    match workbook {
        Sheets::Xlsx(workbook) => xlsx(workbook),
        Sheets::Xls(workbook) => others(workbook),
        Sheets::Ods(workbook) => others(workbook),
        Sheets::Xlsb(_) => {
            Err(Problem::new("this is a binary workbook (xlsb)", "save it as .xlsx or as CSV"))
        }
    }
}

fn damaged() -> Problem {
    Problem::new("the workbook is damaged or has a password", "open it, and save it again without one")
}

fn too_large() -> Problem {
    Problem::new("a sheet is larger than any export", "save only the rows and columns with figures, as CSV")
}

fn xlsx(mut workbook: Xlsx<Cursor<Vec<u8>>>) -> Result<Vec<Part>, Problem> {
    let mut parts = Vec::new();
    let mut left = MAX_CELLS;
    for name in workbook.sheet_names() {
        let Ok(mut cells) = workbook.worksheet_cells_reader(&name) else { continue };
        let mut rows = Rows::new();
        while let Some(found) = cells.next_cell_with_formula().map_err(|_| damaged())? {
            let cell = if found.formula.is_some() { Cell::Formula } else { cell_ref(found.value) };
            put(&mut rows, found.pos, cell, &mut left)?;
        }
        parts.push(part(name, rows));
    }
    Ok(parts)
}

/// The sheets of a kind of workbook that is read a sheet at a time.
fn others<R: Reader<Cursor<Vec<u8>>>>(mut workbook: R) -> Result<Vec<Part>, Problem> {
    let names = workbook.sheet_names();
    let sheets = names.into_iter().filter_map(|name| {
        let range = workbook.worksheet_range(&name).ok()?;
        let formulas = workbook.worksheet_formula(&name).ok();
        Some((name, range, formulas))
    });
    ranges(sheets.collect())
}

type Sheet = (String, Range<Data>, Option<Range<String>>);

fn ranges(sheets: Vec<Sheet>) -> Result<Vec<Part>, Problem> {
    let (mut parts, mut left) = (Vec::new(), MAX_CELLS);
    for (name, range, formulas) in sheets {
        let mut rows = Rows::new();
        let (top, start) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let at = (top + small(row), start + small(column));
            let is_formula = formulas
                .as_ref()
                .and_then(|formulas| formulas.get_value(at))
                .is_some_and(|formula| !formula.is_empty());
            put(&mut rows, at, if is_formula { Cell::Formula } else { cell(value) }, &mut left)?;
        }
        parts.push(part(name, rows));
    }
    Ok(parts)
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn put(
    rows: &mut Rows,
    (row, column): (u32, u32),
    cell: Cell<'static>,
    left: &mut usize,
) -> Result<(), Problem> {
    if cell.is_empty() {
        return Ok(());
    }
    *left = left.checked_sub(1).ok_or_else(too_large)?;
    if column as usize >= MAX_COLUMNS {
        return Err(too_large());
    }
    rows.entry(row).or_default().insert(column, cell);
    Ok(())
}

fn part(name: String, rows: Rows) -> Part {
    let mut all = Vec::with_capacity(rows.len());
    let mut next = 0;
    for (number, cells) in rows {
        // Empty rows separate tables; one says as much as many.
        if number > next {
            all.push((next as usize + 1, Vec::new()));
        }
        next = number + 1;
        let width = cells.keys().next_back().map_or(0, |last| *last as usize + 1);
        let mut row = vec![Cell::Empty; width];
        for (column, cell) in cells {
            if let Some(at) = row.get_mut(column as usize) {
                *at = cell;
            }
        }
        all.push((number as usize + 1, row));
    }
    Part { name, content: Content::Rows(all) }
}

fn cell(value: &Data) -> Cell<'static> {
    match value {
        Data::Empty => Cell::Empty,
        Data::Int(number) => Cell::Number(Decimal::from(*number)),
        Data::Float(number) => figure(*number),
        Data::String(text) | Data::DateTimeIso(text) => Cell::Text(Cow::Owned(text.clone())),
        Data::Bool(is_true) => Cell::Text(Cow::Borrowed(if *is_true { "true" } else { "false" })),
        Data::DateTime(time) if time.is_datetime() => day(time.to_ymd_hms_milli()),
        Data::DateTime(_) | Data::DurationIso(_) => Cell::Text(Cow::Borrowed("a length of time")),
        Data::Error(_) => Cell::Formula,
    }
}

fn cell_ref(value: DataRef<'_>) -> Cell<'static> {
    cell(&Data::from(value))
}

/// A figure as the workbook shows it: the last binary digits are noise.
fn figure(number: f64) -> Cell<'static> {
    Decimal::from_f64(number).map_or(Cell::Formula, |number| Cell::Number(number.normalize()))
}

fn day((year, month, day, ..): (u16, u8, u8, u8, u8, u8, u16)) -> Cell<'static> {
    let number = |part: u8| i8::try_from(part).unwrap_or_default();
    let date = Date::new(i16::try_from(year).unwrap_or_default(), number(month), number(day));
    date.map_or(Cell::Formula, Cell::Day)
}
