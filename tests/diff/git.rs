//! Older versions from a real git repository, under usual, unusual and hostile names.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::support::Run;

const PLAN: &str = "\
stratplan: 1
strategy: { name: Parts 2027, status: draft, owner: Dana, period: 2027 }
goals: { leads: Generate 400 leads a quarter }
readings: data/readings.csv
purposes:
  marketing: { gears: { acquisition: 2027-05-01, engagement: 2027-06-01 } }
kpis: { visits: { unit: visits/month } }
";
const ROWS: &str = "kpi,date,value\nvisits,2027-01-31,100\n";

/// A new repository, independent of the user's git configuration.
struct Repository(PathBuf);

impl Repository {
    fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("diff").join(name).join("repository");
        fs::remove_dir_all(path.parent().unwrap()).ok();
        fs::create_dir_all(&path).unwrap();
        let repository = Self(path);
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository
    }

    /// A repository with two versions. In the second one, a gear has moved and a reading is new.
    fn with_history(name: &str) -> Self {
        let repository = Self::new(name);
        repository.write("plan.yaml", PLAN).write("data/readings.csv", ROWS).commit("first");
        let rows = format!("{ROWS}visits,2027-02-28,120\n");
        let plan = PLAN.replace("2027-06-01", "2027-06-15");
        repository.write("plan.yaml", &plan).write("data/readings.csv", &rows).commit("second");
        repository
    }

    fn write(&self, name: &str, text: &str) -> &Self {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    fn commit(&self, message: &str) -> &Self {
        self.git(&["add", "--all"]);
        self.git(&[
            "-c",
            "user.name=Dana",
            "-c",
            "user.email=dana@example.org",
            "commit",
            "--quiet",
            "-m",
            message,
        ]);
        self
    }

    fn git(&self, arguments: &[&str]) -> String {
        let output = isolated(Command::new("git").current_dir(&self.0)).args(arguments).output().unwrap();
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn command(&self, folder: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_stratplan"));
        isolated(command.current_dir(self.0.join(folder)));
        command.args(arguments).args(["--isolated", "--today", "2027-04-05"]).stdin(Stdio::null());
        command
    }

    fn run(&self, folder: &str, arguments: &[&str]) -> Run {
        Run::of(self.command(folder, arguments).output().unwrap())
    }
}

fn isolated(command: &mut Command) -> &mut Command {
    let nowhere = Path::new(env!("CARGO_TARGET_TMPDIR")).join("diff");
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "FORCE_COLOR", "CLICOLOR_FORCE", "COLUMNS"] {
        command.env_remove(name);
    }
    command
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", nowhere.join("no-such-file"))
        .env("HOME", &nowhere)
        .env("GIT_COMMITTER_DATE", "2027-03-01T12:00:00Z")
        // The build folder itself can be inside a repository.
        .env("GIT_CEILING_DIRECTORIES", env!("CARGO_TARGET_TMPDIR"))
        .env("NO_COLOR", "1")
}

/// The changes in the JSON of a run, each as id and kind.
fn changes(run: &Run) -> Vec<String> {
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{run:?}");
    let json = run.json();
    let changes = json["changes"].as_array().unwrap().iter();
    changes.map(|one| format!("{} {}", one["id"].as_str().unwrap(), one["how"].as_str().unwrap())).collect()
}

const CHANGES: [&str; 2] = ["marketing.engagement moved", "visits read"];

#[test]
fn every_revision_name_that_git_accepts_works() {
    let repository = Repository::with_history("names");
    repository.git(&["tag", "v1.0", "HEAD~1"]);
    repository.git(&["branch", "plans/last-year's", "HEAD~1"]);
    let commit = repository.git(&["rev-parse", "HEAD~1"]);
    for revision in
        ["HEAD~1", "HEAD^", "v1.0", "main~1", commit.trim(), "HEAD^{/first}", "@~1", "plans/last-year's"]
    {
        for older in [format!("{revision}:plan.yaml"), format!("{revision}:./plan.yaml"), revision.to_owned()]
        {
            let run = repository.run("", &["diff", &older, "plan.yaml", "--format", "json"]);
            assert_eq!(changes(&run), CHANGES, "{older}");
        }
    }
    // In the other direction, and between two old versions.
    assert_eq!(changes(&repository.run("", &["diff", "plan.yaml", "HEAD~1", "--format", "json"])), CHANGES);
    assert_eq!(
        changes(&repository.run("", &["diff", "v1.0", "HEAD:plan.yaml", "--format", "json"])),
        CHANGES
    );
    // In a subfolder, a path counts from the root unless it starts with a dot.
    for older in ["HEAD~1:plan.yaml", "HEAD~1:../plan.yaml", "HEAD~1"] {
        let run = repository.run("data", &["diff", older, "../plan.yaml", "--format", "json"]);
        assert_eq!(changes(&run), CHANGES, "{older}");
    }
    let missing = repository.run("data", &["diff", "HEAD~1:readings.csv", "../plan.yaml"]);
    missing.is_error("readings.csv is not in HEAD~1: did you mean `HEAD~1:./readings.csv`?");
}

