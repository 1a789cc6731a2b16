//! The two XML formats, parsed again.

use std::collections::BTreeSet;

use roxmltree::{Document, Node};

use super::{CLEAN, FEW, odd};
use crate::support::Folder;

/// A `JUnit` test suite.
#[derive(Debug, PartialEq)]
pub struct Suite {
    pub name: String,
    pub tests: usize,
    pub failures: usize,
    pub errors: usize,
    /// The names of the failing tests.
    pub failing: Vec<String>,
    pub output: String,
}

fn elements<'a, 'i>(node: Node<'a, 'i>) -> Vec<Node<'a, 'i>> {
    node.children().filter(Node::is_element).collect()
}

fn attribute(node: Node<'_, '_>, name: &str) -> String {
    node.attribute(name).unwrap_or_else(|| panic!("{name} of {node:?}")).to_owned()
}

/// Parses a report and checks the rules of Jenkins' schema: the allowed elements and attributes, the required
/// ones, and the counts.
pub fn suites(text: &str) -> Vec<Suite> {
    let document = Document::parse(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let root = document.root_element();
    for node in root.descendants().filter(Node::is_element) {
        let (children, attributes): (&[&str], &[&str]) = match node.tag_name().name() {
            "testsuites" => (&["testsuite"], &["name", "time", "tests", "failures", "errors"]),
            "testsuite" => (
                &["testcase", "system-out"],
                &["name", "tests", "failures", "errors", "time", "skipped", "timestamp", "hostname", "id"],
            ),
            "testcase" => (&["failure", "error"], &["name", "time", "classname", "group"]),
            "failure" | "error" => (&[], &["message", "type"]),
            "system-out" => (&[], &[]),
            other => panic!("<{other}> is not known"),
        };
        assert!(elements(node).iter().all(|child| children.contains(&child.tag_name().name())), "{node:?}");
        assert!(node.attributes().all(|one| attributes.contains(&one.name())), "{node:?}");
    }
    let count = |node, name| attribute(node, name).parse::<usize>().unwrap();
    let suites: Vec<Suite> = elements(root)
        .into_iter()
        .map(|suite| {
            let tests: Vec<Node<'_, '_>> =
                elements(suite).into_iter().filter(|node| node.has_tag_name("testcase")).collect();
            let names: Vec<String> = tests.iter().map(|test| attribute(*test, "name")).collect();
            assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{names:?}");
            let with = |tag: &str| -> Vec<String> {
                let has = |test: &&Node<'_, '_>| elements(**test).iter().any(|one| one.has_tag_name(tag));
                tests.iter().filter(has).map(|test| attribute(*test, "name")).collect()
            };
            let one = Suite {
                name: attribute(suite, "name"),
                tests: count(suite, "tests"),
                failures: count(suite, "failures"),
                errors: count(suite, "errors"),
                failing: with("failure"),
                output: elements(suite)
                    .into_iter()
                    .find(|node| node.has_tag_name("system-out"))
                    .and_then(|node| node.text())
                    .unwrap_or_default()
                    .to_owned(),
            };
            assert_eq!(one.tests, tests.len());
            assert_eq!((one.failures, one.errors), (one.failing.len(), with("error").len()));
            one
        })
        .collect();
    let sum = |of: fn(&Suite) -> usize| suites.iter().map(of).sum::<usize>();
    assert_eq!(count(root, "tests"), sum(|one| one.tests));
    assert_eq!(count(root, "failures"), sum(|one| one.failures));
    assert_eq!(count(root, "errors"), sum(|one| one.errors));
    suites
}

/// Rule, file and line of each finding.
pub fn parsed_checkstyle(text: &str) -> Vec<(String, String, u64)> {
    let document = Document::parse(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let root = document.root_element();
    assert!(root.has_tag_name("checkstyle") && root.attribute("version") == Some("4.3"));
    let mut parsed = Vec::new();
    for file in elements(root) {
        assert!(file.has_tag_name("file"));
        for error in elements(file) {
            assert!(error.has_tag_name("error") && !attribute(error, "message").is_empty());
            assert!(["error", "warning", "info"].contains(&&*attribute(error, "severity")));
            assert!(attribute(error, "column").parse::<u64>().unwrap() >= 1);
            let source = attribute(error, "source");
            let rule = source.rsplit('.').next().unwrap().to_owned();
            parsed.push((rule, attribute(file, "name"), attribute(error, "line").parse().unwrap()));
        }
    }
    parsed
}

#[test]
fn a_finding_that_fails_the_check_is_a_failing_test() {
    let folder = odd("junit");
    folder.write("plans/clean.yaml", CLEAN);
    folder.write("stratplan.toml", "[rules]\ngoal-unserved = \"warning\"\n");
    let run = |flags: &str| suites(&folder.run(&format!("check plans {FEW} --format junit {flags}")).out);
    let usual = run("");
    assert_eq!(
        usual.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(),
        ["plans/clean.yaml", "plans/odd.yaml"]
    );
    assert_eq!((usual[0].tests, usual[0].failures, usual[0].output.as_str()), (1, 0, ""));
    let failing = [
        "unknown-key: strategy.statuss",
        "gear-out-of-order: purposes.marketing.gears.engagement",
        "duplicate-reading: readings: visits,2027-01-31,2",
    ];
    assert_eq!(usual[1].failing, failing);
    // Other findings are in the output of the suite.
    assert!(
        usual[1].output.starts_with(
            "warning[goal-unserved] no activity serves the goal `leads`\nat plans/odd.yaml:3:10"
        ),
        "{}",
        usual[1].output
    );
    assert!(!usual[1].output.contains("gear-out-of-order"));

    let strict = run("--strict");
    assert_eq!((strict[1].failures, strict[1].output.as_str()), (4, ""));
    let never = run("--fail-on never");
    assert_eq!((never[1].tests, never[1].failures), (1, 0));
    assert!(never[1].output.contains("gear-out-of-order") && never[1].output.contains("unknown-key"));
}

#[test]
fn a_failure_has_position_reason_and_help() {
    let folder = odd("failure");
    let out = folder.run(&format!("check plans {FEW} --format junit")).out;
    let document = Document::parse(&out).unwrap();
    let failure = document
        .descendants()
        .find(|node| node.attribute("message") == Some("engagement starts before acquisition"))
        .unwrap();
    assert_eq!(failure.attribute("type"), Some("error"));
    let lines: Vec<&str> = failure.text().unwrap().lines().collect();
    assert_eq!(lines[0], "error[gear-out-of-order] engagement starts before acquisition");
    assert_eq!(lines[1], "at plans/odd.yaml:7:62: engagement starts 45 days earlier");
    assert_eq!(lines[2], "at plans/odd.yaml:7:38: acquisition starts here");
    assert!(
        lines[3].starts_with("note: ") && lines[4].starts_with("help: if acquisition was running"),
        "{lines:?}"
    );
}

#[test]
fn without_findings_or_strategies_the_document_is_complete() {
    let folder = Folder::new("xml-none");
    folder.write("clean.yaml", CLEAN).write("nothing/a.txt", "");
    let clean = |format: &str| {
        folder.run(&format!("check clean.yaml --select gears --ignore no-purpose --format {format}")).out
    };
    let expected = "<checkstyle version=\"4.3\">\n  <file name=\"clean.yaml\">\n  </file>\n</checkstyle>\n";
    assert!(clean("checkstyle").ends_with(expected), "{}", clean("checkstyle"));
    let suite = &suites(&clean("junit"))[0];
    assert_eq!((suite.name.as_str(), suite.tests, suite.failures), ("clean.yaml", 1, 0));

    let none = |format: &str| folder.run(&format!("check nothing --allow-empty --format {format}")).out;
    assert_eq!(suites(&none("junit")), []);
    assert_eq!(parsed_checkstyle(&none("checkstyle")), []);
}
