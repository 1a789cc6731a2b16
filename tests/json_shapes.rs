//! The JSON that each command prints: its shape, and that real output matches the schema printed for it.
//!
//! `tests/json-shapes/*.txt` lists one key per line. `goals?: [object]?` means that the key can be absent
//! (`?` on the name) and that the value can be null (`?` at the end). `{is="on"}` is one of several
//! variants, `count` an integer from 0. `SNAPSHOTS=overwrite cargo test json_shapes` regenerates the listings.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::Value;
use snapbox::{Data, assert_data_eq};

use crate::support::{Folder, root, strategies, stratplan};

const REPORTS: [&str; 6] = ["check", "gaps", "plan", "what-if", "diff", "show"];

fn schema(name: &str) -> Value {
    stratplan(&["schema", name]).json()
}

#[test]
fn the_listed_shapes_match_the_printed_schemas() {
    for name in REPORTS.into_iter().chain(["config-show"]) {
        let listing = list(name, &schema(name));
        let path = root().join(format!("tests/json-shapes/{name}.txt"));
        assert_data_eq!(listing, Data::read_from(&path, None).raw());
    }
}

#[test]
fn every_report_matches_its_schema() {
    for name in REPORTS {
        let validator = jsonschema::validator_for(&schema(name)).unwrap();
        let mut outputs = 0;
        for strategy in strategies() {
            let (command, more): (&str, &[&str]) = match name {
                "what-if" => ("plan", &["--move", "engagement=2027-06-01"]),
                "gaps" => ("gaps", &["--since", "strategies/reference.strategy.yaml"]),
                "diff" => ("diff", &["strategies/reference.strategy.yaml"]),
                name => (name, &[]),
            };
            let arguments = [command, &strategy.path, "--today", &strategy.today, "--format", "json"];
            let run = stratplan(&[&arguments, more].concat());
            // Some strategies have no gear of that name, and some files cannot be edited.
            if run.code == 2 && name == "what-if" {
                continue;
            }
            let printed = run.json();
            outputs += 1;
            assert_eq!(printed["version"], 1, "{arguments:?}");
            let errors: Vec<String> = validator
                .iter_errors(&printed)
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect();
            assert_eq!(errors, Vec::<String>::new(), "{arguments:?}");
        }
        assert!(outputs > 5, "{name}: {outputs} outputs");
    }
}

#[test]
fn the_settings_match_their_schema() {
    let folder = Folder::new("json-settings");
    let validator = jsonschema::validator_for(&schema("config-show")).unwrap();
    folder.write("stratplan.toml", "exclude = [\"old/\"]\n[rules.hard-sell]\nmax-share = 0.1\n");
    for flags in ["", "--isolated", "--config status.on-track=1 --config rules.no-goals=off"] {
        let mut shown = folder.run(&format!("config show --format json {flags}")).json();
        assert_eq!(validator.validate(&shown).map_err(|error| error.to_string()), Ok(()));
        shown["settings"]["fail-on"]["value"] = "off".into();
        assert!(!validator.is_valid(&shown));
    }
}

/// A schema that accepts everything would make the tests above worthless.
#[test]
fn the_schemas_reject_an_unknown_status() {
    let mut report = stratplan(&[
        "gaps",
        "strategies/reference.strategy.yaml",
        "--today",
        "2027-04-05",
        "--format",
        "json",
    ])
    .json();
    let validator = jsonschema::validator_for(&schema("gaps")).unwrap();
    assert!(validator.is_valid(&report));
    report["kpis"][0]["status"] = "splendid".into();
    assert!(!validator.is_valid(&report));
}

/// One line per key, in the order of the schema.
fn list(name: &str, schema: &Value) -> String {
    let mut listing = Listing { schema, out: String::new(), listed: BTreeMap::new() };
    listing.children(name, schema);
    listing.out
}

struct Listing<'a> {
    schema: &'a Value,
    out: String,
    /// Where the keys of a shared record were listed first.
    listed: BTreeMap<&'a str, String>,
}

impl<'a> Listing<'a> {
    fn value(&mut self, path: &str, schema: &'a Value, is_required: bool) {
        let mut words = Vec::new();
        self.words(schema, &mut words);
        let optional = if is_required { "" } else { "?" };
        let nullable = if words.len() == 2 && words.iter().any(|word| word == "null") { "?" } else { "" };
        words.retain(|word| nullable.is_empty() || word != "null");
        writeln!(self.out, "{path}{optional}: {}{nullable}", words.join(" | ")).unwrap();
        self.children(path, schema);
    }

