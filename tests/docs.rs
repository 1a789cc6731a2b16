//! The README and the other documents: every snippet is valid, every command is accepted, every output is what
//! the program prints.
//!
//! `SNAPSHOTS=overwrite cargo test generated` rewrites the tables in `docs/src` and the schemas in `strategies/`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use clap::error::ErrorKind;
use jiff::civil::date;
use serde_json::Value;
use snapbox::{Data, assert_data_eq};
use stratplan::settings::InForce;
use stratplan::{Config, Document, Group, Linter, Outcome, Source};

use crate::support::{Folder, Run, root, serious, stratplan, text_of};

mod keys;
mod recipes;

const TUTORIAL: &str = "docs/src/first-strategy.md";
const PREAMBLE: &str = "stratplan: 1\nstrategy: { name: Example, owner: mia, status: draft, period: 2027 }\n";

fn has_ending(name: &str, ending: &str) -> bool {
    Path::new(name).extension().is_some_and(|own| own == ending)
}

/// Every document, as a path from the root.
fn documents() -> Vec<String> {
    let chapters = fs::read_dir(root().join("docs/src")).unwrap().map(|entry| entry.unwrap().file_name());
    let chapters = chapters.map(|name| format!("docs/src/{}", name.to_str().unwrap()));
    let mut all: Vec<String> = chapters.filter(|name| has_ending(name, "md")).collect();
    all.sort();
    let others = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "strategies/README.md"];
    all.extend(others.map(str::to_owned));
    all
}

/// A fenced block with its language.
struct Block {
    language: String,
    text: String,
}

fn blocks(markdown: &str) -> Vec<Block> {
    let (mut blocks, mut open) = (Vec::new(), None::<Block>);
    for line in markdown.lines() {
        match (&mut open, line.trim_start().strip_prefix("```")) {
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(block), None) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, Some(language)) => {
                open = Some(Block { language: language.to_owned(), text: String::new() });
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block is not closed");
    blocks
}

fn in_language(markdown: &str, language: &str) -> Vec<Block> {
    blocks(markdown).into_iter().filter(|block| block.language == language).collect()
}

/// The text in backticks, outside of blocks.
fn code_spans(markdown: &str) -> Vec<&str> {
    let outside = markdown.split("```").step_by(2);
    outside.flat_map(|text| text.split('`').skip(1).step_by(2)).collect()
}

fn between<'a>(text: &'a str, begin: &str, end: &str) -> &'a str {
    let (_, rest) = text.split_once(begin).unwrap_or_else(|| panic!("{begin} is missing"));
    rest.split_once(end).unwrap_or_else(|| panic!("{end} is missing")).0
}

/// The strategy of the tutorial, put together from its parts.
fn bakery() -> String {
    in_language(&text_of(TUTORIAL), "yaml").into_iter().map(|part| part.text).collect()
}

/// The strategies in the documents whose first line names their file.
fn named_strategies() -> Vec<(String, String)> {
    let blocks = documents().into_iter().flat_map(|name| in_language(&text_of(&name), "yaml"));
    let named = blocks.filter_map(|block| {
        let name = block.text.lines().next()?.strip_prefix("# ")?.to_owned();
        has_ending(&name, "yaml").then_some((name, block.text))
    });
    named.collect()
}

/// A folder with the strategies of this repository and those of the documents.
fn workplace(name: &str) -> Folder {
    let folder = Folder::new(&format!("docs-{name}"));
    for from in ["strategies", "strategies/broken", "strategies/readings", "strategies/exports"] {
        for entry in fs::read_dir(root().join(from)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let name = path.file_name().unwrap().to_str().unwrap();
                folder.write(&format!("{from}/{name}"), &fs::read(&path).unwrap());
            }
        }
    }
    folder.write("bakery.yaml", &bakery());
    for (name, text) in named_strategies() {
        folder.write(&name, &text);
    }
    folder
}

fn printed(run: &Run) -> String {
    format!("{}{}", run.out, run.err)
}

