//! Each rule, its fixtures and the examples in its documentation.
//!
//! A rule must report each `tests/fixtures/<rule>/fail*.yaml` and accept each `pass*.yaml`; `fail*.out` is the
//! report. `cured*.yaml` is the failing file after its help was followed word for word, and has to be right.
//! `SNAPSHOTS=overwrite cargo test rules` rewrites the `.out` files: read the difference.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use snapbox::{Data, assert_data_eq};
use stratplan::{Document, Finding, Group, Level, Linter, Rule, Selection, Source, catalog, formats};

use crate::support::{root, without, yaml_files};

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

/// Reads a fixture. A cured one has its own readings file, if the help is about that file.
fn read(name: &str, text: &str, folder: &Path) -> Document {
    let is_cured = name.starts_with("cured");
    Document::read(Source::new(name, text), |path| {
        let cured = folder.join(format!("cured-{path}"));
        let file = if is_cured && cured.exists() { cured } else { folder.join(path) };
        let text = fs::read_to_string(file).map_err(|_| "there is no such file".to_owned())?;
        Ok(Source::new(path, text))
    })
}

/// Every rule, also those that are off unless they are chosen, on the day of a fixture.
fn linter(text: &str) -> Linter {
    let today = text.lines().find_map(|line| line.strip_prefix("# today: ")).unwrap_or(TODAY);
    let today: Date = today.trim().parse().expect("the date of a fixture");
    let selection = Selection { extend_select: vec!["completeness".to_owned()], ..Selection::default() };
    Linter::new(today).select(&selection).unwrap()
}

