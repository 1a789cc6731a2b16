//! What a report says, as blocks: headings, sentences, tables, lists. One way to lay a report out
//! for every format, so that the same words and figures stand in all of them.
//!
//! A report becomes an outline once ([`tell`](super::tell)); [`terminal`], [`markdown`] and
//! [`html`] only set it. Texts in an outline are as the author wrote them: each format makes them safe in its
//! own way, so nothing here is escaped twice or not at all.

pub mod html;
pub mod markdown;
pub mod terminal;

/// A report as blocks, in the order of reading.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outline {
    /// The blocks.
    pub blocks: Vec<Block>,
}

/// A part of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// What the report is about.
    Title(Vec<Run>),
    /// The beginning of a part.
    Section {
        /// What a page calls it, to put pictures beside it and to link to it.
        id: &'static str,
        /// Its name.
        title: Vec<Run>,
    },
    /// The beginning of a part of a part.
    Part(Vec<Run>),
    /// A few sentences.
    Text(Vec<Run>),
    /// Figures in rows.
    Table(Table),
    /// One thing after the other.
    List(List),
}

/// A piece of text and how loud it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The text, as its author wrote it.
    pub text: String,
    /// How loud it is.
    pub tone: Tone,
}

/// How loud a piece of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// As usual.
    Plain,
    /// Emphasis.
    Strong,
    /// What matters less.
    Quiet,
}

/// What to think of something, seen before it is read. The sign tells without the colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mark {
    /// All is well: ✓.
    Good,
    /// Look at this: ▲.
    Care,
    /// This is wrong: ✗.
    Bad,
    /// This is new: +.
    Added,
    /// This is gone: −.
    Removed,
    /// This differs: ~.
    Changed,
}

impl Mark {
    /// Its sign.
    pub const fn sign(self) -> &'static str {
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

/// Figures in rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What stands in each column; the first names the row.
    pub columns: Vec<Column>,
    /// The rows, each with a cell a column.
    pub rows: Vec<Vec<Cell>>,
    /// What the short titles mean, where there are any.
    pub legend: Option<String>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What stands in it.
    pub title: String,
    /// The same in a letter or two, where there is little room.
    pub short: Option<String>,
    /// True for figures, which stand to the right.
    pub is_figures: bool,
    /// True for what can be left out where there is little room.
    pub is_extra: bool,
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cell {
    /// What to think of it.
    pub mark: Option<Mark>,
    /// What it says; empty where there is nothing to say.
    pub text: String,
}

/// One thing after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// True where the order matters.
    pub is_numbered: bool,
    /// The things.
    pub entries: Vec<Entry>,
}

/// One thing of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What to think of it.
    pub mark: Option<Mark>,
    /// What it says.
    pub text: Vec<Run>,
    /// What to do about it.
    pub detail: Option<String>,
}

/// Text as usual.
pub fn plain(text: impl Into<String>) -> Run {
    Run { text: text.into(), tone: Tone::Plain }
}

/// Text with emphasis.
pub fn strong(text: impl Into<String>) -> Run {
    Run { text: text.into(), tone: Tone::Strong }
}

/// Text that matters less.
pub fn quiet(text: impl Into<String>) -> Run {
    Run { text: text.into(), tone: Tone::Quiet }
}

/// A cell of text.
pub fn cell(text: impl Into<String>) -> Cell {
    Cell { mark: None, text: text.into() }
}

/// A cell with a mark before its text.
pub fn marked(mark: Option<Mark>, text: impl Into<String>) -> Cell {
    Cell { mark, text: text.into() }
}

impl Outline {
    /// What the report is about.
    pub fn title(&mut self, runs: Vec<Run>) {
        self.blocks.push(Block::Title(runs));
    }

    /// Begins a part.
    pub fn section(&mut self, id: &'static str, title: impl Into<String>) {
        self.blocks.push(Block::Section { id, title: vec![strong(title)] });
    }

