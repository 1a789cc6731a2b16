#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use serde_json::{Value, json};

use super::*;
use crate::linter::Linter;
use crate::source::Source;
use change::{How, Side};

mod findings;
mod kinds;
mod silence;
mod standing;

/// A whole strategy of a body that says what a test is about.
fn strategy(body: &str) -> String {
    let head = if body.contains("strategy:") {
        ""
    } else {
        "strategy: { name: Parts 2027, status: active, owner: mia, period: 2027 }\n"
    };
    format!("stratplan: 1\n{head}{body}")
}

fn document(text: &str, csv: Option<&str>) -> Document {
    Document::read(Source::new("parts.yaml", text), |_| {
        csv.map(|csv| Source::new("readings.csv", csv)).ok_or_else(|| "no files here".to_owned())
    })
}

/// What changed from one text to another as of 5 April 2027.
fn between(old: &Document, new: &Document) -> Diff {
    let linter = Linter::new(Date::constant(2027, 4, 5));
    let (before, after) = (linter.check(old), linter.check(new));
    Diff::between(Judged { document: old, outcome: &before }, Judged { document: new, outcome: &after })
        .unwrap()
}

fn diff(old: &str, new: &str) -> Diff {
    between(&document(&strategy(old), None), &document(&strategy(new), None))
}

/// The changes, one line each: `activity guide moved key=start from=2027-05-01 to=2027-06-01 days=31`.
fn lines(diff: &Diff) -> Vec<String> {
    let line = |change: &Change| {
        let value = serde_json::to_value(change).unwrap();
        let mut map = value.as_object().unwrap().clone();
        map.retain(|key, value| {
            !value.is_null() && !["title", "owner", "address", "pillar", "follows"].contains(&key.as_str())
        });
        let mut value = |key| map.shift_remove(key).unwrap().as_str().unwrap().to_owned();
        let mut words = vec![value("what"), value("id"), value("how")];
        words.retain(|word| !word.is_empty());
        words.extend(map.iter().map(|(key, value)| match value {
            Value::String(text) => format!("{key}={text}"),
            value => format!("{key}={value}"),
        }));
        words.join(" ")
    };
    diff.changes.iter().map(line).collect()
}

fn changes(old: &str, new: &str) -> Vec<String> {
    lines(&diff(old, new))
}

fn kpi(says: &str) -> String {
    format!("kpis: {{ visits: {{ {says} }} }}\n")
}

fn activity(says: &str) -> String {
    format!("pillars: {{ promotion: {{ activities: {{ guide: {{ {says} }} }} }} }}\n")
}

fn gears(says: &str) -> String {
    format!("purposes: {{ marketing: {{ gears: {{ {says} }} }} }}\n")
}
