//! The README and its companions say what is true: every snippet is read, every command understood,
//! every output compared with what the tool prints.
//!
//! `SNAPSHOTS=overwrite cargo test generated` writes the tables of rules and keys in the README anew.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use clap::error::ErrorKind;
use jiff::civil::date;
use serde_json::Value;
use snapbox::assert_data_eq;
use stratplan::config::Config;
use stratplan::config::in_force::InForce;
use stratplan::document::Document;
use stratplan::finding::{Group, Level};
use stratplan::linter::{Linter, Outcome};
use stratplan::source::Source;

mod keys;
mod recipes;

const DOCUMENTS: &[&str] =
    &["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "editors/README.md", "strategies/README.md"];
const PREAMBLE: &str = "stratplan: 1\nstrategy: { name: Example, owner: mia, status: draft, period: 2027 }\n";
const TUTORIAL: &str = "A first strategy in ten minutes";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text_of(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|_| panic!("{name} is there"))
}

/// A fenced block, the language it says it is in, and the heading it stands under.
struct Block {
    language: String,
    heading: String,
    text: String,
}

fn blocks(markdown: &str) -> Vec<Block> {
    let (mut blocks, mut heading, mut open) = (Vec::new(), String::new(), None::<Block>);
    for line in markdown.lines() {
        match (&mut open, line.trim_start().strip_prefix("```")) {
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(block), None) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, Some(language)) => {
                let language = language.to_owned();
                open = Some(Block { language, heading: heading.clone(), text: String::new() });
            }
            (None, None) => {
                if let Some(title) = line.strip_prefix("## ") {
                    title.clone_into(&mut heading);
                }
            }
        }
    }
    assert!(open.is_none(), "a block is not closed");
    blocks
}

fn in_language(markdown: &str, language: &str) -> Vec<Block> {
    blocks(markdown).into_iter().filter(|block| block.language == language).collect()
}

/// What stands between backticks outside of blocks.
fn code_spans(markdown: &str) -> Vec<&str> {
    let outside = markdown.split("```").step_by(2);
    outside.flat_map(|text| text.split('`').skip(1).step_by(2)).collect()
}

fn between<'a>(text: &'a str, begin: &str, end: &str) -> &'a str {
    let (_, rest) = text.split_once(begin).unwrap_or_else(|| panic!("{begin} is there"));
    rest.split_once(end).unwrap_or_else(|| panic!("{end} is there")).0
}

/// The ten-minute strategy: its pieces, one under the other.
fn bakery() -> String {
    let pieces = in_language(&text_of("README.md"), "yaml").into_iter();
    pieces.filter(|piece| piece.heading == TUTORIAL).map(|piece| piece.text).collect()
}

/// A folder like the one a reader has: the strategies of this repository, and what the README lets
/// them write.
fn workplace(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("stratplan-docs-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    for from in ["strategies", "strategies/broken", "strategies/readings"] {
        fs::create_dir_all(folder.join(from)).unwrap();
        for entry in fs::read_dir(root().join(from)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                fs::copy(&path, folder.join(from).join(path.file_name().unwrap())).unwrap();
            }
        }
    }
    fs::write(folder.join("bakery.yaml"), bakery()).unwrap();
    folder
}

fn stratplan(arguments: &[&str], folder: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stratplan"));
    for name in ["COLUMNS", "FORCE_COLOR", "CLICOLOR_FORCE", "GITHUB_ACTIONS"] {
        command.env_remove(name);
    }
    command.args(arguments).current_dir(folder).output().unwrap()
}

fn printed(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap() + &String::from_utf8(output.stderr.clone()).unwrap()
}

