//! Settings: which files are found, how they combine with the command line, and what their schema accepts.
//! Sessions are in `tests/cmd/settings.md`.

use std::fs;

use serde_json::Value;
use stratplan::format::settings_schema;
use stratplan::settings::{InForce, Origin};
use stratplan::{Config, Source};

use crate::support::{Folder, Run};

const PLAN: &str = "stratplan: 1
strategy: { name: Parts 2027, status: active, owner: Dana, period: 2027 }
purposes:
  marketing: { gears: { acquisition: 2027-03-01, engagement: 2027-01-15 } }
";

const CHECK: &str = "check --format concise --select gear-out-of-order";

fn read(text: &str) -> Result<Config, String> {
    Config::parse(Source::new("stratplan.toml", text)).map_err(|error| error.to_string())
}

#[test]
fn the_schema_accepts_what_the_reader_accepts() {
    let validator = jsonschema::validator_for(&settings_schema()).unwrap();
    let by_schema = |text: &str| {
        let table: toml::Table = text.parse().unwrap();
        validator.is_valid(&serde_json::to_value(table).unwrap())
    };
    let accepted = [
        "",
        "extend = \"../stratplan.toml\"",
        "exclude = []",
        "exclude = [\"archive/*\", \"!archive/kept.yaml\", ' x', '\\#x']",
        "fail-on = \"never\"",
        "[rules]\nno-goals = \"off\"\nhard-sell = \"error\"",
        "[rules]\ninvalid-syntax = \"error\"\nunused-allow = { level = \"error\" }",
        "[rules.hard-sell]\nlevel = \"info\"\nmax-share = 0",
        "[rules.hard-sell]\nmax-share = 1.0",
        "[rules.listening-stale]\nmax-age-days = 3660",
        "[rules.listening-stale]\nmax-age-days = 28.0",
        "[rules.overloaded-owner]\nmax-active = 0x1",
        "[rules.no-goals]",
        "[status]\non-track = 1\nat-risk = 0.25",
        "[rules]\n[status]",
    ];
    let rejected = [
        "surprise = 1",
        "fail_on = \"error\"",
        "extend = \"\"",
        "extend = [\"a\"]",
        "exclude = \"archive/\"",
        "exclude = [1]",
        "exclude = [\"\"]",
        "exclude = [\"  \"]",
        "exclude = [\"#x\"]",
        "fail-on = \"off\"",
        "fail-on = true",
        "rules = []",
        "status = 0.9",
        "[rules]\nno-goal = \"off\"",
        "[rules]\nno-goals = \"never\"",
        "[rules]\nno-goals = 1",
        "[rules]\ngears = \"off\"",
        "[rules]\ninvalid-syntax = \"warning\"",
        "[rules.unused-allow]\nlevel = \"info\"",
        "[rules.no-goals]\nmax-share = 0.1",
        "[rules.hard-sell]\nmax-share = 1.01",
        "[rules.hard-sell]\nmax-share = -0.01",
        "[rules.hard-sell]\nmax-share = \"0.1\"",
        "[rules.listening-stale]\nmax-age-days = 27.5",
        "[rules.listening-stale]\nmax-age-days = 3661",
        "[rules.overloaded-owner]\nmax-active = 0",
        "[status]\non-track = 90",
        "[status]\non-trak = 0.9",
        "[status]\nat-risk = \"0.7\"",
    ];
    for text in accepted {
        assert_eq!((read(text).err(), by_schema(text)), (None, true), "{text}");
    }
    for text in rejected {
        assert!(
            read(text).is_err() && !by_schema(text),
            "{text}: {:?}, {}",
            read(text).err(),
            by_schema(text)
        );
    }
}

#[test]
fn every_setting_is_described_in_the_schema() {
    fn described(schema: &Value, path: &str, bare: &mut Vec<String>) {
        let parts = schema["anyOf"].as_array().into_iter().flatten();
        for part in std::iter::once(schema).chain(parts) {
            for (key, what) in part["properties"].as_object().into_iter().flatten() {
                let path = format!("{path}.{key}");
                described(what, &path, bare);
                // `level` needs no description below each rule.
                if key != "level" && what["description"].as_str().is_none_or(str::is_empty) {
                    bare.push(path);
                }
            }
        }
    }
    let (schema, mut bare) = (settings_schema(), Vec::new());
    described(&schema, "", &mut bare);
    assert_eq!(bare, Vec::<String>::new());
    let rules = schema["properties"]["rules"]["properties"].as_object().unwrap();
    assert_eq!(rules.len(), stratplan::catalog::all().count());
}

