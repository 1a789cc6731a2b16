//! `check --fix`, `--diff` and `--add-allow`: which files are written, what goes to which stream, and what
//! happens if a file cannot be written.

use std::fs;

use crate::support::{FORMATS, Folder, Run};

const BROKEN: &str = "stratplan: 1\nstrategy: { name: Parts, status: active, ownr: dana, period: 2027 }\ngoals: { leads: { statement: Forty leads, kpis: leads } }\nkpis: { leads: { unit: leads, target: 1,000 } }\n";
const FIXED: &str = "stratplan: 1\nstrategy: { name: Parts, status: active, owner: dana, period: 2027 }\ngoals: { leads: { statement: Forty leads, kpis: leads } }\nkpis: { leads: { unit: leads, target: 1000 } }\n";

fn pipe(folder: &Folder, flags: &str, text: &(impl AsRef<[u8]> + ?Sized)) -> Run {
    folder.pipe(&format!("check --select file --today 2027-04-05 {flags}"), text)
}

#[test]
fn fix_keeps_every_other_byte() {
    let folder = Folder::new("fix-bytes");
    let windows = |text: &str| format!("\u{feff}{}", text.trim_end().replace('\n', "\r\n"));
    folder.write("a.yaml", &windows(BROKEN)).write("b.yaml", BROKEN);
    let run = folder.run("check --fix --select file --format concise");
    assert_eq!((run.code, run.out.as_str()), (0, "No errors, no warnings in 2 strategies; 4 fixed\n"));
    assert_eq!(run.err, "wrote a.yaml: 2 fixed\nwrote b.yaml: 2 fixed\n");
    assert_eq!(folder.bytes("a.yaml"), windows(FIXED).as_bytes());
    assert_eq!(folder.bytes("b.yaml"), FIXED.as_bytes());
}

/// True for reads during the write, through a handle opened before it, and after a crash.
#[test]
#[cfg(unix)]
fn a_crash_leaves_either_the_old_file_or_the_new_one() {
    use std::io::Read;
    use std::process::Stdio;
    use std::time::{Duration, Instant};

    let folder = Folder::new("fix-crash");
    let path = folder.0.join("a.yaml");
    // Large, so that reading and writing take some time.
    let rest = "# nothing to fix here\n".repeat(10_000);
    let (old, new) = (format!("{BROKEN}{rest}").into_bytes(), format!("{FIXED}{rest}").into_bytes());
    let run = |killed_after: Duration| -> (bool, Duration) {
        fs::write(&path, &old).unwrap();
        let mut opened = fs::File::open(&path).unwrap();
        let start = Instant::now();
        let mut command = folder.command("check --fix --select file --report none a.yaml");
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        while child.try_wait().unwrap().is_none() {
            let seen = fs::read(&path).unwrap();
            assert!(seen == old || seen == new, "half a file after {:?}", start.elapsed());
            if start.elapsed() >= killed_after {
                child.kill().unwrap();
            }
        }
        let duration = start.elapsed();
        let mut through_handle = Vec::new();
        opened.read_to_end(&mut through_handle).unwrap();
        assert!(through_handle == old, "the old file was overwritten in place");
        let left = fs::read(&path).unwrap();
        assert!(left == old || left == new, "half a file is left");
        (left == new, duration)
    };
    let (is_fixed, duration) = run(Duration::MAX);
    assert!(is_fixed);
    let fixed = (0..12).filter(|part| run(duration * *part / 12).0).count();
    assert!(fixed < 12, "no run was killed in time");
}

#[test]
fn a_file_with_nothing_to_fix_is_not_written() {
    let folder = Folder::new("fix-idle");
    folder.write("a.yaml", FIXED);
    let path = folder.0.join("a.yaml");
    let long_ago = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000);
    fs::File::options().write(true).open(&path).unwrap().set_modified(long_ago).unwrap();
    let run = folder.run("check --fix --unsafe-fixes --select file --report none a.yaml");
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), long_ago);
}

