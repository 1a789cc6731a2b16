//! `init` on a terminal: questions, a first draft, and nothing left behind if it is stopped. `stratplan` alone: what is
//! in the folder.

use crate::support::{Folder, PLAN};

#[test]
fn without_a_command_it_says_what_is_there_and_what_to_do_next() {
    let folder = Folder::new("overview");
    let none = folder.run("");
    assert_eq!((none.code, none.err.as_str()), (0, ""));
    assert!(none.out.starts_with("No strategy in this folder."), "{}", none.out);
    assert!(
        none.out.contains("stratplan init ") && none.out.contains("stratplan init --from"),
        "{}",
        none.out
    );

    folder.run("init plan.yaml --purpose support --name Answers");
    let one = folder.run("--color never");
    assert_eq!(one.code, 0);
    let expected = "plan.yaml: Answers\n  draft, no errors, no warnings, 20";
    assert!(one.out.starts_with(expected) && one.out.contains(", next review 20"), "{}", one.out);
    for command in ["check", "gaps", "plan", "record plan.yaml KPI VALUE"] {
        assert!(one.out.contains(&format!("  stratplan {command} ")), "{command}: {}", one.out);
    }

    // Errors come first.
    folder.write("plan.yaml", PLAN);
    let wrong = folder.run("");
    assert!(wrong.out.contains(" errors, ") && wrong.out.contains("stratplan check "), "{}", wrong.out);
    assert!(!wrong.out.contains("stratplan gaps"), "{}", wrong.out);
    folder.write("plan.yaml", "stratplan: 1\nstrategy: [\n");
    assert!(folder.run("").out.starts_with("plan.yaml: without a name\n  "), "{}", folder.run("").out);
    folder.write("plan.yaml", "stratplan: 9\n");
    assert!(
        folder.run("").out.starts_with("plan.yaml: without a name\n  1 error, "),
        "{}",
        folder.run("").out
    );

    for number in 0..8 {
        folder.write(&format!("{number}.yaml"), PLAN);
    }
    folder.write("stratplan.toml", "exclude = [\"7.yaml\"]\n");
    let many = folder.run("");
    assert!(
        many.out.starts_with("8 strategies in this folder:\n  0.yaml: Parts 2027, active, "),
        "{}",
        many.out
    );
    assert!(many.out.contains("\n  and 3 more\n"), "{}", many.out);
    for run in [&none, &one, &wrong, &many] {
        assert!(run.out.lines().count() <= 10, "{}", run.out);
    }

    folder.write("stratplan.toml", "nonsense\n");
    assert_eq!(folder.run("").code, 2);
}

#[cfg(unix)]
mod terminal {
    use std::fs::File;
    use std::io::{Read, Write};
    use std::os::unix::process::ExitStatusExt;
    use std::process::Child;
    use std::thread;

    use rustix::process::{Pid, Signal, kill_process};

    use crate::streams::terminal::open;
    use crate::support::Folder;

    /// Runs a command with a terminal for all three streams.
    fn start(folder: &Folder, line: &str) -> (Child, File) {
        let (program, user) = open();
        let mut command = folder.command(line);
        let streams = [program.try_clone().unwrap(), program.try_clone().unwrap(), program];
        let [stdin, stdout, stderr] = streams;
        command.env("TERM", "xterm").stdin(stdin).stdout(stdout).stderr(stderr);
        (command.spawn().unwrap(), user)
    }

    /// Everything that is shown until the program ends.
    fn all(mut user: File) -> thread::JoinHandle<String> {
        thread::spawn(move || {
            let mut seen = Vec::new();
            user.read_to_end(&mut seen).ok();
            String::from_utf8(seen).unwrap().replace('\r', "")
        })
    }

    /// Types these lines, and returns the exit status and what was shown, without colors.
    fn typed(folder: &Folder, line: &str, input: &str) -> (Option<i32>, String) {
        let (mut child, mut user) = start(folder, line);
        user.write_all(input.as_bytes()).unwrap();
        let seen = all(user);
        let status = child.wait().unwrap();
        (status.code(), anstream::adapter::strip_str(&seen.join().unwrap()).to_string())
    }

    const ANSWERS: &str = "Mia's bakery: #1\nMia Berg\n1\nForty cake orders each Saturday by next summer\n40 orders/week\n\
                           June\n\n22\nParents ask in two Facebook groups\n\nMia Berg\n1 day\nمخبز الأسبوع\n\n";

