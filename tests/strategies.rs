//! The strategies that users copy say what their heads promise.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use stratplan::document::Document;
use stratplan::finding::Level;
use stratplan::linter::Linter;
use stratplan::workspace::{self, Candidate};

fn strategies(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|ending| ending == "yaml")).collect();
    files.sort();
    files
}

fn read(path: &Path) -> Document {
    let name = path.file_name().unwrap().to_str().unwrap().to_owned();
    let candidate = Candidate { name, path: path.to_owned(), is_named: true };
    workspace::read(&candidate).unwrap().unwrap()
}

/// What is said in errors and warnings, as `rule: message`.
fn said(document: &Document, today: Date) -> Vec<(&'static str, String)> {
    let outcome = Linter::new(today).check(document);
    let grave = outcome.findings.iter().filter(|finding| finding.level > Level::Info);
    grave.map(|finding| (finding.rule.name, finding.message.clone())).collect()
}

fn promised<'a>(text: &'a str, prefix: &str) -> Vec<&'a str> {
    text.lines().filter_map(|line| line.strip_prefix(prefix)).map(str::trim).collect()
}

#[test]
fn good_ones_are_clean_at_their_date() {
    let files = strategies("strategies");
    assert!(files.len() >= 5, "at least five to learn from");
    let mut problems = Vec::new();
    for path in files {
        let document = read(&path);
        let dates = promised(document.source.text(), "# Clean at --today ");
        let today: Date =
            dates.first().unwrap_or_else(|| panic!("{} has no date", path.display())).parse().unwrap();
        for (rule, message) in said(&document, today) {
            problems.push(format!("{}: {rule}: {message}", path.file_name().unwrap().display()));
        }
    }
    assert_eq!(problems, Vec::<String>::new());
}

#[test]
fn broken_ones_say_what_they_promise_and_nothing_else() {
    let mut problems = Vec::new();
    for path in strategies("strategies/broken") {
        let document = read(&path);
        let text = document.source.text();
        let today: Date = promised(text, "# Judged at --today ").first().expect("a date").parse().unwrap();
        let expected: BTreeSet<&str> = promised(text, "# Says: ").into_iter().collect();
        assert!(!expected.is_empty(), "{} promises nothing", path.display());
        let found = said(&document, today);
        let rules: BTreeSet<&str> = found.iter().map(|(rule, _)| *rule).collect();
        let name = path.file_name().unwrap().display();
        for missing in expected.difference(&rules) {
            problems.push(format!("{name} does not say {missing}"));
        }
        for (rule, message) in found.iter().filter(|(rule, _)| !expected.contains(rule)) {
            problems.push(format!("{name} says {rule}: {message}"));
        }
    }
    assert_eq!(problems, Vec::<String>::new());
}