#[test]
fn the_staged_version_works_too() {
    let repository = Repository::with_history("staged");
    repository.write("plan.yaml", &PLAN.replace("400", "450"));
    repository.git(&["add", "plan.yaml"]);
    repository.write("plan.yaml", &PLAN.replace("400", "500"));
    let before = fs::read(repository.0.join(".git/index")).unwrap();
    let run = repository.run("", &["diff", "HEAD:plan.yaml", ":plan.yaml"]);
    assert!(run.out.contains("400 leads") && run.out.contains("450 leads"), "{run:?}");
    let run = repository.run("", &["diff", ":plan.yaml", "plan.yaml"]);
    assert!(run.out.contains("450 leads") && run.out.contains("500 leads"), "{run:?}");
    assert!(before == fs::read(repository.0.join(".git/index")).unwrap(), "the index is not refreshed");
}

#[test]
fn readings_come_from_the_same_version() {
    let repository = Repository::new("readings");
    let plan = PLAN.replace("data/readings.csv", "../shared/rows.csv");
    repository.write("plans/plan.yaml", &plan).write("shared/rows.csv", ROWS).commit("first");
    repository.write("shared/rows.csv", &format!("{ROWS}visits,2027-03-31,9\n"));
    for (folder, file) in [("", "plans/plan.yaml"), ("plans", "plan.yaml"), ("shared", "../plans/plan.yaml")]
    {
        let run = repository.run(folder, &["diff", "HEAD", file, "--format", "json"]);
        assert_eq!(changes(&run), ["visits read"], "from {folder}");
    }
    // Nothing outside the repository is read, whatever the path.
    let outside = repository.0.join("../rows.csv");
    fs::write(&outside, ROWS).unwrap();
    for path in ["../../rows.csv", "../plans/../../rows.csv", "/etc/passwd", "../shared/gone.csv"] {
        let plan = plan.replace("../shared/rows.csv", path);
        repository.write("plans/plan.yaml", &plan).commit(path);
        let run =
            repository.run("", &["diff", "HEAD:plans/plan.yaml", "HEAD:plans/plan.yaml", "--format", "json"]);
        assert_eq!(run.code, 1, "{path}: {run:?}");
        let twice = "HEAD:plans/plan.yaml: not read completely because of 1 error in the file; run `stratplan check`\n";
        assert_eq!(run.err, twice.repeat(2), "{path}");
        assert!(!run.out.contains("root:"), "{path}");
    }
}

