//! What changed between two versions: nothing that differs goes unreported, nothing else is told; and
//! older versions come out of git whatever the user calls them.

mod command;
mod git;

use fastrand::Rng;
use jiff::civil::{Date, date};
use serde_json::{Map, Value, json};
use stratplan::document::Document;
use stratplan::linter::{Linter, Selection};
use stratplan::report::diff::{Diff, Judged, Likeness};
use stratplan::source::Source;

use crate::support::generator::{AS_OF, Plan, strategy};

const REFERENCE: &str = include_str!("../strategies/reference.strategy.yaml");
const TODAY: Date = date(2027, 4, 5);

fn document(text: &str) -> Document {
    Document::read(Source::new("strategy.yaml", text), |_| Err("there is no such file".to_owned()))
}

fn between(old: &Document, new: &Document, today: Date) -> Diff {
    judged_by(&Linter::new(today), old, new)
}

fn judged_by(linter: &Linter, old: &Document, new: &Document) -> Diff {
    let (before, after) = (linter.check(old), linter.check(new));
    Diff::between(Judged { document: old, outcome: &before }, Judged { document: new, outcome: &after })
        .unwrap()
}

fn model(document: &Document) -> Value {
    let mut model = serde_json::to_value(&document.strategy).unwrap();
    model["stratplan"] = json!(1);
    prune(&mut model);
    model
}

fn prune(value: &mut Value) {
    if let Value::Object(map) = value {
        map.retain(|_, value| !value.is_null());
        map.values_mut().for_each(prune);
    }
}

/// A model as a file, with its keys in any order and a comment here and there.
fn written(model: &Value, rng: &mut Rng) -> String {
    let mut shuffled = model.clone();
    shuffle(&mut shuffled, rng);
    let text = serde_yaml::to_string(&shuffled).unwrap();
    let lines = text.lines().map(|line| {
        let is_outermost = line.starts_with(|c: char| c.is_ascii_lowercase());
        let remark = if is_outermost && rng.bool() { "# looked through\n" } else { "" };
        format!("{remark}{line}\n")
    });
    lines.collect()
}

fn shuffle(value: &mut Value, rng: &mut Rng) {
    if let Value::Object(map) = value {
        let mut entries: Vec<(String, Value)> = std::mem::take(map).into_iter().collect();
        rng.shuffle(&mut entries);
        *map = Map::from_iter(entries);
        map.values_mut().for_each(|value| shuffle(value, rng));
    }
}

#[test]
fn a_file_and_a_copy_in_another_order_do_not_differ() {
    for seed in 0..12 {
        let plan = Plan { seed, activities: 2 + usize::try_from(seed).unwrap() * 3, faults: 0 };
        let old = document(&strategy(plan));
        let today = AS_OF.parse().unwrap();
        let same = between(&old, &old, today);
        assert!(same.changes.is_empty() && same.findings.is_empty(), "seed {seed}");
        assert_eq!(same.likeness, Likeness::Identical);

        let text = written(&model(&old), &mut Rng::with_seed(seed));
        let new = document(&text);
        assert_eq!(model(&old), model(&new), "seed {seed}: the copy says the same");
        let diff = between(&old, &new, today);
        assert_eq!(diff.changes, [], "seed {seed}");
        assert!(diff.findings.is_empty(), "seed {seed}: {:#?}", diff.findings);
        assert_eq!(diff.likeness, Likeness::Alike, "seed {seed}");
    }
}

#[test]
fn a_file_with_faults_does_not_differ_from_itself() {
    for seed in 0..12 {
        let text = strategy(Plan { seed, activities: 20, faults: 6 });
        let old = document(&text);
        let new = document(&format!("# looked through\n\n{text}"));
        let diff = between(&old, &new, TODAY);
        assert_eq!(diff.changes, [], "seed {seed}");
        assert!(diff.findings.is_empty(), "seed {seed}: {:#?}", diff.findings);
    }
}

#[test]
fn whatever_differs_between_two_strategies_is_told() {
    for seed in 0..24 {
        let make = |seed, faults| document(&strategy(Plan { seed, activities: 12, faults }));
        let faults = usize::try_from(seed % 4).unwrap();
        let (old, new) = (make(seed / 2, 0), make(seed, faults));
        let diff = between(&old, &new, TODAY);
        let is_told = !diff.changes.is_empty();
        assert!(is_told || model(&old) == model(&new) || !diff.new.is_judged, "seed {seed}");
    }
}

/// The paths of everything in a model.
fn paths(value: &Value, above: &[String], paths: &mut Vec<Vec<String>>) {
    if let Value::Object(map) = value {
        for (key, value) in map {
            let path: Vec<String> = above.iter().chain([key]).cloned().collect();
            paths_and(value, path, paths);
        }
    }
}

fn paths_and(value: &Value, path: Vec<String>, all: &mut Vec<Vec<String>>) {
    paths(value, &path, all);
    all.push(path);
}

/// Another value of the same kind.
fn other(value: &Value) -> Option<Value> {
    Some(match value {
        Value::String(text) => match text.parse::<Date>() {
            Ok(day) => json!(day.tomorrow().unwrap().to_string()),
            Err(_) => json!(format!("{text} too")),
        },
        Value::Number(number) => json!(number.as_f64().unwrap() + 0.5),
        Value::Bool(is_so) => json!(!is_so),
        Value::Array(items) => json!(items.iter().skip(1).collect::<Vec<_>>()),
        _ => return None,
    })
}

#[test]
fn every_value_that_is_changed_or_taken_out_is_told_at_its_address() {
    let old = document(REFERENCE);
    let whole = model(&old);
    let mut all = Vec::new();
    paths(&whole, &[], &mut all);
    assert!(all.len() > 350, "{}", all.len());
    let mut rng = Rng::with_seed(1);
    // What the rules find is not the question here, and there are many versions.
    let selection = Selection { select: vec!["no-goals".to_owned()], ..Selection::default() };
    let linter = Linter::new(TODAY).select(&selection).unwrap();
    let (mut changed, mut removed) = (0, 0);
    for path in all {
        let [above @ .., last] = path.as_slice() else { unreachable!() };
        let container = above.iter().fold(&whole, |value, key| &value[key]);
        for is_removed in [true, false] {
            let mut model_now = whole.clone();
            let map =
                above.iter().fold(&mut model_now, |value, key| &mut value[key]).as_object_mut().unwrap();
            if is_removed {
                map.shift_remove(last);
            } else if let Some(other) = other(&container[last]) {
                map[last] = other;
            } else {
                continue;
            }
            let new = document(&written(&model_now, &mut rng));
            if !new.judgeable {
                continue;
            }
            let diff = judged_by(&linter, &old, &new);
            let address = path.join(".");
            let is_about =
                |one: &str| one.is_empty() || address.starts_with(one) || one.starts_with(&address);
            // A status may be what it was without saying so, and then its figures tell nothing.
            assert!(
                diff.changes.iter().any(|change| is_about(&change.subject.to_string())),
                "{address}, removed: {is_removed}: {:#?}",
                diff.changes
            );
            if is_removed { removed += 1 } else { changed += 1 }
        }
    }
    assert!(changed > 250 && removed > 340, "{changed} changed, {removed} removed");
}
