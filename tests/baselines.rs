//! Baselines: findings that are accepted today do not count, new ones do.

use std::fs;

use crate::support::{FORMATS, Folder, Run};

const LACKING: &str = "stratplan: 1\nstrategy: { name: Parts, status: active, period: 2027 }\ngoals: { a: Forty leads, b: Fewer returns }\n";

#[test]
fn a_baseline_works_from_any_folder() {
    let folder = Folder::new("baseline-paths");
    folder.write("plans/a b.yaml", LACKING).write("ci/.keep", "");
    let line = "check plans --select unowned,goal-without-kpi --format concise --strict";
    assert_eq!(folder.run(line).code, 1);
    assert_eq!(folder.run(&format!("{line} --write-baseline ci/known.json")).code, 0);
    let text = folder.text("ci/known.json");
    assert!(text.contains("\"path\":\"../plans/a b.yaml\""), "{text}");
    assert_eq!(folder.run(&format!("{line} --baseline ci/known.json")).code, 0);
    // From another folder, with another path to the same file.
    let mut command = folder
        .command("check ../plans/../plans --select unowned,goal-without-kpi --strict --baseline known.json");
    let run = Run::of(command.current_dir(folder.0.join("ci")).output().unwrap());
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    // Written again, it has the same content.
    folder.run(&format!("{line} --write-baseline ci/again.json --jobs 1"));
    assert_eq!(folder.text("ci/again.json"), text);
}

#[test]
fn new_findings_count_even_if_others_of_their_rule_are_accepted() {
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
    assert_eq!(run.err, "", "no accepted finding is gone");
    // In every format.
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
fn findings_hidden_by_a_syntax_error_are_not_treated_as_gone() {
    let folder = Folder::new("baseline-damage");
    folder.write("a.yaml", LACKING);
    let line = "check a.yaml --select unowned,goal-without-kpi --format concise";
    folder.run(&format!("{line} --write-baseline known.json"));
    let before = folder.bytes("known.json");
    folder.write("a.yaml", &LACKING.replace("Forty leads", "[Forty leads"));
    let run = folder.run(&format!("{line} --baseline known.json --prune-baseline"));
    assert_eq!(run.code, 1);
    assert!(!run.err.contains("known.json"), "{}", run.err);
    assert_eq!(folder.bytes("known.json"), before);
    // A finding with an allow comment no longer needs the baseline.
    folder.write("a.yaml", &format!("# stratplan: allow(unowned, goal-without-kpi) soon\n{LACKING}"));
    let run = folder.run(&format!("{line} --baseline known.json"));
    assert!(
        run.out.contains("allowed)") && run.err.contains("use --prune-baseline to remove them"),
        "{run:?}"
    );
}

#[test]
fn a_baseline_that_cannot_be_read_or_written_is_an_error() {
    let folder = Folder::new("baseline-errors");
    folder
        .write("a.yaml", LACKING)
        .write("dir/x", "")
        .write("odd\u{1b}[2J.json", "{\u{1b}")
        .write("bad.json", "\u{feff}{ \"version\": 1");
    folder.write("bytes.json", b"{ \"version\": 1,\n\"findings\": [\"\xff\"] }");
    for (flag, expected) in [
        ("--baseline gone.json", "gone.json: there is no such baseline"),
        ("--baseline dir", "dir: this is a directory"),
        ("--baseline bad.json", "bad.json:1:1: not a baseline"),
        ("--baseline bytes.json", "bytes.json:2:1: this is not text in UTF-8"),
        ("--write-baseline gone/known.json", "its folder does not exist"),
        ("--write-baseline dir", "this is a directory"),
    ] {
        let run = folder.run(&format!("check a.yaml --select unowned --format concise {flag}"));
        assert_eq!(run.code, 2, "{flag}");
        assert!(run.err.contains(expected), "{flag}: {}", run.err);
    }
    let run = folder.run_all(&["check", "a.yaml", "--baseline", "odd\u{1b}[2J.json"]);
    assert!(run.code == 2 && !run.err.contains('\u{1b}') && !run.out.contains('\u{1b}'), "{run:?}");
    // Entries that no run would write are reported and do no harm.
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
fn only_what_the_run_looked_for_is_removed() {
    let folder = Folder::new("baseline-searched");
    folder.write("a/one.yaml", LACKING).write("b/two.yaml", LACKING);
    folder.run("check --today 2027-01-01 --write-baseline known.json --fail-on never");
    fs::remove_file(folder.0.join("b/two.yaml")).unwrap();
    let before = folder.text("known.json");
    let line = "--today 2027-01-01 --baseline known.json --prune-baseline";
    for paths in ["a", "a/one.yaml", "."] {
        let run = folder.run(&format!("check {paths} {line}"));
        let is_pruned = paths == ".";
        assert_eq!(folder.text("known.json") != before, is_pruned, "{paths}: {run:?}");
    }
    assert!(!folder.text("known.json").contains("two.yaml"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_utf8_is_found_again() {
    use std::os::unix::ffi::OsStrExt;
    let folder = Folder::new("baseline-bytes");
    let path = folder.0.join(std::ffi::OsStr::from_bytes(b"a\xff\xc3\xa9.yaml"));
    fs::write(&path, LACKING).unwrap();
    folder.write("b.yaml", LACKING);
    folder.run("check --today 2027-01-01 --write-baseline known.json --fail-on never");
    assert!(folder.text("known.json").contains("a\\\\xffé.yaml"));
    for paths in [".", "b.yaml"] {
        let run = folder.run(&format!("check {paths} --today 2027-01-01 --baseline known.json"));
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{paths}: {run:?}");
    }
    fs::remove_file(&path).unwrap();
    let run = folder.run("check --today 2027-01-01 --baseline known.json");
    assert!(run.err.contains("of the accepted findings"), "{run:?}");
}
