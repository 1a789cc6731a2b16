//! Each rule, its fixtures and the examples in its documentation.
//!
//! A rule must report each `tests/fixtures/<rule>/fail*.yaml` and accept each `pass*.yaml`; `fail*.out` is the
//! report. `SNAPSHOTS=overwrite cargo test rules` rewrites the `.out` files: read the difference.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use snapbox::{Data, assert_data_eq};
use stratplan::{Document, Finding, Group, Linter, Rule, Selection, Source, catalog, formats};

use crate::support::{root, yaml_files};

const TODAY: &str = "2027-04-05";

fn fixtures() -> PathBuf {
    root().join("tests/fixtures")
}

fn files(rule: &Rule, kind: &str) -> Vec<PathBuf> {
    let folder = format!("tests/fixtures/{}", rule.name);
    let mut files = if root().join(&folder).is_dir() { yaml_files(&folder) } else { Vec::new() };
    files.retain(|path| path.file_name().unwrap().to_str().unwrap().starts_with(kind));
    files
}

/// The findings of one rule and of the file group, and the report.
fn check(rule: &Rule, name: &str, text: &str, folder: &Path) -> (Vec<Finding>, String) {
    let today = text.lines().find_map(|line| line.strip_prefix("# today: ")).unwrap_or(TODAY);
    let today: Date = today.trim().parse().expect("the date of a fixture");
    let document = Document::read(Source::new(name, text), |path| {
        let text = fs::read_to_string(folder.join(path)).map_err(|_| "there is no such file".to_owned())?;
        Ok(Source::new(path, text))
    });
    // Rules about the file always run, and the ones about allow comments need all other rules.
    let select = if rule.group == Group::File { Vec::new() } else { vec![rule.name.to_owned()] };
    let selection = Selection { select, ..Selection::default() };
    let linter = Linter::new(today).select(&selection).unwrap();
    let mut outcome = linter.check(&document);
    if rule.group == Group::File {
        // The findings of the other rules do not matter here.
        outcome.findings.retain(|finding| finding.rule.group == Group::File);
    }
    let mut shown = Vec::new();
    formats::full(&mut shown, &document, &outcome.findings, 100).unwrap();
    (outcome.findings, anstream::adapter::strip_str(&String::from_utf8(shown).unwrap()).to_string())
}

fn of_rule<'a>(findings: &'a [Finding], rule: &Rule) -> Vec<&'a Finding> {
    findings.iter().filter(|finding| finding.rule == rule).collect()
}

fn of_file<'a>(findings: &'a [Finding], rule: &Rule) -> Vec<&'a str> {
    let others = findings.iter().filter(|finding| finding.rule != rule && finding.rule.group == Group::File);
    others.map(|finding| finding.message.as_str()).collect()
}

#[test]
fn every_rule_has_fixtures() {
    let lacks = |rule: &&Rule| files(rule, "fail").is_empty() || files(rule, "pass").is_empty();
    let lacking: Vec<&str> = catalog::all().filter(lacks).map(|rule| rule.name).collect();
    assert_eq!(lacking, Vec::<&str>::new(), "without a fail.yaml or a pass.yaml in tests/fixtures");
}

#[test]
fn every_rule_reports_its_failing_fixtures() {
    for rule in catalog::all() {
        for path in files(rule, "fail") {
            let text = fs::read_to_string(&path).unwrap();
            let name = path.file_name().unwrap().to_str().unwrap();
            let (findings, shown) = check(rule, name, &text, path.parent().unwrap());
            assert!(
                !of_rule(&findings, rule).is_empty(),
                "{} reports nothing in {}",
                rule.name,
                path.display()
            );
            if rule.group != Group::File {
                assert_eq!(
                    of_file(&findings, rule),
                    Vec::<&str>::new(),
                    "{} has other errors",
                    path.display()
                );
            }
            for finding in of_rule(&findings, rule) {
                assert!(!finding.help.is_empty(), "{} has no help: {}", rule.name, finding.message);
                assert!(!finding.message.ends_with('.'), "{} ends with a period", finding.message);
            }
            assert_data_eq!(shown, Data::read_from(&path.with_extension("out"), None).raw());
        }
    }
}

#[test]
fn every_rule_accepts_its_passing_fixtures() {
    for rule in catalog::all() {
        for path in files(rule, "pass") {
            let text = fs::read_to_string(&path).unwrap();
            let (findings, shown) = check(rule, "pass.yaml", &text, path.parent().unwrap());
            assert!(
                of_rule(&findings, rule).is_empty(),
                "{} reports {}:\n{shown}",
                rule.name,
                path.display()
            );
        }
    }
}

#[test]
fn the_examples_in_the_documentation_are_correct() {
    for rule in catalog::all() {
        let found = |snippet: &str| {
            let head =
                "stratplan: 1\nstrategy: { name: Example, owner: mia, status: active, period: 2027 }\n";
            let text = if snippet.contains("stratplan: ") && snippet.contains("strategy:")
                || *rule.name == *"invalid-syntax"
            {
                snippet.to_owned()
            } else {
                format!("{head}{snippet}")
            };
            let (findings, _) = check(rule, "example.yaml", &text, &fixtures());
            if rule.group != Group::File {
                assert_eq!(
                    of_file(&findings, rule),
                    Vec::<&str>::new(),
                    "{}: the example has other errors:\n{text}",
                    rule.name
                );
            }
            of_rule(&findings, rule).len()
        };
        assert!(found(&rule.example_without('+')) > 0, "{}: the failing example passes", rule.name);
        assert_eq!(found(&rule.example_without('-')), 0, "{}: the passing example fails", rule.name);
    }
}

#[test]
fn documentation_has_all_its_parts() {
    let mut problems: Vec<&str> = Vec::new();
    for rule in catalog::all() {
        let parts = [rule.since, rule.summary, rule.checks, rule.why, rule.example, rule.fix];
        let names_source = rule.why.to_lowercase().contains("**source**:");
        let is_one_line = !rule.summary.ends_with('.') && rule.summary.len() <= 110;
        if parts.contains(&"") || !names_source || !is_one_line {
            problems.push(rule.name);
        }
    }
    assert_eq!(problems, Vec::<&str>::new());
}

#[test]
fn every_rule_file_is_registered_and_every_fixture_has_a_rule() {
    for group in Group::ALL.iter().filter(|group| **group != Group::File) {
        for entry in fs::read_dir(root().join("src/rules").join(group.name())).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.file_stem().unwrap().to_str().unwrap().replace('_', "-");
                let rule = catalog::find(&name)
                    .unwrap_or_else(|| panic!("{} is not in src/rules.rs", path.display()));
                assert_eq!(rule.group, *group, "{name} is in the folder of another group");
            }
        }
    }
    for entry in fs::read_dir(fixtures()).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            let name = entry.file_name();
            assert!(catalog::find(name.to_str().unwrap()).is_some(), "no rule is called {}", name.display());
        }
    }
}

#[test]
fn rule_names_are_unique() {
    let mut names: Vec<&str> = catalog::all().map(|rule| rule.name).collect();
    names.sort_unstable();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count);
}
