//! Reads the tables of a file into figures by day, for what is wanted of them.

use std::collections::HashMap;

use indexmap::IndexMap;
use jiff::civil::Date;

use super::Problem;
use super::cells::Cell;
use super::dates::Order;
use super::figures::{self, Separator};
use super::layout::{Layout, date_column, layout};
use super::own_totals::OwnTotals;
use super::recognize::{self, Known, Near};
use super::rows::{Chosen, can_be_total, check_id, day, is_total, text_of};
use super::series::{Decided, Money, Series};
use super::sources::{Rows, plain};
use super::tables::{Header, Sink, scan};
use super::unpack::Part;
use super::wants::Want;
use crate::strategy::date::{CoarseDate, Days};
use crate::strategy::origin::{Combine, Export};
use crate::words::unit::is_money;

/// What the user decides.
#[derive(Debug, Clone)]
pub(crate) struct Choices {
    pub(crate) dates: Option<Order>,
    pub(crate) decimal: Option<Separator>,
    pub(crate) year: Option<i16>,
    /// The metric of a file that does not say so.
    pub(crate) metric: Option<String>,
    pub(crate) today: Date,
}

/// A table, with the columns that are wanted of it.
pub(super) struct Table {
    pub(super) part: String,
    pub(super) header: Header,
    pub(super) known: Option<Known>,
    pub(super) near: Option<Near>,
    /// Rows of figures.
    pub(super) rows: u64,
    /// Rows of the file's own total.
    pub(super) totals: u64,
    /// Those that have a date, so they can be the total of a day or a month.
    pub(super) dated_totals: u64,
    /// Rows without a date.
    pub(super) dateless: u64,
    /// The texts in the column of the date, and the first row of each.
    pub(super) days: IndexMap<String, usize>,
    pub(super) range: Option<Days>,
    pub(super) columns: Vec<Column>,
    pub(super) has_date: bool,
    /// True if the last row may be cut off.
    pub(super) is_open_ended: bool,
    pub(super) date: Option<usize>,
    /// The columns of figures of a known export, and what surely is for decimals in one of them.
    figures: Vec<usize>,
    decimals: Vec<Separator>,
    /// The ids of posts or tickets, and the row of each.
    ids: HashMap<String, usize>,
    own_totals: Option<OwnTotals>,
}

/// A column that is wanted.
pub(super) struct Column {
    /// The index of the want.
    pub(super) want: usize,
    pub(super) layout: Layout,
    series: Series,
    /// What rows have in the columns of the conditions.
    pub(super) chosen: Vec<Chosen>,
}

/// A column that was read: the figures by day.
pub(super) struct Taken {
    pub(super) days: Vec<(CoarseDate, super::series::Figures)>,
    pub(super) decided: Decided,
    pub(super) left_out: u64,
}

struct Reader<'w, 'a> {
    wants: &'w [Want<'a>],
    part: &'w Part,
    tables: Vec<Table>,
    last: Option<(String, usize)>,
}