/// The findings of one rule and of the file group, and the report.
fn check(rule: &Rule, name: &str, text: &str, folder: &Path) -> (Vec<Finding>, String) {
    let document = read(name, text, folder);
    // Rules about the file always run, and the ones about allow comments need all other rules.
    let select = if rule.group == Group::File { Vec::new() } else { vec![rule.name.to_owned()] };
    let selection = Selection { select, ..Selection::default() };
    let linter = linter(text).select(&selection).unwrap();
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

/// The rule and the address of a finding.
type Key = (&'static str, String);

/// The errors and warnings of all rules.
fn serious(document: &Document) -> Vec<Key> {
    let findings = linter(document.source.text()).check(document).findings;
    let serious = findings.iter().filter(|finding| finding.level > Level::Info);
    serious.map(|finding| (finding.rule.name, document.address(finding).to_string())).collect()
}

/// The errors and warnings of the second file that the first one does not have. One about a section that was
/// absent and is now incomplete is not new. If the first file was not read completely, only an error about the
/// file counts, except in what could not be read before: the rest just came to light.
fn new_problems(before: &Document, after: &Document) -> Vec<Key> {
    let known = serious(before);
    let mut new = without(&serious(after), &known);
    new.retain(|(rule, address)| {
        let is_above = |other: &str| address.strip_prefix(other).is_some_and(|rest| rest.starts_with('.'));
        let was_read = before.judgeable && *rule != "unknown-reference";
        let is_of_file = |rule: &str| catalog::find(rule).unwrap().group == Group::File;
        let counts = before.is_whole() || was_read && is_of_file(rule);
        counts && !known.iter().any(|(other, at)| (other == rule || is_of_file(other)) && is_above(at))
    });
    new
}

#[test]
fn every_help_cures_and_brings_nothing_else() {
    let mut wrong = Vec::new();
    for rule in catalog::all() {
        for path in files(rule, "fail") {
            let folder = path.parent().unwrap();
            let read = |path: &Path| {
                let text = fs::read_to_string(path).unwrap();
                read(path.file_name().unwrap().to_str().unwrap(), &text, folder)
            };
            let before = read(&path);
            // `cured-x.yaml`, and `cured-x.2.yaml` for another way that the help offers.
            let stem = path.file_stem().unwrap().to_str().unwrap().replacen("fail", "cured", 1);
            let cured = files(rule, &format!("{stem}."));
            if cured.is_empty() {
                wrong.push(format!("{}/{stem}.yaml is missing", rule.name));
            }
            for path in cured {
                let name = format!("{}/{}", rule.name, path.file_name().unwrap().display());
                let after = read(&path);
                let findings = linter(after.source.text()).check(&after).findings;
                let left = of_rule(&findings, rule);
                wrong.extend(left.iter().map(|finding| format!("{name}: still there: {}", finding.message)));
                let new = new_problems(&before, &after);
                wrong.extend(new.iter().map(|(rule, address)| format!("{name}: new: {rule} at {address}")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn rules_of_completeness_run_only_if_they_are_chosen() {
    let document =
        read("a.yaml", "stratplan: 1\nstrategy: { name: A, owner: mia, period: 2027 }\n", &fixtures());
    let found = |linter: Linter| {
        let findings = linter.check(&document).findings;
        findings.iter().filter(|finding| finding.rule.group == Group::Completeness).count()
    };
    let plain = || Linter::new(TODAY.parse().unwrap());
    let chosen = |select: &[&str], extend: &[&str]| {
        let names = |names: &[&str]| names.iter().map(ToString::to_string).collect();
        let selection =
            Selection { select: names(select), extend_select: names(extend), ..Selection::default() };
        found(plain().select(&selection).unwrap())
    };
    assert_eq!((found(plain()), chosen(&[], &[]), chosen(&["goals", "timed"], &[])), (0, 0, 0));
    assert_eq!((chosen(&["completeness"], &[]), chosen(&["goals"], &["no-approval"])), (4, 1));
}

/// These advise the day of a reading.
const OF_READINGS: [&str; 2] = ["reading-in-the-future", "reading-over-the-start"];

#[test]
fn no_help_advises_a_day_in_the_past_or_after_the_period() {
    let mut wrong = Vec::new();
    // Those about the file show how dates are written, and a reading can only be in the past.
    let tested = |rule: &&Rule| rule.group != Group::File && !OF_READINGS.contains(&rule.name);
    for rule in catalog::all().filter(tested) {
        for path in files(rule, "fail") {
            let text = fs::read_to_string(&path).unwrap();
            let document = read("fail.yaml", &text, path.parent().unwrap());
            let outcome = linter(&text).check(&document);
            let csv = document.csv.as_ref().map_or("", Source::text);
            // A date that is a slip is in the past when it is corrected.
            let helps = of_rule(&outcome.findings, rule).into_iter();
            for finding in helps.filter(|finding| !finding.help.starts_with("did you mean")) {
                let parts = finding.help.split(|c: char| !c.is_ascii_digit() && c != '-');
                let days = parts.filter(|day| !text.contains(*day) && !csv.contains(*day));
                let days = days.filter_map(|day| day.parse::<Date>().ok());
                let is_open = |day: &Date| {
                    *day >= outcome.analysis.today
                        && outcome.analysis.period.is_none_or(|period| *day <= period.end)
                };
                wrong.extend(days.filter(|day| !is_open(day)).map(|day| format!("{day}: {}", finding.help)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_fix_brings_a_new_problem() {
    let mut wrong = Vec::new();
    let mut count = 0;
    // Fixes of the rules about the file are tested in `fixes.rs`.
    for rule in catalog::all().filter(|rule| rule.group != Group::File) {
        for path in files(rule, "fail") {
            let text = fs::read_to_string(&path).unwrap();
            let name = path.file_name().unwrap().to_str().unwrap();
            let document = read(name, &text, path.parent().unwrap());
            for finding in of_rule(&linter(&text).check(&document).findings, rule) {
                let Some(fix) = &finding.fix else { continue };
                count += 1;
                let fixed = stratplan::yaml::apply(&text, &fix.edits).unwrap();
                let after = read(name, &fixed, path.parent().unwrap());
                let mut new = new_problems(&document, &after);
                // A reason that only the author knows is left to fill in.
                new.retain(|(rule, _)| *rule != "placeholder");
                wrong.extend(new.iter().map(|new| format!("{}/{name}: “{}”: {new:?}", rule.name, fix.title)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 2, "only {count} fixes were tried");
}

/// Goals and tactics as organizations publish them; the tactics come first.
#[test]
fn published_tactics_are_reported_and_published_goals_are_not() {
    let statements = include_str!("fixtures/goal-is-a-tactic/statements.txt");
    let (tactics, goals) = statements.split_once("\n----\n").unwrap();
    let rule = catalog::find("goal-is-a-tactic").unwrap();
    let is_reported = |statement: &&str| {
        let text = format!(
            "stratplan: 1\nstrategy: {{ name: A, owner: mia, period: 2027 }}\ngoals: {{ a: \"{statement}\" }}\n"
        );
        !of_rule(&check(rule, "a.yaml", &text, &fixtures()).0, rule).is_empty()
    };
    let missed: Vec<&str> = tactics.lines().filter(|statement| !is_reported(statement)).collect();
    let accused: Vec<&str> = goals.lines().filter(is_reported).collect();
    assert_eq!((missed, accused), (Vec::new(), Vec::new()));
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
