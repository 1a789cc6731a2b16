//! Cells: a cell is a text, a figure or a day, never code.

use std::borrow::Cow;

use jiff::civil::Date;
use rust_decimal::Decimal;

/// A cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell<'t> {
    Empty,
    Text(Cow<'t, str>),
    /// A figure that a program wrote as one.
    Number(Decimal),
    /// A share that a workbook shows with a percent sign, in percent.
    Percent(Decimal),
    Day(Date),
    /// What a spreadsheet computes, or an error of it.
    Formula,
}

impl Cell<'_> {
    /// A figure that a workbook keeps as 0.045 and shows as 4.5 %.
    pub(super) fn percent(fraction: Decimal) -> Cell<'static> {
        let percent = fraction.checked_mul(Decimal::ONE_HUNDRED);
        percent.map_or(Cell::Formula, |percent| Cell::Percent(percent.normalize()))
    }

    pub(super) fn to_owned(&self) -> Cell<'static> {
        match self {
            Self::Empty => Cell::Empty,
            Self::Text(text) => Cell::Text(Cow::Owned(text.to_string())),
            Self::Number(number) => Cell::Number(*number),
            Self::Percent(number) => Cell::Percent(*number),
            Self::Day(day) => Cell::Day(*day),
            Self::Formula => Cell::Formula,
        }
    }

    /// A text without the space around it; empty if it is not a text.
    pub(super) fn text(&self) -> &str {
        if let Self::Text(text) = self { text.trim() } else { "" }
    }

    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }
}