fn check<T>(text: &str, look: impl Fn(&Document, Outcome<'_>) -> T) -> T {
    let readings: String =
        in_language(&text_of("docs/src/figures.md"), "csv").into_iter().map(|block| block.text).collect();
    let document = Document::read(Source::new("README.md", text), |path| match path {
        "readings.csv" => Ok(Source::new(path, readings.clone())),
        _ => Err("there is no such file".to_owned()),
    });
    let outcome = Linter::new(date(2027, 1, 11)).check(&document);
    look(&document, outcome)
}

#[test]
fn sessions_in_the_documents_match_the_output() {
    let mut count = 0;
    for name in documents() {
        let folder = workplace("console");
        for block in in_language(&text_of(&name), "console") {
            for session in block.text.split("$ stratplan ").skip(1) {
                let (line, expected) = session.split_once('\n').unwrap();
                let arguments = words(line);
                let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
                assert_data_eq!(printed(&folder.run_all(&arguments)), expected.to_owned());
                count += 1;
            }
        }
    }
    assert!(count >= 15, "{count} sessions");
}

#[test]
fn every_yaml_snippet_is_valid() {
    let mut count = 0;
    for name in documents().into_iter().filter(|name| name != TUTORIAL) {
        for block in in_language(&text_of(&name), "yaml") {
            let is_complete = block.text.lines().any(|line| line.starts_with("stratplan:"));
            let text = if is_complete { block.text } else { format!("{PREAMBLE}{}", block.text) };
            let errors: Vec<String> = check(&text, |_, outcome| {
                let file = outcome.findings.iter().filter(|finding| finding.rule.group == Group::File);
                file.map(|finding| finding.message.clone()).collect()
            });
            assert_eq!(errors, Vec::<String>::new(), "in {name}:\n{text}");
            count += 1;
        }
    }
    assert!(count >= 5, "{count} blocks");
}

#[test]
fn the_strategies_to_begin_with_have_no_errors_or_warnings() {
    let text = bakery();
    assert!(text.starts_with("stratplan: 1\n"), "{text}");
    let beginning = in_language(&text_of("README.md"), "yaml").remove(0).text;
    assert_eq!(beginning.lines().count(), 10);
    for text in [text, beginning] {
        assert_eq!(check(&text, |_, outcome| serious(&outcome.findings)), Vec::<String>::new());
    }
}

#[test]
fn the_documents_name_the_required_keys() {
    let text = "stratplan: 1\nstrategy: {}\ngoals: { a: {} }\nmarketing_strategy: { objectives: { a: {} } }\n\
        kpis: { a: { baseline: {}, target: {} } }\nrisks: { a: {} }\ndecisions: { a: {} }\nlessons: { a: {} }\n\
        people: { a: {} }\naudiences: { a: {} }\nplatforms: { a: { answered_by: {} } }\nbudget: {}\n\
        pillars: { listening: { questions: { who: {} } }, promotion: { activities: { a: { call_to_action: {} } } }, support: { contact_center: {} } }\n\
        purposes: { marketing: { gears: { acquisition: {} } } }\n";
    let missing: BTreeSet<String> = check(text, |_, outcome| {
        let missing = outcome.findings.iter().filter(|finding| finding.rule.name == "missing-key");
        missing.filter_map(|finding| finding.absent).map(|absent| absent.key().to_owned()).collect()
    });
    let chapter = text_of("docs/src/file.md");
    let sentence = between(&chapter, "Required are", "Everything else");
    let mut named: BTreeSet<String> = code_spans(sentence).into_iter().map(str::to_owned).collect();
    assert!(named.remove("stratplan: 1"));
    assert_eq!(missing, named);
}

#[test]
fn every_toml_snippet_is_valid() {
    let blocks = in_language(&text_of("docs/src/settings.md"), "toml");
    assert!(!blocks.is_empty());
    for block in blocks {
        let config = Config::parse(Source::new("stratplan.toml", &block.text)).unwrap();
        InForce::of([&config]).unwrap();
    }
}

/// A line split like in a shell, up to a comment, a redirection or another command.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote, mut has_word) = (Vec::new(), String::new(), None, false);
    for letter in line.chars() {
        match (quote, letter) {
            (Some(open), _) if letter == open => quote = None,
            (None, '"' | '\'') => (quote, has_word) = (Some(letter), true),
            (None, '#' | '>' | '|' | '&') if !has_word => return words,
            (None, ' ') => {
                words.extend(has_word.then(|| std::mem::take(&mut word)));
                has_word = false;
            }
            _ => {
                word.push(letter);
                has_word = true;
            }
        }
    }
    words.extend(has_word.then_some(word));
    words
}