#[test]
fn the_output_of_config_show_reads_as_the_same_settings() {
    let folder = Folder::new("shown");
    folder.write("base.toml", "exclude = ['a\\ b \"c\"/', 'tab\\#']\nfail-on = \"info\"\n");
    folder.write(
        "stratplan.toml",
        "extend = \"base.toml\"\n[rules]\nno-goals = \"off\"\nhard-sell = { max-share = 0.125 }\n[status]\nat-risk = 0.5\n",
    );
    let shown = folder.run("config show --config rules.no-review=error --config status.on-track=1");
    assert_eq!((shown.code, shown.err.as_str()), (0, ""));
    let again = InForce::of([&read(&shown.out).unwrap()]).unwrap();
    let values = |all: &InForce| {
        let levels = all.rules.iter().map(|(rule, one)| (*rule, one.level.value)).collect::<Vec<_>>();
        let numbers = all.rules.values().flat_map(|one| &one.numbers);
        let numbers = numbers.map(|(option, number)| (*option, number.value)).collect::<Vec<_>>();
        let exclude = all.exclude.iter().map(|one| one.value.clone()).collect::<Vec<_>>();
        format!(
            "{exclude:?} {:?} {levels:?} {numbers:?} {:?}",
            all.fail_on.value,
            (all.status.on_track.value, all.status.at_risk.value)
        )
    };
    let base = read("exclude = ['a\\ b \"c\"/', 'tab\\#']\nfail-on = \"info\"\n").unwrap();
    let own =
        read("[rules]\nno-goals = \"off\"\nhard-sell = { max-share = 0.125 }\n[status]\nat-risk = 0.5\n")
            .unwrap();
    let given = ["rules.no-review=error", "status.on-track=1"].map(|text| Config::argument(text).unwrap());
    let expected = InForce::of([&base, &own].into_iter().chain(&given)).unwrap();
    assert_eq!(values(&again), values(&expected));
    assert_ne!(values(&again), values(&InForce::default()));
    // Every line with a value names its origin.
    for (line, text) in
        shown.out.lines().enumerate().filter(|(_, text)| text.contains(" = ") && !text.ends_with('['))
    {
        let origins = ["# built-in", "# command line", "# base.toml:", "# stratplan.toml:"];
        assert!(origins.iter().any(|origin| text.contains(origin)), "line {}: {text}", line + 1);
    }
}

#[test]
fn a_byte_order_mark_is_not_shown_in_excerpts() {
    let folder = Folder::new("settings-mark");
    folder.write("plan.yaml", PLAN).write("stratplan.toml", "\u{feff}fail-on = \"x\"\n");
    let run = folder.run(CHECK);
    assert!(run.err.contains("1 | fail-on = \"x\"\n  |           ^^^\n"), "{}", run.err);
}

#[test]
fn explain_shows_the_range_of_each_number() {
    let folder = Folder::new("settings-explained");
    let text = folder.run("explain listening-stale").out;
    assert!(text.contains("# a whole number of days from 0 to 3660: an answer older"), "{text}");
    let json = folder.run("explain hard-sell --format json").json();
    let option = &json["options"][0];
    assert_eq!(
        (&option["least"], &option["most"], &option["whole"]),
        (&0.0.into(), &1.0.into(), &false.into())
    );
}

