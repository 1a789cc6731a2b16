//! Terminals, pipes and colours: what goes where, and what it looks like there.
//!
//! On Unix a test opens a terminal of its own, so that what people see is what is tested.

use std::io;
use std::process::Stdio;

use crate::folder::{Folder, Run};

pub const PLAN: &str = "stratplan: 1
strategy: { name: Parts 2027, status: active, owner: Dana, period: 2027 }
goals: { leads: Generate 400 leads a quarter }
purposes:
  marketing: { gears: { acquisition: 2027-03-01, engagement: 2027-01-15 } }
";

/// Every command, so that none is forgotten; `help` is clap's.
fn commands() -> Vec<(&'static str, Vec<&'static str>)> {
    vec![
        ("check", vec!["check", "check --format json", "check --statistics", "check gone.yaml"]),
        ("gaps", vec!["gaps plan.yaml"]),
        ("plan", vec!["plan plan.yaml"]),
        ("record", vec!["record plan.yaml visits 3 --dry-run"]),
        ("diff", vec!["diff plan.yaml more/1.yaml"]),
        ("init", vec!["init -"]),
        ("explain", vec!["explain hard-sell"]),
        ("rules", vec!["rules", "rules --format json"]),
        ("show", vec!["show plan.yaml"]),
        ("schema", vec!["schema"]),
        ("config", vec!["config show", "config schema"]),
        ("completions", vec!["completions bash", "completions zsh"]),
        ("man", vec!["man"]),
    ]
}

/// The end of a pipe that nobody reads from.
fn closed() -> Stdio {
    let (reader, writer) = io::pipe().unwrap();
    drop(reader);
    writer.into()
}

#[test]
fn a_closed_pipe_ends_every_command_in_silence() {
    let folder = Folder::new("closed");
    folder.write("plan.yaml", &format!("{PLAN}kpis: {{ visits: {{ unit: visits/day }} }}\n"));
    for number in 0..40 {
        folder.write(&format!("more/{number}.yaml"), PLAN);
    }
    let all = commands();
    let command = stratplan::cli::command();
    let named: Vec<&str> = all.iter().map(|(name, _)| *name).collect();
    let there: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
    assert_eq!(there, named, "a command is missing here, or gone");
    let helps = there.iter().map(|name| format!("{name} --help")).chain(["--help".to_owned()]);
    let lines = all.iter().flat_map(|(_, lines)| lines.iter().map(|line| (*line).to_owned()));
    for line in lines.chain(helps).chain(["--version".to_owned(), "help check".to_owned()]) {
        let whole = folder.run(&line);
        let run = Run::of(folder.command(&line).stdout(closed()).stderr(Stdio::piped()).output().unwrap());
        assert_eq!((run.code, run.err), (whole.code, whole.err), "{line}");
        // Nobody hears what is said on standard error either.
        let deaf = folder.command(&line).stdout(closed()).stderr(closed()).output().unwrap();
        assert_eq!(deaf.status.code(), Some(whole.code), "{line}, {:?}", deaf.status);
    }
}

#[cfg(unix)]
pub mod terminal {
    use std::ffi::OsStr;
    use std::fs::{self, File};
    use std::io::{Read, Write};
    use std::os::unix::ffi::OsStrExt;
    use std::process::{Command, Stdio};
    use std::thread;
    use std::time::Duration;

    use rustix::fs::{CWD, Mode, mkfifoat};
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

    use super::PLAN;
    use crate::folder::Folder;

