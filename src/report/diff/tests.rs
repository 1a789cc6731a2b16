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

/// The changes as data, less what says what they are about.
fn told(diff: &Diff) -> Vec<Value> {
    let changes = diff.changes.iter().map(|change| {
        let mut value = serde_json::to_value(change).unwrap();
        let map = value.as_object_mut().unwrap();
        for key in ["title", "owner", "address", "pillar", "follows"] {
            map.shift_remove(key);
        }
        map.retain(|_, value| !value.is_null());
        value
    });
    changes.collect()
}

fn changes(old: &str, new: &str) -> Vec<Value> {
    told(&diff(old, new))
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
