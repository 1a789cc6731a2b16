//! The program as users run it. Sessions are in `tests/cmd/*.md`; this file checks what they cannot show.
//!
//! `TRYCMD=overwrite cargo test transcripts` rewrites the sessions.

use std::fs::File;

use crate::support::{FORMATS, Folder, PLAN, Run, is_active, strategies};

const CONCISE: &str = "check --format concise --select gear-out-of-order";

#[test]
fn transcripts() {
    trycmd::TestCases::new()
        .env("NO_COLOR", "1")
        .env("COLUMNS", "100")
        .env("GITHUB_ACTIONS", "")
        .case("tests/cmd/*.md");
}

#[test]
fn standard_input_uses_the_name_and_the_settings_of_the_given_file() {
    let folder = Folder::new("stdin");
    folder.write("near/stratplan.toml", "[rules]\ngear-out-of-order = \"info\"\n");
    let plain = folder.pipe(&format!("{CONCISE} -"), PLAN);
    assert_eq!(plain.code, 1);
    assert!(plain.out.starts_with("<stdin>:5:"), "{}", plain.out);
    let named = folder.pipe(&format!("{CONCISE} - --stdin-filename near/plan.yaml"), PLAN);
    assert_eq!(named.code, 0);
    assert!(named.out.contains("near/plan.yaml:5:") && named.out.contains("info["), "{}", named.out);
    let shown = folder.pipe("show -", PLAN);
    assert!(shown.code == 0 && shown.out.contains("name: Parts 2027"), "{shown:?}");
    let damaged = folder.pipe(&format!("{CONCISE} -"), b"stratplan: 1\nstrategy: \xff\xfe{");
    assert_eq!(damaged.code, 1, "{damaged:?}");
}

#[test]
fn the_output_does_not_depend_on_the_number_of_jobs() {
    let folder = Folder::new("jobs");
    for number in 0..60 {
        let name = format!("{}/plan-{number}.yaml", ["a", "b", "c c", "é"][number % 4]);
        let day = number % 28 + 1;
        folder.write(&name, &PLAN.replace("2027-01-15", &format!("2027-01-{day:02}")));
    }
    for format in FORMATS {
        let run = |jobs| folder.run(&format!("check --today 2027-04-05 --format {format} --jobs {jobs}"));
        let (one, eight) = (run(1), run(8));
        assert_eq!((one.code, &one.err), (1, &String::new()));
        assert!(one.out == eight.out, "{format} differs");
        // GitHub shows ten findings of each level, the other formats show all.
        assert!(*format == "github" || one.out.contains("plan-59"), "{format} is incomplete");
    }
}

