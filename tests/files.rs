//! Which files `check` reads: folders as git sees them, named files as they are, and every file that is
//! skipped is reported or counted.

#[cfg(unix)]
mod boundary;
mod foreign;
mod written;

use std::collections::BTreeSet;
use std::fs;

use crate::support::{FORMATS, Folder, PLAN, Run};

const CHECK: &str = "check --format concise --select gear-out-of-order";

/// The files with a finding.
fn checked(run: &Run) -> Vec<&str> {
    let lines = run.out.lines().filter(|line| line.contains("[gear-out-of-order]"));
    lines.filter_map(|line| line.split_once(":5:")).map(|(path, _)| path).collect()
}

fn closing(run: &Run) -> &str {
    run.out.lines().last().unwrap_or_default()
}

#[test]
fn a_strategy_is_a_yaml_file_with_a_line_that_starts_with_stratplan() {
    let folder = Folder::new("walk-line");
    folder.write("a.yaml", PLAN).write("b.yml", PLAN).write("C.YAML", PLAN);
    folder.write("late.yaml", &format!("# a comment\n\n{PLAN}").replace("\n\n", "\n"));
    folder.write("torn.yaml", &format!("x: {{\n{PLAN}"));
    folder.write("mark.yaml", &format!("\u{feff}{PLAN}"));
    folder.write("crlf.yaml", &PLAN.replace('\n', "\r\n"));
    folder.write("indented.yaml", &PLAN.replace("stratplan", " stratplan"));
    folder.write("other.yaml", "name: stratplan: 1\n").write("quoted.yaml", "# stratplan: 1\n");
    folder.write("a.txt", PLAN).write("yaml", PLAN).write("a.yaml.bak", PLAN);
    let run = folder.run("check --format concise --select gear-out-of-order");
    let mut paths: Vec<&str> =
        run.out.lines().filter_map(|line| line.split_once(':')).map(|(path, _)| path).collect();
    paths.dedup();
    assert_eq!(paths, ["C.YAML", "a.yaml", "b.yml", "crlf.yaml", "late.yaml", "mark.yaml", "torn.yaml"]);
    assert_eq!((run.code, run.err.as_str()), (1, ""));
    // A file named on the command line is checked whatever its name and its content.
    let named = folder.run(&format!("{CHECK} a.txt other.yaml yaml"));
    assert_eq!(checked(&named), ["a.txt", "yaml"]);
    assert!(named.out.contains("other.yaml:1:1: error[unsupported-version]"), "{}", named.out);
}

#[test]
fn a_strategy_in_another_encoding_is_not_skipped() {
    let folder = Folder::new("walk-encoding");
    // In UTF-8, the misspelled key would be fixable.
    let plan = PLAN.replace("owner", "ownr");
    let wide = |unit: fn(u16) -> [u8; 2]| -> Vec<u8> {
        format!("\u{feff}{plan}").encode_utf16().flat_map(unit).collect()
    };
    let files = [
        ("big.yaml", wide(u16::to_be_bytes)),
        ("latin.yaml", [plan.as_bytes(), b"# caf\xe9\n"].concat()),
        ("little.yaml", wide(u16::to_le_bytes)),
    ];
    for (name, bytes) in &files {
        folder.write(name, bytes);
    }
    // The content is checked, with the positions that an editor shows.
    let run = folder.run(CHECK);
    assert_eq!(checked(&run), ["big.yaml", "latin.yaml", "little.yaml"], "{}", run.out);
    let message = "error[invalid-syntax] this file is saved as UTF-16, not as UTF-8";
    for name in ["big.yaml", "little.yaml"] {
        assert!(run.out.contains(&format!("{name}:1:1: {message}")), "{}", run.out);
    }
    assert_eq!(run.out.matches("[invalid-syntax]").count(), 3, "{}", run.out);
    // The excerpt shows no byte-order mark, and no command writes UTF-8 into the file.
    let full = folder.run("check little.yaml --select file --report none");
    assert!(full.out.contains("\n1 | stratplan: 1\n  | ^ two bytes for each letter\n"), "{}", full.out);
    assert!(full.out.contains("did you mean `owner`?") && !full.out.contains("fixable"), "{}", full.out);
    for writes in [
        "check --fix --unsafe-fixes",
        "check --add-allow later",
        "plan little.yaml --move engagement=+1w --write",
    ] {
        let run = folder.run(writes);
        assert!((run.out + &run.err).contains("UTF-8"), "{writes}");
        for (name, bytes) in &files {
            assert!(&folder.bytes(name) == bytes, "{writes} changes {name}");
        }
    }
}