    /// A terminal: the side of the program, and the side of whoever sits there.
    pub fn open() -> (File, File) {
        let controller = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&controller).unwrap();
        unlockpt(&controller).unwrap();
        let name = ptsname(&controller, Vec::new()).unwrap();
        let program = fs::OpenOptions::new().read(true).write(true).open(OsStr::from_bytes(name.to_bytes()));
        (program.unwrap(), controller.into())
    }

    /// Which stream is a terminal; the other one is a pipe.
    #[derive(Clone, Copy)]
    pub enum On {
        Out,
        Err,
    }

    /// Runs a command; what came out on the terminal, and what came out of the pipe.
    pub fn run(mut command: Command, on: On) -> (String, String) {
        let (program, mut controller) = open();
        match on {
            On::Out => command.stdout(program).stderr(Stdio::piped()),
            On::Err => command.stderr(program).stdout(Stdio::piped()),
        };
        let child = command.spawn().unwrap();
        // The program's side is closed here, so that reading ends when the program does.
        drop(command);
        let seen = thread::spawn(move || {
            let mut seen = Vec::new();
            // On Linux a terminal that nobody has open any more is an error, after everything was read.
            controller.read_to_end(&mut seen).ok();
            String::from_utf8(seen).unwrap()
        });
        let output = child.wait_with_output().unwrap();
        let pipe = match on {
            On::Out => output.stderr,
            On::Err => output.stdout,
        };
        (seen.join().unwrap(), String::from_utf8(pipe).unwrap())
    }

    fn is_coloured(text: &str) -> bool {
        text.contains('\u{1b}')
    }

    #[test]
    fn each_stream_has_colours_where_it_is_a_terminal() {
        let folder = Folder::new("terminal-streams");
        folder.write("a.yaml", PLAN);
        let command = || {
            let mut command = folder.command("check --select gear-out-of-order a.yaml gone.yaml");
            command.env("TERM", "xterm-256color");
            command
        };
        let (findings, trouble) = run(command(), On::Out);
        assert!(
            findings.contains("gear-out-of-order") && trouble.contains("gone.yaml"),
            "{findings}{trouble}"
        );
        assert!(is_coloured(&findings) && !is_coloured(&trouble));
        let (trouble, findings) = run(command(), On::Err);
        assert!(
            findings.contains("gear-out-of-order") && trouble.contains("gone.yaml"),
            "{findings}{trouble}"
        );
        assert!(!is_coloured(&findings) && is_coloured(&trouble));
    }

    #[test]
    fn the_environment_and_the_flag_decide_on_a_terminal() {
        let folder = Folder::new("terminal-colours");
        folder.write("a.yaml", PLAN);
        let cases: &[(&str, &[(&str, &str)], bool)] = &[
            ("", &[], true),
            ("", &[("NO_COLOR", "")], true),
            ("", &[("NO_COLOR", "1")], false),
            ("", &[("NO_COLOR", "0")], false),
            ("", &[("TERM", "dumb")], false),
            ("", &[("TERM", "dumb"), ("CLICOLOR_FORCE", "1")], true),
            ("", &[("CLICOLOR", "0")], false),
            ("", &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], false),
            ("--color never", &[("CLICOLOR_FORCE", "1")], false),
            ("--color=always", &[("NO_COLOR", "1"), ("TERM", "dumb")], true),
            ("--color auto", &[("NO_COLOR", "1")], false),
        ];
        for (flag, environment, expected) in cases {
            let command = |line: &str| {
                let mut command = folder.command(line);
                command.env("TERM", "xterm-256color").envs(environment.iter().copied());
                command
            };
            let said = format!("{flag} {environment:?}");
            // Findings, trouble, help, and slips in flags alike.
            let (seen, _) = run(command(&format!("check a.yaml {flag}")), On::Out);
            assert_eq!((seen.contains("a.yaml"), is_coloured(&seen)), (true, *expected), "findings: {said}");
            let (seen, _) = run(command(&format!("check gone.yaml {flag}")), On::Err);
            assert_eq!(
                (seen.contains("gone.yaml"), is_coloured(&seen)),
                (true, *expected),
                "trouble: {said}"
            );
            let (seen, _) = run(command(&format!("check -h {flag}")), On::Out);
            assert_eq!((seen.contains("Usage"), is_coloured(&seen)), (true, *expected), "help: {said}");
            let (seen, _) = run(command(&format!("check --formt json {flag}")), On::Err);
            assert_eq!((seen.contains("--formt"), is_coloured(&seen)), (true, *expected), "flags: {said}");
        }
    }

    /// Runs a check that takes two seconds, for a strategy that comes through a pipe; what the terminal
    /// saw. `on` is the stream that is one; without it both are.
    fn slow(name: &str, line: &str, term: &str, on: Option<On>) -> String {
        let folder = Folder::new(name);
        folder.write("a.yaml", PLAN);
        let pipe = folder.0.join("slow.yaml");
        mkfifoat(CWD, &pipe, Mode::from_raw_mode(0o600)).unwrap();
        let writer = thread::spawn(move || {
            let mut pipe = fs::OpenOptions::new().write(true).open(pipe).unwrap();
            thread::sleep(Duration::from_secs(2));
            pipe.write_all(PLAN.as_bytes()).unwrap();
        });
        let mut command = folder.command(&format!("check --jobs 2 a.yaml slow.yaml {line}"));
        command.env("TERM", term).env("NO_COLOR", "1");
        let seen = if let Some(on) = on {
            run(command, on).0
        } else {
            let (program, mut controller) = open();
            command.stdout(program.try_clone().unwrap()).stderr(program);
            let mut child = command.spawn().unwrap();
            drop(command);
            let mut seen = Vec::new();
            controller.read_to_end(&mut seen).ok();
            child.wait().unwrap();
            String::from_utf8(seen).unwrap()
        };
        writer.join().unwrap();
        seen
    }

    #[test]
    fn a_long_check_says_on_a_terminal_how_far_it_is_and_wipes_that_away() {
        let line = "checked 1 of 2 files";
        let wiped = &format!("\r{}\r", " ".repeat(line.len()));
        let cases = [
            ("", "xterm", Some(On::Err), true),
            ("", "xterm", None, true),
            // A machine reads the pipe, a person the terminal.
            ("--format json", "xterm", Some(On::Err), true),
            ("--format json -o out.json", "xterm", None, true),
            ("--format json", "xterm", None, false),
            ("--quiet", "xterm", Some(On::Err), false),
            ("", "dumb", Some(On::Err), false),
            ("", "xterm", Some(On::Out), false),
        ];
        thread::scope(|scope| {
            for (number, (flags, term, on, is_told)) in cases.into_iter().enumerate() {
                scope.spawn(move || {
                    let seen = slow(&format!("progress-{number}"), flags, term, on);
                    let said = format!("`{flags}` on {term}: {seen:?}");
                    assert_eq!(seen.contains(line), is_told, "{said}");
                    if is_told {
                        let wiped = seen.rfind(wiped).unwrap_or_else(|| panic!("{said}"));
                        assert!(seen.rfind(line).is_some_and(|told| told < wiped), "{said}");
                    } else {
                        assert!(!seen.contains(" of 2 files"), "{said}");
                    }
                });
            }
        });
    }
}