#[test]
fn hostile_revision_names_do_nothing() {
    let repository = Repository::with_history("hostile");
    let long = "a".repeat(20_000);
    let revisions = [
        "--upload-pack=touch pwned",
        "--output=pwned",
        "-x",
        "-",
        "",
        ":",
        "HEAD:",
        "@{",
        "^{/",
        "HEAD^{commit",
        "HEAD..HEAD~1",
        "^HEAD",
        "HEAD --output=pwned",
        "HEAD\nHEAD~1",
        "HEAD:plan.yaml\n--output=pwned",
        "HEAD:--output=pwned",
        "HEAD:../../etc/passwd",
        "HEAD:../../../../../../../../etc/passwd",
        "HEAD:/etc/passwd",
        "HEAD:data/../../../etc/passwd",
        "-x:plan.yaml",
        "--:plan.yaml",
        "ext::sh -c touch% pwned",
        "$(touch pwned)",
        "`touch pwned`",
        "HEAD;touch pwned",
        "|touch pwned",
        "\u{1b}[2J\u{9b}31m",
        "HEAD\u{202e}:plan.yaml",
        &long,
    ];
    for revision in revisions {
        for arguments in [
            vec![
                "gaps".to_owned(),
                "plan.yaml".to_owned(),
                format!("--since={revision}"),
                "-oout.md".to_owned(),
            ],
            vec![
                "diff".to_owned(),
                "-oout.md".to_owned(),
                "--".to_owned(),
                revision.to_owned(),
                "plan.yaml".to_owned(),
            ],
        ] {
            // Without --today, which would not be a flag after `--`.
            let mut command = Command::new(env!("CARGO_BIN_EXE_stratplan"));
            isolated(command.current_dir(&repository.0)).args(&arguments).stdin(Stdio::null());
            let run = Run::of(command.output().unwrap());
            let is_stdin = revision == "-" && arguments[0] == "diff";
            assert_eq!(run.code, if is_stdin { 1 } else { 2 }, "{arguments:?}: {run:?}");
            assert!(is_stdin || run.err.starts_with("error: "), "{run:?}");
            assert!(is_stdin || run.out.is_empty(), "{run:?}");
            let commands = |c: char| c == '\u{1b}' || c == '\u{202e}' || ('\u{7f}'..='\u{9f}').contains(&c);
            assert!(!run.err.contains(commands), "{run:?}");
            fs::remove_file(repository.0.join("out.md")).ok();
        }
    }
    let left: Vec<_> = fs::read_dir(&repository.0).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 3, "{left:?}");
}

#[test]
fn filters_and_commands_from_the_git_configuration_are_not_run() {
    let repository = Repository::with_history("filters");
    repository.write(".gitattributes", "*.yaml filter=odd diff=odd\n*.csv filter=odd\n");
    for key in [
        "filter.odd.smudge",
        "filter.odd.clean",
        "diff.odd.textconv",
        "core.fsmonitor",
        "core.pager",
        "core.sshCommand",
    ] {
        repository.git(&["config", key, "touch pwned"]);
    }
    repository.git(&["config", "log.showSignature", "true"]);
    let run = repository.run("", &["diff", "HEAD~1", ":plan.yaml", "--format", "json"]);
    assert_eq!(changes(&run), CHANGES);
    assert_eq!(repository.run("", &["gaps", "plan.yaml", "--since", "HEAD~1"]).code, 0);
    assert!(!repository.0.join("pwned").exists());
}

#[test]
fn a_file_can_have_any_name() {
    let repository = Repository::new("odd-names");
    let mut names =
        vec!["my plan.yaml", "плaн été.yaml", "-plan.yaml", "plan.yaml~1", "$(touch pwned).yaml", "a'b.yaml"];
    if cfg!(unix) {
        names.extend([
            "two\nlines.yaml",
            "v1:plan.yaml",
            "quo\"te.yaml",
            "back\\slash.yaml",
            "star*.yaml",
            "HEAD",
        ]);
    }
    for name in &names {
        repository.write(name, PLAN);
    }
    repository.write("data/readings.csv", ROWS).commit("first");
    for name in &names {
        repository.write(name, &PLAN.replace("400", "450"));
        let path = format!("./{name}");
        let run = repository.run("", &["gaps", &path, "--since", "HEAD~0", "--format", "json"]);
        let json: serde_json::Value =
            serde_json::from_str(&run.out).unwrap_or_else(|_| panic!("{name}: {run:?}"));
        assert_eq!(json["since"]["diff"]["changes"][0]["how"], "reworded", "{name}");
    }
    assert!(!repository.0.join("pwned").exists());
}

#[test]
fn an_existing_file_wins_over_a_revision() {
    let repository = Repository::with_history("both");
    repository.git(&["tag", "plans", "HEAD~1"]);
    repository.git(&["tag", "old", "HEAD~1"]);
    repository.write("old", &PLAN.replace("400", "300")).write("plans/note.txt", "");
    let run = repository.run("", &["diff", "old", "plan.yaml"]);
    assert!(run.out.contains("300 leads"), "{run:?}");
    // A folder is not a strategy, so this is the revision.
    assert_eq!(changes(&repository.run("", &["diff", "plans", "plan.yaml", "--format", "json"])), CHANGES);
    repository
        .run("", &["diff", "data", "plan.yaml"])
        .is_error("data: this is a folder: name a strategy in it");
    if cfg!(unix) {
        repository.write("HEAD~1:plan.yaml", &PLAN.replace("400", "200"));
        assert!(repository.run("", &["diff", "HEAD~1:plan.yaml", "plan.yaml"]).out.contains("200 leads"));
    }
}

