//! The sheets of an OpenDocument workbook. `calamine` reserves every cell up to the last one, so a sheet with one cell far
//! away would need gigabytes; this reads only the cells that have something in them.

use std::borrow::Cow;
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use rust_decimal::Decimal;

use super::Problem;
use super::cells::Cell;
use super::sheets::{Cells, damaged, hidden};
use super::unpack::Part;

/// The sheets of a workbook, each a part.
pub(super) fn read(bytes: Vec<u8>) -> Result<Vec<Part>, Problem> {
    let mut text = String::new();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    let mut content = archive.by_name("content.xml").map_err(|_| damaged())?;
    content.read_to_string(&mut text).map_err(|_| damaged())?;
    let mut book = Book::default();
    let mut reader = Reader::from_str(&text);
    loop {
        match reader.read_event().map_err(|_| damaged())? {
            Event::Start(start) => book.open(&start)?,
            Event::Empty(start) => {
                book.open(&start)?;
                book.close(start.name().0)?;
            }
            Event::End(end) => book.close(end.name().0)?,
            Event::Text(text) => book.text(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                let known = quick_xml::escape::resolve_predefined_entity(&reference);
                let letter = || reference.resolve_char_ref().ok().flatten().map(String::from);
                book.text(&known.map(str::to_owned).or_else(letter).ok_or_else(damaged)?);
            }
            Event::Eof => return Ok(book.parts),
            _ => {}
        }
    }
}

/// What has been read so far.
#[derive(Default)]
struct Book {
    parts: Vec<Part>,
    cells: Cells,
    name: String,
    /// The style that is open, those of hidden sheets, and whether the sheet has one of them.
    style: Option<String>,
    hidden: Vec<String>,
    is_hidden: bool,
    row: u32,
    /// How often the row is there.
    rows: u32,
    column: u32,
    /// The cell that is open.
    cell: Option<Open>,
    /// How deep in comments and drawings, whose text is not that of the cell.
    aside: u32,
}

struct Open {
    /// How often the cell is there.
    times: u32,
    /// What its attributes say, if they say it.
    value: Option<Cell<'static>>,
    text: String,
    paragraphs: u32,
}

impl Book {
    fn open(&mut self, start: &BytesStart<'_>) -> Result<(), Problem> {
        let name = start.name().0;
        match name {
            "office:annotation" | "draw:frame" | "table:shapes" => self.aside += 1,
            _ if self.aside > 0 => {}
            "style:style" => self.style = attribute(start, "style:name")?,
            "style:table-properties" if attribute(start, "table:display")?.as_deref() == Some("false") => {
                self.hidden.extend(self.style.take());
            }
            "table:table" => {
                self.name = attribute(start, "table:name")?.unwrap_or_default();
                let style = attribute(start, "table:style-name")?;
                self.is_hidden = style.is_some_and(|style| self.hidden.contains(&style));
                self.row = 0;
            }
            "table:table-row" => {
                self.rows = repeated(start, "table:number-rows-repeated")?;
                self.column = 0;
            }
            "table:table-cell" | "table:covered-table-cell" => {
                let times = repeated(start, "table:number-columns-repeated")?;
                self.cell = Some(Open { times, value: value(start)?, text: String::new(), paragraphs: 0 });
            }
            _ => {}
        }
        let Some(cell) = self.cell.as_mut().filter(|_| self.aside == 0) else { return Ok(()) };
        match name {
            "text:p" => {
                cell.paragraphs += 1;
                if cell.paragraphs > 1 {
                    cell.text.push('\n');
                }
            }
            "text:s" | "text:tab" => cell.text.push(' '),
            "text:line-break" => cell.text.push('\n'),
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &str) -> Result<(), Problem> {
        match name {
            "office:annotation" | "draw:frame" | "table:shapes" => self.aside = self.aside.saturating_sub(1),
            _ if self.aside > 0 => {}
            "table:table" => {
                let (cells, name) = (std::mem::take(&mut self.cells), std::mem::take(&mut self.name));
                self.parts.push(if self.is_hidden { hidden(&name) } else { cells.part(name) });
            }
            "table:table-row" => self.row = self.row.saturating_add(self.rows),
            "table:table-cell" | "table:covered-table-cell" => {
                let Some(Open { times, value, text, .. }) = self.cell.take() else { return Ok(()) };
                let cell = value.unwrap_or(Cell::Text(Cow::Owned(text)));
                let end = self.column.saturating_add(times);
                if !cell.is_empty() {
                    for row in self.row..self.row.saturating_add(self.rows) {
                        for column in self.column..end {
                            self.cells.put((row, column), cell.clone())?;
                        }
                    }
                }
                self.column = end;
            }
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if let Some(cell) = self.cell.as_mut().filter(|cell| self.aside == 0 && cell.paragraphs > 0) {
            cell.text.push_str(text);
        }
    }
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Result<Option<String>, Problem> {
    let found = start.try_get_attribute(name).map_err(|_| damaged())?;
    let value =
        found.map(|one| one.normalized_value(quick_xml::XmlVersion::Implicit1_0).map(Cow::into_owned));
    value.transpose().map_err(|_| damaged())
}

fn repeated(start: &BytesStart<'_>, name: &str) -> Result<u32, Problem> {
    attribute(start, name)?.map_or(Ok(1), |count| count.parse().map_err(|_| damaged()))
}

/// What the attributes of a cell say. None if its text says it.
fn value(start: &BytesStart<'_>) -> Result<Option<Cell<'static>>, Problem> {
    if attribute(start, "table:formula")?.is_some() {
        return Ok(Some(Cell::Formula));
    }
    let figure = |text: String| text.parse().ok().or_else(|| Decimal::from_scientific(&text).ok());
    Ok(match attribute(start, "office:value-type")?.as_deref() {
        Some("percentage") => {
            let value = attribute(start, "office:value")?.and_then(figure);
            Some(value.map_or(Cell::Formula, Cell::percent))
        }
        Some("float" | "currency") => {
            let value = attribute(start, "office:value")?.and_then(figure);
            Some(value.map_or(Cell::Formula, |value| Cell::Number(value.normalize())))
        }
        Some("date") => {
            let text = attribute(start, "office:date-value")?.unwrap_or_default();
            let day = text.get(..10).and_then(|day| day.parse().ok());
            Some(day.map_or(Cell::Formula, Cell::Day))
        }
        // As it is shown: `09:30`.
        Some("time") => None,
        Some("boolean") => attribute(start, "office:boolean-value")?.map(|text| Cell::Text(Cow::Owned(text))),
        _ => attribute(start, "office:string-value")?.map(|text| Cell::Text(Cow::Owned(text))),
    })
}
