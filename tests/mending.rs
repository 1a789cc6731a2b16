//! `--fix`, `--diff`, `--add-allow` and baselines on the command line: which files are written, what
//! goes to which stream, and what is left when something cannot be done.

use std::fs;
use std::io::{Read, Write};
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::folder::{FORMATS, Folder, Run};

const SLIPS: &str = "stratplan: 1\nstrategy: { name: Parts, status: active, ownr: dana, period: 2027 }\ngoals: { leads: { statement: Forty leads, kpis: leads } }\nkpis: { leads: { unit: leads, target: 1,000 } }\n";
const MENDED: &str = "stratplan: 1\nstrategy: { name: Parts, status: active, owner: dana, period: 2027 }\ngoals: { leads: { statement: Forty leads, kpis: leads } }\nkpis: { leads: { unit: leads, target: 1000 } }\n";

fn piped(folder: &Folder, arguments: &[&str], text: &[u8]) -> Run {
    let mut command = folder.command("check --select file --today 2027-04-05");
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(text).unwrap();
    Run::of(child.wait_with_output().unwrap())
}

fn bytes(folder: &Folder, name: &str) -> Vec<u8> {
    fs::read(folder.0.join(name)).unwrap()
}

#[test]
fn every_byte_that_is_not_mended_stays() {
    let folder = Folder::new("fix-bytes");
    let dressed = |text: &str| format!("\u{feff}{}", text.trim_end().replace('\n', "\r\n"));
    folder.write("a.yaml", &dressed(SLIPS)).write("b.yaml", SLIPS);
    let run = folder.run("check --fix --select file --format concise");
    assert_eq!((run.code, run.out.as_str()), (0, "No errors, no warnings in 2 strategies; 4 fixed\n"));
    assert_eq!(run.err, "wrote a.yaml: 2 fixed\nwrote b.yaml: 2 fixed\n");
    assert_eq!(bytes(&folder, "a.yaml"), dressed(MENDED).as_bytes());
    assert_eq!(bytes(&folder, "b.yaml"), MENDED.as_bytes());
}

/// Seen by who looks while it happens, by who had the file open, and by who looks after a crash.
#[test]
#[cfg(unix)]
fn a_crash_on_the_way_leaves_the_old_file_or_the_new_one() {
    let folder = Folder::new("fix-crash");
    let path = folder.0.join("a.yaml");
    // Large, so that reading and writing take their time.
    let rest = "# nothing to mend here\n".repeat(10_000);
    let (old, new) = (format!("{SLIPS}{rest}").into_bytes(), format!("{MENDED}{rest}").into_bytes());
    let run = |killed_after: Duration| -> (bool, Duration) {
        fs::write(&path, &old).unwrap();
        let mut opened = fs::File::open(&path).unwrap();
        let begun = Instant::now();
        let mut command = folder.command("check --fix --select file --report none a.yaml");
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        while child.try_wait().unwrap().is_none() {
            let seen = fs::read(&path).unwrap();
            assert!(seen == old || seen == new, "half of it after {:?}", begun.elapsed());
            if begun.elapsed() >= killed_after {
                child.kill().unwrap();
            }
        }
        let took = begun.elapsed();
        let mut held = Vec::new();
        opened.read_to_end(&mut held).unwrap();
        assert!(held == old, "the old file itself was written to");
        let left = fs::read(&path).unwrap();
        assert!(left == old || left == new, "half of it is left");
        (left == new, took)
    };
    let (is_mended, whole) = run(Duration::MAX);
    assert!(is_mended);
    let mended = (0..12).filter(|part| run(whole * *part / 12).0).count();
    assert!(mended < 12, "none of them was killed in time");
}

#[test]
fn a_file_with_nothing_to_mend_is_not_written() {
    let folder = Folder::new("fix-idle");
    folder.write("a.yaml", MENDED);
    let path = folder.0.join("a.yaml");
    let long_ago = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000);
    fs::File::options().write(true).open(&path).unwrap().set_modified(long_ago).unwrap();
    let run = folder.run("check --fix --unsafe-fixes --select file --report none a.yaml");
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), long_ago);
}