#[test]
fn what_cannot_be_read_is_an_error_that_says_what_to_do() {
    let repository = Repository::with_history("missing");
    repository.git(&["mv", "plan.yaml", "strategy.yaml"]);
    repository.commit("renamed");
    let of = |arguments: &[&str]| repository.run("", arguments);
    of(&["diff", "HEAD~1", "strategy.yaml"]).is_error(
        "strategy.yaml is not in HEAD~1; it may have been added or renamed since: use its name at that time, \
         with its path from the root of the repository",
    );
    assert_eq!(changes(&of(&["diff", "HEAD~2:plan.yaml", "strategy.yaml", "--format", "json"])), CHANGES);
    of(&["gaps", "strategy.yaml", "--since", "last-year"]).is_error(
        "last-year: there is no such file, and as a revision: git knows no revision `last-year`; `git log --oneline` \
         lists them",
    );
    of(&["diff", "last-year:plan.yaml", "strategy.yaml"])
        .is_error("git knows no revision `last-year`; `git log --oneline` lists them");
    of(&["diff", "HEAD:data", "strategy.yaml"]).is_error("data is not a file in HEAD: name a strategy in it");
    of(&["diff", "HEAD", "gone.yaml"]).is_error("gone.yaml: there is no such file or directory");
    of(&["diff", "gone.yaml", "strategy.yaml"]).is_error("gone.yaml: there is no such file or directory");
    of(&["gaps", "-", "--since", "HEAD"]).is_error(
        "`HEAD` is not the name of a file; if it is a revision, add the file: `HEAD~1:strategy.yaml`",
    );
    // This file is outside the repository, although the current folder is inside.
    let outside = repository.0.join("../outside");
    fs::create_dir_all(&outside).unwrap();
    fs::write(outside.join("plan.yaml"), PLAN).unwrap();
    let run = of(&["gaps", "../outside/plan.yaml", "--since", "HEAD"]);
    run.is_error(
        "HEAD: there is no such file, and as a revision: ../outside is not in a git repository, so it has no older \
         versions: name a file instead",
    );
    let from_outside = repository.run("../outside", &["diff", "HEAD:plan.yaml", "plan.yaml"]);
    from_outside.is_error(". is not in a git repository, so it has no older versions: name a file instead");
}

#[test]
fn without_git_two_files_can_still_be_compared() {
    let repository = Repository::with_history("no-git");
    repository.write("old.yaml", PLAN);
    let empty = repository.0.join("empty");
    fs::create_dir_all(&empty).unwrap();
    let run =
        |arguments: &[&str]| Run::of(repository.command("", arguments).env("PATH", &empty).output().unwrap());
    run(&["diff", "HEAD~1:plan.yaml", "plan.yaml"]).is_error(
        "the program git was not found, and older versions are read with it: install it, or write the older version \
         to a file and name that",
    );
    assert_eq!(changes(&run(&["diff", "old.yaml", "plan.yaml", "--format", "json"])).len(), 1);
}

#[test]
fn a_repository_of_another_user_is_an_error_with_an_explanation() {
    let repository = Repository::with_history("owner");
    let mut command = repository.command("", &["diff", "HEAD~1:plan.yaml", "plan.yaml"]);
    Run::of(command.env("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1").output().unwrap()).is_error(
        ". belongs to another user, so git does not read it: if you trust it, say so with `git config --global --add \
         safe.directory` and its path",
    );
}

#[test]
fn a_shallow_clone_says_how_to_get_the_older_versions() {
    let repository = Repository::with_history("shallow");
    let copy = Repository(repository.0.with_file_name("copy"));
    let from = format!("file://{}", repository.0.display());
    let into = copy.0.display().to_string();
    repository.git(&["clone", "--quiet", "--depth=1", &from, &into]);
    copy.run("", &["diff", "HEAD~1:plan.yaml", "plan.yaml"]).is_error(
        "git knows no revision `HEAD~1`: this copy of the repository has the latest only, and `git fetch --unshallow` \
         gets the others",
    );
    assert_eq!(
        changes(&copy.run("", &["diff", "HEAD", "plan.yaml", "--format", "json"])),
        Vec::<String>::new()
    );
}