    /// Begins a part whose title goes on in a quieter tone.
    pub fn section_with(&mut self, id: &'static str, title: impl Into<String>, rest: impl Into<String>) {
        self.blocks.push(Block::Section { id, title: vec![strong(title), quiet(rest)] });
    }

    /// Begins a part of a part.
    pub fn part(&mut self, title: impl Into<String>) {
        self.blocks.push(Block::Part(vec![strong(title)]));
    }

    /// A sentence as usual.
    pub fn say(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Text(vec![plain(text)]));
    }

    /// A sentence with emphasis.
    pub fn loud(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Text(vec![strong(text)]));
    }

    /// A sentence that matters less.
    pub fn whisper(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Text(vec![quiet(text)]));
    }

    /// The first thing to do.
    pub fn first(&mut self, text: &str) {
        self.blocks.push(Block::Text(vec![strong("First:"), plain(format!(" {text}"))]));
    }

    /// Facts side by side.
    pub fn facts(&mut self, facts: &[String]) {
        self.say(facts.join(" · "));
    }

    /// A table; where it has no row, a sentence that says so, if there is one.
    pub fn table_or(&mut self, table: Table, otherwise: &str) {
        match (table.rows.is_empty(), otherwise) {
            (false, _) => self.blocks.push(Block::Table(table)),
            (true, "") => {}
            (true, sentence) => self.whisper(sentence),
        }
    }

    /// A list; where it is empty, a sentence that says so, if there is one.
    pub fn list_or(&mut self, list: List, otherwise: &str) {
        match (list.entries.is_empty(), otherwise) {
            (false, _) => self.blocks.push(Block::List(list)),
            (true, "") => {}
            (true, sentence) => self.whisper(sentence),
        }
    }
}

impl Table {
    /// A table with these columns. A title that begins with `#` is one of figures; one that ends in
    /// `?` can be left out where there is little room, and `listen|L` can be written shorter there.
    pub fn new(columns: &[&str]) -> Self {
        let columns = columns.iter().map(|title| {
            let (title, is_figures) = title.strip_prefix('#').map_or((*title, false), |title| (title, true));
            let (title, is_extra) = title.strip_suffix('?').map_or((title, false), |title| (title, true));
            let (title, short) =
                title.split_once('|').map_or((title, None), |(title, short)| (title, Some(short)));
            Column { title: title.to_owned(), short: short.map(str::to_owned), is_figures, is_extra }
        });
        Self { columns: columns.collect(), rows: Vec::new(), legend: None }
    }

    /// Says what its short titles mean.
    #[must_use]
    pub fn explained(mut self, legend: &str) -> Self {
        self.legend = Some(legend.to_owned());
        self
    }

    /// As it is where there is little room: short titles, and less of what can be left out.
    #[must_use]
    pub fn shortened(&self) -> Self {
        let mut short = self.clone();
        let mut keep = self.columns.iter().map(|column| !column.is_extra);
        short.columns.retain(|_| keep.next().unwrap_or(true));
        for row in &mut short.rows {
            let mut keep = self.columns.iter().map(|column| !column.is_extra);
            row.retain(|_| keep.next().unwrap_or(true));
        }
        for column in &mut short.columns {
            if let Some(title) = column.short.take() {
                column.title = title;
            }
        }
        short
    }

    /// Adds a row.
    pub fn row(&mut self, cells: Vec<Cell>) {
        self.rows.push(cells);
    }

    /// Takes out the columns in which no row says anything.
    #[must_use]
    pub fn without_empty_columns(mut self) -> Self {
        let is_said = |index: usize| {
            self.rows
                .iter()
                .any(|row| row.get(index).is_some_and(|cell| !cell.text.is_empty() && cell.text != "–"))
        };
        let said: Vec<bool> = (0..self.columns.len()).map(|index| index == 0 || is_said(index)).collect();
        let mut keep = said.iter();
        self.columns.retain(|_| keep.next().copied().unwrap_or(true));
        for row in &mut self.rows {
            let mut keep = said.iter();
            row.retain(|_| keep.next().copied().unwrap_or(true));
        }
        self
    }
}