#[test]
fn a_preview_writes_nothing_and_fails_where_something_would_change() {
    let folder = Folder::new("fix-preview");
    folder.write("a.yaml", SLIPS).write("b.yaml", MENDED);
    for line in ["check --diff --select file", "check --fix --diff --select file a.yaml"] {
        let run = folder.run(line);
        assert_eq!((run.code, run.err.as_str()), (1, ""));
        assert!(
            run.out.starts_with("--- a.yaml\n+++ a.yaml\n@@") && !run.out.contains("b.yaml"),
            "{}",
            run.out
        );
        assert!(run.out.contains("\n-strategy: { name: Parts, status: active, ownr:"), "{}", run.out);
        assert_eq!(bytes(&folder, "a.yaml"), SLIPS.as_bytes());
    }
    let run = folder.run("check --diff --select file b.yaml");
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, "", ""));
    let run = folder.run("check --diff --select file b.yaml gone.yaml");
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    // Findings that cannot be mended are no change.
    folder.write("c.yaml", &MENDED.replace("unit", "color"));
    assert_eq!(folder.run("check --diff --select file c.yaml").code, 0);
    let run = folder.run("check --diff --select file -o changes.diff a.yaml");
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    assert!(String::from_utf8(bytes(&folder, "changes.diff")).unwrap().starts_with("--- a.yaml\n"));
}

#[test]
fn standard_input_is_printed_as_a_formatter_prints_it() {
    let folder = Folder::new("fix-stdin");
    let odd = SLIPS.replace("Forty leads", "Forty \u{9b}31m leads").replace('\n', "\r\n");
    let run = piped(&folder, &["--fix", "-", "--format", "concise"], odd.as_bytes());
    let expected = odd.replace("ownr", "owner").replace("1,000", "1000");
    assert_eq!(run.out, expected, "byte for byte, and nothing else");
    // The odd sign is a finding, and is not sent to a terminal with it.
    assert!(run.code == 1 && !run.err.contains('\u{9b}'), "{}", run.err);
    assert!(run.err.ends_with("1 error; 2 fixed, 1 more with --unsafe-fixes\n"), "{}", run.err);

    // Nothing to mend: the text as it came. What is left is told beside it, and decides.
    let left = MENDED.replace("unit", "color");
    let run = piped(&folder, &["--fix", "-", "--format", "concise"], left.as_bytes());
    assert_eq!((run.code, run.out.as_str()), (1, left.as_str()));
    assert!(run.err.starts_with("<stdin>:4:18: error[unknown-key]"), "{}", run.err);
    let run = piped(&folder, &["--fix", "-", "--format", "json", "-o", "left.json"], left.as_bytes());
    assert_eq!(
        (run.code, run.out.as_str(), run.err.as_str()),
        (1, left.as_str(), "wrote left.json\n1 error\n")
    );
    assert!(serde_json::from_slice::<serde_json::Value>(&bytes(&folder, "left.json")).is_ok());

    let run = piped(&folder, &["--diff", "-", "--stdin-filename", "plan.yaml"], SLIPS.as_bytes());
    assert_eq!((run.code, run.err.as_str()), (1, ""));
    assert!(run.out.starts_with("--- plan.yaml\n+++ plan.yaml\n"), "{}", run.out);

    let run = piped(&folder, &["--fix", "-"], b"stratplan: 1\nstrategy: { nme: B\xe4cker }\n");
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.contains("<stdin>: not saved as UTF-8"), "{}", run.err);
}

