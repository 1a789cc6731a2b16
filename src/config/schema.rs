//! The JSON Schema of `stratplan.toml`, made from the keys that are read and from the rules.

use serde_json::{Map, Value, json};

use super::{FailOn, KEYS, STATUS_KEYS, SetLevel};
use crate::finding::{Measure, Rule};
use crate::rules;

/// What an editor needs to complete and check the file.
///
/// Three things only the reader knows: whether patterns can be used, whether the file of `extend` is
/// there, and that `at-risk` may not lie above `on-track`.
pub fn schema() -> Value {
    let keys = KEYS.iter().map(|key| {
        let mut what = match key.name {
            "extend" => json!({ "type": "string", "pattern": "\\S" }),
            "exclude" => {
                json!({ "type": "array", "items": { "type": "string", "pattern": "^([^#\\s]|\\s+\\S)" } })
            }
            "fail-on" => json!({ "enum": names(&FailOn::ALL), "default": FailOn::Error.name() }),
            "status" => {
                table(STATUS_KEYS.iter().map(|key| (key.name, described(number(Measure::Share), key.says))))
            }
            _ => table(rules::all().map(|rule| (rule.name, described(of_rule(rule), rule.summary)))),
        };
        what = described(what, key.says);
        (key.name, what)
    });
    let mut schema = table(keys);
    let head = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "stratplan.toml",
        "description": "Settings of stratplan for the strategies below a folder.",
    });
    if let (Value::Object(head), Value::Object(body)) = (head, &mut schema) {
        *body = head.into_iter().chain(std::mem::take(body)).collect();
        body.insert("$defs".to_owned(), definitions());
    }
    schema
}

/// A table with these keys and no others.
fn table<'k>(keys: impl Iterator<Item = (&'k str, Value)>) -> Value {
    let properties: Map<String, Value> = keys.map(|(key, what)| (key.to_owned(), what)).collect();
    json!({ "type": "object", "additionalProperties": false, "properties": properties })
}

fn described(what: Value, says: &str) -> Value {
    let mut described = Map::from_iter([("description".to_owned(), json!(says))]);
    if let Value::Object(what) = what {
        described.extend(what);
    }
    Value::Object(described)
}

fn names<T>(all: &[(&'static str, T)]) -> Vec<&'static str> {
    all.iter().map(|(name, _)| *name).collect()
}

/// A level, or a table with the level and the numbers.
fn of_rule(rule: &Rule) -> Value {
    let lowest = lowest(rule);
    if rule.options.is_empty() {
        return json!({ "default": rule.level.name(), "$ref": format!("#/$defs/rule-from-{lowest}") });
    }
    let numbers = rule.options.iter().map(|option| {
        let mut what = number(option.measure);
        if let Value::Object(what) = &mut what {
            what.insert("default".to_owned(), plain(option.default));
        }
        (option.name, described(what, option.summary))
    });
    json!({ "default": rule.level.name(), "anyOf": whole(lowest, numbers) })
}

/// The lowest level that a rule may have.
fn lowest(rule: &Rule) -> &'static str {
    SetLevel::ALL.iter().find(|(_, level)| level.fits(rule)).map_or("", |(name, _)| name)
}

/// A level that is not lower than another, or a table with it.
fn whole<'k>(lowest: &str, numbers: impl Iterator<Item = (&'k str, Value)>) -> [Value; 2] {
    let level = json!({ "$ref": format!("#/$defs/level-from-{lowest}") });
    [level.clone(), table(std::iter::once(("level", level)).chain(numbers))]
}

/// What rules have in common, by the lowest level that they may have.
fn definitions() -> Value {
    let levels = names(&SetLevel::ALL);
    let used = levels.iter().enumerate().filter(|(_, name)| rules::all().any(|rule| lowest(rule) == **name));
    let from = used.flat_map(|(at, lowest)| {
        let level = json!({ "enum": levels.get(at..).unwrap_or_default() });
        let rule = json!({ "anyOf": whole(lowest, std::iter::empty()) });
        [(format!("level-from-{lowest}"), level), (format!("rule-from-{lowest}"), rule)]
    });
    from.collect::<Map<String, Value>>().into()
}

fn number(measure: Measure) -> Value {
    let (least, most) = measure.range();
    let kind = if measure.is_whole() { "integer" } else { "number" };
    json!({ "type": kind, "minimum": plain(least), "maximum": plain(most) })
}

/// A number without a point where it needs none.
#[allow(clippy::cast_possible_truncation)] // it was just seen to be whole, and settings are small
fn plain(number: f64) -> Value {
    if number.fract() == 0.0 { json!(number as i64) } else { json!(number) }
}
