//! The program as a user meets it. Transcripts stand in `tests/cmd/*.md`; here is what they cannot
//! show: streams, colours, links, standard input, the same bytes at any number of jobs.
//!
//! `TRYCMD=overwrite cargo test transcripts` writes the transcripts anew: read them.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::folder::{FORMATS, Folder, Run};

const PARTS: &str = "stratplan: 1
strategy: { name: Parts 2027, status: active, owner: Dana, period: 2027 }
goals: { leads: Generate 400 leads a quarter }
purposes:
  marketing: { gears: { acquisition: 2027-03-01, engagement: 2027-01-15 } }
";

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
fn findings_go_to_standard_output_and_trouble_to_standard_error() {
    let folder = Folder::new("streams");
    folder.write("a.yaml", PARTS);
    let run = folder.run("check a.yaml missing.yaml --format json");
    assert_eq!(run.code, 2);
    let json: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert!(!json["findings"].as_array().unwrap().is_empty());
    assert_eq!(run.err, "error: missing.yaml: there is no such file or directory\n");
}

#[test]
fn an_empty_file_is_a_finding_and_a_reader_that_fails_is_trouble() {
    let folder = Folder::new("empty");
    folder.write("empty.yaml", "");
    let run = folder.run("check empty.yaml --format concise");
    assert_eq!((run.code, run.err.as_str()), (1, ""));
    assert!(run.out.contains("error[invalid-syntax]"), "{}", run.out);
}

#[test]
fn linked_files_count_once_and_links_to_folders_are_not_followed() {
    let folder = Folder::new("links");
    folder.write("a.yaml", PARTS).write("b/c.yml", PARTS);
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        symlink("../a.yaml", folder.0.join("b/link.yaml")).unwrap();
        symlink(".", folder.0.join("loop")).unwrap();
        symlink("nowhere", folder.0.join("broken.yaml")).unwrap();
        let named = folder.run("check broken.yaml");
        assert_eq!((named.code, named.out.as_str()), (2, ""));
        assert_eq!(named.err, "error: broken.yaml: this link leads nowhere\n");
    }
    let run = folder.run(CONCISE);
    assert_eq!(run.code, 1);
    let paths: Vec<&str> =
        run.out.lines().filter_map(|line| line.split_once(":5:")).map(|(path, _)| path).collect();
    assert_eq!(paths, ["a.yaml", "b/c.yml"]);
    #[cfg(unix)]
    assert_eq!(run.err, "broken.yaml: skipped, broken symlink\n");
    // A file that is named twice, and found besides, is judged once.
    let twice = folder.run(&format!("{CONCISE} a.yaml ./a.yaml ."));
    assert_eq!(twice.out.lines().filter(|line| line.contains("a.yaml:")).count(), 1);
}

#[test]
fn hidden_and_ignored_files_are_passed_by_unless_named() {
    let folder = Folder::new("ignored");
    folder.write(".gitignore", "drafts/\n").write(".private/a.yaml", PARTS).write("drafts/b.yaml", PARTS);
    assert_eq!(folder.run("check").code, 2);
    let run = folder.run(&format!("{CONCISE} drafts/b.yaml .private"));
    assert_eq!(run.code, 1);
    assert!(run.out.contains("drafts/b.yaml:") && run.out.contains(".private/a.yaml:"), "{}", run.out);
}

#[test]
fn standard_input_is_called_what_the_user_calls_it_and_takes_its_settings_from_there() {
    let folder = Folder::new("stdin");
    folder.write("near/stratplan.toml", "[rules]\ngear-out-of-order = \"info\"\n");
    let run = |line: &str, bytes: &[u8]| {
        let mut child = folder
            .command(line)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(bytes).unwrap();
        Run::of(child.wait_with_output().unwrap())
    };
    let plain = run(&format!("{CONCISE} -"), PARTS.as_bytes());
    assert_eq!(plain.code, 1);
    assert!(plain.out.starts_with("<stdin>:5:"), "{}", plain.out);
    let named = run(&format!("{CONCISE} - --stdin-filename near/plan.yaml"), PARTS.as_bytes());
    assert_eq!(named.code, 0);
    assert!(named.out.contains("near/plan.yaml:5:") && named.out.contains("info["), "{}", named.out);
    let shown = run("show -", PARTS.as_bytes());
    assert!(shown.code == 0 && shown.out.contains("name: Parts 2027"), "{shown:?}");
    let torn = run(&format!("{CONCISE} -"), b"stratplan: 1\nstrategy: \xff\xfe{");
    assert_eq!(torn.code, 1, "{torn:?}");
}