    /// The types that a value can have.
    fn words(&self, schema: &Value, words: &mut Vec<String>) {
        if let Some(name) = schema["$ref"].as_str() {
            match self.listed.get(name) {
                Some(first) => words.push(format!("as {first}")),
                None => self.words(&self.schema["$defs"][definition(name)], words),
            }
            return;
        }
        if let Some(constant) = schema.get("const") {
            return words.push(constant.to_string());
        }
        if schema["properties"].is_object() {
            return words.push("object".to_owned());
        }
        if let Some(variants) = schema["anyOf"].as_array().or(schema["oneOf"].as_array()) {
            for variant in variants {
                self.words(variant, words);
            }
            return words.dedup();
        }
        let types = schema["type"].as_array().map_or(std::slice::from_ref(&schema["type"]), Vec::as_slice);
        for kind in types {
            words.push(match (kind.as_str(), schema["format"].as_str()) {
                (Some("array"), _) => {
                    let mut items = Vec::new();
                    self.words(&schema["items"], &mut items);
                    let count =
                        schema["maxItems"].as_u64().map_or(String::new(), |count| format!("; {count}"));
                    format!("[{}{count}]", items.join(" | "))
                }
                (Some("object"), _) if schema["additionalProperties"].is_object() => {
                    let mut values = Vec::new();
                    self.words(&schema["additionalProperties"], &mut values);
                    format!("{{*: {}}}", values.join(" | "))
                }
                (Some("string"), Some(format)) => format.to_owned(),
                (Some("integer"), Some(format)) if format.starts_with("uint") => "count".to_owned(),
                (Some(kind), _) => kind.to_owned(),
                (None, _) => "any".to_owned(),
            });
        }
    }

    /// The keys inside a value.
    fn children(&mut self, path: &str, schema: &'a Value) {
        if let Some(name) = schema["$ref"].as_str() {
            let target = &self.schema["$defs"][definition(name)];
            let is_record = target["properties"].is_object() || variants(target).any(has_keys);
            if is_record && self.listed.contains_key(name) {
                return;
            }
            if is_record {
                self.listed.insert(name, path.to_owned());
            }
            return self.children(path, target);
        }
        for (key, value) in schema["properties"].as_object().into_iter().flatten() {
            self.value(&format!("{path}.{key}"), value, is_required(schema, key));
        }
        for variant in variants(schema) {
            let tag = tag(variant);
            let has_tag_alone = variant["properties"].as_object().is_some_and(|keys| keys.len() == 1);
            if has_tag_alone && variant["$ref"].is_string() {
                self.children(&format!("{path}{tag}"), variant);
            } else if tag.contains('=') && has_tag_alone {
                writeln!(self.out, "{path}{tag}").unwrap();
            }
            for (key, value) in variant["properties"].as_object().into_iter().flatten() {
                if !value["const"].is_string() {
                    self.value(&format!("{path}{tag}.{key}"), value, is_required(variant, key));
                }
            }
            if !has_keys(variant) {
                self.children(path, variant);
            }
        }
        self.children_of_items(&format!("{path}[]"), &schema["items"]);
        self.children_of_items(&format!("{path}.*"), &schema["additionalProperties"]);
    }

    fn children_of_items(&mut self, path: &str, schema: &'a Value) {
        if schema.is_object() {
            self.children(path, schema);
        }
    }
}

fn definition(reference: &str) -> &str {
    reference.trim_start_matches("#/$defs/")
}

fn variants(schema: &Value) -> impl Iterator<Item = &Value> {
    [&schema["anyOf"], &schema["oneOf"]].into_iter().filter_map(Value::as_array).flatten()
}

fn has_keys(schema: &Value) -> bool {
    schema["properties"].is_object()
}

fn is_required(schema: &Value, key: &str) -> bool {
    schema["required"].as_array().is_some_and(|required| required.iter().any(|one| one == key))
}

/// The constant that distinguishes a variant: `{how="moved"}`.
fn tag(variant: &Value) -> String {
    let mut keys = variant["properties"].as_object().into_iter().flatten();
    let constant = keys.find_map(|(key, value)| Some(format!("{{{key}={}}}", value.get("const")?)));
    constant.unwrap_or_default()
}
