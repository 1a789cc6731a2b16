//! The JSON formats of other tools, validated with the schemas in `tests/schemas`.

use std::fs;

use serde_json::Value;

use super::{CLEAN, FEW, json, list, odd, of_rule};
use crate::support::{Folder, root, strategies, text_of};

pub fn assert_valid(name: &str, value: &Value) {
    let schema = text_of(&format!("tests/schemas/{name}.schema.json"));
    let schema = jsonschema::options().should_validate_formats(true).build(&json(&schema)).unwrap();
    let errors: Vec<String> =
        schema.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert_eq!(errors, Vec::<String>::new(), "{name}");
}

fn format_of(schema: &str) -> &str {
    schema.split('-').next().unwrap()
}

const SCHEMAS: [&str; 3] = ["sarif-2.1.0", "gitlab", "rdjson"];

#[test]
fn every_strategy_gives_a_valid_document() {
    let folder = Folder::new("valid");
    for strategy in strategies() {
        folder.write(&strategy.path, &strategy.text);
    }
    for entry in fs::read_dir(root().join("strategies/readings")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let path = format!("strategies/readings/{name}");
        folder.write(&path, &text_of(&path));
    }
    for schema in SCHEMAS {
        let run = folder.run(&format!("check . --today 2027-04-05 --format {}", format_of(schema)));
        assert_eq!(run.code, 1);
        assert_valid(schema, &json(&run.out));
    }
}

#[test]
fn without_findings_or_strategies_the_document_is_still_valid() {
    let folder = Folder::new("none");
    folder.write("clean.yaml", CLEAN);
    for line in
        ["check clean.yaml --select gear-out-of-order", "check nothing --allow-empty", "check nothing"]
    {
        fs::create_dir_all(folder.0.join("nothing")).unwrap();
        for (schema, at) in SCHEMAS.into_iter().zip(["/runs/0/results", "", "/diagnostics"]) {
            let run = folder.run(&format!("{line} --format {}", format_of(schema)));
            let value = json(&run.out);
            assert_valid(schema, &value);
            assert_eq!(list(&value, at).len(), 0, "{line}: {schema}");
        }
        for format in ["jsonl", "github"] {
            assert_eq!(folder.run(&format!("{line} --format {format}")).out, "", "{line}");
        }
    }
}

#[test]
fn the_schemas_reject_an_unknown_level() {
    let folder = odd("refuse");
    for (schema, at) in
        SCHEMAS.into_iter().zip(["/runs/0/results/0/level", "/0/severity", "/diagnostics/0/severity"])
    {
        let run = folder.run(&format!("check plans --format {}", format_of(schema)));
        let mut value = json(&run.out);
        *value.pointer_mut(at).unwrap() = "severe".into();
        assert!(std::panic::catch_unwind(|| assert_valid(schema, &value)).is_err(), "{schema}");
    }
}

#[test]
fn sarif_describes_the_rules_and_links_related_positions() {
    let folder = odd("sarif");
    let value = json(&folder.run(&format!("check plans {FEW} --format sarif")).out);
    let (rules, results) = (list(&value, "/runs/0/tool/driver/rules"), list(&value, "/runs/0/results"));
    let ids: Vec<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["unknown-key", "duplicate-reading", "goal-unserved", "gear-out-of-order"]);
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(result["ruleId"], ids[index]);
    }
    let rule = &rules[3];
    assert_eq!(rule["shortDescription"]["text"], "The gears of a purpose do not start in its order.");
    assert!(rule["help"]["markdown"].as_str().unwrap().starts_with("## What it checks\n"));
    assert_eq!(rule["properties"]["tags"], serde_json::json!(["gears"]));
    assert_eq!(rule["defaultConfiguration"]["level"], "error");

    let order = of_rule(results, "/ruleId", "gear-out-of-order");
    let text = order["message"]["text"].as_str().unwrap();
    assert!(text.starts_with("Engagement starts before acquisition. For marketing the order is"), "{text}");
    assert!(text.contains(" Help: if acquisition was running before that"), "{text}");
    assert!(text.ends_with("See: acquisition starts here ([line 7](1))."), "{text}");
    let related = &order["relatedLocations"][0];
    assert_eq!((&related["id"], &related["message"]["text"]), (&1.into(), &"acquisition starts here".into()));
    assert_eq!(related["physicalLocation"]["region"]["startColumn"], 38);
    let address = &order["locations"][0]["logicalLocations"][0]["fullyQualifiedName"];
    assert_eq!(address, "purposes.marketing.gears.engagement");

    let key = of_rule(results, "/ruleId", "unknown-key");
    assert_eq!(key["fixes"][0]["properties"]["safety"], "safe");
}

#[test]
fn a_changed_level_is_used_in_every_format() {
    let folder = odd("levels");
    folder.write("stratplan.toml", "[rules]\ngear-out-of-order = \"info\"\ngoal-unserved = \"warning\"\n");
    let run = |format: &str| json(&folder.run(&format!("check plans {FEW} --format {format}")).out);
    let level = |value: &Value, at: &str, rule: &str, of: &str, key: &str| {
        of_rule(list(value, at), rule, of)[key].as_str().unwrap().to_owned()
    };
    for (format, at, rule, key, words) in [
        ("sarif", "/runs/0/results", "/ruleId", "level", ["error", "warning", "note"]),
        ("gitlab", "", "/check_name", "severity", ["major", "minor", "info"]),
        ("rdjson", "/diagnostics", "/code/value", "severity", ["ERROR", "WARNING", "INFO"]),
    ] {
        let value = run(format);
        let of = ["unknown-key", "goal-unserved", "gear-out-of-order"];
        assert_eq!(of.map(|of| level(&value, at, rule, of, key)), words, "{format}");
    }
}