#[test]
fn settings_are_looked_for_up_to_the_root_of_the_repository_and_past_no_dots() {
    let folder = Folder::new("discovery");
    folder.write("stratplan.toml", "[rules]\ngear-out-of-order = \"off\"\n");
    folder.write("deep/down/plan.yaml", PARTS).write("other/.git/HEAD", "").write("other/plan.yaml", PARTS);
    folder.write("beside/stratplan.toml", "[rules]\ngear-out-of-order = \"info\"\n");
    assert_eq!(folder.run(&format!("{CONCISE} deep")).code, 0);
    assert_eq!(folder.run(&format!("{CONCISE} other")).code, 1);
    let from_beside = Command::new(env!("CARGO_BIN_EXE_stratplan"))
        .args(CONCISE.split(' '))
        .arg("../deep/down/plan.yaml")
        .current_dir(folder.0.join("beside"))
        .output()
        .unwrap();
    let run = Run::of(from_beside);
    assert!(run.code == 0 && !run.out.contains("info["), "{run:?}");
}

#[test]
fn settings_add_to_those_they_extend() {
    let folder = Folder::new("extend");
    folder.write(
        "base.toml",
        "exclude = [\"near/old.yaml\"]\n[rules]\ngear-out-of-order = \"info\"\nno-goals = \"off\"\n",
    );
    folder.write(
        "near/stratplan.toml",
        "extend = \"../base.toml\"\n[rules]\ngear-out-of-order = \"warning\"\n",
    );
    folder.write("near/plan.yaml", &PARTS.replace("goals:", "# goals:")).write("near/old.yaml", PARTS);
    let run = folder.run("check --format concise --select gear-out-of-order,no-goals near");
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        run.out.contains("warning[gear-out-of-order]")
            && run.out.ends_with("\n1 warning; not judged: 1 excluded\n"),
        "{}",
        run.out
    );
    for (text, said) in [
        ("extend = \"stratplan.toml\"", "this leads back to the same settings"),
        ("extend = \"gone.toml\"", "gone.toml: there is no such file"),
        ("extend = 1", "this is not a path"),
    ] {
        let run = folder.write("near/stratplan.toml", text).run("check near");
        assert!(
            run.code == 2 && run.err.contains(said) && run.err.contains("near/stratplan.toml:1:10"),
            "{}",
            run.err
        );
    }
}

#[test]
fn a_fault_in_the_settings_is_told_once() {
    let folder = Folder::new("settings-once");
    folder.write("stratplan.toml", "fial-on = \"error\"\n").write("a.yaml", PARTS).write("b.yaml", PARTS);
    let run = folder.run("check");
    assert_eq!((run.code, run.err.matches("unknown key").count()), (2, 1), "{}", run.err);
    assert!(run.err.contains("did you mean `fail-on`?"), "{}", run.err);
    folder.write("stratplan.toml", "exclude = [\"a{b\"]\n");
    let run = folder.run("check");
    assert!(run.code == 2 && run.err.contains("this pattern cannot be used"), "{}", run.err);
}

#[test]
fn the_same_bytes_at_every_number_of_jobs() {
    let folder = Folder::new("jobs");
    for number in 0..60 {
        let name = format!("{}/plan-{number}.yaml", ["a", "b", "c c", "é"][number % 4]);
        let day = number % 28 + 1;
        folder.write(&name, &PARTS.replace("2027-01-15", &format!("2027-01-{day:02}")));
    }
    for format in FORMATS {
        let run = |jobs| folder.run(&format!("check --today 2027-04-05 --format {format} --jobs {jobs}"));
        let (one, eight) = (run(1), run(8));
        assert_eq!((one.code, &one.err), (1, &String::new()));
        assert!(one.out == eight.out, "{format} differs");
        // GitHub shows ten of a level, the others every finding.
        assert!(*format == "github" || one.out.contains("plan-59"), "{format} is not whole");
    }
}

