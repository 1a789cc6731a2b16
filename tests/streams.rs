//! Terminals, pipes and files: what goes to which stream, and in color or not.
//!
//! On Unix the tests open a real terminal.

use std::io;
use std::process::Stdio;

use crate::support::{FORMATS, Folder, PLAN, Run};

const CONCISE: &str = "check --format concise --select gear-out-of-order";

/// Every command except clap's `help`.
fn commands() -> Vec<(&'static str, Vec<&'static str>)> {
    vec![
        ("check", vec!["check", "check --format json", "check --statistics", "check gone.yaml"]),
        ("gaps", vec!["gaps plan.yaml"]),
        ("plan", vec!["plan plan.yaml"]),
        ("export", vec!["export ics plan.yaml"]),
        ("record", vec!["record plan.yaml visits 3 --dry-run"]),
        ("import", vec!["import plan.yaml visits.csv --dry-run", "import --describe visits.csv"]),
        ("diff", vec!["diff plan.yaml more/1.yaml"]),
        ("init", vec!["init -", "init - --from plan.csv"]),
        ("explain", vec!["explain hard-sell"]),
        ("rules", vec!["rules", "rules --format json"]),
        ("show", vec!["show plan.yaml"]),
        ("schema", vec!["schema"]),
        ("config", vec!["config show", "config schema"]),
        ("completions", vec!["completions bash", "completions zsh"]),
        ("man", vec!["man"]),
    ]
}

/// A pipe whose reader is gone.
fn closed() -> Stdio {
    let (reader, writer) = io::pipe().unwrap();
    drop(reader);
    writer.into()
}

#[test]
fn every_command_ends_silently_when_its_output_is_closed() {
    let folder = Folder::new("closed");
    folder.write("plan.yaml", &format!("{PLAN}kpis: {{ visits: {{ unit: visits/day }} }}\n"));
    folder.write("visits.csv", "month,visits\n2026-01,3\n").write("plan.csv", "Title,Owner\nLaunch,Dana\n");
    for number in 0..40 {
        folder.write(&format!("more/{number}.yaml"), PLAN);
    }
    let all = commands();
    let command = stratplan::command_line::command();
    let named: Vec<&str> = all.iter().map(|(name, _)| *name).collect();
    let there: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
    assert_eq!(there, named, "this list of commands is out of date");
    let helps = there.iter().map(|name| format!("{name} --help")).chain(["--help".to_owned()]);
    let lines = all.iter().flat_map(|(_, lines)| lines.iter().map(|line| (*line).to_owned()));
    for line in lines.chain(helps).chain(["--version".to_owned(), "help check".to_owned()]) {
        let expected = folder.run(&line);
        let run = Run::of(folder.command(&line).stdout(closed()).stderr(Stdio::piped()).output().unwrap());
        assert_eq!((run.code, run.err), (expected.code, expected.err), "{line}");
        // The same with standard error closed as well.
        let both = folder.command(&line).stdout(closed()).stderr(closed()).output().unwrap();
        assert_eq!(both.status.code(), Some(expected.code), "{line}, {:?}", both.status);
    }
}

#[test]
fn the_flag_and_the_environment_decide_about_color_in_a_pipe() {
    let folder = Folder::new("colors");
    folder.write("a.yaml", PLAN);
    let has_color = |flag: &str, env: &[(&str, &str)]| {
        let output = folder.command(&format!("{CONCISE} a.yaml {flag}")).envs(env.iter().copied()).output();
        Run::of(output.unwrap()).out.contains('\u{1b}')
    };
    assert!(!has_color("", &[]), "a pipe");
    assert!(has_color("", &[("FORCE_COLOR", "1")]));
    assert!(has_color("", &[("CLICOLOR_FORCE", "1")]));
    assert!(has_color("", &[("FORCE_COLOR", "1"), ("NO_COLOR", "")]), "an empty NO_COLOR is ignored");
    assert!(has_color("", &[("FORCE_COLOR", "1"), ("TERM", "dumb")]), "TERM does not override force");
    assert!(!has_color("", &[("FORCE_COLOR", "0")]));
    assert!(!has_color("", &[("FORCE_COLOR", "1"), ("NO_COLOR", "1")]));
    assert!(has_color("--color always", &[("NO_COLOR", "1"), ("TERM", "dumb")]));
    assert!(!has_color("--color never", &[("FORCE_COLOR", "1")]));
}

#[test]
fn a_report_written_to_a_file_has_no_colors() {
    let folder = Folder::new("output");
    folder.write("a.yaml", PLAN);
    let run = folder.run("check a.yaml --select gear-out-of-order --color always -o report.txt");
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    assert!(run.err.contains("wrote report.txt"), "{}", run.err);
    let text = folder.text("report.txt");
    assert!(text.starts_with("error[gear-out-of-order]") && !text.contains('\u{1b}'), "{text}");
}