#[test]
fn diff_writes_nothing_and_fails_if_something_would_change() {
    let folder = Folder::new("fix-preview");
    folder.write("a.yaml", BROKEN).write("b.yaml", FIXED);
    for line in ["check --diff --select file", "check --fix --diff --select file a.yaml"] {
        let run = folder.run(line);
        assert_eq!((run.code, run.err.as_str()), (1, ""));
        assert!(
            run.out.starts_with("--- a/a.yaml\n+++ b/a.yaml\n@@") && !run.out.contains("b.yaml"),
            "{}",
            run.out
        );
        assert!(run.out.contains("\n-strategy: { name: Parts, status: active, ownr:"), "{}", run.out);
        assert_eq!(folder.bytes("a.yaml"), BROKEN.as_bytes());
    }
    let run = folder.run("check --diff --select file b.yaml");
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, "", ""));
    let run = folder.run("check --diff --select file b.yaml gone.yaml");
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    // Findings without a fix are not a change.
    folder.write("c.yaml", &FIXED.replace("unit", "color"));
    assert_eq!(folder.run("check --diff --select file c.yaml").code, 0);
    let run = folder.run("check --diff --select file -o changes.diff a.yaml");
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    assert!(folder.text("changes.diff").starts_with("--- a/a.yaml\n"));
}

/// A typo silences the rule that the comment is about, until it is fixed.
#[test]
fn an_allow_comment_survives_the_fix_of_a_typo() {
    let folder = Folder::new("fix-allowed");
    let text = crate::support::text_of("strategies/television-show.strategy.yaml");
    let at = text.find("acquisition").unwrap();
    let allow = "allow(gear-left-alone)";
    assert!(text.contains(allow));
    for (start, _) in text.match_indices("gears: [acquisition]").chain([(at, "")]) {
        let mut typo = text.clone();
        let word = start + text[start..].find("acquisition").unwrap();
        typo.replace_range(word..word + "acquisition".len(), "acquisiion");
        folder.write("a.yaml", &typo);
        folder.run("check --fix --unsafe-fixes a.yaml --today 2027-04-26");
        assert!(folder.text("a.yaml").contains(allow), "{}", folder.text("a.yaml"));
    }
}

/// An id in the wrong column, or behind a hash sign, leaves the keys of its entry to the entry above.
#[test]
fn the_keys_of_an_entry_without_its_id_are_kept() {
    let folder = Folder::new("fix-duplicates");
    let activities = |second: &str| {
        let keys = "        goals: g\n        start: 2027-01-15\n        budget: 500\n";
        let head =
            "stratplan: 1\nstrategy: { name: T, owner: Mia, period: 2027 }\ngoals: { g: Sell 20 more }\n";
        format!(
            "{head}pillars:\n  promotion:\n    activities:\n      first:\n{keys}{second}{keys}budget: 800\n"
        )
    };
    for second in
        ["        second:\n        name: The second\n", "      # second:\n", "", "        # second\n"]
    {
        let text = activities(second);
        folder.write("a.yaml", &text);
        folder.run("check --fix --unsafe-fixes a.yaml");
        let budgets = folder.text("a.yaml").matches("budget: 500").count();
        assert_eq!(budgets, 2, "{second:?}:\n{}", folder.text("a.yaml"));
    }
    // The same key on the next line has no other meaning.
    let keys = "        goals: g\n        start: 2027-01-15\n";
    let once = activities("").replace("        budget: 500\n", "").replacen(keys, "", 1);
    let twice =
        once.replace("        start: 2027-01-15\n", "        start: 2027-01-15\n        start: 2027-01-15\n");
    folder.write("a.yaml", &twice);
    folder.run("check --fix a.yaml");
    assert_eq!(folder.text("a.yaml"), once);
}

#[test]
fn git_applies_what_diff_prints() {
    let folder = Folder::new("fix-patch");
    std::process::Command::new("git").args(["init", "-q"]).current_dir(&folder.0).status().unwrap();
    let odd = BROKEN.replace("Forty leads", "Forty \u{202e}leads\u{200f} caf\u{e9}");
    let texts = [
        ("plain.yaml", BROKEN.to_owned()),
        ("a b.yaml", odd.clone()),
        ("caf\u{e9}.yaml", format!("\u{feff}{odd}")),
        ("deep/down.yaml", BROKEN.replace('\n', "\r\n")),
        ("cr.yaml", BROKEN.replace("strategy:", "# one\r# two\nstrategy:")),
        ("end.yaml", BROKEN.trim_end().to_owned()),
        #[cfg(unix)]
        ("a\"b\\c\td.yaml", odd),
    ];
    for (name, text) in &texts {
        folder.write(name, text);
    }
    let patch = folder.run("check --diff --select file");
    assert_eq!(patch.code, 1);
    assert_eq!(folder.run("check --diff --select file -o same.patch").code, 1);
    assert_eq!(folder.text("same.patch"), patch.out);
    let applied =
        std::process::Command::new("git").args(["apply", "same.patch"]).current_dir(&folder.0).output();
    let applied = applied.unwrap();
    assert!(applied.status.success(), "{}", String::from_utf8_lossy(&applied.stderr));
    let by_git: Vec<String> = texts.iter().map(|(name, _)| folder.text(name)).collect();
    for (name, text) in &texts {
        folder.write(name, text);
    }
    folder.run("check --fix --select file");
    assert_eq!(by_git, texts.iter().map(|(name, _)| folder.text(name)).collect::<Vec<_>>());
    for ((name, before), after) in texts.iter().zip(&by_git) {
        assert_ne!(before, after, "{name} is not changed");
    }
}

