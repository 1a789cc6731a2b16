//! The sheets of an Excel workbook. A sheet that says it is huge is refused, and so is a formula that is wanted.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::io::Cursor;

use calamine::{Data, Reader, Sheet, SheetVisible, Sheets, Style, Xls, Xlsx, open_workbook_auto_from_rs};
use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};

use super::Problem;
use super::biff;
use super::cells::Cell;
use super::csv::{MAX_CELL, MAX_COLUMNS};
use super::unpack::{Content, Part};

/// The most cells of a workbook that are read.
pub(super) const MAX_CELLS: usize = 3_000_000;

/// The sheets of a workbook, each a part.
pub(super) fn read(bytes: Vec<u8>) -> Result<Vec<Part>, Problem> {
    if bytes.starts_with(b"PK") {
        let workbook = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|_| damaged())?;
        return match workbook {
            Sheets::Xlsx(workbook) => xlsx(workbook),
            _ => Err(Problem::new("this is a binary workbook (xlsb)", "save it as .xlsx or as CSV")),
        };
    }
    let percents = biff::percents(&bytes)?;
    xls(Xls::new(Cursor::new(bytes)).map_err(|_| damaged())?, &percents)
}

/// A sheet that nobody sees is not taken: it can be last year's, or a list behind the others.
pub(super) fn hidden(name: &str) -> Part {
    Part::skipped(name, "the sheet is hidden", "if it is meant, unhide it, and save the file again")
}

pub(super) fn damaged() -> Problem {
    Problem::new(
        "the workbook is damaged or has a password",
        "open it in a spreadsheet, and save it again without a password",
    )
}

pub(super) fn too_large() -> Problem {
    Problem::new("a sheet is larger than any export", "save only the rows and columns with figures, as CSV")
}

fn xlsx(mut workbook: Xlsx<Cursor<Vec<u8>>>) -> Result<Vec<Part>, Problem> {
    let (mut parts, mut left) = (Vec::new(), MAX_CELLS);
    for Sheet { name, visible, .. } in workbook.sheets_metadata().to_vec() {
        if visible != SheetVisible::Visible {
            parts.push(hidden(&name));
            continue;
        }
        let percents = percents(&mut workbook, &name)?;
        let Ok(mut reader) = workbook.worksheet_cells_reader(&name) else { continue };
        let mut cells = Cells::with(left);
        while let Some(found) = reader.next_cell_with_formula().map_err(|_| damaged())? {
            let cell = cell(&Data::from(found.value));
            let is_percent = percents.contains(&found.pos);
            cells.put(found.pos, shown(cell, found.formula.is_some(), is_percent))?;
        }
        left = cells.left;
        parts.push(cells.part(name));
    }
    Ok(parts)
}

/// The cells of a sheet that are shown with a percent sign.
fn percents(workbook: &mut Xlsx<Cursor<Vec<u8>>>, sheet: &str) -> Result<HashSet<(u32, u32)>, Problem> {
    let mut percents = HashSet::new();
    let Ok(mut reader) = workbook.worksheet_cells_reader(sheet) else { return Ok(percents) };
    let is_percent =
        |style: &Style| style.number_format.as_ref().is_some_and(|format| format.format_code.contains('%'));
    let styles: Vec<bool> = reader.styles().iter().map(is_percent).collect();
    if !styles.contains(&true) {
        return Ok(percents);
    }
    while let Some((row, column, style)) = reader.next_style_id().map_err(|_| damaged())? {
        if styles.get(style).is_some_and(|is_percent| *is_percent) {
            percents.insert((row, column));
        }
    }
    Ok(percents)
}

fn xls(mut workbook: Xls<Cursor<Vec<u8>>>, percents: &[HashSet<(u32, u32)>]) -> Result<Vec<Part>, Problem> {
    let mut parts = Vec::new();
    let none = HashSet::new();
    for (index, Sheet { name, visible, .. }) in workbook.sheets_metadata().to_vec().into_iter().enumerate() {
        if visible != SheetVisible::Visible {
            parts.push(hidden(&name));
            continue;
        }
        let percents = percents.get(index).unwrap_or(&none);
        let (Ok(range), Ok(formulas)) = (workbook.worksheet_range(&name), workbook.worksheet_formula(&name))
        else {
            continue;
        };
        let mut cells = Cells::default();
        let (top, start) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let at = (top + small(row), start + small(column));
            let is_formula = formulas.get_value(at).is_some_and(|formula| !formula.is_empty());
            cells.put(at, shown(cell(value), is_formula, percents.contains(&at)))?;
        }
        parts.push(cells.part(name));
    }
    Ok(parts)
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The cells of a sheet that have something in them.
pub(super) struct Cells {
    rows: BTreeMap<u32, BTreeMap<u32, Cell<'static>>>,
    /// How many more there can be.
    left: usize,
}

impl Default for Cells {
    fn default() -> Self {
        Self::with(MAX_CELLS)
    }
}

impl Cells {
    fn with(left: usize) -> Self {
        Self { rows: BTreeMap::new(), left }
    }

    pub(super) fn put(&mut self, (row, column): (u32, u32), cell: Cell<'static>) -> Result<(), Problem> {
        if cell.is_empty() {
            return Ok(());
        }
        self.left = self.left.checked_sub(1).ok_or_else(too_large)?;
        if column as usize >= MAX_COLUMNS || cell.text().len() > MAX_CELL {
            return Err(too_large());
        }
        self.rows.entry(row).or_default().insert(column, cell);
        Ok(())
    }

    pub(super) fn part(self, name: String) -> Part {
        let mut all = Vec::with_capacity(self.rows.len());
        let mut next = 0;
        for (number, cells) in self.rows {
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
}

/// A cell as the workbook shows it.
fn shown(cell: Cell<'static>, is_formula: bool, is_percent: bool) -> Cell<'static> {
    match cell {
        _ if is_formula => Cell::Formula,
        Cell::Number(number) if is_percent => Cell::percent(number),
        cell => cell,
    }
}

fn cell(value: &Data) -> Cell<'static> {
    match value {
        Data::Empty => Cell::Empty,
        Data::Int(number) => Cell::Number(Decimal::from(*number)),
        Data::Float(number) => figure(*number),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
            Cell::Text(Cow::Owned(text.clone()))
        }
        Data::Bool(is_true) => Cell::Text(Cow::Borrowed(if *is_true { "true" } else { "false" })),
        // Below 1 there is no day: it is a time of day.
        Data::DateTime(time) if time.is_datetime() && time.as_f64() >= 1.0 => day(time.to_ymd_hms_milli()),
        Data::DateTime(time) => time_of(time.as_f64()),
        Data::Error(_) => Cell::Formula,
    }
}

/// A time of day, or a length of time: `9:30`, `26:05:10`.
fn time_of(days: f64) -> Cell<'static> {
    let seconds = Decimal::from_f64(days).and_then(|days| days.checked_mul(Decimal::from(86_400)));
    let Some(seconds) = seconds.and_then(|seconds| seconds.round().to_i64()) else { return Cell::Formula };
    let sign = if seconds < 0 { "-" } else { "" };
    let (hours, minutes, seconds) = (seconds.abs() / 3600, seconds.abs() / 60 % 60, seconds.abs() % 60);
    let seconds = if seconds == 0 { String::new() } else { format!(":{seconds:02}") };
    Cell::Text(Cow::Owned(format!("{sign}{hours}:{minutes:02}{seconds}")))
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