#[test]
fn the_closing_line_goes_to_standard_error_if_the_report_goes_to_a_file() {
    let folder = Folder::new("output-log");
    folder.write("a.yaml", PLAN);
    let run = folder.run("check a.yaml --select gear-out-of-order");
    let closing = run.out.lines().last().unwrap();
    assert!(closing.starts_with("1 error"), "{closing}");
    for format in FORMATS {
        let run = folder.run(&format!("check a.yaml --select gear-out-of-order --format {format} -o out"));
        let expected = format!("wrote out\n{closing}\n");
        assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (1, "", expected.as_str()), "{format}");
        let run = folder.run(&format!("check a.yaml --select gear-out-of-order --format {format} -o out -q"));
        assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (1, "", "wrote out\n"), "{format}");
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

    use crate::support::{Folder, PLAN};

    /// A terminal: the end for the program, and the end for the user.
    pub fn open() -> (File, File) {
        let controller = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&controller).unwrap();
        unlockpt(&controller).unwrap();
        let name = ptsname(&controller, Vec::new()).unwrap();
        let program = fs::OpenOptions::new().read(true).write(true).open(OsStr::from_bytes(name.to_bytes()));
        (program.unwrap(), controller.into())
    }

    /// The stream that is a terminal. The other one is a pipe.
    #[derive(Clone, Copy)]
    pub enum On {
        Out,
        Err,
    }

    /// Runs a command. Returns what it printed to the terminal and what it printed to the pipe.
    pub fn run(mut command: Command, on: On) -> (String, String) {
        let (program, mut controller) = open();
        match on {
            On::Out => command.stdout(program).stderr(Stdio::piped()),
            On::Err => command.stderr(program).stdout(Stdio::piped()),
        };
        let child = command.spawn().unwrap();
        // Closes the program's end here, so that reading ends when the program does.
        drop(command);
        let seen = thread::spawn(move || {
            let mut seen = Vec::new();
            // On Linux, reading fails once the program has closed its end and everything was read.
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

    fn is_colored(text: &str) -> bool {
        text.contains('\u{1b}')
    }

    #[test]
    fn each_stream_is_colored_if_it_is_a_terminal() {
        let folder = Folder::new("terminal-streams");
        folder.write("a.yaml", PLAN);
        let command = || {
            let mut command = folder.command("check --select gear-out-of-order a.yaml gone.yaml");
            command.env("TERM", "xterm-256color");
            command
        };
        let (findings, errors) = run(command(), On::Out);
        assert!(findings.contains("gear-out-of-order") && errors.contains("gone.yaml"), "{findings}{errors}");
        assert!(is_colored(&findings) && !is_colored(&errors));
        let (errors, findings) = run(command(), On::Err);
        assert!(findings.contains("gear-out-of-order") && errors.contains("gone.yaml"), "{findings}{errors}");
        assert!(!is_colored(&findings) && is_colored(&errors));
    }

    #[test]
    fn the_flag_and_the_environment_decide_about_color_on_a_terminal() {
        let folder = Folder::new("terminal-colors");
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
            let case = format!("{flag} {environment:?}");
            // Findings, errors, help, and misspelled flags.
            let (seen, _) = run(command(&format!("check a.yaml {flag}")), On::Out);
            assert_eq!((seen.contains("a.yaml"), is_colored(&seen)), (true, *expected), "findings: {case}");
            let (seen, _) = run(command(&format!("check gone.yaml {flag}")), On::Err);
            assert_eq!((seen.contains("gone.yaml"), is_colored(&seen)), (true, *expected), "errors: {case}");
            let (seen, _) = run(command(&format!("check -h {flag}")), On::Out);
            assert_eq!((seen.contains("Usage"), is_colored(&seen)), (true, *expected), "help: {case}");
            let (seen, _) = run(command(&format!("check --formt json {flag}")), On::Err);
            assert_eq!((seen.contains("--formt"), is_colored(&seen)), (true, *expected), "flags: {case}");
        }
    }

    /// Runs a check that takes two seconds, because a strategy arrives slowly through a pipe. Returns what it
    /// printed to the terminal: `on` is the stream that is a terminal, `None` means both.
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
    fn a_long_check_shows_its_progress_on_a_terminal_and_then_clears_it() {
        let line = "checked 1 of 2 files";
        let cleared = &format!("\r{}\r", " ".repeat(line.len()));
        let cases = [
            ("", "xterm", Some(On::Err), true),
            ("", "xterm", None, true),
            // A program reads the pipe, a person reads the terminal.
            ("--format json", "xterm", Some(On::Err), true),
            ("--format json -o out.json", "xterm", None, true),
            ("--format json", "xterm", None, false),
            ("--quiet", "xterm", Some(On::Err), false),
            ("", "dumb", Some(On::Err), false),
            ("", "xterm", Some(On::Out), false),
        ];
        thread::scope(|scope| {
            for (number, (flags, term, on, is_shown)) in cases.into_iter().enumerate() {
                scope.spawn(move || {
                    let seen = slow(&format!("progress-{number}"), flags, term, on);
                    let case = format!("`{flags}` on {term}: {seen:?}");
                    assert_eq!(seen.contains(line), is_shown, "{case}");
                    if is_shown {
                        let cleared = seen.rfind(cleared).unwrap_or_else(|| panic!("{case}"));
                        assert!(seen.rfind(line).is_some_and(|shown| shown < cleared), "{case}");
                    } else {
                        assert!(!seen.contains(" of 2 files"), "{case}");
                    }
                });
            }
        });
    }
}
