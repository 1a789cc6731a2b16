//! The sheets of an Excel workbook. A sheet that says it is huge is refused, and so is a formula that is wanted.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use calamine::{Data, Reader, Sheets, Xls, Xlsx, open_workbook_auto_from_rs};
use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;

use super::Problem;
use super::cells::Cell;
use super::csv::MAX_COLUMNS;
use super::unpack::{Content, Part};

/// The most cells of a workbook that are read.
const MAX_CELLS: usize = 3_000_000;

/// The sheets of a workbook, each a part.
pub(super) fn read(bytes: Vec<u8>) -> Result<Vec<Part>, Problem> {
    if bytes.starts_with(b"PK") {
        let workbook = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|_| damaged())?;
        return match workbook {
            Sheets::Xlsx(workbook) => xlsx(workbook),
            _ => Err(Problem::new("this is a binary workbook (xlsb)", "save it as .xlsx or as CSV")),
        };
    }
    check_size(&bytes)?;
    xls(Xls::new(Cursor::new(bytes)).map_err(|_| damaged())?)
}

pub(super) fn damaged() -> Problem {
    Problem::new("the workbook is damaged or has a password", "open it, and save it again without one")
}

fn too_large() -> Problem {
    Problem::new("a sheet is larger than any export", "save only the rows and columns with figures, as CSV")
}

fn xlsx(mut workbook: Xlsx<Cursor<Vec<u8>>>) -> Result<Vec<Part>, Problem> {
    let (mut parts, mut left) = (Vec::new(), MAX_CELLS);
    for name in workbook.sheet_names() {
        let Ok(mut reader) = workbook.worksheet_cells_reader(&name) else { continue };
        let mut cells = Cells::with(left);
        while let Some(found) = reader.next_cell_with_formula().map_err(|_| damaged())? {
            let cell = if found.formula.is_some() { Cell::Formula } else { cell(&Data::from(found.value)) };
            cells.put(found.pos, cell)?;
        }
        left = cells.left;
        parts.push(cells.part(name));
    }
    Ok(parts)
}

fn xls(mut workbook: Xls<Cursor<Vec<u8>>>) -> Result<Vec<Part>, Problem> {
    let mut parts = Vec::new();
    for name in workbook.sheet_names() {
        let (Ok(range), Ok(formulas)) = (workbook.worksheet_range(&name), workbook.worksheet_formula(&name))
        else {
            continue;
        };
        let mut cells = Cells::default();
        let (top, start) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let at = (top + small(row), start + small(column));
            let is_formula = formulas.get_value(at).is_some_and(|formula| !formula.is_empty());
            cells.put(at, if is_formula { Cell::Formula } else { cell(value) })?;
        }
        parts.push(cells.part(name));
    }
    Ok(parts)
}

/// Refuses an old workbook for which `calamine` would reserve more memory than there is: it makes room for every cell from
/// the first to the last one, and for what a sheet says of its size.
fn check_size(bytes: &[u8]) -> Result<(), Problem> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| damaged())?;
    let mut records = Vec::new();
    let stream = file.open_stream("/Workbook").or_else(|_| file.open_stream("/Book"));
    stream.map_err(|_| damaged())?.read_to_end(&mut records).map_err(|_| damaged())?;
    let (mut rest, mut rows, mut columns) = (records.as_slice(), 0_u64, 0_u64);
    while let Some(([kind, other, length, more], after)) = rest.split_first_chunk() {
        let length = usize::from(u16::from_le_bytes([*length, *more]));
        let (data, next) = after.split_at_checked(length).ok_or_else(damaged)?;
        rest = next;
        let number = |at: usize| match data.get(at..at.saturating_add(2)) {
            Some([low, high]) => u64::from(u16::from_le_bytes([*low, *high])),
            _ => 0,
        };
        let (last_row, last_column) = match u16::from_le_bytes([*kind, *other]) {
            // The beginning of a sheet.
            0x0809 => {
                (rows, columns) = (0, 0);
                continue;
            }
            // What the sheet says of its size, in two versions of the format: at most all that a sheet can have.
            0x0200 => {
                let is_short = length == 10;
                let (rows, columns) =
                    if is_short { (number(2), number(6)) } else { (number(4) | number(6) << 16, number(10)) };
                if rows > 65_536 || columns > 256 {
                    return Err(too_large());
                }
                continue;
            }
            // Cells, and several of them in a row.
            0x0203 | 0x0204 | 0x00d6 | 0x0205 | 0x0006 | 0x027e | 0x00fd => (number(0), number(2)),
            0x00bd => (number(0), number(length.saturating_sub(2))),
            _ => continue,
        };
        (rows, columns) = (rows.max(last_row + 1), columns.max(last_column + 1));
        if rows.saturating_mul(columns) > MAX_CELLS as u64 {
            return Err(too_large());
        }
    }
    Ok(())
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
        if column as usize >= MAX_COLUMNS {
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

/// A figure as the workbook shows it: the last binary digits are noise.
fn figure(number: f64) -> Cell<'static> {
    Decimal::from_f64(number).map_or(Cell::Formula, |number| Cell::Number(number.normalize()))
}

fn day((year, month, day, ..): (u16, u8, u8, u8, u8, u8, u16)) -> Cell<'static> {
    let number = |part: u8| i8::try_from(part).unwrap_or_default();
    let date = Date::new(i16::try_from(year).unwrap_or_default(), number(month), number(day));
    date.map_or(Cell::Formula, Cell::Day)
}