#[test]
fn a_partial_clone_fetches_nothing_by_itself() {
    let repository = Repository::with_history("partial");
    repository.git(&["config", "uploadpack.allowFilter", "true"]);
    let copy = Repository(repository.0.with_file_name("copy"));
    let from = format!("file://{}", repository.0.display());
    let into = copy.0.display().to_string();
    repository.git(&["clone", "--quiet", "--filter=blob:none", "--no-checkout", &from, &into]);
    copy.write("plan.yaml", PLAN);
    copy.run("", &["diff", "HEAD:plan.yaml", "plan.yaml"]).is_error(
        "plan.yaml in HEAD was never fetched to this copy of the repository: `git show HEAD:plan.yaml` fetches it",
    );
    let missing = copy.git(&["rev-list", "--objects", "--missing=print", "HEAD"]);
    assert!(missing.lines().any(|line| line.starts_with('?')), "{missing}");
}

#[cfg(unix)]
#[test]
fn a_folder_can_have_any_name() {
    let repository = Repository::new("odd-folder");
    repository
        .write("two\nlines é/plan.yaml", PLAN)
        .write("two\nlines é/data/readings.csv", ROWS)
        .commit("first");
    repository.write("two\nlines é/plan.yaml", &PLAN.replace("400", "450"));
    for (folder, file) in [("", "two\nlines é/plan.yaml"), ("two\nlines é", "plan.yaml")] {
        let run = repository.run(folder, &["diff", "HEAD", file, "--format", "json"]);
        assert_eq!(changes(&run), ["leads reworded"]);
    }
}

#[test]
fn a_bare_repository_works_too() {
    let repository = Repository::with_history("bare");
    let copy = Repository(repository.0.with_file_name("copy"));
    let (from, into) = (repository.0.display().to_string(), copy.0.display().to_string());
    repository.git(&["clone", "--quiet", "--bare", &from, &into]);
    assert_eq!(changes(&copy.run("", &["diff", "HEAD~1:plan.yaml", "main", "--format", "json"])), CHANGES);
}

#[cfg(unix)]
#[test]
fn a_symlink_is_followed_to_the_file_with_the_history() {
    let repository = Repository::with_history("link");
    std::os::unix::fs::symlink("repository/plan.yaml", repository.0.with_file_name("plan.yaml")).unwrap();
    let run = repository.run("..", &["diff", "HEAD~1", "plan.yaml", "--format", "json"]);
    // Its readings are looked for next to the link, where there are none.
    assert_eq!(run.code, 1);
    assert!(run.out.contains("\"moved\""), "{run:?}");
}