#[test]
fn a_strategy_from_standard_input_is_fixed_on_standard_output() {
    let folder = Folder::new("fix-stdin");
    let odd = BROKEN.replace("Forty leads", "Forty \u{9b}31m leads").replace('\n', "\r\n");
    let run = pipe(&folder, "--fix - --format concise", &odd);
    let expected = odd.replace("ownr", "owner").replace("1,000", "1000");
    assert_eq!(run.out, expected, "byte for byte, and nothing else");
    // The control character is reported, but not printed in the report.
    assert!(run.code == 1 && !run.err.contains('\u{9b}'), "{}", run.err);
    assert!(run.err.ends_with("1 error; 2 fixed, 1 more with --unsafe-fixes\n"), "{}", run.err);

    // Nothing that is certain to be right: the text is unchanged. The exit status is that of the remaining findings.
    let left = FIXED.replace("unit", "color");
    let run = pipe(&folder, "--fix - --format concise", &left);
    assert_eq!((run.code, run.out.as_str()), (1, left.as_str()));
    assert!(run.err.starts_with("<stdin>:4:18: error[unknown-key]"), "{}", run.err);
    let run = pipe(&folder, "--fix - --format json -o left.json", &left);
    assert_eq!(
        (run.code, run.out.as_str(), run.err.as_str()),
        (1, left.as_str(), "wrote left.json\n1 error; 1 fixable with --fix --unsafe-fixes\n")
    );
    assert!(serde_json::from_slice::<serde_json::Value>(&folder.bytes("left.json")).is_ok());

    let run = pipe(&folder, "--diff - --stdin-filename plan.yaml", &BROKEN);
    assert_eq!((run.code, run.err.as_str()), (1, ""));
    assert!(run.out.starts_with("--- a/plan.yaml\n+++ b/plan.yaml\n"), "{}", run.out);

    let run = pipe(&folder, "--fix -", b"stratplan: 1\nstrategy: { nme: B\xe4cker }\n");
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.contains("<stdin>: not saved as UTF-8"), "{}", run.err);
}

#[test]
fn machine_formats_report_what_remains_after_the_fixes() {
    let folder = Folder::new("fix-formats");
    for format in FORMATS.iter().filter(|format| !["full", "concise"].contains(format)) {
        folder.write("a.yaml", &BROKEN.replace("unit", "color"));
        let fixed =
            folder.run(&format!("check a.yaml --fix --select file --today 2027-04-05 --format {format}"));
        assert_eq!((fixed.code, fixed.err.as_str()), (1, "wrote a.yaml: 2 fixed\n"), "{format}");
        let after = folder.run(&format!("check a.yaml --select file --today 2027-04-05 --format {format}"));
        let same = |text: &str| text.replace("\"fixed\": 2", "\"fixed\": 0");
        assert_eq!(same(&fixed.out), same(&after.out), "{format}");
    }
    folder.write("a.yaml", BROKEN);
    let run = folder.run("check a.yaml --fix --select file --format json");
    let json = run.json();
    assert_eq!((&json["summary"]["fixed"], &json["summary"]["fixable"]), (&2.into(), &0.into()));
}

#[test]
fn fixed_files_do_not_depend_on_the_number_of_jobs() {
    let folder = Folder::new("fix-jobs");
    let make = || {
        for n in 0..40 {
            folder.write(&format!("{n}.yaml"), &BROKEN.replace("Forty", &n.to_string()));
        }
    };
    let mut seen = Vec::new();
    for jobs in [1, 8] {
        make();
        let run = folder.run(&format!("check --fix --select file --format concise --jobs {jobs}"));
        let files: Vec<_> = (0..40).map(|n| folder.bytes(&format!("{n}.yaml"))).collect();
        assert!(files.iter().all(|file| !file.windows(4).any(|part| part == b"ownr")));
        seen.push((run.code, run.out, run.err, files));
    }
    assert!(seen[0] == seen[1]);
    assert_eq!(seen[0].2.lines().count(), 40);
}

