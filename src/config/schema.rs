//! The JSON Schema of `stratplan.toml`: the keys of [`Config`], and below `rules` a key for each rule.

use clap::ValueEnum;
use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use super::{Config, FailOn, SetLevel, name};
use crate::finding::{Measure, Rule};

/// What an editor needs to complete and check the file.
///
/// Three things only the reader knows: whether patterns can be used, whether the file of `extend`
/// exists, and that `at-risk` must not be above `on-track`.
pub fn schema() -> Value {
    let without_nulls = RecursiveTransform(|schema: &mut Schema| {
        if schema.get("default") == Some(&Value::Null) {
            schema.remove("default");
        }
    });
    let settings = SchemaSettings::draft2020_12().with_transform(without_nulls);
    serde_json::to_value(settings.into_generator().into_root_schema_for::<Config>()).unwrap_or_default()
}

pub(super) fn fail_on(_: &mut SchemaGenerator) -> Schema {
    let names: Vec<String> = FailOn::value_variants().iter().map(name).collect();
    json_schema!({ "enum": names })
}

pub(super) fn pace(_: &mut SchemaGenerator) -> Schema {
    number(Measure::Share)
}

pub(super) fn rules(generator: &mut SchemaGenerator) -> Schema {
    for (at, lowest) in SetLevel::value_variants().iter().enumerate() {
        if crate::rules::all().any(|rule| SetLevel::lowest(rule) == *lowest) {
            let names: Vec<String> = SetLevel::value_variants().iter().skip(at).map(name).collect();
            let lowest = name(lowest);
            let rule = json!({ "anyOf": setting(&lowest, Map::new()) });
            let shared = generator.definitions_mut();
            shared.insert(format!("level-from-{lowest}"), json!({ "enum": names }));
            shared.insert(format!("rule-from-{lowest}"), rule);
        }
    }
    table(&crate::rules::all().map(|rule| (rule.name.to_owned(), of_rule(rule))).collect())
}

fn of_rule(rule: &Rule) -> Value {
    let lowest = name(&SetLevel::lowest(rule));
    let mut schema =
        json_schema!({ "description": rule.summary, "default": name(&SetLevel::built_in(rule)) });
    if rule.options.is_empty() {
        schema.insert("$ref".to_owned(), format!("#/$defs/rule-from-{lowest}").into());
    } else {
        let numbers = rule.options.iter().map(|option| {
            let mut number = number(option.measure);
            number.insert("description".to_owned(), option.summary.into());
            number.insert("default".to_owned(), plain(option.default));
            (option.name.to_owned(), number.into())
        });
        schema.insert("anyOf".to_owned(), setting(&lowest, numbers.collect()));
    }
    schema.into()
}

/// A level that is not lower than another, or a table with it and with numbers.
fn setting(lowest: &str, numbers: Map<String, Value>) -> Value {
    let level = json!({ "$ref": format!("#/$defs/level-from-{lowest}") });
    let keys = std::iter::once(("level".to_owned(), level.clone())).chain(numbers);
    json!([level, table(&keys.collect())])
}

/// A table with these keys and no others.
fn table(properties: &Map<String, Value>) -> Schema {
    json_schema!({ "type": "object", "additionalProperties": false, "properties": properties })
}

fn number(measure: Measure) -> Schema {
    let (least, most) = measure.range();
    let kind = if measure.is_whole() { "integer" } else { "number" };
    json_schema!({ "type": kind, "minimum": plain(least), "maximum": plain(most) })
}

/// A number without a point unless it needs one.
#[allow(clippy::cast_possible_truncation)] // it has no fraction, and settings are small
fn plain(number: f64) -> Value {
    if number.fract() == 0.0 { json!(number as i64) } else { json!(number) }
}