/// Every stratplan command in a document.
fn commands(markdown: &str) -> Vec<Vec<String>> {
    let blocks = blocks(markdown);
    let shell = blocks.iter().filter(|block| ["sh", "console"].contains(&block.language.as_str()));
    let lines = shell.flat_map(|block| block.text.lines());
    let parts =
        lines.flat_map(|line| line.split(['|', '&'])).map(|line| line.trim().trim_start_matches("$ "));
    let all = parts.chain(code_spans(markdown)).filter(|line| line.starts_with("stratplan "));
    all.map(words).collect()
}

#[test]
fn every_command_is_accepted() {
    for name in documents() {
        for words in commands(&text_of(&name)) {
            if let Err(error) = stratplan::command_line::command().try_get_matches_from(&words) {
                // Two words can be the name of a command that needs an argument.
                let is_name = error.kind() == ErrorKind::MissingRequiredArgument && words.len() == 2;
                assert!(
                    is_name || error.kind() == ErrorKind::DisplayHelp,
                    "{name}: {}: {error}",
                    words.join(" ")
                );
            }
            for path in words.iter().filter(|word| word.starts_with("strategies/")) {
                assert!(root().join(path).exists(), "{name}: there is no {path}");
            }
        }
    }
}

#[test]
fn the_documents_mention_every_command_flag_and_format() {
    let all: String = documents().iter().map(|name| text_of(name)).collect();
    let command = stratplan::command_line::command();
    let mut missing = Vec::new();
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        let name = format!("stratplan {}", sub.get_name());
        missing.extend((!all.contains(&name)).then_some(name));
    }
    let check = command.find_subcommand("check").unwrap();
    for argument in check.get_arguments() {
        let Some(long) = argument.get_long().map(|long| format!("--{long}")) else { continue };
        if long == "--format" {
            for format in argument.get_possible_values() {
                let row = format!("| `{}` |", format.get_name());
                missing.extend((!all.contains(&row)).then_some(row));
            }
        }
        missing.extend((!all.contains(&long)).then_some(long));
    }
    assert_eq!(missing, Vec::<String>::new());
}

/// True if everything in `part` is in `all`; lists can have more items.
fn contains(all: &Value, part: &Value) -> bool {
    match (all, part) {
        (Value::Object(all), Value::Object(part)) => {
            part.iter().all(|(key, part)| all.get(key).is_some_and(|all| contains(all, part)))
        }
        (Value::Array(all), Value::Array(part)) => {
            part.iter().all(|part| all.iter().any(|all| contains(all, part)))
        }
        _ => all == part,
    }
}

#[test]
fn the_json_example_matches_the_output() {
    let broken = "strategies/broken/support-in-marketing-order.strategy.yaml";
    let run = stratplan(&["check", "--format", "json", "--today", "2027-01-11", broken]);
    let all = run.json();
    let blocks = in_language(&text_of("docs/src/programs.md"), "json");
    assert_eq!(blocks.len(), 1);
    for block in blocks {
        let part: Value = serde_json::from_str(&block.text).unwrap();
        assert!(contains(&all, &part), "{}", run.out);
    }
}