#[test]
fn machine_formats_say_what_is_left_and_nothing_else() {
    let folder = Folder::new("fix-formats");
    for format in FORMATS.iter().filter(|format| !["full", "concise"].contains(format)) {
        folder.write("a.yaml", &SLIPS.replace("unit", "color"));
        let fixed =
            folder.run(&format!("check a.yaml --fix --select file --today 2027-04-05 --format {format}"));
        assert_eq!((fixed.code, fixed.err.as_str()), (1, "wrote a.yaml: 2 fixed\n"), "{format}");
        let after = folder.run(&format!("check a.yaml --select file --today 2027-04-05 --format {format}"));
        let same = |text: &str| text.replace("\"fixed\": 2", "\"fixed\": 0");
        assert_eq!(same(&fixed.out), same(&after.out), "{format}");
    }
    folder.write("a.yaml", SLIPS);
    let run = folder.run("check a.yaml --fix --select file --format json");
    let json: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!((&json["summary"]["fixed"], &json["summary"]["fixable"]), (&2.into(), &0.into()));
}

#[test]
fn the_same_files_at_every_number_of_jobs() {
    let folder = Folder::new("fix-jobs");
    let make = || {
        for n in 0..40 {
            folder.write(&format!("{n}.yaml"), &SLIPS.replace("Forty", &n.to_string()));
        }
    };
    let mut seen = Vec::new();
    for jobs in [1, 8] {
        make();
        let run = folder.run(&format!("check --fix --select file --format concise --jobs {jobs}"));
        let files: Vec<_> = (0..40).map(|n| bytes(&folder, &format!("{n}.yaml"))).collect();
        assert!(files.iter().all(|file| !file.windows(4).any(|part| part == b"ownr")));
        seen.push((run.code, run.out, run.err, files));
    }
    assert!(seen[0] == seen[1]);
    assert_eq!(seen[0].2.lines().count(), 40);
}

