//! JSON formats against their schemas, which stand in `tests/schemas`.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{CLEAN, FEW, json, list, odd, of_rule};
use crate::folder::Folder;

pub fn assert_valid(name: &str, value: &Value) {
    let file = format!("tests/schemas/{name}.schema.json");
    let schema = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
    let schema = jsonschema::options().should_validate_formats(true).build(&json(&schema)).unwrap();
    let faults: Vec<String> =
        schema.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert_eq!(faults, Vec::<String>::new(), "{name}");
}

fn format_of(schema: &str) -> &str {
    schema.split('-').next().unwrap()
}

const SCHEMAS: [&str; 3] = ["sarif-2.1.0", "gitlab", "rdjson"];

#[test]
fn every_strategy_gives_valid_documents() {
    let folder = Folder::new("valid");
    let strategies = Path::new(env!("CARGO_MANIFEST_DIR")).join("strategies");
    for from in ["", "broken", "readings"] {
        for entry in fs::read_dir(strategies.join(from)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let name = Path::new(from).join(path.file_name().unwrap());
                folder.write(name.to_str().unwrap(), &fs::read_to_string(&path).unwrap());
            }
        }
    }
    for schema in SCHEMAS {
        let run = folder.run(&format!("check . --today 2027-04-05 --format {}", format_of(schema)));
        assert_eq!(run.code, 1);
        assert_valid(schema, &json(&run.out));
    }
}

#[test]
fn a_clean_strategy_and_none_at_all_give_valid_documents_without_findings() {
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
fn the_schemas_refuse_what_is_wrong() {
    let folder = odd("refuse");
    for (schema, at) in
        SCHEMAS.into_iter().zip(["/runs/0/results/0/level", "/0/severity", "/diagnostics/0/severity"])
    {
        let run = folder.run(&format!("check plans --format {}", format_of(schema)));
        let mut value = json(&run.out);
        *value.pointer_mut(at).unwrap() = "grave".into();
        assert!(std::panic::catch_unwind(|| assert_valid(schema, &value)).is_err(), "{schema}");
    }
}

#[test]
fn sarif_describes_the_rules_that_spoke_and_links_the_other_places() {
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
    assert!(text.contains(" Help: start engagement after 2027-03-01"), "{text}");
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
fn a_level_that_was_changed_is_the_one_that_is_told() {
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
