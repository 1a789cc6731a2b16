//! The difference between two versions: every difference is reported and nothing else. Older versions are read
//! from git under any name.

mod command;
mod git;
mod targets;

use fastrand::Rng;
use jiff::civil::{Date, date};
use serde_json::{Map, Value, json};
use stratplan::reports::{Diff, Judged, Likeness};
use stratplan::{Document, Linter, Selection};

use crate::support::generator::{AS_OF, Plan, strategy};
use crate::support::{every, read};

const REFERENCE: &str = include_str!("../strategies/reference.strategy.yaml");
const TODAY: Date = date(2027, 4, 5);

fn between(old: &Document, new: &Document, today: Date) -> Diff {
    compare_with(&Linter::new(today), old, new)
}

fn compare_with(linter: &Linter, old: &Document, new: &Document) -> Diff {
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

/// A model as a file, with its keys in random order and a few comments.
fn written(model: &Value, rng: &mut Rng) -> String {
    let mut shuffled = model.clone();
    shuffle(&mut shuffled, rng);
    let text = serde_yaml::to_string(&shuffled).unwrap();
    let lines = text.lines().map(|line| {
        let is_outermost = line.starts_with(|c: char| c.is_ascii_lowercase());
        let remark = if is_outermost && rng.bool() { "# reviewed\n" } else { "" };
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
fn the_order_of_keys_and_comments_are_not_a_difference() {
    for seed in 0..12 {
        let plan = Plan { seed, activities: 2 + usize::try_from(seed).unwrap() * 3, typos: 0 };
        let old = read(&strategy(plan));
        let today = AS_OF.parse().unwrap();
        let same = between(&old, &old, today);
        assert!(same.changes.is_empty() && same.findings.is_empty(), "seed {seed}");
        assert_eq!(same.likeness, Likeness::Identical);

        let text = written(&model(&old), &mut Rng::with_seed(seed));
        let new = read(&text);
        assert_eq!(model(&old), model(&new), "seed {seed}: the copy has the same content");
        let diff = between(&old, &new, today);
        assert_eq!(diff.changes, [], "seed {seed}");
        assert!(diff.findings.is_empty(), "seed {seed}: {:#?}", diff.findings);
        assert_eq!(diff.likeness, Likeness::Alike, "seed {seed}");
    }
}

#[test]
fn a_file_with_errors_does_not_differ_from_itself() {
    for seed in 0..12 {
        let text = strategy(Plan { seed, activities: 20, typos: 6 });
        let old = read(&text);
        let new = read(&format!("# reviewed\n\n{text}"));
        let diff = between(&old, &new, TODAY);
        assert_eq!(diff.changes, [], "seed {seed}");
        assert!(diff.findings.is_empty(), "seed {seed}: {:#?}", diff.findings);
    }
}

#[test]
fn different_strategies_are_never_reported_as_equal() {
    for seed in 0..24 {
        let make = |seed, typos| read(&strategy(Plan { seed, activities: 12, typos }));
        let errors = usize::try_from(seed % 4).unwrap();
        let (old, new) = (make(seed / 2, 0), make(seed, errors));
        let diff = between(&old, &new, TODAY);
        let has_changes = !diff.changes.is_empty();
        assert!(has_changes || model(&old) == model(&new) || !diff.new.is_judged, "seed {seed}");
    }
}

/// The paths of all values in a model.
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
fn every_changed_or_removed_value_is_reported_at_its_address() {
    let old = read(REFERENCE);
    let model_before = model(&old);
    let mut all = Vec::new();
    paths(&model_before, &[], &mut all);
    assert!(all.len() > 350, "{}", all.len());
    let mut rng = Rng::with_seed(1);
    // One rule is enough: this test is about changes, and there are many versions.
    let selection = Selection { select: vec!["no-goals".to_owned()], ..Selection::default() };
    let linter = Linter::new(TODAY).select(&selection).unwrap();
    let (mut changed, mut removed) = (0, 0);
    for path in all.into_iter().step_by(every(3)) {
        let [above @ .., last] = path.as_slice() else { unreachable!() };
        let container = above.iter().fold(&model_before, |value, key| &value[key]);
        for is_removed in [true, false] {
            let mut model_now = model_before.clone();
            let map =
                above.iter().fold(&mut model_now, |value, key| &mut value[key]).as_object_mut().unwrap();
            if is_removed {
                map.shift_remove(last);
            } else if let Some(other) = other(&container[last]) {
                map[last] = other;
            } else {
                continue;
            }
            let new = read(&written(&model_now, &mut rng));
            if !new.judgeable {
                continue;
            }
            let diff = compare_with(&linter, &old, &new);
            let address = path.join(".");
            let is_about =
                |one: &str| one.is_empty() || address.starts_with(one) || one.starts_with(&address);
            // A parent or child of the value counts as its address.
            assert!(
                diff.changes.iter().any(|change| is_about(&change.subject.to_string())),
                "{address}, removed: {is_removed}: {:#?}",
                diff.changes
            );
            if is_removed { removed += 1 } else { changed += 1 }
        }
    }
    assert!(changed > 250 / every(3) && removed > 340 / every(3), "{changed} changed, {removed} removed");
}
