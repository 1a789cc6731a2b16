//! `check --watch`: it reports, waits for a change, and reports again.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::support::{Folder, PLAN};

/// Longer than any machine needs; a test that waits this long fails.
const LONG: Duration = Duration::from_mins(3);
/// Long enough for a check to start, if one is going to start.
const SHORT: Duration = Duration::from_millis(1500);

const CONCISE: &str = "check --watch --format concise --select gear-out-of-order";
const FOUND: &str = "error[gear-out-of-order]";
const CLEAN: &str = "No errors, no warnings";

/// A running `check --watch` and the lines that it prints.
struct Watching {
    child: Child,
    lines: Receiver<(&'static str, String)>,
}

impl Watching {
    fn start(folder: &Folder, line: &str) -> Self {
        let mut command = folder.command(line);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (sender, lines) = channel();
        let streams: [(_, Box<dyn Read + Send>); 2] = [
            ("out", Box::new(child.stdout.take().unwrap())),
            ("err", Box::new(child.stderr.take().unwrap())),
        ];
        for (name, stream) in streams {
            let sender = sender.clone();
            thread::spawn(move || {
                for line in BufReader::new(stream).lines().map_while(Result::ok) {
                    if sender.send((name, line)).is_err() {
                        return;
                    }
                }
            });
        }
        Self { child, lines }
    }

    /// Reads until a line of that stream contains the text. Returns all lines up to there.
    fn until(&self, stream: &str, text: &str) -> Vec<String> {
        let (end, mut seen) = (Instant::now() + LONG, Vec::new());
        loop {
            match self.lines.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok((name, line)) => {
                    let is_it = name == stream && line.contains(text);
                    seen.push(line);
                    if is_it {
                        return seen;
                    }
                }
                Err(why) => panic!("no `{text}`: {why}, after {seen:#?}"),
            }
        }
    }

    fn prints_nothing(&self) {
        match self.lines.recv_timeout(SHORT) {
            Err(RecvTimeoutError::Timeout) => {}
            other => panic!("{other:?}"),
        }
    }