#[test]
fn ignore_files_work_as_in_git() {
    let folder = Folder::new("walk-ignored");
    folder
        .write(".gitignore", "drafts/\n*.tmp.yaml\n!kept.tmp.yaml\n")
        .write(".git/info/exclude", "local.yaml\n");
    folder.write("deep/.gitignore", "/here.yaml\n").write(".ignore", "vendor/\n");
    let all = [
        "a.yaml",
        "deep/below/here.yaml",
        "deep/here.yaml",
        "drafts/b.yaml",
        "kept.tmp.yaml",
        "local.yaml",
        "vendor/v.yaml",
        "x.tmp.yaml",
    ];
    for path in all {
        folder.write(path, PLAN);
    }
    folder.write(".hidden.yaml", PLAN).write(".hidden/a.yaml", PLAN);
    assert_eq!(checked(&folder.run(CHECK)), ["a.yaml", "deep/below/here.yaml", "kept.tmp.yaml"]);
    // Ignore files above a named folder apply too, except to the folder itself.
    assert_eq!(checked(&folder.run(&format!("{CHECK} deep"))), ["deep/below/here.yaml"]);
    assert_eq!(checked(&folder.run(&format!("{CHECK} drafts .hidden"))), [".hidden/a.yaml", "drafts/b.yaml"]);
    assert_eq!(
        checked(&folder.run(&format!("{CHECK} .hidden.yaml local.yaml"))),
        [".hidden.yaml", "local.yaml"]
    );
}

#[test]
fn a_folder_with_the_name_of_a_strategy_is_still_a_folder() {
    let folder = Folder::new("walk-folder");
    folder.write("plan.yaml/inner.yaml", PLAN).write("empty.yaml/readme.txt", "");
    assert_eq!(checked(&folder.run(CHECK)), ["plan.yaml/inner.yaml"]);
    assert_eq!(checked(&folder.run(&format!("{CHECK} plan.yaml"))), ["plan.yaml/inner.yaml"]);
    let empty = folder.run(&format!("{CHECK} empty.yaml"));
    assert!(empty.code == 2 && empty.err.starts_with("error: no strategy in empty.yaml"), "{}", empty.err);
    assert_eq!(folder.run("show plan.yaml").out, folder.run("show plan.yaml/inner.yaml").out);
    folder.run("show empty.yaml").is_error("no strategy in empty.yaml; `stratplan init` writes a first one");
}

#[test]
fn a_file_with_several_names_is_checked_once() {
    let folder = Folder::new("walk-once");
    folder.write("a.yaml", PLAN).write("sub/b.yaml", PLAN);
    let absolute = folder.0.join("a.yaml");
    let line = format!("{CHECK} ./a.yaml a.yaml sub/../a.yaml {} . sub/. sub", absolute.display());
    let run = folder.run(&line);
    assert_eq!((checked(&run), closing(&run)), (vec!["a.yaml", "sub/b.yaml"], "2 errors in 2 strategies"));
}

