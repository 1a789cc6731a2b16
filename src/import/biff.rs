//! What the records of an old .xls say that `calamine` does not: how large it is, and which cells are shown in percent.

use std::collections::HashSet;
use std::io::{Cursor, Read};

use super::Problem;
use super::sheets::{MAX_CELLS, damaged, too_large};

/// The kinds of records that are read, as the format calls them.
mod kind {
    /// The beginning of a sheet, or of a chart on it, and its end.
    pub(super) const BOF: u16 = 0x0809;
    pub(super) const EOF: u16 = 0x000a;
    /// Where a sheet begins.
    pub(super) const BOUNDSHEET: u16 = 0x0085;
    /// A format of figures, and a style, which has one.
    pub(super) const FORMAT: u16 = 0x041e;
    pub(super) const XF: u16 = 0x00e0;
    /// What a sheet says of its size.
    pub(super) const DIMENSIONS: u16 = 0x0200;
    /// Figures: one, or several of them in a row.
    pub(super) const NUMBER: u16 = 0x0203;
    pub(super) const RK: u16 = 0x027e;
    pub(super) const MULRK: u16 = 0x00bd;
    /// Other cells: texts, truth values and errors, formulas.
    pub(super) const LABEL: u16 = 0x0204;
    pub(super) const RSTRING: u16 = 0x00d6;
    pub(super) const BOOLERR: u16 = 0x0205;
    pub(super) const FORMULA: u16 = 0x0006;
    pub(super) const LABELSST: u16 = 0x00fd;
}

/// The most rows and columns that a sheet can have.
const MAX_ROWS: u64 = 65_536;
const MAX_COLUMNS: u16 = 256;

/// The formats `0%` and `0.00%`, which every workbook has.
const BUILT_IN: [u16; 2] = [9, 10];

/// The cells of each sheet that are shown with a percent sign. Refuses a workbook for which `calamine` would reserve more
/// memory than there is: it makes room for every cell from the first to the last one, and for what a sheet says of its size.
pub(super) fn percents(bytes: &[u8]) -> Result<Vec<HashSet<(u32, u32)>>, Problem> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| damaged())?;
    let mut records = Vec::new();
    let stream = file.open_stream("/Workbook").or_else(|_| file.open_stream("/Book"));
    stream.map_err(|_| damaged())?.read_to_end(&mut records).map_err(|_| damaged())?;
    let mut book = Book { formats: BUILT_IN.into(), ..Book::default() };
    let mut rest = records.as_slice();
    while let Some(([kind, other, length, more], after)) = rest.split_first_chunk() {
        let at = records.len() - rest.len();
        let length = usize::from(u16::from_le_bytes([*length, *more]));
        let (data, next) = after.split_at_checked(length).ok_or_else(damaged)?;
        rest = next;
        book.record(at, u16::from_le_bytes([*kind, *other]), data)?;
    }
    Ok(book.percents)
}

/// What was read so far.
#[derive(Default)]
struct Book {
    /// Where each sheet begins, and its cells in percent.
    sheets: Vec<usize>,
    percents: Vec<HashSet<(u32, u32)>>,
    /// The formats with a percent sign, and which of the styles have one.
    formats: HashSet<u16>,
    styles: Vec<bool>,
    /// The sheet that is read, and how deep in the charts on it.
    sheet: Option<usize>,
    depth: usize,
    rows: u64,
    columns: u64,
}

impl Book {
    fn record(&mut self, at: usize, kind: u16, data: &[u8]) -> Result<(), Problem> {
        let number = |at: usize| match data.get(at..at.saturating_add(2)) {
            Some([low, high]) => u16::from_le_bytes([*low, *high]),
            _ => 0,
        };
        let wide = |at: usize| u64::from(number(at)) | u64::from(number(at + 2)) << 16;
        let last_column = match kind {
            kind::BOF => {
                match self.sheets.iter().position(|begin| *begin == at) {
                    Some(sheet) => (self.sheet, self.depth, self.rows, self.columns) = (Some(sheet), 0, 0, 0),
                    None => self.depth += 1,
                }
                return Ok(());
            }
            kind::EOF => {
                self.depth = self.depth.saturating_sub(1);
                return Ok(());
            }
            kind::BOUNDSHEET => {
                self.sheets.push(usize::try_from(wide(0)).map_err(|_| damaged())?);
                self.percents.push(HashSet::new());
                return Ok(());
            }
            kind::FORMAT => {
                let text = data.get(2..).unwrap_or_default();
                let is_wide = text.get(2).is_some_and(|flags| flags & 1 == 1);
                let mut letters = text.get(3..).unwrap_or_default().chunks(2);
                let has_percent =
                    if is_wide { letters.any(|letter| letter == b"%\0") } else { text.contains(&b'%') };
                if has_percent {
                    self.formats.insert(number(0));
                }
                return Ok(());
            }
            kind::XF => {
                self.styles.push(self.formats.contains(&number(2)));
                return Ok(());
            }
            // In two versions of the format.
            kind::DIMENSIONS => {
                let (rows, columns) =
                    if data.len() == 10 { (u64::from(number(2)), number(6)) } else { (wide(4), number(10)) };
                return if rows > MAX_ROWS || columns > MAX_COLUMNS { Err(too_large()) } else { Ok(()) };
            }
            kind::NUMBER | kind::RK => {
                self.style(number(0), number(2), number(4));
                number(2)
            }
            kind::MULRK => {
                for (nth, at) in (4..data.len().saturating_sub(2)).step_by(6).enumerate() {
                    let nth = u16::try_from(nth).unwrap_or(u16::MAX);
                    self.style(number(0), number(2).saturating_add(nth), number(at));
                }
                number(data.len().saturating_sub(2))
            }
            kind::LABEL | kind::RSTRING | kind::BOOLERR | kind::FORMULA | kind::LABELSST => number(2),
            _ => return Ok(()),
        };
        (self.rows, self.columns) =
            (self.rows.max(u64::from(number(0)) + 1), self.columns.max(u64::from(last_column) + 1));
        if self.rows.saturating_mul(self.columns) > MAX_CELLS as u64 { Err(too_large()) } else { Ok(()) }
    }

    fn style(&mut self, row: u16, column: u16, style: u16) {
        let is_percent = self.styles.get(usize::from(style)).is_some_and(|is_percent| *is_percent);
        let sheet = self.sheet.filter(|_| is_percent && self.depth == 0);
        if let Some(cells) = sheet.and_then(|sheet| self.percents.get_mut(sheet)) {
            cells.insert((row.into(), column.into()));
        }
    }
}