#[test]
fn colours_follow_the_flag_then_the_environment() {
    let folder = Folder::new("colours");
    folder.write("a.yaml", PARTS);
    let has_colour = |flag: &str, env: &[(&str, &str)]| {
        let output = folder.command(&format!("{CONCISE} a.yaml {flag}")).envs(env.iter().copied()).output();
        Run::of(output.unwrap()).out.contains('\u{1b}')
    };
    assert!(!has_colour("", &[]), "into a pipe");
    assert!(has_colour("", &[("FORCE_COLOR", "1")]));
    assert!(has_colour("", &[("CLICOLOR_FORCE", "1")]));
    assert!(has_colour("", &[("FORCE_COLOR", "1"), ("NO_COLOR", "")]), "an empty NO_COLOR does not count");
    assert!(has_colour("", &[("FORCE_COLOR", "1"), ("TERM", "dumb")]), "forced is forced");
    assert!(!has_colour("", &[("FORCE_COLOR", "0")]));
    assert!(!has_colour("", &[("FORCE_COLOR", "1"), ("NO_COLOR", "1")]));
    assert!(has_colour("--color always", &[("NO_COLOR", "1"), ("TERM", "dumb")]));
    assert!(!has_colour("--color never", &[("FORCE_COLOR", "1")]));
}

#[test]
fn a_file_gets_no_colours_and_a_usual_width() {
    let folder = Folder::new("output");
    folder.write("a.yaml", PARTS);
    let run = folder.run("check a.yaml --select gear-out-of-order --color always -o report.txt");
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    assert!(run.err.contains("wrote report.txt"), "{}", run.err);
    let text = fs::read_to_string(folder.0.join("report.txt")).unwrap();
    assert!(text.starts_with("error[gear-out-of-order]") && !text.contains('\u{1b}'), "{text}");
}

#[test]
fn who_reads_the_log_learns_what_the_file_says() {
    let folder = Folder::new("output-log");
    folder.write("a.yaml", PARTS);
    let run = folder.run("check a.yaml --select gear-out-of-order");
    let closing = run.out.lines().last().unwrap();
    assert!(closing.starts_with("1 error"), "{closing}");
    for format in FORMATS {
        let run = folder.run(&format!("check a.yaml --select gear-out-of-order --format {format} -o out"));
        let (told, expected) = (run.err.as_str(), format!("wrote out\n{closing}\n"));
        assert_eq!((run.code, run.out.as_str(), told), (1, "", expected.as_str()), "{format}");
        let run = folder.run(&format!("check a.yaml --select gear-out-of-order --format {format} -o out -q"));
        assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (1, "", "wrote out\n"), "{format}");
    }
}