    /// Waits for the process to end by itself.
    fn exit_code(mut self) -> Option<i32> {
        let end = Instant::now() + LONG;
        while Instant::now() < end {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            thread::sleep(Duration::from_millis(20));
        }
        panic!("the process is still running");
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn clean() -> String {
    PLAN.replace("2027-01-15", "2027-05-15")
}

#[test]
fn a_folder_is_checked_again_after_a_change_to_a_strategy_its_readings_or_the_settings() {
    let folder = Folder::new("watch-folder");
    folder.write("plans/a.yaml", PLAN).write("plans/notes.txt", "");
    let watching = Watching::start(&folder, &format!("{CONCISE} plans"));
    watching.until("err", "watching plans; press Ctrl-C to stop");
    watching.until("out", FOUND);
    watching.until("out", "1 error");

    folder.write("plans/a.yaml", &clean());
    let seen = watching.until("out", CLEAN);
    let time = seen[0].split_once(' ').unwrap();
    assert_eq!(time.1, "plans/a.yaml changed", "{seen:?}");
    assert!(time.0.len() == 8 && time.0.split(':').all(|part| part.parse::<u8>().is_ok()), "{seen:?}");

    // The way most editors save: a new file that replaces the old one.
    folder.write("plans/.a.yaml.new", PLAN);
    fs::rename(folder.0.join("plans/.a.yaml.new"), folder.0.join("plans/a.yaml")).unwrap();
    watching.until("out", "1 error");

    folder.write("plans/stratplan.toml", "[rules]\ngear-out-of-order = \"info\"\n");
    watching.until("err", "plans/stratplan.toml changed");
    watching.until("out", "info[gear-out-of-order]");
    watching.until("out", "1 suggestion");

    // Errors in the settings are reported, and can be fixed while it waits.
    folder.write("plans/stratplan.toml", "[ruls]\n");
    watching.until("err", "did you mean `rules`?");
    fs::remove_file(folder.0.join("plans/stratplan.toml")).unwrap();
    watching.until("out", "1 error");

    folder.write("plans/deep/down/b.yml", PLAN);
    watching.until("out", "2 errors in 2 strategies");
    // The strategies of a folder disappear with it.
    fs::rename(folder.0.join("plans/deep"), folder.0.join("away")).unwrap();
    watching.until("err", "plans/deep changed");
    watching.until("out", "1 error");
    fs::rename(folder.0.join("away"), folder.0.join("plans/deep")).unwrap();
    watching.until("out", "2 errors in 2 strategies");
    folder.write("plans/readings.csv", "kpi,date,value\n");
    watching.until("err", "plans/readings.csv changed");
    watching.until("out", "2 errors in 2 strategies");

    // Unrelated files do not trigger a check, and neither does reading a file.
    folder.write("plans/notes.txt", "x").write("plans/.hidden/c.yaml", PLAN).write("other.yaml", PLAN);
    fs::read(folder.0.join("plans/a.yaml")).unwrap();
    watching.prints_nothing();
}

#[test]
fn a_file_is_checked_again_after_a_change_to_anything_it_depends_on() {
    let folder = Folder::new("watch-file");
    let plan = format!("{PLAN}readings: data/visits.txt\nkpis: {{ visits: {{ unit: visits/day }} }}\n");
    folder.write("plans/a.yaml", &plan).write("plans/data/visits.txt", "kpi,date,value\n");
    folder.write("stratplan.toml", "extend = \"base/all.toml\"\n").write("base/all.toml", "");
    let watching = Watching::start(&folder, &format!("{CONCISE} plans/a.yaml"));
    watching.until("out", "1 error");
    for (path, text, expected) in [
        ("plans/data/visits.txt", "kpi,date,value\nvisits,never,1\n", "error[invalid-readings]"),
        ("plans/data/visits.txt", "kpi,date,value\n", FOUND),
        ("stratplan.toml", "extend = \"base/all.toml\"\n[rules]\n", FOUND),
        ("base/all.toml", "[rules]\ngear-out-of-order = \"warning\"\n", "warning[gear-out-of-order]"),
    ] {
        folder.write(path, text);
        watching.until("err", &format!("{path} changed"));
        watching.until("out", expected);
        watching.until("out", if expected.starts_with("warning") { "1 warning" } else { "error" });
    }
    // Settings that come into being are nearer than those above.
    folder.write("plans/stratplan.toml", "[rules]\ngear-out-of-order = \"info\"\n");
    watching.until("err", "plans/stratplan.toml changed");
    watching.until("out", "1 suggestion");
    fs::remove_file(folder.0.join("plans/stratplan.toml")).unwrap();
    watching.until("out", "1 warning");
    folder.write("plans/b.yaml", PLAN).write("plans/other.csv", "");
    watching.prints_nothing();
    fs::remove_file(folder.0.join("plans/a.yaml")).unwrap();
    watching.until("err", "error: plans/a.yaml: there is no such file");
    folder.write("plans/a.yaml", &clean());
    watching.until("out", CLEAN);
}

#[test]
fn its_own_output_does_not_trigger_a_check() {
    let folder = Folder::new("watch-output");
    folder.write("a.yaml", &clean());
    let watching = Watching::start(&folder, &format!("{CONCISE} -o report.csv"));
    watching.until("err", "wrote report.csv");
    watching.until("err", "No errors, no warnings");
    watching.prints_nothing();
    folder.write("a.yaml", PLAN);
    watching.until("err", "wrote report.csv");
    assert!(folder.text("report.csv").contains(FOUND));
}

#[test]
fn it_applies_fixes_and_respects_the_baseline() {
    let folder = Folder::new("watch-fixes");
    folder.write("a.yaml", PLAN);
    assert_eq!(folder.run("check --write-baseline all.json -q --fail-on never").code, 0);
    let watching = Watching::start(&folder, &format!("{CONCISE} --fix --baseline all.json"));
    watching.until("out", "1 in the baseline");
    // The file that it fixed is checked once more, and only once.
    folder.write("a.yaml", &PLAN.replace("strategy: {", "stratgy: {"));
    watching.until("out", "1 fixed");
    assert_eq!(folder.text("a.yaml"), PLAN);
    watching.until("out", "1 in the baseline");
    watching.prints_nothing();
    fs::remove_file(folder.0.join("all.json")).unwrap();
    watching.until("err", "all.json: there is no such baseline");
}

#[test]
fn quiet_prints_only_findings() {
    let folder = Folder::new("watch-quiet");
    folder.write("a.yaml", &clean());
    let watching = Watching::start(&folder, &format!("{CONCISE} -q"));
    watching.prints_nothing();
    folder.write("a.yaml", PLAN);
    assert_eq!(watching.until("out", FOUND).len(), 1);
}

#[test]
fn what_cannot_be_watched_is_an_error_at_the_start() {
    let folder = Folder::new("watch-errors");
    folder.write("a.yaml", PLAN);
    for (line, expected) in [
        ("check --watch -", "error: --watch needs files or folders: standard input cannot be read again\n"),
        ("check --watch gone.yaml", "error: gone.yaml: there is no such file or directory\n"),
    ] {
        let run = folder.run(line);
        assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (2, "", expected), "{line}");
    }
    for (line, expected) in [
        ("check --watch --select nonsense", "there is no rule or group `nonsense`"),
        ("check --watch --config fail-on=x", "this is not a level"),
        ("check --watch --statistics --format sarif", "--statistics prints a table"),
        ("check --watch --write-baseline a.json", "cannot be used with '--write-baseline"),
        ("check --watch --baseline gone.json", "gone.json: there is no such baseline"),
    ] {
        let run = folder.run(line);
        assert!(run.code == 2 && run.err.contains(expected), "{line}: {run:?}");
    }
}

#[test]
fn it_ends_if_its_folder_is_deleted_or_its_output_is_closed() {
    let folder = Folder::new("watch-end");
    folder.write("plans/a.yaml", PLAN);
    let watching = Watching::start(&folder, &format!("{CONCISE} plans"));
    watching.until("out", "1 error");
    fs::remove_dir_all(folder.0.join("plans")).unwrap();
    watching.until("err", "error: plans: there is no such file or directory");
    assert_eq!(watching.exit_code(), Some(2));

    folder.write("plans/a.yaml", PLAN);
    let mut command = folder.command(&format!("{CONCISE} plans"));
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    while !line.starts_with("1 error") {
        line.clear();
        out.read_line(&mut line).unwrap();
    }
    drop(out);
    let (_sender, lines) = channel();
    let watching = Watching { child, lines };
    // It notices when it prints the next report.
    folder.write("plans/a.yaml", &clean());
    assert_eq!(watching.exit_code(), Some(0));
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_like_any_program() {
    use std::os::unix::process::ExitStatusExt;

    use rustix::process::{Pid, Signal, kill_process};

    // Some shells start background jobs with interrupts ignored, and child processes inherit that.
    let mask = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask =
        mask.lines().find_map(|line| u64::from_str_radix(line.strip_prefix("SigIgn:")?.trim(), 16).ok());
    let interrupt = u32::try_from(Signal::INT.as_raw() - 1).unwrap();
    if mask.is_some_and(|mask| mask & (1 << interrupt) != 0) {
        eprintln!("skipped: interrupts are ignored here");
        return;
    }
    let folder = Folder::new("watch-interrupt");
    folder.write("a.yaml", PLAN);
    let mut watching = Watching::start(&folder, CONCISE);
    watching.until("out", "1 error");
    kill_process(Pid::from_child(&watching.child), Signal::INT).unwrap();
    let status = watching.child.wait().unwrap();
    // A shell reports this as 130.
    assert_eq!((status.code(), status.signal()), (None, Some(Signal::INT.as_raw())));
}

#[cfg(unix)]
#[test]
fn a_terminal_is_cleared_and_a_pipe_is_not() {
    use crate::streams::terminal;

    let folder = Folder::new("watch-screen");
    folder.write("a.yaml", PLAN);
    let clear = "\u{1b}[2J";
    for (term, is_cleared) in [("xterm", true), ("dumb", false)] {
        let (program, mut controller) = terminal::open();
        let mut command = folder.command(CONCISE);
        command.env("TERM", term).env("NO_COLOR", "1").stdout(program.try_clone().unwrap()).stderr(program);
        let mut child = command.spawn().unwrap();
        let seen = thread::spawn(move || {
            let (mut seen, mut some) = (String::new(), [0; 4096]);
            while !seen.contains("1 error") {
                let count = controller.read(&mut some).unwrap();
                seen.push_str(std::str::from_utf8(&some[..count]).unwrap());
            }
            seen
        });
        let seen = seen.join().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(seen.contains(clear), is_cleared, "{term}: {seen:?}");
        assert!(seen.contains("watching .; press Ctrl-C to stop"), "{seen:?}");
    }
    let watching = Watching::start(&folder, CONCISE);
    let seen = watching.until("out", "1 error");
    assert!(!seen.concat().contains('\u{1b}'), "{seen:?}");
}