/// The tables of a part.
pub(super) fn tables(part: &Part, wants: &[Want<'_>]) -> Result<Vec<Table>, Problem> {
    let mut reader = Reader { wants, part, tables: Vec::new(), last: None };
    scan(part, &mut reader)?;
    for table in &mut reader.tables {
        if let Some(own) = table.own_totals.take() {
            own.check(table.totals)?;
        }
    }
    if let Some(table) = reader.tables.last_mut() {
        table.is_open_ended = part.ends_in_a_line();
    }
    Ok(reader.tables)
}

impl Sink for Reader<'_, '_> {
    fn is_header(&self, header: &Header) -> bool {
        recognize::recognize(header).is_some()
    }

    fn takes(&self) -> bool {
        self.tables.last().is_some_and(|table| !table.columns.is_empty())
    }

    fn begin(&mut self, header: Header) {
        let known = recognize::recognize(&header);
        let near = if known.is_none() { recognize::nearest(&header) } else { None };
        let range = recognize::range(&header);
        let date = known.as_ref().and_then(|known| {
            let is_date = |name: &&str| {
                let is_date = known
                    .source
                    .columns
                    .get(*name)
                    .is_some_and(|column| column.is == super::sources::Nature::Date);
                *name == known.source.date || is_date
            };
            known.columns.iter().position(|name| name.as_ref().is_some_and(is_date))
        });
        let wanted = self.wants.iter().enumerate().filter_map(|(index, want)| {
            let layout = layout(want, &header, known.as_ref(), date)?;
            let mut series = Series::new(want.is_whole(), want.by == Some(Combine::Median));
            if want.kpi.unit.get().is_some_and(|unit| is_money(unit)) {
                series.money = Money::Marked;
            }
            let chosen = vec![Chosen::default(); layout.conditions.len()];
            Some(Column { want: index, layout, series, chosen })
        });
        let columns: Vec<Column> = wanted.collect();
        let date = date
            .or_else(|| columns.iter().find_map(|column| column.layout.date))
            .or_else(|| date_column(&header));
        let figures = known.iter().flat_map(|known| {
            let is_figure =
                |name: &str| known.source.column(name).is_some_and(|(_, column)| column.is.is_figure());
            let columns = known.columns.iter().enumerate();
            columns.filter(move |(_, name)| name.is_some_and(is_figure)).map(|(at, _)| at)
        });
        let figures = figures.collect();
        let is_complete = date.is_some() || range.is_some();
        let own_totals = known.as_ref().filter(|_| !columns.is_empty());
        let own_totals = own_totals.map(|known| OwnTotals::of(known, is_complete));
        self.last = None;
        self.tables.push(Table {
            part: self.part.name.clone(),
            header,
            known,
            near,
            rows: 0,
            totals: 0,
            dated_totals: 0,
            dateless: 0,
            days: IndexMap::new(),
            range,
            columns,
            has_date: date.is_some(),
            is_open_ended: false,
            date,
            figures,
            decimals: Vec::new(),
            ids: HashMap::new(),
            own_totals,
        });
    }

    fn row(&mut self, number: usize, cells: &[Cell<'_>]) -> Result<(), Problem> {
        let Some(table) = self.tables.last_mut() else { return Ok(()) };
        if table.is_total(cells) {
            table.totals += 1;
            if let Some(own) = &mut table.own_totals {
                own.total(number, cells);
            }
            let date = table.date.and_then(|at| cells.get(at)).map(text_of).unwrap_or_default();
            table.dated_totals += u64::from(!date.is_empty() && !is_total(&date));
            for column in &mut table.columns {
                if self.wants.get(column.want).is_some_and(|want| adds_up(want)) {
                    let cell = column.layout.value.and_then(|at| cells.get(at)).unwrap_or(&Cell::Empty);
                    column.series.set_total(number, cell);
                }
            }
            return Ok(());
        }
        table.rows += 1;
        table.add_id(number, cells)?;
        if let (Some(own), Some(known)) = (&mut table.own_totals, &table.known) {
            own.row(number, cells, known)?;
        }
        for cell in table.figures.iter().filter_map(|at| cells.get(*at)) {
            if let Some(separator) = figures::decimals(cell.text())
                && !table.decimals.contains(&separator)
            {
                table.decimals.push(separator);
            }
        }
        let date = table.date;
        let mut own = None;
        if let Some(at) = date {
            let cell = cells.get(at).unwrap_or(&Cell::Empty);
            if cell.is_empty() {
                table.dateless += 1;
                let is_item = table.known.as_ref().is_some_and(|known| known.source.rows == Rows::Items);
                if is_item || table.columns.is_empty() {
                    return Ok(());
                }
                let message = format!("row {number} has no date");
                return Err(Problem::new(
                    message,
                    "if it is not part of the table, remove it; otherwise add the date",
                ));
            }
            own = Some(day(&mut self.last, &mut table.days, &text_of(cell), number));
        }
        let days = &mut table.days;
        for column in &mut table.columns {
            let Some(want) = self.wants.get(column.want) else { continue };
            let layout = &column.layout;
            let mut is_chosen = true;
            for ((at, value), chosen) in layout.conditions.iter().zip(&mut column.chosen) {
                is_chosen &= chosen.is_in(cells.get(*at).unwrap_or(&Cell::Empty), value);
            }
            if !layout.across.is_empty() {
                for (at, text) in layout.across.iter().filter(|_| is_chosen) {
                    let index = day(&mut None, days, text, table.header.row);
                    column.series.add(number, index, cells.get(*at).unwrap_or(&Cell::Empty), true);
                }
                continue;
            }
            let index = match (layout.date, own) {
                (Some(at), _) if Some(at) != date => {
                    let cell = cells.get(at).unwrap_or(&Cell::Empty);
                    if cell.is_empty() {
                        continue;
                    }
                    day(&mut None, days, &text_of(cell), number)
                }
                (_, Some(own)) => own,
                (_, None) => day(&mut None, days, "", number),
            };
            match layout.value {
                Some(at) if !want.counts_rows() => {
                    column.series.add(number, index, cells.get(at).unwrap_or(&Cell::Empty), is_chosen);
                }
                _ => column.series.count(index, is_chosen),
            }
        }
        Ok(())
    }
}

/// True if the rows must add up to the file's own total.
fn adds_up(want: &Want<'_>) -> bool {
    want.nature().map_or(want.by == Some(Combine::Sum), super::sources::Nature::adds_up)
        && !want.counts_rows()
}

impl Table {
    /// True for a row that is the file's own total, whatever column says so.
    fn is_total(&self, cells: &[Cell<'_>]) -> bool {
        let known = self.known.as_ref().map(|known| known.source);
        let known = known.filter(|source| source.export != Some(Export::Table));
        let is_total = |text: &str| match known {
            Some(source) => {
                can_be_total(text).is_some_and(|text| source.totals.iter().any(|word| plain(word) == text))
            }
            None => is_total(text),
        };
        // `where: { Channel: Total }` chooses such rows.
        let is_asked = |at: usize, text: &str| {
            let mut conditions = self.columns.iter().flat_map(|column| &column.layout.conditions);
            conditions.any(|(own, value)| *own == at && plain(text) == *value)
        };
        cells
            .iter()
            .enumerate()
            .map(|(at, cell)| (at, cell.text()))
            .any(|(at, text)| !text.is_empty() && is_total(text) && !is_asked(at, text))
    }

    /// Refuses a post or ticket that is there twice, such as in two downloads that were joined: it would count twice.
    fn add_id(&mut self, row: usize, cells: &[Cell<'_>]) -> Result<(), Problem> {
        let known = self.known.as_ref().filter(|_| !self.columns.is_empty());
        let Some((known, name)) = known.and_then(|known| Some((known, known.source.id.as_deref()?))) else {
            return Ok(());
        };
        let at = known.columns.iter().position(|column| *column == Some(name));
        let id = at.and_then(|at| cells.get(at)).map(text_of).unwrap_or_default();
        check_id(&mut self.ids, name, &id, row)
    }

    /// True if a day has a row for each of several parts, and perhaps not for all.
    pub(super) fn is_split(&self) -> bool {
        let Some(known) = self.known.as_ref().filter(|_| self.has_date) else { return false };
        let mut splits = known.source.splits.iter();
        splits.any(|name| known.columns.contains(&Some(name.as_str())))
    }

    /// True for a chart that has figures for a want.
    pub(super) fn is_chart(&self, want: usize) -> bool {
        self.columns.iter().any(|column| column.want == want && column.layout.is_chart)
    }

    /// The plain name of the column of the date.
    pub(super) fn date_name(&self, index: usize) -> String {
        let at = self.columns.get(index).and_then(|column| column.layout.date);
        at.and_then(|at| self.header.cells.get(at)).map(|name| plain(name)).unwrap_or_default()
    }

    /// The figures of a column by day.
    /// With `is_checked` the rows must add up to the row of the total.
    pub(super) fn take(
        &mut self,
        index: usize,
        want: &Want<'_>,
        choices: &Choices,
        is_checked: bool,
    ) -> Result<Taken, Problem> {
        let days = if self.date.is_none() && self.range.is_none() && self.days.contains_key("") {
            vec![CoarseDate::day(choices.today); self.days.len()]
        } else {
            self.days(choices)?
        };
        let Some(column) = self.columns.get_mut(index) else {
            return Err(Problem::new("this column was not read", "export it again"));
        };
        let value = column.layout.value.filter(|_| !want.counts_rows() && !column.layout.is_long);
        if let Some(header) = value.and_then(|at| self.header.cells.get(at)) {
            super::marks::check_header(header, want.id, want.kpi.unit.get().map(String::as_str))?;
        }
        let series = std::mem::take(&mut column.series);
        let left_out = series.left_out;
        let are_fractions = super::marks::check(&series, want)?;
        let name = want.take.unwrap_or(want.id);
        let mut decided = series.decide(name, choices.decimal, is_checked && adds_up(want))?;
        if !decided.is_checked && choices.decimal.is_none() {
            super::marks::check_separator(&decided, &self.decimals, name)?;
        }
        if are_fractions {
            decided.days.iter_mut().for_each(super::series::Figures::in_percent);
        }
        let figures = decided.days.iter().cloned();
        Ok(Taken { days: days.into_iter().zip(figures).collect(), decided, left_out })
    }
}
