//! Settings as a user meets them: the schema of their file, what is in force and why, and what the
//! command line has to say. Sessions stand in `tests/cmd/settings.md`.
//!
//! `SNAPSHOTS=overwrite cargo test schema` writes the schema anew.

use std::fs;
use std::path::Path;

use serde_json::Value;
use stratplan::config::Config;
use stratplan::config::in_force::{InForce, Origin};
use stratplan::config::schema::schema;
use stratplan::source::Source;

use crate::folder::Folder;

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
fn the_committed_schema_of_the_settings_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("strategies/stratplan.schema.json");
    let current = serde_json::to_string_pretty(&schema()).unwrap() + "\n";
    if std::env::var("SNAPSHOTS").is_ok_and(|how| how == "overwrite") {
        fs::write(&path, &current).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap();
    assert!(committed == current, "`SNAPSHOTS=overwrite cargo test schema` writes it anew");
    assert_eq!(Folder::new("schema").run("config schema").out, current);
}

#[test]
fn the_schema_takes_what_the_reader_takes() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let by_schema = |text: &str| {
        let table: toml::Table = text.parse().unwrap();
        validator.is_valid(&serde_json::to_value(table).unwrap())
    };
    let taken = [
        "",
        "extend = \"../stratplan.toml\"",
        "exclude = []",
        "exclude = [\"archive/\", \"!archive/kept.yaml\", ' x', '\\#x']",
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
    let refused = [
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
    for text in taken {
        assert_eq!((read(text).err(), by_schema(text)), (None, true), "{text}");
    }
    for text in refused {
        assert!(
            read(text).is_err() && !by_schema(text),
            "{text}: {:?}, {}",
            read(text).err(),
            by_schema(text)
        );
    }
}

#[test]
fn the_schema_says_what_everything_means() {
    fn described(schema: &Value, path: &str, bare: &mut Vec<String>) {
        let parts = schema["anyOf"].as_array().into_iter().flatten();
        for part in std::iter::once(schema).chain(parts) {
            for (key, what) in part["properties"].as_object().into_iter().flatten() {
                let path = format!("{path}.{key}");
                described(what, &path, bare);
                // What a level is needs no words below each rule.
                if key != "level" && what["description"].as_str().is_none_or(str::is_empty) {
                    bare.push(path);
                }
            }
        }
    }
    let (schema, mut bare) = (schema(), Vec::new());
    described(&schema, "", &mut bare);
    assert_eq!(bare, Vec::<String>::new());
    let rules = schema["properties"]["rules"]["properties"].as_object().unwrap();
    assert_eq!(rules.len(), stratplan::rules::all().count());
}

#[test]
fn what_is_shown_reads_as_the_same_settings() {
    let folder = Folder::new("shown");
    folder.write("base.toml", "exclude = ['a\\b \"c\"/', 'tab\\t']\nfail-on = \"info\"\n");
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
    let base = read("exclude = ['a\\b \"c\"/', 'tab\\t']\nfail-on = \"info\"\n").unwrap();
    let own =
        read("[rules]\nno-goals = \"off\"\nhard-sell = { max-share = 0.125 }\n[status]\nat-risk = 0.5\n")
            .unwrap();
    let given = ["rules.no-review=error", "status.on-track=1"].map(|text| Config::argument(text).unwrap());
    let meant = InForce::of([&base, &own].into_iter().chain(&given)).unwrap();
    assert_eq!(values(&again), values(&meant));
    assert_ne!(values(&again), values(&InForce::default()));
    // Every line that says something says where that comes from.
    for (line, text) in
        shown.out.lines().enumerate().filter(|(_, text)| text.contains(" = ") && !text.ends_with('['))
    {
        let origins = ["# built-in", "# command line", "# base.toml:", "# stratplan.toml:"];
        assert!(origins.iter().any(|origin| text.contains(origin)), "line {}: {text}", line + 1);
    }
}

#[test]
fn a_mark_at_the_beginning_is_not_shown() {
    let folder = Folder::new("settings-mark");
    folder.write("plan.yaml", PLAN).write("stratplan.toml", "\u{feff}fail-on = \"x\"\n");
    let run = folder.run(CHECK);
    assert!(run.err.contains("1 | fail-on = \"x\"\n  |           ^^^\n"), "{}", run.err);
}

/// Written anew by `SNAPSHOTS=overwrite cargo test schema`.
#[test]
fn the_json_has_the_shape_that_its_schema_promises() {
    let folder = Folder::new("settings-shape");
    let printed = folder.run("schema config-show").out;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schemas/config-show.schema.json");
    if std::env::var("SNAPSHOTS").is_ok_and(|how| how == "overwrite") {
        fs::write(&path, &printed).unwrap();
    }
    assert_eq!(fs::read_to_string(path).unwrap(), printed);
    let promised = jsonschema::validator_for(&serde_json::from_str(&printed).unwrap()).unwrap();
    folder.write("stratplan.toml", "exclude = [\"old/\"]\n[rules.hard-sell]\nmax-share = 0.1\n");
    for line in ["", "--isolated", "--config status.on-track=1 --config rules.no-goals=off"] {
        let run = folder.run(&format!("config show --format json {line}"));
        let mut shown: Value = serde_json::from_str(&run.out).unwrap();
        assert_eq!(promised.validate(&shown).map_err(|error| error.to_string()), Ok(()));
        shown["settings"]["fail-on"]["value"] = "off".into();
        assert!(!promised.is_valid(&shown));
    }
}

#[test]
fn a_rule_with_numbers_says_which_make_sense() {
    let folder = Folder::new("settings-explained");
    let text = folder.run("explain listening-stale").out;
    assert!(text.contains("# a whole number of days from 0 to 3660: an answer older"), "{text}");
    let json: Value = serde_json::from_str(&folder.run("explain hard-sell --format json").out).unwrap();
    let option = &json["options"][0];
    assert_eq!(
        (&option["least"], &option["most"], &option["whole"]),
        (&0.0.into(), &1.0.into(), &false.into())
    );
}

#[test]
fn every_setting_has_its_origin_in_json() {
    let folder = Folder::new("origins");
    folder.write("base/common.toml", "fail-on = \"info\"\n");
    folder.write("deep/stratplan.toml", "extend = \"../base/common.toml\"\nexclude = [\"old.yaml\"]\n");
    folder.write("deep/old.yaml", PLAN).write("deep/down/plan.yaml", PLAN);
    let json = |line: &str| {
        let run = folder.run(&format!("config show --format json {line}"));
        assert_eq!(run.code, 0, "{run:?}");
        serde_json::from_str::<Value>(&run.out).unwrap()
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
    // For a folder: the file in it, too.
    assert_eq!(json("deep")["files"][0], "deep/stratplan.toml");
    assert_eq!(json(".")["files"], serde_json::json!([]));
    assert_eq!(json("deep --isolated")["files"], serde_json::json!([]));
    assert_eq!(json("deep --config base/common.toml")["files"], serde_json::json!(["base/common.toml"]));
    // A file above us is named by the way to it.
    let below = folder.command("config show").current_dir(folder.0.join("deep/down")).output().unwrap();
    let text = String::from_utf8(below.stdout).unwrap();
    assert!(
        text.contains("# ../../base/common.toml:1\n") && text.contains("from ../stratplan.toml"),
        "{text}"
    );
    let missing = folder.run("config show nowhere");
    assert_eq!(
        (missing.code, missing.err.as_str()),
        (2, "error: nowhere: there is no such file or directory\n")
    );
}

#[test]
fn the_command_line_has_the_last_word() {
    let folder = Folder::new("last-word");
    folder.write("plan.yaml", PLAN).write("archive/old.yaml", PLAN);
    folder.write("stratplan.toml", "exclude = [\"archive/\"]\n[rules]\ngear-out-of-order = \"warning\"\n");
    let run = |line: &str| folder.run(&format!("{CHECK} {line}"));
    assert_eq!(run("").code, 0);
    assert_eq!(run("--config fail-on=warning").code, 1);
    assert_eq!(run("--config fail-on=warning --fail-on error").code, 0, "a flag of its own is more exact");
    assert!(run("--config rules.gear-out-of-order=error").out.contains("plan.yaml:4:62: error["));
    let last = run("--config rules.gear-out-of-order=error --config rules.gear-out-of-order=off");
    assert!(!last.out.contains("plan.yaml"), "{}", last.out);
    // Without any file they hold, too, and beside a file that is named.
    assert!(run("--isolated --config rules.gear-out-of-order=info").out.contains("info["));
    folder.write("strict.toml", "[rules]\ngear-out-of-order = \"off\"\n");
    assert!(!run("--config strict.toml").out.contains("plan.yaml"));
    for order in [
        "--config strict.toml --config rules.gear-out-of-order=info",
        "--config rules.gear-out-of-order=info --config strict.toml",
    ] {
        assert!(run(order).out.contains("info["), "{order}");
    }
    // What is left out is replaced, and seen from where we are.
    let all = run("--config exclude=[]");
    assert!(all.out.contains("archive/old.yaml:") && all.out.contains("\nplan.yaml:"), "{}", all.out);
    let other = run("--config exclude=['plan.yaml'] .");
    assert!(other.out.contains("archive/old.yaml:") && !other.out.contains("\nplan.yaml:"), "{}", other.out);
}

#[test]
fn every_command_with_figures_takes_settings_from_the_command_line() {
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
fn what_flags_contradict_is_said() {
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
    assert!(error("--config ./odd=name.toml").contains("--> odd=name.toml:1:11"), "a file by its path");
    assert!(error("--config odd=name.toml").contains("unknown key `odd`"));
}

#[test]
fn settings_that_lead_in_a_circle_are_an_error_whichever_way() {
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
    // The same file by two ways is no circle.
    folder
        .write("stratplan.toml", "extend = \"a.toml\"\n")
        .write("a.toml", "extend = \"b.toml\"\n")
        .write("b.toml", "");
    assert_eq!(folder.run(CHECK).code, 1);
}

#[cfg(unix)]
#[test]
fn settings_that_are_there_and_cannot_be_read_are_not_passed_by() {
    let folder = Folder::new("unread-settings");
    folder.write("plan.yaml", PLAN).write("stratplan.toml", "[rules]\ngear-out-of-order = \"off\"\n");
    folder.write("near/plan.yaml", PLAN);
    std::os::unix::fs::symlink("nowhere.toml", folder.0.join("near/stratplan.toml")).unwrap();
    let run = folder.run(&format!("{CHECK} ."));
    assert_eq!((run.code, run.err.as_str()), (2, "error: near/stratplan.toml: this link leads nowhere\n"));
    // A folder of this name is no settings file.
    fs::create_dir_all(folder.0.join("other/stratplan.toml")).unwrap();
    assert_eq!(folder.write("other/plan.yaml", PLAN).run(&format!("{CHECK} other")).code, 0);
}

#[test]
fn what_is_left_out_may_be_taken_in_again() {
    let folder = Folder::new("again");
    folder.write("base.toml", "exclude = [\"old/\", \"*.draft.yaml\"]\n");
    folder.write("stratplan.toml", "extend = \"base.toml\"\nexclude = [\"!kept.draft.yaml\"]\n");
    folder
        .write("old/a.yaml", PLAN)
        .write("b.draft.yaml", PLAN)
        .write("kept.draft.yaml", PLAN)
        .write("c.yaml", PLAN);
    let run = folder.run(CHECK);
    let judged: Vec<&str> =
        run.out.lines().filter_map(|line| line.split_once(":4:")).map(|(path, _)| path).collect();
    assert_eq!(judged, ["c.yaml", "kept.draft.yaml"]);
}

#[test]
fn rules_about_the_file_may_be_raised_and_not_lowered() {
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
fn nothing_is_set_where_nothing_was_said() {
    let all = InForce::default();
    assert!(all.rules.values().all(|one| one.level.origin == Origin::BuiltIn));
    assert_eq!(all.rules.len(), stratplan::rules::all().count());
}
