//! What shells and `man` are given: completions and manual pages.

use std::fs;
use std::process::{Command, Stdio};

use crate::folder::Folder;

/// Every command and those below it, by the words that are typed.
fn paths(command: &clap::Command, above: &str, all: &mut Vec<String>) {
    for sub in command.get_subcommands() {
        let path = format!("{above} {}", sub.get_name()).trim().to_owned();
        paths(sub, &path, all);
        all.push(path);
    }
}

fn every_command() -> Vec<String> {
    let mut all = Vec::new();
    paths(&stratplan::cli::command(), "", &mut all);
    assert!(all.contains(&"check".to_owned()) && all.contains(&"config show".to_owned()));
    all
}

/// Whether a program is there, and a word about it where it is not.
fn is_there(program: &str) -> bool {
    let found =
        Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    if !found {
        eprintln!("not tested: there is no {program} here");
    }
    found
}

#[test]
fn completions_know_every_command_and_flag() {
    let folder = Folder::new("completions");
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let run = folder.run(&format!("completions {shell}"));
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{shell}");
        for path in every_command() {
            let name = path.split(' ').next_back().unwrap();
            assert!(run.out.contains(name), "{shell} does not know {path}");
        }
        for flag in ["fail-on", "stdin-filename", "isolated"] {
            assert!(run.out.contains(flag), "{shell} does not know --{flag}");
        }
    }
    let unknown = folder.run("completions csh");
    assert!(
        unknown.code == 2 && unknown.err.contains("bash, elvish, fish, powershell, zsh"),
        "{}",
        unknown.err
    );
}

#[test]
fn bash_completes() {
    if !is_there("bash") {
        return;
    }
    let folder = Folder::new("bash");
    folder.write("stratplan.bash", &folder.run("completions bash").out);
    let bash = |script: &str| {
        let output = Command::new("bash").args(["-c", script]).current_dir(&folder.0).output().unwrap();
        assert!(output.status.success(), "{script}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    bash("bash -n stratplan.bash");
    let complete = |words: &str| {
        let last = words.split(' ').count() - 1;
        let script = format!(
            "source stratplan.bash; COMP_WORDS=({words}); COMP_CWORD={last}; \
             _stratplan stratplan \"${{COMP_WORDS[{last}]}}\" \"${{COMP_WORDS[{}]}}\"; echo \"${{COMPREPLY[*]}}\"",
            last - 1
        );
        bash(&script).trim().to_owned()
    };
    assert_eq!(complete("stratplan che"), "check");
    assert_eq!(complete("stratplan config sh"), "show");
    assert_eq!(complete("stratplan check --fail"), "--fail-on");
    assert_eq!(complete("stratplan check --fail-on n"), "never");
}

#[test]
fn other_shells_read_their_completions() {
    let folder = Folder::new("shells");
    for (shell, check) in [("zsh", "-n"), ("fish", "--no-execute")] {
        if is_there(shell) {
            folder.write("script", &folder.run(&format!("completions {shell}")).out);
            let output = Command::new(shell).args([check, "script"]).current_dir(&folder.0).output().unwrap();
            assert!(output.status.success(), "{shell}: {output:?}");
        }
    }
}

#[test]
fn every_command_has_a_page() {
    let folder = Folder::new("man");
    let main = folder.run("man");
    assert_eq!((main.code, main.err.as_str()), (0, ""));
    let run = folder.run("man --into pages/here");
    let all = every_command();
    let count = all.len() + 1;
    assert_eq!((run.code, run.out.as_str()), (0, ""));
    assert_eq!(run.err, format!("wrote {count} pages into pages/here\n"));
    assert_eq!(fs::read_dir(folder.0.join("pages/here")).unwrap().count(), count);
    let page = |name: &str| fs::read_to_string(folder.0.join("pages/here").join(name)).unwrap();
    assert_eq!(page("stratplan.1"), main.out);
    for path in &all {
        let name = format!("stratplan-{}", path.replace(' ', "-"));
        let text = page(&format!("{name}.1"));
        assert!(text.contains(&format!(".TH {name} 1")), "{name}");
        // The page above it says that it is there.
        let above =
            path.rsplit_once(' ').map_or("stratplan".to_owned(), |(above, _)| format!("stratplan-{above}"));
        assert!(
            page(&format!("{above}.1")).contains(&name.replace('-', "\\-")),
            "{above} does not name {name}"
        );
    }
    assert!(page("stratplan-check.1").contains("\\-\\-stdin\\-filename"));
    // A second time, over the first; and what stands in the way is said.
    assert_eq!(folder.run("man --into pages/here").code, 0);
    folder.write("file", "mine");
    let bad = folder.run("man --into file");
    assert_eq!((bad.code, bad.err.as_str()), (2, "error: file: not written, this is not a folder\n"));
    assert_eq!(folder.run("man --into file/below").code, 2);
}

#[cfg(unix)]
#[test]
fn pages_can_be_read() {
    let folder = Folder::new("man-read");
    folder.run("man --into pages");
    let reader: &[&str] = if is_there("man") {
        &["man", "--warnings", "-l"]
    } else if is_there("mandoc") {
        &["mandoc", "-T", "utf8"]
    } else {
        return;
    };
    for entry in fs::read_dir(folder.0.join("pages")).unwrap() {
        let path = entry.unwrap().path();
        let command = Command::new(reader[0])
            .args(&reader[1..])
            .arg(&path)
            .env("MANWIDTH", "80")
            .env("LC_ALL", "C.UTF-8")
            .output();
        let output = command.unwrap();
        let (text, said) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success() && said.is_empty(), "{}: {said}", path.display());
        for part in ["NAME", "SYNOPSIS", "OPTIONS"] {
            assert!(text.contains(part), "{} has no {part}:\n{text}", path.display());
        }
    }
}
