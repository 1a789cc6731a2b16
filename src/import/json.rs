//! JSON: a list of records, as Mastodon gives it, and reports of Discourse.

use std::borrow::Cow;

use rust_decimal::Decimal;
use serde_json::Value;

use super::Problem;
use super::cells::Cell;
use super::unpack::{Content, Part};

/// The largest JSON that is read: in memory it takes many times its size.
const MAX_JSON: usize = 10 << 20;

/// The tables of a JSON text.
pub(super) fn read(text: &str) -> Result<Vec<Part>, Problem> {
    if text.len() > MAX_JSON {
        let message = format!("a JSON file larger than {} MB, which no export is", MAX_JSON >> 20);
        return Err(Problem::new(message, "export the figures as CSV, or a shorter time"));
    }
    let value: Value = serde_json::from_str(text).map_err(|error| {
        let message = format!("line {} is not JSON, so the file is damaged or cut off", error.line());
        Problem::new(message, "download it again")
    })?;
    let parts = match &value {
        Value::Array(rows) if rows.iter().all(|row| row.get("data").is_some()) && !rows.is_empty() => {
            rows.iter().filter_map(report).collect()
        }
        Value::Array(rows) => records(rows).into_iter().collect(),
        Value::Object(map) => match (map.get("reports"), map.get("report")) {
            (Some(Value::Array(reports)), _) => reports.iter().filter_map(report).collect(),
            (_, Some(one)) => report(one).into_iter().collect(),
            _ => report(&value).into_iter().collect(),
        },
        _ => Vec::new(),
    };
    if parts.is_empty() {
        let message = "there is no table in this JSON file";
        return Err(Problem::new(message, "export the figures as CSV or Excel"));
    }
    Ok(parts)
}

/// A report of Discourse: a name and points.
fn report(report: &Value) -> Option<Part> {
    let points = report.get("data")?.as_array()?;
    let name = report.get("type").or_else(|| report.get("title"))?.as_str()?;
    let header = vec![text("date"), text("value")];
    let mut rows = vec![(1, vec![text(name)]), (2, header)];
    for (index, point) in points.iter().enumerate() {
        let (Some(x), Some(y)) = (point.get("x"), point.get("y")) else { return None };
        rows.push((index + 3, vec![cell(x), cell(y)]));
    }
    Some(Part { name: name.to_owned(), content: Content::Rows(rows) })
}

/// A list of records: the keys of the first one are the header.
fn records(rows: &[Value]) -> Option<Part> {
    let first = rows.first()?.as_object()?;
    let keys: Vec<&String> = first.keys().collect();
    let mut all = vec![(1, keys.iter().map(|key| text(key)).collect())];
    for (index, row) in rows.iter().enumerate() {
        let row = row.as_object()?;
        // A record with another key is a row with a column too many, which is reported.
        let others = row.keys().filter(|key| !keys.contains(key)).map(|_| text("?"));
        let cells = keys.iter().map(|key| row.get(*key).map_or(Cell::Empty, cell)).chain(others);
        all.push((index + 2, cells.collect()));
    }
    Some(Part { name: String::new(), content: Content::Rows(all) })
}

fn text(text: &str) -> Cell<'static> {
    Cell::Text(Cow::Owned(text.to_owned()))
}

fn cell(value: &Value) -> Cell<'static> {
    match value {
        Value::Null => Cell::Empty,
        Value::String(written) => text(written),
        Value::Number(number) => {
            let written = number.to_string();
            let read = written.parse().ok().or_else(|| Decimal::from_scientific(&written).ok());
            read.map_or(Cell::Formula, Cell::Number)
        }
        _ => text("?"),
    }
}