#[cfg(unix)]
#[test]
fn a_symlink_is_kept_and_its_file_is_fixed_once() {
    let folder = Folder::new("fix-link");
    folder.write("real/a.yaml", BROKEN);
    std::os::unix::fs::symlink("real/a.yaml", folder.0.join("link.yaml")).unwrap();
    let run = folder.run("check --fix --select file --format concise link.yaml real");
    assert_eq!((run.code, run.err.as_str()), (0, "wrote link.yaml: 2 fixed\n"));
    assert_eq!(folder.bytes("real/a.yaml"), FIXED.as_bytes());
    assert!(fs::symlink_metadata(folder.0.join("link.yaml")).unwrap().is_symlink());
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_written_is_an_error_and_stays_unchanged() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("fix-forbidden");
    folder.write("shut/a.yaml", BROKEN).write("open/b.yaml", BROKEN);
    let shut = folder.0.join("shut");
    fs::set_permissions(&shut, fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(shut.join("probe"), "").is_ok() {
        fs::set_permissions(&shut, fs::Permissions::from_mode(0o755)).unwrap();
        return; // root can write anywhere
    }
    let run = folder.run("check --fix --select file --format concise");
    fs::set_permissions(&shut, fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(run.code, 2);
    assert!(run.err.contains("error: shut/a.yaml: not written, its folder is not writable"), "{}", run.err);
    // The findings of the unchanged file are reported, and the other file is fixed.
    assert!(run.out.contains("shut/a.yaml:2:44: error[unknown-key] `ownr`"), "{}", run.out);
    assert!(run.out.ends_with("; 2 fixed\n"), "{}", run.out);
    assert_eq!(folder.bytes("shut/a.yaml"), BROKEN.as_bytes());
    assert_eq!(folder.bytes("open/b.yaml"), FIXED.as_bytes());
    assert_eq!(folder.names("shut").len(), 1, "no temporary file is left");
}

#[test]
fn the_readings_file_is_never_changed_by_fixes_or_allow_comments() {
    let folder = Folder::new("fix-readings");
    let text = FIXED.replace("goals:", "readings: data.csv\ngoals:").replace("unit", "unitt");
    folder
        .write("deep/a.yaml", &text)
        .write("deep/data.csv", "kpi,date,value\nleads,2027-01-31,x\nleads,2028-01-31,5\n");
    let run = folder.run(
        "check --fix --select file,reading-in-the-future --format concise --today 2027-04-05 deep/a.yaml",
    );
    assert!(run.out.contains("deep/data.csv:2:18: error[invalid-readings]"), "{}", run.out);
    assert!(run.out.contains("deep/data.csv:3:") && run.out.ends_with("; 1 fixed\n"), "{}", run.out);
    let before = folder.bytes("deep/data.csv");
    // A CSV file has no comments.
    let run = folder.run("check --add-allow why --select reading-in-the-future --format concise --today 2027-04-05 deep/a.yaml");
    assert_eq!(run.code, 1);
    assert!(run.out.contains("error[reading-in-the-future]"), "{}", run.out);
    assert_eq!(folder.bytes("deep/data.csv"), before);
    // A baseline recognizes the row even if it moves.
    let line = "check --select reading-in-the-future --format concise --today 2027-04-05 deep/a.yaml";
    folder.run(&format!("{line} --write-baseline accepted.json"));
    folder.write(
        "deep/data.csv",
        "kpi,date,value\nleads,2027-01-31,4\nleads,2027-02-28,4\nleads,2028-01-31,5\n",
    );
    let run = folder.run(&format!("{line} --baseline accepted.json"));
    assert_eq!((run.code, run.out.as_str()), (0, "No errors, no warnings (1 in the baseline)\n"));
}

#[test]
fn fixes_come_first_then_allow_comments_then_the_baseline() {
    let folder = Folder::new("all-at-once");
    folder.write("a.yaml", &BROKEN.replace("kpis: { leads: {", "kpis: { leads: { source: TODO,"));
    let run = folder.run("check a.yaml --fix --select file,placeholder,kpi-without-baseline --ignore kpi-without-baseline --add-allow soon --format concise");
    assert_eq!((run.code, run.err.as_str()), (0, "wrote a.yaml: 2 fixed, 1 allowed\n"));
    assert_eq!(run.out, "No errors, no warnings (1 allowed); 2 fixed\n");
    let line = "check a.yaml --select kpi-without-baseline --fail-on info --format concise";
    assert_eq!(folder.run(&format!("{line} --fix --write-baseline known.json")).code, 0);
    // An accepted finding gets no allow comment.
    let before = folder.bytes("a.yaml");
    assert_eq!(folder.run(&format!("{line} --baseline known.json --add-allow soon")).code, 0);
    assert_eq!(folder.bytes("a.yaml"), before);
}