#[cfg(unix)]
#[test]
fn a_link_stays_one_and_is_mended_once() {
    let folder = Folder::new("fix-link");
    folder.write("real/a.yaml", SLIPS);
    std::os::unix::fs::symlink("real/a.yaml", folder.0.join("link.yaml")).unwrap();
    let run = folder.run("check --fix --select file --format concise link.yaml real");
    assert_eq!((run.code, run.err.as_str()), (0, "wrote link.yaml: 2 fixed\n"));
    assert_eq!(bytes(&folder, "real/a.yaml"), MENDED.as_bytes());
    assert!(fs::symlink_metadata(folder.0.join("link.yaml")).unwrap().is_symlink());
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_written_is_trouble_and_stays_as_it_was() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("fix-forbidden");
    folder.write("shut/a.yaml", SLIPS).write("open/b.yaml", SLIPS);
    let shut = folder.0.join("shut");
    fs::set_permissions(&shut, fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(shut.join("probe"), "").is_ok() {
        fs::set_permissions(&shut, fs::Permissions::from_mode(0o755)).unwrap();
        return; // nothing is forbidden to root
    }
    let run = folder.run("check --fix --select file --format concise");
    fs::set_permissions(&shut, fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains("error: shut/a.yaml: not written, its folder may not be written to"),
        "{}",
        run.err
    );
    // What is in the file is told as it is, and the other file is mended.
    assert!(run.out.contains("shut/a.yaml:2:44: error[unknown-key] `ownr`"), "{}", run.out);
    assert!(run.out.ends_with("; 2 fixed\n"), "{}", run.out);
    assert_eq!(bytes(&folder, "shut/a.yaml"), SLIPS.as_bytes());
    assert_eq!(bytes(&folder, "open/b.yaml"), MENDED.as_bytes());
    assert_eq!(fs::read_dir(&shut).unwrap().count(), 1, "nothing is left beside it");
}

#[test]
fn a_readings_file_is_read_as_before_while_its_strategy_is_mended() {
    let folder = Folder::new("fix-readings");
    let text = MENDED.replace("goals:", "readings: data.csv\ngoals:").replace("unit", "unitt");
    folder
        .write("deep/a.yaml", &text)
        .write("deep/data.csv", "kpi,date,value\nleads,2027-01-31,x\nleads,2028-01-31,5\n");
    let run = folder.run(
        "check --fix --select file,reading-in-the-future --format concise --today 2027-04-05 deep/a.yaml",
    );
    assert!(run.out.contains("deep/data.csv:2:18: error[invalid-readings]"), "{}", run.out);
    assert!(run.out.contains("deep/data.csv:3:") && run.out.ends_with("; 1 fixed\n"), "{}", run.out);
    let before = bytes(&folder, "deep/data.csv");
    // What stands in the readings file has no place for a comment.
    let run = folder.run("check --add-allow why --select reading-in-the-future --format concise --today 2027-04-05 deep/a.yaml");
    assert_eq!(run.code, 1);
    assert!(run.out.contains("error[reading-in-the-future]"), "{}", run.out);
    assert_eq!(bytes(&folder, "deep/data.csv"), before);
    // A baseline knows it by its row, wherever that is.
    let line = "check --select reading-in-the-future --format concise --today 2027-04-05 deep/a.yaml";
    folder.run(&format!("{line} --write-baseline accepted.json"));
    folder.write(
        "deep/data.csv",
        "kpi,date,value\nleads,2027-01-31,4\nleads,2027-02-28,4\nleads,2028-01-31,5\n",
    );
    let run = folder.run(&format!("{line} --baseline accepted.json"));
    assert_eq!((run.code, run.out.as_str()), (0, "No errors, no warnings (1 in the baseline)\n"));
}

// Baselines.

const LACKING: &str = "stratplan: 1\nstrategy: { name: Parts, status: active, period: 2027 }\ngoals: { a: Forty leads, b: Fewer returns }\n";

#[test]
fn a_baseline_holds_where_it_is_seen_from() {
    let folder = Folder::new("baseline-paths");
    folder.write("plans/a b.yaml", LACKING).write("ci/.keep", "");
    let line = "check plans --select unowned,goal-without-kpi --format concise --strict";
    assert_eq!(folder.run(line).code, 1);
    assert_eq!(folder.run(&format!("{line} --write-baseline ci/known.json")).code, 0);
    let text = String::from_utf8(bytes(&folder, "ci/known.json")).unwrap();
    assert!(text.contains("\"path\":\"../plans/a b.yaml\""), "{text}");
    assert_eq!(folder.run(&format!("{line} --baseline ci/known.json")).code, 0);
    // From another folder, and by another way.
    let mut command = folder
        .command("check ../plans/../plans --select unowned,goal-without-kpi --strict --baseline known.json");
    let run = Run::of(command.current_dir(folder.0.join("ci")).output().unwrap());
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    // Written again it is the same.
    folder.run(&format!("{line} --write-baseline ci/again.json --jobs 1"));
    assert_eq!(String::from_utf8(bytes(&folder, "ci/again.json")).unwrap(), text);
}

#[test]
fn new_findings_count_even_where_others_of_their_kind_are_accepted() {
    let folder = Folder::new("baseline-new");
    folder.write("a.yaml", LACKING);
    let line = "check a.yaml --select unowned,goal-without-kpi --strict --format concise";
    assert_eq!(folder.run(&format!("{line} --write-baseline known.json")).code, 0);
    folder.write(
        "a.yaml",
        &LACKING
            .replace("b: Fewer", "c: Trials, b: Fewer")
            .replace("stratplan: 1\n", "# moved\n\nstratplan: 1\n"),
    );
    let run = folder.run(&format!("{line} --baseline known.json"));
    assert_eq!((run.code, run.out.lines().count()), (1, 2), "{run:?}");
    assert!(run.out.contains("`c`") && run.out.contains("in the baseline)"), "{}", run.out);
    assert_eq!(run.err, "", "nothing is gone");
    // In every format alike.
    for format in FORMATS {
        let run = folder.run(&format!("{line} --format {format} --baseline known.json").replacen(
            "--format concise ",
            "",
            1,
        ));
        assert_eq!(run.code, 1, "{format}");
        assert!(!run.out.contains("goals.a"), "{format}: {}", run.out);
    }
}

#[test]
fn what_damage_hides_is_not_taken_for_gone() {
    let folder = Folder::new("baseline-damage");
    folder.write("a.yaml", LACKING);
    let line = "check a.yaml --select unowned,goal-without-kpi --format concise";
    folder.run(&format!("{line} --write-baseline known.json"));
    let before = bytes(&folder, "known.json");
    folder.write("a.yaml", &LACKING.replace("Forty leads", "[Forty leads"));
    let run = folder.run(&format!("{line} --baseline known.json --prune-baseline"));
    assert_eq!(run.code, 1);
    assert!(!run.err.contains("known.json"), "{}", run.err);
    assert_eq!(bytes(&folder, "known.json"), before);
    // Allowed, it is gone: one of the two is enough.
    folder.write("a.yaml", &format!("# stratplan: allow(unowned, goal-without-kpi) soon\n{LACKING}"));
    let run = folder.run(&format!("{line} --baseline known.json"));
    assert!(
        run.out.contains("allowed)") && run.err.contains("use --prune-baseline to remove them"),
        "{run:?}"
    );
}

#[test]
fn a_baseline_that_cannot_be_had_or_written_is_trouble() {
    let folder = Folder::new("baseline-trouble");
    folder
        .write("a.yaml", LACKING)
        .write("dir/x", "")
        .write("odd\u{1b}[2J.json", "{\u{1b}")
        .write("bad.json", "\u{feff}{ \"version\": 1");
    fs::write(folder.0.join("bytes.json"), b"{ \"version\": 1,\n\"findings\": [\"\xff\"] }").unwrap();
    for (flag, said) in [
        ("--baseline gone.json", "gone.json: there is no such baseline"),
        ("--baseline dir", "dir: this is a directory"),
        ("--baseline bad.json", "bad.json:1:1: not a baseline"),
        ("--baseline bytes.json", "bytes.json:2:1: this is not text in UTF-8"),
        ("--write-baseline gone/known.json", "its folder is not there"),
        ("--write-baseline dir", "this is a directory"),
    ] {
        let run = folder.run(&format!("check a.yaml --select unowned --format concise {flag}"));
        assert_eq!(run.code, 2, "{flag}");
        assert!(run.err.contains(said), "{flag}: {}", run.err);
    }
    let odd = folder.command("check a.yaml").args(["--baseline", "odd\u{1b}[2J.json"]).output().unwrap();
    let run = Run::of(odd);
    assert!(run.code == 2 && !run.err.contains('\u{1b}') && !run.out.contains('\u{1b}'), "{run:?}");
    // Entries nobody can have written by a run: they are told, and harm nothing.
    let entry = |rule: &str, path: &str| {
        format!(
            "{{\"rule\":\"{rule}\",\"path\":\"{path}\",\"address\":\"x\\u001b[2J\",\"count\":4294967295}}"
        )
    };
    let text = format!(
        "{{\"version\":1,\"findings\":[{},{}]}}",
        entry("no-such-rule", "a.yaml"),
        entry("unknown-key", "../\\u0000/a.yaml")
    );
    folder.write("strange.json", &text);
    let run = folder.run("check a.yaml --select unowned --format concise --baseline strange.json");
    assert!(run.code == 0 && !run.err.contains('\u{1b}'), "{run:?}");
    assert!(run.err.contains("are gone"), "{}", run.err);
}

#[test]
fn mended_first_then_allowed_then_accepted() {
    let folder = Folder::new("all-at-once");
    folder.write("a.yaml", &SLIPS.replace("kpis: { leads: {", "kpis: { leads: { source: TODO,"));
    let run = folder.run("check a.yaml --fix --select file,placeholder,kpi-without-baseline --ignore kpi-without-baseline --add-allow soon --format concise");
    assert_eq!((run.code, run.err.as_str()), (0, "wrote a.yaml: 2 fixed, 1 allowed\n"));
    assert_eq!(run.out, "No errors, no warnings (1 allowed); 2 fixed\n");
    let line = "check a.yaml --select kpi-without-baseline --fail-on info --format concise";
    assert_eq!(folder.run(&format!("{line} --fix --write-baseline known.json")).code, 0);
    // What is accepted needs no comment.
    let before = bytes(&folder, "a.yaml");
    assert_eq!(folder.run(&format!("{line} --baseline known.json --add-allow soon")).code, 0);
    assert_eq!(bytes(&folder, "a.yaml"), before);
}