#[test]
fn config_show_names_the_origin_of_every_setting_in_json() {
    let folder = Folder::new("origins");
    folder.write("base/common.toml", "fail-on = \"info\"\n");
    folder.write("deep/stratplan.toml", "extend = \"../base/common.toml\"\nexclude = [\"old.yaml\"]\n");
    folder.write("deep/old.yaml", PLAN).write("deep/down/plan.yaml", PLAN);
    let json = |line: &str| {
        let run = folder.run(&format!("config show --format json {line}"));
        assert_eq!(run.code, 0, "{run:?}");
        run.json()
    };
    let shown = json("deep/down/plan.yaml --config rules.no-goals=off");
    assert_eq!(shown["files"], serde_json::json!(["deep/stratplan.toml", "base/common.toml"]));
    assert_eq!(shown["excluded"], false);
    let settings = &shown["settings"];
    assert_eq!(
        settings["fail-on"],
        serde_json::json!({ "value": "info", "from": "file", "path": "base/common.toml", "line": 1 })
    );
    assert_eq!(settings["exclude"][0]["path"], "deep/stratplan.toml");
    assert_eq!(
        settings["rules"]["no-goals"]["level"],
        serde_json::json!({ "value": "off", "from": "command-line" })
    );
    assert_eq!(
        settings["rules"]["hard-sell"]["max-share"],
        serde_json::json!({ "value": 0.2, "from": "built-in" })
    );
    assert_eq!(settings["status"]["on-track"]["from"], "built-in");
    assert_eq!(json("deep/old.yaml")["excluded"], true);
    // For a folder, the file inside it counts.
    assert_eq!(json("deep")["files"][0], "deep/stratplan.toml");
    assert_eq!(json(".")["files"], serde_json::json!([]));
    assert_eq!(json("deep --isolated")["files"], serde_json::json!([]));
    assert_eq!(json("deep --config base/common.toml")["files"], serde_json::json!(["base/common.toml"]));
    // A file above the current folder is shown by its relative path.
    let below = folder.command("config show").current_dir(folder.0.join("deep/down")).output().unwrap();
    let text = String::from_utf8(below.stdout).unwrap();
    assert!(
        text.contains("# ../../base/common.toml:1\n") && text.contains("from ../stratplan.toml"),
        "{text}"
    );
}

#[test]
fn settings_are_found_next_to_the_strategy_or_above_it_up_to_the_root_of_the_repository() {
    let folder = Folder::new("discovery");
    folder.write("stratplan.toml", "[rules]\ngear-out-of-order = \"off\"\n");
    folder.write("deep/down/plan.yaml", PLAN).write("other/.git/HEAD", "").write("other/plan.yaml", PLAN);
    folder.write("near/stratplan.toml", "[rules]\ngear-out-of-order = \"info\"\n");
    assert_eq!(folder.run(&format!("{CHECK} deep")).code, 0);
    assert_eq!(folder.run(&format!("{CHECK} other")).code, 1);
    let mut from_near = folder.command(&format!("{CHECK} ../deep/down/plan.yaml"));
    let run = Run::of(from_near.current_dir(folder.0.join("near")).output().unwrap());
    assert!(run.code == 0 && !run.out.contains("info["), "{run:?}");
}

#[test]
fn settings_override_the_ones_they_extend() {
    let folder = Folder::new("extend");
    folder.write(
        "base.toml",
        "exclude = [\"near/old.yaml\"]\n[rules]\ngear-out-of-order = \"info\"\nno-goals = \"off\"\n",
    );
    folder.write(
        "near/stratplan.toml",
        "extend = \"../base.toml\"\n[rules]\ngear-out-of-order = \"warning\"\n",
    );
    folder.write("near/plan.yaml", &PLAN).write("near/old.yaml", PLAN);
    let run = folder.run("check --format concise --select gear-out-of-order,no-goals near");
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        run.out.contains("warning[gear-out-of-order]")
            && run.out.ends_with("\n1 warning; not judged: 1 excluded\n"),
        "{}",
        run.out
    );
    for (text, expected) in [
        ("extend = \"stratplan.toml\"", "this leads back to the same settings"),
        ("extend = \"gone.toml\"", "gone.toml: there is no such file"),
        ("extend = 1", "this is not a path"),
    ] {
        let run = folder.write("near/stratplan.toml", text).run("check near");
        assert!(
            run.code == 2 && run.err.contains(expected) && run.err.contains("near/stratplan.toml:1:10"),
            "{}",
            run.err
        );
    }
}