#[test]
fn error_messages_and_reports_send_no_control_characters_to_the_terminal() {
    let folder = Folder::new("escapes");
    let odd = "\u{9b}31m\u{202e}";
    let text = format!(
        "stratplan: 1\nstrategy: {{ name: \"Red \\e[31m\", status: active }}\ngoals: {{ a: 'x {odd}' }}\nowner\u{1b}[2J: x\nkpis: {{ k: {{ unit: '{odd}' }} }}\n"
    );
    let name = "plan-\u{1b}[2J.yaml";
    folder.write(name, &text).write("b\u{9b}.yaml", PLAN);
    let check = |run: &Run| {
        assert!(!run.out.contains(is_active) && !run.err.contains(is_active), "{run:?}");
        assert!(!run.out.is_empty() || !run.err.is_empty());
    };
    for arguments in [
        &["check", "gone\u{1b}[2J.yaml"][..],
        &["check", "b\u{9b}.yaml", "-o", "out\u{1b}.txt"],
        &["show", name],
        &["show", name, "--format", "json"],
        &["explain", "x\u{1b}[2J"],
        &["check", "--select", "x\u{1b}[2J"],
    ] {
        check(&folder.run_all(arguments));
    }
    folder.write("stratplan.toml", "\"a\u{9b}b\" = 1 # \u{202e}\n");
    check(&folder.run("check"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let folder = Folder::new("full");
    folder.write("a.yaml", PLAN);
    let full = File::options().write(true).open("/dev/full").unwrap();
    let run = Run::of(folder.command("check a.yaml").stdout(full).output().unwrap());
    run.is_error("standard output: not written, no space left on device");
}

#[test]
fn show_has_the_authors_own_keys_after_those_of_their_entry() {
    let folder = Folder::new("own-keys");
    folder.write(
        "a.yaml",
        "stratplan: 1\nx-version: 0.30\nstrategy: { x-cost-center: 4711, name: A, owner: mia, period: 2027 }\n\
         goals:\n  x-mas: Forty cakes\n  orders: { x-why: [Rent, 'true'], statement: Forty orders }\n",
    );
    let shown = folder.run("show a.yaml --today 2027-04-05").out;
    for part in [
        "    end: '2027'\n  x-cost-center: 4711\n",
        "  x-mas:\n    statement: Forty cakes\n    owner: mia\n",
        "    owner: mia\n    x-why:\n    - Rent\n    - 'true'\n",
        "\nx-version: '0.30'\n",
    ] {
        assert!(shown.contains(part), "no {part}\n{shown}");
    }
    assert_eq!(shown.matches("x-mas").count(), 1, "{shown}");
}

#[test]
fn the_yaml_that_show_prints_reads_as_the_same_strategy() {
    let folder = Folder::new("show");
    for strategy in strategies().into_iter().filter(|strategy| !strategy.path.contains("broken")) {
        // Without its readings file, which is not part of this test.
        folder.write("a.yaml", &strategy.text.replace("\nreadings:", "\n# readings:"));
        let first = folder.run("show a.yaml --today 2027-04-05");
        assert_eq!((first.code, first.err.as_str()), (0, ""), "{}", strategy.path);
        folder.write("b.yaml", &first.out);
        let second = folder.run("show b.yaml --today 2027-04-05");
        assert_eq!((second.code, second.err.as_str()), (0, ""), "{}", strategy.path);
        assert!(first.out == second.out, "{} changes when it is shown again", strategy.path);
    }
}

#[test]
fn explain_and_rules_cover_every_rule_in_every_format() {
    let folder = Folder::new("explain");
    for rule in stratplan::catalog::all() {
        let text = folder.run(&format!("explain {}", rule.name));
        assert!(text.code == 0 && text.out.starts_with(rule.name) && !text.out.contains("```"), "{text:?}");
    }
    assert_eq!(folder.run("explain no-goals --format json").json()["name"], "no-goals");
    assert!(folder.run("explain no-goals --format markdown").out.starts_with("# no-goals\n"));
    let all = folder.run("rules --format json").json();
    assert_eq!(all.as_array().unwrap().len(), stratplan::catalog::all().count());
    let table = folder.run("rules --format markdown").out;
    assert_eq!(table.lines().count(), stratplan::catalog::all().count() + 2);
}

#[test]
fn every_help_page_fits_80_columns() {
    let folder = Folder::new("help");
    let mut command = stratplan::command_line::command();
    command.build();
    let with_subcommands = |sub: &clap::Command| {
        let below = sub.get_subcommands().map(|below| format!("{} {}", sub.get_name(), below.get_name()));
        below.chain([sub.get_name().to_owned()]).collect::<Vec<_>>()
    };
    let names: Vec<String> = command.get_subcommands().flat_map(with_subcommands).collect();
    assert!(names.contains(&"check".to_owned()) && names.contains(&"config show".to_owned()));
    for name in names.into_iter().filter(|name| !name.ends_with("help") && !name.starts_with("help")) {
        for flag in ["-h", "--help"] {
            let run = folder.run(&format!("{name} {flag}"));
            let long: Vec<&str> = run.out.lines().filter(|line| line.chars().count() > 80).collect();
            assert_eq!((run.code, long), (0, Vec::new()), "{name} {flag}");
        }
    }
}

#[test]
fn the_definition_of_the_command_line_is_valid() {
    stratplan::command_line::command().debug_assert();
}

#[test]
fn explain_knows_the_figures_and_words_of_the_reports() {
    let folder = Folder::new("explain-reports");
    let expected = [
        ("pace", "pace (a word of the reports)", "progress / expected"),
        ("slack", "slack (a word of the reports)", "too soon"),
        ("not begun", "not begun (a word of the reports)", "in the future"),
        ("off-track", "off track (a word of the reports)", "below both thresholds"),
    ];
    for (name, title, says) in expected {
        let run = folder.run_all(&["explain", name]);
        assert!(run.out.starts_with(title) && run.out.contains(says), "{run:?}");
    }
}

#[test]
fn explain_knows_the_keys_and_the_words_of_the_format() {
    let folder = Folder::new("explain-keys");
    for (name, expected) in [
        ("kpi.counts", "kpi.counts (a key; it takes one of these words)"),
        ("kpis.counts", "kpi.counts (a key; it takes one of these words)"),
        ("Counts:", "kpi.counts (a key; it takes one of these words)"),
        (
            "strategy.period",
            "strategy.period (a key; it takes a date, or a record, see `stratplan explain period`)",
        ),
        ("activity.call-to-action", "activity.call_to_action (a key; it takes "),
        ("outtake", "outtake (a word of `kpi.measures`)"),
        ("enlistment", "gears.enlistment (a key; it takes "),
        ("kpi", "kpi (a record with these keys)"),
    ] {
        let text = folder.run(&format!("explain {name}")).out;
        assert!(text.starts_with(expected), "{name}: {text}");
    }
    // With the text of the schema.
    let schema = folder.run("schema").json();
    for (definition, name, at) in [
        ("Kpi", "kpi.baseline", "/properties/baseline/description"),
        ("Gears", "monetization", "/properties/monetization/description"),
        ("Measures", "outcome", "/oneOf/4/description"),
    ] {
        let text = schema["$defs"][definition].pointer(at).unwrap().as_str().unwrap();
        let entries = folder.run(&format!("explain {name} --format json")).json();
        assert_eq!(entries[0]["description"], text.replace('\n', " "), "{name}");
    }
    folder
        .run("explain kpi.count")
        .is_error("there is no rule, key or word `kpi.count`; did you mean `kpi.counts`?");
    folder.run("explain outake").is_error("there is no rule, key or word `outake`; did you mean `outtake`?");
}

#[test]
fn what_people_type_first_works() {
    let folder = Folder::new("first-guess");
    folder.run("plan").is_error("no strategy in this directory; `stratplan init` writes a first one");
    folder.run("init plan.yaml");
    let checked = folder.run("check plan.yaml --today 2027-02-01");
    for line in ["plan.yaml --today 2027-02-01", "--color never plan.yaml --today 2027-02-01"] {
        let run = folder.run(line);
        assert_eq!((run.code, run.out), (checked.code, checked.out.clone()), "{line}");
    }
    for command in ["gaps", "plan"] {
        let named = folder.run(&format!("{command} plan.yaml --today 2027-02-01"));
        assert_eq!(folder.run(&format!("{command} --today 2027-02-01")).out, named.out);
        assert_eq!(folder.run(&format!("{command} . --today 2027-02-01")).out, named.out);
    }
    folder
        .run("record plan.yaml visits 12 2027-03-31")
        .is_error("the date goes after `--date`: `stratplan record plan.yaml visits 12 --date 2027-03-31`");
    folder
        .run("record visits 12 2027-03-31")
        .is_error("the date goes after `--date`: `stratplan record FILE visits 12 --date 2027-03-31`");
    folder.run("init other.yaml");
    folder.run("gaps").is_error("2 strategies in this directory; name one of them: other.yaml, plan.yaml");
}