#[test]
fn generated_tables_are_current() {
    let rules = printed(&stratplan(&["rules", "--format", "markdown"]));
    for (name, table) in [("docs/src/rules.md", rules), ("docs/src/keys.md", keys::tables())] {
        let text = text_of(name);
        let (begin, end) = ("<!-- generated:begin -->\n", "<!-- generated:end -->");
        let old = between(&text, begin, end);
        if old != table && std::env::var("SNAPSHOTS").is_ok_and(|how| how == "overwrite") {
            let text = text.replacen(&format!("{begin}{old}{end}"), &format!("{begin}{table}{end}"), 1);
            fs::write(root().join(name), text).unwrap();
        } else {
            assert_data_eq!(old, table);
        }
    }
}

#[test]
fn the_picture_of_check_is_current() {
    let picture = text_of("docs/src/check.svg");
    let broken = "strategies/broken/support-in-marketing-order.strategy.yaml";
    let run = stratplan(&["check", broken, "--today", "2027-01-11", "--color", "never"]);
    let lines = picture.split("<text ").skip(2).map(|line| {
        let pieces = line.split('<').filter_map(|piece| piece.split_once('>'));
        let text: String = pieces.map(|(_, text)| text).collect();
        text.replace("&#x27;", "'").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    });
    // The terminal of the picture is narrower.
    let shown: Vec<String> = lines.collect();
    let shown: Vec<&str> = shown.iter().flat_map(|line| line.split_whitespace()).collect();
    assert!(shown.len() > 50, "{shown:?}");
    let expected: Vec<&str> = run.out.split_whitespace().take(shown.len()).collect();
    assert_eq!(shown, expected);
}

#[test]
fn generated_schemas_are_current() {
    for (file, printed) in [
        ("strategies/strategy.schema.json", stratplan(&["schema"])),
        ("strategies/stratplan.schema.json", stratplan(&["config", "schema"])),
    ] {
        assert_data_eq!(printed.out, Data::read_from(&root().join(file), None).raw());
    }
}

#[test]
fn the_documents_and_explain_say_the_same_of_each_word() {
    let chapter = text_of("docs/src/ideas.md");
    for (before, about, most) in [
        ("| state | meaning |\n| --- | --- |\n", "the state of a gear in a report", 19),
        ("words of the reports:\n\n| word | meaning |\n| --- | --- |\n", "a word of the reports", 13),
    ] {
        let (_, table) = chapter.split_once(before).unwrap();
        let rows = table.lines().take_while(|line| line.starts_with('|'));
        let rows: Vec<(&str, &str)> =
            rows.map(|row| row.trim_matches('|').split_once('|').unwrap()).collect();
        assert_eq!(rows.len(), most, "{about}");
        for (word, means) in rows.into_iter().map(|(word, means)| (word.trim(), means.trim())) {
            let run = stratplan(&["explain", word, "--format", "json"]);
            let entries: Value = serde_json::from_str(&run.out).unwrap();
            let entry = entries.as_array().unwrap().iter().find(|entry| entry["about"] == about);
            assert_eq!(entry.unwrap()["description"], means, "{word}");
        }
    }
}

#[test]
fn contributing_explains_every_dependency() {
    let manifest: toml::Table = text_of("Cargo.toml").parse().unwrap();
    let tables = ["dependencies", "dev-dependencies"].map(|name| manifest[name].as_table().unwrap());
    let per_system = manifest["target"].as_table().unwrap().values();
    let per_system =
        per_system.flat_map(|target| target.as_table().unwrap().values()).filter_map(toml::Value::as_table);
    let used = tables.into_iter().chain(per_system).flat_map(|table| table.keys());
    let used: BTreeSet<&str> = used.map(String::as_str).collect();
    let contributing = text_of("CONTRIBUTING.md");
    let (_, section) = contributing.split_once("\n## Dependencies\n").unwrap();
    let section = section.split("\n## ").next().unwrap();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
    let explained: BTreeSet<&str> = rows.map(|(name, _)| name).collect();
    assert_eq!(explained, used);
}