#[test]
fn an_invalid_exclude_pattern_is_an_error() {
    let folder = Folder::new("invalid-pattern");
    let run = folder.write("stratplan.toml", "exclude = [\"a{b\"]\n").write("a.yaml", PLAN).run("check");
    assert!(run.code == 2 && run.err.contains("this pattern cannot be used"), "{}", run.err);
    for (patterns, said) in [
        ("'./a.yaml'", "leave out the `./`"),
        ("'old/./a.yaml'", "leave out the `./`"),
        ("'../a.yaml'", "put the pattern in one that is higher up"),
        ("'!../a.yaml'", "put the pattern in one that is higher up"),
        ("'~/a.yaml'", "write the path from the folder of the settings file"),
        ("'C:/plans/a.yaml'", "write the path from the folder of the settings file"),
        ("'old\\a.yaml'", "separate the parts of a path by one `/`"),
        ("'old//a.yaml'", "separate the parts of a path by one `/`"),
        ("'old/', '!old/a.yaml'", "`old/` is excluded above and not searched"),
        ("'old', '!/old/deep/*.yaml'", "exclude `old/*` there instead"),
    ] {
        let run = folder.write("stratplan.toml", &format!("exclude = [{patterns}]\n")).run("check");
        assert!(run.code == 2 && run.err.contains("this pattern matches no file"), "{patterns}: {}", run.err);
        assert!(run.err.contains(said), "{patterns}: {}", run.err);
    }
    for patterns in [
        "'old/*', '!old/a.yaml'",
        "'/old/', '**/.hidden', 'a..b', 'x\\ y', '\\#a', '\\!b', 'c*\\*'",
        "'old/', '!new/a.yaml'",
    ] {
        let run = folder.write("stratplan.toml", &format!("exclude = [{patterns}]\n")).run("check");
        assert!(run.code < 2, "{patterns}: {}", run.err);
    }
}

#[test]
fn the_command_line_overrides_the_files() {
    let folder = Folder::new("last-word");
    folder.write("plan.yaml", PLAN).write("archive/old.yaml", PLAN);
    folder.write("stratplan.toml", "exclude = [\"archive/\"]\n[rules]\ngear-out-of-order = \"warning\"\n");
    let run = |line: &str| folder.run(&format!("{CHECK} {line}"));
    assert_eq!(run("").code, 0);
    assert_eq!(run("--config fail-on=warning").code, 1);
    assert_eq!(run("--config fail-on=warning --fail-on error").code, 0, "--fail-on wins over --config");
    assert!(run("--config rules.gear-out-of-order=error").out.contains("plan.yaml:4:62: error["));
    let last = run("--config rules.gear-out-of-order=error --config rules.gear-out-of-order=off");
    assert!(!last.out.contains("plan.yaml"), "{}", last.out);
    // They also apply without any file and together with a file named by --config.
    assert!(run("--isolated --config rules.gear-out-of-order=info").out.contains("info["));
    folder.write("strict.toml", "[rules]\ngear-out-of-order = \"off\"\n");
    assert!(!run("--config strict.toml").out.contains("plan.yaml"));
    for order in [
        "--config strict.toml --config rules.gear-out-of-order=info",
        "--config rules.gear-out-of-order=info --config strict.toml",
    ] {
        assert!(run(order).out.contains("info["), "{order}");
    }
    // `exclude` is replaced, and its patterns count from the current folder.
    let all = run("--config exclude=[]");
    assert!(all.out.contains("archive/old.yaml:") && all.out.contains("\nplan.yaml:"), "{}", all.out);
    let other = run("--config exclude=['plan.yaml'] .");
    assert!(other.out.contains("archive/old.yaml:") && !other.out.contains("\nplan.yaml:"), "{}", other.out);
}

#[test]
fn every_command_with_figures_accepts_settings_on_the_command_line() {
    let folder = Folder::new("everywhere");
    folder.write("plan.yaml", PLAN);
    for command in ["check plan.yaml", "show plan.yaml", "gaps plan.yaml", "plan plan.yaml", "config show"] {
        let run = folder.run(&format!("{command} --config rules.hard-sell.max-share=30"));
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{command}");
        assert!(
            run.err.contains(" --> command line:1:27\n") && run.err.contains("= help: 30 % is written 0.3"),
            "{}",
            run.err
        );
        let run = folder
            .run(&format!("{command} --config status.on-track=0.95 --isolated --config rules.no-goals=off"));
        assert!(run.code < 2, "{command}: {run:?}");
    }
}