#[test]
fn excluded_files_are_skipped_and_counted() {
    let folder = Folder::new("walk-excluded");
    folder.write("stratplan.toml", "exclude = [\"old/\", \"*.draft.yaml\"]\n");
    folder
        .write("a.yaml", PLAN)
        .write("old/b.yaml", PLAN)
        .write("old/c.yaml", PLAN)
        .write("d.draft.yaml", PLAN);
    let run = folder.run(CHECK);
    assert_eq!((checked(&run), closing(&run)), (vec!["a.yaml"], "1 error; not judged: 2 excluded"));
    assert_eq!(run.err, "", "files that were not named are only counted");
    folder.write("other.yaml", "kind: Deployment\n").write("below/e.yaml", PLAN);
    folder.write("below/stratplan.toml", "extend = \"../stratplan.toml\"\n");
    let verbose = folder.run(&format!("{CHECK} -v"));
    let lines: Vec<&str> = verbose.err.lines().collect();
    assert_eq!(
        lines,
        [
            "old/: skipped, excluded by the settings",
            "d.draft.yaml: skipped, excluded by the settings of stratplan.toml",
            "a.yaml: checked, with the settings of stratplan.toml",
            "below/e.yaml: checked, with the settings of below/stratplan.toml and stratplan.toml",
            "other.yaml: skipped, no line starts with `stratplan:`",
        ]
    );
    assert!(
        folder
            .run(&format!("{CHECK} -v --isolated"))
            .err
            .starts_with("a.yaml: checked, with no settings file\n")
    );
    assert_eq!(folder.run(&format!("{CHECK} -v -q")).code, 2);
    fs::remove_dir_all(folder.0.join("below")).unwrap();
    let named = folder.run(&format!("{CHECK} a.yaml d.draft.yaml"));
    assert_eq!(closing(&named), "1 error; not judged: 1 excluded");
    assert_eq!(
        named.err,
        "d.draft.yaml: skipped, excluded by the settings; use --no-force-exclude to check it\n"
    );
    let alone = folder.run(&format!("{CHECK} d.draft.yaml"));
    assert_eq!(
        (alone.code, alone.out.as_str()),
        (0, ""),
        "not an error, but no claim that there are no errors either"
    );
    let all = folder.run(&format!("{CHECK} --no-force-exclude a.yaml d.draft.yaml old/b.yaml"));
    assert_eq!((checked(&all).len(), all.err.as_str()), (3, ""));
    // In a folder the exclusion still applies, since its files were not named.
    assert_eq!(checked(&folder.run(&format!("{CHECK} --no-force-exclude ."))), ["a.yaml"]);
    let quiet = folder.run(&format!("{CHECK} -q a.yaml d.draft.yaml"));
    assert_eq!((quiet.err.as_str(), quiet.out.lines().count()), ("", 1));
    let json = folder.run("check --format json").json();
    assert_eq!(json["unjudged"]["excluded"], 2);
}

#[test]
fn an_excluded_folder_is_not_entered_whatever_is_in_it() {
    let folder = Folder::new("walk-not-entered");
    folder.write("stratplan.toml", "exclude = [\"old/\", \"deep/vendor/\"]\n").write("a.yaml", PLAN);
    folder.write("old/stratplan.toml", "surprise = 1\n").write("old/b.yaml", PLAN);
    folder.write("deep/vendor/stratplan.toml", "exclude = [\"!*.yaml\"]\n").write("deep/vendor/c.yaml", PLAN);
    let run = folder.run(CHECK);
    assert_eq!((checked(&run), run.err.as_str()), (vec!["a.yaml"], ""));
    assert_eq!(closing(&run), "1 error; not judged: 2 excluded");
    assert_eq!(folder.run("gaps --today 2027-01-01").code, 0, "the other strategies do not count");
    // Its own settings apply if it is named.
    assert_eq!(checked(&folder.run(&format!("{CHECK} deep/vendor"))), ["deep/vendor/c.yaml"]);
}