fn judge<T>(text: &str, look: impl Fn(&Document, Outcome<'_>) -> T) -> T {
    let readings: String =
        in_language(&text_of("README.md"), "csv").into_iter().map(|block| block.text).collect();
    let document = Document::read(Source::new("README.md", text), |path| match path {
        "readings.csv" => Ok(Source::new(path, readings.clone())),
        _ => Err("there is no such file".to_owned()),
    });
    let outcome = Linter::new(date(2027, 1, 11)).check(&document);
    look(&document, outcome)
}

#[test]
fn what_the_tool_is_said_to_print_it_prints() {
    let folder = workplace("console");
    let mut count = 0;
    for name in DOCUMENTS {
        for block in in_language(&text_of(name), "console") {
            for session in block.text.split("$ stratplan ").skip(1) {
                let (line, expected) = session.split_once('\n').unwrap();
                let output = stratplan(&words(line).iter().map(String::as_str).collect::<Vec<_>>(), &folder);
                assert_data_eq!(printed(&output), expected.to_owned());
                count += 1;
            }
        }
    }
    assert!(count >= 2, "{count} sessions");
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn every_piece_of_yaml_is_sound() {
    let mut count = 0;
    for name in DOCUMENTS {
        for block in in_language(&text_of(name), "yaml") {
            if block.heading == TUTORIAL {
                continue;
            }
            let is_whole = block.text.lines().any(|line| line.starts_with("stratplan:"));
            let text = if is_whole { block.text } else { format!("{PREAMBLE}{}", block.text) };
            let faults: Vec<String> = judge(&text, |_, outcome| {
                let file = outcome.findings.iter().filter(|finding| finding.rule.group == Group::File);
                file.map(|finding| finding.message.clone()).collect()
            });
            assert_eq!(faults, Vec::<String>::new(), "in {name}, under {}:\n{text}", block.heading);
            count += 1;
        }
    }
    assert!(count >= 5, "{count} blocks");
}

#[test]
fn the_ten_minute_strategy_is_as_good_as_promised() {
    let text = bakery();
    assert!(text.starts_with("stratplan: 1\n"), "{text}");
    let grave: Vec<String> = judge(&text, |_, outcome| {
        let grave = outcome.findings.iter().filter(|finding| finding.level > Level::Info);
        grave.map(|finding| format!("{}: {}", finding.rule.name, finding.message)).collect()
    });
    assert_eq!(grave, Vec::<String>::new());
}

#[test]
fn required_keys_are_the_ones_named() {
    let text = "stratplan: 1\nstrategy: {}\ngoals: { a: {} }\nmarketing_strategy: { objectives: { a: {} } }\n\
        kpis: { a: { baseline: {}, target: {} } }\nrisks: { a: {} }\ndecisions: { a: {} }\nlessons: { a: {} }\n\
        people: { a: {} }\naudiences: { a: {} }\nplatforms: { a: { answered_by: {} } }\nbudget: {}\n\
        pillars: { listening: { questions: { who: {} } }, promotion: { activities: { a: { call_to_action: {} } } }, support: { contact_center: {} } }\n\
        purposes: { marketing: { gears: { acquisition: {} } } }\n";
    let missing: BTreeSet<String> = judge(text, |_, outcome| {
        let missing = outcome.findings.iter().filter(|finding| finding.rule.name == "missing-key");
        missing.filter_map(|finding| finding.absent).map(|absent| absent.key().to_owned()).collect()
    });
    let readme = text_of("README.md");
    let sentence = between(&readme, "**Required** are", "Everything else");
    let mut named: BTreeSet<String> = code_spans(sentence).into_iter().map(str::to_owned).collect();
    assert!(named.remove("stratplan: 1"));
    assert_eq!(missing, named);
}

#[test]
fn every_piece_of_toml_is_a_setting() {
    let blocks = in_language(&text_of("README.md"), "toml");
    assert!(!blocks.is_empty());
    for block in blocks {
        let config = Config::parse(Source::new("stratplan.toml", &block.text)).unwrap();
        InForce::of([&config]).unwrap();
    }
}

/// A line as a shell splits it, up to whatever is not for the first program.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote, mut is_begun) = (Vec::new(), String::new(), None, false);
    for letter in line.chars() {
        match (quote, letter) {
            (Some(open), _) if letter == open => quote = None,
            (None, '"' | '\'') => (quote, is_begun) = (Some(letter), true),
            (None, '#' | '>' | '|' | '&') if !is_begun => return words,
            (None, ' ') => {
                words.extend(is_begun.then(|| std::mem::take(&mut word)));
                is_begun = false;
            }
            _ => {
                word.push(letter);
                is_begun = true;
            }
        }
    }
    words.extend(is_begun.then_some(word));
    words
}

/// Every command of stratplan that a document names, wherever it stands.
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
fn every_command_is_understood() {
    for name in DOCUMENTS {
        for words in commands(&text_of(name)) {
            if let Err(error) = stratplan::cli::command().try_get_matches_from(&words) {
                // Two words are the name of a command, which may need an argument.
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
fn the_whole_command_line_is_in_the_readme() {
    let readme = text_of("README.md");
    let command = stratplan::cli::command();
    let mut missing = Vec::new();
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        let name = format!("stratplan {}", sub.get_name());
        missing.extend((!readme.contains(&name)).then_some(name));
    }
    let check = command.find_subcommand("check").unwrap();
    for argument in check.get_arguments() {
        let Some(long) = argument.get_long().map(|long| format!("--{long}")) else { continue };
        if long == "--format" {
            for format in argument.get_possible_values() {
                let row = format!("| `{}` |", format.get_name());
                missing.extend((!readme.contains(&row)).then_some(row));
            }
        }
        missing.extend((!readme.contains(&long)).then_some(long));
    }
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn exit_statuses_are_the_ones_named() {
    let folder = workplace("exit");
    let broken = "strategies/broken/support-in-marketing-order.strategy.yaml";
    let cases: &[(i32, &[&str])] = &[
        (0, &["check", "bakery.yaml", "--today", "2027-01-11"]),
        (1, &["check", broken]),
        (1, &["check", broken, "--format", "json"]),
        (0, &["check", broken, "--fail-on", "never"]),
        (1, &["check", "bakery.yaml", "--today", "2027-01-11", "--fail-on", "info"]),
        (2, &["check", "absent.yaml"]),
        (2, &["check", "--no-such-option"]),
        (2, &["check", "--select", "no-such-rule", "bakery.yaml"]),
        (2, &["check", "strategies/readings"]),
        (0, &["check", "strategies/readings", "--allow-empty"]),
        (2, &["check", broken, "absent.yaml"]),
    ];
    for (status, arguments) in cases {
        let output = stratplan(arguments, &folder);
        assert_eq!(output.status.code(), Some(*status), "{arguments:?}\n{}", printed(&output));
    }
    fs::remove_dir_all(folder).unwrap();
}

/// True where everything in a part stands in the whole, too; lists may hold more, in between.
fn holds(whole: &Value, part: &Value) -> bool {
    match (whole, part) {
        (Value::Object(whole), Value::Object(part)) => {
            part.iter().all(|(key, part)| whole.get(key).is_some_and(|whole| holds(whole, part)))
        }
        (Value::Array(whole), Value::Array(part)) => {
            part.iter().all(|part| whole.iter().any(|whole| holds(whole, part)))
        }
        _ => whole == part,
    }
}

#[test]
fn the_json_is_as_shown() {
    let folder = workplace("json");
    let broken = "strategies/broken/support-in-marketing-order.strategy.yaml";
    let output = stratplan(&["check", "--format", "json", "--today", "2027-01-11", broken], &folder);
    let whole: Value = serde_json::from_slice(&output.stdout).unwrap();
    let blocks = in_language(&text_of("README.md"), "json");
    assert_eq!(blocks.len(), 1);
    for block in blocks {
        let part: Value = serde_json::from_str(&block.text).unwrap();
        assert!(holds(&whole, &part), "{}", printed(&output));
    }
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn generated_tables_are_current() {
    let mut readme = text_of("README.md");
    let rules = printed(&stratplan(&["rules", "--format", "markdown"], root()));
    for (begin, end, table) in [
        ("<!-- rules:begin -->\n", "<!-- rules:end -->", rules),
        ("<!-- keys:begin -->\n", "<!-- keys:end -->", keys::tables()),
    ] {
        let old = between(&readme, begin, end).to_owned();
        if old != table && std::env::var("SNAPSHOTS").is_ok_and(|how| how == "overwrite") {
            readme = readme.replacen(&format!("{begin}{old}{end}"), &format!("{begin}{table}{end}"), 1);
            fs::write(root().join("README.md"), &readme).unwrap();
        } else {
            assert_data_eq!(old, table);
        }
    }
}

#[test]
fn dependencies_are_the_ones_explained() {
    let manifest: toml::Table = text_of("Cargo.toml").parse().unwrap();
    let tables = ["dependencies", "dev-dependencies"].map(|name| manifest[name].as_table().unwrap());
    let on_some_systems = manifest["target"].as_table().unwrap().values();
    let on_some_systems = on_some_systems.map(|target| target["dev-dependencies"].as_table().unwrap());
    let used = tables.into_iter().chain(on_some_systems).flat_map(|table| table.keys());
    let used: BTreeSet<&str> = used.map(String::as_str).collect();
    let contributing = text_of("CONTRIBUTING.md");
    let (_, section) = contributing.split_once("\n## Dependencies\n").unwrap();
    let section = section.split("\n## ").next().unwrap();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
    let explained: BTreeSet<&str> = rows.map(|(name, _)| name).collect();
    assert_eq!(explained, used);
}

#[test]
fn the_map_shows_every_part_of_the_library() {
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

/// Where links lead, less addresses and places within a page.
fn links(markdown: &str) -> Vec<&str> {
    let ends = markdown.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    ends.filter(|link| !link.contains("://") && !link.starts_with('#')).collect()
}

#[test]
fn links_lead_somewhere_and_nothing_is_left_out() {
    for name in DOCUMENTS {
        let text = text_of(name);
        for link in links(&text) {
            let file = root().join(name).parent().unwrap().join(link.split('#').next().unwrap());
            assert!(file.exists(), "{name}: {link} leads nowhere");
        }
    }
    for (folder, ending, document) in [
        ("strategies", "yaml", "strategies/README.md"),
        ("strategies/broken", "yaml", "strategies/README.md"),
        ("examples", "rs", "README.md"),
    ] {
        let (text, base) = (text_of(document), root().join(document));
        let linked: BTreeSet<PathBuf> =
            links(&text).into_iter().map(|link| base.parent().unwrap().join(link)).collect();
        for entry in fs::read_dir(root().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|own| own == ending) {
                assert!(linked.contains(&path), "{document} does not link {}", path.display());
            }
        }
    }
}

#[test]
fn places_within_the_page_are_there() {
    let readme = text_of("README.md");
    let anchors: BTreeSet<String> =
        readme.lines().filter(|line| line.starts_with("##")).map(anchor).collect();
    for link in readme.split("](#").skip(1).filter_map(|rest| rest.split(')').next()) {
        assert!(anchors.contains(link), "#{link}");
    }
}

/// The anchor of a heading, as the usual renderers make it.
fn anchor(heading: &str) -> String {
    let title = heading.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
    title.chars().filter(|letter| letter.is_alphanumeric() || "-_".contains(*letter)).collect()
}

#[test]
fn the_set_up_is_the_one_that_works() {
    let readme = text_of("README.md");
    let manifest: toml::Table = text_of("Cargo.toml").parse().unwrap();
    let rust = manifest["package"]["rust-version"].as_str().unwrap();
    assert!(readme.contains(&format!("{rust} or newer")), "the README names another Rust than {rust}");
    let show = "strategies/television-show.strategy.yaml";
    let strategy = text_of(show);
    let today = strategy.lines().find_map(|line| line.strip_prefix("# Clean at --today ")).unwrap();
    let first = format!("cargo install --locked --path . && stratplan check {show} --today {today}\n");
    let commands: Vec<String> = in_language(&readme, "sh").into_iter().map(|block| block.text).collect();
    assert_eq!(commands[0], first);
    assert_eq!(commands[1], "cargo test --locked\n");

    // The gate that the README explains is one of this strategy's.
    let shown = printed(&stratplan(&["check", show, "--today", today, "--isolated"], root()));
    let gate = code_spans(&readme).into_iter().find_map(|span| span.strip_prefix("fan-made ")).unwrap();
    for word in gate.split(' ') {
        assert!(shown.contains(word), "{word} is not in:\n{shown}");
    }
}