#[test]
fn contributing_lists_every_module() {
    let contributing = text_of("CONTRIBUTING.md");
    let map = between(&contributing, "```text\n", "```");
    let shown: BTreeSet<&str> = map.lines().filter_map(|line| line.split_whitespace().next()).collect();
    let modules = text_of("src/lib.rs");
    let modules = modules.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    let missing: Vec<&str> = modules
        .filter(|name| {
            !shown.contains(format!("{name}.rs").as_str()) && !shown.contains(format!("{name}/").as_str())
        })
        .collect();
    assert_eq!(missing, Vec::<&str>::new());
}

/// Where the links of a document lead, except to other sites.
fn links(markdown: &str) -> Vec<&str> {
    let ends = markdown.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    ends.filter(|link| !link.contains("://")).collect()
}

#[test]
fn every_link_has_a_target() {
    for name in documents() {
        for link in links(&text_of(&name)) {
            let (path, heading) = link.split_once('#').unwrap_or((link, ""));
            let file = root().join(&name);
            let file = if path.is_empty() { file } else { file.parent().unwrap().join(path) };
            assert!(file.exists(), "{name}: {link} does not exist");
            if !heading.is_empty() {
                let text = fs::read_to_string(&file).unwrap();
                let mut anchors = text.lines().filter(|line| line.starts_with('#')).map(anchor);
                assert!(anchors.any(|anchor| anchor == heading), "{name}: {link} has no heading");
            }
        }
    }
}

#[test]
fn every_example_and_chapter_is_linked() {
    for (folder, ending, document) in [
        ("strategies", "yaml", "strategies/README.md"),
        ("strategies/broken", "yaml", "strategies/README.md"),
        ("examples", "rs", "docs/src/programs.md"),
        ("docs/src", "md", "docs/src/SUMMARY.md"),
    ] {
        let (text, base) = (text_of(document), root().join(document).parent().unwrap().to_owned());
        let linked: BTreeSet<PathBuf> =
            links(&text).into_iter().filter_map(|link| base.join(link).canonicalize().ok()).collect();
        for entry in fs::read_dir(root().join(folder)).unwrap() {
            let path = entry.unwrap().path().canonicalize().unwrap();
            if path.extension().is_some_and(|own| own == ending) && path != root().join(document) {
                assert!(linked.contains(&path), "{document} does not link {}", path.display());
            }
        }
    }
}

#[test]
fn the_readme_is_short() {
    assert!(text_of("README.md").lines().count() <= 250);
}

/// The anchor of a heading, as GitHub and others generate it.
fn anchor(heading: &str) -> String {
    let title = heading.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
    title.chars().filter(|letter| letter.is_alphanumeric() || "-_".contains(*letter)).collect()
}

#[test]
fn the_setup_in_the_readme_works() {
    let readme = text_of("README.md");
    let manifest: toml::Table = text_of("Cargo.toml").parse().unwrap();
    let rust = manifest["package"]["rust-version"].as_str().unwrap();
    assert!(readme.contains(&format!("{rust} or newer")), "the README does not name Rust {rust}");
    let show = "strategies/television-show.strategy.yaml";
    let strategy = text_of(show);
    let today = strategy.lines().find_map(|line| line.strip_prefix("# Clean at --today ")).unwrap();
    let first = format!("cargo install --locked --path . && stratplan check {show} --today {today}\n");
    let commands: Vec<String> = in_language(&readme, "sh").into_iter().map(|block| block.text).collect();
    assert_eq!(commands[0], first);
    assert_eq!(commands[1], "cargo test --locked\n");

    // The gate that a chapter explains is from this strategy.
    let run = stratplan(&["check", show, "--today", today, "--isolated"]);
    assert_eq!(run.code, 0, "{run:?}");
    let chapter = text_of("docs/src/meeting.md");
    let gate = code_spans(&chapter).into_iter().find_map(|span| span.strip_prefix("fan-made ")).unwrap();
    for word in gate.split(' ') {
        assert!(run.out.contains(word), "{word} is not in:\n{}", run.out);
    }
}