    #[test]
    fn answers_become_a_draft_that_check_finds_nothing_wrong_with() {
        let folder = Folder::new("interview");
        let (code, seen) = typed(&folder, "init", &format!("{ANSWERS}maybe\ny\n"));
        assert_eq!(code, Some(0), "{seen}");
        for part in [
            "What is the strategy called?\nsuch as Corner Bakery ",
            "the year is missing: write `",
            "Press Enter for Facebook.\n",
            "This is strategy.yaml:\n\n# A first draft",
            "Write strategy.yaml? [Y/n] ",
            "wrote strategy.yaml\nnext: `stratplan check strategy.yaml` ",
            "`stratplan gaps strategy.yaml`",
        ] {
            assert!(seen.contains(part), "no {part}\n{seen}");
        }
        assert_eq!(seen.matches("Write strategy.yaml? [Y/n] ").count(), 2, "{seen}");
        let text = folder.text("strategy.yaml");
        assert!(seen.contains(&text), "{seen}");
        for part in ["  name: 'Mia''s bakery: #1'\n", "    target: 40\n", "        name: مخبز الأسبوع\n"]
        {
            assert!(text.contains(part), "no {part}\n{text}");
        }
        assert_eq!(folder.run("check --strict").code, 0);
    }

    #[test]
    fn it_never_replaces_a_file_unless_told_to() {
        let folder = Folder::new("interview-force");
        folder.write("strategy.yaml", "mine");
        let (code, seen) = typed(&folder, "init", "");
        let why = "error: strategy.yaml: not written, it already exists; --force replaces it\n";
        assert_eq!((code, seen.as_str()), (Some(2), why));
        let (code, seen) = typed(&folder, "init nowhere/plan.yaml", "");
        assert_eq!(code, Some(2));
        assert!(seen.contains("its folder does not exist") && !seen.contains("called?"), "{seen}");
        // Somebody else can write it during the questions.
        let (mut child, mut user) = start(&folder, "init other.yaml");
        user.write_all(ANSWERS.as_bytes()).unwrap();
        let mut seen = Vec::new();
        while !seen.ends_with(b"[Y/n] ") {
            let mut byte = [0];
            user.read_exact(&mut byte).unwrap();
            seen.push(byte[0]);
        }
        folder.write("other.yaml", "theirs");
        user.write_all(b"\n").unwrap();
        let seen = all(user);
        assert_eq!(child.wait().unwrap().code(), Some(2), "{}", seen.join().unwrap());
        assert_eq!(
            (folder.text("strategy.yaml"), folder.text("other.yaml")),
            ("mine".into(), "theirs".into())
        );

        let named = ANSWERS.split_once('\n').unwrap().1;
        assert_eq!(typed(&folder, "init --force --name Bakery", &format!("{named}\n")).0, Some(0));
        assert!(folder.text("strategy.yaml").contains("  name: Bakery\n"));
    }

    /// Whether these tests, and with them the program, were started without the interrupt.
    fn is_interrupt_ignored() -> bool {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        let ignored = ignored.and_then(|signals| u64::from_str_radix(signals.trim(), 16).ok());
        ignored.is_some_and(|signals| signals & (1 << (Signal::INT.as_raw() - 1)) != 0)
    }

    #[test]
    fn a_stopped_interview_leaves_nothing_behind() {
        let folder = Folder::new("interview-stopped");
        for input in
            ["\u{4}", "Bakery\nMia Berg\n\u{4}", &format!("{ANSWERS}n\n"), &format!("{ANSWERS}\u{4}")]
        {
            let (code, seen) = typed(&folder, "init", input);
            assert_eq!(code, Some(1), "{input:?}: {seen}");
            assert!(seen.ends_with("nothing was written\n"), "{input:?}: {seen}");
            assert_eq!(folder.names("."), [".git"], "{input:?}");
        }
        let (mut child, mut user) = start(&folder, "init");
        let mut first = [0; 20];
        user.read_exact(&mut first).unwrap();
        let seen = all(user);
        // Whoever starts the tests in the background of a script lets their children ignore the signal.
        let signal = if is_interrupt_ignored() { Signal::TERM } else { Signal::INT };
        kill_process(Pid::from_child(&child), signal).unwrap();
        assert_eq!(child.wait().unwrap().signal(), Some(signal.as_raw()));
        seen.join().unwrap();
        assert_eq!(folder.names("."), [".git"]);
    }

    #[test]
    fn nothing_is_asked_of_whoever_says_what_to_write() {
        let folder = Folder::new("interview-told");
        folder.write("table.csv", "Title,Owner\nLaunch,Dana\n");
        for line in ["init a.yaml --purpose both", "init b.yaml --from table.csv", "init -"] {
            let (code, seen) = typed(&folder, line, "");
            assert_eq!(code, Some(0), "{line}: {seen}");
            assert!(!seen.contains("called?"), "{line}: {seen}");
        }
    }
}
