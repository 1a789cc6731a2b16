//! What charts of bars share: a row with a name and a bar, on sheets that fit on paper.

use minijinja::value::Value;

use super::svg::Element;

pub(super) const WIDTH: f64 = 960.0;
/// Where the bars begin, next to the names.
pub(super) const BARS: f64 = 196.0;
pub(super) const ROW: f64 = 30.0;
/// The size of the figures.
pub(super) const FONT: f64 = 12.5;
/// The number of bars that fit on a sheet of paper.
const MAX_BARS: usize = 28;

/// What the name of a part ends in, if there are several: `, 2 of 3`.
pub(super) fn part(index: usize, count: usize) -> String {
    if count > 1 { format!(", {} of {count}", index + 1) } else { String::new() }
}

/// A chart of bars, in as many pictures as it takes for each to fit on a sheet of paper, each with its name. `draw`
/// gets a part of the rows, its index and what its name ends in.
pub(super) fn bar_charts<T>(name: &str, rows: &[T], draw: impl Fn(&[T], usize, &str) -> Element) -> Value {
    let sheets = rows.chunks(MAX_BARS);
    let count = sheets.len();
    let drawings = sheets.enumerate().map(|(index, rows)| {
        let part = part(index, count);
        (format!("{name}{part}"), draw(rows, index, &part))
    });
    drawings.collect()
}
