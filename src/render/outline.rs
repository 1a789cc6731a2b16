//! A report as blocks: headings, sentences, tables, lists. The words and figures are laid out once
//! ([`layout`](super::layout)), and the [`terminal`], [`markdown`] and [`html`] renderers only format
//! them.
//!
//! Texts are as the author wrote them. Each format makes them safe in its own way, so nothing here is
//! escaped twice or not at all.

pub mod html;
pub mod markdown;
pub mod terminal;

use crate::words::text::{Text, bold, dim, join, name};

/// A report as blocks, in reading order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outline {
    pub(crate) blocks: Vec<Block>,
}

/// A part of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Block {
    /// What the report is about, and a note after it.
    Title(Text, Text),
    Section {
        /// What a page links to and finds its pictures by.
        id: &'static str,
        title: Text,
        /// What follows the title, less prominently.
        note: Text,
    },
    Subsection(Text),
    Text(Text),
    /// Short facts in a row; lines break between them.
    Facts(Vec<Text>),
    Table(Table),
    List(List),
}

/// A verdict, seen before the text is read. The sign says it without the color.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Mark {
    Good,
    /// Look at this.
    Care,
    Bad,
    Added,
    Removed,
    Changed,
}

impl Mark {
    pub(crate) const ALL: [Self; 6] =
        [Self::Good, Self::Care, Self::Bad, Self::Added, Self::Removed, Self::Changed];

    pub(crate) const fn sign(self) -> &'static str {
        match self {
            Self::Good => "✓",
            Self::Care => "▲",
            Self::Bad => "✗",
            Self::Added => "+",
            Self::Removed => "−",
            Self::Changed => "~",
        }
    }
}

/// Figures in columns, all of the same height. The first column names the rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Table {
    pub columns: Vec<Column>,
    /// What the short titles mean, if there are any.
    pub legend: Option<&'static str>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Column {
    pub title: &'static str,
    /// The title if there is little room.
    short: Option<&'static str>,
    /// Figures are aligned to the right.
    pub is_figures: bool,
    /// Left out if there is little room.
    is_optional: bool,
    pub cells: Vec<Cell>,
}

/// What a row says in a column; no text if there is nothing to say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Cell {
    pub mark: Option<Mark>,
    pub text: Text,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct List {
    pub is_numbered: bool,
    pub entries: Vec<Entry>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Entry {
    pub mark: Option<Mark>,
    pub text: Text,
    /// What to do about it; empty if there is nothing.
    pub detail: Text,
}

/// A column with a cell for each item.
pub(crate) fn column<'a, T, C: Into<Cell>>(
    title: &'static str,
    items: &'a [T],
    cell: impl FnMut(&'a T) -> C,
) -> Column {
    let cells = items.iter().map(cell).map(Into::into).collect();
    Column { title, short: None, is_figures: false, is_optional: false, cells }
}

/// Who else takes part in each item; none if nobody does in any.
pub(crate) fn with_others<'a, T>(items: &'a [T], with: impl Fn(&'a T) -> &'a [String]) -> Option<Column> {
    let cell = |item| join(with(item).iter().map(name), ", ");
    items.iter().any(|item| !with(item).is_empty()).then(|| column("with", items, cell))
}

/// A column of figures with one for each item.
pub(crate) fn figures<'a, T, C: Into<Cell>>(
    title: &'static str,
    items: &'a [T],
    cell: impl FnMut(&'a T) -> C,
) -> Column {
    Column { is_figures: true, ..column(title, items, cell) }
}

/// A cell with a mark before its text.
pub(crate) fn marked(mark: Option<Mark>, text: impl Into<Text>) -> Cell {
    Cell { mark, text: text.into() }
}

impl<T: Into<Text>> From<T> for Cell {
    fn from(text: T) -> Self {
        marked(None, text)
    }
}

impl Column {
    /// Gives the column a title for if there is little room.
    pub(crate) fn short(self, title: &'static str) -> Self {
        Self { short: Some(title), ..self }
    }

    /// Lets the column be left out if there is little room.
    pub(crate) fn optional(self) -> Self {
        Self { is_optional: true, ..self }
    }
}

impl Table {
    pub(crate) fn new(columns: impl IntoIterator<Item = Column>) -> Self {
        Self { columns: columns.into_iter().collect(), legend: None }
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = impl Iterator<Item = (&Column, &Cell)>> {
        let height = self.columns.first().map_or(0, |column| column.cells.len());
        (0..height)
            .map(|row| self.columns.iter().filter_map(move |column| Some((column, column.cells.get(row)?))))
    }

    /// The table if there is little room: short titles, and no optional columns.
    fn shortened(&self) -> Self {
        let columns = self.columns.iter().filter(|column| !column.is_optional).cloned();
        Self::new(columns.map(|column| Column { title: column.short.unwrap_or(column.title), ..column }))
    }

    /// Leaves out the columns in which no row says anything.
    pub(crate) fn without_empty_columns(mut self) -> Self {
        let mut is_first = true;
        self.columns.retain(|column| {
            std::mem::take(&mut is_first) || column.cells.iter().any(|cell| !cell.text.is_empty())
        });
        self
    }
}

impl Entry {
    pub(crate) fn new(mark: impl Into<Option<Mark>>, text: impl Into<Text>) -> Self {
        Self { mark: mark.into(), text: text.into(), detail: Text::default() }
    }
}

impl List {
    pub(crate) fn bullets(entries: impl IntoIterator<Item = Entry>) -> Self {
        Self { is_numbered: false, entries: entries.into_iter().collect() }
    }
}

impl Outline {
    pub(crate) fn title(&mut self, title: impl Into<Text>, note: impl Into<Text>) {
        self.blocks.push(Block::Title(title.into(), note.into()));
    }

    pub(crate) fn section(&mut self, id: &'static str, title: impl Into<Text>, note: impl Into<Text>) {
        self.blocks.push(Block::Section { id, title: title.into(), note: note.into() });
    }

    pub(crate) fn subsection(&mut self, title: impl Into<Text>) {
        self.blocks.push(Block::Subsection(title.into()));
    }

    pub(crate) fn text(&mut self, text: impl Into<Text>) {
        self.blocks.push(Block::Text(text.into()));
    }

    pub(crate) fn bold(&mut self, text: impl Into<Text>) {
        self.text(bold(text));
    }

    pub(crate) fn dim(&mut self, text: impl Into<Text>) {
        self.text(dim(text));
    }

    pub(crate) fn facts(&mut self, facts: Vec<Text>) {
        self.blocks.push(Block::Facts(facts));
    }

    /// A table, or a sentence if it has no rows and there is one.
    pub(crate) fn table_or(&mut self, table: Table, otherwise: &str) {
        let is_empty = table.rows().next().is_none();
        match is_empty {
            false => self.blocks.push(Block::Table(table)),
            true if otherwise.is_empty() => {}
            true => self.dim(otherwise),
        }
    }

    /// A list, or a sentence if it has no entries and there is one.
    pub(crate) fn list_or(&mut self, list: List, otherwise: &str) {
        match list.entries.is_empty() {
            false => self.blocks.push(Block::List(list)),
            true if otherwise.is_empty() => {}
            true => self.dim(otherwise),
        }
    }
}
