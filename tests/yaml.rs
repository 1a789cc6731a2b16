//! The YAML reader compared with the YAML Test Suite and with `serde_yaml`.
//!
//! The suite is optional. To run it, set `STRATPLAN_YAML_SUITE` to a JSON list of its cases, each with
//! `id`, `yaml`, `fail` and `tree` (its events, one per line).

use proptest::prelude::*;
use stratplan::Source;
use stratplan::yaml::{self, NodeId, Style, Tree, Value};

#[derive(serde::Deserialize)]
struct Case {
    id: String,
    yaml: String,
    fail: bool,
    tree: String,
}

/// The events of the first document, as far as our tree keeps them.
fn expected(tree: &str) -> Vec<String> {
    let events = tree.lines().map(str::trim_start).skip_while(|line| !line.starts_with("+DOC")).skip(1);
    events.take_while(|line| !line.starts_with("-DOC")).map(event).collect()
}

/// An event without its anchor, its tag and the exact style of its quotes or block.
fn event(line: &str) -> String {
    let (name, mut rest) = line.split_at_checked(4).unwrap_or((line, ""));
    rest = rest.trim_start();
    if name != "=VAL" {
        return name.to_owned();
    }
    let mut tagged = false;
    while rest.starts_with(['&', '<']) {
        tagged |= rest.starts_with("<tag:yaml.org,2002:str>");
        rest = rest.split_once(' ').map_or("", |(_, rest)| rest);
    }
    let text = rest.get(1..).unwrap_or_default();
    let style = match rest.chars().next() {
        Some('"' | '\'') => 'q',
        Some('|' | '>') => 'b',
        _ if tagged && !text.is_empty() => 'q',
        _ => 'p',
    };
    format!("=VAL {style}{text}")
}

fn events(source: &Source, tree: &Tree) -> Vec<String> {
    fn walk(source: &Source, tree: &Tree, id: NodeId, out: &mut Vec<String>) {
        if tree.is_alias(id) {
            return out.push("=ALI".into());
        }
        match tree.value(source, id) {
            Value::Scalar(text, style) => {
                let style = match style {
                    Style::Plain => 'p',
                    Style::Quoted => 'q',
                    Style::Block => 'b',
                };
                let text = text.replace('\\', "\\\\").replace('\n', "\\n").replace('\t', "\\t");
                let text = text.replace('\r', "\\r").replace('\u{8}', "\\b");
                out.push(format!("=VAL {style}{text}"));
            }
            Value::Sequence(items) => {
                out.push("+SEQ".into());
                for item in items {
                    walk(source, tree, *item, out);
                }
                out.push("-SEQ".into());
            }
            Value::Mapping(entries) => {
                out.push("+MAP".into());
                for (key, value) in entries.iter() {
                    walk(source, tree, key, out);
                    walk(source, tree, value, out);
                }
                out.push("-MAP".into());
            }
            Value::Damaged => out.push("damaged".into()),
        }
    }
    let mut out = Vec::new();
    if let Some(root) = tree.root() {
        walk(source, tree, root, &mut out);
    }
    out
}

#[test]
fn the_yaml_test_suite_is_read_correctly() {
    let Ok(path) = std::env::var("STRATPLAN_YAML_SUITE") else {
        eprintln!("skipped: STRATPLAN_YAML_SUITE is not set");
        return;
    };
    let cases: Vec<Case> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let (mut valid, mut invalid, mut wrong, mut missed) = (0, 0, Vec::new(), Vec::new());
    for case in &cases {
        let source = Source::new(&case.id, &case.yaml);
        let (tree, mut findings) = yaml::parse(&source);
        if case.fail {
            invalid += 1;
            if findings.is_empty() {
                missed.push(case.id.as_str());
            }
            continue;
        }
        valid += 1;
        findings.retain(|finding| {
            let only_first = finding.message.starts_with("a second document");
            let empty = finding.message.starts_with("there is nothing");
            !only_first && !empty
        });
        let mut want = expected(&case.tree);
        if tree.root().is_none() && want == ["=VAL p"] {
            want.clear();
        }
        if !findings.is_empty() || events(&source, &tree) != want {
            wrong.push((case.id.as_str(), findings, events(&source, &tree), want));
        }
    }
    assert!(valid > 300 && invalid > 90, "{valid} valid and {invalid} invalid cases");
    assert!(wrong.is_empty(), "{} of {valid} valid cases are misread: {wrong:#?}", wrong.len());
    eprintln!("{valid} valid cases read, {} of {invalid} invalid ones rejected", invalid - missed.len());
    assert!(missed.len() <= 1, "{missed:?} of {invalid} invalid cases are accepted");
}

/// The kinds of data that strategies contain.
fn data() -> impl Strategy<Value = serde_yaml::Value> {
    let text = prop_oneof![
        "[a-z]{1,8}",
        "[ -~é😀]{0,24}",
        "[a-z]{1,5}: [a-z]{1,5}",
        "[a-z ]{0,8}\n[a-z ]{0,8}\n?",
        Just("no".to_owned()),
        Just("2027-01-15".to_owned()),
    ];
    let leaf = text.prop_map(serde_yaml::Value::String);
    leaf.prop_recursive(4, 40, 5, |inner| {
        let key = "[a-z][a-z-]{0,8}".prop_map(serde_yaml::Value::String);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(serde_yaml::Value::Sequence),
            prop::collection::vec((key, inner), 0..5)
                .prop_map(|entries| { serde_yaml::Value::Mapping(entries.into_iter().collect()) }),
        ]
    })
}

/// Our tree as plain data.
fn read(source: &Source, tree: &Tree, id: NodeId) -> serde_yaml::Value {
    match tree.value(source, id) {
        Value::Scalar(text, _) => serde_yaml::Value::String(text.to_owned()),
        Value::Sequence(items) => items.iter().map(|item| read(source, tree, *item)).collect(),
        Value::Mapping(entries) => serde_yaml::Value::Mapping(
            entries.iter().map(|(key, value)| (read(source, tree, key), read(source, tree, value))).collect(),
        ),
        Value::Damaged => serde_yaml::Value::Null,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_output_of_serde_yaml_reads_as_the_same_data(data in data()) {
        let text = serde_yaml::to_string(&data).unwrap();
        let source = Source::new("written", text);
        let (tree, findings) = yaml::parse(&source);
        prop_assert!(findings.is_empty(), "{:?} in {}", findings, source.text());
        let root = tree.root();
        prop_assert!(root.is_some());
        prop_assert_eq!(read(&source, &tree, root.unwrap()), data, "{}", source.text());
    }
}