#[test]
fn nothing_in_a_name_or_a_file_is_sent_to_the_terminal() {
    let folder = Folder::new("escapes");
    let odd = "\u{9b}31m\u{202e}";
    let text = format!(
        "stratplan: 1\nstrategy: {{ name: \"Red \\e[31m\", status: active }}\ngoals: {{ a: 'x {odd}' }}\nowner\u{1b}[2J: x\nkpis: {{ k: {{ unit: '{odd}' }} }}\n"
    );
    let name = "plan-\u{1b}[2J.yaml";
    folder.write(name, &text).write("b\u{9b}.yaml", PARTS).write("sub/ESC\u{1b}[1m.yaml", "x: 1");
    let clean = |run: &Run| {
        let own = |c: char| c == '\u{1b}' || ('\u{7f}'..='\u{9f}').contains(&c) || c == '\u{202e}';
        assert!(!run.out.contains(own) && !run.err.contains(own), "{run:?}");
        assert!(!run.out.is_empty() || !run.err.is_empty());
    };
    for format in FORMATS {
        clean(&folder.run(&format!("check . --format {format}")));
    }
    let on = |arguments: &[&str]| Run::of(folder.command("").args(arguments).output().unwrap());
    clean(&on(&["check", "gone\u{1b}[2J.yaml"]));
    clean(&on(&["check", "b\u{9b}.yaml", "-o", "out\u{1b}.txt"]));
    clean(&on(&["show", name]));
    clean(&on(&["show", name, "--format", "json"]));
    clean(&on(&["explain", "x\u{1b}[2J"]));
    clean(&on(&["check", "--select", "x\u{1b}[2J"]));
    folder.write("stratplan.toml", "\"a\u{9b}b\" = 1 # \u{202e}\n");
    clean(&folder.run("check"));
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_ends_the_run_in_silence() {
    let folder = Folder::new("pipe");
    for number in 0..40 {
        folder.write(&format!("{number}.yaml"), PARTS);
    }
    for line in ["rules", "schema", "check", "check --format json", "--help"] {
        let mut child = folder.command(line).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(said, "", "{line}");
        assert!(output.status.code().is_some_and(|code| code < 2), "{line}: {:?}", output.status);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_trouble() {
    let folder = Folder::new("full");
    folder.write("a.yaml", PARTS);
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let run = Run::of(folder.command("check a.yaml").stdout(full).output().unwrap());
    assert_eq!(
        (run.code, run.err.as_str()),
        (2, "error: standard output: not written, no space left on device\n")
    );
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_is_trouble_and_the_others_are_judged() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("forbidden");
    folder.write("a.yaml", PARTS).write("b.yaml", PARTS);
    fs::set_permissions(folder.0.join("b.yaml"), fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(folder.0.join("b.yaml")).is_ok() {
        return; // nothing is forbidden to root
    }
    let run = folder.run(CONCISE);
    assert_eq!((run.code, run.err.as_str()), (2, "error: b.yaml: permission denied\n"));
    assert!(run.out.contains("a.yaml:5:"), "{}", run.out);
}

#[test]
fn init_writes_a_starter_and_never_over_a_file() {
    let folder = Folder::new("init");
    let run = folder.run("init");
    assert_eq!((run.code, run.out.as_str()), (0, ""));
    assert!(
        run.err.starts_with("wrote strategy.yaml\nnext: ")
            && run.err.contains("`stratplan check strategy.yaml`")
    );
    assert_eq!(folder.run("check --strict").code, 0);

    folder.write("strategy.yaml", "mine");
    let again = folder.run("init");
    assert_eq!(again.code, 2);
    assert_eq!(again.err, "error: strategy.yaml: not written, it is there already; --force replaces it\n");
    assert_eq!(fs::read_to_string(folder.0.join("strategy.yaml")).unwrap(), "mine");
    assert_eq!(folder.run("init --force --purpose both").code, 0);
    assert_eq!(folder.run("check --strict").code, 0);

    let named =
        folder.command("init other.yaml --purpose support --name").arg("Yes: no #1").output().unwrap();
    assert_eq!(Run::of(named).code, 0);
    assert!(folder.run("show other.yaml").out.contains("name: 'Yes: no #1'"));
    assert_eq!(
        folder.run("init nowhere/plan.yaml").err,
        "error: nowhere/plan.yaml: not written, its folder is not there\n"
    );
    assert_eq!(folder.run("init .git").err, "error: .git: not written, this is a directory\n");
    let bad_name = folder.command("init third.yaml --name").arg("two\nlines").output().unwrap();
    assert_eq!(Run::of(bad_name).code, 2);
    assert!(!folder.0.join("third.yaml").exists());
    assert!(folder.run("init -").out.contains("stratplan: 1\n"));
}

#[test]
fn record_changes_one_line_of_one_file_and_a_dry_run_none() {
    let folder = Folder::new("record");
    let text =
        format!("{PARTS}readings: data/figures.csv\nkpis:\n  2027: {{ unit: v }}\n").replace('\n', "\r\n");
    let csv = "kpi,date,value\r\n\"2027\",2027-01-31,9800\r\n\r\n";
    folder.write("plans/plan.yaml", &text).write("plans/data/figures.csv", csv);
    let of = |name: &str| fs::read_to_string(folder.0.join(name)).unwrap();
    let line = "record plans/plan.yaml 2027 -12.50 --date 2027-02 --today 2027-03-02";

    let dry = folder.run(&format!("{line} --dry-run"));
    assert_eq!((dry.code, dry.err.as_str()), (0, ""));
    assert!(dry.out.contains("\n+\"2027\",2027-02,-12.50\r\n"), "{}", dry.out);
    assert_eq!(of("plans/data/figures.csv"), csv);

    let run = folder.run(line);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(run.out, "2027: -12.5 for 2027-02, was 9800 on 2027-01-31\n");
    assert_eq!(run.err, "wrote plans/data/figures.csv\n");
    assert_eq!(of("plans/data/figures.csv"), csv.replace("9800\r\n", "9800\r\n\"2027\",2027-02,-12.50\r\n"));
    assert_eq!(of("plans/plan.yaml"), text);
    let mut names: Vec<_> =
        fs::read_dir(folder.0.join("plans/data")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.pop().unwrap(), "figures.csv");
    assert!(names.is_empty(), "{names:?}");

    // What is refused leaves both files as they are.
    let again = folder.run(line);
    assert_eq!((again.code, again.out.as_str()), (2, ""));
    assert!(again.err.contains("figures.csv:3: `2027` has a reading for 2027-02 already"), "{}", again.err);
    assert_eq!(of("plans/data/figures.csv").matches("2027-02").count(), 1);
}

#[test]
fn record_is_judged_by_the_settings_of_the_file_and_dated_today() {
    let folder = Folder::new("record-settings");
    folder.write("near/stratplan.toml", "[status]\non-track = 1.0\n");
    let kpis = "kpis: { v: { baseline: { value: 0, date: 2027-01-01 }, target: { value: 100, date: 2027-04-11 } } }\n";
    folder.write("near/plan.yaml", &format!("{PARTS}{kpis}")).write("plan.yaml", &format!("{PARTS}{kpis}"));
    let line = "v 48 --today 2027-02-20";
    assert!(folder.run(&format!("record plan.yaml {line}")).out.ends_with("expected 50 %: on track\n"));
    assert!(folder.run(&format!("record near/plan.yaml {line}")).out.ends_with("expected 50 %: at risk\n"));
    // Without anything said, the day is today's.
    let run = folder.run("record plan.yaml v 49 --replace");
    let today = jiff::Zoned::now().date();
    let days = [today, today.yesterday().unwrap()].map(|day| format!("v: 49 on {day}, "));
    assert!(days.iter().any(|start| run.out.starts_with(start)), "{run:?}");
}

#[cfg(unix)]
#[test]
fn record_writes_through_links_and_into_nothing_but_files() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = Folder::new("record-links");
    folder.write("real/plan.yaml", &format!("{PARTS}kpis: {{ v: {{ unit: v }} }}\n"));
    symlink("real/plan.yaml", folder.0.join("plan.yaml")).unwrap();
    fs::set_permissions(folder.0.join("real/plan.yaml"), fs::Permissions::from_mode(0o640)).unwrap();
    assert_eq!(folder.run("record plan.yaml v 1 --date 2027-01-01 --today 2027-01-01").code, 0);
    assert!(fs::symlink_metadata(folder.0.join("plan.yaml")).unwrap().is_symlink());
    let real = folder.0.join("real/plan.yaml");
    assert!(fs::read_to_string(&real).unwrap().ends_with("v: { unit: v, readings: { 2027-01-01: 1 } } }\n"));
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    let run = folder.run("record /dev/null v 1");
    assert_eq!(
        (run.code, run.err.as_str()),
        (2, "error: /dev/null: this is no file that could be written again\n")
    );
}

#[test]
fn what_show_prints_as_yaml_reads_as_the_same_strategy() {
    let folder = Folder::new("show");
    let strategies = Path::new(env!("CARGO_MANIFEST_DIR")).join("strategies");
    let mut count = 0;
    for entry in fs::read_dir(strategies).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "yaml") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        // Its readings are no part of what is tested here.
        folder.write("a.yaml", &text.replace("\nreadings:", "\n# readings:"));
        let first = folder.run("show a.yaml --today 2027-04-05");
        assert_eq!((first.code, first.err.as_str()), (0, ""), "{}", path.display());
        folder.write("b.yaml", &first.out);
        let second = folder.run("show b.yaml --today 2027-04-05");
        assert_eq!((second.code, second.err.as_str()), (0, ""), "{}", path.display());
        assert!(first.out == second.out, "{} changes when it is shown again", path.display());
        count += 1;
    }
    assert!(count > 3);
}

#[test]
fn every_rule_is_explained_in_every_format() {
    let folder = Folder::new("explain");
    for rule in stratplan::rules::all() {
        let text = folder.run(&format!("explain {}", rule.name));
        assert!(text.code == 0 && text.out.starts_with(rule.name) && !text.out.contains("```"), "{text:?}");
    }
    let json: serde_json::Value =
        serde_json::from_str(&folder.run("explain no-goals --format json").out).unwrap();
    assert_eq!(json["name"], "no-goals");
    assert!(folder.run("explain no-goals --format markdown").out.starts_with("# no-goals\n"));
    let all: serde_json::Value = serde_json::from_str(&folder.run("rules --format json").out).unwrap();
    assert_eq!(all.as_array().unwrap().len(), stratplan::rules::all().count());
    let table = folder.run("rules --format markdown").out;
    assert_eq!(table.lines().count(), stratplan::rules::all().count() + 2);
}

#[test]
fn every_help_fits_eighty_columns() {
    let folder = Folder::new("help");
    let mut command = stratplan::cli::command();
    command.build();
    let with_those_below = |sub: &clap::Command| {
        let below = sub.get_subcommands().map(|below| format!("{} {}", sub.get_name(), below.get_name()));
        below.chain([sub.get_name().to_owned()]).collect::<Vec<_>>()
    };
    let names: Vec<String> = command.get_subcommands().flat_map(with_those_below).collect();
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
fn the_command_line_is_sound() {
    stratplan::cli::command().debug_assert();
}