#[test]
fn the_gap_report_names_the_version_that_it_compares_with() {
    let repository = Repository::with_history("since");
    let run = repository.run("", &["gaps", "plan.yaml", "--since", "HEAD~1"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(run.out.contains("\nChanges since HEAD~1 (2027-03-01)\n"), "{}", run.out);
    assert!(
        run.out.contains("~ gear marketing.engagement: start 2027-06-01 → 2027-06-15, 14 days later"),
        "{}",
        run.out
    );
    let same = repository.run("", &["gaps", "plan.yaml", "--since", "HEAD"]);
    assert!(same.out.contains("Nothing has changed since HEAD (2027-03-01)."), "{}", same.out);
    repository.write("plan.yaml", &format!("# after the fair\n{}", PLAN.replace("2027-06-01", "2027-06-15")));
    let commented = repository.run("", &["gaps", "plan.yaml", "--since", "HEAD"]);
    assert!(commented.out.contains("Nothing has changed since HEAD"), "{}", commented.out);
    let without = repository.run("", &["gaps", "plan.yaml"]);
    assert!(!without.out.contains("since HEAD"), "{}", without.out);
}

/// A hook, `rebase --exec` and an alias run with variables that say which repository and which index git is working on.
/// With them, git takes the current folder for the root.
#[test]
fn what_git_tells_its_hooks_does_not_matter() {
    let repository = Repository::with_history("hooks");
    let other = PLAN.replace("Parts 2027", "Another plan");
    repository.write("deep/plan.yaml", &PLAN.replace("2027-06-01", "2027-07-01")).write("data/none", "");
    repository.write("deep/data/readings.csv", ROWS).commit("a second file with the name of the first");
    repository.write("plan.yaml", &other).commit("the first file is another plan");
    repository.write("deep/plan.yaml", PLAN);
    let folder = repository.0.join(".git");
    for (name, value) in [
        ("GIT_DIR", folder.as_os_str()),
        ("GIT_DIR", ".git".as_ref()),
        ("GIT_WORK_TREE", ".".as_ref()),
        ("GIT_PREFIX", "data/".as_ref()),
        ("GIT_INDEX_FILE", "no-such-index".as_ref()),
        ("GIT_OBJECT_DIRECTORY", "nowhere".as_ref()),
    ] {
        let mut command = repository.command("", &["diff", "HEAD", "deep/plan.yaml", "--format", "json"]);
        let run = Run::of(command.env("GIT_DIR", &folder).env(name, value).output().unwrap());
        assert_eq!(changes(&run), ["marketing.engagement moved"], "{name}");
    }
}

#[cfg(unix)]
#[test]
fn a_commit_hook_sees_what_is_about_to_be_committed() {
    use std::os::unix::fs::PermissionsExt;
    let repository = Repository::with_history("commit-hook");
    let program = env!("CARGO_BIN_EXE_stratplan");
    let hook = format!("#!/bin/sh\n'{program}' diff HEAD :plan.yaml --isolated --format json > seen.json\n");
    repository.write(".git/hooks/pre-commit", &hook);
    let path = repository.0.join(".git/hooks/pre-commit");
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    // Of two changes, the one that is named is about to be committed, and the usual index has the other one.
    repository.write("plan.yaml", &PLAN.replace("2027-06-01", "2027-07-01")).git(&["add", "plan.yaml"]);
    repository
        .write("plan.yaml", &PLAN.replace("2027-05-01", "2027-05-03").replace("2027-06-01", "2027-06-15"));
    let (name, email) = ("user.name=Dana", "user.email=dana@example.org");
    repository.git(&["-c", name, "-c", email, "commit", "--quiet", "-m", "third", "plan.yaml"]);
    let seen: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(repository.0.join("seen.json")).unwrap()).unwrap();
    let ids: Vec<_> = seen["changes"].as_array().unwrap().iter().map(|one| one["id"].clone()).collect();
    assert_eq!(ids, ["marketing.acquisition"]);
}

#[test]
fn a_day_means_its_last_commit() {
    let repository = Repository::with_history("days");
    // Both commits are of 2027-03-01, by the committer's date.
    let day = repository.run("", &["diff", "2027-03-01", "plan.yaml", "--format", "json"]);
    assert!(changes(&day).is_empty());
    repository.write("plan.yaml", &PLAN.replace("2027-06-01", "2027-07-01"));
    let later = repository.run("", &["diff", "2027-12-24", "plan.yaml", "--format", "json"]);
    assert_eq!(changes(&later), ["marketing.engagement moved"]);
    let earlier = repository.run("", &["diff", "2027-02-28", "plan.yaml"]);
    earlier.is_error(
        "2027-02-28: there is no such file, and as a revision: git knows no commit of 2027-02-28 or before; \
         `git log --oneline` lists them",
    );
    // A branch of that name is meant.
    repository.git(&["branch", "2027-02-28", "HEAD~1"]);
    let branch = repository.run("", &["diff", "2027-02-28", "plan.yaml", "--format", "json"]);
    assert_eq!(changes(&branch), CHANGES);
    // The log of a repository begins when it was made or cloned, and git would take its oldest entry.
    let guess = repository.run("", &["diff", "HEAD@{2020-01-20}", "plan.yaml"]);
    assert_eq!(guess.code, 2);
    let said = "error: git does not remember what this copy of the repository had at that time, only since ";
    assert!(guess.err.starts_with(said), "{}", guess.err);
    assert!(guess.err.ends_with("write the day alone, such as `2027-01-20`, to look it up in the history\n"));
}
