//! Commands for other programs: the hooks, the GitLab job, the recipes in the documents. `tests/packages.sh` runs
//! them.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Block, between, blocks, code_spans, documents, in_language, words};
use crate::support::text_of;

const GITLAB: &str = ".gitlab/stratplan.gitlab-ci.yml";
const HOOKS: &str = ".pre-commit-hooks.yaml";

/// Every recipe and configuration file.
fn texts() -> Vec<(String, String)> {
    let recipes = documents().into_iter().flat_map(|name| {
        let is_recipe = |block: &Block| ["yml", "groovy"].contains(&block.language.as_str());
        let found: Vec<Block> = blocks(&text_of(&name)).into_iter().filter(is_recipe).collect();
        found.into_iter().map(move |block| (name.clone(), block.text))
    });
    recipes.chain([HOOKS, GITLAB].map(|name| (name.to_owned(), text_of(name)))).collect()
}

fn yaml(name: &str, text: &str) -> serde_yaml::Value {
    serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}\n{text}"))
}

#[test]
fn every_command_in_a_recipe_is_accepted() {
    let mut count = 0;
    for (name, text) in texts() {
        for line in text.lines().filter(|line| !line.trim_start().starts_with('#')) {
            let commands = ["stratplan check", "stratplan import"];
            let Some(at) = commands.iter().find_map(|command| line.find(command)) else { continue };
            // Jenkins puts commands in quotes.
            let words = words(line[at..].trim_end_matches('\''));
            if let Err(error) = stratplan::command_line::command().try_get_matches_from(&words) {
                panic!("{name}: {}: {error}", words.join(" "));
            }
            count += 1;
        }
    }
    assert!(count >= 7, "{count} commands");
}

#[test]
fn every_recipe_names_its_file() {
    let recipes: Vec<Block> =
        documents().iter().flat_map(|name| in_language(&text_of(name), "yml")).collect();
    let names: BTreeSet<&str> = recipes
        .iter()
        .map(|recipe| {
            yaml("a recipe", &recipe.text);
            let name = recipe.text.lines().next().and_then(|line| line.strip_prefix("# "));
            name.unwrap_or_else(|| panic!("no file is named in:\n{}", recipe.text))
        })
        .collect();
    assert_eq!(names.len(), recipes.len(), "{names:?}");
}

#[test]
fn recipes_use_the_current_version() {
    let current = env!("CARGO_PKG_VERSION");
    for (name, before, times) in [
        ("docs/src/ci.md", "OWNER/stratplan@v", 2),
        ("docs/src/monthly-routine.md", "OWNER/stratplan@v", 1),
        ("docs/src/ci.md", "rev: v", 1),
        ("docs/src/ci.md", "stratplan==", 1),
        (GITLAB, "OWNER/stratplan:", 1),
    ] {
        let text = text_of(name);
        let versions: Vec<&str> = text
            .split(before)
            .skip(1)
            .map(|rest| rest.split(|letter: char| letter.is_whitespace() || letter == ']').next().unwrap())
            .collect();
        assert_eq!(versions, vec![current; times], "{name}: {before}");
    }
}

#[test]
fn hooks_and_editors_use_the_same_file_name_patterns() {
    let hooks = yaml(HOOKS, &text_of(HOOKS));
    let hooks = hooks.as_sequence().unwrap();
    let files: Vec<&str> = hooks.iter().map(|hook| hook["files"].as_str().unwrap()).collect();
    assert_eq!(files.len(), 2);
    assert!(files.iter().all(|pattern| *pattern == files[0]), "{files:?}");
    assert!(text_of("docs/src/ci.md").contains(&format!("files: {}\n", files[0])));

    let entry: Value = serde_json::from_str(&text_of("editors/schemastore.json")).unwrap();
    for pattern in entry["fileMatch"].as_array().unwrap() {
        assert!(["*.strategy.yaml", "*.strategy.yml"].contains(&pattern.as_str().unwrap()), "{pattern}");
    }
}

#[test]
fn contributing_lists_every_file_with_a_placeholder() {
    let contributing = text_of("CONTRIBUTING.md");
    let listed = between(&contributing, "- `OWNER/stratplan` in", "\n- ");
    let listed: BTreeSet<&str> = code_spans(listed).into_iter().collect();
    let others = [HOOKS, GITLAB, "action.yml", "Dockerfile", "editors/schemastore.json", "pyproject.toml"];
    let documents = documents();
    let names = documents.iter().map(String::as_str).chain(others).filter(|name| *name != "CONTRIBUTING.md");
    let marked: BTreeSet<&str> = names.filter(|name| text_of(name).contains("OWNER")).collect();
    assert_eq!(listed, marked);
}
