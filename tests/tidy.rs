//! The structure of the code: imports go one way, files are short, only `cli/` prints, only `workspace` touches
//! the disk.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::root;

/// The modules in the direction of the data: each one imports only from those above it.
const ORDER: &[&str] = &[
    "source",
    "finding",
    "words",
    "syntax",
    "decode",
    "strategy",
    "import",
    "analysis",
    "rules",
    "config",
    "workspace",
    "linter",
    "edits",
    "report",
    "render",
    "cli",
];

/// The maximum number of lines in a file.
const LONGEST: usize = 400;

fn sources() -> Vec<(String, String)> {
    fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { walk(&path, files) } else { files.push(path) }
        }
    }
    let root = root().join("src");
    let mut files = Vec::new();
    walk(&root, &mut files);
    files.sort();
    let rust = files.into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "rs"));
    rust.map(|path| {
        let name = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
        (name, fs::read_to_string(&path).unwrap())
    })
    .collect()
}

fn module(name: &str) -> &str {
    name.split(['/', '.']).next().unwrap()
}

/// The modules of this crate that a line refers to.
fn named(line: &str) -> Vec<&str> {
    let code = line.split("//").next().unwrap();
    let names = code.split("crate::").skip(1);
    names.map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap()).collect()
}

#[test]
fn data_flows_one_way() {
    let rank = |module: &str| ORDER.iter().position(|name| *name == module);
    let mut problems = Vec::new();
    for (name, text) in sources().iter().filter(|(name, _)| !["lib.rs", "main.rs"].contains(&name.as_str())) {
        let own = rank(module(name)).unwrap_or_else(|| panic!("{name} is not in ORDER"));
        for (number, line) in text.lines().enumerate() {
            for other in named(line) {
                if rank(other).is_some_and(|other| other > own) {
                    problems.push(format!("{name}:{}: imports {other}, which is below it", number + 1));
                }
            }
        }
    }
    assert_eq!(problems, Vec::<String>::new());
}

#[test]
fn the_library_lists_its_modules_in_order() {
    let (_, lib) = sources().into_iter().find(|(name, _)| name == "lib.rs").unwrap();
    let listed: Vec<&str> =
        lib.lines().filter_map(|line| line.split_once("mod ")?.1.strip_suffix(';')).collect();
    assert_eq!(listed, ORDER);
}

#[test]
fn files_are_short() {
    let long: Vec<String> = sources()
        .iter()
        .filter(|(_, text)| text.lines().count() > LONGEST)
        .map(|(name, text)| format!("{name} has {} lines", text.lines().count()))
        .collect();
    assert_eq!(long, Vec::<String>::new());
}

#[test]
fn only_the_command_line_prints() {
    let words = ["println!", "eprintln!", "print!(", "stdout()", "stderr()", "dbg!"];
    let mut problems = Vec::new();
    for (name, text) in sources().iter().filter(|(name, _)| module(name) != "cli") {
        for word in words.iter().filter(|word| {
            text.lines().any(|line| !line.trim_start().starts_with("//") && line.contains(**word))
        }) {
            problems.push(format!("{name} uses {word}"));
        }
    }
    assert_eq!(problems, Vec::<String>::new());
}

#[test]
fn only_the_workspace_touches_the_disk() {
    let mut problems = Vec::new();
    for (name, text) in sources().iter().filter(|(name, _)| !["workspace", "cli"].contains(&module(name))) {
        if text.contains("std::fs") || text.contains("fs::read") {
            problems.push(name.clone());
        }
    }
    assert_eq!(problems, Vec::<String>::new());
}
