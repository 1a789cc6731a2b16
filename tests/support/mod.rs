//! Shared by the tests: running the program, reading strategies, finding the files of this repository.

use std::fs;
use std::path::{Path, PathBuf};

use stratplan::{Document, Finding, Group, Level, Source};

pub mod generator;
mod program;

pub use program::{FORMATS, Folder, Run, stratplan};

/// One error: the gears start in the wrong order. It is on line 5.
pub const PLAN: &str = "stratplan: 1
strategy: { name: Parts 2027, status: active, owner: Dana, period: 2027 }
goals: { leads: Generate 400 leads a quarter }
purposes:
  marketing: { gears: { acquisition: 2027-03-01, engagement: 2027-01-15 } }
";

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub fn text_of(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The YAML files of a folder, sorted.
pub fn yaml_files(folder: &str) -> Vec<PathBuf> {
    let files = fs::read_dir(root().join(folder)).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|extension| extension == "yaml")).collect();
    files.sort();
    files
}

/// A strategy that comes with the project.
pub struct Example {
    /// From the root of the repository.
    pub path: String,
    /// The day that its first lines name.
    pub today: String,
    pub text: String,
}

/// Every how many of its cases a test that takes long tries: all of them only if `STRATPLAN_THOROUGH` is set.
pub fn every(nth: usize) -> usize {
    if std::env::var_os("STRATPLAN_THOROUGH").is_some() { 1 } else { nth }
}

pub fn strategies() -> Vec<Example> {
    let files = ["strategies", "strategies/broken"].into_iter().flat_map(yaml_files);
    let examples = files.map(|file| {
        let text = fs::read_to_string(&file).unwrap();
        let (_, today) = text.lines().find_map(|line| line.split_once("at --today ")).unwrap();
        let path = file.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/");
        Example { path, today: today.trim().to_owned(), text }
    });
    let examples: Vec<Example> = examples.collect();
    assert!(examples.len() > 15);
    examples
}

/// Reads a strategy that has no files next to it.
pub fn read(text: &str) -> Document {
    Document::read(Source::new("strategy.yaml", text), |_| Err("there is no such file".to_owned()))
}

/// Errors and warnings, as `rule: message`.
pub fn serious<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Vec<String> {
    let serious = findings.into_iter().filter(|finding| finding.level > Level::Info);
    serious.map(|finding| format!("{}: {}", finding.rule.name, finding.message)).collect()
}

/// Rule and message of each finding about the file itself, sorted.
pub fn about_the_file(findings: Vec<Finding>) -> Vec<(&'static str, String)> {
    let found = findings.into_iter().filter(|finding| finding.rule.group == Group::File);
    let mut found: Vec<_> = found.map(|finding| (finding.rule.name, finding.message)).collect();
    found.sort();
    found
}

/// What remains of the first list without the second; duplicates count.
pub fn without<T: Clone + PartialEq>(all: &[T], known: &[T]) -> Vec<T> {
    let mut known = known.to_vec();
    let is_new = |one: &&T| match known.iter().position(|other| other == *one) {
        Some(at) => {
            known.swap_remove(at);
            false
        }
        None => true,
    };
    all.iter().filter(is_new).cloned().collect()
}

/// True for characters that a terminal acts on instead of showing them.
pub fn is_active(c: char) -> bool {
    let sets_direction =
        matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    (c.is_control() && c != '\n') || sets_direction
}
