//! What the cells of a row say: a text, a day, an id, that it is a total, or what `where:` asks for.

use std::borrow::Cow;
use std::collections::HashMap;

use indexmap::IndexMap;

use super::Problem;
use super::cells::Cell;
use super::date_time::without_time;
use super::sources::plain;

/// Whether a row has what a condition asks for; until one has it, what the rows have.
#[derive(Debug, Clone, Default)]
pub(super) struct Chosen {
    pub(super) is_met: bool,
    pub(super) others: Vec<String>,
}

/// The most values that are kept.
const MAX_OTHERS: usize = 11;

impl Chosen {
    /// Adds what another table has.
    pub(super) fn join(&mut self, other: Self) {
        self.is_met |= other.is_met;
        let new = other.others.into_iter().filter(|other| !self.others.contains(other));
        let new: Vec<String> = new.collect();
        self.others.extend(new);
    }

    /// True if a cell has the value.
    pub(super) fn is_in(&mut self, cell: &Cell<'_>, value: &str) -> bool {
        let text = text_of(cell);
        let is_met = plain(&text) == value;
        self.is_met |= is_met;
        let is_new = !self.is_met && self.others.len() < MAX_OTHERS && !text.is_empty();
        if is_new && !self.others.iter().any(|other| *other == text) {
            self.others.push(text.into_owned());
        }
        is_met
    }
}

/// True if a row of a table that begins with this text is a total.
pub(super) fn is_total(first: &str) -> bool {
    const WORDS: [&str; 8] =
        ["total", "totals", "grand total", "sum", "summe", "gesamt", "total général", "totaal"];
    can_be_total(first).is_some_and(|first| WORDS.contains(&first.as_str()))
}

/// The plain words of a text that is short enough for the name of a total.
pub(super) fn can_be_total(first: &str) -> Option<String> {
    (first.len() < 30 && !first.starts_with(|c: char| c.is_ascii_digit())).then(|| plain(first))
}

pub(super) fn text_of<'c>(cell: &'c Cell<'_>) -> Cow<'c, str> {
    match cell {
        Cell::Text(text) => Cow::Borrowed(text.trim()),
        Cell::Number(number) => Cow::Owned(number.to_string()),
        Cell::Percent(number) => Cow::Owned(format!("{number}%")),
        Cell::Day(day) => Cow::Owned(day.to_string()),
        Cell::Empty | Cell::Formula => Cow::Borrowed(""),
    }
}

/// The index of a day.
pub(super) fn day(
    last: &mut Option<(String, usize)>,
    days: &mut IndexMap<String, usize>,
    text: &str,
    row: usize,
) -> usize {
    let text = without_time(text);
    if let Some((known, index)) = last
        && known == text
    {
        return *index;
    }
    let index = match days.get_index_of(text) {
        Some(index) => index,
        None => days.insert_full(text.to_owned(), row).0,
    };
    *last = Some((text.to_owned(), index));
    index
}

/// Adds the id of a post or ticket, unless it is there already.
pub(super) fn check_id(
    ids: &mut HashMap<String, usize>,
    name: &str,
    id: &str,
    row: usize,
) -> Result<(), Problem> {
    // A spreadsheet keeps 15 digits of a number, so several ids become the same one.
    let is_number = id.bytes().all(|byte| byte.is_ascii_digit());
    let is_rounded = id.contains("E+") || is_number && id.len() > 15 && id.ends_with("00");
    if id.is_empty() || is_rounded {
        return Ok(());
    }
    let Some(first) = ids.insert(id.to_owned(), row) else { return Ok(()) };
    let message = if is_number {
        format!("the `{name}` {id} is there twice, in rows {first} and {row}")
    } else {
        format!("rows {first} and {row} have the same `{name}`")
    };
    Err(Problem::new(message, "it would count twice: download the file again, or remove one of the rows"))
}