#[test]
fn a_list_names_the_files_to_check() {
    let folder = Folder::new("files-from");
    folder.write("a.yaml", PLAN).write("b c.yaml", PLAN).write("other.yaml", "a: b\n").write("d.yaml", PLAN);
    folder.write("notes.md", "# Notes\nstratplan: 1\n");
    let from_stdin = |list: &str| folder.pipe(&format!("{CHECK} --files-from -"), list);
    for list in ["a.yaml\nb c.yaml\nother.yaml\nnotes.md\n", "a.yaml\r\nb c.yaml", "b c.yaml\0a.yaml\0"] {
        let run = from_stdin(list);
        assert_eq!((run.code, checked(&run)), (1, vec!["a.yaml", "b c.yaml"]), "{list:?}: {run:?}");
        folder.write("list", list);
        assert_eq!(folder.run(&format!("{CHECK} --files-from list")).out, run.out);
    }
    let run = folder.pipe(&format!("{CHECK} d.yaml --files-from -"), "a.yaml\n");
    assert_eq!(checked(&run), ["a.yaml", "d.yaml"]);
    // As after a change that concerns no strategy.
    for list in ["", "\n", "notes.md\n"] {
        let run = from_stdin(list);
        assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, "", ""), "{list:?}");
    }
    from_stdin("gone.yaml\n").is_error("gone.yaml: there is no such file or directory");
    folder.run("check --files-from gone").is_error("gone: there is no such file or directory");
    let said = "standard input is either a strategy, `-`, or a list of files, `--files-from -`";
    folder.run("check - --files-from -").is_error(said);
}

#[test]
fn standard_input_is_excluded_by_its_name() {
    let folder = Folder::new("stdin-excluded");
    folder.write("stratplan.toml", "exclude = [\"old/\", \"<stdin>\"]\n");
    let text = "stratplan: 1\nstrategy: { name: A, owner: B, period: 2027 }\ngoal: {}\n";
    let named = "check - --stdin-filename old/a.yaml";
    let run = folder.pipe(named, text);
    assert_eq!((run.code, run.out.as_str()), (0, ""));
    let notice = "old/a.yaml: skipped, excluded by the settings; use --no-force-exclude to check it\n";
    assert_eq!(run.err, notice);
    // An editor replaces its text by what a formatter prints.
    let run = folder.pipe(&format!("{named} --fix"), text);
    assert_eq!((run.code, run.out.as_str()), (0, text));
    assert_eq!(folder.pipe(&format!("{named} --no-force-exclude"), text).code, 1);
    assert_eq!(folder.pipe("check -", text).code, 1, "without a name it cannot be excluded");
}

#[test]
fn files_with_unusable_settings_are_counted() {
    let folder = Folder::new("walk-without_settings");
    folder
        .write("bad/stratplan.toml", "x = 1\n")
        .write("bad/a.yaml", PLAN)
        .write("bad/b.yaml", PLAN)
        .write("c.yaml", PLAN);
    let run = folder.run(CHECK);
    assert_eq!((run.code, run.err.matches("unknown key").count()), (2, 1));
    assert_eq!(
        (checked(&run), closing(&run)),
        (vec!["c.yaml"], "1 error; not judged: 2 with unusable settings")
    );
}

#[test]
fn a_binary_file_with_a_stratplan_line_is_a_broken_strategy() {
    let folder = Folder::new("walk-binary");
    folder
        .write("binary.yaml", b"\x00\x01\xff\nstratplan: 1\n\xfe\x00")
        .write("image.yaml", b"\x89PNG\x00\xff\xfe");
    let run = folder.run(CHECK);
    assert_eq!((run.code, run.err.as_str()), (1, ""));
    assert!(run.out.starts_with("binary.yaml:") && run.out.contains("error[invalid-syntax]"), "{}", run.out);
    assert!(!run.out.contains("image.yaml") && !run.out.contains('\0'), "{}", run.out);
}

#[test]
fn a_huge_file_is_an_error_and_the_others_are_checked() {
    let folder = Folder::new("walk-large");
    folder.write("a.yaml", PLAN);
    // A sparse file, which takes no space on the disk.
    let large = fs::File::create(folder.0.join("large.yaml")).unwrap();
    large.set_len(257 << 20).unwrap();
    let run = folder.run(CHECK);
    assert_eq!((run.code, checked(&run)), (2, vec!["a.yaml"]));
    assert_eq!(run.err, "error: large.yaml: larger than 256 MiB, which no strategy is\n");
    assert_eq!(closing(&run), "1 error; not judged: 1 unreadable");
    fs::remove_file(folder.0.join("large.yaml")).unwrap();
}

