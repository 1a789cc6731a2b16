//! Finds the tables of a part: lines above a header, the header, and the rows below it up to the next table.

use std::ops::ControlFlow;

use super::Problem;
use super::cells::Cell;
use super::rows::text_of;
use super::unpack::{Content, Part};

/// The most lines above a header that are kept, and how long each is.
const MAX_LINES: usize = 40;
const MAX_LINE: usize = 200;
/// In how many rows a header is looked for below a row that is not one.
const MAX_SEARCH: usize = 60;

/// The lines above a table, and its header.
#[derive(Debug, Default)]
pub(super) struct Header {
    pub(super) lines: Vec<String>,
    pub(super) cells: Vec<String>,
    pub(super) row: usize,
}

/// What becomes of the tables.
pub(super) trait Sink {
    /// True if these cells are the header of a known table.
    fn is_header(&self, header: &Header) -> bool;
    fn begin(&mut self, header: Header);
    /// True if figures of the table that has begun are taken.
    fn takes(&self) -> bool {
        false
    }
    fn row(&mut self, number: usize, cells: &[Cell<'_>]) -> Result<(), Problem>;
}

pub(super) fn scan(part: &Part, sink: &mut impl Sink) -> Result<(), Problem> {
    let is_text = matches!(part.content, Content::Text(_));
    let mut scan =
        Scan { sink, is_text, lines: Vec::new(), width: None, is_known: false, rows: 0, blank: false };
    part.rows(&mut |number, cells| match scan.row(number, cells) {
        Ok(()) => ControlFlow::Continue(()),
        Err(problem) => ControlFlow::Break(problem),
    })
}

struct Scan<'s, S> {
    sink: &'s mut S,
    is_text: bool,
    lines: Vec<String>,
    /// The number of columns of the table, if there is one.
    width: Option<usize>,
    is_known: bool,
    rows: usize,
    blank: bool,
}

impl<S: Sink> Scan<'_, S> {
    fn row(&mut self, number: usize, all: &[Cell<'_>]) -> Result<(), Problem> {
        let filled = all.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
        let cells = all.get(..filled).unwrap_or_default();
        if filled == 0 {
            self.blank = true;
            return Ok(());
        }
        if let [Cell::Text(line)] = all
            && line.starts_with('#')
        {
            self.end();
            self.keep(line);
            return Ok(());
        }
        let was_blank = std::mem::take(&mut self.blank);
        if let Some(width) = self.width {
            let is_more = !was_blank || filled <= width && cells.iter().any(is_figure);
            // A header can follow rows of a table, or a line that only looked like a header.
            let is_searched =
                was_blank || !self.is_known && self.rows < MAX_SEARCH || !cells.iter().any(is_figure);
            if is_searched && filled > 1 {
                let header = self.header(number, cells);
                if self.sink.is_header(&header) {
                    return self.begin(header);
                }
            }
            if is_more {
                self.rows += 1;
                // In `2027-06,1,200`, the second comma belongs to the figure.
                let is_cut = filled > width && self.sink.takes();
                if self.is_text && (self.is_known || is_cut) {
                    check_width(number, all.len(), filled, width)?;
                }
                return self.sink.row(number, all);
            }
            self.end();
        }
        if filled == 1 || cells.iter().filter(|cell| !cell.is_empty()).count() == 1 {
            let line =
                cells.iter().map(Cell::text).find(|text| !text.is_empty()).unwrap_or_default().to_owned();
            self.keep(&line);
            return Ok(());
        }
        let header = self.header(number, cells);
        self.begin(header)
    }

    fn header(&self, row: usize, cells: &[Cell<'_>]) -> Header {
        let names = cells.iter().map(|cell| text_of(cell).into_owned());
        Header { lines: self.lines.clone(), cells: names.collect(), row }
    }

    #[allow(clippy::unnecessary_wraps)] // ends a function that can fail
    fn begin(&mut self, header: Header) -> Result<(), Problem> {
        self.width = Some(header.cells.len());
        self.is_known = self.sink.is_header(&header);
        self.rows = 0;
        self.sink.begin(header);
        Ok(())
    }

    /// Ends the table, if there is one, and forgets the lines above it.
    fn end(&mut self) {
        if self.width.take().is_some() {
            self.lines.clear();
        }
    }

    fn keep(&mut self, line: &str) {
        if self.lines.len() < MAX_LINES {
            self.lines.push(line.chars().take(MAX_LINE).collect());
        }
    }
}

/// True for a cell that a header does not have.
fn is_figure(cell: &Cell<'_>) -> bool {
    match cell {
        Cell::Number(_) | Cell::Percent(_) | Cell::Day(_) => true,
        Cell::Text(text) => text.trim().bytes().any(|byte| byte.is_ascii_digit()) && !text.contains('('),
        Cell::Empty | Cell::Formula => false,
    }
}

/// Refuses a row of a text that is cut off, or in which a separator belongs to a figure.
pub(super) fn check_width(number: usize, written: usize, filled: usize, width: usize) -> Result<(), Problem> {
    if written >= width && filled <= width {
        return Ok(());
    }
    let columns = if filled > width { filled } else { written };
    let help = if filled > width {
        "put a figure or a text in quotes if what separates the columns is in it: \"1,200\"; a spreadsheet does so when it \
         saves “CSV UTF-8”"
    } else {
        "it is cut off: download it again"
    };
    Err(Problem::new(format!("row {number} has {columns} columns, and the header has {width}"), help))
}