#[test]
fn contradictory_flags_are_an_error() {
    let folder = Folder::new("contradict");
    folder
        .write("plan.yaml", PLAN)
        .write("a.toml", "")
        .write("b.toml", "")
        .write("odd=name.toml", "fail-on = 1\n");
    let error = |line: &str| {
        let run = folder.run(&format!("{CHECK} {line}"));
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{line}");
        run.err
    };
    assert!(
        error("--isolated --config a.toml")
            .contains("--isolated ignores all settings files, but --config names a.toml")
    );
    assert!(error("--config a.toml --config b.toml").contains("names two files"));
    assert!(error("--config gone.toml").contains("gone.toml: there is no such file"));
    assert!(error("--config extend=a.toml").contains("cannot extend a file"));
    assert!(
        error("--config ./odd=name.toml").contains("--> odd=name.toml:1:11"),
        "with a path, it is a file"
    );
    assert!(error("--config odd=name.toml").contains("unknown key `odd`"));
}

#[test]
fn settings_that_extend_each_other_in_a_circle_are_an_error() {
    let folder = Folder::new("circle");
    folder.write("plan.yaml", PLAN).write("stratplan.toml", "extend = \"a.toml\"\n");
    folder
        .write("a.toml", "extend = \"sub/b.toml\"\n")
        .write("sub/b.toml", "extend = \"../stratplan.toml\"\n");
    let run = folder.run(CHECK);
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains("this leads back to the same settings") && run.err.contains("--> sub/b.toml:1:10"),
        "{}",
        run.err
    );
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("stratplan.toml", folder.0.join("linked.toml")).unwrap();
        folder.write("stratplan.toml", "extend = \"linked.toml\"\n");
        assert!(folder.run(CHECK).err.contains("this leads back to the same settings"));
    }
    // A longer chain without a circle.
    folder
        .write("stratplan.toml", "extend = \"a.toml\"\n")
        .write("a.toml", "extend = \"b.toml\"\n")
        .write("b.toml", "");
    assert_eq!(folder.run(CHECK).code, 1);
}

#[cfg(unix)]
#[test]
fn settings_that_cannot_be_read_are_an_error() {
    let folder = Folder::new("unread-settings");
    folder.write("plan.yaml", PLAN).write("stratplan.toml", "[rules]\ngear-out-of-order = \"off\"\n");
    folder.write("near/plan.yaml", PLAN);
    std::os::unix::fs::symlink("nowhere.toml", folder.0.join("near/stratplan.toml")).unwrap();
    let run = folder.run(&format!("{CHECK} ."));
    assert_eq!((run.code, run.err.as_str()), (2, "error: near/stratplan.toml: broken symlink\n"));
    // A folder with this name is not a settings file.
    fs::create_dir_all(folder.0.join("other/stratplan.toml")).unwrap();
    assert_eq!(folder.write("other/plan.yaml", PLAN).run(&format!("{CHECK} other")).code, 0);
}

#[test]
fn an_excluded_file_can_be_included_again() {
    let folder = Folder::new("again");
    folder.write("base.toml", "exclude = [\"old/\", \"*.draft.yaml\"]\n");
    folder.write("stratplan.toml", "extend = \"base.toml\"\nexclude = [\"!kept.draft.yaml\"]\n");
    folder
        .write("old/a.yaml", PLAN)
        .write("b.draft.yaml", PLAN)
        .write("kept.draft.yaml", PLAN)
        .write("c.yaml", PLAN);
    let run = folder.run(CHECK);
    let checked: Vec<&str> =
        run.out.lines().filter_map(|line| line.split_once(":4:")).map(|(path, _)| path).collect();
    assert_eq!(checked, ["c.yaml", "kept.draft.yaml"]);
}

#[test]
fn rules_about_the_file_can_be_raised_but_not_lowered() {
    let folder = Folder::new("raised");
    folder.write(
        "plan.yaml",
        &PLAN.replace(
            "purposes:",
            "# stratplan: allow(no-goals) none yet\ngoals: { a: Sell more }\npurposes:",
        ),
    );
    let level = |line: &str| {
        let run = folder.run(&format!("check --format concise --select no-goals {line}"));
        run.out.lines().find(|line| line.contains("[unused-allow]")).map(str::to_owned).unwrap_or(run.err)
    };
    assert!(level("").contains(": warning["));
    assert!(level("--config rules.unused-allow=error").contains(": error["));
    assert!(
        level("--config rules.unused-allow=off").contains("rules about the file itself are never lowered")
    );
}

#[test]
fn without_settings_every_value_is_built_in() {
    let all = InForce::default();
    assert!(all.rules.values().all(|one| one.level.origin == Origin::BuiltIn));
    assert_eq!(all.rules.len(), stratplan::catalog::all().count());
}