#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::os::unix::net::UnixListener;
    use std::os::unix::process::CommandExt;
    use std::process::Command;

    use rustix::fd::OwnedFd;
    use rustix::fs::{AtFlags, CWD, Mode, OFlags, mkdirat, mkfifoat, openat, unlinkat};

    use super::*;

    fn link(folder: &Folder, to: &str, name: &str) {
        let path = folder.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        symlink(to, path).unwrap();
    }

    fn allow(folder: &Folder, path: &str, mode: u32) {
        fs::set_permissions(folder.0.join(path), fs::Permissions::from_mode(mode)).unwrap();
    }

    /// Runs without root privileges, since root can read every file.
    fn as_nobody(folder: &Folder, line: &str) -> Command {
        let mut command = folder.command(line);
        if rustix::process::getuid().is_root() {
            command.uid(65534).gid(65534);
        }
        command
    }

    fn run(mut command: Command) -> Run {
        Run::of(command.output().unwrap())
    }

    #[test]
    fn a_symlink_to_a_file_counts_once_under_the_name_of_the_file() {
        let folder = Folder::new("walk-links");
        folder.write("real/m.yaml", PLAN).write("outside.txt", PLAN).write(".hidden/h.yaml", PLAN);
        link(&folder, "m.yaml", "real/a-link.yaml");
        link(&folder, "a-link.yaml", "real/b-link-of-link.yaml");
        // Reachable only through a link.
        link(&folder, "../outside.txt", "real/by-link.yaml");
        link(&folder, "../.hidden/h.yaml", "real/hidden.yaml");
        let run = folder.run(CHECK);
        assert_eq!(checked(&run), ["real/by-link.yaml", "real/hidden.yaml", "real/m.yaml"]);
        // A name from the command line wins over any other.
        assert_eq!(
            checked(&folder.run(&format!("{CHECK} real/a-link.yaml real"))),
            ["real/a-link.yaml", "real/by-link.yaml", "real/hidden.yaml"]
        );
    }

    #[test]
    fn symlinks_to_folders_are_followed_only_if_they_are_named() {
        let folder = Folder::new("walk-folder-links");
        folder.write("real/a.yaml", PLAN);
        link(&folder, "real", "link");
        link(&folder, "..", "real/up");
        link(&folder, "self", "self");
        link(&folder, "two.yaml", "one.yaml");
        link(&folder, "one.yaml", "two.yaml");
        let all = folder.run(CHECK);
        assert_eq!((all.code, checked(&all)), (1, vec!["real/a.yaml"]));
        let circle = "skipped, broken symlink\n";
        assert_eq!(all.err, format!("one.yaml: {circle}two.yaml: {circle}"));
        assert_eq!(closing(&all), "1 error; not judged: 2 broken links");
        assert_eq!(checked(&folder.run(&format!("{CHECK} link"))), ["link/a.yaml"]);
        assert_eq!(checked(&folder.run(&format!("{CHECK} real link"))).len(), 1);
        let circle = folder.run(&format!("{CHECK} self real"));
        assert_eq!((circle.code, checked(&circle)), (2, vec!["real/a.yaml"]));
        assert!(circle.err.starts_with("error: self: too many levels of symbolic links"), "{}", circle.err);
    }

    #[test]
    fn a_broken_symlink_is_skipped_in_a_folder_and_an_error_if_it_is_named() {
        let folder = Folder::new("walk-broken");
        folder.write("a.yaml", PLAN);
        link(&folder, "nowhere.yaml", "b.yaml");
        // Not the name of a strategy, so not reported.
        link(&folder, "nowhere", "tool");
        link(&folder, "nowhere.txt", "c.txt");
        let run = folder.run(CHECK);
        assert_eq!((run.code, run.err.as_str()), (1, "b.yaml: skipped, broken symlink\n"));
        assert_eq!(closing(&run), "1 error; not judged: 1 broken link");
        let named = folder.run(&format!("{CHECK} a.yaml b.yaml tool"));
        assert_eq!((named.code, checked(&named)), (2, vec!["a.yaml"]));
        assert_eq!(named.err, "error: b.yaml: broken symlink\nerror: tool: broken symlink\n");
        assert_eq!(closing(&named), "1 error; not judged: 2 unreadable");
    }

    #[test]
    fn an_unreadable_file_is_an_error_and_the_others_are_checked() {
        let folder = Folder::new("walk-forbidden");
        folder
            .write("a.yaml", PLAN)
            .write("b.yaml", PLAN)
            .write("closed/c.yaml", PLAN)
            .write("open/d.yaml", PLAN);
        link(&folder, "closed/c.yaml", "into.yaml");
        allow(&folder, "b.yaml", 0o000);
        allow(&folder, "closed", 0o000);
        let run = run(as_nobody(&folder, CHECK));
        allow(&folder, "closed", 0o755);
        assert_eq!((run.code, checked(&run)), (2, vec!["a.yaml", "open/d.yaml"]));
        let denied = |name: &str| format!("error: {name}: permission denied\n");
        assert_eq!(run.err, denied("closed") + &denied("into.yaml") + &denied("b.yaml"));
        assert_eq!(closing(&run), "2 errors in 2 strategies; not judged: 3 unreadable");
    }

    #[test]
    fn unreadable_settings_are_an_error() {
        let folder = Folder::new("walk-forbidden-settings");
        folder.write("a.yaml", PLAN).write("stratplan.toml", "");
        allow(&folder, "stratplan.toml", 0o000);
        let run = run(as_nobody(&folder, CHECK));
        assert_eq!((run.code, run.out.as_str()), (2, ""));
        assert_eq!(run.err, "error: stratplan.toml: permission denied\n");
    }

    #[test]
    fn pipes_sockets_and_devices_in_a_folder_are_never_opened() {
        let folder = Folder::new("walk-pipes");
        folder.write("a.yaml", PLAN);
        mkfifoat(CWD, folder.0.join("pipe.yaml"), Mode::from_raw_mode(0o600)).unwrap();
        let short = std::env::temp_dir().join(format!("stratplan-{}.sock", std::process::id()));
        let _socket = UnixListener::bind(&short).unwrap();
        fs::rename(&short, folder.0.join("socket.yaml")).unwrap();
        link(&folder, "pipe.yaml", "to-pipe.yaml");
        link(&folder, "/dev/zero", "device.yaml");
        // Reading the pipe would block, and the device has no end.
        let walked = folder.run(CHECK);
        assert_eq!((walked.code, checked(&walked), walked.err.as_str()), (1, vec!["a.yaml"], ""));
        // Not as readings, and not as settings.
        folder.write("b.yaml", &format!("{PLAN}readings: pipe.yaml\n"));
        let read = folder.run(CHECK);
        assert!(
            read.out.contains("b.yaml:6:11: error[invalid-readings] the readings file cannot be used"),
            "{}",
            read.out
        );
        mkfifoat(CWD, folder.0.join("stratplan.toml"), Mode::from_raw_mode(0o600)).unwrap();
        assert_eq!(checked(&folder.run(CHECK)), ["a.yaml", "b.yaml"]);
        fs::remove_file(folder.0.join("stratplan.toml")).unwrap();
        folder.write("stratplan.toml", "extend = \"pipe.yaml\"\n");
        assert!(folder.run(CHECK).err.contains("this is not a regular file"));
        fs::remove_file(folder.0.join("stratplan.toml")).unwrap();
        // A named device is read up to the size limit.
        let named = folder.run(&format!("{CHECK} device.yaml"));
        assert_eq!(
            (named.code, named.err.as_str()),
            (2, "error: device.yaml: larger than 256 MiB, which no strategy is\n")
        );
        let void = folder.run(&format!("{CHECK} /dev/null"));
        assert_eq!((void.code, void.err.as_str()), (1, ""));
    }

    #[test]
    fn odd_file_names_are_shown_safely_and_stay_distinct() {
        let folder = Folder::new("walk-names");
        let names: [&[u8]; 6] =
            [b"a b.yaml", b"a\nb.yaml", b"a\tb.yaml", b"a\x1bb.yaml", b"a\xfeb.yaml", b"a\xffb.yaml"];
        for name in names {
            if fs::write(folder.0.join(OsStr::from_bytes(name)), PLAN).is_err() {
                eprintln!("skipped: this file system does not allow such names");
                return;
            }
        }
        let run = folder.run(CHECK);
        let shown = checked(&run);
        assert_eq!(shown, ["a␉b.yaml", "a␊b.yaml", "a␛b.yaml", "a b.yaml", "a\\xfeb.yaml", "a\\xffb.yaml"]);
        assert_eq!(closing(&run), "6 errors in 6 strategies");
        // In JSON, a name that is valid text appears unchanged.
        let json = folder.run("check --format json").json();
        let paths: Vec<&str> =
            json["alignment"].as_array().unwrap().iter().map(|one| one["path"].as_str().unwrap()).collect();
        assert_eq!(
            paths,
            ["a\tb.yaml", "a\nb.yaml", "a\u{1b}b.yaml", "a b.yaml", "a\\xfeb.yaml", "a\\xffb.yaml"]
        );
        // In no format can a name start a new line or send control characters.
        for format in FORMATS {
            let run = folder.run(&format!("check --format {format} --report full"));
            assert!(!run.out.lines().any(|line| line.starts_with("b.yaml")), "{format}: {}", run.out);
            assert!(!run.out.contains('\u{1b}'), "{format}");
        }
        let mut command = folder.command(CHECK);
        command.arg(OsStr::from_bytes(b"gone\xff\nerror: all is lost\x1b[2J"));
        let gone = super::unix::run(command);
        assert_eq!(gone.err, "error: gone\\xff␊error: all is lost␛[2J: there is no such file or directory\n");
        // The name of a folder is just as safe.
        fs::create_dir(folder.0.join(OsStr::from_bytes(b"x\x1b[2J\n"))).unwrap();
        for name in ["1.yaml", "2.yaml"] {
            fs::write(folder.0.join(OsStr::from_bytes(b"x\x1b[2J\n")).join(name), PLAN).unwrap();
        }
        let mut command = folder.command("check --report summary");
        command.arg(OsStr::from_bytes(b"x\x1b[2J\n"));
        let run = super::unix::run(command);
        assert!(run.out.contains("Strategies in x␛[2J␊/\n") && !run.out.contains('\u{1b}'), "{}", run.out);
    }

    #[test]
    fn long_paths_are_read_and_a_path_that_is_too_long_is_an_error() {
        let folder = Folder::new("walk-long");
        let part = "p".repeat(200);
        let mut path = folder.0.clone();
        while path.as_os_str().len() < 3500 {
            path = path.join(&part);
        }
        fs::create_dir_all(&path).unwrap();
        fs::write(path.join("a.yaml"), PLAN).unwrap();
        let run = folder.run(CHECK);
        assert_eq!((run.code, checked(&run).len(), run.err.as_str()), (1, 1, ""));
        // Longer than the system accepts in one call, so it is made step by step.
        let open =
            |at: &OwnedFd| openat(at, &part, OFlags::RDONLY | OFlags::DIRECTORY, Mode::empty()).unwrap();
        let mut deep: OwnedFd = fs::File::open(&path).unwrap().into();
        for _ in 0..4 {
            mkdirat(&deep, &part, Mode::from_raw_mode(0o755)).unwrap();
            deep = open(&deep);
        }
        let run = folder.run(CHECK);
        assert_eq!((run.code, checked(&run).len()), (2, 1), "{}", run.err);
        assert!(run.err.contains("file name too long") && run.err.lines().count() == 1, "{}", run.err);
        assert_eq!(closing(&run), "1 error; not judged: 1 unreadable");
        // The next run could not delete it by its path either.
        for depth in (0..4).rev() {
            let at: OwnedFd = (0..depth).fold(fs::File::open(&path).unwrap().into(), |at, _| open(&at));
            unlinkat(&at, &part, AtFlags::REMOVEDIR).unwrap();
        }
    }

    /// How many files of each kind are among the two thousand.
    struct Mixed {
        faulty: usize,
        damaged: usize,
        binary: usize,
        unreadable: usize,
        excluded: usize,
        without_settings: usize,
        broken: usize,
        checked: usize,
    }

    fn mixed(folder: &Folder) -> Mixed {
        let clean = PLAN.replace("2027-01-15", "2027-05-15");
        let mut count = Mixed {
            faulty: 0,
            damaged: 0,
            binary: 0,
            unreadable: 0,
            excluded: 0,
            without_settings: 0,
            broken: 0,
            checked: 0,
        };
        folder.write("stratplan.toml", "exclude = [\"old/\"]\n");
        folder.write("bad/stratplan.toml", "surprise = 1\n");
        for number in 0..2000 {
            let at = |place: &str| format!("{place}/{}/{number:04}.yaml", number % 17);
            let path = at("all");
            match number % 10 {
                0..=2 => {
                    folder.write(&path, &clean);
                    count.checked += 1;
                }
                3 => {
                    folder.write(&path, PLAN);
                    (count.faulty, count.checked) = (count.faulty + 1, count.checked + 1);
                }
                4 => {
                    folder.write(&path, &format!("{clean}torn: {{\n"));
                    (count.damaged, count.checked) = (count.damaged + 1, count.checked + 1);
                }
                5 => {
                    folder.write(&path, b"stratplan: 1\n\xff\x00\xfe\n");
                    (count.binary, count.checked) = (count.binary + 1, count.checked + 1);
                }
                6 => {
                    folder.write(&path, &clean);
                    allow(folder, &path, 0o000);
                    count.unreadable += 1;
                }
                7 => {
                    folder.write(&at("old"), PLAN);
                    // The folder counts, and nobody looks into it.
                    count.excluded = 1;
                }
                8 if number % 20 == 8 => {
                    // A link to a file that is in the folder as well: it counts once.
                    folder.write(&at("all"), &clean);
                    link(folder, &format!("../../all/{}/{number:04}.yaml", number % 17), &at("links"));
                    count.checked += 1;
                }
                8 => {
                    link(folder, "nowhere.yaml", &at("links"));
                    count.broken += 1;
                }
                9 if number % 20 == 9 => {
                    folder.write(&at("bad"), PLAN);
                    count.without_settings += 1;
                }
                // Not a strategy.
                _ => drop(folder.write(&path, "name: something else\n")),
            }
        }
        count
    }

    #[test]
    fn of_two_thousand_mixed_files_every_one_is_accounted_for() {
        let folder = Folder::new("walk-mixed");
        let count = mixed(&folder);
        let of = |format: &str| {
            let line = |jobs| {
                format!("check --today 2027-04-05 --select gear-out-of-order --format {format} --jobs {jobs}")
            };
            let (one, eight) = (run(as_nobody(&folder, &line(1))), run(as_nobody(&folder, &line(8))));
            assert_eq!((one.code, eight.code), (2, 2), "{format}");
            assert!(one.out == eight.out && one.err == eight.err, "{format} differs");
            one
        };
        let (run, json) = (of("concise"), of("json"));
        let json = json.json();
        assert_eq!(
            (&json["summary"]["files"], &json["unjudged"]["unreadable"]),
            (&count.checked.into(), &count.unreadable.into())
        );
        let errors = run.out.matches(": error[").count();
        assert_eq!(
            closing(&run),
            format!(
                "{errors} errors in {} strategies; not judged: {} unreadable, {} with unusable settings, {} excluded, {} broken links",
                count.checked, count.unreadable, count.without_settings, count.excluded, count.broken
            )
        );
        let lines = |text: &str, what: &str| text.lines().filter(|line| line.contains(what)).count();
        assert_eq!(lines(&run.out, "[gear-out-of-order]"), count.faulty);
        let damaged: BTreeSet<&str> = run
            .out
            .lines()
            .filter(|line| line.contains("[invalid-syntax]"))
            .filter_map(|line| line.split(':').next())
            .collect();
        assert_eq!(damaged.len(), count.damaged + count.binary);
        assert_eq!(lines(&run.err, "permission denied"), count.unreadable);
        assert_eq!(lines(&run.err, "broken symlink"), count.broken);
        assert_eq!(lines(&run.err, "unknown key `surprise`"), 1, "reported once");
    }
}
